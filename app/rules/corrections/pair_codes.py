"""Corrections that add the half of a pair (†, *) which is missing, or make the halves agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from app.domain.codes import CodeRange
from app.domain.concept import Mark
from app.domain.correction import Correction
from app.domain.encounter import Diagnosis, Encounter
from app.domain.finding import Finding
from app.domain.pairing import find_daggers, list_codes
from app.domain.row_changes import add_diagnosis, with_diagnosis
from app.rules.case import Case
from app.rules.corrections.offers import MOST_LISTED, is_known, known_among, named, offer
from app.rules.dagger_asterisk import NAMED
from app.rules.needed_codes import NEEDED
from app.rules.principal_diagnosis import is_reserved

_CATEGORY, _SUBCATEGORY = 3, 5
_ENDS = ("9", "0", "1", "2", "3", "4", "5", "6", "7", "8")
_CODE = re.compile(r"[A-Z]\d\d\.\d")
_INFARCT_TYPES = tuple(f"U98.{n}" for n in range(1, 6))


def add_etiology(case: Case, finding: Finding) -> Iterator[Correction]:
    """Pick the etiology: a diagnosis of the event told more finely, or one of those named."""
    asterisk = finding.code
    row = _row_led_by(case, asterisk)
    named_ones = find_daggers(case.books.icd10se, asterisk[:_SUBCATEGORY], ()).named
    if row is None:
        return
    listed = [concept.code for concept in list_codes(case.books.icd10se, named_ones)]
    singles = [span.first for span in named_ones.ranges if span.first == span.last]
    codes = known_among(case, (*singles, *listed), most=MOST_LISTED)
    whole = [code for code in codes if len(code) > _CATEGORY and not case.is_asterisk(code)]
    for code in sorted(whole, key=lambda code: _like(case, code) is None):
        yield _paired(case, row, code)


def add_manifestation(case: Case, finding: Finding) -> Iterator[Correction]:
    """Put the manifestation that the edition links to the etiology beside it."""
    row = _row_led_by(case, finding.code)
    concept = case.icd(finding.code)
    if row is None or concept is None:
        return
    texts = concept.partners or tuple(NAMED.findall(concept.title))
    for asterisk in known_among(case, _spelled_out(case, texts)):
        if case.is_asterisk(asterisk):
            after = _with_manifestation(case.encounter, row, asterisk)
            sentence = f"Lägg till {named(case, asterisk)} i par med {finding.code}."
            yield offer(sentence, after)


def tell_more(case: Case, finding: Finding) -> Iterator[Correction]:
    """Add what a row of the table names: a type of infarct, or the half of a diabetic pair."""
    code = finding.code
    for _code, line in NEEDED["BD012"].about((code,)):
        if any(known in line.others for known in _INFARCT_TYPES):
            yield from _types(case)
        elif case.is_asterisk(code):
            yield from _agreeing(case, code, [str(span.first) for span in line.others.ranges])
        else:
            for asterisk in known_among(case, _CODE.findall(line.reason)):
                row = _row_led_by(case, code)
                if row is not None and case.is_asterisk(asterisk) and asterisk in line.others:
                    after = _with_manifestation(case.encounter, row, asterisk)
                    yield offer(f"Lägg till {named(case, asterisk)} i par med {code}.", after)


def turn_pair(case: Case, finding: Finding) -> Iterator[Correction]:
    """Put the manifestation before its etiology, as the region wants it."""
    asterisk, dagger = finding.codes[:2]
    for row, line in enumerate(case.diagnoses):
        if line.code == dagger and line.partner == asterisk:
            turned = replace(line, code=asterisk, partner=dagger)
            after = with_diagnosis(case.encounter, row, turned)
            yield offer(f"Sätt {named(case, asterisk)} före {dagger} i paret.", after)
            return


def _types(case: Case) -> Iterator[Correction]:
    for code in known_among(case, _INFARCT_TYPES):
        yield offer(f"Lägg till {named(case, code)}.", add_diagnosis(case.encounter, code))


def _agreeing(case: Case, asterisk: str, daggers: list[str]) -> Iterator[Correction]:
    """Tell a diagnosis of the event by the code that goes with the manifestation."""
    row = _row_led_by(case, asterisk)
    for code in known_among(case, daggers):
        like = _like(case, code)
        if row is not None and like is not None:
            yield _paired(case, row, code)


def _paired(case: Case, row: int, dagger: str) -> Correction:
    """Pair the asterisk of a row with a dagger: one like it on the event is exchanged for it."""
    asterisk, like = case.diagnoses[row].code, _like(case, dagger)
    if like is None:
        line = replace(case.diagnoses[row], code=dagger, partner=asterisk)
        if is_reserved(case, dagger):
            line = replace(case.diagnoses[row], partner=dagger)
        after = with_diagnosis(case.encounter, row, line)
        return offer(f"Lägg till {named(case, dagger)} som grundsjukdom till {asterisk}*.", after)
    old = case.diagnoses[like]
    exchanged = with_diagnosis(case.encounter, like, replace(old, code=dagger))
    if not case.diagnoses[row].is_principal and old.partner is None:
        exchanged = _moved_under(exchanged, like, row)
    return offer(f"Byt {old.code} mot {named(case, dagger)}, i par med {asterisk}*.", exchanged)


def _moved_under(encounter: Encounter, dagger: int, asterisk: int) -> Encounter:
    """Make the asterisk of one row the partner of another."""
    gone, kept = encounter.diagnoses[asterisk], encounter.diagnoses[dagger]
    whole = replace(
        kept,
        partner=gone.code,
        external_causes=(*kept.external_causes, *gone.external_causes),
        drugs=(*kept.drugs, *gone.drugs),
        text=kept.text or gone.text,
    )
    rows = with_diagnosis(encounter, dagger, whole).diagnoses
    return replace(encounter, diagnoses=(*rows[:asterisk], *rows[asterisk + 1 :]))


def _with_manifestation(encounter: Encounter, row: int, asterisk: str) -> Encounter:
    """Set the partner of a row; where it has one, add a row that names the dagger as its own."""
    line = encounter.diagnoses[row]
    if line.partner is None:
        return with_diagnosis(encounter, row, replace(line, partner=asterisk))
    return replace(
        encounter, diagnoses=(*encounter.diagnoses, Diagnosis(asterisk, partner=line.code))
    )


def _row_led_by(case: Case, code: str) -> int | None:
    return next((n for n, line in enumerate(case.diagnoses) if line.code == code), None)


def _like(case: Case, dagger: str) -> int | None:
    """Find the diagnosis of the same category as a dagger that is no asterisk itself."""
    rows = enumerate(case.diagnoses)
    return next((n for n, line in rows if _is_like(case, line.code, dagger)), None)


def _is_like(case: Case, code: str, dagger: str) -> bool:
    is_same = code[:_CATEGORY] == dagger[:_CATEGORY] and code != dagger
    return is_same and not case.is_asterisk(code)


def _spelled_out(case: Case, texts: tuple[str, ...]) -> Iterator[str]:
    """Yield the whole codes that links name, those below a category one by one."""
    for text in texts:
        try:
            span = CodeRange.parse(text.rstrip(f"*{Mark.DAGGER}"))
        except ValueError:
            continue
        if len(span.first) > _CATEGORY and span.first == span.last:
            yield span.first
        elif span.first == span.last:
            below = [f"{span.first}.{end}" for end in _ENDS]
            yield from below if any(is_known(case, code) for code in below) else (span.first,)
