"""Churn: subscribers and revenue period by period; the words and figures that the pages share."""

from __future__ import annotations

from dataclasses import dataclass

from ....functions import CLV_COMPARE_SHARES, CLV_SUBSCRIBERS
from ....functions.shares import ShareFigure
from ...layout.charts import Bars, drawn
from ...layout.lists import Asked, ask_across, list_page
from ...layout.page import Book
from ...layout.tables import Spill, call
from ...layout.workings import Line, Part, Workings
from ...look.style import ACCENT, COUNT, SHARE
from ..shared.comparing import put_enough
from ..shared.inputs import OUT_OF_DATE
from ..shared.periods import short_label
from ..shared.wording import NO_MARGIN, SINCE_NO_MARGIN, VAT_WORDS, put_currency, put_month_names
from .lists import CUSTOMERS, DATES, PRICES

_SHOWN = 18
"""Periods that the charts draw."""
_PLOT = (0.09, 0.14, 0.9, 0.72)
_DAY = "d mmm yyyy"
MONTH_NAME = "INDEX(month_names,{0})"


@dataclass(frozen=True)
class Churn:
    """The list of periods, and the charts, which the Dashboard shows too."""

    periods: Spill
    subscribers: Bars
    churn: Bars


def churn_page(book: Book, workings: Workings) -> Churn:
    formula = call(CLV_SUBSCRIBERS, DATES, PRICES, "coded_period", "input_as_of", CUSTOMERS)
    page, periods = list_page(
        book,
        "Churn",
        "Who came, and who left?",
        formula,
        widths={"Period": 12, "New": 10, "Returned": 15, "Left": 13, "Paused": 12, "Churn": 12, "Monthly revenue": 15, "New revenue": 15, "Lost revenue": 17, "Revenue churn": 15},
    )  # fmt: skip
    page.banner = (periods.head(), OUT_OF_DATE)
    part = workings.part("Churn")
    _words(part)
    put_enough(part)
    _rows(part, periods)
    _last_period(part, periods)
    compared(part, workings, "churn", ("Churn of the last period, compared", "churn_gone", "churn_at_start", "before_gone", "before_start"))
    _now(part, periods)
    _answers(part, periods)
    subscribers, churn = _charts(part, periods)
    ask_across(
        page,
        Asked("Are there more subscribers?", "=subscribers_answer", subscribers),
        Asked("Do fewer leave?", "=churn_answer", churn),
    )
    page.skip(8)
    page.section(
        "Period by period",
        '=IF(by_tenure,no_calendar,"Churn: those there at the start who have left by the end. Paused: gone, and come back since. Money: what they pay a month.")',
    )
    page.put(periods)
    page.repeat(periods)
    return Churn(periods, subscribers, churn)


def _words(part: Part) -> None:
    """The date, the currency and the subtitle, as the pages say them."""
    put_currency(part)
    put_month_names(part)
    part.figure(
        "no_calendar", "Cannot tell yet: tenures say how long, not when; without dates there is no calendar.", label="Without dates"
    )
    given = "MAX(Subscriptions[Start])"
    when = f'DAY(result_as_of)&" "&{MONTH_NAME.format("MONTH(result_as_of)")}&" "&YEAR(result_as_of)'
    part.figure("result_as_of", f'=IF(OR(NOT(has_list),by_tenure),"",IF(input_as_of<>"",input_as_of,{given}))', _DAY, "Calculated as of")
    words = f'"as of "&{when}&"  ·  renewed every "&chosen_period'
    part.figure("as_of_words", f'=IF(N(result_as_of)=0,"no date yet",{words})', label="The same in words")
    counts = 'IF(COUNT(survivor_counts)=0,"nothing filled in yet","from the counts on Survivors  ·  renewed every "&chosen_period)'
    ages = '"by tenure, without dates  ·  renewed every "&chosen_period'
    part.figure("figures_of", f"=IF(by_tenure,{ages},IF(has_list,as_of_words,{counts}))", label="Whose figures")
    subtitle = '=IF(input_data_name="","",input_data_name&"  ·  ")&figures_of&"  ·  "&result_currency'
    subtitle += f'&{VAT_WORDS}&IF({NO_MARGIN},"  ·  {SINCE_NO_MARGIN}","")'
    part.figure("result_subtitle", subtitle, label="Subtitle")


