"""What a sample may be drawn from, as the form offers it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.access import Person
from ui.screens.sample_form import SampleForm

ANNA, BO = Person("anna", "Anna Lind"), Person("bo", "Bo Ek")


def test_who_has_left_is_offered_last_as_such_and_a_choice_stays(qtbot) -> None:
    form = SampleForm()
    qtbot.addWidget(form)
    form.offer([ANNA, BO], ["Medicin"])
    form.person.setCurrentText("Anna Lind")

    form.offer([replace(ANNA, left_on=date(2026, 1, 1)), BO], ["Medicin"])

    offered = [form.person.itemText(at) for at in range(form.person.count())]
    assert offered == ["Alla personer", "Bo Ek", "Anna Lind (har slutat)"]
    assert form.sample.coder_id == "anna"
