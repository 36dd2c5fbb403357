"""One customer or a column of them, from the parameters of a model: no order list is needed."""

from __future__ import annotations

import math
from typing import Annotated, Any

from ....cells.arguments import Argument, Share
from ....cells.errors import CellError, ExcelError
from ....cells.registry import excel_function
from ....cells.values import Cell
from ....models import PurchaseModel
from ..fits import WEEKS_A_MONTH, SingleMonths

CountCells = Annotated[list, Argument("number", "column", unit="one cell or column of counts", low=0)]
DaysCells = Annotated[list, Argument("number", "column", unit="one cell or column of days", low=0)]
PurchaseCount = Annotated[float, Argument(unit="purchases", low=0)]
Parameters = Annotated[list, Argument("any", "list", unit="the model's name and its four parameters")]


@excel_function(family="Prediction")
def CLV_ALIVE(
    parameters: Parameters, frequency: CountCells, recency: DaysCells, age: DaysCells, months_later: SingleMonths = 0
) -> Share | list[list[Any]]:
    """The probability that a customer is still one, from the parameters of a model. One customer, or a column of them.

    Recency and age are in days, as CLV_CUSTOMERS gives them; the parameters are per week, as CLV_FIT gives them.

    Args:
        parameters: Five cells: the model's name and its four parameters, as on the first rows of CLV_FIT's column Value.
        frequency: Purchases after the first, each day counted once.
        recency: Days from the first purchase to the last; 0 without a repeat purchase.
        age: Days from the first purchase to the calculation date.
        months_later: For a later moment: so many months after the calculation date, without a purchase seen. Left out: 0.

    Errors:
        #VALUE! where parameters are not a model's name and four numbers, or frequency, recency and age differ in length; #NUM! for a
        parameter of 0 or less, or months_later out of bounds. Within the table: #NUM! where recency is more than age, or not 0 while
        frequency is; #N/A for a blank beside filled cells; #VALUE! for text.

    Source:
        Fader, Hardie and Lee 2008, "Computing P(alive) using the BG/NBD model"; Schmittlein, Morrison and Colombo 1987.

    Examples:
        >>> CLV_ALIVE(["MBG/NBD", 1, 10, 2, 2], 0, 0, 0)
        0.5
        >>> CLV_ALIVE(["BG/NBD", 1, 10, 2, 2], [1, 0], [70, 0], [210, 210])
        [[0.2], [1.0]]
    """
    model = _given(parameters)
    return _by_customer(
        lambda x, recency, age: model.probability_alive(x, recency, age, months_later * WEEKS_A_MONTH), frequency, recency, age
    )


@excel_function(family="Prediction")
def CLV_PURCHASES(
    parameters: Parameters, frequency: CountCells, recency: DaysCells, age: DaysCells, months: SingleMonths = 12
) -> PurchaseCount | list[list[Any]]:
    """How many purchases a customer will make, from the parameters of a model. One customer, or a column of them.

    Recency and age are in days, as CLV_CUSTOMERS gives them; the parameters are per week, as CLV_FIT gives them. Three zeros are
    a new customer: the answer is what they will buy after the first purchase.

    Args:
        parameters: Five cells: the model's name and its four parameters, as on the first rows of CLV_FIT's column Value.
        frequency: Purchases after the first, each day counted once.
        recency: Days from the first purchase to the last; 0 without a repeat purchase.
        age: Days from the first purchase to the calculation date.
        months: How many months to look ahead. Left out: 12.

    Errors:
        #VALUE! where parameters are not a model's name and four numbers, or frequency, recency and age differ in length; #NUM! for a
        parameter of 0 or less, or months out of bounds. Within the table: #NUM! where recency is more than age, or not 0 while
        frequency is; #N/A for a blank beside filled cells; #VALUE! for text.

    Source:
        Fader, Hardie and Lee 2005, equation 10; Schmittlein, Morrison and Colombo 1987.

    Examples:
        >>> CLV_PURCHASES(["Pareto/NBD", 2, 52.17857142857143, 2, 52.17857142857143], 0, 0, 0)
        1.0
    """
    model = _given(parameters)
    return _by_customer(
        lambda x, recency, age: model.conditional_expected_purchases(months * WEEKS_A_MONTH, x, recency, age), frequency, recency, age
    )


