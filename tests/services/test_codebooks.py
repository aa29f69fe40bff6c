from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, EditionState, Level, RecognisedCodebook
from app.domain.edition_content import content_checksum
from app.domain.errors import AppError, Cancelled, CodebookFileError, StorageError
from app.persistence.library import SqlLibrary
from app.persistence.readers.file_readers import FileReaders
from app.persistence.unit_of_work import SqlUnitOfWork
from app.services.codebooks import (
    import_codebook,
    keep_codebook,
    list_editions,
    read_codebook,
)
from app.services.context import AppContext
from app.services.job_control import JobControl
from tests.persistence.readers.made_files import (
    BLOCKS,
    CATEGORIES,
    EXTENSIONS,
    SUBCATEGORIES,
    atc_file,
    icd_folder,
    kva_folder,
    starter_folder,
    write_files,
)

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
NOW = datetime(2022, 1, 3, 8, 15)  # noqa: DTZ001 - wall clock of care


class _NoSearch:
    """Search is no part of these tests."""

    def search(self, query: object) -> list[object]:
        raise AssertionError(query)

    def prepare(self, day: date | None = None) -> None:
        raise AssertionError(day)


@pytest.fixture
def app(unit_of_work: Callable[[], SqlUnitOfWork], tmp_path: Path) -> AppContext:
    starter = starter_folder(tmp_path / "starter")
    return AppContext(
        unit_of_work=unit_of_work,
        library=SqlLibrary(unit_of_work, starter, today=NOW.date),
        readers=FileReaders(RESOURCES),
        engine=_NoSearch(),
        rules=(),
        rule_set="prov",
        data_dir=tmp_path,
        resources=RESOURCES,
        codebooks=starter.parent,
        now=lambda: NOW,
        new_id=lambda: "id",
        close=lambda: None,
    )


def official(app: AppContext) -> list[str]:
    """The imported editions, as the database has them."""
    with app.unit_of_work() as uow:
        return [edition.id for edition in uow.editions.all()]


def test_a_folder_is_imported_and_in_force_at_once(app: AppContext, tmp_path: Path) -> None:
    assert app.library.for_day(None).icd10se.edition.is_starter

    report = import_codebook(app, [icd_folder(tmp_path, "2022")], imported_by="Anna")

    assert report.edition.id == "icd10se-2022"
    assert report.edition.label == "ICD-10-SE 2022"
    assert report.edition.valid.start == date(2022, 1, 1)
    assert (report.edition.imported_at, report.edition.imported_by) == (NOW, "Anna")
    assert not report.already_imported and report.warnings == ()
    book = app.library.for_day(None).icd10se
    assert book.edition == report.edition
    cause = book.concept("V31.00")
    assert cause is not None
    assert not cause.may_be_principal


def test_the_report_counts_the_concepts_per_level(app: AppContext, tmp_path: Path) -> None:
    report = import_codebook(app, [icd_folder(tmp_path)])

    assert report.counts == {
        "chapter": 4,
        "block": 6,
        "category": 7,
        "subcategory": 7,
        "extension": 9,
    }
    assert app.library.editions()[0].counts == report.counts


def test_every_source_file_is_kept_with_its_checksum(app: AppContext, tmp_path: Path) -> None:
    report = import_codebook(app, [atc_file(tmp_path, text="key\tvalue\nC\tx\n")])

    (source,) = report.edition.sources
    assert source.name == "atc-sv-2020.tsv"
    assert source.sha256 == "7a68030d295cdf1b36db8612236c804175fc3af96aa7afb79482c441c672d18c"


def test_files_may_be_given_one_by_one(app: AppContext, tmp_path: Path) -> None:
    files = sorted(kva_folder(tmp_path, "2021").iterdir())

    report = import_codebook(app, files)

    assert report.edition.system is CodeSystem.KVA
    assert report.warnings == ()


def test_the_same_files_again_say_so_and_change_nothing(app: AppContext, tmp_path: Path) -> None:
    folder = icd_folder(tmp_path, "2022")
    first = import_codebook(app, [folder])

    again = import_codebook(app, [folder])
    named = import_codebook(app, [folder], version="2022", valid_from=date(2022, 1, 1))

    assert again.already_imported
    assert named.already_imported
    assert again.edition == first.edition
    assert again.warnings == ("Samma filer är redan inlästa som ICD-10-SE 2022. Inget ändrades.",)
    assert official(app) == ["icd10se-2022"]


