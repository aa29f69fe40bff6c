"""The use cases of print: what is gathered, written, logged and refused."""

from __future__ import annotations

import errno
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.access import AccessEvent, AccessKind, Person
from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level
from app.domain.encounter import Encounter, Override, Status
from app.domain.errors import AppError, Cancelled, NotFoundError, StorageError
from app.domain.finding import Severity
from app.domain.patient import Protection
from app.domain.ports import UnitOfWork
from app.domain.region import Undecided
from app.domain.version import SignedVersion
from app.rules.base import Basis, Objection, Source, rule
from app.rules.case import Case
from app.services.context import AppContext
from app.services.job_control import JobControl
from app.services.reporting import (
    summary_of,
    summary_pdf,
    write_summaries,
    write_summary,
)
from tests.reports.summaries import NAME, NUMBER, hip_fracture, page_texts, patient, whole_text

ANNA = Person("p1", "Anna Lind")
NOW = datetime.fromisoformat("2022-03-10T09:03")
KEY = ("ZZ001", ("S72.00",))


@rule(
    rule_id="ZZ001",
    name="hip-is-doubted",
    severity=Severity.WARNING,
    message="{code} är tveksam.",
    explanation="En regel för prov.",
    source=Source("Provverket", "Provboken", "sidan 1"),
    catalogue=(),
    fires_on=(),
    silent_on=(),
    basis=Basis.GENERAL_KNOWLEDGE,
)
def hip_is_doubted(case: Case) -> Iterator[Objection]:
    if any(diagnosis.code == "S72.00" for diagnosis in case.encounter.diagnoses):
        yield Objection(("S72.00",))


@dataclass(eq=False)
class Library:
    """Editions of 2022, and the one before, in which the hip had another title."""

    starter: bool = False
    outside: tuple[CodeSystem, ...] = ()
    books: dict[str, MemoryCodebook] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for year, title in ((2022, "Kollumfraktur"), (2021, "Lårbenshalsbrott")):
            for system in CodeSystem:
                edition = Edition(
                    f"{system}-{year}", system, system.upper(), str(year), is_starter=self.starter
                )
                hip = Concept(system, "S72.00", title, Level.SUBCATEGORY)
                self.books[edition.id] = MemoryCodebook(edition, [hip])

    def editions(self) -> Sequence[Edition]:
        return [book.edition for book in self.books.values()]

    def codebook(self, edition_id: str) -> MemoryCodebook | None:
        return self.books.get(edition_id)

    def for_day(self, day: date | None) -> Codebooks:
        assert day == date(2022, 3, 9)
        found = (self.books[f"{system}-2022"] for system in CodeSystem)
        return Codebooks(*found, outside=self.outside)

    def reload(self) -> None: ...


def _context(unit_of_work: Callable[[], UnitOfWork], folder: Path, **changes: Any) -> AppContext:
    numbers = itertools.count()
    parts: dict[str, Any] = {
        **{part.name: None for part in fields(AppContext)},
        "unit_of_work": unit_of_work,
        "library": Library(),
        "rules": (hip_is_doubted,),
        "rule_set": "1.0",
        "data_dir": folder,
        "resources": folder,
        "codebooks": folder,
        "now": lambda: NOW,
        "new_id": lambda: f"id-{next(numbers)}",
        "close": lambda: None,
        "region": Undecided(),
    }
    return AppContext(**{**parts, **changes})


