"""Checks: can these figures be trusted? Each row compares what was found with what must be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...layout.blocks import Block
from ...layout.page import Book, Lane, Page
from ...layout.tables import Col, Row, Table
from ...layout.workings import Part, Workings
from ...look.conditional_formats import word_colours
from ...look.style import COUNT, POSITIVE
from .wording import NO_MARGIN


@dataclass(frozen=True)
class Check:
    """found and expected are formulas; where they differ by more than `within`, the state is `otherwise`. within may be a formula, or one
    made of the check's own row."""

    group: str
    text: str
    found: str
    expected: str
    form: str
    within: float | str | Callable[[Row], str]
    otherwise: str
    advice: str


OUTSIDE = Check(
    *("Inputs", "Values outside what is allowed", "result_inputs_outside", "0", "#,##0", 0),
    *("Act", "Correct them on Inputs; Workings says which."),
)
"""What is typed by a script or pasted passes by the rules of the cells."""

STATES = {"OK": "good", "Look": "look", "Act": "bad"}
_COLUMNS = (
    Col("Topic", "key"),
    Col("Check"),
    Col("Found", "number"),
    Col("Expected", "number"),
    Col("Difference", "number"),
    Col("State", "state"),
    Col("What to do", "note"),
)


def margin_is_known(needed: str, advice: str = "Value is revenue, since no gross margin is filled in: type it on Inputs.") -> Check:
    """Whether the gross margin is filled in. needed is a formula: 1 where something is calculated with it, else 0."""
    return Check(
        *("", "Gross margin is filled in", f"IF({NO_MARGIN},0,{needed})", needed, COUNT, 0),
        *("Look", advice),
    )


def rows_below(table: str, columns: str, first: str, last: str) -> Check:
    """Whether something stands in the columns of a table below it: a script that writes there must make the table longer."""
    outside = f"COUNTA({columns})-COUNTA({table}[[{first}]:[{last}]])"
    return Check(
        "", "Cells below the table", outside, "0", "#,##0", 0, "Act", "They do not count: drag the lower right corner of the table down."
    )


def checks_page(book: Book, *, link: str) -> Page:
    """The page with its head; the account of rows, which checks refer to, is made on it before they are put."""
    return book.page(
        "Checks",
        "Can I trust these figures?",
        '="Checks  ·  "&result_checks',
        [16, 54, 16, 16, 13, 11, 64],
        colour=POSITIVE,
        link=link,
    )


def put_checks(
    page: Page, workings: Workings, checks: Sequence[Check], account: Block | None = None, title: tuple[str, str] = ("", "")
) -> None:
    """The checks, and below them the account of rows under its title and note, beside the meaning of the states. The account stands below
    the texts of the checks, where words have room."""
    table = page.table(_COLUMNS, len(checks))
    for row, check in zip(table.numbered, checks):
        _check(table, row, check)
    states = table.column("State")
    table.rule(word_colours, states, STATES)
    page.skip(17)
    page.skip(14)
    _, left, right = page.split(1, 4, 2)
    if account is not None:
        left.section(*title, height=22)
        left.put(account)
        left.skip(17)
    _meanings(right)
    page.below(left, right)
    _summary(page, workings.part("Checks"), str(states))


def _check(table: Table, row: Row, check: Check) -> None:
    within = check.within(row) if callable(check.within) else check.within
    if isinstance(within, float):
        within = f"{within:.12f}".rstrip("0")  # Python's own 1e-06 is none of Excel's numbers
    found, expected, difference = row["Found"], row["Expected"], row["Difference"]
    forms: dict[str, str] = dict.fromkeys(("Found", "Expected", "Difference"), check.form)
    values = (
        check.group or None,
        check.text,
        f"={check.found}",
        f"={check.expected}",
        f"=IF(ISTEXT({found}),IF({found}={expected},0,1),{found}-{expected})",
        f'=IF(ISNUMBER({difference}),IF(ABS({difference})<={within},"OK","{check.otherwise}"),"Act")',
        f'=IF({row["State"]}="OK","","{check.advice}")',
    )
    table.set(row, values, forms)


def _meanings(lane: Lane) -> None:
    lane.text("What the states mean", "Section", 22)
    meanings = (
        ("OK", "The figures agree, or the value is inside its limits."),
        ("Look", "The calculation is right, but read this before you share it."),
        ("Act", "A figure is missing or wrong: do what the last column says."),
    )
    block = Block(lane.page, 1 + len(meanings), 2)
    block.put_row(0, (None, None), ("Head", "Head"))
    for row, words in enumerate(meanings, start=1):
        block.put_row(row, words, ("State", "Note"))
    block.rule(word_colours, block.area(1, 0, len(meanings), 0), STATES)
    lane.put(block)


def _summary(lane: Lane, part: Part, states: str) -> None:
    book = lane.page.book
    for name, state in (("checks_ok", "OK"), ("checks_look", "Look"), ("checks_act", "Act")):
        part.figure(name, f'=COUNTIF({states},"{state}")', COUNT, state)
    block = Block(lane.page, 1, lane.columns)
    looked = 'IF(checks_look=1,"1 to look at",checks_look&" to look at")'
    acted = 'IF(checks_act=0,"none to act on",IF(checks_act=1,"1 to act on",checks_act&" to act on"))'
    summary = f'=checks_ok&" checks OK, "&{looked}&", "&{acted}&"."'
    book.name("result_checks", block.put(0, 1, summary, "Plain note"))
    worst = block.put(0, 5, '=IF(checks_act>0,"Act",IF(checks_look>0,"Look","OK"))', "State")
    book.name("result_state", worst)
    block.rule(word_colours, worst, STATES)
    lane.put(block)
