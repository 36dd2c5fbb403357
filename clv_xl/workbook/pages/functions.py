"""Functions: every formula with its help and a live example, from the registry."""

from __future__ import annotations

from openpyxl import Workbook

from ...formulas.spelling import spell
from ...functions import DECLARATIONS, REGISTRY
from ...functions.reference import excel_formula
from ..look.style import CODE, heights, page, protect, put, put_link, put_row

HEAD_ROW = 6

_USED_ON = {
    "transactions": {
        "CLV_CUSTOMERS": "Customers",
        "SEGMENT_CLV": "Segments",
        "CLV_ROWS": "Checks",
        "CLV_COHORTS": "Cohorts",
        "CLV_TREND": "Trend",
        "CLV_PRODUCTS": "Products",
        "CLV_DRIVERS": "Drivers",
        "CLV_DORMANT": "Win-back",
        "CLV_FORECAST": "Prediction",
        "CLV_PREDICT": "Forecast",
        "CLV_FIT": "Model",
        "CLV_MODELS": "Model",
        "CLV_HOLDOUT": "Model",
        "CLV_TRACKING": "Model",
    },
    "segments": {
        "SEGMENT_CLV": "Segments",
        "CLV_TIERS": "Tiers",
        "CLV_PARETO": "Tiers",
        "CLV_BUDGET": "Channels",
        "CLV_VALUES": "Values",
    },
    "subscriptions": {
        "CLV_SUBSCRIBERS": "Churn",
        "CLV_SURVIVORS": "Retention",
        "CLV_RETENTION": "Retention",
        "CLV_SUBSCRIBER_COHORTS": "Cohorts",
        "CLV_SUBSCRIPTION": "Value",
        "CLV_PLANS": "Value",
        "CLV_SUBSCRIPTION_ROWS": "Checks",
    },
}
"""By template: where a function that answers with a table can be seen at work."""
_TABLES = {name: template for template, used in reversed(_USED_ON.items()) for name in used}


_NEEDS_ADD_IN = "They calculate where the clv_xl add-in is installed; elsewhere you see the last values. install/README.md says how."


def build(book: Workbook, template: str, *, link: str, note: str = _NEEDS_ADD_IN) -> None:
    sheet = page(
        book,
        "Functions",
        "Which formulas can I use in my own cells?",
        "Functions  ·  Type = and the name. An argument with a default may be left out.",
        [2, 28, 86, 30, 36, 14, 2],
        link=link,
        list_head=HEAD_ROW,
        freeze=f"A{HEAD_ROW + 1}",
    )
    put(
        sheet,
        4,
        2,
        note,
        "Plain note",
    )
    heights(sheet, {4: 17, 5: 6, HEAD_ROW: 18})
    put_row(
        sheet,
        HEAD_ROW,
        2,
        ("Function and arguments", "What it answers, and what it takes", "Unit", "Example", "Answer"),
        ("Head", "Head", "Head", "Head", "Head number"),
    )
    row = HEAD_ROW + 1
    for declaration in DECLARATIONS:
        put_row(
            sheet, row, 2, (declaration.name, declaration.summary, None, None, None), ("Text bold", "Text wrap", "Note", "Text", "Decimal")
        )
        heights(sheet, {row: 18})
        if tab := _USED_ON.get(template, {}).get(declaration.name):
            put_link(sheet, row, 5, f"{tab}  →", tab, "Link line")
        elif declaration.name in _TABLES:
            put(sheet, row, 5, f"in the template {_TABLES[declaration.name]}", "Text")
        else:
            example = excel_formula(declaration.examples[0])
            put(sheet, row, 5, f"={example}", CODE).data_type = "s"
            put(sheet, row, 6, f"={spell(example, REGISTRY, 'lite')}", "Decimal")
        for parameter in declaration.parameters:
            row += 1
            name = parameter.name if parameter.required else f"[{parameter.name}]"
            unit = ", ".join(filter(None, (parameter.argument.unit, parameter.argument.bounds)))
            put_row(sheet, row, 2, (f"    {name}", parameter.help, unit, None, None), (CODE, "Note wrap", "Note wrap", "Text", "Text"))
            heights(sheet, {row: 17})
        row += 1
    protect(sheet)
