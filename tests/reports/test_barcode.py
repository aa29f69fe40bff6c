"""The machine-readable id: painted where it can be read, left out where it cannot."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from app.reports.barcode import LONGEST, paint_event_code
from app.reports.styles import load_fonts


def _painted(event_id: str) -> tuple[int, str]:
    load_fonts()
    target = BytesIO()
    canvas = Canvas(target)
    paint_event_code(canvas, event_id, 300, 300)
    canvas.save()
    page = PdfReader(BytesIO(target.getvalue())).pages[0]
    return page.get_contents().get_data().count(b" re"), page.extract_text()


def test_an_id_becomes_a_code_with_its_text_below() -> None:
    modules, text = _painted("0b8f7a6e-3c1d-4f4e-9d2a-5b7c8e9f0001")

    assert modules > 100
    assert "0b8f7a6e-3c1d-4f4e-9d2a-5b7c8e9f0001" in text


@pytest.mark.parametrize("event_id", ["", "x" * (LONGEST + 1)])
def test_an_id_that_no_scanner_could_read_gets_no_code(event_id: str) -> None:
    assert _painted(event_id)[0] == 0
