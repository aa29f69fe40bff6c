"""A handful of external causes in the forms that editions have them, and words for them."""

from __future__ import annotations

from datetime import date

from app.domain.codebook import MemoryCodebook
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level, Mark
from app.domain.external_cause import CauseWord, CauseWords

_LEVELS = {3: Level.CATEGORY, 5: Level.SUBCATEGORY, 6: Level.EXTENSION}

WORDS = CauseWords(
    {
        "0": CauseWord("0", "bostad", "bostad", "Hemma."),
        "4": CauseWord("4", "gata eller väg", "gata", "Ute."),
        "9": CauseWord("9", "okänd plats", "okänd", "Okänt."),
    },
    {
        "1": CauseWord("1", "lek eller fritid", "fritid", "Lek."),
        "9": CauseWord("9", "okänd aktivitet", "okänd", "Okänt."),
    },
)

_TITLES = {
    "W01": "Snubbling",
    "W01.0": "Snubbling-hemma",
    "W01.01": "Snubbling-hemma-lek",
    "W01.09": "Snubbling-hemma-okänt",
    "W01.4": "Snubbling-gata",
    "W01.49": "Snubbling-gata-okänt",
    "V18": "Cyklist, ej kollision",
    "V18.0": "Cyklist, ej kollision, förare, ej trafik",
    "V18.09": "Cyklist, ej kollision, förare, ej trafik-okänt",
    "Y07": "Annan misshandel",
    "Y07.1": "Misshandel av förälder",
    "Y07.19": "Misshandel av förälder-okänt",
    "Y07.1A": "Barnmisshandel, fysisk",
    "Y57": "Andra läkemedel",
    "Y57.9": "Läkemedel i terapeutiskt bruk",
    "Y98": "Livsstil",
}
#: The last day of W01.49.
GONE = date(2023, 12, 31)


def causes() -> MemoryCodebook:
    """Return the codebook of the causes."""
    codes = list(_TITLES)
    concepts = [
        Concept(
            CodeSystem.ICD10SE,
            code,
            title,
            _LEVELS[len(code)],
            code[:5].rstrip(".") if len(code) == len("W01.01") else code[:3],
            Mark.NONE,
            is_leaf=not any(other != code and other.startswith(code) for other in codes),
            valid_to=GONE if code == "W01.49" else None,
        )
        if len(code) > len("W01")
        else Concept(CodeSystem.ICD10SE, code, title, Level.CATEGORY, None, is_leaf=code == "Y98")
        for code, title in _TITLES.items()
    ]
    return MemoryCodebook(Edition("i", CodeSystem.ICD10SE, "ICD-10-SE", "2022"), concepts)
