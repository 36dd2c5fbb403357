"""What a cell holds, from every host."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import from_excel, to_excel

from clv_xl.cells.errors import ExcelError
from clv_xl.cells.values import date_to_serial, read_cell, read_day, to_grid


@pytest.mark.parametrize(
    ("raw", "cell"),
    [
        (None, None),
        ("", None),
        ("   ", None),
        (float("nan"), None),
        (pd.NA, None),
        (pd.NaT, None),
        (5, 5.0),
        (np.int64(5), 5.0),
        (np.float32(0.5), 0.5),
        (Decimal("2.5"), 2.5),
        (True, True),
        (np.bool_(True), True),
        ("abc", "abc"),
        ("#REF!", ExcelError.REF),
        ("#hashtag", "#hashtag"),
        ({"type": "Error", "basicValue": "#REF!"}, ExcelError.REF),  # Office.js
        ({"type": "Error", "basicValue": "#PYTHON!"}, ExcelError.VALUE),
        ({"type": "FormattedNumber", "basicValue": 0.4, "numberFormat": "0%"}, 0.4),
        (-2146826281, ExcelError.DIV0),  # classic xlwings, COM
        (-2146826246, ExcelError.NA),
        (-2146826252, ExcelError.NUM),
        (-2146826265, ExcelError.REF),
        (-2146826273, ExcelError.VALUE),
        (-2146826259, ExcelError.NAME),
        (-2146826288, ExcelError.NULL),
        (dt.date(2024, 2, 29), dt.date(2024, 2, 29)),
        (object(), ExcelError.VALUE),
    ],
)
def test_reading_one_cell(raw: object, cell: object) -> None:
    read = read_cell(raw)
    assert read == cell and type(read) is type(cell)


def test_an_error_reads_as_excel_shows_it() -> None:
    assert str(ExcelError.NUM) == f"{ExcelError.NUM}" == ExcelError.NUM == "#NUM!"


@given(st.dates(dt.date(1900, 3, 1), dt.date(9999, 12, 31)))
def test_one_day_however_it_is_given(day: dt.date) -> None:
    """Serial numbers as openpyxl converts them; its conversion agrees with Excel from 1 March 1900 on."""
    forms = [to_excel(day), to_excel(day) + 0.75, day, dt.datetime(day.year, day.month, day.day, 23, 59), day.isoformat()]
    forms += [f"{day.isoformat()}T23:59:59+05:00", f"{day.isoformat()} 00:00"]
    assert {read_day(read_cell(form)) for form in forms} == {day.toordinal()}
    assert from_excel(date_to_serial(day)).date() == day


@pytest.mark.parametrize(("day", "serial"), [(dt.date(1900, 1, 1), 1), (dt.date(1900, 2, 28), 59), (dt.date(1900, 3, 1), 61)])
def test_excel_believes_in_29_february_1900(day: dt.date, serial: int) -> None:
    assert date_to_serial(day) == serial and read_day(float(serial)) == day.toordinal()


@pytest.mark.parametrize("cell", [0.0, -5.0, 2958466.0, 1e300, "31/02/2024", "2024-02-30", "soon", True, None, ExcelError.NA])
def test_what_is_no_day(cell: object) -> None:
    assert read_day(cell) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raw", "grid"),
    [
        (5, [[5]]),
        ([1, 2], [[1], [2]]),
        ((1, 2), [[1], [2]]),
        ([[1, 2]], [[1, 2]]),
        (((1, 2), (3, 4)), [(1, 2), (3, 4)]),
        (np.array([1, 2]), [[1], [2]]),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (np.array(7), [[7]]),
        (pd.Series([1.5, 2.5]), [[1.5], [2.5]]),
        (pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}), [[1, "x"], [2, "y"]]),
        ([[1], [2, 3]], [[1, None], [2, 3]]),
        ({"type": "Error", "basicValue": "#REF!"}, [[{"type": "Error", "basicValue": "#REF!"}]]),
        ([], []),
    ],
)
def test_a_range_as_rows(raw: object, grid: list) -> None:
    assert list(map(list, to_grid(raw))) == list(map(list, grid))
