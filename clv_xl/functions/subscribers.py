"""Subscriptions from their start and end dates: who is there, who stays, by month, by cohort and by plan."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

from ..excel.arguments import Argument, Column, DateColumn, Day, MoneyColumn, SinglePeriodRate, SingleShare
from ..excel.cells import Cell, Words, text_of
from ..excel.errors import ExcelError
from ..excel.registry import excel_function
from ..orders.cleaning import read_amount
from ..orders.periods import MONTHS, Period
from ..orders.summary import CENT_FRACTION
from .history import PeriodWord

if TYPE_CHECKING:
    import numpy as np

    from ..models.shifted_beta_geometric import ShiftedBetaGeometric
    from ..orders.subscribers import Subscriptions

COHORT_MEASURES = ("share", "customers")
CohortMeasureWord = Annotated[str, Argument("word", "single", unit="word", words=COHORT_MEASURES)]

_PLAN_HEADINGS = [
    *("Plan", "Started", "Subscribers", "Renewals due", "Churn", "Price", "Monthly revenue"),
    *("CLV", "Lowest CLV", "Highest CLV", "Value to come"),
]


@excel_function(family="Subscriptions")
def CLV_SUBSCRIPTION_ROWS(
    starts: DateColumn,
    ends: DateColumn,
    as_of: Day = None,
    customers: Column = None,  # type: ignore[assignment]
    prices: MoneyColumn = None,  # type: ignore[assignment]
) -> list[list[Any]]:
    """Which rows of a list of subscriptions count, and why the others do not, line by line.

    Rows read = used + left out, and used = still subscribers + left. The last lines say what is special about the used rows: an end
    after the calculation date (still there then), no customer, a customer with more rows than one (each row is a subscription of
    its own), no readable price (the average price counts).

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the last day in the rows.
        customers: The customer of each subscription: number, name or e-mail address. Left out: not counted.
        prices: What each pays a month. Left out: not counted.

    Errors:
        #VALUE! where the columns differ in length or as_of is no date. A bad row is counted, never an error.

    Source:
        The rules of CLV_SUBSCRIBERS.

    Examples:
        >>> CLV_SUBSCRIPTION_ROWS(["2024-01-31", "2024-02-10"], [None, "2024-02-01"])[4]
        ['Left out: ends before it starts', 1.0]
    """
    from ..orders.subscribers import read_subscriptions

    found = read_subscriptions(starts, ends, as_of, customers)
    rows = found.row.tolist()
    names = [] if customers is None else [text_of(customers[row]) for row in rows]
    known = [name for name in names if name]
    lines: list[tuple[str, int | None]] = [
        ("Read", found.read),
        *((f"Left out: {reason}", count) for reason, count in found.left_out.items()),
        ("Used", len(found)),
        ("Used, still subscribers", int(found.there.sum())),
        ("Used, left", int((~found.there).sum())),
        ("Used, end after the calculation date", found.ends_later),
        ("Used, without a customer", None if customers is None else len(names) - len(known)),
        ("Used, customer more than once", None if customers is None else len(known) - len(set(known))),
        ("Used, without a price", None if prices is None else sum(_price(prices[row]) is None for row in rows)),
    ]
    return [
        [Words("Subscriptions"), Words("Rows")],
        *([Words(text), None if count is None else float(count)] for text, count in lines),
    ]


@excel_function(family="Subscriptions")
def CLV_SUBSCRIBERS(
    starts: DateColumn,
    ends: DateColumn,
    prices: MoneyColumn = None,  # type: ignore[assignment]
    period: PeriodWord = "month",
    as_of: Day = None,
) -> list[list[Any]]:
    """Subscribers and their monthly revenue over time: at the start, new, left, at the end, and churn, period by period.

    At end = at start + new - left. Churn is the share of those there at the start who have left by the end: who came and left within
    the period is in new and in left, not in churn. Revenue churn is the same for their revenue. Neither is given for a period that
    is not over. Monthly revenue is what those there at the end pay a month. A subscription is there at the end of a day unless it
    ended on that day or before. Rows that cannot be used are left out: CLV_SUBSCRIPTION_ROWS counts them.

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        prices: What each pays a month, in your currency; blank for the average of the others.
        period: month, quarter or year, in quotes. Left out: month.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the last day in the rows.

    Errors:
        #N/A where no row of starts and ends can be used; #VALUE! where the columns differ in length, as_of is no date, or period is
        another word. Within the table: blank revenue where no price is known.

    Source:
        Sums by definition; a customer churn rate as in CLV_CHURN_RATE.

    Examples:
        >>> CLV_SUBSCRIBERS(["2024-01-31", "2024-01-10", "2024-02-29"], [None, "2024-02-10", None], 10)[2][5]
        0.5
    """
    from ..orders.retention import MOVEMENT_HEADINGS, movement

    found = _found(starts, ends, as_of)
    if not len(found):
        return [[*map(Words, MOVEMENT_HEADINGS)]]
    return movement(found, _prices(prices, found), Period(period))


@excel_function(family="Subscriptions")
def CLV_SURVIVORS(starts: DateColumn, ends: DateColumn, period: PeriodWord = "month", as_of: Day = None) -> list[list[Any]]:
    """How many subscribers came to each renewal, and how many made it: the columns that CLV_RETENTION and CLV_SUBSCRIPTION take.

    A subscription renews a period after it began, and again after each further one. Who has not been there long enough for a renewal
    is not at risk at it. A renewal counts once its day has come, also for those who left before it; who ends on the very day does
    not make it. Renewal 0 is the start. Retention is renewed / at risk, survival the product of the retentions so far. Still there
    says how many renewals today's subscribers have made.

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        period: month, quarter or year between renewals, in quotes. Left out: month.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the last day in the rows.

    Errors:
        #N/A where no row of starts and ends can be used; #VALUE! where the columns differ in length, as_of is no date, or period is
        another word.

    Source:
        Kaplan and Meier, Nonparametric Estimation from Incomplete Observations, 1958.

    Examples:
        >>> CLV_SURVIVORS(["2024-01-31", "2024-01-10", "2024-02-15"], [None, "2024-02-10", None], "month", "2024-03-01")[2]
        [1.0, 2.0, 1.0, 1.0, 1.0, 0.5, 0.5]
    """
    import numpy as np

    from ..orders.retention import renewals

    headings = [Words(word) for word in ("Renewals", "At risk", "Renewed", "Left", "Still there", "Retention", "Survival")]
    found, unit = _found(starts, ends, as_of), Period(period)
    if not len(found):
        return [headings]
    at_risk, renewed = renewals(found, unit)
    there = np.bincount(found.made(unit)[found.there], minlength=len(renewed))
    retention = renewed / at_risk
    columns = (
        np.arange(len(renewed), dtype=float),
        at_risk,
        renewed,
        at_risk - renewed,
        there.astype(float),
        retention,
        retention.cumprod(),
    )
    rows = [list(row) for row in zip(*(column.tolist() for column in columns))]
    return [headings, *rows]


@excel_function(family="Subscriptions")
def CLV_SUBSCRIBER_COHORTS(
    starts: DateColumn,
    ends: DateColumn,
    period: PeriodWord = "month",
    measure: CohortMeasureWord = "share",
    as_of: Day = None,
) -> list[list[Any]]:
    """A triangle: subscribers by the month, quarter or year of their start, and how many are left after each renewal.

    Column 0 is the start, column 1 the first renewal. A row goes as far as all of the cohort have come. The last row holds all
    cohorts: for each column, those that have come so far.

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        period: month, quarter or year, of the cohorts and between renewals, in quotes. Left out: month.
        measure: share or customers, in quotes. Left out: share.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the last day in the rows.

    Errors:
        #N/A where no row of starts and ends can be used; #VALUE! where the columns differ in length, as_of is no date, or period or
        measure is another word.

    Source:
        Cohorts as in Fader and Hardie, Customer-Base Valuation in a Contractual Setting, 2010, table 1.

    Examples:
        >>> CLV_SUBSCRIBER_COHORTS(["2024-01-31", "2024-01-10"], [None, "2024-02-10"], "month", "customers", "2024-03-01")[1]
        ['2024-01', 2.0, 1.0, 2.0, 1.0]
    """
    from ..orders.retention import cohort_triangle

    found = _found(starts, ends, as_of)
    if not len(found):
        return [[Words("Cohort"), Words("Started"), Words("Still there")]]
    return cohort_triangle(found, Period(period), measure == "share")


@excel_function(family="Subscriptions")
def CLV_PLANS(
    starts: DateColumn,
    ends: DateColumn,
    plans: Column,
    prices: MoneyColumn = None,  # type: ignore[assignment]
    gross_margin: SingleShare = 1,
    discount_rate_per_period: SinglePeriodRate = 0.01,
    period: PeriodWord = "month",
    as_of: Day = None,
) -> list[list[Any]]:
    """What the subscribers of each plan are worth: how many, churn, price, CLV of a new one, and what today's will still bring.

    Churn is the share of all renewals due that were not made. Price is the average of today's subscribers. CLV and value to come are
    those of CLV_SUBSCRIPTION, fitted for each plan alone, with the lowest and highest CLV at 90% confidence; value to come counts
    each of today's subscribers as about to renew. A plan with too few renewals takes the model of all subscribers, and then has no
    lowest and highest. The last row adds up all plans; its CLV is the average over those who started. Largest monthly revenue first.

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        plans: The plan of each subscription; blank ones are a group of their own.
        prices: What each pays a month, in your currency; blank for the average of the others.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        discount_rate_per_period: How much less money is worth a period later, as a fraction. Left out: 1%, as for months; for
            years give such as 10%.
        period: month, quarter or year between renewals, in quotes. Left out: month.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the last day in the rows.

    Errors:
        #N/A where no row of starts and ends can be used; #VALUE! where the columns differ in length, as_of is no date, or period is
        another word; #NUM! for a gross_margin outside 0 to 1, or a negative rate. Within the table: #N/A where
        renewals are too few for a model or no price is known, #DIV/0! for money without an end where nothing is discounted.

    Source:
        Fader and Hardie, Customer-Base Valuation in a Contractual Setting, 2010.

    Examples:
        >>> CLV_PLANS(["2024-01-31", "2024-01-10", "2024-02-15"], [None, "2024-02-10", None], ["A", "B", "A"], 10)[1][6]
        20.0
    """
    import numpy as np

    found, unit = _found(starts, ends, as_of), Period(period)
    headings = [*map(Words, _PLAN_HEADINGS)]
    if not len(found):
        return [headings]
    paid = _prices(prices, found)
    names = [text_of(plans[row]) for row in found.row.tolist()]
    groups: dict[str, list[int]] = {}
    for position, name in enumerate(names):
        groups.setdefault(name, []).append(position)

    whole = _model(found, unit)
    lines = []
    for name, positions in groups.items():
        chosen = np.array(positions)
        plan, theirs = found.only(chosen), paid[chosen]
        worth = _worth(plan, theirs, _model(plan, unit), whole, unit, gross_margin, discount_rate_per_period)
        lines.append([name or Words("No plan"), *_counts(plan, theirs, unit), *worth])
    lines.sort(key=lambda row: (-(row[6] or 0.0), -row[2], row[0]))
    value = math.fsum(row[1] * row[7] for row in lines if type(row[7]) is float) / len(found)
    to_come = math.fsum(row[10] for row in lines if type(row[10]) is float)
    missing = next((row[7] for row in lines if type(row[7]) is not float), None)
    whole_worth = [value, None, None, to_come] if whole and missing is None else [missing, None, None, missing]
    return [headings, *lines, [Words("All plans"), *_counts(found, paid, unit), *whole_worth]]


def _model(found: Subscriptions, period: Period) -> ShiftedBetaGeometric | None:
    """The model of the renewals; None where they say too little."""
    from ..models.fitting import NotEnoughDataError
    from ..models.shifted_beta_geometric import ShiftedBetaGeometric
    from ..orders.retention import renewals

    at_risk, renewed = renewals(found, period)
    try:
        return ShiftedBetaGeometric.fit_renewals(renewed[1:], at_risk[1:] - renewed[1:])
    except NotEnoughDataError:
        return None


def _counts(found: Subscriptions, prices: np.ndarray, period: Period) -> list[float | None]:
    """How many subscribers there are, and what they pay."""
    from ..orders.retention import renewals

    at_risk, renewed = renewals(found, period)
    due, there = float(at_risk[1:].sum()), found.there
    money = (_average_price(found, prices), round(float(prices[there].sum()), CENT_FRACTION))
    return [
        *(float(len(found)), float(there.sum()), due),
        1 - float(renewed[1:].sum()) / due if due else None,
        *(None if math.isnan(n) else n for n in money),
    ]


def _average_price(found: Subscriptions, prices: np.ndarray) -> float:
    """That of today's subscribers; where there are none, of all that were."""
    return float(prices[found.there].mean() if found.there.any() else prices.mean())


