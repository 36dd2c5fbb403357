"""A share of the random layouts; `python -m tests.soak.layouts` makes ten thousand."""

from __future__ import annotations

from pathlib import Path

from tests.soak.layouts import TOO_MUCH, WRONG, check


def test_a_file_gives_the_truth_or_a_question(tmp_path: Path) -> None:
    results = [check(seed, tmp_path) for seed in range(20)]
    assert [said for result, said in results if result == WRONG] == []
    assert sum(result == TOO_MUCH for result, _ in results) <= 0.05 * len(results)
