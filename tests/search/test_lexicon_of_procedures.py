"""The shipped words for procedures and medicines: what a file may hold, whichever edition."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from app.domain.codes import CodeSystem
from app.search.lexicon import Lexicon, read_lexicon
from app.search.terms import TermKind, phrase_key, telling_words

FOLDER = Path(__file__).resolve().parents[2] / "codebooks" / "lexicon"
FILES = ("abbreviations", "procedures", "drugs")
KVA, ATC = CodeSystem.KVA, CodeSystem.ATC


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_lexicon(FOLDER)


def codes(lexicon: Lexicon, text: str, system: CodeSystem) -> tuple[str, ...]:
    found = lexicon.exact(telling_words(text), system)
    return next((term.codes for term in found if term.points_at_codes), ())


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ta bort mandlarna", "EMB10"),
        ("rör i öronen", "DCA20"),
        ("dra stygn", "TQX40"),
        ("kopparspiral", "TLC00"),
        ("byta höftled", "NFB29"),
        ("starroperation", "CJE20"),
        ("ta ut moderkakan", "MBA30"),
        ("hyvling av prostata", "KED22"),
        ("turp", "KED22"),
        ("picc-line", "SP105"),
        ("crrt", "DR020"),
        ("telefonsamtal", "XS012"),
    ],
)
def test_a_procedure_is_a_term_as_people_and_wards_say_it(
    lexicon: Lexicon, said: str, code: str
) -> None:
    assert codes(lexicon, said, KVA)[:1] == (code,)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("blodförtunnande", "B01A"),
        ("vattendrivande", "C03"),
        ("sömnmedicin", "N05C"),
        ("lmwh", "B01AB"),
        ("nikotinplåster", "N07BA"),
        ("prozac", "N06AB03"),
    ],
)
def test_a_group_of_medicines_is_a_term_by_what_it_does(
    lexicon: Lexicon, said: str, code: str
) -> None:
    assert codes(lexicon, said, ATC)[:1] == (code,)


@pytest.mark.parametrize("verb", ["ta bort", "operera bort", "sy", "ta prov på"])
def test_a_plain_verb_is_a_phrase_for_the_words_of_titles(lexicon: Lexicon, verb: str) -> None:
    kinds = {term.kind for term in lexicon.exact(telling_words(verb), KVA)}
    assert TermKind.PHRASE in kinds


def test_no_two_lines_say_the_same_words_in_a_codebook() -> None:
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in FILES:
        for line in (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            text, _, system = line.split("\t")[:3]
            said[phrase_key(telling_words(text)), system].append(text)
    assert [texts for texts in said.values() if len(texts) > 1] == []
