"""Nothing in our workbooks is what Excel repairs; and the rules that say so find one fault each that is made for them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Font, NamedStyle, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table
from openxml_audit import OpenXmlValidator

from clv_xl import new, template_path
from clv_xl.words import LANGUAGES
from clv_xl.workbook.templates import TEMPLATES
from tests.conftest import some
from tests.support.repairs import RULES, faults


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TEMPLATES)
def test_excel_finds_nothing_to_repair_in_a_template(name: str, language: str) -> None:
    assert not faults(template_path(name, language))


@pytest.mark.parametrize("name", TEMPLATES)
def test_nor_in_a_filled_one(name: str) -> None:
    assert not faults(some(name, "en"))


def test_nor_in_the_form_for_windows(tmp_path: Path) -> None:
    assert not faults(new("segments", tmp_path / "segments.xlsm", "nl", host="windows"))


OPENPYXL = re.compile(r"Unexpected element '(b|color)' found")
"""openpyxl writes the parts of a font in an order of its own, which Excel has always read."""


@pytest.mark.parametrize("name", TEMPLATES)
def test_an_auditor_by_others_finds_what_openpyxl_is_known_for_and_no_more(name: str) -> None:
    """openxml-audit has the schemas of Office and a list of what Excel refuses; it warns of texts that Excel will store elsewhere."""
    found = [one for one in OpenXmlValidator().validate(template_path(name)).errors if one.severity.value == "error"]
    assert not [one for one in found if one.part_uri != "/xl/styles.xml" or not OPENPYXL.fullmatch(one.description)]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workbook that has something for every rule."""
    book = Workbook()
    sheet, other = book.active, book.create_sheet("It's other")
    assert sheet is not None
    for row in (["Name", "Value"], ["Ann", 1.5], ["Bo", 2], ["Cy", 3]):
        sheet.append(row)
    sheet.add_table(Table(displayName="People", ref="A1:B4"))
    other.add_table(Table(displayName="Others", ref="F1:F2"))
    other["F1"] = "Alone"
    sheet["D1"] = ArrayFormula("D1:D3", "=B2:B4*2")
    sheet["E1"] = ArrayFormula("E1:E2", "=B2:B3*0.5")
    sheet["D5"], sheet["E5"], sheet["D6"] = "=SUM(D1:D3)", True, '=IF(D5>1,"much","little")'
    sheet["D5"].number_format, sheet["E5"].number_format = "0.0%;-0.0%", '0.00" x"'
    book.add_named_style(NamedStyle("Own", font=Font(b=True)))
    sheet["E6"].style = "Own"
    sheet.merge_cells("H1:I1")
    sheet.merge_cells("H2:I2")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["C"].width = 20, 9
    sheet.oddFooter.center.text = "Page &P"
    sheet.conditional_formatting.add("B2:B4", CellIsRule("greaterThan", ["2"], fill=PatternFill("solid", bgColor="00FF0000")))
    sheet.conditional_formatting.add("B2:B4", FormulaRule(["$B2>1"], font=Font(b=True)))
    for rules in sheet.conditional_formatting:
        rules.rules[0].dxf = DifferentialStyle(numFmt=NumberFormat(200, "0.0"))
    prompt = DataValidation("list", '"one,two"', showInputMessage=True, promptTitle="Choose", prompt="One of two")
    prompt.add("G1")
    sheet.add_data_validation(prompt)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=4), titles_from_data=True)
    sheet.add_chart(chart, "K1")
    book.defined_names["input_one"] = DefinedName("input_one", attr_text="'It''s other'!$A$1")
    book.defined_names["input_two"] = DefinedName("input_two", attr_text="Sheet!$B$2")
    book.create_sheet("Third")
    sheet.print_area = "A1:E6"
    path = tmp_path_factory.mktemp("sound") / "sound.xlsx"
    book.save(path)
    return path


