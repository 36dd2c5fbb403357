"""The pages of the demo beside the truth that it is drawn from: what is so is found, and what is not so is not claimed."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp
from typing import Any

import numpy as np
import pytest
from openpyxl import Workbook
from scipy.special import betaln

from clv_xl import functions
from clv_xl.functions.customers.comparing import Verdict
from clv_xl.sample import SHOP_ORDERS, lists, shop, simulation
from tests.conftest import demonstrated, filled, opened
from tests.support.cells import line, listed, named

ALIKE = ("Search ads", "Social ads")
MARGIN, DISCOUNT = SHOP_ORDERS.inputs["gross_margin"], 1.1


@pytest.fixture(scope="module")
def orders() -> Workbook:
    return opened(demonstrated().path)


def value(book: Workbook, name: str) -> Any:
    return named(book, name).value


def verdicts(book: Workbook) -> dict[tuple[str, str], str]:
    """What the pages conclude of each group beside the others, by grouping and group."""
    return {(by, group): verdict for by, group, verdict in listed(book["Workings"], "By", "Group", "Verdict")}


def ahead() -> tuple[int, float, int]:
    """What today's customers do in the 12 months after the lists: their orders, the margin of them discounted, and how many are there."""
    who, sold = simulation.customers(), simulation.lines()
    later = sold.day >= simulation.DAYS
    worth = sold.amount[later] * DISCOUNT ** -((sold.day[later] - simulation.DAYS + 1) / 365.25)
    return len(np.unique(sold.order[later & (sold.amount > 0)])), MARGIN * worth.sum(), int((who.left >= simulation.DAYS).sum())


def test_the_forecast_beside_what_comes(orders: Workbook) -> None:
    """Those who are still customers are found to 4%, and what they order to 3%: the months before are the slow ones of the year, which the
    forecast knows. It takes orders to be as dear as they were on average, and prices rose in 2025; the range holds what comes."""
    purchases, worth, there = ahead()
    rows = {row[0]: row[1] for row in listed(orders["Prediction"], "Figure", "Expected")}
    assert rows["Still customers"] == pytest.approx(there, rel=0.04)
    assert rows["Orders"] == pytest.approx(purchases, rel=0.03)
    assert value(orders, "result_predicted_clv") == pytest.approx(worth, rel=0.1)
    assert value(orders, "result_predicted_clv_low") < worth < value(orders, "result_predicted_clv_high")


@pytest.fixture
def steady() -> Iterator[None]:
    """The same shop without seasons, Black Weeks and dearer coffee."""
    kept = [simulation.customers, simulation.lines]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shop, "SEASON", (1.0,) * 12)
        patch.setattr(shop, "PRICE_RISE", 0.0)
        patch.setattr(shop, "BLACK_WEEK_DISCOUNT", 0.0)
        for one in kept:
            one.cache_clear()
        yield
    for one in kept:
        one.cache_clear()


def test_without_seasons_the_forecast_holds_what_comes(steady: None) -> None:
    columns = lists.orders()
    given = [columns[name] for name in ("customer", "date", "amount")]
    table = functions.CLV_FORECAST(*given, 12, 0.1, MARGIN, shop.LAST)
    found = {row[0]: row for row in table}
    purchases, worth, there = ahead()
    assert found["Customers still there"][1] == pytest.approx(there, rel=0.03)
    for name, true in (("Orders", purchases), ("Future value", worth)):
        low, high = (found[name][table[0].index(f"Outcome, {end}")] for end in ("low", "high"))
        assert low < true < high, name


def test_the_better_channel_is_found_and_the_alike_are_not_told_apart(orders: Workbook) -> None:
    assert value(orders, "worth_answer").startswith("Yes, Referrals: ")
    found = verdicts(orders)
    assert found["Channel", "Referrals"] == Verdict.HIGHER
    assert [group for (by, group), verdict in found.items() if by == "Channel" and verdict == Verdict.HIGHER] == ["Referrals"]
    values = functions.CLV_VALUE_AT_AGE(*(lists.orders()[name] for name in ("customer", "date", "amount")), 12, shop.LAST, MARGIN)
    channel = {f"C{number + 1:04}": [*shop.CHANNELS][place] for number, place in enumerate(simulation.customers().channel)}
    of_two = [
        (channel[customer], worth) for customer, _, worth in values[1:] if channel.get(customer) in ALIKE and isinstance(worth, float)
    ]
    assert len(of_two) > 1500
    table = functions.CLV_COMPARE([group for group, _ in of_two], [worth for _, worth in of_two])
    place = table[0].index("Verdict")
    assert {row[place] for row in table[1:]} == {Verdict.ALIKE}


