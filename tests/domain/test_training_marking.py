"""Marks by the published scheme: what is right, half right, missing, too many."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.codes import CodeSystem
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure
from app.domain.training import (
    Attempt,
    ExerciseKey,
    KeyCode,
    KeyProcedure,
    Mode,
    Overrule,
    WrongCode,
    seconds_left,
)
from app.domain.training_marking import mark_coding
from app.domain.training_marks import Marks, Part, Verdict
from tests.domain.made_exercises import (
    FOREIGN,
    keys,
    made_event,
    made_exercise,
    principal,
    secondary,
)

P, S = DiagnosisRole.PRINCIPAL, DiagnosisRole.SECONDARY
KEY = ExerciseKey(
    (principal("A41.5"), secondary("N10.9"), secondary("N17.9", "N17.8")),
    (KeyProcedure(KeyCode("NFB19"), None, (KeyCode("ZXA05"),)),),
    (
        WrongCode(CodeSystem.ICD10SE, "N39.0", "Platsen är känd.", ("BD009",)),
        WrongCode(CodeSystem.ICD10SE, "A41.9", "Bakterien är känd.", is_near=True),
    ),
)


def coded(*diagnoses: Diagnosis, acts: tuple[Procedure, ...] = ()) -> Encounter:
    return replace(made_event(), diagnoses=diagnoses, procedures=acts)


def verdicts(marks: Marks) -> list[tuple[str, Verdict, int]]:
    return [(line.expected[0] if line.expected else line.given, line.verdict, line.points)
            for line in marks.lines]  # fmt: skip


def test_each_line_of_the_scheme_has_its_points() -> None:
    act = Procedure("NFB29", additional=("ZXA00",))
    marks = mark_coding(
        KEY, coded(Diagnosis("A41.9", P), Diagnosis("N17.8"), Diagnosis("N39.0"), acts=(act,))
    )

    assert verdicts(marks) == [
        ("A41.5", Verdict.CATEGORY, 4),
        ("N10.9", Verdict.MISSING, 0),
        ("N17.9", Verdict.ALTERNATIVE, 4),
        ("NFB19", Verdict.CATEGORY, 2),
        ("ZXA05", Verdict.MISSING, 0),
        ("N39.0", Verdict.WRONG, -2),
        ("ZXA00", Verdict.SURPLUS, -1),
    ]
    assert (marks.points, marks.full, marks.percent) == (7, 22, 31)
    assert marks.lines[0].why.startswith("Bakterien är känd.")
    assert marks.lines[5].cites == ("BD009",)


def test_a_principal_among_the_secondaries_earns_half_and_each_way_round() -> None:
    marks = mark_coding(KEY, coded(Diagnosis("N10.9", P), Diagnosis("A41.5")))

    assert verdicts(marks)[:2] == [("A41.5", Verdict.ROLE, 4), ("N10.9", Verdict.ROLE, 2)]


def test_the_right_category_in_the_wrong_role_earns_a_quarter() -> None:
    marks = mark_coding(KEY, coded(Diagnosis("N10.9", P), Diagnosis("A41.0")))

    assert verdicts(marks)[0] == ("A41.5", Verdict.CATEGORY_AND_ROLE, 2)


def test_a_pair_is_right_turned_or_apart() -> None:
    key = ExerciseKey((principal("E10.2", partner=KeyCode("N08.3")),))
    right = mark_coding(key, coded(Diagnosis("E10.2", P, "N08.3")))
    turned = mark_coding(key, coded(Diagnosis("N08.3", P, "E10.2")))
    apart = mark_coding(key, coded(Diagnosis("E10.2", P), Diagnosis("N08.3")))

    assert (right.points, right.full) == (10, 10)
    assert verdicts(turned) == [("E10.2", Verdict.TURNED, 4), ("N08.3", Verdict.RIGHT, 2)]
    assert verdicts(apart) == [("E10.2", Verdict.RIGHT, 8), ("N08.3", Verdict.UNLINKED, 1)]


def test_a_cause_hangs_where_it_belongs_also_when_it_stands_on_a_row_of_its_own() -> None:
    key = ExerciseKey((principal("S52.50", causes=(KeyCode("W01.09"),)), secondary("I10.9")))
    loose = coded(Diagnosis("S52.50", P), Diagnosis("W01.09"), Diagnosis("I10.9"))
    elsewhere = coded(Diagnosis("S52.50", P), Diagnosis("I10.9", external_causes=("W01.09",)))
    near = coded(Diagnosis("S52.50", P, external_causes=("W01.19",)), Diagnosis("I10.9"))

    assert mark_coding(key, loose).percent == 100
    assert verdicts(mark_coding(key, elsewhere))[1] == ("W01.09", Verdict.UNLINKED, 1)
    assert verdicts(mark_coding(key, near))[1] == ("W01.09", Verdict.CATEGORY, 1)


def test_a_row_that_is_not_required_neither_earns_nor_costs() -> None:
    key = ExerciseKey((principal("J15.9"), secondary("I10.9", is_required=False)))

    without = mark_coding(key, coded(Diagnosis("J15.9", P)))
    with_it = mark_coding(key, coded(Diagnosis("J15.9", P), Diagnosis("I10.9")))

    assert without == with_it
    assert without.percent == 100


def test_points_never_fall_below_nothing() -> None:
    rows = [Diagnosis(code) for code in FOREIGN[:30]]

    assert mark_coding(KEY, coded(*rows)).points == 0
    assert mark_coding(KEY, coded()).percent == 0


def test_order_earns_only_where_the_exercise_asks_for_it() -> None:
    key = replace(KEY, order_matters=True)
    ordered = coded(Diagnosis("A41.5", P), Diagnosis("N10.9"), Diagnosis("N17.9"))
    reversed_ = coded(Diagnosis("A41.5", P), Diagnosis("N17.9"), Diagnosis("N10.9"))

    def order(marks: Marks) -> list[tuple[Verdict, int]]:
        return [(line.verdict, line.points) for line in marks.lines if line.part is Part.ORDER]

    assert order(mark_coding(key, ordered)) == [(Verdict.RIGHT, 2)]
    assert order(mark_coding(key, reversed_)) == [(Verdict.DISORDERED, 0)]
    assert order(mark_coding(KEY, ordered)) == []


@given(keys(), st.booleans())
@settings(deadline=None, max_examples=60)
def test_the_key_itself_earns_everything(key: ExerciseKey, with_optional: bool) -> None:
    coding = made_exercise(key).coded(with_optional=with_optional)

    marks = mark_coding(key, coding)

    assert marks.percent == 100
    assert marks.points == marks.full
    assert marks.differences == ()


@given(keys(), st.data())
@settings(deadline=None, max_examples=60)
def test_the_order_of_secondaries_does_not_matter(key: ExerciseKey, data: st.DataObject) -> None:
    key = replace(key, order_matters=False)
    event = made_exercise(key).coded()
    kept = data.draw(st.lists(st.sampled_from(event.diagnoses), unique=True))
    shuffled = data.draw(st.permutations(kept))

    def marked(rows: list[Diagnosis]) -> tuple[int, list[tuple[str, Verdict, int]]]:
        marks = mark_coding(key, replace(event, diagnoses=tuple(rows)))
        return marks.points, sorted(verdicts(marks))

    assert marked(kept) == marked(list(shuffled))


@given(keys(), st.sampled_from(FOREIGN), st.data())
@settings(deadline=None, max_examples=80)
def test_a_wrong_code_that_is_added_never_raises_the_marks(
    key: ExerciseKey, wrong: str, data: st.DataObject
) -> None:
    event = made_exercise(key).coded(with_optional=True)
    kept = data.draw(st.lists(st.sampled_from(event.diagnoses), unique=True))
    place = data.draw(st.integers(0, len(kept)))
    role = data.draw(st.sampled_from([P, S])) if not any(d.is_principal for d in kept) else S
    if data.draw(st.booleans()):
        key = replace(key, wrong=(WrongCode(CodeSystem.ICD10SE, wrong, "Fel."),))

    before = mark_coding(key, replace(event, diagnoses=tuple(kept)))
    added = (*kept[:place], Diagnosis(wrong, role), *kept[place:])
    after = mark_coding(key, replace(event, diagnoses=added))

    assert after.points <= before.points
    assert after.full == before.full


@given(keys(), st.data())
@settings(deadline=None, max_examples=50)
def test_a_listed_wrong_code_of_an_asked_category_never_raises_the_marks(
    key: ExerciseKey, data: st.DataObject
) -> None:
    event = made_exercise(key).coded()
    asked = data.draw(st.sampled_from([row.code.code for row in key.diagnoses]))
    key = replace(key, wrong=(WrongCode(CodeSystem.ICD10SE, f"{asked[:3]}.9", "Fel."),))
    kept = data.draw(st.lists(st.sampled_from(event.diagnoses), unique=True))

    before = mark_coding(key, replace(event, diagnoses=tuple(kept)))
    after = mark_coding(key, replace(event, diagnoses=(*kept, Diagnosis(f"{asked[:3]}.9"))))

    assert after.points <= before.points


def test_the_trainer_has_the_last_word_on_a_line_and_the_first_marks_are_kept() -> None:
    marks = mark_coding(KEY, coded(Diagnosis("A41.9", P)))
    at = datetime.fromisoformat("2026-01-01T12:00")
    said = (Overrule(0, 0, "Nej.", "Eva", at), Overrule(0, 8, "Godtas.", "Eva", at))
    attempt = Attempt("a", "e", "E", "Anna", Mode.TEST, at, at, marks=marks, overrules=said)

    assert attempt.final.points == marks.points + 4
    assert attempt.marks == marks


@pytest.mark.parametrize(("minute", "left"), [(0, 1800), (29, 60), (45, 0)])
def test_a_test_has_so_many_seconds_left(minute: int, left: int) -> None:
    start = datetime.fromisoformat("2026-01-01T12:00")
    attempt = Attempt("a", "e", "E", "Anna", Mode.TEST, start, time_limit=30)

    assert seconds_left(attempt, start.replace(minute=minute)) == left
    assert replace(attempt, ended=start.replace(minute=minute)).is_late is (minute > 30)
