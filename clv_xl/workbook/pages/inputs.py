"""Inputs: what the reader fills in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..inputs.input import Blocks, Input, chosen, coded
from ..look.conditional_formats import word_colours
from ..look.style import INPUT_EDGE, align, banner, heights, page, protect, put, put_row
from .cards import Card, put_cards
from .names import define, name_cell

OUT_OF_DATE = "These figures are out of date here: open xlwings Lite (Add-ins), or run clv-xl recalc with this file's name."
"""What the pages say where our functions are needed and not there."""

_HEADS = (("Input", "Head"), ("Value", "Head number"), ("Unit", "Head"), ("What it does", "Head"), ("Allowed", "Head"))
_SAMPLE, _LOW, _HIGH, _OUTSIDE = "J", "K", "L", "M"
"""Right of what is printed: the values of the sample, where a template has it in it, the bounds, and whether a value is outside them."""


def build(
    book: Workbook,
    blocks: Blocks,
    *,
    link: str,
    broken: tuple[str, str],
    ranges: Mapping[str, tuple[str, int]] | None = None,
    sample: Mapping[str, Any] | None = None,
    cards: tuple[Card, ...] = (),
) -> None:
    """sample: values that stand in the template and are marked as such. cards: the answers, to be seen while typing."""
    widths = [2, 34, 22, 24, 70, 24, 2]
    sheet = page(
        book,
        "Inputs",
        "What do I need to fill in?",
        "Inputs  ·  Yellow cells with blue figures are yours. Everything else is calculated.",
        [*widths[:-1], 2 if sample is None else 11, 2, 2, 16, 12, 12, 12],
        colour=INPUT_EDGE,
        link=link,
        freeze="A9" if cards else "A5",
        last_column=6 if sample is None else 7,
    )
    banner(sheet, *broken)
    row = 5
    if cards:
        put_cards(sheet, row, [2, 3, 4, 5], cards)
        for at, style in enumerate(("Card label", "Card value", "Card note"), start=row):
            put_row(sheet, at, 6, (None, None), (style, style))
        row += 4
    first = row
    for title, fields in blocks.items():
        put(sheet, row, 2, title, "Section")
        put_row(sheet, row + 1, 2, *zip(*_HEADS))
        align(sheet.cell(row + 1, 4), indent=1)
        heights(sheet, {row: 22, row + 1: 18})
        if sample is not None:
            put(sheet, row + 1, 7, "Whose", "Head centre")
        for field in fields:
            row += 1
            value = field.default if sample is None else sample.get(field.name, field.default)
            put_row(
                sheet,
                row + 1,
                2,
                (field.label, value, field.unit, field.help, field.allowed),
                ("Text", "Input", "Note", "Note wrap", "Note wrap"),
            )
            sheet.cell(row + 1, 3).number_format = field.format
            heights(sheet, {row + 1: 21})
            name_cell(sheet, f"input_{field.name}", row + 1, 3)
            if field.kind == "list":
                cell = f"'Inputs'!$C${row + 1}"
                define(book, f"chosen_{field.name}", chosen(cell, field.default or "", field.words, field.words))
                define(book, f"coded_{field.name}", coded(cell, field.default or "", field.words, field.words))
            validation = _validation(field)
            validation.add(sheet.cell(row + 1, 3))
            sheet.add_data_validation(validation)
            if sample is not None:
                _whose(sheet, row + 1, field, sample.get(field.name) if field.name != "currency" else None)
            _judge(sheet, row + 1, field)
            if field.name in (ranges or {}):
                name, count = (ranges or {})[field.name]
                define(book, name, f"'Inputs'!$C${row + 1}:$C${row + count}")
        heights(sheet, {row + 2: 14})
        row += 3
    _count(sheet, first, row - 2, sample is not None)
    protect(sheet)


def _whose(sheet: Worksheet, row: int, field: Input, sample: Any) -> None:
    """Whether a value is still the sample's."""
    value = f"$C{row}"
    put(sheet, row, 7, f'=IF(OR({value}="",{_SAMPLE}{row}=""),"",IF({value}={_SAMPLE}{row},"sample","yours"))', "State")
    if sample is not None:
        put(sheet, row, 10, sample, "Plain note", field.format)


def _judge(sheet: Worksheet, row: int, field: Input) -> None:
    """Whether a value is allowed: a script that types it passes by the validation. Any words do as a text."""
    if field.kind == "text":
        return
    value = f"$C{row}"
    for column, bound in ((11, field.low), (12, field.high)):
        if bound is not None:
            put(sheet, row, column, bound, "Plain note", field.format)
    if field.kind == "list":
        words = ",".join(f'"{word}"' for word in field.words)
        wrong = f"IF(ISNUMBER(MATCH(chosen_{field.name},{{{words}}},0)),0,1)"
    elif field.kind == "date":
        wrong = f"IF(ISNUMBER({value}),IF({value}<1,1,0),1)"
    else:
        beyond = f'OR(AND({_LOW}{row}<>"",{value}<{_LOW}{row}),AND({_HIGH}{row}<>"",{value}>{_HIGH}{row}))'
        wrong = f"IF(ISNUMBER({value}),IF({beyond},1,0),1)"
    put(sheet, row, 13, f'=IF({value}="",0,{wrong})', "Plain note", "0")


def _count(sheet: Worksheet, first: int, last: int, has_sample: bool) -> None:
    put(sheet, first, 10, "Behind this page", "Section")
    put_row(sheet, first + 1, 10, ("Sample value" if has_sample else None, "Lowest", "Highest", "Outside"), ("Head",) * 4)
    put(sheet, first, 13, f"=SUM({_OUTSIDE}{first + 1}:{_OUTSIDE}{last})", "Plain note", "0")
    name_cell(sheet, "result_inputs_outside", first, 13)
    if has_sample:
        word_colours(sheet, f"G{first}:G{last}", {"sample": "look", "yours": "good"})
        put(sheet, first - 1, 10, "Values of the sample", "Plain note")
        put(sheet, first - 1, 12, f'=COUNTIF(G{first}:G{last},"sample")', "Plain note", "0")
        name_cell(sheet, "result_sample_inputs", first - 1, 12)


def _validation(field: Input) -> DataValidation:
    if field.kind == "list":
        rule = DataValidation("list", formula1=f'"{",".join(field.words)}"')
    elif field.kind == "date":
        rule = DataValidation("date", operator="between", formula1="1", formula2="2958465")
    elif field.kind == "text":
        rule = DataValidation("textLength", operator="lessThanOrEqual", formula1="60")
    elif field.high is not None:
        rule = DataValidation("decimal", operator="between", formula1=str(field.low), formula2=str(field.high))
    elif field.low is not None:
        rule = DataValidation("decimal", operator="greaterThanOrEqual", formula1=str(field.low))
    else:
        rule = DataValidation("decimal", operator="between", formula1="-1E+15", formula2="1E+15")
    rule.allow_blank = True
    rule.showInputMessage = rule.showErrorMessage = True
    rule.promptTitle = rule.errorTitle = field.label[:32]
    rule.prompt = f"{field.help}\nAllowed: {field.allowed}."
    rule.error = f"Allowed here: {field.allowed}."
    return rule
