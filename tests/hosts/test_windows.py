"""Excel for Windows, without Excel: the files read back by oletools, the VBA run by LibreOffice's Basic, the Python half run by
classic xlwings with stand-ins for pywin32, and the installation in a folder with a stand-in for the registry."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from oletools.olevba import VBA_Parser
from pyopenvba.interpreter import VBACompileError, parse_module

from clv_xl import macros, new, template_path
from clv_xl.cells.errors import ExcelError
from clv_xl.cells.values import date_to_serial
from clv_xl.functions import DECLARATIONS
from clv_xl.hosts import InstallError, build
from clv_xl.hosts.equipment import recalculate_for
from clv_xl.hosts.windows import installing as windows
from clv_xl.hosts.windows import vba
from clv_xl.hosts.windows.files import make_xlam
from clv_xl.version import __version__
from clv_xl.xlsx.package import MAIN, Package

from ..places import vba_in_basic
from ..places.cases import CASES, same

VBA_WORDS = """
and as boolean byref byte byval call case class close const currency date debug dim do double each else elseif empty end enum eqv
erase error event exit false for friend function get global gosub goto if imp implements in input integer is let lib like line
load lock long loop lset me mid mod name new next not nothing null object on open option optional or paramarray preserve print
private property public put raiseevent redim rem resume return rset seek select set single spc static step stop string sub tab
then time to true type unlock until variant wend while width with withevents write xor
"""
RESERVED = {*VBA_WORDS.split(), "given", "n"}
"""Words that no parameter may be called: those of VBA, and the variables of the generated functions."""


def modules_of(path: Path) -> dict[str, str]:
    """The VBA of a file as oletools reads it, without the attributes."""
    parser = VBA_Parser(str(path))
    found = {name.rpartition(".")[0]: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    return {name: re.sub(r"^(Attribute .*\n)+", "", code.replace("\r\n", "\n")).rstrip("\n") for name, code in found.items()}


@pytest.fixture(scope="module")
def addin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("addin") / "clv_xl.xlam"
    path.write_bytes(make_xlam(r"C:\Users\A & B\python.exe"))
    return path


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new("transactions", tmp_path_factory.mktemp("book") / "book.xlsm", host="windows")


# The files --------------------------------------------------------------------------------------------------------------


def of_xlwings(name: str, tmp_path: Path) -> dict[str, str]:
    import xlwings

    copy = tmp_path / name
    copy.write_bytes((Path(xlwings.__file__).parent / name).read_bytes())
    return modules_of(copy)


def test_the_addin_holds_our_modules_and_those_of_xlwings(addin: Path, tmp_path: Path) -> None:
    found, theirs = modules_of(addin), of_xlwings("quickstart_addin_ribbon.xlam", tmp_path)
    for name, source in vba.in_addin().items():
        assert found[name] == source.rstrip("\n"), name
    assert found["Dictionary"] == theirs["Dictionary"]
    assert found["xlwings"] == theirs["xlwings"].replace('PROJECT_NAME As String = "myaddin"', 'PROJECT_NAME As String = "clv_xl"')
    assert found["xlwings"] != theirs["xlwings"] and "RibbonMyAddin" not in found


def test_the_workbook_holds_them_too_and_all_that_it_held(book: Path, tmp_path: Path) -> None:
    found, theirs = modules_of(book), of_xlwings("quickstart_standalone.xlsm", tmp_path)
    for name, source in vba.in_workbook().items():
        assert found[name] == source.rstrip("\n"), name
    assert found["Dictionary"] == theirs["Dictionary"]
    assert found["xlwings"] == theirs["xlwings"].replace('PROJECT_NAME As String = "xlwings"', 'PROJECT_NAME As String = "clv_xl"')
    plain = Package(template_path("transactions"))
    recalculate_for(plain, "windows")
    before, after = plain.parts, Package(book).parts
    assert set(after) == set(before) | {"xl/vbaProject.bin"}
    touched = [name for name in before if before[name] != after[name]]
    assert all(re.match(r"\[Content_Types\].xml|xl/(workbook.xml|_rels/workbook.xml.rels|worksheets/sheet\d+.xml)$", n) for n in touched)


def test_the_workbook_is_one_that_openpyxl_reads_with_its_vba(book: Path) -> None:
    loaded = openpyxl.load_workbook(book, keep_vba=True)
    assert loaded.vba_archive is not None and "xl/vbaProject.bin" in loaded.vba_archive.namelist()
    types = zipfile.ZipFile(book).read("[Content_Types].xml").decode()
    assert "application/vnd.ms-excel.sheet.macroEnabled.main+xml" in types and "application/vnd.ms-office.vbaProject" in types
    assert "spreadsheetml.sheet.main+xml" not in types
    codes = [sheet.sheet_properties.codeName for sheet in loaded.worksheets]
    assert set(codes) < set(modules_of(book)) | set(codes) and len(set(codes)) == len(loaded.sheetnames)


def test_a_formula_of_a_workbook_with_functions_inside_has_its_plain_name(book: Path) -> None:
    sheets = [content.decode() for name, content in Package(book).parts.items() if name.startswith("xl/worksheets/sheet")]
    assert any("CLV_CUSTOMERS(" in sheet for sheet in sheets) and not any("_xldudf_" in sheet for sheet in sheets)


def test_the_addin_is_a_package_with_its_settings(addin: Path) -> None:
    package = Package(addin)
    types = package.parts["[Content_Types].xml"].decode()
    assert "application/vnd.ms-excel.addin.macroEnabled.main+xml" in types
    for kind in re.findall(r'PartName="/([^"]+)"', types):
        assert kind in package.parts
    assert "customUI/customUI.xml" in {part for _, part in package.relations("").values()}
    assert [sheet.name for sheet in package.sheets] == ["clv_xl.conf"]
    rows = [list(row) for row in etree.fromstring(package.parts[package.sheets[0].part]).iter(f"{{{MAIN}}}row")]
    settings = {"".join(row[0].itertext()): "".join(row[-1].itertext()) if row[1:] else "" for row in rows}
    assert settings["INTERPRETER_WIN"] == r"C:\Users\A & B\python.exe" and settings["ADD_WORKBOOK_TO_PYTHONPATH"] == "false"
    main = modules_of(addin)["xlwings"]
    start = main[main.index("Function XLPyCommand()") : main.index("Function NDims(")]
    read = set(re.findall(r'GetConfig\("([^"]+)"', start)) - {"INTERPRETER"}
    assert read and read <= set(settings), "a setting that is missing here is read from a file beside the user's workbook"


def test_nothing_of_the_machine_that_built_it_is_in_the_addin(tmp_path: Path) -> None:
    (path,) = build("windows", tmp_path)
    everything = b"".join(Package(path).parts.values())
    assert sys.executable.encode() not in everything and b"felix" not in Package(path).parts["xl/workbook.xml"].lower()
    assert path.read_bytes() == build("windows", tmp_path / "again")[0].read_bytes()


def test_every_button_has_its_macro() -> None:
    tree = etree.fromstring(vba.ribbon_xml().encode())
    buttons = [element for element in tree.iter() if etree.QName(element).localname == "button"]
    assert [button.get("label") for button in buttons] == ["Templates", "Recalculate", "Explain this error", "Functions", "Doctor"]
    ribbon = vba.in_addin()["ClvRibbon"]
    for button in buttons:
        assert f"Public Sub {button.get('onAction')}(control As IRibbonControl)" in ribbon
    assert len({button.get("id") for button in buttons}) == len(buttons)


# The VBA ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", vba.in_addin())
def test_a_module_keeps_the_limits_of_vba(name: str) -> None:
    source = vba.in_addin()[name]
    assert source.isascii() and "{" not in re.sub(r'"[^"\n]*"', '""', source).split("' ")[0], "a place that nothing has filled"
    run = 0
    for line in source.splitlines():
        assert len(line) <= vba.LONGEST_LINE
        run = run + 1 if line.endswith(" _") else 0
        assert run <= 24
    opened = re.findall(r"^(?:Public |Private )?(Function|Sub) ", source, re.MULTILINE)
    assert len(opened) == len(re.findall(r"^End (Function|Sub)$", source, re.MULTILINE)) > 0
    procedures = [name.lower() for name in re.findall(r"^(?:Public |Private )?(?:Function|Sub) (\w+)", source, re.MULTILINE)]
    assert len(procedures) == len(set(procedures))


@pytest.mark.parametrize("name", vba.in_addin())
def test_a_module_is_vba(name: str) -> None:
    """By pyOpenVBA's own parser, which refuses what VBA's compiler refuses."""
    parse_module(vba.in_addin()[name], name=name)
    with pytest.raises(VBACompileError):
        parse_module(f"{vba.in_addin()[name]}\nSub Half()\n    If True Then\nEnd Sub\n", name=name)


def test_no_procedure_has_two_homes() -> None:
    found = [name.lower() for source in vba.in_addin().values() for name in re.findall(r"(?:Function|Sub) (\w+)\(", source)]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("declaration", DECLARATIONS, ids=lambda d: d.name)
def test_a_function_has_names_that_vba_allows_and_help_that_excel_shows(declaration: Any) -> None:
    names = vba.parameter_names(declaration)
    functions = {one.name.lower() for one in DECLARATIONS}
    assert len(set(names)) == len(names) and not {name.lower() for name in names} & (RESERVED | functions)
    assert all(re.fullmatch(r"[A-Za-z]\w{0,254}", name) for name in [*names, declaration.name])
    source = vba.macros_module()
    at = source.index(f'ClvDescribe "{declaration.name}", ')
    before = source[:at].splitlines()[-len(names) - 2 :]
    assert before[0].strip() == f"ReDim help(0 To {len(names) - 1})" and len(before) == len(names) + 2
    texts = [declaration.summary, *(p.help for p in declaration.parameters)]
    assert all(0 < len(text) <= vba.LONGEST_HELP for text in texts)


def test_a_text_in_any_script_is_ascii_in_vba() -> None:
    assert vba._quoted('5% "off"') == '"5% ""off"""'
    assert vba._quoted("€ 1") == 'ChrW(8364) & " 1"'
    assert vba._quoted("a\n😀") == '"a" & ChrW(10) & ChrW(55357) & ChrW(56832)'
    assert vba._quoted("") == '""'


