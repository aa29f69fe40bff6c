"""`kodklar search`: one question, or a file of them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from app.cli.browse import find_section
from app.cli.output import print_json, print_table
from app.cli.own_codes import find_at_desk, refuse_elsewhere
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.errors import AppError
from app.domain.search import SearchHit, SearchQuery
from app.services.code_search import hit_data, search_batch, search_codes
from app.services.context import AppContext
from app.services.section import search_section


def search(app: AppContext, args: argparse.Namespace) -> int:
    """Print the hits, best first; an empty answer is clean."""
    text = " ".join(args.text)
    if bool(text.strip()) == bool(args.batch):
        raise AppError("Skriv antingen vad som ska sökas eller en fil med --batch.")
    refuse_elsewhere(args)
    if args.batch:
        return _search_batch(app, args)
    hits = _find(app, args, text)
    if args.json:
        print_json({"query": text, "system": args.system, "hits": [hit_data(h) for h in hits]})
    else:
        rows = [(f"{h.code}{h.mark}", SYSTEM_LABEL[h.system], _title(h), h.why) for h in hits]
        print_table(("kod", "kodverk", "titel", "varför"), rows, "Inga träffar.")
    return 0


def _find(app: AppContext, args: argparse.Namespace, text: str) -> Sequence[SearchHit]:
    if args.within:
        if args.chapter or args.principal_only or args.show_retired:
            raise AppError(
                "--within söker i hela avsnittet. Ta bort --chapter, --principal-only och "
                "--show-retired, eller skriv --chapter i stället för --within."
            )
        system, code = find_section(app, args, args.within)
        answer = search_section(app, args.date, system, text, within=code, limit=args.limit)
        return answer.hits
    if args.person or args.event:
        return find_at_desk(app, args, _query(args, text))
    return search_codes(
        app,
        text,
        (CodeSystem(args.system),) if args.system else (),
        args.limit,
        args.date,
        chapter=args.chapter,
        principal_only=args.principal_only,
        show_retired=args.show_retired,
    )


def _query(args: argparse.Namespace, text: str) -> SearchQuery:
    systems = (CodeSystem(args.system),) if args.system else ()
    filters = args.chapter, args.principal_only, args.show_retired
    return SearchQuery(text, systems, args.limit, args.date, *filters)


def _search_batch(app: AppContext, args: argparse.Namespace) -> int:
    if args.within:
        raise AppError("En fil söks i hela kodverken. Ta bort --within.")
    if args.system:
        raise AppError("Kodverket står i filens kolumn system. Ta bort --system.")
    asked = SearchQuery(
        "", (), args.limit, args.date, args.chapter, args.principal_only, args.show_retired
    )
    skipped = False
    for answer in search_batch(app, args.batch, asked):
        skipped = skipped or "error" in answer
        print_json(answer)
    return 1 if skipped else 0


def _title(hit: SearchHit) -> str:
    return f"{hit.title} (utgick {hit.valid_to})" if hit.valid_to else hit.title
