"""What the region decided, from import to signature, in both databases and at two workstations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter
from app.domain.errors import NotAllowedError, SigningBlockedError, StorageError
from app.domain.finding import Finding, Severity
from app.domain.procedure_candidate import (
    CANDIDATES_STAMP,
    CandidateDecision,
    CandidateKind,
    ProcedureCandidate,
)
from app.domain.review_tables import NO_TABLES
from app.persistence.database import Database
from app.persistence.region_in_force import StoredRegion
from app.persistence.unit_of_work import SqlUnitOfWork
from app.services.context import AppContext
from app.services.kodserver import import_combinations
from app.services.regional import import_regional
from app.services.reporting import summary_of
from app.services.review import review, review_stored
from app.services.rule_book import rule_pages
from app.services.signing import override_finding, sign_event
from tests.services.list_files import csv_file
from tests.services.workday import ANNA, coded, event, put

BLOCKS = "Kod;Spärr;Skäl;Giltig från;Giltig till\n{code};ej huvuddiagnos;Ange orsaken;;\n"
SWITCHES = "Regel;Åtgärd;Ny grad;Skäl\n{rows}\n"


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[AppContext]:
    opened = bootstrap(tmp_path / "data", database_url)
    yield opened
    opened.close()


@pytest.fixture
def coding(app: AppContext) -> Encounter:
    """A stored event: a code that may not be principal is principal."""
    (stored,) = put(app, event())
    rows = (Diagnosis("B95.6", DiagnosisRole.PRINCIPAL), Diagnosis("E11.9"))
    return replace(coded(stored), diagnoses=rows, procedures=())


def decide(app: AppContext, folder: Path, *rows: str) -> None:
    import_regional(app, csv_file(folder, SWITCHES.format(rows="\n".join(rows))))


def one(findings: list[Finding], rule_id: str) -> Finding:
    (finding,) = [f for f in findings if f.rule_id == rule_id]
    return finding


def test_an_error_that_was_made_a_warning_is_answered_and_signed(
    app: AppContext, coding: Encounter, tmp_path: Path
) -> None:
    was = one(review(app, coding), "HD002")
    with pytest.raises(NotAllowedError):
        override_finding(app, coding, was, "Nej", ANNA)
    decide(app, tmp_path, "HD002;grad;varning;Beslut 12")

    now = one(review(app, coding), "HD002")
    answered = override_finding(app, coding, now, "Enligt beslut", ANNA)
    version = sign_event(app, answered, ANNA, "s1")

    assert (was.severity, now.severity) == (Severity.ERROR, Severity.WARNING)
    assert now.remark == "Regionen: varning i stället för fel, skäl: ”Beslut 12”."
    assert version.rule_set.startswith(f"{app.rule_set}; regionala regelval ")
    assert not {"HD002"} & {f.rule_id for f in version.findings}
    (printed,) = summary_of(app, coding.id).overrides
    assert printed.finding is not None and printed.finding.remark == now.remark


def test_a_warning_that_was_made_an_error_hinders_though_it_was_answered(
    app: AppContext, tmp_path: Path
) -> None:
    (stored,) = put(app, event())
    injured = replace(coded(stored), diagnoses=(Diagnosis("S72.00", DiagnosisRole.PRINCIPAL),))
    warning = one(review(app, injured), "YO001")
    answered = override_finding(app, injured, warning, "Okänd orsak", ANNA)
    decide(app, tmp_path, "YO001;grad;fel;Beslut 13")

    with pytest.raises(SigningBlockedError, match="1 fel hindrar"):
        sign_event(app, answered, ANNA, "s1")


def test_the_block_list_hinders_signing_and_stands_in_the_version_once_weakened(
    app: AppContext, tmp_path: Path
) -> None:
    (stored,) = put(app, event())
    coding = coded(stored)
    principal = next(row.code for row in coding.diagnoses if row.is_principal)
    import_regional(app, csv_file(tmp_path, BLOCKS.format(code=principal)))

    with pytest.raises(SigningBlockedError):
        sign_event(app, coding, ANNA, "s1")
    decide(app, tmp_path, "RE001;grad;råd;Prövas")
    version = sign_event(app, coding, ANNA, "s2")

    advice = one(list(version.findings), "RE001")
    assert (advice.severity, advice.usual) == (Severity.ADVICE, Severity.ERROR)
    assert "råd i stället för fel" in advice.remark and "ej huvuddiagnos" in advice.remark
    assert "regionala regelval" in version.rule_set and "spärrlista" in version.rule_set
    with app.unit_of_work() as uow:
        assert uow.versions.of_encounter(coding.id) == [version]
    assert summary_of(app, coding.id).rule_set == version.rule_set


def test_what_another_workstation_imports_applies_to_the_next_review(
    app: AppContext, database_url: str, coding: Encounter, tmp_path: Path
) -> None:
    other = bootstrap(tmp_path / "other", database_url)
    assert "HD002" in {f.rule_id for f in review(other, coding)}

    decide(app, tmp_path, "HD002;av;;Beslut 12")

    assert "HD002" not in {f.rule_id for f in review(other, coding)}
    decide(app, tmp_path, "HD003;av;;Beslut 14")
    assert "HD002" in {f.rule_id for f in review(other, coding)}
    other.close()


def test_the_texts_of_the_rules_say_what_is_decided(app: AppContext, tmp_path: Path) -> None:
    decide(app, tmp_path, "HD002;av;;Beslut 12", "YO001;grad;råd;Ja", "BD001;grad;fel;Nej")

    texts = {page.rule_id: page for page in rule_pages(app, app.region.current())}

    assert texts["HD002"].decision == "Avstängd av regionen, skäl: ”Beslut 12”."
    assert texts["YO001"].decision == "Regionen: råd i stället för varning, skäl: ”Ja”."
    assert texts["BD001"].decision == texts["HD001"].decision == ""


def test_nothing_is_read_again_until_somebody_imports(
    app: AppContext, database: Database, tmp_path: Path
) -> None:
    source = StoredRegion(database.unit_of_work)
    assert source.current().label == ""
    decide(app, tmp_path, "HD002;av;;Beslut 12")

    first = source.current()

    assert set(first.switches) == {"HD002"}
    assert source.current() is first


class Away:
    """Storage that answers until it is sent away."""

    def __init__(self, unit_of_work: Callable[[], SqlUnitOfWork]) -> None:
        self._unit_of_work, self.is_away = unit_of_work, False

    def __call__(self) -> SqlUnitOfWork:
        if self.is_away:
            raise StorageError("Databasen svarar inte.")
        return self._unit_of_work()


def test_while_storage_is_away_the_last_decisions_go_on_applying(
    app: AppContext, database: Database, tmp_path: Path
) -> None:
    decide(app, tmp_path, "HD002;av;;Beslut 12")
    storage = Away(database.unit_of_work)
    asked, never_asked = StoredRegion(storage), StoredRegion(storage)
    known = asked.current()
    storage.is_away = True

    assert asked.current() is known
    with pytest.raises(StorageError):
        never_asked.current()


def test_a_stored_event_is_reviewed_by_the_decisions(
    app: AppContext, coding: Encounter, tmp_path: Path
) -> None:
    with app.unit_of_work() as uow:
        uow.encounters.save(coding, "s0")
        uow.commit()
    decide(app, tmp_path, "HD002;av;;Beslut 12")

    assert "HD002" not in {f.rule_id for f in review_stored(app, coding.id)}


def test_imported_combinations_and_accepted_sentences_reach_the_review(
    app: AppContext, database: Database, tmp_path: Path
) -> None:
    source = StoredRegion(database.unit_of_work)
    assert source.current().tables == NO_TABLES
    rows = "Taxa;Besökstyp;Yrkeskategori;Giltig från;Giltig till\nT1;NB;10;;\n"
    import_combinations(app, csv_file(tmp_path, rows))
    sentence = ProcedureCandidate("DT036", CandidateKind.APART, "Avser ej DT037", ("DT037",))
    decision = CandidateDecision(
        sentence, is_accepted=True, reason="läst", person_id="p", person="P", at=app.now()
    )
    with database.unit_of_work() as uow:
        uow.candidates.save(decision)
        uow.facts.set(CANDIDATES_STAMP, "1")
        uow.commit()

    tables = source.current().tables

    assert [row.key for row in tables.combinations] == [("T1", "NB", "10")]
    assert tables.accepted == {"DT036": (sentence,)}
    assert source.current() is source.current()
