"""Which column is what where no profile says it: by the words of the headings, and by what stands below them where these leave a choice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from ..opening.raw import Raw
from ..problems import ColumnError
from ..values.expressions import Expression, Heading, Number, Operation, listed
from .costs import fees_in, is_of_one
from .fields import CUSTOMERS, ORDERS, SUBSCRIPTIONS, DataList, Words, known_words
from .flags import FLAGS, flag_of
from .look import Look
from .plan import Plan, Rule, Sign, check_named, take_named
from .recognising import tier_of, vat_in
from .rules import SignRule
from .tenure import settle_tenure
from .words import meaning_of, words_of


def plan_by_headings(raw: Raw, kinds: Sequence[DataList], named: Mapping[str, str]) -> Plan:
    """What a source is a list of, and which column is what.

    Raises:
        ColumnError: a column is missing or could be two, or the headings do not tell what list it is.
    """
    look = Look(raw)
    plans: list[Plan] = []
    problems: list[tuple[float, int, Callable[[], ColumnError]]] = []  # what to say is worked out for the one that is said
    for number, kind in enumerate(kinds):
        try:
            plan = _plan(look, kind, named)
        except ColumnError as problem:
            found = sum(name in named for name in kind.needed_fields)
            problems.append((found / len(kind.needed) + 0.9, -number, partial(ColumnError, str(problem), problem.options)))
            continue
        missing = kind.missing({*plan.fields, *(["customer"] if plan.identities else [])})
        if missing:
            share = 1 - len(missing) / len(kind.needed)
            problems.append((share, -number, partial(_missing, look, plan, missing)))
        else:
            plans.append(plan)
    if plans:
        return max(plans, key=_weight)
    share, _, said = max(problems, key=lambda found: found[:2])
    problem = said()
    if len(kinds) == 1 and (others := _other_kinds(look, kinds[0])):
        fit = " or ".join(f"{kind.template} ({kind.rows})" for kind in others)
        raise ColumnError(f"{problem}; its columns fit the template {fit}", problem.options)
    if len(kinds) == 1 or share >= 0.5:
        raise problem
    needs = "; ".join(f"{kind.rows}: {', '.join(kind.said(group) for group in kind.needed)}" for kind in kinds)
    raise ColumnError(
        f"its columns are {listed(raw.headings)}, and do not tell what list it is; name a template. Needed are, for {needs}",
        ["--customer", "--date", "--amount"],
    )


def _weight(plan: Plan) -> tuple[int, int]:
    """How much of a list was found: subscriptions whose start is only the day of a record, and that have no end, are less of one."""
    weak = plan.kind is SUBSCRIPTIONS and not {"end", "interval", "tenure"} & plan.fields.keys()
    return len(plan.fields) + bool(plan.identities) - (2 if weak else 0), -[ORDERS, SUBSCRIPTIONS, CUSTOMERS].index(plan.kind)


def _other_kinds(look: Look, kind: DataList) -> list[DataList]:
    others = []
    for other in (ORDERS, CUSTOMERS, SUBSCRIPTIONS):
        if other is not kind:
            try:
                plan = _plan(look, other, {})
            except ColumnError:
                continue
            if not other.missing({*plan.fields, *(["customer"] if plan.identities else [])}):
                others.append(other)
    return others


def _missing(look: Look, plan: Plan, missing: list[tuple[str, ...]]) -> ColumnError:
    """What to say where columns are missing, with those that could be meant."""
    kind, used = plan.kind, set(plan.headings())
    free = [heading for heading in look.raw.headings if heading not in used]
    tests = {"date": look.is_date, "money": look.is_number}
    near = [h for group in missing for h in free if (test := tests.get(kind.by_name[group[0]].kind)) and test(h)][:3]
    wanted = " and the ".join(kind.said(group) for group in missing)
    options = [kind.by_name[group[0]].option for group in missing]
    named = " ".join(f"{option} COLUMN" for option in options)
    meant = f"; did you mean {' or '.join(near)}?" if near else ";"
    return ColumnError(f"no column for the {wanted} among {listed(look.raw.headings)}{meant} name it with {named}", options)


# One list -----------------------------------------------------------------------------------------------------------


def _plan(look: Look, kind: DataList, named: Mapping[str, str]) -> Plan:
    headings = look.raw.headings
    given = check_named(named, kind, headings)
    plan = Plan(kind)
    free = [heading for heading in headings if heading not in named.values()]
    plan.identities = {} if "customer" in named else find_identities(look, free)
    for name in (*(field.name for field in kind.fields if field.name != "customer"), *kind.beside):
        if name in named or name in ("fees", "status", "type", "sign", "debit", "credit", "test"):
            continue
        if heading := choose(look, kind, name, free):
            plan.fields[name] = Heading(heading)
    take_named(plan, given)
    if kind is ORDERS:
        _settle_orders(look, plan, free, named)
    if kind is SUBSCRIPTIONS:
        _settle_price(plan)
        settle_tenure(look, plan, free, named)
    computable = {"purchase_frequency", "lifespan"} <= plan.fields.keys() or "purchase_value" in named
    if kind is CUSTOMERS and "value" not in plan.fields and not computable:  # the value of an order alone is not what a customer is worth
        plan.fields.pop("purchase_value", None)
    return plan


def choose(look: Look, kind: DataList, name: str, headings: Iterable[str]) -> str | None:
    """The heading of a field, where there is one.

    Raises:
        ColumnError: the list needs it, and several could be it.
    """
    field = kind.by_name.get(name)
    tiers = {heading: tier for heading in headings if (tier := tier_of(heading, kind.words(name))) is not None}
    if len(tiers) > 1:
        holds = field.kind if field else "money" if name in ("refund", "fees") else ""
        test = {"date": look.is_date, "money": look.is_number}.get(holds)
        filled = {heading: tier for heading, tier in tiers.items() if look.sample(heading) and (test is None or test(heading))}
        tiers = filled or tiers
    best = [heading for heading, tier in tiers.items() if tier == min(tiers.values())]
    if len(best) > 1 and (name == "unit_price" or (field and field.kind == "money")):
        best = [heading for heading in best if vat_in(heading) != "without"] or best
        best = [heading for heading in best if vat_in(heading) == "with"] or best
    if len(best) > 1 and field and name in kind.needed_fields and not look.same(best):
        raise ColumnError(f"several columns could be the {field.said} ({', '.join(best)}); say which with {field.option}", [field.option])
    return best[0] if best else None


def find_identities(look: Look, headings: Sequence[str]) -> dict[str, Expression]:
    """What customers are known by: id, email, name.

    Raises:
        ColumnError: several columns could be the id.
    """
    words = {name: tiers for (section, name), tiers in known_words().items() if section == "customer"}
    found: dict[str, list[str]] = {name: [] for name in words}
    for heading in headings:
        for name in ("id", "own", "email", "name", "first", "last", "weak"):
            if tier_of(heading, words[name]) is not None:
                found[name].append(heading)
                break
    for heading in found["own"]:
        alone = not (found["id"] or found["email"])
        kind = "email" if look.is_email(heading) else "id" if alone or (not found["id"] and not look.is_name(heading)) else "name"
        found[kind].insert(0, heading)
    result: dict[str, Expression] = {}
    for name in ("id", "email", "name"):
        filled = [heading for heading in found[name] if look.sample(heading)] or found[name]
        if len(filled) > 1 and name == "id" and not look.same(filled):
            raise ColumnError(f"several columns could be the customer ({', '.join(filled)}); say which with --customer", ["--customer"])
        if filled:
            result[name] = Heading(filled[0])
    if "name" not in result and found["first"] and found["last"]:
        result["name"] = Operation("+", Heading(found["first"][0]), Heading(found["last"][0]))
    if not result and found["weak"]:  # beside a first or a last name, "Name" or "Nombre" is the other one
        first, last = (Heading(found[part][0]) if found[part] else None for part in ("first", "last"))
        weak = Heading(found["weak"][0])
        result["name"] = Operation("+", first, weak) if first else Operation("+", weak, last) if last else weak
    return result


def _settle_orders(look: Look, plan: Plan, free: Sequence[str], named: Mapping[str, str]) -> None:
    """Amounts of quantity and price, statuses, signs, tests."""
    fields = plan.fields
    quantity, price = fields.pop("quantity", None), fields.pop("unit_price", None)
    if "amount" not in fields:
        _money_in_and_out(look, plan, free)
    if "amount" not in fields and price is not None:
        fields["amount"] = Operation("*", quantity, price) if quantity is not None else price
    if quantity is not None and "cost" not in named and is_of_one(fields.get("cost")):
        fields["cost"] = Operation("*", quantity, fields["cost"])
    if "fees" not in named and (fees := fees_in(look, free)):
        fields["fees"] = fees
    if isinstance(amount := fields.get("amount"), Heading) and "amount" not in named:
        plan.vat = vat_in(amount.name)
    plan.rules += [rule for name in FLAGS for heading in free if (rule := flag_of(look, plan, heading, name, named))]
    if "status" not in named:
        for name in ("status", "type"):
            words = plan.kind.words(name)
            plan.rules += [rule for heading in free if tier_of(heading, words) is not None and (rule := _rule(look, heading, name))]
    for heading in free:
        if tier_of(heading, plan.kind.words("sign")) is not None and plan.sign is None:
            plan.sign = _sign(look, heading)


def _rule(look: Look, heading: str, name: str) -> Rule | None:
    """A column of words as a rule; None where none of its words is one of a status, as in a column of states of a country."""
    texts = look.sample(heading)
    known = [text for text in texts if meaning_of("status", text)]
    certain = name == "status" and any(form in heading.casefold() for form in ("status", "stat"))
    if not texts or (not known and not certain):
        return None
    may_be_places = heading.casefold() in ("state", "estado") and not any(len(text) > 3 for text in known)  # OK is Oklahoma too
    known_only = name == "type" or (may_be_places and len(known) < len(texts))
    return Rule(heading, known_only=known_only, counts_down=known_only)


def _sign(look: Look, heading: str) -> Sign | None:
    """A column of signs: money that comes in counts. Soll and Haben are those of a bank, seen from its customer."""
    if not look.sample(heading) or look.is_number(heading):
        return None
    return Sign(heading, SignRule((heading,), plus=(*words_of("sign", "plus"),), out=(*words_of("sign", "out"),)))


def _money_in_and_out(look: Look, plan: Plan, free: Sequence[str]) -> None:
    """Two columns, one for what comes in and one for what goes out, as banks have them."""
    words: dict[str, Words] = {name: plan.kind.words(name) for name in ("credit", "debit")}
    columns = {name: [heading for heading in free if tier_of(heading, tiers) is not None] for name, tiers in words.items()}
    if not columns["credit"] and not columns["debit"]:
        return
    if len(columns["credit"]) == 1 and len(columns["debit"]) == 1:
        credit, debit = columns["credit"][0], columns["debit"][0]
        if look.is_number(credit) and (look.is_number(debit) or not look.sample(debit)):
            quoted = [f'"{heading}"' if " " in heading else heading for heading in (credit, debit)]
            raise ColumnError(
                f"{debit} and {credit} are two sides of an account; say which is what customers paid: --amount '{quoted[0]}' for what came "
                f"in (a bank), --amount '{quoted[1]} - {quoted[0]}' for what was invoiced less what was credited (a ledger)",
                ["--amount"],
            )


def _settle_price(plan: Plan) -> None:
    """A price a year is twelve of a month."""
    yearly = plan.fields.pop("yearly_price", None)
    if yearly is not None and "price" not in plan.fields:
        plan.fields["price"] = Operation("/", yearly, Number(12.0))
