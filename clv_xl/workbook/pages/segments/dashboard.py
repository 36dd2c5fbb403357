"""Dashboard: what the customers are worth, and where the next euro goes, on one page. The results that scripts read are defined here."""

from __future__ import annotations

from typing import Any

from ...layout.cards import Card, Cards
from ...layout.charts import Bars, Lines
from ...layout.dashboard import GAP, THIRDS, Action, Actions, Figure, dashboard
from ...layout.page import Book, Lane
from ...layout.workings import Part, Workings
from ...look.style import WHOLE_MONEY
from ..shared.benchmark import band_note, band_word
from ..shared.wording import NO_MARGIN, SHORT_OF_IT, SINCE_NO_MARGIN, VAT_WORDS, put_currency
from .channels import Channels
from .customers import PURCHASES, column

CARDS = (
    Card("Value of a customer", "result_mean_clv", f'IF(computed_values>0,"{SHORT_OF_IT}","mean of "&FIXED(result_customers,0)&" customers")', money="#,##0.00"),
    Card("Value : cost (CLV : CAC)", "result_clv_cac_ratio", 'IF(result_benchmark="","target "&FIXED(wanted_ratio,1)&" : 1",band_note)', '0.0" : 1"', missing='"cost not known"'),
    Card("Cost earned back after", "result_payback_months", f'IF({NO_MARGIN},"{SHORT_OF_IT}",IF(input_target_payback="","no target on Inputs","target "&FIXED(input_target_payback,0)&" months"))', '0.0" months"', missing='"cost or margin not known"'),
    Card("A customer may cost", "result_max_cac", 'IF(result_mean_cac="","cost not known","you pay "&FIXED(result_mean_cac,2))', money="#,##0.00"),
    Card("The best bring", "result_top20_share", '"best "&ROUND(100*input_best_share,0)&"% of customers"', "0%"),
    Card("All customers together", 'IF(result_customers=0,"",result_customer_equity)', 'IF(result_net="","before the cost to win",FIXED(result_net,0)&" after cost to win")', money=WHOLE_MONEY),
)  # fmt: skip
_SAMPLE_NAME = "Sample customers"
_CHART_ROWS, _HEIGHT = 10, 24


def dashboard_page(book: Book, workings: Workings, banner: tuple[Any, str], shares: Bars, curve: Lines, channels: Channels) -> None:
    part = workings.part("Dashboard")
    _figures(part)
    page = dashboard(book, "What are our customers worth, and where does the next euro go?", banner, "result_customers>0")
    page.put(Cards(page, CARDS))
    page.skip(12)
    first, second, third = page.split(*THIRDS, gap=GAP)
    first.ask("Who brings the value?", "=segments_answer", shares, _CHART_ROWS, _HEIGHT)
    second.ask("How much do the best bring?", "=pareto_answer", curve, _CHART_ROWS, _HEIGHT)
    third.ask("Is one group best for the next euro?", "=ratio_answer", channels.ratios, _CHART_ROWS, _HEIGHT)
    page.below(first, second, third)
    page.skip(12)
    left, right = page.split(THIRDS[0], sum(THIRDS[1:]) + GAP, gap=GAP)
    left.ask("What is left after the cost to win?", "=net_answer", channels.nets, _ACTION_ROWS, _ACTION_HEIGHT)
    averages = '="At stake: what "&ROUND(100*step_share,0)&"% of a budget changes, if the next customers are like those so far. Then measure again."'
    right.ask("What to do next", averages)
    _act(right)
    page.below(left, right)
    page.skip(8)
    page.text(f'=IF(input_data_name="{_SAMPLE_NAME}","These customers are made up: the shop does not exist.","")', "Plain note")


