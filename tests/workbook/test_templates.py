"""What every template keeps in every language: its names, tables and formulas, its values in every reader, and a script that knows
only the names."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import builds
import openpyxl
import pandas as pd
import pytest
import python_calamine
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from clv_xl import OrderFileError, fill, new, recalculate, template_path
from clv_xl.formulas.spelling import tokens, uses
from clv_xl.functions import REGISTRY
from clv_xl.hosts.equipment import recalculate_for
from clv_xl.sources.columns.fields import LISTS
from clv_xl.sources.columns.recognising import find_columns
from clv_xl.sources.source import read_list
from clv_xl.words import LANGUAGES
from clv_xl.workbook.inputs.input import chosen, coded
from clv_xl.workbook.samples import list_in, sample_of
from clv_xl.workbook.templates import TEMPLATES
from clv_xl.workbook.translation import in_language
from clv_xl.xlsx.package import Package
from tests.conftest import opened, some
from tests.places.libreoffice import convert, speaking
from tests.support.cells import all_values, calling, errors, listed, named

OTHERS = [language for language in LANGUAGES if language != "en"]
ONE_LANGUAGE_EACH = [("calculator", "de"), ("segments", "nl"), ("transactions", "nl"), ("subscriptions", "de")]
"""For what takes long: each template once, every language somewhere."""
WITH_A_TABLE = [name for name, template in TEMPLATES.items() if template.table]


@cache
def ready(name: str, language: str) -> openpyxl.Workbook:
    return opened(template_path(name, language), formulas=True)


def formulas(book: openpyxl.Workbook) -> Iterator[tuple[tuple[int, str], str]]:
    """Each formula, by the number of its tab and its cell."""
    for number, sheet in enumerate(book.worksheets):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            yield (number, cell.coordinate), str(getattr(cell.value, "text", cell.value))[1:]


def table_of(book: openpyxl.Workbook, name: str) -> tuple[int, str, list[str]]:
    """The number of the tab of the table that a person fills, its area, and its headings."""
    for number, sheet in enumerate(book.worksheets):
        if name in sheet.tables:
            left, top, right, _ = range_boundaries(sheet.tables[name].ref)
            return number, sheet.tables[name].ref, [str(cell.value) for cell in sheet[top][left - 1 : right]]
    raise AssertionError(f"no table called {name}")


def without_words(text: str, book: openpyxl.Workbook) -> Counter[str]:
    """What a formula is made of, but for texts and what joins them; tabs and columns of tables by their number."""
    tabs = {sheet.title: f"<{number}>" for number, sheet in enumerate(book.worksheets)}
    columns = {
        (sheet.tables[table].name, heading): str(column)
        for sheet in book.worksheets
        for table in sheet.tables
        for column, heading in enumerate(table_of(book, table)[2])
    }

    def plain(token: Token) -> str:
        tab = re.sub(r"'((?:[^']|'')+)'!|([^\W\d][\w.]*)!", lambda found: tabs.get(found[1] or found[2], found[0]), token.value)
        table = re.match(r"\w+(?=\[)", tab)
        return re.sub(r"\[([^\[\]#@]+)\]", lambda found: f"[{columns[table[0], found[1]]}]", tab) if table else tab

    kept = (token for token in tokens(text) if token.subtype != Token.TEXT and token.value != "&" and token.type != Token.WSPACE)
    return Counter(map(plain, kept))


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", TEMPLATES)
def test_names_and_tables_are_the_same_in_every_language(name: str, language: str) -> None:
    english, own = ready(name, "en"), ready(name, language)
    assert set(own.defined_names) == set(english.defined_names)
    for one, defined in english.defined_names.items():
        said = own.defined_names[one].attr_text
        if one == "template_language":
            assert said == f'"{language}"'
        elif not one.startswith(("chosen_", "coded_")):
            assert without_words(said, own) == without_words(defined.attr_text, english), one
    tables = [[(number, sheet.tables[table].ref) for table in sheet.tables] for number, sheet in enumerate(english.worksheets)]
    assert tables == [[(number, sheet.tables[table].ref) for table in sheet.tables] for number, sheet in enumerate(own.worksheets)]
    assert [*map(sorted, (sheet.tables for sheet in own.worksheets))] == [*map(sorted, (sheet.tables for sheet in english.worksheets))]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_word_from_a_list_means_the_same_in_every_language(name: str, language: str) -> None:
    """chosen_ says it in the workbook's language, coded_ in English, whichever of the two was typed."""
    for field in (field for field in TEMPLATES[name].inputs.values() if field.kind == "list"):
        own = [in_language(word, language) for word in field.words]
        cell = ready(name, language).defined_names[f"input_{field.name}"].attr_text
        default = "EUR" if field.name == "currency" else field.default or ""  # Dutch and German workbooks begin in euro
        texts = [ready(name, language).defined_names[f"{kind}_{field.name}"].attr_text for kind in ("chosen", "coded")]
        assert texts == [
            chosen(cell, in_language(default, language) if default else "", field.words, own),
            coded(cell, default, field.words, own),
        ]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", TEMPLATES)
