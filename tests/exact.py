"""The models' figures for a single customer by mpmath, from the definitions and in 20 digits: slow, and with no formula in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath as mp

from clv_xl.models.purchases.bgnbd import BGNBD
from clv_xl.models.purchases.pareto_nbd import ParetoNBD

Number = Any


def log_likelihood(model: Any, x: float, recency: float, age: float) -> float:
    with mp.workdps(20):
        alive, left = _likelihoods(model, x, recency, age)
        r = mp.mpf(model.r)
        return float(mp.log(alive + left) + mp.loggamma(r + x) - mp.loggamma(r) + r * mp.log(model.alpha))


def probability_alive(model: Any, x: float, recency: float, age: float) -> float:
    with mp.workdps(20):
        alive, left = _likelihoods(model, x, recency, age)
        return float(alive / (alive + left))


def _likelihoods(model: Any, x: float, recency: float, age: float) -> tuple[Number, Number]:
    """Of being there at T, and of having left before, but for what they have in common."""
    r, alpha = mp.mpf(model.r), mp.mpf(model.alpha)
    if isinstance(model, BGNBD):
        a, b, chances = mp.mpf(model.a), mp.mpf(model.b), x + model.chances_at_first
        alive = mp.beta(a, b + chances) / mp.beta(a, b) * (alpha + age) ** -(r + x)
        left = mp.beta(a + 1, b + chances - 1) / mp.beta(a, b) * (alpha + recency) ** -(r + x) if chances else mp.mpf(0)
        return alive, left
    s, beta = mp.mpf(model.s), mp.mpf(model.beta)
    a, b = alpha + recency, beta + recency
    left = _integral(lambda u: (1 + u / a) ** -(r + x) * (1 + u / b) ** -(s + 1), age - recency, 1 / ((r + x + 1) / a + (s + 1) / b))
    return (alpha + age) ** -(r + x) * (beta / (beta + age)) ** s, s * (beta / b) ** s / b * a ** -(r + x) * left


def purchases_if_alive(model: Any, x: float, age: float, t: float, discount: float = 0.0) -> float:
    """The integral of the rate of buying, discounted, over the time after T; t is finite. Discounted for Pareto/NBD alone."""
    with mp.workdps(20):
        n, scale = mp.mpf(model.r) + x, mp.mpf(model.alpha) + age
        if isinstance(model, ParetoNBD):
            s, beta = mp.mpf(model.s), mp.mpf(model.beta) + age
            rate = lambda v: (1 + v / beta) ** -s * mp.exp(-discount * v)  # noqa: E731
            return float(n / scale * _integral(rate, t, min(beta / s, beta, 1 / mp.mpf(discount) if discount else mp.inf)))
        stays = mp.mpf(model.b) + x + model.chances_at_first
        assert not discount  # a double integral, which takes mpmath minutes
        return float(_over_beta(lambda p, q: -mp.expm1(-n * mp.log1p(p * t / scale)) / p, mp.mpf(model.a), stays))


def pairs_if_alive(model: Any, x: float, age: float, t: float) -> float:
    """The mean of n (n - 1): for given rate l and p, 2 (1 - p) ((1 - exp(-l p t)) / p^2 - l t exp(-l p t) / p)."""
    with mp.workdps(40):
        n, scale = mp.mpf(model.r) + x, mp.mpf(model.alpha) + age
        if isinstance(model, ParetoNBD):
            s, beta = mp.mpf(model.s), mp.mpf(model.beta) + age
            both = _integral(lambda v: v * (1 + v / beta) ** -s, t, min(beta / s, beta))
            return float(2 * n * (n + 1) / scale**2 * both)

        def given(p: Number, q: Number) -> Number:
            more = 1 + p * t / scale
            if n * (more - 1) < 1e-13:  # the difference below would have no digits left
                return q * n * (n + 1) * (t / scale) ** 2
            return 2 * q * ((1 - more**-n) / p**2 - n * t / scale * more ** -(n + 1) / p)

        return float(_over_beta(given, mp.mpf(model.a), mp.mpf(model.b) + x + model.chances_at_first))


def over_beta(f: Callable[[Number, Number], Number], a: float, b: float) -> float:
    """The mean of f(p, 1 - p) over p ~ Beta(a, b)."""
    with mp.workdps(20):
        return float(_over_beta(f, mp.mpf(a), mp.mpf(b)))


def variance(model: Any, x: float, recency: float, age: float, t: float) -> float:
    alive, mean, pairs = probability_alive(model, x, recency, age), purchases_if_alive(model, x, age, t), pairs_if_alive(model, x, age, t)
    return alive * (pairs + mean) - (alive * mean) ** 2


def _integral(f: Callable[[Number], Number], end: float, shortest: Number) -> Number:
    """Over 0 to the end, in pieces that grow from well below the shortest time in which f changes."""
    points, point = [mp.mpf(0)], mp.mpf(shortest) / 4
    while point < end:
        points.append(point)
        point *= 4
    if not end:
        return mp.mpf(0)
    # mpmath strives for an absolute precision, so the variable is scaled.
    return shortest * mp.quad(lambda v: f(v * shortest), [point / shortest for point in [*points, mp.mpf(end)]])


def _over_beta(f: Callable[[Number, Number], Number], a: Number, b: Number) -> Number:
    """The mean of f(p, 1 - p) over Beta(a, b), over the log-odds of p, in pieces that grow from the mode on."""
    mode, width = mp.log(a / b), min(mp.mpf(1), mp.sqrt(1 / a + 1 / b))

    size = mp.log(mp.beta(a, b))

    def weighed(z: Number) -> Number:
        p, q = 1 / (1 + mp.exp(-z)), 1 / (1 + mp.exp(z))
        return f(p, q) * mp.exp(a * mp.log(p) + b * mp.log(q) - size)

    below, above, step = [mode], [mode], width * 2
    while below[-1] > mode - 50 / a - 50 * width or above[-1] < mode + 50 / b + 50 * width:
        below.append(max(mode - step, mode - 50 / a - 50 * width))
        above.append(min(mode + step, mode + 50 / b + 50 * width))
        step *= 2.5
    points = sorted({*below, *above})
    return mp.quad(weighed, points)
