"""Answers calls through classic xlwings' own UDF path, as Excel for Windows makes them: `python -m tests.places.classic`.

pywin32 and Windows' libraries are stand-ins; xlwings' modules, its decorator, its conversions and its server object are the
real ones. One line of JSON each way: a function and its arguments as COM hands them (see `as_com`), and the answer as COM takes it.
"""

from __future__ import annotations

import asyncio  # noqa: F401  these must not be loaded while Python believes that it runs on Windows
import ctypes
import datetime as dt
import json
import os
import subprocess  # noqa: F401
import sys
import types
from typing import Any
from unittest.mock import MagicMock

import numpy  # noqa: F401
import pandas  # noqa: F401

ERRORS_OF_COM = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
}


def as_com(argument: Any) -> Any:
    """An argument of a case as COM hands it over: a range as rows in a tuple, an error as a number, a date as a datetime."""
    if isinstance(argument, list):
        return tuple(tuple(as_com(cell) for cell in row) for row in argument)
    if isinstance(argument, str) and argument in ERRORS_OF_COM:
        return ERRORS_OF_COM[argument]
    if isinstance(argument, dict) and "missing" in argument:
        return -2147352572  # DISP_E_PARAMNOTFOUND: an argument that was left out
    if isinstance(argument, dict):
        return dt.datetime.fromisoformat(argument["date"]).replace(tzinfo=dt.UTC)
    return float(argument) if type(argument) is int else argument


class StandIn(types.ModuleType):
    """A module of pywin32 that has whatever it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = MagicMock(name=f"{self.__name__}.{name}")
        setattr(self, name, value)
        return value


def _load_xlwings() -> None:
    names = ("pythoncom", "pywintypes", "win32api", "win32con", "win32event", "win32gui", "win32process", "win32timezone")
    parts = ("client", "client.dynamic", "server", "server.dispatcher", "server.policy", "server.util")
    modules = {name: StandIn(name) for name in (*names, "win32com", *(f"win32com.{part}" for part in parts))}
    sys.modules.update(modules)
    for name, module in modules.items():
        holder, _, last = name.rpartition(".")
        if holder:
            setattr(modules[holder], last, module)
    com_error, plain_error = type("com_error", (Exception,), {}), type("error", (Exception,), {})
    for module in (modules["pywintypes"], modules["pythoncom"]):
        module.com_error, module.error = com_error, plain_error
    for kind in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(modules["win32com.client"], kind, type(kind, (), {}))

    def not_wrapped(_: Any) -> Any:
        raise TypeError("not one of Python's objects")

    modules["win32com.server.util"].unwrap = not_wrapped
    modules["pywintypes"].TimeType = type("TimeType", (dt.datetime,), {})
    modules["win32timezone"].TimeZoneInfo.utc = lambda: dt.UTC
    modules["pythoncom"].__file__ = "pythoncom.dll"
    for name in ("windll", "oledll", "WINFUNCTYPE"):
        setattr(ctypes, name, MagicMock(name=name))
    platform, library = sys.platform, ctypes.PyDLL
    sys.platform = "win32"
    ctypes.PyDLL = MagicMock(name="PyDLL")
    try:
        import xlwings  # noqa: F401
    finally:
        sys.platform, ctypes.PyDLL = platform, library


def _plain(answer: Any) -> Any:
    if isinstance(answer, (list, tuple)):
        return [_plain(one) for one in answer]
    if isinstance(answer, dt.datetime):
        assert answer.tzinfo, "pywin32 refuses a datetime without a zone"
        return answer.date().isoformat()
    assert answer is None or isinstance(answer, (str, bool, int, float)), f"COM cannot take a {type(answer).__name__}"
    return answer


def main() -> None:
    for name in ("XLWINGS_ON_SERVER", "XLWINGS_LICENSE_KEY"):
        os.environ.pop(name, None)
    _load_xlwings()
    import xlwings
    from xlwings.com_server import XLPython
    from xlwings.udfs import xlfunc

    assert xlwings.func is xlfunc, "the classic decorator is not the one that is active"
    server = XLPython()
    for line in sys.stdin:
        name, arguments = json.loads(line)
        answer = server.CallUDF("clv_xl.udfs", name, tuple(map(as_com, arguments)))
        print(json.dumps(_plain(answer)), flush=True)


if __name__ == "__main__":
    main()
