"""`kodklar term`: propose, list and judge local terms, take them to another workplace and back."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from app.cli.output import print_json, print_table, progress
from app.cli.person import named_person
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.errors import AppError
from app.domain.list_words import format_count, format_day
from app.domain.local_term import (
    LOCAL_KIND_LABEL,
    LocalTerm,
    LocalTermKind,
    Signature,
    TermState,
    format_state,
)
from app.services.context import AppContext
from app.services.local_terms import (
    approve_terms,
    decline_term,
    find_term,
    list_terms,
    propose_term,
    retire_term,
)
from app.services.term_checks import WrittenTerm
from app.services.term_files import export_terms, format_term_import, import_terms

_NOTHING_NAMED = (
    "Ange vilka sökord som ska godkännas, eller --approved-elsewhere. Se kodklar term list."
)


def propose(app: AppContext, args: argparse.Namespace) -> int:
    """Propose a term."""
    system = None if args.system == "*" else CodeSystem(args.system)
    written = WrittenTerm(args.term, args.target, system, LocalTermKind(args.kind), args.note)
    term = propose_term(app, named_person(app, args.person), written)
    return _tell(args, term, f"{term.text} är föreslaget. En kollega godkänner det.")


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print the terms in Swedish order."""
    terms = list_terms(app, _state(args))
    if args.json:
        for term in terms:
            print_json(_as_json(term))
        return 0
    rows = [
        (
            term.id[:8],
            term.text.term,
            ", ".join(term.text.targets),
            SYSTEM_LABEL[term.text.system] if term.text.system else "alla",
            LOCAL_KIND_LABEL[term.text.kind].lower(),
            format_state(term),
            f"{term.proposed.name} {format_day(term.proposed.at.date())}",
        )
        for term in terms
    ]
    headers = ("id", "sökord", "leder till", "kodverk", "slag", "läge", "föreslaget av")
    print_table(headers, rows, "Inga lokala sökord. Föreslå ett med kodklar term propose.")
    return 0


def approve(app: AppContext, args: argparse.Namespace) -> int:
    """Approve terms in one act; 1 when any of them could not be."""
    person = named_person(app, args.person)
    result = approve_terms(app, person, _named(app, args))
    if args.json:
        for term in result.approved:
            print_json(_as_json(term))
        for term, reason in result.refused:
            print_json({"id": term.id, "term": term.text.term, "refused": reason})
    else:
        print(format_count(len(result.approved), "sökord godkänt.", "sökord godkända."))
        for _term, reason in result.refused:
            print(reason)
    return 1 if result.refused else 0


def decline(app: AppContext, args: argparse.Namespace) -> int:
    """Decline a term with a reason."""
    found = find_term(list_terms(app, TermState.PROPOSED), args.term)
    term = decline_term(app, named_person(app, args.person), found.id, args.reason)
    return _tell(args, term, f"{term.text} är avböjt.")


def retire(app: AppContext, args: argparse.Namespace) -> int:
    """Take a term out of use with a reason."""
    found = find_term(list_terms(app, TermState.APPROVED), args.term)
    term = retire_term(app, named_person(app, args.person), found.id, args.reason)
    return _tell(args, term, f"{term.text} är ur bruk.")


def export(app: AppContext, args: argparse.Namespace) -> int:
    """Write the list to a file."""
    path = export_terms(app, args.out, _state(args))
    print(f"Sökorden är sparade i {path}.")
    return 0


def read(app: AppContext, args: argparse.Namespace) -> int:
    """Take in the list of another workplace; 1 when rows of it were refused."""
    report = import_terms(app, named_person(app, args.person), args.path, progress())
    if args.json:
        print_json(
            {
                "file": report.source.name,
                "sha256": report.source.sha256,
                "rows": report.rows,
                "added": len(report.added),
                "approved_elsewhere": report.approved_elsewhere,
                "known": report.known,
                "refused": [{"line": r.line, "reason": r.reason} for r in report.refused],
                "warnings": list(report.warnings),
            }
        )
    else:
        for sentence in format_term_import(report):
            print(sentence)
    return 1 if report.refused else 0


def _named(app: AppContext, args: argparse.Namespace) -> Sequence[str]:
    waiting = list_terms(app, TermState.PROPOSED)
    ids = [find_term(waiting, each).id for each in args.terms]
    if args.approved_elsewhere:
        ids += [term.id for term in waiting if term.approved_elsewhere]
    elif not ids:
        raise AppError(_NOTHING_NAMED)
    return ids


def _state(args: argparse.Namespace) -> TermState | None:
    return TermState(args.state) if args.state else None


def _tell(args: argparse.Namespace, term: LocalTerm, sentence: str) -> int:
    if args.json:
        print_json(_as_json(term))
    else:
        print(sentence)
    return 0


def _as_json(term: LocalTerm) -> dict[str, Any]:
    text, source = term.text, term.source
    return {
        "id": term.id,
        "term": text.term,
        "targets": list(text.targets),
        "system": text.system.value if text.system else None,
        "kind": text.kind.value,
        "note": text.note,
        "state": term.state.value,
        "proposed": _signature(term.proposed),
        "judged": _signature(term.judged) if term.judged else None,
        "reason": term.reason,
        "file": source.name if source else None,
        "sha256": source.sha256 if source else None,
        "approved_elsewhere": term.approved_elsewhere,
    }


def _signature(signature: Signature) -> dict[str, str]:
    return {"by": signature.name, "at": signature.at.isoformat()}
