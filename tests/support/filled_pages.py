"""Templates made from pages as a test has them, filled with a part of their sample."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import builds
import pandas as pd

from clv_xl import fill
from clv_xl.hosts.equipment import recalculate_for
from clv_xl.sample import Sample
from clv_xl.workbook.building import build_package
from clv_xl.workbook.layout.page import Book
from clv_xl.workbook.samples import list_in, sample_of
from clv_xl.xlsx.package import Package
from tests.conftest import opened
from tests.support.by_block import ByBlock

SOME_ROWS = {"segments": 150, "transactions": 300, "subscriptions": 150}
"""As many rows of the samples as fill every page: a curve, a forecast, groups that are large enough."""


def some_rows(name: str) -> pd.DataFrame | None:
    """The first rows of a template's sample, where it has a list: of orders, those of CDNOW."""
    rows = list_in(_sample(name), "en")
    return rows.frame.head(SOME_ROWS[name]) if rows else None


def orders_csv(path: Path, rows: list[tuple], head: str = "customer,date,amount") -> Path:
    """A file of orders."""
    path.write_text("\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n", encoding="utf-8")
    return path


def _sample(name: str) -> Sample:
    return sample_of(name, "cdnow" if name == "transactions" else None)


def filled_from(name: str, book: Book | None, folder: Path) -> tuple[dict[str, Any], Path]:
    """The results of a template with these pages, or its own, that is filled with the first rows of its sample, and the file."""
    folder.mkdir()
    template, out = builds.built(name, "en"), folder / "filled.xlsx"
    if book:
        template = folder / "template.xlsx"
        package = build_package(name, pages=book)
        recalculate_for(package)
        package.save(template)
    return fill(template, some_rows(name), out, **{**_sample(name).inputs, "data_name": "Some rows"}).results, out


def shown(book: Book, path: Path) -> dict[str, Any]:
    """All that a filled workbook shows, and what it is made from, by block."""
    by_block, values, formulas = ByBlock(book), opened(path), opened(path, formulas=True)
    charts = by_block.charts(Package(path))
    return {"values": by_block.workbook(values), "formulas": by_block.workbook(formulas), "charts": charts}
