"""The comparing script: each kind of difference is found and named, and what has only moved is a move only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.chart import LineChart, Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "install"))

import builds  # noqa: E402
from builds import source_key  # noqa: E402
from compare import main  # noqa: E402
from comparing.differing import blocks, compare_files  # noqa: E402
from comparing.formulas import Area, pieces  # noqa: E402

Change = Callable[[Any], None]


def page(path: Path, *, down: int = 0, right: int = 0, workings: str = "", change: Change | None = None) -> Path:
    """A page: a title, a list with totals, and the figures behind its chart beside it or on a tab of their own."""
    book: Any = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Page"

    def at(row: int, column: int) -> str:
        return f"{get_column_letter(column + right)}{row + down}"

    sheet[at(2, 2)] = "What customers bring"
    sheet[at(2, 2)].font = Font(bold=True, size=14)
    for column, heading in enumerate(("Customer", "Orders", "Amount", "Mean")):
        sheet[at(4, 2 + column)] = heading
    for row in range(5, 15):
        sheet[at(row, 2)], sheet[at(row, 3)], sheet[at(row, 4)] = f"Customer {row}", row % 3 + 1, row * 10.0
        sheet[at(row, 5)] = f"={at(row, 4)}/{at(row, 3)}"
        sheet[at(row, 5)].number_format = "0.00"
    sheet[at(15, 4)] = f"=SUM({at(5, 4)}:{at(14, 4)})"
    sheet[at(16, 2)].fill = PatternFill("solid", fgColor="FFEEEEEE")
    figures: Any = book.create_sheet(workings) if workings else sheet
    first = 30 if workings else 5
    column = "C" if workings else get_column_letter(12 + right)
    first = first if workings else first + down
    own = "" if workings == "" else "Page!"
    for row in range(10):
        figures[f"{column}{first + row}"] = f"={own}{at(5 + row, 5)}*2"
    figures[f"{column}{first + 10}"] = f"=MAX({column}{first}:{column}{first + 9})"
    sheet[at(17, 2)] = f"=IF({workings + '!' if workings else ''}{column}{first + 10}>3,input_goal,0)"
    sheet[at(18, 2)] = 3
    names = {"input_goal": f"'Page'!${get_column_letter(2 + right)}${18 + down}", "result_top": f"'{figures.title}'!${column}${first + 10}"}
    for name, target in names.items():
        book.defined_names[name] = DefinedName(name, attr_text=target)
    chart = LineChart()
    chart.title, chart.y_axis.title = "Means", "Money"
    index = openpyxl.utils.column_index_from_string(column)
    chart.add_data(Reference(figures, min_col=index, min_row=first, max_row=first + 9))
    sheet.add_chart(chart, at(20, 2))
    rule = FormulaRule(formula=[f"${get_column_letter(3 + right)}{5 + down}>2"], font=Font(color="FFFF0000"))
    sheet.conditional_formatting.add(f"{at(5, 2)}:{at(14, 4)}", rule)
    valid = DataValidation("whole", operator="between", formula1="0", formula2=f"${get_column_letter(4 + right)}${15 + down}")
    valid.add(at(18, 2))
    sheet.add_data_validation(valid)
    sheet.add_table(Table(displayName="Listed", ref=f"{at(4, 2)}:{at(14, 5)}"))
    sheet.print_area = f"A1:{at(18, 6)}"
    sheet.print_title_rows = f"{4 + down}:{4 + down}"
    sheet.page_setup.orientation = "landscape"
    sheet.freeze_panes = at(5, 3)
    sheet.column_dimensions[get_column_letter(2 + right)].width = 30
    sheet.row_dimensions[2 + down].height = 24
    if change:
        change(book)
    book.save(path)
    return path


def found(folder: Path, **how: Any) -> list[str]:
    old, new = page(folder / "old.xlsx"), page(folder / "new.xlsx", **how)
    return [f"{one.tab}|{one.kind}|{one.where}|{one.what}" for one in compare_files(old, new).differences]


def test_the_same_has_no_differences(tmp_path: Path) -> None:
    assert found(tmp_path, change=lambda book: None) == []


@pytest.mark.parametrize(("down", "right"), [(1, 0), (0, 1), (3, 2)])
def test_a_page_that_moved_is_a_move_only(down: int, right: int, tmp_path: Path) -> None:
    lines = found(tmp_path, down=down, right=right)
    assert {line.split("|")[1] for line in lines} == {"moved"}
    to = Area("", 2 + down, 2 + right, 18 + down, 5 + right)
    assert f"Page|moved|B2:E18 -> {to}|" in lines
    assert len(lines) == 3  # the page, the figures beside it, the chart


def test_figures_that_moved_to_a_tab_of_their_own_are_a_move_only(tmp_path: Path) -> None:
    lines = found(tmp_path, workings="Workings")
    assert sorted(lines) == ["Page|moved|L5:L15 -> Workings: C30:C40|", "Workings|new|tab|"]


def test_a_tab_under_another_name_is_one(tmp_path: Path) -> None:
    old = page(tmp_path / "old.xlsx", workings="Workings")
    new = page(tmp_path / "new.xlsx", workings="Figures")
    lines = [f"{one.tab}|{one.kind}|{one.where}|{one.what}" for one in compare_files(old, new).differences]
    assert lines == ["Workings|moved|C30:C40 -> Figures: C30:C40|", "Workings|changed|tab|is called Figures now", "Figures|new|tab|"][:2]


def first_rule(book: Any) -> Any:
    return next(iter(book["Page"].conditional_formatting)).rules[0]


def set_in(cell: str, content: Any) -> Change:
    return lambda book: book["Page"].__setitem__(cell, content)


CHANGES: dict[str, tuple[Change, str]] = {
    "value": (set_in("D7", 71.0), "Page|changed|D7|value 70 -> 71"),
    "text": (set_in("B2", "What they cost"), "Page|changed|B2|value What customers bring -> What they cost"),
    "formula": (set_in("D15", "=SUM(D5:D13)"), "Page|changed|D15|formula =SUM(D5:D14) -> =SUM(D5:D13)"),
    "reference": (set_in("E9", "=D9/C8"), "Page|changed|E9|formula =D9/C9 -> =D9/C8"),
    "gone cell": (set_in("D15", None), "Page|gone|D15|begins with =SUM(D5:D14)"),
    "new cell": (set_in("H2", "New"), "Page|new|H2|begins with New"),
    "number format": (lambda book: setattr(book["Page"]["E6"], "number_format", "0"), "Page|changed|E6|style: number format 0.00 -> 0"),
    "font": (lambda book: setattr(book["Page"]["B2"], "font", Font(bold=True, size=12)), "Page|changed|B2|style: font sz 14.0 -> 12.0"),
    "blank's fill": (
        lambda book: setattr(book["Page"]["B16"], "fill", PatternFill("solid", fgColor="FFDDDDDD")),
        "Page|changed|B16|style: fill fgColor rgb FFEEEEEE -> FFDDDDDD",
    ),
    "width": (lambda book: setattr(book["Page"].column_dimensions["B"], "width", 31), "Page|changed|column B|width 30.0 -> 31.0"),
    "height": (lambda book: setattr(book["Page"].row_dimensions[2], "height", 25), "Page|changed|row 2|height 24.0 -> 25.0"),
    "name": (
        lambda book: setattr(book.defined_names["result_top"], "attr_text", "'Page'!$D$15"),
        "|changed|name result_top|Page!L15 -> Page!D15",
    ),
    "new name": (lambda book: book.defined_names.add(DefinedName("more", attr_text="1")), "|new|name more|1"),
    "chart's title": (
        lambda book: setattr(book["Page"]._charts[0], "title", "Other"),
        "Page|changed|chart 'Means' at B20|chart/title: Means -> Other",
    ),
    "chart's axis": (
        lambda book: setattr(book["Page"]._charts[0].y_axis, "title", "Euro"),
        "Page|changed|chart 'Means' at B20|value axis/title: Money -> Euro",
    ),
    "series": (
        lambda book: setattr(book["Page"]._charts[0].series[0].val.numRef, "f", "'Page'!$L$5:$L$13"),
        "Page|changed|chart 'Means' at B20|lineChart/series/values: Page!L5:L14 -> Page!L5:L13",
    ),
    "anchor": (
        lambda book: setattr(book["Page"]._charts[0], "anchor", "C22"),
        "Page|moved|chart 'Means' B20 -> C22|not with the cells around it",
    ),
    "rule's colour": (
        lambda book: setattr(first_rule(book).dxf, "font", Font(color="FF00FF00")),
        "Page|changed|conditional format on B5:D14|format font color rgb FFFF0000 -> FF00FF00",
    ),
    "rule's formula": (
        lambda book: setattr(first_rule(book), "formula", ["$D5>2"]),
        "Page|changed|conditional format on B5:D14|Page!C5>2 -> Page!D5>2",
    ),
    "validation": (
        lambda book: setattr(book["Page"].data_validations.dataValidation[0], "formula1", "1"),
        "Page|changed|validation on B18|0 -> 1",
    ),
    "print area": (lambda book: setattr(book["Page"], "print_area", "A1:F25"), "Page|changed|print area|A1:F18 -> A1:F25"),
    "orientation": (
        lambda book: setattr(book["Page"].page_setup, "orientation", "portrait"),
        "Page|changed|print set-up|orientation landscape -> portrait",
    ),
    "titles": (lambda book: setattr(book["Page"], "print_title_rows", "1:2"), "Page|changed|print title rows|$4:$4 -> $1:$2"),
    "frozen panes": (lambda book: setattr(book["Page"], "freeze_panes", "B3"), "Page|changed|frozen panes|C5 -> B3"),
    "tab colour": (
        lambda book: setattr(book["Page"].sheet_properties, "tabColor", "00FF0000"),
        "Page|changed|tab colour|colour rgb (none) -> 00FF0000",
    ),
    "table": (lambda book: setattr(book["Page"].tables["Listed"], "ref", "B4:E13"), "Page|changed|table Listed|B4:E14 -> B4:E13"),
    "link": (lambda book: setattr(book["Page"]["B2"], "hyperlink", "#Page!A1"), "Page|new|link on B2|"),
    "new tab": (lambda book: book.create_sheet("More"), "More|new|tab|"),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_difference_is_found_and_named(kind: str, tmp_path: Path) -> None:
    change, line = CHANGES[kind]
    lines = found(tmp_path, change=change)
    assert any(one.startswith(line) for one in lines), lines


@pytest.mark.parametrize("kind", ["value", "text", "number format", "width", "orientation", "series", "anchor"])
def test_a_difference_is_alone(kind: str, tmp_path: Path) -> None:
    change, _ = CHANGES[kind]
    assert len([one for one in found(tmp_path, change=change) if not one.startswith("Page|changed|column")]) == (kind != "width")


def test_a_wrong_reference_shows_in_a_page_that_moved(tmp_path: Path) -> None:
    """Every letter is new; the one that leads elsewhere is told."""
    lines = found(tmp_path, down=1, change=set_in("E10", "=D10/C9"))
    assert [line for line in lines if "|moved|" not in line] == ["Page|changed|E9|formula =D9/C9 -> =D10/C9"]


def test_a_formula_by_name_is_the_formula_by_address(tmp_path: Path) -> None:
    assert found(tmp_path, change=set_in("B17", "=IF(result_top>3,Page!$B$18,0)")) == []


def test_the_pieces_of_a_formula() -> None:
    said = "=IF('My tab'!$B$2>1,\"A1 is \"&LOG10(C3),SUM(Orders[[#All],[Amount]],E5#,D:D))"
    areas = [part for part in pieces(said, "Here") if isinstance(part, Area)]
    assert [(area.tab, str(area)) for area in areas] == [("My tab", "B2"), ("Here", "C3"), ("Here", "E5"), ("Here", "D1:D1048576")]


def test_blocks_are_cells_that_touch() -> None:
    assert blocks({(1, 1), (1, 2), (2, 1), (9, 9)}) == [(1, 1, 2, 2), (9, 9, 9, 9)]


def test_the_report_begins_with_the_tabs_and_the_exit_code_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder, down in (("old", 0), ("new", 1), ("same", 0)):
        (tmp_path / folder / "en").mkdir(parents=True)
        page(tmp_path / folder / "en" / "page.xlsx", down=down)
    assert main([str(tmp_path / "old"), str(tmp_path / "same")]) == 0
    assert main([str(tmp_path / "old"), str(tmp_path / "new")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "1 of 1 workbooks are the same" in lines
    assert "  page: Page                       60 moved; 3 differences in 1 workbooks" in lines
    assert "  moved   B2:E18 -> B3:E19   [empty en]" in lines
    with pytest.raises(SystemExit, match="neither a folder nor a revision"):
        main(["no-such-thing", str(tmp_path / "old")])


def test_a_changed_source_is_another_build(tmp_path: Path) -> None:
    (tmp_path / "clv_xl" / "words").mkdir(parents=True)
    first, second = tmp_path / "clv_xl" / "a.py", tmp_path / "clv_xl" / "words" / "nl.toml"
    first.write_text("a = 1", encoding="utf-8")
    second.write_text("", encoding="utf-8")
    keys = [source_key(tmp_path)]
    assert source_key(tmp_path) == keys[0]
    first.write_text("a = 2", encoding="utf-8")
    keys.append(source_key(tmp_path))
    second.write_text("x = 1", encoding="utf-8")
    keys.append(source_key(tmp_path))
    second.rename(second.with_name("de.toml"))
    keys.append(source_key(tmp_path))
    assert len(set(keys)) == 4
    (tmp_path / "clv_xl" / "__pycache__").mkdir()
    (tmp_path / "clv_xl" / "__pycache__" / "a.pyc").write_bytes(b"x")
    assert source_key(tmp_path) == keys[-1]


def test_a_build_is_made_once_and_never_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builds, "build_folder", lambda: tmp_path)
    made: list[Path] = []

    def make(path: Path) -> None:
        path.write_bytes(b"half")
        if not made:
            made.append(path)
            raise OSError("no room")
        made.append(path)
        time.sleep(0.1)

    with pytest.raises(OSError, match="no room"):
        builds.kept("a.xlsx", make)
    assert not (tmp_path / "a.xlsx").exists()
    with ThreadPoolExecutor(4) as several:
        assert set(several.map(lambda _: builds.kept("a.xlsx", make).read_bytes(), range(4))) == {b"half"}
    assert len(made) == 2


def test_alternative_text_counts(tmp_path: Path) -> None:
    paths = [page(tmp_path / "plain.xlsx"), tmp_path / "told.xlsx"]
    with ZipFile(paths[0]) as old, ZipFile(paths[1], "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'name="Chart 1"', b'name="Chart 1" descr="A line that rises"'))
    lines = [f"{one.where}|{one.what}" for one in compare_files(*paths).differences]
    assert lines == ["chart 'Means' at B20|alternative text:  -> A line that rises"]
