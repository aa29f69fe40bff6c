"""The three best codes for a free diagnosis text, and what choosing a code does to a visit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.domain import coding_acts as acts
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem, format_icd, has_icd_shape, has_kva_shape, is_external_cause
from app.domain.concept import Mark
from app.domain.encounter import Encounter
from app.domain.own_codes import OwnCodes
from app.domain.search import MatchKind, SearchHit, SearchQuery
from app.domain.usable_code import find_usable, is_bare_category
from app.domain.visit_offers import AS_TYPED, MOST_CODES, CodeOffer, TeamPrincipal
from app.services.code_search import setting_of
from app.services.coding import assign_code
from app.services.context import AppContext
from app.services.own_codes import search_with_own

_ICD = CodeSystem.ICD10SE
#: Hits that are looked through for three codes that can be reported.
_LOOKED_THROUGH = 40
_SHORTEST_PART = 3
_BREAKS = ",;.:(–\n"
_AND = re.compile(r"\s+(?:och|samt|plus|\+|&)\s+", re.IGNORECASE)
_SIDE = re.compile(
    r"(?<!\S)(?:hö|vä|högra?|höger(?:sidigt?)?|vänstra|vänster(?:sidigt?)?|dx|sin|bilat(?:eralt?)?"
    r"|båda\s+(?:sidor(?:na)?|ögonen|öronen|knäna|händerna|fötterna|benen))\.?(?!\S)",
    re.IGNORECASE,
)
#: Words between two others, that name nothing themselves.
_BETWEEN = (
    r"(?:i|på|av|vid|med|mot|efter|under|över|för|från|hos|till|om|att|som|pga|sedan|och|samt)"
)
_AT_AN_END = re.compile(rf"^(?:{_BETWEEN}\s+)+|(?:\s+{_BETWEEN})+$", re.IGNORECASE)
#: Those that may be left out: `under` and `efter` say when, and another code for it.
_SMALL_WORD = re.compile(r"(?<=\S)\s+(?:i|på|av|vid|mot|för|från|till|pga)(?=\s)", re.IGNORECASE)
_DENIED = re.compile(r"(?:ej|inte|inga|inget|ingen|utan)\b", re.IGNORECASE)
#: Words that only say how: the thing itself is asked for first.
_SAYS_HOW = re.compile(
    r"\S*(?:al|ell|isk|ig|iv|ande|ende)[at]?"
    r"|(?:misstänkt|tillstånd|problem|besvär|svårigheter|(?:efter|års)?kontroll|uppföljning)",
    re.IGNORECASE,
)
_NO_OWN = OwnCodes()


def best_codes(
    app: AppContext, text: str, encounter: Encounter, own: OwnCodes = _NO_OWN
) -> tuple[CodeOffer, ...]:
    """Find the three best diagnoses for what is typed, each with its why, best first.

    Codes that can be reported on the event's day; while the event has no principal diagnosis,
    such as may be one, if there are any. Of two conditions (`KOL och hypertoni`) the first is
    answered, and the other stays as the rest of each offer. Where not all that is typed is
    found, the part of it that finds most of the words is asked instead, and said so. Guesses
    come only where nothing else does.
    """
    if not text.strip():
        return ()
    procedure = _typed_procedure(app, text.strip().upper(), encounter)
    if procedure is not None:
        return (procedure,)
    found = _find(app, text, encounter, own)
    if found and not found[0].is_guess:
        return found
    without_side = " ".join(_SIDE.sub(" ", text).split())
    if without_side and without_side != " ".join(text.split()):
        return best_codes(app, without_side, encounter, own)
    of_two = _of_two(app, text, encounter, own)
    return (
        of_two
        or _of_its_words(app, text, encounter, own)
        or _of_parts(app, text, encounter, own)
        or found
    )


def _typed_procedure(app: AppContext, code: str, encounter: Encounter) -> CodeOffer | None:
    """Return the procedure whose code was typed: who knows it need not look among the usual."""
    if not has_kva_shape(code):
        return None
    day = encounter.day or app.now().date()
    concept = find_usable(app.library.for_day(day), CodeSystem.KVA, code, day)
    return CodeOffer(CodeSystem.KVA, code, concept.title, AS_TYPED) if concept else None


def _of_its_words(
    app: AppContext, text: str, encounter: Encounter, own: OwnCodes
) -> tuple[CodeOffer, ...]:
    """Find a text without its small words (`vaccination mot influensa`), if all else is found."""
    words = _SMALL_WORD.sub("", text)
    found = _find(app, words, encounter, own) if words != text else ()
    return () if not found or found[0].is_guess else found


def _of_parts(
    app: AppContext, text: str, encounter: Encounter, own: OwnCodes
) -> tuple[CodeOffer, ...]:
    """Find the likeliest part of a text that finds something."""
    for part, is_clause in _parts(app, text, encounter):
        of_part = _find(app, part, encounter, own)
        if not of_part:
            continue
        is_unsure = of_part[0].is_guess
        # A misspelt diagnosis goes before a word of what is said about it.
        if not is_unsure or (is_clause and _is_respelt(of_part[0])):
            is_guess = is_unsure if is_clause else not _says_most(part, text)
            return tuple(_of_part(offer, part, is_guess=is_guess) for offer in of_part)
    return ()


def _of_two(
    app: AppContext, text: str, encounter: Encounter, own: OwnCodes
) -> tuple[CodeOffer, ...]:
    """Find the first of two conditions that are joined by a word; nothing where either is unsure.

    A condition that is denied is none, and is no rest (`bröstsmärta och ej hjärtinfarkt`).
    """
    first, _, rest = (part.strip() for part in _AND.sub("\n", text, count=1).partition("\n"))
    if len(rest) < _SHORTEST_PART or first.endswith("-"):
        return ()
    if _DENIED.match(rest):
        return tuple(
            _of_part(o, first, is_guess=o.is_guess) for o in _find(app, first, encounter, own)
        )
    both = [best_codes(app, each, encounter, own) for each in (first, rest)]
    if any(not found or found[0].is_guess for found in both):
        return ()
    return tuple(
        replace(offer, why=f"för ”{first}” · {offer.why}", text=first, rest=rest)
        for offer in both[0]
    )


def choose_code(
    encounter: Encounter,
    books: Codebooks,
    offer: CodeOffer,
    typed: str = "",
    team: TeamPrincipal | None = None,
) -> Encounter:
    """Put a chosen code on the visit; what was typed stays as the text of a diagnosis.

    The first diagnosis that may be principal becomes it. Where a team has one already, that
    goes on first, and the chosen code is this member's own. A code that leads a row already
    only gets the text.

    Raises:
        AppError: a drug has no diagnosis or procedure to belong to.

    """
    before = encounter if encounter.principal or team is None else with_team(encounter, team)
    text = offer.text or _words_of(typed)
    if offer.system is not _ICD:
        has = any(row.code == offer.code for row in before.procedures)
        return before if has else assign_code(before, books, offer.system, offer.code)
    row = next((i for i, each in enumerate(before.diagnoses) if each.code == offer.code), None)
    if row is not None:
        return acts.set_text(before, row, text) if text else before
    if before.principal is None and _may_be_principal(books, offer.code):
        return acts.set_principal(before, offer.code, text)
    after = assign_code(before, books, _ICD, offer.code)
    is_row = len(after.diagnoses) > len(before.diagnoses)
    return acts.set_text(after, len(after.diagnoses) - 1, text) if is_row and text else after


def _may_be_principal(books: Codebooks, code: str) -> bool:
    concept = books.icd10se.concept(code)
    is_asterisk = concept is not None and concept.mark is Mark.ASTERISK
    is_reserved = concept is not None and not concept.may_be_principal
    return not is_asterisk and not is_reserved and not is_external_cause(code)


def with_team(encounter: Encounter, team: TeamPrincipal) -> Encounter:
    """Put the principal diagnosis of the team on the visit, its partner with it."""
    shared = team.diagnosis
    after = acts.set_principal(encounter, shared.code, shared.text)
    return acts.set_partner(after, 0, shared.partner) if shared.partner else after


def _find(app: AppContext, text: str, encounter: Encounter, own: OwnCodes) -> tuple[CodeOffer, ...]:
    is_first = encounter.principal is None
    for principal_only in (True, False) if is_first else (False,):
        query = SearchQuery(
            text,
            (_ICD,),
            _LOOKED_THROUGH,
            encounter.day,
            principal_only=principal_only,
            setting=setting_of(encounter),
        )
        hits = search_with_own(app, own, app.engine.search(query), query)
        found = tuple(_offers([*hits, *_unspecified_of(app, hits, query)], text))
        if found:
            return found
    return ()


def _offers(hits: Sequence[SearchHit], text: str) -> Iterator[CodeOffer]:
    """Yield three at most; guesses only where nothing was found."""
    usable = _unspecified_first([hit for hit in hits if hit.valid_to is None])
    sure = [hit for hit in usable if hit.kind is not MatchKind.FUZZY and not hit.is_of_head]
    is_code = has_icd_shape(format_icd(text))
    for hit in (sure or usable)[:MOST_CODES]:
        why = AS_TYPED if is_code and hit.kind is MatchKind.EXACT_CODE else hit.why
        yield CodeOffer(hit.system, hit.code, hit.title, _brief(why), is_guess=not sure)


def _brief(why: str) -> str:
    """Name the kind of several words once: `ord: diabetes, typ, 2`."""
    return why.replace(", ord: ", ", ")


def _unspecified_first(hits: Sequence[SearchHit]) -> list[SearchHit]:
    """Keep what can be a row; the place of a bare category goes to its unspecified code."""
    by_code = {hit.code: hit for hit in hits}
    kept: dict[str, SearchHit] = {}
    for hit in hits:
        meant = by_code.get(f"{hit.code}.9") if _is_bare(hit) else hit
        if meant is not None and _is_reportable(meant):
            kept.setdefault(meant.code, meant)
    return list(kept.values())


def _unspecified_of(
    app: AppContext, hits: Sequence[SearchHit], query: SearchQuery
) -> Iterator[SearchHit]:
    """Yield the unspecified codes of the first categories whose own titles do not say the words.

    `Glaukom (grön starr)` is the title of H40 alone; H40.9 is only called `Glaukom`.
    """
    found = {hit.code for hit in hits}
    for category in [hit for hit in hits if _is_bare(hit)][:MOST_CODES]:
        code = f"{category.code}.9"
        if code not in found:
            exact = app.engine.search(replace(query, text=code, limit=1))
            kept = (hit for hit in exact if hit.code == code)
            yield from (replace(hit, kind=category.kind, why=category.why) for hit in kept)


def _is_bare(hit: SearchHit) -> bool:
    return is_bare_category(hit.system, hit.code, is_leaf=hit.is_leaf)


def _is_reportable(hit: SearchHit) -> bool:
    """Whether a hit can be a row of its own: no heading, no bare category, no cause unasked."""
    is_typed = hit.kind is MatchKind.EXACT_CODE
    is_cause = is_external_cause(hit.code) and not is_typed
    return has_icd_shape(hit.code) and not _is_bare(hit) and not is_cause


def _parts(app: AppContext, text: str, encounter: Encounter) -> Iterator[tuple[str, bool]]:
    """Yield parts of a text that may be found where the whole is not, the likeliest first.

    With each whether it is the first clause, which is taken as meant.
    """
    cut = min((at for at in map(text.find, _BREAKS) if at > 0), default=0)
    if len(text[:cut].strip()) >= _SHORTEST_PART:
        yield text[:cut].strip(), True
    query = SearchQuery(text, (_ICD,), day=encounter.day)
    parts = [_AT_AN_END.sub("", part.text) for part in app.engine.suggest(query).parts]
    for part in _likeliest_first([part for part in parts if len(part) >= _SHORTEST_PART]):
        yield part, False


def _likeliest_first(parts: Sequence[str]) -> list[str]:
    """Order parts: the longest first, but a word that only says how after all others.

    Of two that share a word the earlier is meant: `grå starr` of `grå starr öga`.
    """
    weights: list[tuple[bool, int]] = []
    before = ""
    for part in parts:
        weight = (bool(_SAYS_HOW.fullmatch(part)), -len(part))
        shares = bool(before) and part.split()[0] == before.rsplit(maxsplit=1)[-1]
        weights.append(max(weight, weights[-1]) if shares else weight)
        before = part
    order = sorted(range(len(parts)), key=weights.__getitem__)
    return [parts[at] for at in order]


def _is_respelt(offer: CodeOffer) -> bool:
    """Whether a guess is a word with its spelling mended: rather that than another word."""
    return offer.why.startswith("rättat")


def _says_most(part: str, text: str) -> bool:
    """Whether a part is more than one word, and at least half of what was typed."""
    return len(part.split()) > 1 and 2 * len(part) >= len(text.strip())


def _of_part(offer: CodeOffer, part: str, *, is_guess: bool) -> CodeOffer:
    why = f"för ”{part}” · {offer.why}" if offer.why else f"för ”{part}”"
    return CodeOffer(offer.system, offer.code, offer.title, why, is_guess=is_guess)


def _words_of(typed: str) -> str:
    """Give what was typed as a diagnosis text; a code that was typed is none."""
    words = " ".join(typed.split())
    return "" if has_icd_shape(format_icd(words)) else words
