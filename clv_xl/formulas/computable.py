"""Which formulas can be computed here, and which only Excel can."""

from __future__ import annotations

import functools
import re

import formualizer

from ..functions import REGISTRY
from .spelling import FormulaError, called, plain_name, shape_of, spell, uses

_ELSEWHERE = re.compile(r"\[[^\[\]]*\][^\[\]]*!")  # another workbook: [1]Sheet1!A1, '[other.xlsx]Sheet1'!A1
_ONLY_EXCEL = {"CELL", "INFO", "ANCHORARRAY", "DOLLAR"}
"""Functions that formualizer answers, but that only Excel can answer right."""


@functools.cache
def _is_native(name: str) -> bool:
    """Whether formualizer knows one of Excel's own functions."""
    name = name.removeprefix("_XLFN.").removeprefix("_XLWS.")
    if name in _ONLY_EXCEL:
        return False
    probe = formualizer.Workbook()
    probe.add_sheet("S")
    try:
        probe.set_formula("S", 1, 1, f"={name}()")
        probe.evaluate_all()
    except (RuntimeError, ValueError, formualizer.ExcelEvaluationError):
        return False
    value = probe.get_value("S", 1, 1)
    return not (isinstance(value, dict) and value.get("kind") == "Name")


def is_computable(formula: str) -> bool:
    """Whether a formula can be taken apart, refers to this workbook alone, and calls only functions that can be computed here."""
    try:
        return _is_computable(shape_of(formula))
    except FormulaError:
        return False


@functools.lru_cache(maxsize=10_000)
def _is_computable(formula: str) -> bool:
    """A column that was filled down has one formula, but for its row numbers."""
    if _ELSEWHERE.search(spell(formula, REGISTRY, "windows")):
        return False
    return all(plain_name(name, REGISTRY) or _is_native(name) for name in called(formula))


def calls_ours(formula: str) -> bool:
    """Whether a formula calls a function of ours; one that cannot be taken apart calls none."""
    return _calls_ours(shape_of(formula))


@functools.lru_cache(maxsize=10_000)
def _calls_ours(formula: str) -> bool:
    try:
        return uses(formula, REGISTRY)
    except FormulaError:
        return False
