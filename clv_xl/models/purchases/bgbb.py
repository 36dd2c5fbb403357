"""BG/BB: customers who can buy once in each period, such as donors asked once a year, and who leave unseen.

While they are customers they buy at each chance with a probability of their own, which varies as a beta distribution (alpha, beta); before
each chance they leave with a probability of their own, which varies as another (gamma, delta). Fader, Hardie and Shang 2010,
"Customer-base analysis in a discrete-time noncontractual setting".

A customer is known by the chances had so far (n), how many of them were taken (x), and which one last (t_x, 0 for none). How long customers
stay is a shifted beta-geometric curve (gamma, delta).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from ..fitting import Model, NotEnoughDataError, maximise
from ..reasons import Reason
from ..renewals.shifted_beta_geometric import ShiftedBetaGeometric
from .distinct import Distinct, columns_of, distinct
from .latent_attrition import Simulated


@dataclass(frozen=True)
class BGBB(Model):
    """Beta-geometric / beta-binomial. alpha / (alpha + beta) is the mean probability of buying at a chance, gamma / (gamma + delta) that of
    leaving before one. All are above 0, else ValueError. Arguments are numbers or arrays; answers a float or an array."""

    alpha: float
    beta: float
    gamma: float
    delta: float

    limits = {
        ("alpha", "low"): Reason("Hardly anybody buys again (alpha at its limit), so the data do not tell how customers differ."),
        ("alpha", "high"): Reason("All customers buy with the same probability (alpha at its limit)."),
        ("beta", "low"): Reason("Customers buy at nearly every opportunity (beta at its limit)."),
        ("beta", "high"): Reason("All customers buy with the same probability, or hardly anybody buys again (beta at its limit)."),
        ("gamma", "low"): Reason("Hardly anybody is seen to leave (gamma at its limit): forecasts take customers to stay."),
        ("gamma", "high"): Reason("All customers leave with the same probability (gamma at its limit)."),
        ("delta", "low"): Reason("Customers leave at once or hardly ever (delta at its limit)."),
        ("delta", "high"): Reason("Hardly anybody is seen to leave, or all leave with the same probability (delta at its limit)."),
    }

    @classmethod
    def fit(cls, frequency: Any, recency: Any, chances: Any, weights: Any = None) -> Self:
        """From customers: how many chances each has taken, which one last, and how many there were; weights: how many each stands for.

        Raises:
            NotEnoughDataError: nobody has had a chance yet, or nobody has taken one.
            ValueError: the columns differ in length, or a customer is impossible.
        """
        rows = chances_taken(frequency, recency, chances, weights)
        taken, had = float(rows.weights @ rows.columns[0]), float(rows.weights @ rows.columns[2])
        if not had:
            raise NotEnoughDataError("Nobody has had a chance to buy again yet. Give more periods.")
        if not taken:
            raise NotEnoughDataError("Nobody has bought again, so there is nothing to learn from. Give more periods.")
        odds = had / taken
        starts = [[a, a * odds, 0.5, c] for a in (0.3, 1.0, 4.0) for c in (0.5, 3.0, 20.0)]
        found = maximise(lambda logs: cls._objective(np.exp(logs), rows), starts, [1.0, 1.0, 1.0, 2.0], float(rows.weights.sum()))
        return cls.fitted(found)

    @classmethod
    def log_likelihood_of(cls, params: Mapping[str, float], frequency: Any, recency: Any, chances: Any, weights: Any = None) -> float:
        """The log-likelihood of customers, given as to `fit`, under parameters by name."""
        rows = chances_taken(frequency, recency, chances, weights)
        return cls._objective(np.array([params[name] for name in cls.names()], dtype=float), rows)[0]

    @classmethod
    def _objective(cls, params: np.ndarray, rows: Distinct) -> tuple[float, np.ndarray]:
        """The log-likelihood, and its gradient on the logarithms of the parameters."""
        from scipy.special import psi

        alpha, beta, gamma, delta = params
        x, had = rows.columns[0][:, None], rows.columns[2][:, None]
        at, logs = _ways(params, *rows.columns)
        each = _log_sum(logs)
        share = np.exp(logs - each[:, None]) * rows.weights[:, None]
        left = at < had
        total = rows.weights.sum()
        by_alpha = (share * (psi(alpha + x) - psi(alpha + beta + at))).sum() - total * (psi(alpha) - psi(alpha + beta))
        by_beta = (share * (psi(beta + at - x) - psi(alpha + beta + at))).sum() - total * (psi(beta) - psi(alpha + beta))
        both = psi(gamma + delta + at + left)
        by_gamma = (share * (psi(gamma + left) - both)).sum() - total * (psi(gamma) - psi(gamma + delta))
        by_delta = (share * (psi(delta + at) - both)).sum() - total * (psi(delta) - psi(gamma + delta))
        return float(rows.weights @ each), np.array([by_alpha, by_beta, by_gamma, by_delta]) * params

    @property
    def _staying(self) -> ShiftedBetaGeometric:
        return ShiftedBetaGeometric(self.gamma, self.delta)

    def probability_alive(self, frequency: Any, recency: Any, chances: Any, later: Any = 1) -> Any:
        """The probability that a customer is still one at a later chance, the next one where left out; 0: after the last one had."""
        x, last, had, ahead = _arrays(frequency, recency, chances, later)
        found = np.exp(self._log_alive(x, last, had)) * self._staying_on(had, ahead)
        return found if found.shape else float(found)

    def _log_alive(self, x: np.ndarray, last: np.ndarray, had: np.ndarray) -> np.ndarray:
        """The logarithm of the probability of being there after the last chance had."""
        params = np.array(list(self.params.values()))
        at, logs = _ways(params, x.ravel(), last.ravel(), had.ravel())
        there = np.where(at == had.ravel()[:, None], logs, -np.inf)
        return np.minimum(_log_sum(there) - _log_sum(logs), 0.0).reshape(x.shape)

    def _staying_on(self, had: np.ndarray, later: np.ndarray) -> np.ndarray:
        """The probability that one who is there after so many chances is there so many later."""
        from scipy.special import betaln

        return np.exp(np.minimum(betaln(self.gamma, self.delta + had + later) - betaln(self.gamma, self.delta + had), 0.0))

    def expected_purchases(self, ahead: Any) -> Any:
        """How many of so many chances a new customer is expected to take."""
        return self.discounted_purchases(0.0, ahead, 0, 0, 0)

    def conditional_expected_purchases(self, ahead: Any, frequency: Any, recency: Any, chances: Any) -> Any:
        """How many of so many chances ahead a customer is expected to take."""
        return self.discounted_purchases(0.0, ahead, frequency, recency, chances)

    def discounted_purchases(self, d: float, ahead: Any, frequency: Any, recency: Any, chances: Any) -> Any:
        """The same, each divided by (1 + d) for every chance up to it, the next one included; ahead may be math.inf.

        Raises:
            ValueError: d is below 0.
        """
        if not d >= 0:
            raise ValueError(f"d is {d}. Give 0 or more.")
        x, last, had, until = _arrays(frequency, recency, chances, ahead)
        rate = (self.alpha + x) / (self.alpha + self.beta + had)
        there = self._chances_there(d, until, had)
        known = np.isfinite(there)
        found = np.where(known, np.exp(self._log_alive(x, last, had)) * rate * np.where(known, there, 0.0), there)
        return found if found.shape else float(found)

    def _chances_there(self, d: float, until: np.ndarray, had: np.ndarray) -> np.ndarray:
        """At how many of the chances ahead one who is there is expected to be there, discounted."""
        # Without an end, and beyond it, they are the payments of a subscriber who may leave before each.
        found = np.array(self._staying.residual_lifetime(had, d) / (1 + d))
        finite = np.isfinite(until)
        if finite.any():
            steps = np.arange(1.0, float(until[finite].max(initial=0.0)) + 1)
            each = self._staying_on(had[finite][:, None], steps) * (1 + d) ** -steps * (steps <= until[finite][:, None])
            found[finite] = each.sum(axis=1)
        return found

    def probability_of_purchases(self, x: Any, chances: Any) -> Any:
        """The probability that a new customer takes exactly x of so many chances."""
        from scipy.special import gammaln

        taken, had = _arrays(x, chances)
        flat = np.minimum(taken, had).ravel()
        at, logs = _ways(np.array(list(self.params.values())), flat, flat, had.ravel())
        choices = gammaln(at + 1) - gammaln(flat[:, None] + 1) - gammaln(at - flat[:, None] + 1)
        found = np.where(taken <= had, np.exp(_log_sum(logs + choices)).reshape(taken.shape), 0.0)
        return found if found.shape else float(found)

    def simulate(self, chances: Any, later: int = 0, seed: int | None = None) -> Simulated:
        """Customers who have had so many chances each, drawn from the model, and how many of the later ones they take."""
        rng = np.random.default_rng(seed)
        had = np.atleast_1d(np.asarray(chances, dtype=float))
        buys, leaves = rng.beta(self.alpha, self.beta, len(had)), rng.beta(self.gamma, self.delta, len(had))
        stays = rng.geometric(np.maximum(leaves, 1e-12)) - 1.0  # how many chances they are there for
        number = np.arange(1, int(had.max(initial=0)) + later + 1)
        taken = (rng.random((len(had), len(number))) < buys[:, None]) & (number <= stays[:, None])
        so_far = number <= had[:, None]
        ahead = ~so_far & (number <= had[:, None] + later)
        last = ((taken & so_far) * number).max(axis=1, initial=0)
        return Simulated((taken & so_far).sum(axis=1) * 1.0, last * 1.0, (taken & ahead).sum(axis=1) * 1.0)


def _arrays(*values: Any) -> tuple[np.ndarray, ...]:
    """The values as arrays of one shape."""
    return np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in values))


def chances_taken(frequency: Any, recency: Any, chances: Any, weights: Any = None) -> Distinct:
    """Customers as distinct rows of x, t_x and n.

    Raises:
        ValueError: the columns differ in length, or a customer is impossible.
    """
    given, weight = columns_of(weights, frequency=frequency, recency=recency, chances=chances)
    x, last, had = given
    good = (x >= 0) & (x <= last) & (last <= had) & np.isfinite(had) & ((x > 0) | (last == 0))
    for column in given:
        good &= column == np.floor(column)
    if not good.all():
        row = int(np.argmin(good))
        raise ValueError(
            f"Customer {row + 1} cannot be: frequency {x[row]:g}, recency {last[row]:g}, chances {had[row]:g}."
            " They are whole numbers, recency that of the last chance taken, 0 for none."
        )
    return distinct(*given, weights=weight)


def _log_sum(logs: np.ndarray) -> np.ndarray:
    """The logarithm of the sum of each row."""
    from scipy.special import logsumexp

    return np.asarray(logsumexp(logs, axis=1))


def _ways(params: np.ndarray, x: np.ndarray, last: np.ndarray, had: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All ways in which customers can have come to what was seen, a row of each: after how many chances they left, or all of them for who
    is still there, and the logarithm of the probability of it all."""
    from scipy.special import betaln

    alpha, beta, gamma, delta = params
    silent = had - last
    at = last[:, None] + np.arange(int(silent.max(initial=0)) + 1)
    possible = at <= had[:, None]
    at = np.minimum(at, had[:, None])
    left = at < had[:, None]
    bought = betaln(alpha + x[:, None], beta + at - x[:, None]) - betaln(alpha, beta)
    stayed = betaln(gamma + left, delta + at) - betaln(gamma, delta)
    return at, np.where(possible, bought + stayed, -math.inf)
