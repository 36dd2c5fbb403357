"""Who is who in several files. An e-mail address is the same person in all of them, an id only in files of one program, or of one heading.

What customers are known by are nodes, and a row with two of them is a link. Who hangs together is one person.
"""

from __future__ import annotations

from pathlib import PurePath

from ...words import Words
from ..opening.raw import Raw, quoted
from ..problems import OrderFileError

_ID = "CASE WHEN key_id LIKE '%_@_%._%' THEN 'email ' || key_id WHEN key_id IS NOT NULL THEN 'id ' || id_scope || ' ' || key_id END"
_EMAIL = "'email ' || key_email"
_NAME = "'name ' || key_name"
NODE = f"coalesce({_ID}, {_EMAIL}, {_NAME})"
"""The SQL of what a row's customer is known by first, from the columns key_id, key_email, key_name and id_scope."""

_SOME = 2
"""So many ids with other addresses are no chance: of one customer the address may be new."""


def ask_of_two_shops(raw: Raw) -> None:
    """Raises OrderFileError where most ids that stand in two files have other addresses there: exports of two shops."""
    files = (
        "SELECT id_scope, key_id, key_email, count(DISTINCT part) AS files, min(part) AS first, max(part) AS last FROM decided "
        "WHERE key_id IS NOT NULL AND key_email IS NOT NULL GROUP BY ALL"
    )
    ids = f"SELECT key_id, max(files) AS files FROM ({files}) GROUP BY id_scope, key_id HAVING min(first) < max(last)"
    count, other, example = raw.run(f"SELECT count(*), count(*) FILTER (files = 1), min(key_id) FILTER (files = 1) FROM ({ids})")[0]
    if other < _SOME or other * 2 <= count:
        return
    raise OrderFileError(
        f"{raw.name}: {other:,} of the {count:,} ids that stand in two files, such as {example}, have another e-mail address in each, "
        "as those of two shops have; take the address with --identity email.",
        ["--identity"],
    )


def make_people(raw: Raw, tables: list[str]) -> None:
    """The table `people` with the number of the `person` behind each `node` of some tables with the columns of NODE. An address that
    stands beside several ids of one program links none of them: it may be that of a household."""
    rows = " UNION ALL ".join(f"SELECT key_id, key_email, key_name, id_scope FROM {table}" for table in tables)
    raw.make("keyed", f"SELECT DISTINCT {_ID} AS id, {_EMAIL} AS email, {NODE} AS node, id_scope FROM ({rows})")
    raw.make(
        "households",
        "SELECT email FROM keyed WHERE email IS NOT NULL AND starts_with(id, 'id ') GROUP BY email, id_scope HAVING count(DISTINCT id) > 1",
    )
    raw.make(
        "links",
        "SELECT DISTINCT id, email FROM keyed WHERE id IS NOT NULL AND id <> email AND email NOT IN (SELECT email FROM households)",
    )
    raw.make(
        "nodes",
        "SELECT node, row_number() OVER (ORDER BY node) - 1 AS n FROM (SELECT node FROM keyed WHERE node IS NOT NULL "
        "UNION SELECT email FROM links)",
    )
    pairs = raw.db.sql(
        "SELECT one.n AS a, other.n AS b FROM links JOIN nodes one ON one.node = links.id JOIN nodes other ON other.node = links.email"
    ).fetchnumpy()
    count = raw.run("SELECT count(*) FROM nodes")[0][0]
    raw.db.register("persons", _hanging_together(pairs["a"], pairs["b"], count))
    raw.make("people", "SELECT node, person FROM nodes JOIN persons USING (n)")
    raw.db.unregister("persons")


def _hanging_together(a: object, b: object, count: int) -> object:
    """The number of the group of each of so many nodes, as an Arrow table."""
    import numpy as np
    import pyarrow as pa
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    links = coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(count, count))  # type: ignore[arg-type]
    persons = connected_components(links, directed=False)[1] if count else np.empty(0, dtype=np.int32)
    return pa.table({"n": np.arange(count), "person": persons})


def _taken(text: str) -> str:
    """The SQL of how many customers who are there already are called so, or so with the name of a file behind it."""
    return f"coalesce((SELECT sum(n) FROM known_stems WHERE stem = {text}), 0)"


def name_people(raw: Raw) -> list[str]:
    """Give each row of `decided` its person in place of its node, and call it as it is written first, or as who is known is called.
    Returns what is said of it."""
    raw.view("persons_of", "SELECT * EXCLUDE (node) FROM decided LEFT JOIN people USING (node)")
    # of "7 (till.csv, 2)" both "7 (till.csv" and the whole are taken
    raw.make(
        "known_stems",
        "SELECT stem, count(*) AS n FROM (SELECT called AS stem FROM known_names UNION ALL "
        "SELECT regexp_replace(called, '(, [0-9]+)?[)]$', '') FROM known_names WHERE suffix(called, ')')) GROUP BY 1",
    )
    of_file = _taken("lower(shown || ' (' || file)")
    files = " ".join(f"WHEN {number} THEN {quoted(PurePath(name).name)}" for number, name in raw.files.items())
    raw.make(
        "called",
        "SELECT person, CASE WHEN turn > 1 THEN shown || ' (' || file || CASE WHEN own > 1 THEN ', ' || own ELSE '' END || ')' "
        "ELSE shown END AS name, turn FROM (SELECT *, row_number() OVER (PARTITION BY lower(shown) ORDER BY rn) + "
        f"{_taken('lower(shown)')} AS turn, row_number() OVER (PARTITION BY lower(shown), file ORDER BY rn) + "
        f"{of_file} AS own FROM (SELECT person, arg_min(shown, rn) AS shown, "
        f"min(rn) AS rn, CASE arg_min(part, rn) {files} END AS file FROM persons_of WHERE person IS NOT NULL AND person NOT IN "
        "(SELECT person FROM known_people) GROUP BY person)) UNION ALL SELECT person, customer, 0 FROM known_people",
    )
    raw.make("decided", "SELECT p.* REPLACE (c.name AS shown) FROM persons_of p LEFT JOIN called c USING (person)")
    alike = raw.run("SELECT count(*) FROM called WHERE turn > 1")[0][0]
    joined = raw.run(
        "SELECT count(*), min(name) FROM (SELECT any_value(name) AS name FROM (SELECT DISTINCT person, id, id_scope FROM keyed "
        "JOIN people USING (node) WHERE starts_with(id, 'id ')) JOIN called USING (person) GROUP BY person, id_scope HAVING count(*) > 1)"
    )[0]
    raw.run("DROP VIEW persons_of")
    raw.drop("called", "nodes", "links", "households", "known_people", "known_names", "known_stems")
    said: list[str] = []
    if alike:
        said.append(
            Words(
                "{1} customers have an id that stands for another customer in another file: the file's name is behind theirs.", f"{alike:,}"
            )
        )
    if joined[0]:
        said.append(
            Words(
                "{1} customers have several ids in one program, and are one by their e-mail address: such as {2}.",
                f"{joined[0]:,}",
                joined[1],
            )
        )
    return said