def test_the_errors_have_excels_numbers() -> None:
    """Microsoft's enumeration XlCVError."""
    known = {"#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042}
    assert known.items() <= vba.error_numbers().items()


ANSWER = """
  Dim table(1, 2) As Variant, row(2) As Variant
  Select Case CStr(given(0))
    Case "number": Answer = 3200.5
    Case "null": Answer = Null
    Case "blank": Answer = Empty
    Case "true": Answer = True
    Case "sentence": Answer = "#NUM!: lifespan is -8."
    Case "raise": Err.Raise 1001, "Python", "Traceback (most recent call last)"
    Case "die": Answer = "alive again"
    Case "arguments": Answer = script & " " & name & " " & (UBound(given) + 1) & " " & TypeName(given(UBound(given)))
    Case "row"
      row(0) = 1.5: row(1) = "#N/A": row(2) = Null
      Answer = row
    Case "table"
      table(0, 0) = "segment": table(0, 1) = Empty: table(0, 2) = 7
      table(1, 0) = "#DIV/0!": table(1, 1) = "#VALUE!": table(1, 2) = 0.25
      Answer = table
    Case Else: Answer = given(0)
  End Select
"""
FIX = "Run: pip install -U clv_xl, then clv-xl install windows"
SHOWN = {
    'CLV("number", 4, 8)': "Double:3200.5",
    'CLV("null", 4, 8)': "String:",
    'CLV("blank", 4, 8)': "String:",
    'CLV("true", 4, 8)': "Boolean:True",
    'CLV("sentence", 4, 8)': "String:#NUM!: lifespan is -8.",
    'CLV("raise", 4, 8)': "Error:Error 2015",
    'CLV("die", 4, 8)': "String:alive again",
    'CLV("row", 4, 8)': "Double:1.5|Error:Error 2042|String:|",
    'CLV("table", 4, 8)': "String:segment|String:|Integer:7|/Error:Error 2007|Error:Error 2015|Double:0.25|/",
    'CLV("arguments", 4, 8)': "String:clv_xl.udfs CLV 4 Empty",
    'CLV("arguments", 4, 8, 1)': "String:clv_xl.udfs CLV 4 Integer",
    'CLV_NET("arguments", 4)': "String:clv_xl.udfs CLV_NET 4 Empty",
    'CLV_EXPLAIN("arguments")': "String:clv_xl.udfs CLV_EXPLAIN 1 String",
    'CLV_EXPLAIN("arguments", 1, 2, 3)': "String:clv_xl.udfs CLV_EXPLAIN 4 Integer",
    'CLV_EXPLAIN("arguments", 1, , Empty)': "String:clv_xl.udfs CLV_EXPLAIN 4 Empty",
    "CLV(Area(1, False), 1, 1)": "String:value2",
    "CLV(Area(1, True), 1, 1)": "String:value",
    "CLV(Area(2, False), 1, 1)": "Error:Error 2015",
    **{f'CLV("{error}", 4, 8)': f"Error:Error {number}" for error, number in vba.error_numbers().items()},
}
TROUBLES = {
    "no python": f"Python did not start. {FIX}",
    "no package": f"Python does not find clv_xl. {FIX}",
    "old package": f"The functions in Excel are of clv_xl {__version__}, Python has 0.0.1. {FIX}",
    "foreign": "The workbook in front brings settings for Python (clv_xl.conf); close it and recalculate.",
    "none": "Open a workbook first.",
}


def test_the_generated_functions_in_basic(tmp_path: Path) -> None:
    calls = ['FrontBook = "other"', *(f"Show {call}" for call in SHOWN), "Show Starts"]
    for trouble in TROUBLES:
        calls += ["ClvForget", "ClvTryAgain", f'FrontBook = "{trouble}"', "Starts = 0", "Show CLV(1, 1, 1)", "Show WhyNot()", "Show Starts"]
    shown = vba_in_basic.show(tmp_path, calls, ANSWER)
    assert dict(zip(SHOWN, shown)) == SHOWN
    rest = shown[len(SHOWN) :]
    assert rest[0] == "Long:2", "Python is started once, and once more after it has died"
    for place, (trouble, sentence) in enumerate(TROUBLES.items()):
        in_cell, why, starts = rest[1 + 3 * place : 4 + 3 * place]
        assert (in_cell, why) == ("Error:Error 2015", f"String:{sentence}"), trouble
        assert starts == ("Long:0" if trouble in ("foreign", "none") else "Long:1"), "a trouble is met once, not once per cell"


# The Python half --------------------------------------------------------------------------------------------------------


def call_classic(calls: list[list[Any]]) -> list[list[list[Any]]]:
    """Answers as cells, by classic xlwings in a process of its own; a row alone comes flat, as COM gets it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.places.classic"],
        input="\n".join(map(json.dumps, calls)),
        capture_output=True,
        text=True,
        timeout=120,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [[[a]] if not isinstance(a, list) else a if isinstance(a[0], list) else [a] for a in answers]


def as_serial(cell: Any) -> Any:
    """A date as the cases have it; COM's own are written as text on their way here."""
    return date_to_serial(dt.date.fromisoformat(cell)) if re.fullmatch(r"\d{4}-\d\d-\d\d", str(cell)) else cell


def test_every_case_through_classic_xlwings() -> None:
    found = call_classic([[case["function"], case["args"]] for case in CASES])
    found = [[[as_serial(cell) for cell in row] for row in rows] for rows in found]
    wrong = [(case["function"], case["args"], rows) for case, rows in zip(CASES, found, strict=True) if not same(rows, case["answer"])]
    assert not wrong


def test_dates_go_in_and_out_of_classic_xlwings() -> None:
    """A date of COM is a datetime with a zone, and so must be one that goes back."""
    days = [[{"date": "2024-01-31T00:00:00"}], [{"date": "2024-03-01T00:00:00"}]]
    serials = [[45322], [45352]]
    as_dates, as_serials = call_classic([["CLV_CUSTOMERS", [[["Ann"], ["Ann"]], column, [[10], [20]]]] for column in (days, serials)])
    assert as_dates == as_serials and as_dates[1][:3] == ["Ann", "2024-01-31", "2024-03-01"]


def test_what_was_left_out_is_a_default_in_classic_xlwings() -> None:
    found = call_classic([["CLV", [100, 4, 8, {"missing": True}]], ["CLV", [100, 4, 8, None]], ["CLV", [100, 4, 8]]])
    assert found == [[[3200.0]]] * 3


# What the macros ask ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "question"),
    [
        ("=CLV(B2,4,8)", 'CLV_EXPLAIN("CLV",B2,4,8)'),
        ("=1+IFERROR(churn_clv(B2,MAX(1,{1,2}),A1:A9),0)", 'CLV_EXPLAIN("CHURN_CLV",B2,MAX(1,{1,2}),A1:A9)'),
        (r"='C:\AddIns\clv_xl.xlam'!CLV_MAX_CAC(A1)", 'CLV_EXPLAIN("CLV_MAX_CAC",A1)'),
        ("=CLV()", 'CLV_EXPLAIN("CLV")'),
        ("=SUM(A1:A9)", ""),
        ('=CLV_EXPLAIN("CLV",1)', ""),
        ("=CLV((", ""),
        ("text", ""),
    ],
)
def test_a_formula_as_a_question(formula: str, question: str) -> None:
    assert macros.explain_formula(formula) == question


