"""Modules and functions that are small enough to be read at once."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import clv_xl

ROOT = Path(clv_xl.__file__).resolve().parent
FILES = sorted(ROOT.rglob("*.py"))


def test_no_module_is_longer_than_300_lines() -> None:
    found = {path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert not {name: lines for name, lines in found.items() if lines > 300}


def test_no_function_is_longer_than_60_lines() -> None:
    """Its docstring apart: that of a function for cells is its declaration, and as long as it has something to declare."""
    found = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[0]
                explained = first.end_lineno - first.lineno + 1 if ast.get_docstring(node) else 0  # type: ignore[operator]
                found.append((node.end_lineno - node.lineno + 1 - explained, f"{path.relative_to(ROOT).as_posix()}: {node.name}"))  # type: ignore[operator]
    assert not [(lines, name) for lines, name in found if lines > 60]


def test_no_folder_holds_more_than_a_dozen_modules() -> None:
    found = Counter(path.parent.relative_to(ROOT).as_posix() for path in FILES if path.name != "__init__.py")
    assert not {name: modules for name, modules in found.items() if modules > 12}
