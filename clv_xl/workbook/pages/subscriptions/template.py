"""The template for subscriptions: its pages in order, and what the shared ones say in it."""

from __future__ import annotations

from functools import partial

from ....xlsx.package import MAX_ROWS
from ...inputs.subscriptions import BLOCKS
from .. import about, checks, entry, functions, inputs
from ..page_set import PageSet
from . import churn, cohorts, dashboard, lists, retention, value
from .banner import BROKEN
from .checks_list import LINES, account
from .checks_list import checks as rows

_ABOUT = about.Introduction(
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
        ("Inputs", "What do I need to fill in?"),
        ("Subscriptions", "Which subscriptions count?"),
        ("Survivors", "How many of one cohort are left?"),
        ("Churn", "Who came, and who left?"),
        ("Retention", "How long do subscribers stay?"),
        ("Cohorts", "Do newer subscribers stay longer?"),
        ("Value", "What is a subscriber worth?"),
        ("Dashboard", "How are our subscriptions doing, and what is next?"),
        ("Checks", "Can I trust these figures?"),
        ("Functions", "Which formulas can I use in my own cells?"),
    ),
    notes={
        "Method": (
            "Survival: Kaplan and Meier (1958); who has not come to a renewal yet is not counted at it.",
            "The curve: shifted beta-geometric, Fader and Hardie (2007); values as in Fader and Hardie (2010).",
            "It is for contracts, where leaving is seen. It takes the future to be like the past, and customers not to change.",
            "Margin ÷ churn stands beside it, and is too low: those likely to leave go first.",
        ),
        "Without the add-in": about.WITHOUT_ADD_IN,
    },
)

PAGES = PageSet(
    pages=(
        partial(about.build, introduction=_ABOUT, link="Dashboard"),
        partial(inputs.build, blocks=BLOCKS, link="Dashboard", broken=BROKEN),
        *(lists.build, lists.survivors),
        *(page.build for page in (churn, retention, cohorts, value, dashboard)),
        partial(checks.build, checks=rows, link="Dashboard", below=account, lines_below=len(LINES)),
        partial(
            functions.build,
            template="subscriptions",
            link="Dashboard",
        ),
    ),
    alt_texts={
        "Churn": churn.ALT_TEXTS,
        "Retention": retention.ALT_TEXTS,
        "Cohorts": cohorts.ALT_TEXTS,
        "Value": value.ALT_TEXTS,
        "Dashboard": dashboard.ALT_TEXTS,
    },
    opens="Dashboard",
    texts=((lists.TABLE, f"B{entry.HEAD_ROW + 1}:B{MAX_ROWS}"),),
)
