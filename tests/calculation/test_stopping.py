"""What stops a calculation: it ends the command, and nothing is written. formualizer would make a #VALUE! of it."""

from __future__ import annotations

import contextlib
import ctypes
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from clv_xl import fill, new, recalculate
from clv_xl.calculation import engine
from clv_xl.calculation.callbacks import Callbacks
from clv_xl.cli import main
from clv_xl.functions import REGISTRY
from clv_xl.sample import ORDERS

STOPS = [KeyboardInterrupt(), SystemExit(3), MemoryError(), KeyError("a mistake of ours"), RuntimeError("one too"), ValueError(), OSError()]


def book(path: Path, *formulas: str) -> Path:
    """A workbook with three orders in A:C, and formulas from E1 down, ten rows apart; mine is a name that calls CLV."""
    made = openpyxl.Workbook()
    for row in [("a", "2024-01-01", 5), ("a", "2024-02-01", 5), ("b", "2024-01-02", 7)]:
        made.worksheets[0].append(row)
    for number, formula in enumerate(formulas):
        made.worksheets[0].cell(1 + 10 * number, 5).value = f"={formula}"
    made.defined_names["mine"] = DefinedName("mine", attr_text="CLV(100,4,8)")
    made.save(path)
    return path


def raising(stop: BaseException, monkeypatch: pytest.MonkeyPatch, name: str = "CLV", after: int = 0) -> list[int]:
    """Let a function raise, once it has been called some times; how often it is called is counted in the list."""
    calls, function = [0], REGISTRY[name].function

    def call(*args: Any) -> Any:
        calls[0] += 1
        if calls[0] > after:
            raise stop
        return function(*args)

    declared = [replace(one, function=call) if one.name == name else one for one in engine.DECLARATIONS]
    monkeypatch.setattr(engine, "DECLARATIONS", declared)
    return calls


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: type(stop).__name__)
@pytest.mark.parametrize("formula", ["CLV(100,4,8)", "1+CLV(100,4,8)", "mine", "IFERROR(CLV(100,4,8),0)", "SUM(CLV(C1:C3,4,8))"])
def test_whatever_a_function_raises_ends_the_recalculation(
    stop: BaseException, formula: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path / "book.xlsx", formula, "CLV(1,2,3)", "CLV(4,5,6)")
    before = path.read_bytes()
    calls = raising(stop, monkeypatch)
    with pytest.raises(type(stop)) as caught:
        recalculate(path)
    assert caught.value is stop and calls == [1], "no function is called after the first exception"
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("reload_from", [0, 50_000])
def test_a_stop_in_a_later_round(reload_from: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CLV_EQUITY reads the table of CLV_CUSTOMERS: it is called again when that has been laid, be the workbook loaded again or not."""
    monkeypatch.setattr(engine, "_RELOAD_FROM", reload_from)
    path = book(tmp_path / "book.xlsx", "CLV_CUSTOMERS(A1:A3,B1:B3,C1:C3)", "CLV_EQUITY(H2:H3)")
    before = path.read_bytes()
    calls = raising(KeyboardInterrupt(), monkeypatch, "CLV_EQUITY", after=1)
    with pytest.raises(KeyboardInterrupt):
        recalculate(path)
    assert calls == [2] and path.read_bytes() == before


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: type(stop).__name__)
def test_fill_and_new_write_nothing(stop: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(stop, monkeypatch)
    for make in (lambda: fill("calculator", None, tmp_path / "a.xlsx", cac=5), lambda: new("calculator", tmp_path / "b.xlsx", empty=True)):
        with pytest.raises(type(stop)):
            make()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("stop", "code", "sentence"),
    [
        (KeyboardInterrupt(), 130, "clv-xl: stopped; no file has been changed."),
        (MemoryError(), 1, "clv-xl: there is not enough memory; close other programs, or give fewer rows. No file has been changed."),
    ],
)
@pytest.mark.parametrize("command", ["fill calculator --set cac=5", "new calculator --empty", "demo calculator", "recalc mine.xlsx"])
def test_the_command_line_says_so(
    stop: BaseException, code: int, sentence: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    before = book(Path("mine.xlsx"), "CLV(100,4,8)").read_bytes()
    raising(stop, monkeypatch)
    assert main(command.split()) == code
    assert capsys.readouterr() == ("", f"{sentence}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.xlsx"] and Path("mine.xlsx").read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="the C library has another name there")
@pytest.mark.parametrize("stops", [signal.default_int_handler, lambda *_: sys.exit(5)])
def test_a_signal_that_came_while_formualizer_computed(stops: Callable[..., Any], handler: Callable[..., None]) -> None:
    """Python runs its handler as it enters the next function, before any line of that: here between two calls that C makes."""
    handler(stops)
    send = ctypes.CDLL(None)["raise"]
    callbacks, entered = Callbacks(), []
    called = callbacks.keeping(entered.append)
    with pytest.raises((KeyboardInterrupt, SystemExit)), callbacks.raising():
        with contextlib.suppress(KeyboardInterrupt, SystemExit):  # as formualizer does
            list(map(called, map(send, [signal.SIGINT])))
        called(1)
    assert entered == [] and signal.getsignal(signal.SIGINT) == stops


@pytest.fixture
def handler() -> Iterator[Callable[..., None]]:
    """Sets the handler of Ctrl+C."""
    before = signal.getsignal(signal.SIGINT)
    yield lambda stops: signal.signal(signal.SIGINT, stops)
    signal.signal(signal.SIGINT, before)


_RUN = """
import sys
from clv_xl.cli import main
from clv_xl.functions import REGISTRY
from clv_xl.calculation.engine import Engine

compute = Engine._compute

def tell_and_compute(self):
    print("calculating", flush=True)
    compute(self)

Engine._compute = tell_and_compute
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C to a whole console")
@pytest.mark.parametrize("seconds", [0.05, 0.6])
def test_ctrl_c_while_the_command_line_calculates(seconds: float, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _RUN, "fill", "transactions", str(ORDERS), "-o", str(tmp_path / "out.xlsx")]
    # where the tests themselves run in the background, Ctrl+C is ignored from birth
    heard = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.default_int_handler)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **heard) as process:
        assert process.stdout and process.stdout.readline() == "calculating\n"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=120)
    assert (process.returncode, out, error) == (130, "", "clv-xl: stopped; no file has been changed.\n")
    assert list(tmp_path.iterdir()) == []
