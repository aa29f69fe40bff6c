"""The codes that an answer names, looked up in the editions of the event's day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from app.domain.clinician_query import ProposedCode
from app.domain.code_mentions import find_code_mentions
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem, format_code
from app.domain.errors import AppError
from app.domain.usable_code import find_usable
from app.services.context import AppContext


def read_proposed(
    app: AppContext, day: date | None, text: str, codes: Sequence[str]
) -> tuple[ProposedCode, ...]:
    """Return the codes that were given, then those that the text names, each once.

    What merely looks like a code in the text is passed over.

    Raises:
        AppError: a code that was given is not in use on the day.

    """
    if not codes and not any(find_code_mentions(text)):
        return ()
    books, on = app.library.for_day(day), day or app.now().date()
    given = tuple(_given(books, code, on) for code in codes if code.strip())
    return tuple(dict.fromkeys((*given, *_named(books, text, on))))


def _given(books: Codebooks, text: str, day: date) -> ProposedCode:
    bare = text.strip().upper().rstrip("*†")
    for system in CodeSystem:
        found = _find(books, system, format_code(system, bare), day)
        if found is not None:
            return found
    raise AppError(
        f"Koden {text.strip()[:20]} gäller inte {day}. Rätta den, eller skriv diagnosen i ord."
    )


def _named(books: Codebooks, text: str, day: date) -> Iterator[ProposedCode]:
    for mention in find_code_mentions(text):
        if mention.is_sure and mention.first == mention.last:
            found = (_find(books, system, mention.code, day) for system in CodeSystem)
            yield from (each for each in found if each is not None)


def _find(books: Codebooks, system: CodeSystem, code: str, day: date) -> ProposedCode | None:
    concept = find_usable(books, system, code, day)
    return None if concept is None else ProposedCode(system, concept.code, concept.title)
