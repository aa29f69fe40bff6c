"""Offers that reach the coder: only such as help, by the codebooks and the region of the day."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import Mock

from app.domain.codes import CodeSystem
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter
from app.domain.finding import Finding, Severity
from app.domain.search import MatchKind, SearchHit
from app.services.context import AppContext
from app.services.corrections import corrections, corrections_of
from app.services.review import review
from tests.services.workday import event, stay


def _coded(encounter: Encounter, principal: str | None, *secondary: str) -> Encounter:
    rows = [Diagnosis(principal, DiagnosisRole.PRINCIPAL)] if principal else []
    return replace(encounter, diagnoses=(*rows, *map(Diagnosis, secondary)))


def _found(app: AppContext, encounter: Encounter, rule_id: str) -> Finding:
    return next(f for f in review(app, encounter) if f.rule_id == rule_id)


def test_a_duplicate_is_taken_away(app: AppContext) -> None:
    encounter = _coded(event(), "I10.9", "E11.9", "E11.9")

    (offer,) = corrections(app, encounter, _found(app, encounter, "BD001"))

    assert offer.sentence.startswith("Ta bort dubbletten av E11.9")
    assert [d.code for d in offer.taken_by(encounter).diagnoses] == ["I10.9", "E11.9"]


def test_what_would_raise_another_error_is_not_offered(app: AppContext) -> None:
    """The manifestation may not lead, so that only the other diagnosis is left to choose."""
    encounter = _coded(stay(), None, "H36.0", "E11.3")

    sentences = [c.sentence for c in corrections(app, encounter, _found(app, encounter, "HD001"))]

    assert len(sentences) == 1
    assert sentences[0].startswith("Sätt E11.3")


def test_a_rule_without_correction_offers_nothing(app: AppContext) -> None:
    encounter = _coded(event(), "I10.9")
    unknown = Finding("XX999", Severity.WARNING, ("I10.9",), "Något.")

    assert corrections(app, encounter, unknown) == []


def test_all_findings_are_asked_at_once_and_only_answers_are_kept(app: AppContext) -> None:
    encounter = _coded(stay(), None, "I10.9", "E11.9", "E11.9", "12345")
    findings = review(app, encounter)

    offers = corrections_of(app, encounter, findings)

    assert {key[0] for key in offers} >= {"HD001", "BD001", "GK001"}
    assert all(offered for offered in offers.values())
    for finding in findings:
        assert list(offers.get(finding.key, ())) == corrections(app, encounter, finding)


def test_taking_an_offer_keeps_what_was_written_and_stored_since(app: AppContext) -> None:
    encounter = _coded(event(), "I10.9", "E11.9", "E11.9")
    (offer,) = corrections(app, encounter, _found(app, encounter, "BD001"))
    saved = replace(encounter, version=7, status_reason="Väntar")

    after = offer.taken_by(saved)

    assert (after.version, after.status_reason) == (7, "Väntar")


def test_an_objection_that_only_names_the_new_code_is_no_new_one(app: AppContext) -> None:
    """The check-up stays first whether the disease is told finely or not."""
    encounter = _coded(stay(), "Z09.9", "S72.0")
    finer = _found(app, encounter, "GK009")

    offers = corrections(app, encounter, finer)

    assert "HD005" in {f.rule_id for f in review(app, encounter)}
    assert any("S72.00" in offer.sentence for offer in offers)


def test_what_took_over_from_a_code_is_offered_first(app: AppContext) -> None:
    """The engine is asked; here it knows a successor."""
    encounter = _coded(stay(), "J18.9", "I10.9")
    gone = Finding("GK004", Severity.ERROR, ("I10.9",), "I10.9 gäller inte.")
    hit = SearchHit(
        CodeSystem.ICD10SE, "I10.9", "", MatchKind.EXACT_CODE, "", successors=("I11.9",)
    )
    knowing = replace(app, engine=Mock(search=lambda _question: [hit]))

    (first, *_others) = corrections(knowing, encounter, gone)

    assert first.sentence.startswith("Byt I10.9 mot efterföljaren I11.9")
    assert [d.code for d in first.encounter.diagnoses] == ["J18.9", "I11.9"]
