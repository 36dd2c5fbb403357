"""Rows high enough for texts that wrap: Excel does not fit them when it opens a file, and other languages take more lines."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .sheets import last_printed

_NARROW, _WIDE = frozenset("fijlrtI.,:;'|()[]{}-! "), frozenset("mwMWOQGDHNU%@→")
_EM = {"narrow": 0.29, "usual": 0.51, "wide": 0.76}
"""Widths of Calibri's letters, in the size of the font: each a little wider than they are on average."""
_BOLD, _LINE, _PIXEL, _DIGIT, _PADDING, _INDENT = 1.05, 1.25, 0.75, 7, 5, 9


def fit_rows(book: Workbook) -> None:
    """Raise the rows in which a wrapped text takes more lines than there are; what stands right of the printed page may be cut."""
    for sheet in book.worksheets:
        for number, row in enumerate(sheet.iter_rows(max_col=column_index_from_string(last_printed(sheet))), start=1):
            needed = max((_height(sheet, cell) for cell in row if isinstance(cell.value, str) and cell.alignment.wrap_text), default=0)
            dimension = sheet.row_dimensions[number]
            if needed > (dimension.height or 15):
                dimension.height = needed


def _height(sheet: Worksheet, cell: Any) -> float:
    """What a cell's text takes where it takes more than one line."""
    size = float(cell.font.sz)
    room = round(sheet.column_dimensions[get_column_letter(cell.column)].width * _DIGIT)
    room -= _PADDING + _INDENT * int(cell.alignment.indent or 0)
    em = size / _PIXEL * (_BOLD if cell.font.b else 1)
    text = str(cell.value)
    count = sum(len(broken(line, room / em)) for line in text.split("\n"))
    return count * size * _LINE + 3 if count > 1 else 0


def broken(text: str, room: float) -> list[str]:
    """The lines of a text where a line has room for so many em; a word wider than that is broken."""
    lines, used = [""], 0.0
    for word in text.split(" "):
        width = _width(word)
        if lines[-1] and used + _EM["narrow"] + width <= room:
            lines[-1], used = f"{lines[-1]} {word}", used + _EM["narrow"] + width
            continue
        lines += [""] if lines[-1] else []
        while width > room:
            fits = next(count for count in range(len(word), 0, -1) if count == 1 or _width(word[:count]) <= room)
            lines[-1], word = word[:fits], word[fits:]
            lines.append("")
            width = _width(word)
        lines[-1], used = word, width
    return lines


def _width(text: str) -> float:
    return sum(_EM["narrow" if sign in _NARROW else "wide" if sign in _WIDE else "usual"] for sign in text)
