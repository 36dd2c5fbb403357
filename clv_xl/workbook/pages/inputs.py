"""Inputs: what the reader fills in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from ..look import INPUT_EDGE, align, banner, heights, page, protect, put, put_row
from .names import define, name_cell


@dataclass(frozen=True)
class Input:
    """One input: its name for scripts (without input_), its label, and what it may be."""

    name: str
    label: str
    kind: Literal["text", "list", "number", "date"]
    unit: str
    help: str
    allowed: str
    default: Any = None
    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()
    format: str = "General"


def build(
    book: Workbook,
    blocks: Mapping[str, Sequence[Input]],
    *,
    link: str,
    broken: tuple[str, str],
    ranges: Mapping[str, tuple[str, int]] | None = None,
) -> None:
    sheet = page(
        book,
        "Inputs",
        "What do I need to fill in?",
        "Inputs  ·  Yellow cells with blue figures are yours. Everything else is calculated.",
        [2, 34, 22, 24, 70, 24, 2],
        colour=INPUT_EDGE,
        link=link,
        freeze="A5",
    )
    banner(sheet, *broken)
    row = 5
    for title, fields in blocks.items():
        put(sheet, row, 2, title, "Section")
        put_row(sheet, row + 1, 2, ("Input", "Value", "Unit", "What it does", "Allowed"), ("Head", "Head number", "Head", "Head", "Head"))
        align(sheet.cell(row + 1, 4), indent=1)
        heights(sheet, {row: 22, row + 1: 18})
        for field in fields:
            row += 1
            put_row(
                sheet,
                row + 1,
                2,
                (field.label, field.default, field.unit, field.help, field.allowed),
                ("Text", "Input", "Note", "Note wrap", "Note wrap"),
            )
            sheet.cell(row + 1, 3).number_format = field.format
            heights(sheet, {row + 1: 21})
            name_cell(sheet, f"input_{field.name}", row + 1, 3)
            validation = _validation(field)
            validation.add(sheet.cell(row + 1, 3))
            sheet.add_data_validation(validation)
            if field.name in (ranges or {}):
                name, count = (ranges or {})[field.name]
                define(book, name, f"'Inputs'!$C${row + 1}:$C${row + count}")
        heights(sheet, {row + 2: 14})
        row += 3
    protect(sheet)


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
    rule.prompt = f"{field.help} Allowed: {field.allowed}."
    rule.error = f"Allowed here: {field.allowed}."
    return rule
