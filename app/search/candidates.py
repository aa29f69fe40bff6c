"""What a question finds in its editions, before a row is made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice, repeat
from operator import itemgetter

from app.domain.codes import CodeSystem
from app.domain.search import MatchKind
from app.search.code_table import CodeMatch, looks_like_code, looks_like_letters
from app.search.edition_search import AskedEdition
from app.search.question import Question
from app.search.ranking import PRODUCT_BESIDE_WORDS, UNUSUAL
from app.search.scoring import SECTIONS, Answer, answer, named_by_product
from app.search.spans import Tier

KINDS = tuple(MatchKind)
SYSTEMS = tuple(CodeSystem)
_SECTION = {kind: place for place, kind in enumerate(KINDS)}
_WORDS = _SECTION[MatchKind.WORDS]
#: Section, falling score, system and code, which is the order and the same on every machine;
#: then its place in the edition, and what was found: by its code, or an entry of the word index.
Candidate = tuple[int, float, int, str, int, CodeMatch | int]
_BY_ORDER = itemgetter(0, 1, 2, 3, 4)
_CONCEPT = itemgetter(2, 4)
#: Of each edition so many are put in order for the setting, whatever the limit.
MOST_SETTLED = 200


def find(
    text: str, parts: Sequence[AskedEdition], limit: int
) -> tuple[list[list[Candidate]], list[Answer]]:
    """Give what was found, and the answers of the word indexes it was found in.

    What kind of answer it is never depends on the filters, so that they only take away.
    """
    if looks_like_code(text):
        by_code = [_by_code(part, text, limit) for part in parts]
        if any(found is not None for found in by_code):
            return [found or [] for found in by_code], []
    named, rest = _named_codes(text, parts)
    question = Question.of(rest)
    given = [_answer(question, part, limit) for part in parts]
    found = [named, *_products_aside(parts, given)]
    if looks_like_letters(text) and _wants_letters(text, given):
        found += [_by_code(part, text, limit) or [] for part in parts]
    return found, given


def _answer(question: Question, part: AskedEdition, limit: int) -> Answer:
    """Give the best entries, and so many that what the setting puts last is not cut off first."""
    most = limit if part.unusual is None else max(limit, MOST_SETTLED)
    return answer(question, part.search.reader, most, part.entries)


def _by_code(part: AskedEdition, text: str, limit: int) -> list[Candidate] | None:
    """Give what the filters let through of the codes that were typed, None without any."""
    matches = part.search.codes.find(text, part.is_told, part.is_in_force)
    first = next(matches, None)
    if first is None:
        return None
    return codes_of(filter(part.lets_through, chain((first,), matches)), limit)


def codes_of(matches: Iterable[CodeMatch], limit: int) -> list[Candidate]:
    """Give so many concepts that were found by their codes, in their order."""
    return [_of_code(match) for match in islice(matches, limit)]


def _of_code(match: CodeMatch) -> Candidate:
    kind = MatchKind.EXACT_CODE if match.is_exact else MatchKind.CODE_PREFIX
    system = SYSTEMS.index(match.concept.system)
    return (_SECTION[kind], -1.0, system, match.bare, match.row, match)


def _named_codes(text: str, parts: Sequence[AskedEdition]) -> tuple[list[Candidate], str]:
    """Whole codes that stand among words, and the words without them."""
    named: list[Candidate] = []
    rest: list[str] = []
    for word in text.split():
        matches = [
            (part, match)
            for part in parts
            if looks_like_code(word) and (match := part.search.codes.exact(word)) is not None
        ]
        named += [
            _of_code(match)
            for part, match in matches
            if part.is_told(match.concept) and part.lets_through(match)
        ]
        if not matches:
            rest.append(word)
    return named, " ".join(rest) if len(rest) < len(text.split()) else text


def _by_words(part: AskedEdition, given: Answer) -> list[Candidate]:
    entries, sections, scores = given.found
    index = part.search.reader.index
    return list(
        zip(
            [_SECTION[SECTIONS[section]] for section in sections],
            _settled(part, entries, scores),
            repeat(SYSTEMS.index(part.search.edition.system)),
            [index.codes[entry] for entry in entries],
            index.rows[entries].tolist() if entries else [],
            entries,
            strict=False,
        )
    )


def _settled(part: AskedEdition, entries: Sequence[int], scores: Sequence[float]) -> list[float]:
    """Give falling scores as rising numbers, higher for codes that are unusual in the setting."""
    worse = [-score for score in scores]
    if part.unusual is not None and entries:
        first = entries[:MOST_SETTLED]
        unusual = part.unusual[part.search.reader.index.rows[first]]
        for place in unusual.nonzero()[0].tolist():
            worse[place] += UNUSUAL
    return worse


def _products_aside(
    parts: Sequence[AskedEdition], given: Sequence[Answer]
) -> list[list[Candidate]]:
    """Put codes that answer by a product's name behind what its word means in another book."""
    has_rivals = sum(each.best_section == Tier.WORDS for each in given) > 1
    found: list[list[Candidate]] = []
    for part, each in zip(parts, given, strict=True):
        named = named_by_product(each) if has_rivals else frozenset()
        by_words = _by_words(part, each)
        found.append(_behind(by_words, named) if named else by_words)
    return found


def _behind(found: Iterable[Candidate], named: frozenset[int]) -> list[Candidate]:
    return [
        (c[0], c[1] + PRODUCT_BESIDE_WORDS, *c[2:]) if c[0] == _WORDS and c[5] in named else c
        for c in found
    ]


def _wants_letters(text: str, given: Sequence[Answer]) -> bool:
    """Whether mere letters mean the beginning of a code: words go before them."""
    if len(text.strip()) == 1:
        return True
    best = min((each.best_section for each in given), default=Tier.GUESS)
    is_shouted = text.strip().isupper() and best > Tier.WORDS
    return is_shouted or best == Tier.GUESS


def once(found: Iterable[list[Candidate]], limit: int) -> list[Candidate]:
    """Order them, each code in its best section only."""
    best: dict[tuple[int, str], Candidate] = {}
    for candidate in sorted(chain.from_iterable(found), key=_BY_ORDER):
        best.setdefault(_CONCEPT(candidate), candidate)
        if len(best) == limit:
            break
    return list(best.values())
