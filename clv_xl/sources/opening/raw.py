"""A source as it came: its columns in DuckDB, before anything is judged."""

from __future__ import annotations

import contextlib
import gzip
import zlib
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from ..own_files import RunFolder
from ..problems import INTERRUPTED, damaged, too_many_cells
from .encodings import BLANKS

Kind = Literal["text", "number", "date"]
Readings = Generator[str, Exception, None]
"""Ways to read a source, as what stands behind FROM: the next one is asked for with what DuckDB said against the last."""

BADLY_PACKED = (gzip.BadGzipFile, EOFError, zlib.error)
"""What Python raises on a packed file that is not whole."""

SAMPLE_ROWS = 2000
"""Rows that are looked at to see what a column holds."""


@dataclass
class Raw:
    """Where the rows are, and what is known of them.

    columns: the SQL name of each heading's column; kinds: what it holds. A date is a date, or its ISO text.
    beyond: a column behind the last heading, in which nothing may stand.
    """

    name: str
    db: Any
    readings: Readings
    columns: dict[str, str]
    kinds: dict[str, Kind]
    above: list[list[str]] = field(default_factory=list)
    """The cells of the lines above the headings."""
    first_row: int = 2
    """The number of the first row, as the program shows it that wrote the file."""
    headless: bool = False
    beyond: str = ""
    notes: list[str] = field(default_factory=list)
    blanks: str = BLANKS
    """Those that can stand in its cells."""
    half_dates: set[str] = field(default_factory=set)
    """Headings of columns in which some dates are dates and others texts."""
    folder: RunFolder | None = None
    files: dict[int, str] = field(default_factory=dict)
    """Where it is read together with others: the names of its files by their number among all. The column `part` has the number."""
    remembers: bool = False
    """Whether each row keeps what its customer is known by."""
    relation: str = ""
    _came_from: str = ""

    def __post_init__(self) -> None:
        self.relation = next(self.readings)

    @property
    def headings(self) -> list[str]:
        return [*self.columns]

    def text(self, heading: str) -> str:
        """The SQL of a column as text, NULL where it is blank."""
        column = self.columns[heading]
        if self.kinds[heading] == "text":
            return column if self.relation == "rows_read" else f"nullif({_trimmed(column, self.blanks)}, '')"
        return number_text(column) if self.kinds[heading] == "number" else f"CAST({column} AS VARCHAR)"

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """Run SQL in which {rows} stands for the rows, and read them another way where DuckDB cannot read them so."""
        import duckdb

        while True:
            try:
                return self.db.execute(sql.replace("{rows}", self.relation)).fetchall()
            except RuntimeError as error:
                if str(error) != INTERRUPTED:
                    raise
                raise KeyboardInterrupt from None
            except duckdb.OutOfMemoryException as error:
                raise MemoryError(str(error)) from None
            except duckdb.Error as error:
                if self.relation == "rows_read":
                    raise
                try:
                    self.relation = self.readings.send(error)
                except BADLY_PACKED as wrong:
                    raise damaged(self.name, wrong) from None

    def make(self, table: str, select: str) -> None:
        """Make a table of what is selected."""
        self.run(f"CREATE OR REPLACE TEMP TABLE {table} AS {select}")

    def view(self, name: str, select: str) -> None:
        """Give a name to what is selected, which is computed where it is used."""
        self.run(f"CREATE OR REPLACE TEMP VIEW {name} AS {select}")

    def drop(self, *tables: str) -> None:
        """Give back the memory of tables that are no longer needed."""
        for table in tables:
            if self.run(f"SELECT count(*) FROM duckdb_tables() WHERE table_name = '{table}'")[0][0]:  # and not a view
                self.run(f"DROP TABLE {table}")

    def sample(self, heading: str) -> list[str]:
        """What stands in the first rows of a column, each text once."""
        sql = f"SELECT DISTINCT {self.text(heading)} AS t FROM (SELECT * FROM {{rows}} LIMIT {SAMPLE_ROWS}) ORDER BY 1"
        return [text for (text,) in self.run(sql) if text is not None]

    def distinct(self, heading: str) -> list[str]:
        """What stands in a column of the source as it came, each text once, also after its rows have been decided on."""
        came_from = self._came_from or self.relation
        column = self.columns[heading]
        text = f"nullif({_trimmed(column, self.blanks)}, '')" if self.kinds[heading] == "text" else self.text(heading)
        return [value for (value,) in self.db.execute(f"SELECT DISTINCT {text} FROM {came_from}").fetchall() if value]

    def load(self, headings: Sequence[str], flags: Mapping[str, str] | None = None) -> None:
        """Take the rows that are not blank throughout into a table, with the columns of some headings and with `mark`, which is the
        same for rows that are the same throughout. flags: SQL of further columns. Headings that stand again among the rows are no row.

        Raises:
            OrderFileError: a row is wider than the headings.
        """
        texts = [heading for heading in self.columns if self.kinds[heading] == "text"][:6]
        named = {h: h.rpartition(" (")[0] if h.rpartition(" (")[0] in self.columns else h for h in texts}  # "Name (2)" stands there as Name
        again = "false"
        if len(texts) > 1:
            equal = " AND ".join(f"trim({self.columns[h]}) = {quoted(name)}" for h, name in named.items())
            again = f"CASE WHEN contains({self.columns[texts[0]]}, {quoted(named[texts[0]])}) THEN coalesce({equal}, false) ELSE false END"
        filled = f"coalesce({', '.join(self.text(heading) for heading in self.columns)}) IS NOT NULL"
        wanted = [h for h in self.columns if h in headings]
        own = [f"{self.text(h) if self.kinds[h] == 'text' else self.columns[h]} AS {self.columns[h]}" for h in wanted]
        beyond = [f"{self.beyond} AS beyond"] if self.beyond else []
        part = ["part"] if len(self.files) > 1 else []
        marks = [
            f"hash({', '.join(self.columns.values())}) AS mark",
            *part,
            *beyond,
            *(f"{sql} AS {name}" for name, sql in (flags or {}).items()),
        ]
        self._came_from = self.relation
        self.make("rows_read", f"SELECT {', '.join([*own, *marks])} FROM {{rows}} WHERE {filled} AND NOT ({again})")
        self.relation = "rows_read"
        if beyond and (row := self.run("SELECT min(rowid) FROM {rows} WHERE beyond IS NOT NULL")[0][0]) is not None:
            raise too_many_cells(self.name, self.first_row + row, len(self.columns) + 1, len(self.columns))

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self.db.close()
        if self.folder:
            self.folder.cleanup()


