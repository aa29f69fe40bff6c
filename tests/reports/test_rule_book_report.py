"""The rule book on paper: every rule once, contents with the right pages, decisions told."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.domain.region import Region
from app.domain.regional import RuleSwitch, SwitchAct
from app.reports.rule_book_report import PrintedRules, build_rule_book
from app.rules.page import build_page
from app.rules.registry import ALL_RULES
from app.services.job_control import NO_CONTROL

AT = datetime.fromisoformat("2026-05-01T08:00")
SWITCH = RuleSwitch("HD002", SwitchAct.OFF, "Prövas", by="Region Skåne")


@pytest.fixture(scope="module")
def content() -> bytes:
    region = Region({"HD002": SWITCH})
    pages = tuple(build_page(rule, region) for rule in ALL_RULES)
    printed = PrintedRules(pages, "9.9", "regionens beslut 2026", AT, {1: "HD001", 35: "Väntar."})
    return build_rule_book(printed, NO_CONTROL)


@pytest.fixture(scope="module")
def texts(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def test_the_cover_says_what_book_it_is(texts: list[str]) -> None:
    assert "Regelboken" in texts[0]
    assert f"Regeluppsättning 9.9, {len(ALL_RULES)} regler" in texts[0]
    assert "Med besluten: regionens beslut 2026" in texts[0]


def test_the_contents_name_the_page_that_every_rule_begins_on(texts: list[str]) -> None:
    first = next(n for n, text in enumerate(texts) if "Anmärker" in text and n)
    contents = "\n".join(texts[1:first]).split("\n")
    body = texts[first:]
    for rule in ALL_RULES:
        place = contents.index(rule.rule_id)
        page = next(int(line) for line in contents[place + 1 :] if line.isdigit())
        assert f"\n{rule.rule_id}\n" in f"\n{texts[page - 1]}\n", rule.rule_id
    assert sum(text.count("Källa") for text in body) >= len(ALL_RULES)


def test_a_decision_of_the_region_stands_at_its_rule(texts: list[str]) -> None:
    assert any("Region Skåne: avstängd, skäl: ”Prövas”." in text for text in texts)


def test_the_numbers_of_the_catalogue_come_last(texts: list[str]) -> None:
    assert "Katalogens nummer" in texts[-1]
    assert "Väntar." in texts[-1]


def test_no_page_is_empty(texts: list[str]) -> None:
    # Head and foot are four lines.
    assert [n for n, text in enumerate(texts, 1) if len(text.split("\n")) <= 4] == []


def test_no_placeholder_and_no_missing_letter_is_printed(texts: list[str]) -> None:
    for text in texts:
        assert "{" not in text
        assert "\ufffd" not in text


def test_every_topic_is_in_the_outline(content: bytes) -> None:
    outline = PdfReader(BytesIO(content)).outline
    titles = [entry["/Title"] for entry in outline if not isinstance(entry, list)]

    assert titles[0] == "Huvuddiagnos"
    assert titles[-1] == "Katalogens nummer"
    assert len(titles) == len({build_page(rule).topic for rule in ALL_RULES}) + 1
