"""A workbook told by what stands in which block, wherever the block stands: two of them compare as equal if nothing but places differs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from clv_xl.formulas.spelling import tokens
from clv_xl.workbook.layout.blocks import Block
from clv_xl.workbook.layout.entry import EntryTable
from clv_xl.workbook.layout.page import HEAD_ROWS, Book, Page
from clv_xl.workbook.layout.places import LAST_COLUMN, LAST_ROW
from clv_xl.workbook.layout.tables import Spill
from clv_xl.xlsx.package import Package

_REFERENCE = re.compile(
    r"(?<![\w.])(?:(?:'(?P<quoted>[^']+)'|(?P<plain>\w[\w.-]*))!)?(?P<area>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![\w(])"
)


class ByBlock:
    """Says places, formulas and whole sheets of a book in terms of its blocks."""

    def __init__(self, book: Book) -> None:
        self.pages: dict[str, Page] = book.pages
        self._in_rows: dict[tuple[str, int], list[tuple[int, Block]]] = {}

    def cell(self, tab: str, row: int, column: int) -> tuple[Any, ...]:
        """The block that a cell stands in, and where in it; a cell of the head by itself."""
        for number, block in self._in_row(tab, row):
            if block.left <= column < block.left + block.columns:
                return tab, number, row - block.top, column - block.left
        return tab, "outside", row, column

    def _in_row(self, tab: str, row: int) -> list[tuple[int, Block]]:
        """The blocks that have cells in a row, with their numbers."""
        if (tab, row) not in self._in_rows:
            self._in_rows[tab, row] = [
                (number, block)
                for number, block in enumerate(self.pages[tab].blocks)
                if block.top <= row and (_runs_on(block) or row < block.top + block.rows)
            ]
        return self._in_rows[tab, row]

    def area(self, tab: str, text: str) -> tuple[Any, ...]:
        """A range by its first cell and its size; one that goes to the end of the sheet does so wherever it begins."""
        left, top, right, bottom = range_boundaries(text.replace("$", ""))
        assert top and left and bottom and right
        down = "end" if bottom == LAST_ROW else bottom - top
        across = "end" if right == LAST_COLUMN else right - left
        return *self.cell(tab, top, left), down, across

    def formula(self, tab: str, text: str) -> str:
        """A formula, without its equals sign, with places in terms of blocks."""

        def place(found: re.Match[str]) -> str:
            return str(self.area(found["quoted"] or found["plain"] or tab, found["area"]))

        return "".join(part if is_text else _REFERENCE.sub(place, part) for is_text, part in _parts(text))

    def reference(self, text: str) -> Any:
        found = _REFERENCE.fullmatch(text)
        assert found, text
        return self.area(found["quoted"] or found["plain"], found["area"])

    def sheet(self, sheet: Worksheet) -> dict[Any, Any]:
        """The head, and cells with their looks, rules, prompts, charts and what stays in sight."""
        tab = sheet.title
        told: dict[Any, Any] = {"head": []}
        for row in sheet.iter_rows():
            for cell in row:
                place = self.cell(tab, cell.row, cell.column)
                is_head = place[1] == "outside" and cell.row <= HEAD_ROWS
                look = cell.style, cell.number_format, cell.alignment.indent
                if is_head and cell.value is not None:
                    told["head"].append((*self._value(tab, cell.value), *look))
                elif not is_head and (cell.value is not None or cell.has_style):
                    told[place] = (*self._value(tab, cell.value), *look)
        for rules in sheet.conditional_formatting:
            for rule in rules.rules:
                formulas = [self.formula(tab, text) for text in rule.formula]
                where = tuple(self.area(tab, part) for part in str(rules.sqref).split())
                told[("rule", where, rule.type, tuple(formulas), str(rule.operator))] = _look_of(rule)
        for prompt in sheet.data_validations.dataValidation:
            told[("prompt", *(self.area(tab, part) for part in str(prompt.sqref).split()))] = (prompt.type, prompt.formula1, prompt.prompt)
        for number, chart in enumerate(sheet._charts):  # type: ignore[attr-defined]
            corner = chart.anchor._from
            told[("chart", number)] = (self.cell(tab, corner.row + 1, corner.col + 1), *map(self.reference, _references(chart)))
        for table in sheet.tables.values():
            told[("table", table.name)] = self.area(tab, table.ref)
        if frozen := self.pages[tab].frozen:
            told["frozen"] = self.pages[tab].blocks.index(frozen.block), frozen.top, frozen.left
        return told

    def workbook(self, workbook: Workbook) -> dict[str, Any]:
        told: dict[str, Any] = {sheet.title: self.sheet(sheet) for sheet in workbook.worksheets}
        told["names"] = {name: self.formula("", one.attr_text or "") for name, one in workbook.defined_names.items()}
        return told

    def _value(self, tab: str, value: Any) -> tuple[Any, ...]:
        if isinstance(value, ArrayFormula):
            return "array", self.formula(tab, (value.text or "")[1:])
        if isinstance(value, str) and value.startswith("="):
            return "formula", self.formula(tab, value[1:])
        return "value", value

    def charts(self, package: Package) -> list[Any]:
        """What the charts of a file draw where nothing is calculated: each reference with the values that are kept beside it."""
        kept = []
        for part in sorted(part for part in package.parts if re.fullmatch(r"xl/charts/chart\d+\.xml", part)):
            for element in etree.fromstring(package.parts[part]).iter("{*}strRef", "{*}numRef"):
                points = {point.get("idx"): point.findtext("{*}v") for point in element.iter("{*}pt")}
                kept.append((part, self.reference(element.findtext("{*}f") or ""), points))
        return kept


@lru_cache(maxsize=20_000)
def _parts(formula: str) -> list[tuple[bool, str]]:
    """The parts of a formula, and whether each is a text; most formulas are met again in the next workbook."""
    return [(token.subtype == Token.TEXT, token.value) for token in tokens(formula)]


def _runs_on(block: Block) -> bool:
    return isinstance(block, EntryTable) or (isinstance(block, Spill) and block.open)


def _look_of(rule: Any) -> tuple[Any, ...]:
    look = rule.dxf
    if look is None:
        return ("scale",)
    font, fill, number = look.font, look.fill, look.numFmt
    return font and font.color and font.color.rgb, font and font.b, fill and fill.bgColor.rgb, number and number.formatCode


def _references(chart: Any) -> list[str]:
    found = [chart.title.tx.strRef.f]
    for part in (chart, *chart._charts[1:]):
        for series in part.series:
            found += [series.tx.strRef.f, series.cat.strRef.f, series.val.numRef.f]
    return found
