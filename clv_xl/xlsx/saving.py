"""Writing files so that nothing is lost: beside the target and moved into place, and never over what is to be kept."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from ..sources.own_files import PartFile, permissions_of, sweep_parts


class WorkbookError(ValueError):
    """A workbook cannot be used. The text is one sentence that names the file and says what to do."""


class new_file:  # noqa: N801  used as a function: `with new_file(path) as target:`
    """A file that appears under its name only when it has been written completely."""

    def __init__(self, path: str | Path, *, private: bool = False) -> None:
        self.name, self.private = path, private
        """private: whether it is for its owner alone."""

    def __enter__(self) -> IO[bytes]:
        self.path = followed(self.name)
        folder = self.path.parent
        sweep_parts(folder)
        try:
            self.part = PartFile(folder, 0o600 if self.private or self.path.exists() else 0o666)
        except FileNotFoundError:
            raise WorkbookError(f"{self.path}: the folder {folder} does not exist; make it first or name another.") from None
        except OSError as error:
            raise WorkbookError(f"{self.path}: cannot write in {folder} ({error.strerror}); name another folder with -o.") from None
        return self.part.file

    def __exit__(self, kind: Any, error: Any, *_: Any) -> None:
        written = False
        try:
            if kind is None:
                self.part.move(self.path, None if self.private else permissions_of(self.path))
                written = True
        except OSError as problem:
            error = problem
        finally:
            if not written:
                self.part.remove()
        if isinstance(error, OSError):
            raise WorkbookError(f"{self.path}: {_not_written(error)}") from None


def _not_written(error: OSError) -> str:
    """Why a file could not be written, and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"it cannot be written ({error.strerror}), and nothing has been changed; make room there, or name another place with -o."
    return f"it cannot be replaced ({error.strerror}); close it in Excel and try again, or name another with -o."


def followed(path: str | Path) -> Path:
    """A file, or what a link to it points to, for a link goes on pointing there.

    Raises:
        WorkbookError: a link points nowhere.
    """
    try:
        target = Path(path).resolve()
        dangling = Path(path).is_symlink() and not target.exists()
    except (OSError, RuntimeError):  # links that point to each other
        target, dangling = Path(path), True
    if dangling:
        raise WorkbookError(f"{path}: this is a link to {target}, which does not exist; name another file with -o.")
    return target


def check_output(output: str | Path, *, force: bool, keep: Sequence[str | Path] = (), ending: str = ".xlsx") -> None:
    """Refuse to write over a file that is to be kept, or (without force) over any."""
    target = Path(output)
    followed(output)
    for source in keep:
        if target.exists() and Path(source).exists() and target.samefile(source):
            raise WorkbookError(f"{output}: this is the file that is read; name another output with -o.")
    if target.is_dir():
        raise WorkbookError(f"{output}: this is a folder; name a file in it with -o.")
    if target.suffix.lower() != ending:
        raise WorkbookError(f"{output}: the workbook is written as {ending}; name it so with -o.")
    if target.exists() and not force:
        raise WorkbookError(f"{output}: this file exists; say --force to replace it, or name another with -o.")
    if not target.parent.is_dir():
        raise WorkbookError(f"{output}: the folder {target.parent} does not exist; make it first, or name another with -o.")
    if not os.access(target.resolve().parent, os.W_OK):
        raise WorkbookError(f"{output}: nothing can be written in the folder {target.parent}; name another with -o.")