@pytest.fixture
def app(unit_of_work: Callable[[], UnitOfWork], tmp_path: Path) -> AppContext:
    with unit_of_work() as uow:
        uow.people.save(ANNA)
        uow.commit()
    return _context(unit_of_work, tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "utskrifter"
    made.mkdir()
    return made


def _draft(event_id: str = "höft-1") -> Encounter:
    return replace(hip_fracture(event_id), status=Status.DRAFT, overrides=())


def _store(app: AppContext, encounter: Encounter) -> Encounter:
    with app.unit_of_work() as uow:
        saved = uow.encounters.save(encounter, app.new_id())
        uow.commit()
    return saved


def _sign(app: AppContext, encounter: Encounter, number: int = 1, **changes: Any) -> SignedVersion:
    version = SignedVersion(
        encounter.id, number, replace(encounter, status=Status.SIGNED), (),
        ("ICD10SE 2021", "KVA 2021", "ATC 2021"), "1.0", ANNA.id, ANNA.name, NOW,
    )  # fmt: skip
    version = replace(version, **changes)
    with app.unit_of_work() as uow:
        uow.versions.add(version)
        uow.commit()
    return version


def _log(app: AppContext) -> list[AccessEvent]:
    with app.unit_of_work() as uow:
        return uow.access_log.latest(100)


def _overridden(encounter: Encounter) -> Encounter:
    override = Override(*KEY, "Röntgen visar fraktur", ANNA.id, NOW)
    return replace(encounter, overrides=(override,))


def test_a_draft_is_judged_now_by_the_editions_of_its_day(app: AppContext) -> None:
    _store(app, _draft())

    summary = summary_of(app, "höft-1")

    assert not summary.is_signed
    assert [finding.key for finding in summary.findings] == [KEY]
    assert summary.sources["ZZ001"] == "Provverket, Provboken, sidan 1 (ej verifierad)"
    assert summary.editions == ("ICD10SE 2022", "KVA 2022", "ATC 2022")
    hip = summary.concept(CodeSystem.ICD10SE, "S72.00")
    assert hip is not None and hip.title == "Kollumfraktur"
    assert summary.concept(CodeSystem.ICD10SE, "Q99.9X") is None
    assert (summary.rule_set, summary.printed_at) == ("1.0", NOW)


def test_an_overridden_finding_moves_to_the_overrides_with_its_person(app: AppContext) -> None:
    _store(app, _overridden(_draft()))

    summary = summary_of(app, "höft-1")

    assert summary.findings == ()
    (shown,) = summary.overrides
    assert shown.person_name == "Anna Lind"
    assert shown.finding is not None and shown.finding.message == "S72.00 är tveksam."


def test_an_override_that_answers_nothing_any_more_is_left_out_of_a_draft(app: AppContext) -> None:
    lapsed = Override("ZZ001", ("S72.10",), "Gällde en annan kod", ANNA.id)
    _store(app, replace(_draft(), overrides=(lapsed,)))

    assert summary_of(app, "höft-1").overrides == ()


def test_a_signed_event_is_printed_as_its_latest_version(app: AppContext) -> None:
    stored = _store(app, replace(hip_fracture(), overrides=()))
    _sign(app, stored, 1)
    _sign(app, replace(stored, diagnoses=stored.diagnoses[:1]), 2)

    summary = summary_of(app, "höft-1")

    assert summary.signature is not None
    assert (summary.signature.version, summary.signature.signer_name) == (2, "Anna Lind")
    assert len(summary.encounter.diagnoses) == 1
    assert summary.findings == ()


def test_a_signed_event_has_the_titles_of_the_editions_it_was_signed_by(app: AppContext) -> None:
    _sign(app, _store(app, replace(hip_fracture(), overrides=())))

    summary = summary_of(app, "höft-1")

    hip = summary.concept(CodeSystem.ICD10SE, "S72.00")
    assert hip is not None and hip.title == "Lårbenshalsbrott"
    assert summary.editions == ("ICD10SE 2021", "KVA 2021", "ATC 2021")


@pytest.mark.parametrize(("rule_set", "is_told"), [("1.0", True), ("0.9", False)])
def test_the_wording_of_an_override_is_told_only_by_the_rules_it_was_signed_by(
    app: AppContext, rule_set: str, is_told: bool
) -> None:
    stored = _store(app, _overridden(replace(hip_fracture(), overrides=())))
    _sign(app, stored, rule_set=rule_set)

    (shown,) = summary_of(app, "höft-1").overrides

    assert shown.override.reason == "Röntgen visar fraktur"
    assert (shown.finding is not None) is is_told


def test_a_reopened_event_is_a_draft_again(app: AppContext) -> None:
    stored = _store(app, replace(_draft(), status=Status.REOPENED))
    _sign(app, stored)

    assert not summary_of(app, "höft-1").is_signed


def test_a_patient_protected_after_signing_is_masked(app: AppContext) -> None:
    stored = _store(app, replace(hip_fracture(), overrides=()))
    _sign(app, stored)
    _store(app, replace(stored, patient=patient(Protection.CONFIDENTIAL)))

    text = whole_text(summary_pdf(app, "höft-1", ANNA))

    assert NAME not in text and "19121212-1212" not in text
    assert "Sekretessmarkering" in text


def test_the_starter_edition_and_a_day_outside_are_passed_on(
    app: AppContext, unit_of_work: Callable[[], UnitOfWork], tmp_path: Path
) -> None:
    library = Library(starter=True, outside=(CodeSystem.KVA,))
    _store(app, _draft())

    summary = summary_of(_context(unit_of_work, tmp_path, library=library), "höft-1")

    assert summary.uses_starter
    assert summary.outside == (CodeSystem.KVA,)


def test_moments_are_printed_as_the_clock_on_the_wall_shows_them(
    unit_of_work: Callable[[], UnitOfWork], tmp_path: Path
) -> None:
    aware = datetime(2022, 7, 1, 22, 30, tzinfo=UTC)
    app = _context(unit_of_work, tmp_path, now=lambda: aware)
    _store(app, _draft())

    assert summary_of(app, "höft-1").printed_at == aware.astimezone().replace(tzinfo=None)


def test_an_unknown_event_is_refused_in_a_sentence(app: AppContext, folder: Path) -> None:
    for attempt in (
        lambda: summary_of(app, "borta"),
        lambda: summary_pdf(app, "borta", ANNA),
        lambda: write_summary(app, "borta", folder / "a.pdf", ANNA),
        lambda: write_summaries(app, ["borta"], folder, ANNA),
    ):
        with pytest.raises(NotFoundError, match="finns inte längre i arbetslistan"):
            attempt()
    assert list(folder.iterdir()) == []


def test_a_written_summary_is_a_pdf_and_a_line_in_the_log(app: AppContext, folder: Path) -> None:
    _store(app, _draft())

    path = write_summary(app, "höft-1", folder / "blad.pdf", ANNA)

    assert "Kodningssammanfattning" in whole_text(path.read_bytes())
    assert [known.name for known in folder.iterdir()] == ["blad.pdf"]
    (line,) = _log(app)
    assert (line.kind, line.encounter_id) == (AccessKind.PRINTED, "höft-1")
    assert (line.person_name, line.patient_number) == ("Anna Lind", NUMBER)


def test_the_preview_is_logged_since_it_can_be_printed(app: AppContext) -> None:
    _store(app, _draft())

    content = summary_pdf(app, "höft-1", ANNA)

    assert content.startswith(b"%PDF")
    assert [line.kind for line in _log(app)] == [AccessKind.PRINTED]


def test_a_folder_that_is_not_there_is_named(app: AppContext, folder: Path) -> None:
    _store(app, _draft())

    with pytest.raises(AppError, match=r"Mappen .*borta finns inte"):
        write_summary(app, "höft-1", folder / "borta" / "blad.pdf", ANNA)

    assert _log(app) == []


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "Disken är full"),
        (errno.EROFS, "kunde inte sparas"),
        (errno.EACCES, "kunde inte sparas"),
    ],
)
def test_a_disk_that_refuses_is_told_and_leaves_the_earlier_file(
    app: AppContext,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    sentence: str,
) -> None:
    _store(app, _draft())
    target = folder / "blad.pdf"
    target.write_bytes(b"earlier")

    def refuse(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:100])
        raise OSError(number, "refused")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(AppError, match=sentence):
        write_summary(app, "höft-1", target, ANNA)

    assert target.read_bytes() == b"earlier"
    assert [known.name for known in folder.iterdir()] == ["blad.pdf"]
    assert _log(app) == []


