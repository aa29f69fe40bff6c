"""Rules about pairs of etiology (†) and manifestation (*)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.codes import CodeRange, CodeSet, CodeSystem
from app.domain.concept import Mark
from app.domain.finding import Severity
from app.rules.base import Objection, Source, rule
from app.rules.case import Case, lineage
from app.rules.examples import example, row
from app.rules.needs import ASTERISKS

#: Anaemia in tumours and other chronic diseases has a number of its own in the catalogue.
ANAEMIA = CodeSet.parse("D63")
#: Codes and ranges that a title names: "(G30.0)", "(E10-E14)", "(K50.-)".
NAMED = re.compile(r"[A-Z]\d\d(?:\.\d)?(?:\s?[-–]\s?[A-Z]\d\d(?:\.\d)?)?")
#: What may be an etiology where nothing is said: diseases, and effects of poisons and of physical
#: causes. Essential hypertension (I10) never is: what it leads to has codes of its own.
_DISEASES = CodeSet.parse("A00-I09, I11-Q99, R69, T51-T78, U07-U10")
#: How the title of a manifestation says that its etiology may be almost anything.
_ANY_OTHER = re.compile(r"\b(?:annan|andra|annat kapitel)\b", re.IGNORECASE)
#: Etiologies beside those that the title names.
_ALSO = {
    "D63.0": CodeRange("C00", "D48"),
    "G63.4": CodeRange("D51", "D53"),
    "K67.2": CodeRange("A50", "A53"),
    "M14.6": CodeRange("A52", "A52"),
    "M36.4": CodeRange("T78", "T78"),
    "N22.0": CodeRange("B65", "B65"),
}
#: Links that the official file of 2026 has in its column, and that no title names.
_LINKED = {"D63.8": CodeRange("N18.3", "N18.9")}
#: Where a title names a kind of disease instead of codes, the chapters that hold the kind.
_KINDS = tuple(
    (re.compile(pattern, re.IGNORECASE), CodeSet.parse(codes))
    for pattern, codes in (
        ("bakterie|virus|svamp|myko[st]|parasit|infektion", "A00-B99, J09-J11, P35-P39, U07-U10"),
        ("tumör|neoplas", "C00-D48"),
        ("endokrin|ämnesomsättning|metabol|nutrition", "D51-D53, E00-E90, M10"),
    )
)


@rule(
    rule_id="AD001",
    name="asterisk-without-dagger",
    severity=Severity.ERROR,
    message="{code}* {title} saknar †-kod: lägg till grundsjukdomen.",
    explanation=(
        "En manifestationskod (*) dubbelkodas alltid: grundsjukdomen (†) ska finnas på samma "
        "vårdkontakt. Registrera grundsjukdomen och koppla *-koden till den. De koder som "
        "*-kodens titel anger inom parentes hör till paret."
    ),
    source=Source(
        "Socialstyrelsen", "ICD-10-SE", "kolumnen Manifestation(*)/Etiologi(†); WebbDRG, hjälptext"
    ),
    catalogue=(36, 37, 89),
    needs=ASTERISKS,
    fires_on=(
        example("I10.9", "H36.0"),
        example("S72.00", "W01.09", "D63.8"),
        example("I50.9", "J17.3"),
    ),
    silent_on=(
        example("E11.3", "H36.0"),
        example(row("E11.3", partner="H36.0")),
        example("I10.9", row("H36.0", partner="E11.3")),
        example("N18.5", "D63.8"),
        example("L40.5", "M07.3"),
    ),
    companions=frozenset({"GK009"}),
)
def asterisk_without_dagger(case: Case) -> Iterator[Objection]:
    """Object to a manifestation when nothing on the event can be its etiology."""
    for code in case.asterisks:
        if not has_etiology(case, code):
            yield Objection((code,), catalogue=_numbers(case, code))


@rule(
    rule_id="AD002",
    name="asterisk-as-principal",
    severity=Severity.ERROR,
    message="{code}* {title} får inte vara huvuddiagnos. Sätt grundsjukdomen (†) först.",
    explanation=(
        "En *-kod beskriver hur en grundsjukdom yttrar sig. Byt plats: grundsjukdomen (†) som "
        "huvuddiagnos och *-koden som dess andra led. Praxis inom ortopedin är en annan: regeln "
        "tiger om de *-koder som regionen vill ha först (Kodverk → Regionens listor)."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "kolumnen Manifestation(*)/Etiologi(†)"),
    catalogue=(39,),
    needs=ASTERISKS,
    fires_on=(example(row("H36.0", partner="E11.3")), example("M07.3", "L40.5")),
    silent_on=(example(row("E11.3", partner="H36.0")), example("L40.5", "M07.3")),
    companions=frozenset({"GK009"}),
)
def asterisk_as_principal(case: Case) -> Iterator[Objection]:
    """Object to a manifestation as principal, unless the region wants it before its etiology."""
    for code in case.principal_codes:
        if case.is_asterisk(code) and not case.customs.wants_asterisk_first(code, case.day):
            yield Objection((code,))


def _numbers(case: Case, asterisk: str) -> tuple[int, ...]:
    """Tell which numbers apply: 37 where the etiologies are named, 89 for anaemia."""
    named = (37,) if linked_etiologies(case, asterisk) else ()
    return (36, *named, 89) if asterisk in ANAEMIA else (36, *named)


def linked_etiologies(case: Case, asterisk: str) -> list[CodeRange]:
    """Find what the asterisk is linked to, also where no column and no title says it."""
    return named_etiologies(case, asterisk) or [
        span for c, span in _LINKED.items() if c == asterisk
    ]


def has_etiology(case: Case, asterisk: str) -> bool:
    """Whether some code may be the dagger of the pair.

    Many etiologies carry no † in the file (E10–E14, C00–D48, G30.-): where the asterisk names
    its daggers they count, where it names a kind of disease its chapters do, and where it names
    nothing every disease may be one. A code that a selection does not hold may always be one.
    """
    is_marked = any(case.mark(code) is Mark.DAGGER for code in case.icd_codes)
    return is_marked or has_unmarked_etiology(case, asterisk)


def has_unmarked_etiology(case: Case, asterisk: str) -> bool:
    """Whether some code that carries no mark may be the dagger of the pair; see has_etiology."""
    named = named_etiologies(case, asterisk)
    kinds = _kinds_of_disease(case, asterisk, is_named=bool(named))
    is_proof = case.is_proof(CodeSystem.ICD10SE)
    for code in case.shaped_codes:
        if case.mark(code) is not Mark.NONE:
            continue
        if not is_proof and case.icd(code) is None and code in _DISEASES:
            return True
        if any(code in span for span in named) or any(code in kind for kind in kinds):
            return True
    return False


def named_etiologies(case: Case, asterisk: str) -> list[CodeRange]:
    """Find what the edition links the asterisk to, or what its title or its category's names.

    The starter edition names the usual daggers only, so that their whole letter counts.
    """
    is_selection = case.books.icd10se.edition.is_starter
    for step in lineage(asterisk):
        concept = case.icd(step)
        if concept is None:
            continue
        texts = [*concept.partners, *NAMED.findall(concept.title)]
        spans = [span for text in texts if (span := parse_span(text))]
        if spans:
            spans += [_ALSO[step]] if step in _ALSO else []
            return [_whole_letter(span) for span in spans] if is_selection else spans
    return []


def _kinds_of_disease(case: Case, asterisk: str, *, is_named: bool) -> list[CodeSet]:
    """Find the chapters of the disease that the title speaks of; all, where it says nothing.

    Where codes are named they are enough, save in a selection, which names the usual ones: there
    a title that speaks of other diseases means any.
    """
    if is_named and not case.books.icd10se.edition.is_starter:
        return []
    _manifestation, _vid, title = case.title(asterisk).rpartition(" vid ")
    kinds = [codes for pattern, codes in _KINDS if pattern.search(title)]
    says_any = not is_named or _ANY_OTHER.search(title) is not None
    return kinds or ([_DISEASES] if says_any else [])


def _whole_letter(span: CodeRange) -> CodeRange:
    return CodeRange(f"{span.first[0]}00", f"{span.last[0]}99")


def parse_span(text: str) -> CodeRange | None:
    """Read a code or range as links and titles write it; None where it is neither."""
    try:
        return CodeRange.parse(text.replace("†", "").replace(" ", ""))
    except ValueError:
        return None
