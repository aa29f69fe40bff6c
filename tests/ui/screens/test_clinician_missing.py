"""The strip that says what a visit lacks: the way out it names is one that mends it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.finding import Finding, Severity
from app.domain.visit_missing import Mend, Missing
from ui.screens.clinician_missing import MissingStrip


@pytest.mark.parametrize(
    ("codes", "way"),
    [(("J00.9",), "Välj en annan kod, eller avfärda"), ((), "Stämmer det ändå, avfärda")],
)
def test_another_code_is_only_advised_where_the_warning_is_about_one(
    qapp: QApplication, codes: tuple[str, ...], way: str
) -> None:
    holder, strip = QWidget(), MissingStrip()
    for part in (strip, strip.act):
        part.setParent(holder)
    finding = Finding("VH005", Severity.WARNING, codes, "Kontakten har 2 vårdkontaktsorsaker.")

    strip.show_missing(Missing(finding.message, Mend.OVERRIDE, finding.severity, finding))

    assert way in strip.sentence
    assert strip.act.text() == "Avfä&rda …"
    strip.show_missing(Missing("Sida saknas.", Mend.COMPLETE))
    assert strip.act.text() == "Rä&tta"
