"""The sample: real orders of the online music shop CDNOW (README.md says where they come from)."""

from pathlib import Path

ORDERS = Path(__file__).parent / "cdnow.csv"

INPUTS = {"data_name": "CDNOW sample data", "currency": "USD", "gross_margin": 0.4, "cac": 15.55}
"""How the demo fills the inputs; margin and cost are our own examples, not part of the data."""
