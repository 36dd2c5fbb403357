"""Checks: can these figures be trusted? Each row compares what was found with what must be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ..look.conditional_formats import word_colours
from ..look.style import POSITIVE, heights, page, protect, put, put_row
from .names import name_cell

HEAD_ROW = 5


@dataclass(frozen=True)
class Check:
    """found and expected are formulas; where they differ by more than `within`, the state is `otherwise`. within may be a formula,
    in which {row} stands for the check's own row."""

    group: str
    text: str
    found: str
    expected: str
    form: str
    within: float | str
    otherwise: str
    advice: str


OUTSIDE = Check(
    *("Inputs", "Values outside what is allowed", "result_inputs_outside", "0", "#,##0", 0),
    *("Act", "Correct them on Inputs; the last columns there say which."),
)
"""What is typed by a script or pasted passes by the rules of the cells."""


def rows_below(tab: str, columns: str, first: str, last: str) -> Check:
    """Whether something stands in the columns of a table below it: a script that writes there must make the table longer."""
    outside = f"COUNTA({tab}!{columns})-COUNTA({tab}[[{first}]:[{last}]])"
    return Check(
        "", "Cells below the table", outside, "0", "#,##0", 0, "Act", "They do not count: drag the lower right corner of the table down."
    )


def build(
    book: Workbook,
    checks: Callable[[int], Sequence[Check]],
    *,
    link: str,
    below: Callable[[Worksheet, int], None] | None = None,
    lines_below: int = 9,
) -> None:
    """checks is given the row of the headings of what stands below them on the page, left of the meaning of the states."""
    sheet = page(
        book,
        "Checks",
        "Can I trust these figures?",
        '="Checks  ·  "&result_checks',
        [2, 16, 54, 16, 16, 13, 11, 64, 2],
        colour=POSITIVE,
        link=link,
    )
    put_row(
        sheet,
        HEAD_ROW,
        2,
        ("Topic", "Check", "Found", "Expected", "Difference", "State", "What to do"),
        ("Head", "Head", "Head number", "Head number", "Head number", "Head centre", "Head"),
    )
    heights(sheet, {HEAD_ROW: 18})
    first = HEAD_ROW + 1
    under = HEAD_ROW + len(checks(0)) + 4
    rows = checks(under)
    for row, check in enumerate(rows, start=first):
        state = f'=IF(ISNUMBER(F{row}),IF(ABS(F{row})<={str(check.within).format(row=row)},"OK","{check.otherwise}"),"Act")'
        advice = f'=IF(G{row}="OK","","{check.advice}")'
        values = (
            check.group or None,
            check.text,
            f"={check.found}",
            f"={check.expected}",
            f"=IF(ISTEXT(D{row}),IF(D{row}=E{row},0,1),D{row}-E{row})",
            state,
            advice,
        )
        put_row(sheet, row, 2, values, ("Text bold", "Text", "Number", "Number", "Number", "State", "Note"))
        for column in "DEF":
            sheet[f"{column}{row}"].number_format = check.form
        heights(sheet, {row: 17})
    last = first + len(rows) - 1
    word_colours(sheet, f"G{first}:G{last}", {"OK": "good", "Look": "look", "Act": "bad"})
    heights(sheet, {under - 2: 14, under - 1: 22, under: 18, **dict.fromkeys(range(under + 1, under + 1 + lines_below), 17)})
    if below:
        below(sheet, under)
    _states(sheet, under)
    end = under + (lines_below + 2 if below else 5)
    states = f"$G${first}:$G${last}"
    count = f'COUNTIF({states},"{{}}")'
    summary = f'={count.format("OK")}&" checks OK, "&{count.format("Look")}&" to look at, "&IF({count.format("Act")}=0,"none",{count.format("Act")})&" to act on."'
    put(sheet, end, 3, summary, "Plain note")
    name_cell(sheet, "result_checks", end, 3)
    worst = f'=IF({count.format("Act")}>0,"Act",IF({count.format("Look")}>0,"Look","OK"))'
    put(sheet, end, 7, worst, "State")
    word_colours(sheet, f"G{end}", {"OK": "good", "Look": "look", "Act": "bad"})
    name_cell(sheet, "result_state", end, 7)
    protect(sheet)


def _states(sheet: Worksheet, row: int) -> None:
    put(sheet, row - 1, 7, "What the states mean", "Section")
    put_row(sheet, row, 7, (None, None), ("Head", "Head"))
    meanings = (
        ("OK", "The figures agree, or the value is inside its limits."),
        ("Look", "The calculation is right, but read this before you share it."),
        ("Act", "A figure is missing or wrong: do what the last column says."),
    )
    for at, words in enumerate(meanings, start=row + 1):
        put_row(sheet, at, 7, words, ("State", "Note"))
    word_colours(sheet, f"G{row + 1}:G{row + 3}", {"OK": "good", "Look": "look", "Act": "bad"})
