"""A share of the random lists: `python -m tests.soak.pages` fills many more workbooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.pages import LISTS, check


@pytest.mark.parametrize("template", LISTS)
def test_what_holds_on_all_pages_in_three_languages(template: str, tmp_path: Path) -> None:
    """Estimates in their ranges, totals equal to sums, shares to 100%, nothing above its bound, the same figures everywhere."""
    assert not check(template, 1, tmp_path)
