"""Who may do what changes something for everybody."""

from __future__ import annotations

from datetime import date

from app.domain.access import Person, Role
from app.domain.permissions import MAY_DO, Act, hindrance

LEA = Person("lea", "Lea", Role.LEAD)
GONE = Person("gun", "Gun", Role.LEAD, left_on=date(2026, 1, 1))
OTHERS = [Person(role.value, role.value, role) for role in Role if role is not Role.LEAD]


def test_the_lead_may_do_everything_and_others_what_the_table_gives_them() -> None:
    for act in Act:
        assert hindrance(act, LEA, [LEA]) == ""
        for other in OTHERS:
            assert (hindrance(act, other, [LEA]) == "") == (other.role in MAY_DO[act])


def test_the_sentence_names_who_may_and_what_to_do() -> None:
    said = hindrance(Act.JUDGE_TERMS, Person("k", "K", Role.CLINICIAN), [LEA])

    assert said.startswith("Bara kodare och kodningsansvarig kan godkänna")
    assert "byt person" in said
    alone = hindrance(Act.DRAW_SAMPLES, OTHERS[0], [OTHERS[0]])
    assert alone.endswith("här finns ingen än. Gör någon till det under Arkiv → Personer.")


def test_a_workplace_without_a_lead_is_open_but_for_what_can_wait() -> None:
    for people in ([], OTHERS, [GONE]):
        open_acts = {act for act in Act if not hindrance(act, OTHERS[0], people)}

        assert open_acts == {
            Act.PEOPLE, Act.EDITIONS, Act.DRG_TABLES, Act.REGION, Act.JUDGE_TERMS,
        }  # fmt: skip
