"""Equal customers counted once.

The models know a customer by a few figures, and whole days make many customers equal. What is computed once per distinct row
costs a tenth of what it costs per customer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

_WORTHWHILE = 64
"""Below this many rows, looking for equal ones costs more than it saves."""


@dataclass(frozen=True)
class Distinct:
    """The distinct rows of some columns.

    columns: the values of each column, a row for each distinct row; weights: how many customers each row stands for;
    inverse: for each customer, its row. levels and codes: per column, the distinct values and each row's position among them.
    """

    columns: tuple[np.ndarray, ...]
    weights: np.ndarray
    inverse: np.ndarray
    levels: tuple[np.ndarray, ...]
    codes: tuple[np.ndarray, ...]

    def sample(self, count: int) -> Distinct:
        """So many of the customers, drawn at random, the same ones each time; all of them where the rows are no more."""
        if len(self.weights) <= count:
            return self
        drawn = np.random.default_rng(1).multinomial(count, self.weights / self.weights.sum())
        rows = drawn > 0
        return _of_rows(tuple(column[rows] for column in self.columns), drawn[rows].astype(float), np.flatnonzero(rows))

    def reweighted(self, weights: np.ndarray) -> Distinct:
        """The same rows with other weights."""
        return Distinct(self.columns, weights, self.inverse, self.levels, self.codes)


def distinct(*columns: np.ndarray, weights: np.ndarray | None = None) -> Distinct:
    """The distinct rows of columns of equal length; weights count a row more or less than once."""
    inverse = _same_key(columns)
    first = _first_rows(inverse)
    counts = np.bincount(inverse, weights, minlength=len(first)).astype(float)
    return _of_rows(tuple(column[first] for column in columns), counts, inverse)


def _of_rows(columns: tuple[np.ndarray, ...], weights: np.ndarray, inverse: np.ndarray) -> Distinct:
    codes, levels = zip(*(pd.factorize(column) for column in columns))
    return Distinct(columns, weights, inverse, levels, codes)


def _same_key(columns: tuple[np.ndarray, ...]) -> np.ndarray:
    """A number for each row, the same for equal rows. One key of 64 bits is looked up in place of all columns, and the answer is
    checked: two different rows of one key are possible, if not to be met with."""
    key = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        key ^= (column + 0.0).view(np.uint64)  # + 0.0 makes -0.0 equal to 0.0
        key *= np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(32)
    inverse, keys = pd.factorize(key)
    place = np.empty(len(keys), dtype=np.int64)
    place[np.argsort(keys)] = np.arange(len(keys))  # one order of the rows, whichever the columns have
    inverse = place[inverse]
    first = _first_rows(inverse)
    if all(np.array_equal(column, column[first][inverse]) for column in columns):
        return inverse
    return np.unique(np.column_stack(columns), axis=0, return_inverse=True)[1].ravel()


def _first_rows(inverse: np.ndarray) -> np.ndarray:
    """For each distinct row, the first of the rows that it stands for."""
    first = np.empty(int(inverse.max(initial=-1)) + 1, dtype=np.int64)
    first[inverse[::-1]] = np.arange(len(inverse))[::-1]
    return first


def per_distinct(compute: Callable[..., Any], *values: Any) -> Any:
    """What `compute` answers for each row of the values, which broadcast; asked once for each distinct row.

    A float where all values are single ones. `compute` may answer several figures for a row, in a last dimension.
    """
    arrays = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in values))
    shape = arrays[0].shape
    flat = [array.ravel() for array in arrays]
    if flat[0].size < _WORTHWHILE:
        answer = compute(*flat)
    else:
        rows = distinct(*flat)
        answer = compute(*rows.columns)[rows.inverse]
    if shape or answer.ndim > 1:
        return answer.reshape(shape + answer.shape[1:])
    return float(answer[0])


def columns_of(weights: Any = None, **columns: Any) -> tuple[list[np.ndarray], np.ndarray | None]:
    """Columns with a row per customer, and how many customers each row stands for, as arrays.

    Raises:
        ValueError: they differ in length, or weights are no numbers of 0 or more.
    """
    given = [np.atleast_1d(np.asarray(column, dtype=float)).ravel() for column in columns.values()]
    weight = None if weights is None else np.atleast_1d(np.asarray(weights, dtype=float)).ravel()
    if len({len(column) for column in [*given, *([] if weight is None else [weight])]}) != 1:
        raise ValueError(f"{', '.join(columns)} and weights differ in length.")
    if weight is not None and not (np.isfinite(weight).all() and (weight >= 0).all()):
        raise ValueError("weights must be numbers of 0 or more.")
    return given, weight
