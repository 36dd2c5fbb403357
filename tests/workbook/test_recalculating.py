"""Recalculating any workbook: what a person or another program made stays as it was, and gets its values."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from clv_xl import WorkbookError, recalculate
from clv_xl.xlsx.package import Package
from tests.conftest import opened


def values(path: Path, sheet: int = 0) -> dict[str, Any]:
    page = opened(path).worksheets[sheet]
    return {cell.coordinate: cell.value for row in page.iter_rows() for cell in row if cell.value is not None}


def formulas(path: Path) -> dict[str, Any]:
    page = opened(path, formulas=True).worksheets[0]
    cells = [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    return {cell.coordinate: getattr(cell.value, "text", cell.value) for cell in cells}


def test_text_in_formulas_keeps_every_letter(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Bestellungen für Ü"  # type: ignore[union-attr]
    sheet = book.worksheets[0]
    sheet["A1"] = 7
    sheet["B1"] = '="Waarde € "&CLV(100,4,8)&" <é> & \'q\'"'
    sheet["B2"] = "=CLV('Bestellungen für Ü'!A1,1,1)"
    book.save(path)
    recalculate(path)
    assert values(path) == {"A1": 7, "B1": "Waarde € 3200 <é> & 'q'", "B2": 7}
    assert formulas(path)["B2"] == "=_xldudf_CLV('Bestellungen für Ü'!A1,1,1)"


def test_shared_formulas(tmp_path: Path) -> None:
    """As Excel stores a formula that was filled down: the first cell has it, the others only its number."""
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    for row in (1, 2, 3):
        book.worksheets[0].cell(row, 1, row * 10)
    book.save(path)
    package = Package(path)
    part = package.sheets[0].part
    text = package.parts[part].decode()
    for row in (1, 2, 3):
        ours = '<f t="shared" ref="B1:B3" si="0">CLV(A1,2,1)</f>' if row == 1 else '<f t="shared" si="0"/>'
        theirs = '<f t="shared" ref="C1:C3" si="1">A1+$A$1</f>' if row == 1 else '<f t="shared" si="1"/>'
        text = text.replace("</row>", f'<c r="B{row}">{ours}</c><c r="C{row}">{theirs}</c></row\x00>', 1)
    package.parts[part] = text.replace("\x00", "").encode()
    package.save(path)
    for _ in range(2):
        recalculate(path)
        assert [values(path)[f"B{row}"] for row in (1, 2, 3)] == [20, 40, 60]
        assert [values(path)[f"C{row}"] for row in (1, 2, 3)] == [20, 30, 40]
        assert [formulas(path)[f"B{row}"] for row in (1, 2, 3)] == [f"=_xldudf_CLV(A{row},2,1)" for row in (1, 2, 3)]


def test_whole_columns_have_one_height(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    rows = [
        ("Customer", "Date", "Amount", "Channel"),
        ("a", "2024-01-01", 5, "web"),
        ("b", "2024-01-02", 7, None),
        ("c", "2024-01-03", None, None),
    ]
    for row in rows:
        book.worksheets[0].append(row)
    book.worksheets[0]["H1"] = "=CLV_CUSTOMERS(A:A,B:B,C:C,,,D:D)"
    book.create_sheet("Other")["A1"] = "=CLV_ROWS(Sheet!A:A,Sheet!$B:$B,Sheet!C:C)"
    book.save(path)
    recalculate(path)
    assert (values(path)["H2"], values(path)["H3"], values(path)["U3"]) == ("b", "a", "web")
    assert values(path, 1)["B2"] == 3 and values(path, 1)["B5"] == 1


def test_what_only_excel_can_compute_stays(tmp_path: Path) -> None:
    """Macro functions, links to other workbooks, broken formulas, and dynamic arrays of functions that nobody else has."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        sheet.write_formula("A1", "=MYMACRO(B1)", None, 77)
        sheet.write_formula("A2", "=IFERROR(MYMACRO(B1),0)", None, 78)
        sheet.write_formula("A3", "=A1*2", None, 1)
        sheet.write_formula("A4", "='[other.xlsx]Sheet1'!A1", None, 79)
        sheet.write_formula("A5", '=CELL("filename",A1)', None, "name")
        sheet.write_dynamic_array_formula("C1:C3", "=_xlfn.STOCKHISTORY(A1:A3)", None, 11)
        sheet.write("C2", 12)
        sheet.write("C3", 13)
        sheet.write_formula("D1", "=CLV(1,2,3))", None, 80)
        sheet.write_formula("D2", "=CLV(A1,1,1)", None, 5)
        sheet.write_formula("D3", "=IFERROR(SUM(C2:C9),0)", None, 6)
        sheet.write_formula("D4", "=INDIRECT(B1)", None, 7)
        sheet.write_formula("D5", "=SUM(B1:B9)", None, 8)
    before = formulas(path)
    result = recalculate(path)
    assert result.kept == ["S!A1", "S!C1", "S!D1", "S!A2", "S!D2", "S!A3", "S!D3", "S!A4", "S!D4", "S!A5"]
    kept = {"A1": 77, "A2": 78, "A3": 1, "A4": 79, "A5": "name", "C1": 11, "C2": 12, "C3": 13, "D1": 80, "D2": 5, "D3": 6, "D4": 7}
    assert values(path) == {**kept, "D5": 0}
    assert formulas(path) == {**before, "D2": "=_xldudf_CLV(A1,1,1)"}
    assert b'fullCalcOnLoad="1"' in Package(path).parts["xl/workbook.xml"]


