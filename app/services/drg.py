"""Use cases for the group of one event: what it is, why, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.care_types import CareSetting
from app.domain.codebook_ports import Codebooks
from app.domain.concept import Mark
from app.domain.drg import (
    MOST_DAYS_OF_AGE,
    DrgCase,
    DrgDiagnosis,
    DrgOutcome,
    GroupingInputError,
    clean_drg_code,
    make_case,
)
from app.domain.drg_explanation import Explanation, Variation
from app.domain.drg_ports import DrgTableSet
from app.domain.drg_visit import is_visit_code, respelled, visit_codes
from app.domain.drg_words import shown_label
from app.domain.encounter import Diagnosis, Encounter
from app.domain.errors import NotFoundError
from app.domain.patient import Sex
from app.grouper.engine import Grouper
from app.grouper.explanation import explain, vary
from app.services.context import AppContext
from app.services.drg_choice import HOME, fitting_tables
from app.services.drg_tables import choose_tables, grouper_of

_SEX = {Sex.MALE: "M", Sex.FEMALE: "F"}
#: Words of where a patient was discharged to, and the letter that the tables know.
_DEAD = ("avlid", "död", "dead")
_MOVED = ("annat sjukhus", "annan klinik", "annan vårdinrättning", "sjukhus")


@dataclass(frozen=True, slots=True)
class EventGrouping:
    """The group of an event by one set of tables."""

    tables: DrgTableSet
    case: DrgCase
    explanation: Explanation
    #: What is odd about the event or the tables, as Swedish sentences.
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventOutcome:
    """The group of an event by one set of tables, and what it is called."""

    case: DrgCase
    outcome: DrgOutcome
    #: What the group is called; empty where the tables do not say.
    text: str
    #: The major category that the group is listed under; not always that of the principal.
    listed_mdc: str


def group_event(app: AppContext, encounter: Encounter, set_id: str = "") -> EventGrouping:
    """Group an event as it is coded now, by the named tables or those that fit it best.

    Those are the nearest of its country, and where that has none the nearest of any, with a
    remark that says so.

    Raises:
        NotFoundError: no tables are imported, or none of that id.
        GroupingInputError: the event lacks a birth date or its times.

    """
    if not set_id:
        fit = fitting_tables(app, encounter)
        nearest = fit.tables or fit.offered
        if nearest is not None:
            return group_by(app, encounter, nearest)
    return group_by(app, encounter, choose_tables(app, set_id, encounter.day))


def group_by(app: AppContext, encounter: Encounter, tables: DrgTableSet) -> EventGrouping:
    """Group an event by a certain set of tables, and tell why.

    Raises:
        NotFoundError: the set has been removed.
        GroupingInputError: the event lacks a birth date or its times.

    """
    grouper = grouper_of(app, tables)
    case, remarks = _case_of(app.library.for_day(encounter.day), encounter, grouper)
    if encounter.day is not None and not tables.valid.covers(encounter.day):
        remarks = (f"Tabellerna {tables.label} gäller inte {encounter.day}.", *remarks)
    if tables.country not in ("", encounter.country or HOME):
        remarks = (f"Tabellerna {tables.label} är från ett annat land än händelsen.", *remarks)
    return EventGrouping(tables, case, explain(grouper, case), remarks)


def outcome_by(app: AppContext, encounter: Encounter, tables: DrgTableSet) -> EventOutcome:
    """Group an event by a certain set of tables, without telling why: the quick way.

    Raises:
        NotFoundError: the set has been removed.
        GroupingInputError: the event lacks a birth date or its times.

    """
    return outcome_of(grouper_of(app, tables), app.library.for_day(encounter.day), encounter)


def outcome_of(grouper: Grouper, books: Codebooks, encounter: Encounter) -> EventOutcome:
    """Group an event without telling why, by a grouper and the codebooks of its day.

    Raises:
        GroupingInputError: the event lacks a birth date or its times.

    """
    case, _remarks = _case_of(books, encounter, grouper)
    outcome = grouper.group(case)
    drg = outcome.drg
    return EventOutcome(case, outcome, grouper.name(drg), grouper.mdc_of(drg))


def group_stored(app: AppContext, encounter_id: str, set_id: str = "") -> EventGrouping:
    """Group an event as it is stored.

    Raises:
        NotFoundError: there is no such event, or there are no tables.
        GroupingInputError: the event lacks a birth date or its times.

    """
    with app.unit_of_work() as uow:
        encounter = uow.encounters.get(encounter_id)
    if encounter is None:
        raise NotFoundError(
            f"Vårdhändelsen {encounter_id} finns inte i arbetslistan. Uppdatera listan."
        )
    return group_event(app, encounter, set_id)


def variations(app: AppContext, grouping: EventGrouping) -> list[Variation]:
    """Return what would be grouped otherwise if one thing about the event were otherwise."""
    return list(vary(grouper_of(app, grouping.tables), grouping.case, shown_label))


def regroup(app: AppContext, grouping: EventGrouping, case: DrgCase) -> Explanation:
    """Explain the group of a case that somebody has changed, by the same tables."""
    return explain(grouper_of(app, grouping.tables), case)


def _case_of(
    books: Codebooks, encounter: Encounter, grouper: Grouper
) -> tuple[DrgCase, tuple[str, ...]]:
    encounter = encounter.folded()
    known = grouper.features.knows_procedure
    typed = [clean_drg_code(code) for row in encounter.procedures for code in row.codes]
    remarks: tuple[str, ...] = ()
    if encounter.setting is CareSetting.OUTPATIENT and not any(map(is_visit_code, typed)):
        visit = visit_codes(encounter.contact_form, encounter.professions, known)
        typed, remarks = [*typed, *visit.codes], visit.remarks
    age = _age_days(encounter)
    case = make_case(
        sex=_SEX.get(encounter.patient.sex, ""),
        age_days=age,
        stay_days=_stay_days(encounter),
        discharge=_discharge(encounter.discharge_mode),
        diagnoses=tuple(_diagnoses(encounter, books)),
        procedures=tuple(respelled(typed, known)),
    )
    if age > MOST_DAYS_OF_AGE:
        remarks += (f"Åldern {age} dagar är över 125 år. Kontrollera födelsedatum.",)
    return case, remarks


def _age_days(encounter: Encounter) -> int:
    born, day = encounter.patient.birth_date, encounter.admission_day
    if born is None or day is None:
        raise GroupingInputError(
            "Födelsedatum eller inskrivningsdag saknas, och utan åldern går det inte att gruppera. "
            "Komplettera händelsen i journalsystemet."
        )
    return (day - born).days


def _stay_days(encounter: Encounter) -> int:
    if encounter.setting is CareSetting.OUTPATIENT:
        return 0
    start, end = encounter.admission_day, _last_day(encounter)
    if start is None or end is None:
        raise GroupingInputError(
            "Vårdtillfället är inte avslutat, och utan vårdtiden går det inte att gruppera. Vänta "
            "tills patienten är utskriven."
        )
    return (end - start).days + 1


def _last_day(encounter: Encounter) -> date | None:
    return encounter.end.date() if encounter.end is not None else None


def _discharge(mode: str) -> str:
    text = mode.casefold()
    if any(word in text for word in _DEAD):
        return "E"
    return "R" if any(word in text for word in _MOVED) else ""


def _diagnoses(encounter: Encounter, books: Codebooks) -> Iterator[DrgDiagnosis]:
    """Yield the principal diagnosis, blank where it is missing, and then all others."""
    principal = encounter.principal
    yield _entry(principal, books) if principal is not None else DrgDiagnosis("")
    rows = [row for row in encounter.diagnoses if row is not principal]
    for row in rows:
        yield _entry(row, books)
    for row in encounter.diagnoses:
        for cause in row.external_causes:
            yield DrgDiagnosis(clean_drg_code(cause))


def _entry(row: Diagnosis, books: Codebooks) -> DrgDiagnosis:
    code, partner = clean_drg_code(row.code), clean_drg_code(row.partner or "")
    if not partner:
        return DrgDiagnosis(code)
    concept = books.icd10se.concept(row.code)
    is_asterisk = concept is not None and concept.mark is Mark.ASTERISK
    return DrgDiagnosis(partner, code) if is_asterisk else DrgDiagnosis(code, partner)