Change = tuple[str, str, str]
"""A part, what is found in it, as a pattern, and what comes in its place."""
_SHEET, _BOOK, _STYLES, _TABLE = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/tables/table1.xml"
_LONG = "x" * 256
FAULTS: dict[str, list[Change]] = {
    "parts_are_there": [
        ("xl/worksheets/_rels/sheet1.xml.rels", "drawing1.xml", "drawing7.xml"),
        (_SHEET, '<drawing (.*)r:id="rId1"', r'<drawing \1r:id="rId2"'),
    ],
    "kinds_are_told": [("[Content_Types].xml", '<Override PartName="/xl/charts/chart1.xml"[^>]*>', "")],
    "no_part_twice": [],
    "names_are_names": [
        (_BOOK, "input_one", "input one"),
        (_BOOK, "input_one", "CLV2024"),
        (_BOOK, "input_one", "R1C1"),
        (_BOOK, 'name="_xlnm.Print_Area" localSheetId="0"', 'name="_xlnm.Print_Area"'),
    ],
    "names_are_one_each": [(_BOOK, "input_two", "Input_One"), (_BOOK, "input_two", "PEOPLE")],
    "names_point_somewhere": [(_BOOK, "'It''s other'!", "Gone!"), (_BOOK, r"Sheet!\$B\$2", "SUM(1")],
    "sheets_have_names": [(_BOOK, 'name="Third"', f'name="{_LONG[:32]}"'), (_BOOK, 'sheetId="2"', 'sheetId="1"')],
    "in_the_order_of_the_schema": [(_SHEET, "(<conditionalFormatting.*</conditionalFormatting>)(.*)</worksheet>", r"\2\1</worksheet>")],
    "columns_lie_side_by_side": [(_SHEET, 'min="3" max="3"', 'min="1" max="3"'), (_SHEET, 'width="20"', 'width="300"')],
    "headers_are_short": [(_SHEET, "Page &amp;P", _LONG)],
    "merges_apart": [(_SHEET, 'ref="H2:I2"', 'ref="H1:H2"')],
    "cells_in_order": [(_SHEET, '<row r="3"', '<row r="1"'), (_SHEET, 'r="D6"', 'r="F6"')],
    "values_are_of_their_type": [
        (_SHEET, "<v>1.5</v>", "<v>nan</v>"),
        (_SHEET, "<v>1.5</v>", "<v>1,5</v>"),
        (_SHEET, 't="b"><v>1</v>', 't="b"><v>TRUE</v>'),
        (_SHEET, 'r="D5" s="1"', 'r="D5" s="99"'),
    ],
    "formulas_can_be_read": [
        (_SHEET, r"SUM\(D1:D3\)", "SUM(D1:D3"),
        (_SHEET, "much", _LONG),
        (_SHEET, r"D5&gt;1", "D5&gt;1e-06"),
        (_SHEET, r"SUM\(D1:D3\)", "=SUM(D1:D3)"),
        (_SHEET, r"\$B2&gt;1", "(B2&gt;1"),
    ],
    "arrays_have_room": [
        (_SHEET, 'ref="E1:E2"', 'ref="E2:E3"'),
        (_SHEET, 'ref="D1:D3"', 'ref="D1:D5"'),
        (_SHEET, 'ref="D1:D3"', 'ref="D1:E3"'),
        (_SHEET, '<c r="D1"', '<c r="D1" cm="1"'),
    ],
    "tables_are_whole": [
        (_TABLE, 'name="Value"', 'name="NAME"'),
        (_TABLE, '<autoFilter ref="A1:B4"', '<autoFilter ref="A1:B9"'),
        ("xl/tables/table2.xml", 'id="2"', 'id="1"'),
        (_TABLE, 'tableColumns count="2"', 'tableColumns count="3"'),
    ],
    "headings_are_cells": [(_TABLE, 'name="Value"', 'name="Amount"'), (_SHEET, '<c r="B1".*?</c>', "")],
    "tables_are_alone": [(_SHEET, 'ref="H2:I2"', 'ref="B3:C3"')],
    "formats_are_there": [
        (_STYLES, 'numFmtId="164" fontId', 'numFmtId="190" fontId'),
        (_STYLES, '<cellStyle name="Own"', '<cellStyle name="normal"'),
        (_STYLES, 'fontId="1"', 'fontId="9"'),
    ],
    "number_formats_one_each": [
        (_STYLES, 'numFmtId="200"', 'numFmtId="164"'),
        (_STYLES, 'formatCode="0.0%;-0.0%"', 'formatCode="0;0;0;0;0"'),
        (_STYLES, 'formatCode="0.0"', 'formatCode="0.0&quot;"'),
    ],
    "rules_are_whole": [(_SHEET, 'dxfId="1"', 'dxfId="7"'), (_SHEET, 'priority="2"', 'priority="1"'), (_SHEET, "<formula>2</formula>", "")],
    "prompts_are_short": [
        (_SHEET, "One of two", _LONG),
        (_SHEET, 'promptTitle="Choose"', f'promptTitle="{_LONG[:33]}"'),
        (_SHEET, "one,two", ",".join([_LONG[:200]] * 2)),
        (_SHEET, '<formula1>"one,two"</formula1>', ""),
    ],
}


def test_every_rule_has_a_fault_that_is_made_for_it(sound: Path) -> None:
    assert list(FAULTS) == [rule.__name__ for rule in RULES]
    assert not faults(sound)


def changed(sound: Path, path: Path, change: Callable[[str, str], str]) -> Path:
    with zipfile.ZipFile(sound) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name).decode()))
    return path


@pytest.mark.parametrize(("rule", "fault"), [(rule, fault) for rule, made in FAULTS.items() for fault in made])
def test_the_fault_is_found_by_its_rule(rule: str, fault: Change, sound: Path, tmp_path: Path) -> None:
    part, old, new_text = fault
    times = []

    def change(name: str, text: str) -> str:
        made, count = re.subn(old, new_text, text, count=1, flags=re.DOTALL) if name == part else (text, 0)
        times.append(count)
        return made

    found = faults(changed(sound, tmp_path / "faulty.xlsx", change))
    assert sum(times) == 1
    assert rule in {one.partition(":")[0] for one in found} and len(found) < 4, found


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_found(sound: Path, tmp_path: Path) -> None:
    path = changed(sound, tmp_path / "twice.xlsx", lambda name, text: text)
    with zipfile.ZipFile(path, "a") as target:
        target.writestr("XL/workbook.xml", b"<workbook/>")
    assert [one.partition(":")[0] for one in faults(path)][-1] == "no_part_twice"
