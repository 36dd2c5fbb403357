"""How often the sentences of whole workbooks claim a difference where there is none, on simulated shops and subscriptions:
python -m tests.benchmarks.pages [--simulations 20]"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from clv_xl import fill
from tests.support.cells import values_by_name

_MONTHS, _START = 27, dt.date(2023, 1, 1)


def shop(rng: Any) -> pd.DataFrame:
    """27 months of a shop where nothing changes: customers come by chance, 40 a month, through two channels that do not differ; two in
    five come back, soon, and perhaps again; spending is as skewed as a logarithm with a spread of 0.8."""
    rows, days = [], round(_MONTHS * 365.25 / 12)
    for n, day in enumerate(sorted(rng.integers(0, days, rng.poisson(40 * _MONTHS)).tolist())):
        channel = str(rng.choice(["A", "B"]))
        while day < days:
            rows.append((f"c{n}", _START + dt.timedelta(day), round(float(rng.lognormal(3, 0.8)), 2), channel))
            if rng.random() > 0.4:
                break
            day += 1 + int(rng.exponential(15))
    return pd.DataFrame(rows, columns=["customer", "date", "amount", "channel"])


def subscriptions(rng: Any) -> pd.DataFrame:
    """Two years of subscriptions that are alike: 40 a month on two plans, each of whom leaves at a renewal with a chance of 5%."""
    rows = []
    for n in range(rng.poisson(40 * 24)):
        start = _START + dt.timedelta(int(rng.integers(0, 730)))
        end = (pd.Timestamp(start) + pd.DateOffset(months=int(rng.geometric(0.05)))).date()
        rows.append((f"s{n}", start, end if end <= dt.date(2024, 12, 31) else None, str(rng.choice(["Basic", "Plus"])), 10.0))
    return pd.DataFrame(rows, columns=["Customer", "Start", "End", "Plan", "Price"])


_BY_CHANCE = ("Yes: ", "No: ")
CLAIMS: dict[str, dict[str, tuple[str, ...]]] = {
    "transactions": {
        "chart_growth": _BY_CHANCE,
        "trend_won": _BY_CHANCE,
        "season_answer": ("Yes, ",),
        "newer_brief": ("Yes, 98% sure", "No, 98% sure"),
        "worth_answer": ("Yes, ", "No, but "),
        "drivers_answer": ("Yes: Channel ", "Yes: Acquired ", "Yes: Newer or older "),
    },
    "subscriptions": {
        "churn_answer": _BY_CHANCE,
        "cohort_answer": _BY_CHANCE,
        "plan_action": ("Basic ", "Plus "),
        "tenure_answer": ("Yes: ",),
    },
}
"""By template and sentence how one begins that claims a difference. What a first order brings moves with the value: that is none."""


def claimed(template: str, seed: int, folder: Path) -> dict[str, str]:
    """The sentences that claim a difference, of a simulation."""
    rng, path = np.random.default_rng(seed), folder / f"{template}-{seed}.xlsx"
    if template == "transactions":
        fill(template, shop(rng), path, chart_by="Channel", as_of=(_START + dt.timedelta(round(_MONTHS * 365.25 / 12) - 1)).isoformat())
    else:
        fill(template, subscriptions(rng), path, as_of="2024-12-31", gross_margin=0.5)
    said = values_by_name(path)
    return {name: said[name] for name, begins in CLAIMS[template].items() if str(said[name]).startswith(begins)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulations", type=int, default=20)
    runs, start = parser.parse_args().simulations, time.perf_counter()
    lines, all_of_them = [], 0
    for template, sentences in CLAIMS.items():
        counts = dict.fromkeys(sentences, 0)
        for seed in tqdm(range(1000, 1000 + runs), desc=template):
            with tempfile.TemporaryDirectory() as folder:
                for name, text in claimed(template, seed, Path(folder)).items():
                    counts[name] += 1
                    tqdm.write(f"{template} {seed}, {name}: {text}")
        lines += [f"| `{template}` | `{name}` | {count} of {runs} |" for name, count in counts.items()]
        all_of_them += sum(counts.values())
    print("\n| Template | Sentence | Claims a difference |\n|---|---|---:|", *lines, sep="\n")
    asked = runs * sum(map(len, CLAIMS.values()))
    print(f"\n{all_of_them} of {asked} sentences ({all_of_them / asked:.1%}); {time.perf_counter() - start:.0f} seconds.")


if __name__ == "__main__":
    main()
