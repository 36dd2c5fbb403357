"""Make the sample of the template for subscriptions again: python install/sample_subscriptions.py, in the environment that
install/test.py makes.

The business does not exist. Subscribers come in over three years, a few more each month. Each leaves at a renewal with a chance of
their own, drawn from the beta distribution of their plan, so that those who stay are those likely to stay; most of them cancel some
days before the renewal. The seed is fixed: the same file each time.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import numpy as np

TARGET = Path(__file__).resolve().parent.parent / "clv_xl" / "sample" / "subscriptions.csv"
PLANS = {"Basic": (9, 0.55, 0.9, 8.0), "Plus": (19, 0.3, 0.9, 14.0), "Team": (49, 0.15, 1.0, 32.0)}
"""Price a month, share of new subscribers, and alpha and beta of the chance to leave."""
FIRST, MONTHS = dt.date(2023, 1, 1), 36
SEED = 20


def main() -> None:
    rng = np.random.default_rng(SEED)
    end = _on(FIRST, MONTHS) - dt.timedelta(days=1)
    shares = [share for _, share, _, _ in PLANS.values()]
    rows = []
    for month in range(MONTHS):
        began = _on(FIRST, month)
        for _ in range(rng.poisson(29 + 0.75 * month)):
            start = began + dt.timedelta(days=int(rng.integers((_on(FIRST, month + 1) - began).days)))
            plan = list(PLANS)[rng.choice(len(PLANS), p=shares)]
            price, _, alpha, beta = PLANS[plan]
            renewal = _on(start, int(rng.geometric(rng.beta(alpha, beta))))
            left = max(start, renewal - dt.timedelta(days=int(rng.poisson(2))))
            rows.append((start, left if left <= end else None, plan, price))
    rows.sort(key=lambda row: row[0])
    with TARGET.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("Customer", "Start", "End", "Plan", "Price"))
        out.writerows((f"S{number:04}", *row) for number, row in enumerate(rows, start=1))
    print(f"Wrote {TARGET.name}: {len(rows)} subscriptions.")


def _on(day: dt.date, months: int) -> dt.date:
    """The same day some months later, or the last one of that month."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    after = dt.date(year + month // 11, (month + 1) % 12 + 1, 1)
    return min(dt.date(year, month + 1, 1) + dt.timedelta(days=day.day - 1), after - dt.timedelta(days=1))


if __name__ == "__main__":
    main()
