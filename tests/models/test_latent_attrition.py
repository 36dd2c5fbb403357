"""What holds for BG/NBD, MBG/NBD and Pareto/NBD alike: the package lifetimes, simulation, gradients, units, and extreme customers."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_xl.models.fitting import NotEnoughDataError
from clv_xl.models.purchases.bgnbd import BGNBD, MBGNBD
from clv_xl.models.purchases.latent_attrition import LatentAttrition, customers_of
from clv_xl.models.purchases.pareto_nbd import ParetoNBD

from .. import exact

pytestmark = pytest.mark.filterwarnings("error")

MODELS: list[type[Any]] = [BGNBD, MBGNBD, ParetoNBD]
EXAMPLES: list[Any] = [BGNBD(0.243, 4.414, 0.793, 2.426), MBGNBD(0.525, 6.183, 0.891, 1.614), ParetoNBD(0.553, 10.58, 0.606, 11.67)]
TRUE: list[Any] = [BGNBD(0.9, 5.0, 0.8, 2.5), MBGNBD(0.9, 5.0, 0.8, 2.5), ParetoNBD(0.9, 5.0, 0.8, 15.0)]
each_model = pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.__name__)
each_example = pytest.mark.parametrize("model", EXAMPLES, ids=lambda model: type(model).__name__)


def some_customers(count: int, seed: int, age: float = 60.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = np.floor(rng.exponential(3, count)) * (rng.random(count) < 0.6)
    ages = rng.uniform(0.1 * age, age, count)
    return x, np.where(x > 0, ages * rng.random(count), 0.0), ages


# Against lifetimes


def peer_of(model: Any) -> Any:
    """The likelihood of one customer, the expected purchases and P(alive) as lifetimes computes them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import lifetimes

        fitter = {BGNBD: lifetimes.BetaGeoFitter, MBGNBD: lifetimes.ModifiedBetaGeoFitter, ParetoNBD: lifetimes.ParetoNBDFitter}[
            type(model)
        ]()
        fitter.params_ = model.params

        def figures(t: float, *customer: float) -> list[float]:
            # As single customers, since lifetimes' minimisers and tables need older numpy and pandas, and its formulas alone do not.
            one = [np.array([value]) for value in customer]
            values = list(model.params.values())
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                if isinstance(model, ParetoNBD):
                    likelihood = fitter._conditional_log_likelihood(values, *one)
                else:
                    likelihood = -fitter._negative_log_likelihood(np.log(values), *one, np.ones(1), 0.0)
                expected = fitter.conditional_expected_number_of_purchases_up_to_time(t, *one)
                found = likelihood, expected, fitter.conditional_probability_alive(*one)
            return [float(np.squeeze(value)) for value in found]

        return figures


@each_model
def test_300_random_parameters_and_customers_against_lifetimes(kind: type[LatentAttrition]) -> None:
    """Wherever lifetimes is finite. Its formulas subtract numbers that may be nearly equal; where the two differ by more than 1e-6,
    mpmath decides, and always for us."""
    rng = np.random.default_rng(20)
    finite, decided = 0, 0
    for _ in range(300):
        shapes = 10 ** rng.uniform(-1.3, 1.0, 4)
        scale = 10 ** rng.uniform(0, 2, 2)
        model: Any = kind(shapes[0], scale[0], shapes[1], scale[1] if kind is ParetoNBD else shapes[2])
        x = float(rng.choice([0, 1, 2, 5, 10, 30, 100]))
        age = rng.uniform(1, 150)
        customer = (x, age * rng.random() if x else 0.0, age)
        t = rng.uniform(1, 100)
        ours = [
            kind.log_likelihood_of(model.params, *customer),
            model.conditional_expected_purchases(t, *customer),
            model.probability_alive(*customer),
        ]
        assert np.isfinite(ours).all()
        theirs = peer_of(model)(t, *customer)
        for i in range(3):
            if not math.isfinite(theirs[i]):
                continue
            finite += 1
            if ours[i] == pytest.approx(theirs[i], rel=1e-6, abs=1e-9):
                continue
            decided += 1
            judge = exact.log_likelihood(model, *customer) if i == 0 else exact.probability_alive(model, *customer)
            if i == 1:
                judge *= exact.purchases_if_alive(model, x, age, t)
            assert ours[i] == pytest.approx(judge, rel=1e-9, abs=1e-12), (model, customer, t)
    assert finite > 600  # of 900 figures
    assert decided < 10


