"""Value and acquisition: published figures, and what the mathematics says of any figures."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clv_xl.cells.errors import ExcelError
from clv_xl.functions import (
    CHURN_CLV,
    CLV,
    CLV_BENCHMARK,
    CLV_BREAKEVEN,
    CLV_CAC_RATIO,
    CLV_CHURN_FROM_LIFESPAN,
    CLV_CHURN_RATE,
    CLV_DISCOUNTED,
    CLV_EQUITY,
    CLV_GROSS_MARGIN,
    CLV_LIFESPAN_FROM_CHURN,
    CLV_MAX_CAC,
    CLV_MONTHLY_REVENUE,
    CLV_NET,
    CLV_PAYBACK,
)

MONEY = st.floats(0.01, 1e6)
SHARE = st.floats(0.001, 1)


def test_worked_examples_of_the_guides() -> None:
    """100 x 4 x 8 and 20 x 5 x 3, as popular guides to customer lifetime value work them out; exact by hand."""
    assert CLV(100, 4, 8) == 3200
    assert CLV(20, 5, 3) == 300
    assert CLV(100, 4, 8, 0.25) == 800


def test_the_churn_example() -> None:
    """200 a month at 30% margin and 6% churn: 60 / 0.06 = 1000. And 100 / 5% = 2000."""
    assert CHURN_CLV(200, 0.30, 0.06) == 1000
    assert CHURN_CLV(100, 1, 0.05) == pytest.approx(2000, abs=1e-9)


@pytest.mark.parametrize(
    ("retention", "rate", "published"),
    [(0, 0.05, 952.38), (0.5, 0.05, 1818.18), (0.8, 0.05, 4000), (0.8, 0.03, 4347.83), (0.9, 0.10, 5000)],
)
def test_discounting_against_philanthropy(retention: float, rate: float, published: float) -> None:
    """The R package PhilanthroPy prints these for 1000 a period, first payment after one period, forever. Ours pays at
    the start of each period, so its value is that times (1 + d): the same series, one period earlier."""
    annual = (1 + rate) ** 12 - 1  # so that the monthly rate is the printed one
    assert CHURN_CLV(1000, 1, 1 - retention, annual) / (1 + rate) == pytest.approx(published, abs=0.005)


@given(MONEY, SHARE, SHARE, st.floats(0, 1))
def test_the_discounted_sum_month_by_month(revenue: float, margin: float, churn: float, annual: float) -> None:
    """The closed form against adding up 5000 months; what is left after them is at most the last month's share."""
    monthly = (1 + annual) ** (1 / 12) - 1
    step = (1 - churn) / (1 + monthly)
    months = sum(revenue * margin * step**n for n in range(5000))
    rest = revenue * margin * step**5000 / (1 - step)
    assert CHURN_CLV(revenue, margin, churn, annual) == pytest.approx(months + rest, rel=1e-9)


@given(MONEY, SHARE, SHARE, st.floats(0, 1), st.floats(0.1, 1000))
def test_scaling_money_scales_value(revenue: float, margin: float, churn: float, annual: float, scale: float) -> None:
    assert CHURN_CLV(revenue * scale, margin, churn, annual) == pytest.approx(scale * CHURN_CLV(revenue, margin, churn, annual), rel=1e-12)
    assert CLV(revenue * scale, 4, 8, margin) == pytest.approx(scale * CLV(revenue, 4, 8, margin), rel=1e-12)
    assert CLV_CAC_RATIO(revenue * scale, 50 * scale) == pytest.approx(CLV_CAC_RATIO(revenue, 50), rel=1e-12)


@given(MONEY, SHARE, st.floats(0.001, 0.999), st.floats(0, 1))
def test_more_churn_and_more_discounting_are_worth_less(revenue: float, margin: float, churn: float, annual: float) -> None:
    value = CHURN_CLV(revenue, margin, churn, annual)
    assert CHURN_CLV(revenue, margin, min(1, churn * 1.01), annual) < value
    assert CHURN_CLV(revenue, margin, churn, annual + 0.01) < value


