"""What a caller sees: names, types and help."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import builds
import pytest

import clv_xl
from clv_xl import functions, models

CALLER = """
from pathlib import Path

import clv_xl
from clv_xl.functions import CLV, CLV_ALIVE, CLV_BENCHMARK, CLV_CUSTOMERS, CLV_EQUITY, DECLARATIONS, REGISTRY, records
from clv_xl.models import BGNBD, CurveModel, GammaGamma, NotEnoughDataError, ParetoNBD, PurchaseModel, ShiftedBetaGeometric


def value() -> float:
    answer = CLV(100, 4, 8)
    return answer if isinstance(answer, float) else 0.0


def customers(names: list[str], days: list[str], paid: list[float]) -> list[str]:
    table = CLV_CUSTOMERS(names, days, paid, as_of="2024-02-01", language="nl")
    return [str(row["Klant"]) for row in records(table)]


def model(frequency: list[int], recency: list[float], age: list[float]) -> float:
    try:
        fitted = BGNBD.fit(frequency, recency, age)
    except NotEnoughDataError as reason:
        raise SystemExit(str(reason)) from None
    return float(fitted.expected_purchases(52))


def workbook(orders: Path) -> int:
    report = clv_xl.fill("transactions", orders, "filled.xlsx", language="nl", force=True)
    clv_xl.new("calculator", "mine.xlsx")
    clv_xl.recalculate("mine.xlsx")
    clv_xl.functions.CLV_TIERS([1, 2, 3])
    return report.rows_used


parts: list[float | str | clv_xl.functions.Cell] = [CLV_EQUITY([1, 2]), CLV_BENCHMARK(4, "SaaS"), PurchaseModel.BGNBD]
names: list[str] = [one.name for one in DECLARATIONS] + list(REGISTRY)
print(clv_xl.__version__, value(), parts, names, GammaGamma, ParetoNBD, ShiftedBetaGeometric, CurveModel)
print(CLV_ALIVE(["BG/NBD", 1, 10, 2, 2], 1, 70, 210))
reveal_type(CLV(100, 4, 8))
reveal_type(CLV([100, 20], 4, 8))
"""


def mypy(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    script = folder / "caller.py"
    script.write_text(text, encoding="utf-8")
    package = Path(clv_xl.__file__).resolve().parent
    (folder / "clv_xl").symlink_to(package, target_is_directory=True)  # as an installed package lies beside a script
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(builds.build_folder().parent / "mypy"), "caller.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)


def test_a_caller_is_checked_strictly(tmp_path: Path) -> None:
    done = mypy(tmp_path, CALLER)
    of_caller = [line for line in done.stdout.splitlines() if line.startswith("caller.py")]
    assert len(of_caller) == 2 and "float | " in of_caller[0] and "ExcelError | None" in of_caller[0], done.stdout
    assert '"Any"' in of_caller[1], done.stdout


def test_names_are_listed_before_anything_is_loaded() -> None:
    code = (
        "import clv_xl, sys; print(sorted(dir(clv_xl)), dir(clv_xl) == clv_xl.__all__, [m for m in sys.modules if m.startswith('clv_xl.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"{sorted(clv_xl.__all__)} True ['clv_xl.version']"
    assert {"fill", "functions", "models", "new", "recalculate"} < set(dir(clv_xl))
    assert "CLV" in dir(functions) and "BGNBD" in dir(models) and all(hasattr(models, name) for name in dir(models))
    assert (Path(clv_xl.__file__).parent / "py.typed").exists()


def test_a_name_that_is_none() -> None:
    with pytest.raises(AttributeError, match="clv_xl has no filled; it has "):
        clv_xl.filled  # noqa: B018


PUBLIC = [path for folder in ("models", "lists") for path in sorted((Path(clv_xl.__file__).parent / folder).rglob("*.py"))]


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: path.stem)
def test_what_is_public_says_what_it_is(path: Path) -> None:
    """Classes, functions and methods of models and lists have a docstring; what raises an error of its own says so."""

    def without(node: ast.Module | ast.ClassDef) -> Iterator[str]:
        for one in node.body:
            if isinstance(one, (ast.FunctionDef, ast.ClassDef)) and not one.name.startswith("_"):
                text = ast.get_docstring(one) or ""
                raises = isinstance(one, ast.FunctionDef) and any(isinstance(step, ast.Raise) and step.exc for step in ast.walk(one))
                if not text or (raises and "Raises:" not in text):
                    yield one.name
                if isinstance(one, ast.ClassDef):
                    yield from without(one)

    assert not list(without(ast.parse(path.read_text(encoding="utf-8"))))
