"""How the modules lean on each other: data flows one way, in no circle, and a recalculation does without the pages."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import clv_xl
from clv_xl import template_path

ROOT = Path(clv_xl.__file__).resolve().parent
LAYERS = (
    ("version", "words", "sample"),
    ("cells",),
    ("sources",),
    ("lists",),
    ("models",),
    ("functions",),
    ("udfs", "scripts"),
    ("xlsx",),
    ("formulas",),
    ("calculation",),
    ("workbook",),
    ("hosts",),
    ("commands", "own_copies", "summary"),
    ("batch",),
    ("own_copies_command", "stopping"),
    ("cli", "macros"),
    ("",),
)
"""The order in which data flows: a module imports from its own folder and from those before it. The last is the package's face."""
LEVELS = {name: level for level, names in enumerate(LAYERS) for name in names}
ELSEWHERE = ("hosts/server/project", "hosts/libreoffice/addin.py")
"""Files that run in other programs."""


@cache
def imports() -> dict[str, set[str]]:
    """The modules of ours that each module imports anywhere in it, also within functions and for type checking."""
    paths = [path for path in ROOT.rglob("*.py") if not path.relative_to(ROOT).as_posix().startswith(ELSEWHERE)]
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix("__init__").rstrip("."): path for path in paths}
    return {name: set(_imported(name, path, names)) for name, path in names.items()}


def _imported(name: str, path: Path, names: dict[str, Path]) -> list[str]:
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [one.name.removeprefix("clv_xl").removeprefix(".") for one in node.names if one.name.split(".")[0] == "clv_xl"]
        elif isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").split(".")[0] == "clv_xl"):
            parts = [part for part in (node.module or "").split(".") if part]
            base = [part for part in [*package[: len(package) + 1 - node.level], *parts] if part] if node.level else parts[1:]
            for one in node.names:
                inner = ".".join([*base, one.name])
                found.append(inner if inner in names else ".".join(base))
    assert set(found) <= names.keys(), f"{name} imports {set(found) - names.keys()}"
    return found


def test_every_folder_has_its_place_in_the_order() -> None:
    assert {name.split(".")[0] for name in imports()} == LEVELS.keys()


@pytest.mark.parametrize("name", imports())
def test_no_arrow_points_up(name: str) -> None:
    own = name.split(".")[0]
    wrong = [one for one in imports()[name] if one.split(".")[0] != own and LEVELS[one.split(".")[0]] >= LEVELS[own]]
    assert not wrong, f"{name or 'clv_xl'} imports {wrong}"


def test_models_know_nothing_of_ours() -> None:
    found = set().union(*(found for name, found in imports().items() if name.split(".")[0] == "models"))
    assert {name.split(".")[0] for name in found} == {"models"}


def test_no_imports_run_in_a_circle() -> None:
    TopologicalSorter(imports()).prepare()  # says which modules are in the circle


def test_a_recalculation_loads_no_page(tmp_path: Path) -> None:
    code = (
        "import sys, clv_xl, clv_xl.workbook.recalculating\n"
        f"clv_xl.recalculate({str(template_path('calculator'))!r}, {str(tmp_path / 'again.xlsx')!r})\n"
        f"clv_xl.fill('calculator', None, {str(tmp_path / 'filled.xlsx')!r}, purchase_value=60)\n"
        "print(*(name for name in sys.modules if name.startswith('clv_xl.workbook.pages')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT.parent, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
