"""The profiles of programs' exports: each file is known as its own and no other, and its words are judged as it was made."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from clv_xl.sources.columns.profiles import HOME as PROFILES
from clv_xl.sources.columns.profiles import find_profile, known_profiles, load_profile
from clv_xl.sources.columns.rules import SignRule, WordRule
from clv_xl.sources.problems import OrderFileError
from clv_xl.sources.values.expressions import headings_of, number_sql, parse_expression, written

FILES = Path(__file__).parent / "files" / "profiles"
TRUTH: dict[str, dict[str, Any]] = json.loads((FILES / "truth.json").read_text("utf-8"))
BY_KEY = {profile.key: profile for profile in known_profiles()}


def rows_of(file: str) -> list[list[str]]:
    """The headings and the lines of a file, read with the look that the table of truth says it has."""
    look = TRUTH[file]["look"]
    text = (FILES / file).read_text(encoding=look.get("encoding", "utf-8"))
    lines = text.splitlines()[look.get("lines_above", 0) :]
    quoting = csv.QUOTE_MINIMAL if look.get("quotes", True) else csv.QUOTE_NONE
    rows = csv.reader(lines, delimiter=look.get("separator", ","), quoting=quoting)
    return [*rows][: 1 + len(TRUTH[file]["lines"])]


def there(text: str, headings: list[str]) -> bool:
    """Whether an expression's headings are among these."""
    try:
        return set(headings_of(parse_expression(text, headings))) <= set(headings)
    except OrderFileError:
        return False


def test_every_profile_has_a_file_and_every_file_its_truth() -> None:
    assert {truth["profile"] for truth in TRUTH.values()} == set(BY_KEY) == {path.stem for path in PROFILES.glob("*.toml")}
    assert {path.name for path in FILES.iterdir()} == {*TRUTH, "truth.json", "README.md"}


@pytest.mark.parametrize("file", TRUTH)
def test_an_export_is_known_by_its_headings_and_as_no_other(file: str) -> None:
    headings = rows_of(file)[0]
    more = [*headings, "Note of my own", "Customer number", "Total of all"]
    for those in (headings, headings[::-1], more, [heading.upper() for heading in headings]):
        assert [profile.key for profile in known_profiles() if profile.match(those)] == [TRUTH[file]["profile"]]
        found = find_profile(those)
        assert found is not None
        assert found.key == TRUTH[file]["profile"]


@pytest.mark.parametrize("file", TRUTH)
def test_one_that_lacks_a_heading_is_not_taken_for_it(file: str) -> None:
    profile = BY_KEY[TRUTH[file]["profile"]]
    for group in profile.headings:
        assert profile.match(heading for heading in rows_of(file)[0] if heading not in group) == 0


@pytest.mark.parametrize("file", TRUTH)
def test_every_line_of_a_file_is_as_wide_as_its_headings(file: str) -> None:
    rows = rows_of(file)
    assert len(rows) == 1 + len(TRUTH[file]["lines"])
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("key", BY_KEY)
def test_a_profile_says_where_the_export_is_found_and_what_is_money(key: str) -> None:
    profile = BY_KEY[key]
    assert profile.program
    assert profile.layout.startswith("https://")
    assert profile.found.endswith(".")
    assert profile.money.endswith(".")


@pytest.mark.parametrize("file", [file for file, truth in TRUTH.items() if "asks" not in truth])
def test_what_a_profile_needs_stands_in_its_files(file: str) -> None:
    profile, headings = BY_KEY[TRUTH[file]["profile"]], rows_of(file)[0]
    needed = {"transactions": ("date", "amount"), "subscriptions": ("start", "end", "price"), "segments": ("value",)}
    by_tenure = ("tenure", "churned", "price")  # a list without dates
    for name in needed[profile.template] if "tenure" not in profile.columns else by_tenure:
        assert any(there(text, headings) for text in profile.columns[name]), name
    assert any(there(text, headings) for alternatives in profile.customer.values() for text in alternatives)
    if profile.sign:
        assert set(profile.sign.column) & set(headings)


