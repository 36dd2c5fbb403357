"""What is said where a source cannot be read, or could be read in two ways."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

INTERRUPTED = "Query interrupted"
"""What DuckDB makes of whatever a handler of signals raises."""


class OrderFileError(ValueError):
    """A person's list cannot be read. The text is one sentence that names the file and says what to do."""

    def __init__(self, sentence: str, options: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.options = list(options)
        """The options of the command line that answer it."""


class ColumnError(OrderFileError):
    """A column is missing or could be two; the text says which, and what to say."""


class AmbiguousError(ValueError):
    """The column can be read in two ways, or its values contradict each other. The text says what was seen."""


def damaged(name: str, error: Exception) -> OrderFileError:
    """What to say of a file that is not whole."""
    return OrderFileError(f"{name}: the file is damaged ({' '.join(str(error).split())[:200]}); export it again.")


def did_you_mean(wanted: str, known: Iterable[str]) -> str:
    """ "; did you mean X?", or nothing where nothing is near."""
    import difflib  # takes a while to load

    by_plain = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(wanted.casefold(), by_plain, 1, 0.6)
    return f"; did you mean {by_plain[near[0]]}?" if near else ""


def too_many_cells(name: str, row: int, cells: int, headings: int) -> OrderFileError:
    """What to say where a row is wider than the headings."""
    return OrderFileError(
        f"{name}, row {row}: it has {cells} cells under {headings} headings; "
        "an amount or a text with the separator in it must stand in quotes."
    )
