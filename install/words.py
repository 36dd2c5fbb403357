"""Bring the words of the other languages up to date with the texts in the code: python install/words.py [--remove]

A new text gets an empty entry in each language's clv_xl/words/<language>.po. One that is a changed old text takes over the translation,
marked as fuzzy: the workbooks have it in English until somebody has made the translation right and taken the mark away. What no text
uses any more is listed, and taken out with --remove.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import re
import sys
from collections.abc import Iterator
from enum import EnumType, StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import polib

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from clv_xl.cells.errors import ExcelError
from clv_xl.cells.tables import Label
from clv_xl.models import CurveModel, PurchaseModel
from clv_xl.sources import reasons
from clv_xl.sources.columns.fields import LISTS
from clv_xl.sources.columns.profiles import known_profiles
from clv_xl.words import ANSWER, LANGUAGES
from clv_xl.workbook.building import english_book
from clv_xl.workbook.templates import TEMPLATES
from clv_xl.workbook.translation import FORMAT, translate_book

_FOLDERS = ("functions", "lists", "models")
_SAME_EVERYWHERE = (CurveModel, ExcelError, PurchaseModel)
_SYMBOLS = frozenset(("alpha", "beta", *"abcpqrsv"))
"""Parameters of models, which are called so in all languages."""
_LIKE = 0.6
"""Texts so much alike (difflib's ratio) are one that was changed."""

Key = tuple[str, str]
"""The context and the text of an entry."""


class State(NamedTuple):
    """What is left to do in a language."""

    missing: list[str]
    old: list[str]
    unused: list[str]


def po_file(language: str) -> Path:
    return ROOT / "clv_xl" / "words" / f"{language}.po"


def read(language: str) -> polib.POFile:
    return polib.pofile(str(po_file(language)), wrapwidth=0)


# The texts in the code -----------------------------------------------------------------------------------------------


@cache
def answers() -> dict[Key, str]:
    """The texts of ours in answers of functions, with their place: what is marked as such in the code, and the members of enumerations."""
    found: dict[Key, str] = {}
    for path in sorted(path for folder in _FOLDERS for path in (ROOT / "clv_xl" / folder).rglob("*.py")):
        place = f"{ANSWER.removeprefix('#: ')}{_room(path)}"
        found |= dict.fromkeys(_marked(ast.parse(path.read_text(encoding="utf-8"))), place)
        module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
        for one in vars(module).values():
            if isinstance(one, EnumType) and issubclass(one, StrEnum) and one not in _SAME_EVERYWHERE:
                found |= {("", str(member)): place for member in one}
            if isinstance(one, EnumType) and issubclass(one, Label):
                found |= {(member.context, member.text): place for member in one if member not in _SYMBOLS}
    return found


def _room(path: Path) -> str:
    """Where a module stands, below the folder of its wing."""
    return "/".join(path.relative_to(ROOT / "clv_xl").with_suffix("").parts[1:])


def _marked(tree: ast.Module) -> Iterator[Key]:
    """The texts in calls of Words, Reason and Column, of which the first argument is the text, and of words."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("Words", "Reason", "Column", "words"):
            context = next((ast.literal_eval(named.value) for named in call.keywords if named.arg == "context"), "")
            for argument in call.args if call.func.id == "words" else call.args[:1]:
                yield from ((context, text) for text in _texts(argument))


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts that an expression may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif not isinstance(node, ast.Compare):
        for part in ast.iter_child_nodes(node):
            yield from _texts(part)


@cache
def reports() -> dict[Key, str]:
    """The texts of ours in what `fill` says of a file: marked as such in the code, why rows are left out, what columns are called, and
    notes of profiles."""
    found: dict[Key, str] = {}
    workbook = ROOT / "clv_xl" / "workbook"
    for path in sorted([*(ROOT / "clv_xl" / "sources").rglob("*.py"), *(workbook / "adding").rglob("*.py"), workbook / "filling.py"]):
        found |= dict.fromkeys(_marked(ast.parse(path.read_text(encoding="utf-8"))), f"sources/{_room(path)}")
    found |= {("", text): "sources/reasons" for name, text in vars(reasons).items() if name.isupper()}
    for kind in LISTS.values():
        names = [*(field.said for field in kind.fields), *kind.beside]
        found |= {("", name.replace("_", " ").capitalize()): "sources/fields" for name in names}
    return found | {("", profile.note): "sources/profiles" for profile in known_profiles() if profile.note}


@cache
def pages() -> dict[Key, str]:
    """The texts of all templates, each with its tab as its context, and the place where it stands first."""
    found: dict[Key, str] = {}
    for name, template in TEMPLATES.items():
        english = english_book(name)
        for tab, text in translate_book(english.workbook, "en", template, english.alt_texts).met:
            found.setdefault((tab, text), "/".join(filter(None, (name, tab.replace(" ", "-")))))
    return found


# A language and these texts ------------------------------------------------------------------------------------------


def settle(po: polib.POFile, remove: bool = False) -> State:
    """Give every text its entry. Texts of pages have one for their tab where the language has made one, or one for all tabs."""
    entries: dict[Key, polib.POEntry] = {(entry.msgctxt or "", entry.msgid): entry for entry in po}
    places: dict[Key, dict[str, None]] = {}
    for key, place in (*answers().items(), *reports().items()):
        places.setdefault(key, {})[place] = None
    for (tab, text), place in pages().items():
        key = (tab, text) if (tab, text) in entries or tab == FORMAT else ("", text)
        places.setdefault(key, {})[place] = None
    used = {key: list(where) for key, where in places.items() if key in entries or _needs_words(*key)}
    gone = [key for key in entries if key not in used]
    for key, where in used.items():
        if key not in entries:
            entries[key] = _new(key, gone, entries)
            po.append(entries[key])
        entry = entries[key]
        entry.occurrences = [(one, "") for one in where[:2]]
        if not entry.fuzzy:
            entry.previous_msgid = None
    for key in gone:
        entries[key].occurrences = []
        entries[key].obsolete = remove
    po[:] = sorted(
        (entry for entry in po if not entry.obsolete), key=lambda entry: (entry.msgid.casefold(), entry.msgid, entry.msgctxt or "")
    )
    old = [entry.msgid for entry in po if entry.fuzzy]
    return State([entry.msgid for entry in po if not entry.msgstr and not entry.fuzzy], old, [text for _, text in gone])


def _needs_words(context: str, text: str) -> bool:
    """What has no lower-case letter is the same in all languages."""
    return context != FORMAT and re.search("[a-z]", re.sub(r"\{\d+\}", "", text)) is not None


def _new(key: Key, gone: list[Key], entries: dict[Key, polib.POEntry]) -> polib.POEntry:
    """An entry for a new text: that of the text it was, where one that is gone is like it."""
    context, text = key
    like = difflib.get_close_matches(text, [was for where, was in gone if where == context], 1, _LIKE)
    entry = polib.POEntry(msgid=text, msgstr="", msgctxt=context or None)
    if like:
        was = entries[context, like[0]]
        gone.remove((context, like[0]))
        entry.msgstr, entry.previous_msgid, entry.flags = was.msgstr, was.previous_msgid or was.msgid, ["fuzzy"]
        was.obsolete = True
    return entry


def main() -> int:
    parser = argparse.ArgumentParser(description="Bring the words of the other languages up to date with the texts in the code.")
    parser.add_argument("--remove", action="store_true", help="take out the translations that no text uses any more")
    remove = parser.parse_args().remove
    wanting = 0
    for language in (language for language in LANGUAGES if language != "en"):
        po = read(language)
        state = settle(po, remove)
        po.save(newline="\n")
        wanting += len(state.missing) + len(state.old) + (0 if remove else len(state.unused))
        print(f"{language}: {len(state.missing)} missing, {len(state.old)} old, {len(state.unused)} {'removed' if remove else 'unused'}")
        for name, texts in state._asdict().items():
            print(*(f"  {name}: {text!r}" for text in texts), sep="\n", end="\n" if texts else "")
    return 1 if wanting else 0


if __name__ == "__main__":
    sys.exit(main())
