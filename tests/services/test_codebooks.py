from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level, RecognisedCodebook
from app.domain.errors import AppError, Cancelled, CodebookFileError, StorageError
from app.persistence.library import SqlLibrary
from app.persistence.readers import FileReaders
from app.persistence.unit_of_work import SqlUnitOfWork
from app.services.codebooks import import_codebook, list_editions
from app.services.context import AppContext
from app.services.job_control import JobControl
from tests.persistence.readers.made_files import (
    CATEGORIES,
    EXTENSIONS,
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

    again = import_codebook(app, [folder], version="2023")

    assert again.already_imported
    assert again.edition == first.edition
    assert again.warnings == ("Samma filer är redan inlästa som ICD-10-SE 2022. Inget ändrades.",)
    assert official(app) == ["icd10se-2022"]


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

    with pytest.raises(AppError, match="Ange den med --version"):
        import_codebook(app, [folder])

    assert import_codebook(app, [folder], version="2025").edition.valid.start == date(2025, 1, 1)


def test_a_first_day_that_nothing_tells_has_to_be_given(app: AppContext, tmp_path: Path) -> None:
    folder = icd_folder(tmp_path, "nya")

    with pytest.raises(AppError, match="Ange dagen med --valid-from"):
        import_codebook(app, [folder], version="lokal")

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


def test_editions_are_listed_official_ones_first(app: AppContext, tmp_path: Path) -> None:
    for year in ("2021", "2022"):
        import_codebook(
            app, [icd_folder(tmp_path, year, digit3=CATEGORIES + f"\nA0{year[-1]}\t\tx")]
        )

    ids = [edition.id for edition in list_editions(app)]

    assert ids[:2] == ["icd10se-2022", "icd10se-2021"]
    assert ids[2:] == ["icd10se-starter", "kva-starter", "atc-starter"]