def test_files_read_before_come_with_the_stored_chapters(app: AppContext, tmp_path: Path) -> None:
    folder = icd_folder(tmp_path, "2022")
    first = read_codebook(app, [folder])
    keep_codebook(app, first)

    again = read_codebook(app, [folder])

    assert again.already_imported
    titles = {c.code: c.title for c in again.concepts if c.parent is None}
    assert titles == {c.code: c.title for c in first.concepts if c.parent is None}
    assert titles.keys() >= again.edition.chapter_counts.keys() and all(titles.values())


@pytest.mark.parametrize("asked", [{"version": "2023"}, {"valid_from": date(2023, 1, 1)}])
def test_last_years_files_are_not_taken_for_this_years(
    app: AppContext, tmp_path: Path, asked: dict[str, Any]
) -> None:
    folder = icd_folder(tmp_path, "2022")
    import_codebook(app, [folder])

    with pytest.raises(AppError, match=r"inlästa som ICD-10-SE 2022, men skulle nu .*2023"):
        import_codebook(app, [folder], **asked)

    assert official(app) == ["icd10se-2022"]


def test_last_years_files_in_a_folder_named_for_this_year_are_not_taken_for_its(
    app: AppContext, tmp_path: Path
) -> None:
    import_codebook(app, [icd_folder(tmp_path / "a", "2022")])

    with pytest.raises(AppError, match="Kontrollera att det är rätt års filer"):
        import_codebook(app, [icd_folder(tmp_path / "b", "2023")])

    assert official(app) == ["icd10se-2022"]


def test_a_folder_and_a_file_that_name_different_years_are_asked_about(
    app: AppContext, tmp_path: Path
) -> None:
    folder = tmp_path / "2027"
    folder.mkdir()
    archive = shutil.make_archive(str(folder / "icd-10-se 2026"), "zip", icd_folder(tmp_path, "x"))

    draft = read_codebook(app, [Path(archive)])

    assert draft.edition.version == "2026"
    assert any("2027" in question for question in draft.questions), draft.questions


def test_other_files_under_a_taken_version_are_refused(app: AppContext, tmp_path: Path) -> None:
    import_codebook(app, [icd_folder(tmp_path / "a", "2022")])
    other = icd_folder(tmp_path / "b", "2022", digit3=CATEGORIES.replace("Kolera", "Kolera UNS"))

    with pytest.raises(AppError, match="redan inläst från andra filer"):
        import_codebook(app, [other])

    report = import_codebook(app, [other], version="2022 rättad")
    assert report.edition.id == "icd10se-2022-rattad"
    assert report.edition.valid.start == date(2022, 1, 1)


def test_a_version_that_nothing_tells_has_to_be_given(app: AppContext, tmp_path: Path) -> None:
    folder = icd_folder(tmp_path, "nya")

    with pytest.raises(AppError, match=r"säger vilken utgåva .* Ange vilken\.$") as refused:
        import_codebook(app, [folder])

    assert "--version" in refused.value.on_terminal
    assert import_codebook(app, [folder], version="2025").edition.valid.start == date(2025, 1, 1)


def test_a_first_day_that_nothing_tells_has_to_be_given(app: AppContext, tmp_path: Path) -> None:
    folder = icd_folder(tmp_path, "nya")

    with pytest.raises(AppError, match=r"Ange den dagen\.$") as refused:
        import_codebook(app, [folder], version="lokal")

    assert "--valid-from" in refused.value.on_terminal
    report = import_codebook(app, [folder], version="lokal", valid_from=date(2024, 7, 1))
    assert report.edition.valid.start == date(2024, 7, 1)


def test_a_given_first_day_goes_before_the_year(app: AppContext, tmp_path: Path) -> None:
    report = import_codebook(app, [icd_folder(tmp_path, "2022")], valid_from=date(2022, 3, 1))

    assert report.edition.valid.start == date(2022, 3, 1)


def test_files_that_no_reader_knows_are_named_in_a_warning(app: AppContext, tmp_path: Path) -> None:
    folder = icd_folder(tmp_path)
    write_files(folder, {"läs mig.txt": "hej", "ändringar.xlsx": "-"})

    report = import_codebook(app, [folder])

    assert report.warnings == ("Filer som inte användes: läs mig.txt, ändringar.xlsx.",)


@pytest.mark.parametrize("name", ["brev.txt", "products-sv-2026.tsv"])
def test_a_file_of_unknown_kind_is_refused_by_name(
    app: AppContext, tmp_path: Path, name: str
) -> None:
    folder = write_files(tmp_path, {name: "hej"})

    with pytest.raises(CodebookFileError, match=f"{name} innehåller inget kodverk"):
        import_codebook(app, [folder / name])


