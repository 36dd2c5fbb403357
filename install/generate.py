"""Make the files that are built from code: templates, reference page, the functions' stub. A test checks that they are current."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from builds import ROOT, built
from stub import stub

from clv_xl.functions.reference import page
from clv_xl.words import LANGUAGES
from clv_xl.workbook.templates import TEMPLATES


def generated() -> dict[Path, Callable[[], bytes]]:
    """Every generated file, and what makes its content."""
    files = {
        ROOT / "workbook_templates" / language / f"{name}.xlsx": partial(_template, name, language)
        for language in LANGUAGES
        for name in TEMPLATES
    }
    return {
        **files,
        ROOT / "docs" / "functions.md": lambda: page().encode(),
        ROOT / "clv_xl" / "functions" / "__init__.pyi": lambda: stub().encode(),
    }


def _template(name: str, language: str) -> bytes:
    return built(name, language).read_bytes()


def main() -> int:
    for path, make in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())
        print(f"Wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
