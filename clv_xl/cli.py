"""The command line: clv-xl demo, new, fill, recalc, functions, install, uninstall, doctor."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from .batch.command import add_batch, add_batch_options, fill_each
from .hosts import ENDINGS, HOSTS, build, host
from .own_copies_command import add_book_commands
from .sources.command import add_commands, add_source_options, settings
from .stopping import run_in_order
from .version import __version__
from .words import LANGUAGES

TEMPLATE_NAMES = ("calculator", "segments", "transactions", "subscriptions")
"""As in workbook/templates.py, which takes a while to load."""

_EXAMPLES = """\
examples:
  clv-xl demo                                        a made-up coffee shop's orders; also segments, subscriptions, calculator
  clv-xl demo transactions --data cdnow              the real orders of the music shop CDNOW
  clv-xl fill transactions orders.csv                your orders, in clv-transactions-orders.xlsx
  clv-xl fill orders.csv                             the template that the columns fit
  clv-xl fill transactions orders.xlsx --set gross_margin=40% --set cac=25 -o report.xlsx
  clv-xl fill transactions sales.csv --customer CustomerID --amount 'Quantity*UnitPrice'
  clv-xl fill calculator --set purchase_value=60 --set purchase_frequency=7 --set gross_margin=25% \\
                         --set lifespan=4 --set cac=140   what a customer is worth, from averages
  clv-xl fill report.xlsx orders-november.csv        the next month: your own copy knows how its file is read
  clv-xl fill report.xlsx orders-november.csv --add  the same, and keep the orders that are in it
  clv-xl fill transactions orders-2024.csv orders-2025.csv   several files of one list; also a folder
  clv-xl fill transactions shopify.csv woocommerce.csv till.csv   of several programs: each is read as its own
  clv-xl fill transactions orders.csv --customers crm.csv --products products.csv   with their channels and costs
  clv-xl fill transactions orders.csv --each shop    a workbook for each shop, several at a time
  clv-xl batch jobs.toml                             many workbooks, as a file says
  clv-xl fill segments customers.csv                 what customers and segments are worth
  clv-xl new calculator                              the calculator with sample values; --empty without
  clv-xl new transactions --language nl              an empty template to fill in by hand
  clv-xl recalc report.xlsx                          new values after a script has changed it
  clv-xl upgrade report.xlsx                         your own copy of an earlier version with today's pages
  clv-xl fill transactions orders.csv --anonymise    codes for customers; the key to them is a file beside it
  clv-xl forget report.xlsx --customer jan@x.nl      a customer taken out
  clv-xl functions CHURN_CLV                         what a function takes and answers
  clv-xl doctor                                      where the formulas work on this machine
  clv-xl install windows                             the functions in Excel for Windows
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command. 0: done; 1: it could not be done, and a sentence says why; 2: the command line is wrong; 130: Ctrl+C; 143: ended."""
    return run_in_order(_parser().parse_args(argv))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="clv-xl",
        description="Customer Lifetime Value workbooks from your own lists.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"clv-xl {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    names = ", ".join(TEMPLATE_NAMES)
    demo = _command(commands, "demo", _demo, "fill a template with its sample")
    demo.add_argument("template", metavar="TEMPLATE", nargs="?", default="transactions", help=f"{names} (default: transactions)")
    demo.add_argument(
        "--data", metavar="NAME", help="shop: a made-up coffee shop (the default); cdnow: the public orders of CDNOW, for transactions"
    )
    _output(demo, "clv-demo.xlsx")
    _language(demo)
    _host(demo)

    new = _command(commands, "new", _new, "write a template to fill in by hand or by a script")
    new.add_argument("template", metavar="TEMPLATE", help=names)
    new.add_argument("--empty", action="store_true", help="without the sample values that the calculator holds")
    _output(new, "clv-TEMPLATE.xlsx")
    _language(new)
    _host(new)

    _add_fill(commands)
    add_batch(commands, _command)
    add_commands(commands, _command)

    add_book_commands(commands, _command)

    for name, run, text in (
        ("install", _install, "make the functions known to a place that runs spreadsheets, for this user"),
        ("uninstall", _uninstall, "take away what install put there"),
    ):
        command = _command(commands, name, run, text)
        command.add_argument("host", metavar="HOST", choices=HOSTS, help=", ".join(HOSTS))
        command.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
        if name == "install":
            command.add_argument("--to", metavar="DIR", help="only build the files there, on any system")
    _command(commands, "doctor", _doctor, "say where the formulas work on this machine, and what is missing")

    functions = _command(commands, "functions", _functions, "list the functions, or explain one")
    functions.add_argument("name", metavar="NAME", nargs="?")
    return parser


def _add_fill(commands: Any) -> None:
    names = ", ".join(TEMPLATE_NAMES)
    fill = _command(commands, "fill", _fill, "fill a template with a file of yours, or with its inputs")
    fill.add_argument("template", metavar="TEMPLATE", help=f"{names}, or the file of your own copy of one; left out: told from the columns")
    fill.add_argument(
        "data",
        metavar="DATA",
        nargs="*",
        help="your list: .csv, .xlsx, .parquet and others; several files, a folder or a pattern are one list; none for the calculator",
    )
    _output(fill, "clv-TEMPLATE-DATA.xlsx")
    _language(fill)
    _host(fill)
    fill.add_argument(
        "--set", metavar="NAME=VALUE", action="append", default=[], help="an input: gross_margin=40%%, cac=25, as_of=2024-06-30"
    )
    fill.add_argument("--add", action="store_true", help="put the rows behind those that your own copy has, instead of replacing them")
    fill.add_argument(
        "--anonymise",
        action="store_true",
        help="codes for customers; who they are stands in a file beside, such as report.key.csv, alone",
    )
    fill.add_argument(
        "--each",
        metavar="COLUMN",
        help='a workbook for each value of a column, named where {each} stands in the output; "file": for each of several files',
    )
    add_batch_options(fill)
    fill.add_argument("--save", metavar="FILE", help="keep the options and inputs in a file, for --settings")
    fill.add_argument("--static", action="store_true", help="write values only, for people without the add-in")
    fill.add_argument("--json", action="store_true", help="print the whole report as JSON, errors too")
    add_source_options(fill)


def _command(commands: Any, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
    command.set_defaults(run=run)
    return command


def _output(command: argparse.ArgumentParser, default: str) -> None:
    command.add_argument("-o", "--output", metavar="FILE", help=f"the workbook to write (default: {default})")
    command.add_argument("--force", action="store_true", help="replace it where it exists")


def _host(command: argparse.ArgumentParser) -> None:
    words = (
        "lite: .xlsx for xlwings Lite or Excel alone (the default); lite-2021: .xlsx for xlwings Lite in Excel 2021, which has no LAMBDA; "
        "windows: .xlsm with the functions inside; libreoffice: .xlsx for Calc"
    )
    command.add_argument("--host", choices=list(ENDINGS), default="lite", help=words)


def _language(command: argparse.ArgumentParser) -> None:
    words = ", ".join(f"{code}: {name}" for code, name in LANGUAGES.items())
    command.add_argument("--language", choices=list(LANGUAGES), help=f"of the workbook; {words} (default: en)")


def _demo(args: argparse.Namespace) -> int:
    from .commands import demo
    from .summary import summary

    output = args.output or f"clv-demo{ENDINGS[args.host]}"
    report, note = demo(args.template, output, args.data, args.language or "en", args.host, force=args.force, progress=True)
    _print(summary(report))
    print(note)
    return 0


def _new(args: argparse.Namespace) -> int:
    from .commands import new
    from .workbook.templates import template_path
    from .xlsx.saving import check_output

    language = args.language or "en"
    source = template_path(args.template, language)
    ending = ENDINGS[args.host]
    output = args.output or f"clv-{args.template}{ending}"
    check_output(output, force=args.force, keep=[source], ending=ending)
    made = new(args.template, output, language, args.host, empty=args.empty)
    print(f"Wrote {made}. Fill in the yellow cells, then run: clv-xl recalc {output}")
    return 0


def _fill(args: argparse.Namespace) -> int:
    from inspect import signature
    from pathlib import Path

    from .commands import fill, report_json
    from .sources.settings import settings_text
    from .summary import summary
    from .workbook.filling import is_template
    from .xlsx.saving import new_file

    inputs = {}
    for setting in args.set:
        name, equals, value = setting.partition("=")
        if not equals or not name:
            print(f"clv-xl: --set takes NAME=VALUE, such as gross_margin=40%, not {setting!r}.", file=sys.stderr)
            return 2
        inputs[name.strip().removeprefix("input_")] = value.strip()
    if not args.each and (args.resume or args.processes):
        print("clv-xl: --resume and --processes go with --each, or with the command batch.", file=sys.stderr)
        return 2
    options, kept = settings(args)
    inputs = {**kept, **inputs}
    if reserved := sorted(set(inputs) & set(signature(fill).parameters)):
        print(f"clv-xl: --set {reserved[0]}: there is no input of this name; see the Inputs tab, or clv-xl fill --help.", file=sys.stderr)
        return 1
    template, data = args.template, args.data
    if template not in TEMPLATE_NAMES and not is_template(template):
        template, data = None, [template, *data]
    stem = "-".join(["clv", *(Path(name).stem for name in (template, *data[:1]) if name), *(["{each}"] if args.each else [])])
    output = args.output or f"{stem}{ENDINGS[args.host]}"
    said = {
        "language": args.language,
        "host": args.host,
        "static": args.static,
        "add": args.add,
        "kept": args.settings != "none",
        "anonymise": args.anonymise,
        "options": options,
        **inputs,
    }
    if args.each:
        return fill_each(args, template, data, output, said)
    report = fill(template, data or None, output, force=args.force, progress=not args.json, **said)
    if args.save:
        with new_file(args.save) as target:
            target.write(settings_text(options, inputs).encode())
    if args.json:
        print(report_json(report))
    else:
        _print(summary(report))
    return 0


def _install(args: argparse.Namespace) -> int:
    steps = [f"Write {path}" for path in build(args.host, args.to, args.dry_run)] if args.to else host(args.host).install(args.dry_run)
    return _print_steps(steps, args.dry_run)


def _uninstall(args: argparse.Namespace) -> int:
    return _print_steps(host(args.host).uninstall(args.dry_run), args.dry_run)


def _print(lines: Sequence[str]) -> None:
    print("\n".join(lines), end="\n" if lines else "")


def _print_steps(steps: Sequence[str], dry_run: bool) -> int:
    print("\n".join(steps))
    if dry_run:
        print("Nothing has been changed: this was a dry run.")
    return 0


def _doctor(_: argparse.Namespace) -> int:
    wrong = False
    for name in HOSTS:
        module = host(name)
        print(f"{module.TITLE}")
        for finding in module.look():
            wrong = wrong or finding.state == "wrong"
            print(f"  {finding.state + ':':<9} {finding.sentence}{f' Fix: {finding.fix}' if finding.fix else ''}")
    return int(wrong)


def _functions(args: argparse.Namespace) -> int:
    from .functions import REGISTRY
    from .functions.reference import describe, overview

    if not args.name:
        print(overview())
        return 0
    declaration = REGISTRY.get(args.name.upper())
    if declaration is None:
        print(f"clv-xl: there is no function {args.name}; they are {', '.join(REGISTRY)}.", file=sys.stderr)
        return 1
    print(describe(declaration))
    return 0


if __name__ == "__main__":
    sys.exit(main())
