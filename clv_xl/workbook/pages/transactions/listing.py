"""Pages that are a sentence and one list: Products, Drivers and Win-back."""

from __future__ import annotations

from ....functions import CLV_DORMANT, CLV_DRIVERS, CLV_PRODUCTS
from ....lists.orders.customers.lifecycle import OVERDUE, Stage
from ...layout.lists import list_page
from ...layout.page import Book, Page
from ...layout.tables import Spill, call
from ...layout.workings import Part, Workings
from ...look.style import SHARE
from ..shared.wording import order_said
from .orders import COSTS, ORDERS, column_ranges


def _put_list(page: Page, answer: str, notes: tuple[str, str], listed: Spill) -> None:
    """The page from top to bottom."""
    page.text(answer, "Section", 24)
    for note in notes:
        page.text(note, "Plain note")
    page.skip(8)
    page.put(listed)
    page.freeze(listed.at(1, 0))
    page.repeat(listed, whole_head=True)


def products_page(book: Book, workings: Workings) -> None:
    page, products = list_page(
        book,
        "Products",
        "What do the best customers buy?",
        call(
            CLV_PRODUCTS,
            column_ranges("customer", "product", "amount"),
            COSTS,
            "input_best_share",
            column_ranges("date"),
            "input_as_of",
            "input_sort_products",
        ),
        widths={
            "Product": 30,
            "Buyers": 12,
            "Share of customers": 14,
            "Revenue": 15,
            "Share of revenue": 18,
            "Profit": 14,
            "Margin": 14,
            "Mean CLV of buyers": 14,
            "Best customers' index": 14,
        },
        forms={"Margin": "#,##0.00"},  # without costs another figure stands there
    )
    _say_best(workings.part("Products"), products)
    _put_list(
        page,
        f'=IF(COUNTA(Orders[Product])=0,"Orders has no products.",IF({products.is_missing},"No order counts.",best_product))',
        (
            "Mean CLV of buyers: what they have brought with all products. Index: how much more often the best customers buy it than all do.",
            "All of it is before cost of goods; where every row on Orders has a cost, profit and the CLV of buyers are after costs and fees.",
        ),
        products,
    )
    _mark_products(book, products)


def _say_best(part: Part, products: Spill) -> None:
    """best_product: the one with the largest profit, or revenue where not every product has a profit, however the list is sorted."""
    part.figure("products_listed", f"=MAX(0,COUNT({products.column('Share of customers')})-1)", "0")
    revenue, profit = (products.column(name).until("products_listed") for name in ("Revenue", "Profit"))
    part.figure("products_profit", f'=N(AND(COUNT({profit})=products_listed,{products.head("Profit")}="Profit"))', "0")
    largest = 'IF(products_listed=0,"",MAX({}))'.format
    part.figure("best_earned", f"=IF(products_profit=1,{largest(profit)},{largest(revenue)})", "#,##0")
    row = f"IF(products_profit=1,MATCH(best_earned,{profit},0),MATCH(best_earned,{revenue},0))"
    part.figure("best_product_row", f"=IF(products_listed=0,0,{row})", "0")
    first, share = (products.column(name).at("best_product_row") for name in ("Product", "Share of revenue"))
    part.figure("best_product_name", f'=IF(products_listed=0,"",{first})', label="The best of them")
    earns = 'best_product_name&" earns the most: a profit of "&FIXED(N(best_earned),0)&"."'
    brings = f'best_product_name&" brings the most: "&ROUND(100*N({share}),1)&"% of the revenue."'
    part.figure("best_product", f"=IF(products_profit=1,{earns},{brings})", label="Product")


def _mark_products(book: Book, products: Spill) -> None:
    """Without costs there is no profit and no margin, and the columns after them move up."""
    products.form_where("Margin", "Margin", f'{products.head("Margin")}="Margin"', SHARE)
    last = products.cols[-1].name
    products.hide_where("Share of customers", last, f"NOT(ISNUMBER({products.any_cell('Share of customers')}))")  # a share of nothing
    name = products.any_row["Product"]
    products.mark_total(f'AND(result_customers>0,OR({name}="All products",{name}="Left out: not readable"))')
    listed = f"COUNT({products.column('Share of customers')})"
    profit = f'IF({products.head("Profit")}="Profit",{products.column("Profit").at(listed)},"")'
    book.name("check_products_profit", f'IFERROR({profit},"")')
    book.name("check_products", f"IFERROR({products.column('Revenue').at(listed)},0)")


