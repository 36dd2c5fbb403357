"""The extension in a real LibreOffice: the cases and examples as formulas, errors, help, a Python that is missing, removal.

What Calc does not hand to an add-in is asserted here as it is, so that a change shows: a blank single cell is 0, TRUE is 1, and an
error inside a range is an error for the whole formula.
"""

from __future__ import annotations

import io
import os
import re
import sys
import threading
import types
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula

from clv_xl import fill, functions, new, recalculate
from clv_xl.formulas.spelling import PREFIXES
from clv_xl.functions import DECLARATIONS
from clv_xl.functions.reference import excel_formula
from clv_xl.hosts import InstallError
from clv_xl.hosts.libreoffice import installing as libreoffice
from clv_xl.hosts.libreoffice.extension import make_oxt
from clv_xl.sample import INPUTS
from tests.conftest import opened
from tests.places.cases import CASES, IDS, as_rows, same
from tests.places.libreoffice import convert, make_profile
from tests.support.cells import calling, listed, named
from tests.support.filled_pages import some_rows

ERROR_FORMULAS = {"#N/A": "=NA()", "#DIV/0!": "=1/0", "#VALUE!": '=1+"x"', "#NUM!": "=SQRT(-1)", "#REF!": "=#REF!"}
ANSWER, INPUT = 1, 30
"""The columns where a case's answer and its inputs begin."""

EXTRAS = {
    "missing argument": "CLV(100,4)",
    "left out": "CLV_DISCOUNTED(100,0,0.25,,0,20)",
    "all optional left out": "CLV_MAX_CAC(3000)",
    "inside a formula": "IF(ISERROR(CLV(100,4,-8)),1,CLV(100,4,8))",
    "plus": "CLV(100,4,8)+1",
    "nested": "CLV_PAYBACK(CLV(150,4,1),200,0.25)",
    "error goes through": "CLV_PAYBACK(CLV(100,4,-8),200,0.25)",
    "text compared": 'IF(CLV_BENCHMARK(4,"SaaS")="within","equal","not equal")',
    "explained": 'CLV_EXPLAIN("CLV",100,4,-8)',
    "too many": "CLV_MAX_CAC(1,2,3,4,5,6,7,8,9)",
    "div": "CHURN_CLV(200,0.3,0)",
    "num": "CLV_CHURN_RATE(20,30)",
    "value": 'CLV_BENCHMARK(4,"banks")',
    "na": "CLV_AB_TEST({0;0},{0;0})",
}
"""Formulas of their own, by name; the row of each is its place here."""


def make_office(folder: Path, python: str | None = None) -> Path:
    """A profile with the extension, which recalculates on load."""
    profile = make_profile(folder / "profile", recalculates=True)
    if python is None:
        libreoffice.install(profile=profile)
    else:
        extension = folder / libreoffice.FILE
        extension.write_bytes(make_oxt(python))
        libreoffice._run(libreoffice._unopkg(), "add", "--force", str(extension), profile=profile)
    return profile


def spelled(formula: str) -> str:
    """As LibreOffice 7.4 wants our functions in an .xlsx."""
    names = "|".join(sorted((d.name for d in DECLARATIONS), key=len, reverse=True))
    return "=" + re.sub(rf"\b({names})\(", rf"{PREFIXES['libreoffice']}\1(", formula)


def as_calc_can(case: dict[str, Any]) -> dict[str, Any]:
    """The case without the rows that hold an error or TRUE in a range: Calc keeps an error from the add-in and sends TRUE as 1."""
    ranges = [arg for arg in case["args"] if isinstance(arg, list)]
    odd = {n for arg in ranges for n, row in enumerate(arg) if any(cell is True or str(cell).startswith("#") for cell in row)}
    if not odd:
        return case
    keep = lambda rows: [row for n, row in enumerate(rows) if n not in odd] if isinstance(rows, list) else rows  # noqa: E731
    return {**case, "args": [keep(arg) for arg in case["args"]], "answer": keep(case["answer"])}


def is_words_of_a_range(case: dict[str, Any]) -> bool:
    return case["function"] == "CLV_BENCHMARK" and isinstance(case["answer"], list)


