"""Orders: which rows count, and with how much money. Every row is used or left out for one stated reason, with its money."""

from __future__ import annotations

from dataclasses import replace

from ....words import Words
from ...columns.fields import ORDERS
from ...columns.plan import Plan
from ...columns.recognising import tier_of
from ...columns.words import word_sql, words_of
from ...opening.raw import Raw, quoted, quoted_all
from ...options import Options
from ...reasons import AMOUNT, COPY, DATE, IMPOSSIBLE, LATER, NO_CUSTOMER, OUT, TEST_ORDER, TOTAL
from ..account import Account, Cleaned, account_of, count_customers, impossible_days, make_customers, settle_as_of
from ..conditions import conditions_of, headings_tested, stage_kept, told_by
from ..customers.identities import make_keys, stage_identities
from ..date_gaps import fill_days
from ..money import conversion, in_one_currency, said_of_blanks, settle_currency, stage_currency
from ..stage import FIRST_DAY, LAST_DAY, Stage
from ..statuses import REFUNDED, TEST, WordColumn, stage_rules, stage_sign
from .lines import MONEY, fill_down, said_of_costs, settle_lines
from .product_costs import Products, check_currency, quantity_of, take_costs
from .refunds import ask_of_flags, ask_twice, ask_unread, refund_sql

SHOWN = (NO_CUSTOMER, DATE, AMOUNT, LATER)
"""Why rows are left out that a workbook still shows, and counts itself."""
LABELS = ("channel", "campaign", "product", "segment", "country", "order")
_LASTING = ("part", "mark", "day", "currency", *MONEY)
"""Columns of the stage that are still needed when every row is decided on, beside the texts."""
_LINKED = {"by_id", "by_email"}
"""Where there are both, near doubles are told by them."""


def clean_orders(raw: Raw, plan: Plan, options: Options, products: Products | None = None) -> Cleaned:
    """Decide on every row. products: what each costs, from a file beside the orders.

    Raises:
        OrderFileError: something can be read in two ways, or no row can be used.
    """
    stage, words, sign, said, names = _stage(raw, plan, options, products)
    stage.build("staged")
    lines, note = settle_lines(raw, plan, options)
    table = fill_down(raw, plan, stage, lines)
    dated = fill_days(raw, table) if stage.odd_days else ""
    table = "dated" if dated else table
    guests, cut = make_keys(raw, plan, names, table)
    refund = refund_sql(raw, plan, table)
    reason, gross = _reasons(plan, words, sign)
    copied = f"row_number() OVER (PARTITION BY {_whole(raw)} ORDER BY rn) > 1" if options.duplicates == "drop" else "false"
    money = f"{gross} AS gross, coalesce({refund}, 0) AS back, {copied} AS copied"
    raw.view("judged", f"SELECT *, {reason} AS reason FROM (SELECT *, {money} FROM known)")
    ask_unread(raw, plan, stage.unread)
    ask_twice(raw, plan)
    unread = said_of_costs(raw, plan, stage.unread)
    currency, rates = settle_currency(raw, "judged", "reason IS NULL AND lead", options)
    if products:
        check_currency(raw, plan, products, currency, rates)
    _decide(raw, plan, stage, currency, rates)
    blank = said_of_blanks(raw, currency)
    raw.drop("rows_read", "staged", "lined", "dated")
    cleaned = tally_orders(raw, options, currency, "order_text" if "order" in plan.fields else "")
    cleaned.lines = lines
    impossible = impossible_days(raw, cleaned.account, "day")
    cleaned.notes += [text for text in (note, *said, *unread, blank, dated, impossible, cut, guests, _copies(raw, options)) if text]
    return cleaned


