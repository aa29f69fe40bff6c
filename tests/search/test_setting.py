"""The setting of an event orders the hits of a section and hides none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.care_types import CareSetting
from app.domain.codebook import MemoryCodebook
from app.domain.concept import Concept, Level
from app.domain.errors import InputFileError
from app.domain.patient import Sex
from app.domain.search import MatchKind, SearchQuery, Setting
from app.search.code_table import CodeOrder
from app.search.engine import LibrarySearch
from app.search.setting import read_usual_settings, unusual_rows, usual_settings

from .conftest import ATC, ICD, KVA, SmallLibrary

TITLES = {
    "A41.9": "Sepsis, ospecificerad",
    "C61": "Cancer i prostata",
    "C56": "Cancer i äggstock",
    "C34": "Cancer i lunga",
    "C50": "Cancer i bröstkörtel",
    "F03": "Demens, senil",
    "F93": "Ängslan hos barn, senil",
    "O14": "Havandeskapsförgiftning",
    "O85": "Sepsis efter förlossning",
    "P36": "Sepsis hos nyfödd",
    "R95": "Plötslig död hos spädbarn",
}
PROCEDURES = {"XS002": "Behandling av sepsis under vårdtillfälle", "XS900": "Besök för sepsis"}
MAN, WOMAN = Setting(Sex.MALE, 50), Setting(Sex.FEMALE, 30)
NEWBORN = Setting(Sex.FEMALE, 0)


class PersonsLibrary(SmallLibrary):
    """Codes that are for some only."""

    def __init__(self) -> None:
        super().__init__()
        listed = [Concept(ICD, code, title, Level.CATEGORY) for code, title in TITLES.items()]
        self.books[ICD] = MemoryCodebook(self.books[ICD].edition, listed)
        done = [Concept(KVA, code, title, Level.ITEM) for code, title in PROCEDURES.items()]
        self.books[KVA] = MemoryCodebook(self.books[KVA].edition, done)


@pytest.fixture(scope="module")
def engine(lexicon_dir: Path) -> LibrarySearch:
    return LibrarySearch(PersonsLibrary(), lexicon_dir)


def _codes(
    engine: LibrarySearch, text: str, setting: Setting | None = None, limit: int = 50
) -> list[str]:
    return [h.code for h in engine.search(SearchQuery(text, (), limit, setting=setting))]


def test_codes_of_the_other_sex_stand_last(engine: LibrarySearch) -> None:
    assert _codes(engine, "cancer", MAN)[-1] == "C56"
    assert _codes(engine, "cancer", WOMAN)[-1] == "C61"
    neither = _codes(engine, "cancer", Setting(Sex.UNKNOWN, 50))
    assert neither == _codes(engine, "cancer")


def test_codes_of_another_age_stand_last(engine: LibrarySearch) -> None:
    assert _codes(engine, "sepsis", WOMAN)[-1] == "P36"
    assert set(_codes(engine, "sepsis", NEWBORN)[-1:]) == {"O85"}
    assert set(_codes(engine, "sepsis", MAN)[-2:]) == {"O85", "P36"}
    assert _codes(engine, "senil", Setting(Sex.MALE, 9))[-1] == "F03"
    assert _codes(engine, "senil", Setting(Sex.MALE, 80))[-1] == "F93"


def test_codes_of_another_form_of_care_stand_last(engine: LibrarySearch) -> None:
    inpatient = Setting(care=CareSetting.INPATIENT)
    outpatient = Setting(care=CareSetting.OUTPATIENT)
    assert _codes(engine, "sepsis", inpatient)[-1] == "XS900"
    assert _codes(engine, "sepsis", outpatient)[-1] == "XS002"


def test_the_limit_cuts_after_the_setting_has_ordered(engine: LibrarySearch) -> None:
    for text in ("cancer", "sepsis", "senil"):
        everything = _codes(engine, text, MAN)
        for limit in range(1, len(everything)):
            assert _codes(engine, text, MAN, limit) == everything[:limit]


def test_a_code_that_was_typed_stands_where_it_stands(engine: LibrarySearch) -> None:
    for text in ("O14", "o1", "C5", "P36 cancer", "O14 sepsis", "kod:C5* kod:C*"):
        typed = {MatchKind.EXACT_CODE, MatchKind.CODE_PREFIX}
        with_setting = engine.search(SearchQuery(text, setting=MAN))
        without = engine.search(SearchQuery(text))
        assert [h for h in with_setting if h.kind in typed] == [
            h for h in without if h.kind in typed
        ]


ages = st.one_of(st.none(), st.integers(0, 110))
any_setting = st.builds(Setting, st.sampled_from(Sex), ages, st.sampled_from([None, *CareSetting]))
words = st.sampled_from(["cancer", "sepsis", "senil", "i", "hos", "nyfödd", "cancr", "O8", "C61"])


@given(
    text=st.lists(words, min_size=1, max_size=3).map(" ".join),
    setting=any_setting,
    limit=st.integers(1, 9),
)
@settings(max_examples=150, deadline=None)
def test_a_setting_orders_within_sections_and_hides_nothing(
    engine: LibrarySearch, text: str, setting: Setting, limit: int
) -> None:
    query = SearchQuery(text, limit=1000)
    plain, settled = engine.search(query), engine.search(replace(query, setting=setting))
    assert [hit.kind for hit in settled] == [hit.kind for hit in plain]
    assert {(h.system, h.code, h.kind, h.why) for h in settled} == {
        (h.system, h.code, h.kind, h.why) for h in plain
    }
    exact = [hit.code for hit in plain if hit.kind is MatchKind.EXACT_CODE]
    assert [hit.code for hit in settled][: len(exact)] == exact
    cut = engine.search(replace(query, setting=setting, limit=limit))
    assert [h.code for h in cut] == [h.code for h in settled][:limit]


def test_every_row_of_the_table_asks_for_something_and_is_sourced() -> None:
    rows = usual_settings()
    assert {row.system for row in rows} == {ICD, KVA, ATC}
    assert all(row.codes for row in rows)
    order = CodeOrder(["O80", "O809", "O99"], [2, 0, 1])
    assert unusual_rows(rows, MAN, order, ICD).tolist() == [True, True, True]
    assert unusual_rows(rows, WOMAN, order, ICD) is None


@pytest.mark.parametrize(
    "row",
    [
        'codes = "O00"\nsystem = "icd10se"\nsex = "female"\ncatalogue = []\nsource = ""',
        'codes = "O00"\nsystem = "icd10se"\ncatalogue = []\nsource = "x"',
        'codes = "O00"\nsystem = "icd"\nsex = "female"\ncatalogue = []\nsource = "x"',
        'codes = "O00"\nsystem = "kva"\nsex = "K"\ncatalogue = []\nsource = "x"',
        'system = "kva"\nsex = "female"\ncatalogue = []\nsource = "x"',
        "codes = ",
    ],
)
def test_a_row_that_is_not_whole_is_refused(tmp_path: Path, row: str) -> None:
    path = tmp_path / "setting.toml"
    path.write_text(f"[[row]]\n{row}\n", encoding="utf-8")
    with pytest.raises(InputFileError, match="Rätta filen"):
        read_usual_settings(path)
