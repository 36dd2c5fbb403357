"""One currency: which rows are in it, and what others are worth."""

from __future__ import annotations

import csv
from collections.abc import Container, Iterable, Mapping
from pathlib import Path

from ...words import Words
from ..columns.plan import Plan
from ..opening.raw import Raw, quoted
from ..options import Options
from ..problems import OrderFileError
from ..values.currencies import CODES, currency_code, currency_in
from ..values.expressions import headings_of
from .stage import Stage


def stage_currency(raw: Raw, plan: Plan, stage: Stage, amount: str) -> None:
    """The column `currency` of the stage: of its own column, beside the amount, or in the amount's heading."""
    expression = plan.fields[amount]
    in_heading = next((code for heading in headings_of(expression) if (code := currency_in(heading))), None) or plan.currency or None
    fixed = quoted(currency_code(in_heading)) if in_heading else "NULL"
    if "currency" in plan.fields:
        text = stage.text(plan.fields["currency"])
        words = [word for (word,) in raw.run(f"SELECT DISTINCT {text} AS t FROM {{rows}} WHERE t IS NOT NULL")]
        cases = " ".join(f"WHEN {quoted(word)} THEN {quoted(currency_code(word))}" for word in words)
        stage.columns["currency"] = f"coalesce(CASE {text} {cases} END, {fixed})" if cases else fixed
    else:
        beside = stage.currency(expression)
        if beside == "coalesce(NULL, NULL)":
            stage.columns["currency"] = f"CAST({fixed} AS VARCHAR)"
            return
        stage.columns["currency"] = (
            f"coalesce(CASE {beside} " + " ".join(f"WHEN {quoted(c)} THEN {quoted(c)}" for c in sorted(CODES | {"kr"})) + f" END, {fixed})"
        )


def settle_currency(raw: Raw, table: str, usable: str, options: Options) -> tuple[str | None, dict[str, float]]:
    """The currency that counts, and what one of each other is worth in it.

    Raises:
        OrderFileError: there are several, and none is named.
    """
    rows = dict(raw.run(f"SELECT currency, count(*) FROM {table} WHERE {usable} AND currency IS NOT NULL GROUP BY 1 ORDER BY 2 DESC"))
    rates = _rates(options.rates)
    wanted = options.currency.strip().upper() if options.currency else None
    if wanted and rows and wanted not in rows and not (rates and set(rows) <= set(rates)) and not raw.files:
        raise OrderFileError(f"{raw.name}: no row is in {wanted}; they are in {', '.join(rows)}.", ["--currency"])
    without = [code for code in rows if code not in rates]
    if wanted:
        return wanted, {code: rate for code, rate in rates.items() if code != wanted}
    if len(rows) > 1 and len(without) != 1:
        raise several_currencies(raw.name, rows)
    return (without[0] if without else wanted), rates


def several_currencies(name: str, rows: Mapping[str, int]) -> OrderFileError:
    """What to ask where there are several. rows: how many are in each, the most first."""
    named = " and ".join(f"{code} ({count:,} rows)" for code, count in rows.items())
    most, other, *_ = rows
    return OrderFileError(
        f"{name}: there are several currencies, {named}, which are not added up; take the rows of one with --currency {most}, "
        f"or convert the others with --rates {other}=0.92.",
        ["--currency", "--rates"],
    )


def _rates(given: str | Path | Mapping[str, float] | None) -> dict[str, float]:
    if given is None:
        return {}
    pairs: list[tuple[str, object]] = []
    if isinstance(given, Mapping):
        pairs = [*given.items()]
    elif "=" in str(given) and not Path(given).exists():
        pairs = [(code, rate) for part in str(given).replace(";", ",").split(",") for code, _, rate in [part.partition("=")]]
    else:
        try:
            with Path(given).open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.reader(file))
        except (OSError, UnicodeDecodeError, csv.Error):
            raise OrderFileError(
                f"{given}: there is no such file of rates; give USD=0.92, or a CSV with the columns currency and rate.", ["--rates"]
            ) from None
        pairs = [(row[0], row[1]) for row in rows if len(row) > 1 and len(row[0].strip()) == 3]
    rates = {}
    for code, rate in pairs:
        try:
            rates[code.strip().upper()] = float(str(rate))
        except ValueError:
            raise OrderFileError(f"--rates {given}: {rate!r} is no rate of {code}; write it as USD=0.92.", ["--rates"]) from None
        if not 0 < rates[code.strip().upper()] < 1e9:
            raise OrderFileError(f"--rates {given}: {rate!r} is no rate of {code}; write it as USD=0.92.", ["--rates"])
    return rates


def said_of_blanks(raw: Raw, currency: str | None) -> str:
    """What is said of rows that do not say their currency, where others do."""
    if currency is None:
        return ""
    blank, some = raw.run("SELECT count(*) FILTER (currency IS NULL), count(currency) FROM decided WHERE reason IS NULL AND lead")[0]
    return Words("{1} rows do not say their currency, and are counted as {2}.", f"{blank:,}", currency) if blank and some else ""


def conversion(currency: str | None, rates: Mapping[str, float]) -> tuple[str, str]:
    """The SQL of what one of a row's currency is worth, and of whether the row is in a currency that does not count."""
    cases = " ".join(f"WHEN {quoted(code)} THEN {value}" for code, value in rates.items())
    rate = f"CASE currency {cases} ELSE 1 END" if rates else "1"
    others = ", ".join(map(quoted, rates)) or "''"
    return rate, f"currency IS NOT NULL AND currency <> {quoted(currency)} AND currency NOT IN ({others})" if currency else "false"


def in_one_currency(name: str, rate: str) -> str:
    """The SQL of a column of money, where one of its currency is worth `rate`."""
    return name if rate == "1" else f"round({name} * {rate}, 6)"


def converted(names: Iterable[str], fields: Container[str], rate: str) -> str:
    """The SQL behind * that puts columns of money into the one currency."""
    columns = [f"{in_one_currency(name, rate)} AS {name}" for name in names if name in fields]
    return f" REPLACE ({', '.join(columns)})" if columns else ""
