"""Pages, the lanes on which their blocks flow, and the workbook that they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

from ...formulas.spelling import uses
from ...functions import REGISTRY
from ...xlsx.sheets.printing import FIRST_PAGE
from ..look.sheets import PAPER, heights, new_sheet, points_across, protect
from ..look.sheets import banner as put_banner
from ..look.style import ACCENT, new_book
from .blocks import Block, text_block
from .places import Place, Places
from .tables import Call, Col, Spill, Table

HEAD_ROWS = 4
"""Title, subtitle and what is above and below them."""
_SHIFTED_WIDTH = 3


class Lane:
    """A strip of a page on which blocks follow each other downwards."""

    def __init__(self, page: Page, left: int, right: int, row: int) -> None:
        self.page, self.left, self.right, self.row = page, left, right, row

    @property
    def columns(self) -> int:
        return self.right - self.left + 1

    def put(self, block: Block, *, keep_row: bool = False) -> Any:
        """Place a block where the lane has come to."""
        block.top, block.left = self.row, self.left
        self.page.blocks.append(block)
        for row in range(block.rows):
            self.page.set_height(self.row + row, block.heights.get(row, self.page.row_height))
        if not keep_row:
            self.row += block.rows
        return block

    def skip(self, height: float = 8, rows: int = 1) -> None:
        for row in range(self.row, self.row + rows):
            self.page.set_height(row, height)
        self.row += rows

    def text(self, value: Any, style: str = "Section note", height: float = 17) -> Block:
        return self.put(text_block(self.page, [(value, style, height)], self.columns))

    def section(self, title: str, note: str = "", *, height: float = 20) -> None:
        """The head of what follows."""
        self.text(title, "Section", height)
        if note:
            self.text(note)

    def table(self, columns: Sequence[Col], rows: int, **how: Any) -> Table:
        """A table of formulas, placed here."""
        return self.put(Table(self.page, columns, rows, **how))

    def chart(self, chart: Any, rows: int, height: float = 0) -> Block:
        """A chart over the lane's width."""
        block = Block(self.page, rows, self.columns)
        if height:
            block.heights = dict.fromkeys(range(rows), height)
        chart.draw_on(block)
        return self.put(block)

    def ask(self, question: str, answer: str, chart: Any = None, rows: int = 10, height: float = 0) -> None:
        """A question with a line over it, its answer in a sentence, and the chart that shows it."""
        block = Block(self.page, 2, self.columns)
        block.put_row(0, [question, *[None] * (self.columns - 1)], ["Question"] * self.columns)
        block.put(1, 0, answer, "Answer")
        block.heights = {0: 22, 1: 17}
        self.put(block)
        if chart is not None:
            self.chart(chart, rows, height)

    def split(self, *columns: int, gap: int = 0) -> list[Lane]:
        """Lanes beside each other from here on, each of so many columns of the page."""
        lanes, left = [], self.left
        for count in columns:
            lanes.append(Lane(self.page, left, left + count - 1, self.row))
            left += count + gap
        return lanes

    def below(self, *lanes: Lane) -> None:
        """Go on below all of these."""
        self.row = max(lane.row for lane in lanes)


