from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.domain.care_types import CareSetting, EncounterClass
from app.domain.codes import CodeSystem
from app.domain.encounter import Encounter
from app.domain.errors import InputFileError
from app.domain.identity import read_identity
from app.domain.patient import Patient, Sex
from app.domain.search import (
    FoundPart,
    MatchKind,
    SearchHit,
    SearchQuery,
    Setting,
    Suggestions,
)
from app.services.code_search import (
    format_retirement,
    hit_data,
    search_batch,
    search_codes,
    setting_of,
    suggest_codes,
    suggestions_data,
)


class EchoEngine:
    """Answers every question with one hit, and remembers the questions."""

    def __init__(self) -> None:
        self.asked: list[SearchQuery] = []

    def prepare(self, day: object = None) -> None:
        """Nothing to build."""

    def search(self, query: SearchQuery) -> list[SearchHit]:
        self.asked.append(query)
        hit = SearchHit(CodeSystem.ICD10SE, "J45", "Astma", MatchKind.WORDS, "ord: astma")
        return [hit]


@pytest.fixture
def app() -> SimpleNamespace:
    return SimpleNamespace(engine=EchoEngine())


def _file(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "frågor.tsv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_question_is_passed_on_with_its_filters(app: SimpleNamespace) -> None:
    assert search_codes(app, "astma", [CodeSystem.KVA], 7)[0].code == "J45"
    assert app.engine.asked == [SearchQuery("astma", (CodeSystem.KVA,), 7)]


def test_the_setting_of_the_event_is_passed_on(app: SimpleNamespace) -> None:
    setting = Setting(Sex.FEMALE, 31, CareSetting.INPATIENT)
    search_codes(app, "astma", setting=setting)
    assert app.engine.asked == [SearchQuery("astma", setting=setting)]


def test_an_event_tells_sex_age_at_admission_and_class_of_care() -> None:
    born = Patient(read_identity("191212121212"), sex=Sex.MALE, birth_date=date(1954, 3, 2))
    event = Encounter(
        "1", born, EncounterClass.INPATIENT, start=datetime(2024, 3, 1, 8, tzinfo=UTC)
    )
    assert setting_of(event) == Setting(Sex.MALE, 69, CareSetting.INPATIENT)
    unknown = Encounter("1", Patient(read_identity("191212121212")))
    assert setting_of(unknown) == Setting()


def test_filters_are_passed_on_for_a_text_and_for_a_file(
    app: SimpleNamespace, tmp_path: Path
) -> None:
    asked = SearchQuery("astma", (), 3, None, "IX", principal_only=True, show_retired=True)
    search_codes(app, "astma", (), 3, chapter="IX", principal_only=True, show_retired=True)
    list(search_batch(app, _file(tmp_path, "query\nastma\n"), replace(asked, text="")))
    assert app.engine.asked == [asked, asked]


def test_a_code_out_of_use_tells_its_last_day_and_what_took_over() -> None:
    hit = SearchHit(CodeSystem.ATC, "L01XE01", "Imatinib", MatchKind.WORDS, "ord: imatinib")
    assert "valid_to" not in hit_data(hit)
    assert format_retirement(hit) == ""
    gone = replace(hit, valid_to=date(2020, 12, 31))
    assert format_retirement(gone) == "utgick 2020-12-31"
    gone = replace(gone, successors=("L01EA01",))
    assert (hit_data(gone)["valid_to"], hit_data(gone)["successors"]) == ("2020-12-31", ["L01EA01"])
    assert format_retirement(gone) == "utgick 2020-12-31, ersatt av L01EA01"


def test_what_to_try_instead_is_asked_with_the_filters(app: SimpleNamespace) -> None:
    found = Suggestions(("astma",), (FoundPart("svår", 3),), "Andningsorganen")
    app.engine.suggest = lambda query: app.engine.asked.append(query) or found
    assert suggest_codes(app, "asmta", [CodeSystem.KVA], chapter="10") is found
    assert app.engine.asked == [SearchQuery("asmta", (CodeSystem.KVA,), chapter="10")]
    data = suggestions_data(found)
    assert (data["spellings"], data["parts"]) == (["astma"], [{"text": "svår", "hits": 3}])


def test_every_line_of_a_file_is_answered(app: SimpleNamespace, tmp_path: Path) -> None:
    path = _file(tmp_path, "\ufeffquery\tsystem\taccept\nastma\tKVÅ\tX\n\nkol\t\tJ44\n")
    answers = list(search_batch(app, path))
    assert [(a["query"], a["system"]) for a in answers] == [("astma", "KVÅ"), ("kol", "")]
    assert [q.systems for q in app.engine.asked] == [(CodeSystem.KVA,), ()]
    assert answers[0]["ms"] >= 0
    told = {"code": "J45", "system": "icd10se", "title": "Astma", "tier": "words"}
    assert answers[0]["hits"] == [told | {"why": "ord: astma", "marked": []}]


@pytest.mark.parametrize(
    ("written", "system"),
    [("icd10se", CodeSystem.ICD10SE), ("ICD", CodeSystem.ICD10SE), ("KVA", CodeSystem.KVA),
     ("kva", CodeSystem.KVA), ("ATC", CodeSystem.ATC)],
)  # fmt: skip
def test_systems_may_be_written_in_several_ways(
    app: SimpleNamespace, tmp_path: Path, written: str, system: CodeSystem
) -> None:
    list(search_batch(app, _file(tmp_path, f"system\tquery\n{written}\tastma\n")))
    assert app.engine.asked[0].systems == (system,)


def test_a_file_needs_no_column_for_the_system(app: SimpleNamespace, tmp_path: Path) -> None:
    assert next(search_batch(app, _file(tmp_path, "query\r\nastma\r\n")))["query"] == "astma"


@pytest.mark.parametrize(
    "line", [b"astma\tsnomed", b"\tICD", b"\xff\xfe\tICD"], ids=["system", "query", "utf8"]
)
def test_a_broken_line_is_told_and_the_rest_is_answered(
    app: SimpleNamespace, tmp_path: Path, line: bytes
) -> None:
    path = _file(tmp_path, b"query\tsystem\n" + line + b"\nkol\tICD\n")
    broken, answered = search_batch(app, path)
    assert broken["line"] == 2
    assert broken["error"].endswith(".")
    assert answered["query"] == "kol"


@pytest.mark.parametrize("text", ["", "fråga;system\n", "kol\tICD\n"])
def test_a_file_without_its_header_is_refused(
    app: SimpleNamespace, tmp_path: Path, text: str
) -> None:
    with pytest.raises(InputFileError, match="kolumn query"):
        list(search_batch(app, _file(tmp_path, text)))


def test_a_file_that_is_not_there_is_refused(app: SimpleNamespace, tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="kan inte läsas"):
        list(search_batch(app, tmp_path / "borta.tsv"))
