"""A machine-readable id: a QR code with the id in plain text below it."""

from __future__ import annotations

from typing import Any

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.reports.styles import BLACK, COLUMN, clean_text, text_width, wrap_text

#: Side of the printed code; a module of a 36-character id is then 0.7 mm.
SIDE = 20 * mm
#: Clear space below the code, so that a scanner finds its edge.
QUIET = 2.2 * mm
#: Width of the text below, in points.
TEXT_SIDE = 52 * mm
#: Ids longer than this (bytes) get no code: its modules would be too small for a scanner.
LONGEST = 120


def paint_event_code(canvas: Canvas, event_id: str, right: float, top: float) -> None:
    """Paint the code with its upper right corner at a point, and the id below it."""
    if 0 < len(event_id.encode("utf-8", "replace")) <= LONGEST:
        _paint_modules(canvas, event_id, right - SIDE, top)
    canvas.setFillGray(BLACK)
    canvas.setFont(COLUMN.font, COLUMN.size)
    for number, line in enumerate(wrap_text(clean_text(event_id), COLUMN, TEXT_SIDE)[:3], start=1):
        y = top - SIDE - QUIET - number * COLUMN.leading + 3
        canvas.drawString(right - text_width(line, COLUMN), y, line)


def _paint_modules(canvas: Canvas, text: str, left: float, top: float) -> None:
    widget: Any = QrCodeWidget(text, barLevel="M")
    code = widget.qr
    code.make()
    count = code.getModuleCount()
    module = SIDE / count
    path = canvas.beginPath()
    for row in range(count):
        first = 0
        while first < count:
            last = first
            while last < count and code.isDark(row, last):
                last += 1
            if last > first:
                y = top - (row + 1) * module
                path.rect(left + first * module, y, (last - first) * module, module)
            first = last + 1
    canvas.setFillGray(BLACK)
    canvas.drawPath(path, stroke=0, fill=1)