class Page(Lane):
    """A tab with its head. The page itself is the lane over its whole width."""

    def __init__(self, book: Book, tab: str, title: str, subtitle: str, widths: Sequence[float], **look: Any) -> None:
        """widths: of the columns within the margins. The rest as `Book.page` takes it."""
        self.book, self.tab = book, tab
        self.title, self.subtitle = title, subtitle
        self.widths = list(widths)
        self.link: str = look.pop("link", "")
        self.colour: str = look.pop("colour", ACCENT)
        self.printed: int = look.pop("printed", 0) or len(self.widths)
        self.row_height: float = look.pop("row_height", 17)
        self.banner: tuple[Any, ...] | None = look.pop("banner", None)
        self.is_protected: bool = look.pop("protected", True)
        if look:
            raise TypeError(f"{tab}: a page has no {', '.join(look)}")
        self.blocks: list[Block] = []
        self.row_heights: dict[int, float] = {}
        self.alt_texts: list[str] = []
        self.text_areas: list[Place] = []
        self.frozen: Place | None = None
        self.repeated: Spill | Block | None = None
        self.every_page_head = False
        self.runs_on = False
        """Whether it is printed on as many sheets of paper as it takes."""
        self.zoom = 0
        self.has_headings = True
        """Whether the letters and numbers of its columns and rows are seen."""
        super().__init__(self, 2, 1 + len(self.widths), HEAD_ROWS + 1)

    def pin(self, block: Block, row: int, column: int) -> None:
        """Place a block beside the flow, such as the state in the head of a Dashboard."""
        block.top, block.left = row, column
        self.blocks.append(block)

    def under_head(self, *notes: tuple[int, str]) -> None:
        """Sentences right under the head, where a banner would stand: how many columns from the left each begins, and its text."""
        self.row -= 1
        block = Block(self, 1, len(self.widths))
        for column, text in notes:
            block.put(0, column, text, "Plain note")
        self.put(block)

    def set_height(self, row: int, height: float) -> None:
        """Blocks beside each other share rows: the highest decides."""
        self.row_heights[row] = max(height, self.row_heights.get(row, 0))

    def spill(self, call: Call, **how: Any) -> Spill:
        """A table that a function answers with, to be placed with `put` where it stands."""
        return Spill(self, call, **how)

    def settle(self) -> None:
        """Place what is placed only when all of the page is there."""

    def shift(self, number: int) -> None:
        """Put an empty row above and an empty column left of a block, as a person might: everything from there on moves."""
        row, column = self.blocks[number].top, self.blocks[number].left
        for block in self.blocks:
            block.top += block.top >= row
            block.left += block.left >= column
        self.row_heights = {at + (at >= row): height for at, height in self.row_heights.items()}
        self.widths.insert(column - 2, _SHIFTED_WIDTH)
        self.printed += column - 1 <= self.printed

    def freeze(self, place: Place) -> None:
        """Let everything above and left of a cell stay in sight."""
        self.frozen = place

    def repeat(self, block: Block, *, whole_head: bool = False) -> None:
        """Print the first row of a list on each page, or all rows down to it; the list may run on over many pages."""
        self.repeated, self.every_page_head = block, whole_head

    def texts(self, place: Place) -> None:
        """Cells in which a number may be a text on purpose, such as customer 0001."""
        self.text_areas.append(place)

    def write(self, workbook: Workbook) -> None:
        sheet = new_sheet(
            workbook,
            self.tab,
            self.title,
            self.book.places.spell(self.subtitle, self.tab),
            [2, *self.widths, 2],
            colour=self.colour,
            link=self.link,
            last_column=1 + self.printed,
        )
        if self.banner:
            put_banner(sheet, *(self.book.places.spell(str(part), self.tab) for part in self.banner))
        heights(sheet, self.row_heights)
        for block in self.blocks:
            block.write(sheet)
        if self.frozen:
            sheet.freeze_panes = self.frozen.plain
        if self.repeated or self.runs_on:
            sheet.page_setup.fitToHeight = 0
        if self.repeated:
            head = self.repeated.top
            sheet.print_title_rows = f"{1 if self.every_page_head else head}:{head}"
        if self.zoom:
            sheet.sheet_view.zoomScale = self.zoom
        if not self.has_headings:
            sheet.sheet_view.showRowColHeaders = False
        last = get_column_letter(1 + self.printed)
        bottom = max([sheet.max_row, *(block.top + block.rows - 1 for block in self.blocks)])  # a chart has no cells
        if self.every_page_head and type(self.repeated) is not Block:  # a list
            rows = self._rows_on_first_page()
            sheet.defined_names[FIRST_PAGE] = DefinedName(FIRST_PAGE, attr_text=str(rows))
            bottom = min(bottom, rows)
        sheet.print_area = f"A1:{last}{bottom}"
        if self.is_protected and not any(_calls_ours(cell.value) for row in sheet.iter_rows() for cell in row):
            protect(sheet)  # a formula of ours that Excel has read as #NAME? must be typed again where its add-in comes later

    def _rows_on_first_page(self) -> int:
        """How many rows are printed on one sheet of paper, as wide as it is."""
        width = sum(map(points_across, [2, *self.widths[: self.printed]]))
        room, row = PAPER[1] / min(1, PAPER[0] / width), 0
        while room >= 0:
            row += 1
            room -= self.row_heights.get(row, self.row_height)
        return row - 2  # one less: printers and programs differ


def _calls_ours(value: Any) -> bool:
    """Whether a cell calls a function of ours."""
    text = (value.text if isinstance(value, ArrayFormula) else value) or ""
    return isinstance(text, str) and text.startswith("=") and uses(text[1:], REGISTRY)


@dataclass
class Book:
    """A workbook of English pages in the making."""

    places: Places = field(default_factory=Places)
    pages: dict[str, Page] = field(default_factory=dict)
    names: dict[str, str | Place] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    """By the name of a function, the tab where its table stands."""
    verdicts: list[str] = field(default_factory=list)
    """The names of the sentences that judge."""

    def page(self, tab: str, title: str, subtitle: str, widths: Iterable[float], **look: Any) -> Page:
        """A new page.

        Args:
            widths: of its columns, without the margins.
            link: the tab that its head links to.
            colour: of its tab.
            printed: how many of its columns are printed; the others are for the screen.
            row_height: of rows that say nothing else.
            banner: a place that is an error where our functions are needed and not there, and what the page says then; a formula for what
                it says otherwise, where it does.
            protected: whether what is calculated is locked, on a page without functions of ours.
        """
        if tab in self.pages:
            raise ValueError(f"there are two pages called {tab}")
        self.pages[tab] = Page(self, tab, title, subtitle, list(widths), **look)
        return self.pages[tab]

    def name(self, name: str, meaning: str | Place) -> None:
        """A defined name for a place or a formula, given without its equals sign."""
        if name.lower() in map(str.lower, self.names):  # Excel does not tell A from a
            raise ValueError(f"two things are called {name}")
        self.names[name] = meaning

    def name_all(self, names: Mapping[str, str | Place]) -> None:
        for name, meaning in names.items():
            self.name(name, meaning)

    def shows(self, function: str, tab: str) -> None:
        self.shown.setdefault(function, tab)

    def settle(self) -> None:
        """Place every block; from here on nothing is added."""
        for page in self.pages.values():
            page.settle()

    def write(self, tabs: Sequence[str]) -> Workbook:
        """The workbook, with every handle an address. tabs: its pages in their order."""
        if unlisted := self.pages.keys() ^ set(tabs):
            raise ValueError(f"not in the order of tabs, or no page: {', '.join(sorted(unlisted))}")
        workbook = new_book()
        for tab in tabs:
            self.pages[tab].write(workbook)
        for name, meaning in self.names.items():
            text = meaning.reference if isinstance(meaning, Place) else self.places.spell(meaning)
            workbook.defined_names[name] = DefinedName(name, attr_text=text)
        return workbook