@excel_function(family="Prediction")
def CLV_CHANCE(
    parameters: Parameters,
    frequency: CountCells,
    recency: DaysCells,
    age: DaysCells,
    months: SingleMonths = 12,
    purchases: Annotated[float, Argument("number", "single", unit="purchases", low=1, high=1000)] = 1,
) -> Share | list[list[Any]]:
    """The probability that a customer buys within the months ahead, from the parameters of a model. One customer, or a column of them.

    Recency and age are in days, as CLV_CUSTOMERS gives them; the parameters are per week, as CLV_FIT gives them. Three zeros are
    a new customer: the answer is the probability that they come back.

    Args:
        parameters: Five cells: the model's name and its four parameters, as on the first rows of CLV_FIT's column Value.
        frequency: Purchases after the first, each day counted once.
        recency: Days from the first purchase to the last; 0 without a repeat purchase.
        age: Days from the first purchase to the calculation date.
        months: How many months to look ahead. Left out: 12.
        purchases: How many purchases at least. Left out: 1.

    Errors:
        #VALUE! where parameters are not a model's name and four numbers, or frequency, recency and age differ in length; #NUM! for a
        parameter of 0 or less, or months or purchases out of bounds. Within the table: #NUM! where recency is more than age, or not 0
        while frequency is; #N/A for a blank beside filled cells; #VALUE! for text.

    Source:
        P(X(t) = x) as in Fader, Hardie and Lee 2005, equation 8, and Schmittlein, Morrison and Colombo 1987, for customers with a
        past after Fader and Hardie, Deriving the Conditional PMF of the Pareto/NBD Model, 2014.

    Examples:
        >>> CLV_CHANCE(["BG/NBD", 1, 52.17857142857143, 2, 2], 0, 0, 0, 12)
        0.5
        >>> CLV_CHANCE(["BG/NBD", 1, 10, 2, 2], [1, 0], [70, 0], [210, 210], 0)
        [[0.0], [0.0]]
    """
    import numpy as np

    model, ahead = _given(parameters), months * WEEKS_A_MONTH

    def chance(x: Any, recency: Any, age: Any) -> Any:
        if purchases == 1:
            return model.probability_of_buying(ahead, x, recency, age)
        fewer = model.probability_of_purchases(np.arange(int(purchases))[:, None], ahead, x, recency, age)
        return np.maximum(1 - fewer.sum(axis=0), 0.0)

    return _by_customer(chance, frequency, recency, age)


def _given(parameters: list[Cell]) -> Any:
    """The model that a range of its name and parameters stands for.

    Raises:
        CellError: the range is none.
    """
    from ....models.purchases.choice import CLASSES

    name, *values = parameters or [None]
    word = next((known for known in PurchaseModel if str(name).lower() == known.lower()), None)
    if word is None or len(values) != 4 or any(type(value) is not float for value in values):
        names = ", ".join(PurchaseModel)
        raise CellError(ExcelError.VALUE, f"parameters are not a model's name ({names}) and its four numbers. Select these five cells.")
    if not all(value > 0 and math.isfinite(value) for value in values):  # type: ignore[operator]
        raise CellError(ExcelError.NUM, "A number of parameters is not above 0. Take the parameters of CLV_FIT.")
    return CLASSES[word](*values)


def _by_customer(answer: Any, *columns: list[Cell]) -> Any:
    """The answer for one customer, or for each of a column; a bad row of a column spoils itself alone.

    Raises:
        CellError: the one customer is a bad one.
    """
    import numpy as np

    rows = list(zip(*columns))
    if not rows:
        return None
    faults = [_fault(row) for row in rows]
    answers: list[Any] = [fault and fault.error for fault in faults]
    good = [i for i, (frequency, *_) in enumerate(rows) if faults[i] is None and frequency is not None]
    if good:
        frequency, recency, age = np.array([rows[i] for i in good], dtype=float).T
        for i, value in zip(good, answer(frequency, recency / 7, age / 7).tolist()):
            answers[i] = value
    if len(rows) != 1:
        return [[value] for value in answers]
    if faults[0]:
        raise faults[0]
    return answers[0]


def _fault(row: tuple[Cell, ...]) -> CellError | None:
    """What is wrong with a row of frequency, recency and age; None where it is fine, or blank throughout."""
    if all(cell is None for cell in row):
        return None
    for name, cell in zip(("frequency", "recency", "age"), row):
        if cell is None:
            return CellError(ExcelError.NA, f"{name} is blank. Fill in frequency, recency and age.")
        value = _COUNT.read(cell)
        if isinstance(value, ExcelError):
            return CellError(value, f"{name} {_COUNT.why(cell)}.")
    frequency, recency, age = row
    if recency > age:  # type: ignore[operator]
        return CellError(ExcelError.NUM, "recency is more than age. Both are days from the first purchase.")
    if frequency == 0 and recency > 0:  # type: ignore[operator]
        return CellError(ExcelError.NUM, "recency is not 0 while frequency is. Without a repeat purchase it is 0.")
    return None


_COUNT = Argument(unit="a count of purchases or days", low=0)
