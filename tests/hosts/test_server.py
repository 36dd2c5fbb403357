"""The server of an organisation: the project that build makes, started as its README says, and called over HTTP as Excel calls it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from clv_xl.cells.errors import ExcelError
from clv_xl.functions import DECLARATIONS, REGISTRY
from clv_xl.hosts import InstallError, build
from clv_xl.hosts.server import installing as server
from clv_xl.version import __version__
from tests.places.cases import CASES, same
from tests.places.server import Running, in_excel, running

CALL = {
    "client": "Office.js",
    "func_name": "CLV",
    "args": [[[100]], [[4]], [[8]], None],
    "caller_address": "[Book1.xlsx]Sheet1!A1",
    "session_id": "1",
    "culture_info_name": "en-US",
    "date_format": "m/d/yyyy",
    "version": "0.37.8",
    "runtime": "1.4",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("server") / "project"
    build("server", folder)
    with running(folder) as started:
        yield started


def as_excel_sends(arg: Any, blank: str | None) -> Any:
    """A case's argument as Excel sends it: a range as rows, an error cell as an object, a blank as "" or null, left out as null."""

    def cell(value: Any) -> Any:
        if value is None:
            return blank
        return {"type": "Error", "basicType": "Error", "basicValue": value} if value in set(ExcelError) else value

    if arg is None:
        return None
    return [[cell(value) for value in row] for row in arg] if isinstance(arg, list) else [[cell(arg)]]


def test_the_project_is_made_once_and_nothing_is_overwritten(tmp_path: Path) -> None:
    made = build("server", tmp_path / "new")
    assert {path.relative_to(tmp_path / "new").as_posix() for path in made} == set(server._FILES.values())
    texts = [path.read_text(encoding="utf-8") for path in made]
    assert not any(re.search(r"@\w+@", text) for text in texts)
    assert made[list(server._FILES.values()).index(".env")].stat().st_mode & 0o077 == 0 or os.name == "nt"
    with pytest.raises(InstallError, match="nothing is overwritten"):
        build("server", tmp_path / "new")
    assert texts == [path.read_text(encoding="utf-8") for path in made]


def test_each_project_is_an_add_in_of_its_own(tmp_path: Path) -> None:
    settings = []
    for name in ("one", "two"):
        build("server", tmp_path / name)
        settings.append(tomllib.loads((tmp_path / name / "pyproject.toml").read_text())["tool"]["xlwings_server"])
    ids = [value for one in settings for key, value in one.items() if key.startswith("manifest_id")]
    assert len(set(ids)) == 10
    assert all(one["functions_namespace"] == "" and one["environment"] == "prod" for one in settings)


def test_the_licence_comes_first_and_the_key_is_left_to_the_user(tmp_path: Path) -> None:
    build("server", tmp_path)
    first = (tmp_path / "README.md").read_text(encoding="utf-8").split("\n## ")[1]
    assert first.startswith("The licence") and "Commercial use needs a paid licence" in " ".join(first.split())
    assert (tmp_path / ".env").read_text().splitlines()[-1] == "XLWINGS_LICENSE_KEY="
    assert f"clv_xl=={__version__}\n" in (tmp_path / "requirements.txt").read_text()


def test_without_a_key_the_server_says_so_and_does_not_start(tmp_path: Path) -> None:
    build("server", tmp_path / "project")
    env = {key: value for key, value in os.environ.items() if not key.startswith("XLWINGS_")} | {"HOME": str(tmp_path)}
    command = [sys.executable, "-c", "import xlwings_server.main"]
    stopped = subprocess.run(command, cwd=tmp_path / "project", env=env, capture_output=True, text=True, timeout=120)
    assert stopped.returncode and stopped.stderr.splitlines()[-1].endswith("Couldn't find an xlwings license key.")


def test_our_module_loads_nothing_that_needs_a_licence() -> None:
    loaded = "any(m.startswith(('xlwings', 'fastapi')) for m in sys.modules)"
    code = f"import sys, clv_xl.hosts.server.installing as s; s.look(); sys.exit({loaded})"
    assert subprocess.run([sys.executable, "-c", code], timeout=120).returncode == 0


def test_install_asks_where_and_uninstall_says_how() -> None:
    with pytest.raises(InstallError, match="clv-xl install server --to DIR"):
        server.install(dry_run=True)
    assert "delete its folder" in server.uninstall(dry_run=True)[0]


def test_what_doctor_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLWINGS_LICENSE_KEY", "a-secret-key")
    assert [finding.state for finding in server.look()] == ["works", "works"]
    assert "a-secret-key" not in str(server.look())
    monkeypatch.delenv("XLWINGS_LICENSE_KEY")
    assert [finding.state for finding in server.look()] == ["works", "missing"]
    assert all(finding.fix for finding in server.look() if finding.state != "works")
    monkeypatch.setattr(server.metadata, "version", lambda name: "1.9.3")
    assert server.look()[0].state == "wrong"

    def nowhere(name: str) -> str:
        raise server.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(server.metadata, "version", nowhere)
    assert [finding.state for finding in server.look()] == ["not here"]


