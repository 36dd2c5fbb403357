"""Which rows of a list of subscriptions count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from ...cells.arguments import AnyColumn, DateColumn, Day, MoneyColumn
from ...cells.registry import excel_function
from ...cells.tables import Column, Label, TableOf
from ...cells.values import Cell, Words, label_key
from ...lists.subscriptions.lines import NoSubscription
from .reading import TenureColumn, by_tenure, followed_in, price_of

if TYPE_CHECKING:
    from ...lists.subscriptions.cleaning import Subscriptions
    from ...lists.subscriptions.tenures import Tenures


class SubscriptionLabel(Label):
    """What became of the rows."""

    READ = "Read", "by column", "All rows that are not blank."
    START = Words("Left out: {1}", NoSubscription.START), "by column", "Rows without a start, or with a text that is none."
    END = Words("Left out: {1}", NoSubscription.END), "by column", "Rows with an end that is no date."
    ORDER = Words("Left out: {1}", NoSubscription.ORDER), "by column", "Rows whose end lies before their start."
    LATER = Words("Left out: {1}", NoSubscription.LATER), "by column", "Rows that start after as_of."
    TENURE = Words("Left out: {1}", NoSubscription.TENURE), "by column", "Rows without a tenure; 0 for a list of dates."
    CHURNED = Words("Left out: {1}", NoSubscription.CHURNED), "by column", "Rows that say neither; 0 for a list of dates."
    USED = "Used", "by column", "The rows that count."
    THERE = "Used, still subscribers", "by column", "Those of them that go on."
    LEFT = "Used, left", "by column", "Those of them that have ended."
    ENDS_LATER = "Used, end after the calculation date", "by column", "Those of them that are known to end; they are still there."
    GOES_ON = "Used, go on from another", "by column", "Those of them that follow another of the same customer; blank without customers."
    NO_CUSTOMER = "Used, without a customer", "by column", "Blank where customers is left out."
    SEVERAL = "Used, customer more than once", "by column", "Blank where customers is left out."
    NO_PRICE = "Used, without a price", "by column", "Blank where prices is left out; the average price counts."


@dataclass(frozen=True, slots=True)
class SubscriptionRowsLine:
    """How many rows."""

    label: Annotated[SubscriptionLabel, Column("Subscriptions", "text", "What became of the rows.")]
    rows: Annotated[float | None, Column("Rows", "count", "How many they are.")]


@excel_function(family="Subscriptions")
def CLV_SUBSCRIPTION_ROWS(
    starts: DateColumn,
    ends: DateColumn,
    as_of: Day = None,
    customers: AnyColumn = None,  # type: ignore[assignment]
    prices: MoneyColumn = None,  # type: ignore[assignment]
    tenures: TenureColumn = None,  # type: ignore[assignment]
    churned: AnyColumn = None,  # type: ignore[assignment]
) -> TableOf[SubscriptionRowsLine]:
    """Which rows of a list of subscriptions count, and why the others do not, line by line.

    Rows read = used + left out, and used = still subscribers + left. The last lines say what is special about the used rows: an end
    after the calculation date (still there then), a subscription that goes on from another of the same customer, no customer, a
    customer with more rows than one, no readable price (the average price counts). A list without starts has tenures and churned.

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the day of the last start.
        customers: The customer of each subscription: number, name or e-mail address. Left out: not counted.
        prices: What each pays a month. Left out: not counted.
        tenures: For a list without starts: how many months each has been there. Left out: starts and ends count.
        churned: Beside tenures: whether each has left; yes or no, 1 or 0. Left out: starts and ends count.

    Errors:
        #VALUE! where the columns differ in length or as_of is no date. A bad row is counted, never an error.

    Source:
        The rules of CLV_SUBSCRIBERS.

    Examples:
        >>> CLV_SUBSCRIPTION_ROWS(["2024-01-31", "2024-02-10"], [None, "2024-02-01"])[4]
        ['Left out: ends before it starts', 1.0]
    """
    from ...lists.subscriptions.cleaning import read_subscriptions
    from ...lists.subscriptions.tenures import read_tenures

    if tenures is not None and by_tenure(starts, tenures):
        return TableOf(SubscriptionRowsLine, _lines(read_tenures(tenures, churned or [None] * len(starts), customers), customers, prices))
    found = read_subscriptions(starts, ends, as_of, customers)
    goes_on = None if customers is None else int((followed_in(found, customers).former >= 0).sum())
    return TableOf(SubscriptionRowsLine, _lines(found, customers, prices, found.ends_later, goes_on))


def _lines(
    found: Subscriptions | Tenures,
    customers: list[Cell] | None,
    prices: list[Cell] | None,
    ends_later: int | None = None,
    goes_on: int | None = None,
) -> list[SubscriptionRowsLine]:
    rows = found.row.tolist()
    names = [] if customers is None else [label_key(customers[row]) for row in rows]
    known = [name for name in names if name]
    figures: dict[SubscriptionLabel, int | None] = {
        SubscriptionLabel.READ: found.read,
        **{SubscriptionLabel(f"Left out: {reason}"): count for reason, count in found.left_out.items()},
        SubscriptionLabel.USED: len(found),
        SubscriptionLabel.THERE: int(found.there.sum()),
        SubscriptionLabel.LEFT: int((~found.there).sum()),
        SubscriptionLabel.ENDS_LATER: ends_later,
        SubscriptionLabel.GOES_ON: goes_on,
        SubscriptionLabel.NO_CUSTOMER: None if customers is None else len(names) - len(known),
        SubscriptionLabel.SEVERAL: None if customers is None else len(known) - len(set(known)),
        SubscriptionLabel.NO_PRICE: None if prices is None else sum(price_of(prices[row]) is None for row in rows),
    }
    return [SubscriptionRowsLine(label, None if count is None else float(count)) for label, count in figures.items()]
