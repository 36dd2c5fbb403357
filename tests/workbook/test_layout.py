"""The layer that pages stand on: where blocks come to stand, what handles say, and what it refuses. Addresses are counted by hand: a
page begins in column B below four rows of head."""

from __future__ import annotations

import re

import pytest

from clv_xl.functions import CLV_CUSTOMERS, CLV_TREND
from clv_xl.workbook.layout.blocks import Block
from clv_xl.workbook.layout.cards import Card, Cards
from clv_xl.workbook.layout.columns import columns_of
from clv_xl.workbook.layout.entry import Entry, EntryTable
from clv_xl.workbook.layout.lists import list_page
from clv_xl.workbook.layout.page import Book, Page
from clv_xl.workbook.layout.tables import Col, Spill, Table, call
from clv_xl.workbook.layout.workings import Workings


def page_of(columns: int, tab: str = "Groups") -> Page:
    return Book().page(tab, "Which?", "These", [10] * columns)


def months(page: Page) -> Table:
    return page.table((Col("Month", "month"), Col("Revenue", "money", span=2), Col("Change", "change")), 3, total=True)


def test_handles_of_a_table() -> None:
    """Two rows of text, headings in row 7, months in 8 to 10, the total in 11; Revenue takes the columns C and D."""
    page = page_of(6)
    page.section("Months", "All of them")
    table = months(page)
    assert table.column("Revenue").address == "$C$8:$C$10" and table.head("Change").address == "$E$7"
    assert table.at("Revenue", 2).reference == "'Groups'!$C$10" and table.total("Revenue").plain == "C11"
    assert table.row(1)["Change"].address == "$E9" and table.row(1).above["Change"].address == "$E8"
    assert table.across("Month", "Change", 0).address == "$B$8:$E$8"
    assert table.column("Revenue").cells(1, 2).address == "$C$9:$C$10"


def test_handles_of_a_table_that_spills() -> None:
    page = page_of(12)
    trend = page.put(page.spill(call(CLV_TREND, "orders")))
    names = [column.name for column in columns_of("CLV_TREND")]
    at = "BCDEFGHIJK"[names.index("Revenue")]
    assert trend.column("Revenue").address == f"${at}$6:${at}$1048576" and trend.head().plain == "B5"
    assert trend.any_row["Revenue"].address == f"${at}6" and trend.any_cell("Revenue").address == f"{at}6"
    assert trend.columns_from("Revenue").plain == f"{at}6:XFD1048576"
    spelled = page.book.places.spell(trend.column("Revenue").until("rows"), "Groups")
    assert spelled == f"${at}$6:INDEX(${at}$6:${at}$1048576,MAX(1,rows))"
    spelled = page.book.places.spell(trend.with_heading("Period", "Revenue", "rows"), "Elsewhere")
    assert spelled == f"'Groups'!$B$5:INDEX('Groups'!${at}$5:${at}$1048576,MAX(1,rows)+1)"


def test_handles_follow_their_block() -> None:
    """A text with handles says where the block stands when it is written, not where it stood when the text was made."""
    page = page_of(6)
    above, table = page.text("Above"), months(page)
    formula = f"=SUM({table.column('Revenue')})/{above.cell(0)}"
    spell = page.book.places.spell
    assert spell(formula, "Groups") == "=SUM($C$7:$C$9)/$B$5"
    page.shift(page.blocks.index(table))
    assert spell(formula, "Groups") == "=SUM($D$8:$D$10)/$C$5", "an empty column left of a block moves all from there on"
    page.shift(page.blocks.index(above))
    assert spell(formula, "Groups") == "=SUM($E$9:$E$11)/$D$6"
    assert spell(formula, "Other") == "=SUM('Groups'!$E$9:$E$11)/'Groups'!$D$6"


def test_lanes_flow_beside_each_other_and_go_on_below_the_longest() -> None:
    page = page_of(7)
    page.skip(10)
    left, right = page.split(3, 3, gap=1)
    short, tall = left.put(Block(page, 1, 3)), Block(page, 4, 3)
    tall.heights = {0: 40, 3: 30}
    right.put(tall)
    page.below(left, right)
    after = page.put(Block(page, 1, 7))
    places = [(block.top, block.left) for block in (short, tall, after)]
    assert places == [(6, 2), (6, 6), (10, 2)]
    assert [page.row_heights[row] for row in (5, 6, 7, 9)] == [10, 40, page.row_height, 30], "the highest block of a row decides"


