"""`kodklar visit HÄNDELSE`: what a clinician is offered for a visit; nothing is set."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from app.cli.output import print_json
from app.cli.person import person_or_terminal
from app.domain.finding import SEVERITY_LABEL
from app.domain.visit_facts import VisitFacts, visit_facts
from app.domain.visit_missing import Missing
from app.domain.visit_offers import CodeOffer, TeamPrincipal
from app.services.clinician import look_at_visit, read_offers
from app.services.clinician_codes import best_codes, with_team
from app.services.clinician_missing import missing_thing
from app.services.context import AppContext
from app.services.own_codes import read_own_codes

_NOTHING = "Inget saknas."


def show_visit(app: AppContext, args: argparse.Namespace) -> int:
    """Print what the visit was, codes with why, what is known and usual, and what is missing.

    The event is noted in the access log, and not claimed. The status is 1 where what is missing
    hinders signing.

    Raises:
        NotFoundError: no event has that id, or nobody that name.

    """
    person = person_or_terminal(app, args.person)
    event = look_at_visit(app, person, args.event)
    encounter, books = event.encounter, app.library.for_day(event.encounter.day)
    own = read_own_codes(app, person, encounter)
    offers = read_offers(app, event, books, person)
    codes = best_codes(app, args.text, encounter, own)
    is_lent = encounter.principal is None and offers.team is not None
    judged = with_team(encounter, offers.team) if offers.team and is_lent else encounter
    missing = missing_thing(app, judged, books)
    sections = {
        "codes": codes or offers.noted,
        "chronic": offers.chronic,
        "procedures": offers.procedures,
    }
    facts = visit_facts(encounter, event.record)
    if args.json:
        print_json(_data(encounter.id, facts, sections, offers.team, missing))
    else:
        _print(facts, sections, offers.team, missing)
    return 1 if missing is not None and missing.is_blocking else 0


def _data(
    encounter_id: str,
    facts: VisitFacts,
    sections: dict[str, tuple[CodeOffer, ...]],
    team: TeamPrincipal | None,
    missing: Missing | None,
) -> dict[str, Any]:
    visit = {"type": facts.kind, "met": facts.met, "reason": facts.reason, "time": facts.time}
    told = {name: [_code(offer) for offer in found] for name, found in sections.items()}
    return {
        "id": encounter_id,
        "visit": visit,
        **told,
        "team": {"code": team.diagnosis.code, "from": team.told} if team is not None else None,
        "missing": _missing(missing),
    }


def _code(offer: CodeOffer) -> dict[str, Any]:
    return {
        "system": offer.system.value,
        "code": offer.code,
        "title": offer.title,
        "why": offer.why,
        "guess": offer.is_guess,
    }


def _missing(missing: Missing | None) -> dict[str, Any] | None:
    if missing is None:
        return None
    correction = missing.correction.sentence if missing.correction is not None else ""
    return {
        "sentence": missing.sentence,
        "severity": missing.severity.key,
        "rule": missing.finding.rule_id if missing.finding is not None else None,
        "mend": missing.mend.value,
        "correction": correction,
    }


_HEADINGS = {
    "codes": "Koder",
    "chronic": "Kända kroniska tillstånd",
    "procedures": "Vanliga åtgärder",
}


def _print(
    facts: VisitFacts,
    sections: dict[str, tuple[CodeOffer, ...]],
    team: TeamPrincipal | None,
    missing: Missing | None,
) -> None:
    print(facts.line)
    if facts.reason:
        print(f"Orsak: {facts.reason}")
    if team is not None:
        print(f"Teamets huvuddiagnos: {team.diagnosis.code}  ({team.told})")
    for name, offers in sections.items():
        _print_codes(_HEADINGS[name], offers)
    print(f"Saknas: {_told(missing)}" if missing is not None else _NOTHING)


def _print_codes(heading: str, offers: Sequence[CodeOffer]) -> None:
    if offers:
        print(f"{heading}:")
    for offer in offers:
        guess = "gissning: " if offer.is_guess else ""
        print(f"  {offer.code:9}{offer.title}  ({guess}{offer.why})")


def _told(missing: Missing) -> str:
    word = f"{SEVERITY_LABEL[missing.severity]}: " if missing.is_blocking else ""
    done = f" {missing.correction.sentence}" if missing.correction is not None else ""
    return f"{word}{missing.sentence}{done}"
