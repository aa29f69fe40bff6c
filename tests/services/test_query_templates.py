"""Ready-made questions are filled, and lead nobody to an answer."""

from __future__ import annotations

import re
from datetime import date

from app.domain.clinician_query import About
from app.services.context import AppContext
from app.services.query_templates import fitting, read_templates

FINDING = About("HD002", ("Z37.0", "O80.9"), "Z37.0 får inte vara huvuddiagnos.")
PHRASE = About(phrase="oklar {codes} knöl", document_id="n1")


def test_there_are_five_to_eight_and_every_one_can_be_used(app: AppContext) -> None:
    templates = read_templates(app)

    assert 5 <= len(templates) <= 8
    assert len({template.id for template in templates}) == len(templates)
    for template in templates:
        assert template.fits(FINDING) or template.fits(PHRASE), template.id


def test_nothing_is_left_to_fill_in(app: AppContext) -> None:
    for about in (FINDING, PHRASE, About()):
        for template in fitting(read_templates(app), about):
            text = template.fill(about, date(2026, 3, 4)).replace(about.phrase or "-", "")
            assert not re.search(r"\{[a-z]+\}", text), template.id


def test_every_template_leaves_room_for_an_answer_that_nobody_expected(app: AppContext) -> None:
    openings = ("skriv det", "skriv att", "skriv vilka", "inte går att avgöra")

    closed = [t.id for t in read_templates(app) if not any(o in t.text for o in openings)]

    assert closed == []


def test_no_template_names_a_code_or_a_diagnosis_of_its_own(app: AppContext) -> None:
    for template in read_templates(app):
        assert not re.search(r"\b[A-Z]\d\d", template.text), template.id


def test_a_finding_lends_its_rule_message_and_codes(app: AppContext) -> None:
    first = fitting(read_templates(app), FINDING)[0].fill(FINDING, None)

    assert "HD002" in first and "Z37.0 får inte vara huvuddiagnos." in first
    assert "Z37.0 och O80.9" in first


def test_the_words_of_a_phrase_are_not_looked_through_for_names(app: AppContext) -> None:
    first = fitting(read_templates(app), PHRASE)[0].fill(PHRASE, None)

    assert "”oklar {codes} knöl”" in first


def test_without_a_matter_only_the_general_ones_are_offered(app: AppContext) -> None:
    offered = {template.id for template in fitting(read_templates(app), About())}

    assert offered == {"principal", "contradiction", "procedure"}
