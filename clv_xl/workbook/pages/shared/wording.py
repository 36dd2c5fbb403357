"""Words that sentences and charts of several pages take from Workings: the currency and the names of months."""

from __future__ import annotations

from ...layout.workings import Part
from ...look.style import CURRENCIES

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


VAT_WORDS = 'IF(vat_said="",""," "&vat_said)'
"""Behind the currency of a subtitle: whether VAT is in the money, where the file said so."""


def put_currency(part: Part) -> None:
    """result_currency: what the currency of Inputs is called in a sentence."""
    codes = part.line("Currency", CURRENCIES).values
    words = part.line("In words", (words for words, _ in CURRENCIES.values())).values
    part.figure("result_currency", f"=IFERROR(INDEX({words},MATCH(chosen_currency,{codes},0)),chosen_currency)")


NO_MARGIN = 'input_gross_margin=""'
"""Whether nobody has filled in a gross margin: value is then what customers pay."""
SINCE_NO_MARGIN = "value is revenue, since no gross margin is filled in"
"""The same for the subtitle of a page, and on a card what there is room for."""
SHORT_OF_IT = "revenue: no gross margin yet"


def day_in_words(day: str) -> str:
    """A formula for a day in a sentence; it takes month_names."""
    return f'DAY({day})&" "&INDEX(month_names,MONTH({day}))&" "&YEAR({day})'


def order_said(order: str, otherwise: str) -> str:
    """How a list stands, for its note: a formula. order: the name of the input, without input_."""
    return f'IF(chosen_{order}="","{otherwise}","Sorted by "&chosen_{order})'


def put_month_names(part: Part) -> None:
    """month_names: those of the twelve months, for labels of charts and dates in sentences."""
    part.page.book.name("month_names", part.line("Months", _MONTHS).values)
