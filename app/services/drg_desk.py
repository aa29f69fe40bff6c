"""Use cases of the group beside the codes: what is told of an event while it is coded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.domain.codebook_ports import Codebooks
from app.domain.codes import has_kva_shape
from app.domain.drg import DrgOutcome
from app.domain.drg_explanation import Condition, Explanation
from app.domain.drg_ports import DrgTableSet
from app.domain.drg_problem import problem_of
from app.domain.drg_told import GroupState, ToldGroup
from app.domain.drg_words import (
    NameOf,
    Separation,
    Texts,
    asked_for,
    pointed,
    return_code_sentence,
    shown_label,
    told_complication,
    told_condition,
    told_separations,
)
from app.domain.encounter import Encounter
from app.domain.errors import AppError, NotFoundError
from app.grouper.engine import Grouper
from app.grouper.features import derive
from app.grouper.requirements import is_met, requirements
from app.services.context import AppContext
from app.services.drg import EventGrouping, group_by, group_event, variations
from app.services.drg_choice import Fit, fitting_tables
from app.services.drg_tables import grouper_of

_COMPLICATION = "compl"
#: Conditions that go without saying where one of others is told, unless that asks for an absence:
#: a category belongs to its major category, and only a known principal diagnosis has any.
_IMPLIED_BY = {"icd": {"mdc", "dgcat", "pdgprop"}, "mdc": {"dgcat"}}
#: Sentences about nearby groups, so that all is seen at one look.
_MOST_NEAR = 3


@dataclass(frozen=True, slots=True)
class DeskGroup:
    """The group of the event on the desk, or the sentence that says why there is none."""

    state: GroupState
    sentence: str = ""
    told: ToldGroup | None = None
    tables: DrgTableSet | None = None
    #: The nearest set, which is used only where the workplace says so.
    offered: DrgTableSet | None = None
    #: What is odd about the event or the tables, as whole sentences.
    remarks: tuple[str, ...] = ()
    grouping: EventGrouping | None = field(default=None, repr=False)


def desk_group(app: AppContext, encounter: Encounter) -> DeskGroup:
    """Group an event as it is coded now, in words; what stands in the way is told, not raised.

    Raises:
        StorageError: storage cannot be asked for tables and never was.

    """
    fit = fitting_tables(app, encounter)
    if fit.tables is None:
        return _without_tables(encounter, fit)
    try:
        grouping = group_by(app, encounter, fit.tables)
    except AppError as error:
        return DeskGroup(GroupState.LACKS, str(error), tables=fit.tables)
    told = told_group(app, encounter, grouping)
    return DeskGroup(GroupState.GROUPED, "", told, fit.tables, None, grouping.remarks, grouping)


def told_stored(
    app: AppContext, encounter_id: str, set_id: str = ""
) -> tuple[EventGrouping, ToldGroup]:
    """Group an event as it is stored, and tell it in the words of the panel.

    Raises:
        NotFoundError: there is no such event, or there are no tables.
        GroupingInputError: the event lacks a birth date or its times.

    """
    encounter = stored_event(app, encounter_id)
    grouping = group_event(app, encounter, set_id)
    return grouping, told_group(app, encounter, grouping)


def stored_event(app: AppContext, encounter_id: str) -> Encounter:
    """Return an event as it is stored.

    Raises:
        NotFoundError: there is no such event.

    """
    with app.unit_of_work() as uow:
        encounter = uow.encounters.get(encounter_id)
    if encounter is None:
        raise NotFoundError(
            f"Vårdhändelsen {encounter_id} finns inte i arbetslistan. Uppdatera listan."
        )
    return encounter


def otherwise(app: AppContext, grouping: EventGrouping) -> list[str]:
    """Tell what one thing otherwise about the event would give, one line for each other group."""
    return [
        f"{each.told}: {each.outcome.drg} {each.text}".rstrip()
        for each in variations(app, grouping)
    ]


def told_group(app: AppContext, encounter: Encounter, grouping: EventGrouping) -> ToldGroup:
    """Tell a grouping in Swedish words, with the titles of the codes on the event's day."""
    explanation = grouping.explanation
    grouper = grouper_of(app, grouping.tables)
    names = named_once(names_of(app.library.for_day(encounter.day)))
    texts = grouper.tables.texts
    outcome = explanation.outcome
    mdc = outcome.mdc
    principal = grouping.case.principal
    conditions = tuple(told_condition(c, names, texts) for c in _telling(explanation.conditions))
    first = names(principal.label) if principal is not None else ""
    return ToldGroup(
        drg=outcome.drg,
        text=" ".join(explanation.text.split()),
        mdc=f"{mdc} {texts.get('mdc', {}).get(mdc, '')}".strip(),
        trouble=return_code_sentence(outcome.rtc),
        rule=outcome.rule,
        row=explanation.row,
        conditions=conditions,
        complications=tuple(_complications(explanation, first, names, texts)),
        near=tuple(_near(grouper, grouping, texts)[:_MOST_NEAR]),
        unknown=tuple(map(names, explanation.unknown)),
        idle=tuple(map(names, explanation.idle)),
        problem=problem_of(outcome, grouper.mdc_of(outcome.drg), explanation.text),
    )


