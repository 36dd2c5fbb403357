"""A file of products beside the orders: what each costs and is called, by its id, SKU or name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ....words import Words
from ...columns.fields import ORDERS, known_words
from ...columns.kinds import choose
from ...columns.look import Look
from ...columns.plan import Plan
from ...columns.recognising import bare_heading, fields_of, tier_of
from ...opening.raw import Raw
from ...options import Options
from ...problems import ColumnError, OrderFileError
from ...values.currencies import currency_in
from ...values.expressions import Heading, Operation, headings_of, listed, plain
from ..beside import Beside, open_beside
from ..stage import Stage


@dataclass
class Products(Beside):
    """What a file of products says.

    table: an Arrow table with a row for each cell that may name a product: `n` the row of the file, `heading` by its number among `keys`,
    `key`, `cost`, `name`. currency: that of the costs, where their heading says it.
    """

    table: Any = None
    keys: tuple[str, ...] = ()
    currency: str | None = None
    found: set[int] = field(default_factory=set)
    """Its rows that are of a product in the orders."""
    unknown: set[str] = field(default_factory=set)
    """Products in the orders that have no cost in it, or several."""
    several: set[str] = field(default_factory=set)

    def settled(self, orders: str) -> Products:
        """With its counts, when all files of orders have been read.

        Raises:
            OrderFileError: none of its products is in the orders.
        """
        if not self.found:
            keys = ", ".join(self.keys)
            raise OrderFileError(
                f"{self.name}: none of its {self.rows:,} products, by {keys}, is in {orders}.", ["--products", "--product"]
            )
        self.matched, self.without = len(self.found), len(self.unknown)
        if self.several:
            example = min(self.several)
            self.notes.append(
                Words("{1} products have several costs, such as {2}, and get none of them.", f"{len(self.several):,}", example)
            )
        return self


def read_products(given: Any, raws: Sequence[Raw], named: dict[str, str]) -> Products:
    """Read a file of products, or a frame. What is named as the cost and stands in no file of orders is a column of this one: it is taken
    out of `named`.

    Raises:
        OrderFileError: it cannot be read, or a column is missing.
    """
    own = open_beside(given, _fit, "products")
    try:
        cost = named.get("cost")
        if cost and not any(plain(cost) in map(plain, raw.headings) for raw in raws) and plain(cost) in map(plain, own.headings):
            del named["cost"]
            return _read(own, next(heading for heading in own.headings if plain(heading) == plain(cost)))
        return _read(own, _cost_of(own))
    except ColumnError as problem:
        raise OrderFileError(f"{own.name}: {problem}.", ["--products", *problem.options]) from None
    finally:
        own.close()


def _fit(cells: Sequence[str]) -> int:
    """How well a row serves as headings."""
    return sum("cost" in fields_of(cell, ORDERS) or _names(cell) for cell in cells if cell)


def _names(heading: str) -> bool:
    """Whether a heading is one of ids, SKUs or names of products."""
    return tier_of(heading, (*ORDERS.words("product")[:2], *known_words()["products", "key"])) is not None


def _name_of(own: Raw) -> str | None:
    """The heading of what products are called, where they have ids beside it."""
    words = known_words()["products", "name"]
    found = [heading for heading in own.headings if tier_of(heading, words) is not None]
    return found[0] if found else None


def _cost_of(own: Raw) -> str | None:
    """The heading of the costs; None where there is none, and names are all that the file brings."""
    words = (*ORDERS.words("cost"), *known_words()["products", "cost"])
    tiers = {heading: tier for heading in own.headings if (tier := tier_of(heading, words)) is not None}
    best = [heading for heading, tier in tiers.items() if tier == min(tiers.values())]
    if len(best) > 1 and not Look(own).same(best):
        raise ColumnError(f"several columns could be the cost of a product ({', '.join(best)}); say which with --cost", ["--cost"])
    if not best and _name_of(own) and sum(map(_names, own.headings)) > 1:
        return None
    if not best:
        raise ColumnError(f"no column of the cost of a product among {listed(own.headings)}; name it with --cost COLUMN", ["--cost"])
    return best[0]


def _read(own: Raw, cost: str | None) -> Products:
    keys = [heading for heading in own.headings if heading != cost and _names(heading)]
    name = _name_of(own) if len({*keys} - {_name_of(own)}) else None
    if not keys:
        raise ColumnError(f"no column of the id, SKU or name of a product among {listed(own.headings)}")
    stage = Stage.of(own, Plan(ORDERS), Options())
    own.load([*keys, *filter(None, [cost, name])])
    stage.read_numbers([Heading(cost)] if cost else [])
    stage.columns = {"cost": stage.number(Heading(cost))[0] if cost else "CAST(NULL AS DOUBLE)"}
    stage.columns["name"] = stage.text(Heading(name)) if name else "CAST(NULL AS VARCHAR)"
    stage.columns |= {f"key{n}": stage.text(Heading(key)) for n, key in enumerate(keys)}
    stage.build("staged")
    parts = [
        f"SELECT rn AS n, {n} AS heading, lower(key{n}) AS key, cost, name FROM staged WHERE key{n} IS NOT NULL" for n in range(len(keys))
    ]
    table = own.db.sql(" UNION ALL ".join(parts)).to_arrow_table()
    rows = own.run("SELECT count(*) FROM staged")[0][0]
    headings = {"product": ", ".join(keys)} | ({"name": name} if name else {}) | ({"cost": cost} if cost else {})
    not_used = [heading for heading in own.headings if heading not in (*keys, cost, name)]
    return Products("products", own.name, headings, not_used, rows, 0, 0, own.notes, table, tuple(keys), currency_in(cost or ""))


def quantity_of(raw: Raw) -> str | None:
    """The heading of how many of a product a row is about."""
    return choose(Look(raw), ORDERS, "quantity", raw.headings)


def take_costs(raw: Raw, plan: Plan, stage: Stage, products: Products) -> None:
    """The column `cost` of the stage: what a product costs, times how many were bought, where the orders have no cost of their own. Money
    that is given back brings no goods back, and costs nothing.

    Raises:
        ColumnError: there is no product in the orders.
    """
    if "product" not in plan.fields:
        if not raw.files:
            raise ColumnError(f"no column of the product, for the costs of {products.file}; name it with --product COLUMN", ["--product"])
        plan.notes.append(Words("It has no column of the product, and gets no costs of {1}.", products.file))
        return
    product, amount, quantity = stage.text(plan.fields["product"]), stage.columns["amount"], quantity_of(raw)
    _make_costs(raw, plan, product, products)
    stage.joins.append(f"LEFT JOIN costs ON costs.key = lower({product})")
    if "name" in products.headings:
        stage.columns["product_text"] = f"coalesce(costs.name, {product})"
    if "cost" not in products.headings:
        return
    unit = Heading(f"{products.headings['cost']} ({products.file})")
    cost, sql, back = unit, "costs.cost", f"{amount} < 0"
    if quantity:
        stage.read_numbers([Heading(quantity)])
        number = stage.number(Heading(quantity))[0]
        cost, sql, back = Operation("*", Heading(quantity), unit), f"round(costs.cost * {number}, 6)", f"{back} AND NOT ({number} < 0)"
    else:
        plan.notes.append(Words("It has no column of the quantity: the costs of {1} count once a row.", products.file))
    sql = f"CASE WHEN coalesce({back}, false) THEN 0 ELSE {sql} END"
    own = stage.columns.get("cost")
    stage.columns["cost"], stage.columns["cost_bad"] = (f"coalesce({own}, {sql})" if own else sql), "false"
    plan.fields["cost"] = Operation("|", plan.fields["cost"], cost) if own else cost
    plan.costs_of_products = True


def _make_costs(raw: Raw, plan: Plan, product: str, products: Products) -> None:
    """The table `costs` with the one cost of what a text names. A column with the heading that it has in the orders names it alone."""
    wanted = {bare_heading(heading) for heading in headings_of(plan.fields["product"])}
    same = [n for n, heading in enumerate(products.keys) if bare_heading(heading) in wanted] or range(len(products.keys))
    raw.db.register("given", products.table)
    raw.make(
        "costs",
        # a name that several products have is told from the others' by what the orders call it
        "SELECT * REPLACE (CASE WHEN count(*) OVER (PARTITION BY lower(name)) > 1 AND lower(name) <> key THEN name || ' (' || key || ')' "
        "ELSE name END AS name) FROM (SELECT key, CASE WHEN count(DISTINCT cost) = 1 THEN min(cost) END AS cost, "
        "CASE WHEN count(DISTINCT name) = 1 THEN min(name) END AS name, count(DISTINCT cost) > 1 AS several, "
        f"list(DISTINCT n) AS lines FROM given WHERE heading IN ({', '.join(map(str, same))}) GROUP BY key)",
    )
    raw.db.unregister("given")
    raw.make(
        "sold", f"SELECT key, c.* EXCLUDE (key) FROM (SELECT DISTINCT lower({product}) AS key FROM {{rows}}) LEFT JOIN costs c USING (key)"
    )
    products.found |= {n for (n,) in raw.run("SELECT DISTINCT unnest(lines) FROM sold")}
    known = "cost" if "cost" in products.headings else "name"
    products.unknown |= {key for (key,) in raw.run(f"SELECT key FROM sold WHERE key IS NOT NULL AND {known} IS NULL")}
    products.several |= {key for (key,) in raw.run("SELECT key FROM sold WHERE several")}


def check_currency(raw: Raw, plan: Plan, products: Products, currency: str | None, rates: Mapping[str, float]) -> None:
    """Raises OrderFileError where costs are in another currency than the one that counts, or beside others that are converted."""
    if currency and products.currency not in (None, currency):
        sentence = f"{products.name}: its costs are in {products.currency}, and {raw.name} counts in {currency}; give them in {currency}."
        raise OrderFileError(sentence, ["--products"])
    cost = plan.fields.get("cost")
    if rates and isinstance(cost, Operation) and cost.sign == "|":
        raise OrderFileError(f"{raw.name}: it has costs of its own in several currencies; leave out --products.", ["--products"])
