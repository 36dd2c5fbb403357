"""Subscriptions: which rows count, when they end, and what they bring a month."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...columns.fields import SUBSCRIPTIONS
from ...columns.plan import Plan
from ...columns.recognising import tier_of
from ...columns.words import meaning_of, word_sql, words_of
from ...opening.raw import Raw, quoted, quoted_all
from ...options import Options
from ...problems import OrderFileError
from ...reasons import CHURNED, END, END_BEFORE_START, IMPOSSIBLE, IN_TRIAL, NOT_ASKED, START, STARTS_LATER, TENURE, TOTAL
from ...values.expressions import Expression, written
from ..account import Cleaned, account_of, count_customers, impossible_days, make_customers, settle_as_of
from ..conditions import conditions_of, headings_tested, stage_kept, told_by
from ..customers.identities import make_keys, stage_identities
from ..money import conversion, settle_currency, stage_currency
from ..stage import FIRST_DAY, LAST_DAY, Stage
from ..statuses import NO_MONEY, stage_rules
from .periods import PERIOD, ask_unknown, has_period, stage_months
from .tenures import CASES, count_from_the_middle, stage_churned, stage_tenure

SHOWN = (START, END, END_BEFORE_START, STARTS_LATER, TENURE, CHURNED)
"""Why rows are left out that a workbook still shows, and counts itself."""
LABELS = ("plan", "channel", "campaign", "segment", "country")
_MONTHS = {"day": 12 / 365.25, "week": 12 / 52, "month": 1.0, "quarter": 3.0, "half_year": 6.0, "year": 12.0}
_COUNTED = re.compile(r"(?:every |alle |elke |tous les |cada )?(\d+)[ -]*([^\W\d_]+)", re.IGNORECASE)
_NO_DAY = "'0{1,4}[-./]0{1,2}[-./]0{1,4}.*|9999.*|.*[-./]9999.*'"


@dataclass
class CleanedSubscriptions(Cleaned):
    """The same, with what stands on the calculation date."""

    subscribers: int = 0
    ended: int = 0
    monthly_revenue: float | None = None


def clean_subscriptions(raw: Raw, plan: Plan, options: Options) -> CleanedSubscriptions:
    """Decide on every row.

    Raises:
        OrderFileError: something can be read in two ways.
    """
    fields, profile = plan.fields, plan.profile
    stage = Stage.of(raw, plan, options)
    conditions = conditions_of(raw, plan, options)
    status = next((h for h in raw.headings if not profile and tier_of(h, SUBSCRIPTIONS.words("status")) == 0), None)
    beside = [
        h
        for h in raw.headings
        if tier_of(h, SUBSCRIPTIONS.words("start")) is not None or tier_of(h, SUBSCRIPTIONS.words("end")) is not None
    ]
    tested = headings_tested(conditions)
    raw.load([*plan.headings(), *beside, *tested, *([status] if status else [])])
    stage.read_numbers([fields[name] for name in ("price", "interval_count", "tenure") if name in fields])
    dated = ("start", "end", "trial_end", *(PERIOD if has_period(fields) else ()))
    days = stage.read_dates({name: fields[name] for name in dict.fromkeys(dated) if name in fields}, beside)
    stage.columns["mark"] = "mark"
    by_tenure = "tenure" in fields
    stage_tenure(raw, plan, stage, options)
    _stage_start(stage, fields, days)
    _stage_end(stage, fields, days)
    stage_churned(raw, plan, stage)
    _stage_price(raw, stage, fields, plan, days)
    stage.label(LABELS, fields)
    names = stage_identities(plan, stage, options.identity)
    words, said = stage_rules(raw, plan, stage, told_by(raw, options)) if profile else ([], [])
    stage.columns["status_text"] = raw.text(status) if status else "CAST(NULL AS VARCHAR)"
    stage_kept(stage, conditions)
    stage.build("staged")
    if "price_unit" in stage.columns:
        ask_unknown(raw, fields)
    guests, cut = make_keys(raw, plan, names, "staged")
    none, ended, trial = (quoted_all(words_of("subscription", meaning)) for meaning in ("none", "ended", "trial"))
    first_text = "months_text" if by_tenure else "start_text"
    cases = [
        f"WHEN NOT kept THEN {quoted(NOT_ASKED)}",
        f"WHEN {first_text} IS NULL AND {word_sql('shown')} IN ({quoted_all(words_of('total'))}) THEN {quoted(TOTAL)}",
        *(f"WHEN ({word.meaning}) IN ('{NO_MONEY}', 'test') THEN 'no subscription: ' || {word.text}" for word in words),
        f"WHEN {word_sql('status_text')} IN ({none}, {trial}) THEN 'no subscription: ' || status_text",
        *([f"WHEN {word_sql('plan_text')} IN ({trial}) THEN 'no subscription: ' || plan_text"] if "plan" in fields else []),
    ]
    cases += CASES if by_tenure else _cases_of_dates(ended)
    raw.view(
        "judged",
        f"SELECT *, CASE {' '.join(cases)} END AS reason, price AS gross, 0 AS back, true AS lead FROM known",
    )
    completed = count_from_the_middle(raw, plan, options) if by_tenure else ""
    currency, rates = settle_currency(raw, "judged", "reason IS NULL", options) if "price" in fields else (None, {})
    _decide(raw, currency, rates)
    cleaned = tally_subscriptions(raw, options, currency, "price" in fields)
    cleaned.notes += [text for text in (*said, impossible_days(raw, cleaned.account, "start_day"), cut, guests, completed) if text]
    return cleaned


def _cases_of_dates(ended: str) -> list[str]:
    """Why rows of dates are left out, in SQL. ended: the words of a status that say so."""
    return [
        f"WHEN start_day IS NULL THEN {quoted(START)}",
        f"WHEN start_day NOT BETWEEN {FIRST_DAY} AND {LAST_DAY} THEN {quoted(IMPOSSIBLE)}",
        f"WHEN end_bad THEN {quoted(END)}",
        f"WHEN end_day < begun_day THEN {quoted(END_BEFORE_START)}",
        f"WHEN end_day <= start_day AND start_day > begun_day THEN {quoted(IN_TRIAL)}",
        f"WHEN end_day IS NULL AND {word_sql('status_text')} IN ({ended}) THEN 'ended without a day: ' || status_text",
        "WHEN end_day IS NULL AND churned THEN 'ended without a day: ' || churned_text",
    ]


def _stage_start(stage: Stage, fields: dict[str, Expression], days: dict[str, tuple[str, str]]) -> None:
    """The day of the start: a trial is no subscription yet, which begins when it ends."""
    if "start" not in days:
        none = "CAST(NULL AS DATE)"
        stage.columns |= {"begun_day": none, "start_day": none, "start_text": "CAST(NULL AS VARCHAR)"}
        return
    start = days["start"][0]
    begins = f"CASE WHEN {days['trial_end'][0]} > {start} THEN {days['trial_end'][0]} ELSE {start} END" if "trial_end" in days else start
    stage.columns |= {"begun_day": start, "start_day": begins, "start_text": stage.text(fields["start"])}


def _stage_end(stage: Stage, fields: dict[str, Expression], days: dict[str, tuple[str, str]]) -> None:
    """The day of the end: none where a word, a dash or a day at the end of time says that there is none."""
    if "end" not in days:
        stage.columns |= {"end_day": "CAST(NULL AS DATE)", "end_bad": "false", "end_text": "CAST(NULL AS VARCHAR)"}
        return
    text, (day, bad) = stage.text(fields["end"]), days["end"]
    none = f"({word_sql(text)} IN ({quoted_all(words_of('no_end'))}) OR regexp_full_match({text}, {_NO_DAY}) OR {day} > {LAST_DAY})"
    stage.columns["end_day"] = f"CASE WHEN coalesce({none}, false) THEN NULL ELSE {day} END"
    stage.columns["end_bad"] = f"({bad} AND NOT coalesce({none}, false))"
    stage.columns["end_text"] = f"CASE WHEN coalesce({none}, false) THEN NULL ELSE {text} END"


def _stage_price(raw: Raw, stage: Stage, fields: dict[str, Expression], plan: Plan, days: dict[str, tuple[str, str]]) -> None:
    """The price a month, of the price for an interval."""
    if "price" not in fields:
        stage.columns |= {"price": "CAST(NULL AS DOUBLE)", "price_text": "CAST(NULL AS VARCHAR)", "currency": "CAST(NULL AS VARCHAR)"}
        return
    price, _ = stage.number(fields["price"])
    months = "1"
    if has_period(fields):
        months, stage.columns["price_unit"] = stage_months(stage, fields, days), price
    if "interval" in fields:
        text = stage.text(fields["interval"])
        words = [word for (word,) in raw.run(f"SELECT DISTINCT {text} AS t FROM {{rows}} WHERE t IS NOT NULL")]
        lengths = {word: interval_months(word) for word in words}
        if unknown := [word for word, length in lengths.items() if length is None]:
            column = written(fields["interval"])
            raise OrderFileError(
                f"{raw.name}, column {column}: {unknown[0]!r} is no interval that is known (month, year, 3 months); "
                f"leave such rows out with --except '\"{column}\" = {unknown[0]}', or name a price a month with --price.",
                ["--except", "--price"],
            )
        cases = " ".join(f"WHEN {quoted(word)} THEN {length}" for word, length in lengths.items())
        months = f"(CASE {text} {cases} ELSE 1 END)" if cases else "1"
    if "interval_count" in fields:
        months = f"({months} * coalesce(nullif({stage.number(fields['interval_count'])[0]}, 0), 1))"
    stage.columns["price"] = f"round({price} / {months}, 6)" if months != "1" else price
    stage.columns["price_text"] = stage.cell(fields["price"])
    stage_currency(raw, plan, stage, "price")


def interval_months(text: str) -> float | None:
    """How many months an interval has: "year", "3 months"; None where it is none."""
    if meaning := meaning_of("interval", text):
        return _MONTHS[meaning]
    counted = _COUNTED.fullmatch(text.strip())
    if counted and (meaning := meaning_of("interval", counted[2])) and int(counted[1]):
        return int(counted[1]) * _MONTHS[meaning]
    return None


def _decide(raw: Raw, currency: str | None, rates: dict[str, float]) -> None:
    """The table `decided`: the price of each row in the currency that counts."""
    rate, foreign = conversion(currency, rates)
    raw.make(
        "decided",
        f"SELECT * EXCLUDE (reason), CASE WHEN {foreign} AND reason IS NULL THEN 'in ' || currency "
        f"ELSE reason END AS reason, CASE WHEN {foreign} THEN NULL ELSE round(price * {rate}, 6) END AS money FROM judged",
    )


def tally_subscriptions(raw: Raw, options: Options, currency: str | None, priced: bool) -> CleanedSubscriptions:
    """What the table `decided` comes to."""
    days = "SELECT start_day AS d FROM decided WHERE reason IS NULL UNION ALL SELECT end_day FROM decided WHERE reason IS NULL"
    dated, by_tenure = raw.run("SELECT count(start_day), count(months) FROM decided WHERE reason IS NULL")[0]
    if dated and by_tenure:
        raise OrderFileError(f"{raw.name}: some of it has dates and some only a tenure; read them as lists of their own.", ["--tenure"])
    as_of = None if by_tenure else settle_as_of(raw, options, days, "start_day", STARTS_LATER)
    account = account_of(raw)
    there = "NOT churned" if by_tenure else f"(end_day IS NULL OR end_day > DATE '{as_of}')" if as_of else "end_day IS NULL"
    first, last, subscribers, revenue = raw.run(
        f"SELECT min(start_day), max(start_day), count(*) FILTER ({there}), fsum(money) FILTER ({there}) FROM decided WHERE reason IS NULL"
    )[0]
    make_customers(raw)
    cleaned = CleanedSubscriptions(account, as_of, currency, first, last, count_customers(raw))
    cleaned.subscribers, cleaned.ended = subscribers, account.used.rows - subscribers
    cleaned.monthly_revenue = round(revenue or 0.0, 6) if priced else None
    return cleaned