def _figures(part: Part) -> None:
    """The headline figures, and the words that several pages use."""
    known = 'SUMIF(list_margin,">=0",list_count)'
    money = "#,##0.00"
    put_currency(part)
    part.figure("result_customers", "=IF(rows_used=0,0,SUM(list_count))", "#,##0")
    part.figure("result_customer_equity", "=IF(rows_used=0,0,SUMPRODUCT(list_clv,list_count))", money)
    part.figure("result_mean_clv", '=IF(result_customers=0,"",result_customer_equity/result_customers)', money)
    part.figure("total_cac", '=IF(COUNT(list_cac)=0,"",SUMPRODUCT(list_cac,list_count))', money)
    part.figure("result_mean_cac", '=IF(OR(total_cac="",result_customers=0),"",total_cac/result_customers)', money)
    part.figure("result_clv_cac_ratio", '=IF(N(result_mean_cac)=0,"",0+_xldudf_CLV_CAC_RATIO(result_mean_clv,result_mean_cac))', "0.00")
    computed = f'SUMPRODUCT(({column("value")}="")*({column(PURCHASES[0])}<>""))'
    part.figure("computed_values", f"=IF({NO_MARGIN},{computed},0)", "#,##0", "Values computed without a gross margin")
    part.figure("mean_margin", f'=IF(COUNT(list_margin)=0,"",IFERROR(SUMPRODUCT(list_margin,list_count)/{known},""))', money)
    payback = "0+_xldudf_CLV_PAYBACK(result_mean_cac,mean_margin,1)"
    part.figure("result_payback_months", f'=IF(OR(N(result_mean_cac)=0,N(mean_margin)=0),"",{payback})', "0.0")
    part.figure("result_max_cac", '=IF(N(result_mean_clv)<=0,"",0+_xldudf_CLV_MAX_CAC(result_mean_clv,wanted_ratio))', money)
    lost = "SUMPRODUCT((INDEX(list_clv,0)<0)*1,list_clv,list_count)"  # before the cost to win them, which is paid
    part.figure("cheaper_stake", f'=IF(result_unprofitable_customers=0,"",-step_share*{lost})', "#,##0")
    part.figure("next_budget", "with the next budget", label="Until when")
    part.figure(
        "more_note", '=IF(more_row=0,"",IF(ISNUMBER(more_low),FIXED(more_low,0)&" to "&FIXED(more_high,0)&" (98% sure), ","")&next_budget)'
    )
    part.figure("result_net", '=IF(total_cac="","",result_customer_equity-total_cac)', money)
    part.figure("by_payback", '=chosen_industry="Subscription"')
    part.figure("benchmark_figure", "=IF(by_payback,result_payback_months,result_clv_cac_ratio)", "0.0")
    part.figure("result_benchmark", f'=IF(OR(chosen_industry="",benchmark_figure=""),"",{band_word("benchmark_figure")})')
    part.figure("band_note", f'=IF(result_benchmark="","",{band_note("result_benchmark")})')
    payback_alone = f'IF(AND({NO_MARGIN},COUNT(list_margin)>0),"  ·  payback is of revenue: no gross margin yet","")'
    part.figure("margin_said", f'=IF(computed_values>0,"  ·  {SINCE_NO_MARGIN}",{payback_alone})', label="What is said of the margin")
    part.figure(
        "result_subtitle",
        '=IF(input_data_name="","no name yet",input_data_name)&"  ·  "&FIXED(result_customers,0)&" customers  ·  "&result_currency'
        f"&{VAT_WORDS}&margin_said",
    )


_ACTIONS = (
    ('IF(more_row=0,"No group reaches the targets yet","Spend more on "&more_group&": it reaches the targets")', "more_stake", "Channels", "more_note"),
    ('IF(most_lost<=0,"No group costs more than it brings","Spend less on "&less_group&": it costs more than it brings")', "less_stake", "Channels", 'IF(most_lost<=0,"",next_budget)'),
    ('IF(most_over<=0,"No group between the two pays too much","Pay at most "&FIXED(over_limit,2)&" for a customer of "&over_group)', "over_stake", "Channels", 'IF(most_over<=0,"",next_budget)'),
    ('"Keep the best "&FIXED(best_customers,0)&" customers: they bring "&ROUND(100*N(result_top20_share),0)&"% of the value"', '""', "Tiers", '"before their next purchase; a list without dates does not say what they will still bring"'),
    ('IF(result_unprofitable_customers=0,"Nobody costs more than the goods bring","Serve "&FIXED(result_unprofitable_customers,0)&" customers cheaper: they cost more than they bring")', 'IF(result_unprofitable_customers=0,"",cheaper_stake)', "Tiers", 'IF(result_unprofitable_customers=0,"",next_budget)'),
)  # fmt: skip
"""What to do next, what is at stake, the page that shows more, and until when: the list has no dates, so budgets set the time."""
_ACTION_ROWS, _ACTION_HEIGHT = 11, 17


def _act(lane: Lane) -> None:
    empty = ["Paste your customers into the yellow table on Customers first", *[""] * (len(_ACTIONS) - 1)]
    to_list = [{"Customers": "result_customers=0"}, *[{}] * (len(_ACTIONS) - 1)]
    lines = [
        Action(
            f'IF(result_customers=0,"{first}",{action})',
            *((f'IF(result_customers=0,"",{worth})',), tab, f'IF(result_customers=0,"",{note})'),
            elsewhere,
        )
        for first, elsewhere, (action, worth, tab, note) in zip(empty, to_list, _ACTIONS, strict=True)
    ]
    lane.put(Actions(lane, [Figure("At stake", "Plain number", 4, WHOLE_MONEY, is_currency=True)], lines))
