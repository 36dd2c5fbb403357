"""Which rows are money: the words of a status, of a sign, and of a column of tests."""

from __future__ import annotations

from dataclasses import dataclass

from .expressions import Heading, plain
from .plan import Plan, Rule
from .problems import OrderFileError
from .raw import Raw, quoted
from .stage import Stage
from .words import meaning_of, words_of

MONEY, NO_MONEY, REFUNDED, TEST = "money", "no_money", "refunded", "test"


@dataclass(frozen=True)
class Words:
    """A column of words in SQL: what the word of a row means, and the word as it is written."""

    meaning: str
    text: str
    counts_down: bool
    """Whether a refund among them is a row of its own, as in a list of transactions."""


def stage_rules(raw: Raw, plan: Plan, stage: Stage, settled: set[str]) -> list[Words]:
    """The rules of a plan as columns of the stage, but for those on columns that the caller has settled.

    Raises:
        OrderFileError: a word is unknown.
    """
    result = []
    for rule in plan.rules:
        if rule.heading in settled:
            continue
        text = raw.text(rule.heading)
        counted = raw.run(
            f"SELECT any_value({text}), count(*) FROM {{rows}} WHERE {text} IS NOT NULL GROUP BY lower({text}) ORDER BY 2 DESC"
        )
        meanings = {word: _meaning(rule, word) for word, _ in counted}
        unknown = [(word, rows) for word, rows in counted if meanings[word] is None]
        if unknown and rule.known_only:
            continue
        if unknown:
            _ask(raw, rule, unknown, [word for word, meaning in meanings.items() if meaning == MONEY])
        if not any(meaning not in (None, MONEY) for meaning in meanings.values()) and rule.blank == "money":
            continue
        at = len(result)
        cases = " ".join(f"WHEN {quoted(word.lower())} THEN {quoted(meaning or MONEY)}" for word, meaning in meanings.items())
        blank = quoted(MONEY if rule.blank != "no money" else NO_MONEY)
        stage.columns[f"word{at}"] = text
        meaning = f"CASE WHEN word{at} IS NULL THEN {blank} ELSE CASE lower(word{at}) {cases} END END" if cases else blank
        result.append(Words(meaning, f"coalesce(word{at}, 'blank')", rule.known_only))
    return result


def _meaning(rule: Rule, word: str) -> str | None:
    if not rule.money and not rule.no_money:
        return meaning_of("status", word)
    if plain(word) in rule.money:
        return REFUNDED if meaning_of("status", word) == REFUNDED else MONEY
    if plain(word) in rule.no_money:
        return TEST if meaning_of("status", word) == TEST else NO_MONEY
    return {"money": MONEY, "no money": NO_MONEY}.get(rule.unknown)


def _ask(raw: Raw, rule: Rule, unknown: list[tuple[str, int]], money: list[str]) -> None:
    words = ", ".join(f"{word!r} ({rows:,} rows)" for word, rows in unknown[:6]) + (" and others" if len(unknown) > 6 else "")
    heading = rule.heading if rule.heading.replace("_", "").isalnum() else f'"{rule.heading}"'
    example = ", ".join([*money[:4], unknown[0][0]])
    raise OrderFileError(
        f"{raw.name}, column {rule.heading}: it does not tell whether {words} is money; "
        f"name the words that are with --where '{heading} in ({example})', or those that are not with --except '{heading} = {unknown[0][0]}'.",
        ["--where", "--except"],
    )


def stage_sign(raw: Raw, plan: Plan, stage: Stage) -> tuple[str, str]:
    """The SQL of the sign of a row's amount (1, -1), and of the word that leaves it out."""
    if plan.sign is None:
        return "1", "NULL"
    stage.columns["sign_word"] = raw.text(plan.sign.heading)
    listed = {name: ", ".join(map(quoted, words)) or "''" for name, words in (("minus", plan.sign.minus), ("out", plan.sign.out))}
    return (
        f"CASE WHEN lower(sign_word) IN ({listed['minus']}) THEN -1 ELSE 1 END",
        f"CASE WHEN lower(sign_word) IN ({listed['out']}) THEN sign_word END",
    )


def stage_test(raw: Raw, plan: Plan, stage: Stage) -> str:
    """The SQL of whether a row is a test."""
    if not plan.test:
        return "false"
    stage.columns["test_word"] = stage.text(Heading(plan.test))
    return f"coalesce(lower(test_word) IN ({', '.join(map(quoted, sorted(words_of('yes'))))}), false)"
