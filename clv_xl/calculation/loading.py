"""Loading a workbook into formualizer, which takes 8,000,000 cells of a sheet and no more, blank ones of a table included.

So blank cells stay behind, and columns of typed values that are still too many are loaded apart and handed over.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any

import formualizer
from openpyxl.utils import column_index_from_string, get_column_letter

from ..xlsx.package import MAX_ROWS, Package
from ..xlsx.saving import WorkbookError
from .conversion import from_engine, to_engine

MOST_CELLS = 8_000_000
"""What formualizer loads of a sheet; the number is its own."""

_AT_ONCE = 4096
"""Rows handed over together; it takes longer with many more."""

_LIMITS = dict.fromkeys(("max_input_bytes", "max_expanded_bytes", "max_part_bytes"), 1 << 40)
"""formualizer's own limits are meant for files from strangers; a full sheet is larger."""

_BLANK = re.compile(rb"<(?:\w+:)?c\b[^>]*?(?:/>|>\s*</(?:\w+:)?c>)")
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)\d+"[^>]*?(?:/>|>.*?</(?:\w+:)?c>)', re.DOTALL)
_COLUMN = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)')


def load(package: Package, content: Callable[[str], bytes], formulas: Mapping[str, Collection[tuple[int, int]]]) -> Any:
    """A package as formualizer has it.

    Args:
        content: what is to be loaded of a part.
        formulas: the places of the formulas on each sheet.

    Raises:
        WorkbookError: in one sentence, why it cannot be loaded.
    """
    sheets = {sheet.part: sheet.name for sheet in package.sheets}
    apart: dict[str, list[str]] = {}

    def fitting(part: str) -> bytes:
        if part not in sheets:
            return content(part)
        xml = _BLANK.sub(b"", content(part))
        apart[part] = _surplus(package, sheets[part], xml, {get_column_letter(column) for _, column in formulas[sheets[part]]})
        return _with_columns(xml, lambda column: column not in apart[part]) if apart[part] else xml

    def only(own: str, columns: list[str]) -> Callable[[str], bytes]:
        def some(part: str) -> bytes:
            if part not in sheets:
                return content(part)
            return _with_columns(content(part), lambda column: part == own and column in columns)

        return some

    book = _loaded(package, fitting)
    for part, columns in apart.items():
        if columns:
            _hand_over(_loaded(package, only(part, columns)), book, sheets[part], columns)
    return book


def _loaded(package: Package, content: Callable[[str], bytes]) -> Any:
    config = formualizer.EvaluationConfig()
    config.enable_parallel = False  # Python computes no faster on several threads, and what two formulas share is found once
    data = io.BytesIO()
    package.write(data, compression=1, content=content)
    try:
        book = formualizer.Workbook.from_bytes(data.getvalue(), config=formualizer.WorkbookConfig(eval_config=config), load_limits=_LIMITS)
    except (OSError, ValueError, RuntimeError) as error:
        raise WorkbookError(f"{package.name}: the workbook is damaged ({error}); save it again in Excel.") from None
    book.set_temporal_egress("serial")
    return book


def _surplus(package: Package, sheet: str, xml: bytes, kept: Collection[str]) -> list[str]:
    """The columns that are to be loaded apart, so that the others are not too many cells; the last ones, but none with a formula."""
    if xml.count(b"<c ") + xml.count(b":c ") <= MOST_CELLS:
        return []
    counts = Counter(column.decode() for column in _COLUMN.findall(xml))
    left = sum(counts.values()) - MOST_CELLS
    surplus = []
    for column in sorted(counts.keys() - kept, key=column_index_from_string, reverse=True):
        if left > 0:
            surplus.append(column)
            left -= counts[column]
    if left > 0:
        raise WorkbookError(
            f"{package.name}: the sheet {sheet} is too full to calculate here: its columns with formulas have more than {MOST_CELLS:,} "
            "filled cells; keep fewer of them."
        )
    return surplus


def _with_columns(xml: bytes, wanted: Callable[[str], bool]) -> bytes:
    """The sheet with the cells of some columns alone."""
    known: dict[bytes, bool] = {}

    def kept(match: re.Match[bytes]) -> bytes:
        column = match[1]
        if column not in known:
            known[column] = wanted(column.decode())
        return match[0] if known[column] else b""

    return _CELL.sub(kept, xml)


def _hand_over(source: Any, book: Any, sheet: str, columns: Collection[str]) -> None:
    """The values of some columns of a sheet from one workbook to another."""
    for column in map(column_index_from_string, columns):
        for top in range(1, MAX_ROWS + 1, _AT_ONCE):
            bottom = min(top + _AT_ONCE - 1, MAX_ROWS)
            rows = source[sheet].get_values(formualizer.RangeAddress(sheet, top, column, bottom, column))
            filled = [number for number, (value,) in enumerate(rows) if value is not None]
            if filled:
                first, last = filled[0], filled[-1] + 1
                book.set_values_batch(
                    sheet,
                    top + first,
                    column,
                    [[None if value is None else to_engine(from_engine(value))] for (value,) in rows[first:last]],
                )
