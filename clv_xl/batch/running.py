"""Doing jobs in several processes that stay warm, each job whole or not at all. One that fails stops no other."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any

from ..sources.problems import INTERRUPTED, OrderFileError
from ..xlsx.saving import WorkbookError
from .jobs import Job, checked, read_jobs
from .outcome import Outcome, State
from .reporting import check_reports, digest_of, earlier_report, write_report

_PATIENCE = 10.0
"""Seconds in which a process that is told to end takes away what it has half written."""


def fill_many(
    jobs: str | Path | Sequence[Mapping[str, Any]],
    *,
    processes: int | None = None,
    force: bool = False,
    resume: bool = False,
    report: str | Path | None = None,
) -> list[Outcome]:
    """Fill many workbooks, several at a time. One that fails stops no other.

    In a script that is run as a file, call it under ``if __name__ == "__main__":``, for each process reads the script anew.

    Args:
        jobs: a file of jobs, or for each workbook the arguments of `fill` by name: {"output": "north.xlsx", "data": "north.csv"}.
        processes: how many work at a time; left out: as many as the machine has processors.
        force: replace outputs that exist.
        resume: do not do again what the report says was done, and whose job and files are the same. What is no file is
            done again.
        report: a file of JSON that says what came of each job, written anew after each; resume reads it.

    Returns:
        An outcome for each job, in their order: state "filled", "failed" with its sentence in error, or "kept" from an earlier run.

    Raises:
        WorkbookError: the list of jobs is wrong, or there is a report already and neither force nor resume is said.
    """
    told = jobs_given(jobs)
    before = earlier_report(report, resume=resume)
    check_reports(report, force=force or resume)
    outcomes = waiting(told, before, force=force)
    write_report(report, outcomes)
    for outcome in run(told, before, outcomes, processes=processes):
        outcomes[str(outcome.output)] = outcome
        write_report(report, outcomes)
    return [outcomes[job.name] for job in told]


def jobs_given(jobs: str | Path | Sequence[Mapping[str, Any]]) -> list[Job]:
    """Jobs of a file, or as a script writes them."""
    if isinstance(jobs, (str, Path)):
        return read_jobs(jobs).jobs
    made = []
    for number, one in enumerate(jobs, 1):
        given = dict(one)
        template, data, output = (given.pop(name, None) for name in ("template", "data", "output"))
        if output is None:
            raise WorkbookError(f"job {number}: output is missing; name the workbook to write.")
        made.append(Job(template, data, Path(output), given))
    return checked(made, "jobs")


def waiting(jobs: Sequence[Job], before: Mapping[str, Outcome], *, force: bool) -> dict[str, Outcome]:
    """The outcomes by output before anything is done. A workbook that is there and not ours has failed already: it is not replaced."""
    return {
        job.name: Outcome(job.output, "waiting" if _may_write(job, before, force=force) else "failed", digest=digest_of(job))
        for job in jobs
    }


def _may_write(job: Job, before: Mapping[str, Outcome], *, force: bool) -> bool:
    """Whether an output is not there, or may be replaced since an earlier run made it."""
    earlier = before.get(job.name)
    return force or bool(job.given.get("force")) or not job.output.exists() or (earlier is not None and earlier.state != "failed")


def run(
    jobs: Sequence[Job], before: Mapping[str, Outcome], planned: Mapping[str, Outcome], *, processes: int | None = None
) -> Iterator[Outcome]:
    """Do the jobs; what came of each, as it is done. By output, before: outcomes of an earlier run, and planned: those of `waiting`."""
    to_do = []
    for job in jobs:
        plan, earlier = planned[job.name], before.get(job.name)
        if earlier and earlier.state in ("filled", "kept") and plan.digest and earlier.digest == plan.digest and job.output.exists():
            yield replace(earlier, state="kept")
        else:
            to_do.append((replace(job, given={**job.given, "force": plan.state == "waiting"}), plan.digest))
    most = min(processes or _processors(), max(len(to_do), 1))
    if most < 2:
        yield from (_done(job, digest) for job, digest in to_do)
        return
    left = {job.name: (job, digest) for job, digest in to_do}
    for outcome in _in_processes(to_do, most):
        left.pop(str(outcome.output), None)
        yield outcome
    for one in left.values():  # a process was ended from outside, such as for its memory: each that was under way alone now
        yield from _in_processes([one], 1, last=True)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_processes(to_do: Sequence[tuple[Job, str]], most: int, *, last: bool = False) -> Iterator[Outcome]:
    """Outcomes as they come. Where a process dies, those that it leaves undone are missing, or with last have failed."""
    others = {*active_children()}
    with ProcessPoolExecutor(most, mp_context=get_context("spawn"), initializer=_begin) as pool:
        futures: dict[Future[Outcome], tuple[Job, str]] = {}
        try:
            for job, digest in to_do:
                futures[pool.submit(_done, job, digest)] = (job, digest)
            for future in as_completed(futures):
                job, digest = futures[future]
                try:
                    yield future.result()
                except BrokenProcessPool:
                    if last:
                        yield _failed(job, digest, "the process that filled it was ended; is there enough memory?")
                except Exception as error:  # data that cannot be handed to a process
                    yield _failed(job, digest, f"this job cannot be done in a process of its own ({error}).")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            _end({*active_children()} - others)
            raise


def _failed(job: Job, digest: str, why: str) -> Outcome:
    return Outcome(job.output, "failed", f"{job.output}: {why}", digest=digest)


def _end(children: Iterable[Any]) -> None:
    """End processes, and give them time to take away what they have half written."""
    children = [*children]
    for child in children:
        child.terminate()
    until = time.monotonic() + _PATIENCE
    for child in children:
        child.join(max(0.1, until - time.monotonic()))
        if child.is_alive():
            child.kill()


def _begin() -> None:
    """What a process does first. Ctrl+C goes to all processes of a terminal; what is to be done then, the first one says."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    from .. import commands  # noqa: F401


def _leave(*_: Any) -> None:
    """End without a word: what is half written complains when it is taken away."""
    sys.unraisablehook = lambda _: None
    sys.exit(128 + signal.SIGTERM)


def _done(job: Job, digest: str) -> Outcome:
    """Do one job."""
    from ..commands import fill, report_json

    begun = time.monotonic()

    def outcome(state: State, error: str = "", **more: Any) -> Outcome:
        return Outcome(job.output, state, error, seconds=round(time.monotonic() - begun, 2), digest=digest, **more)

    try:
        report = fill(job.template, job.data, job.output, **job.given)
        told = json.loads(report_json(report))
        if report.source:
            report.source.close()
        return outcome("filled", report=told)
    except MemoryError:
        return outcome("failed", f"{job.output}: there is not enough memory; give fewer rows, or let fewer processes work at a time.")
    except Exception as error:  # one job stops no other, whatever it is
        if str(error) == INTERRUPTED:
            raise KeyboardInterrupt from None
        sentence = (
            str(error)
            if isinstance(error, (WorkbookError, OrderFileError))
            else f"{job.output}: something unforeseen went wrong ({type(error).__name__}: {error})."
        )
        return outcome("failed", sentence, options=tuple(getattr(error, "options", ())))
