"""The visit codes of a contact: derived from its form and from who took part, never typed.

Sources: seed 001 (forms of visits), KVÅ 2021 (XS900–XS926); tables of 2014 number groups and
teams otherwise, so each form is tried in the spellings that tables have had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class VisitForm(StrEnum):
    """How patients and professionals met."""

    SINGLE = "Enskilt besök"
    TEAM = "Teambesök"
    GROUP = "Gruppbesök"
    GROUP_TEAM = "Gruppteambesök"


#: The codes of a form, the spelling of today first.
FORM_CODES: dict[VisitForm, tuple[tuple[str, ...], ...]] = {
    VisitForm.SINGLE: (("XS900",),),
    VisitForm.TEAM: (("XS902",),),
    VisitForm.GROUP: (("XS903",), ("XS901",)),
    VisitForm.GROUP_TEAM: (("XS904",), ("XS901", "XS902")),
}
#: Beginnings of the words for a profession, and its code.
_PROFESSIONS = (
    ("arbetsterapeut", "XS910"),
    ("audionom", "XS911"),
    ("dietist", "XS912"),
    ("kurator", "XS913"),
    ("logoped", "XS914"),
    ("läkare", "XS915"),
    ("ortoptist", "XS916"),
    ("psykolog", "XS917"),
    ("fysioterapeut", "XS918"),
    ("sjukgymnast", "XS918"),
    ("sjuksköterska", "XS919"),
    ("skötare", "XS920"),
    ("undersköterska", "XS921"),
    ("naprapat", "XS923"),
    ("kiropraktor", "XS924"),
    ("barnmorska", "XS925"),
    ("optiker", "XS926"),
)
_OTHER_PROFESSION = "XS922"
_VISIT_CODES = tuple(f"XS{number}" for number in range(900, 927))


@dataclass(frozen=True, slots=True)
class VisitCodes:
    """The visit codes that a table set knows, and what it lacks, as Swedish sentences."""

    codes: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def form_of(contact_form: str, professions: Iterable[str]) -> VisitForm:
    """Tell the form of a visit; without any word for it, one patient who meets one or a team."""
    text = contact_form.casefold()
    is_group = "grupp" in text
    is_team = "team" in text or (not text and len(set(professions)) > 1)
    if is_group:
        return VisitForm.GROUP_TEAM if is_team else VisitForm.GROUP
    return VisitForm.TEAM if is_team else VisitForm.SINGLE


def profession_code(profession: str) -> str:
    """Return the code of a profession; an unknown one is other health-care staff."""
    text = profession.casefold()
    beginnings = (code for word, code in _PROFESSIONS if text.startswith(word))
    within = (code for word, code in _PROFESSIONS if word in text)
    return next(beginnings, None) or next(within, _OTHER_PROFESSION)


def visit_codes(
    contact_form: str, professions: Iterable[str], is_known: Callable[[str], bool]
) -> VisitCodes:
    """Derive the visit codes of an outpatient contact as a table set spells them.

    Tables that have none of these codes, as Norway's, do not ask for them: nothing is derived.
    """
    if not any(map(is_known, _VISIT_CODES)):
        return VisitCodes(())
    taking_part = tuple(dict.fromkeys(each.strip() for each in professions if each.strip()))
    form = form_of(contact_form, taking_part)
    found = [*_spelled(form, is_known)]
    remarks = [] if found else [f"Tabellerna saknar kod för {form.value.lower()}."]
    for profession in taking_part:
        code = profession_code(profession)
        if is_known(code):
            found.append(code)
        else:
            remarks.append(f"Tabellerna saknar yrkeskoden {code} för {profession.lower()}.")
    if not taking_part:
        remarks.append(
            "Yrkeskategorin är okänd, och utan den grupperas besöket inte efter sin diagnos: ange "
            "i journalsystemet vem patienten träffade."
        )
    return VisitCodes(tuple(dict.fromkeys(found)), tuple(remarks))


def respelled(codes: Iterable[str], is_known: Callable[[str], bool]) -> Iterator[str]:
    """Yield codes with those of forms of visits as a table set spells them."""
    forms = {spelling[0][0]: form for form, spelling in FORM_CODES.items()}
    for code in codes:
        if code in forms and not is_known(code):
            yield from _spelled(forms[code], is_known) or (code,)
        else:
            yield code


def is_visit_code(code: str) -> bool:
    """Whether a code tells the form of a visit or who took part."""
    return code in _VISIT_CODES


def _spelled(form: VisitForm, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    spellings = FORM_CODES[form]
    return next((each for each in spellings if all(map(is_known, each))), ())
