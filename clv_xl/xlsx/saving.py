"""Writing files so that nothing is lost: beside the target and moved into place, and never over what is to be kept."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any


class WorkbookError(ValueError):
    """A workbook cannot be used. The text is one sentence that names the file and says what to do."""


class new_file:  # noqa: N801  used as a function: `with new_file(path) as target:`
    """A file that appears under its name only when it has been written completely."""

    def __init__(self, path: str | Path, *, private: bool = False) -> None:
        self.path = Path(path).resolve()  # a link goes on pointing to the file
        self.private = private
        """Whether it is for its owner alone."""

    def __enter__(self) -> IO[bytes]:
        try:
            self.file: Any = tempfile.NamedTemporaryFile("wb", dir=self.path.parent, prefix=f".{self.path.name}.", delete=False)
        except FileNotFoundError:
            raise WorkbookError(f"{self.path}: the folder {self.path.parent} does not exist; make it first or name another.") from None
        except OSError as error:
            raise WorkbookError(
                f"{self.path}: cannot write in {self.path.parent} ({error.strerror}); name another folder with -o."
            ) from None
        return self.file

    def __exit__(self, kind: Any, *_: Any) -> None:
        self.file.close()
        written = Path(self.file.name)
        if kind is not None:
            written.unlink(missing_ok=True)
            return
        try:
            mask = os.umask(0)
            os.umask(mask)
            usual = self.path.stat().st_mode & 0o777 if self.path.exists() else 0o666 & ~mask
            written.chmod(0o600 if self.private else usual)
            written.replace(self.path)
        except OSError as error:
            written.unlink(missing_ok=True)
            raise WorkbookError(f"{self.path}: cannot be replaced ({error.strerror}); close it in Excel and try again.") from None


def check_output(output: str | Path, *, force: bool, keep: Sequence[str | Path] = (), ending: str = ".xlsx") -> None:
    """Refuse to write over a file that is to be kept, or (without force) over any."""
    target = Path(output)
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
