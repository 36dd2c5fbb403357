"""A bar on a terminal for what takes long."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

DELAY = 1.0
"""Seconds after which it appears, and between two looks at the clock."""


@contextmanager
def steps(count: int, shown: bool) -> Iterator[Callable[[str], None]]:
    """A progress bar with the time that has gone by, also within a long step; `step(what)` begins the next one. It is on stderr, where that
    is a terminal, and gone at the end."""
    from tqdm import tqdm

    bar = tqdm(total=count, delay=DELAY, leave=False, disable=None if shown else True, bar_format="{desc:<20} {bar} {n}/{total} {elapsed}")
    done = threading.Event()

    def tick() -> None:
        while not done.wait(DELAY):
            bar.refresh()

    begun = False

    def step(what: str) -> None:
        nonlocal begun
        if begun:
            bar.update(1)
        begun = True
        bar.set_description(what, refresh=False)

    clock = None if bar.disable else threading.Thread(target=tick, daemon=True)
    if clock:
        clock.start()
    try:
        yield step
    finally:
        done.set()
        if clock:
            clock.join()
        bar.close()
