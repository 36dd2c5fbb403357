"""CLV_RETENTION and CLV_SUBSCRIPTION: published and hand-worked tables, and every way in which counts of survivors can be wrong."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_xl.cells.errors import ExcelError
from clv_xl.functions import CLV_EXPLAIN, CLV_RETENTION, CLV_SUBSCRIPTION, records
from clv_xl.models import ShiftedBetaGeometric
from tests.tables import column, columns

pytestmark = pytest.mark.filterwarnings("error")

HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]
"""Fader and Hardie 2007, table 1: years 0 to 7 of 1,000 customers."""


def test_retention_of_the_paper() -> None:
    """Fader and Hardie 2007: alpha .668 and beta 3.806; years 8 to 12 of the same fit as in test_shifted_beta_geometric.py."""
    table = CLV_RETENTION(HIGH_END, 5, model="sBG")
    assert column(table, "Period") == [float(period) for period in range(13)]
    assert column(table, "Customers") == [*map(float, HIGH_END), *[None] * 5]
    assert column(table, "Survival")[:8] == [count / 1000 for count in HIGH_END]
    assert [round(100 * share, 2) for share in column(table, "Survival fitted")[8:]] == [46.04, 43.58, 41.42, 39.51, 37.8]
    assert column(table, "Retention")[:3] == [None, 0.869, 743 / 869] and column(table, "Retention fitted")[0] is None
    figures = dict(columns(table, "Figure", "Value"))
    assert [round(figures[name], 3) for name in ("alpha", "beta")] == [0.668, 3.806]
    assert figures["Log-likelihood"] == pytest.approx(-1611.1581, abs=1e-4) and figures["Fit"] == "Converged."
    assert figures["Leave at the first renewal"] == pytest.approx(0.668088 / 4.474182, rel=1e-5)
    assert figures["Half have left after"] == 7  # 49.1% were left after seven renewals
    low, fitted, high = (column(table, heading) for heading in ("Lowest", "Survival fitted", "Highest"))
    assert all(0 <= a <= b <= c <= 1 for a, b, c in zip(low, fitted, high)) and (low[0], high[0]) == (1, 1)


def test_a_projection_that_came_true() -> None:
    """Years 8 to 12 as the paper's table 1 has them, of which the fit has seen nothing, lie in the 90% band, or all but one."""
    table = CLV_RETENTION(HIGH_END, 5)
    seen = [0.468, 0.445, 0.427, 0.409, 0.394]
    inside = [low <= share <= high for low, share, high in zip(column(table, "Lowest")[8:], seen, column(table, "Highest")[8:])]
    assert sum(inside) >= 4


def test_subscription_of_the_paper() -> None:
    """5.9223 payments when acquired and 6.8967 after 4 renewals, at 10% (REFERENCE: Fader and Hardie 2010's formulas on this fit; eCLV
    prints 5.920551 and 6.893253). 50 a year at a margin of 40% is 20 a payment."""
    table = CLV_SUBSCRIPTION(HIGH_END, 50, 0.4, 0.1, period="year", model="sBG")
    assert column(table, "Subscriber")[:3] == ["New", "After 0 renewals", "After 1 renewal"] and len(table) == 10
    payments = column(table, "Payments to come")
    assert (round(payments[0], 4), round(payments[5], 4)) == (5.9223, 6.8967)
    assert column(table, "Value") == pytest.approx([20 * n for n in payments])
    assert payments[0] == pytest.approx(1 + payments[1] / 1.1)  # a first payment now, then as one about to renew, a year later
    assert all(
        low < value < high for low, value, high in zip(*(column(table, name) for name in ("Lowest value", "Value", "Highest value")))
    )
    assert column(CLV_SUBSCRIPTION(HIGH_END, 50, 0.4, 0.1, 20, period="year", model="sBG"), "Value")[:9] == column(table, "Value")
    assert len(CLV_SUBSCRIPTION(HIGH_END, 50, 0.4, 0.1, 0)) == 3


def test_subscription_by_hand() -> None:
    """100, 60, 40: alpha 2, beta 3. Undiscounted 4 payments when new; then 3/5 x 5, 4/6 x 6 and 5/7 x 7."""
    table = CLV_SUBSCRIPTION(["Left", 100, 60, 40, None, ""], 10, 1, 0)
    assert column(table, "Payments to come") == pytest.approx([4, 3, 4, 5]) and column(table, "Value") == pytest.approx([40, 30, 40, 50])
    assert column(table, "Chance to renew")[1:] == pytest.approx([3 / 5, 4 / 6, 5 / 7])


