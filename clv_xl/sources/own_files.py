"""Files and folders that are there only while something is made of them. A run that is killed cannot take its own away, and there may be
customers in them: each is locked as long as its run lives, and the next run takes away those that nobody holds."""

from __future__ import annotations

import contextlib
import os
import sys
import time
import weakref
from pathlib import Path
from typing import IO, Any

PREFIX, ENDING = ".clv_xl-", ".part"
"""Of the names of such files: nobody else calls a file so."""
FOLDER = "clv_xl_run-"
_LOCK = "lock"
_OLD = 86_400
"""Seconds; where there are no locks (Windows, and some drives), younger ones are left alone."""


class PartFile:
    """A new file in a folder. permissions: those of the user's own settings are taken off.

    Raises:
        OSError: it cannot be made.
    """

    def __init__(self, folder: Path, permissions: int) -> None:
        while True:
            self.path = folder / f"{PREFIX}{os.urandom(8).hex()}{ENDING}"
            flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
            self.file = os.fdopen(os.open(self.path, flags, permissions), "w+b")
            if _hold(self.file.fileno()) is not False and self.path.exists():
                return
            self.file.close()  # another run has taken it for one that nobody holds

    def move(self, target: Path, permissions: int | None) -> None:
        """Give the file, once it is whole on the disk, its name. permissions: others than it was made with."""
        self.file.flush()
        os.fsync(self.file.fileno())
        if permissions is not None:
            self.path.chmod(permissions)
        if sys.platform == "win32":  # an open file has no other name there
            self.file.close()
        self.path.replace(target)
        self.file.close()

    def remove(self) -> None:
        with contextlib.suppress(OSError):  # a full disk: what is left to write goes nowhere
            self.file.close()
        self.path.unlink(missing_ok=True)


class RunFolder:
    """A folder among the system's temporary ones, for copies that are needed while something is read."""

    def __init__(self) -> None:
        import tempfile  # takes a while to load

        sweep_folders()
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=FOLDER))
            lock = (self.path / _LOCK).open("wb")
            if _hold(lock.fileno()) is not False and self.path.exists():
                break
            lock.close()
        self.cleanup = weakref.finalize(self, _remove_folder, self.path, lock)
        """Take it away; at the end of the program it goes by itself."""


def _remove_folder(path: Path, lock: IO[bytes]) -> None:
    import shutil  # takes a while to load

    lock.close()
    shutil.rmtree(path, ignore_errors=True)


def sweep_parts(folder: Path) -> None:
    """Take away files that a run has left in a folder that was killed."""
    with contextlib.suppress(OSError):
        for path in folder.glob(f"{PREFIX}{'[0-9a-f]' * 16}{ENDING}"):
            with contextlib.suppress(OSError):
                if _is_left(path):
                    path.unlink()


def sweep_folders() -> None:
    """The same with folders among the system's temporary ones."""
    import shutil  # take a while to load
    import tempfile

    with contextlib.suppress(OSError):
        for path in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
            with contextlib.suppress(OSError):
                if _is_left(path / _LOCK):
                    shutil.rmtree(path, ignore_errors=True)


def _is_left(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb+") as file:
        held = _hold(file.fileno())
    return held if held is not None else time.time() - path.stat().st_mtime > _OLD


def _hold(opened: int) -> bool | None:
    """Lock an open file for as long as it is open: False where another run holds it, None where there are no locks."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def permissions_of(path: Path) -> int | None:
    """Those of a file, if there is one."""
    found: Any = None
    with contextlib.suppress(OSError):
        found = path.stat().st_mode & 0o777
    return found
