"""`kodklar query`: questions to clinicians, from the terminal."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from app.cli.output import print_json, print_table
from app.cli.person import known_person, person_or_terminal
from app.domain.clinician_query import (
    QUERY_STATE_LABEL,
    About,
    ClinicianQuery,
    QueryState,
    Standing,
    default_due,
)
from app.domain.errors import ClaimedByOtherError
from app.domain.record import RecordDocument
from app.services import clinician_queries as questions
from app.services.answer_settling import settle_answers
from app.services.clinician_queries import (
    answer,
    queries_by,
    queries_of,
    queries_to,
    redirect,
    unanswered_by_unit,
)
from app.services.coding import open_event, release_event
from app.services.context import AppContext

_STANDING = {
    Standing.HERE: "",
    Standing.ELSEWHERE: " (hör inte till enheten)",
    Standing.GONE: " (har slutat)",
}


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print what waits for a person's answer, what the person asked, or an event's questions."""
    person = person_or_terminal(app, args.person)
    settle_answers(app, person)
    if args.event:
        open_event(app, args.event, person)  # in the access log, as in the window
        release_event(app, args.event, person)
        found = queries_of(app, args.event)
    else:
        found = queries_by(app, person) if args.asked else queries_to(app, person)
    _print(app, found, args)
    return 0


def ask(app: AppContext, args: argparse.Namespace) -> int:
    """Put a question; the event is parked."""
    person = person_or_terminal(app, args.person)
    to = known_person(app, args.to).id if args.to else ""
    due = args.due or default_due(app.now().date())
    opened = open_event(app, args.event, person)
    if opened.holder is not None:
        name = opened.holder.person_name
        raise ClaimedByOtherError(f"{name} arbetar med händelsen. Försök när den är stängd.")
    about = About(phrase=args.phrase, document_id=_note_of(opened.record.documents, args.phrase))
    try:
        query = questions.ask(
            app, opened.encounter, person, to, args.text, due, about, app.new_id()
        )
    finally:
        release_event(app, args.event, person)
    if args.json:
        print_json(_as_json(app, query))
    else:
        print(f"Frågan {query.id} är ställd. Svar väntas senast {query.due}.")
    return 0


def reply(app: AppContext, args: argparse.Namespace) -> int:
    """Answer a question."""
    person = person_or_terminal(app, args.person)
    query = answer(app, args.id, person, args.text, codes=args.code, diagnosis_text=args.diagnosis)
    if args.json:
        print_json(_as_json(app, query))
    else:
        late = " Händelsen var redan signerad." if query.is_late else ""
        print(f"Svaret är sparat.{late}")
    return 0


def unanswered(app: AppContext, args: argparse.Namespace) -> int:
    """Print the waiting questions by unit; 1 where one is overdue or its recipient has left."""
    today, status = app.now().date(), 0
    rows = []
    for unit, found in unanswered_by_unit(app).items():
        for each in found if args.unit in (None, unit) else ():
            query, days = each.query, each.query.days_overdue(today)
            status = 1 if days or each.standing is not Standing.HERE else status
            if args.json:
                print_json(_as_json(app, query) | {"recipient": each.standing.value})
                continue
            name = (query.asked_to.name or "alla på enheten") + _STANDING[each.standing]
            late = f"{days} dagar" if days else ""
            rows.append((unit, query.id, name, str(query.due), late, query.asked_by.name))
    if not args.json:
        headers = ("enhet", "fråga", "till", "senast", "försenad", "från")
        print_table(headers, rows, "Alla frågor är besvarade.")
    return status


def move(app: AppContext, args: argparse.Namespace) -> int:
    """Put a waiting question to somebody else."""
    to = known_person(app, args.to).id if args.to else ""
    query = redirect(app, args.id, to)
    if args.json:
        print_json(_as_json(app, query))
    else:
        print(f"Frågan är ställd till {query.asked_to.name or 'alla på enheten'}.")
    return 0


def _print(app: AppContext, found: list[ClinicianQuery], args: argparse.Namespace) -> None:
    if args.json:
        for query in found:
            print_json(_as_json(app, query))
        return
    rows = [
        (
            query.id,
            QUERY_STATE_LABEL[query.state],
            query.unit,
            str(query.due),
            query.asked_by.name,
            " ".join(query.question.split())[:60],
        )
        for query in found
    ]
    headers = ("fråga", "läge", "enhet", "senast", "från", "text")
    print_table(headers, rows, "Inga frågor väntar.")


def _note_of(documents: Sequence[RecordDocument], phrase: str) -> str:
    found = (d.id for d in documents if phrase and phrase in " ".join(d.text.split()))
    return next(found, "")


def _as_json(app: AppContext, query: ClinicianQuery) -> dict[str, Any]:
    return {
        "id": query.id,
        "event": query.encounter_id,
        "unit": query.unit,
        "state": query.state.value,
        "asked_by": query.asked_by.name,
        "asked_to": query.asked_to.name or None,
        "asked_at": query.asked_at.isoformat(),
        "due": query.due.isoformat(),
        "days_overdue": query.days_overdue(app.now().date()),
        "rule": query.about.rule_id or None,
        "phrase": query.about.phrase or None,
        "question": query.question,
        "answer": query.answer if query.state is not QueryState.WAITING else None,
        "diagnosis_text": query.diagnosis_text or None,
        "proposed": [{"system": p.system.value, "code": p.code} for p in query.proposed],
        "answered_by": query.answered_by.name or None,
        "after_signing": query.is_late,
    }
