"""Files of several programs as one list: every row and cent of each, orders that stand in two, and who is who."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_xl.sources.problems import OrderFileError
from clv_xl.sources.report import as_json, page_texts, sentences
from clv_xl.sources.source import read_list, read_orders
from clv_xl.sources.understood import Source

SHOP = """Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price
#1,ana@x.org,paid,EUR,10.00,2024-01-05 10:00:00 +0100,1,Mug,10.00
#2,bo@x.org,paid,EUR,20.00,2024-02-05 10:00:00 +0100,2,Mug,10.00
#3,ana@x.org,voided,EUR,99.00,2024-02-06 10:00:00 +0100,1,Vase,99.00
"""
WOO = """order_id,status,date,order_total,refunded_total,order_currency,customer_id,billing_email,line_items
1,completed,2024-03-01,30.00,5.00,EUR,7,ANA@x.org,Mug
12,completed,2024-03-02,40.00,0.00,EUR,8,dee@x.org,Mug
13,failed,2024-03-03,50.00,0.00,EUR,8,dee@x.org,Vase
"""
TILL = """Order number;Date;Customer number;Amount
r1;2024-04-01;7;60,00
r2;2024-04-02;9;70,00
r3;2024-04-03;;80,00
"""


def write(folder: Path, **files: str) -> list[Path]:
    """Files of these names."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [folder / f"{name}.csv" for name in files]


def sums(source: Source) -> dict[str, float]:
    """What each customer brought."""
    found: dict[str, float] = {}
    for row in source.table.to_pylist():
        found[row["customer"].lower()] = round(found.get(row["customer"].lower(), 0) + row["amount"], 2)
    return found


def test_three_programs_are_one_list(tmp_path: Path) -> None:
    """By hand. Shop: 30 of 129 read, 99 is voided. Web shop: 120 read, 50 failed, 5 given back. Till: 130 of 210, 80 without a customer.
    Ana is known by her address in two of them; customer 7 of the till is not customer 7 of the web shop, who is Ana."""
    source = read_list(write(tmp_path, shop=SHOP, woo=WOO, till=TILL))
    account = source.account
    assert (account.read.rows, account.read.money, account.used.rows, account.used.money) == (9, 459.0, 6, 225.0)
    assert account.rows_left_out == {"no customer": 1, "not money: failed": 1, "not money: voided": 1}
    assert account.money_left_out == {"no customer": 80.0, "not money: failed": 50.0, "not money: voided": 99.0, "refunded": 5.0}
    assert sums(source) == {"ana@x.org": 35.0, "bo@x.org": 20.0, "8": 40.0, "7": 60.0, "9": 70.0}
    assert source.cleaned.customers == 5 and source.cleaned.orders == 6 and source.cleaned.currency == "EUR"
    assert [(file.profile, file.account.read.money, file.account.used.money) for file in source.files] == [
        ("Shopify orders", 129.0, 30.0),
        ("WooCommerce orders (CSV Export Suite)", 120.0, 65.0),
        (None, 210.0, 130.0),
    ]
    assert "till.csv does not say its currency, and is counted as EUR." in source.notes
    told = as_json(source)
    assert [file["rows"]["read"] for file in told["files"]] == [3, 3, 3] and told["rows"]["read"] == 9
    assert any("till.csv: known by its headings; 3 rows read, 2 used; EUR 210.00 read, 130.00 used" in line for line in sentences(source))
    assert page_texts(source)["source_files"][0] == "shop.csv: Shopify orders; 3 rows read, 2 used; money 129.00 read, 30.00 used"


def test_an_id_of_two_programs_is_two_customers_with_names_of_their_own(tmp_path: Path) -> None:
    woo = WOO.replace("ANA@x.org", "eve@x.org")
    source = read_list(write(tmp_path, woo=woo, till=TILL))
    assert sums(source) == {"7": 25.0, "8": 40.0, "7 (till.csv)": 60.0, "9": 70.0}
    assert any("1 customers have an id that stands for another customer in another file" in note for note in source.notes)


def test_an_address_links_ids_of_two_programs_but_not_two_ids_of_one(tmp_path: Path) -> None:
    """Web shop: 7 is Ana, and 8 and 9 share an address. The other shop knows Ana as 70, and the shared address as 80."""
    woo = WOO.replace("13,failed", "13,completed").replace("8,dee@x.org,Vase", "9,dee@x.org,Vase")
    shop = "Order ID,Date,Client ID,Email,Amount\n5,2024-05-01,70,ana@x.org,1.00\n6,2024-05-02,80,dee@x.org,2.00\n"
    assert sums(read_list(write(tmp_path, woo=woo, shop=shop))) == {"7": 26.0, "8": 40.0, "9": 50.0, "80": 2.0}