def test_a_name_or_a_table_column_that_only_excel_can_compute_is_followed(tmp_path: Path) -> None:
    """What rests on such a cell through a name, a column of a table, a range of functions or the size of a sum keeps its value; what
    rests on the columns beside it is computed."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        columns = [{"header": "n"}, {"header": "m", "formula": "=MYMACRO(T[[#This Row],[n]])"}, {"header": "p"}]
        sheet.add_table("A1:C3", {"name": "T", "data": [[1, 0, 5], [2, 0, 6]], "columns": columns})
        book.define_name("mine", "=S!$B$2")
        book.define_name("follows", "=INDEX(S!$A$1:$A$9,2):INDEX(S!$C$1:$C$9,2)")
        others = ("mine*2", "SUM(T[m])", "SUM(T[[n]:[p]])", "SUM(follows)", 'SUMIF(A2:A3,">0",B2)', "SUM(A2:INDEX(C2:C9,1))", "E1+E8", "G9")
        for row, text in enumerate((*others, "SUM(T[n])", "SUM(T[[p]:[p]])")):
            sheet.write_formula(row, 4, f"={text}", None, -1)
        sheet.write_formula("G9", "=G10", None, -1)
        sheet.write_formula("G10", "=B3", None, -1)
    result = recalculate(path)
    assert result.kept[:1] == ["S!E1"] and {*result.kept} == {"S!B2", "S!B3", "S!G9", "S!G10", *(f"S!E{n}" for n in range(1, 9))}
    found = values(path)
    assert [found[f"E{n}"] for n in range(1, 11)] == [-1] * 8 + [3, 11] and found["G9"] == found["G10"] == -1


def test_a_workbook_that_only_excel_can_finish_is_finished_later(tmp_path: Path) -> None:
    """A table of ours that rests on such a cell stands as it stood; when its data is plain it is computed, and nothing is asked of
    Excel any more."""
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["a", 5]), sheet.append(["b", 7])
    sheet["D1"], sheet["K1"], sheet["A9"] = "=CLV_HISTORICAL(A1:A2,B1:B2)", "=SUM(D1:I9)", "=SUM(B1:B2)"
    book.save(path)
    recalculate(path)
    first = values(path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["B2"] = "=MYMACRO(7)"
    book.save(tmp_path / "edited.xlsx")
    assert recalculate(tmp_path / "edited.xlsx").kept == ["Sheet!D1", "Sheet!K1", "Sheet!B2", "Sheet!A9"]
    book.worksheets[0]["B2"] = 7
    book.save(tmp_path / "edited.xlsx")
    assert recalculate(tmp_path / "edited.xlsx").kept == [] and values(tmp_path / "edited.xlsx") == first
    assert b"fullCalcOnLoad" not in Package(tmp_path / "edited.xlsx").parts["xl/workbook.xml"]


def test_what_excel_answers_for_each_value_is_left(tmp_path: Path) -> None:
    """formualizer would answer for the first value alone; what it does for each, such as a comparison, is computed."""
    path = tmp_path / "book.xlsx"
    left = (
        'SUMPRODUCT(--(LEFT(A1:A3,1)="b"))',
        "SUMPRODUCT(--ISNUMBER(B1:B3))",
        "SUM(LARGE(B1:B3,{1,2}))",
        "SUMPRODUCT(1/COUNTIF(A1:A3,A1:A3))",
        "SUMPRODUCT((MONTH(days)=1)*B1:B3)",
        'INDEX(B1:B3,MATCH("b",LEFT(A1:A3,1),0))',
    )
    computed = {
        'SUMPRODUCT((A1:A3="ba")*B1:B3)': 20,
        'SUMPRODUCT(--(UPPER(A1:A3)="BA"))': 1,
        "LARGE(B1:B3,2)": 20,
        'COUNTIF(A1:A3,"b*")': 2,
        "INDEX(B1:B3,MATCH(A2,A1:A3,0))": 20,
        "ROUND(SUM(B1:B3)/ROWS(days),1)": 20,
        "LEFT(INDEX(A1:A3,2),1)&LEN(A1)": "b1",
    }
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        sheet.write_column("A1", ["a", "ba", "b"]), sheet.write_column("B1", [10, 20, 30])
        book.define_name("days", "=S!$B$1:$B$3")
        for row, formula in enumerate((*left, *computed)):
            sheet.write_formula(row, 4, f"={formula}", None, -1)
    assert recalculate(path).kept == [f"S!E{row}" for row in range(1, len(left) + 1)]
    found = values(path)
    assert [found[f"E{row}"] for row in range(1, len(left) + len(computed) + 1)] == [-1] * len(left) + [*computed.values()]


def test_what_depends_on_the_readers_settings_is_left(tmp_path: Path) -> None:
    """1,234 is a thousand and more in London and a little more than one in Berlin; a month has another name."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        sheet.write_formula("A1", '=IFERROR(VALUE("1,234"),0)', None, 9)
        sheet.write_formula("A2", '=TEXT(45000,"mmm yy")', None, "mrt 23")
        sheet.write_formula("A3", '=A2&"!"', None, "mrt 23!")
        sheet.write_formula("A4", "=1+1", None, 9)
    assert recalculate(path).kept == ["S!A1", "S!A2", "S!A3"]
    assert values(path) == {"A1": 9, "A2": "mrt 23", "A3": "mrt 23!", "A4": 2}


