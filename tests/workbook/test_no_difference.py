"""A share of the simulations without any difference: `python -m tests.benchmarks.pages` makes more, and docs/measurements.md has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.pages import CLAIMS, claimed
from tests.workbook.test_judging import declared

_NO_COMPARISON = {"subscribers_answer", "groups_answer", "knew_answer", "rules_answer", "ratio_answer"}
"""Sentences that count, or compare with what is given, such as a cost: there is no chance without a difference."""
_SHORTER = {"churn_short", "cohort_short", "growth_brief", "newer_answer"}
"""The same verdict in other words."""


@pytest.mark.parametrize("template", CLAIMS)
def test_nothing_is_claimed_where_nothing_differs(template: str, tmp_path: Path) -> None:
    assert not claimed(template, 1000, tmp_path)


@pytest.mark.parametrize("template", CLAIMS)
def test_the_simulations_are_asked_about_every_sentence(template: str) -> None:
    """A new sentence that compares is simulated too."""
    assert set(declared(template)) - _NO_COMPARISON - _SHORTER <= CLAIMS[template].keys()
