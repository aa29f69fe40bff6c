"""`kodklar review HÄNDELSE --what-if …`: what another coding would make of the findings."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from app.cli.output import print_json
from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.domain.finding import SEVERITY_LABEL, Finding, Severity
from app.services.context import AppContext
from app.services.review import format_finding
from app.services.what_if import compare_stored, with_code_first, without_code

_WAYS = {"first": with_code_first, "without": without_code}


def what_if(app: AppContext, args: argparse.Namespace) -> int:
    """Print the findings that rise, fall and stay; 1 where another Fel or Varning rises.

    Raises:
        AppError: not just one event, or the change is neither first=CODE nor without=CODE.

    """
    if len(args.events) != 1 or args.all or args.file:
        raise AppError("Ange en enda händelse för --what-if.")
    (encounter_id,) = args.events
    outcome = compare_stored(app, encounter_id, _change(args.what_if))
    parts = (("rises", outcome.rises), ("falls", outcome.falls), ("stays", outcome.stays))
    if args.json:
        told = {name: [format_finding(finding) for finding in found] for name, found in parts}
        print_json({"id": encounter_id, "what_if": args.what_if, **told})
    else:
        for heading, found in zip(("Tillkommer", "Försvinner", "Kvarstår"), parts, strict=True):
            _print(heading, found[1])
    return 1 if any(f.severity > Severity.ADVICE for f in outcome.rises) else 0


def _change(text: str) -> Callable[[Encounter], Encounter]:
    way, _, code = text.partition("=")
    if way not in _WAYS or not code.strip():
        raise AppError("Skriv --what-if first=KOD eller --what-if without=KOD.")
    return lambda encounter: _WAYS[way](encounter, code)


def _print(heading: str, findings: Sequence[Finding]) -> None:
    print(f"{heading}:")
    for finding in findings:
        print(f"  {SEVERITY_LABEL[finding.severity]:8}{finding.rule_id}  {finding.message}")
    if not findings:
        print("  inga anmärkningar")
