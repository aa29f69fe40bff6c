"""Review of events: worst first, overrides answered, files streamed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level
from app.domain.encounter import Encounter, Override
from app.domain.errors import Cancelled, InputFileError, NotFoundError
from app.domain.finding import Severity
from app.domain.ports import UnitOfWork
from app.domain.record import CareRecord, RecordDocument
from app.exchange.encounter_json import write_encounter
from app.persistence.region_in_force import StoredRegion
from app.rules.base import Objection
from app.rules.case import Case
from app.rules.examples import example, row
from app.rules.registry import ALL_RULES
from app.services.context import AppContext
from app.services.job_control import JobControl
from app.services.parallel_review import review_files
from app.services.review import (
    format_reviewed,
    open_findings,
    review,
    review_all,
    review_stored,
)

_TITLES = {
    "J18.9": "Pneumoni, ospecificerad",
    "I10.9": "Essentiell hypertoni",
    "S72.00": "Sluten collumfraktur",
    "Z37.0": "Enkelbörd, levande född",
    "W01.0": "Fall i samma plan, bostad",
}


class OneYearLibrary:
    """A library with one edition a system, which notes the days that it is asked about."""

    def __init__(self) -> None:
        self.days: list[date | None] = []
        icd = [
            Concept(CodeSystem.ICD10SE, code, title, Level.SUBCATEGORY)
            for code, title in _TITLES.items()
        ]
        self._books = Codebooks(
            MemoryCodebook(Edition("i", CodeSystem.ICD10SE, "ICD-10-SE", "2022"), icd),
            MemoryCodebook(Edition("k", CodeSystem.KVA, "KVÅ", "2022"), []),
            MemoryCodebook(Edition("a", CodeSystem.ATC, "ATC", "2022"), []),
        )

    def for_day(self, day: date | None) -> Codebooks:
        self.days.append(day)
        return self._books


@pytest.fixture
def library() -> OneYearLibrary:
    return OneYearLibrary()


@pytest.fixture
def app_context(unit_of_work: Callable[[], UnitOfWork], library: OneYearLibrary) -> AppContext:
    parts: dict[str, Any] = {field.name: None for field in fields(AppContext)}
    region = StoredRegion(unit_of_work)
    used = {"unit_of_work": unit_of_work, "library": library, "rules": ALL_RULES, "region": region}
    used["now"] = lambda: datetime.fromisoformat("2026-11-22T12:00")
    return AppContext(**parts | used)


def write_lines(path: Path, *lines: Any) -> Path:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def coded(encounter_id: str, *diagnoses: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": encounter_id,
        "class": "Slutenvård",
        "start": "2022-03-14",
        "end": "2022-03-18",
        "diagnoses": list(diagnoses),
    }


PNEUMONIA = {"code": "J189", "role": "principal"}


def test_the_worst_comes_first_and_the_rule_book_orders_the_rest(app_context: AppContext) -> None:
    encounter = example("J18.9", "I10.9", "I10.9", row("S72.00", "W01.0"), "Q99.9")

    findings = review(app_context, encounter)

    assert [f.rule_id for f in findings] == ["GK004", "BD001", "YO002"]
    assert [f.severity for f in findings] == [Severity.ERROR, Severity.WARNING, Severity.WARNING]


def test_the_day_of_the_event_picks_the_editions(
    app_context: AppContext, library: OneYearLibrary
) -> None:
    review(app_context, example("J18.9"))

    assert library.days == [date(2022, 3, 18)]


def test_an_override_closes_its_warning_until_the_codes_change(app_context: AppContext) -> None:
    encounter = example("J18.9", "S72.00")
    (warning,) = review(app_context, encounter)
    answered = replace(
        encounter, overrides=(Override(warning.rule_id, warning.codes, "Skada utan känd orsak"),)
    )
    changed = replace(answered, diagnoses=example("J18.9", "S72.01").diagnoses)

    assert review(app_context, answered) == [warning]
    assert open_findings(answered, review(app_context, answered)) == []
    assert "YO001" in {f.rule_id for f in open_findings(changed, review(app_context, changed))}


def test_an_error_stays_open_whatever_is_overridden(app_context: AppContext) -> None:
    encounter = example("Z37.0", "J18.9")
    errors = [f for f in review(app_context, encounter) if f.severity is Severity.ERROR]
    answered = replace(
        encounter, overrides=tuple(Override(f.rule_id, f.codes, "Ändå") for f in errors)
    )

    assert errors
    assert open_findings(answered, errors) == errors


@pytest.fixture
def stored(app_context: AppContext) -> Encounter:
    with app_context.unit_of_work() as uow:
        saved = uow.encounters.save(replace(example("J18.9", "I10.9", "I10.9"), id="A1"), "save-1")
        uow.commit()
    return saved


def test_a_stored_event_is_reviewed_as_it_is_stored(
    app_context: AppContext, stored: Encounter
) -> None:
    assert [f.rule_id for f in review_stored(app_context, stored.id)] == ["BD001"]


def test_an_event_that_is_not_there_is_told_so(app_context: AppContext) -> None:
    with pytest.raises(NotFoundError, match="B7"):
        review_stored(app_context, "B7")


def test_many_events_are_reviewed_with_progress(app_context: AppContext, stored: Encounter) -> None:
    steps: list[tuple[int, int]] = []
    control = JobControl(lambda done, total, _: steps.append((done, total)))

    found = review_all(app_context, [stored.id], control)

    assert {key: [f.rule_id for f in value] for key, value in found.items()} == {"A1": ["BD001"]}
    assert steps == [(0, 1)]


def test_a_file_is_reviewed_line_by_line_past_a_broken_one(
    app_context: AppContext, tmp_path: Path
) -> None:
    twice = {"code": "I10.9"}
    path = write_lines(
        tmp_path / "fil.jsonl",
        coded("A1", PNEUMONIA),
        "{",
        coded("A2", PNEUMONIA, twice, twice),
        coded("A3", PNEUMONIA) | {"kommentar": "ny"},
    )

    lines = list(review_files(app_context, [path]))

    assert [line.number for line in lines] == [1, 2, 3, 4]
    assert [line.is_clean for line in lines] == [True, False, False, True]
    assert [format_reviewed(line) for line in lines] == [
        {"id": "A1", "findings": []},
        {
            "id": None,
            "findings": [],
            "line": 2,
            "error": "Rad 2 hoppades över: den är inte giltig JSON vid tecken 2.",
        },
        {
            "id": "A2",
            "findings": [
                {
                    "rule": "BD001",
                    "catalogue": [8],
                    "severity": "warning",
                    "codes": ["I10.9"],
                    "message": (
                        "I10.9 Essentiell hypertoni är registrerad 2 gånger. Ta bort dubbletten."
                    ),
                }
            ],
        },
        {
            "id": "A3",
            "findings": [],
            "remarks": ["Nyckeln kommentar känns inte igen; värdet behålls men granskas inte."],
        },
    ]


def test_the_first_lines_are_answered_before_the_last_are_read(
    app_context: AppContext, library: OneYearLibrary, tmp_path: Path
) -> None:
    path = write_lines(tmp_path / "fil.jsonl", *[coded(f"A{n}", PNEUMONIA) for n in range(50)])

    first = next(review_files(app_context, [path]))

    assert first.encounter_id == "A0"
    assert len(library.days) == 1


def test_a_run_over_a_file_can_be_stopped(app_context: AppContext, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "fil.jsonl", *[coded(f"A{n}", PNEUMONIA) for n in range(3)])
    control = JobControl()
    lines = review_files(app_context, [path], control)
    next(lines)

    control.cancel()

    with pytest.raises(Cancelled):
        next(lines)


def test_a_rule_that_fails_on_a_line_stops_no_other_line(
    app_context: AppContext, tmp_path: Path
) -> None:
    def fail(case: Case) -> Iterator[Objection]:
        if case.principal_codes == ("I10.9",):
            raise ValueError(case.principal_codes)
        yield Objection()

    failing = replace(app_context, rules=(replace(ALL_RULES[0], check=fail, message="Prov."),))
    hypertension = {"code": "I109", "role": "principal"}
    path = write_lines(tmp_path / "fil.jsonl", coded("A1", hypertension), coded("A2", PNEUMONIA))

    first, second = review_files(failing, [path])

    assert first.encounter_id == "A1" and not first.is_clean
    told = r"Rad 1 kunde inte granskas: .*\(ValueError i test_review.py rad \d+\)"
    assert re.match(told, first.error)
    assert "I10" not in first.error
    assert [finding.message for finding in second.findings] == ["Prov."]


def test_a_file_that_is_not_there_is_told_in_a_sentence(
    app_context: AppContext, tmp_path: Path
) -> None:
    with pytest.raises(InputFileError, match="kan inte läsas"):
        list(review_files(app_context, [tmp_path / "borta.jsonl"]))


@pytest.mark.parametrize("content", ["# En rubrik\n\nText\n", "kod;titel\n1;2\n", "%PDF-1.7\n"])
def test_a_file_of_another_kind_is_refused_once(app_context, tmp_path: Path, content: str) -> None:
    path = tmp_path / "annat.txt"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(InputFileError, match="JSONL"):
        list(review_files(app_context, [path]))


def test_a_folder_is_refused(app_context, tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="mapp"):
        list(review_files(app_context, [tmp_path]))


def test_the_reporting_window_is_told_at_the_desk_and_not_of_a_file(
    app_context: AppContext, tmp_path: Path
) -> None:
    ended = datetime.fromisoformat("2026-08-20T12:00")
    late = example("J18.9", start="2026-08-18", end=ended.isoformat())
    told = [f.message for f in review(app_context, late) if 14 in f.catalogue]

    path = write_lines(tmp_path / "fil.jsonl", write_encounter(late))
    (line,) = review_files(app_context, (path,), jobs=1)

    assert told == ["Vårdkontakten ska vara rapporterad senast 2026-11-30: 8 dagar kvar."]
    assert 14 not in {number for finding in line.findings for number in finding.catalogue}


def test_a_stored_event_is_reviewed_with_the_words_of_its_record(app_context: AppContext) -> None:
    note = RecordDocument("n1", "Epikris", text="Patologisk fraktur i collum femoris.")
    stored = replace(example(row("S72.00", "W01.09")), id="words")
    with app_context.unit_of_work() as uow:
        uow.encounters.save(stored, "s1")
        uow.encounters.put_record("words", CareRecord((note,)))
        uow.commit()

    found = [f for f in review_stored(app_context, "words") if 48 in f.catalogue]

    assert [f.codes for f in found] == [("S72.00",)]
    assert "”Patologisk fraktur”" in found[0].message
