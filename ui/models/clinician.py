"""What the clinician's desk lists, as rows: the visits that wait, and what is offered for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from PySide6.QtCore import QDate, QLocale

from app.domain.codebook_ports import Codebooks
from app.domain.coding_acts import AssignedCode
from app.domain.encounter import STATUS_LABEL, Encounter, Status
from app.domain.search import SearchHit
from app.domain.visit_offers import USUAL_BY_TABLE, CodeOffer, TeamPrincipal, VisitOffers
from app.domain.visit_ports import VisitRow
from ui.delegates.code_row import CodeRow
from ui.models.assigned import assigned_entries
from ui.models.code_list_model import Entry

#: A longer title is broken once.
_TITLE_LINES = 2
_OF_TEAM = "Från teamet: {told}. Del tar bort."


def visit_entries(visits: Sequence[VisitRow], today: date) -> list[Entry[VisitRow]]:
    """Rows for the visits that wait, a heading a day, in their order."""
    entries: list[Entry[VisitRow]] = []
    for day, of_day in groupby(visits, key=_day):
        entries.append(Entry(CodeRow(title=_name_of_day(day, today))))
        entries.extend(Entry(_visit_row(visit), visit) for visit in of_day)
    return entries


def offer_entries(
    text: str, found: Sequence[CodeOffer], offers: VisitOffers
) -> list[Entry[SearchHit]]:
    """Rows for what is offered, numbered through: the codes found, then what is known already.

    Before anything is typed the codes that stand in the record take the place of those found.
    """
    first = found if text.strip() else offers.noted
    heading = "Koder för det du skriver" if text.strip() else "Diagnoser i journalen"
    if found and found[0].is_guess:
        heading = "Menade du …? (gissning: Retur två gånger)"
    shown = {offer.key for offer in first}
    chronic = [offer for offer in offers.chronic if offer.key not in shown]
    sections = (
        (heading, first),
        ("Kända kroniska tillstånd", chronic),
        ("Vanliga åtgärder vid sådana besök", offers.procedures),
    )
    entries: list[Entry[SearchHit]] = []
    number = 0
    for title, rows in sections:
        if rows:
            entries.append(Entry(CodeRow(title=title)))
        for offer in rows:
            number += 1
            entries.append(Entry(_offer_row(offer, number), offer=offer))
    return entries


def coded_entries(
    encounter: Encounter, books: Codebooks, team: TeamPrincipal | None
) -> list[Entry[AssignedCode]]:
    """Rows for what is on the visit; the team's diagnosis first while it waits there."""
    entries = [_plain(e) for e in assigned_entries(encounter, books) if e.can_be_chosen]
    if team is None:
        return entries
    concept = books.icd10se.concept(team.diagnosis.code)
    row = CodeRow(
        code=concept.marked_code if concept else team.diagnosis.code,
        title=concept.title if concept else "Koden finns inte i utgåvan",
        note=_OF_TEAM.format(told=team.told),
        aside="teamets huvuddiagnos",
        note_colour="advice",
    )
    return [Entry(row, offer=team), *entries]


def _plain(entry: Entry[AssignedCode]) -> Entry[AssignedCode]:
    """Leave the mark of the principal diagnosis to the word at the right: the codes line up."""
    is_principal = entry.row.icon == "principal"
    return replace(entry, row=replace(entry.row, icon="")) if is_principal else entry


def _day(visit: VisitRow) -> date | None:
    moment = visit.end or visit.start
    return moment.date() if moment else None


def _name_of_day(day: date | None, today: date) -> str:
    if day is None:
        return "Okänd dag"
    near = {today: "I dag", today - timedelta(days=1): "I går"}
    pattern = "dddd d MMMM" if day.year == today.year else "d MMMM yyyy"
    named = QLocale().toString(QDate(day.year, day.month, day.day), pattern)
    return near.get(day, named[:1].upper() + named[1:])


def _written(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMMM")


def _visit_row(visit: VisitRow) -> CodeRow:
    """Make the row of a visit; that of a stay by its end, with the day on which it began."""
    moment, began = visit.shown_at, ""
    if visit.start is not None and visit.is_stay:
        began = f"från {_written(visit.start.date())}"
    clock = f"{moment:%H:%M}" if moment else "–"
    met = ("team: " + ", ".join(visit.professions),) if visit.is_team else ()
    parts = (", ".join(visit.reasons), visit.kind, began, *(() if met else visit.professions))
    state = "" if visit.status is Status.READY else STATUS_LABEL[visit.status].casefold()
    if visit.claimed_by:
        state = f"hos {visit.claimed_by}"
    who = visit.patient_name or visit.patient_number or "Okänd patient"
    note = " · ".join(part for part in (*met, state, *parts) if part)
    return CodeRow(code=clock, title=who, note=note)


def _offer_row(offer: CodeOffer, number: int) -> CodeRow:
    return CodeRow(
        code=offer.code,
        title=offer.title,
        note="" if offer.why == USUAL_BY_TABLE else offer.why,
        aside=f"Alt+{number}",
        title_lines=_TITLE_LINES,
    )
