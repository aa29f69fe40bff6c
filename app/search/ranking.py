"""The constants of the ranking, all of them, and the prior of each code.

A score is  matched weight / asked weight × (1 − LENGTH_SHARE × unexplained part of the title)
+ prior.  Each word of the question weighs log(entries / entries that match it).  Sections are
decided beside the score and never by it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from app.domain.codes import CodeSystem, is_external_cause
from app.domain.concept import Concept, Level, Mark


@dataclass(frozen=True, slots=True)
class Quality:
    """How much of a word's weight each kind of reading is worth."""

    exact: float = 1.0
    stem: float = 0.97
    variant: float = 0.93
    joined: float = 0.98
    beginning: float = 0.70
    #: Added to a beginning in proportion to how much of the word is typed.
    beginning_share: float = 0.22
    #: What is half typed by a last word that is whole as it stands, and not the only one.
    whole_begun: float = 0.80
    compound_head: float = 0.80
    inside: float = 0.55
    split: float = 0.93
    #: A split is worth this much of its mean; the rest comes from its weakest part.
    split_mean: float = 0.6
    gap_per_letter: float = 0.05
    synset: float = 0.84
    #: The noun of an adjective, and what else begins with it.
    adjective: float = 0.72
    phrase: float = 0.95
    code_term: float = 1.0
    #: Half-typed names of imported products are many, and titles that begin so go before them.
    product_begun: float = 0.85
    #: What each further target of a term loses, and the most that is lost.
    next_target: float = 0.06
    last_target: float = 0.12
    correction: float = 0.97
    correction_per_edit: float = 0.12
    #: Distance of a word that only misses å, ä, ö or has a variant spelling.
    same_key: float = 0.3


@dataclass(frozen=True, slots=True)
class Weight:
    """What a word in each place of an entry is worth, and how words of the question weigh."""

    title: float = 1.0
    description: float = 0.40
    #: A word after `icke`.
    negated: float = 0.60
    lightest: float = 0.6
    heaviest: float = 8.5
    noise: float = 0.25
    #: A word that nothing matches.
    unknown: float = 5.0


@dataclass(frozen=True, slots=True)
class Line:
    """Where the sections part."""

    #: Every word at least this good: the section of words.
    words: float = 0.85
    #: Every word at least this good: beginnings and parts.
    parts: float = 0.50
    #: The whole answer at least this good to stand above the line.
    above: float = 0.60
    #: A word with no reading this good is corrected.
    correct_word: float = 0.62
    #: A whole answer below this makes the other words be corrected too.
    correct_all: float = 0.80
    #: Entries this far below the best are not looked at.
    keep: float = 0.45


@dataclass(frozen=True, slots=True)
class Prior:
    """What a code is worth before anybody asks."""

    category: float = 0.05
    unspecified: float = 0.03
    unspecified_title: float = 0.01
    other: float = -0.02
    other_title: float = -0.02
    extension: float = -0.02
    structural: float = -0.30
    external: float = -0.08
    external_deep: float = -0.14
    chapter_op: float = -0.03
    chapter_z: float = -0.03
    status_z: float = -0.05
    supplementary: float = -0.05
    asterisk: float = -0.04
    kva_pathway: float = -0.08
    kva_anaesthesia: float = -0.04
    kva_reoperation: float = -0.05
    kva_supplement: float = -0.02
    kva_other: float = -0.02
    atc_substance: float = 0.01
    atc_combination: float = -0.02
    atc_local: float = -0.03
    atc_group: float = -0.02


LENGTH_SHARE: Final = 0.30
#: A word that weighs less stands in more than every three hundredth entry.
COMMON_WORD: Final = math.log1p(300)
#: How much of a title counts as explained by a term that points at its code, or above it.
TERM_EXPLAINS: Final = 1.0
TERM_EXPLAINS_BELOW: Final = 0.8
#: How much less each further target explains, as a multiple of what it loses besides.
TERM_EXPLAINS_NEXT: Final = 2.0
#: What a term that points at a code adds, so that it goes before titles that say the same.
TERM_BONUS: Final = 0.02
#: How much less it explains and adds with other words beside it, for all the weight being theirs.
TERM_BESIDE_WORDS: Final = 0.5
#: On the first page, where more fit as well, no more codes of an ICD category than these.
FIRST_PAGE: Final = 10
MOST_OF_CATEGORY: Final = 3
#: What a product loses whose name is a word that another codebook knows.
PRODUCT_BESIDE_WORDS: Final = 0.30
#: What a code loses that is unusual in the setting of the event: more than any score in a section.
UNUSUAL: Final = 2.0
#: What a title gains that denies what the question denies, and loses that says the opposite.
DENIED_TOO: Final = 0.10
CONTRADICTED: Final = 1.0

QUALITY: Final = Quality()
WEIGHT: Final = Weight()
LINE: Final = Line()
PRIOR: Final = Prior()

