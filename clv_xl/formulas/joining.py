"""Texts that a formula joins, with numbers written in another language than English: formualizer knows English alone."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.formula.tokenizer import Token

from .spelling import tokens

JOINED = "JOINED_TEXT"
"""The function that stands for a chain of texts, a&b&c."""

_COMPARISONS = {"=", "<>", "<", ">", "<=", ">=", ","}
"""What binds less than the joining of texts; the comma joins areas."""

_READ_CRITERIA = {"COUNTIF", "COUNTIFS", "SUMIF", "SUMIFS", "AVERAGEIF", "AVERAGEIFS", "MAXIFS", "MINIFS"}
"""Functions that read a number in a text again, as in ">"&A1: formualizer does so in English."""


def with_joined(text: str) -> str:
    """The formula, given without its equals sign, with JOINED_TEXT(a,b,c) for a&b&c."""
    return _level(iter(tokens(text)), plain=False)[0] if "&" in text else text


def _level(rest: Iterator[Token], plain: bool) -> tuple[str, str]:
    """What stands between two brackets, and the closing one. plain: chains stay as they are."""
    done, chain, closing = "", [""], ""
    for token in rest:
        if token.subtype == Token.OPEN:
            name = token.value[:-1].lstrip(":").upper().rpartition(".")[2]
            inner, end = _level(rest, plain or name in _READ_CRITERIA)
            chain[-1] += token.value + inner + end
        elif token.subtype == Token.CLOSE:
            closing = token.value
            break
        elif token.type == Token.OP_IN and token.value == "&" and not plain:
            chain.append("")
        elif token.type == Token.SEP or (token.type == Token.OP_IN and token.value in _COMPARISONS):
            done += _said(chain) + token.value
            chain = [""]
        else:
            chain[-1] += token.value
    return done + _said(chain), closing


def _said(chain: list[str]) -> str:
    return f"{JOINED}({','.join(chain)})" if len(chain) > 1 else chain[0]
