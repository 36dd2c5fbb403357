"""Customers who may be one and the same: they are listed, and counted apart, for only the person who knows them can tell.

Each customer has a bare form (an e-mail address without +tag, and at Gmail without points; a name without accents, signs and the order of
its words; an id without signs and the noughts before it), and those with the same form are alike. Where there are not too many customers,
so are those whose forms differ by a letter.
"""

from __future__ import annotations

from ....words import Words, in_a_row
from ...columns.plan import Plan
from ...opening.raw import Raw
from ..account import count_customers

_MOST = 10_000
"""Customers up to which letters are compared: it takes a row for each letter of each."""
_LONGEST = 200
"""Letters of what is compared letter by letter."""
_SERIES = 3
"""More than so many that differ in the same letter are a series (Shop A, Shop B ...) and no slips of the pen."""
_EXAMPLES = 3
_TOGETHER = {2: Words("{1} and {2}"), 3: Words("{1} and {2} and {3}")}

_IS_BARE = "regexp_full_match(key, '[1-9a-z][0-9a-z]*')"
"""Most ids are as bare as can be, and seen to be so in a quarter of the time."""
_PLAIN = f"CASE WHEN {_IS_BARE} THEN key ELSE translate(strip_accents(key), '''’', '') END"
_LOCAL = "regexp_replace(split_part(plain, '@', 1), '[+].*', '')"
_DOMAIN = "regexp_replace(split_part(plain, '@', 2), '^googlemail[.]', 'gmail.')"
_EMAIL = f"CASE WHEN {_DOMAIN} = 'gmail.com' THEN replace({_LOCAL}, '.', '') ELSE {_LOCAL} END || '@' || {_DOMAIN}"
_NAME = r"array_to_string(list_sort(regexp_extract_all(plain, '[\p{L}]+')), ' ')"
_ID = r"regexp_replace(regexp_replace(plain, '([\p{L}])[^\p{L}\p{N}]+', '\1', 'g'), '^0+([0-9])', '\1')"  # 1-23 is not 12-3
_BARE = (
    f"CASE WHEN {_IS_BARE} THEN key WHEN plain LIKE '%_@_%' THEN {_EMAIL} WHEN regexp_matches(plain, '[0-9]') THEN {_ID} "
    rf"WHEN regexp_matches(plain, '[\p{{L}}]{{2}}') THEN {_NAME} ELSE plain END"
)


def said_of_near_doubles(raw: Raw, plan: Plan) -> str:
    """What is said of customers in the table `decided` who are written much like another."""
    if not plan.identities:
        return ""
    forms = f"SELECT rn, {_BARE} AS bare FROM (SELECT *, {_PLAIN} AS plain FROM customers WHERE counts)"
    raw.make("alike", f"SELECT hash(bare) AS form FROM ({forms}) WHERE bare <> '' GROUP BY 1 HAVING count(*) > 1")
    parts = [
        "SELECT 1 AS rank, list(shown ORDER BY shown) AS names, '' AS known "
        f"FROM ({forms}) JOIN alike ON form = hash(bare) JOIN decided USING (rn) GROUP BY form"
    ]
    if {"id", "email"} <= {*plan.identities}:
        parts.append(
            "SELECT 2, list_sort(list(DISTINCT shown)), lower(by_email) FROM decided "
            "WHERE reason IS NULL AND by_email IS NOT NULL AND by_id IS NOT NULL "
            "GROUP BY lower(by_email) HAVING count(DISTINCT lower(shown)) > 1"
        )
    if count_customers(raw) <= _MOST:
        _make_slips(raw, forms)
        parts.append(
            "SELECT 3, list_sort([one.shown, other.shown]), '' FROM slips JOIN decided one ON one.rn = a JOIN decided other ON other.rn = b"
        )
    raw.make("doubles", " UNION ALL ".join(parts))
    examples = raw.run(f"SELECT names[:3], known FROM doubles ORDER BY rank, names LIMIT {_EXAMPLES}")
    if not examples:
        return ""
    count = raw.run("SELECT count(DISTINCT name) FROM (SELECT unnest(names) AS name FROM doubles)")[0][0]
    listed = [Words(_TOGETHER[len(names)], *names) for names, _ in examples]
    listed = [Words("{1} ({2})", names, known) if known else names for names, (_, known) in zip(listed, examples)]
    return Words("{1} customers are written much like another, and are counted apart: {2}.", f"{count:,}", in_a_row(*listed, between="; "))


def _make_slips(raw: Raw, forms: str) -> None:
    """The table `slips` of two customers each whose forms are the same without one letter, which is neither the first of a word nor the
    second of the form, for initials tell people apart. Figures are never left out: they tell ids and addresses apart."""
    of_length = rf"length(bare) <= {_LONGEST} AND regexp_matches(bare, '^[^@]{{6}}.{{2}}')"
    raw.make("long_forms", f"SELECT min(rn) AS n, bare FROM ({forms}) WHERE {of_length} GROUP BY bare")
    raw.make(
        "without",
        "SELECT n, hash(bare) AS rest FROM long_forms UNION ALL "
        "SELECT n, hash(left(bare, place - 1) || substr(bare, place + 1)) FROM (SELECT n, bare, unnest(range(3, length(bare) + 1)) "
        r"AS place FROM long_forms) WHERE regexp_full_match(substr(bare, place - 1, 2), '\p{L}{2}')",
    )
    raw.make("shared", "SELECT rest FROM without GROUP BY rest HAVING min(n) < max(n)")
    raw.make(
        "slips",
        "SELECT DISTINCT forms[1] AS a, unnest(forms[2:]) AS b FROM (SELECT list_sort(list(DISTINCT n)) AS forms FROM without "
        f"JOIN shared USING (rest) GROUP BY rest HAVING count(DISTINCT n) <= {_SERIES})",
    )
    raw.drop("without")
