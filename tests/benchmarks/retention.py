"""How often nominal 90% ranges of a new subscriber's payments hold the true number: cohorts drawn from beta-discrete-Weibull curves.
python -m tests.benchmarks.retention [--simulations N]"""

from __future__ import annotations

import argparse

import numpy as np

from clv_xl.models import CurveModel
from clv_xl.models.renewals.beta_discrete_weibull import BetaDiscreteWeibull
from clv_xl.models.renewals.choice import fit_curve
from clv_xl.models.renewals.curve import RetentionCurve
from clv_xl.models.renewals.renewals import renewals_of

CURVES = ((0.7, 3.8, 1.0), (0.21, 1.43, 1.72), (0.45, 0.78, 1.28), (0.8, 6.0, 0.7))
COHORTS = ((200, 12), (2000, 6), (2000, 18))
MONTHLY = 1.1 ** (1 / 12) - 1


def payments(curve: RetentionCurve) -> float:
    return curve.discounted_lifetime(MONTHLY)


def held(true: BetaDiscreteWeibull, customers: int, renewals: int, simulations: int) -> list[float]:
    """The share of cohorts whose range holds the true number, for each curve and for the choice; and how often that is BdW."""
    found = []
    for seed in range(simulations):
        rows = renewals_of(true.simulate(customers, renewals, seed))
        chosen = [fit_curve(*rows, name) for name in (*CurveModel, None)]
        bands = [one.interval(payments, 1.0, (1 + MONTHLY) / MONTHLY) for one in chosen]
        found.append([band is not None and band[0] <= payments(true) <= band[1] for band in bands] + [chosen[-1].name == CurveModel.BDW])
    return np.mean(found, axis=0).tolist()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulations", type=int, default=100)
    simulations = parser.parse_args().simulations
    print("| alpha, beta, c | Customers | Renewals seen | sBG alone | BdW alone | auto | auto takes BdW |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for parameters in CURVES:
        for customers, renewals in COHORTS:
            shares = held(BetaDiscreteWeibull(*parameters), customers, renewals, simulations)
            shown = " | ".join(f"{share:.0%}" for share in shares)
            print(f"| {', '.join(map(str, parameters))} | {customers:,} | {renewals} | {shown} |", flush=True)


if __name__ == "__main__":
    main()
