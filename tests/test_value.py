"""Value and acquisition: published figures, and what the mathematics says of any figures."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clv_xl.excel.errors import ExcelError
from clv_xl.functions import CHURN_CLV, CLV, CLV_CAC_RATIO

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