@given(MONEY, SHARE, SHARE)
def test_without_discounting_value_is_margin_times_lifetime(revenue: float, margin: float, churn: float) -> None:
    """An average lifetime of 1/churn months: CHURN_CLV and CLV say the same."""
    assert CHURN_CLV(revenue, margin, churn) == pytest.approx(CLV(revenue, 12, 1 / churn / 12, margin), rel=1e-12)
    assert CHURN_CLV(revenue, margin, churn, 1e-12) == pytest.approx(CHURN_CLV(revenue, margin, churn), rel=1e-6)


def test_everybody_leaves_at_once_and_nobody_leaves() -> None:
    assert CHURN_CLV(200, 0.3, 1) == 60
    assert CHURN_CLV(200, 0.3, 0, 0.1) == pytest.approx(60 * 1.1 ** (1 / 12) / (1.1 ** (1 / 12) - 1), rel=1e-12)
    assert CHURN_CLV(200, 0.3, 0) == ExcelError.DIV0


@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e5))
def test_the_ratio_is_a_ratio(clv: float, cac: float) -> None:
    assume(clv != 0)
    ratio = CLV_CAC_RATIO(clv, cac)
    assert ratio * cac == pytest.approx(clv, rel=1e-12) and math.copysign(1, ratio) == math.copysign(1, clv)


def test_the_full_formula() -> None:
    """GC 260, M 50, r .75, d .20, n 10, retention paid at mid-year: 568.78, computed from the inputs of Berger and Nasr 1998,
    case 1; and the sum of the paper's formula, term by term."""
    by_hand = sum(260 * 0.75**i / 1.2**i for i in range(11)) - sum(50 * 0.75 ** (i - 1) / 1.2 ** (i - 0.5) for i in range(1, 11))
    assert CLV_DISCOUNTED(260, 0.75, 0.2, 10, 50) == pytest.approx(by_hand, rel=1e-12)
    assert round(CLV_DISCOUNTED(260, 0.75, 0.2, 10, 50), 2) == 568.78


@pytest.mark.parametrize(
    ("retention", "rate", "published"),
    [(0, 0.05, 952.38), (0.5, 0.05, 1818.18), (0.8, 0.05, 4000), (0.8, 0.03, 4347.83), (0.9, 0.10, 5000)],
)
def test_the_discounted_formula_against_philanthropy(retention: float, rate: float, published: float) -> None:
    """The same figures as above: 1000 a period, first payment after one period, forever."""
    assert round(CLV_DISCOUNTED(1000, retention, rate) / (1 + rate), 2) == published


def test_margin_multiples() -> None:
    """r / (1 + d - r) at two decimals, computed by hand for d of 10, 12, 14 and 16%: the value after the first margin."""
    printed = {0.6: (1.20, 1.15, 1.11, 1.07), 0.7: (1.75, 1.67, 1.59, 1.52), 0.8: (2.67, 2.50, 2.35, 2.22), 0.9: (4.50, 4.09, 3.75, 3.46)}
    for retention, multiples in printed.items():
        assert tuple(round(CLV_DISCOUNTED(1, retention, d) - 1, 2) for d in (0.10, 0.12, 0.14, 0.16)) == multiples


RATE = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1e-12, 1e-6]))


@given(st.floats(-1e4, 1e4), st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0, 1 - 1e-9])), RATE, st.integers(0, 60), MONEY, MONEY)
def test_the_full_formula_term_by_term(margin: float, kept: float, rate: float, periods: int, cost: float, cac: float) -> None:
    margins = math.fsum(margin * (kept / (1 + rate)) ** i for i in range(periods + 1))
    costs = math.fsum(cost * kept ** (i - 1) / (1 + rate) ** (i - 0.5) for i in range(1, periods + 1))
    assert CLV_DISCOUNTED(margin, kept, rate, periods, cost, cac) == pytest.approx(margins - costs - cac, rel=1e-9, abs=1e-6)


