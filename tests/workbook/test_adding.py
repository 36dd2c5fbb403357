"""Next month: a workbook that knows how its file is read, and takes new rows behind those that it has."""

from __future__ import annotations

import csv
import datetime as dt
import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clv_xl import fill
from clv_xl.cli import main
from clv_xl.sources.problems import OrderFileError
from clv_xl.xlsx.saving import WorkbookError
from tests.conftest import opened
from tests.support.cells import named

TODAY = dt.date(2026, 1, 31)
OPTIONS = {"customer": "Wie", "date": "Dag", "amount": "Som - Korting", "today": TODAY}
Order = tuple[str, dt.date, int, int]


def year() -> list[Order]:
    """Orders of twelve months: who, when, the sum and the discount in cents."""
    chance = random.Random(14)
    return [
        (
            f"k{chance.randrange(25)}@example.nl",
            dt.date(2025, month, 1 + chance.randrange(28)),
            chance.randrange(500, 90_000),
            chance.randrange(3) * 50,
        )
        for month in range(1, 13)
        for _ in range(12)
    ]


def write(path: Path, orders: list[Order]) -> Path:
    def cents(amount: int) -> str:
        return f"{amount // 100},{amount % 100:02}"

    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["Wie", "Dag", "Som", "Korting"])
        rows.writerows((who, f"{day:%d-%m-%Y}", cents(amount), cents(off)) for who, day, amount, off in orders)
    return path


def figures(results: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in results.items() if isinstance(value, (int, float, dt.date))}


def test_months_added_or_replaced_give_what_one_file_gives(tmp_path: Path) -> None:
    orders = year()
    whole = fill("transactions", write(tmp_path / "all.csv", orders), tmp_path / "all.xlsx", gross_margin=0.4, cac=12, **OPTIONS)
    assert whole.results["result_revenue"] == pytest.approx(sum(amount - off for _, _, amount, off in orders) / 100)
    added = replaced = tmp_path / "none.xlsx"
    for month in range(1, 13):
        new = write(tmp_path / f"{month}.csv", [order for order in orders if order[1].month == month])
        soon = write(tmp_path / f"until-{month}.csv", [order for order in orders if order[1].month <= month])
        if month == 1:
            report = fill("transactions", new, tmp_path / "first.xlsx", gross_margin=0.4, cac=12, **OPTIONS)
            added = replaced = report.output
            continue
        by_adding = fill(added, new, tmp_path / f"a{month}.xlsx", add=True, today=TODAY)
        added = by_adding.output
        if month == 6:  # a person has saved it elsewhere
            openpyxl.load_workbook(added).save(added)
        if month % 6 == 0:
            by_replacing = fill(replaced, soon, tmp_path / f"b{month}.xlsx", today=TODAY)
            replaced = by_replacing.output
    assert figures(by_adding.results) == pytest.approx(figures(whole.results))
    assert figures(by_replacing.results) == pytest.approx(figures(whole.results))
    table = opened(added, formulas=True)["Orders"].tables["Orders"]
    assert openpyxl.utils.range_boundaries(table.ref)[3] - openpyxl.utils.range_boundaries(table.ref)[1] == len(orders)


def test_rows_that_are_there_already_are_asked_about(tmp_path: Path) -> None:
    orders = year()
    first = fill("transactions", write(tmp_path / "1.csv", orders[:30]), tmp_path / "1.xlsx", **OPTIONS).output
    second = write(tmp_path / "2.csv", [*orders[20:30], *orders[30:40]])
    with pytest.raises(OrderFileError, match=r"2\.csv: 10 of its 20 orders stand in .*1\.xlsx already, such as k") as asked:
        fill(first, second, tmp_path / "2.xlsx", add=True, today=TODAY)
    assert asked.value.options == ["--duplicates"]
    assert not (tmp_path / "2.xlsx").exists()
    forty, fifty = (sum(amount - off for _, _, amount, off in part) / 100 for part in (orders[:40], [*orders[:40], *orders[20:30]]))
    dropped = fill(first, second, tmp_path / "2.xlsx", add=True, duplicates="drop", today=TODAY)
    kept = fill(first, second, tmp_path / "3.xlsx", add=True, duplicates="keep", today=TODAY)
    assert dropped.results["result_revenue"] == pytest.approx(forty)
    assert kept.results["result_revenue"] == pytest.approx(fifty)
    with pytest.raises(OrderFileError, match=r"all 20 orders stand in .* already; there is nothing to add"):
        fill(dropped.output, second, tmp_path / "4.xlsx", add=True, duplicates="drop", today=TODAY)


