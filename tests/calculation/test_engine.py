"""Tables that feed tables: whatever a formula rests on, and however it is named, it is computed again when that changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

from clv_xl import recalculate
from clv_xl.calculation import engine
from clv_xl.formulas.dependence import rests_on_data
from clv_xl.formulas.references import References
from clv_xl.functions import CLV_CUSTOMERS, REGISTRY, SEGMENT_CLV
from tests.conftest import opened
from tests.tables import column

CUSTOMERS = 300


def book_with(tmp_path: Path, arguments: str, names: dict[str, str], local: dict[str, str]) -> tuple[Path, list[list[Any]]]:
    """Orders, a list of customers spilled from them, and segments spilled from that list."""
    book = openpyxl.Workbook()
    orders, listed, segments = book.worksheets[0], book.create_sheet("My List"), book.create_sheet("Seg")
    orders.title = "Orders"
    rows = [(f"C{n % CUSTOMERS}", 45000 + n, float(n)) for n in range(2 * CUSTOMERS)]
    for row in rows:
        orders.append(row)
    span = f"1:${{}}${len(rows)}"
    listed["A1"] = "=_xldudf_CLV_CUSTOMERS(" + ",".join(f"Orders!${c}${span.format(c)}" for c in "ABC") + ")"
    segments["A3"] = f"=_xldudf_SEGMENT_CLV({arguments})"
    for name, text in names.items():
        book.defined_names[name] = DefinedName(name, attr_text=text)
    for name, text in local.items():
        segments.defined_names[name] = DefinedName(name, attr_text=text)
    path = tmp_path / "chain.xlsx"
    book.save(path)
    table = CLV_CUSTOMERS(*map(list, zip(*rows)))
    return path, SEGMENT_CLV(column(table, "Stage"), column(table, "Value so far"))


HEADINGS = [one.name for one in REGISTRY["CLV_CUSTOMERS"].columns]
STAGE, VALUE = (get_column_letter(1 + HEADINGS.index(name)) for name in ("Stage", "Value so far"))
STAGES, VALUES = (f"'My List'!${letter}$1:${letter}${CUSTOMERS + 1}" for letter in (STAGE, VALUE))
TYPED = {"stages": "Orders!$A$1:$A$600", "vals": "Orders!$C$1:$C$600"}


@pytest.mark.parametrize("reload_from", [50_000, 1], ids=["handed over", "loaded again"])
@pytest.mark.parametrize(
    ("arguments", "names", "local"),
    [
        (f"{STAGES},{VALUES}", {}, {}),
        (f"'My List'!{STAGE}:{STAGE},'My List'!{VALUE}:{VALUE}", {}, {}),
        ("Stages,VALS", {"stages": STAGES, "vals": VALUES}, {}),
        ("alias_stages,alias_vals", {"stages": STAGES, "vals": VALUES, "alias_stages": "stages", "alias_vals": "vals"}, {}),
        ("stages,vals", TYPED, {"stages": STAGES, "vals": VALUES}),
        ("YTD1,YTE1", {"Ytd1": STAGES, "Yte1": VALUES}, {}),
    ],
    ids=["ranges", "whole columns", "names", "names of names", "names of one sheet", "names like cells"],
)
def test_a_table_that_rests_on_a_table(
    arguments: str, names: dict[str, str], local: dict[str, str], reload_from: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_RELOAD_FROM", reload_from)
    path, expected = book_with(tmp_path, arguments, names, local)
    recalculate(path)
    sheet = opened(path)["Seg"]
    found = [[sheet.cell(3 + r, 1 + c).value for c in range(len(expected[0]))] for r in range(len(expected))]
    assert found == [[pytest.approx(c, rel=1e-12) if isinstance(c, float) else c for c in row] for row in expected]


def test_what_rests_on_typed_values_alone() -> None:
    formulas = {"Orders": [], "Mix": [(2, 2)]}
    references = References({"day": "Orders!$Z$1", "two": None}, {}, frozenset(formulas))
    for text, rests in (
        ("PLACED_CLV_ROWS(1,Orders!A1:A9,Orders!B1:B9,day)", True),
        ("PLACED_CLV_ROWS(1,Mix!A1:A9,Orders!B1:B9)", True),
        ("PLACED_CLV_ROWS(1,Mix!C3:C9,Orders!B1:B9)", False),  # B2 may spill into it
        ("PLACED_CLV_ROWS(1,INDIRECT(Orders!A1),Orders!B1:B9)", False),
        ("PLACED_CLV_ROWS(1,two,Orders!B1:B9)", False),
        ("PLACED_CLV_ROWS(1,unknown_name,Orders!B1:B9)", False),
    ):
        assert rests_on_data(text, "Mix", references, formulas) == rests, text


def test_calls_that_excel_lets_nobody_type(tmp_path: Path) -> None:
    """A program can write too few arguments, or too many: an error in their cell, and nothing more."""
    book = openpyxl.Workbook()
    calls = ["CLV()", "CLV(1,2)", "1+CLV(1)", "CLV(1,2,3,1,5)", "CLV(100,4,8)", 'CLV_EXPLAIN("CLV")<>""']
    for row, call in enumerate(calls, 1):
        book.worksheets[0].cell(row, 1).value = f"={call}"
    book.save(tmp_path / "book.xlsx")
    recalculate(tmp_path / "book.xlsx")
    cells = opened(tmp_path / "book.xlsx").worksheets[0]["A"]
    assert [cell.value for cell in cells] == ["#VALUE!", "#VALUE!", "#VALUE!", "#VALUE!", 3200, True]
