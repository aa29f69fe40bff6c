"""`kodklar worklist`: the list, its saved rules, and what is done with many events at once."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from app.cli.output import print_json, print_table, progress
from app.cli.person import known_person, person_or_terminal
from app.domain.access import Person
from app.domain.care_types import EncounterClass, EncounterType
from app.domain.complexity import COMPLEXITY_LABEL, Complexity
from app.domain.encounter import STATUS_LABEL
from app.domain.errors import AppError
from app.domain.work_list import WorkListQuery, WorkListRow
from app.domain.work_list_report import BulkReport
from app.domain.work_list_rule import (
    ORDER_LABEL,
    STATE_LABEL,
    ListOrder,
    ListState,
    Whose,
    WorkListName,
    WorkListRule,
)
from app.services import bulk_acts
from app.services.context import AppContext
from app.services.work_list import work_count, work_ids, work_page
from app.services.worklist_rules import count_lists, get_list, lists_of, remove_list, save_list

_PAGE = 500
_NOBODY = "ingen"


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print the work list in the order of work, or a list of it, or what the lists hold."""
    person = person_or_terminal(app, args.person)
    if args.counts:
        return _show_counts(app, person, args)
    query, now = WorkListQuery(), app.now()
    if args.list is not None:
        query = get_list(app, person, args.list).rule.query(person, now.date())
    rows = _rows(app, query)
    if args.json:
        for row in rows:
            print_json(_row_json(row, now))
        return 0
    print_table(
        (
            "händelse", "status", "enhet", "klass", "typ", "slut", "dagar", "kvar", "omfattning",
            "patient", "tilldelad", "hos",
        ),
        [_row_text(row, now) for row in rows],
        "Arbetslistan är tom. Läs in händelser med kodklar intake."
        if args.list is None
        else "Listan är tom.",
    )  # fmt: skip
    return 0


def show_rules(app: AppContext, args: argparse.Namespace) -> int:
    """Print the standard and shared lists, and with a person that person's own."""
    found = lists_of(app, person_or_terminal(app, args.person))
    if args.json:
        for each in found:
            print_json(_rule_json(each))
        return 0
    rows = [
        (each.name, _kind(each), STATE_LABEL[each.rule.state], ORDER_LABEL[each.rule.order])
        for each in found
    ]
    print_table(("namn", "vems", "status", "ordning"), rows, "Inga listor.")
    return 0


def save_rule(app: AppContext, args: argparse.Namespace) -> int:
    """Keep a list: as the person's own, without a person shared."""
    person = person_or_terminal(app, args.person)
    rule = WorkListRule(
        units=tuple(args.unit),
        classes=tuple(_member(EncounterClass, text, "klass") for text in getattr(args, "class")),
        types=tuple(_member(EncounterType, text, "typ") for text in args.type),
        complexities=tuple(Complexity[text.upper()] for text in args.complexity),
        state=ListState(args.state),
        whose=Whose(args.whose),
        least_age=args.min_age,
        most_age=args.max_age,
        least_left=args.min_left,
        most_left=args.max_left,
        text=args.text,
        order=ListOrder(args.order),
    )
    saved = save_list(app, person, args.name, rule, "" if args.person is None else person.id)
    if args.json:
        print_json(_rule_json(saved))
    else:
        print(f"Listan {saved.name} är sparad.")
    return 0


def remove_rule(app: AppContext, args: argparse.Namespace) -> int:
    """Forget a list."""
    person = person_or_terminal(app, args.person)
    named = get_list(app, person, args.name)
    remove_list(app, person, named.id)
    if args.json:
        print_json({"removed": named.name})
    else:
        print(f"Listan {named.name} är borttagen.")
    return 0


def assign(app: AppContext, args: argparse.Namespace) -> int:
    """Give events to somebody; 1 where something was refused."""
    person, ids = _meant(app, args)
    to = None if args.to.casefold() == _NOBODY else known_person(app, args.to)
    return _told(args, bulk_acts.assign_events(app, ids, to, person, progress()))


def park(app: AppContext, args: argparse.Namespace) -> int:
    """Park events; 1 where something was refused."""
    person, ids = _meant(app, args)
    report = bulk_acts.park_events(app, ids, args.reason, person, args.until, progress())
    return _told(args, report)


def unpark(app: AppContext, args: argparse.Namespace) -> int:
    """Take parked events up again; 1 where something was refused."""
    person, ids = _meant(app, args)
    return _told(args, bulk_acts.unpark_events(app, ids, person, progress()))


def write_summaries(app: AppContext, args: argparse.Namespace) -> int:
    """Write coding summaries; 1 where something was refused."""
    from app.services import bulk_papers  # noqa: PLC0415 - ReportLab is slow to import

    person, ids = _meant(app, args)
    return _told(args, bulk_papers.print_events(app, ids, args.out, person, progress()))


