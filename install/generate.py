"""Make the files that are built from code: the templates and the reference page. A test checks that they are current."""

from __future__ import annotations

import sys
from pathlib import Path

from clv_xl.commands import build_template
from clv_xl.functions.reference import page
from clv_xl.words import LANGUAGES
from clv_xl.workbook.templates import TEMPLATES

ROOT = Path(__file__).resolve().parent.parent


def generated() -> dict[Path, bytes]:
    """Every generated file and what must be in it."""
    files = {
        ROOT / "workbook_templates" / language / f"{name}.xlsx": build_template(name, language)
        for language in LANGUAGES
        for name in TEMPLATES
    }
    return {**files, ROOT / "docs" / "functions.md": page().encode()}


def main() -> int:
    for path, content in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"Wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
