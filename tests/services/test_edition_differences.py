"""Two stored editions compared, and one code against the year before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, EditionState, Mark
from app.domain.edition_difference import DifferenceKind
from app.domain.errors import AppError, Cancelled, NotFoundError
from app.domain.period import Period
from app.persistence.unit_of_work import SqlUnitOfWork
from app.services.context import AppContext
from app.services.edition_differences import compare_editions, concept_changes, predecessor
from app.services.job_control import JobControl
from tests.domain.made_editions import AFTER, BEFORE, E2025, E2026, ICD, difference, icd, told

DAY = date(2026, 5, 1)
Units = Callable[[], SqlUnitOfWork]


@pytest.fixture
def app(app: AppContext, unit_of_work: Units) -> AppContext:
    """The workstation with two years of ICD-10-SE."""
    import_edition(app, unit_of_work, E2025, BEFORE)
    import_edition(app, unit_of_work, E2026, AFTER)
    return app


def import_edition(
    app: AppContext, unit_of_work: Units, edition: Edition, concepts: Sequence[Concept]
) -> None:
    with unit_of_work() as uow:
        uow.editions.add(edition, concepts)
        uow.commit()
    app.library.reload()


def test_stored_editions_differ_as_the_files_they_were_read_from(app: AppContext) -> None:
    found = compare_editions(app, "icd10se-2025", "icd10se-2026")

    assert told(found) == told(difference())
    assert (found.before.id, found.after.id) == ("icd10se-2025", "icd10se-2026")
    assert found.remarks == ()


def test_a_comparison_from_the_newer_to_the_older_says_that_it_goes_backwards(
    app: AppContext,
) -> None:
    found = compare_editions(app, "icd10se-2026", "icd10se-2025")

    assert found.remarks == (
        "Den första utgåvan är nyare än den andra; skillnaderna är räknade bakåt.",
    )
    assert ("A05", DifferenceKind.WITHDRAWN) in {(c.code, c.kind) for c in found.changes}


def test_an_unknown_edition_is_told_with_those_there_are(app: AppContext) -> None:
    with pytest.raises(NotFoundError, match=r"ingen utgåva icd10se-1999.*icd10se-2026"):
        compare_editions(app, "icd10se-2025", "icd10se-1999")


def test_editions_of_different_systems_are_not_compared(app: AppContext) -> None:
    with pytest.raises(AppError, match="är olika kodverk"):
        compare_editions(app, "icd10se-2025", "kva-starter")


def test_the_practice_edition_is_compared_without_its_own_words(app: AppContext) -> None:
    found = compare_editions(app, "icd10se-starter", "icd10se-2026")

    assert {c.kind for c in found.changes} >= {DifferenceKind.NEW, DifferenceKind.WITHDRAWN}
    assert DifferenceKind.NOTES not in {c.kind for c in found.changes}


def test_a_comparison_tells_its_steps_and_can_be_stopped(app: AppContext) -> None:
    steps: list[str] = []
    compare_editions(
        app,
        "icd10se-2025",
        "icd10se-2026",
        JobControl(lambda _done, _total, text: steps.append(text)),
    )
    stopped = JobControl()
    stopped.cancel()

    assert steps[0] == "Läser ICD-10-SE 2025 …" and len(steps) == 4
    with pytest.raises(Cancelled):
        compare_editions(app, "icd10se-2025", "icd10se-2026", stopped)


def test_what_a_code_was_the_year_before_is_told_with_the_editions_name(app: AppContext) -> None:
    changes = {code: concept_changes(app, ICD, code, DAY) for code in ("A05", "A00", "A03", "A04")}

    assert changes == {
        "A05": ("Ny 2026",),
        "A00": ("Ändrad titel 2026: förr Kolera",),
        "A03": ("Ändrat märke 2026: förr utan märke",),
        "A04": ("Flyttad 2026: förr under A00-A09 Titel A00-A09",),
    }


def test_a_withdrawn_code_says_so_and_an_unchanged_or_unknown_one_nothing(app: AppContext) -> None:
    assert concept_changes(app, ICD, "A01", DAY) == ("Utgått 2026: förr Tyfoid",)
    for code in ("A02", "I10", "Q99.9"):
        assert concept_changes(app, ICD, code, DAY) == ()


def test_the_day_picks_the_edition_and_the_first_one_has_nothing_before_it(
    app: AppContext,
) -> None:
    assert concept_changes(app, ICD, "A00", date(2025, 6, 1)) == ()
    assert concept_changes(app, CodeSystem.KVA, "DT016", DAY) == ()


def test_years_that_are_far_apart_are_both_named(app: AppContext, unit_of_work: Units) -> None:
    later = replace(E2026, id="icd10se-2029", version="2029", valid=Period(date(2029, 1, 1)))
    import_edition(app, unit_of_work, later, (*AFTER, icd("B01", "01")))

    changes = concept_changes(app, ICD, "B01", date(2029, 5, 1))

    assert changes == ("Ny 2029 (jämfört med 2026)",)


def test_a_code_that_came_back_is_new_and_a_retired_one_is_withdrawn(
    app: AppContext, unit_of_work: Units
) -> None:
    atc = CodeSystem.ATC
    ended = date(2024, 12, 31)
    for year, ends in ((2024, (ended, None)), (2025, (None, ended))):
        made = Edition(f"atc-{year}", atc, "ATC", str(year), Period(date(year + 1, 1, 1)))
        concepts = [
            replace(icd(code, None), system=atc, valid_to=end)
            for code, end in zip(("A01", "A02"), ends, strict=True)
        ]
        concepts[0] = replace(concepts[0], valid_to=ends[0] and date(2023, 1, 1))
        import_edition(app, unit_of_work, made, concepts)

    assert concept_changes(app, atc, "A01", DAY) == ("Ny 2025",)
    assert concept_changes(app, atc, "A02", DAY) == ("Utgått 2025: förr Titel A02",)


def stored(app: AppContext, unit_of_work: Units, *facts: tuple[str, int, EditionState]) -> None:
    for number, (name, year, state) in enumerate(facts):
        made = Edition(
            name,
            CodeSystem.KVA,
            "KVÅ",
            str(year),
            Period(date(year, 1, 1)),
            state=state,
            imported_at=datetime(2026, 1, 1 + number, tzinfo=UTC),
        )
        import_edition(app, unit_of_work, made, ())


def before(app: AppContext, edition_id: str) -> str | None:
    (edition,) = (each for each in app.library.editions() if each.id == edition_id)
    found = predecessor(app, edition)
    return found.id if found else None


def test_the_predecessor_is_the_newest_that_is_or_was_in_use(
    app: AppContext, unit_of_work: Units
) -> None:
    active, retired = EditionState.ACTIVE, EditionState.RETIRED
    stored(
        app,
        unit_of_work,
        ("first", 2021, active),
        ("used-then", 2022, retired),
        ("only-read", 2023, EditionState.IMPORTED),
        ("replaced", 2024, retired),
        ("in-use", 2024, active),
        ("replaced-later", 2024, retired),
        ("newest", 2025, active),
    )

    assert before(app, "newest") == "in-use"
    assert before(app, "in-use") == before(app, "replaced") == "used-then"
    assert before(app, "used-then") == "first"
    assert before(app, "first") is None
    assert before(app, "kva-starter") is None
    assert before(app, "icd10se-2026") == "icd10se-2025"


def test_the_mark_before_is_shown(app: AppContext, unit_of_work: Units) -> None:
    later = replace(E2026, id="icd10se-2027", version="2027", valid=Period(date(2027, 1, 1)))
    starred = tuple(replace(c, mark=Mark.ASTERISK) if c.code == "A03" else c for c in AFTER)
    import_edition(app, unit_of_work, later, starred)

    assert concept_changes(app, ICD, "A03", date(2027, 3, 1)) == ("Ändrat märke 2027: förr †",)
