"""`kodklar rules candidates`: sentences of KVÅ that could be rules, and decisions on them."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.output import print_json, print_table
from app.cli.person import person_or_administrator
from app.domain.errors import AppError
from app.domain.procedure_candidate import CANDIDATE_LABEL
from app.services.candidates import ListedCandidate, decide_candidate, list_candidates
from app.services.context import AppContext

_HEADERS = ("id", "läge", "kod", "slag", "andra koder", "mening")
_NOTHING = "KVÅ för dagen säger ingenting som kunde bli en regel. Läs in en officiell utgåva."


def show(app: AppContext, args: argparse.Namespace) -> int:
    """List the sentences, or accept or decline one of them."""
    if args.accept or args.decline:
        return _decide(app, args)
    if args.reason:
        raise AppError("--reason hör ihop med --accept eller --decline. Ange vilken mening.")
    listed = list_candidates(app)
    if args.json:
        for row in listed:
            print_json(_as_json(row))
    else:
        print_table(_HEADERS, [_cells(row) for row in listed], _NOTHING)
    return 0


def _decide(app: AppContext, args: argparse.Namespace) -> int:
    person = person_or_administrator(app, args.person)
    chosen = args.accept or args.decline
    row = decide_candidate(app, person, chosen, args.reason or "", is_accepted=bool(args.accept))
    if args.json:
        print_json(_as_json(row))
    else:
        act = "är en regel från nu" if args.accept else "är avböjd"
        print(f"Meningen om {row.candidate.code} {act}: ”{row.candidate.quote}”")
    return 0


def _cells(row: ListedCandidate) -> tuple[str, ...]:
    candidate = row.candidate
    others = ", ".join(candidate.others)
    kind = CANDIDATE_LABEL[candidate.kind]
    return candidate.id, row.state, candidate.code, kind, others, candidate.quote


def _as_json(row: ListedCandidate) -> dict[str, Any]:
    candidate, decision = row.candidate, row.decision
    return {
        "id": candidate.id,
        "code": candidate.code,
        "title": row.title,
        "kind": candidate.kind.value,
        "others": list(candidate.others),
        "quote": candidate.quote,
        "state": row.state,
        "reason": decision.reason if decision else "",
        "decided_by": decision.person if decision else "",
        "in_edition": row.is_said,
    }
