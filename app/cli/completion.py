"""`kodklar cause` and `kodklar complete`: what the builder and the panel do, without a screen."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

from app.cli.output import print_json, print_table
from app.domain.codebook_ports import Codebooks
from app.domain.codes import SYSTEM_LABEL, format_icd, is_external_cause
from app.domain.coding_acts import Part, assigned_codes
from app.domain.completion import CompletionKind
from app.domain.errors import AppError, NotFoundError
from app.domain.external_cause import CauseGrid, CauseParts, split_cause
from app.services.cause_builder import (
    CauseMemory,
    Mechanism,
    cause_grid,
    find_mechanisms,
    usual_mechanisms,
)
from app.services.completion_by_code import CodeCompletion, complete_by_code
from app.services.context import AppContext

_PARTS = {
    Part.DIAGNOSIS: "diagnos",
    Part.PARTNER: "†/*",
    Part.CAUSE: "yttre orsak",
    Part.DIAGNOSIS_DRUG: "läkemedel",
    Part.PROCEDURE: "åtgärd",
    Part.ADDITIONAL: "tilläggskod",
    Part.PROCEDURE_DRUG: "läkemedel",
}


def build_cause(app: AppContext, args: argparse.Namespace) -> int:
    """Print mechanisms for words, or what a cause is and becomes with place and activity."""
    books, text = app.library.for_day(args.date), " ".join(args.text)
    code = format_icd(text)
    if is_external_cause(code):
        return _print_cause(app, args, books, code)
    if text:
        found = find_mechanisms(app, text, args.date, books)
    elif args.diagnosis:
        found = usual_mechanisms(app, format_icd(args.diagnosis), books, CauseMemory())
    else:
        raise AppError("Skriv vad som hände, en yttre orsak, eller en diagnos med --for.")
    return _print_mechanisms(args, found)


def complete(app: AppContext, args: argparse.Namespace) -> int:
    """Print what a code lacks, the question that waits with its answers, and the rows so far."""
    kind = CompletionKind(args.kind) if args.kind else None
    done = complete_by_code(app, [args.code, *args.others], args.answers, kind, args.date)
    if args.json:
        print_json(_completion_json(done))
        return 0
    for offer in done.offers:
        print(offer.sentence)
    if done.offer is None:
        print(f"{args.code} saknar inget.")
        return 0
    if done.step is not None:
        print(done.step.question)
        rows = [(o.code, SYSTEM_LABEL[o.system], o.title, o.why) for o in done.step.options]
        print_table(("kod", "kodverk", "titel", "varför"), rows, "Sök svaret med kodklar search.")
        return 0
    coded = [(_PARTS[each.place.part], each.code) for each in assigned_codes(done.encounter)]
    print_table(("del", "kod"), coded, "Inga koder.")
    return 0


def _print_mechanisms(args: argparse.Namespace, found: list[Mechanism]) -> int:
    if args.json:
        for each in found:
            print_json({"code": each.parts.code, "title": each.concept.title, "why": each.why})
        return 0
    rows = [(each.parts.code, each.concept.title, each.why) for each in found]
    print_table(("kod", "titel", "varför"), rows, "Inga träffar.")
    return 0


def _print_cause(app: AppContext, args: argparse.Namespace, books: Codebooks, code: str) -> int:
    parts = split_cause(code)
    grid = cause_grid(app, parts.mechanism, books, args.date)
    if grid is None:
        raise NotFoundError(f"Orsaken {code} finns inte i det kodverk som gäller dagen.")
    parts = replace(
        parts,
        fourth=args.place.upper() or parts.fourth,
        fifth=args.activity.upper() or parts.fifth,
    )
    _refuse_unknown(grid, parts)
    whole = grid.find(parts)
    if args.json:
        print_json(_cause_json(grid, parts, whole.code if whole else None))
    elif whole is not None:
        print(f"{whole.code}  {grid.spell(parts.fourth, parts.fifth)}")
    else:
        print(f"{parts.code} är inte fullständig: {grid.spell(parts.fourth, parts.fifth)}")
        _print_choices(grid, parts)
    return 0


def _refuse_unknown(grid: CauseGrid, parts: CauseParts) -> None:
    for chosen, words, what in (
        (parts.fourth, grid.rows, "Fjärde"),
        (parts.fifth, grid.columns, "Femte"),
    ):
        known = [word.character for word in words]
        if chosen and chosen not in known:
            listed = ", ".join(filter(None, known)) or "inget"
            raise AppError(
                f"{what} tecknet {chosen} finns inte för {parts.mechanism}: välj {listed}."
            )


def _print_choices(grid: CauseGrid, parts: CauseParts) -> None:
    if not parts.fourth:
        rows = [(word.character, word.words) for word in grid.rows]
        print_table(("--place", "ord"), rows, "")
    if not parts.fifth and grid.has_activities:
        rows = [(word.character, word.words) for word in grid.columns]
        print_table(("--activity", "ord"), rows, "")


def _cause_json(grid: CauseGrid, parts: CauseParts, whole: str | None) -> dict[str, Any]:
    return {
        "mechanism": parts.mechanism,
        "code": whole,
        "words": grid.spell(parts.fourth, parts.fifth),
        "places": {word.character: word.words for word in grid.rows if word.character},
        "activities": {word.character: word.words for word in grid.columns if word.character},
        "codes": [concept.code for concept in grid.codes.values()],
    }


def _completion_json(done: CodeCompletion) -> dict[str, Any]:
    step = done.step
    return {
        "offers": [{"kind": o.kind.value, "code": o.code, "text": o.sentence} for o in done.offers],
        "kind": done.offer.kind.value if done.offer is not None else None,
        "step": None
        if step is None
        else {
            "role": step.role.value,
            "question": step.question,
            "may_be_passed": bool(step.passing),
            "span": str(step.span) if step.span is not None else None,
            "options": [
                {"code": o.code, "system": o.system.value, "title": o.title, "why": o.why}
                for o in step.options
            ],
        },
        "diagnoses": [
            {
                "code": each.code,
                "role": each.role.value,
                "partner": each.partner,
                "external_causes": list(each.external_causes),
                "drugs": list(each.drugs),
            }
            for each in done.encounter.diagnoses
        ],
        "procedures": [
            {"code": each.code, "additional": list(each.additional)}
            for each in done.encounter.procedures
        ],
    }
