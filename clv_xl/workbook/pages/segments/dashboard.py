"""Dashboard: what the customers are worth, and where the next euro goes, on one page. The results that scripts read are defined here."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ...look.conditional_formats import currency_signs
from ...look.style import CURRENCIES, WHOLE_MONEY, heights, protect, put, put_row
from ..benchmark import band_note, band_word
from ..cards import Card
from ..dashboard import DATA, LAST, Action, ask, begin, put_actions
from ..names import name_cell
from . import channels, groups, tiers
from .banner import BROKEN

_CODES_ROW = 36

CARDS = (
    Card("Value of a customer", "result_mean_clv", '"mean of "&FIXED(result_customers,0)&" customers"', money="#,##0.00"),
    Card("Value : cost (CLV : CAC)", "result_clv_cac_ratio", 'IF(result_benchmark="","target "&FIXED(wanted_ratio,1)&" : 1",band_note)', '0.0" : 1"'),
    Card("Cost earned back after", "result_payback_months", 'IF(input_target_payback="","no target on Inputs","target "&FIXED(input_target_payback,0)&" months")', '0.0" months"'),
    Card("A customer may cost", "result_max_cac", 'IF(result_mean_cac="","cost not known","you pay "&FIXED(result_mean_cac,2))', money="#,##0.00"),
    Card("The best bring", "result_top20_share", '"best "&ROUND(100*input_best_share,0)&"% of customers"', "0%"),
    Card("All customers together", 'IF(result_customers=0,"",result_customer_equity)', 'IF(result_net="","before the cost to win",FIXED(result_net,0)&" after cost to win")', money=WHOLE_MONEY),
)  # fmt: skip
ALT_TEXTS = [groups.ALT_TEXTS[0], tiers.ALT_TEXTS[0], channels.ALT_TEXTS[0], channels.ALT_TEXTS[1]]


def build(book: Workbook) -> None:
    title = "What are our customers worth, and where does the next euro go?"
    sheet = begin(book, title, CARDS, BROKEN, (26, 18, 14, 14, 60), "result_customers>0")
    heights(sheet, {8: 12, **dict.fromkeys(range(11, 21), 24), 21: 12, **dict.fromkeys(range(24, 32), 23), 32: 8, 33: 17})
    averages = '="Averages of customers won so far: change a budget by "&ROUND(100*step_share,0)&"%, and measure again."'
    ask(sheet, 9, 2, "Who brings the value?", "=segments_answer")
    ask(sheet, 9, 6, "How much do the best bring?", "=pareto_answer")
    ask(sheet, 9, 10, "Where does a euro bring most?", "=ratio_answer")
    ask(sheet, 22, 2, "What is left after the cost to win?", "=net_answer")
    ask(sheet, 22, 6, "What to do next", averages, LAST)
    _figures(sheet)
    groups.shares_chart(sheet, book["Segments"], (11, 2, 21, 5))
    tiers.curve_chart(sheet, book["Tiers"], (11, 6, 21, 9))
    channels.ratio_chart(sheet, book["Channels"], (11, 10, 21, 13))
    channels.net_chart(sheet, book["Channels"], (24, 2, 32, 5))
    _actions(sheet, 24)
    put(sheet, 33, 2, f'=IF(input_data_name="{_SAMPLE_NAME}","These customers are made up: the shop does not exist.","")', "Plain note")
    protect(sheet)


_SAMPLE_NAME = "Sample customers"


def _figures(sheet: Worksheet) -> None:
    """Right of what is printed: the headline figures, and the words that several pages use."""
    put(sheet, 4, DATA, "Figures and words of the pages", "Section")
    codes = f"N{_CODES_ROW}:N{_CODES_ROW + len(CURRENCIES) - 1}"
    known = 'SUMIF(list_margin,">=0",list_count)'
    money, plain = "#,##0.00", "General"
    cells = (
        ("result_customers", "=IF(rows_used=0,0,SUM(list_count))", "#,##0"),
        ("result_customer_equity", "=IF(rows_used=0,0,SUMPRODUCT(list_clv,list_count))", money),
        ("result_mean_clv", '=IF(result_customers=0,"",result_customer_equity/result_customers)', money),
        ("total_cac", '=IF(COUNT(list_cac)=0,"",SUMPRODUCT(list_cac,list_count))', money),
        ("result_mean_cac", '=IF(OR(total_cac="",result_customers=0),"",total_cac/result_customers)', money),
        ("result_clv_cac_ratio", '=IF(N(result_mean_cac)=0,"",_xldudf_CLV_CAC_RATIO(result_mean_clv,result_mean_cac))', "0.00"),
        ("mean_margin", f'=IF(COUNT(list_margin)=0,"",IFERROR(SUMPRODUCT(list_margin,list_count)/{known},""))', money),
        ("result_payback_months", '=IF(OR(N(result_mean_cac)=0,N(mean_margin)=0),"",_xldudf_CLV_PAYBACK(result_mean_cac,mean_margin,1))', "0.0"),
        ("result_max_cac", '=IF(N(result_mean_clv)<=0,"",_xldudf_CLV_MAX_CAC(result_mean_clv,wanted_ratio))', money),
        ("result_net", '=IF(total_cac="","",result_customer_equity-total_cac)', money),
        ("by_payback", '=chosen_industry="Subscription"', plain),
        ("benchmark_figure", "=IF(by_payback,result_payback_months,result_clv_cac_ratio)", "0.0"),
        ("result_benchmark", f'=IF(OR(chosen_industry="",benchmark_figure=""),"",{band_word("benchmark_figure")})', plain),
        ("band_note", f'=IF(result_benchmark="","",{band_note("result_benchmark")})', plain),
        ("result_currency", f'=IFERROR(INDEX(O{_CODES_ROW}:O{_CODES_ROW + len(CURRENCIES) - 1},MATCH(chosen_currency,{codes},0)),chosen_currency)', plain),
        ("result_subtitle", '=IF(input_data_name="","no name yet",input_data_name)&"  ·  "&FIXED(result_customers,0)&" customers  ·  "&result_currency', plain),
    )  # fmt: skip
    for row, (name, formula, form) in enumerate(cells, start=6):
        put(sheet, row, DATA, name.removeprefix("result_").replace("_", " "), "Plain note")
        put(sheet, row, DATA + 1, formula, "Plain note", form)
        name_cell(sheet, name, row, DATA + 1)
    put_row(sheet, _CODES_ROW - 1, DATA, ("Currency", "In words"), ("Head", "Head"))
    for row, (code, (words, _)) in enumerate(CURRENCIES.items(), start=_CODES_ROW):
        put_row(sheet, row, DATA, (code, words), ("Plain note", "Plain note"))


def _actions(sheet: Worksheet, row: int) -> None:
    """What to do next, and what is at stake."""
    actions = (
        ('IF(more_row=0,"No group reaches the targets yet","Spend more on "&more_group&": it reaches the targets")', "more_stake", "Channels"),
        ('IF(less_groups=0,"No group costs more than it brings","Spend less on "&less_group&": it costs more than it brings")', "less_stake", "Channels"),
        ('IF(over_stake<=0,"No group between the two pays too much","Pay at most "&FIXED(over_limit,2)&" for a customer of "&over_group)', 'IF(over_stake<=0,"",over_stake)', "Channels"),
        ('"Keep the best "&FIXED(best_customers,0)&" customers: they bring "&ROUND(100*N(result_top20_share),0)&"% of the value"', "best_value", "Tiers"),
        ('IF(result_unprofitable_customers=0,"Nobody costs more than the goods bring","Serve "&FIXED(result_unprofitable_customers,0)&" customers cheaper: they cost more than they bring")', 'IF(result_unprofitable_customers=0,"",-SUMIF(list_clv,"<0",list_net))', "Tiers"),
        ('IF(result_state="OK","Share these figures: all checks are OK","Look at Checks before you share these figures")', '""', "Checks"),
    )  # fmt: skip
    empty = ["Paste your customers into the yellow table on Customers first", *[""] * (len(actions) - 1)]
    lines = [
        Action(f'IF(result_customers=0,"{first}",{action})', (f'IF(result_customers=0,"",{worth})',), tab)
        for first, (action, worth, tab) in zip(empty, actions)
    ]
    put_actions(sheet, row, 6, {10: ("At stake", "Number")}, lines)
    currency_signs(sheet, f"J{row + 1}:J{row + len(actions)}", WHOLE_MONEY)
