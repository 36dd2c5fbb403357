"""Data for every sentence that judges: a list in which it must say yes, one in which no, and one in which it cannot tell yet.

A sentence is one that a page puts with `Part.verdict`. A new one needs a line in CASES, and as few new lists as can be: filling takes
seconds, and each list serves several sentences.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import builds
import numpy as np
import pandas as pd

from clv_xl import fill, template_path

_SUBSCRIPTIONS = Path(__file__).parent.parent / "workbook/versions/0.1.0-subscriptions.csv"
SPREAD = (0.6, 0.8, 1.0, 1.2, 1.4)
"""What customers of a kind spend in turn, beside their mean."""
CLOSE = (0.98, 0.99, 1.0, 1.01, 1.02)
"""The same where customers are nearly alike."""


def day_by_day(customers: int, second: Callable[[int], float], spread: tuple[float, ...] = SPREAD) -> pd.DataFrame:
    """A customer a day from 1 January 2024 on, of two channels in turn, with an order of 10 and one 20 days later."""
    rows = []
    for n in range(customers):
        day, amount = dt.date(2024, 1, 1) + dt.timedelta(n), second(n) * spread[n // 2 % len(spread)]
        rows += [(f"c{n}", day, 10.0, "AB"[n % 2]), (f"c{n}", day + dt.timedelta(20), amount, "AB"[n % 2])]
    return pd.DataFrame(rows, columns=["customer", "date", "amount", "channel"])


def growing() -> pd.DataFrame:
    """27 months of a shop that wins 8 customers more each month than in the one before, half of whom buy once and the others every three
    weeks until they leave; three times as much in December; twice as much through channel B, and of those who came in the second half."""
    rng, rows = np.random.default_rng(1), []
    for month in range(27):
        start = dt.date(2023 + month // 12, month % 12 + 1, 1)
        for n in range(10 + 2 * month):
            day, channel = start + dt.timedelta(int(rng.integers(0, 28))), "AB"[n % 2]
            value = 20 * (2 if channel == "B" else 1) * (2 if month >= 15 else 1)
            rows.append((f"m{month}-{n}", day, value, channel))
            while n % 4 > 1 and rng.random() > 0.15 and (day := day + dt.timedelta(1 + int(rng.exponential(21)))) < dt.date(2025, 4, 1):
                rows.append((f"m{month}-{n}", day, value * rng.uniform(0.5, 1.5) * (4 if day.month == 12 else 1), channel))
    return pd.DataFrame(rows, columns=["customer", "date", "amount", "channel"])


def steady() -> pd.DataFrame:
    """26 months of 150 customers who buy every 30 days, and never leave: a rule says so without a model."""
    rows = [
        (f"s{n}", dt.date(2023, 1, 1) + dt.timedelta(n % 30 + 30 * step), 20.0 + n % 7, "AB"[n % 2])
        for n in range(150)
        for step in range(26)
    ]
    return pd.DataFrame(rows, columns=["customer", "date", "amount", "channel"])


def came_back() -> pd.DataFrame:
    """100 customers who bought every ten days for four months, were silent for six, and bought again as before: the model took them for
    gone where a plain rule did not."""
    days = [*range(0, 120, 10), *range(310, 600, 10)]
    rows = [
        (f"b{n}", dt.date(2023, 1, 1) + dt.timedelta(n % 10 + day), 20.0 + n % 7) for n in range(100) for day in days if n % 5 or not day
    ]
    return pd.DataFrame(rows, columns=["customer", "date", "amount"])


def few() -> pd.DataFrame:
    """32 customers of one day and one who came later and spent ten times as much."""
    rows = [(f"c{n}", "2024-01-01", 10.0 + n, "A") for n in range(32)] + [("new", "2024-06-01", 200.0, "B"), ("c1", "2024-09-01", 5.0, "A")]
    return pd.DataFrame(rows, columns=["customer", "date", "amount", "channel"])


def subscriptions(leave: dict[int, int], stay: dict[int, int], new: int, lose: str) -> pd.DataFrame:
    """1,200 who began in 2023 on the first, of whom so many leave in months of 2024; 200 in each month from April on, of whom so many
    are there after six weeks; and new ones of December. Those who leave have the plan `lose`, or either in turn."""
    rows: list[tuple[dt.date, dt.date | None]] = []
    for month, count in leave.items():
        rows += [(dt.date(2023, 1, 1), dt.date(2024, month, 20))] * count
    rows += [(dt.date(2023, 1, 1), None)] * (1200 - len(rows))
    for month, count in stay.items():
        rows += [(dt.date(2024, month, 1), None)] * count + [(dt.date(2024, month, 1), dt.date(2024, month + 1, 15))] * (200 - count)
    rows += [(dt.date(2024, 12, 5), None)] * new
    plans = [lose if end and lose else ("Basic", "Plus")[number % 2] for number, (_, end) in enumerate(rows)]
    starts, ends = (list(days) for days in zip(*rows))
    return pd.DataFrame({"Customer": range(len(rows)), "Start": starts, "End": ends, "Plan": plans, "Price": 10.0})


def alike_subscribers() -> pd.DataFrame:
    """16,000 of one month, of whom a tenth leaves at each of thirty renewals, whatever came before: nobody grows more loyal."""
    ends = [dt.date(2022 + (1 + made) // 12, (1 + made) % 12 + 1, 1) for made in range(30) for _ in range(round(1600 * 0.9**made))]
    rows = [*ends, *[None] * (16_000 - len(ends))]
    return pd.DataFrame({"Customer": range(len(rows)), "Start": dt.date(2022, 1, 1), "End": rows, "Price": 10.0})


def one_period() -> pd.DataFrame:
    """30 who began this month, of whom three have said that they will leave."""
    ends = [dt.date(2025, 2, 3), dt.date(2025, 1, 20), dt.date(2025, 3, 1), *[None] * 27]
    return pd.DataFrame({"Customer": range(30), "Start": dt.date(2024, 12, 1), "End": ends, "Price": 10.0})


def customers(first: float, second: float, count: int, spread: tuple[float, ...] = SPREAD) -> pd.DataFrame:
    """So many customers of two segments and channels in turn, worth so much on average, who cost 10 to win."""
    worth = [(first, second)[n % 2] * spread[n // 2 % len(spread)] for n in range(count)]
    names = {"segment": ["Shops", "Offices"] * (count // 2), "channel": ["Fair", "Web"] * (count // 2)}
    return pd.DataFrame({"customer": range(count), **names, "value": worth, "acquisition cost": 10.0})


class Data(NamedTuple):
    """What a workbook is filled with."""

    template: str
    rows: Callable[[], Any]
    inputs: Mapping[str, Any]


def _subscribers(rows: Callable[[], Any], **inputs: Any) -> Data:
    return Data("subscriptions", rows, {"as_of": "2024-12-31", "gross_margin": 0.5, **inputs})


_AVERAGES = {"purchase_value": 200, "purchase_frequency": 12, "gross_margin": 0.3, "monthly_churn": 0.06}
DATA = {
    "growing": Data("transactions", growing, {"chart_by": "Channel", "cac": 5}),
    "alike": Data(
        "transactions", lambda: day_by_day(240, lambda n: 30, CLOSE), {"chart_by": "Channel", "cac": 1000, "as_of": "2024-12-26"}
    ),
    "steady": Data("transactions", steady, {"chart_by": "Channel"}),
    "came back": Data("transactions", came_back, {"holdout_from": "2023-10-27", "forecast_months": 120}),
    "few orders": Data("transactions", few, {"chart_by": "Channel", "cac": 5}),
    "fewer leave": _subscribers(
        lambda: subscriptions({9: 120, 10: 110, 11: 100, 12: 5}, {4: 110, 5: 110, 6: 110, 7: 190, 8: 190, 9: 190}, 300, "Basic"), cac=1
    ),
    "more leave": _subscribers(
        lambda: subscriptions({9: 10, 10: 10, 11: 10, 12: 150}, {4: 190, 5: 190, 6: 190, 7: 110, 8: 110, 9: 110}, 0, ""), cac=100_000
    ),
    "as many leave": _subscribers(
        lambda: subscriptions({9: 30, 10: 30, 11: 30, 12: 28}, {4: 190, 5: 190, 6: 190, 7: 191, 8: 190, 9: 190}, 0, "")
    ),
    "one period": _subscribers(one_period),
    "sample": Data("subscriptions", lambda: _SUBSCRIPTIONS, {}),
    "loyal alike": _subscribers(alike_subscribers, as_of="2024-07-31"),
    "one is better": Data("segments", lambda: customers(50, 100, 240), {}),
    "all alike": Data("segments", lambda: customers(20, 20, 240, CLOSE), {}),
    "few customers": Data("segments", lambda: customers(50, 100, 24), {}),
    "earns": Data("calculator", lambda: None, {**_AVERAGES, "cac": 250, "industry": "SaaS"}),
    "loses": Data("calculator", lambda: None, {**_AVERAGES, "cac": 5000, "industry": "SaaS"}),
    "not compared": Data("calculator", lambda: None, {**_AVERAGES, "cac": 250, "industry": ""}),
}
STATES = ("Yes", "No", "Cannot tell yet")
CASES: dict[tuple[str, str], tuple[str, str, str]] = {
    ("transactions", "chart_growth"): ("growing", "alike", "few orders"),
    ("transactions", "growth_brief"): ("growing", "alike", "few orders"),
    ("transactions", "season_answer"): ("growing", "steady", "few orders"),
    ("transactions", "trend_won"): ("growing", "alike", "few orders"),
    ("transactions", "newer_answer"): ("growing", "alike", "few orders"),
    ("transactions", "newer_brief"): ("growing", "alike", "few orders"),
    ("transactions", "worth_answer"): ("growing", "alike", "few orders"),
    ("transactions", "groups_answer"): ("growing", "alike", "few orders"),
    ("transactions", "drivers_answer"): ("growing", "alike", "few orders"),
    ("transactions", "knew_answer"): ("growing", "came back", "few orders"),
    ("transactions", "rules_answer"): ("growing", "steady", "few orders"),
    ("subscriptions", "subscribers_answer"): ("fewer leave", "more leave", "one period"),
    ("subscriptions", "churn_answer"): ("fewer leave", "more leave", "as many leave"),
    ("subscriptions", "churn_short"): ("fewer leave", "more leave", "as many leave"),
    ("subscriptions", "cohort_answer"): ("fewer leave", "more leave", "as many leave"),
    ("subscriptions", "cohort_short"): ("fewer leave", "more leave", "as many leave"),
    ("subscriptions", "tenure_answer"): ("sample", "loyal alike", "fewer leave"),
    ("segments", "worth_answer"): ("one is better", "all alike", "few customers"),
    ("segments", "ratio_answer"): ("one is better", "all alike", "few customers"),
    ("calculator", "band_answer"): ("earns", "loses", "not compared"),
}
"""By template and sentence the lists in which it says yes, no, and that it cannot tell."""


@cache
def book_of(name: str) -> Path:
    """The workbook filled with these data, to read and not to change; made once for all processes and sessions of the same source."""
    template, rows, inputs = DATA[name]
    made_from = "-".join(builds.hash_of(path) for path in (Path(__file__), template_path(template)))
    return builds.kept(f"{name}-{made_from}.xlsx", lambda path: fill(template, rows(), path, **inputs))
