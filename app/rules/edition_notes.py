"""Rules that read what the edition itself writes beside a code: Utesluter, Kodningsinformation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.domain.codes import CodeRange, CodeSet
from app.domain.concept import Note, NoteKind
from app.domain.finding import Severity
from app.rules import excluded_codes
from app.rules.base import Objection, Source, rule
from app.rules.case import Case
from app.rules.categories import parse_diagnoses
from app.rules.examples import example
from app.rules.needed_codes import NEEDED
from app.rules.needs import NOTES
from app.rules.tables import TABLE_FOLDER, Cells, TableRow, read_rows

#: "Tilläggskod … kan användas för att ange …", but not "kan användas som tilläggskod".
_OFFER = re.compile(
    r"(?<!som )tilläggskod(?:er)?\b[^.]*?\bkan\b|\bkan\b[^.]*?(?<!som )\btilläggskod(?:er)?\b",
    re.IGNORECASE,
)
_LONGEST = 200
#: Categories from end to end of a range that is still about one kind of disease.
_WIDEST = 40
#: Additional codes: organisms and late effects, external causes, special purposes.
_ADDITIONAL = CodeSet.parse("B90-B98, U00-U06, U82-U99, V01-Y98")
#: More notes than any edition has.
_MOST_NOTES = 32_768
#: Rules that speak of pairs with a number of their own.
_OF_PAIRS = (
    excluded_codes.codes_that_exclude_each_other,
    excluded_codes.codes_that_hardly_agree,
    excluded_codes.codes_to_choose_between,
    excluded_codes.same_thing_told_twice,
)


@dataclass(frozen=True, slots=True)
class BothAllowed(TableRow):
    """Codes that often stand together rightly, though one is excluded at the other."""

    others: CodeSet

    @property
    def told(self) -> str:
        """The codes and the others."""
        return f"{self.codes} – {self.others}"

    def allows(self, one: str, other: str) -> bool:
        """Whether the pair is meant, whichever is named first."""
        return (one in self.codes and other in self.others) or (
            other in self.codes and one in self.others
        )


def _both_allowed(cells: Cells) -> BothAllowed:
    return BothAllowed(
        cells.codes("codes", parse_diagnoses),
        cells.numbers("catalogue"),
        cells.text("source"),
        cells.sentence("reason"),
        cells.codes("others", parse_diagnoses),
    )


BOTH_ALLOWED = read_rows(
    TABLE_FOLDER / "both_allowed.toml", _both_allowed, needed=frozenset({"others"})
)


@rule(
    rule_id="BD011",
    name="codes-that-the-edition-keeps-apart",
    severity=Severity.WARNING,
    message="{code} {title} utesluter enligt kodverket {other}: ”{sentence}”.",
    explanation=(
        "Utesluter-texten vid den ena koden, eller vid dess kategori, nämner den andra. Gäller de "
        "samma tillstånd ska bara den ena vara kvar. Utesluter är inget förbud: gäller de två "
        "skilda tillstånd kan båda stå, och varningen avfärdas med det skälet. Om par som ofta "
        "står tillsammans med rätta tiger regeln; de står i tabellen."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "kolumnen Utesluter"),
    catalogue=(124,),
    table=BOTH_ALLOWED,
    needs=NOTES,
    fires_on=(example("K81.9", "K80.2"), example("M81.9", "M80.9")),
    silent_on=(
        example("K80.2"),
        example("I63.9", "I10.9"),
        example("K81.9", "M80.9"),
    ),
)
def codes_that_the_edition_keeps_apart(case: Case) -> Iterator[Objection]:
    """Object once to each pair that an Utesluter text names, unless another rule speaks of it."""
    found: dict[frozenset[str], Objection] = {}
    for code, note in _notes(case, NoteKind.EXCLUDES):
        for other in _excluded(case, code, note):
            values = {"other": other, "sentence": _shortened(note.text)}
            found.setdefault(frozenset({code, other}), Objection((code, other), values))
    if found:
        told = {frozenset(o.codes) for each in _OF_PAIRS for o in each.check(case)}
        yield from (objection for pair, objection in found.items() if pair not in told)


@rule(
    rule_id="BD013",
    name="additional-code-named-by-the-edition",
    severity=Severity.ADVICE,
    message="{code} {title} kan kompletteras: ”{sentence}”.",
    explanation=(
        "Kodningsinformationen vid koden, eller vid dess kategori, säger att en tilläggskod kan "
        "användas. Lägg till den om uppgiften finns i journalen. Det är ett erbjudande och aldrig "
        "ett krav."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "kolumnen Kodningsinformation"),
    catalogue=(125,),
    needs=NOTES,
    fires_on=(example("N30.0"),),
    silent_on=(example("N30.0", "B96.2"), example("K81.9")),
)
def additional_code_named_by_the_edition(case: Case) -> Iterator[Objection]:
    """Offer the additional codes that the edition names, where none of them is on the event.

    A code that BD012 has a row for is its business.
    """
    told: set[str] = set()
    for code, note in _notes(case, NoteKind.CODING):
        if code in told or not _OFFER.search(note.text):
            continue
        if any(_among(case, code, _spans(note.links))):
            continue
        if not any(True for _ in NEEDED["BD012"].about((code,))):
            told.add(code)
            yield Objection((code,), {"sentence": _shortened(note.text)})


def _notes(case: Case, kind: NoteKind) -> Iterator[tuple[str, Note]]:
    """Yield the notes of a kind at the codes of the event and above them, in code order."""
    for code in sorted(case.shaped_codes):
        for note in case.notes(code):
            if note.kind is kind:
                yield code, note


def _excluded(case: Case, code: str, note: Note) -> Iterator[str]:
    """Yield the codes of the event that an Utesluter text keeps from its code, in code order.

    A text that names a whole chapter tells where another kind of thing belongs, and additional
    codes (causes, organisms, resistance) stand beside whatever they add to.
    """
    spans = [span for span in _spans(note.links) if not _is_wide(span)]
    if any(code in span for span in spans):
        return
    for other in _among(case, code, spans):
        is_allowed = any(line.allows(code, other) for line in BOTH_ALLOWED)
        if not is_allowed and other not in _ADDITIONAL:
            yield other


def _among(case: Case, code: str, spans: Sequence[CodeRange]) -> Iterator[str]:
    """Yield the other codes of the event that lie in one of the ranges, in code order."""
    for other in sorted(case.shaped_codes):
        if other != code and any(other in span for span in spans):
            yield other


def _is_wide(span: CodeRange) -> bool:
    return _place(span.last) - _place(span.first) > _WIDEST


def _place(code: str) -> int:
    """Return where the category of a code stands among all that could be."""
    return 100 * ord(code[0]) + int(code[1:3])


@lru_cache(maxsize=_MOST_NOTES)
def _spans(links: tuple[str, ...]) -> tuple[CodeRange, ...]:
    spans = []
    for link in links:
        try:
            spans.append(CodeRange.parse(link))
        except ValueError:  # a mention that is no ICD code says nothing of the event
            continue
    return tuple(spans)


def _shortened(text: str) -> str:
    line = " ".join(text.split()).rstrip(".")
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