@given(MONEY, SHARE, st.floats(0.001, 0.999), RATE)
def test_the_three_ways_agree_where_the_mathematics_says_so(revenue: float, margin: float, churn: float, annual: float) -> None:
    """By month: CHURN_CLV is CLV_DISCOUNTED forever; without discounting both are CLV with a lifespan of 1/churn."""
    monthly = (1 + annual) ** (1 / 12) - 1
    forever = CLV_DISCOUNTED(revenue * margin, 1 - churn, monthly)
    assert CHURN_CLV(revenue, margin, churn, annual) == pytest.approx(forever, rel=1e-9)
    assert CLV_DISCOUNTED(revenue * margin, 1 - churn, monthly, 1e6) == pytest.approx(forever, rel=1e-9)
    undiscounted = CLV_DISCOUNTED(revenue * margin, 1 - churn, 0)
    assert undiscounted == pytest.approx(CLV(revenue, 12, CLV_LIFESPAN_FROM_CHURN(churn), margin), rel=1e-9)


def test_limits_of_the_discounted_value() -> None:
    assert CLV_DISCOUNTED(100, 1, 0) == ExcelError.DIV0 and CLV_DISCOUNTED(100, 1, 0, 4) == 500
    assert CLV_DISCOUNTED(100, 1, 1e-12, 4) == pytest.approx(500, rel=1e-11)
    assert CLV_DISCOUNTED(100, 0, 0.1) == 100 and CLV_DISCOUNTED(100, 0.5, 0.1, 0, 50) == 100 and CLV_DISCOUNTED(100, 0, 0, 0, 9) == 100
    assert CLV_DISCOUNTED(100, 0.5, 0.1, 2.9) == CLV_DISCOUNTED(100, 0.5, 0.1, 2)
    assert CLV_DISCOUNTED(100, 0.5, -0.1) == ExcelError.NUM and CLV_DISCOUNTED(100, 0.5, 0.1, -1) == ExcelError.NUM


def test_acquisition_and_inputs_by_hand() -> None:
    """60 x 7/12 = 35; (80000 - 20000) / 15000 = 4 years; 20 years are 1/240 a month; the others by their definitions."""
    assert CLV_MONTHLY_REVENUE(60, 7) == 35
    assert CLV_BREAKEVEN(80000, 20000, 15000) == 4 and CLV_BREAKEVEN(10, 20, 5) == -2 and CLV_BREAKEVEN(1, 0, 0) == ExcelError.DIV0
    assert CLV_NET(80000, 20000, 15000, 2) == 30000 and CLV_NET(80000, 20000) == 60000
    assert CLV_PAYBACK(600, 200, 0.25) == 12 and CLV_PAYBACK(600, 0, 0.25) == ExcelError.DIV0
    assert CLV_MAX_CAC(3000) == 1000 and CLV_MAX_CAC(3000, 5) == 600 and CLV_MAX_CAC(3000, 0) == ExcelError.DIV0
    assert (
        CLV_GROSS_MARGIN(60, 45) == 0.25 and CLV_GROSS_MARGIN(45, 60) == pytest.approx(-1 / 3) and CLV_GROSS_MARGIN(0, 1) == ExcelError.DIV0
    )
    assert CLV_CHURN_RATE(500, 30) == 0.06 and CLV_CHURN_RATE(30, 500) == ExcelError.NUM and CLV_CHURN_RATE(0, 0) == ExcelError.DIV0
    assert CLV_CHURN_FROM_LIFESPAN(20) == pytest.approx(1 / 240) and CLV_CHURN_FROM_LIFESPAN(0.05) == ExcelError.NUM
    assert CLV_LIFESPAN_FROM_CHURN(1 / 240) == pytest.approx(20) and CLV_LIFESPAN_FROM_CHURN(0) == ExcelError.DIV0


@given(st.floats(1 / 12, 200))
def test_churn_and_lifespan_are_each_others_inverse(years: float) -> None:
    assert CLV_LIFESPAN_FROM_CHURN(CLV_CHURN_FROM_LIFESPAN(years)) == pytest.approx(years, rel=1e-12)