def type_case(sheet: Any, case: dict[str, Any]) -> None:
    """A case's ranges into cells and its function over the area of its answer; a blank single argument is left out."""
    terms, column = [], INPUT
    for arg in case["args"]:
        if isinstance(arg, list):
            for r, row in enumerate(arg, start=1):
                for c, value in enumerate(row):
                    sheet.cell(r, column + c).value = ERROR_FORMULAS.get(value, value)
            terms.append(f"{get_column_letter(column)}1:{get_column_letter(column + len(arg[0]) - 1)}{len(arg)}")
            column += len(arg[0])
        else:
            terms.append("" if arg is None else f'"{arg}"' if isinstance(arg, str) else str(arg))
    formula = spelled(f"{case['function']}({','.join(terms)})")
    rows = as_rows(case["answer"])
    if len(rows) == len(rows[0]) == 1:
        sheet.cell(1, ANSWER).value = formula
        sheet.cell(1, ANSWER + 1).value = "=ISERROR(A1)"
    else:
        sheet.cell(1, ANSWER).value = ArrayFormula(f"A1:{get_column_letter(len(rows[0]))}{len(rows)}", formula)


def found(sheet: Any, answer: Any) -> list[list[Any]]:
    rows = as_rows(answer)
    cells = [[sheet.cell(r, c).value for c in range(1, len(rows[0]) + 1)] for r in range(1, len(rows) + 1)]
    return as_rows([["" if value is None else value for value in row] for row in cells])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_office(tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(scope="module")
def book(office: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[openpyxl.Workbook]:
    """Everything of this module in one workbook, calculated by LibreOffice."""
    folder = tmp_path_factory.mktemp("book")
    book = openpyxl.Workbook()
    extras = book.worksheets[0]
    extras.title = "extras"
    for row, formula in enumerate(EXTRAS.values(), start=1):
        extras.cell(row, 1).value = spelled(formula)
        extras.cell(row, 2).value = f"=ERROR.TYPE(A{row})"
    for number, case in enumerate(CASES):
        if not is_words_of_a_range(case):
            type_case(book.create_sheet(f"case {number}"), as_calc_can(case))
    examples = book.create_sheet("examples")
    for row, (_, example) in enumerate(all_examples(), start=1):
        examples.cell(row, 1).value = spelled(excel_formula(example))
    limits = book.create_sheet("limits")
    limits["F1"] = ArrayFormula("F1:G3", spelled("CLV_TIERS({100;-5},{0})"))
    limits["H1"] = ArrayFormula("H1:H2", spelled('CLV_BENCHMARK({1.5;2.5},"retail")'))
    limits["J1"] = ArrayFormula("J1:J2", spelled('CLV_EXPLAIN("CLV",{100;-1},4,8)'))
    limits["D1"], limits["D2"], limits["D3"], limits["D5"] = 100, "=NA()", "=1/0", True
    for row, formula in enumerate(LIMITS, start=1):
        limits.cell(row, 1).value = spelled(formula)
    book.save(folder / "all.xlsx")
    yield opened(convert(office, folder / "all.xlsx", folder / "out", "xlsx"))


def all_examples() -> list[tuple[str, Any]]:
    return [(d.name, example) for d in DECLARATIONS for example in d.examples]


@pytest.mark.parametrize("number", range(len(CASES)), ids=IDS)
def test_cases(book: openpyxl.Workbook, number: int) -> None:
    case = as_calc_can(CASES[number])
    if is_words_of_a_range(case):  # PyUNO cannot hand over rows of texts that Calc would find equal to other texts
        assert book["limits"]["H1"].value == "#VALUE!"
        return
    sheet = book[f"case {number}"]
    assert same(found(sheet, case["answer"]), case["answer"], 1e-14)
    if not isinstance(case["answer"], list):
        assert sheet["B1"].value is str(case["answer"]).endswith(("!", "/A"))


@pytest.mark.parametrize("row", range(len(all_examples())), ids=[name for name, _ in all_examples()])
def test_examples(book: openpyxl.Workbook, row: int) -> None:
    _, example = all_examples()[row]
    answer = eval(example.call, vars(functions).copy())
    while isinstance(answer, list):  # a plain cell shows the first of a table
        answer = answer[0]
    value = book["examples"].cell(row + 1, 1).value
    assert value == (pytest.approx(answer, rel=1e-14) if isinstance(answer, float) else str(answer))


@pytest.mark.parametrize(
    ("name", "answer"),
    {
        "missing argument": "#VALUE!",
        "left out": 80,
        "all optional left out": 1000,
        "inside a formula": 1,
        "plus": 3201,
        "nested": functions.CLV_PAYBACK(600, 200, 0.25),
        "error goes through": "#NUM!",
        "text compared": "equal",
        "explained": "#NUM!: lifespan is -8. Give 0 or more (years).",
        "too many": "#VALUE!",
    }.items(),
)
def test_in_formulas(book: openpyxl.Workbook, name: str, answer: Any) -> None:
    assert book["extras"].cell(list(EXTRAS).index(name) + 1, 1).value == answer


@pytest.mark.parametrize(
    ("name", "error", "kind"), [("div", "#DIV/0!", 2), ("value", "#VALUE!", 3), ("num", "#NUM!", 6), ("na", "#N/A", 7)]
)
def test_errors_are_real(book: openpyxl.Workbook, name: str, error: str, kind: int) -> None:
    row = list(EXTRAS).index(name) + 1
    assert [book["extras"].cell(row, column).value for column in (1, 2)] == [error, kind]


LIMITS = {
    "CLV(D3,4,8)": "#DIV/0!",  # a single error cell passes on as itself
    "CLV(D1:D2,4,8)": "#VALUE!",  # one in a range is Err:504, and the function is not asked
    "CLV(D4,4,8)": 0,  # a blank single cell is 0, as in Calc's own functions
    "CLV(D4:D4,4,8)": "#N/A",  # as a range it is a blank
    "CLV(D1,4,8,D4:D4)": 3200,  # and a blank optional one takes its default
    "CLV(D5,4,8)": 32,  # TRUE is 1
    'J1=CLV_EXPLAIN("CLV",100,4,8)': True,
    'F1="Tier"': False,  # LibreOffice does not find a table's text equal to another, until the file is opened again
    'F1&""="Tier"': True,
}


@pytest.mark.parametrize(("formula", "answer"), LIMITS.items())
def test_what_calc_hands_over(book: openpyxl.Workbook, formula: str, answer: Any) -> None:
    assert book["limits"].cell(list(LIMITS).index(formula) + 1, 1).value == answer


def test_a_sentence_for_each_cell_of_a_range(book: openpyxl.Workbook) -> None:
    sentences = functions.CLV_EXPLAIN("CLV", [[100], [-1]], 4, 8)
    assert [[book["limits"]["J1"].value], [book["limits"]["J2"].value]] == sentences


def test_a_person_types_the_plain_name(office: Path, tmp_path: Path) -> None:
    """What a .csv holds is read as if it were typed; LibreOffice writes it into its own files under the long name."""
    (tmp_path / "typed.csv").write_text('"=CLV(100;4;8)","=clv(100;4;8;0.25)","=CHURN_CLV(200;0.3;0)"\n')
    sheet = opened(convert(office, tmp_path / "typed.csv", tmp_path / "out", "xlsx")).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [3200, 800, "#DIV/0!"]
    own = convert(office, tmp_path / "typed.csv", tmp_path / "out", "fods").read_text(encoding="utf-8")
    assert f"of:={PREFIXES['libreoffice']}CLV(100;4;8)" in own
    again = convert(office, tmp_path / "out" / "typed.fods", tmp_path / "again", "xlsx")
    assert opened(again).worksheets[0]["A1"].value == 3200


def test_without_its_python_cells_show_an_error_and_the_reason(tmp_path: Path) -> None:
    profile = make_office(tmp_path, str(tmp_path / "no python"))
    (tmp_path / "typed.csv").write_text('"=CLV(100;4;8)","=CLV_EXPLAIN(""CLV"";100;4;8)","=CLV_BENCHMARK(4;""SaaS"")"\n')
    sheet = opened(convert(profile, tmp_path / "typed.csv", tmp_path / "out", "xlsx")).worksheets[0]
    number, reason, word = (cell.value for cell in sheet[1])
    assert number == word == "#NAME?"
    assert reason == f"Python with clv_xl was not found at {tmp_path / 'no python'}; run clv-xl install libreoffice again."
    assert [finding.state for finding in libreoffice.look(profile=profile)] == ["works", "works", "wrong"]


def another_python(folder: Path) -> Path:
    """Where a Python lies that is LibreOffice's by its looks, of whichever version that is, and has none of its modules."""
    for version in range(8, 16):
        library = folder / "other" / "lib" / f"python3.{version}"
        (library / "lib-dynload").mkdir(parents=True)
        (library / "os.py").touch()
    program = folder / "other" / "bin" / "python3"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return program.parent


def test_install_look_and_uninstall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = make_profile(tmp_path / "Maße und Größen")
    before = libreoffice._run(libreoffice._unopkg(), "list", profile=profile)
    nothing = ["LibreOffice has no extension clv_xl; there is nothing to remove."]
    assert [finding.state for finding in libreoffice.look(profile=profile)] == ["works", "missing"]
    planned = libreoffice.install(dry_run=True, profile=profile)
    assert libreoffice.uninstall(profile=profile) == nothing
    assert libreoffice.install(profile=profile) == planned
    libreoffice.install(profile=profile)  # again, over itself
    monkeypatch.setenv("PATH", os.defpath)
    assert [finding.state for finding in libreoffice.look(profile=profile)] == ["works", "works", "works", "works"]
    monkeypatch.setenv("PATH", f"{another_python(tmp_path)}:{os.defpath}")
    wrong = libreoffice.look(profile=profile)[-1]
    assert wrong.state == "wrong" and f"takes {tmp_path / 'other' / 'bin' / 'python3'} for its own" in wrong.sentence
    assert wrong.fix == f"PATH={os.defpath} soffice"
    planned = libreoffice.uninstall(dry_run=True, profile=profile)
    assert libreoffice.uninstall(profile=profile) == planned
    assert libreoffice.uninstall(profile=profile) == nothing
    assert libreoffice._run(libreoffice._unopkg(), "list", profile=profile) == before
    ours = [file for file in profile.rglob("*") if "clv" in file.name or (file.is_file() and b"clvxl" in file.read_bytes().lower())]
    assert ours == []


def test_where_libreoffice_runs_or_has_crashed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = make_profile(tmp_path / "profile")
    libreoffice.install(profile=profile)
    lock = profile / ".lock"
    lock.write_text("[Lockdata]\nUser=\nHost=elsewhere\nStamp=1\nTime=now\nIPCServer=true\n")
    for step in (libreoffice.install, libreoffice.uninstall):
        with pytest.raises(InstallError, match=r"LibreOffice is running; close all its windows.* delete .*/profile/\.lock first\."):
            step(profile=profile)
    monkeypatch.setenv("PATH", os.defpath)
    assert [finding.state for finding in libreoffice.look(profile=profile)] == ["works", "works", "works", "works"]
    lock.unlink()
    assert libreoffice.uninstall(profile=profile)[0].startswith("Remove the extension")


def test_an_older_extension_is_noticed(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "__version__", "99.0")
    finding = libreoffice.look(profile=office)[1]
    assert finding.state == "wrong" and finding.fix == "clv-xl install libreoffice"


def test_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice.shutil, "which", lambda name: None)
    monkeypatch.setattr(libreoffice, "_FOLDERS", ())
    with pytest.raises(InstallError, match=r"LibreOffice was not found on this computer"):
        libreoffice.install()
    assert [finding.state for finding in libreoffice.look()] == ["not here"]
    assert "nothing to remove" in libreoffice.uninstall()[0]


@pytest.mark.parametrize("declaration", DECLARATIONS, ids=lambda d: d.name)
def test_help_of_the_wizard(declaration: Any) -> None:
    name = "{http://openoffice.org/2001/registry}name"
    with zipfile.ZipFile(io.BytesIO(make_oxt())) as package:
        root = ET.fromstring(package.read("CalcAddIns.xcu"))
        types = package.read("functions.idl").decode()
    node = next(node for node in root.iter("node") if node.get(name) == declaration.name)
    texts = {prop.get(name): prop.findtext("value") for prop in node.findall("prop")}
    assert texts == {
        "DisplayName": declaration.name,
        "CompatibilityName": declaration.name,
        "Description": declaration.summary,
        "Category": "Add-In",
    }
    shown = {}
    for parameter in node.findall("node/node"):
        display, text = (prop.findtext("value") for prop in parameter.findall("prop"))
        assert f" {parameter.get(name)}" in re.search(rf" {declaration.name}\((.*)\);", types)[1]  # type: ignore[index]
        shown[display] = text
    assert len(shown) == declaration.most_arguments
    for parameter in declaration.parameters:
        assert shown[parameter.name + (" 1" if parameter.repeats else "")] == parameter.help


@pytest.fixture
def addin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """The component as a module of this Python, with stand-ins for LibreOffice's, in an environment such as LibreOffice's own."""
    empty = type("Empty", (), {})
    names = {"uno": [], "unohelper": ["Base", "ImplementationHelper"], "com": [], "com.sun": [], "com.sun.star": []}
    names |= {"com.sun.star.lang": ["XLocalizable", "XServiceInfo", "XServiceName"], "org": [], "org.clvxl": ["XFunctions"]}
    for name, parts in names.items():
        module = types.ModuleType(name)
        for part in parts:
            setattr(module, part, type(part, (empty,), {"addImplementation": lambda *_: None}))
        monkeypatch.setitem(sys.modules, name, module)
    with zipfile.ZipFile(io.BytesIO(make_oxt())) as package:
        package.extractall(tmp_path)
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "numpy.py").write_text("raise ImportError('the folder that LibreOffice was started in')")
    module = types.ModuleType("addin")
    module.__file__ = str(tmp_path / "functions.py")
    exec(compile((tmp_path / "functions.py").read_text(encoding="utf-8"), module.__file__, "exec"), module.__dict__)
    yield module
    if module.WORKER.process:  # type: ignore[attr-defined]
        module.WORKER.stop()  # type: ignore[attr-defined]


