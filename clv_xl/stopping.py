"""How a command ends that does not come to its end: what is half written goes, and a sentence says so, whoever stops it."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .sources.command import error_json
from .sources.problems import INTERRUPTED

_STOPPED = "stopped; no file has been changed."
_NO_MEMORY = "there is not enough memory; close other programs, or give fewer rows. No file has been changed."


class _Stops:
    """What has stopped the program."""

    number: int = signal.SIGINT

    def handle(self, number: int, _: Any) -> None:
        self.number = number
        raise KeyboardInterrupt


def run_in_order(args: argparse.Namespace) -> int:
    """Run the command of a command line. Returns the exit code."""
    with _heard() as stops:
        try:
            return args.run(args)
        except BrokenPipeError:  # clv-xl functions | head
            sys.stderr.close()
            return 0
        except KeyboardInterrupt as stop:
            return _say(str(stop) or _STOPPED, 128 + stops.number)
        except MemoryError:
            return _say(_NO_MEMORY, 1)
        except (ValueError, RuntimeError) as error:
            if str(error) == INTERRUPTED:
                return _say(_STOPPED, 128 + stops.number)
            if not {kind.__name__ for kind in type(error).__mro__} & {"WorkbookError", "OrderFileError", "InstallError"}:
                raise
            if getattr(args, "json", False):
                print(error_json(error))
                return 1
            return _say(str(error), 1)


def _say(sentence: str, code: int) -> int:
    print(f"clv-xl: {sentence}", file=sys.stderr)
    return code


@contextmanager
def _heard() -> Iterator[_Stops]:
    """Let the signals that end a program be as Ctrl+C inside."""
    stops = _Stops()
    numbers = [number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None))]
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        before = {number: signal.signal(number, stops.handle) for number in numbers if signal.getsignal(number) == signal.SIG_DFL}
    try:
        yield stops
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
