"""Options as they are kept: read back they are the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv_xl.sources.options import Options
from clv_xl.sources.problems import OrderFileError
from clv_xl.sources.settings import as_line, from_line, on_top, options_of, read_settings, settings_text

TEXTS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1)
OPTIONS = st.builds(
    Options,
    columns=st.dictionaries(st.sampled_from(["customer", "date", "amount", "purchase_value", "refund", "interval_count"]), TEXTS),
    decimal=st.sampled_from([None, ".", ","]),
    date_order=st.sampled_from([None, "dmy", "mdy", "ymd"]),
    where=st.none() | TEXTS,
    excluded=st.none() | TEXTS,
    currency=st.sampled_from([None, "EUR"]),
    rates=st.sampled_from([None, "USD=0.92,GBP=1.17"]),
    strict=st.booleans(),
)


@given(OPTIONS)
def test_a_line_reads_back(options: Options) -> None:
    assert from_line(as_line(options), "report.xlsx") == options


@given(OPTIONS)
def test_a_file_reads_back(options: Options) -> None:
    kept = tomllib.loads(settings_text(options, {"cac": 12.5, "gross_margin": "40%"}))
    assert kept.pop("set") == {"cac": 12.5, "gross_margin": "40%"}
    assert options_of(kept, "settings.toml") == options


def test_what_is_said_now_comes_before_what_was_kept() -> None:
    base = Options({"amount": "Total", "date": "Day"}, currency="EUR", decimal=",", strict=True)
    assert on_top(Options({"amount": "Net"}, currency="USD"), base) == Options(
        {"amount": "Net", "date": "Day"}, currency="USD", decimal=",", strict=True
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('curency = "EUR"', "there is no option curency; did you mean currency?"),
        ("currency = 3", "currency is 3; write it as a text in quotes"),
        ("currency EUR", "this is no file of settings"),
        ('decimal = "x"', "decimal is . or ,"),
        ('set = "gross_margin=40%"', "\\[set\\] is a table of inputs"),
    ],
)
def test_a_file_that_is_wrong_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "s.toml").write_text(text, encoding="utf-8")
    with pytest.raises(OrderFileError, match=sentence):
        read_settings(tmp_path / "s.toml")


def test_a_line_that_is_wrong_is_named() -> None:
    for line in ("--currency 'EUR", "EUR", "--curency EUR"):
        with pytest.raises(OrderFileError, match=r"report\.xlsx: "):
            from_line(line, "report.xlsx")
