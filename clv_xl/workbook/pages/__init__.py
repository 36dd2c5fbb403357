"""The pages of the templates: what they share here, what one of them has alone in its folder."""

from collections.abc import Mapping

from .calculator.template import CALCULATOR
from .segments.template import SEGMENTS
from .subscriptions.template import SUBSCRIPTIONS_TEMPLATE
from .template import Template
from .transactions.template import TRANSACTIONS

TEMPLATES: dict[str, Template] = {
    "calculator": CALCULATOR,
    "segments": SEGMENTS,
    "transactions": TRANSACTIONS,
    "subscriptions": SUBSCRIPTIONS_TEMPLATE,
}


def template_of(names: Mapping[str, str]) -> str:
    """Which template a workbook with these defined names was made from; nothing where it is none of them."""
    name = names.get("template_name", "").strip('"')
    return name if name in TEMPLATES else ""


def language_of(names: Mapping[str, str]) -> str:
    """The language of a workbook with these defined names: English where it does not say."""
    return names.get("template_language", "").strip('"') or "en"
