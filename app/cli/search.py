"""`kodklar search`: one question, or a file of them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from app.cli.browse import find_section
from app.cli.output import print_json, print_table
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.errors import AppError
from app.domain.search import SearchHit
from app.services.code_search import search_batch, search_codes
from app.services.context import AppContext
from app.services.section import search_section


def search(app: AppContext, args: argparse.Namespace) -> int:
    """Print the hits, best first; an empty answer is clean."""
    text = " ".join(args.text)
    if bool(text.strip()) == bool(args.batch):
        raise AppError("Skriv antingen vad som ska sökas eller en fil med --batch.")
    if args.batch:
        return _search_batch(app, args)
    hits = _find(app, args, text)
    if args.json:
        print_json({"query": text, "system": args.system, "hits": [_hit_json(h) for h in hits]})
    else:
        rows = [(f"{h.code}{h.mark}", SYSTEM_LABEL[h.system], h.title, h.why) for h in hits]
        print_table(("kod", "kodverk", "titel", "varför"), rows, "Inga träffar.")
    return 0


def _find(app: AppContext, args: argparse.Namespace, text: str) -> Sequence[SearchHit]:
    if args.within:
        system, code = find_section(app, args, args.within)
        answer = search_section(app, args.date, system, text, within=code, limit=args.limit)
        return answer.hits
    systems = (CodeSystem(args.system),) if args.system else ()
    return search_codes(app, text, systems, args.limit, args.date)


def _search_batch(app: AppContext, args: argparse.Namespace) -> int:
    if args.within:
        raise AppError("En fil söks i hela kodverken. Ta bort --within.")
    if args.system:
        raise AppError("Kodverket står i filens kolumn system. Ta bort --system.")
    skipped = False
    for answer in search_batch(app, args.batch, args.limit, args.date):
        skipped = skipped or "error" in answer
        print_json(answer)
    return 1 if skipped else 0


def _hit_json(hit: SearchHit) -> dict[str, str]:
    return {
        "code": hit.code,
        "system": hit.system.value,
        "title": hit.title,
        "tier": hit.kind.value,
        "why": hit.why,
    }