def test_steady_churn_is_churn_s_value() -> None:
    """A tenth leaves each time and all are alike: m (1 + d) / (c + d) = 10 x 1.1 / 0.2 = 55 when new, as CHURN_CLV has it."""
    table = CLV_SUBSCRIPTION([10_000, 9000, 8100, 7290], 10, 1, 0.1, period="year")
    assert column(table, "Value")[0] == pytest.approx(55, rel=1e-4)
    assert "same probability" in dict(columns(CLV_RETENTION([10_000, 9000, 8100, 7290]), "Figure", "Value"))["Fit"]


BOTH = pytest.mark.parametrize(
    "call", [CLV_RETENTION, lambda survivors: CLV_SUBSCRIPTION(survivors, 10)], ids=["retention", "subscription"]
)


@BOTH
@pytest.mark.parametrize(
    ("survivors", "error"),
    [
        ([1, 0.869, 0.743, 0.653], ExcelError.NUM),
        ([100, 86.9, 74.3, 65.3], ExcelError.NUM),
        ([100, 60, 70], ExcelError.NUM),
        ([100, -1, -2], ExcelError.NUM),
        ([1e13, 1e12, 1e11], ExcelError.NUM),
        ([100, None, 40], ExcelError.NA),
        ([100, 40], ExcelError.NA),
        ([100], ExcelError.NA),
        ([], ExcelError.NA),
        (None, ExcelError.NA),
        ([100, 100, 100], ExcelError.NA),
        ([100, 0, 0], ExcelError.NA),
        ([0, 0, 0], ExcelError.NA),
        ([100, "many", 40], ExcelError.VALUE),
        ([100, True, 1], ExcelError.VALUE),
        ([100, "#REF!", 40], ExcelError.REF),
    ],
)
def test_counts_that_are_none(call: Any, survivors: Any, error: ExcelError) -> None:
    assert call(survivors) == error


def test_the_other_arguments() -> None:
    assert CLV_RETENTION(HIGH_END, -1) == CLV_RETENTION(HIGH_END, 1001) == ExcelError.NUM
    assert CLV_RETENTION(HIGH_END, "many") == ExcelError.VALUE
    assert len(CLV_RETENTION(HIGH_END)) == 1 + 8 + 12 and len(CLV_RETENTION(HIGH_END, 0)) == 9
    assert CLV_SUBSCRIPTION(HIGH_END, None) == ExcelError.NA and CLV_SUBSCRIPTION(HIGH_END, -1) == ExcelError.NUM
    assert CLV_SUBSCRIPTION(HIGH_END, 10, 2) == CLV_SUBSCRIPTION(HIGH_END, 10, 1, -0.1) == ExcelError.NUM
    assert CLV_SUBSCRIPTION(HIGH_END, 10, 1, 0) == ExcelError.DIV0  # alpha of .668: lifetimes without end
    assert column(CLV_SUBSCRIPTION(HIGH_END, 1e308), "Value")[0] == ExcelError.NUM


def test_sentences_say_what_to_do() -> None:
    assert "Give how many are left" in CLV_EXPLAIN("CLV_RETENTION", [1, 0.8, 0.7])
    assert "Nobody has left yet" in CLV_EXPLAIN("CLV_RETENTION", [9, 9, 9])
    assert "Give a rate above 0" in CLV_EXPLAIN("CLV_SUBSCRIPTION", HIGH_END, 10, 1, 0)
    assert "rises from 60 to 70 at renewal 2" in CLV_EXPLAIN("CLV_SUBSCRIPTION", [100, 60, 70], 10)
    assert "Value 22" in CLV_EXPLAIN("CLV_SUBSCRIPTION", HIGH_END, 1, 1, 0.1, None, None, "month", "sBG")


FALLING = st.lists(st.sampled_from([0, 1, 2, 3, 50, 99, 100, 10**6, 10**9, 10**12]), min_size=1, max_size=15).map(
    lambda counts: sorted(counts)[::-1]
)


