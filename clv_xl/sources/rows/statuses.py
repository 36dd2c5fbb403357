"""Which rows are money: the words of a status, of a sign, and of columns of yes and no, such as that of tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...words import Words
from ..columns.plan import Plan, Rule
from ..columns.rules import among
from ..columns.words import meaning_of
from ..opening.raw import Raw, quoted
from ..problems import OrderFileError
from ..values.expressions import plain
from .conditions import Told
from .stage import Stage

MONEY, NO_MONEY, REFUNDED, PARTLY, TEST = "money", "no_money", "refunded", "partly_refunded", "test"


@dataclass(frozen=True)
class WordColumn:
    """A column of words in SQL: what the word of a row means, and the word as it is written."""

    meaning: str
    text: str
    counts_down: bool
    """Whether a refund among them is a row of its own, as in a list of transactions."""


def stage_rules(raw: Raw, plan: Plan, stage: Stage, told: Told, rows: str = "true") -> tuple[list[WordColumn], list[str]]:
    """The rules of a plan as columns of the stage, but for those on columns of which the caller names all words that count; and what is
    said of the others that the caller leaves. Rules that say nothing of money are taken out of the plan. rows: the SQL of which rows have
    words at all.

    Raises:
        OrderFileError: a word is unknown.
    """
    result, notes = [], []
    for rule in [*plan.rules]:
        if rule.heading in told.all_of:
            continue
        text = raw.text(rule.heading)
        counted = raw.run(
            f"SELECT any_value({text}), count(*) FROM {{rows}} WHERE {text} IS NOT NULL AND {rows} GROUP BY lower({text}) ORDER BY 2 DESC"
        )
        meanings = {word: _meaning(rule, word, "refund" in plan.fields) for word, _ in counted}
        unknown = [(word, rows) for word, rows in counted if meanings[word] is None]
        if unknown and rule.known_only and {*meanings.values()} <= {None, MONEY}:  # types or states that say nothing of money
            plan.rules.remove(rule)
            continue
        if rule.yes == MONEY and (blank := raw.run(f"SELECT count(*) FROM {{rows}} WHERE {text} IS NULL AND {rows}")[0][0]):
            unknown = [*unknown, ("", blank)]
        if rule.heading in told.some_of:
            left = [word for word, _ in unknown if word.lower() not in told.some_of[rule.heading]]
            if left:
                notes.append(Words("{1}: {2} counts, as --except does not name it.", rule.heading, ", ".join(left)))
        elif unknown:
            _ask(raw, rule, unknown, [word for word, meaning in meanings.items() if meaning == MONEY])
        blank_is_money = rule.words is None or rule.words.blank == "money"
        if not any(meaning not in (None, MONEY) for meaning in meanings.values()) and blank_is_money:
            continue
        at = len(result)
        cases = " ".join(f"WHEN {quoted(word.lower())} THEN {quoted(meaning or MONEY)}" for word, meaning in meanings.items())
        blank = quoted(MONEY if rule.words is None or rule.words.blank != "no money" else NO_MONEY)
        stage.columns[f"word{at}"] = text
        meaning = f"CASE WHEN word{at} IS NULL THEN {blank} ELSE CASE lower(word{at}) {cases} END END" if cases else blank
        shown = f"{quoted(rule.heading + ' = ')} || word{at}" if rule.yes else f"word{at}"
        result.append(WordColumn(meaning, f"coalesce({shown}, 'blank')", rule.counts_down))
    return result, notes


def _meaning(rule: Rule, word: str, refunds: bool) -> str | None:
    if rule.yes:
        return {"words": rule.yes, "no": NO_MONEY if rule.yes == MONEY else MONEY}.get(meaning_of("yes", word) or "")
    if rule.words is None:
        meaning = meaning_of("status", word)
        return meaning if meaning != PARTLY else MONEY if refunds else None
    judged = rule.words.judge(word, refunds)
    if judged == "no money":
        return TEST if meaning_of("status", word) == TEST else NO_MONEY
    return None if judged == "ask" else REFUNDED if among(plain(word), rule.words.refunded) else MONEY


def _ask(raw: Raw, rule: Rule, unknown: Sequence[tuple[str, int]], money: list[str]) -> None:
    words = ", ".join(f"{word!r} ({rows:,} rows)" if word else f"blank ({rows:,} rows)" for word, rows in unknown[:6])
    words += " and others" if len(unknown) > 6 else ""
    heading = rule.heading if rule.heading.replace("_", "").isalnum() else f'"{rule.heading}"'
    first = unknown[0][0]
    some = f"{heading} in ({', '.join([*money[:4], *([first] if first else [])])})" + ("" if first else f" or {heading} is blank")
    out = f"{heading} = {first}" if first else f"{heading} is blank"
    asked = "is a test order; name the words that are none" if rule.yes == TEST else "is money; name the words that are"
    others = "or those that are" if rule.yes == TEST else "or those that are not"
    raise OrderFileError(
        f"{raw.name}, column {rule.heading}: it does not tell whether {words} {asked} with --where '{some}', "
        f"{others} with --except '{out}'.",
        ["--where", "--except"],
    )


def stage_sign(raw: Raw, plan: Plan, stage: Stage, told: Told, rows: str) -> tuple[str, str]:
    """The SQL of whether a row's amount was given back, and of the word that leaves it out. rows: as above."""
    if plan.sign is None:
        return "false", "NULL"
    if plan.sign.heading in told.all_of:
        return "false", "NULL"
    text = stage.columns["sign_word"] = raw.text(plan.sign.heading)
    some = f"{text} IS NOT NULL AND {rows}"
    counted = raw.run(f"SELECT any_value({text}), count(*) FROM {{rows}} WHERE {some} GROUP BY lower({text}) ORDER BY 2 DESC")
    judged = {word: plan.sign.words.judge(word) for word, _ in counted}
    unknown = [(word, rows) for word, rows in counted if judged[word] == "ask"]
    if unknown and plan.sign.heading not in told.some_of:
        _ask(raw, Rule(plan.sign.heading), unknown, [word for word in judged if judged[word] == "plus"])
    listed = {name: ", ".join(quoted(word.lower()) for word in judged if judged[word] == name) or "''" for name in ("minus", "out")}
    return f"(lower(sign_word) IN ({listed['minus']}))", f"CASE WHEN lower(sign_word) IN ({listed['out']}) THEN sign_word END"
