"""Whole jobs with workbooks that a person has already: recalculate one, bring one to today's form, take a customer out of some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .hosts import ending_of
from .hosts.equipment import recalculate_for, save_for
from .workbook.people.forgetting import also_known_as, take_from_key, take_rows, take_texts
from .workbook.people.identities import all_of, read_known, without, write_known
from .workbook.people.key import Key, key_path
from .workbook.recalculating import Recalculation
from .workbook.templates import host_of
from .workbook.versions.upgrading import Upgrade, rebuilt
from .xlsx.package import Package
from .xlsx.parts import of_file
from .xlsx.saving import WorkbookError, check_output, followed


def recalculate(path: str | Path, output: str | Path | None = None, *, force: bool = False) -> Recalculation:
    """Recalculate a workbook with the Python functions, as Excel would with the add-in.

    Args:
        path: the workbook, in any state: filled by a script, edited by hand, saved by openpyxl.
        output: where to write; the workbook itself where left out. It is replaced whole, or not at all.
        force: replace an output that exists and is not the workbook itself.

    Raises:
        WorkbookError: in one sentence, what is wrong with the file and what to do.
    """
    with of_file(path):
        in_place = _is_in_place(path, output)
        if not in_place:
            check_output(str(output), force=force)
        newer = _rebuilt(Package(path))
        stays = newer is not None and in_place and bool(newer.behind)
        package = Package(path) if newer is None or stays else newer.package
        result = recalculate_for(package)
        if newer and stays:
            result.notes.append(f"{path} stays in the form of an earlier version, for it would lose {newer.lost}; see clv-xl upgrade.")
        elif newer:
            result.notes += newer.sentences
        _save(package, newer is not None and not stays, output or path)
        return result


def upgrade(path: str | Path, output: str | Path | None = None, *, force: bool = False) -> tuple[str, ...]:
    """Bring a workbook of an earlier version to today's pages, functions and names, with what is the person's own.

    Args:
        path: the workbook.
        output: where to write; the workbook itself where left out. It is replaced whole, or not at all.
        force: replace an output that exists and is not the workbook itself.

    Returns:
        What was done and what could not come along, in sentences.

    Raises:
        WorkbookError: in one sentence, what is wrong with the file and what to do; also where the workbook would be replaced by one
            without all that is the person's own.
    """
    with of_file(path):
        package, in_place = Package(path), _is_in_place(path, output)
        if not in_place:
            check_output(str(output), force=force, ending=ending_of(host_of(package.names)))
        newer = _rebuilt(package)
        if newer is None:
            return (f"{path} is in today's form already; nothing has been written.",)
        if newer.behind and in_place:
            raise WorkbookError(
                f"{path}: not all of it can be brought to today's form ({newer.lost}), so it stays as it is; "
                "name another file with -o to have the rest there."
            )
        recalculate_for(newer.package)
        _save(newer.package, True, output or path)
        return newer.sentences


@dataclass(frozen=True)
class Forgotten:
    """What went out of a workbook."""

    path: Path
    rows: int
    """Of its tables."""
    named: bool
    """Whether other texts of it, or its key, named the customer."""


def forget(*paths: str | Path, customer: str | Sequence[str]) -> list[Forgotten]:
    """Take a customer out of workbooks: out of tables, results, kept values and texts, and out of the keys beside them.

    Args:
        *paths: the workbooks; each is replaced whole, or not at all.
        customer: what the tables call them, a code where these are codes, or what the key calls them; several are names of one.

    Returns:
        What went, for each workbook. Where the customer is in none, no file has been changed.

    Raises:
        WorkbookError: in one sentence, what is wrong with a file and what to do.
    """
    given = [customer] if isinstance(customer, str) else [*customer]
    found, ready = [], []
    for path in map(Path, paths):
        with of_file(path):
            package, key = Package(path), Key()
            key.read(key_path(path))
            known = read_known(path, package)
            called, known_as = (one | other for one, other in zip(all_of(known, given), all_of(key.known, given)))
            names = set().union(*(also_known_as(key, one) for one in {*given, *called}))
            rows, orders = take_rows(package, names, [without(one, called) for one in (known, key.known)])
            if called & {row.customer for row in known.rows}:
                write_known(package, without(known, called))
            if rows:
                recalculate_for(package)
            names |= known_as
            named, in_key = take_texts(package, names, orders), take_from_key(key, names, orders)
        found.append(Forgotten(path, rows, named or in_key))
        ready.append((path, package if rows or named else None, key if in_key else None))
    for path, package, key in ready:
        if package:
            package.save(path)
        if key:
            key.write(key_path(path))
    return found


def _is_in_place(path: str | Path, output: str | Path | None) -> bool:
    return output is None or followed(output) == followed(path)


def _rebuilt(package: Package) -> Upgrade | None:
    newer = rebuilt(package)
    if newer and host_of(package.names) == "windows":
        from .hosts.windows.files import own_modules  # takes a while to load

        newer.behind += [f"the macros of {module}" for module in own_modules(package)]
    return newer


def _save(package: Package, is_new: bool, output: str | Path) -> None:
    """Write a workbook; one that is made anew from a template takes what its host needs."""
    if is_new:
        save_for(package, host_of(package.names), output)
    else:
        package.save(output)
