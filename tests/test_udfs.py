"""The functions in the real xlwings Office.js runtime, as an Excel add-in runs them."""

from __future__ import annotations

import pytest
from xlwings import server

import clv_xl.udfs
from clv_xl.cells.declaration import Declaration
from clv_xl.functions import CLV_CUSTOMERS, CLV_PREDICT, DECLARATIONS
from clv_xl.sample import ORDERS
from clv_xl.sources.source import read_orders
from tests.places.officejs import as_excel_sends, as_python, call


def test_every_function_is_registered_with_its_help() -> None:
    registered = {entry["name"]: entry for entry in server.custom_functions_meta(clv_xl.udfs)["functions"]}
    assert set(registered) == {declaration.name for declaration in DECLARATIONS}
    for declaration in DECLARATIONS:
        entry = registered[declaration.name]
        assert entry["description"] == declaration.summary and not entry["options"].get("volatile")
        assert [p["name"] for p in entry["parameters"]] == [p.name for p in declaration.parameters]
        assert [p["description"] for p in entry["parameters"]] == [p.help for p in declaration.parameters]
        left_out = [bool(p.get("optional") or p.get("repeating")) for p in entry["parameters"]]
        assert left_out == [not p.required for p in declaration.parameters]


def test_one_word_of_a_list_is_chosen_from_the_list() -> None:
    """Excel shows the words with what each means; ranges and repeated arguments stay cells, as does a word that is one for each row."""
    meta = server.custom_functions_meta(clv_xl.udfs)
    lists = {one["id"]: {value["stringValue"]: value["tooltip"] for value in one["values"]} for one in meta["enums"]}
    shown = {
        f"{one['name']}.{p['name']}": lists[p["customEnumId"]]
        for one in meta["functions"]
        for p in one["parameters"]
        if "customEnumId" in p
    }
    assert shown["CLV_TREND.period"] == {"month": "Calendar months", "quarter": "Calendar quarters", "year": "Calendar years"}
    assert list(shown["CLV_PREDICT.model"]) == ["auto", "BG/NBD", "MBG/NBD", "Pareto/NBD"]
    words = {f"{d.name}.{p.name}" for d in DECLARATIONS for p in d.parameters if p.argument.words and p.argument.shape == "single"}
    assert set(shown) == words and "CLV_BENCHMARK.industry" not in shown and shown["SEGMENT_CLV.language"]["de"] == "Deutsch"


@pytest.mark.parametrize("blank", [None, [[""]], [[0.0]], "", "0"])
def test_an_empty_cell_is_no_day_and_no_word_however_it_arrives(blank: object) -> None:
    """The documentation of xlwings says that an empty cell arrives as 0, its code that it does as null."""
    orders = [[["Ann"], ["Bo"]], [[45322.0], [45383.0]], [[40.0], [25.0]]]
    assert call("CLV_TREND", *orders, blank, blank, None, blank, blank) == call("CLV_TREND", *orders, [["month"]], None, None, None, None)


def test_the_figures_of_the_guides() -> None:
    """As in test_value.py, through Excel's way in and out."""
    assert call("CLV", [[100]], [[4]], [[8]], None) == [[3200.0]]
    assert call("CLV", [[20.0]], [[5.0]], [[3.0]], [[""]]) == [[300.0]]
    assert call("CHURN_CLV", [[200]], [[0.3]], [[0.06]], None) == [[1000.0]]


def test_a_real_error_not_a_text() -> None:
    assert call("CHURN_CLV", [[200]], [[0.3]], [[0]], None) == [[{"type": "Error", "errorType": "Div0"}]]


def test_the_mixed_column_of_the_design() -> None:
    column = [[100.0], [""], ["text"], [True], [{"type": "Error", "basicValue": "#REF!"}], [-5.0], [20.0]]
    expected = [3200.0, "#N/A", "#VALUE!", "#VALUE!", "#REF!", "#NUM!", 640.0]
    assert as_python(call("CLV", column, [[4.0]], [[8.0]], None)) == [[value] for value in expected]
    blank_row = call("CLV", [[100.0], [""]], [[4.0], [""]], [[8.0], [""]], None)
    assert blank_row == [[3200.0], [""]]


def test_a_range_of_one_row_stays_a_row() -> None:
    assert call("CLV", [[100.0, 20.0]], [[4.0]], [[8.0]], None) == [[3200.0, 640.0]]
    assert call("CLV", [[100.0, 20.0]], [[4.0], [5.0]], [[8.0]], None) == [[3200.0, 640.0], [4000.0, 800.0]]


def test_one_array_call_of_a_hundred_thousand_rows() -> None:
    answer = call("CLV", [[float(n)] for n in range(100_000)], [[4.0]], [[8.0]], None)
    assert len(answer) == 100_000 and answer[-1] == [99_999 * 32.0]


def test_the_customer_table_of_the_sample() -> None:
    """All 2,357 customers, spilled as Excel gets them: the same as from Python, dates as formatted serial numbers."""
    orders = read_orders(ORDERS)
    columns = [orders.columns[field] for field in ("customer", "date", "amount")]
    serials = [[day.toordinal() - 693594.0] for day in columns[1]]
    answer = call("CLV_CUSTOMERS", as_excel_sends(columns[0]), serials, as_excel_sends(columns[2]), None, None, None)
    expected = CLV_CUSTOMERS(*columns)
    assert len(answer) == 2358 and answer[0] == expected[0]
    assert answer[1][1] == {"type": "FormattedNumber", "basicValue": 35498.0, "numberFormat": "d/m/yyyy"}
    assert [row[3:] for row in answer[1:]] == [row[3:] for row in expected[1:]]


def test_the_predictions_of_the_sample() -> None:
    """A row for each of the 2,357 customers, numbers in every cell, the same as from Python; and again for unchanged cells."""
    columns = [read_orders(ORDERS).columns[field] for field in ("customer", "date", "amount")]
    serials = [[day.toordinal() - 693594.0] for day in columns[1]]
    cells = [as_excel_sends(columns[0]), serials, as_excel_sends(columns[2]), None, None, None, None, [["BG/NBD"]]]
    answer = call("CLV_PREDICT", *cells)
    expected = CLV_PREDICT(*columns, model="BG/NBD")
    assert len(answer) == 2358 and answer == expected
    assert all(isinstance(cell, float) for row in answer[1:] for cell in row[1:])
    assert call("CLV_PREDICT", *cells) == answer


@pytest.mark.parametrize("declaration", DECLARATIONS, ids=lambda d: d.name)
def test_nothing_that_a_cell_can_hold_raises(declaration: Declaration) -> None:
    odd = ["", "x", True, 0, -1, 1e308, {"type": "Error", "basicValue": "#N/A"}, None, 45322.0]
    for cell in odd:
        for shape in ([[cell]], [[cell], [cell]], [[cell, cell]]):
            answer = call(declaration.name, *[shape] * len(declaration.parameters))
            assert isinstance(answer, list) and all(isinstance(row, list) for row in answer)