def test_a_target_that_is_a_folder_is_told_in_a_sentence(app: AppContext, folder: Path) -> None:
    _store(app, _draft())
    (folder / "blad.pdf").mkdir()

    with pytest.raises(AppError, match="är en mapp"):
        write_summary(app, "höft-1", folder / "blad.pdf", ANNA)


def test_nothing_is_handed_out_that_could_not_be_logged(
    app: AppContext, unit_of_work: Callable[[], UnitOfWork], folder: Path
) -> None:
    _store(app, _draft())
    opened = 0

    def failing() -> UnitOfWork:
        nonlocal opened
        opened += 1
        if opened > 1:
            raise StorageError("Databasen är låst.")
        return unit_of_work()

    locked = replace(app, unit_of_work=failing)

    with pytest.raises(StorageError):
        write_summary(locked, "höft-1", folder / "blad.pdf", ANNA)

    assert list(folder.iterdir()) == []


def test_many_go_into_one_file_where_a_file_is_named(app: AppContext, folder: Path) -> None:
    for event_id in ("a", "b"):
        _store(app, _draft(event_id))
    steps: list[tuple[int, int]] = []
    control = JobControl(lambda done, total, _text: steps.append((done, total)))

    (path,) = write_summaries(app, ["a", "b"], folder / "alla.pdf", ANNA, control)

    pages = page_texts(path.read_bytes())
    starts = [number for number, page in enumerate(pages) if "Sida 1 av" in page]
    assert len(starts) == 2
    assert {line.encounter_id for line in _log(app)} == {"a", "b"}
    assert steps


def test_many_go_into_a_file_each_where_a_folder_is_named(app: AppContext, folder: Path) -> None:
    for event_id in ("a/1", "A:1", "b"):
        _store(app, _draft(event_id))

    written = write_summaries(app, ["a/1", "A:1", "b"], folder / "nya", ANNA)

    assert [path.name for path in written] == [
        "kodningssammanfattning-a_1.pdf",
        "kodningssammanfattning-A_1-2.pdf",
        "kodningssammanfattning-b.pdf",
    ]
    assert all(path.is_file() for path in written)
    assert len(_log(app)) == 3


def test_a_cancelled_batch_writes_and_logs_nothing(app: AppContext, folder: Path) -> None:
    _store(app, _draft())
    control = JobControl()
    control.cancel()

    with pytest.raises(Cancelled):
        write_summaries(app, ["höft-1"], folder / "alla.pdf", ANNA, control)

    assert list(folder.iterdir()) == []
    assert _log(app) == []


def test_a_batch_into_a_place_that_is_a_file_is_refused(app: AppContext, folder: Path) -> None:
    _store(app, _draft())
    (folder / "fil").write_text("")

    with pytest.raises(AppError, match="kan inte skapas"):
        write_summaries(app, ["höft-1"], folder / "fil", ANNA)


def test_no_event_chosen_is_told_in_a_sentence(app: AppContext, folder: Path) -> None:
    for target in (folder, folder / "alla.pdf"):
        with pytest.raises(AppError, match="Välj minst en"):
            write_summaries(app, [], target, ANNA)
