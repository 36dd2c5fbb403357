"""Tables: columns are declared with the fields of the row, and the answers are what is declared."""

from __future__ import annotations

import ast
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

import pytest

import clv_xl
from clv_xl.cells.declaration import Declaration
from clv_xl.cells.tables import Column, Label, TableOf, columns_of, labels_of, records
from clv_xl.functions import DECLARATIONS
from tests.places.cases import example_calls

WITH_TABLES = [declaration for declaration in DECLARATIONS if declaration.columns]
every_table = pytest.mark.parametrize("declaration", WITH_TABLES, ids=lambda d: d.name)


class Mark(Label):
    TOTAL = "Total", "by column", "All of them."


@dataclass(frozen=True, slots=True)
class Money:
    paid: Annotated[float, Column("Paid", "money", "What was paid.")]
    owed: Annotated[float | None, Column("Owed", "money", "What is left to pay.", "with debts")] = None


@dataclass(frozen=True, slots=True)
class Line:
    name: Annotated[str | Mark, Column("Name", "key", "Who it is.")]
    tags: Annotated[tuple[str, ...], Column("Tag {1}", "text", "What they are.", repeats=True)]
    money: Money
    share: Annotated[float, Column("Above {1}", "share", "Part above a limit.")] = 0.0


ROWS = [Line("Ann", ("a", "b"), Money(3.0, 1.0), 0.5), Line(Mark.TOTAL, ("", ""), Money(3.0, 1.0))]


def test_headings_and_lines_follow_the_fields() -> None:
    table = TableOf(Line, ROWS, {"tags": ["Kind", "Size"], "share": ["10"]})
    assert table.cells() == [
        ["Name", "Kind", "Size", "Paid", "Owed", "Above 10"],
        ["Ann", "a", "b", 3.0, 1.0, 0.5],
        ["Total", "", "", 3.0, 1.0, 0.0],
    ]
    assert [column.name for column in columns_of(Line).values()] == ["Name", "Tag {1}", "Paid", "Owed", "Above {1}"]
    assert labels_of(Line) == (Mark.TOTAL,) and Mark.TOTAL == "Total" and Mark("Total") is Mark.TOTAL


def test_columns_that_an_answer_has_not() -> None:
    assert TableOf(Line, ROWS[:1], without=["tags", "money", "share"]).cells() == [["Name"], ["Ann"]]
    assert TableOf(Money, [Money(1.0)], without=["owed"]).cells() == [["Paid"], [1.0]]


def test_a_field_without_a_column_is_refused() -> None:
    @dataclass(frozen=True)
    class Bare:
        name: str

    with pytest.raises(TypeError, match=r"Bare\.name has no Column"):
        columns_of(Bare)


def test_records() -> None:
    assert records([["Name", 0.0], ["Ann", 4.0]]) == [{"Name": "Ann", "0": 4.0}]
    with pytest.raises(ValueError, match="the answer is #N/A"):
        records("#N/A")


@every_table
def test_every_column_and_row_is_declared(declaration: Declaration) -> None:
    (row,) = get_args(get_type_hints(declaration.body, include_extras=True)["return"])
    assert is_dataclass(row) and row.__slots__ and len(fields(row)) > 1
    for one in (*declaration.columns, *declaration.labels):
        assert 6 <= len(one.help) <= 140 and one.help.endswith("."), one
    names = [column.name for column in declaration.columns]
    assert len(set(names)) == len(names) and not any(column.when.endswith(".") for column in declaration.columns)


@every_table
def test_answers_are_what_is_declared(declaration: Declaration) -> None:
    """The headings of each example's answer are the declared ones, without those that are only there sometimes."""
    labels = {str(label) for label in declaration.labels}
    for args in example_calls(declaration):
        answer = declaration.function(*args)
        if isinstance(answer, list):
            found = iter(map(str, answer[0]))
            fixed = [one.name for one in declaration.columns if not (one.when or one.repeats or "{" in one.name)]
            assert all(name in found for name in fixed), answer[0]
            assert len(answer[0]) <= len(declaration.columns) or any(one.repeats for one in declaration.columns)
            if declaration.columns[0].kind == "figure":
                assert {str(row[0]) for row in answer[1:]} <= labels


def test_no_module_picks_a_cell_of_a_row_by_its_number() -> None:
    """Rows of tables are dataclasses: a number beside a row is a column that another column can move."""
    root = Path(clv_xl.__file__).parent
    found: list[Any] = []
    for path in sorted(path for folder in ("functions", "lists") for path in (root / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            by_number = isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant | ast.UnaryOp | ast.Slice)
            if by_number and ast.unparse(node.value) in ("row", "line", "customer"):
                found.append((path.name, ast.unparse(node)))
    assert not found
