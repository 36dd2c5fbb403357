"""Run the main job: fill the transactions template with the orders of a made-up coffee shop.

Needs Python 3.11 and a network, nothing else: python install/try.py
"""

from __future__ import annotations

import sys

from environment import ROOT, prepare, run


def main() -> int:
    python = prepare()
    workbook = ROOT / "clv-demo.xlsx"
    run([str(python), "-m", "clv_xl.cli", "demo", "--force", "-o", str(workbook)])
    print(f"\nOpen {workbook} in Excel, LibreOffice or any program that reads .xlsx.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
