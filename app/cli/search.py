"""`kodklar search`: one question, or a file of them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from itertools import pairwise

from app.cli.browse import find_section
from app.cli.output import bold, print_json, print_table, shows_bold
from app.cli.own_codes import find_at_desk, refuse_elsewhere
from app.cli.suggestions import print_suggestions
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.errors import AppError
from app.domain.search import MatchKind, SearchHit, SearchQuery, Suggestions
from app.services.code_search import (
    format_retirement,
    hit_data,
    search_batch,
    search_codes,
    suggest_codes,
    suggestions_data,
)
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
    found = Suggestions() if args.within else _suggest(app, args, text, hits)
    if args.json:
        answer = {"query": text, "system": args.system, "hits": [hit_data(h) for h in hits]}
        told = {"suggestions": suggestions_data(found)} if found != Suggestions() else {}
        print_json(answer | told)
    else:
        mark = bold if shows_bold() else str
        rows = [(f"{h.code}{h.mark}", SYSTEM_LABEL[h.system], _title(h, mark), h.why) for h in hits]
        print_table(("kod", "kodverk", "titel", "varför"), rows, "Inga träffar.")
        print_suggestions(found)
    return 0


def _suggest(
    app: AppContext, args: argparse.Namespace, text: str, hits: Sequence[SearchHit]
) -> Suggestions:
    """Ask what to try instead, where nothing is found or guesses alone."""
    if any(hit.kind is not MatchKind.FUZZY for hit in hits):
        return Suggestions()
    query = _query(args, text)
    return suggest_codes(
        app,
        text,
        query.systems,
        query.day,
        chapter=query.chapter,
        principal_only=query.principal_only,
        show_retired=query.show_retired,
    )


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


def _title(hit: SearchHit, mark: Callable[[str], str]) -> str:
    """Give the title with the found words marked, and what became of the code."""
    edges = [0, *(edge for place in hit.marked for edge in place), len(hit.title)]
    parts = [hit.title[begin:end] for begin, end in pairwise(edges)]
    shown = "".join(mark(part) if at % 2 else part for at, part in enumerate(parts))
    ended = format_retirement(hit)
    return f"{shown} ({ended})" if ended else shown
