"""Move every block of every page of every template by a row and a column, one at a time, and see that nothing else changes:
python -m tests.soak.moves [TEMPLATE ...]
"""

from __future__ import annotations

import sys

from clv_xl.workbook.pages import PAGES
from tests.workbook.test_moves import blocks_of, told


def main(names: list[str]) -> int:
    wrong = 0
    for name in names or list(PAGES):
        as_it_is = told(name)
        moves = blocks_of(name)
        for move in moves:
            if told(name, move) != as_it_is:
                wrong += 1
                print(f"{name}: {move[0]}, block {move[1]} changes what another means")
        print(f"{name}: {len(moves)} blocks moved one at a time")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
