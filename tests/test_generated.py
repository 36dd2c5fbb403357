"""Files that are made from code are current, and the project says nothing of the machine it was made on."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "install"))

from generate import generated  # noqa: E402


@pytest.mark.parametrize("path", list(generated()), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_generated_files_are_current(path: Path) -> None:
    assert path.read_bytes() == generated()[path](), f"{path.name} is not current: run python install/generate.py"


def test_the_readme_names_files_that_exist() -> None:
    for document in ("README.md", "CONTRIBUTING.md", "install/README.md", "docs/files.md", "docs/scripts.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        for link in re.findall(r"\]\(([^)#]+)\)", text):
            assert ((ROOT / document).parent / link).exists(), (document, link)


def test_no_path_of_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    for name in listed:
        data = (ROOT / name).read_bytes()
        assert not re.search(rb"/(?:home|root|work|Users)/\w", data), name
