"""The template for a list of customers: its pages in order, and what the shared ones say in it."""

from __future__ import annotations

from ...inputs.segments import BLOCKS, RANGES
from ...layout.page import Book
from ...layout.workings import Workings
from ..contents import Pages
from ..shared.about import WITHOUT_ADD_IN, Introduction, about_page, about_people
from ..shared.functions import functions_page
from ..shared.inputs import OUT_OF_DATE, inputs_page
from .channels import channels_page
from .checks import segments_checks_page
from .customers import customers_page
from .dashboard import dashboard_page
from .segments import segments_page
from .tiers import tiers_page
from .values import values_page

_ABOUT = Introduction(
    source="a list of customers or segments",
    steps=(
        ("1. Inputs", "Fill in the yellow cells: margin and targets."),
        ("2. Customers", "Paste your list into the yellow table."),
        ("3. Checks", "Look here before you share a figure."),
        ("4. Dashboard", "Read what customers are worth, and what to do."),
        ("5. Channels", "See where the next euro goes."),
    ),
    words=(
        ("CLV", "Customer lifetime value: what a customer brings in all"),
        ("CAC", "What it costs to win a customer"),
        ("Net", "Value less the cost to win, of all customers"),
        ("Payback", "Months until a customer has earned back its cost"),
        ("Index", "Mean value beside that of all: 1 is average"),
        ("Tier", "Customers of about the same value"),
    ),
    pages=(
        ("Dashboard", "What are our customers worth?"),
        ("Inputs", "What do I need to fill in?"),
        ("Customers", "Which customers count?"),
        ("Segments", "Which segments are worth more?"),
        ("Tiers", "How much depends on the best customers?"),
        ("Channels", "Where does the next euro go?"),
        ("Values", "Who are they, and what is each one worth?"),
        ("Checks", "Can I trust these figures?"),
        ("Functions", "Which formulas can I use in my own cells?"),
    ),
    notes={
        "Method": (
            "The values are yours, or purchase value × purchases a year × lifespan × gross margin.",
            "Ratio: value ÷ cost to win. Payback: cost to win ÷ margin a month. Both are of means, not means of ratios.",
            "Advice compares averages with your targets; it cannot know what the next customers will cost.",
        ),
        "Without the add-in": WITHOUT_ADD_IN,
        "People": about_people(),
        "Data": ('=IF(result_customers=0,"There are no customers in this workbook yet.",result_subtitle)',),
    },
)

_TABS = ("Dashboard", "Inputs", "Customers", "Segments", "Tiers", "Channels", "Values", "Checks", "About", "Functions", "Workings")


def build(book: Book, workings: Workings) -> None:
    about_page(book, _ABOUT, link="Dashboard")
    customers = customers_page(book, workings)
    values = values_page(book, customers)
    banner = (values.head(), OUT_OF_DATE)
    inputs_page(book, workings, BLOCKS, link="Dashboard", banner=banner, ranges=RANGES)
    shares = segments_page(book, workings, banner)
    curve = tiers_page(book, workings, banner)
    channels = channels_page(book, workings, banner)
    dashboard_page(book, workings, banner, shares, curve, channels)
    segments_checks_page(book, workings, customers, channels)
    functions_page(book, link="Dashboard")


PAGES = Pages(build, _TABS, opens="Inputs")
