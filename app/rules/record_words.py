"""Rules that need the words of the record: they speak only where the words stand, and quote them.

What the text denies or asks about counts as not said (app.domain.said_words).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.codes import CodeSet
from app.domain.finding import Severity
from app.domain.said_words import all_said, find_said
from app.rules.base import Objection, Source, rule
from app.rules.case import Case
from app.rules.examples import example, row, with_record
from app.rules.needs import icd

_ICD = "ICD-10-SE"
_FRACTURES = CodeSet.parse("S02 S12 S22 S32 S42 S49.7 S52 S62 S72 S82 S92 T02 T08 T10 T12 T14.2")
_COMBINED = CodeSet.parse("T00-T07 S09.7 S19.7 S29.7 S39.7 S49.7 S59.7 S69.7 S79.7 S89.7 S99.7")
_SINGLE = CodeSet.parse("S00-S99")
_POISONING = CodeSet.parse("T36-T50")
_DRUNKENNESS = CodeSet.parse("T51 T40-T43")
#: Who is drunk of a substance, and the poisonings of the same substance.
_DRUNK_OF = (
    (CodeSet.parse("F10.0"), CodeSet.parse("T51")),
    (CodeSet.parse("F11.0"), CodeSet.parse("T40.0-T40.4 T40.6")),
    (CodeSet.parse("F12.0"), CodeSet.parse("T40.7")),
    (CodeSet.parse("F13.0"), CodeSet.parse("T42 T43")),
    (CodeSet.parse("F14.0"), CodeSet.parse("T40.5")),
    (CodeSet.parse("F15.0"), CodeSet.parse("T43.6")),
    (CodeSet.parse("F16.0"), CodeSet.parse("T40.8-T40.9")),
    (CodeSet.parse("F19.0"), CodeSet.parse("T40-T43 T51")),
)
_COMPLICATION = CodeSet.parse("T80-T88")
_TWO = 2


def _words(*parts: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(parts)})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Wording:
    """Words of a record, and the code that they ask for."""

    words: re.Pattern[str]
    wanted: CodeSet
    told: str


_FRACTURE_WORDS = (
    _Wording(
        _words(r"patologisk\w*\s+(?:\w+\s+)?\w*fraktur\w*"),
        CodeSet.parse("M84.4 M80 M90.7"),
        "M84.4",
    ),
    _Wording(_words(r"osteoporo\w+"), CodeSet.parse("M80 M82"), "M80.-"),
    _Wording(
        _words(r"stress\w*fraktur\w*", r"utmattningsfraktur\w*", r"marschfraktur\w*"),
        CodeSet.parse("M84.3"),
        "M84.3",
    ),
    _Wording(_words(r"felläk\w+"), CodeSet.parse("M84.0"), "M84.0"),
    _Wording(
        _words(r"pseud\w?artros\w*", r"utebliven\s+(?:fraktur)?läkning"),
        CodeSet.parse("M84.1"),
        "M84.1",
    ),
)
_SPECIFIC_WORDS = (
    _Wording(_words(r"dumping\w*"), CodeSet.parse("K91.1"), "K91.1"),
    _Wording(
        _words(r"(?:post)?spinal\w*\s*huvudvärk", r"likvorläckage\s+efter\s+lumbalpunktion"),
        CodeSet.parse("G97"),
        "G97.0",
    ),
    _Wording(_words(r"postkardiotomi\w*"), CodeSet.parse("I97.0"), "I97.0"),
    _Wording(_words(r"lymfödem\s+efter\s+mastektomi"), CodeSet.parse("I97.2"), "I97.2"),
    _Wording(_words(r"(?:post)?laminektomisyndrom\w*"), CodeSet.parse("M96.1"), "M96.1"),
    _Wording(
        _words(r"postoperativ\w*\s+(?:ileus|tarmhinder|tarmobstruktion)"),
        CodeSet.parse("K91.3"),
        "K91.3",
    ),
    _Wording(_words(r"postoperativ\w*\s+hypotyreos\w*"), CodeSet.parse("E89.0"), "E89.0"),
    _Wording(_words(r"postoperativ\w*\s+pneumothora\w+"), CodeSet.parse("J95"), "J95.8"),
    _Wording(_words(r"postoperativ\w*\s+uretrastriktur\w*"), CodeSet.parse("N99.1"), "N99.1"),
)
#: An injury with the words after it that tell where.
_INJURY = _words(
    r"\w*fraktur\w*(?:\s+(?:på|i|av|genom)\s+\w+(?:\s+\w+)?)?",
    r"\w*luxation\w*",
    r"\w*distorsion\w*",
    r"\w*kontusion\w*",
    r"\w*ruptur\w*",
    r"sårskad\w*(?:\s+(?:på|i)\s+\w+)?",
    r"commotio\w*",
    r"\w*(?:skrubb|kross|skär|stick|bit|riv)s?sår\w*",
    r"\w*hematom\w*",
    r"\w*brännskad\w*",
)
_RIGHT_USE = _words(
    r"\w*biverk\w+",
    r"läkemedelsreaktion\w*",
    r"läkemedelsutlös\w+",
    r"(?:i\s+)?ordinerad\w*\s+(?:dos|behandling|läkemedel)\w*",
    r"terapeutisk\w*\s+dos\w*",
    r"enligt\s+ordination",
    r"rätt\s+dos\w*",
)
_WRONG_USE = _words(
    r"\w*överdos\w*", r"intox\w*", r"förgift\w*", r"suicid\w*", r"självmord\w*", r"fel\s?dos\w*"
)
_DRUNK = _words(
    r"\w*berus\w+", r"(?:alkohol|drog|opioid|heroin|cannabis)?rus(?:et)?\b", r"fylla\b",
    r"fylleri\w*", r"tillnyktr\w+", r"onykter\w*", r"alkoholpåverk\w+", r"drogpåverk\w+",
    r"rusig\w*",
    r"påverkad\s+av\s+(?:alkohol|droger|narkotika)",
)  # fmt: skip


@rule(
    rule_id="JO001",
    name="fracture-of-another-kind-in-the-record",
    severity=Severity.WARNING,
    message="{code} {title} är en skada, men journalen säger ”{words}”. Välj {other}.",
    explanation=(
        "Frakturer i kapitel 19 är skador på friskt skelett. Patologisk fraktur är M84.4, fraktur "
        "vid osteoporos M80.-, stressfraktur M84.3, felläkt fraktur M84.0 och pseudartros M84.1. "
        "Gäller orden något annat än denna fraktur avfärdas varningen med det skälet."
    ),
    source=Source("Socialstyrelsen", _ICD, "kapitel 19, Utesluter"),
    catalogue=(48,),
    needs=icd(_FRACTURES),
    fires_on=(
        with_record(example(row("S72.00", "W01.09")), "Patologisk fraktur i collum femoris."),
        with_record(example(row("S72.00", "W01.09")), "Opereras för pseudartros."),
    ),
    silent_on=(
        with_record(example(row("S72.00", "W01.09")), "Ingen misstanke om patologisk fraktur."),
        with_record(example("J18.9"), "Känd osteoporos."),
        example(row("S72.00", "W01.09")),
    ),
)
def fracture_of_another_kind(case: Case) -> Iterator[Objection]:
    """Object to the first fracture of chapter 19 for each wording whose own code is lacking."""
    text = _text(case)
    fracture = next(case.codes_in(_FRACTURES), "") if text else ""
    if fracture:
        yield from _worded(case, text, fracture, _FRACTURE_WORDS)


@rule(
    rule_id="JO002",
    name="one-code-for-injuries-told-one-by-one",
    severity=Severity.WARNING,
    message=(
        "{code} {title} samlar flera skador, och journalen nämner dem var för sig: {words}. Koda "
        "varje skada."
    ),
    explanation=(
        "Samtliga skador kodas separat när de är dokumenterade. Kombinationskoderna T00–T07 och "
        "S09.7–S99.7 är till för när uppgifter om de enskilda skadorna saknas."
    ),
    source=Source("Socialstyrelsen", _ICD, "kapitel 19, inledning"),
    catalogue=(45,),
    needs=icd(_COMBINED),
    fires_on=(
        with_record(example(row("T02.90", "W01.09")), "Radiusfraktur vänster och femurfraktur."),
    ),
    silent_on=(
        with_record(example(row("T02.90", "W01.09")), "Multitrauma. Radiusfraktur, inget mer."),
        with_record(example(row("T02.90", "W01.09")), "Ingen radiusfraktur, ingen femurfraktur."),
        example(row("T02.90", "W01.09")),
    ),
)
def one_code_for_injuries_told_one_by_one(case: Case) -> Iterator[Objection]:
    """Object to a combined code where the record names at least two injuries."""
    text = _text(case)
    combined = next(case.codes_in(_COMBINED), "") if text else ""
    if combined:
        said = {_stem(words): words for words in all_said(text, _INJURY)}
        if len(said) >= _TWO:
            words = ", ".join(f"”{each}”" for each in said.values())
            yield Objection((combined,), {"words": words})


@rule(
    rule_id="JO003",
    name="combined-injury-beside-single-ones",
    severity=Severity.ADVICE,
    message="{code} {title} samlar flera skador, och {other} är redan kodad för sig.",
    explanation=(
        "Samtliga skador kodas separat. När de enskilda skadorna är kodade säger "
        "kombinationskoden (T00–T07, S09.7–S99.7) ingenting mer."
    ),
    source=Source("Socialstyrelsen", _ICD, "kapitel 19, inledning"),
    catalogue=(45,),
    needs=icd(_COMBINED) & icd(_SINGLE),
    fires_on=(example(row("S72.00", "W01.09"), row("T02.90", "W01.09")),),
    silent_on=(
        example(row("S72.00", "W01.09"), row("S52.51", "W01.09")),
        example(row("T02.90", "W01.09")),
    ),
)
def combined_injury_beside_single_ones(case: Case) -> Iterator[Objection]:
    """Point at a combined code beside an injury of its own."""
    combined = next(case.codes_in(_COMBINED), "")
    single = (code for code in case.codes_in(_SINGLE) if code not in _COMBINED)
    other = next(single, "") if combined else ""
    if other:
        yield Objection((combined, other), {"other": other})


@rule(
    rule_id="JO004",
    name="poisoning-for-a-side-effect-in-the-record",
    severity=Severity.WARNING,
    message=(
        "{code} {title} är en förgiftning, men journalen säger ”{words}”. Koda läkemedlets "
        "verkan med Y57.9 och ATC."
    ),
    explanation=(
        "T36–T50 gäller överdos, fel läkemedel och läkemedel som tagits av misstag. En ogynnsam "
        "effekt av rätt läkemedel i rätt dos kodas med själva tillståndet (eller T88.7), Y57.9 och "
        "läkemedlets ATC-kod."
    ),
    source=Source("Socialstyrelsen", _ICD, "T36–T50, Utesluter"),
    catalogue=(52,),
    needs=icd(_POISONING),
    fires_on=(
        with_record(
            example(row("T39.1", "X44.09")),
            "Leverpåverkan, biverkan av paracetamol i ordinerad dos.",
        ),
    ),
    silent_on=(
        with_record(example(row("T39.1", "X44.09")), "Överdos av paracetamol. Inga biverkningar."),
        with_record(example(row("T39.1", "X44.09")), "Förgiftning med paracetamol, biverkan ses."),
        example(row("T39.1", "X44.09")),
    ),
)
def poisoning_for_a_side_effect(case: Case) -> Iterator[Objection]:
    """Object where the record tells of right use, and of no overdose."""
    text = _text(case)
    code = next(case.codes_in(_POISONING), "") if text else ""
    words = find_said(text, _RIGHT_USE) if code else ""
    if words and not find_said(text, _WRONG_USE):
        yield Objection((code,), {"words": words})


@rule(
    rule_id="JO005",
    name="poisoning-for-drunkenness",
    severity=Severity.WARNING,
    message="{code} {title} är en förgiftning, men {told}. Berusning kodas F10–F19 med .0.",
    explanation=(
        "Akut intoxikation i betydelsen berusning hör till F10–F19 med fjärde tecknet .0. T51 och "
        "T36–T50 gäller den som förgiftats, och utesluter berusning."
    ),
    source=Source("Socialstyrelsen", _ICD, "T36–T50, T40, T42 och T43, Utesluter"),
    catalogue=(56,),
    needs=icd(_DRUNKENNESS),
    fires_on=(
        with_record(example(row("T51.0", "X45.09")), "Kommer in kraftigt berusad."),
        example(row("T51.0", "X45.09"), "F10.0"),
    ),
    silent_on=(
        with_record(example(row("T51.0", "X45.09")), "Ej berusad. Drack metanol av misstag."),
        example(row("T51.0", "X45.09")),
        with_record(example("F10.0"), "Kraftigt berusad."),
        example(row("T42.4", "X61.09"), "F10.0"),
    ),
)
def poisoning_for_drunkenness(case: Case) -> Iterator[Objection]:
    """Object where the record tells of drunkenness, or the code of it stands there too."""
    for intoxication, poisonings in _DRUNK_OF:
        for drunk in case.codes_in(intoxication):
            for code in case.codes_in(poisonings):
                yield Objection((code, drunk), {"told": f"{drunk} står på vårdkontakten"})
                return
    code = next(case.codes_in(_DRUNKENNESS), "")
    words = find_said(_text(case), _DRUNK) if code else ""
    if words:
        yield Objection((code,), {"told": f"journalen säger ”{words}”"})


@rule(
    rule_id="JO006",
    name="general-complication-for-a-named-one",
    severity=Severity.WARNING,
    message="{code} {title} är allmän, men journalen säger ”{words}”. Välj {other}.",
    explanation=(
        "Komplikationer som har en egen kod hos organet (E89, G97, H59, H95, I97, J95, K91, M96, "
        "N99) kodas där och inte med T80–T88."
    ),
    source=Source("Socialstyrelsen", _ICD, "T80–T88, Utesluter"),
    catalogue=(59,),
    needs=icd(_COMPLICATION),
    fires_on=(with_record(example(row("T81.8", "Y83.9")), "Inlagd för postoperativ ileus dag 4."),),
    silent_on=(
        with_record(example(row("T81.8", "Y83.9")), "Inga tecken till postoperativ ileus."),
        with_record(example("K91.3"), "Postoperativ ileus."),
        example(row("T81.8", "Y83.9")),
    ),
)
def general_complication_for_a_named_one(case: Case) -> Iterator[Objection]:
    """Object to a general complication for each wording whose own code is lacking."""
    text = _text(case)
    code = next(case.codes_in(_COMPLICATION), "") if text else ""
    if code:
        yield from _worded(case, text, code, _SPECIFIC_WORDS)


def _text(case: Case) -> str:
    """Return the words of the record and of the diagnoses, a sentence each."""
    texts = [case.encounter.record_text, *(row.text for row in case.diagnoses)]
    return "\n".join(text for text in texts if text)


def _worded(
    case: Case, text: str, code: str, wordings: tuple[_Wording, ...]
) -> Iterator[Objection]:
    for wording in wordings:
        words = find_said(text, wording.words)
        if words and next(case.codes_in(wording.wanted), None) is None:
            yield Objection((code,), {"words": words, "other": wording.told})


def _stem(words: str) -> str:
    """Tell an injury from another: `femurfrakturen` is `femurfraktur`."""
    first = words.lower().split()
    return " ".join([re.sub(r"(en|er|erna|n)$", "", first[0]), *first[1:]])
