"""xlwings Lite: the workbook's own parts, run in the browser's Python (Pyodide) and in this one, from the file alone."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import subprocess
import sys
import uuid
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from openpyxl.utils.cell import absolute_coordinate, coordinate_to_tuple
from openpyxl.worksheet.formula import ArrayFormula

from clv_xl import fill, new, recalculate, scripts, template_path
from clv_xl.formulas.lambdas import live_names
from clv_xl.functions import DECLARATIONS, REGISTRY
from clv_xl.hosts.equipment import equip
from clv_xl.hosts.lite.code import packed, wheel
from clv_xl.sample import AVERAGES, INPUTS
from clv_xl.sources.columns.fields import LISTS
from clv_xl.sources.problems import OrderFileError
from clv_xl.workbook.templates import TEMPLATES
from clv_xl.xlsx.package import Package
from tests.conftest import opened
from tests.places.cases import CASES, same
from tests.places.lite import PYODIDES, as_lite_sees, pure_xlwings, run_in_pyodide
from tests.places.officejs import as_excel_sends, as_python
from tests.support.cells import named, table_cells

RELATIONS = "http://schemas.microsoft.com/office/2011/relationships/webextension"


def properties(package: Package) -> dict[str, str]:
    """What a workbook carries for the add-in, found as Office finds it: from the package's own relationships on."""
    ((_, panes),) = [one for one in package.relations("").values() if one[0] == f"{RELATIONS}taskpanes"]
    ((_, extension),) = [one for one in package.relations(panes).values() if one[0] == RELATIONS]
    tree = etree.fromstring(package.parts[extension])
    references = [(one.get("id"), one.get("store"), one.get("storeType")) for one in tree.iter("{*}reference")]
    assert references == [("wa200008175", "en-US", "OMEX"), ("wa200008175", "WA200008175", "OMEX")]
    assert [one.tag.rpartition("}")[2] for one in tree] == SCHEMA
    (background,) = tree.iter("{*}backgroundApp")
    assert dict(background.attrib) == {"state": "1", "runtimeId": "Taskpane.Url"}
    ids = [one.text for one in tree.iter("{*}customFunctionIds")]
    assert ids == [f"_xldudf_{d.name}" for d in DECLARATIONS if d.name not in live_names(package.names)]
    assert len(list(tree.iter("{*}containsCustomFunctions"))) == 1
    types = package.parts["[Content_Types].xml"].decode()
    assert "ms-office.webextensiontaskpanes+xml" in types and "ms-office.webextension+xml" in types
    found = {one.get("name"): json.loads(one.get("value")) for one in tree.iter("{*}property")}
    assert found["xlwingsSettingsWorkbook"]["pyodideVersion"] in PYODIDES and "pyodideVersion" not in found
    assert tree.get("id") != f"{{{found['xlwingsWorkbookId']}}}" and {uuid.UUID(tree.get("id")), uuid.UUID(found["xlwingsWorkbookId"])}
    return found


SCHEMA = ["reference", "alternateReferences", "properties", "bindings", "snapshot", "extLst"]
"""CT_OsfWebExtension of [MS-OWEXML] has them in this order."""


def test_every_workbook_made_is_another_and_stays_the_one_it_is(tmp_path: Path) -> None:
    """xlwings Lite keeps what it knows of a workbook, such as that it is trusted, under its id."""
    made = [fill("calculator", None, tmp_path / f"{name}.xlsx", lifespan=4) for name in "ab"]
    made += [fill(made[0].output, None, tmp_path / "c.xlsx", lifespan=5)]
    paths = [*(report.output for report in made), new("segments", tmp_path / "d.xlsx", empty=True), new("segments", tmp_path / "e.xlsx")]
    parts = [Package(path).parts["xl/webextensions/webextension1.xml"].decode() for path in paths]
    ids = [re.findall("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", part.split("main.py")[0]) for part in parts]
    assert [len(found) for found in ids] == [2] * 5 and len({one for found in ids for one in found}) == 10
    recalculate(paths[0])
    assert properties(Package(paths[0]))["xlwingsWorkbookId"] in ids[0]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_blank_input_reaches_no_table_as_a_cell(name: str) -> None:
    """An empty cell may arrive as 0: a margin of nothing. So a table gets a name that is an empty text then."""
    book = opened(template_path(name), formulas=True)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if isinstance(cell.value, ArrayFormula)]
    ours = [text for text in (str(cell.value.text) for cell in cells) if re.match(r"=_xldudf_\w+\(", text)]
    assert len(ours) >= {"calculator": 0, "segments": 5, "transactions": 12, "subscriptions": 6}[name]
    assert not [text for text in ours if re.search(r"\binput_", text)]
    fields = {
        text for text in re.findall(r"\bcoded_\w+", " ".join(ours)) if TEMPLATES[name].inputs[text.removeprefix("coded_")].kind != "list"
    }
    for field in fields:
        cell = book.defined_names[field.replace("coded_", "input_")].attr_text
        assert book.defined_names[field].attr_text == f'IF({cell}="","",{cell})'


