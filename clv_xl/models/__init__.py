"""Statistics only: arrays in, arrays out; nothing here knows of Excel.

>>> from clv_xl.models import BGNBD
>>> round(BGNBD(r=0.2426, alpha=4.4136, a=0.7929, b=2.4259).expected_purchases(52), 3)
1.444
"""

from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .fitting import NotEnoughDataError
    from .purchases.bgbb import BGBB
    from .purchases.bgnbd import BGNBD, MBGNBD
    from .purchases.ggompertz_nbd import GGompertzNBD
    from .purchases.pareto_nbd import ParetoNBD
    from .renewals.beta_discrete_weibull import BetaDiscreteWeibull
    from .renewals.shifted_beta_geometric import ShiftedBetaGeometric
    from .spend.gamma_gamma import GammaGamma

# Imported at first use: a cell that needs none of them should not wait for numpy.
_HOMES = {
    "BGBB": "purchases.bgbb",
    "BetaDiscreteWeibull": "renewals.beta_discrete_weibull",
    "BGNBD": "purchases.bgnbd",
    "MBGNBD": "purchases.bgnbd",
    "GGompertzNBD": "purchases.ggompertz_nbd",
    "GammaGamma": "spend.gamma_gamma",
    "NotEnoughDataError": "fitting",
    "ParetoNBD": "purchases.pareto_nbd",
    "ShiftedBetaGeometric": "renewals.shifted_beta_geometric",
}

__all__ = [
    "BGBB",
    "BGNBD",
    "MBGNBD",
    "BetaDiscreteWeibull",
    "CurveModel",
    "GGompertzNBD",
    "GammaGamma",
    "NotEnoughDataError",
    "ParetoNBD",
    "PurchaseModel",
    "ShiftedBetaGeometric",
]


class PurchaseModel(StrEnum):
    """The models of purchases by their usual names."""

    BGNBD = "BG/NBD"
    MBGNBD = "MBG/NBD"
    PARETO_NBD = "Pareto/NBD"


class CurveModel(StrEnum):
    """The models of who renews by their usual names."""

    SBG = "sBG"
    BDW = "BdW"


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"clv_xl.models has no {name}; it has {', '.join(__all__)}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
