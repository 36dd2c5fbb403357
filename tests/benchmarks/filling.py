"""Filling a template, beside XlsxWriter writing the same cells, in one run: python -m tests.benchmarks.filling TEMPLATE, with
transactions (300,000 orders of 100,000 customers) or segments (a list of 100,000 customers with 12 columns).

In processor time, so that others on the machine count less."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import xlsxwriter

from clv_xl import fill

CUSTOMERS = 100_000


def orders(customers: int) -> pd.DataFrame:
    """Made-up orders: one to a few per customer over 900 days, gamma amounts, three channels. Fixed seed."""
    rng = np.random.default_rng(1)
    who = np.repeat(np.arange(customers), rng.poisson(2, customers) + 1)
    days = pd.Timestamp("2022-01-01") + pd.to_timedelta(rng.integers(0, 900, len(who)), unit="D")
    amounts, channels = np.round(rng.gamma(2, 20, len(who)), 2), rng.choice(["web", "shop", "mail"], len(who))
    return pd.DataFrame({"customer": [f"C{n:06}" for n in who], "date": days.strftime("%Y-%m-%d"), "amount": amounts, "channel": channels})


def listed(customers: int) -> pd.DataFrame:
    """Made-up customers with twelve columns: names, groups, and gamma figures of money. Fixed seed."""
    rng = np.random.default_rng(1)
    groups = {
        "channel": ["web", "shop", "mail", "partner"],
        "campaign": ["spring", "summer", "autumn", "winter"],
        "segment": ["B2B", "B2C"],
        "region": ["north", "east", "south", "west"],
    }
    scales = {"value": 80, "acquisition cost": 20, "monthly revenue": 6, "purchase value": 30, "purchases a year": 3, "lifespan": 2}
    return pd.DataFrame(
        {
            "customer": [f"C{n:06}" for n in range(customers)],
            **{name: rng.choice(words, customers) for name, words in groups.items()},
            **{name: np.round(rng.gamma(2, scale, customers), 2) for name, scale in scales.items()},
            "customers": 1,
        }
    )


DATA = {"transactions": orders, "segments": listed}


def main(template: str = "transactions") -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = DATA[template](CUSTOMERS)
        data.to_csv(folder / "data.csv", index=False)
        count = len(data)
        del data  # it is no part of filling
        start = time.process_time()
        report = fill(template, folder / "data.csv", folder / "filled.xlsx")
        filled = time.process_time() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        assert report.results["result_customers"] == CUSTOMERS

        sheets = {
            sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
            for sheet in openpyxl.load_workbook(folder / "filled.xlsx", data_only=True)
        }
        start = time.process_time()
        with xlsxwriter.Workbook(folder / "same.xlsx", {"default_date_format": "d mmm yyyy"}) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        written = time.process_time() - start
        cells = sum(value is not None for rows in sheets.values() for row in rows for value in row)
    print(f"{template}: {count:,} rows of {CUSTOMERS:,} customers; {cells:,} cells")
    print(f"fill {filled:.1f} s; XlsxWriter writes the same cells in {written:.1f} s; ratio {filled / written:.2f}")
    print(f"peak memory of fill {memory:.2f} GB")


if __name__ == "__main__":
    main(*sys.argv[1:])
