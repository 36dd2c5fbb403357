"""Inputs: what the reader fills in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...inputs.input import Blocks, Input, chosen, coded
from ...layout.blocks import Block
from ...layout.cards import Card, Cards
from ...layout.page import Book, Page
from ...layout.places import Place
from ...layout.workings import Part, Workings
from ...look.conditional_formats import word_colours
from ...look.style import INPUT_EDGE
from ...look.validation import validate

OUT_OF_DATE = "These figures are out of date here: open xlwings Lite (Add-ins), or run clv-xl recalc with this file's name."
"""What the pages say where our functions are needed and not there."""
_TO_INSTALL = "LibreOffice lacks the clv_xl functions: close it, run clv-xl install libreoffice, and open this again."
_TO_MAKE = "LibreOffice does not know these functions: make the workbook anew with --host libreoffice, or --static."

_HEADS = (("Input", "Head"), ("Value", "Head number"), ("Unit", "Head"), ("What it does", "Head"), ("Allowed", "Head"))
_SAMPLE, _LOW, _HIGH, _OUTSIDE = range(1, 5)
"""The columns of Workings: the value of the sample, where a template has it in it, the bounds, and whether a value is outside them."""


def inputs_page(
    book: Book,
    workings: Workings,
    blocks: Blocks,
    *,
    link: str,
    banner: tuple[Any, str],
    ranges: Mapping[str, tuple[str, int]] | None = None,
    sample: Mapping[str, Any] | None = None,
    cards: tuple[Card, ...] = (),
    said: Mapping[str, str] | None = None,
) -> None:
    """sample: values that stand in the template and are marked as such. cards: the answers, to be seen while typing. ranges: names for
    the cells of inputs that stand below each other, by the first of them. said: what stands below a block, by its title."""
    page = book.page(
        "Inputs",
        "What do I need to fill in?",
        "Inputs  ·  Yellow cells with blue figures are yours. Everything else is calculated.",
        [34, 22, 24, 70, 24, *([] if sample is None else [11])],
        colour=INPUT_EDGE,
        link=link,
        banner=banner,
        row_height=21,
    )
    behind = workings.part("Inputs")
    behind.put_row(behind.rows, ("Input", "Sample value" if sample is not None else None, "Lowest", "Highest", "Outside"), ("Head",) * 5)
    behind.rows += 1
    first_judged = behind.rows
    if cards:
        _put_cards(page, cards)
    whose: list[Place] = []
    for title, fields in blocks.items():
        block = _block(book, behind, title, fields, sample, ranges or {}, whose)
        block.page = page
        page.put(block)
        if title == next(iter(blocks)):
            page.freeze(block.cell(0, -1))
        if said and title in said:
            page.text(said[title], "Plain note", 17)
        page.skip(14)
    outside = behind.area(first_judged, _OUTSIDE, behind.rows - 1, _OUTSIDE)
    behind.columns = max(behind.columns, 1 + _OUTSIDE)
    behind.figure("result_inputs_outside", f"=SUM({outside})", "0")
    behind.figure(
        "in_libreoffice", f'=IF(template_host="libreoffice","{_TO_INSTALL}","{_TO_MAKE}")', label="Without the functions, in LibreOffice"
    )
    if sample is not None:
        states = "+".join(f'COUNTIF({area},"sample")' for area in whose)
        behind.figure("result_sample_inputs", f"={states}", "0", label="Values of the sample")


def _put_cards(page: Page, cards: tuple[Card, ...]) -> None:
    row = Cards(page, cards, gap=0)
    for number, style in enumerate(("Card label", "Card value", "Card note")):
        row.put_row(number, (None, None), (style, style), len(cards))
    page.put(row)
    page.skip(21)


def _block(
    book: Book,
    behind: Part,
    title: str,
    fields: Sequence[Input],
    sample: Mapping[str, Any] | None,
    ranges: Mapping[str, tuple[str, int]],
    whose: list[Place],
) -> Block:
    block = Block(book.pages["Inputs"], 2 + len(fields), 5 if sample is None else 6)
    block.heights |= {0: 22, 1: 18}
    block.put(0, 0, title, "Section")
    for column, (head, style) in enumerate(_HEADS):
        block.put(1, column, head, style, indent=1 if head == "Unit" else None)
    if sample is not None:
        block.put(1, 5, "Whose", "Head centre")
        whose.append(block.area(2, 5, 1 + len(fields), 5))
        block.rule(word_colours, whose[-1], {"sample": "look", "yours": "good"})
    for row, field in enumerate(fields, start=2):
        value = field.default if sample is None else sample.get(field.name, field.default)
        block.put(row, 0, field.label, "Text")
        cell = block.put(row, 1, value, "Input", field.format)
        block.put_row(row, (field.unit, field.help, field.allowed), ("Note", "Note wrap", "Note wrap"), 2)
        book.name(f"input_{field.name}", cell)
        if field.kind == "list":
            book.name(f"chosen_{field.name}", chosen(str(cell), field.default or "", field.words, field.words))
            book.name(f"coded_{field.name}", coded(str(cell), field.default or "", field.words, field.words))
        elif field.kind != "text":
            book.name(f"coded_{field.name}", f'IF({cell}="","",{cell})')
        if field.name in ranges:
            name, count = ranges[field.name]
            book.name(name, block.area(row, 1, row + count - 1, 1))
        block.rule(validate, cell, field)
        known = sample.get(field.name) if sample is not None and field.name != "currency" else None
        judged = _judge(behind, field, cell, known)
        if sample is not None:
            block.put(row, 5, f'=IF(OR({cell}="",{judged}=""),"",IF({cell}={judged},"sample","yours"))', "State")
    return block


def _judge(behind: Part, field: Input, cell: Place, sample: Any) -> Place:
    """Whether a value is allowed: a script that types it passes by the validation. Any words do as a text. The answer is the sample's value."""
    row = behind.rows
    behind.rows += 1
    behind.put(row, 0, field.label, "Plain note")
    kept = behind.cell(row, _SAMPLE)
    if sample is not None:
        behind.put(row, _SAMPLE, sample, "Plain note", field.format)
    if field.kind == "text":
        return kept
    low, high = behind.cell(row, _LOW), behind.cell(row, _HIGH)
    for column, bound in ((_LOW, field.low), (_HIGH, field.high)):
        if bound is not None:
            behind.put(row, column, bound, "Plain note", field.format)
    if field.kind == "list":
        words = ",".join(f'"{word}"' for word in field.words)
        wrong = f"IF(ISNUMBER(MATCH(chosen_{field.name},{{{words}}},0)),0,1)"
    elif field.kind == "date":
        wrong = f"IF(ISNUMBER({cell}),IF({cell}<1,1,0),1)"
    else:
        beyond = f'OR(AND({low}<>"",{cell}<{low}),AND({high}<>"",{cell}>{high}))'
        wrong = f"IF(ISNUMBER({cell}),IF({beyond},1,0),1)"
    behind.put(row, _OUTSIDE, f'=IF({cell}="",0,{wrong})', "Plain note", "0")
    return kept