def test_the_doctor_and_the_versions() -> None:
    assert macros.version() == __version__
    assert macros.report().startswith(f"clv_xl {__version__} answers: CLV(100, 4, 8) is 3200.\n")


def test_a_new_workbook_or_the_reason_why_not(tmp_path: Path) -> None:
    target = tmp_path / "new.xlsm"
    assert macros.new_workbook("transactions", str(target)) == ""
    assert "ClvFunctions" in modules_of(target)
    assert "there is no such template" in macros.new_workbook("other", str(target))
    assert "does not exist" in macros.new_workbook("transactions", str(tmp_path / "nowhere" / "new.xlsm"))


def test_the_names_that_the_macros_ask_for_exist() -> None:
    asked = set(re.findall(r'ClvText\("(\w+)"', "".join(vba.in_addin().values()))) | {"version"}
    assert asked == {"version", "report", "new_workbook", "explain_formula"} and all(hasattr(macros, name) for name in asked)


# The installation -------------------------------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path) -> windows.Place:
    (tmp_path / "AddIns").mkdir()
    options = {"OPEN": '/R "other.xll"', "Options": "95", "OPEN1": r'"C:\mine.xlam"'}
    return windows.Place(tmp_path / "AddIns", tmp_path / ".clv_xl", options)


def state(place: windows.Place) -> tuple[Any, ...]:
    folder = place.addins.parent
    return dict(place.options), sorted((path.relative_to(folder), path.is_file() and path.read_bytes()) for path in folder.rglob("*"))


