"""The calculator: its figures against calculations by hand, published examples and long sums, and its ways to be filled."""

from __future__ import annotations

import itertools
import math
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clv_xl import WorkbookError, fill, functions, new, recalculate, template_path
from clv_xl.sample import AVERAGES
from clv_xl.workbook.inputs.calculator import WAYS
from clv_xl.workbook.templates import TEMPLATES
from tests.conftest import opened
from tests.support.cells import below, cell_with, errors, listed, named, not_ok, values_by_name

CHURN = {"purchase_value": 200, "purchase_frequency": 12, "gross_margin": 0.3, "monthly_churn": 0.06, "cac": 250, "service_cost": 36}
"""The published example of CHURN_CLV, 200 x 30% / 6% = 1000, with costs of our own."""

FURNITURE = {
    "industry": "Retail",
    "customers": 2000.0,
    "purchase_value": 60.0,
    "purchase_frequency": 7.0,
    "gross_margin": 0.25,
    "unit_cost": 45.0,
    "lifespan": 4.0,
    "monthly_churn": 0.021,
    "retention_rate": 0.78,
    "cac": 140.0,
    "service_cost": 12.0,
    "retention_cost": 6.0,
}
"""A shop that sells for 60 what it bought for 45, seven times a year, and keeps its customers for 4 years."""


def results(folder: Path, **inputs: Any) -> dict[str, Any]:
    return fill("calculator", None, folder / "out.xlsx", force=True, **inputs).results


def test_every_closed_form_by_hand(tmp_path: Path) -> None:
    found = results(tmp_path, **CHURN, industry="SaaS", customers=40, discount_rate=0.1)
    assert found["result_churn_clv"] == pytest.approx(1000, rel=1e-12)
    assert found["result_value"] == found["result_churn_clv"]  # by churn, unless told otherwise
    assert found["result_lifetime_revenue"] == pytest.approx(200 * 12 / 0.72, rel=1e-12)  # 1 / 6% months are 1 / 0.72 years
    assert found["result_clv"] == pytest.approx(1000, rel=1e-12)
    assert found["result_clv_cac_ratio"] == pytest.approx(4, rel=1e-12) and found["result_benchmark"] == "within"
    assert found["result_payback_months"] == pytest.approx(250 / 60, rel=1e-12)
    assert found["result_profit"] == pytest.approx(1000 - 250 - 36 / 0.72, rel=1e-12)
    assert found["result_service_years"] == pytest.approx(750 / 36, rel=1e-12)
    assert found["result_max_cac"] == pytest.approx(1000 / 3, rel=1e-12)
    assert found["result_customer_equity"] == pytest.approx(40_000, rel=1e-12)
    month, stay = 1.1 ** (-1 / 12), 0.94
    assert found["result_churn_clv_discounted"] == pytest.approx(60 * sum((stay * month) ** n for n in range(2000)), rel=1e-12)
    year = stay**12 / 1.1
    assert found["result_clv_discounted"] == pytest.approx(720 * sum(year**n for n in range(500)), rel=1e-12)
    assert found["result_clv_in_horizon"] == pytest.approx(720 * sum(year**n for n in range(4)), rel=1e-12)
    assert found["result_clv_after_costs"] == pytest.approx((720 - 36) / (1 - year) - 250, rel=1e-12)
    total, months = -250.0, 0
    while total < 0:
        total, months = total + (60 - 3) * stay**months, months + 1
    assert found["result_breakeven_months"] == months == 5


def test_keeping_is_paid_in_the_middle_of_each_year(tmp_path: Path) -> None:
    """Berger and Nasr's case 1 with their figures, 260 a year, 75% retention, 20% discount, 50 to keep, but for ever."""
    given = {"purchase_value": 260, "purchase_frequency": 1, "gross_margin": 1, "retention_rate": 0.75, "discount_rate": 0.2}
    found = results(tmp_path, **given, retention_cost=50, cac=0)
    margins = 260 * sum((0.75 / 1.2) ** n for n in range(200))
    assert found["result_clv_after_costs"] == pytest.approx(margins - 50 * sum(0.75 ** (n - 1) / 1.2 ** (n - 0.5) for n in range(1, 200)))
    assert functions.CLV_DISCOUNTED(260, 0.75, 0.2, 10, 50) == pytest.approx(568.78, abs=0.005)  # as published, for ten years