def test_an_order_that_may_have_changed_since_is_told_of(tmp_path: Path) -> None:
    """The workbook does not know the orders' numbers: another amount on the same day is another order, or the same after a refund."""
    (who, day, amount, off), *others = year()[:30]
    first = fill("transactions", write(tmp_path / "1.csv", [(who, day, amount, off), *others]), tmp_path / "1.xlsx", **OPTIONS).output
    later = write(tmp_path / "2.csv", [(who.upper(), day, amount + 300, off), ("new@example.nl", day, 900, 0)])
    notes = fill(first, later, tmp_path / "2.xlsx", add=True, today=TODAY).source.notes
    (said,) = [note for note in notes if "another amount" in note]
    assert said.startswith(f"1 of these rows are of a customer and day that 1.xlsx has with another amount, such as on {day}.")
    new = write(tmp_path / "3.csv", [("new@example.nl", day, 900, 0)])
    assert not [note for note in fill(first, new, tmp_path / "3.xlsx", add=True, today=TODAY).source.notes if "another" in note]


def test_an_older_file_does_not_set_the_calculation_date_back(tmp_path: Path) -> None:
    orders = sorted(year(), key=lambda order: order[1])
    late = fill("transactions", write(tmp_path / "late.csv", orders[70:]), tmp_path / "late.xlsx", **OPTIONS)
    both = fill(late.output, write(tmp_path / "early.csv", orders[:70]), tmp_path / "both.xlsx", add=True, today=TODAY)
    assert named(opened(both.output, formulas=True), "input_as_of").value.date() == orders[-1][1]


def test_what_a_person_adds_to_the_table_stays(tmp_path: Path) -> None:
    """A column of their own with a formula goes down with the new rows, and a value typed beside the old ones is there."""
    orders = year()
    book = openpyxl.load_workbook(fill("transactions", write(tmp_path / "1.csv", orders[:3]), tmp_path / "1.xlsx", **OPTIONS).output)
    sheet = book["Orders"]
    table = sheet.tables["Orders"]
    left, top, _, bottom = openpyxl.utils.range_boundaries(table.ref)
    channel = left + [column.name for column in table.tableColumns].index("Channel")
    for row in range(top + 1, bottom + 1):
        sheet.cell(row, channel).value = "shop"
    book.save(tmp_path / "own.xlsx")
    report = fill(tmp_path / "own.xlsx", write(tmp_path / "2.csv", orders[3:5]), tmp_path / "2.xlsx", add=True, today=TODAY)
    sheet = opened(report.output, formulas=True)["Orders"]
    assert [sheet.cell(row, channel).value for row in range(top + 1, top + 6)] == ["shop"] * 3 + [None] * 2


def test_adding_needs_a_workbook_of_ones_own(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="name its file instead of transactions"):
        fill("transactions", write(tmp_path / "1.csv", year()), tmp_path / "1.xlsx", add=True, **OPTIONS)


def test_settings_of_a_file_and_of_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    orders = year()
    write(tmp_path / "1.csv", orders[:30])
    (tmp_path / "parts").mkdir()
    write(tmp_path / "parts" / "a.csv", orders[:10])
    write(tmp_path / "parts" / "b.csv", orders[10:30])
    said = ["--customer", "Wie", "--date", "Dag", "--amount", "Som - Korting", "--set", "gross_margin=40%"]
    assert main(["fill", "transactions", "1.csv", *said, "--save", "s.toml", "-o", "1.xlsx"]) == 0
    first = capsys.readouterr().out.splitlines()
    for number, files in enumerate((["1.csv"], ["parts/a.csv", "parts/b.csv"], ["parts"], ["parts/*.csv"])):
        assert main(["fill", "transactions", *files, "--settings", "s.toml", "-o", f"again{number}.xlsx"]) == 0
        assert capsys.readouterr().out.splitlines()[-2:] == first[-2:]
    assert main(["fill", "1.xlsx", "1.csv", "--settings", "none", "-o", "2.xlsx"]) == 1
    assert "--customer" in capsys.readouterr().err
    assert main(["fill", "transactions", "parts/a.csv", "./parts/a.csv", "--settings", "s.toml", "-o", "3.xlsx"]) == 1
    assert "named twice" in capsys.readouterr().err
    (tmp_path / "bad.toml").write_text('[set]\nforce = "yes"\n', encoding="utf-8")
    assert main(["fill", "transactions", "1.csv", "--settings", "bad.toml", "-o", "3.xlsx"]) == 1
    assert "--set force: there is no input of this name" in capsys.readouterr().err
    assert main(["fill", "transactions", "none-*.csv", "-o", "3.xlsx"]) == 1
    assert "no file fits this pattern" in capsys.readouterr().err