# Simulation


@each_example
def test_simulated_customers_are_as_expected(model: Any) -> None:
    """200,000 of them: means of the past and the time after, by what was seen; 4 standard errors."""
    count, age, t = 200_000, 30.0, 40.0
    seen = model.simulate(np.full(count, age), later=t, seed=3)
    assert (seen.recency <= age).all() and ((seen.recency == 0) == (seen.frequency == 0)).all()
    assert abs(seen.frequency.mean() - model.expected_purchases(age)) < 4 * seen.frequency.std() / math.sqrt(count)
    recency = np.round(seen.recency, 1)
    for group in (seen.frequency == 0, seen.frequency == 1, (seen.frequency > 1) & (recency < 20), (seen.frequency > 1) & (recency > 20)):
        customers = seen.frequency[group], recency[group], np.full(group.sum(), age)
        later = seen.later_purchases[group]
        off = later - model.conditional_expected_purchases(t, *customers)
        error = later.std() / math.sqrt(group.sum())
        assert abs(off.mean()) < 4 * error
        squares = off**2 - model.conditional_variance_of_purchases(t, *customers)
        assert abs(squares.mean()) < 4 * squares.std() / math.sqrt(group.sum())


@pytest.mark.parametrize("true", TRUE, ids=lambda model: type(model).__name__)
def test_the_parameters_come_back(true: Any) -> None:
    """Fits to simulated customers; each parameter within 4 standard errors, and the distance of all 4 as a chi-square says."""
    age = np.repeat([40.0, 60.0, 80.0, 100.0], 2000)
    seen = true.simulate(age, seed=5)
    found = type(true).fit(seen.frequency, seen.recency, age)
    assert found.converged and found.log_covariance is not None
    off = np.log(list(found.params.values())) - np.log(list(true.params.values()))
    assert off @ np.linalg.solve(found.log_covariance, off) < 18.5  # the 99.9% point with 4 degrees of freedom
    assert type(true).log_likelihood_of(true.params, seen.frequency, seen.recency, age) <= found.log_likelihood
    assert found.expected_purchases(52) == pytest.approx(true.expected_purchases(52), rel=0.05)


def test_simulations_repeat_by_their_seed() -> None:
    for model in EXAMPLES:
        first, again, other = (model.simulate([30.0] * 50, 10, seed) for seed in (1, 1, 2))
        assert all((a == b).all() for a, b in zip(first, again))
        assert (first.recency != other.recency).any()


# Gradients, weights and units


@each_model
@pytest.mark.parametrize("params", [(0.5, 8.0, 0.7, 2.0), (30.0, 0.1, 1e-3, 1e3), (1e-3, 1e4, 50.0, 0.02)], ids=str)
def test_the_gradient_against_differences(kind: type[LatentAttrition], params: tuple[float, ...]) -> None:
    rows = customers_of(*some_customers(200, 1), weights=np.arange(200) % 3)
    logs = np.log(params)
    value, gradient = kind._objective(np.exp(logs), rows)
    for i in range(4):
        step = np.zeros(4)
        step[i] = 1e-4
        difference = (kind._objective(np.exp(logs + step), rows)[0] - kind._objective(np.exp(logs - step), rows)[0]) / 2e-4
        assert gradient[i] == pytest.approx(difference, rel=1e-5, abs=1e-6 * abs(value))


@each_model
def test_weights_are_repeated_rows(kind: type[LatentAttrition]) -> None:
    customers = some_customers(60, 2)
    weights = np.arange(60) % 4
    found = kind.fit(*customers, weights=weights)
    repeated = kind.fit(*(np.repeat(column, weights) for column in customers))
    # So few customers leave a ridge; where on it the search ends depends on the last digits of sums.
    assert found.log_likelihood == pytest.approx(repeated.log_likelihood, abs=1e-3)
    t = 20.0
    assert found.expected_purchases(t) == pytest.approx(repeated.expected_purchases(t), rel=1e-3)


