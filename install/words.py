"""What the Dutch and German words still lack, and what no text uses any more: python install/words.py

Writes the missing texts as lines for clv_xl/words/<language>.toml, each with the place where it stands.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from enum import EnumType, StrEnum
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from clv_xl.cells.errors import ExcelError
from clv_xl.models import PurchaseModel
from clv_xl.words import LANGUAGES, catalogue
from clv_xl.workbook.building import english_book
from clv_xl.workbook.pages import PAGES
from clv_xl.workbook.templates import TEMPLATES
from clv_xl.workbook.translation import translate_book

SECTIONS = ("functions", "workbooks")
_SAME_EVERYWHERE = (ExcelError, PurchaseModel)


def answers() -> dict[str, str]:
    """The texts of ours in answers of functions, with their place: what is marked as Words in the code, and the members of enumerations."""
    found: dict[str, str] = {}
    for path in sorted(path for folder in ("functions", "lists", "models") for path in (ROOT / "clv_xl" / folder).rglob("*.py")):
        place = path.relative_to(ROOT / "clv_xl")
        where = place.as_posix()
        read = _messages if place.parts[0] == "models" else _marked
        found |= dict.fromkeys(map(str.strip, read(ast.parse(path.read_text(encoding="utf-8")))), where)
        module = import_module(".".join(["clv_xl", *place.with_suffix("").parts]).removesuffix(".__init__"))
        for one in vars(module).values():
            if isinstance(one, EnumType) and issubclass(one, StrEnum) and one not in _SAME_EVERYWHERE:
                found |= {str(member): where for member in one}
    return {text: where for text, where in found.items() if any(map(str.islower, text))}


def _marked(tree: ast.Module) -> Iterator[str]:
    """The texts in calls of Words and words."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("Words", "words"):
            for argument in call.args:
                yield from _texts(argument)


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts of an expression; what is put into them is {1}, {2}, ..."""
    if isinstance(node, ast.JoinedStr):
        places = iter(range(1, 10))
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else f"{{{next(places)}}}" for part in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif not isinstance(node, (ast.Raise, ast.Compare)) and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        for part in ast.iter_child_nodes(node):
            yield from _texts(part)


def _messages(tree: ast.Module) -> Iterator[str]:
    """The sentences of a module of models, which knows nothing of Words; those of errors are not part of an answer."""
    return (text for text in _texts(tree) if text.endswith(".") and (text[:1].isupper() or text.startswith("{")))


def missing_and_unused(language: str) -> tuple[dict[str, str], list[str]]:
    """The texts of all templates without a translation, with their place; and translations of texts that are no more."""
    missing: dict[str, str] = {}
    used: set[str] = set()
    for name, template in TEMPLATES.items():
        translated = translate_book(english_book(name), language, template, PAGES[name].alt_texts)
        missing |= {text: f"{name}, {where}" for text, where in translated.missing.items() if text not in missing}
        used |= translated.used
    missing |= {text: where for text, where in answers().items() if text not in catalogue(language)["answers"]}
    known = [text for section in SECTIONS for text in catalogue(language).get(section, {})]
    return missing, [text for text in known if text not in used]


def main() -> int:
    wanting = 0
    for language in LANGUAGES:
        if language != "en":
            missing, unused = missing_and_unused(language)
            wanting += len(missing) + len(unused)
            print(f"# {language}: {len(missing)} missing, {len(unused)} unused")
            for text, where in missing.items():
                print(f"{json.dumps(text, ensure_ascii=False)} = {json.dumps('', ensure_ascii=False)} # {where}")
            for text in unused:
                print(f"# unused: {json.dumps(text, ensure_ascii=False)}")
    return 1 if wanting else 0


if __name__ == "__main__":
    sys.exit(main())
