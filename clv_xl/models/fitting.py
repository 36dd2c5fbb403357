"""What all models have in common: named positive parameters, found by maximum likelihood, with their uncertainty.

Parameters are searched for on a log scale, from several starts, between limits that no data determine: a parameter that ends
on such a limit is said in words and counted as known.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields
from functools import cache
from numbers import Real
from typing import Any, ClassVar, Self

import numpy as np

from .reasons import CONVERGED, GIVEN, Reason, message_of

Objective = Callable[[np.ndarray], tuple[float, np.ndarray]]
"""The log-likelihood and its gradient at the logarithms of the parameters."""

SPAN = math.log(1e5)
"""How far the search goes from the usual size of a parameter, up or down, on the log scale."""
_NEAR_LIMIT = math.log(1e2)
"""So near to the limit a parameter counts as on it: the likelihood is flat there, and where the search ends is chance."""
_STEP = 1e-4
_SMALL_GRADIENT = 1e-6
_NO_TURN = 1e-4
"""After a step as small as this the curvature is as it was."""


class NotEnoughDataError(ValueError):
    """The data say nothing of the model; the message says why, and what would help."""


@dataclass(frozen=True)
class Model:
    """A model with given or fitted parameters. The figures of the fit are None where the parameters were given."""

    log_likelihood: float | None = field(default=None, kw_only=True, compare=False)
    converged: bool | None = field(default=None, kw_only=True, compare=False)
    reasons: tuple[Reason, ...] = field(default=GIVEN, kw_only=True, compare=False)
    """What the fit has to say of itself, or that there was none."""
    log_covariance: np.ndarray | None = field(default=None, kw_only=True, compare=False, repr=False)
    """Of the logarithms of the parameters; None where the data do not determine them."""

    limits: ClassVar[dict[tuple[str, str], Reason]] = {}
    """What it means that a parameter ends at its "low" or "high" limit."""

    def __post_init__(self) -> None:
        for name, value in self.params.items():
            if isinstance(value, bool) or not (isinstance(value, Real) and value > 0 and math.isfinite(value)):
                raise ValueError(f"{type(self).__name__}: {name} is {value!r}. Give a number above 0.")

    @classmethod
    def names(cls) -> list[str]:
        """The letters of the parameters, as in the papers."""
        own = set(Model.__dataclass_fields__)
        return [entry.name for entry in fields(cls) if entry.name not in own]

    @property
    def params(self) -> dict[str, float]:
        """The parameters by name, in the order of the paper."""
        return {name: getattr(self, name) for name in self.names()}

    @property
    def message(self) -> str:
        """What the fit has to say of itself, in sentences."""
        return message_of(self.reasons)

    @property
    def covariance(self) -> np.ndarray | None:
        """The covariance of the parameters, in the order of params."""
        if self.log_covariance is None:
            return None
        values = np.array(list(self.params.values()))
        return self.log_covariance * np.outer(values, values)

    @property
    def standard_errors(self) -> dict[str, float] | None:
        """Of the parameters, by name, from the curvature of the likelihood; None where the data do not determine them."""
        if self.covariance is None:
            return None
        return dict(zip(self.params, np.sqrt(np.diag(self.covariance)).tolist()))

    def moved(self, changes: np.ndarray) -> Self:
        """The model with the logarithms of its parameters changed by so much."""
        return type(self)(*(value * math.exp(change) for value, change in zip(self.params.values(), changes)))

    @classmethod
    def fitted(cls, found: Maximum) -> Self:
        """The model of a maximum of its likelihood."""
        names = cls.names()
        said = dict(found.at_limit)
        reasons = [
            cls.limits.get((names[i], side), Reason("{1} ran to its limit: the data do not determine it.", (names[i],)))
            for i, side in found.at_limit
            if i % 2 == 0 or i - 1 not in said  # of a shape and its scale, the shape says it
        ]
        if not found.converged:
            reasons.append(Reason("The search did not settle; take the figures as a rough guide."))
        return cls(
            *np.exp(found.logs).tolist(),
            log_likelihood=found.log_likelihood,
            converged=found.converged,
            reasons=tuple(dict.fromkeys(reasons)) or (CONVERGED,),
            log_covariance=found.log_covariance,
        )


@dataclass(frozen=True)
class Maximum:
    """Where a likelihood is highest. at_limit holds the position of each parameter on a limit, and "low" or "high"; is_exact says
    that Newton's steps came to an end there."""

    logs: np.ndarray
    log_likelihood: float
    log_covariance: np.ndarray | None
    converged: bool
    at_limit: list[tuple[int, str]]
    is_exact: bool = False


def maximise(
    objective: Objective,
    starts: Sequence[Sequence[float]],
    usual: Sequence[float],
    weight: float,
    sample: tuple[Objective, float] | None = None,
) -> Maximum:
    """Search from each start, go on from the best, and settle there.

    starts: parameters to begin from; usual: the usual size of each; weight: how many customers the objective adds up.
    sample: the objective over a sample of the customers, and how many these are. The search goes over it where it is given.
    """
    with one_thread():
        return _maximum(objective, starts, np.log(usual), weight, sample)


def one_thread() -> AbstractContextManager[Any]:
    """Within it, linear algebra keeps to one thread: with matrices as small as these, threads that wait for each other take far more
    time than the work, above all on a busy machine."""
    return _threads().limit(limits=1, user_api="blas")