def test_a_worker_that_dies_is_started_again(addin: Any) -> None:
    assert addin.WORKER.ask("CLV", [[[100]], [[4]], [[8]]]) == [[3200.0]]
    first = addin.WORKER.process
    first.kill()
    first.wait()
    assert addin.WORKER.ask("CLV_SENSITIVITY", [[[100]], [[4]], [[8]]])[0][0] == "Lever"
    assert addin.WORKER.process.pid != first.pid
    addin.WORKER.process.stdin.close()
    assert addin.WORKER.process.wait(20) == 0  # it ends with LibreOffice


def test_a_call_that_ends_the_worker_twice_has_a_reason(addin: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addin.json, "dumps", lambda value: "no JSON")
    assert addin.WORKER.ask("CLV", []) is None
    assert "stopped while it calculated CLV" in addin.WORKER.reason


def test_threads_get_their_own_answers(addin: Any) -> None:
    answers: dict[int, Any] = {}

    def ask(number: int) -> None:
        answers[number] = [addin.WORKER.ask("CLV", [number + 100.0 * turn, 1, 1]) for turn in range(50)]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: [[[number + 100.0 * turn]] for turn in range(50)] for number in range(8)}


def test_a_python_without_clv_xl_is_not_started_for_every_cell(addin: Any, tmp_path: Path) -> None:
    (tmp_path / "empty.py").write_text("import sys\nopen('starts', 'a').write('x')\nsys.exit('No module named clv_xl')")
    command = tmp_path / "python"
    command.write_text(f"#!/bin/sh\nexec {sys.executable} {tmp_path / 'empty.py'}\n")
    os.chmod(command, 0o755)
    addin.SETTINGS["python"] = str(command)
    assert [addin.WORKER.ask("CLV", [100, 4, 8]) for _ in range(5)] == [None] * 5
    assert (tmp_path / "starts").read_text() == "x"
    assert addin.WORKER.reason == (
        f"The Python at {command} cannot run clv_xl (No module named clv_xl); run clv-xl install libreoffice again."
    )


