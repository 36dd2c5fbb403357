"""A file of products beside the orders: what was sold has its costs, and what has none is counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from clv_xl import fill
from clv_xl.sources.problems import OrderFileError
from clv_xl.sources.report import as_json, page_texts
from clv_xl.sources.source import read_list, read_orders
from clv_xl.sources.understood import Source
from tests.sources.test_several_files import SHOP, TILL, write

ORDERS = """Email,Date,SKU,Quantity,Amount
a@x.org,2024-01-01,mug-1,2,20
b@x.org,2024-01-02, MUG-1 ,1,10
b@x.org,2024-01-03,vase,1,30
c@x.org,2024-01-04,vase,-1,-30
c@x.org,2024-01-05,mug-1,1,-10
"""
PRODUCTS = "SKU,Title,Cost price,Stock\nMug-1,Mug,4.00,9\nVASE,Vase,11.50,2\nlamp,Lamp,3.00,1\n"


def costs(source: Source) -> list[float | None]:
    """The cost of each row that counts."""
    return [row["cost"] for row in source.table.to_pylist()]


def test_costs_are_those_of_the_products_times_how_many(tmp_path: Path) -> None:
    """By hand: two mugs 8, one 4, a vase 11.50, which comes back; money given back for a mug that is kept costs nothing."""
    orders, products = write(tmp_path, orders=ORDERS, products=PRODUCTS)
    source = read_orders(orders, products=products)
    assert costs(source) == [8.0, 4.0, 11.5, -11.5, 0.0]
    assert source.columns["cost"] == costs(source)
    assert source.headings["cost"] == 'Quantity * "Cost price (products.csv)"' and source.not_used == []
    assert source.account == read_orders(orders).account
    text = "products.csv: 2 of 3 rows are of products in the orders; 0 products in the orders have no cost in it"
    assert page_texts(source)["source_joined"] == [text]
    (joined,) = as_json(source)["joined"]
    assert joined["rows"] == {"read": 3, "matched": 2, "not_matched": 1} and joined["not_used"] == ["Stock"]
    filled = fill("transactions", orders, tmp_path / "o.xlsx", products=products)
    assert filled.source and filled.source.columns["cost"] == [8.0, 4.0, 11.5, -11.5, 0.0]


def test_the_lines_of_an_order_have_the_costs_of_each(tmp_path: Path) -> None:
    """Shopify has the total on the first line. #1 is 2 mugs and a vase, 8 + 11.50; of #2 the plate has no cost, so the order has none."""
    shop = (
        "Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price\n"
        "#1,ana@x.org,paid,EUR,50.00,2024-01-05,2,Mug,10.00\n#1,ana@x.org,,,,,1,Vase,30.00\n"
        "#2,bo@x.org,paid,EUR,20.00,2024-02-05,1,Mug,10.00\n#2,bo@x.org,,,,,1,Plate,10.00\n"
    )
    source = read_list(write(tmp_path, shop=shop)[0], products=write(tmp_path, products=PRODUCTS)[0])
    assert costs(source) == [19.5, None]
    assert (source.joined[0].matched, source.joined[0].without) == (2, 1)
    # the same where every line repeats the total, also if the costs are alike
    lines = "Order ID,Email,Date,Product,Quantity,Order total\n1,a@x.org,2024-01-01,Mug,1,50\n1,a@x.org,2024-01-01,Vase,1,50\n"
    alike = PRODUCTS.replace("11.50", "4.00")
    (repeated,) = write(tmp_path, lines=lines)
    assert costs(read_orders(repeated, lines="repeated", products=write(tmp_path, alike=alike)[0])) == [8.0]


def test_own_costs_come_first_and_files_without_products_are_named(tmp_path: Path) -> None:
    own = "Email,Date,Product,Amount,Cost\na@x.org,2024-01-01,Mug,10,1\nb@x.org,2024-01-01,Mug,10,\n"
    products = pd.DataFrame({"Product": ["mug", "Mug ", "vase"], "Unit cost": [4.0, 4.0, 2.0]})
    source = read_orders(write(tmp_path, own=own)[0], products=products)
    assert costs(source) == [1.0, 4.0]
    assert source.notes[0] == "It has no column of the quantity: the costs of the DataFrame of products count once a row."
    two = read_list(write(tmp_path, shop=SHOP, till=TILL), products=write(tmp_path, products=PRODUCTS)[0])
    assert costs(two) == [4.0, 8.0, None, None]
    assert "till.csv: It has no column of the product, and gets no costs of products.csv." in two.notes
    several = read_orders(write(tmp_path, own=own)[0], products=pd.DataFrame({"Product": ["mug", "Mug"], "Cost": [4.0, 5.0]}))
    assert costs(several) == [1.0, None] and several.joined[0].without == 1
    assert "the DataFrame of products: 1 products have several costs, such as mug, and get none of them." in several.notes


def test_a_file_of_products_that_does_not_fit(tmp_path: Path) -> None:
    orders, till = write(tmp_path, orders=ORDERS, till=TILL)

    def wrong(text: str, sentence: str, source: Path = orders, **said: Any) -> None:
        with pytest.raises(OrderFileError, match=sentence) as asked:
            read_list(source, products=write(tmp_path, wrong=text)[0], **said)
        assert asked.value.options

    wrong("SKU,Cost\nlamp,1\n", "none of its 1 products, by SKU, is in .*orders.csv")
    wrong("SKU,Price\nmug-1,1\n", r'no column of the cost of a product among SKU, Price; name it with cost="COLUMN"')
    wrong("Colour,Cost\nred,1\n", "no column of the id, SKU or name of a product among Colour, Cost")
    wrong("SKU,Cost price,Item cost\nmug-1,1,2\n", r"several columns could be the cost of a product \(Cost price, Item cost\)")
    wrong(PRODUCTS, r'till.csv: no column of the product, for the costs of wrong.csv; name it with product="COLUMN"', till)
    wrong("SKU,Cost (USD)\nmug-1,1\n", "its costs are in USD, and .*orders.csv counts in EUR", currency="EUR")
    named = read_orders(orders, products=write(tmp_path, priced="SKU,Price\nmug-1,1\nvase,2\n")[0], columns={"cost": "Price"})
    assert costs(named) == [2.0, 1.0, 2.0, -2.0, 0.0]


def test_products_are_called_as_their_file_calls_them(tmp_path: Path) -> None:
    """Ids become names; two products of one name are told apart, one that is not in the file keeps its id, and a file needs no costs."""
    products = "SKU,Title,Stock\nMug-1,Mug,9\nVASE,Vase,2\nlamp,Lamp,1\n"
    named = read_orders(write(tmp_path, orders=ORDERS)[0], products=write(tmp_path, products=products)[0])
    assert named.columns["product"] == ["Mug", "Mug", "Vase", "Vase", "Mug"] and "cost" not in named.columns
    text = "products.csv: 2 of 3 rows are of products in the orders; 0 products in the orders are not in it"
    assert page_texts(named)["source_joined"] == [text]
    assert as_json(named)["joined"][0]["columns"] == {"product": "SKU, Title", "name": "Title"}
    alike = "SKU,Title,Cost\nMug-1,Pot,4\nlamp,Pot,3\n"
    both = read_orders(write(tmp_path, orders=ORDERS)[0], products=write(tmp_path, alike=alike)[0])
    assert both.columns["product"] == ["Pot (mug-1)", "Pot (mug-1)", "vase", "vase", "Pot (mug-1)"]
    assert costs(both)[:3] == [8.0, 4.0, None]