@cache
def _threads() -> Any:
    import scipy.linalg  # noqa: F401, what is not loaded yet is not found
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _maximum(
    objective: Objective, starts: Sequence[Sequence[float]], centre: np.ndarray, weight: float, sample: tuple[Objective, float] | None
) -> Maximum:
    bounds = list(zip(centre - SPAN, centre + SPAN))
    points = [np.clip(np.log(start), centre - SPAN, centre + SPAN) for start in starts]
    search, searched = sample or (objective, weight)
    # So scaled, what the search takes for flat does not depend on how many customers there are.
    scale = max(1.0, abs(search(points[0])[0]))
    # Mostly a rough search is enough for Newton's steps to find the maximum from there.
    for from_starts, from_best in ((1e-3, None), (1e-4, 1e-9)):
        tries = [_search(search, point, bounds, from_starts, scale) for point in points]
        points = [found.x for found in tries]  # the finer search goes on from where the rough one came to
        point = min(tries, key=lambda found: found.fun).x
        if from_best:
            point = _search(search, point, bounds, from_best, scale).x
        if sample:
            near = _approach(objective, point, _inverse(-_curvature(search, point, list(range(len(point))))), searched / weight)
            point = _search(objective, point, bounds, 1e-9, scale * weight / searched).x if near is None else near
        found = _settle(objective, point, centre, weight)
        if found.is_exact and found.converged and not found.at_limit:
            break
    return found


def _approach(objective: Objective, point: np.ndarray, inverse: np.ndarray | None, share: float) -> np.ndarray | None:
    """Steps to the maximum over all customers from that over a share of them, whose curvature is nearly the same: a few
    evaluations in place of a search. None where it does not work out."""
    if inverse is None:
        return None
    value, gradient = objective(point)
    for _ in range(8):
        step = share * (inverse @ gradient)
        new_value, new_gradient = objective(point + step)
        if not new_value >= value:
            return None
        point, value, gradient = point + step, new_value, new_gradient
        if np.abs(step).max() < 1e-3:
            return point
    return None


def _search(objective: Objective, start: np.ndarray, bounds: list[tuple[float, float]], precision: float, scale: float) -> Any:
    from scipy import optimize

    def negative(logs: np.ndarray) -> tuple[float, np.ndarray]:
        value, gradient = objective(logs)
        if not (math.isfinite(value) and np.isfinite(gradient).all()):
            return math.inf, np.zeros_like(logs)
        return -value / scale, -gradient / scale

    options = {"maxiter": 400, "ftol": precision * 1e-6, "gtol": precision}
    return optimize.minimize(negative, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)


def _settle(objective: Objective, point: np.ndarray, centre: np.ndarray, weight: float) -> Maximum:
    """Newton's steps from a point near the maximum, and the curvature there."""
    at_limit = [(i, "low" if away < 0 else "high") for i, away in enumerate(point - centre) if abs(away) > SPAN - _NEAR_LIMIT]
    # The one farthest out is taken for known. The others may still be told, as the mean rate is where all customers buy alike.
    known = max((i for i, _ in at_limit), key=lambda i: abs(point - centre)[i], default=None)
    free = [i for i in range(len(point)) if i != known]
    value, gradient = objective(point)
    covariance, is_exact = None, False
    for _ in range(4):
        covariance = _inverse(-_curvature(objective, point, free), ignore_flat=bool(at_limit))
        if covariance is None:
            break
        step = covariance @ gradient[free]
        is_exact = bool(np.abs(step).max(initial=0) < _NO_TURN)
        if np.abs(step).max(initial=0) < 1e-7:
            break
        further = point.copy()
        further[free] += np.clip(step, -0.5, 0.5)
        further = np.clip(further, centre - SPAN, centre + SPAN)
        new_value, new_gradient = objective(further)
        if not (new_value >= value - 1e-9 * abs(value)):
            break
        point, value, gradient = further, new_value, new_gradient
        if is_exact:
            break
    full = None
    if covariance is not None:
        full = np.zeros((len(point), len(point)))
        full[np.ix_(free, free)] = covariance
    is_flat = np.abs(gradient[free]).max(initial=0) < _SMALL_GRADIENT * max(1.0, weight)
    return Maximum(point, float(value), full, bool(is_flat and covariance is not None), at_limit, is_exact)


def _curvature(objective: Objective, point: np.ndarray, free: list[int]) -> np.ndarray:
    """The second derivatives, from differences of the gradient."""
    rows = []
    for i in free:
        step = np.zeros_like(point)
        step[i] = _STEP
        rows.append((objective(point + step)[1] - objective(point - step)[1])[free] / (2 * _STEP))
    matrix = np.array(rows).reshape(len(free), len(free))
    return (matrix + matrix.T) / 2


def _inverse(matrix: np.ndarray, ignore_flat: bool = False) -> np.ndarray | None:
    """The inverse of a positive definite matrix; None where it is none, so that the data leave a direction open.

    ignore_flat: an open direction counts as known. With a parameter on its limit another one may say nothing: where nobody leaves,
    how much customers differ in leaving is of no consequence.
    """
    if not np.isfinite(matrix).all() or not len(matrix):
        return None if len(matrix) else matrix
    values, vectors = np.linalg.eigh(matrix)
    flat = np.abs(values) <= 1e-7 * values[-1] if ignore_flat else np.zeros(len(values), dtype=bool)
    if values[-1] <= 0 or (values[~flat] <= 1e-9 * values[-1]).any():
        return None
    return (vectors[:, ~flat] / values[~flat]) @ vectors[:, ~flat].T
