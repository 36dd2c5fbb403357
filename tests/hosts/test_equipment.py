"""The forms of a workbook: what each carries, and that going from one to another loses nothing."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clv_xl import fill, new, recalculate, template_path
from clv_xl.formulas.lambdas import live_names
from clv_xl.formulas.spelling import uses
from clv_xl.functions import DECLARATIONS, REGISTRY
from clv_xl.hosts import ENDINGS
from clv_xl.hosts.equipment import equip, recalculate_for
from clv_xl.hosts.lite import installing
from clv_xl.sample import INPUTS, ORDERS
from clv_xl.words import LANGUAGES
from clv_xl.workbook.samples import inputs_in, list_in, sample_of
from clv_xl.workbook.templates import TEMPLATES, host_of, language_of
from clv_xl.xlsx.package import Package
from clv_xl.xlsx.saving import WorkbookError
from tests.conftest import opened
from tests.hosts.test_lite import properties
from tests.support.cells import formulas_in
from tests.support.filled_pages import some_rows

LITE = ("lite", "lite-2021")
TABLES = {"lite": "_xldudf_", "lite-2021": "_xldudf_", "windows": "", "libreoffice": "ORG.CLVXL.FUNCTIONS."}
"""What stands before a function that answers with a table, by host."""
CLOSED = {**TABLES, "lite": ""}
"""The same for a closed form."""
PREFIXES = set(TABLES.values())


@pytest.mark.parametrize("host", ENDINGS)
def test_what_each_form_carries_and_keeps_when_recalculated(host: str, tmp_path: Path) -> None:
    path = tmp_path / f"workbook{ENDINGS[host]}"
    rows = some_rows("transactions")
    assert rows is not None
    fill("transactions", rows.head(40), path, host=host, **INPUTS)
    for step in range(2):
        package = Package(path)
        assert host_of(package.names) == host
        assert bool(live_names(package.names)) == (host == "lite")
        assert bool([part for part in package.parts if "webextension" in part]) == (host in LITE)
        assert bool([part for part in package.parts if part.endswith("vbaProject.bin")]) == (host == "windows")
        ours = [text[1:] for text in formulas_in(path).values() if uses(text[1:], REGISTRY)]
        assert len([text for text in ours if f"{TABLES[host]}CLV_COHORTS(" in text]) == 1 and len(ours) > 40
        assert all(f"{CLOSED[host]}CLV_CAC_RATIO(" in text for text in ours if "CLV_CAC_RATIO(" in text)
        if not step:
            result = recalculate(path)
            assert result.results["result_customers"] == rows.head(40)["customer"].nunique() and not result.kept


def test_there_and_back(tmp_path: Path) -> None:
    once = fill("transactions", some_rows("transactions"), tmp_path / "once.xlsx", **INPUTS).output
    package = Package(once)
    for host in ("libreoffice", "lite-2021", "windows", "lite"):
        recalculate_for(package, host)
    package.save(tmp_path / "back.xlsx")
    assert formulas_in(tmp_path / "back.xlsx") == formulas_in(once)


def test_the_ending_goes_with_the_form(tmp_path: Path) -> None:
    assert openpyxl.load_workbook(new("transactions", tmp_path / "a.xlsm", host="windows"), keep_vba=True).vba_archive is not None
    with pytest.raises(WorkbookError, match=r"written as \.xlsm"):
        fill("transactions", ORDERS, tmp_path / "a.xlsx", host="windows")
    with pytest.raises(WorkbookError, match="no such host; they are lite, lite-2021, windows, libreoffice"):
        fill("transactions", ORDERS, tmp_path / "a.xlsx", host="mac")


@pytest.mark.parametrize(
    ("name", "language", "host"),
    [
        ("segments", "nl", "windows"),
        ("subscriptions", "de", "libreoffice"),
        ("subscriptions", "nl", "lite"),
        ("segments", "de", "lite-2021"),
    ],
)
def test_templates_in_other_languages_have_their_forms(name: str, language: str, host: str, tmp_path: Path) -> None:
    """The same values as in English, the same words as in the form without a host, and recalculating keeps form and language."""
    path, sample = tmp_path / f"workbook{ENDINGS[host]}", sample_of(name)
    rows = list_in(sample, language)
    assert rows
    rows, given = replace(rows, frame=rows.frame.head(150)), inputs_in(sample, language)
    report = fill(name, rows, path, host=host, language=language, **given)
    plain, own = opened(fill(name, rows, tmp_path / "plain.xlsx", language=language, **given).output), opened(path)
    for ours, theirs in zip(own.worksheets, plain.worksheets, strict=True):
        assert ours.title == theirs.title
        differ = [(a, b) for a, b in zip(ours.values, theirs.values, strict=True) if a != b]
        if host == "libreoffice" and ours.title == own.sheetnames[-1]:  # what LibreOffice without the functions says is another thing to do
            ((a, b),) = differ
            assert "clv-xl install libreoffice" in str(a) and "--host libreoffice" in str(b)
        else:
            assert not differ
    package = Package(path)
    assert host_of(package.names) == host and bool(live_names(package.names)) == (host == "lite")
    assert bool([part for part in package.parts if "webextension" in part]) == (host in LITE)
    table = {"segments": "SEGMENT_CLV(", "subscriptions": "CLV_PLANS("}[name]
    prefix = TABLES[host]
    ((_, text),) = [(place, text) for place, text in formulas_in(path).items() if table in text and place[0] != plain.sheetnames[-1]]
    assert f"{prefix}{table}" in text
    again = recalculate(path)
    assert again.results == report.results and not again.kept and host_of(Package(path).names) == host
    assert language_of(Package(path).names) == language


def test_every_ready_made_workbook_carries_the_functions_for_lite_and_knows_its_own_sample() -> None:
    """The same Python in all of them, but for what its script takes for the sample, which is in the words of the language."""
    codes = set()
    for name in TEMPLATES:
        for language in LANGUAGES:
            carried = properties(Package(template_path(name, language)))
            code, said = carried["main.py"].rsplit("remove_sample(book, ", 1)
            compile(carried["main.py"], "main.py", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            codes.add((code, carried["requirements.txt"]))
            for sample in TEMPLATES[name].samples.values():
                assert all(repr(value) in said for value in inputs_in(sample, language).values())
                assert not sample.rows or f": {sample.rows}}}" in said
    assert len(codes) == 1


def registered(package: Package) -> list[str]:
    """The functions that the workbook's Python registers: those that main.py has of clv_xl.udfs, which the list of ids repeats."""
    code = properties(package)["main.py"]
    imports = [one for one in ast.parse(code).body if isinstance(one, ast.ImportFrom) and one.module == "clv_xl.udfs"]
    (names,) = [[name.name for name in one.names] for one in imports]
    return names


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TEMPLATES)
def test_no_function_is_both_a_lambda_name_and_registered(name: str, language: str) -> None:
    """Where one is, Excel runs none of the Python functions. Each function is one of the two; Excel 2021 has no LAMBDA."""
    package = Package(template_path(name, language))
    equip(package, "lite")
    live = live_names(package.names)
    assert live == {declaration.name for declaration in DECLARATIONS if declaration.native} and "CHURN_CLV" in live
    assert not live & set(registered(package)) and live | set(registered(package)) == set(REGISTRY)
    equip(package, "lite-2021")
    assert not [text for text in package.names.values() if "LAMBDA" in text] and set(registered(package)) == set(REGISTRY)


