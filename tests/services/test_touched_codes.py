"""Where the codes that changed are in use: persons, templates, synonyms, blocks and events."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import pytest

from app.domain.access import Person
from app.domain.code_set import CodeSet, CodeSetItem, Favourite
from app.domain.codes import CodeSystem
from app.domain.coding_acts import add_secondary, set_principal
from app.domain.concept import SourceFile
from app.domain.edition_difference import EditionDifference, Touched, TouchKind
from app.domain.encounter import Encounter, Status
from app.domain.errors import Cancelled
from app.domain.file_import import FileImport
from app.domain.regional import Block, BlockKind, RegionalTable
from app.persistence.unit_of_work import SqlUnitOfWork
from app.services.context import AppContext
from app.services.job_control import JobControl
from app.services.touched_codes import find_touched
from tests.domain.made_editions import AFTER, BEFORE, ICD, difference, icd
from tests.persistence.events import NUMBER, event
from tests.services.desk import NOW, desk

Kind = TouchKind
Units = Callable[[], SqlUnitOfWork]


@dataclass
class Terms:
    """A search that knows which synonyms point where, and nothing else."""

    terms: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def synonyms_of(self, system: CodeSystem, code: str) -> Sequence[str]:
        assert system is ICD
        return self.terms.get(code, ())


@pytest.fixture
def app(unit_of_work: Units, tmp_path: Path) -> AppContext:
    return replace(desk(unit_of_work, tmp_path), engine=Terms())


def uses(app: AppContext, found: EditionDifference | None = None) -> dict[str, list[Touched]]:
    return {code: list(each) for code, each in find_touched(app, found or difference()).items()}


def keep(app: AppContext, *events: Encounter) -> None:
    with app.unit_of_work() as uow:
        for each in events:
            uow.encounters.save(each, f"save-{each.id}")
        uow.commit()


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T10:00")


def test_where_nothing_is_kept_nothing_is_touched(app: AppContext) -> None:
    assert uses(app) == {}


def test_favourites_are_named_by_their_person(app: AppContext) -> None:
    with app.unit_of_work() as uow:
        uow.people.save(Person("p1", "Anna Lind"))
        for person, code in (("p1", "A01"), ("gone", "A01"), ("p1", "I10"), ("p1", "A05")):
            added = NOW.replace(hour=9 if person == "p1" else 11)
            uow.favourites.add(Favourite(person, ICD, code, added))
        uow.favourites.add(Favourite("p1", CodeSystem.KVA, "A01", NOW))
        uow.commit()

    assert uses(app) == {
        "A01": [
            Touched(Kind.FAVOURITE, "A01", "Anna Lind", "p1"),
            Touched(Kind.FAVOURITE, "A01", "gone", "gone"),
        ]
    }, "neither an unchanged code nor a new one touches anybody"


def test_templates_are_named_once_for_each_code(app: AppContext) -> None:
    items = (
        CodeSetItem(ICD, "A01"),
        CodeSetItem(ICD, "A01", under="A02"),
        CodeSetItem(ICD, "A00"),
        CodeSetItem(CodeSystem.ATC, "A02"),
    )
    with app.unit_of_work() as uow:
        uow.code_sets.save(CodeSet("s1", "Magsjuka", "", items, NOW))
        uow.commit()

    assert uses(app) == {
        "A01": [Touched(Kind.TEMPLATE, "A01", "Magsjuka", "s1")],
        "A00": [Touched(Kind.TEMPLATE, "A00", "Magsjuka", "s1")],
    }


def test_synonyms_that_point_at_a_changed_code_are_named(app: AppContext) -> None:
    app = replace(app, engine=Terms({"A01": ("tyfus", "nervfeber"), "A05": ("ny",)}))

    assert uses(app) == {
        "A01": [
            Touched(Kind.SYNONYM, "A01", "tyfus", "tyfus"),
            Touched(Kind.SYNONYM, "A01", "nervfeber", "nervfeber"),
        ]
    }


def test_rows_of_the_block_list_touch_what_they_cover_or_forbid_beside_them(
    app: AppContext,
) -> None:
    blocks = [
        Block("A00–A01", BlockKind.NOT_PRINCIPAL, "skäl"),
        Block("I10", BlockKind.NOT_WITH, "skäl", other="A01"),
        Block("AA123", BlockKind.NOT_SECONDARY, "skäl"),
    ]
    with app.unit_of_work() as uow:
        latest = FileImport(RegionalTable.BLOCK_LIST, SourceFile("lista.csv", "ab"), 3, NOW)
        uow.regional.replace_block_list(latest, blocks)
        uow.commit()

    assert uses(app) == {
        "A00": [Touched(Kind.BLOCK_LIST, "A00", "A00–A01 ej huvuddiagnos")],
        "A01": [
            Touched(Kind.BLOCK_LIST, "A01", "A00–A01 ej huvuddiagnos"),
            Touched(Kind.BLOCK_LIST, "A01", "I10 ej med A01"),
        ],
    }


def test_events_that_the_newer_edition_judges_are_touched_and_no_others(app: AppContext) -> None:
    before = event("förr", start=day("2025-12-30"), end=day("2025-12-31"))
    first = event("första", start=day("2025-12-30"), end=day("2026-01-01"), status=Status.PARKED)
    going = event("pågår", start=day("2025-12-30"), end=None, status=Status.OPEN)
    signed = event("signerad", end=day("2026-02-01"), status=Status.SIGNED)
    keep(app, *(set_principal(each, "A01") for each in (before, first, going, signed)))

    found = uses(app)["A01"]

    assert [(use.kind, use.target, use.text) for use in found] == [
        (Kind.EVENT, "pågår", "pågår, pågående, inte avslutad"),
        (Kind.EVENT, "första", "första, parkerad, 2026-01-01"),
    ]


def test_nothing_that_is_told_of_an_event_is_about_the_patient(app: AppContext) -> None:
    keep(app, set_principal(event("h1", end=day("2026-02-01")), "A01"))

    said = repr(uses(app))

    for secret in (NUMBER, "Tolvan", "Ögonkliniken"):
        assert secret not in said


def test_a_code_that_may_lead_no_longer_touches_only_what_it_leads(app: AppContext) -> None:
    noted = (BEFORE[4], AFTER[3])
    before = (noted[0], icd("A03", None))
    after = (noted[0], icd("A03", None, may_be_principal=False))
    leads = set_principal(event("leder", end=day("2026-02-01")), "A03")
    follows = add_secondary(set_principal(event("följer", end=day("2026-02-01")), "I10"), "A03")
    keep(app, leads, follows)
    items = ((CodeSetItem(ICD, "A03", is_principal=True),), (CodeSetItem(ICD, "A03"),))
    with app.unit_of_work() as uow:
        for number, each in enumerate(items):
            uow.code_sets.save(CodeSet(f"s{number}", f"Mall {number}", "", each, NOW))
        uow.commit()

    found = uses(app, difference(before, after))

    assert [use.target for use in found["A03"]] == ["s0", "leder"]


def test_a_code_with_a_last_day_touches_the_events_after_it(app: AppContext) -> None:
    found = difference((icd("A01", None),), (icd("A01", None, valid_to=date(2026, 6, 30)),))
    for name, end in (("före", "2026-06-30"), ("efter", "2026-07-01")):
        keep(app, set_principal(event(name, end=day(end)), "A01"))

    assert [use.target for use in uses(app, found)["A01"]] == ["efter"]


def test_the_search_for_uses_can_be_stopped(app: AppContext) -> None:
    stopped = JobControl()
    stopped.cancel()

    with pytest.raises(Cancelled):
        find_touched(app, difference(), stopped)
