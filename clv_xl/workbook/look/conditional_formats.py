"""Rules that colour, mark and format cells by what is in them."""

from __future__ import annotations

from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule, Rule
from openpyxl.styles import Border, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.worksheet import Worksheet

from .style import ATTENTION, ATTENTION_TINT, CURRENCIES, GREY, INK, NEGATIVE, NEGATIVE_TINT, POSITIVE, POSITIVE_TINT, side


def word_colours(sheet: Worksheet, area: str, words: dict[str, str]) -> None:
    """Tint cells by their word: "good", "bad" or "look" for each."""
    tints = {"good": (POSITIVE, POSITIVE_TINT), "bad": (NEGATIVE, NEGATIVE_TINT), "look": (ATTENTION, ATTENTION_TINT)}
    for word, kind in words.items():
        colour, tint = tints[kind]
        rule = CellIsRule("equal", [f'"{word}"'], font=Font(color=colour, b=True), fill=PatternFill(bgColor=tint, fill_type="solid"))
        sheet.conditional_formatting.add(area, rule)


def change_colours(sheet: Worksheet, area: str) -> None:
    """Colour what rose and what fell; the arrow in the format says it too."""
    for operator, colour in (("greaterThan", POSITIVE), ("lessThan", NEGATIVE)):
        sheet.conditional_formatting.add(area, CellIsRule(operator, ["0"], font=Font(color=colour)))


def currency_signs(sheet: Worksheet, area: str, base: str = "#,##0.00") -> None:
    """Show money with the sign of the currency that Inputs names."""
    for code, (_, sign) in CURRENCIES.items():
        format_where(sheet, area, f'chosen_currency="{code}"', f"{sign}{base}")


def format_where(sheet: Worksheet, area: str, formula: str, number_format: str) -> None:
    """Another number format where the formula holds. Its number comes when the workbook is written."""
    style = DifferentialStyle(numFmt=NumberFormat(numFmtId=0, formatCode=number_format))
    sheet.conditional_formatting.add(area, Rule(type="expression", dxf=style, formula=[formula]))


def heat(sheet: Worksheet, area: str) -> None:
    """Darker for larger figures; the figures stay readable on it."""
    sheet.conditional_formatting.add(area, ColorScaleRule("min", None, "FFFFFF", end_type="percentile", end_value=95, end_color="B4C4E4"))


def unseen(sheet: Worksheet, area: str, formula: str) -> None:
    """White on white where the formula holds: an error that only says that nothing is filled in yet."""
    sheet.conditional_formatting.add(area, FormulaRule([formula], font=Font(color="FFFFFF")))


def lighter(sheet: Worksheet, area: str, formula: str) -> None:
    """Grey and slanted where the formula holds: what is not over yet."""
    sheet.conditional_formatting.add(area, FormulaRule([formula], font=Font(color=GREY, i=True)))


def total_row(sheet: Worksheet, area: str, formula: str) -> None:
    """Make the row that the formula finds a total: bold, with a line on top."""
    sheet.conditional_formatting.add(area, FormulaRule([formula], font=Font(b=True, color=INK), border=Border(top=side("thin", INK))))