def test_the_good_and_the_bad_cohort_are_seen(orders: Workbook) -> None:
    found = verdicts(orders)
    assert found["Acquired", "2024-05"] == Verdict.HIGHER and found["Acquired", "2024-11"] == Verdict.LOWER
    assert found["Campaign", "Open roastery"] == Verdict.HIGHER and found["Campaign", "Black Week"] == Verdict.LOWER
    others = {group: verdict for (by, group), verdict in found.items() if by == "Acquired" and group not in ("2024-05", "2024-11")}
    assert len(others) > 25 and set(others.values()) <= {Verdict.ALIKE, Verdict.UNKNOWN}
    assert found["Segment", "Office"] == Verdict.HIGHER  # they take 2.4 times as much coffee


def test_the_season_growth_and_the_dearer_coffee_are_seen(orders: Workbook) -> None:
    """The season is at its height in November and December; more new customers come each year, to whom older ones are added; coffee, most
    of what is sold, costs 12% more from April 2025 on."""
    assert value(orders, "season_answer").startswith("Yes, there are seasons (95% sure): Nov brought 1.")
    assert value(orders, "chart_growth").startswith("Yes: ")
    months = {row[0]: row[1:] for row in listed(orders["Trend"], "Period", "Revenue", "Purchases")}

    def mean_order(first: int, last: int) -> float:
        """Over the same months of two years, so that the season is the same."""
        names = [f"{(first + step) // 12}-{(first + step) % 12 + 1:02}" for step in range(last - first + 1)]
        return sum(months[name][0] for name in names) / sum(months[name][1] for name in names)

    april = 2025 * 12 + 3
    assert 1.06 < mean_order(april, april + 11) / mean_order(april - 12, april - 1) < 1.14


def test_the_chart_of_months_names_every_third(orders: Workbook) -> None:
    assert line(orders, "Dashboard", "Month", 18)[::3] == ["Apr 25", "Jul 25", "Oct 25", "Jan 26", "Apr 26", "Jul 26"]


def test_what_was_given_back_is_taken_off(orders: Workbook) -> None:
    sold = simulation.lines()
    seen = sold.day < simulation.DAYS
    given = -sold.amount[seen & (sold.amount < 0)].sum()
    assert given > 10_000
    assert value(orders, "result_revenue") == pytest.approx(sold.amount[seen & (sold.amount > 0)].sum() - given, abs=0.01)


def test_the_retention_curve_holds_the_true_one() -> None:
    """S(t) = B(alpha, beta + t) / B(alpha, beta) of each plan (Fader and Hardie 2007, equation 6), by the share of its subscribers: within
    the range up to the 24th renewal."""
    rows = listed(opened(filled("subscriptions", "en"))["Retention"], "Period", "Lowest", "Highest")[:25]
    for period, low, high in rows:
        true = sum(p.share * exp(betaln(p.alpha, p.beta + period) - betaln(p.alpha, p.beta)) for p in shop.PLANS.values())
        assert low - 1e-9 <= true <= high + 1e-9, (period, low, true, high)


def test_channels_hold_their_true_ratio() -> None:
    """A hundred thousand customers of each channel say what one brings in 12 months; the page's range of value : cost holds it, and the
    advice is the one that it allows."""
    rows = {
        row[1]: row[2:]
        for row in listed(opened(filled("segments", "en"))["Channels"], "By", "Group", "Ratio, low", "Ratio, high", "Advice")
    }
    assert rows["Organic search"][2] == "No cost" and rows["Referrals"][2] == "Spend more"
    true = _value_in_a_year()
    for channel, one in shop.CHANNELS.items():
        if one.cost:
            low, high, _ = rows[channel]
            assert low < true[channel] / one.cost < high, channel


def _value_in_a_year() -> dict[str, float]:
    made = [simulation.customers, simulation.lines]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shop, "CUSTOMERS", shop.CUSTOMERS * 25)
        patch.setattr(shop, "CAMPAIGNS", {name: one._replace(customers=one.customers * 25) for name, one in shop.CAMPAIGNS.items()})
        for one in made:
            one.cache_clear()
        who, columns = simulation.customers(), lists.customers_in_a_year()
        old = who.channel[who.first <= simulation.DAYS - lists.YEAR]
        found = {name: float(np.mean(np.array(columns["value"])[old == place])) for place, name in enumerate(shop.CHANNELS)}
    for one in made:
        one.cache_clear()
    return found
