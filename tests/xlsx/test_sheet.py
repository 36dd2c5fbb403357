"""What is written into the package: beside files that other libraries write."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl.worksheet.formula import ArrayFormula

from clv_xl import recalculate
from clv_xl.cells.errors import ExcelError
from clv_xl.formulas.spelling import spell, uses
from clv_xl.xlsx.package import MAIN, Area, Package, WorkbookError
from clv_xl.xlsx.sheets.cell_xml import cell_content
from clv_xl.xlsx.sheets.changes import Block, Changes, Patch
from clv_xl.xlsx.sheets.dynamic_arrays import dynamic_numbers, ensure_dynamic_number
from clv_xl.xlsx.sheets.editor import change_sheet
from clv_xl.xlsx.sheets.reader import find_formulas, is_occupied, last_row
from tests.conftest import opened

NAMES = {"CLV", "CHURN_CLV", "CLV_CAC_RATIO", "SEGMENT_CLV"}


def canonical(xml: bytes) -> bytes:
    return etree.tostring(etree.fromstring(xml), method="c14n")


def test_a_spill_has_the_parts_that_xlsxwriter_writes(tmp_path: Path) -> None:
    """XlsxWriter writes dynamic arrays as Excel does; the cell, the metadata, its content type and its relationship."""
    theirs_path, ours_path = tmp_path / "theirs.xlsx", tmp_path / "ours.xlsx"
    with xlsxwriter.Workbook(theirs_path) as book:
        sheet = book.add_worksheet("Sheet")
        sheet.write_dynamic_array_formula("B6", "=_xlfn.SEQUENCE(1)")
    book = openpyxl.Workbook()
    book.active["B6"] = "=CLV({100;20},4,8)"  # type: ignore[index]
    book.save(ours_path)
    recalculate(ours_path)
    theirs, ours = (Package(path) for path in (theirs_path, ours_path))
    assert canonical(ours.parts["xl/metadata.xml"]) == canonical(theirs.parts["xl/metadata.xml"])
    for part, key, value in (
        ("[Content_Types].xml", "PartName", "/xl/metadata.xml"),
        ("xl/_rels/workbook.xml.rels", "Target", "metadata.xml"),
    ):
        entries = [next(e for e in etree.fromstring(p.parts[part]) if e.get(key) == value) for p in (theirs, ours)]
        assert {k: v for k, v in entries[0].attrib.items() if k != "Id"} == {k: v for k, v in entries[1].attrib.items() if k != "Id"}
    cells = [etree.fromstring(p.parts[p.sheets[0].part]).find(f".//{{{MAIN}}}c[@r='B6']") for p in (theirs, ours)]
    assert cells[0].get("cm") == cells[1].get("cm") == "1"  # type: ignore[union-attr]
    formulas = [cell.find(f"{{{MAIN}}}f") for cell in cells]  # type: ignore[union-attr]
    assert formulas[0].get("t") == formulas[1].get("t") == "array"  # type: ignore[union-attr]
    assert formulas[1].get("ref") == "B6:B7" and formulas[1].text == "_xldudf_CLV({100;20},4,8)"  # type: ignore[union-attr]


def test_metadata_of_another_kind_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    openpyxl.Workbook().save(path)
    package = Package(path)
    record = '<bk><rc t="1" v="0"/></bk>'
    types = '<metadataTypes count="1"><metadataType name="XLRICHVALUE" minSupportedVersion="120000"/></metadataTypes>'
    lists = f'<cellMetadata count="1">{record}</cellMetadata><valueMetadata count="1">{record}</valueMetadata>'
    other = f'<metadata xmlns="{MAIN}">{types}{lists}</metadata>'
    package.add_part("xl/metadata.xml", other.encode(), "x", "y")
    assert dynamic_numbers(package) == frozenset()
    assert ensure_dynamic_number(package) == "2" == ensure_dynamic_number(package)
    tree = etree.fromstring(package.parts["xl/metadata.xml"])
    assert [etree.QName(child).localname for child in tree] == ["metadataTypes", "futureMetadata", "cellMetadata", "valueMetadata"]
    assert tree[0].get("count") == "2" and tree[2].get("count") == "2"


SHEET = f"""<worksheet xmlns="{MAIN}"><dimension ref="A1:C3"/><sheetData>\
<row r="1" ht="20" customHeight="1"><c r="A1" s="3" t="s"><v>0</v></c><c r="C1"><f>SUM(A2:A3)</f><v>9</v></c></row>\
<row r="3"><c r="A3" s="4"><v>1</v></c><c r="B3" s="5"/></row></sheetData><x/></worksheet>"""


def cells_of(xml: bytes) -> dict[str, tuple[str | None, str | None, str | None]]:
    """Style, formula and text of each cell, by an XML parser."""
    found = {}
    for cell in etree.fromstring(xml).iter(f"{{{MAIN}}}c"):
        text = "".join(t.text or "" for t in cell.iter(f"{{{MAIN}}}v", f"{{{MAIN}}}t")) or None
        found[cell.get("r")] = (cell.get("s"), cell.findtext(f"{{{MAIN}}}f"), text)
    return found


@pytest.mark.parametrize("form", ["plain", "prefixed", "unnumbered"])
def test_changing_cells_leaves_the_others(form: str) -> None:
    xml = SHEET
    if form == "prefixed":
        xml = re.sub(r"<(/?)(\w)", r"<\1x:\2", SHEET).replace("xmlns=", "xmlns:x=")
    if form == "unnumbered":  # rows and cells may leave their numbers out
        xml = SHEET.replace(' r="1"', "").replace(' r="A1"', "").replace(' r="A3"', "").replace(' r="B3"', "")
    changes = Changes(
        patches={(1, 3): Patch(12.5), (2, 2): Patch("new"), (3, 1): Patch(None, "NOW()")},
        blocks=[Block(4, 1, [["=1+1", 2.0], [None, True]], model_row=3)],
    )
    changed = change_sheet(xml.encode(), changes)
    found = cells_of(changed)
    if form != "unnumbered":
        assert found.pop("A1") == ("3", None, "0")
    assert found["C1"] == (None, "SUM(A2:A3)", "12.5") and found["B2"] == (None, None, "new") and found["A3"] == ("4", "NOW()", None)
    assert found["A4"] == ("4", None, "=1+1") and found["B4"] == ("5", None, "2")
    assert found["A5"] == ("4", None, None) and found["B5"] == ("5", None, "1")
    assert b"x/>" in changed and last_row(changed) == 5
    assert [(f.row, f.column, f.text) for f in find_formulas(changed, frozenset())] == [(1, 3, "SUM(A2:A3)"), (3, 1, "NOW()")]


def test_clearing_keeps_the_style_of_the_rows_that_are_kept() -> None:
    changed = cells_of(change_sheet(SHEET.encode(), Changes(cleared=[Area(1, 1, 3, 2)], kept_rows={3})))
    assert changed == {"C1": (None, "SUM(A2:A3)", "9"), "A3": ("4", None, None), "B3": ("5", None, None)}


def test_what_stands_in_the_way_of_a_spill() -> None:
    first = Area(1, 1, 1, 1)
    assert is_occupied(SHEET.encode(), Area(1, 1, 3, 3), first) and not is_occupied(SHEET.encode(), Area(1, 1, 2, 2), first)
    assert not is_occupied(SHEET.encode(), Area(3, 2, 9, 9)) and is_occupied(SHEET.encode(), Area(1, 1, 2, 2))


@given(st.text(max_size=40))
def test_any_text_survives_as_text(text: str) -> None:
    """Read back by openpyxl. XML has no way to write some characters; Excel's escape for them is read back by none of them."""
    from openpyxl.utils.escape import unescape

    kind, content = cell_content(text)
    xml = f'<x xml:space="preserve">{content}</x>'
    value = "".join(etree.fromstring(xml).itertext())
    assert kind == ' t="inlineStr"' and unescape(value).replace("\r", "\n") == text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    ("value", "xml"), [(0.1, "<v>0.1</v>"), (5.0, "<v>5</v>"), (1e300, "<v>1e+300</v>"), (True, "<v>1</v>"), (ExcelError.NA, "<v>#N/A</v>")]
)
def test_numbers_and_errors(value: object, xml: str) -> None:
    assert cell_content(value)[1] == xml


