"""Every text fits where it stands, in every language: measured in Carlito, which has the widths of Calibri."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from typing import Any

import builds
import pytest
from fontTools.ttLib import TTFont
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from clv_xl.words import LANGUAGES
from clv_xl.workbook.templates import TEMPLATES
from tests.conftest import opened, some

PIXEL = 0.75
"""Points."""
DIGIT = 7
"""Pixels of a column of width 1: a digit of Calibri 11."""
INDENT, PADDING, LINE = 9, 4, 1.22


@cache
def _font(bold: bool) -> tuple[dict[int, str], Any, int]:
    name = "Carlito:bold" if bold else "Carlito"
    found = subprocess.run(["fc-match", "-f", "%{file}", name], capture_output=True, text=True, check=True).stdout
    assert "Carlito" in found, "install fonts-crosextra-carlito"
    font = TTFont(found)
    return font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm


@cache
def width(text: str, size: float, bold: bool) -> float:
    """The width of a text in pixels."""
    glyphs, metrics, units = _font(bold)
    return sum(metrics[glyphs.get(ord(sign), "zero")][0] for sign in text) / units * size / PIXEL


def lines(text: str, room: float, size: float, bold: bool) -> int:
    """How many lines a wrapped text takes; more than any row has where a word is too wide."""
    count, used, space = 1, 0.0, width(" ", size, bold)
    for line in text.split("\n"):
        for word in line.split(" "):
            long = width(word, size, bold)
            if long > room and not text.startswith("="):  # a formula is cut wherever the line ends
                return 99
            count += int(long // room)
            if used and used + space + long > room:
                count, used = count + 1, long
            else:
                used += (space if used else 0) + long
    return count


def _room(sheet: Worksheet, row: int, column: int, last: int, align: str) -> float:
    """The pixels that a text has: its own column and, without wrapping, the empty ones that it may run into."""

    def pixels(at: int) -> float:
        return round(sheet.column_dimensions[get_column_letter(at)].width * DIGIT)

    room, at = pixels(column), column
    step = -1 if align == "right" else 1
    while align in ("left", "general", "right") and 1 <= (at := at + step) <= last and sheet.cell(row, at).value in (None, ""):
        room += pixels(at)
    return room


def too_wide(sheet: Worksheet, last: int, bottom: int, *, spare: bool = False) -> list[tuple[str, str, int]]:
    """The cells whose text is cut: the place, the text, and by how many pixels; with spare, those that a larger number would be cut in."""
    cut = []
    for row in sheet.iter_rows(2, min(sheet.max_row, bottom), 2, last):
        for cell in row:
            text, style = cell.value, cell.alignment
            if not isinstance(text, str) or not text or style.shrink_to_fit or style.horizontal == "fill" or text.startswith("#"):
                continue
            size, bold = float(cell.font.sz), bool(cell.font.b)
            room = _room(sheet, cell.row, cell.column, last, "wrap" if style.wrap_text else style.horizontal or "general")
            room -= PADDING + INDENT * int(style.indent or 0) + (DIGIT if spare and re.search(r"\b\d{3}\b", text) else 0)
            if style.wrap_text:
                height = sheet.row_dimensions[cell.row].height or 15
                need = lines(text, room, size, bold)
                if need > 1 and need * size * LINE > height + 2:
                    cut.append((cell.coordinate, text, need))
            elif (over := width(text, size, bold) - room) > 0:
                cut.append((cell.coordinate, text, round(over)))
    return cut


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TEMPLATES)
def test_no_text_is_cut(name: str, language: str) -> None:
    """Where the list is a part of the shop's, its own figures have a digit more."""
    found = {}
    for sheet in opened(some(name, language)).worksheets:
        _, _, last, bottom = range_boundaries(str(sheet.print_area).split("!")[-1].replace("$", ""))
        if cut := too_wide(sheet, last, min(bottom, 400), spare=name in builds.EVERY):
            found[sheet.title] = cut
    assert not found, "\n".join(f"{tab}!{place} {over} {text}" for tab, cut in found.items() for place, text, over in cut)
