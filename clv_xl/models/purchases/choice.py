"""Which model to trust with given customers: all are fitted, to all of the time and to the first part of it, and compared.

The models of purchases have four parameters each, so their likelihoods compare as they are. A difference below 2 says little
(Burnham and Anderson 2002: models within 4 of AIC); between such models the smaller error on the time held out decides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .. import PurchaseModel
from ..fitting import NotEnoughDataError
from .bgnbd import BGNBD, MBGNBD
from .distinct import Distinct
from .holdout import Holdout
from .latent_attrition import LatentAttrition, customers_of
from .pareto_nbd import ParetoNBD

CLASSES: dict[PurchaseModel, type[LatentAttrition]] = {
    PurchaseModel.BGNBD: BGNBD,
    PurchaseModel.MBGNBD: MBGNBD,
    PurchaseModel.PARETO_NBD: ParetoNBD,
}
ALIKE = 2.0
"""Log-likelihoods closer than this do not tell models apart."""
LEAST_CUSTOMERS, LEAST_REPEATING = 10, 5
"""With fewer, parameters of how customers differ are guesses."""


class Fitted(NamedTuple):
    """A model, and the customers that it was fitted to."""

    model: LatentAttrition
    customers: Distinct


class Compared(NamedTuple):
    """A model fitted to all of the time, and its test on the last part of it, where there are data enough."""

    name: PurchaseModel
    model: LatentAttrition
    tested: Holdout | None


def fit_model(
    name: PurchaseModel, frequency: np.ndarray, recency: np.ndarray, T: np.ndarray, start: LatentAttrition | None = None
) -> Fitted:
    """A model fitted to customers, each argument an array with a value of each customer, times in one unit. start: a model that is near.

    Raises:
        NotEnoughDataError: there are too few customers, or too few who came back.
    """
    repeating = int((frequency > 0).sum())
    if len(frequency) < LEAST_CUSTOMERS or repeating < LEAST_REPEATING:
        raise NotEnoughDataError(
            f"A forecast needs {LEAST_CUSTOMERS} customers, {LEAST_REPEATING} of them with purchases on more than one day;"
            f" here are {len(frequency)} and {repeating}. Give more orders."
        )
    customers = customers_of(frequency, recency, T)
    return Fitted(CLASSES[name].fit_rows(customers, start), customers)


def choose(compared: Sequence[Compared]) -> PurchaseModel:
    """The model to trust: the most likely one, or the one of those as likely that erred least on the time held out."""

    def likelihood(one: Compared) -> float:
        return -math.inf if one.model.log_likelihood is None else one.model.log_likelihood

    settled = [one for one in compared if one.model.converged] or list(compared)
    best = max(map(likelihood, settled))
    alike = [one for one in settled if likelihood(one) > best - ALIKE]
    return min(alike, key=lambda one: (one.tested.model.mean_error if one.tested else 0.0, -likelihood(one))).name
