"""What the pages say where our functions are needed and not there."""

from ..inputs import OUT_OF_DATE

BROKEN = (
    "Customers!$B$6",
    OUT_OF_DATE,
)
"""A cell that shows an error where the functions are needed and not there, and what the pages say then."""
