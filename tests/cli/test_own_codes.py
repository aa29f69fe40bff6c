"""`kodklar search --person` and `--event`: the codes of a person and of an event come first."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import bootstrap
from app.domain.access import AccessEvent, Role
from app.domain.codes import CodeSystem
from app.domain.coding_acts import set_principal
from app.services.access import add_person
from app.services.favourites import add_favourite
from tests.cli.conftest import Answer, Kodklar
from tests.services.workday import NUMBER, event, put


@pytest.fixture(autouse=True)
def kim(sqlite_url: str, tmp_path: Path) -> None:
    """Kim keeps I15.9; the patient of event `nu` had I10.9 two years before."""
    app = bootstrap(tmp_path, sqlite_url)
    person = add_person(app, "Kim Kodare", Role.CODER)
    add_favourite(app, person, CodeSystem.ICD10SE, "I15.9")
    day = datetime.fromisoformat("2023-04-02T10:00")
    put(app, set_principal(event("förr", start=day, end=day), "I10.9"), event("nu"))
    app.close()


def log_lines(sqlite_url: str, folder: Path) -> list[AccessEvent]:
    app = bootstrap(folder, sqlite_url)
    with app.unit_of_work() as uow:
        lines = uow.access_log.latest(10)
    app.close()
    return lines


def own(answer: Answer) -> list[tuple[str, str]]:
    hits: list[dict[str, Any]] = answer.objects[0]["hits"]
    return [(hit["code"], hit["why"]) for hit in hits if hit["tier"] == "own"]


def test_a_persons_favourites_come_first(kodklar: Kodklar) -> None:
    plain = kodklar("search", "hypertoni", "--json")
    kims = kodklar("search", "hypertoni", "--person", "kim kodare", "--json")

    ((code, why),) = own(kims)
    assert code == "I15.9"
    assert why.startswith("favorit · ")
    assert kims.objects[0]["hits"][0]["code"] == "I15.9"
    assert own(plain) == []


def test_the_patients_earlier_codes_come_before_favourites(kodklar: Kodklar) -> None:
    found = own(kodklar("search", "hypertoni", "--person", "Kim Kodare", "--event", "nu", "--json"))

    assert [code for code, _ in found] == ["I10.9", "I15.9"]
    assert found[0][1].startswith("patienten 2023-04-02 · ")


def test_asking_at_an_event_is_noted_in_the_access_log(
    kodklar: Kodklar, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "skift")

    answer = kodklar("search", "hypertoni", "--event", "nu", "--json")
    kodklar("search", "hypertoni", "--person", "Kim Kodare", "--json")

    (line,) = log_lines(sqlite_url, tmp_path)
    assert (line.person_name, line.encounter_id) == ("skift (kommandorad)", "nu")
    assert [code for code, _ in own(answer)] == ["I10.9"]
    assert NUMBER not in answer.out + answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--event", "saknad"), "saknad"),
        (("--person", "Ingen Alls"), "Kim Kodare"),
        (("--event", "nu", "--within", "I10-I15"), "--within"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(
    kodklar: Kodklar, words: tuple[str, ...], said: str
) -> None:
    answer = kodklar("search", "hypertoni", *words)

    assert answer.status == 2
    assert answer.out == ""
    assert said in answer.err


def test_a_file_of_questions_has_no_section_of_own_codes(kodklar: Kodklar, tmp_path: Path) -> None:
    path = tmp_path / "frågor.tsv"
    path.write_text("query\nhypertoni\n", encoding="utf-8")

    refused = kodklar("search", "--batch", path, "--person", "Kim Kodare")

    assert refused.status == 2
    assert "--batch" in refused.err
    assert own(kodklar("search", "--batch", path)) == []
