"""Team visits: the members share the principal diagnosis; the later ones get it offered.

Source: seed 001 (Region Skåne, Instruktion för registrering och klassificering), 2.1 Teambesök:
every member may write secondary diagnoses and procedures, "men huvuddiagnosen är alltid densamma".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.domain.contact_facts import ContactFacts
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Status
from app.domain.visit_offers import TeamPrincipal

#: Contact forms of team visits, in words and as KVÅ and Kodserver write them.
_TEAM_FORMS = ("teambesök", "gruppteambesök", "xs902", "xs904")
_FROM_SYSTEM = "teamet, enligt vårdsystemet"


def team_principal(encounter: Encounter, others: Iterable[Encounter]) -> TeamPrincipal | None:
    """Find the principal diagnosis that the other members of a team visit have set.

    `others` are the other events of the same patient. Signed ones go before drafts, and the
    earliest first. What the administrative system tells is used where no event tells anything,
    as long as the members it names agree.
    """
    for member in _members(encounter, others):
        if member.principal is not None:
            return TeamPrincipal(_shared(member.principal), _told(member))
    told = set(encounter.contact.team_principals)
    if len(told) == 1:
        return TeamPrincipal(Diagnosis(told.pop(), DiagnosisRole.PRINCIPAL), _FROM_SYSTEM)
    return None


def with_colleagues(encounter: Encounter, others: Iterable[Encounter]) -> Encounter:
    """Return the event with the principal diagnoses that its colleagues signed among its facts.

    A draft of a colleague is not finished, and objects to nothing.
    """
    signed = (each for each in _members(encounter, others) if each.status is Status.SIGNED)
    codes = (each.principal.code for each in signed if each.principal is not None)
    contact = encounter.contact
    told = tuple(dict.fromkeys((*contact.team_principals, *codes)))
    return replace(encounter, contact=replace(contact, team_principals=told))


def team_told(encounter: Encounter, others: Iterable[Encounter]) -> str:
    """Tell who else is of the team visit and how far each has come; empty where nobody is."""
    members = _members(encounter, others)
    return " · ".join(f"{_who(each)} {_progress(each)}" for each in members)


def colleagues_left(encounter: Encounter, others: Iterable[Encounter]) -> tuple[str, ...] | None:
    """Name the colleagues who have not signed their part; None where no colleague is known."""
    members = _members(encounter, others)
    if not members:
        return None
    return tuple(_who(each) for each in members if each.status is not Status.SIGNED)


def is_team_visit(encounter: Encounter) -> bool:
    """Whether the contact is told to be a team visit."""
    return is_team_contact(encounter.contact_form, encounter.contact)


def is_team_contact(contact_form: str, contact: ContactFacts) -> bool:
    """Whether a contact's form, its id or its colleagues tell of a team visit."""
    is_form = contact_form.strip().casefold().startswith(_TEAM_FORMS)
    return is_form or bool(contact.team_id or contact.team_principals)


def _members(encounter: Encounter, others: Iterable[Encounter]) -> list[Encounter]:
    """Find the events of the colleagues: the signed first, then by time."""
    members = [other for other in others if _is_same_visit(encounter, other)]
    members.sort(key=lambda other: (other.status is not Status.SIGNED, str(other.start), other.id))
    return members


def _is_same_visit(one: Encounter, other: Encounter) -> bool:
    """Whether two events are of the same team visit: by its id, else by form, unit and day."""
    whose = one.patient.identity.text
    if other.id == one.id or not whose or other.patient.identity.text != whose:
        return False
    ids = (one.contact.team_id, other.contact.team_id)
    if any(ids):
        return ids[0] == ids[1]
    same_day = one.admission_day is not None and one.admission_day == other.admission_day
    is_both = is_team_visit(one) and is_team_visit(other)
    return is_both and same_day and one.unit.label == other.unit.label


def _shared(principal: Diagnosis) -> Diagnosis:
    """Give what the members share: code, partner and words; causes and drugs are a member's own."""
    role = DiagnosisRole.PRINCIPAL
    return Diagnosis(principal.code, role, principal.partner, text=principal.text)


def _told(member: Encounter) -> str:
    is_signed = member.status is Status.SIGNED
    when = f"{member.start:%H:%M}" if member.start else ""
    state = "signerad" if is_signed else "inte signerad än"
    return " · ".join(part for part in (_who(member), when, state) if part)


def _who(member: Encounter) -> str:
    return ", ".join(member.professions) or "en annan i teamet"


def _progress(member: Encounter) -> str:
    code = f" {member.principal.code}" if member.principal is not None else ""
    if member.status is Status.SIGNED:
        return f"signerad{code}"
    return f"påbörjad{code}" if code else "väntar"