def test_install_and_uninstall_leave_everything_as_it_was(place: windows.Place) -> None:
    before = state(place)
    planned = windows.install_at(place, "python.exe", dry_run=True, running=True)
    assert state(place) == before
    assert windows.install_at(place, "python.exe") == planned and len(planned) == 4
    assert place.options["OPEN2"] == f'"{place.addin}"' and place.addin.read_bytes() == make_xlam("python.exe")
    assert place.config.read_text() == '"INTERPRETER_WIN","python.exe"\n"ADD_WORKBOOK_TO_PYTHONPATH","false"\n'
    once = state(place)
    assert "already (OPEN2)" in windows.install_at(place, "python.exe")[2] and state(place) == once
    windows.uninstall_at(place, dry_run=True)
    assert state(place) == once
    assert len(windows.uninstall_at(place)) == 3 and state(place) == before
    assert windows.uninstall_at(place) == ["The add-in is not installed; there is nothing to remove."] and state(place) == before


def test_the_addins_after_ours_move_up(place: windows.Place) -> None:
    """Excel reads OPEN, OPEN1, OPEN2.. as far as they go without a gap."""
    windows.install_at(place, "python.exe")
    place.options["OPEN3"], place.options["OPEN10"] = '"later.xlam"', '"last.xlam"'
    windows.uninstall_at(place)
    assert [place.options[name] for name in windows.open_names(place.options)] == [
        '/R "other.xll"',
        r'"C:\mine.xlam"',
        '"later.xlam"',
        '"last.xlam"',
    ]
    assert windows.open_names(place.options) == ["OPEN", "OPEN1", "OPEN2", "OPEN3"]


