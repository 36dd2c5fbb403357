"""Compare two builds of all templates, empty and filled with their samples: python install/compare.py [OLD] [NEW] [--details] [--only PART]

OLD and NEW are folders of workbooks, or git revisions, which are built; left out, they are HEAD and the files as they are now.
References, names, charts and rules are compared by what they refer to, so that a block that has moved is one line.
The exit code is 1 where the builds differ. python install/compare.py --build DIR only writes the workbooks of the files as they are now.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import openpyxl
from builds import ROOT, built, filled
from comparing.differing import Outcome, compare_files
from comparing.reporting import report

PROCESSES = 2
LANGUAGE_FOLDER = "en"


def build_all(folder: Path) -> None:
    """Write every template of every language, and each filled with its sample."""
    from clv_xl.words import LANGUAGES
    from clv_xl.workbook.templates import TEMPLATES

    wanted = [(name, language, str(folder)) for language, name in product(LANGUAGES, TEMPLATES)]
    for _ in _in_processes("Built", _build, wanted):
        pass


def _build(wanted: tuple[str, str, str]) -> str:
    name, language, folder = wanted
    target = Path(folder) / language
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(built(name, language), target / f"{name}.xlsx")
    shutil.copyfile(filled(name, language), target / f"{name}-filled.xlsx")
    return f"{language}/{name}, empty and filled"


def compare_folders(old: Path, new: Path, only: str = "") -> tuple[dict[str, Outcome], dict[str, str]]:
    """By workbook, what became of it; and the workbooks of one side only, gone or new."""
    before, after = ({name: path for name, path in _workbooks(folder).items() if only in name} for folder in (old, new))
    if not before or not after:
        raise ValueError(f"{only}: no workbook of {new if before else old} has this in its name.")
    alone = {name: "gone" if name in before else "new" for name in before.keys() ^ after.keys()}
    wanted = [(name, str(before[name]), str(after[name])) for name in sorted(before.keys() & after.keys())]
    found = dict(outcome for _, outcome in _in_processes("Compared", _compare, wanted))
    return {name: found[name] for name, *_ in wanted}, alone


def _compare(wanted: tuple[str, str, str]) -> tuple[str, tuple[str, Outcome]]:
    name, old, new = wanted
    return name, (name, compare_files(Path(old), Path(new)))


def _in_processes(verb: str, work: Callable[[Any], Any], wanted: list[Any]) -> Iterator[Any]:
    """Do work in a few processes that let others go first, and say how far it is."""
    start = time.monotonic()
    with get_context("spawn").Pool(min(PROCESSES, len(wanted)) or 1, _go_last) as pool:
        for number, done in enumerate(pool.imap_unordered(work, wanted), start=1):
            what = done if isinstance(done, str) else done[0]
            print(f"{verb} {number} of {len(wanted)}: {what} ({time.monotonic() - start:.0f} s)", file=sys.stderr, flush=True)
            yield done
        pool.close()
        pool.join()


def _go_last() -> None:
    if hasattr(os, "nice"):
        os.nice(10)


def _workbooks(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).with_suffix("").as_posix(): path for path in sorted(folder.rglob("*.xlsx"))}


def english_tabs(old: Path, new: Path, names: list[str]) -> dict[str, dict[str, str]]:
    """By workbook, the English names of its tabs; those of the new build also behind the word new."""
    found: dict[str, dict[str, str]] = {}
    for name in names:
        language, _, rest = name.partition("/")
        english = f"{LANGUAGE_FOLDER}/{rest}"
        if rest and language != LANGUAGE_FOLDER and english in names:
            for folder, sign in ((new, ""), (old, ""), (new, "new ")):
                ours, theirs = (openpyxl.load_workbook(folder / f"{one}.xlsx", read_only=True).sheetnames for one in (name, english))
                if len(ours) == len(theirs):
                    found.setdefault(name, {}).update({f"{sign}{tab}": other for tab, other in zip(ours, theirs)})
    return found


@contextmanager
def workbooks_of(given: str | None) -> Iterator[Path]:
    """The folder of workbooks that is meant: itself, or the build of a revision or of the files as they are now."""
    if given and Path(given).is_dir():
        if not _workbooks(Path(given)):
            raise ValueError(f"{given}: there are no workbooks in this folder; write them with --build.")
        yield Path(given)
        return
    with tempfile.TemporaryDirectory(prefix="clv-xl-compare-") as name:
        target = Path(name) / "workbooks"
        if given is None:
            build_all(target)
        else:
            _build_revision(given, Path(name) / "source", target)
        yield target


def _build_revision(revision: str, source: Path, target: Path) -> None:
    """Build a revision with its own script, from its own files."""
    found = subprocess.run(["git", "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"], cwd=ROOT, capture_output=True, text=True)
    if found.returncode:
        raise ValueError(f"{revision}: this is neither a folder nor a revision that git knows.")
    commit = found.stdout.strip()
    source.mkdir()
    packed = source.with_suffix(".tar")
    subprocess.run(["git", "archive", "--output", str(packed), commit], cwd=ROOT, check=True)
    shutil.unpack_archive(packed, source, filter="data")
    script = source / "install" / "compare.py"
    if not script.exists():
        raise ValueError(f"{revision}: this revision has no install/compare.py to build it with; name a folder of its workbooks.")
    print(f"Building {revision} ({commit[:9]})", file=sys.stderr, flush=True)
    subprocess.run(
        [sys.executable, str(script), "--build", str(target)], cwd=source, env={**os.environ, "PYTHONPATH": str(source)}, check=True
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", nargs="?", default="HEAD", metavar="OLD")
    parser.add_argument("new", nargs="?", metavar="NEW")
    parser.add_argument("--details", action="store_true", help="show every difference")
    parser.add_argument("--build", metavar="DIR", type=Path, help="only write the workbooks there")
    parser.add_argument("--only", metavar="PART", default="", help="only workbooks with this in their names, such as en/ or transactions")
    given = parser.parse_args(arguments)
    if given.build:
        build_all(given.build)
        return 0
    try:
        with workbooks_of(given.old) as old, workbooks_of(given.new) as new:
            outcomes, alone = compare_folders(old, new, given.only)
            differing = [name for name, outcome in outcomes.items() if outcome.differences]
            for line in report(outcomes, alone, english_tabs(old, new, differing), details=given.details):
                print(line)
    except ValueError as problem:
        sys.exit(str(problem))
    return 1 if alone or differing else 0


if __name__ == "__main__":
    sys.exit(main())