def _rows(part: Part, periods: Spill) -> None:
    over = f"ISNUMBER({periods.column('Churn').at('churn_rows')})"
    month = "months_a_period*INT((MONTH(result_as_of)-1)/months_a_period)+1"
    first = f"EDATE(DATE(YEAR(result_as_of),{month},1),-months_a_period*(churn_rows-churn_row))"
    part.figure("periods_compared", "=MIN(9,MAX(1,N(input_compare_periods)))", COUNT, "Periods compared")
    part.figure("churn_rows", f"=COUNT({periods.column('At start')})", COUNT, "Rows of the list")
    part.figure("churn_row", f"=IF(churn_rows=0,0,IF({over},churn_rows,churn_rows-1))", COUNT, "The last period that is over")
    part.figure("churn_period", f'=IF(churn_row<1,"",{periods.column("Period").at("churn_row")})', label="Its name")
    part.figure("churn_from", f"=IF(churn_row<1,0,{first})", _DAY, "Its first day")
    part.figure("churn_last", "=IF(churn_row<1,0,EDATE(churn_from,months_a_period)-1)", _DAY, "Its last day")


def _last_period(part: Part, periods: Spill) -> None:
    """The figures of the last period that is over, and those before it."""

    def of_last(column: str) -> str:
        return f'=IF(churn_row<1,"",{periods.column(column).at("churn_row")})'

    churn = periods.column("Churn")
    before = f"{churn.at('churn_row-periods_compared')}:{churn.at('churn_row-1')}"
    start, end = "Subscriptions[Start]", "Subscriptions[End]"
    left = f'({start}>0)*({start}<churn_from)*({end}<>"")*({end}>=churn_from)*({end}<=churn_last)*({end}>={start})'
    part.figure("result_left", of_last("Left"), COUNT, "Left in that period")
    part.figure("result_new", of_last("New"), COUNT, "New in that period")
    part.figure("result_lost_revenue", of_last("Lost revenue"), "#,##0.00", "Revenue lost in that period")
    now = churn.at("churn_row")
    part.figure("result_churn", f'=IF(churn_row<1,"",IF(ISNUMBER({now}),{now},""))', SHARE, "Churn of the last period")
    there = periods.column("At start")
    starts = f"{there.at('churn_row-periods_compared')}:{there.at('churn_row-1')}"
    part.page.book.name_all({"churns_before": before, "starts_before": starts})
    enough = "churn_row<=periods_compared"
    part.figure("before_start", f"=IF({enough},0,SUM(starts_before))", COUNT, "At the start of those before, added up")
    part.figure("before_gone", f"=IF({enough},0,ROUND(SUMPRODUCT(churns_before,starts_before),0))", COUNT, "Of them left")
    part.figure("result_churn_before", '=IF(before_start=0,"",before_gone/before_start)', SHARE, "Churn of those before")
    change = '=IF(OR(result_churn="",result_churn_before=""),"",ROUND(result_churn-result_churn_before,3))'
    part.figure("churn_change", change, "0.0%", "Change of churn")
    part.figure("churn_at_start", f"=IF(churn_row<1,0,N({there.at('churn_row')}))", COUNT, "At the start of that period")
    part.figure("churn_gone", '=IF(result_churn="",0,ROUND(result_churn*churn_at_start,0))', COUNT, "Of them left")
    plain = f"=IF(OR(churn_row<1,NOT(has_list)),0,SUMPRODUCT({left}))"
    part.figure("plain_churn", plain, COUNT, "Of them left, by plain Excel")