def test_two_codebooks_at_once_are_refused_with_their_names(
    app: AppContext, tmp_path: Path
) -> None:
    folders = [icd_folder(tmp_path, "2022"), kva_folder(tmp_path, "2021")]

    with pytest.raises(CodebookFileError, match=r"flera kodverk \(ICD-10-SE 2022, KVÅ 2021\)"):
        import_codebook(app, folders)


def test_the_starter_edition_need_not_be_imported(app: AppContext, tmp_path: Path) -> None:
    with pytest.raises(CodebookFileError, match="Övningskodverket följer med programmet"):
        import_codebook(app, [tmp_path / "starter"])


def test_a_broken_file_leaves_nothing(app: AppContext, tmp_path: Path) -> None:
    folder = icd_folder(tmp_path, digit5=EXTENSIONS + "\nA083A\t\tIgen")

    with pytest.raises(CodebookFileError, match=r"digit5\.txt, rad 10"):
        import_codebook(app, [folder])

    assert official(app) == []


def test_cancelling_at_any_step_leaves_nothing(app: AppContext, tmp_path: Path) -> None:
    folder = icd_folder(tmp_path)
    steps: list[str] = []
    import_codebook(
        app, [atc_file(tmp_path)], control=JobControl(lambda *step: steps.append(step[2]))
    )
    assert steps == [
        "Undersöker filerna …",
        "Läser ATC …",
        "Kontrollerar ATC …",
        "Sparar ATC 2020 …",
        "Sparar ATC 2020 …",
    ]

    for stop in range(len(steps)):
        with pytest.raises(Cancelled):
            import_codebook(app, [folder], control=cancelling_after(stop))
        assert official(app) == ["atc-2020"]


def cancelling_after(steps: int) -> JobControl:
    left = steps

    def report(_done: int, _total: int, _text: str) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            control.cancel()

    control = JobControl(report)
    if steps == 0:
        control.cancel()
    return control


def test_a_full_disk_leaves_nothing_and_keeps_the_library(
    app: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: SqlUnitOfWork) -> None:
        raise StorageError("Disken är full, så inget sparades.")

    monkeypatch.setattr(SqlUnitOfWork, "commit", full)
    with pytest.raises(StorageError):
        import_codebook(app, [icd_folder(tmp_path)])
    monkeypatch.undo()

    assert official(app) == []
    app.library.reload()
    assert app.library.for_day(None).icd10se.edition.is_starter


class _MadeReaders:
    """A reader whose checks have failed to see what is wrong."""

    def __init__(self, found: RecognisedCodebook, concepts: list[Concept]) -> None:
        self._found = found
        self._concepts = concepts

    def recognise(self, paths: Sequence[Path]) -> list[RecognisedCodebook]:
        assert paths
        return [self._found]

    def read(self, codebook: RecognisedCodebook) -> list[Concept]:
        assert codebook is self._found
        return self._concepts


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], "innehåller inga koder"),
        ([("A00", None), ("A00", None)], "Koden A00 förekommer två gånger"),
        ([("A00", "A00-A09")], "överordnad kod A00-A09, som saknas"),
        ([("A00", "A01"), ("A01", "A00")], "överordnad sig själv"),
    ],
)
def test_no_reader_can_bring_in_what_is_no_tree(
    app: AppContext, tmp_path: Path, pairs: list[tuple[str, str | None]], expected: str
) -> None:
    path = atc_file(tmp_path)
    found = RecognisedCodebook(CodeSystem.ATC, "ATC", (path,), reader="prov", version="2020")
    concepts = [Concept(CodeSystem.ATC, c, "Titel", Level.ITEM, parent) for c, parent in pairs]

    with pytest.raises(CodebookFileError, match=expected):
        import_codebook(replace(app, readers=_MadeReaders(found, concepts)), [path])

    assert official(app) == []


def test_a_file_that_vanishes_before_it_is_read_is_told(app: AppContext, tmp_path: Path) -> None:
    gone = tmp_path / "atc-2020.tsv"
    found = RecognisedCodebook(CodeSystem.ATC, "ATC", (gone,), reader="prov", version="2020")

    with pytest.raises(CodebookFileError, match=r"atc-2020\.tsv kan inte läsas"):
        import_codebook(replace(app, readers=_MadeReaders(found, [])), [gone])


