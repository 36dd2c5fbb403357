"""What a command did, in the lines that the command line prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    if figures := figures_in(report.results, so_far=report.table == "Orders"):
        lines.append(f"Results: {figures}")
    if checks := report.results.get("result_checks"):
        lines.append(f"Checks: {checks}")
    return [*lines, *kept_lines(report.kept)]


def figures_in(results: Mapping[str, Any], *, so_far: bool) -> str:
    """The most important results in a line. so_far: whether the value of customers is what they have brought so far."""
    labels = {"result_mean_clv": "value so far per customer"} if so_far else {}
    found = [(labels.get(name, label), form, results.get(name)) for name, label, form in _HEADLINES]
    return ", ".join(f"{label} {form.format(value)}" for label, form, value in found if isinstance(value, float))


def kept_lines(kept: Sequence[str]) -> list[str]:
    """Which cells only Excel can compute."""
    more = f" and {len(kept) - 5} more" if len(kept) > 5 else ""
    return [f"Only Excel can compute these, and does so when it opens the file: {', '.join(kept[:5])}{more}."] if kept else []
