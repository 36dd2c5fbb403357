"""Overview: what has happened so far. The results that scripts read are defined here."""

from __future__ import annotations

from dataclasses import dataclass

from .....functions import CLV_GROWTH, CLV_TREND
from .....functions.orders.growth import GrowthFigure
from .....lists.orders.customers.lifecycle import ACTIVE_GAPS, DORMANT_GAPS, Stage
from .....lists.orders.summary import CENT_FRACTION
from .....lists.periods import Period
from ....layout.page import Book, Lane
from ....layout.places import Place
from ....layout.tables import Col, Spill, Table, call
from ....layout.workings import Part, Workings
from ....look.conditional_formats import currency_signs
from ....look.style import COUNT, SHARE
from ..costs import put_costs
from ..orders import ORDERS
from .overview_months import growth_chart, put_months, say_all

_TENTHS = ("Best", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "Last")


@dataclass(frozen=True)
class Overview:
    """Customers by stage, customers by their revenue in tenths, and the months, of which the first is all that is earlier."""

    stages: Table
    tenths: Table
    months: Table


def overview_page(book: Book, workings: Workings, banner: tuple[Place, str], customers: Spill) -> Overview:
    page = book.page(
        "Overview",
        "What has happened so far?",
        '="Overview  ·  "&result_subtitle',
        [20, *[14] * 5, 3, *[14] * 6],
        link="Dashboard",
        banner=banner,
    )
    left, right = page.split(6, 6, gap=1)
    _put_key_figures(left, customers)
    left.skip(17)
    stages = _put_stages(left)
    left.skip(17)
    by_month = workings.beside("Purchases by month", call(CLV_TREND, ORDERS, f'"{Period.MONTH}"', "input_as_of"))
    months = put_months(right, by_month)
    part = workings.part("Overview")
    put_costs(workings.part("Value of orders"), workings)
    say_all(part, months, workings.beside("Growth", call(CLV_GROWTH, ORDERS, "input_as_of"), rows=len(GrowthFigure), style="Plain note"))

    right.below(left, right)
    tenths = _put_tenths(left, part)
    right.section("Is revenue growing?", "=chart_growth", height=17)
    right.chart(growth_chart(part, months), 11)
    right.text("=season_answer", "Plain note", 17)
    return Overview(stages, tenths, months)


def _key_figures(customers: Spill) -> tuple[tuple[str, str, str, str, str], ...]:
    """What each is called, its name, formula, number format, and what it means."""
    per_customer = 'IF(result_customers=0,"",{}/result_customers)'
    best = revenue_of_best("best_customers", "best_edge")
    return (
        ("Order rows read", "rows_read", "=check_rows_read", COUNT, ""),
        (
            "Order rows used",
            "rows_used",
            "=check_rows_used",
            COUNT,
            '=IF(result_rows_used=result_rows_read,"all of them","the others are counted on Checks")',
        ),
        ("Customers", "customers", f"=COUNT({customers.column('Purchases')})", COUNT, "in the orders used"),
        (
            "Came back at least once",
            "repeat_customers",
            '=COUNTIF(customer_purchases,">1")',
            COUNT,
            '=IF(result_customers=0,"",ROUND(100*result_repeat_customers/result_customers,1)&"% of customers")',
        ),
        ("Purchases", "orders", "=SUM(customer_purchases)", COUNT, "days on which a customer bought"),
        ("Revenue", "revenue", "=SUM(customer_revenue)", "#,##0.00", "after refunds"),
        (
            "Average order",
            "average_order_value",
            '=IF(result_orders=0,"",result_revenue/result_orders)',
            "#,##0.00",
            "revenue per purchase",
        ),
        ("Purchases per customer", "orders_per_customer", f"={per_customer.format('result_orders')}", "#,##0.00", ""),
        (
            "Lifespan",
            "lifespan_years",
            f"={per_customer.format('SUM(customer_recency)/365.25')}",
            "#,##0.00",
            "years from first to last purchase",
        ),
        ("Value so far per customer", "mean_clv", f"={per_customer.format('result_customer_equity')}", "#,##0.00", "=after_cost"),
        ("All customers together", "customer_equity", "=SUM(customer_value)", "#,##0.00", '="value so far, "&after_cost'),
        (
            "Best customers' share of revenue",
            "top20_share",
            f'=IF(result_revenue>0,({best})/result_revenue,"")',
            SHARE,
            '=IF(result_customers=0,"",FIXED(best_customers,0)&" of "&FIXED(result_customers,0)&" customers")',
        ),
        (
            "Value : cost (CLV : CAC)",
            "clv_cac_ratio",
            '=IF(OR(input_cac="",result_customers=0),"",0+_xldudf_CLV_CAC_RATIO(result_mean_clv,input_cac))',
            '0.0" : 1"',
            '=IF(input_cac="","fill in the cost on Inputs","so far; 3 is a common floor")',
        ),
    )


