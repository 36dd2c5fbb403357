"""Ten thousand generated calls per function: no exception, no nan, no infinity, no answer that is not a rectangle of cells.

python -m tests.soak [--calls 10000] [--seed 1] [CLV_TREND ...]
"""

from __future__ import annotations

import argparse
import random

from tqdm import tqdm

from clv_xl.functions import DECLARATIONS
from tests.soak.calls import fault, make_call


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="functions; all of them where left out")
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    bad = 0
    for declaration in DECLARATIONS:
        if args.names and declaration.name not in args.names:
            continue
        rng = random.Random(args.seed)
        for _ in tqdm(range(args.calls), desc=f"{declaration.name:<24}"):
            call = make_call(declaration, rng)
            try:
                problem = fault(declaration.function(*call))
            except Exception as error:
                problem = repr(error)
            if problem:
                bad += 1
                print(f"{declaration.name}(*{call!r}): {problem}")
    print(f"{bad} of the calls went wrong." if bad else "No call went wrong.")
    return min(bad, 1)


if __name__ == "__main__":
    raise SystemExit(main())
