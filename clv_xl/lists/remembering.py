"""What has been worked out is remembered, as far as it fits: the formulas of a workbook ask for the same again and again.

One store for all, bounded by memory: what was asked for longest ago goes first.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

LIMIT = 256 << 20
"""Bytes that may be remembered: a list of a million orders and what is made from it."""

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class Store:
    """Values by key, with the bytes that they take; the latest one stays, however large it is."""

    def __init__(self, limit: int) -> None:
        self.limit, self.bytes = limit, 0
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The value of a key; where it is not there, it is made."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key][0]
        value = make()
        with self._lock:
            self._drop(key)
            self._values[key] = value, size_of(value)
            self.bytes += self._values[key][1]
            while self.bytes > self.limit and len(self._values) > 1:
                self._drop(next(iter(self._values)))
        return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
            self.bytes = 0

    def _drop(self, key: Hashable) -> None:
        _, size = self._values.pop(key, (None, 0))
        self.bytes -= size


STORE = Store(LIMIT)


def remembered(make: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Remember what a function makes. Its arguments are told apart by their `digest` where they have one, else by their value."""

    @wraps(make)
    def recall(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        given = (*args, *kwargs.items())
        return STORE.get(
            (make.__module__, make.__qualname__, *(getattr(one, "digest", one) for one in given)), lambda: make(*args, **kwargs)
        )

    return recall


def digest_of(*values: Any) -> bytes:
    """What tells contents apart: equal for equal ones, also where these are other objects."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, 4)
    pickler.fast = True  # without references to what came before, which depend on the objects
    pickler.dump(values)
    return hashlib.blake2b(buffer.getbuffer(), digest_size=16).digest()


def size_of(value: Any) -> int:
    """About how many bytes a value takes."""
    if hasattr(value, "nbytes"):
        return int(value.nbytes)
    if is_dataclass(value) and not isinstance(value, type):
        return 64 + sum(size_of(getattr(value, one.name)) for one in fields(value))
    if isinstance(value, (list, tuple)):
        return sys.getsizeof(value) + sum(map(size_of, value))
    return sys.getsizeof(value)