def test_formulas_are_the_same_but_for_their_words(name: str, language: str) -> None:
    english, own = ready(name, "en"), ready(name, language)
    theirs, count = dict(formulas(own)), 0
    for place, text in formulas(english):
        if english.worksheets[place[0]].title == "Functions":
            assert theirs.pop(place) == text, "the examples on Functions are typed as they are"
        else:
            found, expected = without_words(theirs.pop(place), own), without_words(text, english)
            assert found == expected, (place, found - expected, expected - found)
        count += 1
    assert not theirs and count > 300


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WITH_A_TABLE)
def test_headings_are_known_when_they_are_pasted_back(name: str, language: str) -> None:
    kind = LISTS[TEMPLATES[name].table]
    places = [table_of(ready(name, one), kind.table)[2] for one in ("en", language)]
    fields = [find_columns(headings, kind) for headings in places]
    assert set(fields[0]) == set(kind.by_name) and len(places[0]) == len(fields[0])
    assert {field: places[1].index(heading) for field, heading in fields[1].items()} == {
        field: places[0].index(heading) for field, heading in fields[0].items()
    }


@pytest.mark.parametrize("name", WITH_A_TABLE)
def test_the_tab_of_a_filled_workbook_is_a_file_to_fill_from(name: str) -> None:
    """In Dutch, with its titles above the headings: the same list as the sample."""
    kind = LISTS[TEMPLATES[name].table]
    number, ref, _ = table_of(ready(name, "nl"), kind.table)
    tab = read_list(some(name, "nl"), *LISTS.values(), sheet=ready(name, "nl").worksheets[number].title)
    rows = list_in(sample_of(name), "nl")
    sample = read_list(builds.part_of(name, rows), kind)
    assert tab.kind is kind and len(tab) == len(sample) and ref
    for field, column in sample.columns.items():
        assert [str(cell)[:10] if isinstance(cell, dt.date) else cell for cell in tab.columns[field]] == [
            str(cell)[:10] if isinstance(cell, dt.date) else cell for cell in column
        ], field


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TEMPLATES)
def test_openpyxl_and_calamine_read_the_same_and_no_error(name: str, language: str) -> None:
    path = some(name, language)
    assert not errors(path)
    in_calamine = python_calamine.CalamineWorkbook.from_path(path)
    seen = 0
    for sheet in opened(path).worksheets:
        rows = in_calamine.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        for row in sheet.iter_rows():
            for cell in row:
                value: Any = cell.value
                if value is None or cell.data_type == "e":  # calamine hands over an error as blank
                    continue
                found = rows[cell.row - 1][cell.column - 1]
                if isinstance(value, dt.datetime) and not isinstance(found, dt.datetime):
                    value = value.date()
                assert found == value, (sheet.title, cell.coordinate)
                seen += 1
    assert seen > 1500


@pytest.mark.parametrize(("name", "language"), ONE_LANGUAGE_EACH)
def test_libreoffice_computes_every_cell_with_the_same_functions(name: str, language: str, office_profile: Path, tmp_path: Path) -> None:
    """LibreOffice computes the whole workbook anew, with the numbers of its language: every cell as stored, formulas and spills."""
    package, stored = Package(some(name, language)), opened(some(name, language))
    recalculate_for(package, "windows")
    package.save(tmp_path / "office.xlsx")
    with speaking(office_profile, language):
        office = all_values(convert(office_profile, tmp_path / "office.xlsx", tmp_path / "out", "xlsx"))
    compared = 0
    for sheet in stored.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert same(cell.value, value_at(office, cell)), (sheet.title, cell.coordinate)
            compared += cell.value is not None
    assert compared > (20_000 if name == "transactions" else 1500)


