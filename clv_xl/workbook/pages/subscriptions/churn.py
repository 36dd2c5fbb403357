"""Churn: subscribers and revenue period by period, spilled by CLV_SUBSCRIBERS; the words and figures that the pages share."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.worksheet.worksheet import Worksheet

from ...look.charts import Anchor, bar_chart
from ...look.style import ACCENT, COUNT, CURRENCIES, SHARE, protect, put, put_row, spill
from ..charted import FIRST_ROW, HEAD_ROW, Asked, charted_page
from ..names import define, name_cell
from ..periods import short_label
from .banner import BROKEN
from .lists import DATES, PRICES

BARS = 18
_DATA = 14  # column N
_FIRST_BAR, _WORDS_ROW = 9, 30
_FORM = (
    *(("Text bold", 12), ("Number", 13), ("Number", 12), ("Number", 12), ("Number", 13), ("Share", 12)),
    *(("Money", 15), ("Money", 15), ("Money", 17), ("Share", 15)),
)
MONTH_NAME = "MID(month_names,3*{0}-2,3)"
ALT_TEXTS = [
    "Are there more subscribers? Columns show how many there were at the end of each of the last 18 periods.",
    "Do fewer leave? Columns show the share of subscribers that left in each of the last 18 periods.",
]


def build(book: Workbook) -> None:
    sheet = charted_page(
        book,
        "Churn",
        "Who came, and who left?",
        [2, *(width for _, width in _FORM), 2, 2, 34, 16, 16, 40, 12, 18],
        (Asked("Are there more subscribers?", "=subscribers_answer", 2, 6), Asked("Do fewer leave?", "=churn_answer", 7, 11)),
        (
            "Period by period",
            "Churn: those there at the start who have left by the end. A period that is not over has none. Money: what they pay a month.",
        ),
        32,
        broken=BROKEN,
    )
    spill(sheet, HEAD_ROW, [style for style, _ in _FORM], f"CLV_SUBSCRIBERS({DATES},{PRICES},coded_period,input_as_of)")
    _bars(sheet)
    _words(sheet)
    subscribers_chart(sheet, sheet, (7, 2, 17, 7))
    churn_chart(sheet, sheet, (7, 7, 17, 12))
    protect(sheet)


def _at(letter: str, row: str) -> str:
    return f"INDEX(Churn!${letter}${FIRST_ROW}:${letter}$1048576,MAX(1,{row}))"


def _bars(sheet: Worksheet) -> None:
    """Right of what is printed: the last periods, which the charts draw."""
    put(sheet, 5, _DATA, "Data behind the charts", "Section")
    put(sheet, 6, _DATA, "Churn is in percent.", "Plain note")
    put_row(sheet, _FIRST_BAR - 1, _DATA, ("Period", "Subscribers", "Churn", "Titles", "Period"), ("Head",) * 5)
    put(sheet, _FIRST_BAR, _DATA + 3, '="Subscribers at the end, by "&chosen_period', "Plain note")
    put(sheet, _FIRST_BAR + 1, _DATA + 3, '="Subscribers who left, in %, by "&chosen_period', "Plain note")
    for step in range(BARS):
        row = _FIRST_BAR + step
        place = f"MAX(0,churn_rows-{BARS})+{step + 1}"
        beyond = f"{place}>churn_rows"
        shown = f"OR({beyond},churn_rows>9)" if step % 3 else beyond
        put(sheet, row, _DATA + 4, f'=IF({beyond},"",{_at("B", place)})', "Plain note")
        put(sheet, row, _DATA, f'=IF({shown},"",{short_label(f"R{row}", MONTH_NAME)})', "Plain note")
        put(sheet, row, _DATA + 1, f'=IF({beyond},"",{_at("F", place)})', "Plain note", COUNT)
        put(sheet, row, _DATA + 2, f'=IF({beyond},"",IF(ISNUMBER({_at("G", place)}),100*{_at("G", place)},""))', "Plain note", "0.0")


def _words(sheet: Worksheet) -> None:
    """The figures of the last period that is over, those before it, and the sentences of the pages."""
    first = _WORDS_ROW
    put(sheet, first - 2, _DATA, "Figures and words of the pages", "Section")
    codes = first + len(CURRENCIES) - 1
    for row, (code, (words, _)) in enumerate(CURRENCIES.items(), start=first):
        put_row(sheet, row, _DATA + 4, (code, words), ("Plain note", "Plain note"))
    define(sheet.parent, "month_names", '"JanFebMarAprMayJunJulAugSepOctNovDec"')
    when = 'DAY(result_as_of)&" "&MID(month_names,3*MONTH(result_as_of)-2,3)&" "&YEAR(result_as_of)'
    now = 'IF(churn_rows=0,"",{})'.format
    last_rows = f"{_at('G', 'churn_row-periods_compared')}:{_at('G', 'churn_row-1')}"
    cells = (
        ("Periods compared", "periods_compared", "=MIN(9,MAX(1,N(input_compare_periods)))", COUNT),
        ("Rows of the list", "churn_rows", f"=COUNT($C${FIRST_ROW}:$C$1048576)", COUNT),
        ("The last period that is over", "churn_row", f"=IF(churn_rows=0,0,IF(ISNUMBER({_at('G', 'churn_rows')}),churn_rows,churn_rows-1))", COUNT),
        ("Its name", "churn_period", f'=IF(churn_row<1,"",{_at("B", "churn_row")})', "General"),
        ("Its first day", "churn_from", '=IF(churn_row<1,0,EDATE(DATE(YEAR(result_as_of),months_a_period*INT((MONTH(result_as_of)-1)/months_a_period)+1,1),-months_a_period*(churn_rows-churn_row)))', "d mmm yyyy"),
        ("Its last day", "churn_last", "=IF(churn_row<1,0,EDATE(churn_from,months_a_period)-1)", "d mmm yyyy"),
        ("Calculated as of", "result_as_of", f'=IF(NOT(has_list),"",IF(input_as_of<>"",input_as_of,MAX({",".join(f"Subscriptions[{c}]" for c in ("Start", "End"))})))', "d mmm yyyy"),
        ("Subscribers now", "result_subscribers", f'=IF(has_list,{now(_at("F", "churn_rows"))},IF(COUNT(survivor_counts)=0,"",INDEX(survivor_counts,COUNT(survivor_counts))))', COUNT),
        ("A period earlier", "subscribers_before", f'=IF(churn_rows<2,"",{_at("F", "churn_rows-1")})', COUNT),
        ("Monthly revenue", "result_monthly_revenue", f'=IF(has_list,{now(_at("H", "churn_rows"))},IF(OR(result_subscribers="",input_average_price=""),"",result_subscribers*input_average_price))', "#,##0.00"),
        ("A period earlier", "revenue_before", f'=IF(churn_rows<2,"",{_at("H", "churn_rows-1")})', "#,##0.00"),
        ("Churn of the last period", "result_churn", f'=IF(churn_row<1,"",IF(ISNUMBER({_at("G", "churn_row")}),{_at("G", "churn_row")},""))', SHARE),
        ("Mean churn of those before", "result_churn_before", f'=IF(churn_row<=periods_compared,"",IFERROR(AVERAGE({last_rows}),""))', SHARE),
        ("Change of churn", "churn_change", '=IF(OR(result_churn="",result_churn_before=""),"",ROUND(result_churn-result_churn_before,3))', "0.0%"),
        ("At the start of that period", "churn_at_start", f'=IF(churn_row<1,0,N({_at("C", "churn_row")}))', COUNT),
        ("Of them left, by plain Excel", "plain_churn", '=IF(OR(churn_row<1,NOT(has_list)),0,SUMPRODUCT((Subscriptions[Start]>0)*(Subscriptions[Start]<churn_from)*(Subscriptions[End]<>"")*(Subscriptions[End]>=churn_from)*(Subscriptions[End]<=churn_last)*(Subscriptions[End]>=Subscriptions[Start])))', COUNT),
        ("Left in that period", "result_left", f'=IF(churn_row<1,"",{_at("E", "churn_row")})', COUNT),
        ("New in that period", "result_new", f'=IF(churn_row<1,"",{_at("D", "churn_row")})', COUNT),
        ("Revenue lost in that period", "result_lost_revenue", f'=IF(churn_row<1,"",{_at("J", "churn_row")})', "#,##0.00"),
        ("Currency", "result_currency", f'=IFERROR(INDEX($S${first}:$S${codes},MATCH(chosen_currency,$R${first}:$R${codes},0)),chosen_currency)', "General"),
        ("The same in words", "as_of_words", f'=IF(N(result_as_of)=0,"no date yet","as of "&{when}&"  ·  renewed every "&chosen_period)', "General"),
        ("Whose figures", "figures_of", '=IF(has_list,as_of_words,IF(COUNT(survivor_counts)=0,"nothing filled in yet","from the counts on Survivors  ·  renewed every "&chosen_period))', "General"),
        ("Subtitle", "result_subtitle", '=IF(input_data_name="","",input_data_name&"  ·  ")&figures_of&"  ·  "&result_currency', "General"),
        ("Are there more", "subscribers_answer", '=IF(churn_rows<2,"It takes two periods to say.",IF(result_subscribers>subscribers_before,"Yes: ","No: ")&FIXED(result_subscribers,0)&" now, "&FIXED(subscribers_before,0)&" at the end of the period before.")', "General"),
        ("Do fewer leave", "churn_answer", '=IF(churn_change="","It takes more periods to say.",IF(churn_change<0,"Yes: ","No: ")&ROUND(100*result_churn,1)&"% left in "&churn_period&", "&ROUND(100*result_churn_before,1)&"% in the "&periods_compared&" periods before.")', "General"),
    )  # fmt: skip
    for row, (label, name, formula, form) in enumerate(cells, start=first):
        put(sheet, row, _DATA, label, "Plain note")
        put(sheet, row, _DATA + 1, formula, "Plain note", form)
        name_cell(sheet, name, row, _DATA + 1)


def _chart(sheet: Worksheet, data: Worksheet, anchor: Anchor, offset: int, plot: tuple[float, float, float, float]) -> None:
    def column(number: int) -> Reference:
        return Reference(data, min_col=_DATA + number, min_row=_FIRST_BAR, max_row=_FIRST_BAR + BARS - 1)

    head = f"'Churn'!${'OP'[offset - 1]}${_FIRST_BAR - 1}"
    title = f"'Churn'!$Q${_FIRST_BAR + offset - 1}"
    bar_chart(sheet, anchor, title=title, categories=column(0), series=[(head, column(offset), ACCENT)], plot=plot)


def subscribers_chart(sheet: Worksheet, data: Worksheet, anchor: Anchor) -> None:
    _chart(sheet, data, anchor, 1, (0.09, 0.14, 0.9, 0.72))


def churn_chart(sheet: Worksheet, data: Worksheet, anchor: Anchor) -> None:
    _chart(sheet, data, anchor, 2, (0.09, 0.14, 0.9, 0.72))
