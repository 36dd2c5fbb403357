"""Which groups differ beyond chance, for sentences: what CLV_COMPARE says of one grouping."""

from __future__ import annotations

from ....functions.customers.comparing import MATTERS, Verdict
from ....functions.customers.groups import ENOUGH_CUSTOMERS
from ....models.differences import CONFIDENCE
from ...layout.tables import Spill
from ...layout.workings import Part

SURE = f"{100 * CONFIDENCE:g}% sure"


def put_enough(part: Part) -> None:
    """enough_customers, and the smallest difference that matters, as Inputs has them or as they are without it."""
    part.figure("enough_customers", f'=IF(input_enough="",{ENOUGH_CUSTOMERS},input_enough)', "#,##0", "Customers that are enough")
    part.figure("matters_share", f'=IF(input_matters="",{MATTERS},input_matters)', "0%", "Difference that matters")


class Compared:
    """The rows of a grouping in the list of groups compared, the highest mean first."""

    def __init__(self, part: Part, listed: Spill, by: str, name: str) -> None:
        column = listed.column("By")
        self.part, self.listed, self.name = part, listed, name
        self.start, self.count = f"{name}_first", f"{name}_count"
        part.figure(self.start, f"=IFERROR(MATCH({by},{column},0),0)", "0")
        part.figure(self.count, f"=IF({self.start}=0,0,COUNTIF({column},{by}))", "0")
        first, second = f"{name}_largest", f"{name}_second"
        lacking = self.rows("Missing")
        part.figure(first, f"=IF({self.count}=0,enough_customers,SMALL({lacking},1))", "0", "Customers that the largest group lacks")
        part.figure(second, f"=IF({self.count}<2,enough_customers,SMALL({lacking},2))", "0", "Customers that the second largest lacks")
        self.missing = f"({first}+{second})"
        """A formula: how many customers the two largest groups lack for a comparison."""

    def rows(self, column: str) -> str:
        """The cells of the grouping in a column."""
        cells = self.listed.column(column)
        return f"INDEX({cells},MAX(1,{self.start})):INDEX({cells},MAX(1,{self.start}+{self.count}-1))"

    def row_of(self, group: str) -> str:
        """A formula: which of its rows a group is, 0 where it is none."""
        return f"IF({self.count}=0,0,IFERROR(MATCH({group},{self.rows('Group')},0),0))"

    def first_with(self, verdict: Verdict) -> str:
        """A formula: the first of its rows of which this is said, 0 for none."""
        return f'IF({self.count}=0,0,IFERROR(MATCH("{verdict}",{self.rows("Verdict")},0),0))'

    def figure(self, column: str, row: str) -> str:
        """A cell of one of its rows."""
        return f"INDEX({self.listed.column(column)},MAX(1,{self.start}+{row}-1))"

    def number(self, column: str, row: str) -> str:
        return f"N({self.figure(column, row)})"

    def range_of(self, row: str) -> str:
        """A formula for words: between which sums the difference of a row lies, without its sign."""
        low, high = f"{row}_low", f"{row}_high"
        for name, end in ((low, "low"), (high, "high")):
            self.part.figure(name, f"=ABS({self.number(f'Difference, {end}', row)})", "#,##0.00", f"Difference, {end}")
        return f'FIXED(MIN({low},{high}),2)&" to "&FIXED(MAX({low},{high}),2)'


def say_worth(compared: Compared, where: str) -> None:
    """worth_answer: whether a group is worth more than the others. where: a name for words, such as "in the first 6 months"."""
    part = compared.part
    part.figure("worth_higher", f"={compared.first_with(Verdict.HIGHER)}", "0", "Row of the highest that is higher beyond chance")
    part.figure("worth_lower", f"={compared.first_with(Verdict.LOWER)}", "0", "Row of one that is lower beyond chance")
    part.figure("worth_alike", f"={compared.first_with(Verdict.ALIKE)}", "0", "Row of one without a difference")
    part.figure("worth_row", "=IF(worth_higher>0,worth_higher,worth_lower)", "0")
    part.figure("worth_group", f'=IF(worth_row=0,"",{compared.figure("Group", "worth_row")}&"")')
    mean, difference = (compared.number(column, "worth_row") for column in ("Mean CLV", "Difference"))
    part.figure("worth_by", f'=FIXED({mean},2)&" "&{where}&", "&FIXED(ABS({difference}),2)')
    part.figure("worth_range", f"={compared.range_of('worth_row')}")
    part.figure("worth_more", f'="Yes, "&worth_group&": "&worth_by&" more than the others ("&worth_range&", {SURE})."')
    part.figure("worth_less", f'="No, but "&worth_group&" is worth less: "&worth_by&" less than the others ("&worth_range&", {SURE})."')
    part.figure("worth_needed", f"=MIN({compared.rows('Customers needed')})", "#,##0", "Customers that would show a difference")
    seen = f"SUM({compared.rows('Customers')})"
    part.figure("worth_seen", f"=IF({compared.count}=0,0,{seen})", "#,##0", "Customers compared")
    part.figure(
        "worth_small",
        f'="No: no difference of "&ROUND(100*matters_share,0)&"% or more "&{where}&", among "&FIXED(worth_seen,0)&" customers."',
    )
    part.figure(
        "worth_even",
        f'="Cannot tell yet: no difference to be seen "&{where}&", among "&FIXED(worth_seen,0)&" customers; about "&FIXED(worth_needed,0)&" would show one."',
    )
    part.figure("worth_none", "=IF(worth_needed<=worth_seen,worth_small,worth_even)")
    part.figure(
        "worth_missing",
        f'="Cannot tell yet: it takes two groups of "&enough_customers&" customers; "&FIXED({compared.missing},0)&" are missing."',
    )
    part.verdict(
        "worth_answer",
        "=IF(worth_higher>0,worth_more,IF(worth_lower>0,worth_less,IF(worth_alike>0,worth_none,worth_missing)))",
        label="Is a group worth more?",
    )
