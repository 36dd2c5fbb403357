"""Value after costs and fees. All figures are worked out by hand beside them."""

from __future__ import annotations

from typing import Any

import pytest

from clv_xl.cells.errors import ExcelError
from clv_xl.functions import (
    CLV_COHORTS,
    CLV_COSTS,
    CLV_CUSTOMERS,
    CLV_DORMANT,
    CLV_FORECAST,
    CLV_HISTORICAL,
    CLV_PREDICT,
    CLV_PRODUCTS,
    CLV_STAKES,
    CLV_TREND,
    CLV_VALUE_AT_AGE,
)
from tests import tables
from tests.tables import column, keyed

WHO = ["Ann", "Bo", "Bo", "Ann"]
WHEN = ["2024-01-01", "2024-01-05", "2024-01-20", "2024-02-10"]
PAID = [100, 40, -40, 50]
COSTS = [[60, 3], [10, None], [None, -1], [20, 2]]
"""Ann leaves 100 - 60 - 3 = 37 and 50 - 20 - 2 = 28. Bo leaves 40 - 10 = 30; then 40 goes back, the goods are lost and a fee of 1
comes back: -39. All together 56 of a revenue of 150."""


def figures(*args: Any) -> dict[str, Any]:
    return tables.figures(CLV_COSTS(*args))


def values(*args: Any, **kwargs: Any) -> dict[str, float]:
    return {name: line["Value so far"] for name, line in keyed(CLV_CUSTOMERS(WHO, WHEN, PAID, *args, **kwargs)).items()}


def test_every_order_has_a_cost() -> None:
    found = figures(WHO, WHEN, PAID, COSTS)
    assert found == {
        "Orders": 3,
        "With a cost": 3,
        "Counted with their cost": 3,
        "Share of revenue with a cost": 1,
        "Margin by the costs": pytest.approx(1 - 90 / 190),
        "Fees": 4,
        "Value": 56,
        "Value / revenue": pytest.approx(56 / 150),
        "Costs not readable": 0,
    }
    assert values(costs=COSTS) == {"Ann": 65, "Bo": -9}
    assert values(None, 0.4, costs=COSTS) == {"Ann": 65, "Bo": -9}  # a margin is for orders without a cost


def test_all_functions_count_the_same() -> None:
    assert keyed(CLV_VALUE_AT_AGE(WHO, WHEN, PAID, 1, costs=COSTS))["Ann"]["Value at age"] == 37  # 10 February is after one month
    assert CLV_COHORTS(WHO, WHEN, PAID, costs=COSTS)[1] == ["2024-01", 2, 150, (37 - 9) / 2, 56 / 2]
    assert [row["CLV so far"] for row in keyed(CLV_TREND(WHO, WHEN, PAID, costs=COSTS)).values()] == [14, 28, 28]
    products = keyed(CLV_PRODUCTS(WHO, ["Pot", "Cup", "Cup", "Cup"], PAID, COSTS))
    assert [products[name]["Profit"] for name in ("Pot", "Cup", "All products")] == [37, 19, 56]
    assert products["Pot"]["Mean CLV of buyers"] == 65


def test_goods_that_come_back_take_their_cost_with_them() -> None:
    """-40 + 10 - (-1) = -29: Bo leaves 30 - 29 = 1. A cost above zero beside a refund is no second cost of the goods."""
    assert values(costs=[*COSTS[:2], [-10, -1], COSTS[3]])["Bo"] == 1
    assert values(costs=[*COSTS[:2], [10, -1], COSTS[3]])["Bo"] == -9


def test_value_so_far_without_dates_counts_alike() -> None:
    """Of Ann 65 and of Bo -9, of 56; Cy has no cost and 10 at 40%. Fees alone come off the margin: 40% of 150 less 2 for each order."""
    found = keyed(CLV_HISTORICAL(WHO, PAID, costs=COSTS))
    assert [*found] == ["Ann", "Bo", "All customers"]
    assert [row["Value so far"] for row in found.values()] == [65, -9, 56]
    assert [row["Revenue"] for row in found.values()] == [150, 0, 150]
    assert [row["Share of value"] for row in found.values()] == pytest.approx([65 / 56, -9 / 56, 1])
    part = keyed(CLV_HISTORICAL([*WHO, "Cy"], [*PAID, 25], 0.4, costs=[*COSTS, [None, None]]))
    assert [part[name]["Value so far"] for name in ("Ann", "Cy", "Bo")] == [65, 10, -9] and [*part][:3] == ["Ann", "Cy", "Bo"]
    fees = keyed(CLV_HISTORICAL(WHO, PAID, 0.4, costs=[[None, 2]] * 4))
    assert fees["All customers"]["Value so far"] == pytest.approx(0.4 * 150 - 8)
    assert column(CLV_HISTORICAL(WHO, PAID, costs=[[200]] * 4), "Share of value") == [ExcelError.DIV0] * 3