def test_the_wheel_holds_what_the_functions_need_and_no_more() -> None:
    names = zipfile.ZipFile(io.BytesIO(wheel())).namelist()
    assert "clv_xl/udfs.py" in names and not [
        name for name in names if name.startswith(("clv_xl/workbook", "clv_xl/hosts", "clv_xl/sample"))
    ]
    archive = zipfile.ZipFile(io.BytesIO(wheel()))
    for text in (archive.read(name).decode() for name in names if name.endswith(".po")):
        assert text.count("msgid ") == text.count("#: answers/") > 200, "the words of answers alone"
    # Office keeps a main.py in the workbook's settings: 2 MB by its documents, of which about 1 MB has been seen to fail (office-js issues
    # 621 and 3957). All of the wheel is needed, by the functions or to bring in a file; base64 makes a third more of it.
    assert len(packed()) * 4 / 3 < 400_000
    about = archive.read("clv_xl_lite-0.1.0.dist-info/METADATA").decode()
    needed = {line.partition(": ")[2] for line in about.splitlines() if line.startswith("Requires-Dist") and "extra" not in line}
    assert needed == set(carried("transactions")["requirements.txt"].split()), "nothing that a browser does not have"


def test_copies_edited_with_openpyxl_get_the_parts_back(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template_path("transactions"))
    book.save(tmp_path / "edited.xlsx")
    assert not [part for part in Package(tmp_path / "edited.xlsx").parts if "webextension" in part]
    recalculate(tmp_path / "edited.xlsx")
    assert properties(Package(tmp_path / "edited.xlsx")) == carried("transactions")


def arguments(case: dict[str, Any]) -> list[Any]:
    left_out = [None for p in REGISTRY[case["function"]].parameters[len(case["args"]) :] if not p.repeats]
    return [*map(as_excel_sends, case["args"]), *left_out]


def orders_book(path: Path, rows: list[tuple[Any, ...]], below: int = 0, **changes: Any) -> Path:
    """A new workbook with rows in its Orders table, the last of them below it, and changes: a name of the table, a heading, inputs."""
    book = openpyxl.load_workbook(template_path("transactions"))
    table = book["Orders"].tables["Orders"]
    for heading, column in zip(("Customer", "Date", "Amount"), zip(*rows)):
        for cell, value in zip(table_cells(book["Orders"], heading), column):
            cell.value = value
    table.ref = with_rows(table.ref, len(rows) - below)
    table.autoFilter.ref = table.ref
    table.name = table.displayName = changes.pop("table", "Orders")
    table.tableColumns[2].name = changes.pop("heading", "Amount")
    for name, value in changes.items():
        named(book, f"input_{name}").value = value
    book.save(path)
    return path


def with_rows(ref: str, count: int) -> str:
    """The area of a table with so many rows below its headings."""
    first, last = ref.split(":")
    row, _ = coordinate_to_tuple(first)
    return f"{first}:{last.rstrip('0123456789')}{row + count}"


GOOD = ("Ann", dt.datetime(2024, 1, 31), 40.0)


