"""What came of a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

State = Literal["filled", "failed", "kept", "waiting"]


@dataclass(frozen=True)
class Outcome:
    """What came of a job. kept: an earlier run had filled it; waiting: its turn has not come, or the run was stopped
    in it. report: as `fill --json` prints it; options: those that answer a question."""

    output: Path
    state: State
    error: str = ""
    options: tuple[str, ...] = ()
    report: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    digest: str = ""
    """What the job was: its arguments, and the sizes and times of its files."""