@pytest.mark.parametrize(("name", "language"), ONE_LANGUAGE_EACH)
def test_libreoffice_as_it_comes_shows_what_is_stored(name: str, language: str, stock_profile: Path, tmp_path: Path) -> None:
    """But for our functions, which it computes on loading and does not know, and formulas whose answer is an empty text, which it
    computes again with them."""
    path = some(name, language)
    native = {place for place, text in formulas(opened(path, formulas=True)) if not uses(text, REGISTRY)}
    with speaking(stock_profile, language):
        office = all_values(convert(stock_profile, path, tmp_path, "xlsx"))
    compared = 0
    for number, sheet in enumerate(opened(path).worksheets):
        for cell in (cell for row in sheet.iter_rows() for cell in row if (number, cell.coordinate) in native):
            if cell.value not in (None, ""):
                value = cell.value.rstrip() if isinstance(cell.value, str) else cell.value
                assert same(value, value_at(office, cell)), (sheet.title, cell.coordinate)
                compared += 1
    assert compared > 200
    told = [tab for tab, rows in office.items() if "--host libreoffice" in str(rows[3])]
    assert [*office][1] in told and len(told) >= 5, "a line says what to do, on Inputs, the Dashboard and others"


ENGLISH_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(,\d{3})+(?!\d)|(?<![\w.,:/-])\d+\.(\d{1,2}|\d{4,})(?![\d.])")
"""1,234 or 0.5; 1.234 is Dutch."""


@pytest.mark.parametrize(("name", "language"), ONE_LANGUAGE_EACH)
def test_sentences_hold_no_number_in_english(name: str, language: str, tmp_path: Path) -> None:
    package = Package(some(name, language))
    recalculate_for(package, static=True)
    package.save(tmp_path / "static.xlsx")
    sheets = opened(some(name, language), formulas=True).worksheets
    written = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    for path in (some(name, language), tmp_path / "static.xlsx"):
        values = all_values(path)
        found = {(cell.parent.title, cell.coordinate): value_at(values, cell) for cell in written}
        texts = {place: value for place, value in found.items() if isinstance(value, str) and re.search(r"\d", value)}
        assert len(texts) > 20 and not {place: text for place, text in texts.items() if ENGLISH_NUMBER.search(text)}


def value_at(values: dict[str, list[list[Any]]], cell: Cell) -> Any:
    """The value in the place of a cell; what is read ends with the last cell that has one."""
    rows = values[cell.parent.title]
    row = rows[cell.row - 1] if cell.row <= len(rows) else []
    return row[cell.column - 1] if cell.column <= len(row) else None


def same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        return math.isclose(ours, theirs, rel_tol=1e-12, abs_tol=1e-8)
    return (ours or None) == (theirs or None)


CHOICES = {
    "calculator": {"industry": "B2B services", "value_by": "retention discounted"},
    "segments": {"industry": "B2B services"},
    "transactions": {"period": "quarter", "cohort_measure": "retention"},
    "subscriptions": {"period": "quarter"},
}
"""Words from lists, in English and none the default."""


@pytest.mark.parametrize(("name", "language"), ONE_LANGUAGE_EACH)
def test_a_script_with_openpyxl_alone(name: str, language: str, tmp_path: Path) -> None:
    """A script that knows only the names fills the template, with English words from lists; `recalculate` brings the values that
    `fill` brings with the words of the language."""
    template, path = TEMPLATES[name], tmp_path / "script.xlsx"
    given = {**template.sample, **CHOICES[name]}
    own = {field: in_language(word, language) for field, word in CHOICES[name].items()}
    assert language == "en" or all(own[field] != word for field, word in CHOICES[name].items() if field != "industry")
    new(name, path, language, empty=True)
    book = openpyxl.load_workbook(path)
    for field, value in given.items():
        named(book, f"input_{field}").value = dt.date.fromisoformat(value) if field == "as_of" else value
    data = None
    if template.table:
        number, ref, headings = table_of(book, template.table)
        page, rows = book.worksheets[number], read_list(list_in(sample_of(name), "en"), LISTS[template.table]).columns
        data = pd.DataFrame({field: column[:400] for field, column in rows.items()})
        left, top, right, _ = range_boundaries(ref)
        for field, heading in find_columns(headings, LISTS[template.table]).items():
            for row, value in enumerate(rows.get(field, ())[:400], start=top + 1):
                page.cell(row, left + headings.index(heading), value)
        page.tables[template.table].ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{top + len(data)}"
    book.save(path)
    result = recalculate(path)
    expected = fill(name, data, tmp_path / "filled.xlsx", language=language, **{**given, **own})
    assert result.results == expected.results and not result.kept and len(result.results) > 15
    assert result.results["result_inputs_outside"] == 0
    cells = [opened(one) for one in (path, expected.output)]
    for book in cells:  # who types tells nothing of a file
        for one in (name for name in book.defined_names if name.startswith("source_")):
            clear(book, one)
    for ours, theirs in list(zip(*(one.worksheets for one in cells), strict=True))[2:]:  # but About and Inputs: as it was typed
        assert [*ours.values] == [*theirs.values], ours.title