@pytest.mark.parametrize("key", BY_KEY)
def test_a_word_is_judged_as_it_is_listed(key: str) -> None:
    for rule in BY_KEY[key].status:
        for said, words in (("money", (*rule.money, *rule.refunded, *rule.partly_refunded)), ("no money", rule.no_money)):
            assert {rule.judge(word) for word in words if "*" not in word and "?" not in word} <= {said}
    if sign := BY_KEY[key].sign:
        for said, words in (("plus", sign.plus), ("minus", sign.minus), ("out", sign.out)):
            assert {sign.judge(word) for word in words if "*" not in word} <= {said}


@pytest.mark.parametrize("file", [file for file, truth in TRUTH.items() if "asks" not in truth and "order_state_id" not in str(truth)])
def test_the_words_of_a_line_are_judged_as_it_was_made(file: str) -> None:
    headings, *rows = rows_of(file)
    profile = BY_KEY[TRUTH[file]["profile"]].as_written(headings, lambda heading: [row[headings.index(heading)] for row in rows])
    for row, (_, _, money, _, why) in zip(rows, TRUTH[file]["lines"], strict=True):
        cells = dict(zip(headings, row, strict=True))
        words = [(rule, cells[column]) for rule in profile.status for column in rule.column if column in cells]
        no_money = [word for rule, word in words if rule.judge(word) == "no money"]
        if money or TRUTH[file]["template"] == "subscriptions":  # and not a further line of an order, which may say nothing
            assert not [word for rule, word in words if rule.judge(word) == "ask"]
            assert (f"not money: {no_money[0].casefold()}" if no_money else "") == (why if why.startswith("not money") else "")


# What the format can say --------------------------------------------------------------------------------------------


def test_words_may_have_wildcards() -> None:
    rule = WordRule(("Stage",), ("closed won", "closed won (*)", "1????"), ("test*",))
    said = [rule.judge(word) for word in ("Closed Won", " closed won (Sales) ", "10000", "1000", "TEST01", "", "else")]
    assert said == ["money", "money", "money", "ask", "no money", "money", "ask"]
    sign = SignRule(("Type",), plus=("payment",), minus=("payment refund",), out=("*hold*",))
    assert [sign.judge(word) for word in ("Payment", "Payment Refund", "Account Hold for Open", "Gift")] == ["plus", "minus", "out", "ask"]


def test_what_was_refunded_is_money_where_a_column_says_how_much() -> None:
    rule = WordRule(("Status",), ("paid",), ("failed",), refunded=("refunded",), partly_refunded=("partly refunded",), unknown="money")
    words = ("paid", "failed", "Refunded", "Partly refunded", "new")
    assert [rule.judge(word) for word in words] == ["money", "no money", "money", "money", "money"]
    assert [rule.judge(word, refunds=False) for word in words] == ["money", "no money", "no money", "ask", "money"]


def test_positive_is_a_part_of_an_expression() -> None:
    headings = ["Order Total", "Adjusted Order Total"]
    parsed = parse_expression("Order Total - (positive(Adjusted Order Total) | Order Total)", headings)
    assert written(parsed) == '"Order Total" - (positive("Adjusted Order Total") | "Order Total")'
    assert headings_of(parsed) == headings
    assert number_sql(parse_expression("positive(a)"), str) == "CASE WHEN a > 0 THEN a END"
    assert headings_of(parse_expression("Positive", ["Positive"])) == ["Positive"]


@pytest.mark.parametrize(
    ("top", "customer", "problem"),
    [
        ("", "given_back = { mail = 'B' }", "customer.given_back.mail"),
        ("negative = 'no'", "", "'negative' is 'no'"),
        ("found = 1", "", "'found' must be a text"),
    ],
)
def test_what_is_wrong_with_a_profile_is_said(tmp_path: Path, top: str, customer: str, problem: str) -> None:
    path = tmp_path / "own.toml"
    columns = "[columns]\ndate = 'D'\namount = 'E'\n"
    path.write_text(f"program = 'Own'\ntemplate = 'transactions'\nheadings = ['A']\n{top}\n[customer]\nid = 'A'\n{customer}\n{columns}")
    with pytest.raises(OrderFileError) as told:
        load_profile(path)
    assert problem in str(told.value)


def test_an_export_without_money_needs_no_columns(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("program = 'Own'\ntemplate = 'segments'\nheadings = ['A']\nno_money = 'no money stands in it'\n")
    assert load_profile(path).no_money == "no money stands in it"
