"""Broadcasting, blanks and errors, as the design states them, on every function that is computed cell by cell."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv_xl.cells.declaration import Declaration, Parameter
from clv_xl.cells.errors import ExcelError
from clv_xl.functions import CHURN_CLV, CLV, CLV_CAC_RATIO, DECLARATIONS

BY_CELL = [d for d in DECLARATIONS if d.is_by_cell]
several = pytest.mark.parametrize("declaration", [d for d in BY_CELL if len(d.parameters) > 1], ids=lambda d: d.name)
by_cell = pytest.mark.parametrize("declaration", BY_CELL, ids=lambda d: d.name)


def good_arguments(declaration: Declaration) -> list[Any]:
    """Arguments inside every bound. Few leave a month: of customers of whom half do, 3 are never earned back (CLV_PAYBACK_CHURN)."""
    return [
        p.argument.words[0] if p.argument.words else 0.1 if p.name == "monthly_churn" else 0.5 if p.argument.high == 1 else 3.0
        for p in declaration.parameters
    ]


def varied(parameter: Parameter, good: Any, step: int) -> Any:
    """Another good argument for each step."""
    return parameter.argument.words[step] if parameter.argument.words else good * 0.5**step


def call(declaration: Declaration, *args: Any) -> Any:
    return declaration.function(*args)


def test_the_mixed_column_of_the_design() -> None:
    column = [100, None, "text", True, "#REF!", -5, 20, float("inf")]
    answers = [3200.0, ExcelError.NA, ExcelError.VALUE, ExcelError.VALUE, ExcelError.REF, ExcelError.NUM, 640.0, ExcelError.NUM]
    assert CLV(column, 4, 8) == answers


@by_cell
def test_single_values_come_back_as_floats(declaration: Declaration) -> None:
    answer = call(declaration, *good_arguments(declaration))
    assert type(answer) is str if declaration.answer is None else (type(answer) is float and math.isfinite(answer))


@several
def test_columns_and_rows_broadcast_as_excel_does(declaration: Declaration) -> None:
    args = good_arguments(declaration)
    one, other = declaration.parameters[:2]
    first, second = ([[varied(one, args[0], k)] for k in range(3)], [[varied(other, args[1], k) for k in range(2)]])
    answer = call(declaration, first, second, *args[2:])
    single = [[call(declaration, a[0], b, *args[2:]) for b in second[0]] for a in first]
    assert answer == single


@several
def test_a_size_that_does_not_fit_has_no_partner(declaration: Declaration) -> None:
    args = good_arguments(declaration)
    answer = call(declaration, [[args[0]]] * 3, [[args[1]]] * 2, *args[2:])
    single = call(declaration, *args)
    assert answer == [[single], [single], [ExcelError.NA]]


@by_cell
def test_a_row_without_inputs_stays_blank(declaration: Declaration) -> None:
    required = [p.required for p in declaration.parameters]
    assert call(declaration, *[None] * sum(required)) is None
    given_optional = [None if needed else value for needed, value in zip(required, good_arguments(declaration))]
    assert call(declaration, *given_optional) is None


@by_cell
def test_a_blank_among_filled_cells(declaration: Declaration) -> None:
    for position, parameter in enumerate(declaration.parameters):
        args: list[Any] = good_arguments(declaration)
        args[position] = ""
        if parameter.required:  # the only one that is needed: then the row is blank
            alone = sum(p.required for p in declaration.parameters) == 1
            assert call(declaration, *args) == (None if alone else ExcelError.NA), parameter.name
        else:
            args_left_out = good_arguments(declaration)
            args_left_out[position] = parameter.default
            assert call(declaration, *args) == call(declaration, *args_left_out)


@by_cell
def test_each_argument_answers_for_itself(declaration: Declaration) -> None:
    for position, parameter in enumerate(declaration.parameters):
        for raw, error in (
            ("text", ExcelError.VALUE),
            (True, ExcelError.VALUE),
            ("#N/A", ExcelError.NA),
            ({"type": "Error", "basicValue": "#NULL!"}, ExcelError.NULL),
            (math.inf, ExcelError.NUM),
            (parameter.argument.low - 0.001, ExcelError.NUM),
            (parameter.argument.high + 0.001, ExcelError.NUM),
        ):
            args: list[Any] = good_arguments(declaration)
            args[position] = raw
            if parameter.argument.words and error == ExcelError.NUM:
                error = ExcelError.VALUE  # a number where a word belongs
            assert call(declaration, *args) == error, (parameter.name, raw)


ANY_CELL = st.one_of(
    st.none(),
    st.just(""),
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(0, 1),
    st.integers(-3, 10**6),
    st.booleans(),
    st.text(max_size=4),
    st.sampled_from(list(ExcelError)),
    st.sampled_from(["SaaS", "retail"]),
    st.sampled_from([0, 1, 1e-308, 1e308, -0.0]),
)


@by_cell
@given(data=st.data())
def test_no_exception_no_nan_no_infinity_and_rows_do_not_touch(declaration: Declaration, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.tuples(*[ANY_CELL] * len(declaration.parameters)), min_size=1, max_size=6))
    answers = call(declaration, *map(list, zip(*rows)))
    for row, answer in zip(rows, answers):
        assert answer is None or isinstance(answer, (ExcelError, str)) or (type(answer) is float and math.isfinite(answer))
        assert answer == call(declaration, *row)


@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e3), st.floats(0, 100)), min_size=1, max_size=20))
def test_lists_arrays_and_series_give_the_same(rows: list[tuple[float, float, float]]) -> None:
    values, frequencies, lifespans = map(list, zip(*rows))
    expected = [a * b * c for a, b, c in rows]
    assert CLV(values, frequencies, lifespans) == expected
    assert CLV(np.array(values), np.array(frequencies), np.array(lifespans)) == expected
    assert CLV(pd.Series(values), pd.Series(frequencies), pd.Series(lifespans)) == expected
    assert CLV([[v] for v in values], [[f] for f in frequencies], [[y] for y in lifespans]) == [[e] for e in expected]


def test_overflow_is_num_and_no_number_is_infinite() -> None:
    assert CLV(1e308, 10, 1) == ExcelError.NUM
    assert CLV([1e308, 1], 10, 1) == [ExcelError.NUM, 10.0]


def test_infinite_answers_are_div0() -> None:
    assert CHURN_CLV(200, 0.3, 0) == ExcelError.DIV0
    assert CHURN_CLV(0, 0.3, 0) == ExcelError.DIV0
    assert CLV_CAC_RATIO(3200, 0) == ExcelError.DIV0
    assert CLV_CAC_RATIO(0, 0) == ExcelError.DIV0


def test_an_empty_range_has_no_answers() -> None:
    assert CLV([], 4, 8) == []


def test_numbers_of_every_kind_and_size() -> None:
    assert CLV(10**400, 1, 1) == ExcelError.NUM and CLV([10**400, 1], 1, 1) == [ExcelError.NUM, 1.0]
    assert CLV(np.longdouble(100), 4, 8) == 3200.0 and CLV(np.array([100, 20], dtype="longdouble"), 4, 8) == [3200.0, 640.0]
    assert CLV(np.float32(0.5), np.int8(2), 1) == 1.0
