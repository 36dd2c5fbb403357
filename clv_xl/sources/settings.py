"""The options of a source as they are kept for the next time: on one line in a workbook, and in a file of TOML."""

from __future__ import annotations

import json
import shlex
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from .columns.fields import BESIDE, LISTS
from .options import Options
from .problems import OrderFileError, did_you_mean

_COLUMNS = {field.said_as: field.name for kind in LISTS.values() for field in kind.fields} | {name: name for name in BESIDE}
"""The columns that a caller may name, by the names of the options."""
_OPTIONS = {"except": "excluded", "dates": "date_order"} | {
    name: name
    for name in (
        "where",
        "currency",
        "rates",
        "identity",
        "duplicates",
        "lines",
        "tenure_unit",
        "profile",
        "customers",
        "products",
        "strict",
        "decimal",
        "encoding",
        "sheet",
    )
}
"""As the command line calls an option, and as `Options` does."""


def kept(options: Options) -> dict[str, str | bool]:
    """What is kept of options: all but the calculation date, by the names of the command line without the dashes."""
    said = {name.replace("_", "-"): options.columns.get(field) for name, field in _COLUMNS.items()}
    result: dict[str, str | bool] = {name: text for name, text in said.items() if text}
    for name, attribute in _OPTIONS.items():
        value = getattr(options, attribute)
        if isinstance(value, Mapping):
            result[name] = ",".join(f"{code}={rate}" for code, rate in value.items())
        elif isinstance(value, (str, Path, bool)) and value:  # a frame cannot be kept
            result[name.replace("_", "-")] = value if value is True else str(value)
    return result


def options_of(given: Mapping[str, Any], where: str) -> Options:
    """The options that were kept. where: what to call the place in an error.

    Raises:
        OrderFileError: there is no such option, or it is not a text.
    """
    columns: dict[str, Any] = {}
    others: dict[str, Any] = {}
    for written, value in given.items():
        name = written.replace("-", "_")
        if name not in _COLUMNS and name not in _OPTIONS:
            raise OrderFileError(f"{where}: there is no option {written}{did_you_mean(written, [*_COLUMNS, *_OPTIONS])}.")
        if not isinstance(value, bool if name == "strict" else (str, dict) if name == "rates" else str):
            raise OrderFileError(f"{where}: {written} is {value!r}; write it as a text in quotes.")
        if name in _OPTIONS:
            others[_OPTIONS[name]] = value
        else:
            columns[_COLUMNS[name]] = value
    options = Options(columns, **others)
    options.check()
    return options


def on_top(options: Options, base: Options) -> Options:
    """What is said now, and else what was kept."""
    given = {one.name: getattr(options, one.name) for one in fields(Options) if one.name != "columns"}
    said = {name: value for name, value in given.items() if value is not None and value is not False}
    return replace(base, columns={**base.columns, **options.columns}, **said)


def as_line(options: Options) -> str:
    """Options as they are typed on the command line."""
    return " ".join(f"--{name}" if value is True else f"--{name} {shlex.quote(str(value))}" for name, value in kept(options).items())


def from_line(line: str, where: str) -> Options:
    """Options from a line as they are typed on the command line.

    Raises:
        OrderFileError: what is wrong with it.
    """
    try:
        words = shlex.split(line)
    except ValueError:
        raise OrderFileError(f"{where}: the options {line} have an opening quote without a closing one.") from None
    given: dict[str, str | bool] = {}
    while words:
        word = words.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--"):
            raise OrderFileError(f"{where}: {word!r} stands alone among the options {line}; write them as --currency EUR.")
        given[name] = True if name == "strict" else value if equals else words.pop(0) if words else ""
    return options_of(given, where)


def read_settings(path: str | Path) -> tuple[Options, dict[str, Any]]:
    """The options and the inputs of a file of settings.

    Raises:
        OrderFileError: it is not there, or what is wrong in it.
    """
    try:
        given = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise OrderFileError(f"{path}: there is no such file.", ["--settings"]) from None
    except OSError as problem:
        raise OrderFileError(f"{path}: it cannot be read ({problem.strerror}).", ["--settings"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        sentence = f'{path}: this is no file of settings ({problem}); its lines are such as currency = "EUR".'
        raise OrderFileError(sentence, ["--settings"]) from None
    inputs = given.pop("set", {})
    if not isinstance(inputs, dict):
        raise OrderFileError(f'{path}: [set] is a table of inputs, with lines such as gross_margin = "40%".', ["--settings"])
    return options_of(given, str(path)), inputs


def settings_text(options: Options, inputs: Mapping[str, Any]) -> str:
    """Options and inputs as a file of settings has them."""
    lines = [f"{name} = {_value(value)}" for name, value in kept(options).items()]
    if inputs:
        lines += ["", "[set]", *(f"{name} = {_value(value)}" for name, value in inputs.items())]
    return "\n".join([*lines, ""]).lstrip("\n")


def _value(value: Any) -> str:
    """A value in TOML, whose texts and numbers are written as JSON writes them."""
    return json.dumps(value if isinstance(value, (bool, int, float)) else str(value), ensure_ascii=False)
