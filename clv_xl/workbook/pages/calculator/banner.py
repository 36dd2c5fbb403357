"""What the pages say where our functions are needed and not there."""

BROKEN = (
    "CLV(N(input_purchase_value),1,1,1)",
    "These figures are out of date here: they take Excel 2024 or 365, or clv-xl recalc with this file's name.",
)
"""What is an error where the closed forms are needed and not there, and what the pages say then."""