@pytest.mark.parametrize("value", ["clv_xl.xlam", '"CLV_XL.XLAM"', '/R "clv_xl.xlam"'])
def test_excel_may_name_the_addin_without_its_folder(value: str, place: windows.Place) -> None:
    place.options["OPEN2"] = value
    assert windows.registered(place.options, place.addin) == "OPEN2"


def test_an_empty_list_begins_with_open() -> None:
    assert windows.free_name({}) == "OPEN" and windows.free_name({"OPEN1": "x"}) == "OPEN"


def test_a_running_excel_and_a_locked_file(place: windows.Place) -> None:
    before = state(place)
    with pytest.raises(InstallError, match=r"^Excel is running; close it and run this again\.$"):
        windows.install_at(place, "python.exe", running=True)
    assert state(place) == before
    place.addin.mkdir()  # what cannot be replaced, as a file that Excel holds
    with pytest.raises(InstallError, match=r"clv_xl\.xlam cannot be written; close Excel and run this again\.$"):
        windows.install_at(place, "python.exe")
    assert not windows.registered(place.options, place.addin)


def test_what_look_finds(place: windows.Place) -> None:
    assert [finding.state for finding in windows.look_at(place, "python.exe")] == ["missing"]
    windows.install_at(place, "python.exe")
    assert [finding.state for finding in windows.look_at(place, "python.exe")] == ["works"]
    (other,) = windows.look_at(place, "another.exe")
    assert other.state == "wrong" and "uses another Python" in other.sentence and other.fix == "clv-xl install windows"
    windows.install_at(place, "another.exe")
    assert [finding.state for finding in windows.look_at(place, "another.exe")] == ["works"]
    del place.options["OPEN2"]
    assert [(f.state, f.fix) for f in windows.look_at(place, "another.exe")] == [("wrong", "clv-xl install windows")]


def test_the_text_of_every_error_that_we_give_has_a_number() -> None:
    without = {error.value for error in ExcelError} - set(vba.error_numbers())
    assert without == {"#BUSY!"}, "only Office.js knows it"


def test_the_bytes_are_the_same_each_time(book: Path, tmp_path: Path) -> None:
    assert new("transactions", tmp_path / "again.xlsm", host="windows").read_bytes() == book.read_bytes()
