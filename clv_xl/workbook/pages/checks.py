"""Checks: can these figures be trusted? Each row compares what was found with what must be."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from ..look import POSITIVE, heights, page, protect, put, put_row
from ..rules import word_colours
from .checks_list import ACCOUNT_LINES, checks
from .names import name_cell
from .orders import column_ranges

HEAD_ROW = 5

_ACCOUNT = HEAD_ROW + len(checks(0)) + 4
"""The row of the account's headings."""


def build(book: Workbook) -> None:
    sheet = page(
        book,
        "Checks",
        "Can I trust these figures?",
        '="Checks  ·  "&result_checks',
        [2, 16, 46, 16, 16, 13, 11, 60, 2],
        colour=POSITIVE,
        link="Overview",
    )
    put_row(
        sheet,
        HEAD_ROW,
        2,
        ("About", "Check", "Found", "Expected", "Difference", "State", "What to do"),
        ("Head", "Head", "Head number", "Head number", "Head number", "Head centre", "Head"),
    )
    heights(sheet, {HEAD_ROW: 18})
    first = HEAD_ROW + 1
    rows = checks(_ACCOUNT)
    for row, check in enumerate(rows, start=first):
        state = f'=IF(ISNUMBER(F{row}),IF(ABS(F{row})<={check.within},"OK","{check.otherwise}"),"Act")'
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
    _account(sheet)
    _states(sheet)
    states = f"$G${first}:$G${last}"
    count = f'COUNTIF({states},"{{}}")'
    summary = f'={count.format("OK")}&" checks OK, "&{count.format("Look")}&" to look at, "&IF({count.format("Act")}=0,"none",{count.format("Act")})&" to act on."'
    put(sheet, _ACCOUNT + 11, 3, summary, "Plain note")
    name_cell(sheet, "result_checks", _ACCOUNT + 11, 3)
    protect(sheet)


def _account(sheet: Worksheet) -> None:
    """Where every row went, spilled by CLV_ROWS."""
    put(sheet, _ACCOUNT - 1, 3, "Where every row went", "Section")
    put_row(sheet, _ACCOUNT, 3, (None, None, None), ("Head", "Head number", "Head number"))
    sheet[f"C{_ACCOUNT}"] = ArrayFormula(f"C{_ACCOUNT}", f"=_xldudf_CLV_ROWS({column_ranges('customer', 'date', 'amount')},input_as_of)")
    heights(sheet, {_ACCOUNT - 2: 14, _ACCOUNT - 1: 22, _ACCOUNT: 18})
    for row in range(_ACCOUNT + 1, _ACCOUNT + 10):
        put_row(sheet, row, 3, (None, None, None), ("Text", "Number", "Decimal"))
        heights(sheet, {row: 17})
    name_cell(sheet, "check_rows_read", _ACCOUNT + 1, 4)
    name_cell(sheet, "check_rows_used", _ACCOUNT + 1 + ACCOUNT_LINES.index("used"), 4)


def _states(sheet: Worksheet) -> None:
    put(sheet, _ACCOUNT - 1, 7, "What the states mean", "Section")
    put_row(sheet, _ACCOUNT, 7, (None, None), ("Head", "Head"))
    meanings = (
        ("OK", "The figures agree, or the value is inside its limits."),
        ("Look", "The calculation is right, but read this before you share it."),
        ("Act", "A figure is missing or wrong: do what the last column says."),
    )
    for row, words in enumerate(meanings, start=_ACCOUNT + 1):
        put_row(sheet, row, 7, words, ("State", "Note"))
    word_colours(sheet, f"G{_ACCOUNT + 1}:G{_ACCOUNT + 3}", {"OK": "good", "Look": "look", "Act": "bad"})
