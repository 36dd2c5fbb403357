"""What a batch is to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from clv_xl.batch.jobs import jobs_each, read_jobs
from clv_xl.sources.problems import OrderFileError
from clv_xl.xlsx.saving import WorkbookError

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = 'Customer,Date,Amount,Shop\na,2024-01-31,10,North\nb,2024-02-01,20,north \nc,2024-02-02,30,"A/B ""x"""\nd,2024-02-03,5,\n'


def told(tmp_path: Path, text: str) -> Path:
    (tmp_path / "orders.csv").write_text(ROWS)
    (tmp_path / "jobs.toml").write_text(text)
    return tmp_path / "jobs.toml"


def test_a_file_of_jobs(tmp_path: Path) -> None:
    """Files are looked for where the list is; a job's own words come before those for all."""
    text = (
        '[defaults]\nlanguage = "nl"\nas_of = 2024-06-30\n'
        '[[job]]\noutput = "one.xlsx"\ndata = ["orders.csv"]\nlanguage = "de"\ncustomers = "none"\n'
        '[[job]]\ntemplate = "calculator"\noutput = "two.xlsx"\npurchase_value = 60\n'
    )
    one, two = read_jobs(told(tmp_path, text)).jobs
    assert (one.template, one.data, one.output) == (None, [str(tmp_path / "orders.csv")], tmp_path / "one.xlsx")
    assert one.given["language"] == "de" and two.given["language"] == "nl" and one.given["customers"] == "none"
    assert (two.template, two.data, two.given["purchase_value"]) == ("calculator", None, 60)


def test_a_job_for_each_value(tmp_path: Path) -> None:
    """North and "north " are one, as everywhere; a name of a file has no slash and no quotes; the row without a shop is said."""
    found = read_jobs(told(tmp_path, '[[job]]\ndata = "orders.csv"\neach = "shop"\noutput = "r-{each}.xlsx"\nwhere = "Amount > 1"\n'))
    assert [job.output.name for job in found.jobs] == ["r-North.xlsx", "r-A_B _x_.xlsx"]
    assert [job.given["where"] for job in found.jobs] == ['(Amount > 1) and "Shop" = "North"', '(Amount > 1) and "Shop" = "A/B ""x"""']
    assert found.notes == ["1 row has nothing in the column Shop: in none of the workbooks."]


def test_a_job_for_each_file(tmp_path: Path) -> None:
    for name in ("orders-a.csv", "orders-b.csv"):
        (tmp_path / name).write_text(ROWS)
    found = jobs_each(None, str(tmp_path / "orders-*.csv"), "file", str(tmp_path / "{each}.xlsx"), {})
    assert [job.output.name for job in found.jobs] == ["orders-a.xlsx", "orders-b.xlsx"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no job in it"),
        ("[[jobs]]\n", "'jobs' is neither"),
        ("[job]\n", "in two brackets"),
        ("[[job]\n", "this is no list of jobs"),
        ('[[job]]\ndata = "orders.csv"\n', "job 1: output is missing"),
        ('[[job]]\noutput = "a.xlsx"\n[[job]]\noutput = "A.xlsx"\n', "two jobs write"),
        ('[[job]]\ndata = "orders.csv"\neach = "Shop"\noutput = "a.xlsx"\n', "write {each} where the value stands"),
    ],
)
def test_lists_that_are_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(WorkbookError, match=said):
        read_jobs(told(tmp_path, text))


def test_a_column_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(OrderFileError, match="no column 'Shops'; did you mean Shop\\?"):
        read_jobs(told(tmp_path, '[[job]]\ndata = "orders.csv"\neach = "Shops"\noutput = "{each}.xlsx"\n'))
    with pytest.raises(WorkbookError, match="there is no such file"):
        read_jobs(tmp_path / "none.toml")


def test_the_list_of_the_documents(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "scripts.md").read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    for name in ("north-2023.csv", "north-2024.csv", "south.csv"):
        (tmp_path / name).write_text(ROWS)
    north, south = read_jobs(told(tmp_path, text)).jobs
    assert (north.template, north.output.name, len(north.data)) == ("transactions", "north.xlsx", 2)
    assert south.given == {"language": "de", "gross_margin": 0.4, "where": "Status = paid"}
