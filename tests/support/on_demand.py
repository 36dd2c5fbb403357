"""A workbook as openpyxl reads it, each sheet when it is first asked for: most tests look at one or two of fifteen."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet.worksheet import Worksheet

_TOLD = {"_parent", "_WorkbookChild__title", "sheet_state", "defined_names", "_print_area", "_print_rows", "_print_cols"}
"""What the workbook says of a sheet, which need not be read for it."""


def read(path: Path, *, formulas: bool) -> Workbook:
    """What openpyxl.load_workbook gives. The file is taken as it is now; what is in its sheets is unpacked later."""
    reader = _Reader(io.BytesIO(path.read_bytes()), data_only=not formulas)
    reader.archive.close = lambda: None  # type: ignore[method-assign]
    reader.read()
    return reader.wb


class _Unread(Worksheet):
    """A sheet whose content is read with the first question about it; from then on it is an ordinary one."""

    def __getattr__(self, name: str) -> Any:
        reader, found, empty = (self.__dict__.get(own) for own in ("reader", "found", "empty"))
        if not reader or name not in empty:
            raise AttributeError(name)
        if reader.busy:
            return empty[name]
        self.__class__ = Worksheet  # type: ignore[assignment]
        self.__dict__.update(empty)
        reader.fill(self, found)
        return getattr(self, name)


class _Reader(ExcelReader):
    """openpyxl's own reader, which is asked for one sheet at a time."""

    busy = False
    """While it reads one, the others are as good as empty: it asks all for the names of their tables, which must differ."""

    def read_worksheets(self) -> None:
        for found in [*self.parser.find_sheets()]:
            sheet = _Unread(self.wb, found[0].name)
            sheet.sheet_state = found[0].state
            empty = {name: sheet.__dict__.pop(name) for name in {*sheet.__dict__} - _TOLD}
            sheet.__dict__.update(reader=self, found=found, empty=empty)
            self.wb._add_sheet(sheet)

    def fill(self, sheet: Worksheet, found: Any) -> None:
        """Read what is in a sheet, as openpyxl does for a new one."""
        self.busy = True
        self.wb.create_sheet, self.parser.find_sheets = (lambda title: sheet), (lambda: [found])
        try:
            super().read_worksheets()
        finally:
            del self.wb.create_sheet, self.parser.find_sheets
            self.busy = False
