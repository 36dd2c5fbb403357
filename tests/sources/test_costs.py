"""Costs, fees and what shipping costs, as files have them. The figures are worked out by hand beside them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from clv_xl.sources.source import read_orders
from clv_xl.sources.understood import Source

HEAD = ["Customer", "Date", "Amount"]
ROWS = [("a", "2024-01-31", 100.0), ("b", "2024-02-01", 40.0), ("b", "2024-02-03", -40.0)]


def read(*columns: tuple[str, list[Any]], **options: Any) -> Source:
    frame = pd.DataFrame(ROWS, columns=HEAD)
    for heading, cells in columns:
        frame[heading] = cells
    return read_orders(frame, **options)


def costs(source: Source) -> list[tuple[float | None, float | None]]:
    return [(row.get("cost"), row.get("fees")) for row in source.table.to_pylist()]


def test_fees_stand_in_the_list_beside_the_costs() -> None:
    source = read(("Cost", [60.0, 10.0, None]), ("Fee", [3.0, None, -1.0]))
    assert costs(source) == [(60, 3), (10, None), (None, -1)]
    assert source.columns["fees"] == [3, None, -1] and source.columns["cost"] == [60, 10, None]
    assert source.account.read.money == source.account.used.money == 100  # 100 + 40 - 40: no cost is in the account


def test_kinds_of_fees_and_postage_are_added_up() -> None:
    """3 + 1 + 5 and 1 + 2; a column of all fees has each kind in it."""
    kinds = (("Transaction fee", [3.0, None, None]), ("Processing fee", [1.0, 1.0, None]), ("Shipping label cost", [5.0, 2.0, None]))
    source = read(*kinds)
    assert [fees for _, fees in costs(source)] == [9, 3, None]
    assert source.headings["fees"] == '"Transaction fee" + "Processing fee" + "Shipping label cost"' and not source.not_used
    source = read(("Fees", [4.0, 1.0, None]), *kinds)
    assert [fees for _, fees in costs(source)] == [9, 3, None] and source.not_used == ["Transaction fee", "Processing fee"]


def test_what_customers_pay_for_shipping_is_no_cost() -> None:
    assert costs(read(("Shipping", [5.0, 5.0, None]))) == [(None, None)] * 3


def test_columns_below_zero_are_money_paid() -> None:
    source = read(("Fee", [-3.0, -1.0, 1.0]), ("Cost", [-60.0, -10.0, None]))
    assert costs(source) == [(60, 3), (10, 1), (None, -1)]


def test_a_cost_price_counts_for_each_piece() -> None:
    quantity = ("Quantity", [5, 2, -2])
    assert [cost for cost, _ in costs(read(quantity, ("Cost price", [6.0, 5.0, 5.0])))] == [30, 10, -10]
    assert [cost for cost, _ in costs(read(quantity, ("Cost", [30.0, 10.0, -10.0])))] == [30, 10, -10]  # that of the row
    assert [cost for cost, _ in costs(read(("Kostprijs", [60.0, 10.0, None])))] == [60, 10, None]
    named = read(quantity, ("Cost price", [60.0, 10.0, -10.0]), columns={"cost": "Cost price"})
    assert [cost for cost, _ in costs(named)] == [60, 10, -10]


def test_costs_and_fees_are_converted_with_their_amount() -> None:
    source = read(("Currency", ["EUR", "USD", "USD"]), ("Fee", [3.0, 1.0, None]), currency="EUR", rates={"USD": 0.5})
    assert costs(source) == [(None, 3), (None, 0.5), (None, None)]
