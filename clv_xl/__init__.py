"""Customer Lifetime Value in a spreadsheet: formulas, filled workbooks and scripts from one set of functions.

clv_xl.functions            CLV, CHURN_CLV, SEGMENT_CLV ... as Python functions
clv_xl.models               BGNBD, ParetoNBD, GammaGamma ... for arrays
clv_xl.fill(...)            fill a template with orders
clv_xl.fill_many(...)       many workbooks, several at a time
clv_xl.new(...)             an empty copy of a template
clv_xl.recalculate(...)     new values in a workbook that a script or a person has changed
clv_xl.upgrade(...)         a workbook of an earlier version with today's pages
clv_xl.forget(...)          a customer taken out of workbooks
clv_xl.template_path(...)   the file of a ready-made template
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from . import functions, models
    from .batch.outcome import Outcome
    from .batch.running import fill_many
    from .commands import Report, fill, new
    from .own_copies import forget, recalculate, upgrade
    from .sources.problems import OrderFileError
    from .workbook.templates import template_path
    from .xlsx.saving import WorkbookError

# What is imported at first use: a cell that needs one function should not wait for the workbooks.
_HOMES = {
    "functions": ".functions",
    "models": ".models",
    "fill": ".commands",
    "Report": ".commands",
    "fill_many": ".batch.running",
    "Outcome": ".batch.outcome",
    "new": ".commands",
    "template_path": ".workbook.templates",
    "recalculate": ".own_copies",
    "upgrade": ".own_copies",
    "forget": ".own_copies",
    "WorkbookError": ".xlsx.saving",
    "OrderFileError": ".sources.problems",
}

__all__ = [
    "OrderFileError",
    "Outcome",
    "Report",
    "WorkbookError",
    "__version__",
    "fill",
    "fill_many",
    "forget",
    "functions",
    "models",
    "new",
    "recalculate",
    "template_path",
    "upgrade",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"clv_xl has no {name}; it has {', '.join(__all__)}")
    module = import_module(_HOMES[name], __name__)
    return module if _HOMES[name] == f".{name}" else getattr(module, name)


def __dir__() -> list[str]:
    return __all__
