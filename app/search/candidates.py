"""What a question finds in its editions, before a row is made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby, islice, repeat
from operator import itemgetter

from app.domain.codes import CodeSystem
from app.domain.concept import Concept
from app.domain.search import MatchKind
from app.search.code_table import CodeMatch, bare_code, looks_like_code, looks_like_letters
from app.search.denials import Said, contradicts, denies_too
from app.search.edition_search import AskedEdition
from app.search.normalise import fold
from app.search.question import Question
from app.search.ranking import (
    CONTRADICTED,
    DENIED_TOO,
    FIRST_PAGE,
    LINE,
    MOST_OF_CATEGORY,
    PRODUCT_BESIDE_WORDS,
    UNUSUAL,
)
from app.search.scoring import SECTIONS, Answer, Asked, answers
from app.search.spans import Reading, Tier
from app.search.typed_words import parted_number

KINDS = tuple(MatchKind)
SYSTEMS = tuple(CodeSystem)
_SECTION = {kind: place for place, kind in enumerate(KINDS)}
WORDS = _SECTION[MatchKind.WORDS]
GUESS = _SECTION[MatchKind.FUZZY]
#: Section, falling score, system and code, which is the order and the same on every machine;
#: then its place in the edition, and what was found: by its code, or an entry of the word index.
Candidate = tuple[int, float, int, str, int, CodeMatch | int]
_BY_ORDER = itemgetter(0, 1, 2, 3, 4)
_BY_SECTION = itemgetter(0)
_ICD = SYSTEMS.index(CodeSystem.ICD10SE)
#: So many of the best are looked through for the first page.
CONSIDERED = 40
_CONCEPT = itemgetter(2, 4)
#: Of each edition so many are put in order for the setting, whatever the limit.
MOST_SETTLED = 200
#: The falling score of what took over from a typed code; that of other codes is -1.
_BEFORE_CODES = -2.0
#: The place of a code that the edition does not have.
_NO_ROW = -1


def find(
    text: str, parts: Sequence[AskedEdition], limit: int
) -> tuple[list[list[Candidate]], list[Answer]]:
    """Give what was found, and the answers of the word indexes it was found in.

    What kind of answer it is never depends on the filters, so that they only take away.
    """
    by_code: list[list[Candidate]] = []
    if looks_like_code(text):
        answered = [_by_code(part, text, limit) for part in parts]
        by_code = [found for found in answered if found is not None]
        if by_code and _means_code(text, parts):
            return by_code, []
    named, rest = _named_codes(text, parts)
    question = Question.of(rest)
    given = answers(question, [_asked(part, limit) for part in parts])
    by_words = _products_aside(parts, given)
    if not question.said.is_plain:
        by_words = [
            _as_denied(found, part, question.said)
            for part, found in zip(parts, by_words, strict=True)
        ]
    found = [*by_code, named, *by_words]
    if looks_like_letters(text) and _wants_letters(text, given):
        found += [_by_code(part, text, limit) or [] for part in parts]
    return found, given


def _means_code(text: str, parts: Sequence[AskedEdition]) -> bool:
    """Whether it is a code or the beginning of one, and neither words nor a short form besides.

    Short forms are asked of editions whose words are there: nobody waits for them with a code.
    """
    if _is_whole(text, parts):
        return True
    letters, *number = parted_number(fold(text))
    is_short_form = bool(number) and any(
        part.search.names([letters]) for part in parts if part.search.is_ready
    )
    return len(text.split()) == 1 and not is_short_form


def _is_whole(text: str, parts: Sequence[AskedEdition]) -> bool:
    """Whether letters and digits apart are a code, and not the beginning of one by chance."""
    return any(part.search.codes.exact(text, part.is_told) is not None for part in parts)


def _asked(part: AskedEdition, limit: int) -> Asked:
    """Ask for so many entries that what the setting puts last is not cut off first."""
    most = limit if part.unusual is None else max(limit, MOST_SETTLED)
    return Asked(part.search.reader, most, part.entries)


def _by_code(part: AskedEdition, text: str, limit: int) -> list[Candidate] | None:
    """Give what the filters let through of the codes that were typed, None without any."""
    gone = part.gone(text)
    instead = _instead(part, gone) if gone else []
    near = _is_no_code if instead else part.is_in_force
    matches = part.search.codes.find(text, part.is_told, near)
    if gone is not None:
        matches = chain(_earlier(part, gone), (_with_its_end(match, gone) for match in matches))
    first = next(matches, None)
    if first is None and not instead:
        return None
    listed = chain(() if first is None else (first,), matches)
    return instead + codes_of(filter(part.lets_through, listed), limit)


def codes_of(matches: Iterable[CodeMatch], limit: int) -> list[Candidate]:
    """Give so many concepts that were found by their codes, in their order."""
    return [_of_code(match) for match in islice(matches, limit)]


def _of_code(match: CodeMatch) -> Candidate:
    kind = MatchKind.EXACT_CODE if match.is_exact else MatchKind.CODE_PREFIX
    system = SYSTEMS.index(match.concept.system)
    return (_SECTION[kind], -1.0, system, match.bare, match.row, match)


def _instead(part: AskedEdition, gone: Concept) -> list[Candidate]:
    """Give what took over from a code, before all other codes."""
    told = f"{bare_code(gone.code)} utgick {gone.valid_to}, ersatt av"
    found = [part.search.codes.exact(concept.code) for concept in part.successors(gone)]
    matches = [
        replace(match, is_exact=False, why=f"{told} {match.concept.code}")
        for match in found
        if match is not None and part.lets_through(match)
    ]
    return [(*_of_code(match)[:1], _BEFORE_CODES, *_of_code(match)[2:]) for match in matches]


def _earlier(part: AskedEdition, gone: Concept) -> Iterator[CodeMatch]:
    """Give a code that only an earlier edition has, where such codes are asked for."""
    if part.with_retired and part.search.codes.exact(gone.code) is None:
        yield CodeMatch(gone, True, "exakt kod", _NO_ROW, bare_code(gone.code))


def _with_its_end(match: CodeMatch, gone: Concept) -> CodeMatch:
    """Say of the nearest code that the typed one did exist, and until when."""
    bare = bare_code(gone.code)
    if not match.why.startswith(f"{bare} finns inte"):
        return match
    return replace(match, why=f"{bare} utgick {gone.valid_to}, närmaste kod")


def _is_no_code(_concept: Concept) -> bool:
    return False


def _named_codes(text: str, parts: Sequence[AskedEdition]) -> tuple[list[Candidate], str]:
    """Whole codes that stand among words, and the words without them."""
    named: list[Candidate] = []
    rest: list[str] = []
    for word in text.split():
        found = _named(word, parts) if looks_like_code(word) else None
        if found is None:
            rest.append(word)
        else:
            named += found
    return named, " ".join(rest) if len(rest) < len(text.split()) else text


def _named(word: str, parts: Sequence[AskedEdition]) -> list[Candidate] | None:
    """Give the code that a word is, or what took over from it; None for a word that is none.

    A number among words is never the chapter of that number.
    """
    found: list[Candidate] = []
    is_code = False
    for part in parts:
        match, gone = part.search.codes.exact(word), part.gone(word)
        if match is not None and word.isdigit():
            match = None
        is_code = is_code or match is not None or gone is not None
        if match is not None and part.is_told(match.concept) and part.lets_through(match):
            found.append(_of_code(match))
        found += _instead(part, gone) if gone else []
    return found if is_code else None


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
        named = _named_by_product(each) if has_rivals else frozenset()
        by_words = _by_words(part, each)
        found.append(_behind(by_words, named) if named else by_words)
    return found


def _as_denied(found: Sequence[Candidate], part: AskedEdition, said: Said) -> list[Candidate]:
    """Put titles that deny the same before others, and those that say the opposite last."""

    def placed(each: Candidate) -> Candidate:
        title = part.search.concepts[each[4]].title
        if contradicts(title, said):
            return (GUESS, each[1] + CONTRADICTED, *each[2:])
        return (each[0], each[1] - DENIED_TOO, *each[2:]) if denies_too(title, said) else each

    return list(map(placed, found))


def _named_by_product(given: Answer) -> frozenset[int]:
    """Give the entries that the names of products point at, and no typed word besides."""
    sure = [s.reading for s in given.segments if s.reading.tier is Tier.WORDS]
    named = _reached(reading for reading in sure if reading.is_product)
    return named - _reached(r for r in sure if not r.is_product) if named else named


def _reached(readings: Iterable[Reading]) -> frozenset[int]:
    return frozenset(
        entry
        for reading in readings
        for entry in reading.vector.at[reading.vector.value >= LINE.words].tolist()
    )


def _behind(found: Iterable[Candidate], named: frozenset[int]) -> list[Candidate]:
    return [
        (c[0], c[1] + PRODUCT_BESIDE_WORDS, *c[2:]) if c[0] == WORDS and c[5] in named else c
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


def first_page(found: list[Candidate]) -> list[Candidate]:
    """Let more categories onto the first page; what goes from it comes right after.

    Sections stay as they are, and so does the order on the page. The result does not depend on
    how many more there are than `CONSIDERED`.
    """
    if len(found) <= FIRST_PAGE:
        return found
    listed: list[Candidate] = []
    for _, section in groupby(found[:CONSIDERED], _BY_SECTION):
        listed += _varied(list(section), FIRST_PAGE - len(listed))
    return listed + found[CONSIDERED:]


def _varied(section: list[Candidate], room: int) -> list[Candidate]:
    """Fill the room with few of each category first, and give the others after."""
    if not 0 < room < len(section) or section[0][0] < WORDS:
        return section
    met: dict[str, int] = {}
    crowd: list[int] = []
    page: list[int] = []
    for place, (_, _, system, code, *_) in enumerate(section):
        category = code[:3] if system == _ICD else f"{system} {code}"
        met[category] = times = met.get(category, 0) + 1
        (page if times <= MOST_OF_CATEGORY else crowd).append(place)
        if len(page) == room:
            break
    if not crowd:
        return section
    page = sorted(page + crowd[: room - len(page)])
    on_page = set(page)
    return [section[place] for place in page] + [
        each for place, each in enumerate(section) if place not in on_page
    ]
