"""The commands recalc, upgrade and forget."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any


def add_book_commands(commands: Any, command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands of this module; `command` adds one."""
    for name, run, text in (
        ("recalc", _recalc, "recalculate a workbook that a script or a person has changed"),
        ("upgrade", _upgrade, "bring a workbook of an earlier version to today's pages, functions and names"),
    ):
        one = command(commands, name, run, text)
        one.add_argument("file", metavar="FILE")
        one.add_argument("-o", "--output", metavar="FILE", help="write here instead of replacing FILE")
        one.add_argument("--force", action="store_true", help="replace the output where it exists")
    forget = command(
        commands, "forget", _forget, "take a customer out of workbooks: out of tables, results and texts, and out of their keys"
    )
    forget.add_argument("files", metavar="FILE", nargs="+")
    forget.add_argument("--customer", metavar="NAME", action="append", required=True, help="as the table has it; several are names of one")


def _recalc(args: argparse.Namespace) -> int:
    from .own_copies import recalculate
    from .summary import kept_lines

    result = recalculate(args.file, args.output, force=args.force)
    checks = result.results.get("result_checks")
    said = [f"Checks: {checks}"] if checks else []
    print("\n".join([f"Recalculated {args.output or args.file}.", *result.notes, *said, *kept_lines(result.kept)]))
    return 0


def _upgrade(args: argparse.Namespace) -> int:
    from .own_copies import upgrade

    print("\n".join(upgrade(args.file, args.output, force=args.force)))
    return 0


def _forget(args: argparse.Namespace) -> int:
    from .own_copies import forget

    found = forget(*args.files, customer=args.customer)
    if not any(one.rows or one.named for one in found):
        print(f"clv-xl: {' or '.join(args.customer)} is in none of these files; nothing has been changed.", file=sys.stderr)
        return 1
    for one in found:
        rows = f"{one.rows:,} row{'s'[: one.rows != 1]} went"
        also = ", and what else named the customer" if one.named else ""
        print(f"{one.path}: {rows}{also}." if one.rows or one.named else f"{one.path}: not in it.")
    return 0
