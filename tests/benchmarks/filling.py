"""Filling the template with the orders of 100,000 customers, beside XlsxWriter writing the same cells, in one run:
python -m tests.benchmarks.filling"""

from __future__ import annotations

import resource
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


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = orders(CUSTOMERS)
        data.to_csv(folder / "orders.csv", index=False)
        start = time.perf_counter()
        report = fill("transactions", folder / "orders.csv", folder / "filled.xlsx")
        filled = time.perf_counter() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        assert report.results["result_customers"] == CUSTOMERS

        sheets = {
            sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
            for sheet in openpyxl.load_workbook(folder / "filled.xlsx", data_only=True)
        }
        start = time.perf_counter()
        with xlsxwriter.Workbook(folder / "same.xlsx", {"default_date_format": "d mmm yyyy"}) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        written = time.perf_counter() - start
        cells = sum(value is not None for rows in sheets.values() for row in rows for value in row)
    print(f"{len(data):,} orders of {CUSTOMERS:,} customers; {cells:,} cells")
    print(f"fill {filled:.1f} s; XlsxWriter writes the same cells in {written:.1f} s; ratio {filled / written:.2f}")
    print(f"peak memory of fill {memory:.2f} GB")


if __name__ == "__main__":
    main()
