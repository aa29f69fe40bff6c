"""The shipped words for diagnoses: what a file may hold, whichever edition is in use."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from app.domain.codes import CodeSystem
from app.search.lexicon import Lexicon, read_lexicon
from app.search.terms import Term, TermKind, phrase_key, telling_words

FOLDER = Path(__file__).resolve().parents[2] / "codebooks" / "lexicon"
ICD = CodeSystem.ICD10SE


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_lexicon(FOLDER)


def meanings(lexicon: Lexicon, text: str) -> list[Term]:
    found = lexicon.exact(telling_words(text), ICD)
    return [term for term in found if term.points_at_codes]


@pytest.mark.parametrize(
    ("abbreviation", "codes"),
    [
        ("ms", {"G35", "I050", "I342"}),
        ("pe", {"I26", "O14"}),
        ("dm", {"E14", "E11", "E10", "M33"}),
        ("ht", {"I109", "Z941"}),
        ("at", {"I471", "R53"}),
        ("mi", {"I340", "I21"}),
    ],
)
def test_an_abbreviation_lists_all_that_a_note_may_mean_by_it(
    lexicon: Lexicon, abbreviation: str, codes: set[str]
) -> None:
    listed = {code for term in meanings(lexicon, abbreviation) for code in term.codes}
    assert codes <= listed


def test_no_two_lines_say_the_same_words() -> None:
    said: dict[str, list[str]] = defaultdict(list)
    for name in ("diagnoses", "external_causes"):
        for line in (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            text = line.split("\t")[0]
            said[phrase_key(telling_words(text))].append(text)
    assert [texts for texts in said.values() if len(texts) > 1] == []


@pytest.mark.parametrize(
    "strange",
    [
        "mycket", "manlig", "handling", "tårkanal", "sensorisk", "hemlös", "tuberkulos", "analys",
        "angiven", "benign", "ventrikelflimmer", "hälsokontroll", "fototoxisk", "bristning",
        "otillräcklig", "barnsängsfeber", "kostbetingad", "stenkolsdamm", "pedofili", "vadhållning",
    ],
)  # fmt: skip
def test_no_root_of_two_or_three_letters_catches_a_word_of_another_meaning(
    lexicon: Lexicon, strange: str
) -> None:
    groups = [term for term in lexicon.terms if term.kind is TermKind.SYNSET]
    caught = {
        (group.text, target)
        for group in groups
        if group.system in (None, ICD)
        for target in group.targets
        if target.endswith("*") and not strange.startswith(group.text)
        if len(target) <= 4 and strange.startswith(target.rstrip("*"))
    }
    assert caught == set()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("snubblat på mattan", "W01"),
        ("ramlat av hästen", "V80"),
        ("påkörd av bil", "V03"),
        ("kanylstick", "W46"),
        ("våldtagen", "Y05"),
        ("fästingbiten", "W57"),
        ("hoppat från balkong", "X80"),
        ("vinkelslip", "W29"),
    ],
)
def test_external_causes_are_found_as_people_say_them(
    lexicon: Lexicon, said: str, code: str
) -> None:
    assert code in {first.codes[0][:3] for first in meanings(lexicon, said)}