@pytest.fixture(scope="module")
def for_calc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("calc") / "calc.xlsx"
    fill("transactions", some_rows("transactions"), path, host="libreoffice", **INPUTS)
    return path


def test_a_workbook_in_calcs_form_calculates_there(office: Path, for_calc: Path, tmp_path: Path) -> None:
    """Every formula's value, computed by Calc with the extension, beside the value that we stored; names of states and groups too,
    by which other cells count."""
    computed = opened(convert(office, for_calc, tmp_path, "xlsx"))
    stored, formulas = opened(for_calc), opened(for_calc, formulas=True)
    compared = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    compared += 1
                    ours, theirs = stored[sheet.title][cell.coordinate].value, computed[sheet.title][cell.coordinate].value
                    if isinstance(ours, float):
                        assert theirs == pytest.approx(ours, rel=1e-9, abs=1e-6), (sheet.title, cell.coordinate)
                    else:
                        assert (theirs or "") == (ours or ""), (sheet.title, cell.coordinate)
    assert compared > 500
    heads = ("Customer", "First purchase", "Purchases", "Revenue", "Stage", "Value so far")
    ours, theirs = listed(stored["Customers"], *heads), listed(computed["Customers"], *heads)
    assert len(ours) == 111 and [row[1:3] + row[4:5] for row in theirs] == [row[1:3] + row[4:5] for row in ours]
    assert [row[3::2] for row in theirs] == [pytest.approx(row[3::2]) for row in ours]


