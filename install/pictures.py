"""Draw the pictures of the README from the filled sample: python install/pictures.py, in the environment that
install/test.py makes. LibreOffice draws them, with our functions computing."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from clv_xl import fill
from clv_xl.sample import INPUTS, ORDERS
from clv_xl.workbook.package import Package
from clv_xl.workbook.recalculating import recalculate_package
from tests.hosts.libreoffice import convert, make_profile

PAGES = {"overview": "What has happened so far?", "prediction": "What will today's customers"}
"""The pictures to draw, and the words that begin the page of each."""


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill("transactions", ORDERS, folder / "demo.xlsx", **INPUTS)
        package = Package(folder / "demo.xlsx")
        recalculate_package(package, host="windows")
        package.save(folder / "demo.xlsx")
        pdf = convert(make_profile(folder / "profile", with_functions=True), folder / "demo.xlsx", folder / "pdf", "pdf")
        text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
        pages = [" ".join(page.split()) for page in text.split("\f")]
        for picture, words in PAGES.items():
            number = next(n for n, page in enumerate(pages, start=1) if page.startswith(words))
            target = ROOT / "docs" / "pictures" / picture
            target.parent.mkdir(parents=True, exist_ok=True)
            draw = ["pdftoppm", "-r", "80", "-png", "-singlefile", "-f", str(number), "-l", str(number), str(pdf), str(target)]
            subprocess.run(draw, check=True)
            print(f"Drew {target.relative_to(ROOT)}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
