"""The tables that functions answer with, as tests read them: by the words of headings and of first cells, never by position."""

from __future__ import annotations

from typing import Any

from clv_xl.functions import records

Table = list[list[Any]]


def column(table: Table, heading: str) -> list[Any]:
    """The cells below a heading."""
    return [row[heading] for row in records(table)]


def columns(table: Table, *headings: str) -> list[tuple[Any, ...]]:
    """The cells below several headings, row by row."""
    return [tuple(row[heading] for heading in headings) for row in records(table)]


def keyed(table: Table) -> dict[Any, dict[str, Any]]:
    """The rows by their first cell."""
    return {next(iter(row.values())): row for row in records(table)}


def figures(table: Table) -> dict[Any, Any]:
    """The second cell of each row by its first, where each row is a figure."""
    return {next(iter(row.values())): list(row.values())[1] for row in records(table)}


def ages(row: dict[str, Any]) -> list[Any]:
    """The cells of a cohort, from age 0 on."""
    return [cell for heading, cell in row.items() if heading.isdigit()]
