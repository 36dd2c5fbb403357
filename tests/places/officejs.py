"""The real xlwings Office.js runtime, called as Excel's custom functions call it."""

from __future__ import annotations

import asyncio
from types import ModuleType
from typing import Any

import xlwings
from xlwings import server

import clv_xl.udfs


def call(name: str, *args: Any, module: ModuleType = clv_xl.udfs) -> Any:
    """One call with raw arguments as Excel sends them: a range as rows, an omitted argument as None."""
    request = {
        "func_name": name,
        "args": list(args),
        "version": xlwings.__version__,
        "client": "Office.js",
        "runtime": "1.4",
        "date_format": "d/m/yyyy",
        "culture_info_name": "en-US",
        "caller_address": "Sheet1!A1",
    }
    return asyncio.run(server.custom_functions_call(request, module))


def as_excel_sends(value: Any) -> Any:
    """A Python argument as the cells that Excel would send."""
    if value is None:
        return None
    if isinstance(value, list):
        return [
            [("" if cell is None else cell) for cell in row] if isinstance(row, list) else ["" if row is None else row] for row in value
        ]
    return [[value]]


def as_python(answer: Any) -> Any:
    """Excel's cells as the values a person sees: errors as their text, dates as serial numbers."""
    texts = {
        "Div0": "#DIV/0!",
        "NotAvailable": "#N/A",
        "Name": "#NAME?",
        "Null": "#NULL!",
        "Num": "#NUM!",
        "Ref": "#REF!",
        "Value": "#VALUE!",
    }

    def cell(value: Any) -> Any:
        if isinstance(value, dict):
            return texts[value["errorType"]] if value["type"] == "Error" else value["basicValue"]
        return str(value) if isinstance(value, str) else value

    return [[cell(value) for value in row] for row in answer]