@pytest.mark.parametrize("model", TRUE, ids=lambda model: type(model).__name__)
def test_the_unit_of_time_changes_nothing(model: Any) -> None:
    """In days, the likelihood of x purchases is 7^-x of that in weeks, and whatever is predicted is the same."""
    kind = type(model)
    age = np.round(np.linspace(200, 400, 800)) / 7
    seen = model.simulate(age, seed=8)
    weeks = kind.fit(seen.frequency, seen.recency, age)
    days = kind.fit(seen.frequency, seen.recency * 7, age * 7)
    assert days.log_likelihood == pytest.approx(weeks.log_likelihood - seen.frequency.sum() * math.log(7), abs=1e-5)
    scaled = {name: value * (7 if name in ("alpha", "beta") else 1) for name, value in weeks.params.items()}
    assert days.params == pytest.approx(scaled, rel=2e-3)
    same = kind(**scaled)
    few = [column[:50] for column in (seen.frequency, seen.recency, age)]
    in_days = [few[0], few[1] * 7, few[2] * 7]
    for method, ahead in ((kind.conditional_expected_purchases, 1), (kind.conditional_variance_of_purchases, 1)):
        assert method(same, 52 * 7 * ahead, *in_days) == pytest.approx(method(weeks, 52 * ahead, *few), rel=1e-9)
    assert same.probability_alive(*in_days, later=70) == pytest.approx(weeks.probability_alive(*few, later=10), rel=1e-9)
    assert same.discounted_purchases(0.001, math.inf, *in_days) == pytest.approx(
        weeks.discounted_purchases(0.007, math.inf, *few), rel=1e-9
    )


# Shapes and mistakes


@each_example
def test_shapes(model: Any) -> None:
    assert isinstance(model.probability_alive(2, 20, 30), float)
    assert isinstance(model.conditional_expected_purchases(10, 2, 20, 30), float)
    assert isinstance(model.conditional_variance_of_purchases(10, 2, 20, 30), float)
    assert isinstance(model.probability_alive(2, 20, 30, later=5), float)
    x, recency, age = some_customers(200, 3)
    for figures in (model.conditional_expected_purchases, model.conditional_variance_of_purchases):
        assert figures([], [], [], []).shape == (0,)
        assert figures([[1], [math.inf]], 2, 20, [30, 40, 50]).shape == (2, 3)
        together = figures(20, x, recency, age)  # as distinct rows
        assert together == pytest.approx([figures(20, *customer) for customer in zip(x, recency, age)], rel=1e-9)
        assert figures([0, -1], 2, 20, 30) == pytest.approx([0, 0])
    assert model.probability_alive(2, 20, 30, later=math.inf) == 0


@each_model
def test_impossible_customers_are_refused(kind: type[LatentAttrition]) -> None:
    for customer in ([-1, 0, 5], [1, 6, 5], [0, 2, 5], [math.nan, 1, 5], [1, 1, math.inf]):
        with pytest.raises(ValueError, match=r"^Customer 2 cannot be"):
            kind.fit(*zip([1, 2, 5], customer))
    with pytest.raises(ValueError, match="differ in length"):
        kind.fit([1, 2], [1, 2], [3])
    with pytest.raises(ValueError, match="weights must be"):
        kind.fit([1], [1], [3], [-1])
    with pytest.raises(NotEnoughDataError, match="no customers"):
        kind.fit([], [], [])
    with pytest.raises(NotEnoughDataError, match="on the last day"):
        kind.fit([0, 0], [0, 0], [0, 0])
    with pytest.raises(ValueError, match="Give a number above 0"):
        kind(1, 2, 3, 0)


@each_example
def test_a_negative_discount_is_refused(model: Any) -> None:
    with pytest.raises(ValueError, match="discount_rate is -1"):
        model.discounted_purchases(-1, 10, 1, 2, 3)


# Any customers at all

FREQUENCIES = st.one_of(st.integers(0, 5), st.sampled_from([0, 0, 50, 1000, 100_000]))
AGES = st.one_of(st.integers(0, 400), st.sampled_from([1, 3650, 18_250]))
CUSTOMER = st.tuples(FREQUENCIES, AGES, st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0])), st.integers(1, 50))
PEOPLE = st.lists(CUSTOMER, min_size=1, max_size=8)