def test_reading_stores_nothing_and_keeping_stores_what_was_read(
    app: AppContext, tmp_path: Path
) -> None:
    draft = read_codebook(app, [icd_folder(tmp_path, "2022")], imported_by="Anna")

    assert official(app) == []
    assert draft.edition.state is EditionState.IMPORTED
    assert len(draft.concepts) == sum(draft.edition.counts.values()) == 33
    assert draft.edition.chapter_counts == {"01": 7, "03": 2, "22": 4, "20": 10}
    assert draft.previous is None and draft.questions == ()
    assert "Kolera" not in repr(draft)

    report = keep_codebook(app, draft)

    assert report.edition == replace(draft.edition, state=EditionState.ACTIVE)
    (stored,) = [e for e in app.library.editions() if not e.is_starter]
    assert stored == report.edition
    assert stored.content_sha256 == content_checksum(draft.concepts)
    assert app.library.for_day(None).icd10se.edition == stored


def test_what_is_only_read_in_is_not_used_until_it_is_kept_as_active(
    app: AppContext, tmp_path: Path
) -> None:
    draft = read_codebook(app, [icd_folder(tmp_path, "2022")])

    report = keep_codebook(app, draft, state=EditionState.IMPORTED)

    assert report.edition.state is EditionState.IMPORTED
    assert app.library.for_day(None).icd10se.edition.is_starter
    book = app.library.codebook("icd10se-2022")
    assert book is not None and book.concept("A00") is not None


def test_the_source_is_read_once(app: AppContext, tmp_path: Path) -> None:
    folder = icd_folder(tmp_path, "2022")
    draft = read_codebook(app, [folder])
    for file in folder.iterdir():
        file.unlink()

    assert keep_codebook(app, draft).edition.id == "icd10se-2022"


def test_a_draft_is_measured_against_the_edition_before(app: AppContext, tmp_path: Path) -> None:
    import_codebook(app, [icd_folder(tmp_path, "2021")])
    changed = CATEGORIES.replace("Kolera", "Kolera UNS") + "\nA01\t\tTyfoidfeber"

    draft = read_codebook(app, [icd_folder(tmp_path, "2022", digit3=changed)])

    assert draft.previous is not None and draft.previous.id == "icd10se-2021"
    assert (draft.new, draft.withdrawn, draft.retitled) == (1, 0, 1)


def test_blanks_in_a_title_are_no_change_in_a_draft_either(app: AppContext, tmp_path: Path) -> None:
    import_codebook(app, [icd_folder(tmp_path, "2021")])
    blanks = SUBCATEGORIES.replace("Kolera, klassisk", "Kolera,  klassisk")
    assert blanks != SUBCATEGORIES

    draft = read_codebook(app, [icd_folder(tmp_path, "2022", digit4=blanks)])

    assert (draft.new, draft.withdrawn, draft.retitled) == (0, 0, 0)


def test_keeping_twice_changes_nothing_the_second_time(app: AppContext, tmp_path: Path) -> None:
    draft = read_codebook(app, [icd_folder(tmp_path, "2022")])
    first = keep_codebook(app, draft)

    again = keep_codebook(app, draft)

    assert again.already_imported and again.edition == first.edition
    assert official(app) == ["icd10se-2022"]


def test_a_version_that_was_taken_while_the_report_was_read_is_refused(
    app: AppContext, tmp_path: Path
) -> None:
    draft = read_codebook(app, [icd_folder(tmp_path / "a", "2022")])
    other = icd_folder(tmp_path / "b", "2022", digit3=CATEGORIES.replace("Kolera", "Kolera UNS"))
    import_codebook(app, [other])

    with pytest.raises(AppError, match="redan inläst från andra filer"):
        keep_codebook(app, draft)


def test_the_same_edition_packed_in_another_way_is_known(app: AppContext, tmp_path: Path) -> None:
    folder = icd_folder(tmp_path, "2022")
    first = import_codebook(app, [folder])
    packed = Path(shutil.make_archive(str(tmp_path / "icd-2022"), "zip", folder))

    again = read_codebook(app, [packed])

    assert again.already_imported and again.edition == first.edition
    assert keep_codebook(app, again).already_imported
    assert official(app) == ["icd10se-2022"]


def test_the_same_files_of_an_edition_out_of_use_say_so(app: AppContext, tmp_path: Path) -> None:
    folder = icd_folder(tmp_path, "2022")
    import_codebook(app, [folder], state=EditionState.IMPORTED)

    (warning,) = import_codebook(app, [folder]).warnings

    assert "Inget ändrades. Utgåvan är inte i bruk" in warning


def test_last_years_content_under_a_new_version_is_asked_about(
    app: AppContext, tmp_path: Path
) -> None:
    folder = icd_folder(tmp_path, "2021")
    import_codebook(app, [folder])
    packed = Path(shutil.make_archive(str(tmp_path / "icd-2022"), "zip", folder))

    draft = read_codebook(app, [packed])

    (question,) = draft.questions
    assert "detsamma, kod för kod, som i ICD-10-SE 2021" in question
    assert (draft.new, draft.withdrawn, draft.retitled) == (0, 0, 0)


