"""Which cells a formula refers to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from openpyxl.formula.tokenizer import Token

from ..xlsx.package import MAX_COLUMNS, MAX_ROWS, Area, TablePart
from .spelling import called, tokens

Place = tuple[str, Area]
"""An area, with the name of its sheet."""

_ANYWHERE = {"INDIRECT", "OFFSET"}
"""Functions that find their cells only when they are computed."""

_AS_LARGE_AS_THE_FIRST = {"SUMIF", "AVERAGEIF"}
"""Functions whose last range stands for as many cells as their first."""

_DEPTH = 8
"""Names of names, at most."""


@dataclass(frozen=True)
class References:
    """The references of a workbook's formulas.

    Args:
        names: what its names stand for, in lower case; None for one that means something else on some sheet.
        tables: its tables by name.
        sheets: the names of its sheets.
    """

    names: Mapping[str, str | None]
    tables: Mapping[str, TablePart]
    sheets: frozenset[str]
    _found: dict[tuple[str, str], list[Place] | None] = field(default_factory=dict, repr=False, compare=False)

    def of(self, text: str, sheet: str) -> list[Place] | None:
        """The areas that a formula on a sheet refers to; None where that shows only when it is computed.

        Raises:
            FormulaError: it cannot be taken apart.
        """
        return self._of(text, sheet, 0)

    def is_many(self, reference: str, sheet: str) -> bool:
        """Whether a reference on a sheet, as it is written, may be for more than one cell."""
        if reference.startswith("_xlpm.") or "[#this row]" in reference.lower() or "[@" in reference:
            return False
        places = self._place_of(reference, sheet)
        return places is None or len(places) > 1 or any((area.top, area.left) != (area.bottom, area.right) for _, area in places)

    def _of(self, text: str, sheet: str, depth: int) -> list[Place] | None:
        functions = called(text)
        if depth > _DEPTH or functions & _ANYWHERE:
            return None
        found: list[Place] = []
        for reference in _operands(text):
            places = self._operand(reference, sheet, depth) if depth else self._place_of(reference, sheet)
            if places is None:
                return None
            found += places
        if functions & _AS_LARGE_AS_THE_FIRST:
            rows = max((area.bottom - area.top for _, area in found), default=0)
            columns = max((area.right - area.left for _, area in found), default=0)
            found = [(name, Area(area.top, area.left, area.top + rows, area.left + columns)) for name, area in found]
        if any(token.type == Token.FUNC and ":" in token.value for token in tokens(text)):  # A1:INDEX(..) reaches over what lies between
            found = [(name, _around([area for other, area in found if other == name])) for name in {name for name, _ in found}]
        return found

    def _place_of(self, reference: str, sheet: str) -> list[Place] | None:
        """The areas of one reference. Formulas of a workbook have the same ones again and again."""
        key = reference, sheet
        if key not in self._found:
            self._found[key] = self._operand(reference, sheet, 0)
        return self._found[key]

    def _operand(self, reference: str, sheet: str, depth: int) -> list[Place] | None:
        key = reference.lower()
        if key in self.names:
            definition = self.names[key]
            return None if definition is None else self._of(definition, "", depth + 1)  # without a sheet: a name is the same everywhere
        own, _, cells = reference.rpartition("!")
        name = own.strip("'").replace("''", "'") if own else sheet
        try:
            area = Area.parse(cells)
        except ValueError:
            return self._of_table(reference)
        return [(name, area)] if name in self.sheets and area.right <= MAX_COLUMNS and area.bottom <= MAX_ROWS else None

    def _of_table(self, reference: str) -> list[Place] | None:
        """The columns of a table that a reference names; all of them where it names none."""
        name, _, parts = reference.partition("[")
        table = next((table for key, table in self.tables.items() if key.lower() == name.lower()), None)
        if table is None:
            return None
        headings = {heading.lower(): column for column, heading in enumerate(table.headings, start=table.area.left)}
        named = [part.strip("[]@").lower() for part in parts.replace("]:[", "],[").split(",")]
        columns = [headings[part] for part in named if part in headings]
        area = table.area
        return [(table.sheet.name, Area(area.top, min(columns), area.bottom, max(columns)) if columns else area)]


def _operands(text: str) -> Iterator[str]:
    """The references in a formula as they are written, without the parameters of a LAMBDA or LET."""
    for token in tokens(text):
        if token.type == Token.OPERAND and token.subtype == Token.RANGE and not token.value.startswith("_xlpm."):
            yield token.value
        elif token.type == Token.FUNC and ":" in token.value[1:]:  # of A1:INDEX(.. the tokenizer makes one function
            yield token.value.rpartition(":")[0]


def _around(areas: list[Area]) -> Area:
    """The smallest area that holds them all."""
    return Area(
        min(area.top for area in areas),
        min(area.left for area in areas),
        max(area.bottom for area in areas),
        max(area.right for area in areas),
    )
