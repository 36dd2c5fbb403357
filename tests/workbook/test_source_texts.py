"""What a filled workbook says of the file that filled it, and of a gross margin that nobody has filled in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from clv_xl import fill, new, recalculate, template_path
from clv_xl.words import LANGUAGES, catalogue
from clv_xl.workbook.templates import TEMPLATES
from clv_xl.workbook.translation import in_language
from tests.conftest import opened, some
from tests.support.cells import named, not_ok
from tests.workbook.test_text_fits import too_wide

FILES = Path(__file__).parent.parent / "sources" / "files"
DAY = dt.date(2024, 9, 1)
HOLDS = "What clv-xl fill read, and what of it counts."
CHANGED = "The table has changed since clv-xl fill: this is about the rows as they were."
NOT_FILLED = "clv-xl fill writes here what it read. Of rows that you paste it knows nothing."


def texts(path: Path) -> dict[str, Any]:
    """What stands in the cells that `fill` writes, and what the page says of them; the lines of one name as one text."""
    book, found = opened(path), {}
    for name in (one for one in book.defined_names if one.startswith("source_")):
        cells = named(book, name)
        lines = [row[0].value for row in cells] if isinstance(cells, tuple) else [cells.value]
        found[name] = "\n".join(filter(None, lines)) if isinstance(cells, tuple) else lines[0]
    return found


def test_an_export_of_orders_is_told_of(tmp_path: Path) -> None:
    """By hand from the file: 32 lines, of which two orders are voided, one is pending, one in dollars and one without a customer."""
    fill("transactions", FILES / "shopify_orders_export.csv", tmp_path / "out.xlsx", currency="EUR", today=DAY)
    found = texts(tmp_path / "out.xlsx")
    assert (found["source_file"], found["source_filled"].date()) == ("shopify_orders_export.csv", DAY)
    assert found["source_profile"] == "Shopify orders"
    assert (found["source_rows"], found["source_money"]) == ("32 read, 27 used", "656.40 read, 549.10 used, 22.45 given back")
    assert (found["source_currency"], found["source_vat"], found["source_note"]) == ("EUR", "with VAT", HOLDS)
    assert found["source_left_out"].splitlines() == [
        "2 × not money: voided (37.45)",
        "1 × in another currency, USD (29.95)",
        "1 × no customer (29.95)",
        "1 × not money: pending (17.45)",
    ]
    used = found["source_columns"].replace("\n", " ").split("; ")
    assert {"Customer: Email", "Date: Created at", "Amount: Total", "Refund: Refunded Amount"} < {*used}
    assert used[-1] == "Status: Financial Status, Payment Method"
    assert found["source_not_used"].startswith("Paid at, ") and found["source_not_used"].endswith("more")


@pytest.mark.parametrize(
    ("name", "file", "rows", "left_out", "columns"),
    [
        ("segments", "kunden.csv", "{1} read, {2} used", "1 × a number not readable", "Customer: "),
        ("subscriptions", "chargebee_subscriptions.csv", "{1} read, {2} used", "nothing", "Customer: "),
    ],
)
def test_other_lists_are_told_of(name: str, file: str, rows: str, left_out: str, columns: str, tmp_path: Path) -> None:
    report = fill(name, FILES / file, tmp_path / "out.xlsx", today=DAY)
    found = texts(tmp_path / "out.xlsx")
    assert found["source_rows"] == f"{report.rows_read:,} read, {report.rows_used:,} used" and report.rows_used > 0
    assert (found["source_file"], found["source_left_out"], found["source_note"]) == (file, left_out, HOLDS)
    assert found["source_columns"].startswith(columns)


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_it_is_told_in_the_language_of_the_workbook(language: str, tmp_path: Path) -> None:
    """Sentences, names of columns and reasons are ours; headings and statuses are those of the file."""
    fill("transactions", FILES / "shopify_orders_export.csv", tmp_path / "out.xlsx", language=language, currency="EUR")
    found, known = texts(tmp_path / "out.xlsx"), catalogue(language)[""]
    read = known["{1} read, {2} used, {3} given back"]
    assert found["source_money"] == read.replace("{1}", "656,40").replace("{2}", "549,10").replace("{3}", "22,45")
    assert found["source_left_out"].startswith(f"2 × {known['not money: {1}'].replace('{1}', 'voided')} (37,45)")
    assert found["source_columns"].startswith(f"{known['Customer']}: Email; ")
    assert found["source_note"] == known[HOLDS] and found["source_vat"] == known["with VAT"]


@pytest.mark.parametrize("language", ["de"])
def test_a_note_of_a_profile_is_said_whole_and_fits(language: str, tmp_path: Path) -> None:
    fill("transactions", FILES / "bank_ing.csv", tmp_path / "out.xlsx", language=language)
    note = "The name on the statement is the customer; what was given back to customers stands among what went out and is not taken off."
    found = texts(tmp_path / "out.xlsx")
    assert found["source_notes"].replace("\n", " ") == catalogue(language)[""].get(note, note)
    sheet = opened(tmp_path / "out.xlsx").worksheets[2]
    assert not too_wide(sheet, sheet.max_column, sheet.max_row)


def test_more_than_there_is_room_for_is_told_by_a_sign(tmp_path: Path) -> None:
    words = [f"status number {n} of the shop" for n in range(9)]
    rows = pd.DataFrame({"customer": "a", "date": "2024-01-01", "amount": 5.0, "note": words})
    data = pd.concat([rows, rows.assign(amount=[f"?{n}" for n in range(9)])])
    data = data.rename(columns={"note": "a column with a name so long that it takes more than one line of the page to be written, " * 3})
    fill("transactions", data, tmp_path / "out.xlsx", amount="amount")
    found = texts(tmp_path / "out.xlsx")
    assert found["source_not_used"].endswith(" …") and found["source_not_used"].count("\n") == 2
    assert found["source_file"] == "the DataFrame"


def test_the_sample_is_called_that(demo: Path) -> None:
    assert texts(demo)["source_file"] == "the public CDNOW sample"
    assert texts(some("transactions", "nl"))["source_file"] == "een koffiewinkel die niet bestaat"


def test_another_file_leaves_nothing_of_the_one_before(tmp_path: Path) -> None:
    fill("transactions", FILES / "shopify_orders_export.csv", tmp_path / "first.xlsx", currency="EUR", today=DAY)
    (tmp_path / "own.csv").write_text("customer,date,amount\na,2024-01-01,10\nb,2024-01-05,20\n")
    fill(tmp_path / "first.xlsx", tmp_path / "own.csv", tmp_path / "second.xlsx", today=DAY + dt.timedelta(1))
    found = texts(tmp_path / "second.xlsx")
    assert (found["source_file"], found["source_rows"], found["source_left_out"]) == ("own.csv", "2 read, 2 used", "nothing")
    assert found["source_not_used"] == found["source_notes"] == "" and found["source_filled"].date() == DAY + dt.timedelta(1)
    assert found["source_columns"] == "Customer: customer; Date: date; Amount: amount" and found["source_note"] == HOLDS


@pytest.mark.parametrize("name", [name for name, template in TEMPLATES.items() if template.table])
def test_nothing_is_told_of_rows_that_no_file_brought(name: str, tmp_path: Path) -> None:
    new(name, tmp_path / "new.xlsx")
    found = texts(tmp_path / "new.xlsx")
    assert found.pop("source_note") == NOT_FILLED
    assert not any(value for name, value in found.items() if name not in ("source_told", "source_holds"))


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recalculated") / "out.xlsx"
    fill("transactions", FILES / "online_retail.csv", path, today=DAY)
    recalculate(path)
    return path


@pytest.mark.parametrize("change", ["an amount", "a row less", "all of it"])
def test_who_types_over_the_list_is_told_that_it_is_another(change: str, recalculated: Path, tmp_path: Path) -> None:
    assert texts(recalculated)["source_note"] == HOLDS
    book = openpyxl.load_workbook(recalculated)
    (ref,) = (table.ref for table in book["Orders"].tables.values())
    body = list(book["Orders"][ref])[1:]
    for row in {"an amount": body[:1], "a row less": body[-1:], "all of it": body}[change]:
        for cell in row if change != "an amount" else row[2:3]:
            cell.value = cell.value + 0.01 if change == "an amount" else None
    book.save(tmp_path / "out.xlsx")
    recalculate(tmp_path / "out.xlsx")
    assert texts(tmp_path / "out.xlsx")["source_note"] == CHANGED


# A gross margin that nobody has filled in ---------------------------------------------------------------------------------

SINCE = "value is revenue, since no gross margin is filled in"
CHECK = {"transactions": "Costs or a gross margin are known"}
"""Of the others it is that of the gross margin."""
GROSS_MARGIN = "Gross margin is filled in"


def computed(path: Path) -> Path:
    """A list of customers whose values are computed."""
    rows = {"customer": ["a", "b"], "purchase value": [100, 20], "purchases a year": [4, 5], "lifespan": [8, 3], "cac": [50, 5]}
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def list_for(name: str, folder: Path) -> Path:
    small = {"transactions": FILES / "online_retail.csv", "subscriptions": FILES / "stripe_subscriptions.csv"}
    return small.get(name) or computed(folder / "list.csv")


@pytest.mark.parametrize("name", ["transactions", "segments", "subscriptions"])
def test_value_without_a_gross_margin_is_called_revenue(name: str, tmp_path: Path) -> None:
    """Also where the cell is emptied later; with a margin, be it 100%, nobody is told."""
    for number, margin in enumerate((None, 1)):
        out = tmp_path / f"{number}.xlsx"
        report = fill(name, list_for(name, tmp_path), out, **({} if margin is None else {"gross_margin": margin}))
        assert (SINCE in report.results["result_subtitle"]) == (margin is None)
        assert not_ok(out).get(CHECK.get(name, GROSS_MARGIN)) == ("Look" if margin is None else None)
        shown = {cell.value for row in opened(out)["Dashboard"].iter_rows() for cell in row}
        assert ("revenue: no gross margin yet" in shown) == (margin is None)
        if margin is None:
            assert report.results["result_state"] in ("Look", "Act") and named(opened(out), "input_gross_margin").value is None
    book = openpyxl.load_workbook(tmp_path / "1.xlsx")
    named(book, "input_gross_margin").value = None
    book.save(tmp_path / "1.xlsx")
    assert (
        SINCE in recalculate(tmp_path / "1.xlsx").results["result_subtitle"]
        and not_ok(tmp_path / "1.xlsx")[CHECK.get(name, GROSS_MARGIN)] == "Look"
    )


def test_values_are_then_of_revenue(tmp_path: Path) -> None:
    """CLV of a: 100 x 4 x 8 = 3200, of b: 20 x 5 x 3 = 300; payback (50 + 5) / 2 over (400 + 100) / 12 / 2 a month."""
    results = fill("segments", computed(tmp_path / "list.csv"), tmp_path / "out.xlsx").results
    assert results["result_customer_equity"] == 3500
    assert results["result_payback_months"] == pytest.approx(27.5 / (500 / 12 / 2))


def test_a_list_of_values_of_ones_own_needs_no_margin(tmp_path: Path) -> None:
    pd.DataFrame({"customer": ["a", "b"], "value": [100, 50]}).to_csv(tmp_path / "own.csv", index=False)
    report = fill("segments", tmp_path / "own.csv", tmp_path / "out.xlsx")
    assert SINCE not in report.results["result_subtitle"] and GROSS_MARGIN not in not_ok(tmp_path / "out.xlsx")


@pytest.mark.parametrize("language", ["de"])  # whose sentences are the longest
@pytest.mark.parametrize("name", ["transactions", "segments", "subscriptions"])
def test_what_is_said_of_it_fits(name: str, language: str, tmp_path: Path) -> None:
    fill(name, list_for(name, tmp_path), tmp_path / "out.xlsx", language=language, **{"data_name": "Some rows"})
    book = opened(tmp_path / "out.xlsx")
    cut = {}
    for sheet in book.worksheets[:-1]:  # Workings runs on
        last = sheet[str(sheet.print_area).split("!")[-1]][0][-1].column
        cut[sheet.title] = too_wide(sheet, last, 60)
    assert not {tab: places for tab, places in cut.items() if places}


def test_the_ready_made_templates_have_no_margin() -> None:
    for name in ("transactions", "segments", "subscriptions"):
        for language in LANGUAGES:
            book = opened(template_path(name, language))
            assert named(book, "input_gross_margin").value is None
            assert named(book, "result_state").value == in_language("OK", language)