def _stage(
    raw: Raw, plan: Plan, options: Options, products: Products | None
) -> tuple[Stage, list[WordColumn], tuple[str, str], list[str], list[str]]:
    stage = Stage.of(raw, plan, options)
    conditions = conditions_of(raw, plan, options)
    told = told_by(raw, options)
    beside = [heading for heading in raw.headings if tier_of(heading, ORDERS.words("date")) is not None]
    used = [*plan.headings(), *beside, *headings_tested(conditions), *([quantity_of(raw) or ""] if products else [])]
    texts = [heading for heading in raw.headings if raw.kinds[heading] == "text"][:12]
    totals = ", ".join(f"rtrim({word_sql(raw.text(heading))}, ':')" for heading in texts)
    some = quoted_all(words_of("total"))
    total = f"CASE WHEN {stage.text(plan.fields['date'])} IS NULL THEN list_has_any([{totals}], [{some}]) END" if totals else "false"
    raw.load(used, {"total_line": f"coalesce({total}, false)"})
    ask_of_flags(raw, plan, options)
    fields = plan.fields
    numbers = {name: fields[name] for name in ("amount", "refund", *MONEY) if name in fields}
    stage.read_numbers([*numbers.values()])
    day, day_bad = stage.read_dates({"date": fields["date"]}, beside)["date"]
    day = f"CASE WHEN {day} >= DATE '1900-01-01' THEN {day} END"  # Excel has no days before
    stage.columns |= {
        "mark": "mark",
        "total_line": "total_line",
        "day": day,
        "day_bad": day_bad,
        "day_text": f"CASE WHEN {day} IS NULL THEN {stage.text(fields['date'])} END",
    }
    for name, expression in numbers.items():
        stage.columns[name], stage.columns[f"{name}_bad"] = stage.number(expression)
        if name != "amount":
            stage.columns[f"{name}_word"] = stage.cell(expression)
    stage.columns["amount_text"] = f"CASE WHEN {stage.columns['amount']} IS NULL THEN {stage.cell(fields['amount'])} END"
    names = stage_identities(plan, stage, options.identity)
    stage_currency(raw, plan, stage, "amount")
    stage.label(LABELS, fields)
    if products:
        take_costs(raw, plan, stage, products)
    if "order" in fields:  # the lines of an order stand in one file
        key = stage.columns["order_text"]
        stage.columns["order_key"] = f"{key} || ' ' || {stage.columns['part']}" if len(raw.files) > 1 else key
    lines = "NOT total_line"
    words, said = stage_rules(raw, plan, stage, told, lines)
    sign = stage_sign(raw, plan, stage, told, lines)
    stage_kept(stage, conditions)
    return stage, words, sign, said, names


def _reasons(plan: Plan, words: list[WordColumn], sign: tuple[str, str]) -> tuple[str, str]:
    """The SQL of why a row is left out (NULL where it counts), and of its amount."""
    cases = ["WHEN NOT kept THEN 'not asked for'", f"WHEN total_line THEN {quoted(TOTAL)}"]
    amount = f"CASE WHEN {sign[0]} THEN -abs(amount) ELSE amount END" if sign[0] != "false" else "amount"
    for word in words:
        down = f"({word.meaning}) = '{REFUNDED}' AND amount > 0"
        if word.counts_down:
            amount = f"CASE WHEN {down} THEN -amount ELSE {amount} END"
            no_refund = "false"
        else:
            whose = "lead" if "refund" in plan.fields else "true"
            no_refund = f"({word.meaning}) = '{REFUNDED}' AND coalesce(gross, 0) >= 0 AND back <= 0 AND {whose}"
        cases.append(f"WHEN ({word.meaning}) = '{TEST}' THEN {quoted(TEST_ORDER)}")
        cases.append(f"WHEN ({word.meaning}) = 'no_money' OR ({no_refund}) THEN 'not money: ' || {word.text}")
    if sign[1] != "NULL":
        cases.append(f"WHEN {sign[1]} IS NOT NULL THEN 'money out: ' || {sign[1]}")
    if plan.negative_is_out:
        cases.append(f"WHEN amount < 0 AND NOT coalesce({sign[0]}, false) THEN {quoted(OUT)}")
    cases += [
        f"WHEN shown IS NULL THEN {quoted(NO_CUSTOMER)}",
        f"WHEN day IS NULL THEN {quoted(DATE)}",
        f"WHEN day NOT BETWEEN {FIRST_DAY} AND {LAST_DAY} THEN {quoted(IMPOSSIBLE)}",
        f"WHEN amount IS NULL AND lead OR amount_bad THEN {quoted(AMOUNT)}",
    ]
    cases.append(f"WHEN copied THEN {quoted(COPY)}")
    return f"CASE {' '.join(cases)} END", amount


