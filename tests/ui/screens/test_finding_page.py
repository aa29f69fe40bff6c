"""The side panel beside a finding: what it says, in whose colours, and of which rows."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication, QTextBrowser

from app.domain.codes import CodeSet, CodeSystem
from app.domain.codes_behind import CodeBehind, codes_behind
from app.domain.encounter import Override
from app.domain.finding import Finding, Severity
from app.domain.period import ALWAYS
from app.domain.rule_page import RulePage, RuleRow
from app.rules.examples import example, procedure, row
from tests.ui.conftest import RESOURCES
from ui.screens.finding_page import Because, finding_html
from ui.theme import ThemeName, apply_theme, colour

FINDING = Finding("BD005", Severity.WARNING, ("R64.9", "C50.9"), "Meddelandet.", (90,))


def page(**changes: object) -> RulePage:
    facts: dict[str, object] = {
        "rule_id": "BD005",
        "name": "codes-that-hardly-agree",
        "topic": "Bidiagnoser",
        "severity": Severity.WARNING,
        "standing": "officiell",
        "basis": "läst i källan",
        "is_verified": True,
        "valid": ALWAYS,
        "settings": "slutenvård",
        "message": "Meddelandet.",
        "explanation": "Välj <en> av dem.",
        "source": "Socialstyrelsen, ICD-10-SE",
        "catalogue": (36, 89),
        "rows": (),
        "fires_on": ("huvuddiagnos C50.9; bidiagnos R64.9",),
        "silent_on": ("huvuddiagnos C50.9",),
        "judged": Severity.WARNING,
    }
    return RulePage(**(facts | changes))


@pytest.fixture
def read(qapp: QApplication):
    """The panel as a coder reads it."""

    def told(finding: Finding, *parts: object) -> str:
        browser = QTextBrowser()
        browser.setHtml(finding_html(finding, *parts))
        return browser.toPlainText()

    return told


def test_it_says_why_now_why_at_all_and_where_it_is_written(read) -> None:
    because = [Because(CodeBehind(CodeSystem.ICD10SE, "R64.9", "bidiagnos"), "Kakexi")]

    told = read(FINDING, None, because, page())

    assert told.splitlines() == [
        "Varför nu?",
        "R64.9 Kakexi – bidiagnos",
        "Välj <en> av dem.",
        "Källa",
        "Socialstyrelsen, ICD-10-SE",
        "Regel BD005",
        "Katalog 36, 89 · officiell · läst i källan · gäller alla dagar · slutenvård",
        "Anmärker på",
        "· huvuddiagnos C50.9; bidiagnos R64.9",
        "Låter vara",
        "· huvuddiagnos C50.9",
    ]


def test_the_rows_that_are_quoted_are_those_of_the_codes(read) -> None:
    def table_row(reason: str, *codes: str) -> RuleRow:
        return RuleRow("", reason, "källan", codes=tuple(map(CodeSet.parse, codes)))

    rows = (
        table_row("Avmagring vid tumör.", "R64", "C00-C97"),
        table_row("Något annat om tumörer.", "C00-C97", "T81"),
        table_row("Något helt annat.", "J18"),
    )

    told = read(FINDING, None, [], page(rows=rows))

    assert "”Avmagring vid tumör.” källan" in told
    assert "annat" not in told


def test_what_the_region_decided_comes_first_and_once(read) -> None:
    decided = "Region Skåne: råd i stället för varning, skäl: ”Prövas”."
    finding = Finding("BD005", Severity.ADVICE, (), "M.", remark=f"{decided} Raden: R64.")

    told = read(finding, None, [], page(decision=decided))

    assert told.startswith(decided)
    assert told.count("Region Skåne") == 1
    assert "gäller händelsen, inte en viss kod" in told


def test_what_is_not_verified_and_what_was_set_aside_is_said(read) -> None:
    at = datetime.fromisoformat("2026-03-05T08:00")
    override = Override("BD005", (), "Journalen stöder <koden>", "anna", at, ("ICD-10-SE 2026",))

    told = read(FINDING, override, [], page(is_verified=False, basis="ej verifierad", catalogue=()))

    assert "Utanför katalogen · officiell · ej verifierad" in told
    assert "Avfärdad 2026-03-05 08:00 efter ICD-10-SE 2026" in told
    assert "Skäl: Journalen stöder <koden>" in told


def test_without_a_page_the_codes_are_told_all_the_same(read) -> None:
    assert read(FINDING, None, [], None).startswith("Varför nu?")


@pytest.mark.parametrize("name", list(ThemeName))
def test_it_wears_the_colours_of_the_theme(qapp: QApplication, name: ThemeName) -> None:
    apply_theme(qapp, RESOURCES, name, 100)

    assert colour("muted").name() in finding_html(FINDING, None, [], page())


def test_each_code_is_told_with_every_place_where_it_stands() -> None:
    event = example(
        row("E11.3", partner="H36.0"),
        row("S72.00", "W01.09", drugs=("N02BE01",)),
        "S72.00",
        procedures=(procedure("NFB49", additional=("ZXA00",)), procedure("JEA01", None)),
    )
    codes = ("E11.3", "H36.0", "S72.00", "W01.09", "N02BE01", "ZXA00", "JEA01", "Q99.9")

    told = codes_behind(event, Finding("AA001", Severity.ADVICE, codes, "M."))

    assert [(each.code, each.where) for each in told] == [
        ("E11.3", "huvuddiagnos"),
        ("H36.0", "i par med E11.3"),
        ("S72.00", "bidiagnos"),
        ("W01.09", "yttre orsak till S72.00"),
        ("N02BE01", "läkemedel till S72.00"),
        ("ZXA00", "tillägg på NFB49"),
        ("JEA01", "åtgärd utan datum"),
    ]