def test_ids_of_one_heading_are_the_same_customers_and_it_is_said(tmp_path: Path) -> None:
    shop = "Customer number,Order date,Total\n7,2024-05-01,1.00\n"
    source = read_list(write(tmp_path, till=TILL, shop=shop))
    assert sums(source) == {"7": 61.0, "9": 70.0}
    assert "An id is the same customer in till.csv, shop.csv, where it has one heading." in source.notes


def test_an_order_in_two_files_is_counted_once(tmp_path: Path) -> None:
    head, *rows = WOO.splitlines()
    first, second = "\n".join([head, *rows[:2]]), "\n".join([head, *rows[1:]])
    source = read_list(write(tmp_path, january=first, february=second))
    assert source.account.rows_left_out == {"in a later file too": 1, "not money: failed": 1}
    assert (source.account.read.money, source.account.used.money) == (160.0, 65.0)
    assert source.files[0].account.money_left_out == {"in a later file too": 40.0, "refunded": 5.0}
    assert any("1 orders stand in two files with the same number" in note for note in source.notes)
    other = "\n".join([head + ",weight", *(row + ",1" for row in rows[1:])])  # another layout of the same export
    assert read_list(write(tmp_path, january=first, february=other)).account.used.money == 65.0


def test_an_order_that_differs_is_asked_about(tmp_path: Path) -> None:
    files = write(tmp_path, old=WOO, new=WOO.replace("40.00,0.00", "40.00,10.00"))
    with pytest.raises(
        OrderFileError, match=r"1 orders stand in two files with the same number, such as 12, .*duplicates=\"drop\""
    ) as asked:
        read_list(files)
    assert asked.value.options == ["--duplicates"]
    assert read_list(files, duplicates="drop").account.used.money == 55.0
    assert read_list(files[::-1], duplicates="drop").account.used.money == 65.0
    assert read_list(files, duplicates="keep").account.used.money == 120.0
    # an order that was not paid yet in the older file is no question
    pending = write(tmp_path, old=WOO.replace("12,completed", "12,pending"), new=WOO)
    assert read_list(pending).account.used.money == 65.0


def test_rows_without_a_number_that_stand_in_two_files_are_asked_about(tmp_path: Path) -> None:
    january = "Customer,Date,Amount\na,2024-01-01,1\na,2024-01-01,1\nb,2024-01-31,2\n"
    february = "Customer,Date,Amount\na,2024-01-01,1\nb,2024-01-31,2\nb,2024-02-01,3\n"
    files = write(tmp_path, january=january, february=february)
    with pytest.raises(OrderFileError, match=r"2 rows stand in two files, the same throughout, such as a, 1.0"):
        read_orders(files)
    kept = read_orders(files, duplicates="keep")
    assert (kept.account.used.rows, kept.account.used.money) == (6, 10.0)
    dropped = read_orders(files, duplicates="drop")  # and the copy within January too
    assert dropped.account.rows_left_out == {"in a later file too": 2, "copy of an earlier row": 1}
    assert dropped.account.used.money == 6.0


def test_the_payments_of_a_shop_are_not_its_orders_again(tmp_path: Path) -> None:
    till = "Customer,Date,Amount\n" + "".join(f"c{n}@x.org,2024-01-{n:02},{n}\n" for n in range(1, 7))
    paid = "Reference;E-mail;Day;Paid\n" + "".join(f"p{n};C{n}@x.org;2024-01-{n:02};{n},00\n" for n in range(4, 10))
    files = write(tmp_path, till=till, paid=paid)
    said = {"columns": {"date": "Day", "amount": "Paid"}}
    with pytest.raises(OrderFileError, match=r"3 purchases stand in two programs with the same customer, day and amount, such as c4@x.org"):
        read_orders(files, **said)
    assert read_orders(files, **said, duplicates="keep").account.used.money == 60.0
    once = read_orders(files, **said, duplicates="drop")
    assert (once.account.used.money, once.account.rows_left_out) == (45.0, {"in a later file too": 3})