def cards_of(count: int, across: int, change: str = "") -> tuple[Page, Cards]:
    page = page_of(2 * across - 1)
    return page, page.put(Cards(page, [Card(f"Card {number}", "1", '"of all"', change=change) for number in range(count)]))


def test_cards_flow() -> None:
    """Three beside each other in columns B, D and F; a card takes a row each for its label, figure and note, and four with a change."""
    page, cards = cards_of(3, 3)
    assert (cards.rows, page.row) == (3, 8) and [cards.value(f"Card {number}").plain for number in range(3)] == ["B6", "D6", "F6"]
    page, cards = cards_of(7, 3)
    assert [cards.value(f"Card {number}").plain for number in (2, 3, 6)] == ["F6", "B10", "B14"]
    assert (cards.rows, page.row) == (3 * 3 + 2, 16) and page.row_heights[8] == 8, "a low row between two rows of cards"
    page, cards = cards_of(4, 3, change="growth")
    assert cards.value("Card 3").plain == "B11" and page.row == 14


def test_workings_stand_below_and_beside_each_other() -> None:
    """Parts below each other, a row apart; the tables right of the longest row of values, a column apart, below a line that says what they
    are."""
    book = Book()
    workings = Workings(book)
    first, second = workings.part("Overview"), workings.part("Trend")
    share = second.figure("result_share", "=1/3")
    line = first.line("Revenue", [1, 2, 3])
    trend, other = workings.beside("Trend", call(CLV_TREND, "orders")), workings.beside("Customers", call(CLV_CUSTOMERS, "orders"))
    book.settle()
    assert (line.label.plain, line.values.plain, line.at(2).plain) == ("B6", "C6:E6", "E6")
    assert (share.plain, book.names["result_share"]) == ("C9", share)
    assert trend.head().plain == "G6" and other.head().column == trend.head().column + trend.columns + 1
    assert workings.printed == 4, "the tables are for the screen"


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda page: months(page).column("Profit"), "Groups: there is no column Profit; there are Month, Revenue, Change"),
        (lambda page: months(page).row(0)["Profit"], "Groups: there is no column Profit; there are Month"),
        (
            lambda page: page.spill(call(CLV_TREND, "orders")).colour("Stage", {"New": "good"}),
            "there is no column Stage; there are Period, ",
        ),
        (lambda page: page.spill(call(CLV_TREND, "orders"), forms={"Turnover": "0"}), "there is no column Turnover; there are Period, "),
        (
            lambda page: page.spill(call(CLV_TREND, "orders"), without=("Margin",)),
            "CLV_TREND: there is no column Margin; there are Period, ",
        ),
        (lambda page: cards_of(2, 2)[1].value("Card 9"), "Groups: there is no card Card 9; there are Card 0, Card 1"),
        (
            lambda page: EntryTable(page, "Orders", {"date": Entry("Date", "Entry", 10, "yes", "")}).columns_below("day", "day"),
            "Groups: there is no column day; there are date",
        ),
        (
            lambda page: list_page(page.book, "Trend", "Where to?", call(CLV_TREND, "orders"), widths={"Sales": 9}),
            "there is no column Sales; there are Period, ",
        ),
        (
            lambda page: list_page(page.book, "Trend", "Where to?", call(CLV_TREND, "orders"), printed_to="Sales"),
            "Trend: there is no column Sales; there are Period, ",
        ),
    ],
)
def test_an_unknown_name_says_which_there_are(ask, sentence: str) -> None:
    with pytest.raises(LookupError, match=re.escape(sentence)):
        ask(page_of(4))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda page: page.table((Col("Value"), Col("Value")), 1), "Groups: there are two columns Value"),
        (lambda page: Spill(page, call(CLV_CUSTOMERS, "orders"), repeated=("Channel", "Stage")), "Groups: there are two columns Stage"),
        (lambda page: Cards(page, [Card("Customers", "1", '""'), Card("Customers", "2", '""')]), "Groups: there are two cards Customers"),
        (lambda page: page.book.page("Groups", "Which?", "These", [10]), "there are two pages called Groups"),
        (lambda page: page.book.name_all({"share": "1", "Share": "2"}), "two things are called Share"),
        (lambda page: page.book.write(["Groups", "Trend"]), "not in the order of tabs, or no page: Trend"),
    ],
)
def test_two_names_alike_are_refused(make, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        make(page_of(4))
