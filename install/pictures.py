"""Draw the pictures of the README from the filled sample: python install/pictures.py, in the environment that
install/test.py makes. LibreOffice draws them, with our functions computing."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from clv_xl.commands import demo
from clv_xl.hosts.equipment import recalculate_for
from clv_xl.xlsx.package import Package
from tests.places.libreoffice import convert, make_profile

PAGES = {
    "transactions": ("transactions", "What are our customers worth, and what to do next?"),
    "prediction": ("transactions", "What will today's customers bring?"),
    "calculator": ("calculator", "What is a customer worth?"),
    "segments": ("segments", "What are our customers worth, and where does the next euro go?"),
    "subscriptions": ("subscriptions", "How are our subscriptions doing, and what is next?"),
}
"""The pictures to draw: the template, and the question that begins the page of each."""


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = make_profile(folder / "profile", with_functions=True)
        drawn = {template: _draw(template, profile, folder) for template in {template for template, _ in PAGES.values()}}
        for picture, (template, question) in PAGES.items():
            pdf = drawn[template]
            text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
            pages = [" ".join(page.split()) for page in text.split("\f")]
            number = next(n for n, page in enumerate(pages, start=1) if question in page[:120])
            target = ROOT / "docs" / "pictures" / picture
            target.parent.mkdir(parents=True, exist_ok=True)
            draw = ["pdftoppm", "-r", "80", "-png", "-singlefile", "-f", str(number), "-l", str(number), str(pdf), str(target)]
            subprocess.run(draw, check=True)
            print(f"Drew {target.relative_to(ROOT)}.png")
    return 0


def _draw(template: str, profile: Path, folder: Path) -> Path:
    """The filled sample of a template as a PDF."""
    path = folder / f"{template}.xlsx"
    demo(template, path)
    package = Package(path)
    recalculate_for(package, "windows")
    package.save(path)
    return convert(profile, path, folder / "pdf", "pdf")


if __name__ == "__main__":
    sys.exit(main())
