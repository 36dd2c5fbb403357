"""Names of periods."""

from __future__ import annotations


def short_label(cell: str, month: str) -> str:
    """A formula for the name of a period as a chart has room for it: "Feb 24" of 2024-02, "Q1 24" of 2024-Q1. month makes the name of a
    month from its number, {0}."""
    number = f"1*MID({cell},6,2)"
    named = f'IF(MID({cell},6,1)="Q",MID({cell},6,2),{month.format(number)})'
    return f'IF(LEN({cell})=4,{cell},{named}&" "&MID({cell},3,2))'
