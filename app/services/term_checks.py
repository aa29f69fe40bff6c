"""What is asked of a local term before it is kept: is it whole, new, and does it lead anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.codebook_ports import Codebooks
from app.domain.codes import (
    SYSTEM_LABEL,
    CodeSystem,
    format_code,
    has_atc_shape,
    has_icd_shape,
    has_kva_shape,
)
from app.domain.concept import Concept
from app.domain.errors import AppError
from app.domain.list_words import format_day
from app.domain.local_term import (
    BETWEEN,
    LONGEST_TERM,
    LocalTerm,
    LocalTermKind,
    TermState,
    TermText,
    clean_note,
    clean_term,
    refuse_identity,
)
from app.domain.search import MatchKind, SearchQuery
from app.domain.usable_code import find_usable
from app.search.normalise import words_of
from app.search.terms import LONGEST_PHRASE, phrase_key, telling_words
from app.services.context import AppContext

#: So many codes, or words, a term may stand for.
MOST_TARGETS = 8
#: Hits that are looked through for what the lexicon makes of a term.
_LOOKED_AT = 20
_SHAPES: dict[CodeSystem, Callable[[str], bool]] = {
    CodeSystem.ICD10SE: has_icd_shape,
    CodeSystem.KVA: has_kva_shape,
    CodeSystem.ATC: has_atc_shape,
}
_FOUND_AS = (MatchKind.EXACT_CODE, MatchKind.WORDS, MatchKind.PREFIX)


@dataclass(frozen=True, slots=True)
class WrittenTerm:
    """A term as somebody wrote it, or a file holds it."""

    term: str
    #: Codes of the system, or words, best first, with `|` between them.
    target: str
    #: None looks for words in every system.
    system: CodeSystem | None
    kind: LocalTermKind = LocalTermKind.SYNONYM
    note: str = ""


def read_term(app: AppContext, written: WrittenTerm) -> TermText:
    """Return what was written as it is kept.

    Raises:
        AppError: the term cannot be searched, may be about a patient, or leads nowhere today.

    """
    term = clean_term(written.term)
    words = telling_words(term)
    if not words or len(words) > LONGEST_PHRASE:
        raise AppError(
            f"”{term}” har {len(words)} ord, men högst {LONGEST_PHRASE} söks som ett uttryck. "
            "Korta det till det som brukar skrivas."
        )
    books = app.library.for_day(app.now().date())
    for system in CodeSystem:
        if books.of(system).concept(format_code(system, term)) is not None:
            label = SYSTEM_LABEL[system]
            raise AppError(f"”{term}” är en kod i {label}, som sökningen alltid svarar med först.")
    targets = read_targets(app, written.system, written.target)
    return TermText(term, targets, written.system, written.kind, clean_note(written.note))


def read_targets(app: AppContext, system: CodeSystem | None, text: str) -> tuple[str, ...]:
    """Return the codes, or the words, that a text names, as they are kept.

    Raises:
        AppError: there is none, codes and words are mixed, a code is not in use today, or no
            title has the words.

    """
    parts = list(dict.fromkeys(" ".join(part.split()) for part in text.split(BETWEEN)))
    parts = [part for part in parts if part]
    if not 0 < len(parts) <= MOST_TARGETS:
        raise AppError(f"Ange en till {MOST_TARGETS} koder, eller ord, som sökordet ska leda till.")
    are_codes = [looks_like_target_code(system, part) for part in parts]
    if not any(are_codes):
        return tuple(_read_words(app, system, part) for part in parts)
    if system is None:
        raise AppError("Välj vilket kodverk koden hör till.")
    if not all(are_codes):
        raise AppError("Ange antingen koder eller ord, inte båda. Lägg in ordet som ett eget.")
    today = app.now().date()
    books = app.library.for_day(today)
    return tuple(_read_code(books, system, part, today).code for part in parts)


def looks_like_target_code(system: CodeSystem | None, text: str) -> bool:
    """Whether a target is written as a code, of the system or, without one, of any."""
    if not any(character.isdigit() for character in text):
        return False
    systems = CodeSystem if system is None else (system,)
    return any(_SHAPES[each](format_code(each, text)) for each in systems)


def refuse_proposed(text: TermText, known: Iterable[LocalTerm]) -> None:
    """Let no term pass that is among the local ones, approved or waiting to be.

    Raises:
        AppError: it is; with who proposed it.

    """
    live = [each for each in known if each.is_live and each.text.key == text.key]
    if live:
        raise AppError(_already_there(live[0]))


def refuse_known(app: AppContext, text: TermText) -> None:
    """Let no term pass that already leads where it is to lead, without the local list.

    Raises:
        AppError: it does; with how.

    """
    reasons = [_why_known(app, text, target) for target in text.targets]
    if all(reasons):
        raise AppError(reasons[0])


def _already_there(term: LocalTerm) -> str:
    by = f"{term.proposed.name} den {format_day(term.proposed.at.date())}"
    if term.state is TermState.APPROVED:
        return f"”{term.text.term}” leder redan dit: sökordet föreslogs av {by} och är godkänt."
    return f"”{term.text.term}” föreslogs av {by} och väntar på att en kollega godkänner det."


def _why_known(app: AppContext, text: TermText, target: str) -> str:
    """Tell how the term leads to a target without being local; empty where it does not."""
    if not text.points_at_codes or text.system is None:
        return _why_known_as_words(app, text, target)
    concept = app.library.for_day(app.now().date()).of(text.system).concept(target)
    if concept is None:
        return ""
    shown = f"{target} {concept.title}"
    if set(words_of(text.term)) <= set(words_of(concept.title)):
        return f"”{text.term}” står redan i titeln på {shown}."
    key = phrase_key(telling_words(text.term))
    terms = app.engine.synonyms_of(text.system, target)
    if any(phrase_key(telling_words(each)) == key for each in terms):
        return f"”{text.term}” leder redan till {shown}: det står i ordlistan."
    if text.system is CodeSystem.ATC and _is_product(app, text.term, target):
        return f"”{text.term}” leder redan till {shown}: det är ett inläst läkemedelsnamn."
    return ""


def _why_known_as_words(app: AppContext, text: TermText, target: str) -> str:
    if phrase_key(telling_words(text.term)) == phrase_key(telling_words(target)):
        return f"”{text.term}” och ”{target}” är samma ord för sökningen."
    hits = app.engine.search(SearchQuery(text.term, _systems(text.system), _LOOKED_AT))
    end = f": {text.term} → {target}".casefold()
    if any(hit.why.casefold().endswith(end) for hit in hits):
        return f"”{text.term}” leder redan till ”{target}”: det står i ordlistan."
    return ""


def _is_product(app: AppContext, term: str, atc: str) -> bool:
    with app.unit_of_work() as uow:
        return any(p.name.casefold() == term.casefold() for p in uow.products.of_atc(atc))


def _read_code(books: Codebooks, system: CodeSystem, text: str, today: date) -> Concept:
    code, book = format_code(system, text), books.of(system)
    usable = find_usable(books, system, code, today)
    if usable is not None:
        return usable
    concept, label = book.concept(code), book.edition.label
    if concept is None:
        raise AppError(f"Koden {code[:20]} finns inte i {label}. Sök en annan kod.")
    if concept.is_structural:
        raise AppError(f"{code} är ett kapitel eller avsnitt. Välj en kod under det.")
    raise AppError(f"Koden {code} gäller inte i dag enligt {label}. Välj den som gäller nu.")


def _read_words(app: AppContext, system: CodeSystem | None, text: str) -> str:
    refuse_identity(text, "Orden som sökordet leder till")
    words = text.lower()
    if len(words) > LONGEST_TERM or not all(c.isalnum() or c in " -" for c in words):
        raise AppError(f"Skriv bara bokstäver och siffror i ”{text[:LONGEST_TERM]}”.")
    hits = app.engine.search(SearchQuery(words, _systems(system), 1))
    if not hits or hits[0].kind not in _FOUND_AS:
        place = SYSTEM_LABEL[system] if system else "något kodverk"
        raise AppError(
            f"Ingen titel i {place} har ”{words}”. Ange en kod, eller ord som sökningen hittar."
        )
    return words


def _systems(system: CodeSystem | None) -> tuple[CodeSystem, ...]:
    return () if system is None else (system,)
