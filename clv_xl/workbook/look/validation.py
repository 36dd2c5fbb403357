"""What a cell takes: a list to choose from, bounds, and the words that say so."""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..composing import compose
from ..inputs.input import Input

_LAST_DAY, _LARGE, _LONGEST = "2958465", "1E+15", "60"
"""31 December 9999, as Excel counts days; more than any amount; letters of a name."""


def validate(sheet: Worksheet, area: str, field: Input) -> None:
    """Let cells take what an input may be, and say what that is where something else is typed."""
    rule = _rule(field)
    rule.allow_blank = True
    rule.showInputMessage = rule.showErrorMessage = True
    rule.promptTitle = rule.errorTitle = field.label[:32]
    rule.prompt = compose("{1}\nAllowed: {2}.", field.help, field.allowed)
    rule.error = compose("Allowed here: {1}.", field.allowed)
    rule.add(area)
    sheet.add_data_validation(rule)


def _rule(field: Input) -> DataValidation:
    if field.kind == "list":
        return DataValidation("list", formula1=f'"{",".join(field.words)}"')
    if field.kind == "date":
        return DataValidation("date", operator="between", formula1="1", formula2=_LAST_DAY)
    if field.kind == "text":
        return DataValidation("textLength", operator="lessThanOrEqual", formula1=_LONGEST)
    if field.high is not None:
        return DataValidation("decimal", operator="between", formula1=str(field.low), formula2=str(field.high))
    if field.low is not None:
        return DataValidation("decimal", operator="greaterThanOrEqual", formula1=str(field.low))
    return DataValidation("decimal", operator="between", formula1=f"-{_LARGE}", formula2=_LARGE)
