"""A grouping in Swedish, as a coder reads it: no names of columns.

What the tables themselves call a property stands between quotes, in the language that they have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from app.domain.codes import format_icd, has_icd_shape
from app.domain.drg_explanation import Complication, Condition, Weight

#: What the return codes of the national tables stand for; 0 is no trouble.
RETURN_CODES = {
    "1": "Huvuddiagnosen fattas.",
    "2": "Patientens kön fattas.",
    "3": "Patientens kön och diagnosen passar inte ihop.",
    "4": "Patienten är för ung för diagnosen.",
    "5": "Patienten är för gammal för diagnosen.",
    "6": "Åldern är omöjlig, över 125 år.",
    "7": "Diagnos och åtgärd är en sällsynt eller felaktig kombination.",
    "8": "Huvuddiagnosen är ogiltig.",
    "9": "Kontakten kan inte grupperas som den är.",
    "A": "Åtgärd i operationssal för hemangiom; uppgifterna är riktiga.",
    "B": "En åtgärd är ospecificerad eller omöjlig.",
}
_DAYS_A_YEAR = 365.25
#: Letters of a group that its degrees of complication share.
_FAMILY = 3
#: Ages so close to whole years, in days, are told as years too.
_NEARLY = 2
_SLEEPING = frozenset("IJ")
#: What names of complication categories end with, and the sentence says in its own words.
_GRADE = re.compile(r"\s*-?\s*major CC$")
_VERY = 2
_ROOMS = {
    "S": "En åtgärd i operationssal",
    "P": "En åtgärd som påverkar grupperingen",
    "N": "Ingen åtgärd i operationssal",
    "Z": "Ingen åtgärd som påverkar grupperingen",
    "+": "En åtgärd som påverkar grupperingen",
    "-": "Ingen åtgärd som påverkar grupperingen",
}
_LEVELS = {
    "1": "Minst ett komplicerande tillstånd",
    "2": "Ett mycket komplicerande tillstånd",
    ">0": "Minst ett komplicerande tillstånd",
    ">1": "Ett mycket komplicerande tillstånd",
    "<1": "Inget komplicerande tillstånd",
    "<2": "Inget mycket komplicerande tillstånd",
    "-1": "Inget komplicerande tillstånd av den lägre graden",
    "-2": "Inget mycket komplicerande tillstånd",
}
_DISCHARGES = {
    "E": "Patienten har avlidit",
    "R": "Patienten har flyttats till ett annat sjukhus",
    "L": "Patienten har lämnat sjukhuset på egen begäran",
}
_SEXES = {"M": "Patienten är man", "F": "Patienten är kvinna", "-": "Patientens kön saknas"}
#: Names a code as it is shown, with its title.
NameOf = Callable[[str], str]
#: What the tables call values, by the kind of value and the value.
Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explanation: what is said, and the codes behind it as they are shown."""

    text: str
    codes: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """The line as one sentence."""
        return f"{self.text}: {'; '.join(self.codes)}." if self.codes else f"{self.text}."


def told_condition(condition: Condition, name_of: NameOf, texts: Texts) -> Line:
    """Tell a condition of the rule that was met, and which codes met it."""
    named = tuple(name_of(code) for code in condition.codes)
    return Line(asked_for(condition.column, condition.cell, texts), named)


def asked_for(column: str, cell: str, texts: Texts) -> str:
    """Say what a filled column of a rule asks for; no full stop."""
    return _ASKED[column](cell, texts)


def told_complication(each: Complication, principal: str, name_of: NameOf, texts: Texts) -> str:
    """Tell what became of a complication category, as one sentence."""
    name = name_of(each.code)
    grade = "mycket komplicerande" if each.level >= _VERY else "komplicerande"
    named = _named("compl", each.category, texts)
    category = f" (kategori {named})" if each.category else ""
    if each.weight is Weight.EXCLUDED:
        return (
            f"{name} vore {grade}, men räknas inte när {principal} är huvuddiagnos: den står på "
            f"uteslutningslistan för kategori {named}."
        )
    if each.weight is Weight.SLEEPS:
        return (
            f"{name} är vilande{category} och räknas inte: den väcks bara av en annan kod"
            f"{_with_one_of(each.wakes, texts)}, och ingen sådan finns på händelsen."
        )
    if each.weight is Weight.SAME:
        return f"{name} räknas inte, för samma kod är huvuddiagnos."
    if each.category[2:3] in _SLEEPING:
        woken = " och ".join(map(name_of, each.woken_by)) or "en annan kod på händelsen"
        return f"{name} räknas som {grade}{category}, väckt av {woken}."
    return f"{name} räknas som {grade}{category}."


@dataclass(frozen=True, slots=True)
class Separation:
    """A near group that the event is not in, and the first thing that it asks for besides."""

    drg: str
    text: str
    missing: str


def told_separations(near: Iterable[Separation]) -> list[str]:
    """Tell what separates the event from groups that it is not in; never as advice.

    Groups of one family (E40A, E40C, E40E) that ask for the same thing are one sentence.
    """
    families: dict[tuple[str, str], list[Separation]] = {}
    for each in near:
        families.setdefault((each.drg[:_FAMILY], each.missing), []).append(each)
    return [_told_family(missing, found) for (_, missing), found in families.items()]


def _told_family(missing: str, found: Sequence[Separation]) -> str:
    clauses = [each.text.split(",") for each in found]
    shared = takewhile(lambda alike: len(set(alike)) == 1, zip(*clauses, strict=False))
    text = ",".join(alike[0] for alike in shared)
    codes = [each.drg for each in found]
    named = " och ".join(filter(None, (", ".join(codes[:-1]), codes[-1])))
    asked = f"{missing[:1].lower()}{missing[1:]}"
    return f"{' '.join(f'{named} {text}'.split())}: där krävs {asked}."


