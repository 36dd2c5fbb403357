"""Where the rows of a list come from: cells that `fill` writes, by their names, and a sentence that says whether they still hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ....sources.columns.fields import LISTS
from ...layout.blocks import Block
from ...layout.entry import Entry
from ...layout.page import Page
from ...layout.workings import Workings
from ...look.style import COUNT, DATE, MONEY


class _Line(NamedTuple):
    """A label, and so many cells below each other that have the name."""

    label: str
    name: str
    cells: int = 1


_LINES = (
    _Line("File", "source_file"),
    _Line("Filled on", "source_filled"),
    _Line("Read as", "source_profile"),
    _Line("Rows", "source_rows"),
    _Line("Money", "source_money"),
    _Line("Currency", "source_currency"),
    _Line("Is VAT in it?", "source_vat"),
    _Line("Columns used", "source_columns", 4),
    _Line("Not used", "source_not_used", 3),
    _Line("Left out (money)", "source_left_out", 5),
    _Line("Options", "source_options", 3),
    _Line("Notes", "source_notes", 4),
    _Line("Joined to it", "source_joined", 3),
    _Line("Each of several files", "source_files", 8),
)


def source_block(page: Page, workings: Workings, table: str, columns: Mapping[str, Entry]) -> Block:
    """What `fill` says of the file, to be placed beside the table."""
    block = Block(page, 2 + sum(line.cells for line in _LINES), 3)
    block.put(0, 0, "Where these rows come from", "Section")
    note = block.put(1, 0, f"={_whether_it_holds(workings, table, columns)}", "Plain note")
    page.book.name("source_note", note)
    row = 2
    for line in _LINES:
        for number in range(line.cells):
            last = number == line.cells - 1
            block.put(row + number, 0, line.label if number == 0 else None, "Text bold" if last else "Plain bold")
            for column in (1, 2):
                form = DATE if line.name == "source_filled" and column == 1 else ""
                block.put(row + number, column, None, "Text" if last else "Plain", form)
        page.book.name(line.name, block.area(row, 1, row + line.cells - 1, 1))
        row += line.cells
    block.heights = dict.fromkeys(range(block.rows), 16)
    return block


def _whether_it_holds(workings: Workings, table: str, columns: Mapping[str, Entry]) -> str:
    """A formula for the sentence. Who types into the table, or pastes another list, changes one of two figures that `fill` noted."""
    kind = LISTS[table]
    entries = "+".join(f"COUNTA({table}[{columns[field].heading}])" for field in kind.needed_fields)
    part = workings.part("Where the rows come from")
    part.figure("source_entries", None, COUNT, "Cells filled, as the file was read")
    part.figure("source_sum", None, MONEY, "Money, as the file was read")
    part.figure("source_entries_now", f"=IFERROR({entries},0)", COUNT, "Cells filled now")
    part.figure("source_sum_now", f"=IFERROR(SUM({table}[{columns[kind.money].heading}]),0)", MONEY, "Money now")
    part.figure(
        "source_holds", "=IF(AND(source_entries_now=source_entries,ROUND(source_sum_now-N(source_sum),2)=0),1,0)", label="Still the same"
    )
    read, changed = (
        "What clv-xl fill read, and what of it counts.",
        "The table has changed since clv-xl fill: this is about the rows as they were.",
    )
    vat = 'OR(source_vat="with VAT",source_vat="without VAT")'
    part.figure("vat_said", f'=IF({vat},IF(source_holds=1,source_vat&"",""),"")', label="VAT, where the file says it and still holds")
    part.figure("source_told", f'=IF(source_holds=1,"{read}","{changed}")', label="What is said of it")
    return 'IF(source_entries="","clv-xl fill writes here what it read. Of rows that you paste it knows nothing.",source_told)'