def test_a_part_of_the_orders_has_costs() -> None:
    """Ann's first order alone has a cost. With a margin of 40% the others count with it: Ann 37 + 20 - 2, Bo 16 - 40 + 1."""
    part = [[60, 3], [None, None], [None, -1], [None, 2]]
    assert values(None, 0.4, costs=part) == {"Ann": 55, "Bo": -23}
    found = figures(WHO, WHEN, PAID, part, 0.4)
    assert (found["With a cost"], found["Counted with their cost"]) == (1, 1)
    assert found["Share of revenue with a cost"] == pytest.approx(100 / 190) and found["Margin by the costs"] == pytest.approx(0.4)
    # without a margin no cost is counted, and the fees are
    assert values(costs=part) == {"Ann": 145, "Bo": 1}
    found = figures(WHO, WHEN, PAID, part)
    assert (found["With a cost"], found["Counted with their cost"], found["Value"]) == (1, 0, 146)


def test_fees_without_costs_come_off_the_margin() -> None:
    """150 at 40%, less 3 - 1 + 2."""
    fees = [[None, fee] for _, fee in COSTS]
    assert figures(WHO, WHEN, PAID, fees, 0.4)["Value"] == 56
    assert figures(WHO, WHEN, PAID, fees)["Value"] == 146
    assert figures(WHO, WHEN, PAID, fees)["Margin by the costs"] == ExcelError.NA
    assert CLV_PRODUCTS(WHO, WHO, PAID, fees) == CLV_PRODUCTS(WHO, WHO, PAID)


def test_without_costs_nothing_changes() -> None:
    blank = [[None, None]] * 4
    assert CLV_CUSTOMERS(WHO, WHEN, PAID, None, 0.4, costs=blank) == CLV_CUSTOMERS(WHO, WHEN, PAID, None, 0.4)
    assert figures(WHO, WHEN, PAID, blank, 0.4)["Value"] == 60
    assert figures(WHO, WHEN, PAID, blank, 0.4)["Share of revenue with a cost"] == 0


def test_costs_written_below_zero_are_costs() -> None:
    """As a bank or PayPal writes them; what comes back then stands above zero."""
    turned = [[None if cell is None else -cell for cell in row] for row in COSTS]
    assert values(costs=turned) == {"Ann": 65, "Bo": -9}


def test_an_order_of_zero_needs_no_cost_and_a_text_is_none() -> None:
    given = [["Cost", "Fees"], [60, 3], [10, "free"], [None, -1], ["20 EUR?", 2]]
    who, when, paid = ["Customer", *WHO], ["Date", *WHEN], ["Amount", *PAID]
    found = figures(who, when, paid, given)
    assert (found["With a cost"], found["Costs not readable"], found["Value"]) == (2, 2, 146)
    assert figures(["A", "A"], [1, 2], [10, 0], [[4], [None]])["Value"] == 6
    assert figures(["A", "A"], [1, 2], [10, 0], [[4], [3]])["Value"] == 3  # something given away


def test_one_order_and_one_column() -> None:
    assert figures(["A"], [1], [10], 4)["Value"] == 6
    assert figures(["A", "B"], [1, 2], [10, 20], [4, 5])["Value"] == 21
    assert figures(["A"], [1], [10], [[4, 1]])["Value"] == 5
    assert values(costs=0) == values()  # one value for every row


def _shop() -> tuple[list[int], list[int], list[float]]:
    """Twenty customers, every second of whom comes back."""
    who = [*range(20), *range(0, 20, 2), *range(0, 20, 4)]
    when = [100 + n for n in range(20)] + [130 + 2 * n for n in range(10)] + [180 + 3 * n for n in range(5)]
    return who, when, [20.0 + n % 7 for n in range(len(who))]


def test_what_is_to_come_leaves_what_all_orders_left() -> None:
    """Costs of 60% and a fee of 1 an order: the forecast is that of a margin of value / revenue, and values so far are the orders' own."""
    who, when, paid = _shop()
    costs = [[0.6 * amount, 1] for amount in paid]
    revenue = sum(paid)
    margin = (0.4 * revenue - len(paid)) / revenue
    found, plain = keyed(CLV_PREDICT(who, when, paid, costs=costs)), keyed(CLV_PREDICT(who, when, paid, 12, 0, margin))
    for customer, line in found.items():
        assert line["Future value"] == pytest.approx(plain[customer]["Future value"])
        own = [0.4 * amount - 1 for one, amount in zip(who, paid) if one == customer]
        assert line["Value so far"] == pytest.approx(sum(own))
    together = keyed(CLV_FORECAST(who, when, paid, costs=costs))
    assert together["Value so far"]["Expected"] == pytest.approx(margin * revenue)
    assert together["Future value"]["Expected"] == pytest.approx(sum(line["Future value"] for line in found.values()))
    stakes = keyed(CLV_STAKES(who, when, paid, costs=costs))
    assert stakes["All customers"]["Value at stake"] == together["Future value"]["Expected"]
    overdue = column(CLV_DORMANT(who, when, paid, costs=costs), "Value at stake")
    assert overdue[-1] == pytest.approx(stakes["Overdue"]["Value at stake"])
