"""Bar charts, drawn once for window and paper: as SVG, or as a part of a page."""

from __future__ import annotations

import re
from typing import Any

from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.renderSVG import drawToString
from reportlab.graphics.shapes import Drawing, String
from reportlab.lib.colors import Color, HexColor

from app.domain.chart import Bars, Inks
from app.reports.styles import BOLD, REGULAR, load_fonts

#: Labels under the bars beyond these are thinned out.
_MOST_LABELS = 14
#: What the font of the program is called outside ReportLab.
_FAMILY = "Kodklar Sans"
#: ReportLab clips to the frame, which Qt paints in black; nothing stands outside it.
_CLIP = re.compile(r"<clipPath.*?</clipPath>|clip-path: url\(#clip\)", re.DOTALL)
#: A bar is no wider than this, in points, however few there are.
_WIDEST = 34
#: Up to so many whole things the axis counts by ones.
_FEW = 6
_TITLE_SIZE, _LABEL_SIZE = 10.5, 8


def draw_bars(chart: Bars, width: float, height: float, inks: Inks) -> Drawing:
    """Draw a chart in a frame of so many points; without any bar, its title alone.

    Raises:
        AppError: the font files that ship with the program are missing.

    """
    load_fonts()
    drawing = Drawing(width, height)
    title = String(0, height - _TITLE_SIZE, chart.title)
    title.fontName, title.fontSize, title.fillColor = BOLD, _TITLE_SIZE, HexColor(inks.text)
    drawing.add(title)
    if chart.bars:
        drawing.add(_plot(chart, width, height, inks))
    return drawing


def bars_as_svg(chart: Bars, width: float, height: float, inks: Inks) -> bytes:
    """Return a chart as SVG, its texts in the font of the program."""
    text: str = drawToString(draw_bars(chart, width, height, inks))
    for name in (REGULAR, BOLD):
        text = text.replace(name, _FAMILY)
    return _CLIP.sub("", text).encode("utf-8")


def _plot(chart: Bars, width: float, height: float, inks: Inks) -> Any:
    plot: Any = VerticalBarChart()  # its stubs know whole numbers alone
    plot.x, plot.y = 28, 18
    plot.width = min(width - 34, _WIDEST * len(chart.bars))
    plot.height = height - 18 - _TITLE_SIZE - 10
    plot.data = [[number for _text, number in chart.bars]]
    plot.barSpacing, plot.groupSpacing = 0, 2
    plot.strokeColor = None
    plot.bars[0].fillColor, plot.bars[0].strokeColor = HexColor(inks.bars), None
    _label(plot.valueAxis, HexColor(inks.text), HexColor(inks.lines))
    _label(plot.categoryAxis, HexColor(inks.text), HexColor(inks.lines))
    plot.valueAxis.valueMin, plot.valueAxis.visibleGrid = 0, 1
    plot.valueAxis.gridStrokeColor = HexColor(inks.lines)
    plot.valueAxis.labelTextFormat = _number
    numbers = plot.data[0]
    if max(numbers) <= _FEW and all(number == int(number) for number in numbers):
        plot.valueAxis.valueStep = 1  # no half events
    step = max(1, -(-len(chart.bars) // _MOST_LABELS))
    plot.categoryAxis.categoryNames = [
        text if position % step == 0 else "" for position, (text, _number) in enumerate(chart.bars)
    ]
    plot.categoryAxis.visibleTicks = 0
    return plot


def _label(axis: Any, text: Color, line: Color) -> None:
    axis.labels.fontName, axis.labels.fontSize = REGULAR, _LABEL_SIZE
    axis.labels.fillColor, axis.strokeColor = text, line


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}".replace(".", ",")