def _put_key_figures(lane: Lane, customers: Spill) -> None:
    figures = _key_figures(customers)
    lane.section("Key figures", "From the first order to the calculation date", height=17)
    columns = (Col("Figure", span=3), Col("Value", "number"), Col("", "note", span=2))
    table = lane.table(columns, len(figures), head_height=17)
    for row, (label, name, formula, form, note) in enumerate(figures):
        table.set(row, (label, formula, note), {"Value": form})
        value = table.at("Value", row)
        lane.page.book.name(f"result_{name}", value)
        if name in ("revenue", "average_order_value", "mean_clv", "customer_equity"):
            table.rule(currency_signs, value)


def _put_stages(lane: Lane) -> Table:
    few, many = ACTIVE_GAPS, DORMANT_GAPS
    rules = {
        Stage.NEW: "1 purchase, recent",
        Stage.ACTIVE: f"up to {few} usual gaps",
        Stage.SLIPPING: f"{few} to {many} usual gaps",
        Stage.DORMANT: f"over {many} usual gaps",
        Stage.ONE_TIME: "1 purchase, long ago",
        Stage.REFUNDED: "refunds only",
    }
    lane.section("Where customers stand", "By days since the last purchase, beside each customer's own usual gap", height=17)
    columns = (
        Col("Stage", "key"),
        Col("Silent for", span=2),
        Col("Customers", "number"),
        Col("Share", "share"),
        Col("Value so far", "number"),
    )
    table = lane.table(columns, len(rules), total=True, head_height=17)
    for row, (stage, rule) in zip(table.numbered, rules.items()):
        values = (
            str(stage),
            rule,
            f"=COUNTIF(customer_stage,{row['Stage']})",
            f'=IF(result_customers=0,"",{row["Customers"]}/result_customers)',
            f"=SUMIFS(customer_value,customer_stage,{row['Stage']})",
        )
        table.set(row, values)
    customers, shares, value = (f"SUM({table.column(name)})" for name in ("Customers", "Share", "Value so far"))
    table.set_total(("All customers", None, f"={customers}", f'=IF(result_customers=0,"",{shares})', f"={value}"))
    book = lane.page.book
    book.name("result_active_customers", table.at("Customers", [*rules].index(Stage.ACTIVE)))
    book.name("check_stage_customers", table.total("Customers"))
    return table


def revenue_of_best(count: object, edge: object) -> str:
    """A formula for the revenue of so many customers, the largest first, of whom the last has the edge, however the list is sorted."""
    above = f'customer_revenue,">"&{edge}'
    return f"SUMIF({above})+({count}-COUNTIF({above}))*{edge}"


def _put_tenths(lane: Lane, part: Part) -> Table:
    lane.section("Who brings the revenue", "Customers from largest to smallest, in ten groups of equal size", height=17)
    columns = (
        Col("Tenth"),
        Col("Customers", "number"),
        Col("Revenue", "number"),
        Col("Share", "share"),
        Col("Share so far", "share"),
        Col("Per customer", "money"),
    )
    table = lane.table(columns, len(_TENTHS), total=True, head_height=17)
    steps = range(len(_TENTHS) + 1)
    counts = part.line("Customers up to there", [f"=ROUND({step}*result_customers/10,0)" for step in steps], COUNT)
    edges = part.line(
        "Revenue of the last of them", [f'=IF({count}=0,"",LARGE(customer_revenue,{count}))' for count in map(counts.at, steps)], "#,##0.00"
    )
    sums = [f"=IF({counts.at(step)}=0,0,{revenue_of_best(counts.at(step), edges.at(step))})" for step in steps]
    so_far = part.line("Revenue up to there", sums, "#,##0.00")
    for tenth, (row, name) in enumerate(zip(table.numbered, _TENTHS)):
        customers, revenue = row["Customers"], row["Revenue"]
        values = (
            name,
            f"={counts.at(tenth + 1)}-{counts.at(tenth)}",
            f"=ROUND({so_far.at(tenth + 1)}-{so_far.at(tenth)},{CENT_FRACTION})",
            f'=IF(result_revenue>0,{revenue}/result_revenue,"")',
            f'=IF(result_revenue>0,SUM({table.at("Share", 0)}:{row["Share"]}),"")',
            f'=IF({customers}=0,"",{revenue}/{customers})',
        )
        table.set(row, values)
    totals = (
        "All customers",
        f"=SUM({table.column('Customers')})",
        f"=SUM({table.column('Revenue')})",
        f'=IF(result_revenue>0,SUM({table.column("Share")}),"")',
        None,
        f'=IF(result_customers=0,"",{table.total("Revenue")}/{table.total("Customers")})',
    )
    table.set_total(totals)
    return table
