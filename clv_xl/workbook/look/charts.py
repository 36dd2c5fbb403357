"""Charts as the pages want them, and the values that a chart keeps of its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lxml import etree
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import Legend, LegendEntry
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RichTextProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ...cells.errors import ExcelError
from ...xlsx.package import Area, Package, TablePart, quoted, to_xml
from .style import COUNT, FONT, GREY, GRID, RULE

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


def _text(size: int = 9, colour: str = GREY, bold: bool = False) -> RichText:
    properties = CharacterProperties(sz=size * 100, b=bold, solidFill=colour, latin=Font(typeface=FONT))
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=properties, algn="l"), endParaRPr=properties)
    return RichText(bodyPr=RichTextProperties(rot=0), p=[paragraph])


def _title(formula: str) -> Title:
    title = Title(tx=Text(strRef=StrRef(formula)), overlay=False, txPr=_text())
    title.layout = Layout(manualLayout=ManualLayout(xMode="edge", yMode="edge", x=0, y=0))
    return title


Anchor = tuple[int, int, int, int]
"""The cells that a chart covers: from (row, column) up to, without, (row, column)."""
Cells = Reference | str
"""Cells of a sheet; a text is their reference."""
Lines = Sequence[tuple[str, Cells, str]]
"""The series of a chart: the cell of its name, its values, its colour."""
INVISIBLE = ""
"""The colour of bars that only hold others up."""


def bar_chart(
    sheet: Worksheet,
    anchor: Anchor,
    *,
    title: str,
    categories: Cells,
    series: Lines,
    plot: tuple[float, float, float, float],
    horizontal: bool = False,
    labels: bool | int = False,
    overlap: int = 0,
    stacked: bool = False,
    signed: bool = False,
    legend: bool | None = None,
) -> None:
    """A bar or column chart. title and the names of the series are cells, as formulas.

    labels: all bars say their value, in place of an axis; or, beside the axis, those of the series of this number alone. signed: the
    bars may point both ways. legend: where there are several series, unless told otherwise.
    """
    chart = BarChart()
    chart.type = "bar" if horizontal else "col"
    chart.grouping = "stacked" if stacked else "clustered"
    chart.gapWidth = 45 if horizontal else 30
    chart.overlap = 100 if stacked else overlap
    for number, (name, values, colour) in enumerate(series):
        one = SeriesFactory(values)
        one.tx = SeriesLabel(strRef=StrRef(name))
        one.graphicalProperties = GraphicalProperties(noFill=True) if colour == INVISIBLE else GraphicalProperties(solidFill=colour)
        one.graphicalProperties.line.noFill = True
        one.invertIfNegative = False
        one.cat = AxDataSource(strRef=StrRef(str(categories)))  # words, also where they look like numbers
        if labels is True or (labels is not False and labels == number):
            one.dLbls = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False)
            one.dLbls.txPr = _text(colour="FFFFFF" if stacked else GREY)
        chart.append(one)
    _axes(chart, signed)
    chart.x_axis.axPos, chart.y_axis.axPos = ("l", "b") if horizontal else ("b", "l")
    chart.x_axis.noMultiLvlLbl = True
    if not signed:
        chart.y_axis.scaling.min = 0
    if horizontal:
        chart.x_axis.scaling.orientation = "maxMin"
        if labels is not True:
            chart.y_axis.crosses, chart.y_axis.tickLblPos = "max", "nextTo"  # the axis stays below the bars
    if labels is True:
        chart.y_axis.delete = True
        chart.y_axis.majorGridlines = None
    _place(sheet, chart, anchor, title, plot, len(series) > 1 if legend is None else legend)


def line_chart(
    sheet: Worksheet, anchor: Anchor, *, title: str, steps: Cells, series: Lines, plot: tuple[float, float, float, float]
) -> None:
    """Lines over even steps, such as months. title and the names of the series are cells, as formulas."""
    chart = LineChart()
    for name, values, colour in series:
        one = SeriesFactory(values)
        one.tx = SeriesLabel(strRef=StrRef(name))
        one.marker = Marker("none")
        one.smooth = False
        one.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=colour, w=25400))
        one.cat = AxDataSource(strRef=StrRef(str(steps)))
        chart.append(one)
    _axes(chart, signed=True)
    chart.x_axis.axPos, chart.y_axis.axPos = "b", "l"
    chart.y_axis.crossBetween = "midCat"
    _place(sheet, chart, anchor, title, plot, len(series) > 1)


def bars_with_lines(
    sheet: Worksheet,
    anchor: Anchor,
    *,
    title: str,
    steps: Cells,
    bars: tuple[str, Cells, str],
    line: tuple[str, Cells, str],
    range_lines: Lines,
    plot: tuple[float, float, float, float],
    top: float | None = None,
) -> None:
    """Columns of what was seen, a line of what is expected, and two thin dashed ones for its range, over even steps. The columns may end
    before the lines do: an empty text is a column of no height, but would draw a line down to 0. top: where the axis ends."""
    chart, lines = BarChart(), LineChart()
    chart.type, chart.grouping, chart.gapWidth = "col", "clustered", 30
    for number, (name, values, colour) in enumerate((bars, line, *range_lines)):
        one = SeriesFactory(values)
        one.tx = SeriesLabel(strRef=StrRef(name))
        one.cat = AxDataSource(strRef=StrRef(str(steps)))
        if number == 0:
            one.graphicalProperties = GraphicalProperties(solidFill=colour)
            one.graphicalProperties.line.noFill = True
            one.invertIfNegative = False
        else:
            one.marker = Marker("none")
            one.smooth = False
            one.graphicalProperties = GraphicalProperties(
                ln=LineProperties(solidFill=colour, w=25400)
                if number == 1
                else LineProperties(solidFill=colour, w=12700, prstDash="sysDash")
            )
        (lines if number else chart).append(one)
    _axes(chart)
    chart.x_axis.axPos, chart.y_axis.axPos = "b", "l"
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, top
    lines.x_axis, lines.y_axis = chart.x_axis, chart.y_axis
    chart += lines
    _place(sheet, chart, anchor, title, plot, True)
    chart.legend.legendEntry = [LegendEntry(idx=3, delete=True)]  # the range is named once


def _axes(chart: Any, signed: bool = False) -> None:
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.title = None
        axis.txPr = _text()
        axis.majorTickMark = axis.minorTickMark = "none"
        axis.tickLblPos = "low"
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=RULE))
    chart.x_axis.tickLblSkip = 1  # Excel would leave out words where it finds them too many; the steps say themselves which are blank
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=GRID, w=6350)))
    chart.y_axis.number_format = COUNT if signed else "[>=1000]#,##0;General"  # a condition would lose the minus
    chart.y_axis.numFmt.sourceLinked = False


def _place(sheet: Worksheet, chart: Any, anchor: Anchor, title: str, plot: tuple[float, float, float, float], legend: bool) -> None:
    """What all charts have: no frame, a title at the left, the legend below it; and the cells that they cover."""
    chart.style = None
    chart.roundedCorners = False
    chart.varyColors = False
    chart.display_blanks = "gap"
    chart.title = _title(title)
    bare = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    chart.graphical_properties = bare
    chart.plot_area.graphicalProperties = bare
    x, y, width, height = plot
    chart.layout = Layout(manualLayout=ManualLayout(layoutTarget="inner", xMode="edge", yMode="edge", x=x, y=y, w=width, h=height))
    chart.legend = None
    if legend:
        chart.legend = words = Legend()
        words.position = "t"
        words.overlay = False
        words.layout = Layout(manualLayout=ManualLayout(xMode="edge", yMode="edge", x=0, y=0.08))
        words.txPr = _text()
    top, left, bottom, right = anchor
    chart.anchor = TwoCellAnchor(
        editAs="oneCell", _from=AnchorMarker(col=left - 1, row=top - 1), to=AnchorMarker(col=right - 1, row=bottom - 1)
    )
    sheet.add_chart(chart)


# In the package -----------------------------------------------------------------------------------------------------


def describe_charts(package: Package, texts: Mapping[str, list[str]]) -> None:
    """Give charts their alternative text: texts by the name of the sheet, in the order the charts were added."""
    for sheet in package.sheets:
        for kind, drawing in package.relations(sheet.part).values():
            if kind.endswith("/drawing") and sheet.name in texts:
                tree = package.tree(drawing)
                frames = list(tree.iter(f"{{{_DRAWING}}}graphicFrame"))
                for frame, text in zip(frames, texts[sheet.name], strict=True):
                    next(frame.iter(f"{{{_DRAWING}}}cNvPr")).set("descr", text)
                package.parts[drawing] = to_xml(tree)


_REF = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)")


def grow_charts(package: Package, table: TablePart, area: Area) -> None:
    """Let charts of whole columns of a table go on to where it ends now, as they do in Excel when a row is typed below it."""
    old, body = table.area, table.area.top + 1
    for part in [part for part in package.parts if re.fullmatch(r"xl/charts/chart\d+\.xml", part)]:
        tree = package.tree(part)
        for formula in tree.iter(f"{{{_CHART}}}f"):
            match = _REF.fullmatch((formula.text or "").strip())
            cells = Area.parse(match[3]) if match and (match[1] or match[2]).replace("''", "'") == table.sheet.name else None
            if cells and cells.top in (old.top, body) and cells.bottom == old.bottom and old.left <= cells.left <= cells.right <= old.right:
                first, last = get_column_letter(cells.left), get_column_letter(cells.right)
                formula.text = f"{quoted(table.sheet.name)}!${first}${cells.top}:${last}${area.bottom}"
        package.parts[part] = to_xml(tree)


def refresh_charts(package: Package, value: Callable[[str, int, int], Any]) -> None:
    """Bring the values that charts keep of their cells up to date: previews and some viewers draw only those."""
    names = {sheet.name for sheet in package.sheets}
    for part in [part for part in package.parts if re.fullmatch(r"xl/charts/chart\d+\.xml", part)]:
        tree = package.tree(part)
        for reference in (*tree.iter(f"{{{_CHART}}}numRef"), *tree.iter(f"{{{_CHART}}}strRef")):
            formula = reference.findtext(f"{{{_CHART}}}f") or ""
            match = _REF.fullmatch(formula.strip())
            sheet = (match[1] or match[2]).replace("''", "'") if match else ""
            if match and sheet in names:  # what is elsewhere, or only Excel can compute, keeps what the chart has of it
                area = Area.parse(match[3])
                places = ((row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1))
                cells = [value(sheet, *place) for place in places]
                if all(cell is None or isinstance(cell, (float, str, bool)) for cell in cells):
                    _refresh(reference, cells)
        package.parts[part] = to_xml(tree)


def _refresh(reference: Any, cells: list[Any]) -> None:
    numeric = reference.tag == f"{{{_CHART}}}numRef"
    name = f"{{{_CHART}}}{'numCache' if numeric else 'strCache'}"
    cache = reference.find(name)
    code = cache.findtext(f"{{{_CHART}}}formatCode") if cache is not None else None
    if cache is not None:
        reference.remove(cache)
    cache = etree.Element(name)
    reference.insert(1, cache)
    if numeric:
        etree.SubElement(cache, f"{{{_CHART}}}formatCode").text = code or "General"
    etree.SubElement(cache, f"{{{_CHART}}}ptCount").set("val", str(len(cells)))
    for position, cell in enumerate(cells):
        shown = isinstance(cell, float) if numeric else cell is not None and not isinstance(cell, ExcelError)
        if shown:
            point = etree.SubElement(cache, f"{{{_CHART}}}pt")
            point.set("idx", str(position))
            text = f"{cell:.15g}" if isinstance(cell, float) else str(cell)
            etree.SubElement(point, f"{{{_CHART}}}v").text = text