def _now(part: Part, periods: Spill) -> None:
    """Subscribers and revenue today and a period earlier, of the list or of the counts."""
    end, revenue = periods.column("At end"), periods.column("Monthly revenue")
    there = 'IF(ISERROR(INDEX(life_there,1)),"",SUM(life_there))'
    counted = 'IF(COUNT(survivor_counts)=0,"",INDEX(survivor_counts,COUNT(survivor_counts)))'
    paid = 'IF(OR(result_subscribers="",input_average_price=""),"",result_subscribers*input_average_price)'
    part.figure(
        "result_subscribers",
        f'=IF(by_tenure,{there},IF(has_list,IF(churn_rows=0,"",{end.at("churn_rows")}),{counted}))',
        COUNT,
        "Subscribers now",
    )
    part.figure("subscribers_after", f'=IF(churn_row<1,"",{end.at("churn_row")})', COUNT, "At the end of the last period")
    part.figure("subscribers_before", '=IF(churn_row<2,"",churn_at_start)', COUNT, "A period earlier")
    part.figure(
        "result_monthly_revenue",
        f'=IF(by_tenure,revenue_by_tenure,IF(has_list,IF(churn_rows=0,"",{revenue.at("churn_rows")}),{paid}))',
        "#,##0.00",
        "Monthly revenue",
    )
    part.figure("revenue_after", f'=IF(churn_row<1,"",{revenue.at("churn_row")})', "#,##0.00", "At the end of the last period")
    part.figure("revenue_before", f'=IF(churn_row<2,"",{revenue.at("churn_row-1")})', "#,##0.00", "A period earlier")


def compared(part: Part, workings: Workings, name: str, shares: tuple[str, ...], sizes: tuple[str, str] | None = None) -> None:
    """Whether a share differs from another beyond chance and enough to matter, as figures that sentences ask: 1 it is higher, -1 lower, 0
    neither, and for how many customers in all it would show; blank where the groups have too few. shares: what they are, then count, of
    how many, those before, and how sure to be. sizes: how many customers each group has, where they are counted more than once."""
    title, *counts = shares
    test = workings.beside(title, call(CLV_COMPARE_SHARES, *counts), forms={"Answer": "General"})
    low, high, needed = (test.at("Answer", line) for line in (ShareFigure.LOW, ShareFigure.HIGH, ShareFigure.NEEDED))
    difference, shares_before = (test.at("Answer", line) for line in (ShareFigure.DIFFERENCE, ShareFigure.BEFORE))
    before, after = sizes or (counts[1], counts[3])
    part.figure(
        f"{name}_missing", f"=MAX(0,enough_customers-{before})+MAX(0,enough_customers-{after})", COUNT, "Customers missing for a comparison"
    )
    part.figure(f"{name}_matters", f"=N(ABS(N({difference}))>=matters_share*N({shares_before}))", label="It is large enough to matter")
    beyond = f"IF({low}>0,1,IF({high}<0,-1,0))"
    sign = f'=IF(AND({name}_missing=0,ISNUMBER({low})),{beyond},"")'
    part.figure(f"{name}_sign", sign, "0", "Higher 1, lower -1, cannot tell 0")
    part.figure(f"{name}_beyond", f'=IF({name}_sign="","",{name}_sign*{name}_matters)', "0", "The same where it matters")
    part.figure(f"{name}_small", f"=N(AND(N({name}_sign)<>0,{name}_matters=0))", label="It is there, and does not matter")
    part.figure(f"{name}_few", f'="Cannot tell yet: it takes "&enough_customers&" in each group; "&FIXED({name}_missing,0)&" are missing."')
    for edge, figure in (("apart", difference), ("least", low), ("most", high)):
        part.figure(f"{name}_{edge}", f'=IF(ISNUMBER({figure}),{figure},"")', "0.0%", f"Difference, {edge}")
    part.figure(f"{name}_needed", f'=IF(ISNUMBER({needed}),FIXED({needed},0),"many more")', label="Customers that would show it")


SMALL = "too small a difference to matter"


def verdict_word(name: str, better: str) -> str:
    """A formula: how a short sentence begins, from the figures of `compared`."""
    even = f'IF({name}_small,"No, 98% sure: ","Cannot tell yet: ")'
    return f'IF({name}_beyond=0,{even},IF({name}_beyond{better},"Yes, 98% sure: ","No, 98% sure: "))'


