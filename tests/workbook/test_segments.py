"""The template for a list of customers: figures beside pandas, files in three languages, lists of segments, and bad input."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from scipy import stats

from clv_xl import OrderFileError, Report, fill, recalculate
from clv_xl.cli import main
from clv_xl.commands import demo
from clv_xl.sample import SHOP_CUSTOMERS
from tests.conftest import opened
from tests.support.cells import errors, listed
from tests.workbook.test_filling import values_by_name


@pytest.fixture(scope="module")
def sample() -> pd.DataFrame:
    columns = SHOP_CUSTOMERS.columns
    assert columns
    return pd.DataFrame(columns()).rename(columns={"acquisition cost": "cac", "monthly revenue": "monthly"})


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    path = tmp_path_factory.mktemp("segments") / "segments.xlsx"
    return path, demo("segments", path)[0]


def rows_of(path: Path, tab: str, *headings: str) -> list[tuple[Any, ...]]:
    """The columns of a list with these headings."""
    return listed(opened(path)[tab], *headings)


def test_the_headline_figures_by_pandas(filled: tuple[Path, Report], sample: pd.DataFrame) -> None:
    results = filled[1].results
    cac, value = sample.cac.fillna(0), sample.value
    best = value.nlargest(round(0.2 * len(sample)))
    expected = {
        "result_customers": len(sample),
        "result_customer_equity": value.sum(),
        "result_mean_clv": value.mean(),
        "result_mean_cac": cac.mean(),
        "result_clv_cac_ratio": value.mean() / cac.mean(),
        "result_payback_months": cac.mean() / (0.495 * sample.monthly.mean()),
        "result_max_cac": value.mean() / 3,
        "result_net": (value - cac).sum(),
        "result_top20_share": best.sum() / value.sum(),
        "result_unprofitable_customers": (value < 0).sum(),
        "result_rows_read": len(sample),
        "result_rows_used": len(sample),
    }
    assert {name: results[name] for name in expected} == pytest.approx(expected, rel=1e-9)
    assert results["result_benchmark"] == ("above" if value.mean() / cac.mean() > 3 else "within")  # Retail: 2 to 3
    assert "1 to look at, none to act on" in results["result_checks"]  # customers from organic search have no cost
    assert (filled[1].rows_read, filled[1].rows_used, filled[1].left_out) == (2957, 2957, {}) and filled[1].kept == ()


def test_the_lists_by_pandas(filled: tuple[Path, Report], sample: pd.DataFrame) -> None:
    sample = sample.assign(cac=sample.cac.fillna(0))
    heads = ("Segment", "Customers", "Share of customers", "Total CLV", "Share of value", "Net")
    segments = {row[0]: row[1:] for row in rows_of(filled[0], "Segments", *heads)}
    for name, group in sample.groupby("segment"):
        total, net = group.value.sum(), (group.value - group.cac).sum()
        assert segments[name] == pytest.approx((len(group), len(group) / 2957, total, total / sample.value.sum(), net))
    assert len(segments) == 1 + sample.segment.nunique()
    heads = ("By", "Group", "Customers", "Mean CLV", "Mean CAC", "Net", "May cost", "CLV : CAC", "Payback", "Advice")
    channels = {row[:2]: row[2:] for row in rows_of(filled[0], "Channels", *heads)}
    assert len(channels) == sum(sample[by].nunique() for by in ("channel", "campaign", "segment"))
    judged = sum(group.cac.mean() > 0 and len(group) >= 100 for _, group in sample.groupby("channel"))
    for name, group in sample.groupby("channel"):
        *figures, times, months, advice = channels["Channel", name]
        mean, cac = group.value.mean(), group.cac.mean()
        payback = cac / (0.495 * group.monthly.mean())
        assert figures == pytest.approx([len(group), mean, cac, (group.value - group.cac).sum(), mean / 3])
        if cac:
            assert (times, months) == pytest.approx((mean / cac, payback))
        spread = (group.value - mean / (cac or 1) * group.cac).std() / (cac or 1) / len(group) ** 0.5
        reach = stats.norm.ppf(1 - 0.01 / judged) * spread  # the range without skewness
        low, high = (mean / cac - reach, mean / cac + reach) if cac else (0, 0)
        word = "Spend less" if high < 1 else "Cannot tell yet" if low < 1 else "Spend more" if low >= 3 and payback <= 12 else "Keep"
        assert advice == ("No cost" if not cac else "Too few customers" if len(group) < 100 else word)
    assert [value for _, value in rows_of(filled[0], "Values", "Customer", "Value")] == sorted(sample.value, reverse=True)


# Two segments that stand for 100 and 300 customers. A: 100 x 4 x 2 years x 50% = 400; cost 100; 100 x 4 / 12 x 50% a month: 6 months.
LISTS = {
    "en": "Segment,Customers,Value,Acquisition cost,Purchase value,Purchases a year,Lifespan\nA,100,,100,100,4,2\nB,300,80.5,100,,,\n",
    "nl": "Segment;Aantal klanten;Klantwaarde;Acquisitiekosten;Bestelwaarde;Aankopen per jaar;Levensduur\n"
    "A;100;;100;100;4;2\nB;300;80,5;100;;;\n",
    "de": "Kundengruppe;Anzahl Kunden;Kundenwert;Akquisekosten;Warenkorb;Käufe pro Jahr;Lebensdauer\n"
    "A;100;;100;100;4;2\nB;300;80,5;100;;;\n",
}


@pytest.mark.parametrize(("language", "form"), [*((language, "csv") for language in LISTS), ("nl", "xlsx"), ("de", "frame")])
def test_a_list_of_segments_by_hand(tmp_path: Path, language: str, form: str) -> None:
    data: Any = tmp_path / "list.csv"
    data.write_text(LISTS[language], encoding="utf-8")
    if form != "csv":
        data = pd.read_csv(data, sep="," if language == "en" else ";", decimal="." if language == "en" else ",")
    if form == "xlsx":
        data.to_excel(tmp_path / "list.xlsx", index=False)
        data = tmp_path / "list.xlsx"
    report = fill("segments", data, tmp_path / "out.xlsx", gross_margin=0.5, target_payback=6, industry="SaaS")
    results = report.results
    assert (report.rows_read, report.rows_used, report.left_out) == (2, 2, {})
    assert (results["result_customers"], results["result_customer_equity"]) == (400, 100 * 400 + 300 * 80.5)
    assert results["result_net"] == 64150 - 400 * 100 and results["result_clv_cac_ratio"] == 64150 / 400 / 100
    assert results["result_benchmark"] == "below" and results["result_payback_months"] == pytest.approx(6)
    assert results["result_top20_share"] == pytest.approx(80 * 400 / 64150)  # 80 of the 100 in A
    advice = {group: said for group, *said in rows_of(tmp_path / "out.xlsx", "Channels", "Group", "Payback", "Advice")}
    assert advice == {
        "A": [pytest.approx(6), "Cannot tell yet"],
        "B": [None, "Cannot tell yet"],
    }  # one row does not say how customers differ


def test_rows_that_do_not_count_are_shown_and_counted(tmp_path: Path) -> None:
    """The account of the report is that of the workbook."""
    frame = pd.DataFrame(
        {
            "customer": ["a", "b", None, "d", "e", None],
            "value": [100.0, "lots", 900.0, None, 50.0, None],
            "cac": [10.0, 10.0, None, 10.0, "?", None],
        }
    )
    report = fill("segments", frame, tmp_path / "out.xlsx")
    assert (report.rows_read, report.rows_used) == (5, 1) and report.results["result_customer_equity"] == 100
    assert report.left_out == {"a number not readable": 2, "no customer, segment, channel or campaign": 1, "no value": 1}
    found = dict(rows_of(tmp_path / "out.xlsx", "Checks", "Rows", "Number"))
    assert {reason: found[f"Left out: {reason}"] for reason in report.left_out} == report.left_out
    assert found["Read"] == 5 and found["Used"] == 1 and "none to act on" in report.results["result_checks"]


def test_a_list_without_costs_has_no_advice_and_no_error(tmp_path: Path) -> None:
    frame = pd.DataFrame({"customer": range(300), "channel": ["Web", "Shop", None] * 100, "clv": [float(n) for n in range(300)]})
    report = fill("segments", frame, tmp_path / "out.xlsx")
    assert report.results["result_clv_cac_ratio"] == report.results["result_net"] == "" and report.results["result_mean_clv"] == 149.5
    assert not errors(tmp_path / "out.xlsx")
    assert "Act" not in report.results["result_state"]


def test_tiers_by_edges_of_the_reader(tmp_path: Path) -> None:
    frame = pd.DataFrame({"customer": ["a", "b", "c"], "clv": [5.0, 15.0, 80.0]})
    fill("segments", frame, tmp_path / "out.xlsx", tier_1=10, tier_2=50)
    assert rows_of(tmp_path / "out.xlsx", "Tiers", "Tier", "CLV", "Customers", "Share of customers")[:3] == [
        ("Very profitable", "50 and more", 1, pytest.approx(1 / 3)),
        ("Profitable", "10 to 50", 1, pytest.approx(1 / 3)),
        ("Unprofitable", "Under 10", 1, pytest.approx(1 / 3)),
    ]


def test_filling_again_and_recalculating(filled: tuple[Path, Report], tmp_path: Path) -> None:
    again = fill(filled[0], pd.DataFrame({"customer": ["a", "b"], "value": [30.0, 10.0], "cac": [10.0, 10.0]}), tmp_path / "two.xlsx")
    assert again.results["result_customers"] == 2 and again.results["result_clv_cac_ratio"] == 2
    assert recalculate(tmp_path / "two.xlsx").results["result_top20_share"] == 0.75


@pytest.mark.parametrize(
    ("columns", "inputs", "sentence"),
    [
        ({"customer": ["a"]}, {}, "no column for the value or purchase value among customer; name it with value="),
        ({"clv": [1.0]}, {}, "no column for the customer or segment or channel or campaign among clv"),
        ({"customer": ["a"], "start": ["2024-01-31"]}, {}, r"its columns fit the template subscriptions \(subscriptions\)"),
        ({"customer": ["a"], "clv": ["1,234"]}, {}, 'column clv: .1,234. can be .* say which with decimal="." or decimal=","'),
        (
            {"customer": ["a"], "clv": [1.0], "value": [2.0]},
            {},
            r"several columns could be the value \(clv, value\); say which with value=",
        ),
        ({"customer": ["a"], "clv": [1.0]}, {"target_ratio": -1}, "target_ratio: -1 is not allowed here; give above 0"),
        ({"customer": ["a"], "clv": [1.0]}, {"industry": "Farming"}, "industry: 'Farming' is not one of SaaS, Retail"),
    ],
)
def test_one_clear_sentence(tmp_path: Path, columns: dict, inputs: dict, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as caught:
        fill("segments", pd.DataFrame(columns), tmp_path / "out.xlsx", **inputs)
    assert list(tmp_path.iterdir()) == [] and "\n" not in str(caught.value)
    assert type(caught.value).__name__ in ("OrderFileError", "WorkbookError") and OrderFileError


def test_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "segments"]) == 0
    told = capsys.readouterr().out
    assert "2,957 read, 2,957 used" in told and "a coffee shop that does not exist" in told
    Path("crm.csv").write_text("Name;Worth;Paid\nAnn;90;30\n")
    assert main(["fill", "segments", "crm.csv", "--customer", "Name", "--value", "Worth", "--cac", "Paid"]) == 0
    assert "value per customer 90.00, after the cost to win 60.00" in capsys.readouterr().out


def test_what_is_at_stake_is_what_acting_changes(tmp_path: Path) -> None:
    """Those who are won are paid for. By hand, for a step of a tenth of a budget: Good nets 120 x (100 - 10), of which a tenth; Worse
    loses as much, and Bad less; of Dear 120 customers cost 50 and may cost 100 / 3. Five rows of two customers bring -20 each, which
    serving them for nothing would save; what they cost to win is spent."""
    about = {"Good": (100, 10), "Bad": (10, 50), "Worse": (10, 100), "Dear": (100, 50)}
    rows = [(name, value + sway, cac) for name, (value, cac) in about.items() for sway in (-1, 1) for _ in range(60)]
    rows = [(*row, 1) for row in rows] + [("Few", -20, 5, 2)] * 5
    path = tmp_path / "segments.xlsx"
    fill("segments", pd.DataFrame(rows, columns=["Channel", "Value", "CAC", "Customers"]), path, chart_by="Channel", change=0.1)
    said = values_by_name(path)
    assert (said["more_group"], said["less_group"], said["over_group"]) == ("Good", "Worse", "Dear")
    stakes = [said[name] for name in ("more_stake", "less_stake", "over_stake", "cheaper_stake")]
    assert stakes == pytest.approx([1080, 1080, 12 * (50 - 100 / 3), 20])
    shown = {row[0]: row[1] for row in rows_of(path, "Dashboard", "Action", "At stake")}
    assert [shown[text] for text in shown if text.startswith("Keep the best")] == [None]
    assert sum(value for value in shown.values() if value) == pytest.approx(sum(stakes))