def test_the_manifest_holds_together(served: Running) -> None:
    response = httpx.get(f"{served.url}/manifest/download")
    assert "customer-lifetime-value-prod.xml" in response.headers["content-disposition"]
    root = ElementTree.fromstring(response.content)
    tags = [element.tag.rpartition("}")[2] for element in root.iter()]
    assert "Namespace" not in tags  # the functions are =CLV(..), as in xlwings Lite
    resources = [element for element in root.iter() if element.tag.endswith(("Image", "Url", "String")) and element.get("id")]
    named = {element.get("id"): element.get("DefaultValue", "") for element in resources}
    used = {element.get("resid") for element in root.iter() if element.get("resid")}
    assert used == set(named)
    assert all(len(used_id) <= 32 for used_id in used if used_id)
    assert all(httpx.get(url).status_code == 200 for url in named.values() if url.startswith("http"))
    settings = tomllib.loads((served.folder / "pyproject.toml").read_text())["tool"]["xlwings_server"]
    assert root[0].text == settings["manifest_id_prod"]
    assert re.fullmatch(r"[1-9]\d*(\.\d+){3}", root[1].text or "")


def test_behind_a_proxy_the_manifest_says_https(served: Running) -> None:
    manifest = httpx.get(f"{served.url}/manifest", headers={"Host": "clv.example.org", "X-Forwarded-Proto": "https"}).text
    assert "https://clv.example.org/xlwings/custom-functions-code.js" in manifest and "http://clv" not in manifest


def test_every_function_with_its_help(served: Running) -> None:
    described = {entry["name"]: entry for entry in httpx.get(f"{served.url}/xlwings/custom-functions-meta.json").json()["functions"]}
    assert set(described) == set(REGISTRY)
    for declaration in DECLARATIONS:
        entry = described[declaration.name]
        assert entry["description"] == declaration.summary
        assert [(p["name"], p["description"]) for p in entry["parameters"]] == [(p.name, p.help) for p in declaration.parameters]
        left_out = [bool(p.get("optional") or p.get("repeating")) for p in entry["parameters"]]
        assert left_out == [not p.required for p in declaration.parameters]
    assert in_excel(served.url)["pane"][::2] == [re.sub(r"=[^\],]+|, \.\.\.", "", REGISTRY[name].usage) for name in sorted(REGISTRY)]


def test_every_case_through_the_add_in(served: Running) -> None:
    """The script that Excel loads, run with Office's objects stood in for; once with blanks as "" and once as null."""
    calls = [
        {"name": case["function"], "args": [as_excel_sends(arg, blank) for arg in case["args"]]} for blank in ("", None) for case in CASES
    ]
    excel = in_excel(served.url, calls)
    assert set(excel["associated"]) == set(REGISTRY)
    wrong = [
        (call, answer)
        for call, answer, case in zip(calls, excel["answers"], CASES * 2, strict=True)
        if not same(answer.get("rows", []), case["answer"])
    ]
    assert not wrong


def test_a_thousand_calls_at_once(served: Running) -> None:
    calls = [{"name": "CLV", "args": [[[n]], [[4]], [[8]]]} for n in range(1000)]
    answers = in_excel(served.url, calls, sockets=200)["answers"]
    assert answers == [{"rows": [[n * 32]]} for n in range(1000)]


def test_a_refused_call_is_an_error_of_excel_and_not_tried_again(served: Running) -> None:
    excel = in_excel(served.url, [{"name": "CLV_EXPLAIN", "args": [[["\ud800"]]]}])
    assert excel["answers"] == [{"error": "#VALUE!", "message": "A text holds half a character."}]
    assert excel["requests"] == 1


def _without(key: str) -> str:
    return json.dumps({name: value for name, value in CALL.items() if name != key})


def _with(**changed: Any) -> str:
    return json.dumps(CALL | changed)