def clear(book: Workbook, name: str) -> None:
    """Empty the cells that a defined name stands for."""
    ((sheet, ref),) = book.defined_names[name].destinations
    left, top, right, bottom = range_boundaries(ref)
    for row in book[sheet].iter_rows(top, bottom, left, right):
        for cell in row:
            cell.value = None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_is_filled_in_yet(name: str, language: str) -> None:
    """The ready-made workbook of a list: no error but in a cell that is drawn white on white, and nothing to act on."""
    path = template_path(name, language)
    shown = errors(path)
    assert [calls for _, calls in shown] == ([["CLV_RETENTION"]] if name == "subscriptions" else [])
    for tab, (function,) in shown:
        sheet = ready(name, language)[tab]
        unseen = [rules for rules in sheet.conditional_formatting if calling(sheet, function).coordinate in rules]
        assert [rule.dxf.font.color.rgb[-6:] for rules in unseen for rule in rules.rules] == ["FFFFFF"]
    book = opened(path)
    assert named(book, "result_state").value == in_language("Look" if name == "calculator" else "OK", language)


@pytest.mark.parametrize("name", WITH_A_TABLE)
def test_rows_of_nothing_are_no_list(name: str, tmp_path: Path) -> None:
    kind = LISTS[TEMPLATES[name].table]
    headings = [field.name for field in kind.fields]
    (tmp_path / "none.csv").write_text(f"{','.join(headings)}\n{',' * (len(headings) - 1)}\n")
    with pytest.raises(OrderFileError, match=f"none.csv: there is no {kind.row} in it, only headings"):
        fill(name, tmp_path / "none.csv", tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize(("name", "language"), ONE_LANGUAGE_EACH)
def test_what_a_script_types_is_judged(name: str, language: str, tmp_path: Path) -> None:
    """Words where numbers belong, and numbers beyond the bounds, pass by the rules of the cells; a number as a name is none of them."""
    new(name, tmp_path / "odd.xlsx", language)
    book = openpyxl.load_workbook(tmp_path / "odd.xlsx")
    odd = {"gross_margin": 25, "cac" if name != "segments" else "target_ratio": "veel", "currency": "Taler", "data_name": 2024}
    for field, value in odd.items():
        named(book, f"input_{field}").value = value
    book.save(tmp_path / "odd.xlsx")
    found = recalculate(tmp_path / "odd.xlsx").results
    assert found["result_inputs_outside"] == 3 and found["result_state"] == in_language("Act", language)


@pytest.mark.parametrize(("name", "language"), [(name, language) for name, language in ONE_LANGUAGE_EACH if name in WITH_A_TABLE])
def test_rows_below_the_table_are_not_lost_in_silence(name: str, language: str, tmp_path: Path) -> None:
    """A script that forgets to make the table longer: its rows do not count, and Checks says what to do."""
    new(name, tmp_path / "below.xlsx", language)
    book = openpyxl.load_workbook(tmp_path / "below.xlsx")
    number, ref, _ = table_of(book, TEMPLATES[name].table)
    left, _, _, bottom = range_boundaries(ref)
    for row in (bottom, bottom + 1, bottom + 2):
        book.worksheets[number].cell(row, left, "Ann")
    book.save(tmp_path / "below.xlsx")
    found = recalculate(tmp_path / "below.xlsx").results
    assert found["result_state"] == in_language("Act", language)
    checks = opened(tmp_path / "below.xlsx")[in_language("Checks", language)]
    heads = [in_language(word, language) for word in ("Check", "Found", "State")]
    assert (in_language("Cells below the table", language), 2, in_language("Act", language)) in listed(checks, *heads)
