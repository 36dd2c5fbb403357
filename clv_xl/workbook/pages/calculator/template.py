"""The calculator: its pages in order, and what the shared ones say in it."""

from __future__ import annotations

from ....sample import AVERAGES
from ...inputs.calculator import BLOCKS
from ...layout.page import Book
from ...layout.workings import Workings
from ..contents import Pages
from ..shared.about import Introduction, about_page
from ..shared.functions import functions_page
from ..shared.inputs import inputs_page
from .checks import calculator_checks_page
from .dashboard import CARDS, dashboard_page
from .methods import methods_page
from .over_time import over_time_page
from .what_if import what_if_page

_ABOUT = Introduction(
    source="the averages of your business",
    steps=(
        ("1. Inputs", "Type your averages over the sample in the yellow cells."),
        ("2. Checks", "See here whether they make sense together."),
        ("3. Dashboard", "Read what a customer is worth, and what to do."),
        ("4. Methods", "See every way to count it, side by side."),
        ("5. What-if", "Find the lever that is worth most."),
    ),
    words=(
        ("CLV", "Customer lifetime value: what a customer brings in all"),
        ("CAC", "What it costs to win a customer"),
        ("Gross margin", "What is left of revenue after cost of goods"),
        ("Churn", "The share of customers who leave in a month"),
        ("Retention", "The share of customers still there a year later"),
        ("Discount rate", "How much less money is worth a year later"),
    ),
    pages=(
        ("Dashboard", "What is a customer worth?"),
        ("Inputs", "What do I need to fill in?"),
        ("Methods", "Which way of counting gives which value?"),
        ("What-if", "Which lever matters most?"),
        ("Over time", "When is the cost earned back?"),
        ("Checks", "Can I trust these figures?"),
        ("Functions", "Which formulas can I use in my own cells?"),
    ),
    notes={
        "Method": (
            "From churn: margin ÷ churn; discounted as in Gupta and Lehmann, Customers as Assets (2003), paid ahead.",
            "Present value from retention: Berger and Nasr, Customer Lifetime Value (1998), case 1, with the cost to win.",
            "The bands of the industries are rules of thumb of the trade, not targets.",
            "All figures are averages: nothing here knows how your customers differ from each other.",
        ),
        "Where it calculates": (
            "In Excel 2024 and 365, also on a Mac and in the browser: as it is, without any add-in.",
            "In an older Excel you see the last figures; clv-xl recalc with this file's name brings new ones.",
            "In LibreOffice: clv-xl new calculator --host libreoffice, with the extension.",
        ),
        "People": ("This workbook holds averages, and nothing about any one customer.",),
        "Sample": (
            "The figures that are marked sample belong to a business that does not exist.",
            "clv-xl new calculator --empty makes this workbook without them.",
        ),
    },
)

_LIVE = (
    "Those with an answer in this workbook's own names calculate in Excel 2024 and 365 by themselves; "
    "the others where the clv_xl add-in is installed."
)
_BANNER = (
    "closed_form",
    "These figures are out of date here: they take Excel 2024 or 365, or clv-xl recalc with this file's name.",
)
"""What is an error where the closed forms are needed and not there, and what the pages say then."""
_TABS = ("Dashboard", "Inputs", "Methods", "What-if", "Over time", "Checks", "About", "Functions", "Workings")


def build(book: Book, workings: Workings) -> None:
    about_page(book, _ABOUT, link="Dashboard")
    inputs_page(book, workings, BLOCKS, link="Dashboard", banner=_BANNER, sample=AVERAGES, cards=CARDS[:4])
    methods = methods_page(book, workings, _BANNER)
    levers = what_if_page(book, workings, _BANNER)
    months = over_time_page(book, workings, _BANNER)
    dashboard_page(book, workings, _BANNER, methods.bands, levers, months, methods.ways)
    calculator_checks_page(book, workings, methods.bands)
    # In a cell of its own: where a program does not know the function, no ISERROR around it would calculate.
    workings.part("Formulas").figure("closed_form", "=CLV(N(input_purchase_value),1,1,1)", label="Value")
    functions_page(book, link="Dashboard", note=_LIVE)


PAGES = Pages(build, _TABS, opens="Inputs")