def drivers_page(book: Book, workings: Workings) -> None:
    page, drivers = list_page(
        book,
        "Drivers",
        "What moves with the value of a customer?",
        call(CLV_DRIVERS, "customer_group_values", "customer_factors"),
        widths={"Factor": 26, "Kind": 13, "Explained": 14, "Correlation": 14, "More than chance": 15, "Highest": 24},
    )
    explains = f'"Yes: "&{drivers.at("Factor", 0)}&" goes with the value "&value_when&", beyond chance (98% sure): "&ROUND(100*N({drivers.at("Explained", 0)}),1)&"% of the differences in rank."'
    part = workings.part("Drivers")
    part.figure(
        "no_driver", '="No: nothing here moves with the value "&value_when&" beyond chance, among "&FIXED(aged_customers,0)&" customers."'
    )
    part.figure(
        "few_for_drivers",
        '="Cannot tell yet: it takes "&enough_customers&" customers; "&FIXED(MAX(0,enough_customers-aged_customers),0)&" are missing."',
    )
    none = f'COUNTIF({drivers.column("More than chance")},"Yes")=0'
    part.figure("drivers_none", f"=N({none})", label="No factor goes with it")
    part.figure("best_driver", f'=IF(drivers_none,"",{explains})', label="Factor")
    part.verdict(
        "drivers_answer",
        '=IF(result_customers=0,"There are no customers yet.",IF(aged_customers<enough_customers,few_for_drivers,IF(drivers_none,no_driver,best_driver)))',
    )
    _put_list(
        page,
        "=drivers_answer",
        (
            "Explained: the share of the differences in rank that go with the factor. Adjusted p: below 2% it is more than chance.",
            "Customers are compared at the same age. Correlation is not causation: only a test can tell (CLV_AB_TEST).",
        ),
        drivers,
    )
    drivers.colour("More than chance", {"Yes": "good", "No": "look"})


_ASSUMED = "input_as_of,input_gross_margin,input_forecast_months,input_discount_rate,coded_model"


def winback_page(book: Book, workings: Workings) -> None:
    page, overdue = list_page(
        book,
        "Win-back",
        "Whom should we win back?",
        call(CLV_DORMANT, ORDERS, _ASSUMED, COSTS, "input_sort_winback"),
        widths={
            "Customer": 22,
            "Last purchase": 15,
            "Purchases": 12,
            "Days silent": 12,
            "Gaps silent": 12,
            "Stage": 20,
            "Average order": 14,
            "Value so far": 14,
            "P(alive)": 11,
            "Value at stake": 13,
            "Acting can change": 13,
        },
        head_height=46,
    )
    stages = overdue.column("Stage")
    part = workings.part("Win-back")
    counts = "+".join(f'COUNTIF({stages},"{stage}")' for stage in OVERDUE)
    part.figure("result_winback_customers", f"={counts}", "#,##0", "Overdue customers")
    for name, column, label in (
        ("result_value_at_stake", "Value at stake", "At stake"),
        ("winback_open", "Acting can change", "Acting can change"),
    ):
        part.figure(
            name,
            f'=IF(result_winback_customers=0,0,IFERROR({overdue.column(column).at("result_winback_customers+1")}+0,""))',
            "#,##0",
            label,
        )
    stake = '"Overdue customers: "&FIXED(result_winback_customers,0)&". "&FIXED(N(result_value_at_stake),0)&" is expected of them in "&input_forecast_months&" months; acting can change about "&FIXED(N(winback_open),0)&"."'
    part.figure("winback_known", f"={stake}")
    part.figure(
        "winback_unknown",
        '="Overdue customers: "&FIXED(result_winback_customers,0)&". Cannot tell yet what is at stake: Model says why there is no forecast."',
    )
    said = 'IF(result_value_at_stake="",winback_unknown,winback_known)'
    part.figure("winback_order", f"={order_said('sort_winback', 'Largest first')}")
    _put_list(
        page,
        f'=IF(result_customers=0,"There are no customers yet.",IF(result_winback_customers=0,"Nobody is overdue.",{said}))',
        (
            "Silent for longer than their own rhythm explains. Gaps silent: days silent divided by the usual gap.",
            '="Value at stake: what the model expects in "&input_forecast_months&" months, as on Forecast; the chance of having left is in it. Acting can change: value at stake × (1 - P(alive)). "&winback_order&"."',
        ),
        overdue,
    )
    overdue.colour("Stage", {str(Stage.SLIPPING): "look", str(Stage.DORMANT): "bad"})
    row = overdue.any_row
    overdue.mark_total(f'AND({row["Customer"]}<>"",{row["Stage"]}="")')