def test_a_cell_beside_an_unknown_one_without_a_value_is_left_too(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"], book.worksheets[0]["A2"] = "=MYMACRO(1)", "=A1+1"
    book.save(path)
    assert recalculate(path).kept == ["Sheet!A1", "Sheet!A2"] and values(path) == {}


def test_cells_of_the_same_row_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        columns = [{"header": "Amount"}, {"header": "Value", "formula": "=CLV(T[[#This Row],[Amount]],2,1)"}]
        sheet.add_table("A1:B3", {"name": "T", "data": [[5], [7]], "columns": columns})
        sheet.write_formula("D1", "=SUM(T[Value])")
    recalculate(path)
    assert (values(path)["B2"], values(path)["B3"], values(path)["D1"]) == (10, 14, 24)


def test_functions_with_digits_in_their_names_are_computed(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    for row in range(1, 4):
        book.worksheets[0][f"A{row}"], book.worksheets[0][f"B{row}"] = 10**row, f"=LOG10($A{row})+CLV(A{row},1,1)"
    book.save(path)
    assert recalculate(path).kept == []
    assert [values(path)[f"B{row}"] for row in (1, 2, 3)] == [11, 102, 1003]


def test_two_tables_cannot_fill_the_same_cells(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row, (name, value) in enumerate([("a", 1), ("b", 2), ("c", 3)], start=1):
        sheet.cell(row, 1, name), sheet.cell(row, 2, value)
    sheet["D1"], sheet["D4"] = "=SEGMENT_CLV(A1:A3,B1:B3)", "=SEGMENT_CLV(A1:A2,B1:B2)"
    sheet["D20"] = '=CLV_ROWS("x","2024-01-01",5)'  # a table without a single range among its arguments
    book.save(path)
    recalculate(path)
    found = values(path)
    assert found["D1"] == "#SPILL!" and found["D4"] == "Segment" and found["D5"] == "b" and found["E21"] == 1


def test_fixed_arrays_and_formulas_that_pick_their_own_row(tmp_path: Path) -> None:
    """An array formula of the old kind fills its own cells, again and again; an ordinary formula over a range is left to
    Excel, which picks one value, and nothing is written beside it."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        sheet.write_column("A1", [1, 2, 3])
        sheet.write_array_formula("C1:C3", "{=A1:A3*2}", None, 2)
        sheet.write("C2", 4), sheet.write("C3", 6)
        sheet.write_formula("E1", "=SUM(C1:C3)", None, 12)
        sheet.write_formula("G2", "=A1:A3", None, 2)
        sheet.write_formula("G5", "=G2+1", None, 0)
    expected = {"A1": 1, "A2": 2, "A3": 3, "C1": 2, "C2": 4, "C3": 6, "E1": 12, "G2": 2, "G5": 0}
    for _ in range(3):
        assert recalculate(path).kept == ["S!G2", "S!G5"] and values(path) == expected


def test_a_blocked_spill_can_be_read_again(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"], book.worksheets[0]["A2"], book.worksheets[0]["C1"] = "=CLV({1;2},1,1)", "in the way", "=A1"
    book.save(path)
    for _ in range(2):
        recalculate(path)
        assert values(path)["A1"] == "#SPILL!" == values(path)["C1"]


def test_table_columns_and_a_filter_that_was_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        sheet.add_table("A1:B4", {"name": "T", "data": [[1, 10], [2, 20], [3, 30]], "columns": [{"header": "n"}, {"header": "p"}]})
        sheet.write_formula("D1", "=INDEX(T[p],2)+SUM(T[[n]:[p]])")
        sheet.write_formula("D2", "=CLV(INDEX(T[p],2),5,3)")
        sheet.write_formula("D3", "=SUBTOTAL(9,A2:A4)", None, 5)
        sheet.write_formula("E3", "=SUBTOTAL(109,T[n])", None, 5)
        sheet.write_formula("E4", "=_xlfn.AGGREGATE(9,4,E1:E3)", None, 5)
        sheet.write_formula("E5", "=SUBTOTAL(103,E9:E12)", None, 5)
        sheet.set_row(10, None, None, {"hidden": True})
    package = Package(path)
    package.parts["xl/tables/table1.xml"] = package.parts["xl/tables/table1.xml"].replace(
        b'autoFilter ref="A1:B4"', b'autoFilter ref="A1:B9"'
    )
    package.save(path)
    assert recalculate(path).kept == ["S!E4", "S!E5"]  # of another such total, and of a hidden row
    found = values(path)
    assert [found[cell] for cell in ("D1", "D2", "D3", "E3", "E4", "E5")] == [86, 300, 6, 6, 5, 5]
    assert Package(path).parts["xl/tables/table1.xml"].count(b'ref="A1:B4"') == 2


def test_charts_keep_what_only_excel_knows(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        sheet.write_formula("A1", "=MYMACRO(1)", None, "north")
        sheet.write_formula("B1", "=1+1", None, 0)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"categories": "=S!$A$1", "values": "=S!$B$1", "categories_data": ["north"], "values_data": [0]})
        chart.add_series({"values": "='[1]Other'!$B$1:$B$2", "values_data": [7, 8]})
        sheet.insert_chart("D4", chart)
    recalculate(path)
    xml = Package(path).parts["xl/charts/chart1.xml"].decode()
    assert "<c:v>north</c:v>" in xml and "<c:v>2</c:v>" in xml and "<c:v>7</c:v>" in xml and "NotComputed" not in xml


def test_strict_workbooks_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    openpyxl.Workbook().save(path)
    parts = {
        name: data.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        for name, data in Package(path).parts.items()
    }
    path.write_bytes(damaged(parts))
    with pytest.raises(WorkbookError, match="saved as Strict Open XML"):
        recalculate(path)


def test_dates_from_1904_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        book.add_worksheet("S").write_formula("A1", "=YEAR(1)", None, 1904)
    before = path.read_bytes()
    with pytest.raises(WorkbookError, match="its dates count from 1904; in Excel, clear"):
        recalculate(path)
    assert path.read_bytes() == before


def damaged(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize("harm", ["sheet missing", "sheet cut", "relations broken", "workbook broken", "bytes flipped", "not utf-8"])
def test_damaged_workbooks_get_a_sentence(tmp_path: Path, harm: str) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "=CLV(1,2,3)"
    book.save(path)
    parts = dict(Package(path).parts)
    if harm == "sheet missing":
        del parts["xl/worksheets/sheet1.xml"]
    elif harm == "sheet cut":
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:-60]
    elif harm == "relations broken":
        parts["xl/_rels/workbook.xml.rels"] = b"<Rel"
    elif harm == "workbook broken":
        parts["xl/workbook.xml"] = b"<workbook"
    elif harm == "not utf-8":
        parts["xl/worksheets/sheet1.xml"] = b"\xff\xfe\x00"
    content = damaged(parts)
    if harm == "bytes flipped":
        content = path.read_bytes()
        content = content[:400] + bytes(255 - b for b in content[400:420]) + content[420:]
    path.write_bytes(content)
    with pytest.raises(WorkbookError) as caught:
        recalculate(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)
    assert path.read_bytes() == content


def test_another_workbook_is_not_overwritten(tmp_path: Path) -> None:
    path, other = tmp_path / "book.xlsx", tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    other.write_text("precious")
    with pytest.raises(WorkbookError, match="this file exists; say --force"):
        recalculate(path, other)
    with pytest.raises(WorkbookError, match=r"is written as \.xlsx"):
        recalculate(path, tmp_path / "out.csv")
    assert other.read_text() == "precious"
    recalculate(path, other, force=True)
    assert other.read_bytes()[:2] == b"PK"


def test_links_and_modes_are_kept(tmp_path: Path) -> None:
    path, link = tmp_path / "book.xlsx", tmp_path / "link.xlsx"
    openpyxl.Workbook().save(path)
    path.chmod(0o600)
    link.symlink_to(path)
    recalculate(link)
    assert link.is_symlink() and path.stat().st_mode & 0o777 == 0o600
