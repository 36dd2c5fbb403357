"""The functions, one module per family. Each declares itself; the registry lists them all.

>>> from clv_xl.functions import CLV
>>> CLV(100, 4, 8)
3200.0
>>> CLV([100, 20], [4, 5], [8, 3])
[3200.0, 300.0]
"""

from ..excel.registry import REGISTRY
from .acquisition import CLV_CAC_RATIO
from .history import CLV_CUSTOMERS, CLV_ROWS
from .segments import SEGMENT_CLV
from .value import CHURN_CLV, CLV

FAMILIES = ("Value", "Acquisition", "Segments", "History")
"""The families in the order in which people look through them."""

DECLARATIONS = tuple(sorted(REGISTRY.values(), key=lambda declaration: FAMILIES.index(declaration.family)))

__all__ = [
    "CHURN_CLV",
    "CLV",
    "CLV_CAC_RATIO",
    "CLV_CUSTOMERS",
    "CLV_ROWS",
    "DECLARATIONS",
    "FAMILIES",
    "REGISTRY",
    "SEGMENT_CLV",
]
