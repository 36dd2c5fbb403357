"""The pages of the templates: what they share here, what one of them has alone in its folder."""

from .calculator.template import PAGES as CALCULATOR
from .page_set import PageSet
from .segments.template import PAGES as SEGMENTS
from .subscriptions.template import PAGES as SUBSCRIPTIONS
from .transactions.template import PAGES as TRANSACTIONS

PAGES: dict[str, PageSet] = {
    "calculator": CALCULATOR,
    "segments": SEGMENTS,
    "transactions": TRANSACTIONS,
    "subscriptions": SUBSCRIPTIONS,
}