@settings(max_examples=12)
@given(FALLING, st.sampled_from([0, 1e-9, 0.001, 0.1, 1e6]), st.sampled_from([0, 3, 1000]))
def test_any_cohort_gives_numbers_or_an_error(counts: list[int], rate: float, ahead: int) -> None:
    for answer in (CLV_RETENTION(counts, ahead), CLV_SUBSCRIPTION(counts, 10, 0.5, rate, ahead)):
        rows = answer if isinstance(answer, list) else [[answer]]
        assert len({len(row) for row in rows}) == 1
        for row in rows:
            below_zero = "Log-likelihood" in row
            assert all(cell is None or isinstance(cell, str) or (type(cell) is float and math.isfinite(cell)) for cell in row)
            assert below_zero or all(type(cell) is not float or cell >= 0 for cell in row)


def test_what_lies_after_renewals_that_nobody_makes() -> None:
    """By hand: after the last renewal seen, all that is to come lies beyond it, also where next to nobody is left to come."""
    rows = records(CLV_SUBSCRIPTION([99, 99, 50, 50, 0], 10, 0.5, 0, 1000))
    assert [row["Beyond what was seen"] for row in rows[6:]] == [1.0] * (len(rows) - 6)
    assert all(0 <= row["Beyond what was seen"] <= 1 for row in rows)


def test_half_have_left_only_where_it_was_nearly_seen() -> None:
    """Of 1,000, 491 are left after 7 renewals: half have left after 7. Of 100,000 of whom 1% leaves, half will have after some 69: of
    4 renewals seen that is out of sight."""
    assert records(CLV_SUBSCRIPTION(HIGH_END, 1, period="year"))[0]["Half have left after"] == 7
    stays = [100_000, 99_000, 98_010, 97_030, 96_060]
    assert {row["Half have left after"] for row in records(CLV_SUBSCRIPTION(stays, 1))} == {None}
    assert dict(columns(CLV_RETENTION(stays), "Figure", "Value"))["Half have left after"] is None
    six = [100, 85, 76, 69]  # half after 7 or 8 by the curve, which is more than twice 3
    assert dict(columns(CLV_RETENTION(six), "Figure", "Value"))["Half have left after"] is None


def test_a_projection_goes_on_from_what_was_seen_and_never_rises() -> None:
    """Many left at the last renewal: the curve lies above what was seen, and is lowered to it from then on."""
    counts = [1000, 950, 910, 870, 700]
    share = column(CLV_RETENTION(counts, 0, model="sBG"), "Survival fitted")[4]
    assert share > 0.7
    table = CLV_RETENTION(counts, 6, model="sBG")
    low, fitted, high = (column(table, name) for name in ("Lowest", "Survival fitted", "Highest"))
    model = ShiftedBetaGeometric.fit(counts)
    assert fitted[5:] == pytest.approx([0.7 * model.survival(n) / model.survival(4) for n in range(5, 11)])
    assert 0.7 > fitted[5] > fitted[-1] and all(a <= b <= c for a, b, c in zip(low, fitted, high))


def test_the_share_of_value_beyond_what_was_seen_by_hand() -> None:
    """100, 60, 40, undiscounted (alpha 2, beta 3): of 4 payments when new, 1 + .6 + .4 lie within the two renewals seen; of 3 to come
    before the first, .6 + .4; after the first, 40/60 of 4; after the second, none."""
    assert column(CLV_SUBSCRIPTION([100, 60, 40], 10, 1, 0), "Beyond what was seen") == pytest.approx([1 / 2, 2 / 3, 5 / 6, 1])


@pytest.mark.parametrize(("period", "years"), [("month", 1 / 12), ("quarter", 1 / 4), ("year", 1)])
def test_a_discount_rate_is_a_year_s(period: str, years: float) -> None:
    """Survival of sBG(2, 3) is 12 / ((t + 3)(t + 4)): the sum of it, discounted at 10% a year."""
    survival = [12 / ((t + 3) * (t + 4)) for t in range(20_000)]
    expected = math.fsum(share * 1.1 ** (-t * years) for t, share in enumerate(survival))
    found = records(CLV_SUBSCRIPTION([100, 60, 40], 10, 1, 0.1, period=period))[0]["Payments to come"]
    assert found == pytest.approx(expected, rel=1e-3)
