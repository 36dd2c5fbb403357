"""The figures of each export through the reader, against what the file was made of."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from clv_xl.cli import main
from clv_xl.sources.columns.profiles import known_profiles

from .test_profiles import FILES, TRUTH

OTHERS = {file: truth for file, truth in TRUTH.items() if "asks" not in truth and "order_state_id" not in str(truth)}


def inspect(capsys: pytest.CaptureFixture[str], file: str, *options: str) -> tuple[int, dict[str, Any]]:
    code = main(["inspect", str(FILES / file), "--json", *options])
    return code, json.loads(capsys.readouterr().out)


@cache
def figures_of(file: str) -> tuple[int, dict[str, Any]]:
    """The same with the options that its truth names; read once."""
    with redirect_stdout(io.StringIO()) as said:
        code = main(["inspect", str(FILES / file), "--json", *options_of(TRUTH[file])])
    return code, json.loads(said.getvalue())


def options_of(truth: dict[str, Any]) -> list[str]:
    options = [text for name, value in truth.get("options", {}).items() for text in (f"--{name}", value)]
    return [*options, "--set", f"as_of={truth.get('as_of', '2024-12-31')}"]


def money_of(truth: dict[str, Any]) -> tuple[Decimal, Decimal, Decimal]:
    """What is used, what a column says was given back of it, and what is left out for a word: the sums of the table of truth."""
    used = sum((Decimal(money or 0) - Decimal(back or 0) for _, _, money, back, why in truth["lines"] if not why), Decimal(0))
    given_back = sum((Decimal(back or 0) for _, _, _, back, why in truth["lines"] if not why), Decimal(0))
    no_money = sum((Decimal(money or 0) for _, _, money, _, why in truth["lines"] if why.startswith("not money")), Decimal(0))
    return used, given_back, no_money


@pytest.mark.parametrize("file", OTHERS)
def test_rows_and_customers(file: str) -> None:
    truth = TRUTH[file]
    code, told = figures_of(file)
    assert code == 0, told
    assert told["template"] == truth["template"]
    used = [line for line in truth["lines"] if not line[4]]
    assert told["rows"]["used"] == len(used)
    assert told["rows"]["read"] == sum(told["rows"]["left_out"].values()) + len(used)
    below = truth["look"].get("lines_below", 0)
    assert len(truth["lines"]) <= told["rows"]["read"] <= len(truth["lines"]) + below
    assert told["customers"] == len({line[0] for line in used})
    assert told["currency"] == truth.get("currency", told["currency"])


@pytest.mark.parametrize("file", [file for file, truth in OTHERS.items() if truth["template"] == "transactions"])
def test_money_and_days(file: str) -> None:
    truth = TRUTH[file]
    _, told = figures_of(file)
    used, given_back, no_money = money_of(truth)
    money = told["money"]
    assert money["used"] == pytest.approx(float(used), abs=0.005)
    assert money["left_out"].get("refunded", 0) == pytest.approx(float(given_back), abs=0.005)
    assert money["read"] == pytest.approx(money["used"] + sum(money["left_out"].values()), abs=0.005)
    said = sum(amount for why, amount in money["left_out"].items() if why.startswith(("not money", "test order")))
    assert said == pytest.approx(float(no_money), abs=0.005)
    days = [line[1] for line in truth["lines"] if line[1]]
    assert (told["first"], told["last"]) == (min(days), max(days))


@pytest.mark.parametrize("file", [file for file, truth in OTHERS.items() if truth["template"] == "subscriptions"])
def test_subscriptions(file: str) -> None:
    truth = TRUTH[file]
    _, told = figures_of(file)
    assert (told["subscribers"], told["ended"]) == (truth["subscribers"], truth["ended"])
    assert told["monthly_revenue"] == pytest.approx(truth["monthly_revenue"], abs=0.005)


@pytest.mark.parametrize("file", [file for file, truth in OTHERS.items() if truth["template"] == "segments"])
def test_customers_are_worth(file: str) -> None:
    _, told = figures_of(file)
    assert told["value"] == pytest.approx(TRUTH[file]["value"], abs=0.005)


@pytest.mark.parametrize("file", [file for file, truth in TRUTH.items() if "asks" in truth or "asks_untold" in truth])
def test_what_cannot_be_known_is_a_question(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = inspect(capsys, file)
    assert code == 1
    assert TRUTH[file].get("asks", TRUTH[file].get("asks_untold")) in told["error"].lower()


def test_a_refund_that_stands_inside_a_text_is_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """WebToffee writes what was given back as amount:5.00|reason:..., which no column adds up."""
    export = (FILES / "woocommerce_orders_webtoffee.csv").read_text("utf-8")
    path = tmp_path / "orders.csv"
    path.write_text(export.replace(",4001,,", ",4001,amount:5.00|reason:broken,"), "utf-8")
    assert path.read_text("utf-8") != export
    assert main(["inspect", str(path), "--json"]) == 1
    assert "refund_items" in json.loads(capsys.readouterr().out)["error"]


def test_a_status_that_the_profile_does_not_name_counts_where_its_words_are_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An export whose fields a person chooses, with the state of the order in a column of its own."""
    export = (FILES / "jtl_orders.csv").read_text("cp1252")
    path = tmp_path / "orders.csv"
    path.write_text(
        export.replace("Storniert", "Auftragsstatus", 1).replace(";Ja;", ";Storniert;").replace(";Nein;", ";Versendet;"), "utf-8"
    )
    _, before = inspect(capsys, "jtl_orders.csv")
    assert main(["inspect", str(path), "--json"]) == 0
    after = json.loads(capsys.readouterr().out)
    assert after["money"]["used"] == before["money"]["used"]
    assert after["rows"]["left_out"]["not money: Storniert"] == before["rows"]["left_out"]["not money: Ja"]


def test_what_is_known_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formats"]) == 0
    told = capsys.readouterr().out
    for profile in known_profiles():
        assert f"{profile.program} ({profile.key}, " in told
        assert profile.found in told
        assert (profile.no_customer or profile.no_money or profile.money) in told