def _trimmed(column: str, blanks: str) -> str:
    """The SQL of a text without outer blanks; the slow way is only for texts that have others than spaces in them."""
    others = " OR ".join(f"contains({column}, chr({ord(sign)}))" for sign in blanks if sign != " ")
    spaces = f"trim({column})" if " " in blanks else column
    return f"CASE WHEN {others} THEN trim({column}, {quoted(BLANKS)}) ELSE {spaces} END" if others else spaces


def number_text(column: str) -> str:
    """The SQL of a number as text: 12.0 reads 12."""
    whole = f"CAST(CAST({column} AS HUGEINT) AS VARCHAR)"
    return f"CASE WHEN {column} = trunc({column}) AND abs({column}) < 1e30 THEN {whole} ELSE CAST({column} AS VARCHAR) END"


def quoted(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def quoted_all(texts: Iterable[str]) -> str:
    """Texts in SQL, in their order of the alphabet."""
    return ", ".join(map(quoted, sorted(texts)))


def once(relation: str) -> Readings:
    """A source that can be read in one way only."""
    error = yield relation
    raise error


def of_file(relation: str, name: str) -> Readings:
    """A file that can be read in one way only. What DuckDB cannot unpack or make values of is damaged."""
    import duckdb

    of_its_content = (
        *(duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException, duckdb.DataError),
        *(duckdb.InternalException, duckdb.NotSupportedError),
    )
    error = yield relation
    raise damaged(name, error) if isinstance(error, of_its_content) or type(error) is duckdb.Error else error


@cache
def _spill_folder() -> RunFolder:
    """Where what does not fit into memory goes."""
    return RunFolder()


def connect() -> Any:
    """A database of our own in memory. It downloads nothing."""
    import duckdb

    db = duckdb.connect()
    spilled = f"temp_directory = {quoted(str(_spill_folder().path))}"  # else beside whatever the user works on
    for setting in ("autoinstall_known_extensions = false", "enable_progress_bar = false", spilled):
        with contextlib.suppress(duckdb.Error):
            db.execute(f"SET {setting}")
    return db


def distinct(headings: Sequence[str]) -> list[str]:
    """Headings with a number behind those that are there before."""
    seen: dict[str, int] = {}
    result = []
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        result.append(f"{heading} ({seen[heading]})" if heading and seen[heading] > 1 else heading)
    return result