def _worth(
    found: Subscriptions,
    prices: np.ndarray,
    own: ShiftedBetaGeometric | None,
    whole: ShiftedBetaGeometric | None,
    period: Period,
    margin: float,
    rate: float,
) -> list[Any]:
    """CLV, its lowest and highest, and the value to come."""
    model, price = own or whole, _average_price(found, prices)
    if model is None or math.isnan(price):
        return [ExcelError.NA] * 4
    payment = price * MONTHS[period] * margin
    band = own.interval(lambda m: m.discounted_lifetime(rate)) if own else None
    low, high = (ExcelError.NA, ExcelError.NA) if band is None else (payment * float(side) for side in band)
    to_come = payment * float(model.residual_lifetime(found.made(period)[found.there], rate).sum()) if found.there.any() else 0.0
    values = (payment * model.discounted_lifetime(rate), low, high, to_come)
    return [n if not isinstance(n, float) or math.isfinite(n) else ExcelError.DIV0 for n in values]


def _found(starts: list[Cell], ends: list[Cell], as_of: int | None) -> Subscriptions:
    from ..orders.subscribers import counted, read_subscriptions

    return counted(read_subscriptions(starts, ends, as_of))


def _price(cell: Cell) -> float | None:
    price = read_amount(cell)
    return price if price is not None and price >= 0 else None


def _prices(cells: list[Cell] | None, found: Subscriptions) -> np.ndarray:
    """The price of each subscription; nan where none is known."""
    import numpy as np

    given = [None if cells is None else _price(cells[row]) for row in found.row.tolist()]
    known = [price for price in given if price is not None]
    average = math.fsum(known) / len(known) if known else math.nan
    return np.array([average if price is None else price for price in given])
