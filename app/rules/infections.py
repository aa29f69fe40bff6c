"""Rules about the organism or place of an infection, by the words of diagnosis or record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from app.domain.codes import CodeSet
from app.domain.concept import NoteKind
from app.domain.encounter import Encounter
from app.domain.finding import Severity
from app.domain.said_words import find_said
from app.rules.base import Objection, Source, rule
from app.rules.case import Case
from app.rules.examples import example
from app.rules.needs import icd

#: Local infections whose code names no organism.
_LOCAL = CodeSet.parse(
    "J15.6 J15.8-J15.9 J18 J20.9 J22 J85-J86 K65 K81.0 K83.0 L02-L03 L08 M00.9 M86 N10 N12 N30.0 "
    "N39.0 O85-O86 O23 T79.3 T81.4 T84.5-T84.7 T82.6-T82.7 T83.5-T83.6 T85.7"
)
#: The usual ones of them that catalogue 67 names; J18.9 says that the organism is unknown.
_CULTURED = CodeSet.parse("J15.9 L03 N39.0")
_RESISTANCE = CodeSet.parse("U82-U84")
_ORGANISMS = CodeSet.parse("B95-B98")
#: Codes that name their organism themselves, for the same infection or for sepsis from it.
_NAMING = CodeSet.parse("A40 A41.0-A41.4 J13-J14 J15.0-J15.5 J15.7 U07")
#: The point of `E. coli` ends no sentence.
_INITIAL = re.compile(r"\b([A-Z])\. ?(?=[a-zåäö])")
_WORDS = re.compile(
    r"\b(?:escherichia|(?:e )?coli|(?:s )?aureus|MRSA|stafylokock\w*|streptokock\w*|pneumokock\w*|"
    r"enterokock\w*|klebsiella\w*|pseudomonas\w*|proteus|haemophilus|influenzae|bacteroides)\b",
    re.IGNORECASE,
)


_UPPER = CodeSet.parse("J02 J04-J06")
_LOWER = CodeSet.parse("J20-J22 J40-J42")
_BOTH = re.compile(r"\btrakeobronkit\w*", re.IGNORECASE)


def _told(text: str, *codes: str) -> Encounter:
    return replace(example(*codes), record_text=text)


@rule(
    rule_id="BD016",
    name="organism-known-but-not-coded",
    severity=Severity.ADVICE,
    message="”{words}” nämns, men {code} {title} säger inte smittämnet: lägg till B95–B98.",
    explanation=(
        "När smittämnet vid en lokal infektion är känt men inte framgår av koden anges det med "
        "B95–B98 som bidiagnos, till exempel B96.2 för Escherichia coli. Kontrollera i odlings"
        "svaret att fyndet hör till infektionen."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "B95–B98, anvisning; O85, O86, T79.3, T80–T88"),
    catalogue=(67,),
    needs=icd(_LOCAL),
    fires_on=(_told("Urinodling visar växt av E. coli", "N39.0"),),
    silent_on=(
        _told("Urinodling visar växt av E. coli", "N39.0", "B96.2"),
        _told("Ingen växt av E. coli", "N39.0"),
        example("N39.0"),
    ),
)
def organism_known_but_not_coded(case: Case) -> Iterator[Objection]:
    """Offer the organism that diagnosis or record names, where no code on the event does."""
    codes = sorted(case.codes_in(_LOCAL))
    if not codes or any(c in _ORGANISMS or c in _NAMING for c in case.shaped_codes):
        return
    words = _organism(case)
    if words:
        yield Objection((codes[0],), {"words": words})


@rule(
    rule_id="BD017",
    name="organism-may-be-told",
    severity=Severity.ADVICE,
    message="{code} {title} säger inte smittämnet: är det känt kan det anges med B95–B98.",
    explanation=(
        "Vid en lokal infektion som är vanligt odlad, men vars kod inte nämner smittämnet, kan "
        "svaret på odlingen anges med B95–B98 som bidiagnos. Är smittämnet okänt är kodningen hel "
        "som den är."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "B95–B98, anvisning; O85, O86, T79.3, T80–T88"),
    catalogue=(67,),
    needs=icd(_CULTURED),
    fires_on=(example("N39.0"), example("L03.1", "E11.9")),
    silent_on=(
        example("N39.0", "B96.2"),
        _told("Urinodling visar växt av E. coli", "N39.0"),
        _told("Ingen växt av E. coli", "N39.0"),
        example("J18.9"),
    ),
)
def organism_may_be_told(case: Case) -> Iterator[Objection]:
    """Offer the organism where no code and no words tell of one, and the edition does not offer."""
    if any(c in _ORGANISMS or c in _NAMING or c in _RESISTANCE for c in case.shaped_codes):
        return
    if any(_WORDS.search(text) for text in _texts(case)):
        return
    for code in sorted(case.codes_in(_CULTURED)):
        if not any(note.kind is NoteKind.CODING for note in case.notes(code)):
            yield Objection((code,))
            return


@rule(
    rule_id="BD018",
    name="upper-airway-coded-for-both",
    severity=Severity.WARNING,
    message="{code} {title} är övre luftvägen, men ”{words}” når längre ned: välj J40.9.",
    explanation=(
        "Ett tillstånd i luftvägarna som beskrivs på flera nivåer, och inte har en egen kod, kodas "
        "på den anatomiskt lägre: trakeobronkit är J40.9."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "kapitel 10, inledningen"),
    catalogue=(81,),
    needs=icd(_UPPER),
    fires_on=(_told("Bedöms som trakeobronkit", "J06.9"),),
    silent_on=(
        _told("Ingen trakeobronkit", "J06.9"),
        _told("Trakeobronkit", "J06.9", "J40.9"),
        example("J06.9"),
    ),
)
def upper_airway_coded_for_both(case: Case) -> Iterator[Objection]:
    """Object to the upper airway where the words reach down and no lower code stands there."""
    code = next(case.codes_in(_UPPER), "")
    if code and next(case.codes_in(_LOWER), None) is None:
        said = (find_said(text, _BOTH) for text in _texts(case) if text)
        words = next(filter(None, said), "")
        if words:
            yield Objection((code,), {"words": words})


def _organism(case: Case) -> str:
    """Return the first organism that diagnosis or record names and does not deny, or nothing."""
    for text in _texts(case):
        said = find_said(_INITIAL.sub(r"\1 ", text), _WORDS) if text else ""
        if said:
            return said
    return ""


def _texts(case: Case) -> tuple[str, ...]:
    """Return the wordings of the diagnoses, and the words of the record."""
    return (*(row.text for row in case.diagnoses), case.encounter.record_text)
