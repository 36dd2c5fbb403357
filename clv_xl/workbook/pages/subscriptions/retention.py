"""Retention: who stays, as seen, as fitted, and projected, spilled by CLV_RETENTION."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from ...look.charts import Anchor, bar_chart, bars_with_lines
from ...look.conditional_formats import unseen
from ...look.style import ACCENT, COUNT, MID, SHARE, align, protect, put, put_row, spill
from ..charted import FIRST_ROW, HEAD_ROW, Asked, charted_page
from ..names import define, name_cell
from .banner import BROKEN
from .lists import DATES

STEPS = 24
"""Points of the curve that the chart draws; they divide it evenly."""
_FIRSTS = 12
"""Renewals of the other chart."""
_LIFE = 15  # column O: right of what is printed
_DRAWN = 23  # column W
_WORDS = 34  # column AH
_WORDS_ROW = FIRST_ROW
_RANGE = "6F91C9"
_FORM = (
    *(("Text bold", 10), ("Number", 12), ("Share", 11), ("Share", 11), ("Share", 11), ("Share", 11), ("Share", 11), ("Share", 11)),
    *(("Text bold", 26), ("Decimal", 14), ("Decimal", 14)),
)
ALT_TEXTS = [
    "How many stay? Columns show the share of subscribers left after each renewal, a line the fitted and projected share, dashed lines its range.",
    "When do they leave? Columns show the share that leaves at each of the first renewals, as seen and as the model has it.",
]


def build(book: Workbook) -> None:
    sheet = charted_page(
        book,
        "Retention",
        "How long do subscribers stay?",
        [2, *(width for _, width in _FORM), 2, 2, *[10] * 7, 2, *[11] * 9, 40, 2, 34, 12],
        (Asked("How many stay?", "=retention_answer", 2, 8), Asked("When do they leave?", "=leaving_answer", 9, 12)),
        (
            "Renewal by renewal",
            "Customers: those who made the renewal. Only those who have come to it count. Fitted: shifted beta-geometric; lowest and highest hold it 9 times out of 10.",
        ),
        32,
        broken=BROKEN,
    )
    _life(sheet)
    spill(sheet, HEAD_ROW, [style for style, _ in _FORM], "CLV_RETENTION(used_renewed,input_periods_ahead,used_at_risk)")
    unseen(sheet, f"B{HEAD_ROW}", "NOT(has_counts)")
    sheet.cell(FIRST_ROW, 2).number_format = "0"
    align(sheet.cell(HEAD_ROW, 10), indent=1, vertical="bottom")
    align(sheet.cell(FIRST_ROW, 10), indent=1)
    for column in (11, 12):
        sheet.cell(FIRST_ROW, column).number_format = "#,##0.000"
    _drawn(sheet)
    _words(sheet)
    survival_chart(sheet, sheet, (7, 2, 17, 9))
    _leaving_chart(sheet, (7, 9, 17, 13))
    protect(sheet)


def _life(sheet: Worksheet) -> None:
    """Right of what is printed: how many came to each renewal and made it, of the list or of Survivors."""
    put(sheet, HEAD_ROW - 2, _LIFE, "Renewals of the list", "Section")
    for column in range(_LIFE, _LIFE + 7):
        put(sheet, HEAD_ROW, column, None, "Head number")
        put(sheet, FIRST_ROW, column, None, "Plain note", SHARE if column > _LIFE + 4 else COUNT)
    sheet[f"O{HEAD_ROW}"] = ArrayFormula(f"O{HEAD_ROW}", f"=_xldudf_CLV_SURVIVORS({DATES},coded_period,input_as_of)")
    area = f"Retention!${{0}}${FIRST_ROW}:${{0}}$1048576".format
    whole = f"Retention!${{0}}${FIRST_ROW}:INDEX({{1}},MAX(1,COUNT({area('O')})))".format
    for name, letter in (("life_renewals", "O"), ("life_at_risk", "P"), ("life_renewed", "Q"), ("life_left", "R"), ("life_there", "S")):
        define(sheet.parent, name, whole(letter, area(letter)))
    define(sheet.parent, "has_counts", "OR(has_list,COUNT(survivor_counts)>0)")
    define(sheet.parent, "used_renewed", "IF(has_list,life_renewed,survivor_counts)")
    define(sheet.parent, "used_at_risk", 'IF(has_list,life_at_risk,"")')


def _at(letter: str, row: str) -> str:
    return f"INDEX(Retention!${letter}${FIRST_ROW}:${letter}$1048576,MAX(1,{row}))"


def _seen(letter: str) -> str:
    """The rows of the renewals that were seen."""
    return f"Retention!${letter}${FIRST_ROW}:{_at(letter, 'curve_seen+1')}"


def _drawn(sheet: Worksheet) -> None:
    put(sheet, HEAD_ROW - 2, _DRAWN, "Data behind the charts, in percent", "Section")
    heads = ("Renewal", "Seen", "Fitted", "Range", "Highest", "Gap", "Renewal", "Seen", "Fitted")
    put_row(sheet, HEAD_ROW, _DRAWN, heads, ("Head",) * len(heads))
    put(sheet, HEAD_ROW, _DRAWN + 9, "Titles", "Head")
    put(sheet, FIRST_ROW, _DRAWN + 9, '="Subscribers left, in %, by renewals made; one for each "&chosen_period', "Plain note")
    put(sheet, FIRST_ROW + 1, _DRAWN + 9, "Subscribers who leave at each renewal, in %", "Plain note")
    for number in range(STEPS):
        row = FIRST_ROW + number
        place = f"ROUND({number}*curve_periods/{STEPS - 1},0)"
        shown = f"{place}=ROUND({number - 3}*curve_periods/{STEPS - 1},0)" if number else "FALSE"
        put(sheet, row, _DRAWN, f'=IF({shown},"",{place})' if number % 3 == 0 else None, "Plain note", "0")
        put(sheet, row, _DRAWN + 1, f'=IF(ISNUMBER({_at("D", place + "+1")}),100*{_at("D", place + "+1")},"")', "Plain note", "0.0")
        for column, letter in enumerate("EFG", start=_DRAWN + 2):
            put(sheet, row, column, f'=IF(curve_periods=0,"",IFERROR(100*{_at(letter, place + "+1")},""))', "Plain note", "0.0")
        put(sheet, row, _DRAWN + 5, f'=IF(X{row}="","",ABS(X{row}-Y{row}))', "Plain note", "0.0")
    for number in range(1, _FIRSTS + 1):
        row = FIRST_ROW + number - 1
        put(sheet, row, _DRAWN + 6, number, "Plain note", "0")
        for column, letter in enumerate("HI", start=_DRAWN + 7):
            shown = f"AND(curve_periods>={number},ISNUMBER({_at(letter, str(number + 1))}))"
            put(sheet, row, column, f'=IF({shown},100*(1-{_at(letter, str(number + 1))}),"")', "Plain note", "0.0")


def _words(sheet: Worksheet) -> None:
    figure = 'IFERROR(INDEX($K$21:$K$60,MATCH("{}",$J$21:$J$60,0)),"")'.format
    last = _at("D", "curve_seen+1")
    told = 'IF(curve_seen<1,"It takes two renewals of subscribers to say.",'
    cells = (
        ("Last period of the curve", "curve_periods", "=MAX(0,COUNT($E$21:$E$1048576)-1)", COUNT),
        ("Last renewal seen", "curve_seen", "=MAX(0,COUNT($D$21:$D$1048576)-1)", COUNT),
        ("Leave at the first renewal", "result_first_renewal_churn", f'={figure("Leave at the first renewal")}', SHARE),
        ("Half have left after", "result_half_life", f'={figure("Half have left after")}', COUNT),
        ("alpha", "result_alpha", f'={figure("alpha")}', "0.000"),
        ("beta", "result_beta", f'={figure("beta")}', "0.000"),
        ("Renewals due", "result_renewals_due", '=IF(curve_seen=0,0,IF(has_list,SUM(life_at_risk)-INDEX(life_at_risk,1),SUM(survivor_counts)-INDEX(survivor_counts,COUNT(survivor_counts))))', COUNT),
        ("Not renewed", "result_not_renewed", '=IF(curve_seen=0,0,IF(has_list,SUM(life_left),INDEX(survivor_counts,1)-INDEX(survivor_counts,COUNT(survivor_counts))))', COUNT),
        ("Mean churn at a renewal", "result_renewal_churn", '=IF(result_renewals_due=0,"",result_not_renewed/result_renewals_due)', "0.00%"),
        ("Widest gap of fitted and seen", "curve_gap", f"=MAX(0,MAX($AB${FIRST_ROW}:$AB${FIRST_ROW + STEPS - 1})/100)", "0.0%"),
        ("Survival seen at the last renewal", "survival_seen", f'=IF(curve_seen<1,0,{last})', SHARE),
        ("Product of the retentions", "survival_product", f'=IF(curve_seen<1,0,PRODUCT({_seen("H")}))', SHARE),
        ("Survival at the end of the curve", "survival_ahead", f'=IF(curve_seen<1,0,{_at("E", "curve_periods+1")})', SHARE),
        ("Fitted retention at the last renewal seen", "retention_last", f'=IF(curve_seen<1,0,{_at("I", "curve_seen+1")})', SHARE),
        ("How many stay", "retention_answer", f'={told}ROUND(100*survival_seen,1)&"% are left after "&curve_seen&" renewals; the curve goes on to "&ROUND(100*survival_ahead,1)&"% after "&curve_periods&".")', "General"),
        ("When they leave", "leaving_answer", f'={told}ROUND(100*N(result_first_renewal_churn),1)&"% at the first renewal, "&ROUND(100*(1-retention_last),1)&"% at the last.")', "General"),
    )  # fmt: skip
    put(sheet, HEAD_ROW - 2, _WORDS, "Figures and words of the pages", "Section")
    for row, (label, name, formula, form) in enumerate(cells, start=_WORDS_ROW):
        put(sheet, row, _WORDS, label, "Plain note")
        put(sheet, row, _WORDS + 1, formula, "Plain note", form)
        name_cell(sheet, name, row, _WORDS + 1)


def _column(data: Worksheet, offset: int, count: int) -> Reference:
    return Reference(data, min_col=_DRAWN + offset, min_row=FIRST_ROW, max_row=FIRST_ROW + count - 1)


def survival_chart(sheet: Worksheet, data: Worksheet, anchor: Anchor) -> None:
    heads = [f"'Retention'!${letter}${HEAD_ROW}" for letter in ("X", "Y", "Z", "AA")]
    seen, fitted, low, high = (
        (head, _column(data, n, STEPS), c) for n, (head, c) in enumerate(zip(heads, (MID, ACCENT, _RANGE, _RANGE)), start=1)
    )
    bars_with_lines(
        sheet,
        anchor,
        title=f"'Retention'!$AF${FIRST_ROW}",
        steps=_column(data, 0, STEPS),
        bars=seen,
        line=fitted,
        range_lines=[low, high],
        plot=(0.07, 0.2, 0.92, 0.66),
        top=100,
    )


def _leaving_chart(sheet: Worksheet, anchor: Anchor) -> None:
    bar_chart(
        sheet,
        anchor,
        title=f"'Retention'!$AF${FIRST_ROW + 1}",
        categories=_column(sheet, 6, _FIRSTS),
        series=[
            (f"'Retention'!$AD${HEAD_ROW}", _column(sheet, 7, _FIRSTS), MID),
            (f"'Retention'!$AE${HEAD_ROW}", _column(sheet, 8, _FIRSTS), ACCENT),
        ],
        plot=(0.07, 0.2, 0.92, 0.66),
    )
