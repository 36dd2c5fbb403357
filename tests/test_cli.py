"""The command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from clv_xl import template_path
from clv_xl.cli import TEMPLATE_NAMES, main
from clv_xl.functions import DECLARATIONS
from clv_xl.workbook.samples import list_in, sample_of
from clv_xl.workbook.templates import TEMPLATES
from clv_xl.xlsx.package import Package
from tests.conftest import opened
from tests.support.cells import named


def test_the_functions_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["functions"]) == 0
    listed = capsys.readouterr().out
    for declaration in DECLARATIONS:
        assert declaration.usage in listed and declaration.summary in listed
        assert main(["functions", declaration.name.lower()]) == 0
        told = capsys.readouterr().out
        for part in (declaration.usage, declaration.summary, declaration.errors, declaration.source, declaration.native):
            assert part in told
        for parameter in declaration.parameters:
            assert parameter.help in told and parameter.argument.unit in told
    assert main(["functions", "NONE"]) == 1 and "there is no function NONE; they are" in capsys.readouterr().err


def test_new_fill_recalc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("orders.csv").write_text("KlantNr;Datum;Aantal;Prijs\n7;31-01-2024;2;1.234,50\n7;29-02-2024;1;10,00\n8;01-02-2024;1;free\n")
    assert main(["new", "transactions"]) == 0 and Path("clv-transactions.xlsx").exists()
    columns = ["--customer", "KlantNr", "--amount", "Aantal*Prijs"]
    assert main(["fill", "clv-transactions.xlsx", "orders.csv", *columns, "--set", "gross_margin=40%", "--set", "input_currency=eur"]) == 0
    out = capsys.readouterr().out
    assert "Columns: customer = KlantNr, date = Datum, amount = Aantal * Prijs" in out
    assert "Rows: 3 read, 2 used, 2 orders\n  left out: 1 amount not readable" in out
    assert "customers 1, revenue 2,479.00, value so far per customer 991.60" in out
    path = Path("clv-clv-transactions-orders.xlsx")
    assert main(["recalc", str(path)]) == 0
    book = opened(path)
    assert named(book, "input_currency").value == "EUR"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["orders.csv", "clv-transactions.xlsx", path.name])


def test_the_calculator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "calculator"]) == 0 and main(["new", "calculator", "--empty", "--force"]) == 0
    assert main(["demo", "calculator"]) == 0
    assert "a coffee shop that does not exist" in capsys.readouterr().out
    sets = ["purchase_value=200", "purchase_frequency=12", "gross_margin=30%", "monthly_churn=6%", "cac=250"]
    assert main(["fill", "calculator", "--force", *(f"--set={one}" for one in sets)]) == 0
    told = capsys.readouterr().out
    assert "value of a customer 1,000.00, profit after all costs 750.00, value : cost 4.0" in told and "none to act on" in told
    assert "Orders" not in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clv-calculator.xlsx", "clv-demo.xlsx"]


def test_the_demo_for_another_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "calculator", "--host", "libreoffice"]) == 0
    assert Package("clv-demo.xlsx").names["template_host"] == '"libreoffice"'


@pytest.mark.parametrize(
    ("name", "language", "told"),
    [
        ("calculator", "de", "Checks: 29 Prüfungen OK, 1 Hinweis, 0 Fehler."),
        ("segments", "nl", "Rows: 2,957 read, 2,957 used"),
        ("subscriptions", "de", "subscribers 796, revenue a month 26,245.00, churn of the last period 3.6%"),
    ],
)
def test_demo_new_and_fill_in_a_language(
    name: str, language: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["demo", name, "--language", language]) == 0
    assert told in capsys.readouterr().out
    assert main(["new", name, "--language", language]) == 0
    made, template = Package(f"clv-{name}.xlsx").parts, Package(template_path(name, language)).parts
    assert {part for part in template if made[part] != template[part]} <= {"xl/webextensions/webextension1.xml"}, "another, and the same"
    if data := list_in(sample_of(name), language):
        data.frame.to_csv("list.csv", index=False)
        assert main(["fill", "list.csv", "--language", language, "-o", "made.xlsx"]) == 0, "the columns tell which template"
        assert told in capsys.readouterr().out
        made = "made.xlsx"
        assert Package("clv-demo.xlsx").names["template_language"] == Package(made).names["template_language"] == f'"{language}"'
        assert main(["fill", made, "--language", "en", "-o", "x.xlsx"]) == 1
        assert "a workbook of your own has its language; leave en out" in capsys.readouterr().err


@pytest.mark.parametrize("template", ["transactions", "segments", "subscriptions"])
@pytest.mark.parametrize("of", ["transactions", "segments", "subscriptions"])
def test_a_list_for_another_template(
    template: str, of: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    lists = {"transactions": "klant,datum,bedrag\n", "segments": "Kunde,Kundenwert\n", "subscriptions": "klant,startdatum\n"}
    rows = {"transactions": "a,2024-01-31,5\n", "segments": "a,5\n", "subscriptions": "a,2024-01-31\n"}
    Path("list.csv").write_text(lists[of] + rows[of])
    assert main(["fill", template, "list.csv"]) == int(template != of)
    if template != of:
        error = capsys.readouterr().err
        assert error.startswith("clv-xl: list.csv: no column for the ") and f"its columns fit the template {of} (" in error


def test_the_command_line_names_the_templates() -> None:
    assert tuple(TEMPLATES) == TEMPLATE_NAMES


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["fill", "transactions", "none.csv"], 1, "clv-xl: none.csv: there is no such file."),
        (["fill", "none", "none.csv"], 1, "clv-xl: none: there is no such file."),
        (["fill", "transactions", "none.csv", "--set", "gross_margin"], 2, "--set takes NAME=VALUE"),
        (["fill", "transactions", "none.csv", "--set", "force=yes"], 1, "--set force: there is no input of this name"),
        (["fill", "transactions"], 1, "clv-xl: transactions needs a file of orders; name it."),
        (["fill", "segments"], 1, "clv-xl: segments needs a file of customers; name it."),
        (["fill", "calculator", "none.csv"], 1, "clv-xl: calculator takes no data file"),
        (["demo", "nothing"], 1, "there is no such template"),
        (["demo", "--data", "cdnews"], 1, "clv-xl: cdnews: the demo of transactions has no such data; it has shop and cdnow."),
        (["demo", "segments", "--data", "cdnow"], 1, "clv-xl: cdnow: the demo of segments has no such data; it has shop."),
        (["new", "nothing"], 1, "there is no such template; the templates are calculator, segments, transactions, subscriptions"),
        (["new", "transactions", "-o", "none/x.xlsx"], 1, "the folder none does not exist"),
        (["recalc", "none.xlsx"], 1, "clv-xl: none.xlsx: there is no such file."),
    ],
)
def test_one_sentence_and_an_exit_code(
    arguments: list[str], code: int, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == code
    error = capsys.readouterr().err
    assert sentence in error and error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [[], ["fill"], ["nonsense"], ["fill", "a", "b", "--dates", "yyy"]])
def test_a_wrong_command_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2 and "usage: clv-xl" in capsys.readouterr().err


def test_the_help_loads_little() -> None:
    """Not one library, nor what of Python takes a while; docs/measurements.md has the time."""
    program = "import sys; from clv_xl.cli import main\ntry: main(['--help'])\nexcept SystemExit: print('LOADED', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.partition("LOADED")[2].split()}
    heavy = {"numpy", "pandas", "scipy", "duckdb", "pyarrow", "narwhals", "lxml", "openpyxl", "formualizer", "tqdm", "threadpoolctl"}
    assert not loaded & {*heavy, "tomllib", "tempfile", "difflib", "secrets", "zipfile"}
