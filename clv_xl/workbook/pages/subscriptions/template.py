"""The template for subscriptions: its pages in order, and what the shared ones say in it."""

from __future__ import annotations

from ...inputs.subscriptions import BLOCKS
from ...layout.page import Book
from ...layout.workings import Workings
from ..contents import Pages
from ..shared.about import WITHOUT_ADD_IN, Introduction, about_page, about_people
from ..shared.functions import functions_page
from ..shared.inputs import OUT_OF_DATE, inputs_page
from .checks import Tables, subscriptions_checks_page
from .churn import churn_page
from .cohorts import cohorts_page
from .dashboard import dashboard_page
from .lists import subscriptions_page, survivors_page
from .retention import retention_page
from .value import value_page

_ABOUT = Introduction(
    source="your subscriptions",
    steps=(
        ("1. Inputs", "Fill in the yellow cells."),
        ("2. Subscriptions", "Paste your list, or type counts on Survivors."),
        ("3. Checks", "Look here before you share a figure."),
        ("4. Dashboard", "Read what changed, and what to do."),
        ("5. Value", "See what a subscriber is worth, plan by plan."),
    ),
    words=(
        ("Churn", "The share of subscribers who leave in a period"),
        ("Renewal", "A whole period after the start, and each further one"),
        ("Retention", "The share that renews, of those who come to it"),
        ("Survival", "The share still there after so many renewals"),
        ("CLV", "Customer lifetime value: what a new one brings in all"),
        ("Value to come", "What those who are there will still bring"),
    ),
    pages=(
        ("Dashboard", "How are our subscriptions doing, and what is next?"),
        ("Inputs", "What do I need to fill in?"),
        ("Subscriptions", "Which subscriptions count?"),
        ("Survivors", "How many of one cohort are left?"),
        ("Churn", "Who came, and who left?"),
        ("Retention", "How long do subscribers stay?"),
        ("Cohorts", "Do newer subscribers stay longer?"),
        ("Value", "What is a subscriber worth?"),
        ("Checks", "Can I trust these figures?"),
        ("Functions", "Which formulas can I use in my own cells?"),
    ),
    notes={
        "Method": (
            "Survival: Kaplan and Meier (1958); who has not come to a renewal yet is not counted at it.",
            "The curve: sBG, Fader and Hardie (2007), or BdW, Fader and others (2018); values as in Fader and Hardie (2010).",
            "It is for contracts, where leaving is seen. It takes the future to be like the past, and customers not to change.",
            "Margin ÷ churn stands beside it, and is too low: those likely to leave go first.",
        ),
        "Without the add-in": WITHOUT_ADD_IN,
        "People": about_people(),
    },
)

_TABS = (
    *("Dashboard", "Inputs", "Subscriptions", "Survivors", "Churn", "Retention", "Cohorts", "Value", "Checks", "About", "Functions"),
    "Workings",
)


def build(book: Book, workings: Workings) -> None:
    about_page(book, _ABOUT, link="Dashboard")
    subscriptions = subscriptions_page(book, workings)
    survivors_page(book)
    churn = churn_page(book, workings)
    banner = (churn.periods.head(), OUT_OF_DATE)
    inputs_page(book, workings, BLOCKS, link="Dashboard", banner=banner)
    retention = retention_page(book, workings, banner)
    cohorts = cohorts_page(book, workings, banner)
    value = value_page(book, workings, banner)
    dashboard_page(book, workings, banner, churn, retention.survival, cohorts)
    subscriptions_checks_page(book, workings, Tables(subscriptions, churn.periods, retention.renewals, value.plans))
    functions_page(book, link="Dashboard")


PAGES = Pages(build, _TABS, opens="Inputs")
