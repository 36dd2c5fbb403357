"""The options of the command line that say how a source is read, and the commands inspect and formats."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from typing import Any

from .columns.fields import BESIDE, LISTS
from .options import TENURE_UNITS, Options
from .problems import OrderFileError

FIELDS = {field.name: field for data_list in LISTS.values() for field in data_list.fields}


def add_source_options(command: argparse.ArgumentParser) -> None:
    """The options of `fill` and `inspect` that say how a source is read."""
    for field in FIELDS.values():
        also = ", or a sum or product of columns such as 'Total - \"Refunded Amount\"'" if field.counts else ""
        command.add_argument(field.option, metavar="COLUMN", help=f"the column of the {field.said}{also}, where its heading does not tell")
    for name in BESIDE:
        said = name.replace("_", " ")
        command.add_argument(
            f"--{name.replace('_', '-')}", metavar="COLUMN", help=f"the column of the {said}, where its heading does not tell"
        )
    command.add_argument("--where", metavar="CONDITION", help="only rows that meet it: 'Status in (paid, completed) and Total > 0'")
    command.add_argument("--except", metavar="CONDITION", dest="excluded", help="without the rows that meet it: 'Status = cancelled'")
    command.add_argument("--currency", metavar="CODE", help="the currency that counts, where there are several: EUR")
    command.add_argument("--rates", metavar="RATES", help="what others are worth in it: USD=0.92,GBP=1.17, or a CSV with currency and rate")
    command.add_argument(
        "--identity", choices=["id", "email", "name"], help="what customers are known by (default: id, else e-mail, else name)"
    )
    command.add_argument(
        "--duplicates",
        choices=["keep", "drop"],
        help="what becomes of rows that stand twice (default: keep, and say so); of orders in two files, drop counts those of the later",
    )
    command.add_argument(
        "--lines", choices=["sum", "first", "repeated"], help="whose the amounts on an order's lines are, where the file does not show it"
    )
    command.add_argument(
        "--customers",
        metavar="FILE",
        help="what is known of the customers (channel, segment, country), by id or e-mail; none: not that which your own copy keeps",
    )
    command.add_argument(
        "--tenure-unit",
        choices=TENURE_UNITS,
        help="what a tenure is counted in, where its heading does not say (subscriptions without dates)",
    )
    command.add_argument(
        "--products", metavar="FILE", help="what each product costs, by id, SKU or name; none: not that which your own copy keeps"
    )
    command.add_argument(
        "--profile",
        metavar="FILE",
        help="how the export of your program is read; clv-xl formats lists those that are known; none: by headings",
    )
    command.add_argument(
        "--settings", metavar="FILE", help="options and inputs from a file that --save wrote; none: not those that your own copy keeps"
    )
    command.add_argument("--strict", action="store_true", help="fail where a row cannot be read")
    command.add_argument("--decimal", choices=[".", ","], help="the decimal mark of the amounts, where they do not show it")
    command.add_argument("--dates", choices=["dmy", "mdy", "ymd"], help="the order of day, month and year, where the dates do not show it")
    command.add_argument("--encoding", help="of a text file that is not UTF-8 and not cp1252")
    command.add_argument("--sheet", help="the sheet of a workbook of data, where several could be meant")


def settings(args: argparse.Namespace, as_of: dt.date | None = None) -> tuple[Options, dict[str, Any]]:
    """What the command line says about a source, and else the file of settings; and the inputs of that file."""
    from .settings import on_top, read_settings

    options = _source_options(args, as_of)
    if args.settings in (None, "none"):
        return options, {}
    base, inputs = read_settings(args.settings)
    return on_top(options, base), inputs


def _source_options(args: argparse.Namespace, as_of: dt.date | None = None) -> Options:
    """What the command line says about a source. The last day that is not in the future is the clock's."""
    said_as = {name: field.said_as for name, field in FIELDS.items()} | {name: name for name in BESIDE}
    named = {name: said for name, option in said_as.items() if (said := getattr(args, option))}
    names = (
        "decimal",
        "encoding",
        "sheet",
        "where",
        "excluded",
        "currency",
        "rates",
        "identity",
        "duplicates",
        "lines",
        "tenure_unit",
        "profile",
        "strict",
        "customers",
        "products",
    )
    return Options(named, date_order=args.dates, as_of=as_of, today=dt.date.today(), **{name: getattr(args, name) for name in names})


def add_commands(commands: Any, command: Any) -> None:
    """The commands of this room; `command` adds one."""
    inspect = command(commands, "inspect", inspect_files, "say what is understood of a file, and write nothing")
    inspect.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        help="your list: .csv, .xlsx, .parquet and others; several files are one list",
    )
    inspect.add_argument(
        "--template", choices=[data_list.template for data_list in LISTS.values()], help="what it is a list for (default: as it shows)"
    )
    inspect.add_argument(
        "--set", metavar="as_of=DATE", action="append", default=[], help="the calculation date (default: the last day in the file)"
    )
    inspect.add_argument("--json", action="store_true", help="as JSON, errors too")
    add_source_options(inspect)
    command(commands, "formats", list_formats, "list the exports that are known, and what of each counts as money")


def inspect_files(args: argparse.Namespace) -> int:
    """Say what is understood of files."""
    from .columns.fields import TEMPLATES
    from .progress import steps
    from .report import as_json, sentences
    from .source import read_list

    options, _ = settings(args, _as_of(args.set))
    kinds = (TEMPLATES[args.template],) if args.template else tuple(LISTS.values())
    with steps(1, not args.json) as step:
        step("reading the data")
        source = read_list(args.files, *kinds, options=options)
    source.needs_some()
    if args.json:
        print(json.dumps(as_json(source), ensure_ascii=False, indent=2))
    else:
        print("\n".join([*sentences(source), "", *_first_rows(source)]))
    source.close()
    return 0


def error_json(problem: Exception) -> str:
    """A question or a failure as JSON."""
    return json.dumps({"error": str(problem), "options": getattr(problem, "options", [])}, ensure_ascii=False)


def _as_of(settings: list[str]) -> dt.date | None:
    for setting in settings:
        name, _, value = setting.partition("=")
        if name.strip().removeprefix("input_") == "as_of":
            try:
                return dt.date.fromisoformat(value.strip())
            except ValueError:
                raise OrderFileError(f"--set as_of={value}: this is no date; write it as 2024-06-30.", ["--set"]) from None
    return None


def _first_rows(source: Any, most: int = 8) -> list[str]:
    """The first rows that count, as a table."""
    names, first = source.first_rows(most)
    rows = [names, *([_cell(value) for value in row] for row in first)]
    widths = [min(28, max(map(len, column))) for column in zip(*rows)]
    return ["  ".join(cell[:28].ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:,.2f}" if isinstance(value, float) else str(value)


def list_formats(_: argparse.Namespace) -> int:
    """List the profiles."""
    from .columns.profiles import known_profiles

    for profile in known_profiles():
        print(f"{profile.program} ({profile.key}, for the template {profile.template})")
        for line in profile.takes():
            print(f"  {line}")
    return 0
