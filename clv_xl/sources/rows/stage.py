"""The columns of a source as dates, numbers and texts, in SQL: each distinct text is parsed once, whatever the number of rows."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..columns.plan import Plan
from ..opening.raw import Raw
from ..options import Options
from ..problems import AmbiguousError, OrderFileError
from ..values.amounts import DecimalMark, decimal_marks, parse_amount, settle_decimal
from ..values.currencies import currency_in
from ..values.dates import DateOrder, date_orders, find_year, parse_date
from ..values.expressions import Expression, Heading, Number, Positive, headings_of, number_sql, text_sql, written

LARGEST_AMOUNT = 1e15
"""From here on a cell does not hold every whole amount, and no order has it."""
_FIRST, _LAST = dt.date(1950, 1, 1), dt.date(2100, 12, 31)
FIRST_DAY, LAST_DAY = f"DATE '{_FIRST}'", f"DATE '{_LAST}'"
"""Days outside are no days of orders: 1900-01-01 and 9999-12-31 stand for no date at all."""
_FEW = 20_000
"""Values up to which a table is made without Arrow."""
_DAYS = (
    "try_cast({} AS DATE)",
    *(f"CAST(try_strptime({{}}, '{form}') AS DATE)" for form in ("%d-%m-%Y", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d")),
)
_VALUES = (
    "try_cast({} AS DOUBLE)",
    "try_cast(replace({}, ',', '.') AS DOUBLE)",
    "try_cast(replace(replace({}, '.', ''), ',', '.') AS DOUBLE)",
)
"""The ways in which DuckDB itself may read all texts of a column as we do; a join with what each one says takes longer."""
_PLAIN = "regexp_full_match(t, '-?[0-9]{1,15}([.][0-9]{1,2}|[.][0-9]{4,12})?')"


@dataclass
class Stage:
    """What becomes of the rows, as SQL: columns and the tables that they are joined with."""

    raw: Raw
    decimal: DecimalMark | None = None
    date_order: DateOrder | None = None
    usual_decimal: str = ""
    usual_order: str = ""
    """What a program always writes: asked where the file does not show it."""
    joins: list[str] = field(default_factory=list)
    parsed: dict[str, str] = field(default_factory=dict)
    """Dates and numbers that DuckDB reads itself, by the name that the columns know them by."""
    columns: dict[str, str] = field(default_factory=dict)
    odd_days: bool = False
    """Whether any text in a column of dates is no day, or none that can be."""
    unread: set[str] = field(default_factory=set)
    """Headings under which stands what is no number."""
    _numbers: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By heading, the SQL of its number and of the currency beside it."""
    _dates: int = 0
    """How many columns of dates have been read."""

    @classmethod
    def of(cls, raw: Raw, plan: Plan, options: Options) -> Stage:
        """With what the caller says, and what the program always writes."""
        usual = (plan.profile.decimal, plan.profile.dates) if plan.profile else ("", "")
        part = "part" if len(raw.files) > 1 else next(map(str, raw.files), "")
        return cls(raw, options.decimal, options.date_order, *usual, columns={"part": part} if part else {})

    def text(self, expression: Expression) -> str:
        return text_sql(expression, self.raw.text)

    # Numbers

    def read_numbers(self, expressions: Sequence[Expression]) -> None:
        """Parse the columns of numbers, which tell each other the decimal mark."""
        wanted = [h for h in dict.fromkeys(h for e in expressions for h in headings_of(e)) if h not in self._numbers]
        marks: dict[str, Mapping[str, str]] = {}
        first = len(self._numbers)
        for at, heading in enumerate(wanted, first):
            column = self.raw.columns[heading]
            if self.raw.kinds[heading] == "number":
                value = f"CAST({column} AS DOUBLE)"
                self._numbers[heading] = (f"CASE WHEN isfinite({value}) AND abs({value}) < {LARGEST_AMOUNT} THEN {value} END", "NULL")
                continue
            self.raw.make(
                f"text{at}",
                f"SELECT t, {_PLAIN} AS plain FROM (SELECT DISTINCT {self.raw.text(heading)} AS t FROM {{rows}}) WHERE t IS NOT NULL",
            )
            marks[heading] = decimal_marks(self._odd_texts(at) + self._first_plain(at))
        for at, heading in enumerate(wanted, first):
            if heading in marks:
                others = [mark for other, shown in marks.items() if other != heading for mark in shown]
                self._write_numbers(at, heading, marks[heading], others)

    def _odd_texts(self, at: int) -> list[str]:
        return [text for (text,) in self.raw.run(f"SELECT t FROM text{at} WHERE NOT plain ORDER BY t")]

    def _first_plain(self, at: int) -> list[str]:
        return [text for (text,) in self.raw.run(f"SELECT t FROM text{at} WHERE plain AND contains(t, '.') LIMIT 1")]

    def _write_numbers(self, at: int, heading: str, shown: Mapping[str, str], others: list[str]) -> None:
        with asking(self.raw.name, heading, "--decimal . or --decimal ,", ["--decimal"]):
            usual = self.usual_decimal if not {".", ","} & {*shown} else ""
            mark = self.decimal or settle_decimal({usual: ""} if usual else shown, others)
        odd = self._odd_texts(at)
        values = [parse_amount(text, mark) for text in odd]
        if None in values:
            self.unread.add(heading)
        self._register(
            "odd", t=odd, v=[None if v is None or abs(v) >= LARGEST_AMOUNT else v for v in values], currency=map(currency_in, odd)
        )
        usable = f"abs(CAST(t AS DOUBLE)) < {LARGEST_AMOUNT}" + ("" if mark == "." else " AND NOT contains(t, '.')")
        self.raw.make(
            f"number{at}",
            f"SELECT t, CASE WHEN {usable} THEN CAST(t AS DOUBLE) END AS v, CAST(NULL AS VARCHAR) AS currency FROM text{at} "
            "WHERE plain UNION ALL SELECT t, v, currency FROM odd",
        )
        beside = self.raw.run(f"SELECT count(currency) FROM number{at}")[0][0]
        value = self._value_of(f"number{at}", "v", self.raw.text(heading), () if beside else _VALUES)
        self._numbers[heading] = (value, "NULL" if value == f"number{at}" else f"number{at}.currency")

    def _value_of(self, table: str, column: str, text: str, ways: Sequence[str]) -> str:
        """The SQL of what a text says: the first way in which DuckDB reads all those of the table alike, else a join with the table."""
        for way in ways:
            if not self.raw.run(f"SELECT count(*) FROM {table} WHERE {column} IS DISTINCT FROM {way.format('t')}")[0][0]:
                self.parsed[table] = way.format(text)
                return table
        self.joins.append(f"LEFT JOIN {table} ON {table}.t = {text}")
        return f"{table}.{column}"

    def number(self, expression: Expression) -> tuple[str, str]:
        """The SQL of a number, and of whether something stands there that cannot be read as one."""
        value = number_sql(expression, lambda heading: self._numbers[heading][0])
        bad = " OR ".join(f"({self.raw.text(h)} IS NOT NULL AND {self._numbers[h][0]} IS NULL)" for h in headings_of(expression))
        return (value if isinstance(expression, Heading) else f"round({value}, 6)"), f"({bad})"

    def cell(self, expression: Expression) -> str:
        """The SQL of what stands where a number should, as text."""
        if isinstance(expression, Heading):
            return self.raw.text(expression.name)
        if isinstance(expression, Number):
            return f"'{expression.value:g}'"
        if isinstance(expression, Positive):
            return self.cell(expression.part)
        left, right = self.cell(expression.left), self.cell(expression.right)
        if expression.sign == "|":
            return f"coalesce({left}, {right})"
        both = f"coalesce({left}, '') || ' {expression.sign} ' || coalesce({right}, '')"
        return f"CASE WHEN {left} IS NULL AND {right} IS NULL THEN NULL ELSE {both} END"

    def label(self, names: Sequence[str], fields: Mapping[str, Expression]) -> None:
        """Columns of texts, as they are written."""
        for name in names:
            if name in fields:
                self.columns[f"{name}_text"] = self.text(fields[name])

    def currency(self, expression: Expression) -> str:
        """The SQL of the currency that stands beside the amounts."""
        return f"coalesce({', '.join(self._numbers[heading][1] for heading in headings_of(expression))}, NULL)"

    # Dates

    def read_dates(self, dates: Mapping[str, Expression], also: Sequence[str] = ()) -> dict[str, tuple[str, str]]:
        """Parse columns of dates, which tell each other the order of day and month, as do those in `also`: for each the SQL of the day,
        and of whether something stands there that cannot be read as one."""
        texts: dict[str, list[str]] = {}
        keys: dict[str, str] = {}
        first = self._dates
        self._dates += len(dates)
        for at, (name, expression) in enumerate(dates.items(), first):
            keys[name] = self.text(expression)
            if self._distinct(at, keys[name]) > _FEW:  # with the time of day: the day alone tells as much
                keys[name] = self._short(expression)
                self._distinct(at, keys[name])
            texts[name] = [t for (t,) in self.raw.run(f"SELECT t FROM dates{at} ORDER BY t")]
        order = self._settle_order(dates, texts, also)
        year = find_year(self.raw.above)
        result = {}
        for at, name in enumerate(dates, first):
            days = [parse_date(text, order, year) for text in texts[name]]
            self.odd_days |= not all(day and _FIRST <= day <= _LAST for day in days)
            self._register("odd", t=texts[name], d=days)
            self.raw.make(f"day{at}", "SELECT t, CAST(d AS DATE) AS d FROM odd")
            day = self._value_of(f"day{at}", "d", keys[name], _DAYS)
            result[name] = (day, f"({keys[name]} IS NOT NULL AND {day} IS NULL)")
        return result

    def _distinct(self, at: int, text: str) -> int:
        self.raw.make(f"dates{at}", f"SELECT DISTINCT {text} AS t FROM {{rows}} WHERE t IS NOT NULL")
        return self.raw.run(f"SELECT count(*) FROM dates{at}")[0][0]

    def _short(self, expression: Expression) -> str:
        """The SQL of a date's text without the time of day, where that stands behind ten letters."""
        text = self.text(expression)
        if all(self.raw.kinds[heading] == "date" for heading in headings_of(expression)):
            return text
        return f"CASE WHEN substr({text}, 14, 1) = ':' AND substr({text}, 11, 1) IN (' ', 'T') THEN left({text}, 10) ELSE {text} END"

    def _settle_order(self, dates: Mapping[str, Expression], texts: Mapping[str, list[str]], also: Sequence[str]) -> DateOrder:
        headings = " and ".join(dict.fromkeys(written(expression) for expression in dates.values()))
        options = "--dates dmy, --dates mdy or --dates ymd"
        if self.date_order:
            return self.date_order
        shown, unsettled = date_orders(text for some in texts.values() for text in some)
        half = self.raw.half_dates & {heading for expression in dates.values() for heading in headings_of(expression)}
        with asking(self.raw.name, headings, options, ["--dates"]):
            if half and (shown or unsettled):
                raise AmbiguousError(
                    f"some dates are dates and others text ({(*shown.values(), unsettled)[0]!r}), so day and month may be exchanged"
                )
            if len(shown) > 1:
                one, other = list(shown.values())[:2]
                raise AmbiguousError(f"{one!r} and {other!r} do not have the same order of day, month and year")
            if shown or not unsettled:
                return next(iter(shown)) if shown else "dmy"
            if self.usual_order:
                return self.usual_order  # type: ignore[return-value]
            beside, _ = date_orders(text for heading in also for text in self.raw.sample(heading))
            if len(beside) != 1:
                raise AmbiguousError(f"{unsettled!r} can be read in more than one order of day, month and year")
        return next(iter(beside))

    # Rows

    def build(self, table: str) -> None:
        """Make a table of the columns, a row each, numbered in the order of the source: a view, where nothing has to be looked up."""
        columns = ", ".join(f"{sql} AS {name}" for name, sql in self.columns.items())
        joins = "\n".join(dict.fromkeys(self.joins))
        parsed = "".join(f", {sql} AS {name}" for name, sql in self.parsed.items())
        select = f"SELECT rn, {columns} FROM (SELECT *, rowid AS rn{parsed} FROM {{rows}}) {joins}"
        if not joins:
            self.raw.view(table, select)
            return
        self.raw.make(table, select)
        self.raw.drop("rows_read")

    def _register(self, name: str, **columns: Any) -> None:
        """Columns of Python values (t text, v number, currency, d day) as a table."""
        types = {"t": "VARCHAR", "v": "DOUBLE", "currency": "VARCHAR", "d": "DATE"}
        lists = {key: list(values) for key, values in columns.items()}
        if len(next(iter(lists.values()))) < _FEW:
            selected = ", ".join(f"unnest(CAST(? AS {types[key]}[])) AS {key}" for key in lists)
            self.raw.db.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {selected}", [*lists.values()]).fetchall()
            return
        import pyarrow as pa  # it takes a while to load

        kinds = {"t": pa.string(), "v": pa.float64(), "currency": pa.string(), "d": pa.date32()}
        self.raw.db.register("many", pa.table({key: pa.array(values, kinds[key]) for key, values in lists.items()}))
        self.raw.make(f"{name}", "SELECT * FROM many")


@contextlib.contextmanager
def asking(name: str, column: str, said: str, options: list[str]) -> Iterator[None]:
    """Turn what is ambiguous into a question."""
    try:
        yield
    except AmbiguousError as problem:
        raise OrderFileError(f"{name}, column {column}: {problem}; say which with {said}.", options) from None
