"""The command batch, and fill --each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the command line asks for help before anything is read
    from .jobs import Jobs
    from .outcome import Outcome


def add_batch(commands: Any, command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command of this module; `command` adds one."""
    batch = command(commands, "batch", _batch, "fill many workbooks, several at a time, from a file of jobs")
    batch.add_argument("jobs", metavar="JOBS", help="a file with a table [[job]] for each workbook: output, data, template, options")
    batch.add_argument("--force", action="store_true", help="replace workbooks that exist")
    batch.add_argument("--json", action="store_true", help="print the report as JSON")
    add_batch_options(batch)


def add_batch_options(command: argparse.ArgumentParser) -> None:
    """The options of a batch."""
    command.add_argument("--resume", action="store_true", help="leave out what an earlier run of the same batch has filled")
    command.add_argument("--processes", metavar="N", type=_number, help="how many work at a time (default: one for each processor)")


def _number(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError("a number of 1 or more")
    return int(text)


def _batch(args: argparse.Namespace) -> int:
    from .jobs import read_jobs

    return _done(read_jobs(args.jobs), Path(args.jobs).with_suffix(""), args)


def fill_each(args: argparse.Namespace, template: str | None, data: Any, output: str, given: Mapping[str, Any]) -> int:
    """Fill a workbook for each value of a column, or for each file."""
    from .jobs import PLACE, Jobs, checked, jobs_each

    found = jobs_each(template, data, args.each, output, given)
    jobs = Jobs(checked(found.jobs, args.each), found.notes)
    return _done(jobs, Path(output.replace(PLACE, "each")).with_suffix(""), args)


def _done(told: Jobs, beside: Path, args: argparse.Namespace) -> int:
    """Do the jobs, say what came of each, and write both reports beside. 1 where one has failed."""
    from tqdm import tqdm

    from .reporting import check_reports, earlier_report, report_of, write_report, write_summary
    from .running import run, waiting

    report, summary = beside.with_name(f"{beside.name}-report.json"), beside.with_name(f"{beside.name}-summary.xlsx")
    check_reports(report, summary, force=args.force or args.resume)
    before = earlier_report(report, resume=args.resume)
    outcomes = waiting(told.jobs, before, force=args.force)
    write_report(report, outcomes)  # where that cannot be, it is said before the work
    for note in () if args.json else told.notes:
        print(note)
    try:
        with tqdm(total=len(outcomes), delay=1, leave=False, disable=True if args.json else None, unit="workbook") as bar:
            for one in run(told.jobs, before, outcomes, processes=args.processes):
                outcomes[str(one.output)] = one
                write_report(report, outcomes)
                bar.update(1)
                if not args.json:
                    bar.write(f"{one.output}: {one.error or _figures(one.report)}", file=sys.stdout)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"stopped; {_counted(outcomes)}. Go on with --resume.") from None
    finally:
        write_summary(summary, outcomes)
    print(report_of(outcomes) if args.json else f"{_counted(outcomes)}. See {summary} and {report}.")
    return int(any(one.state == "failed" for one in outcomes.values()))


def _figures(report: Mapping[str, Any]) -> str:
    from ..summary import figures_in

    figures = figures_in(report.get("results", {}), so_far=report.get("template") == "transactions")
    return "; ".join(part for part in (figures, report.get("checks")) if part)


def _counted(outcomes: Mapping[str, Outcome]) -> str:
    states = [one.state for one in outcomes.values()]
    parts = [f"{states.count('filled')} of {len(states)} workbooks filled"]
    parts += [f"{states.count('kept')} as before"] if "kept" in states else []
    parts += [f"{states.count('failed')} failed"] if "failed" in states else []
    return ", ".join(parts)
