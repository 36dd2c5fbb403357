"""Customers who may be one and the same are listed, and counted apart."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from clv_xl.cli import main
from clv_xl.sources.source import read_list, read_orders


def notes(**columns: list[str]) -> str:
    frame = pd.DataFrame({name.replace("_", " "): values for name, values in columns.items()}).assign(Date="2024-01-31", Amount=10.0)
    source = read_orders(frame)
    assert source.cleaned.customers == len({value.strip().lower() for value in next(iter(columns.values()))})  # none is merged
    return " ".join(source.notes)


@pytest.mark.parametrize(
    ("customers", "said"),
    [
        (
            ["anna@x.nl", "anna+shop@x.nl", "bob@x.nl"],
            "2 customers are written much like another, and are counted apart: anna+shop@x.nl and anna@x.nl.",
        ),
        (["a.nna@gmail.com", "anna@googlemail.com"], "a.nna@gmail.com and anna@googlemail.com."),
        (["a.nna@x.nl", "anna@x.nl"], ""),
        (["Müller", "Muller"], "Muller and Müller."),
        (["O'Neill", "ONeill"], "O'Neill and ONeill."),
        (["Jansen, Anna", "Anna Jansen"], "Anna Jansen and Jansen, Anna."),
        (["Anna Jansen", "Anna Janssen", "Hanna Jansen"], "2 customers .*: Anna Jansen and Anna Janssen."),
        (["marieke@hotmail.com", "marieke@hotmial.com"], "marieke@hotmail.com and marieke@hotmial.com."),
        (["Jo Visser", "Bo Visser", "info@abc.nl", "info@abd.nl"], ""),
        (["Branch A Ltd", "Branch B Ltd", "Branch C Ltd", "Branch D Ltd"], ""),
        (["KD-5007", "KD5007", "KD 5008"], "KD-5007 and KD5007."),
        (["005007", "5007", "1-23", "12-3"], "2 customers .*: 005007 and 5007."),
        (["k1@example.com", "k2@example.com", " K1@Example.com "], ""),
    ],
)
def test_who_is_like_whom(customers: list[str], said: str) -> None:
    found = notes(Customer=customers)
    assert re.search(said.replace("+", "[+]"), found) if said else not found, found


def test_one_address_of_several_ids() -> None:
    assert "2 customers are written much like another, and are counted apart: A11 and B12 (a@x.nl)." in notes(
        Customer_ID=["A11", "B12", "C13"], Email=["a@x.nl", "A@x.nl", "c@x.nl"]
    )


def test_three_examples_at_most_and_all_kinds_of_lists() -> None:
    names = [name for letter in "abcde" for name in (f"{letter}nna@x.nl", f"{letter}nna+1@x.nl")]
    assert notes(Customer=names).count(" and ") == 4 and notes(Customer=names).startswith("10 customers")  # "much like another, and" is one
    subscribers = pd.DataFrame({"Customer": ["Zoë", "Zoe"], "Start": "2024-01-31", "End": None, "Plan": "Pro"})
    assert "Zoe and Zoë" in " ".join(read_list(subscribers).notes)
    groups = pd.DataFrame({"Segment": ["a", "b"], "Value": [1.0, 2.0], "CAC": [1.0, 1.0]})
    assert read_list(groups).notes == []


def test_a_report_and_json_say_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("email,date,amount\nanna@x.nl,2024-01-31,10\nanna+1@x.nl,2024-01-31,5\n", encoding="utf-8")
    assert main(["inspect", str(path)]) == 0 and "anna+1@x.nl and anna@x.nl" in capsys.readouterr().out
    assert main(["inspect", str(path), "--json"]) == 0
    assert "anna+1@x.nl and anna@x.nl" in json.loads(capsys.readouterr().out)["notes"][0]
