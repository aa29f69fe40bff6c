"""`kodklar search --person … --event …`: a question as the coding screen asks it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

from app.cli.person import named_person, person_or_terminal
from app.domain.errors import AppError
from app.domain.search import SearchHit, SearchQuery
from app.services.code_search import setting_of
from app.services.context import AppContext
from app.services.own_codes import open_own_codes, read_own_codes, search_with_own


def refuse_elsewhere(args: argparse.Namespace) -> None:
    """Stop a question for a person or an event that is asked of a file or inside a section.

    Raises:
        AppError: it is.

    """
    if (args.person or args.event) and (args.batch or args.within):
        raise AppError(
            "--person och --event gäller en fråga i hela kodverken. Ta bort dem, eller ta bort "
            "--batch och --within."
        )


def find_at_desk(
    app: AppContext, args: argparse.Namespace, query: SearchQuery
) -> Sequence[SearchHit]:
    """Answer with the codes of a person and of an event in a section of their own.

    An event is asked for its day and its patient, and noted in the access log; without a person
    it is the operating system's user who asks.

    Raises:
        NotFoundError: nobody has that name, or no event that id.

    """
    if not args.event:
        own = read_own_codes(app, named_person(app, args.person), None)
    else:
        encounter, own = open_own_codes(app, person_or_terminal(app, args.person), args.event)
        day = query.day or encounter.day
        query = replace(query, day=day, setting=setting_of(encounter))
    return search_with_own(app, own, app.engine.search(query), query)
