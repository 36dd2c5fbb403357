"""What page files may not say, and what they must: they know no letter, no row and nothing of how a workbook is written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from clv_xl.workbook import pages
from clv_xl.workbook.building import laid_out
from clv_xl.workbook.pages import PAGES
from clv_xl.workbook.pages.shared.functions import SHOWN_IN

FILES = sorted(Path(pages.__file__).parent.rglob("*.py"))
_HOLE = "\N{WHITE SQUARE}"
"""What stands in a text where another is put into it."""
_BEFORE, _AFTER = r"""(?<![\w\]"'.#])""", r"(?![\w(.])"
"""A word in quotes, such as Q1, is the text of a formula, and one before a bracket a function."""
_ADDRESS = re.compile(
    rf"{_BEFORE}(?:(?:\$?[A-Z]{{1,3}}|\${_HOLE})\$?(?:[1-9]\d{{0,6}}|{_HOLE})|{_HOLE}\$?[1-9]\d*"
    rf"|\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}|\$?[1-9]\d*:\$?[1-9]\d*){_AFTER}"
)


def texts_of(source: str) -> Iterator[str]:
    """The texts of a file but for those that explain it, each f-string in one piece."""
    tree = ast.parse(source)
    explained = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    parts = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else _HOLE for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in explained | parts:
            yield re.sub(r"\{\w*\}", _HOLE, node.value)


def addresses_in(source: str) -> list[str]:
    return [found[0] for text in texts_of(source) for found in _ADDRESS.finditer(text)]


@pytest.mark.parametrize(
    "line",
    [
        'x = "=SUM(B5:B9)"',
        'x = "=Customers!$C$7&A1"',
        "x = f'=IF({one}=\"\",0,AB12)'",
        'x = f"=SUM(B{row}:B{last})"',
        'x = f"=SUM({letter}5:{letter}9)"',
        'x = f"${letter}${row}"',
        'x = "=B{}+1".format(row)',
        'x = "=COUNT($A:$A)"',
        'x = "=SUM(5:5)"',
        'x = y("C7")',
    ],
)
def test_the_search_finds_addresses(line: str) -> None:
    assert addresses_in(line)


@pytest.mark.parametrize(
    "line",
    [
        '"""Cell B5 stands here."""',
        "x = '=\"Q1 \"&LOG10(2)&SUM(used_2)'",
        'x = f"={one}*{two}"',
        'x = "CLV : CAC"',
        'x = "B2B services, ISO 4217, 1 to 2"',
        'x = f"result_{name}"',
    ],
)
def test_the_search_takes_no_word_for_one(line: str) -> None:
    assert not addresses_in(line)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_address_in_a_page_file(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not addresses_in(source)
    imported = {name for node in ast.walk(ast.parse(source)) for name in _modules(node)}
    assert not {name for name in imported if name.split(".")[0] == "openpyxl" or name.endswith("layout.places.LAST_ROW")}


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{one.name}" for one in node.names]
    return []


def test_functions_says_where_each_table_is_seen() -> None:
    """Every function whose table stands in some template is listed once, in a template that shows it."""
    shown = {name: laid_out(name).shown for name in PAGES}
    listed = [function for functions in SHOWN_IN.values() for function in functions]
    assert sorted(listed) == sorted({function for functions in shown.values() for function in functions})
    assert not [(name, one) for name, listed in SHOWN_IN.items() for one in listed if one not in shown[name]]
