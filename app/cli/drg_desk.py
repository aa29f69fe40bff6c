"""`kodklar drg explain` with something told otherwise, and `kodklar drg regroup`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from app.cli.drg import event_object
from app.cli.drg_desk_arguments import DISCHARGES, SEXES
from app.cli.output import print_json, progress
from app.cli.person import terminal_person
from app.domain.drg_change import DischargeTo, DrgChange
from app.domain.drg_regroup import Regrouped
from app.domain.drg_told import OTHERWISE, PRODUCT_TYPE
from app.domain.errors import AppError
from app.domain.finding import SEVERITY_LABEL, Finding
from app.domain.patient import Sex
from app.domain.version import SignedGroup
from app.exchange.drg_answers import explanation_json
from app.services.context import AppContext
from app.services.drg import group_stored
from app.services.drg_desk import otherwise, told_stored
from app.services.drg_regroup import regroup_signed
from app.services.drg_what_if import DrgWhatIf, Grouped, explain_changed
from app.services.review import format_finding

#: What the words of `drg_desk_arguments` mean.
_SEX = dict(zip(SEXES, (Sex.MALE, Sex.FEMALE), strict=True))
_DISCHARGE = dict(zip(DISCHARGES, DischargeTo, strict=True))
_ORDER = ("rises", "falls", "stays")
_HEADINGS = ("Tillkommer", "Försvinner", "Kvarstår")


def explain(app: AppContext, args: argparse.Namespace) -> int:
    """Print the group of an event; with a change, also what becomes of group and findings."""
    if args.pdf is not None:
        return _on_paper(app, args)
    change = _change(args)
    if not args.without and not args.principal and change.is_empty:
        return _as_it_is(app, args)
    tables = group_stored(app, args.event, args.tables).tables
    outcome = explain_changed(app, args.event, tables, args.without, args.principal, change)
    if args.json:
        print_json(_json(args, outcome))
        return 0
    for heading, name in zip(_HEADINGS, _ORDER, strict=True):
        _print_findings(heading, getattr(outcome.findings, name))
    print(f"Definitionstabeller: {tables.label}")
    _print_side("Nu", outcome.now)
    _print_side("Då", outcome.then)
    for reason in outcome.reasons:
        print(reason)
    return 0


def regroup(app: AppContext, args: argparse.Namespace) -> int:
    """Print the signed events whose group is another; 1 where there are any."""
    total = others = 0
    for each in regroup_signed(app, args.tables, args.since, progress()):
        total += 1
        others += each.is_other
        if args.json:
            print_json(_regrouped_json(each))
        elif each.is_other:
            print(f"{each.encounter_id}: {_named(each.old)} → {_named(each.new)}")
            if each.reason:
                print(f"  {each.reason}")
    if not args.json:
        print(f"{others} av {total} signerade händelser får en annan grupp.")
    return 1 if others else 0


def _change(args: argparse.Namespace) -> DrgChange:
    """Read what was typed of age, sex, stay and discharge."""
    return DrgChange(
        age_days=args.age,
        sex=_SEX[args.sex] if args.sex else None,
        stay_days=args.stay,
        discharge=_DISCHARGE[args.discharge] if args.discharge else None,
    )


def _as_it_is(app: AppContext, args: argparse.Namespace) -> int:
    """Tell the group in the words of the panel, and then what would be grouped otherwise."""
    if args.json:
        event_object(app, args)
        return 0
    grouping, told = told_stored(app, args.event, args.tables)
    print(f"Definitionstabeller: {grouping.tables.label}")
    print(f"{told.drg or 'Ingen DRG'} {told.text}".rstrip())
    if told.problem is not None:
        print(f"Problemgrupp: {told.problem.meaning}")
    elif told.trouble:
        print(f"Anmärkning: {told.trouble}")
    for remark in grouping.remarks:
        print(f"Anmärkning: {remark}")
    for heading, sentences in told.sections():
        _print_section(heading, sentences)
    _print_section(OTHERWISE, otherwise(app, grouping))
    return 0


def _on_paper(app: AppContext, args: argparse.Namespace) -> int:
    """Write the explanation to a file and print its path."""
    if args.without or args.principal or not _change(args).is_empty:
        raise AppError(
            "På papper skrivs händelsen som den är. Ta bort det som skulle vara annorlunda, "
            "eller --pdf."
        )
    if args.pdf.is_dir():
        raise AppError(f"{args.pdf} är en mapp. Ange ett filnamn, till exempel drg.pdf.")
    from app.services.drg_print import write_explanation  # noqa: PLC0415 - ReportLab is slow

    path = write_explanation(app, args.event, args.pdf, terminal_person(), args.tables)
    if args.json:
        print_json({"id": args.event, "pdf": str(path)})
    else:
        print(path)
    return 0


def _print_section(heading: str, sentences: Sequence[str]) -> None:
    if sentences:
        print(f"{heading}:")
    for sentence in sentences:
        print(f"  - {sentence}")


def _print_findings(heading: str, findings: Sequence[Finding]) -> None:
    print(f"{heading}:")
    for finding in findings:
        print(f"  {SEVERITY_LABEL[finding.severity]:8}{finding.rule_id}  {finding.message}")
    if not findings:
        print("  inga anmärkningar")


def _print_side(heading: str, side: Grouped) -> None:
    told = side.told
    if told is None:
        print(f"{heading}: {side.sentence}")
        return
    print(
        f"{heading}: {told.drg or 'ingen DRG'} {told.text} (regel {told.rule})".replace("  ", " ")
    )
    warnings = (told.problem.meaning if told.problem else told.trouble, *side.remarks)
    for warning in filter(None, warnings):
        print(f"  Anmärkning: {warning}")
    for line in told.conditions:
        print(f"  - {line.spoken}")
    for sentence in told.complications:
        print(f"  - {sentence}")


def _json(args: argparse.Namespace, outcome: DrgWhatIf) -> dict[str, Any]:
    return {
        "id": args.event,
        "without": args.without,
        "principal": args.principal or None,
        "age": args.age,
        "sex": args.sex,
        "stay": args.stay,
        "discharge": args.discharge,
        "now": _side_json(outcome.now),
        "then": _side_json(outcome.then),
        "reasons": list(outcome.reasons),
        "findings": {
            name: [format_finding(each) for each in getattr(outcome.findings, name)]
            for name in _ORDER
        },
    }


def _side_json(side: Grouped) -> dict[str, Any]:
    if side.grouping is None or side.told is None:
        return {"error": side.sentence}
    result = side.grouping.explanation.outcome
    return {
        "drg": result.drg or None,
        "product": PRODUCT_TYPE if result.drg else None,
        "rule": result.rule or None,
        "rtc": result.rtc or None,
        "mdc": result.mdc or None,
        "tables": side.grouping.tables.id,
        "problem": side.told.problem.meaning if side.told.problem else None,
        "remarks": list(side.remarks),
        "explanation": explanation_json(side.grouping.explanation),
    }


def _regrouped_json(each: Regrouped) -> dict[str, Any]:
    return {
        "id": each.encounter_id,
        "version": each.number,
        "old": _group_json(each.old),
        "new": _group_json(each.new),
        "changed": each.is_other,
        "reason": each.reason or None,
    }


def _group_json(group: SignedGroup | None) -> dict[str, Any] | None:
    if group is None:
        return None
    return {
        "drg": group.drg or None,
        "product": group.product or None,
        "rule": group.rule or None,
        "rtc": group.return_code or None,
        "tables": group.tables_id or None,
        "error": group.error or None,
    }


def _named(group: SignedGroup | None) -> str:
    if group is None:
        return "ingen grupp"
    return group.drg or group.error or "ingen grupp"