@pytest.mark.parametrize(("way", "name"), [*zip(WAYS, ("clv", "churn_clv", "churn_clv_discounted", "clv_discounted"))])
def test_the_headline_goes_by_the_way_that_is_chosen(way: str, name: str, tmp_path: Path) -> None:
    found = results(tmp_path, **{**AVERAGES, "value_by": way})
    assert found["result_value"] == found[f"result_{name}"]
    assert values_by_name(tmp_path / "out.xlsx")["what_if_profit"] == pytest.approx(found["result_profit"], rel=1e-12)


def test_levers_are_those_of_the_function(tmp_path: Path) -> None:
    """Without yearly costs, and with a lifespan that comes from the churn, What-if is CLV_SENSITIVITY."""
    given = {"purchase_value": 100, "purchase_frequency": 4, "gross_margin": 0.5, "cac": 200, "monthly_churn": 0.02}
    results(tmp_path, **given, value_by="lifespan", change=0.25)
    sheet = opened(tmp_path / "out.xlsx")["What-if"]
    rows = listed(sheet, "Lever", "Now", "Profit, 25% lower", "Profit, 25% higher", "Gain")
    found = {row[0]: row[1:] for row in itertools.takewhile(lambda row: row[0] != "As it is", rows)}
    expected = {row[0]: row[1:5] for row in functions.CLV_SENSITIVITY(100, 4, None, 0.5, 200, 0.25, 0.02)[1:-1]}
    names = {"Purchases a year": "Purchase frequency", "Customers who leave": "Monthly churn"}
    assert {names.get(lever, lever) for lever in found} == {*expected, "Serving and keeping"}
    for lever, figures in found.items():
        if lever != "Serving and keeping":
            assert list(figures) == pytest.approx(expected[names.get(lever, lever)], abs=1e-6), lever
    gains = [figures[3] for figures in found.values()]
    assert gains == sorted(gains, reverse=True) and gains[-1] == 0


def test_over_time_by_month(tmp_path: Path) -> None:
    results(tmp_path, **CHURN, horizon_years=3, discount_rate=0.1)
    sheet = opened(tmp_path / "out.xlsx")["Over time"]
    heads = ("Month", "Customers still there", "Margin so far", "If nobody left", "As customers leave", "And discounted")
    rows = listed(sheet, *heads)
    assert len(rows) == 1 + 12
    for number, (month, there, margin, alone, leaving, discounted) in enumerate(rows):
        assert month == 3 * number
        assert there == pytest.approx(0.94**month) and margin == pytest.approx(60 * month, abs=1e-9)
        assert alone == pytest.approx(57 * month - 250)
        assert leaving == pytest.approx(sum(57 * 0.94**n for n in range(month)) - 250)
        assert discounted == pytest.approx(sum(57 * 0.94**n * 1.1 ** (-n / 12) for n in range(month)) - 250)


@pytest.mark.parametrize(
    ("changed", "months"),
    [
        ({"cac": 0}, 0),
        ({"cac": 950}, "never"),
        ({"service_cost": 720}, "never"),
        ({"monthly_churn": 1, "cac": 50}, 1),
        ({"monthly_churn": 0}, 5),
    ],
)
def test_when_the_cost_is_earned_back_at_the_edges(changed: dict[str, Any], months: Any, tmp_path: Path) -> None:
    """57 a month / 6% are 950 for ever: that is never reached."""
    assert results(tmp_path, **{**CHURN, **changed})["result_breakeven_months"] == months


