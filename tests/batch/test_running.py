"""Batches that are done, that fail in part, that are stopped and go on."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from clv_xl import WorkbookError, fill, fill_many
from clv_xl.batch.jobs import Job
from clv_xl.batch.reporting import digest_of
from clv_xl.sources.options import Options

ORDERS = "Customer,Date,Amount,Shop\n" + "".join(
    f"c{n % 7},2024-{1 + n % 12:02}-0{1 + n % 9},{10 + n},{'East' if n % 3 else 'West'}\n" for n in range(60)
)
COMMAND = [sys.executable, "-m", "clv_xl.cli"]


def started(folder: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen([*COMMAND, *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def calculators(folder: Path, count: int) -> None:
    jobs = "".join(f'[[job]]\ntemplate = "calculator"\noutput = "{n}.xlsx"\npurchase_value = {n + 1}\n' for n in range(count))
    (folder / "jobs.toml").write_text(f"[defaults]\npurchase_frequency = 4\ngross_margin = 0.5\nlifespan = 2\n{jobs}")


def test_each_of_a_column_is_what_its_rows_alone_give(tmp_path: Path) -> None:
    """In two processes; the figures are those of a file with the rows of a shop, and the summary and the report say the same."""
    (tmp_path / "orders.csv").write_text(ORDERS)
    run = started(tmp_path, "fill", "transactions", "orders.csv", "--each", "Shop", "-o", "{each}.xlsx", "--processes", "2", "--json")
    out, err = run.communicate(timeout=300)
    assert run.returncode == 0, err
    told = json.loads(out)
    assert (told["of"], told["filled"], told["failed"]) == (2, 2, 0)
    head, *rows = ORDERS.splitlines()
    east = tmp_path / "only-east.csv"
    east.write_text("\n".join([head, *(row for row in rows if row.endswith("East"))]) + "\n")
    alone = fill("transactions", east, tmp_path / "alone.xlsx").results
    by_name = {Path(one["output"]).name: one["report"] for one in told["jobs"]}
    for name in ("result_revenue", "result_customers", "result_mean_clv", "result_forecast"):
        assert by_name["East.xlsx"]["results"].get(name) == alone.get(name)
    assert sum(one["results"]["result_revenue"] for one in by_name.values()) == sum(10 + n for n in range(60))
    sheet = openpyxl.load_workbook(tmp_path / "each-summary.xlsx").active
    assert sheet is not None
    lines = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    headings = [cell.value for cell in sheet[1]]
    assert lines.keys() == {"East.xlsx", "West.xlsx"} and lines["East.xlsx"][0].hyperlink.target == "East.xlsx"
    assert lines["East.xlsx"][headings.index("Revenue")].value == alone["result_revenue"]


def test_one_that_fails_stops_no_other_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("Customer,Date,Amount\na,b,c\n")
    jobs = [
        {"template": "calculator", "output": tmp_path / "good.xlsx", "purchase_value": 60},
        {"data": tmp_path / "orders.csv", "output": tmp_path / "bad.xlsx"},
        {"template": "calculator", "output": tmp_path / "odd.xlsx", "no_such_input": 1},
    ]
    report = tmp_path / "report.json"
    good, bad, odd = fill_many(jobs, processes=1, report=report)
    assert (good.state, bad.state, odd.state) == ("filled", "failed", "failed")
    assert "no row of the orders can be used" in bad.error and "no_such_input" in odd.error and not (tmp_path / "bad.xlsx").exists()
    stamp = (tmp_path / "good.xlsx").stat().st_mtime_ns
    with pytest.raises(WorkbookError, match="say --resume to go on from it"):
        fill_many(jobs, processes=1, report=report)
    (tmp_path / "orders.csv").write_text(ORDERS)
    jobs[2].pop("no_such_input")
    assert [one.state for one in fill_many(jobs, processes=1, report=report, resume=True)] == ["kept", "filled", "filled"]
    assert (tmp_path / "good.xlsx").stat().st_mtime_ns == stamp
    jobs[0]["purchase_value"] = 61  # another job now, though its output is there
    assert [one.state for one in fill_many(jobs, processes=1, report=report, resume=True)] == ["filled", "kept", "kept"]
    assert (tmp_path / "good.xlsx").stat().st_mtime_ns > stamp


def test_what_has_changed_is_done_again(tmp_path: Path) -> None:
    """Also a file in a folder, or one beside the orders; a frame is not compared, and done again."""
    folder = tmp_path / "orders"
    folder.mkdir()
    (folder / "one.csv").write_text(ORDERS)
    (tmp_path / "crm.csv").write_text("Customer,Channel\nc1,web\n")
    (tmp_path / "rates.csv").write_text("currency,rate\nUSD,0.9\n")
    told = {"customers": str(tmp_path / "crm.csv"), "rates": str(tmp_path / "rates.csv")}
    for given in (told, {"options": Options(**told)}):
        job = Job("transactions", folder, tmp_path / "one.xlsx", given)
        first = digest_of(job)
        assert first == digest_of(job) != digest_of(Job("transactions", folder, tmp_path / "two.xlsx", given))
        for path in (folder / "one.csv", tmp_path / "crm.csv", tmp_path / "rates.csv"):
            before = digest_of(job)
            path.write_text(path.read_text() + "\n")
            assert digest_of(job) != before
        (folder / "two.csv").write_text(ORDERS)
        assert digest_of(job) != digest_of(Job("transactions", folder / "one.csv", tmp_path / "one.xlsx", given))
        (folder / "two.csv").unlink()
    assert digest_of(Job("transactions", pd.DataFrame({"a": [1]}), tmp_path / "one.xlsx")) == ""


def test_what_an_earlier_run_did_not_make_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_text("mine")
    (one,) = fill_many([{"template": "calculator", "output": tmp_path / "mine.xlsx"}], processes=1)
    assert one.state == "failed" and "this file exists" in one.error and (tmp_path / "mine.xlsx").read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_batch_that_is_stopped_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    """What is there is whole, nothing is half written, and the next run does the rest."""
    calculators(tmp_path, 6)
    run = started(tmp_path, "batch", "jobs.toml", "--processes", "2")
    report = tmp_path / "jobs-report.json"
    while run.poll() is None and not (report.exists() and '"state": "filled"' in report.read_text()):
        time.sleep(0.05)
    run.send_signal(number)
    _, err = run.communicate(timeout=60)
    assert run.returncode == 128 + number, err
    assert "of 6 workbooks filled" in err and "--resume" in err and "Traceback" not in err
    done = {path.name for path in tmp_path.glob("[0-9].xlsx")}
    assert 0 < len(done) < 6
    assert {path.name for path in tmp_path.iterdir()} == {*done, "jobs.toml", "jobs-report.json", "jobs-summary.xlsx"}
    again = subprocess.run([*COMMAND, "batch", "jobs.toml", "--resume"], cwd=tmp_path, capture_output=True, text=True, timeout=200)
    assert again.returncode == 0, again.stderr
    told = json.loads(report.read_text())
    assert told["filled"] + told["kept"] == 6 and told["kept"] >= 1 and told["failed"] == 0
    values = [openpyxl.load_workbook(tmp_path / f"{n}.xlsx", read_only=True).sheetnames[0] for n in range(6)]
    assert values == ["Dashboard"] * 6


@pytest.mark.skipif(sys.platform != "linux", reason="finds the processes of a batch in /proc")
def test_a_process_that_is_killed_costs_no_job(tmp_path: Path) -> None:
    """As the system does where memory runs out: the jobs under way are done again, each in a process of its own."""
    calculators(tmp_path, 4)
    run = started(tmp_path, "batch", "jobs.toml", "--processes", "2")
    killed = False
    while run.poll() is None and not killed:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # one that has just ended
            for child in Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split():
                if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text():
                    os.kill(int(child), signal.SIGKILL)
                    killed = True
                    break
        time.sleep(0.05)
    _, err = run.communicate(timeout=200)
    assert killed and run.returncode == 0, err
    assert len([*tmp_path.glob("[0-9].xlsx")]) == 4
