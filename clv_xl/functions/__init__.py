"""The functions, by what they read. Each declares itself; every module of this package is looked through for them.

>>> from clv_xl.functions import CLV
>>> CLV(100, 4, 8)
3200.0
>>> CLV([100, 20], [4, 5], [8, 3])
[3200.0, 300.0]

Type checkers and editors read `__init__.pyi`, which install/generate.py makes from the declarations.
"""

from importlib import import_module
from pkgutil import walk_packages

from ..cells.registry import FAMILIES as FAMILIES
from ..cells.registry import REGISTRY, declarations
from ..cells.tables import records as records

for _module in walk_packages(__path__, f"{__name__}."):
    import_module(_module.name)

DECLARATIONS = declarations()

globals().update({declaration.name: declaration.function for declaration in DECLARATIONS})

__all__ = sorted([*REGISTRY, "DECLARATIONS", "FAMILIES", "REGISTRY", "records"])  # pyright: ignore[reportUnsupportedDunderAll]


def __dir__() -> list[str]:
    return __all__
