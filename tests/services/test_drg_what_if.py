"""An event told otherwise: its group, the reason, and the findings beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.drg_change import DischargeTo, DrgChange
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure
from app.domain.errors import AppError, NotFoundError
from app.domain.patient import Sex
from app.services.context import AppContext
from app.services.drg_what_if import drg_what_if, explain_changed
from tests.services.small_drg import PATIENT, keep
from tests.services.workday import put, stay


@pytest.fixture
def encounter() -> Encounter:
    rows = (Diagnosis("K35.8", DiagnosisRole.PRINCIPAL), Diagnosis("J18.9"), Diagnosis("R57.2"))
    return stay(patient=PATIENT, diagnoses=rows, procedures=(Procedure("JEA00"),))


def test_an_event_told_as_it_is_has_the_same_group_and_findings(
    app: AppContext, encounter: Encounter
) -> None:
    outcome = drg_what_if(app, encounter, DrgChange(), keep(app))

    assert outcome.now.told == outcome.then.told
    assert outcome.reasons == ("Samma grupp.",)
    assert not outcome.findings.rises and not outcome.findings.falls


def test_without_the_complication_the_reason_names_what_the_old_rule_asked(
    app: AppContext, encounter: Encounter
) -> None:
    outcome = drg_what_if(app, encounter, DrgChange(diagnoses_out=frozenset({1})), keep(app))

    assert outcome.now.told is not None and outcome.then.told is not None
    assert (outcome.now.told.drg, outcome.then.told.drg) == ("OPC", "OP")
    assert outcome.reasons == (
        "Regeln för OPC uppfylls inte längre. Den kräver: minst ett komplicerande tillstånd.",
    )


def test_with_another_diagnosis_first_the_rules_object_beside_the_group(
    app: AppContext, encounter: Encounter
) -> None:
    outcome = drg_what_if(app, encounter, DrgChange(first=2), keep(app))

    assert outcome.then.told is not None and outcome.then.told.drg == "Z71N"
    assert outcome.then.told.problem is not None
    rises = {finding.rule_id for finding in outcome.findings.rises}
    assert {"HD004", "DG001"} <= rises
    assert any("Regeln för Z71N uppfylls nu" in reason for reason in outcome.reasons)


@pytest.mark.parametrize(
    "change",
    [
        DrgChange(age_days=100),
        DrgChange(sex=Sex.FEMALE),
        DrgChange(stay_days=0),
        DrgChange(stay_days=9),
        DrgChange(discharge=DischargeTo.DEAD),
        DrgChange(procedures_out=frozenset({0})),
        DrgChange(diagnoses_out=frozenset({0, 1, 2}), first=1),
    ],
)
def test_every_change_is_grouped_and_the_event_itself_stays(
    app: AppContext, encounter: Encounter, change: DrgChange
) -> None:
    before = replace(encounter)

    outcome = drg_what_if(app, encounter, change, keep(app))

    assert outcome.then.grouping is not None
    case = outcome.then.grouping.case
    assert change.age_days is None or case.age_days == change.age_days
    assert change.stay_days is None or case.stay_days == change.stay_days
    assert change.sex is None or case.sex.value == "F"
    assert change.discharge is None or case.discharge == "E"
    assert encounter == before


def test_what_cannot_be_grouped_either_way_is_a_sentence(
    app: AppContext, encounter: Encounter
) -> None:
    unborn = replace(encounter, patient=replace(PATIENT, birth_date=None))

    outcome = drg_what_if(app, unborn, DrgChange(), keep(app))

    assert outcome.now.told is None and outcome.now.sentence.startswith("Födelsedatum")
    assert outcome.reasons == ()


def test_a_stored_event_is_compared_by_codes_and_an_unknown_code_is_refused(
    app: AppContext, encounter: Encounter
) -> None:
    tables = keep(app)
    put(app, encounter)

    outcome = explain_changed(app, "e1", tables, ["J189", "jea00"], "")
    assert outcome.then.told is not None and outcome.then.told.drg == "REST"
    added = explain_changed(app, "e1", tables, [], "A56.0")
    assert added.then.told is not None and added.then.told.drg == "SOME"
    with pytest.raises(AppError, match="ingen kod Z99"):
        explain_changed(app, "e1", tables, ["Z99"], "")
    with pytest.raises(NotFoundError):
        explain_changed(app, "borta", tables, [], "")