def shown_label(label: str) -> str:
    """Write a code of a grouping with its point and without its title; pairs with both halves."""
    dagger, _, asterisk = label.partition("†/")
    if asterisk:
        return f"{pointed(dagger)}† med {pointed(asterisk[:-1])}*"
    return pointed(label)


def pointed(code: str) -> str:
    """Write a diagnosis as it is shown elsewhere; what has another shape stays as it is."""
    shown = format_icd(code)
    return shown if has_icd_shape(shown) else code


def return_code_sentence(code: str) -> str:
    """Say what a return code means; nothing for a contact that is grouped."""
    return RETURN_CODES.get(code, "" if code in ("", "0") else f"Returkod {code}.")


def joined(sentences: Iterable[str]) -> str:
    """Put sentences after each other."""
    return " ".join(filter(None, sentences))


def days_in_words(days: int) -> str:
    """Write a number of days, and as years where it is whole ones."""
    years = round(days / _DAYS_A_YEAR)
    grouped = f"{days:,}".replace(",", " ")
    if years and abs(days - years * _DAYS_A_YEAR) < _NEARLY:
        return f"{grouped} dagar ({years} år)"
    return f"{grouped} dagar"


def _principal(cell: str, _texts: Texts) -> str:
    known = "huvuddiagnos som finns i tabellerna"
    return f"En {known}" if cell.startswith("+") else f"Ingen {known}"


def _mdc(cell: str, texts: Texts) -> str:
    bare = cell.lstrip("+-")
    named = f"{bare} {texts.get('mdc', {}).get(bare, '')}".strip()
    return f"Huvuddiagnos {_not(cell)}i huvudgrupp {named}"


def _category(cell: str, texts: Texts) -> str:
    return f"Huvuddiagnos {_not(cell)}i kategori {_named('dgcat', cell, texts)}"


def _principal_property(cell: str, texts: Texts) -> str:
    without = "utan" if cell.startswith("-") else "med"
    return f"Huvuddiagnos {without} egenskapen {_named('pdgprop', cell, texts)}"


def _procedure(cell: str, texts: Texts) -> str:
    named = _named("procpro", cell, texts)
    return (
        f"Ingen åtgärd med egenskapen {named}"
        if cell.startswith("-")
        else f"Åtgärd med egenskapen {named}"
    )


def _second(cell: str, texts: Texts) -> str:
    if cell in ("+", "-"):
        return "Ingen annan åtgärd i operationssal" if cell == "-" else _OTHER_ROOM
    named = _named("procpro", cell, texts)
    if cell.startswith("-"):
        return f"Ingen åtgärd med egenskapen {named}"
    return f"Ytterligare en åtgärd, med egenskapen {named}"


_OTHER_ROOM = "Ytterligare en åtgärd i operationssal"


def _any_property(cell: str, texts: Texts) -> str:
    named = _named("dgprop", cell, texts)
    if cell.startswith("-"):
        return f"Ingen kod med egenskapen {named}"
    return f"En kod med egenskapen {named}"


def _age(cell: str, _texts: Texts) -> str:
    side = "under" if cell.startswith("<") else "över"
    return f"Ålder {side} {days_in_words(int(cell[1:]))}"


def _stay(cell: str, _texts: Texts) -> str:
    if cell == "<1":
        return "Öppenvård"
    if cell == ">0":
        return "Slutenvård"
    side = "kortare" if cell.startswith("<") else "längre"
    return f"Vårdtid {side} än {cell[1:]} {'dag' if cell[1:] == '1' else 'dagar'}"


def _discharge(cell: str, _texts: Texts) -> str:
    letter = cell.lstrip("=-")
    is_not = "-" in cell
    if letter == "N":
        return _DISCHARGES["E"] if is_not else "Patienten lever vid utskrivningen"
    if letter not in _DISCHARGES:
        return f"Utskrivningssätt {'annat än ' if is_not else ''}{letter}"
    return _DISCHARGES[letter].replace(" har ", " har inte ") if is_not else _DISCHARGES[letter]


def _with_one_of(properties: Sequence[str], texts: Texts) -> str:
    if not properties:
        return ""
    return f" med egenskapen {' eller '.join(_named('dgprop', each, texts) for each in properties)}"


def _named(kind: str, cell: str, texts: Texts) -> str:
    """Give a value the words of the tables between quotes; its id where they have none."""
    bare = cell.lstrip("+-")
    words = _GRADE.sub("", " ".join(texts.get(kind, {}).get(bare, "").split()))
    return f"”{words}”" if words else bare


def _not(cell: str) -> str:
    return "som inte är " if cell.startswith("-") else ""


_Asked = Callable[[str, Texts], str]
_ASKED: dict[str, _Asked] = {
    "icd": _principal,
    "mdc": _mdc,
    "dgcat": _category,
    "pdgprop": _principal_property,
    "or_proc": lambda cell, _texts: _ROOMS.get(cell, f"Operationskod {cell}"),
    "procpro": _procedure,
    "secpro": _second,
    "dgprop1": _any_property,
    "dgprop2": _any_property,
    "dgprop3": _any_property,
    "dgprop4": _any_property,
    "compl": lambda cell, _texts: _LEVELS.get(cell, f"Komplikationsnivå {cell}"),
    "agelim": _age,
    "sex": lambda cell, _texts: _SEXES.get(cell, cell),
    "dur": _stay,
    "disch": _discharge,
}
