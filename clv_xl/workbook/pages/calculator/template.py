"""The calculator: its pages in order, and what the shared ones say in it."""

from __future__ import annotations

from functools import partial

from ....sample import AVERAGES
from ...inputs.calculator import BLOCKS
from .. import about, checks, functions, inputs
from ..page_set import PageSet
from . import dashboard, methods, over_time, what_if
from .banner import BROKEN
from .checks_list import checks as rows

_ABOUT = about.Introduction(
    source="the averages of your business",
    steps=(
        ("1. Inputs", "Type your averages over the sample in the yellow cells."),
        ("2. Checks", "Look here whether they make sense together."),
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
        ("Discount rate", "What money a year from now is worth less"),
    ),
    pages=(
        ("Inputs", "What do I need to fill in?"),
        ("Methods", "Which way of counting gives which value?"),
        ("What-if", "Which lever matters most?"),
        ("Over time", "When is the cost earned back?"),
        ("Dashboard", "What is a customer worth?"),
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
        "Sample": (
            "The figures that are marked sample belong to a business that does not exist.",
            "clv-xl new calculator --empty makes this workbook without them.",
        ),
    },
)

PAGES = PageSet(
    pages=(
        partial(about.build, introduction=_ABOUT, link="Dashboard"),
        partial(inputs.build, blocks=BLOCKS, link="Dashboard", broken=BROKEN, sample=AVERAGES, cards=dashboard.CARDS[:4]),
        *(page.build for page in (methods, what_if, over_time, dashboard)),
        partial(checks.build, checks=rows, link="Dashboard"),
        partial(
            functions.build,
            template="calculator",
            link="Dashboard",
            note="Those with an answer in this workbook's own names calculate in Excel 2024 and 365 by themselves; the others where the clv_xl add-in is installed.",
        ),
    ),
    alt_texts={
        "Methods": methods.ALT_TEXTS,
        "What-if": what_if.ALT_TEXTS,
        "Over time": over_time.ALT_TEXTS,
        "Dashboard": dashboard.ALT_TEXTS,
    },
    opens="Dashboard",
)
