"""The property tests with more examples, other ones each time: python -m tests.soak.properties [--examples 500] [what pytest should run]"""

from __future__ import annotations

import argparse
import sys

import pytest
from hypothesis import settings


class MoreExamples:
    def __init__(self, number: int) -> None:
        self.number = number

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Properties alone, each with this many examples, also where it asks for fewer."""
        items[:] = [item for item in items if getattr(getattr(item, "obj", None), "is_hypothesis_test", False)]
        for test in {item.obj for item in items}:  # type: ignore[attr-defined]
            test._hypothesis_internal_use_settings = settings(
                test._hypothesis_internal_use_settings, max_examples=self.number, derandomize=False
            )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=500)
    known, others = parser.parse_known_args()
    return int(pytest.main(["-q", "-p", "no:cacheprovider", *(others or ["tests"])], plugins=[MoreExamples(known.examples)]))


if __name__ == "__main__":
    sys.exit(main())