def test_a_persons_own_lambda_is_not_registered_either(tmp_path: Path) -> None:
    path = new("calculator", tmp_path / "mine.xlsx")
    package = Package(path)
    package.define({"CLV_TREND": "_xlfn.LAMBDA(_xlpm.x,_xlpm.x)"})
    package.save(path)
    recalculate(path)
    names = registered(Package(path))
    assert "CLV_TREND" not in names and "CLV_COHORTS" in names


def test_the_personal_module_goes_with_the_form_of_the_workbooks() -> None:
    """A workbook of the default form beside a module that registers CLV would have the name twice. The module has no scripts: they are
    of a workbook."""
    package = Package(template_path("calculator"))
    written = installing.files()
    for folder, form in {"personal": "lite", "personal-excel-2021": "lite-2021"}.items():
        equip(package, form)
        own, carried = written[f"{folder}/clv_functions.py"].decode(), properties(package)["main.py"]
        assert carried.startswith(own) and "@script" in carried and "@script" not in own
    said = " ".join(installing.install())
    closed = live_names(Package(template_path("calculator")).names)
    assert all(name in said for name in closed) and "personal-excel-2021/clv_functions.py" in said
    names = dict(re.findall(r"^(\w+) = (LAMBDA\(.+\));$", written["names.txt"].decode(), flags=re.MULTILINE))
    assert names.keys() == closed and names["CLV"].startswith("LAMBDA(purchase_value,purchase_frequency,lifespan,[gross_margin],LET(")
    assert "_xl" not in written["names.txt"].decode()


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The results of the calculator's sample."""
    return recalculate(template_path("calculator"), tmp_path_factory.mktemp("expected") / "lite.xlsx").results


@pytest.mark.parametrize("host", ENDINGS)
def test_the_calculator_in_every_form(host: str, expected: dict[str, Any], tmp_path: Path) -> None:
    """The same values, and recalculating keeps the form; in Excel's own form no formula needs the add-in but examples on Functions."""
    path = tmp_path / f"calculator{ENDINGS[host]}"
    new("calculator", path, host=host)
    for step in range(2):
        package = Package(path)
        assert host_of(package.names) == host and bool(live_names(package.names)) == (host == "lite")
        ours = {place: text for place, text in formulas_in(path).items() if uses(text[1:], REGISTRY)}
        assert len([place for place in ours if place[0] != "Functions"]) > 60
        others = {name for name in PREFIXES if name} - {CLOSED[host]}
        pages = [text for (tab, _), text in ours.items() if tab != "Functions"]
        assert all(CLOSED[host] in text and not any(prefix in text for prefix in others) for text in pages)
        if not step:
            result = recalculate(path)
            assert result.results == expected and not result.kept