def test_what_could_mean_two_things_is_asked(tmp_path: Path) -> None:
    dollars = write(tmp_path, shop=SHOP, woo=WOO.replace("EUR", "USD"))
    with pytest.raises(OrderFileError, match=r"several currencies, EUR \(2 rows\) and USD \(2 rows\)"):
        read_list(dollars)
    source = read_list(dollars, currency="EUR")
    assert (source.account.used.money, source.account.other) == (30.0, {"USD": 120.0})
    assert read_list(dollars, rates={"USD": 0.5}).account.used.money == 62.5
    with pytest.raises(OrderFileError, match="no row is in GBP; they are in EUR, USD"):
        read_list(dollars, currency="GBP")
    customers = write(tmp_path, woo=WOO, crm="Email,Value\nana@x.org,10\n")
    with pytest.raises(OrderFileError, match=r"crm.csv: this is a list of customers, and .*woo.csv one of orders"):
        read_list(customers)


def test_two_shops_with_one_program_are_not_one(tmp_path: Path) -> None:
    """Customers 7 and 8 of the one shop are others than those of the other, as their addresses show."""
    other = (
        WOO.replace("ANA@", "una@").replace("dee@", "dan@").replace("\n1,", "\n101,").replace("\n12,", "\n112,").replace("\n13,", "\n113,")
    )
    files = write(tmp_path, one=WOO, two=other)
    with pytest.raises(
        OrderFileError, match="2 of the 2 ids that stand in two files, such as 7, have another e-mail address in each"
    ) as asked:
        read_list(files)
    assert asked.value.options == ["--identity"]
    assert sums(read_list(files, identity="email")) == {"ana@x.org": 25.0, "dee@x.org": 40.0, "una@x.org": 25.0, "dan@x.org": 40.0}


def test_what_is_said_holds_for_the_files_that_have_the_column(tmp_path: Path) -> None:
    files = write(tmp_path, woo=WOO, till=TILL)
    source = read_list(files, where="Amount < 65", columns={"refund": "refunded_total"})
    assert source.account.used.money == 125.0  # 65 of the web shop and 60 of the till
    assert "woo.csv: --where is not about this file, which has no such column." in source.notes
    assert read_list(files, profile="woocommerce_orders").account.used.money == 195.0
    with pytest.raises(OrderFileError, match="there is no column 'Amout'; did you mean Amount"):
        read_list(files[1:] + files[:1], where="Amout < 65")


LAYOUTS = (
    ("Order ID,Email,Date,Amount", "{number},{email},{day},{amount:.2f}", "."),
    ("Bestelnummer;E-mail;Datum;Bedrag;Opmerking", "{number};{email};{day};{amount:.2f};x", ","),
    ("Client ID,Email,Order date,Order total", "{who},{email},{day},{amount:.2f}", "."),
)


@settings(max_examples=5, deadline=None)
@given(
    orders=st.lists(st.tuples(st.integers(1, 6), st.integers(0, 90), st.integers(1, 999999), st.integers(0, 2)), min_size=3, max_size=25),
    again=st.sets(st.integers(0, 24)),
)
def test_a_list_that_is_split_over_layouts_is_the_same_list(orders: Sequence[tuple[int, int, int, int]], again: set[int]) -> None:
    """Orders of layouts with a number may stand in the files of two months."""
    lines: dict[str, list[str]] = {}
    whole = [LAYOUTS[0][0]]
    for number, (who, days, cents, layout) in enumerate(orders):
        heading, row, mark = LAYOUTS[layout]
        cells = {"number": 1000 + number, "who": who, "day": dt.date(2024, 1, 1) + dt.timedelta(days), "amount": cents / 100 + number * 1e4}
        line = row.format(**cells, email=f"c{who}@x.org".upper() if number % 2 else f"c{who}@x.org")
        line = line.replace(f"{cells['amount']:.2f}", f"{cells['amount']:.2f}".replace(".", mark))
        lines.setdefault(f"first{layout}", [heading]).append(line)
        if number in again and layout < 2:
            lines.setdefault(f"second{layout}", [heading]).append(line)
        whole.append(LAYOUTS[0][1].format(**cells, email=f"c{who}@x.org"))
    with tempfile.TemporaryDirectory() as folder:
        one = read_orders(write(Path(folder), whole="\n".join(whole))[0])
        split = read_orders(write(Path(folder), **{name: "\n".join(rows) for name, rows in lines.items()}), duplicates=None)
    assert split.account.used == one.account.used and split.account.read.rows == sum(len(rows) - 1 for rows in lines.values())
    assert (split.cleaned.customers, split.cleaned.first, split.cleaned.last) == (
        one.cleaned.customers,
        one.cleaned.first,
        one.cleaned.last,
    )
    assert sorted(sums(split).values()) == sorted(sums(one).values())
