"""What a command did, in the lines that the command line prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_HEADLINES = (
    ("result_customers", "customers", "{:,.0f}"),
    ("result_revenue", "revenue", "{:,.2f}"),
    ("result_mean_clv", "value per customer", "{:,.2f}"),
    ("result_net", "after the cost to win", "{:,.2f}"),
    ("result_subscribers", "subscribers", "{:,.0f}"),
    ("result_monthly_revenue", "revenue a month", "{:,.2f}"),
    ("result_churn", "churn of the last period", "{:.1%}"),
    ("result_value_to_come", "value to come", "{:,.2f}"),
    ("result_top20_share", "share of the best customers", "{:.1%}"),
    ("result_value", "value of a customer", "{:,.2f}"),
    ("result_profit", "profit after all costs", "{:,.2f}"),
    ("result_clv_cac_ratio", "value : cost", "{:.1f}"),
)


def summary(report: Any) -> list[str]:
    """What `fill` did: the rows, the results and the verdict of the checks."""
    from .sources.report import sentences

    lines = [f"Wrote {report.output}", *report.notes, *(sentences(report.source) if report.source else [])]
    so_far = {"result_mean_clv": "value so far per customer"} if report.table == "Orders" else {}
    found = [(so_far.get(name, label), form, report.results.get(name)) for name, label, form in _HEADLINES]
    if figures := [f"{label} {form.format(value)}" for label, form, value in found if isinstance(value, float)]:
        lines.append(f"Results: {', '.join(figures)}")
    if checks := report.results.get("result_checks"):
        lines.append(f"Checks: {checks}")
    return [*lines, *kept_lines(report.kept)]


def kept_lines(kept: Sequence[str]) -> list[str]:
    """Which cells only Excel can compute."""
    more = f" and {len(kept) - 5} more" if len(kept) > 5 else ""
    return [f"Only Excel can compute these, and does so when it opens the file: {', '.join(kept[:5])}{more}."] if kept else []
