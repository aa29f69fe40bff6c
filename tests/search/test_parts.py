"""Compounds, corrected spelling, the lexicon and the prior of a code."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level, Mark
from app.domain.errors import InputFileError
from app.search.compounds import Splitter, learn_parts
from app.search.lexicon import COLUMNS, Lexicon, read_lexicon
from app.search.normalise import stems_of
from app.search.ranking import prior
from app.search.spelling import Corrector, KnownWords, allowed_edits
from app.search.terms import Term, TermKind, keys_of_phrases, phrase_key

ICD, KVA, ATC = CodeSystem.ICD10SE, CodeSystem.KVA, CodeSystem.ATC
VOCABULARY = ["fraktur", "höft", "höftled", "lårben", "lunga", "lungsjukdom", "sjukdom", "tumör"]


@pytest.fixture
def splitter() -> Splitter:
    return Splitter(learn_parts(VOCABULARY, stems_of(VOCABULARY), {"ovari", "hud"}))


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("höftfraktur", ("höft", "fraktur")),
        ("lårbensfraktur", ("lårben", "fraktur")),
        ("ovariesjukdom", ("ovari", "sjukdom")),
        ("hudtumör", ("hud", "tumör")),
    ],
)
def test_a_compound_parts_into_known_words(
    splitter: Splitter, word: str, parts: tuple[str, ...]
) -> None:
    best = splitter.split(word, is_begun=False)[0]
    assert (best.parts, best.gap) == (parts, 0)


def test_a_compound_still_being_typed_parts_at_its_known_beginning(splitter: Splitter) -> None:
    assert splitter.split("höftfrak", is_begun=True)[0].parts == ("höft", "frak")
    assert all(s.gap for s in splitter.split("höftfrak", is_begun=False))


def test_a_word_of_unknown_letters_is_not_parted(splitter: Splitter) -> None:
    assert splitter.split("xyzwqvbn", is_begun=False) == []


@pytest.fixture
def corrector() -> Corrector:
    words = ["hjärtinfarkt", "hjärninfarkt", "diabetes", "öra", "appendicit", "kolera"]
    return Corrector(KnownWords.of(words))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hjartinfarkt", "hjärtinfarkt"),
        ("hjärtifnarkt", "hjärtinfarkt"),
        ("diabtes", "diabetes"),
        ("apendicit", "appendicit"),
        ("ora", "öra"),
    ],
)
def test_a_slip_is_corrected_to_the_nearest_word(
    corrector: Corrector, typed: str, meant: str
) -> None:
    assert corrector.corrections(typed, is_begun=False)[0].word == meant


def test_missing_dots_cost_less_than_another_letter(corrector: Corrector) -> None:
    dots = corrector.corrections("hjartinfarkt", is_begun=False)[0]
    letter = corrector.corrections("hjärtinfarkk", is_begun=False)[0]
    assert dots.distance < letter.distance


def test_a_half_typed_word_is_corrected_by_its_beginning(corrector: Corrector) -> None:
    assert not corrector.corrections("diebe", is_begun=False)
    assert corrector.corrections("diebe", is_begun=True)[0].word == "diabetes"


@pytest.mark.parametrize(("typed", "meant"), [("epreciation", "depreciation"), ("hxöft", "höft")])
def test_slips_that_spoil_a_spelling_rule_or_a_doubled_letter_are_slips(
    typed: str, meant: str
) -> None:
    known = Corrector(KnownWords.of(["depreciation", "höft"]))
    assert known.corrections(typed, is_begun=False)[0].word == meant


def test_dots_are_given_back_only_to_words_without_any(corrector: Corrector) -> None:
    assert [c.word for c in corrector.with_dots("hjartinfarkt")] == ["hjärtinfarkt"]
    assert not corrector.with_dots("hjärtinfarkt")


@pytest.mark.parametrize(("word", "edits"), [("kol", 1), ("astma", 1), ("diabetes", 2)])
def test_longer_words_may_hold_more_slips(word: str, edits: int) -> None:
    assert allowed_edits(word) == edits


def _term(text: str, *targets: str, kind: TermKind = TermKind.LAY) -> Term:
    return Term(text, targets, ICD, kind)


def test_a_phrase_is_found_in_any_order_and_written_as_one_word() -> None:
    lexicon = Lexicon([_term("propp i hjärnan", "I63"), _term("grå starr", "H25")])
    assert lexicon.exact(["hjärnan", "propp"], ICD)[0].codes == ("I63",)
    assert lexicon.exact(["gråstarr"], ICD)[0].codes == ("H25",)
    assert not lexicon.exact(["propp"], ICD)


def test_a_phrase_whose_joined_form_is_a_form_of_its_word_is_found_apart_only() -> None:
    lexicon = Lexicon([_term("hepatit a", "B15")])
    assert lexicon.exact(["hepatit", "a"], ICD)
    assert not lexicon.exact(["hepatit"], ICD)


def test_a_term_belongs_to_its_system() -> None:
    lexicon = Lexicon([_term("kol", "J44")])
    assert lexicon.exact(["kol"], ICD)
    assert not lexicon.exact(["kol"], ATC)


def test_the_shortest_terms_with_a_beginning_come_first() -> None:
    lexicon = Lexicon([_term("halsfluss", "J03"), _term("halsont", "J02"), _term("hosta", "R05")])
    assert [t.text for t in lexicon.beginning("hals", ICD, 5)] == ["halsont", "halsfluss"]


def test_every_member_of_a_group_of_like_words_stands_for_the_others() -> None:
    lexicon = Lexicon([_term("lever", "hepat*", kind=TermKind.SYNSET)])
    assert lexicon.synsets("lever", ICD)[0].targets == ("hepat*",)
    assert lexicon.synsets("hepat", ICD)[0].targets == ("lever",)


def test_phrase_keys_forget_inflection_and_latin_spelling() -> None:
    assert phrase_key(["asthma"]) == phrase_key(["astman"])
    assert phrase_key(["blåsca"]) != phrase_key(["blåsk"])
    assert keys_of_phrases([["blåsca"]]).of(["blåsca"]) == phrase_key(["blåsca"])


@pytest.mark.parametrize(
    "line",
    [
        "för\tfå",
        "kol\tJ44\tmars\tlay\tx\ty",
        "kol\tJ44\ticd10se\tsaga\tx\ty",
        "kol\t\tkva\tlay\t\t",
    ],
)
def test_a_broken_line_is_named_with_file_and_row(tmp_path: Path, line: str) -> None:
    text = "\t".join(COLUMNS) + "\n" + line + "\n"
    (tmp_path / "egna.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(InputFileError, match=r"egna\.tsv, rad 2"):
        read_lexicon(tmp_path)


def test_a_file_without_its_header_is_refused(tmp_path: Path) -> None:
    (tmp_path / "egna.tsv").write_text("kol\tJ44\n", encoding="utf-8")
    with pytest.raises(InputFileError, match="rubrikraden"):
        read_lexicon(tmp_path)


def test_the_shipped_lexicon_can_be_read() -> None:
    folder = Path(__file__).resolve().parents[2] / "codebooks" / "lexicon"
    assert len(read_lexicon(folder).terms) > 500


def _icd(code: str, level: Level, title: str = "Sjukdom", mark: Mark = Mark.NONE) -> Concept:
    return Concept(ICD, code, title, level, mark=mark)


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (_icd("J45", Level.CATEGORY), _icd("J45.1", Level.SUBCATEGORY)),
        (_icd("J45.9", Level.SUBCATEGORY), _icd("J45.1", Level.SUBCATEGORY)),
        (_icd("J45.1", Level.SUBCATEGORY), _icd("J45.8", Level.SUBCATEGORY)),
        (_icd("J45.1", Level.SUBCATEGORY), _icd("J45.1A", Level.EXTENSION)),
        (_icd("J45", Level.CATEGORY), _icd("W01", Level.CATEGORY)),
        (_icd("J45", Level.CATEGORY), _icd("J40-J47", Level.BLOCK)),
        (_icd("E11.1", Level.SUBCATEGORY), _icd("G63.2", Level.SUBCATEGORY, mark=Mark.ASTERISK)),
        (_icd("J45", Level.CATEGORY), _icd("J98", Level.CATEGORY, "Andra lungsjukdomar")),
        (Concept(ATC, "M01AE01", "Ibuprofen", Level.ITEM),
         Concept(ATC, "M02AA13", "Ibuprofen", Level.ITEM)),
        (Concept(KVA, "AB001", "Skopi", Level.ITEM), Concept(KVA, "VA001", "Skopi", Level.ITEM)),
    ],
)  # fmt: skip
def test_the_general_code_is_likelier_than_the_rare_one(more: Concept, less: Concept) -> None:
    assert prior(more) > prior(less)


def test_the_same_files_are_one_lexicon_and_others_another(tmp_path: Path) -> None:
    def lexicon_with(folder: str, text: str) -> Lexicon:
        (tmp_path / folder).mkdir(exist_ok=True)
        row = "\t".join((text, "I10", "icd10se", "lay", "test", "granskad"))
        lines = f"{chr(9).join(COLUMNS)}\n{row}\n"
        (tmp_path / folder / "egna.tsv").write_text(lines, encoding="utf-8")
        return read_lexicon(tmp_path / folder)

    one = lexicon_with("one", "högt tryck")

    assert lexicon_with("other", "högt tryck") is one
    assert [term.text for term in lexicon_with("one", "för högt tryck").terms] == ["för högt tryck"]
