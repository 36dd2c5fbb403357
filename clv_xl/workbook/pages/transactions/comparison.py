"""Customers compared at the same age: the age, each customer's value by then, and which groups differ beyond chance."""

from __future__ import annotations

from dataclasses import dataclass

from ....functions import CLV_COMMON_AGE, CLV_COMPARE, CLV_VALUE_AT_AGE
from ....functions.customers.comparing import Verdict
from ...inputs.transactions import HALVES
from ...layout.page import Book
from ...layout.tables import Spill, call
from ...layout.workings import Part, Workings
from ..shared.comparing import SURE, Compared, put_enough
from .orders import COSTS, ORDERS


@dataclass(frozen=True)
class Comparison:
    """Each customer's value at the age of comparison, in the order of Customers, and the groups beside the others."""

    values: Spill
    groups: Compared


def put_comparison(book: Book, workings: Workings) -> Comparison:
    part = workings.part("Comparison")
    put_enough(part)
    _put_age(part)
    aged = call(CLV_VALUE_AT_AGE, ORDERS, "compare_months", "input_as_of", "input_gross_margin", COSTS, "customer_name")
    values = workings.beside("Value at age", aged)
    book.name("customer_group_values", values.with_heading("Value at age", "Value at age", "result_customers"))
    values.name_columns({"customer_at_age": "Value at age"}, "result_customers")
    listed = workings.beside(
        "Groups compared", call(CLV_COMPARE, "customer_groups", "customer_group_values", "", "input_enough", "input_matters")
    )
    groups = Compared(part, listed, "chosen_chart_by", "grouping")
    _say_newer(part, Compared(part, listed, f'"{HALVES}"', "halves"))
    return Comparison(values, groups)


def _put_age(part: Part) -> None:
    """compare_months: the age, as chosen on Inputs or found; value_when: the same in a sentence."""
    place = "MATCH(chosen_chart_by,INDEX(customer_groups,1,0),0)"
    found = ",".join(f"{CLV_COMMON_AGE.__name__}({groups},customer_ages,input_enough)" for groups in ("chosen_groups", "customer_halves"))
    part.page.book.name("chosen_groups", f"INDEX(customer_groups,0,IFERROR({place},1))")
    oldest = "INT(12*MAX(customer_age)/365.25)"
    part.figure("common_months", f"=IF(COUNT(customer_age)=0,0,MIN({found}))", "0", "Months that enough of each group have been customers")
    part.figure(
        "compare_months",
        f'=IF(input_compare_months="",common_months,MIN(input_compare_months,{oldest}))',
        "0",
        "Months at which customers are compared",
    )
    part.figure("aged_customers", "=COUNT(customer_at_age)", "#,##0", "Customers who have been customers for so long")
    several = '"in the first "&compare_months&" months"'
    part.figure("value_when", f'=IF(compare_months=0,"on the first day",IF(compare_months=1,"in the first month",{several}))')
    part.figure("value_short", '=IF(compare_months=1,"in 1 month","in "&compare_months&" months")')


def _say_newer(part: Part, halves: Compared) -> None:
    """newer_answer: whether newer customers are worth more."""
    middle = "SMALL(customer_first,INT((COUNT(customer_first)+1)/2))"
    part.figure("newer_after", f'=IF(COUNT(customer_first)=0,"",{middle})', "d mmm yyyy", "Newer customers came after")
    day = 'DAY({0})&" "&INDEX(month_names,MONTH({0}))&" "&YEAR({0})'.format("newer_after")
    part.figure("newer_day", f'=IF(newer_after="","",{day})')
    newer = halves.row_of('"Newer"')
    part.figure("newer_row", f"={newer}", "0")
    mean, others, needed = (halves.number(column, "newer_row") for column in ("Mean CLV", "Mean of the others", "Customers needed"))
    part.figure("newer_verdict", f'=IF(newer_row=0,"",{halves.figure("Verdict", "newer_row")}&"")')
    means = f'FIXED({mean},2)&" "&value_when&" for customers who came after "&newer_day&", "&FIXED({others},2)&" for those before"'
    part.figure("newer_means", f"={means}")
    part.figure("newer_range", f"={halves.range_of('newer_row')}")
    more = f'"Yes: "&newer_means&"; "&newer_range&" more, {SURE}."'
    less = f'"No: "&newer_means&"; "&newer_range&" less, {SURE}."'
    small = '"No: "&newer_means&"; less than "&ROUND(100*matters_share,0)&"% apart."'
    alike = f'"Cannot tell yet: no difference to be seen, "&newer_means&"; it takes about "&FIXED({needed},0)&" customers to show one."'
    for name, said in (("newer_more", more), ("newer_less", less), ("newer_small", small), ("newer_alike", alike)):
        part.figure(name, f"={said}")
    part.figure("newer_is_small", f"=N({needed}<=aged_customers)", label="One that matters would have shown")
    even = "IF(newer_is_small,newer_small,newer_alike)"
    found = f'IF(newer_verdict="{Verdict.HIGHER}",newer_more,IF(newer_verdict="{Verdict.LOWER}",newer_less,{even}))'
    part.figure("newer_known", f'=IF(OR(newer_row=0,newer_verdict="{Verdict.UNKNOWN}"),0,1)', "0")
    part.figure("newer_found", f'=IF(newer_known=0,"",{found})')
    part.figure(
        "newer_missing",
        f'="Cannot tell yet: it takes "&enough_customers&" newer and "&enough_customers&" older customers; "&FIXED({halves.missing},0)&" are missing."',
    )
    shown = f'FIXED({mean},2)&" newer, "&FIXED({others},2)&" older "&value_short'
    part.figure("newer_short", f"={shown}")
    better, worse, even = (
        f'"Yes, {SURE}: "&newer_short&"."',
        f'"No, {SURE}: "&newer_short&"."',
        'IF(newer_is_small,"No: "&newer_short&".","Cannot tell yet: "&newer_short&".")',
    )
    word = f'IF(newer_verdict="{Verdict.HIGHER}",{better},IF(newer_verdict="{Verdict.LOWER}",{worse},{even}))'
    part.figure("newer_few", f'="Cannot tell yet: "&FIXED({halves.missing},0)&" customers are missing."')
    part.verdict("newer_brief", f"=IF(newer_known=0,newer_few,{word})")
    part.verdict("newer_answer", "=IF(newer_known=0,newer_missing,newer_found)", label="Are newer customers better?")
