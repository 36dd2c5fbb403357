"""Who a customer is: an id, else an e-mail address, else a name; compared without capitals and outer blanks."""

from __future__ import annotations

from ....words import Words
from ...columns.plan import Plan
from ...columns.words import plain_word, word_sql, words_of
from ...opening.raw import Raw, quoted_all
from ...problems import ColumnError, did_you_mean
from ...values.expressions import Expression
from ..stage import Stage

_SCIENTIFIC = "'[0-9][.,][0-9]+[eE][+][0-9]+'"


def stage_identities(plan: Plan, stage: Stage, wanted: str | None) -> list[str]:
    """The columns of the stage that customers are known by, the first that is filled before the others.

    Raises:
        ColumnError: the wanted one is not there.
    """
    if wanted is not None:
        if wanted not in plan.identities:
            there = ", ".join(plan.identities) or "none"
            raise ColumnError(f"there is no {wanted} of customers; there is {there}{did_you_mean(wanted, plan.identities)}", ["--identity"])
        plan.identities = {wanted: plan.identities[wanted]}
    names = []
    for name in ("id", "email", "name"):
        if name in plan.identities:
            read = id_text if name == "id" else Stage.text
            text = read(stage, plan.identities[name])
            if name in plan.given_back:
                text = f"CASE WHEN {stage.columns['amount']} < 0 THEN {read(stage, plan.given_back[name])} ELSE {text} END"
            stage.columns[f"by_{name}"] = text
            names.append(f"by_{name}")
    return names


def id_text(stage: Stage, expression: Expression) -> str:
    """The SQL of an id, without Excel's mark of a text and the .0 that pandas writes behind whole numbers."""
    text = stage.text(expression)
    if not stage.raw.run(f"SELECT count(*) FROM {{rows}} WHERE starts_with({text}, '''') OR suffix({text}, '.0')")[0][0]:
        return text
    text = f"CASE WHEN starts_with({text}, '''') THEN substr({text}, 2) ELSE {text} END"
    whole = f"suffix({text}, '.0') AND try_cast({text} AS DOUBLE) IS NOT NULL"
    return f"CASE WHEN {whole} THEN left({text}, length({text}) - 2) ELSE {text} END"


def make_keys(raw: Raw, plan: Plan, names: list[str], table: str) -> tuple[str, str]:
    """A view `known` of the table, with who each row is as `shown`, and where there are other
    files what it is known by there, without guests, as `key_id` and so on. Returns what is said of guests and of ids that Excel has cut."""
    if not names:
        raw.view("known", f"SELECT *, CAST(NULL AS VARCHAR) AS shown FROM {table}")
        return "", ""
    guests = {*words_of("guest"), *map(plain_word, plan.guests or ())}
    if plan.guests is None and _zero_is_a_guest(raw, names, table):
        guests.add("0")
    listed = quoted_all(guests)
    nobody = {name: f"{word_sql(name)} IN ({listed})" for name in names}
    guest_rows = {name: raw.run(f"SELECT count(*) FROM {table} WHERE {nobody[name]}")[0][0] for name in names}
    known = {name: f"CASE WHEN {nobody[name]} THEN NULL ELSE {name} END" if rows else name for name, rows in guest_rows.items()}
    link = "NULL"
    join = ""
    if "by_id" in names and "by_email" in names:
        raw.make(
            "links",
            f"SELECT lower(by_email) AS e, any_value(by_id) AS i FROM {table} "
            f"WHERE by_email IS NOT NULL AND {known['by_id']} IS NOT NULL GROUP BY 1 HAVING count(DISTINCT lower(by_id)) = 1",
        )
        join, link = f"LEFT JOIN links ON links.e = lower({table}.by_email) AND ({known['by_id']}) IS NULL", "links.i"
    parts = [known[names[0]], *([link] if link != "NULL" else []), *(known[name] for name in names[1:])]
    who = f"coalesce({', '.join(parts)}, NULL)"
    keys = [f"lower({text}) AS key_{name.removeprefix('by_')}" for name, text in known.items() if raw.files or raw.remembers]
    raw.view("known", f"SELECT {', '.join([f'{table}.*', *keys, f'{who} AS shown'])} FROM {table} {join}")
    scientific = f"contains({names[0]}, '+') AND regexp_full_match({names[0]}, {_SCIENTIFIC})"
    cut = raw.run(f"SELECT count(*), arg_min({names[0]}, rn) FROM {table} WHERE {scientific}")[0]
    rows = guest_rows[names[0]]
    guest = Words("{1} rows are of guests: their id stands for no one.", f"{rows:,}")
    said = guest if rows and "by_id" in names else ""
    lost = (
        Words(
            "Excel has cut {1} ids ({2}): customers with different ids look the same; export again and open the file with "
            "the column as text, or take the e-mail with --identity email.",
            f"{cut[0]:,}",
            cut[1],
        )
        if cut[0]
        else ""
    )
    return said, lost


def _zero_is_a_guest(raw: Raw, names: list[str], table: str) -> bool:
    """Whether 0 stands for those who have no id: other columns tell them apart, or the other ids are no row of small numbers."""
    first, *others = names
    rows = raw.run(f"SELECT count(*) FROM {table} WHERE {first} = '0'")[0][0]
    if not rows or first != "by_id":
        return False
    if others:
        who = raw.run(f"SELECT count(DISTINCT lower(coalesce({', '.join([*others, 'NULL'])}))) FROM {table} WHERE by_id = '0'")[0][0]
        if who > 1:
            return True
    distinct, lowest, highest = raw.run(
        f"SELECT count(DISTINCT by_id), min(try_cast(by_id AS BIGINT)), max(try_cast(by_id AS BIGINT)) FROM {table} WHERE by_id <> '0'"
    )[0]
    return not (lowest is not None and lowest <= 2 and highest <= 2 * distinct + 2)