@pytest.fixture(scope="module")
def scripted(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Workbooks for the scripts to be run in."""
    folder = tmp_path_factory.mktemp("scripted")
    odd = [GOOD, ("Bo", "31/02/2024", 25.0), (None, None, None), (None, dt.datetime(2024, 1, 1), 20.0), GOOD, GOOD, ("Total", None, 145.0)]
    valued = [GOOD, ("Bo", None, "lots"), (None, None, 3.0)]
    later = ("Cy", dt.datetime(2024, 3, 1), 9.0)
    made = {
        "new": template_path("transactions"),
        "rows below": orders_book(folder / "below.xlsx", odd, below=3),
        "after the day": orders_book(folder / "day.xlsx", [GOOD, later], as_of=dt.datetime(2024, 2, 1)),
        "a day that is none": orders_book(folder / "none.xlsx", [GOOD], as_of="soon"),
        "no amounts": orders_book(folder / "amounts.xlsx", [GOOD], heading="Remarks"),
        "customers": orders_book(folder / "customers.xlsx", valued, table="Customers", heading="Value"),
        "no list": orders_book(folder / "list.xlsx", [GOOD], table="Mine"),
        "own under the sample's name": orders_book(folder / "own.xlsx", [GOOD], data_name=INPUTS["data_name"]),
        "own": orders_book(folder / "mine.xlsx", [GOOD], data_name="orders.csv"),
    }
    return {"demo": demo, **made}


def carried(name: str, form: str = "lite") -> dict[str, str]:
    """What a template carries in a form."""
    package = Package(template_path(name))
    equip(package, form)
    return properties(package)


@pytest.fixture(scope="module")
def in_pyodide(scripted: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    own = carried("transactions")
    assert {"xlwings>=0.37.8,<1", "numpy", "pandas", "scipy", "threadpoolctl", "narwhals"} == set(own["requirements.txt"].split())
    seen = {name: as_lite_sees(path) for name, path in scripted.items()}
    runs = [(name, script) for name in seen for script in ("fill_results", "remove_sample")]
    scripts = [{"name": script, **seen[name]} for name, script in runs]
    runs += [("bringing in", what) for what in BRINGING_IN]
    scripts += [{"name": "import_file", **seen[name], **more} for name, more in BRINGING_IN.values()]
    out = run_in_pyodide(pure_xlwings(tmp_path_factory.mktemp("xlwings")), own["main.py"], scripts=scripts)
    return {**out, "ran": dict(zip(runs, out["ran"], strict=True))}


TWO_ORDERS = {"customer": ["00123", 7.0], "date": [dt.date(2024, 1, 31), "31/02/2024"], "amount": [40.0, None]}
AS_READ = f"""
import datetime
from clv_xl import scripts
async def _none(packages): pass
scripts._fetch = _none
def _read(file, kind, day):
    return scripts.Brought({TWO_ORDERS}, [file.name, str(day)], {{"as_of": 45322.0, "data_name": file.name}})
scripts.read_file = _read
"""
"""Reading needs packages that only a browser can fetch: what comes out of it is given."""
BRINGING_IN: dict[str, tuple[str, dict[str, Any]]] = {
    "over rows": ("own", {"files": {"a.csv": "x"}}),
    "no file": ("new", {"files": {"notes.pdf": "x"}}),
    "two files": ("new", {"files": {"a.csv": "x", "b.csv": "x"}}),
    "no packages": ("new", {"files": {"a.csv": "x"}}),
    "no table": ("no list", {"files": {"a.csv": "x"}}),
    "a file": ("new", {"files": {"a.csv": "x"}, "before": AS_READ}),
}


@pytest.mark.parametrize(
    ("what", "sentence"),
    {
        "over rows": "Nothing was brought in: Orders holds 1 rows. Run Remove the sample, or clear the table, first.",
        "no file": "Nothing was brought in. There is no file of data in /data: import one in the pane of xlwings Lite, under Files.",
        "two files": "Nothing was brought in. There are a.csv, b.csv: type the name of one into a cell, select that cell, and run",
        "no packages": "Nothing was brought in. The packages that read files (duckdb, pyarrow, python-calamine) cannot be had here: ",
        "no table": "Nothing was brought in: there is no table for a list in this workbook.",
    }.items(),
)
def test_what_cannot_be_brought_in_changes_nothing(in_pyodide: dict[str, Any], what: str, sentence: str) -> None:
    ran = in_pyodide["ran"]["bringing in", what]
    assert ran["actions"] == [] and [line[: len(sentence)] for line in ran["printed"]] == [sentence]


def test_a_file_is_brought_in_as_it_was_read(in_pyodide: dict[str, Any]) -> None:
    """The table is as long as the list, texts stay texts, dates are days of the sheet, and the calculation date is that of the file."""
    ran = in_pyodide["ran"]["bringing in", "a file"]
    assert ran["printed"] == ["a.csv", "None", CALCULATED]
    book = opened(template_path("transactions"), formulas=True)
    ref = book["Orders"].tables["Orders"].ref
    resized, *others = ran["actions"]
    assert resized["func"] == "resizeTable" and resized["args"] == [0, absolute_coordinate(with_rows(ref, 2))]
    written = {(a["sheet_position"], a["start_row"], a["start_column"]): a["values"] for a in others if a["func"] == "setValues"}
    (tables,) = {book.sheetnames.index("Orders")}
    first, _ = coordinate_to_tuple(ref.split(":")[0])
    columns = [written[tables, first, table_cells(book["Orders"], heading)[0].column - 1] for heading in ("Customer", "Date", "Amount")]
    assert columns == [[["'00123"], [7.0]], [[45322.0], ["'31/02/2024"]], [[40.0], [""]]]
    day, name = (named(book, f"input_{field}") for field in ("as_of", "data_name"))
    inputs = [written[book.sheetnames.index("Inputs"), cell.row - 1, cell.column - 1] for cell in (day, name)]
    assert inputs == [[[45322.0]], [["a.csv"]]] and others[-1]["func"] == "calculate"


def test_a_file_is_read_as_on_the_command_line(tmp_path: Path) -> None:
    """The same code and account; what could mean two things is asked, and answered in a file beside it."""
    file = tmp_path / "orders.csv"
    file.write_text("Customer;Date;Amount;Status\n00123;2024-02-03;40,50;paid\nBo;2024-02-31;9,00;paid\n", encoding="utf-8")
    brought = scripts.read_file(file, LISTS["Orders"], None)
    assert brought.columns["customer"] == ["00123", "Bo"] and brought.columns["amount"] == [40.5, 9.0]
    assert brought.columns["date"] == [dt.date(2024, 2, 3), "2024-02-31"]
    assert "Rows: 2 read, 1 used, 1 orders" in brought.sentences and brought.inputs["as_of"] == 45325.0  # 3 February 2024
    file.write_text("Customer;Date;Amount\n00123;03/02/2024;40\nBo;04/05/2024;9\n", encoding="utf-8")
    with pytest.raises(OrderFileError, match="dmy") as asked:
        scripts.read_file(file, LISTS["Orders"], None)
    assert asked.value.options
    (tmp_path / scripts.SETTINGS).write_text('dates = "dmy"\n[set]\ncac = "12"\n', encoding="utf-8")
    answered = scripts.read_file(file, LISTS["Orders"], dt.date(2024, 6, 1))
    assert answered.columns["date"] == [dt.date(2024, 2, 3), dt.date(2024, 5, 4)] and "as_of" not in answered.inputs
    assert answered.sentences[-1] == "Type these inputs yourself: cac."


@pytest.fixture(scope="module", params=PYODIDES)
def all_in_pyodide(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The form without LAMBDA names, which has every function, as Pyodide has been and as it is now."""
    explained = [["CLV_EXPLAIN", [[["CLV_CUSTOMERS"]], [["a"]], [[45000.0]], [[1.0]]]]]
    calls = [[case["function"], arguments(case)] for case in CASES] + explained
    main = carried("transactions", "lite-2021")["main.py"]
    return run_in_pyodide(pure_xlwings(tmp_path_factory.mktemp("xlwings")), main, calls, version=request.param)


def test_the_pane_lists_the_scripts_and_reads_no_cells_for_them_beforehand(in_pyodide: dict[str, Any]) -> None:
    listed = {one["function_name"]: (one["name"], one["lazy"]) for one in in_pyodide["scripts"]}
    assert listed == {
        "fill_results": ("Fill the results", True),
        "import_file": ("Bring in a file", True),
        "remove_sample": ("Remove the sample", True),
    }
    assert next(iter(listed)) == "fill_results"  # the pane's button runs the first until another is chosen


@pytest.mark.parametrize(
    ("name", "sentence"),
    {
        "demo": "Orders: 6,919 rows read, 6,919 used.",
        "new": "Orders: no rows yet; paste yours into the table.",
        "rows below": "Orders: 5 rows read, 3 used; 1 left out: no customer; 1 left out: date not readable.",
        "after the day": "Orders: 2 rows read, 1 used; 1 left out: after the calculation date.",
        "a day that is none": 'Orders: #VALUE!: as_of is the text "soon", which is no date. Type a date, or text such as 2024-06-30.',
        "no amounts": "Orders: it needs one column each for customer, date, amount; give them these headings.",
        "customers": "Customers: 3 rows read, 1 used; 1 left out: a number not readable; "
        "1 left out: no customer, segment, channel or campaign.",
        "no list": None,
    }.items(),
)
def test_filling_says_which_rows_count_and_calculates(in_pyodide: dict[str, Any], name: str, sentence: str | None) -> None:
    ran = in_pyodide["ran"][name, "fill_results"]
    assert [line for line in ran["printed"] if "right below" not in line] == [*([sentence] if sentence else []), CALCULATED]
    assert [action["func"] for action in ran["actions"]][-1] == "calculate"


CALCULATED = "Every formula is calculated anew."


def test_filling_takes_in_the_orders_below_the_table_but_not_a_total(in_pyodide: dict[str, Any], scripted: dict[str, Path]) -> None:
    ran = in_pyodide["ran"]["rows below", "fill_results"]
    assert ran["printed"][0] == "Orders: 2 more, from right below the table."
    (resized,) = [action for action in ran["actions"] if action["func"] == "resizeTable"]
    ref = opened(template_path("transactions"), formulas=True)["Orders"].tables["Orders"].ref
    assert resized["args"] == [0, absolute_coordinate(with_rows(ref, 6))] and resized["sheet_position"] == 2
    others = [action["func"] for name in scripted if name != "rows below" for action in in_pyodide["ran"][name, "fill_results"]["actions"]]
    assert set(others) == {"calculate"}


def test_the_sample_is_removed_with_its_inputs(in_pyodide: dict[str, Any], demo: Path) -> None:
    ran = in_pyodide["ran"]["demo", "remove_sample"]
    book = opened(demo, formulas=True)

    def place(name: str) -> tuple[int, int, int]:
        return where(named(book, name))

    def where(cell: Any) -> tuple[int, int, int]:
        return book.sheetnames.index(cell.parent.title), cell.row - 1, cell.column - 1

    done = [
        (a["func"], (a["sheet_position"], a["start_row"], a["start_column"]), a.get("values")) for a in ran["actions"] if "row_count" in a
    ]
    orders = table_cells(book["Orders"], "Customer")
    assert ("rangeClearContents", where(orders[0]), None) in done and len(orders) == ran["actions"][0]["row_count"] == 6919
    assert ("rangeClearContents", place("input_cac"), None) in done and ("rangeClearContents", place("input_data_name"), None) in done
    assert ("rangeClearContents", place("input_gross_margin"), None) in done
    assert "input_currency" in book.defined_names and place("input_currency") not in [at for _, at, _ in done]
    assert ran["printed"] == [
        "Removed: CDNOW sample data. Paste your own rows into the yellow table, and fill in the yellow cells on Inputs."
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    {
        "new": "There is no sample in this workbook.",
        "own": "Nothing was removed: Inputs calls the data orders.csv, not Made-up coffee shop or CDNOW sample data.",
        "own under the sample's name": "Nothing was removed: Orders does not hold the sample's 6,919 rows, but 1. Delete by hand.",
    }.items(),
)
def test_nothing_of_a_persons_own_is_removed(in_pyodide: dict[str, Any], name: str, sentence: str) -> None:
    assert in_pyodide["ran"][name, "remove_sample"] == {"printed": [sentence], "actions": []}


def test_the_calculators_sample_is_removed_too(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """It has no table: the inputs that still hold the sample go back to what they are without one, and those of a person stay."""
    book = openpyxl.load_workbook(template_path("calculator"))
    named(book, "input_cac").value = 99
    book.save(tmp_path / "mine.xlsx")
    seen = as_lite_sees(tmp_path / "mine.xlsx")
    main = carried("calculator")["main.py"]
    scripts = [{"name": name, **seen} for name in ("fill_results", "remove_sample")]
    filled, removed = run_in_pyodide(pure_xlwings(tmp_path_factory.mktemp("xlwings")), main, scripts=scripts)["ran"]
    assert filled["printed"] == [CALCULATED]
    assert removed["printed"] == ["Removed: Made-up coffee shop. Fill in the yellow cells on Inputs."]
    rows = [action["start_row"] + 1 for action in removed["actions"] if action["func"] == "rangeClearContents"]
    inputs = [name for name, value in AVERAGES.items() if name not in ("currency", "cac")]
    assert sorted(rows) == sorted(named(book, f"input_{name}").row for name in inputs)


def test_pyodide_lists_every_function_with_its_help(in_pyodide: dict[str, Any], all_in_pyodide: dict[str, Any]) -> None:
    """Those that the workbook holds as LAMBDA names are not registered: Excel would run none of the others."""
    listed, everything = ({f["name"]: f["description"] for f in found["meta"]["functions"]} for found in (in_pyodide, all_in_pyodide))
    assert everything == {d.name: d.summary for d in DECLARATIONS}
    assert listed == {d.name: d.summary for d in DECLARATIONS if not d.native} and "CLV" not in listed
    assert "pandas" not in all_in_pyodide["modules"]  # it cannot be fetched here, and nothing needs it before its first use


def test_pyodide_computes_every_closed_form_and_says_what_is_missing_for_the_others(all_in_pyodide: dict[str, Any]) -> None:
    closed = 0
    for case, answer in zip(CASES, all_in_pyodide["answers"]):
        found = as_python(answer)
        if found == [["#NAME?"]]:
            assert not REGISTRY[case["function"]].native
            continue
        closed += bool(REGISTRY[case["function"]].native)
        assert same(found, case["answer"]), (case, found)
    assert closed == sum(bool(REGISTRY[case["function"]].native) for case in CASES)
    ((sentence,),) = all_in_pyodide["answers"][-1]
    assert sentence == "#NAME?: The Python package pandas is missing here. Add it (in xlwings Lite: to requirements.txt) and start again."


def test_the_same_file_in_this_python_answers_every_case(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(carried("transactions", "lite-2021")["main.py"], encoding="utf-8")
    calls = json.dumps([[case["function"], arguments(case)] for case in CASES])
    (tmp_path / "run.py").write_text(_RUN, encoding="utf-8")
    env = {**os.environ, "TMPDIR": str(tmp_path)}  # where the file unpacks what it carries: nothing of another state stands there
    done = subprocess.run([sys.executable, "run.py"], cwd=tmp_path, input=calls, capture_output=True, text=True, timeout=120, env=env)
    assert done.returncode == 0, done.stderr[-2000:]
    home, scripts, answers = json.loads(done.stdout)
    assert "/clv_xl-0.1.0/" in home and scripts == ["fill_results", "import_file", "remove_sample"]
    for case, answer in zip(CASES, answers):
        assert same(as_python(answer), case["answer"]), (case, answer)


_RUN = """
import asyncio, json, os, sys
os.environ |= {"XLWINGS_LICENSE_KEY": "noncommercial", "XLWINGS_ON_SERVER": "true"}
import main, clv_xl.functions, xlwings
from xlwings import server

def ask(name, args):
    request = {"func_name": name, "args": args, "version": xlwings.__version__, "client": "Office.js", "runtime": "1.4",
               "date_format": "d/m/yyyy", "culture_info_name": "en-US", "caller_address": "Sheet1!A1"}
    return asyncio.run(server.custom_functions_call(request, main))

answers = [ask(*call) for call in json.load(sys.stdin)]
scripts = sorted(name for name, value in vars(main).items() if hasattr(value, "__xlscript__"))
print(json.dumps([clv_xl.functions.__file__, scripts, answers], default=str))
"""
