"""The pages of the templates: each template's own in its folder, and in `shared` what all or several have."""

from .calculator.template import PAGES as CALCULATOR
from .contents import Pages
from .segments.template import PAGES as SEGMENTS
from .subscriptions.template import PAGES as SUBSCRIPTIONS
from .transactions.template import PAGES as TRANSACTIONS

PAGES: dict[str, Pages] = {
    "calculator": CALCULATOR,
    "segments": SEGMENTS,
    "transactions": TRANSACTIONS,
    "subscriptions": SUBSCRIPTIONS,
}
