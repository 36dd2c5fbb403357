"""Whether a figure is below, within or above the usual band, in the workbook's language."""

from __future__ import annotations


def band_word(figure: str) -> str:
    """A formula. CLV_BENCHMARK answers in English everywhere; by its first letter the page finds its own word."""
    return f'CHOOSE(MATCH(LEFT(CLV_BENCHMARK({figure},coded_industry)),{{"B","W","A"}},0),"below","within","above")'


def band_note(word: str) -> str:
    """The same as part of a sentence: a formula of the cell that has the word."""
    return f'INDEX({{"below the usual band","within the usual band","above the usual band"}},MATCH({word},{{"below","within","above"}},0))'
