"""A bar while a file is read: on a terminal alone, and never among what is printed."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from clv_xl.cli import main
from clv_xl.sources import progress, source


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file that takes a while."""
    path = tmp_path / "orders.csv"
    path.write_text("customer,date,amount\na,2024-01-31,10\n", encoding="utf-8")
    read = source.read_list

    def slowly(*given: Any, **said: Any) -> Any:
        time.sleep(0.2)
        return read(*given, **said)

    monkeypatch.setattr(source, "read_list", slowly)
    monkeypatch.setattr(progress, "DELAY", 0.02)
    return str(path)


def test_reading_shows_the_time_on_a_terminal(orders: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["inspect", orders]) == 0
    assert "reading the data" in terminal.getvalue() and "00:0" in terminal.getvalue()
    assert "reading the data" not in capsys.readouterr().out


def test_nothing_with_json_and_elsewhere_than_on_a_terminal(
    orders: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["inspect", orders]) == 0 and capsys.readouterr().err == ""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["inspect", orders, "--json"]) == 0
    assert terminal.getvalue() == "" and capsys.readouterr().out.startswith("{")


def test_what_is_done_soon_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress.steps(2, True) as step:
        step("reading")
        step("writing")
    assert terminal.getvalue().strip("\r ") == ""
