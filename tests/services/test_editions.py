"""The life of an edition: in use, out of use, away, to another workstation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, EditionState, Level, Note, NoteKind, SourceFile
from app.domain.encounter import Diagnosis, Encounter, Status
from app.domain.errors import AppError, Cancelled, NotAllowedError, NotFoundError
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient
from app.domain.period import Period
from app.domain.version import SignedVersion
from app.services.codebooks import CodebookDraft, import_codebook, keep_codebook, list_editions
from app.services.context import AppContext
from app.services.editions import (
    activate_edition,
    export_edition,
    refresh_editions,
    remove_edition,
    retire_edition,
)
from app.services.job_control import JobControl
from app.services.reporting import summary_of
from app.services.signing import sign_event
from tests.services.workday import ANNA, coded, event, put

DAY = date(2022, 6, 1)
ACTIVE, IMPORTED, RETIRED = EditionState.ACTIVE, EditionState.IMPORTED, EditionState.RETIRED


def keep(app: AppContext, name: str, start: date, state: EditionState = ACTIVE) -> Edition:
    """Store an ATC edition of one code whose title says which it is."""
    edition = Edition(
        f"atc-{name}",
        CodeSystem.ATC,
        "ATC",
        name,
        Period(start),
        sources=(SourceFile(f"{name}.tsv", f"sha-{name}"),),
    )
    note = Note(NoteKind.ENGLISH, f"Name {name}")
    concept = Concept(CodeSystem.ATC, "A01AA01", f"Ämne {name}", Level.ITEM, notes=(note,))
    return keep_codebook(app, CodebookDraft(edition, (concept,)), state=state).edition


def states(app: AppContext) -> dict[str, EditionState]:
    return {e.id: e.state for e in list_editions(app) if not e.is_starter}


def used(app: AppContext, day: date = DAY) -> str:
    return app.library.for_day(day).atc.edition.id


@pytest.fixture
def beside(sqlite_url: str, tmp_path: Path) -> Iterator[AppContext]:
    """Another workstation on the same database."""
    folder = tmp_path / "beside"
    opened = bootstrap(folder, sqlite_url)
    yield opened
    opened.close()


def test_an_edition_is_taken_into_use(app: AppContext) -> None:
    keep(app, "2022", date(2022, 1, 1), IMPORTED)
    assert used(app) == "atc-starter"

    done = activate_edition(app, "atc-2022")

    assert (done.edition.state, done.retired) == (ACTIVE, None)
    assert used(app) == "atc-2022"
    assert activate_edition(app, "atc-2022").edition.state is ACTIVE


def test_another_from_the_same_day_goes_out_of_use(app: AppContext) -> None:
    keep(app, "2021", date(2021, 1, 1))
    keep(app, "2022", date(2022, 1, 1))
    keep(app, "2022b", date(2022, 1, 1), IMPORTED)

    done = activate_edition(app, "atc-2022b")

    assert done.retired is not None
    assert (done.retired.id, done.retired.state) == ("atc-2022", RETIRED)
    assert states(app) == {"atc-2022b": ACTIVE, "atc-2022": RETIRED, "atc-2021": ACTIVE}
    assert used(app) == "atc-2022b"
    assert activate_edition(app, "atc-2022").retired == replace(done.edition, state=RETIRED)


def test_what_is_out_of_use_is_not_picked_but_can_be_looked_at(app: AppContext) -> None:
    keep(app, "2021", date(2021, 1, 1))
    keep(app, "2022", date(2022, 1, 1))

    assert retire_edition(app, "atc-2022").state is RETIRED

    assert used(app) == "atc-2021"
    book = app.library.codebook("atc-2022")
    assert book is not None and book.concepts()[0].title == "Ämne 2022"


def test_an_edition_in_use_is_not_removed(app: AppContext) -> None:
    keep(app, "2022", date(2022, 1, 1))

    with pytest.raises(NotAllowedError, match="ATC 2022 är i bruk"):
        remove_edition(app, "atc-2022")

    assert states(app) == {"atc-2022": ACTIVE}


def test_an_edition_out_of_use_is_removed_with_all_it_holds(app: AppContext) -> None:
    keep(app, "2022", date(2022, 1, 1), IMPORTED)

    remove_edition(app, "atc-2022")

    assert states(app) == {}
    assert app.library.codebook("atc-2022") is None
    with app.unit_of_work() as uow:
        assert uow.editions.all_notes("atc-2022") == {}


def sign(app: AppContext, *editions: str) -> None:
    """Store a signed version that names the editions."""
    coded = (Diagnosis("K02.9", drugs=("A01AA01",)),)
    encounter = Encounter("e1", Patient(IdentityNumber("")), status=Status.SIGNED, diagnoses=coded)
    with app.unit_of_work() as uow:
        saved = uow.encounters.save(encounter, "s1")
        version = SignedVersion(saved.id, 1, saved, (), editions, "r", "p", "Karin", app.now())
        uow.versions.add(version)
        uow.commit()


def test_an_edition_that_signed_events_name_is_not_removed(app: AppContext) -> None:
    keep(app, "2022", date(2022, 1, 1))
    sign(app, "ICD-10-SE 2022", "KVÅ 2022", "ATC 2022")
    retire_edition(app, "atc-2022")

    with pytest.raises(NotAllowedError, match="Signerade händelser är bedömda efter ATC 2022"):
        remove_edition(app, "atc-2022")

    assert states(app) == {"atc-2022": RETIRED}


def test_what_was_signed_is_shown_in_the_words_of_an_edition_that_is_out_of_use(
    app: AppContext,
) -> None:
    keep(app, "2021", date(2021, 1, 1))
    keep(app, "2022", date(2022, 1, 1))
    sign(app, "ATC 2022")
    retire_edition(app, "atc-2022")

    summary = summary_of(app, "e1")

    assert summary.editions == ("ATC 2022",)
    assert summary.concepts[CodeSystem.ATC, "A01AA01"].title == "Ämne 2022"


def test_the_practice_edition_stays(app: AppContext, tmp_path: Path) -> None:
    for refuse in (
        lambda: retire_edition(app, "atc-starter"),
        lambda: remove_edition(app, "atc-starter"),
        lambda: export_edition(app, "atc-starter", tmp_path / "x.kodverk"),
    ):
        with pytest.raises(NotAllowedError, match="Övningskodverket"):
            refuse()

    assert activate_edition(app, "atc-starter").edition.is_starter
    assert used(app) == "atc-starter"


def test_an_unknown_edition_is_told_with_those_there_are(app: AppContext, tmp_path: Path) -> None:
    keep(app, "2022", date(2022, 1, 1))
    for ask in (
        lambda: activate_edition(app, "atc-1999"),
        lambda: retire_edition(app, "atc-1999"),
        lambda: remove_edition(app, "atc-1999"),
        lambda: export_edition(app, "atc-1999", tmp_path),
    ):
        with pytest.raises(NotFoundError, match=r"ingen utgåva atc-1999.*atc-2022.*atc-starter"):
            ask()


def test_an_edition_is_carried_to_another_workstation(app: AppContext, tmp_path: Path) -> None:
    kept = keep(app, "2022 rättad", date(2022, 3, 1))
    path = export_edition(app, kept.id, tmp_path)
    elsewhere = bootstrap(tmp_path / "annan")

    report = import_codebook(elsewhere, [path], imported_by="Bo")
    again = import_codebook(elsewhere, [path])
    here = import_codebook(app, [path])

    assert path == tmp_path / "atc-2022 rättad.kodverk"
    assert report.warnings == ()
    got = report.edition
    assert (got.label, got.valid, got.sources) == (kept.label, kept.valid, kept.sources)
    assert (got.imported_by, got.state) == ("Bo", ACTIVE)
    assert again.already_imported and here.already_imported
    with elsewhere.unit_of_work() as uow:
        assert uow.editions.notes(got.id, "A01AA01")[0].text == "Name 2022 rättad"
    elsewhere.close()


@pytest.mark.parametrize("name", ["ut.kodverk", "ut", "ut.KODVERK", "ut.zip"])
def test_the_file_gets_its_ending(app: AppContext, tmp_path: Path, name: str) -> None:
    keep(app, "2022", date(2022, 1, 1))

    path = export_edition(app, "atc-2022", tmp_path / name)

    assert path.is_file()
    assert path.suffix.lower() == ".kodverk"
    assert len(app.readers.recognise([path])) == 1


def test_an_export_that_is_cancelled_or_cannot_be_written_leaves_nothing(
    app: AppContext, tmp_path: Path
) -> None:
    keep(app, "2022", date(2022, 1, 1))
    folder = tmp_path / "ut"
    folder.mkdir()
    control = JobControl(lambda *_step: control.cancel())

    with pytest.raises(Cancelled):
        export_edition(app, "atc-2022", folder, control)
    with pytest.raises(AppError, match=r"Mappen .*saknas finns inte"):
        export_edition(app, "atc-2022", folder / "saknas" / "x.kodverk")

    assert list(folder.iterdir()) == []


def test_an_event_is_signed_by_editions_that_are_still_there(
    app: AppContext, beside: AppContext
) -> None:
    keep(app, "2020", date(2020, 1, 1))
    (stored,) = put(app, event())
    books = app.library.for_day(stored.day)
    assert books.atc.edition.id == "atc-2020"
    retire_edition(beside, "atc-2020")
    remove_edition(beside, "atc-2020")

    version = sign_event(app, coded(stored), ANNA, "s1")

    assert books.atc.edition.label not in version.editions
    assert len(version.editions) == 3


def test_what_one_workstation_does_the_other_sees_when_it_looks(
    app: AppContext, beside: AppContext
) -> None:
    assert used(app) == used(beside) == "atc-starter"
    assert not refresh_editions(beside)

    keep(app, "2022", date(2022, 1, 1))
    assert used(beside) == "atc-starter", "nobody has looked yet"
    assert refresh_editions(beside)
    assert used(beside) == "atc-2022"
    assert not refresh_editions(beside)
    assert not refresh_editions(app), "its own change it knows"

    for act in (retire_edition, activate_edition, retire_edition, remove_edition):
        act(app, "atc-2022")
        assert refresh_editions(beside), act
        assert states(beside) == states(app)
    assert used(beside) == "atc-starter"


def test_nothing_is_read_again_where_nothing_was_read(app: AppContext, beside: AppContext) -> None:
    keep(app, "2022", date(2022, 1, 1))

    assert not refresh_editions(beside)
    assert used(beside) == "atc-2022"


def test_an_edition_that_was_removed_elsewhere_is_told_and_then_forgotten(
    app: AppContext, beside: AppContext
) -> None:
    keep(app, "2022", date(2022, 1, 1))
    list_editions(beside)
    retire_edition(app, "atc-2022")
    remove_edition(app, "atc-2022")

    with pytest.raises(AppError, match=r"ATC 2022 har tagits bort\. Försök igen"):
        used(beside)

    assert used(beside) == "atc-starter"
