"""Functions of Python that formualizer calls. It turns whatever they raise into #VALUE!, a Ctrl+C too; here nothing is lost."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Callbacks:
    """Keeps the first exception of its functions, which answer at once from then on, and raises it when the calculation returns."""

    def __init__(self) -> None:
        self._kept: BaseException | None = None

    def keeping(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function as formualizer may call it."""

        def call(*args: Any) -> Any:
            try:
                return "" if self._kept else function(*args)
            except BaseException as error:
                self._keep(error)
                return ""

        return call

    @contextmanager
    def raising(self) -> Iterator[None]:
        """Whatever the functions raise inside is raised at the end, in place of what formualizer made of it."""
        handlers = self._keep_signals()
        try:
            yield
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
            if self._kept:
                raise self._kept from None

    def _keep(self, error: BaseException) -> None:
        self._kept = self._kept or error

    def _keep_signals(self) -> dict[int, Any]:
        """Let handlers of signals keep what they raise, too: Python may run them as a function is entered, before its first line.
        Returns the handlers to be put back."""
        if threading.current_thread() is not threading.main_thread():
            return {}  # signals come to the main thread alone
        found = {int(number): signal.getsignal(number) for number in signal.valid_signals()}
        handlers = {number: handler for number, handler in found.items() if callable(handler)}
        for number, handler in handlers.items():
            signal.signal(number, self._keeping_handler(handler))
        return handlers

    def _keeping_handler(self, handler: Callable[..., Any]) -> Callable[..., Any]:
        def handle(number: int, frame: Any) -> Any:
            try:
                return handler(number, frame)
            except BaseException as error:
                self._keep(error)
                raise

        return handle