def test_calcs_form_is_recalculated_and_stays_what_it_is(for_calc: Path, tmp_path: Path) -> None:
    before = opened(for_calc, formulas=True)
    result = recalculate(for_calc, tmp_path / "again.xlsx")
    after = openpyxl.load_workbook(tmp_path / "again.xlsx")
    assert result.results["result_customers"] == 111 and not result.kept
    for sheet in before.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    texts = [getattr(one.value, "text", one.value) for one in (cell, after[sheet.title][cell.coordinate])]
                    assert texts[0] == texts[1], (sheet.title, cell.coordinate)
    text = calling(before["Customers"], "CLV_CUSTOMERS").value.text
    assert text.startswith("=IF(ISNUMBER(ORG.CLVXL.FUNCTIONS.CLV_CUSTOMERS(") and "coded_as_of,coded_gross_margin" in text  # inputs by name


def test_the_calculator_lives_in_calc(office: Path, tmp_path: Path) -> None:
    """A purchase value typed into the calculator in Calc's form: Calc computes every figure that rests on it with our functions."""
    new("calculator", tmp_path / "calc.xlsx", host="libreoffice")
    book = openpyxl.load_workbook(tmp_path / "calc.xlsx")
    named(book, "input_purchase_value").value = 90
    book.save(tmp_path / "typed.xlsx")
    found = opened(convert(office, tmp_path / "typed.xlsx", tmp_path / "out", "xlsx"))
    recalculate(tmp_path / "typed.xlsx", tmp_path / "ours.xlsx")
    before = opened(tmp_path / "calc.xlsx")
    ours = opened(tmp_path / "ours.xlsx")
    changed = 0
    for page in ours.worksheets:
        for cell in (cell for row in page.iter_rows() for cell in row):
            theirs = found[page.title][cell.coordinate].value
            if isinstance(cell.value, (int, float)):
                assert theirs == pytest.approx(cell.value, rel=1e-12, abs=1e-9), (page.title, cell.coordinate)
            else:
                assert (theirs or "") == (cell.value or ""), (page.title, cell.coordinate)
            changed += theirs != before[page.title][cell.coordinate].value
    assert named(found, "result_churn_clv").value == pytest.approx(90 * 3.2 / 12 * 0.495 / 0.043, rel=1e-12)
    assert changed > 200
