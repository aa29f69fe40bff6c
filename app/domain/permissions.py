"""Which acts belong to a role: those that change something for everybody at the workplace.

Whatever is not named here everybody may do; a coder's day is not named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from app.domain.access import ROLE_LABEL, Person, Role, left_sentences


class Act(StrEnum):
    """Something that not everybody may do."""

    PEOPLE = "people"
    EDITIONS = "editions"
    DRG_TABLES = "drg_tables"
    REGION = "region"
    SWITCH_RULES = "switch_rules"
    DECIDE_CANDIDATES = "decide_candidates"
    JUDGE_TERMS = "judge_terms"
    DRAW_SAMPLES = "draw_samples"
    READ_ACCESS_LOG = "read_access_log"


_LEAD = (Role.LEAD,)
#: Who may do what; the one table.
MAY_DO = {
    Act.PEOPLE: _LEAD,
    Act.EDITIONS: _LEAD,
    Act.DRG_TABLES: _LEAD,
    Act.REGION: _LEAD,
    Act.SWITCH_RULES: _LEAD,
    Act.DECIDE_CANDIDATES: _LEAD,
    Act.JUDGE_TERMS: (Role.CODER, Role.LEAD),
    Act.DRAW_SAMPLES: _LEAD,
    Act.READ_ACCESS_LOG: _LEAD,
}
_WORDS = {
    Act.PEOPLE: "sköta personerna",
    Act.EDITIONS: "ta utgåvor i eller ur bruk och ta bort dem",
    Act.DRG_TABLES: "läsa in, välja och ta bort DRG-tabeller",
    Act.REGION: "läsa in regionens listor",
    Act.SWITCH_RULES: "stänga av och slå på regler",
    Act.DECIDE_CANDIDATES: "godta eller avböja meningar i KVÅ",
    Act.JUDGE_TERMS: "godkänna, avböja och ta bort sökord",
    Act.DRAW_SAMPLES: "dra urval för granskning",
    Act.READ_ACCESS_LOG: "läsa åtkomstloggen",
}
#: A workplace can begin without these: they wait for a lead; the others are open until then.
_WAITS_FOR_LEAD = frozenset(
    {Act.SWITCH_RULES, Act.DECIDE_CANDIDATES, Act.DRAW_SAMPLES, Act.READ_ACCESS_LOG}
)


def hindrance(act: Act, person: Person, people: Sequence[Person]) -> str:
    """Tell why a person may not do something, and who may; empty where nothing hinders.

    Who is among the people counts as they are there: a window may have stood open since the role
    was changed or the person left. As long as none of the people is a lead, nobody is kept from
    what a workplace begins with.
    """
    known = next((each for each in people if each.id == person.id), person)
    if known.has_left:
        return left_sentences(known, f"kan inte {_WORDS[act]}")
    if known.role in MAY_DO[act]:
        return ""
    only = f"Bara {' och '.join(ROLE_LABEL[r].lower() for r in MAY_DO[act])} kan {_WORDS[act]}"
    if has_lead(people):
        return f"{only}. Be den som är det, eller byt person (Arkiv → Byt person)."
    if act in _WAITS_FOR_LEAD:
        return f"{only}, och här finns ingen än. Gör någon till det under Arkiv → Personer."
    return ""


def has_lead(people: Iterable[Person]) -> bool:
    """Whether anybody who works here is a coding lead."""
    return any(person.role is Role.LEAD and not person.has_left for person in people)
