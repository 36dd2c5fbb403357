"""The pages of the templates: what they share here, what one of them has alone in its folder."""

from collections.abc import Mapping

from .calculator.template import CALCULATOR
from .subscriptions.template import SUBSCRIPTIONS_TEMPLATE
from .template import Template
from .transactions.template import TRANSACTIONS

TEMPLATES: dict[str, Template] = {"transactions": TRANSACTIONS, "calculator": CALCULATOR, "subscriptions": SUBSCRIPTIONS_TEMPLATE}


def template_of(names: Mapping[str, str]) -> str:
    """Which template a workbook with these defined names was made from; nothing where it is none of them."""
    name = names.get("template_name", "").strip('"')
    return name if name in TEMPLATES else ""