def columns(people: list[tuple[int, int, float, int]]) -> list[np.ndarray]:
    """Frequency, recency and T in whole days, and weights."""
    rows = [(x if age else 0, round(age * share) if x else 0, age, count) for x, age, share, count in people]
    return [np.array(column, dtype=float) for column in zip(*rows)]


def check_predictions(model: Any, x: np.ndarray, recency: np.ndarray, age: np.ndarray) -> None:
    alive = model.probability_alive(x, recency, age)
    assert np.isfinite(alive).all() and (alive >= 0).all() and (alive <= 1).all()
    horizons = [1.0, 30.0, 365.0, 36500.0]
    later = np.array([model.probability_alive(x, recency, age, later=t) for t in horizons])
    assert np.isfinite(later).all() and (later >= 0).all()
    assert (np.diff(np.vstack([alive, later]), axis=0) <= 1e-9).all()
    expected = np.array([model.conditional_expected_purchases(t, x, recency, age) for t in horizons])
    assert np.isfinite(expected).all() and (expected >= 0).all()
    assert (np.diff(expected, axis=0) >= -1e-7 * expected[1:]).all()
    for rate in (1e-6, 0.01, 10.0):
        discounted = np.array([model.discounted_purchases(rate, t, x, recency, age) for t in horizons])
        assert np.isfinite(discounted).all() and (discounted >= 0).all()
        assert (discounted <= expected * (1 + 1e-7)).all()
        for_ever = model.discounted_purchases(rate, math.inf, x, recency, age)
        assert np.isfinite(for_ever).all() and (for_ever >= discounted[-1] * (1 - 1e-7)).all()
    variance = model.conditional_variance_of_purchases(30, x, recency, age)
    assert np.isfinite(variance).all() and (variance >= 0).all()
    for figures in (model.conditional_expected_purchases, model.conditional_variance_of_purchases):
        assert not np.isnan(figures(math.inf, x, recency, age)).any()


@each_model
@settings(max_examples=8)
@given(people=PEOPLE)
def test_any_customers_give_finite_figures(kind: type[LatentAttrition], people: list[Any]) -> None:
    *customers, weights = columns(people)
    if not customers[2].any():
        with pytest.raises(NotEnoughDataError, match="on the last day"):
            kind.fit(*customers, weights=weights)
        return
    found = kind.fit(*customers, weights=weights)
    assert found.log_likelihood is not None and math.isfinite(found.log_likelihood)
    assert all(math.isfinite(value) and value > 0 for value in found.params.values())
    assert found.covariance is None or np.isfinite(found.covariance).all()
    assert found.message
    assert found.converged or len(found.message) > 20
    check_predictions(found, *customers)


SHAPES = st.floats(-5, 5).map(lambda power: 10.0**power)


@each_model
@settings(max_examples=15)
@given(shapes=st.tuples(SHAPES, SHAPES, SHAPES, SHAPES), people=PEOPLE)
def test_any_parameters_give_finite_figures(kind: Any, shapes: tuple[float, ...], people: list[Any]) -> None:
    *customers, _ = columns(people)
    check_predictions(kind(*shapes), *customers)


@each_model
@pytest.mark.parametrize(
    ("frequency", "recency", "age"),
    [
        ([0] * 30, [0] * 30, range(1, 31)),  # nobody repeats
        ([3] * 30, [20] * 30, [30] * 30),  # all alike
        ([5], [80], [100]),  # a single customer
        ([100_000] * 3, [18_000] * 3, [18_250] * 3),
        ([1] * 40, [0.0] * 20 + [30.0] * 20, [30] * 40),  # at once, or on the last day
        ([0] * 40 + [1], [0] * 40 + [1], [0] * 40 + [1]),  # all but one on the last day
    ],
    ids=["nobody", "alike", "single", "huge", "extremes", "last day"],
)
def test_little_to_learn_is_said(kind: type[LatentAttrition], frequency: Any, recency: Any, age: Any) -> None:
    customers = [np.array(list(column), dtype=float) for column in (frequency, recency, age)]
    found = kind.fit(*customers)
    assert found.message != "Converged." and found.message.endswith(".")
    check_predictions(found, *customers)