def export(app: AppContext, args: argparse.Namespace) -> int:
    """Write events to a file; 1 where something was refused."""
    from app.services import bulk_papers  # noqa: PLC0415 - ReportLab is slow to import

    person, ids = _meant(app, args)
    return _told(args, bulk_papers.export_events(app, ids, args.out, person, progress()))


def _meant(app: AppContext, args: argparse.Namespace) -> tuple[Person, list[str]]:
    """Return who acts, and on which events: those that are named, or those of a list."""
    person = person_or_terminal(app, args.person)
    if args.list is None:
        if not args.events:
            raise AppError(
                "Inga händelser är nämnda.", on_terminal="Nämn händelser eller ange --list NAMN."
            )
        return person, list(args.events)
    query = get_list(app, person, args.list).rule.query(person, app.now().date())
    ids = work_ids(app, query, bulk_acts.MOST_MARKED + 1)
    if len(ids) > bulk_acts.MOST_MARKED:
        raise AppError(
            f"Listan {args.list} har fler än {bulk_acts.MOST_MARKED} händelser. Gör en snävare "
            "lista och försök igen."
        )
    return person, ids


def _told(args: argparse.Namespace, report: BulkReport) -> int:
    if args.json:
        refused = [{"event": each.encounter_id, "reason": each.reason} for each in report.refused]
        files = [str(path) for path in report.files]
        print_json({"done": list(report.done), "refused": refused, "files": files})
    else:
        print(report.sentences)
        for each in report.refused:
            print(f"  {each.encounter_id}: {each.reason}")
    return 1 if report.refused else 0


def _show_counts(app: AppContext, person: Person, args: argparse.Namespace) -> int:
    counts = count_lists(app, person)
    named = [(each, counts.get(each.id, 0)) for each in lists_of(app, person)]
    if args.json:
        for each, count in named:
            print_json({"name": each.name, "kind": _kind(each), "count": count})
        return 0
    rows = [(each.name, _kind(each), str(count)) for each, count in named]
    print_table(("lista", "vems", "antal"), rows, "Inga listor.")
    return 0


def _rows(app: AppContext, query: WorkListQuery) -> Iterator[WorkListRow]:
    for offset in range(0, work_count(app, query), _PAGE):
        yield from work_page(app, query, offset, _PAGE)


def _kind(named: WorkListName) -> str:
    if named.is_standard:
        return "standard"
    return "delad" if named.is_shared else "egen"


def _member(kind: Any, text: str, what: str) -> Any:
    found = next((each for each in kind if each.value.casefold() == text.casefold()), None)
    if found is None:
        known = ", ".join(each.value for each in kind)
        raise AppError(f"Ingen {what} heter {text[:60]}. Välj en av dessa: {known}.")
    return found


def _rule_json(named: WorkListName) -> dict[str, Any]:
    rule = named.rule
    return {
        "name": named.name,
        "kind": _kind(named),
        "units": list(rule.units),
        "classes": [each.value for each in rule.classes],
        "types": [each.value for each in rule.types],
        "complexities": [each.name.lower() for each in rule.complexities],
        "state": rule.state.value,
        "whose": rule.whose.value,
        "min_age": rule.least_age,
        "max_age": rule.most_age,
        "min_left": rule.least_left,
        "max_left": rule.most_left,
        "text": rule.text,
        "order": rule.order.value,
    }


def _row_json(row: WorkListRow, now: datetime) -> dict[str, Any]:
    return {
        "id": row.id,
        "status": row.status.value,
        "unit": row.unit,
        "class": row.encounter_class.value,
        "type": row.encounter_type.value,
        "start": row.start.isoformat() if row.start else None,
        "end": row.end.isoformat() if row.end else None,
        "days_waiting": row.days_waiting(now),
        "days_left": row.days_left(now),
        "urgency": row.urgency(now).value,
        "complexity": row.complexity.name.lower(),
        "park_until": row.park_until.isoformat() if row.park_until else None,
        "patient": row.patient_number,
        "principal": row.principal or None,
        "assigned_to": row.assigned.name if row.assigned else None,
        "claimed_by": row.claimed_by or None,
        "record_changed": row.record_changed,
    }


def _row_text(row: WorkListRow, now: datetime) -> tuple[str, ...]:
    days, left = row.days_waiting(now), row.days_left(now)
    return (
        row.id,
        STATUS_LABEL[row.status],
        row.unit,
        row.encounter_class.value,
        row.encounter_type.value,
        row.end.strftime("%Y-%m-%d %H:%M") if row.end else "",
        "" if days is None else str(days),
        "" if left is None else f"försenad {-left}" if left < 0 else str(left),
        COMPLEXITY_LABEL[row.complexity],
        row.patient_number,
        row.assigned.name if row.assigned else "",
        row.claimed_by,
    )