def _decide(raw: Raw, plan: Plan, stage: Stage, currency: str | None, rates: dict[str, float]) -> None:
    """The table `decided`: the money of each row in the currency that counts, and what is written of it."""
    rate, foreign = conversion(currency, rates)
    lasting = {*_LASTING, *(_LINKED if stage.columns.keys() >= _LINKED else ())}
    done = [name for name in stage.columns if name not in lasting and not name.endswith("_text")]
    raw.make(
        "decided",
        f"SELECT * EXCLUDE ({', '.join([*done, 'reason', 'gross', 'back', 'copied'])}){_costs(raw, plan, rate)}, "
        f"CASE WHEN {foreign} AND (reason IS NULL OR reason NOT LIKE 'not %') THEN 'in ' || currency ELSE reason END AS reason, "
        f"CASE WHEN NOT lead OR {foreign} THEN NULL ELSE {in_one_currency('gross', rate)} END AS money, "
        f"CASE WHEN NOT lead THEN 0 ELSE {in_one_currency('back', rate)} END AS back, "
        f"CASE WHEN {foreign} AND lead THEN gross END AS elsewhere FROM judged",
    )


def _costs(raw: Raw, plan: Plan, rate: str) -> str:
    """The SQL behind * that puts costs and fees into the one currency, as money paid: a program may write them below zero."""
    columns = []
    for name in MONEY:
        if name in plan.fields:
            sql = name if name == "cost" and plan.costs_of_products else in_one_currency(name, rate)
            total = raw.run(f"SELECT fsum({name}) FROM judged WHERE reason IS NULL AND gross > 0")[0][0]
            columns.append(f"{f'-({sql})' if (total or 0) < 0 else sql} AS {name}")
    return f" REPLACE ({', '.join(columns)})" if columns else ""


def tally_orders(raw: Raw, options: Options, currency: str | None, order: str) -> Cleaned:
    """What the table `decided` comes to. order: the SQL of an order's number, where there is one."""
    as_of = settle_as_of(raw, options, "SELECT day AS d FROM decided WHERE reason IS NULL", "day", LATER)
    account = account_of_orders(raw)
    first, last = raw.run("SELECT min(day), max(day) FROM decided WHERE reason IS NULL")[0]
    make_customers(raw)
    cleaned = Cleaned(account, as_of, currency, first, last, count_customers(raw))
    counted = f"count(DISTINCT {order}) + count(*) FILTER ({order} IS NULL AND lead)" if order else "count(*) FILTER (lead)"
    cleaned.orders = raw.run(f"SELECT {counted} FROM decided WHERE reason IS NULL")[0][0]
    return cleaned


def account_of_orders(raw: Raw, rows: str = "true") -> Account:
    """The account of the table `decided`, with what was given back. rows: the SQL of which rows it is about."""
    account = account_of(raw, rows)
    account.refunded = round(raw.run(f"SELECT fsum(back) FROM decided WHERE reason IS NULL AND {rows}")[0][0] or 0.0, 6)
    account.used = replace(account.used, money=round(account.used.money - account.refunded, 6))
    elsewhere = f"SELECT currency, round(fsum(elsewhere), 6) FROM decided WHERE elsewhere IS NOT NULL AND {rows} GROUP BY 1"
    account.other = dict(raw.run(elsewhere))
    return account


def _whole(raw: Raw) -> str:
    """The SQL of what copies within a file have in common. Those in other files are found when these are put together."""
    return "mark, part" if raw.files else "mark"


def _copies(raw: Raw, options: Options) -> str:
    """What is said of rows that stand twice throughout, as in a file that was appended to itself."""
    rows, distinct, fewest = raw.run(f"SELECT sum(n), count(*), min(n) FROM (SELECT count(*) AS n FROM decided GROUP BY {_whole(raw)})")[0]
    if not rows or rows == distinct:
        return ""
    copies = rows - distinct
    done = {"drop": Words("the copies are left out"), "keep": Words("all are counted")}.get(options.duplicates or "")
    done = done or Words("all are counted; --duplicates drop leaves the copies out, --duplicates keep says that they are meant")
    if fewest > 1:
        return Words(
            "All {1} rows stand twice or more ({2} copies), as in a file appended to itself: {3}.", f"{distinct:,}", f"{copies:,}", done
        )
    if copies >= 5 and copies * 20 >= rows:
        return Words("{1} of {2} rows are copies of others throughout: {3}.", f"{copies:,}", f"{rows:,}", done)
    return ""