@pytest.mark.parametrize(
    ("formula", "plain", "lite"),
    [
        ("CLV(1,2,3)", "CLV(1,2,3)", "_xldudf_CLV(1,2,3)"),
        ("_xldudf_CLV(A1,2)+1", "CLV(A1,2)+1", "_xldudf_CLV(A1,2)+1"),
        ("_xldudf_NS_CLV(1)", "CLV(1)", "_xldudf_CLV(1)"),
        ("[1]!CHURN_CLV(1)", "CHURN_CLV(1)", "_xldudf_CHURN_CLV(1)"),
        ("_xldudf_CHURN_CLV(clv(1))", "CHURN_CLV(CLV(1))", "_xldudf_CHURN_CLV(_xldudf_CLV(1))"),
        ('SUM(A1)&"CLV("', 'SUM(A1)&"CLV("', 'SUM(A1)&"CLV("'),
        ("MY_CLV(1)", "MY_CLV(1)", "MY_CLV(1)"),
        ("Orders[[#All],[CLV]]", "Orders[[#All],[CLV]]", "Orders[[#All],[CLV]]"),
    ],
)
def test_one_formula_in_every_spelling(formula: str, plain: str, lite: str) -> None:
    assert spell(formula, NAMES, "windows") == plain and spell(formula, NAMES, "lite") == lite
    assert uses(formula, NAMES) == (plain != lite)


def test_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    for name, content in (("a.xlsx", b"text"), ("b.xlsx", b"")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(WorkbookError, match=r"not an \.xlsx workbook"):
            Package(tmp_path / name)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("hello.txt", "hello")
    (tmp_path / "c.xlsx").write_bytes(archive.getvalue())
    with pytest.raises(WorkbookError, match=r"not an \.xlsx workbook"):
        Package(tmp_path / "c.xlsx")
    with pytest.raises(WorkbookError, match="no such file"):
        Package(tmp_path / "d.xlsx")


def test_plain_arrays_of_a_person_stay_plain(tmp_path: Path) -> None:
    """A fixed array formula of the person's own gets its values, and stays fixed."""
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row, value in enumerate((1, 2, 3), start=1):
        sheet.cell(row, 1, value)
    sheet["C1"] = ArrayFormula("C1:C3", "=A1:A3*2")
    sheet["D1"] = "=SUM(C1:C3)"
    book.save(path)
    recalculate(path)
    values = opened(path).worksheets[0]
    assert [values[f"C{row}"].value for row in (1, 2, 3)] == [2, 4, 6] and values["D1"].value == 12
    assert b"cm=" not in Package(path).parts["xl/worksheets/sheet1.xml"]