def names_of(books: Codebooks) -> NameOf:
    """Return what writes a code of a grouping with point and title, pairs with both halves."""

    def name(label: str) -> str:
        dagger, _, asterisk = label.partition("†/")
        if asterisk:
            return f"{_titled(dagger, books, '†')} med {_titled(asterisk[:-1], books, '*')}"
        return _titled(label, books)

    return name


def named_once(name_of: NameOf) -> NameOf:
    """Return what writes a code with its title the first time, and without it from then on."""
    told: set[str] = set()

    def name(label: str) -> str:
        if label in told:
            return shown_label(label)
        told.add(label)
        return name_of(label)

    return name


def _without_tables(encounter: Encounter, fit: Fit) -> DeskGroup:
    if fit.offered is None:
        return DeskGroup(
            GroupState.NO_TABLES,
            "Det finns inga definitionstabeller för NordDRG att gruppera efter. Allt annat "
            "fungerar som vanligt. En administratör läser in dem med Kodverk → Läs in "
            "DRG-tabeller.",
        )
    return DeskGroup(
        GroupState.NONE_FITS,
        f"Inga definitionstabeller gäller {encounter.day}. De närmaste är {fit.offered.label}, "
        "och de används bara om arbetsplatsen har bestämt det (Kodverk → DRG-tabeller).",
        offered=fit.offered,
    )


def _telling(conditions: Sequence[Condition]) -> Iterator[Condition]:
    """Yield conditions but for those that another one implies."""
    asked = {each.column for each in conditions if each.cell[0] != "-"}
    return (each for each in conditions if asked.isdisjoint(_IMPLIED_BY.get(each.column, ())))


def _complications(told: Explanation, first: str, names: NameOf, texts: Texts) -> list[str]:
    sentences = [told_complication(each, first, names, texts) for each in told.complications]
    asks = any(condition.column == _COMPLICATION for condition in told.conditions)
    if sentences and not asks and told.outcome.rule:
        sentences.append("Regeln som gav gruppen frågar inte efter komplikationer.")
    return list(dict.fromkeys(sentences))


def _near(grouper: Grouper, grouping: EventGrouping, texts: Texts) -> list[str]:
    """Tell what separates the event from the nearest groups above its own."""
    if not grouping.explanation.near:
        return []
    case = grouping.case
    found = derive(case, grouper.features)
    rows = {row.ord: row for row in grouper.rules}
    told: dict[str, Separation] = {}
    for miss in grouping.explanation.near:
        row = rows[miss.rule]
        missed = (each for each in requirements(row) if not is_met(each, row, case, found))
        asked = next(missed, None)
        # One line a group, and what is said of complications goes before other properties.
        if asked is None or (miss.drg in told and asked.column != _COMPLICATION):
            continue
        if not _is_problem(grouper, miss.drg):
            words = asked_for(asked.column, asked.cell, texts)
            told[miss.drg] = Separation(miss.drg, miss.text, words)
    return told_separations(told.values())


def _is_problem(grouper: Grouper, drg: str) -> bool:
    return problem_of(DrgOutcome(drg), grouper.mdc_of(drg)) is not None


def _titled(code: str, books: Codebooks, mark: str = "") -> str:
    shown = pointed(code)
    book = books.kva if has_kva_shape(code) else books.icd10se
    concept = book.concept(shown)
    return f"{shown}{mark} {concept.title}" if concept is not None else f"{shown}{mark}"
