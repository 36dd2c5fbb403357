"""One row per customer, written once with narwhals for whatever holds the orders: pandas, DuckDB, Spark.

Repeated orders of a customer on a day are one purchase. A negative amount is a refund: it nets against the customer's
revenue, and a day that refunds bring to nothing or less is no purchase. An order of zero is a purchase.
"""

from __future__ import annotations

from typing import Any

CENT_FRACTION = 6
"""Decimals that money is rounded to after adding, so that 10.10 + 20.20 - 30.30 is nothing and not 3.6e-15."""


def customer_days(orders: Any) -> Any:
    """Orders (customer, day, amount) as one row per customer and day: net, and whether the day is a purchase."""
    import narwhals as nw

    days = (
        nw.from_native(orders)
        .group_by("customer", "day")
        .agg(
            net=nw.col("amount").sum(),
            lowest=nw.col("amount").min(),
        )
        .with_columns(net=nw.col("net").round(CENT_FRACTION))
    )
    return days.with_columns(purchase=(nw.col("net") > 0) | (nw.col("lowest") >= 0)).drop("lowest")


def summarise_customers(orders: Any) -> Any:
    """Orders (customer, day, amount) as one row per customer.

    Columns: customer, revenue (net of refunds), purchases (days), first and last purchase day, first_order (what was
    spent on the first day). A customer with refunds alone has no purchase, and no first and last.
    """
    import narwhals as nw

    days = customer_days(orders)
    bought = days.filter(nw.col("purchase"))
    revenue = days.group_by("customer").agg(revenue=nw.col("net").sum()).with_columns(revenue=nw.col("revenue").round(CENT_FRACTION))
    span = bought.group_by("customer").agg(purchases=nw.len(), first=nw.col("day").min(), last=nw.col("day").max())
    opening = bought.select("customer", first=nw.col("day"), first_order=nw.col("net"))
    return revenue.join(span.join(opening, on=["customer", "first"], how="left"), on="customer", how="left").to_native()