#: Words that say nothing about which code is meant.
STOP_WORDS: Final = frozenset(
    [
        *("i", "av", "på", "med", "och", "för", "som", "till", "en", "ett", "den", "det", "de"),
        *("hos", "från", "vid", "the", "of", "in", "der"),
    ]
)
#: Words that weigh little and may be left unmatched.
NOISE_WORDS: Final = frozenset(
    [
        *("hö", "vä", "höger", "vänster", "dx", "sin", "bilat", "bilateral", "obs", "pat"),
        *("susp", "misstänkt", "misstanke", "oklar", "eller", "ny", "gammal", "utan", "akut"),
        *("akuta", "uns", "ospecificerad"),
    ]
)
#: Words of titles that narrow nothing: a title is as general with them as without.
GENERAL_WORDS: Final = frozenset(
    [
        *("ospecificerad", "ospecificerat", "ospecificerade", "uns"),
        *("lokalisation", "kroppsregion", "kroppsdel"),
    ]
)
#: The same for ATC: strengths and forms, as they stand behind the name of a product.
DOSE_WORDS: Final = frozenset(
    [
        *("mg", "g", "ml", "mikrogram", "ie", "dos", "enheter", "mmol", "timme", "timmar"),
        *("tablett", "tabletter", "tabl", "kapsel", "kapslar", "injektion", "inj", "lösning"),
        *("filmdragerad", "filmdragerade", "dragerad", "hård", "mjuk", "oral", "pulver"),
        *("depot", "depottablett", "depotkapsel", "depotplåster", "depotsuspension"),
        *("enterotablett", "enterokapsel", "tuggtablett", "sugtablett", "brustablett"),
        *("munsönderfallande", "resoriblett", "sublingual", "granulat", "dospåse", "droppar"),
        *("injektionsvätska", "infusionsvätska", "vätska", "koncentrat", "suspension"),
        *("emulsion", "förfylld", "spruta", "injektionspenna", "cylinderampull"),
        *("inhalationspulver", "inhalationsspray", "nebulisator", "nässpray", "ögondroppar"),
        *("endosbehållare", "örondroppar", "kräm", "gel", "suppositorium", "vagitorium"),
    ]
)

_ATC_LOCAL = ("A01", "C05", "D", "G01", "M02", "R01", "R02", "S", "V")


def prior(concept: Concept) -> float:
    """How likely the code is meant, all else equal; general before rare."""
    if concept.system is CodeSystem.ICD10SE:
        return _icd_prior(concept)
    return _kva_prior(concept) if concept.system is CodeSystem.KVA else _atc_prior(concept)


def _icd_prior(concept: Concept) -> float:
    if concept.is_structural:
        return PRIOR.structural
    return _icd_level(concept) + _icd_chapter(concept.code) + _icd_nature(concept)


def _icd_level(concept: Concept) -> float:
    if concept.level is Level.CATEGORY:
        return PRIOR.category
    if concept.level is Level.EXTENSION:
        return PRIOR.extension
    return {"9": PRIOR.unspecified, "8": PRIOR.other}.get(concept.code[-1], 0.0)


def _icd_chapter(code: str) -> float:
    if is_external_cause(code):
        return PRIOR.external if len(code) == len("V01") else PRIOR.external_deep
    if code[0] == "Z":
        return PRIOR.chapter_z + (PRIOR.status_z if code >= "Z80" else 0.0)
    if "B90" <= code < "B98" or "T90" <= code < "T99":
        return PRIOR.supplementary
    return PRIOR.chapter_op if code[0] in "OP" else 0.0


def _icd_nature(concept: Concept) -> float:
    asterisk = PRIOR.asterisk if concept.mark is Mark.ASTERISK else 0.0
    other = PRIOR.other_title if concept.title.startswith(("Andra ", "Annan ", "Annat ")) else 0.0
    is_category = len(concept.code) == len("A00")
    is_general = is_category and "ospecificera" in concept.title.lower()
    return asterisk + other + (PRIOR.unspecified_title if is_general else 0.0)


def _kva_prior(concept: Concept) -> float:
    if concept.is_structural:
        return PRIOR.structural
    code = concept.code
    value = {
        "V": PRIOR.kva_pathway,
        "S": PRIOR.kva_anaesthesia,
        "Z": PRIOR.kva_supplement,
    }.get(code[0], 0.0)
    if code[1:2].isalpha() and code[2:3] == "W":
        value += PRIOR.kva_reoperation
    if concept.title.startswith(("Annan ", "Annat ", "Andra ")):
        value += PRIOR.kva_other
    return value


def _atc_prior(concept: Concept) -> float:
    local = PRIOR.atc_local if concept.code.startswith(_ATC_LOCAL) else 0.0
    if concept.is_structural:
        return PRIOR.atc_group + local
    combined = any(word in concept.title.lower() for word in (" och ", "kombination", "/"))
    return PRIOR.atc_substance + local + (PRIOR.atc_combination if combined else 0.0)
