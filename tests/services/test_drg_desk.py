"""The group beside the codes: told in Swedish, as a fact for the rules, and on the signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.drg_told import GroupState
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure
from app.domain.period import Period
from app.services import drg, drg_signed
from app.services.coding import open_event
from app.services.context import AppContext
from app.services.drg_choice import take_nearest
from app.services.drg_desk import desk_group
from app.services.drg_tables import remove_tables
from app.services.review import review
from app.services.signing import list_versions, sign_event
from tests.services.small_drg import PATIENT, SWEDISH, keep
from tests.services.workday import ANNA, coded, event, put, stay

PRINCIPAL = Diagnosis("K35.8", DiagnosisRole.PRINCIPAL)


def appendicitis(*secondary: str, **changes: object) -> Encounter:
    rows = (PRINCIPAL, *map(Diagnosis, secondary))
    facts = {"patient": PATIENT, "diagnoses": rows, "procedures": (Procedure("JEA00"),)}
    return stay(**(facts | changes))


def test_without_tables_it_is_said_and_the_review_goes_on(app: AppContext) -> None:
    group = desk_group(app, appendicitis())

    assert group.state is GroupState.NO_TABLES
    assert "Kodverk → Läs in DRG-tabeller" in group.sentence
    assert not [f for f in review(app, appendicitis()) if f.rule_id.startswith("DG")]


def test_a_group_is_told_with_what_met_each_condition(app: AppContext) -> None:
    keep(app)

    told = desk_group(app, appendicitis("J18.9", "QQ9")).told

    assert told is not None
    assert (told.drg, told.text, told.rule) == ("OPC", "Opererad, komplicerad", "200")
    assert told.mdc == "06 Matsmältningsorganens sjukdomar"
    spoken = [line.spoken for line in told.conditions]
    assert spoken[0].startswith("Huvuddiagnos i huvudgrupp 06 Matsmältningsorganens sjukdomar: K35")
    assert not told.is_nameless
    shown = desk_group(app, replace(appendicitis(), diagnoses=(Diagnosis("J18.9"),))).told
    assert (
        shown is not None
        and shown.conditions[0].text == "Ingen huvuddiagnos som finns i tabellerna"
    )
    assert any(line.startswith("Minst ett komplicerande tillstånd: J18.9") for line in spoken)
    assert told.complications == ("J18.9 räknas som komplicerande (kategori 04C01).",)
    assert [each.split()[0] for each in told.unknown] == ["QQ9"]


def test_an_excluded_complication_is_told_with_its_list_and_what_separates(
    app: AppContext,
) -> None:
    keep(app)

    told = desk_group(app, appendicitis("K65.0")).told

    assert told is not None and told.drg == "OP"
    assert "räknas inte när K35.8 är huvuddiagnos" in told.complications[0]
    assert "kategori 06G17" in told.complications[0]
    assert told.near == ("OPC Opererad, komplicerad: där krävs minst ett komplicerande tillstånd.",)


def test_properties_are_told_by_the_names_that_the_tables_have(app: AppContext) -> None:
    keep(app)

    named = desk_group(app, appendicitis(procedures=(Procedure("BOTH0"), Procedure("JAH00")))).told

    assert named is not None and named.drg == "TWO" and named.is_nameless
    assert [line.text for line in named.conditions] == [
        "Åtgärd med egenskapen ”Appendectomy”",
        "Ytterligare en åtgärd, med egenskapen 06S02",
    ]


def test_tables_of_another_time_are_used_only_where_the_workplace_says_so(
    app: AppContext,
) -> None:
    keep(app, replace(SWEDISH, valid=Period(date(2014, 1, 1), date(2014, 12, 31))))
    shock = replace(appendicitis(), diagnoses=(Diagnosis("R57.2", DiagnosisRole.PRINCIPAL),))

    group = desk_group(app, appendicitis())
    assert group.state is GroupState.NONE_FITS and group.offered is not None
    assert "DG001" not in {f.rule_id for f in review(app, shock)}

    take_nearest(app, is_on=True)
    group = desk_group(app, appendicitis())
    assert group.state is GroupState.GROUPED
    assert "gäller inte 2025-03-03" in group.remarks[0]
    (finding,) = [f for f in review(app, shock) if f.rule_id == "DG001"]
    assert finding.message.endswith("gäller en annan tid.")


def test_what_the_event_lacks_is_told(app: AppContext) -> None:
    keep(app)

    group = desk_group(app, appendicitis(patient=replace(PATIENT, birth_date=None)))

    assert group.state is GroupState.LACKS and group.sentence.startswith("Födelsedatum")


def test_a_problem_group_is_a_finding_with_its_meaning(app: AppContext) -> None:
    keep(app)
    shock = replace(appendicitis(), diagnoses=(Diagnosis("R57.2", DiagnosisRole.PRINCIPAL),))

    (finding,) = [f for f in review(app, shock) if f.rule_id == "DG001"]

    assert finding.catalogue == (35,)
    assert "Z71N Huvuddiagnos ogiltig" in finding.message
    told = desk_group(app, shock).told
    assert told is not None and told.problem is not None
    assert told.problem.meaning in finding.message


def test_a_visit_without_a_profession_is_warned_of_and_found(app: AppContext) -> None:
    keep(app)
    rows = (Diagnosis("I10.9", DiagnosisRole.PRINCIPAL),)
    visit = event(patient=PATIENT, diagnoses=rows)

    group = desk_group(app, visit)

    assert group.told is not None and group.told.drg == "Z80O"
    assert any(remark.startswith("Yrkeskategorin är okänd") for remark in group.remarks)
    assert "DG003" in {f.rule_id for f in review(app, visit)}


def test_the_group_is_stored_with_the_signature(app: AppContext) -> None:
    tables = keep(app)
    put(app, coded(stay(patient=PATIENT)))
    opened = open_event(app, "e1", ANNA)

    version = sign_event(app, opened.encounter, ANNA, "s1")

    assert version.group is not None
    assert (version.group.drg, version.group.product, version.group.rule) == ("REST", "K", "900")
    assert (version.group.return_code, version.group.tables_id) == ("9", tables.id)
    assert list_versions(app, "e1")[-1].group == version.group


def test_without_tables_nothing_is_stored_and_signing_goes_on(app: AppContext) -> None:
    put(app, coded(stay(patient=PATIENT)))
    opened = open_event(app, "e1", ANNA)

    assert sign_event(app, opened.encounter, ANNA, "s1").group is None


def test_what_cannot_be_grouped_is_signed_with_the_reason(app: AppContext) -> None:
    keep(app)
    put(app, coded(stay()))  # without birth date
    opened = open_event(app, "e1", ANNA)

    group = sign_event(app, opened.encounter, ANNA, "s1").group

    assert group is not None and group.drg == "" and group.error.startswith("Födelsedatum")


def test_even_what_nobody_foresaw_does_not_hinder_a_signature(
    app: AppContext, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*_args: object) -> None:
        raise ZeroDivisionError("Tolvan Tolvansson")

    keep(app)
    monkeypatch.setattr(drg, "outcome_by", break_down)

    group = drg_signed.signed_group(app, appendicitis())

    assert group is not None and group.error.startswith("Grupperingen gick inte")
    assert "Tolvan" not in caplog.text


def test_a_removed_set_leaves_no_group_behind_in_the_review(app: AppContext) -> None:
    tables = keep(app)
    remove_tables(app, tables.id)

    assert desk_group(app, appendicitis()).state is GroupState.NO_TABLES