def test_a_question_that_nobody_answers_stops_the_import(app: AppContext, tmp_path: Path) -> None:
    folder = icd_folder(tmp_path, "2021")
    asked: list[str] = []

    def say_no(question: str) -> bool:
        asked.append(question)
        return False

    with pytest.raises(AppError, match=r"säger 2021, .* ICD-10-SE 2022.*inte med ja"):
        import_codebook(app, [folder], version="2022")
    with pytest.raises(AppError, match="inget lästes in"):
        import_codebook(app, [folder], version="2022", answer=say_no)
    assert official(app) == []
    assert len(asked) == 1

    report = import_codebook(app, [folder], version="2022", answer=lambda _question: True)
    assert report.edition.id == "icd10se-2022"


def test_a_file_cut_short_is_asked_about(app: AppContext, tmp_path: Path) -> None:
    lines = [f"A{n:02}\t\tSjukdom {n}" for n in range(10, 90)]
    block = {"block": BLOCKS + "\nA10-A89\t\tAlla"}
    import_codebook(
        app, [icd_folder(tmp_path, "2021", digit3="\n".join([CATEGORIES, *lines]), **block)]
    )
    short = icd_folder(tmp_path, "2022", digit3="\n".join([CATEGORIES, *lines[:40]]), **block)

    draft = read_codebook(app, [short])
    with pytest.raises(AppError, match=r"46 % färre .* Kapitel 01 .* Frågorna besvarades inte"):
        import_codebook(app, [short])

    level, chapter = draft.questions
    assert level.startswith("Filerna har 47 kategorier, 46 % färre än ICD-10-SE 2021 (87).")
    assert "Kapitel 01 (87 → 47)" in chapter
    assert draft.withdrawn == 40


def test_an_edition_older_than_the_one_in_use_is_warned_of(app: AppContext, tmp_path: Path) -> None:
    import_codebook(app, [icd_folder(tmp_path, "2022")])
    other = CATEGORIES.replace("Kolera", "Kolera UNS")

    report = import_codebook(app, [icd_folder(tmp_path, "2021", digit3=other)])

    assert report.warnings == (
        "ICD-10-SE 2021 är äldre än ICD-10-SE 2022, som redan är i bruk. "
        "Den används bara för händelser före 2022-01-01.",
    )


def test_an_edition_from_the_same_day_goes_out_of_use(app: AppContext, tmp_path: Path) -> None:
    import_codebook(app, [icd_folder(tmp_path / "a", "2022")])
    other = icd_folder(tmp_path / "b", "2022", digit3=CATEGORIES.replace("Kolera", "Kolera UNS"))

    report = import_codebook(app, [other], version="2022 rättad")

    assert report.retired is not None and report.retired.id == "icd10se-2022"
    states = {e.id: e.state for e in app.library.editions() if not e.is_starter}
    assert states == {
        "icd10se-2022": EditionState.RETIRED,
        "icd10se-2022-rattad": EditionState.ACTIVE,
    }
    assert app.library.for_day(None).icd10se.edition.id == "icd10se-2022-rattad"


@pytest.mark.parametrize("version", ["x" * 41, "--", "20\n22", "starter"])
def test_a_version_that_cannot_be_kept_is_refused(
    app: AppContext, tmp_path: Path, version: str
) -> None:
    day = date(2022, 1, 1)
    with pytest.raises(AppError, match=r"Ange en (sådan|annan version)"):
        read_codebook(app, [icd_folder(tmp_path, "ny")], version=version, valid_from=day)


def test_a_code_of_another_form_is_refused(app: AppContext, tmp_path: Path) -> None:
    path = atc_file(tmp_path)
    found = RecognisedCodebook(CodeSystem.ATC, "ATC", (path,), reader="prov", version="2020")
    concepts = [Concept(CodeSystem.ATC, "A0", "Titel", Level.ITEM)]

    with pytest.raises(CodebookFileError, match=r"”A0” har inte den form .* Hämta filerna på nytt"):
        import_codebook(replace(app, readers=_MadeReaders(found, concepts)), [path])


def test_editions_are_listed_official_ones_first(app: AppContext, tmp_path: Path) -> None:
    for year in ("2021", "2022"):
        import_codebook(
            app, [icd_folder(tmp_path, year, digit3=CATEGORIES + f"\nA0{year[-1]}\t\tx")]
        )

    ids = [edition.id for edition in list_editions(app)]

    assert ids[:2] == ["icd10se-2022", "icd10se-2021"]
    assert ids[2:] == ["icd10se-starter", "kva-starter", "atc-starter"]