@given(st.floats(1, 1e6), st.floats(0.1, 1e4), st.floats(0.1, 100))
def test_the_most_a_customer_may_cost_gives_that_ratio(clv: float, cac: float, ratio: float) -> None:
    assert CLV_CAC_RATIO(clv, CLV_MAX_CAC(clv, ratio)) == pytest.approx(ratio, rel=1e-12)
    assert CLV_NET(clv + cac, cac, cac, CLV_BREAKEVEN(clv + cac, cac, cac)) == pytest.approx(0, abs=1e-6)


def test_what_a_customer_base_is_worth() -> None:
    """3200 + 300 = 3500; 100 customers at 3200 and 2000 at 300: 320,000 + 600,000."""
    assert CLV_EQUITY([3200, 300, None]) == CLV_EQUITY(["CLV", 3200, 300]) == 3500
    assert CLV_EQUITY([3200, 300], [100, 2000]) == CLV_EQUITY(["CLV", 3200, 300], ["Number", 100, 2000]) == 920_000
    assert CLV_EQUITY(3200, 100) == CLV_EQUITY([3200], 100) == 320_000
    assert CLV_EQUITY([1, -3]) == -2
    assert CLV_EQUITY([1, None, 2], [1, None, 1]) == 3
    assert CLV_EQUITY([1, None, 2], [1, 1, 1]) == CLV_EQUITY([1, None], [1, 1]) == ExcelError.NA
    assert CLV_EQUITY([1, 1], [1, None]) == CLV_EQUITY([None]) == ExcelError.NA
    assert CLV_EQUITY([1, "x"]) == ExcelError.VALUE and CLV_EQUITY([1, "#REF!"]) == ExcelError.REF
    assert CLV_EQUITY([1, 2], [1, -1]) == CLV_EQUITY([1e308, 1e308]) == ExcelError.NUM


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.integers(0, 1000)), min_size=1, max_size=30), st.integers(2, 9))
def test_equity_scales_splits_and_knows_no_order(rows: list[tuple[float, int]], scale: int) -> None:
    clvs, counts = map(list, zip(*rows))
    worth = CLV_EQUITY(clvs, counts)
    assert CLV_EQUITY(clvs[::-1], counts[::-1]) == pytest.approx(worth)
    assert CLV_EQUITY([clv * scale for clv in clvs], counts) == pytest.approx(worth * scale, rel=1e-9, abs=1e-3)
    assert CLV_EQUITY(clvs + clvs, counts + counts) == pytest.approx(2 * worth, rel=1e-9, abs=1e-3)


@pytest.mark.parametrize(
    ("industry", "ratio", "verdict"),
    [
        ("SaaS", 2.99, "below"),
        ("SaaS", 3, "within"),
        ("saas", 5, "within"),
        ("SAAS", 5.01, "above"),
        ("Retail", 1.9, "below"),
        ("retail", 3, "within"),
        ("B2B services", 4.9, "below"),
        ("b2b services", 10.1, "above"),
        ("Subscription", 11, "below"),
        ("Subscription", 12, "within"),
        ("Subscription", 18, "within"),
        ("Subscription", 19, "above"),
    ],
)
def test_the_bands_of_the_guides(industry: str, ratio: float, verdict: str) -> None:
    """SaaS 3 to 5, retail 2 to 3, B2B services 5 to 10, subscriptions 12 to 18 months of payback."""
    assert CLV_BENCHMARK(ratio, industry) == verdict


def test_churn_discounting_and_averages_agree_where_the_mathematics_says_so() -> None:
    """Without discounting and with a lifespan of 1/churn: 12 purchases a year of m are m a month, over 1/c months."""
    for churn in (0.06, 0.02, 0.5, 1):
        years = CLV_LIFESPAN_FROM_CHURN(churn)
        by_average, by_churn = CLV(50, 12, years, 0.3), CHURN_CLV(50, 0.3, churn)
        assert by_average == pytest.approx(by_churn, rel=1e-12) == pytest.approx(CLV_DISCOUNTED(15, 1 - churn, 0), rel=1e-12)