def _answers(part: Part, periods: Spill) -> None:
    name = periods.column("Period").at("churn_rows")
    words = 'FIXED(subscribers_after,0)&" at the end of "&churn_period&", "&FIXED(subscribers_before,0)&" a "&chosen_period&" before."'
    part.figure("subscribers_words", f'=IF(churn_row<2,"",{words})', label="Both in words")
    more = 'IF(subscribers_after>subscribers_before,"Yes: ","No: ")&subscribers_words'
    part.figure(
        "subscribers_then", f'=IF(churn_row<2,"Cannot tell yet: it takes two periods that are over.",{more})', label="Over whole periods"
    )
    since = f'" In "&{name}&", which is not over, there are "&FIXED(result_subscribers,0)&"."'
    part.figure("subscribers_since", f'=IF(OR(churn_row<2,churn_row=churn_rows),"",{since})', label="Since then")
    part.verdict("subscribers_answer", "=IF(by_tenure,no_calendar,subscribers_then&subscribers_since)", label="Are there more")
    before = 'ROUND(100*result_churn_before,1)&"% in the "&periods_compared&" periods before"'
    part.figure(
        "churn_words", f'=IF(churn_beyond="","",ROUND(100*result_churn,1)&"% left in "&churn_period&", "&{before})', label="Both in words"
    )
    unsure = '"Cannot tell yet: "&churn_words&"; "&churn_needed&" would show it."'
    sure = 'IF(churn_beyond<0,"Yes: ","No: ")&churn_words&", beyond chance (98% sure)."'
    part.figure(
        "churn_even",
        f'=IF(churn_beyond="","",IF(churn_small,"No: "&churn_words&"; {SMALL}.",{unsure}))',
        label="Without a difference that matters",
    )
    part.figure("churn_lacks", '=IF(before_start=0,"Cannot tell yet: it takes more periods.",churn_few)', label="Where nothing compares")
    said = f'=IF(churn_beyond="",churn_lacks,IF(churn_beyond=0,churn_even,{sure}))'
    part.figure("churn_said", said, label="Where there are dates")
    part.verdict("churn_answer", "=IF(by_tenure,no_calendar,churn_said)", label="Do fewer leave")
    verdict = verdict_word("churn", "<0")
    shares = 'ROUND(100*N(result_churn),1)&"% left in "&churn_period&", "&ROUND(100*N(result_churn_before),1)&"% before."'
    part.figure("churn_shares", f"={shares}", label="Both shares")
    part.verdict("churn_short", f'=IF(OR(by_tenure,churn_beyond=""),churn_answer,{verdict}&churn_shares)', label="The same in short")


def _charts(part: Part, periods: Spill) -> tuple[Bars, Bars]:
    """Of the last periods."""
    places = [f"MAX(0,churn_rows-{_SHOWN})+{step + 1}" for step in range(_SHOWN)]

    def line(label: str, shown: str, column: str, form: str = "") -> Line:
        cells = [periods.column(column).at(place) for place in places]
        return part.line(label, [f'=IF({place}>churn_rows,"",{shown.format(cell)})' for place, cell in zip(places, cells)], form)

    names = line("Period", "{0}", "Period")
    labels = []
    for step, place in enumerate(places):
        hidden = f"OR({place}>churn_rows,churn_rows>9)" if step % 3 else f"{place}>churn_rows"
        labels.append(f'=IF({hidden},"",{short_label(str(names.at(step)), MONTH_NAME)})')
    steps = part.line("Period", labels).values
    subscribers = line("Subscribers", "{0}", "At end", COUNT)
    churn = line("Churn", 'IF(ISNUMBER({0}),100*{0},"")', "Churn", "0.0")
    return (
        Bars(
            part.text("Title", '="Subscribers at the end, by "&chosen_period'),
            steps,
            (drawn(subscribers, ACCENT),),
            plot=_PLOT,
            alt="Are there more subscribers? Columns show how many there were at the end of each of the last 18 periods.",
        ),
        Bars(
            part.text("Title", '="Subscribers who left, in %, by "&chosen_period'),
            steps,
            (drawn(churn, ACCENT),),
            plot=_PLOT,
            alt="Do fewer leave? Columns show the share of subscribers that left in each of the last 18 periods.",
        ),
    )