BAD = [
    *(b"", b"\xff\xfe\x00", "{", "[]", "5", "null", '"CLV"', "[" * 100_000, '{"args": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    '{"a": ' * 100_000 + "1" + "}" * 100_000,
    *(_without(key) for key in ("func_name", "args", "version", "runtime")),
    *(_with(func_name=name) for name in ("NOPE", "clv", "__name__", "xlwings", "", 5, None, ["CLV"], {}, "x" * 100_000)),
    *(_with(args=args) for args in (None, 3, {}, [], [[[1]]], [[[1]]] * 9)),
    *(_with(func_name="CLV_EXPLAIN", args=[[["CLV"]], last]) for last in (5, None)),
    *(_with(runtime=runtime, args=[[[-1]], [[4]], [[8]], None]) for runtime in ("new", None, [])),
    *(_with(culture_info_name=5, date_format=7), _with(client="other", version="0")),
]
"""Refused, whatever the server makes of them."""

ODD = [
    *(_with(args=[first, [[4]], [[8]], None]) for first in (7, "x", [], {}, [[]], [[1, 2], [3]], [[[1]]], [[{"a": 1}]])),
    *(_with(args=[[[cell]], [[4]], [[8]], None]) for cell in (10**400, float("nan"), float("inf"), "\ud800", {"type": "Error"}, [[[]]])),
    *(_with(args=[[[{"type": kind, "basicValue": []}]], [[4]], [[8]], None]) for kind in ("Double", "Entity", {}, None)),
    *(_with(args=args) for args in ("CLV", {"a": 1, "b": 2, "c": 3}, [100, 4, 8], [[[100]], [[4]], [[8]]])),
    *(_with(**{key: value}) for key in ("caller_address", "session_id", "client") for value in (5, None, {})),
    *(_with(args=[json.loads("[" * depth + "]" * depth), [[4]], [[8]], None]) for depth in (10, 100, 900)),
]
"""Refused, or answered with cells."""


@pytest.mark.parametrize("bodies", [BAD, ODD], ids=["bad", "odd"])
def test_no_body_breaks_the_server(served: Running, bodies: list[str | bytes]) -> None:
    with httpx.Client(base_url=served.url, timeout=60) as client:
        for body in bodies:
            response = client.post("/xlwings/custom-functions-call", content=body, headers={"Content-Type": "application/json"})
            refused = 400 <= response.status_code < 500
            assert refused or (bodies is ODD and isinstance(response.json()["result"], list)), (body[:200], response.text[:200])
            assert "Traceback" not in response.text
        assert client.post("/xlwings/custom-functions-call", json=CALL).json() == {"result": [[3200]]}
    assert "Traceback" not in served.log.read_text()


def test_a_call_that_is_too_large_is_refused_before_it_is_read(served: Running) -> None:
    """Whether it states its length or comes in pieces; a large one below the limit is answered."""
    with httpx.Client(base_url=served.url, timeout=120) as client:
        path, headers = "/xlwings/custom-functions-call", {"Content-Type": "application/json"}
        pieces = (b"[" * 1_000_000 for _ in range(30))
        for content in (b"[" * 30_000_000, pieces):
            response = client.post(path, content=content, headers=headers)
            assert response.status_code == 413 and response.json()["detail"].startswith("The call is larger than 20 MB")
        many = client.post(path, json=CALL | {"args": [[[100]] * 100_000, [[4]], [[8]], None]})
        assert many.json()["result"] == [[3200]] * 100_000
    assert "Traceback" not in served.log.read_text()


OUTSIDE = ["/static/../.env", "/static/%2e%2e/.env", "/static/..%2f.env", "/static/js/../../.env", "/static/..%5c.env", "/static/c:/x"]


def test_nothing_but_the_add_in_is_served(served: Running) -> None:
    """Addresses as they are, since a client such as httpx would tidy them."""
    server_address = served.url.removeprefix("http://")
    for path in ("/.env", "/pyproject.toml", "/docs", "/openapi.json", *OUTSIDE):
        connection = HTTPConnection(server_address, timeout=60)
        connection.request("GET", path)
        assert connection.getresponse().status == 404, path
        connection.close()


def test_a_project_of_its_own_making(tmp_path: Path) -> None:
    """A function and a namespace that someone adds work; a fault in such a function is the server's own and stays a 500."""
    build("server", tmp_path / "project")
    with (tmp_path / "project" / "custom_functions" / "__init__.py").open("a") as functions:
        functions.write("from xlwings import func\n\n@func\ndef share(part, whole):\n    return part / whole\n")
    settings = tmp_path / "project" / "pyproject.toml"
    settings.write_text(settings.read_text().replace('functions_namespace = ""', 'functions_namespace = "Acme"'))
    with running(tmp_path / "project") as started:
        path = f"{started.url}/xlwings/custom-functions-call"
        assert httpx.post(path, json=CALL | {"func_name": "share", "args": [[[1]], [[4]]]}).json() == {"result": [[0.25]]}
        broken = httpx.post(path, json=CALL | {"func_name": "share", "args": [[[1]], [[0]]]})
        assert (broken.status_code, broken.text) == (500, "An error occurred.")
        manifest = httpx.get(f"{started.url}/manifest").text
        assert '<Namespace resid="Functions.Namespace" />' in manifest
        assert '<bt:String id="Functions.Namespace" DefaultValue="ACME" />' in manifest


def test_without_its_guard_the_server_does_not_start(tmp_path: Path) -> None:
    build("server", tmp_path / "project")
    (tmp_path / "project" / "routers" / "custom.py").write_text("import nothing_of_that_name")
    with pytest.raises(RuntimeError, match=r"routers/custom\.py did not load"), running(tmp_path / "project"):
        pass