@pytest.fixture(scope="module")
def fitting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Filled with what fits together."""
    given = {**FURNITURE, "purchase_value": 61.0, "unit_cost": 45.75}
    return fill("calculator", None, tmp_path_factory.mktemp("fitting") / "good.xlsx", **given).output


@pytest.mark.parametrize(
    ("changed", "check", "state"),
    [
        ({"lifespan": 9.0}, "Lifespan in years = 1 ÷ churn ÷ 12", "Look"),
        ({"retention_rate": 0.5}, "Retention a year = (1 - monthly churn)^12", "Look"),
        ({"gross_margin": 1 / 3}, "Gross margin is not the mark-up on cost", "Look"),
        ({"gross_margin": 0.3}, "Gross margin = (price - cost of goods) ÷ price", "Look"),
        ({"discount_rate": 0.9}, "Discount rate is below the retention", "Look"),
        ({"cac": 410.0}, "Cost to win is earned back before customers leave", "Look"),
        ({"cac": 410.0}, "Profit per customer is not negative", "Look"),
        ({"monthly_churn": 0.0}, "The values have an end", "Act"),
        ({"cac": None}, "Purchase value, purchases, margin and cost to win", "Act"),
        ({"lifespan": None, "monthly_churn": None, "retention_rate": None}, "Lifespan, churn or retention: one is enough", "Act"),
        ({"value_by": None}, "Settings under How to count", "Act"),
    ],
)
def test_checks_see_what_does_not_fit(changed: dict[str, Any], check: str, state: str, fitting: Path, tmp_path: Path) -> None:
    assert check not in not_ok(fitting)
    results(tmp_path, **{**FURNITURE, **changed})
    assert not_ok(tmp_path / "out.xlsx")[check] == state


def test_the_sample_is_marked_and_taken_out(tmp_path: Path) -> None:
    """The ready-made workbook holds it; `new` with empty does not, and nothing of it gets into a filled one."""
    values = values_by_name(template_path("calculator"))
    assert {name: values[f"input_{name}"] for name in AVERAGES} == AVERAGES
    assert values["result_sample_inputs"] == 13 and not_ok(template_path("calculator")) == {"Values that are still the sample's": "Look"}
    new("calculator", tmp_path / "empty.xlsx", empty=True)
    emptied = values_by_name(tmp_path / "empty.xlsx")
    fields = TEMPLATES["calculator"].inputs
    assert {name: emptied[f"input_{name}"] for name in fields} == {name: field.default for name, field in fields.items()}
    assert not any(emptied[name] for name in emptied if name.startswith("result_") and name not in WORDS)
    assert set(not_ok(tmp_path / "empty.xlsx").values()) == {"Act"}
    report = fill("calculator", None, tmp_path / "mine.xlsx", purchase_value=10)
    assert report.results["result_value"] == "" and values_by_name(tmp_path / "mine.xlsx")["input_cac"] is None


WORDS = {"result_checks", "result_state", "result_subtitle", "result_currency", "result_best_lever"}


def test_an_own_copy_keeps_what_is_in_it(tmp_path: Path) -> None:
    fill("calculator", None, tmp_path / "mine.xlsx", **CHURN)
    report = fill(tmp_path / "mine.xlsx", None, tmp_path / "next.xlsx", cac=500)
    assert report.results["result_clv_cac_ratio"] == pytest.approx(2, rel=1e-12)


def test_a_script_with_openpyxl_alone(tmp_path: Path) -> None:
    """A script that knows only the names fills the calculator; `recalculate` brings the values that `fill` brings."""
    given = {**CHURN, "data_name": "Mine", "currency": "EUR", "industry": "Retail", "lifespan": 1.4, "retention_cost": 3, "customers": 7}
    new("calculator", tmp_path / "script.xlsx", empty=True)
    book = openpyxl.load_workbook(tmp_path / "script.xlsx")
    for name, value in given.items():
        named(book, f"input_{name}").value = value
    book.save(tmp_path / "script.xlsx")
    found = recalculate(tmp_path / "script.xlsx").results
    assert found == fill("calculator", None, tmp_path / "filled.xlsx", **given).results
    assert values_by_name(tmp_path / "script.xlsx") == values_by_name(tmp_path / "filled.xlsx")


def test_what_a_script_types_is_judged_too(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template_path("calculator"))
    for name, value in (("gross_margin", 25), ("industry", "Banks"), ("cac", "a lot")):
        named(book, f"input_{name}").value = value
    book.save(tmp_path / "odd.xlsx")
    found = recalculate(tmp_path / "odd.xlsx").results
    assert found["result_inputs_outside"] == 3 and not_ok(tmp_path / "odd.xlsx")["Values outside what is allowed"] == "Act"
    assert not errors(tmp_path / "odd.xlsx")


def test_with_and_without_a_file(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="calculator takes no data file; give its inputs, such as purchase_value=100"):
        fill("calculator", tmp_path / "orders.csv", tmp_path / "o.xlsx")
    with pytest.raises(WorkbookError, match="transactions needs a file of orders"):
        fill("transactions", None, tmp_path / "o.xlsx")
    with pytest.raises(WorkbookError, match=re.escape("gross_margin: 1.4 is not allowed here; give 0% to 100%")):
        fill("calculator", None, tmp_path / "o.xlsx", gross_margin=1.4)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        # 600 at 6% churn of 57 a month: 600 x 6% / 57 are 63.2%, so LN(36.8%) / LN(94%) = 16.1 months; 11 payments of 57: 94%^10 = 54%
        ({"cac": 600, "industry": "Subscription"}, "Yes: 17 months is within the usual 12 to 18. 54% of customers earn theirs back."),
        # 57 a month against 300: 6 payments, 94%^5 = 73%; 300 x 6% / 57 are 31.6%: 6.1 months
        ({"cac": 300, "industry": "Subscription"}, "Yes: 7 months is below the usual 12 to 18. 73% of customers earn theirs back."),
        # 800 of 60 a month: 80%, LN(20%) / LN(94%) = 26.01 months; 14 payments, 94%^13 = 45%
        (
            {"cac": 800, "service_cost": 0, "industry": "Subscription"},
            "No: 27 months is above the usual 12 to 18. 45% of customers earn theirs back.",
        ),
        (
            {"cac": 1044, "service_cost": 0, "industry": "Subscription"},
            "No: the cost of 1,044.00 is never earned back, as customers leave before.",
        ),
        ({"cac": 600, "industry": "Subscription", "gross_margin": None}, "Cannot tell yet: fill in Inputs."),
        ({"industry": None}, "Cannot tell yet: choose an industry on Inputs."),
        ({"industry": "SaaS"}, "Yes: 4.0 : 1 is within the usual 3 to 5."),
        ({"industry": "SaaS", "cac": 400}, "No: 2.5 : 1 is below the usual 3 to 5."),
        (
            {"industry": "SaaS", "service_cost": 600},
            "No: the cost of 250.00 is never earned back, as customers leave before.",
        ),  # 10 a month
        # a quarter of a year at 720 a year, less 250, less 9 for service
        ({"industry": "SaaS", "lifespan": 0.25, "value_by": "lifespan"}, "No: a customer loses 79.00 after all costs."),
    ],
)
def test_is_that_good(inputs: dict[str, Any], said: str, tmp_path: Path) -> None:
    """Payback goes by customers who may leave, and by what serving them costs; a customer with a loss is never called good."""
    results(tmp_path, **{**CHURN, **inputs})
    sheet = opened(tmp_path / "out.xlsx")["Dashboard"]
    assert below(cell_with(sheet, "Is that good?")) == said
    assert "Formulas" not in not_ok(tmp_path / "out.xlsx").values()


def test_payback_of_customers_who_may_leave() -> None:
    """Against a month-by-month sum, and by hand: nobody leaves, everybody leaves, a cost of nothing."""
    for cac, revenue, margin, churn, service in itertools.product((50, 600, 990), (80, 200), (0.3, 1), (0.01, 0.06, 0.5), (0, 36)):
        total, month, net = -float(cac), 0, revenue * margin - service / 12
        while total < -1e-9 and month < 5000:
            total, month = total + net * (1 - churn) ** month, month + 1
        found = functions.CLV_PAYBACK_CHURN(cac, revenue, margin, churn, service)
        assert found == (month if month < 5000 else "#DIV/0!")
        payments = math.ceil(cac / net)
        assert functions.CLV_PAYBACK_CHANCE(cac, revenue, margin, churn, service) == pytest.approx((1 - churn) ** (payments - 1))
    assert functions.CLV_PAYBACK_CHURN(600, 200, 0.25, 0) == functions.CLV_PAYBACK(600, 200, 0.25) == 12
    assert functions.CLV_PAYBACK_CHURN(50, 200, 0.3, 1) == 1 and functions.CLV_PAYBACK_CHURN(61, 200, 0.3, 1) == "#DIV/0!"
    assert functions.CLV_PAYBACK_CHURN(0, 0, 0, 1) == 0 and functions.CLV_PAYBACK_CHANCE(0, 0, 0, 1) == 1
    assert functions.CLV_PAYBACK_CHURN(10, 0, 1, 0.1) == "#DIV/0!" and functions.CLV_PAYBACK_CHANCE(10, 0, 1, 0.1) == 0
