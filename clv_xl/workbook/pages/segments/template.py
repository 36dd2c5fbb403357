"""The template for a list of customers: its pages in order, and what the shared ones say in it."""

from __future__ import annotations

from functools import partial

from ....xlsx.package import MAX_ROWS
from ...inputs.segments import BLOCKS, RANGES
from .. import about, checks, functions, inputs
from ..page_set import PageSet
from . import channels, customers, dashboard, groups, tiers, values
from .banner import BROKEN
from .checks_list import account
from .checks_list import checks as rows

_ABOUT = about.Introduction(
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
        ("Inputs", "What do I need to fill in?"),
        ("Customers", "Which customers count?"),
        ("Segments", "Which segments are worth more?"),
        ("Tiers", "How much depends on the best customers?"),
        ("Channels", "Where does the next euro go?"),
        ("Values", "Who are they, and what is each one worth?"),
        ("Dashboard", "What are our customers worth?"),
        ("Checks", "Can I trust these figures?"),
        ("Functions", "Which formulas can I use in my own cells?"),
    ),
    notes={
        "Method": (
            "The values are yours, or purchase value × purchases a year × lifespan × gross margin.",
            "Ratio: value ÷ cost to win. Payback: cost to win ÷ margin a month. Both are of means, not means of ratios.",
            "Advice compares averages with your targets; it cannot know what the next customers will cost.",
        ),
        "Without the add-in": about.WITHOUT_ADD_IN,
        "Data": ('=IF(result_customers=0,"There are no customers in this workbook yet.",result_subtitle)',),
    },
)

PAGES = PageSet(
    pages=(
        partial(about.build, introduction=_ABOUT, link="Dashboard"),
        partial(inputs.build, blocks=BLOCKS, link="Dashboard", broken=BROKEN, ranges=RANGES),
        *(page.build for page in (customers, groups, tiers, channels, values, dashboard)),
        partial(checks.build, checks=rows, link="Dashboard", below=account),
        partial(
            functions.build,
            template="segments",
            link="Dashboard",
        ),
    ),
    alt_texts={
        "Segments": groups.ALT_TEXTS,
        "Tiers": tiers.ALT_TEXTS,
        "Channels": channels.ALT_TEXTS,
        "Dashboard": dashboard.ALT_TEXTS,
    },
    opens="Dashboard",
    texts=(("Customers", f"B{customers.entry.HEAD_ROW + 1}:E{MAX_ROWS}"), ("Values", f"B{values.FIRST_ROW}:E{MAX_ROWS}")),
)
