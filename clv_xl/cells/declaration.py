"""One declaration per function: its signature, type hints and docstring, read once."""

from __future__ import annotations

import inspect
import re
import textwrap
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from .arguments import HEADING, LANGUAGE, Argument
from .tables import Column, Label, ListOf, TableOf, columns_of, labels_of, sortable


@dataclass(frozen=True)
class Parameter:
    """A parameter as a person reads it, and how its cells are read."""

    name: str
    argument: Argument
    help: str
    default: Any = inspect.Parameter.empty
    repeats: bool = False
    """Whether it stands for as many arguments as are given, up to MOST_REPEATED."""

    @property
    def required(self) -> bool:
        return self.default is inspect.Parameter.empty


MOST_REPEATED = 12
"""No function takes more arguments, so a function about functions needs no more."""


class Example(NamedTuple):
    """A call, and what Python prints of its answer."""

    call: str
    answer: str


@dataclass(frozen=True)
class Declaration:
    """All there is to know about one function."""

    name: str
    family: str
    body: Callable[..., Any]
    """The mathematics, as it is written: clean values in."""
    function: Callable[..., Any]
    """What people and hosts call: cells in, cells out."""
    parameters: tuple[Parameter, ...]
    summary: str
    notes: str
    errors: str
    source: str
    in_words: str
    """A good answer as a sentence, with the parameters and {answer} as fields."""
    examples: tuple[Example, ...]
    native: str
    answer: Argument | None
    """The unit of the answer; None for a table or words."""
    columns: tuple[Column, ...]
    """Those of the table that it answers with, in their order."""
    labels: tuple[Label, ...]
    """The rows of the table that have a name."""

    @property
    def is_raw(self) -> bool:
        """Whether the function itself reads what it is given."""
        return any(p.argument.shape == "raw" for p in self.parameters)

    @property
    def has_language(self) -> bool:
        """Whether the last argument is the language of the answer, which the body does not see."""
        return self.parameters[-1].argument is LANGUAGE

    @property
    def is_list(self) -> bool:
        """Whether the last argument but one is the column that the answer is sorted by, which the body does not see."""
        return self.has_language and self.parameters[-2].name == _SORT_BY

    @property
    def is_by_cell(self) -> bool:
        """Whether the function is computed cell by cell. Any other takes its arguments whole."""
        return all(p.argument.shape == "cell" for p in self.parameters)

    @property
    def most_arguments(self) -> int:
        return len(self.parameters) + (MOST_REPEATED - 1 if self.parameters[-1].repeats else 0)

    @property
    def usage(self) -> str:
        """``CLV(purchase_value, purchase_frequency, lifespan, [gross_margin=1])``."""
        return f"{self.name}({', '.join(map(_usage, self.parameters))})"


def read_declaration(body: Callable[..., Any], family: str, native: str = "") -> Declaration:
    """The declaration that a function's signature, hints and docstring make. Its function is still the body.

    Raises:
        TypeError: something that every function declares is missing.
    """
    sections = _sections(body.__doc__ or "")
    summary, _, notes = sections[""].partition("\n\n")
    help_texts = _entries(sections.get("Args", ""))
    hints = typing.get_type_hints(body, include_extras=True)
    parameters = []
    for name, parameter in inspect.signature(body).parameters.items():
        kinds = [extra for extra in getattr(hints.get(name), "__metadata__", ()) if isinstance(extra, Argument)]
        if len(kinds) != 1 or name not in help_texts:
            raise TypeError(f"{body.__name__}: the parameter {name} needs one type of clv_xl.cells.arguments and a line under Args.")
        repeats = parameter.kind is inspect.Parameter.VAR_POSITIONAL
        parameters.append(Parameter(name, kinds[0], help_texts.pop(name), None if repeats else parameter.default, repeats))
    returned = hints.get("return")
    kind = typing.get_origin(returned)
    row = typing.get_args(returned)[0] if kind in (TableOf, ListOf) else None
    if row and kind is ListOf:
        headings = {column.name: column.help for column in sortable(row)}
        argument = Argument("word", "single", unit=HEADING, words=tuple(headings), meanings=tuple(headings.values()))
        parameters.append(Parameter(_SORT_BY, argument, _SORT_HELP, None))
    if row:
        parameters.append(Parameter("language", LANGUAGE, _LANGUAGE_HELP, "en"))
    if help_texts:
        raise TypeError(f"{body.__name__}: the docstring explains {', '.join(help_texts)}, which the function does not take.")
    return Declaration(
        name=body.__name__,
        family=family,
        body=body,
        function=body,
        parameters=tuple(parameters),
        summary=_one_line(summary),
        notes=notes.strip(),
        errors=_one_line(sections.get("Errors", "")),
        source=_one_line(sections.get("Source", "")),
        in_words=_one_line(sections.get("In words", "")),
        examples=tuple(Example(*pair) for pair in re.findall(r"^>>> (.+)\n(.*)", sections.get("Examples", ""), flags=re.MULTILINE)),
        native=native,
        answer=_unit_of(returned),
        columns=tuple(columns_of(row).values()) if row else (),
        labels=labels_of(row) if row else (),
    )


def _unit_of(returned: Any) -> Argument | None:
    """The unit of one answer, also where there may be rows of them."""
    hints = (returned, *typing.get_args(returned))
    return next((extra for hint in hints for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, Argument)), None)


_SORT_BY = "sort_by"
_SORT_HELP = (
    "The column that the rows are sorted by: its heading in English, in quotes. Names run from A to Z, figures and dates from the "
    "largest down. Left out: as said above."
)
_LANGUAGE_HELP = "The language of headings and words in the answer: en, nl or de, in quotes. Left out: en."

_HEADING = re.compile(r"^(Args|Errors|Source|In words|Examples):\n", flags=re.MULTILINE)


def _sections(docstring: str) -> dict[str, str]:
    """The docstring's text by heading; the text before the first heading under ""."""
    start, *rest = _HEADING.split(inspect.cleandoc(docstring) + "\n")
    return {"": start.strip(), **{name: textwrap.dedent(text) for name, text in zip(rest[::2], rest[1::2])}}


def _entries(text: str) -> dict[str, str]:
    """``name: text`` entries; a further line of an entry is indented."""
    found = re.findall(r"^(\w+): (.+(?:\n[ \t]+\S.*)*)", text, flags=re.MULTILINE)
    return {name: _one_line(entry) for name, entry in found}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _usage(parameter: Parameter) -> str:
    if parameter.required:
        return parameter.name
    if parameter.default is None:
        return f"[{parameter.name}{', ...' if parameter.repeats else ''}]"
    default = parameter.default if isinstance(parameter.default, str) else f"{parameter.default:g}"
    return f"[{parameter.name}={default}]"
