"""Templates are looked over: what retires, what is unknown, what means something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from app.domain.access import Person
from app.domain.code_set import CodeSet, CodeSetItem, SetScope
from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition
from app.domain.errors import AppError
from app.domain.usable_code import find_usable
from app.services.code_set_checks import check_code_sets
from app.services.code_set_examples import add_examples, read_examples
from app.services.code_sets import (
    apply_to_stored,
    list_code_sets,
    mark_reviewed,
    next_review,
    save_code_set,
    set_review,
)
from app.services.context import AppContext
from tests.domain.made_editions import E2025, E2026, icd
from tests.services.workday import ANNA, event, put

ICD = CodeSystem.ICD10SE
HIP = CodeSetItem(ICD, "S72.00", is_principal=True)


def test_every_code_of_the_examples_is_in_use_in_the_shipped_edition(app: AppContext) -> None:
    today = app.now().date()
    books = app.library.for_day(today)

    missing = [
        (each.name, item.code)
        for each in read_examples(app)
        for item in each.items
        if find_usable(books, item.system, item.code, today) is None
    ]

    assert missing == []
    assert len(read_examples(app)) >= 2


def test_what_hangs_on_a_code_hangs_on_one_of_the_same_example(app: AppContext) -> None:
    for each in read_examples(app):
        leads = {item.code for item in each.items if not item.under}
        assert {item.under for item in each.items if item.under} <= leads
        assert sum(item.is_principal for item in each.items) == 1


def test_examples_are_added_once_and_never_over_one_of_the_same_name(app: AppContext) -> None:
    mine = save_code_set(app, ANNA, "normal förlossning", [HIP], shared=SetScope.SHARED)

    first, second = add_examples(app), add_examples(app)

    assert "Normal förlossning" not in {each.name for each in first}
    assert second == []
    kept = {each.name: each for each in list_code_sets(app, Person("x", "X"))}
    assert kept["normal förlossning"].items == mine.items
    assert all(each.scope is SetScope.SHARED for each in kept.values())


def test_an_example_is_put_on_an_event_whole(app: AppContext) -> None:
    put(app, event())
    examples = {each.name: each for each in add_examples(app)}

    after, told = apply_to_stored(app, "e1", examples["Höftfraktur opererad"], ANNA)

    assert told.left_out == ()
    assert after.principal is not None and after.principal.code == "S72.00"
    assert after.principal.external_causes == ("W01.09",)
    assert [procedure.code for procedure in after.procedures] == ["NFB19"]


def test_a_new_template_is_to_be_looked_over_when_next_years_editions_have_come(
    app: AppContext,
) -> None:
    saved = save_code_set(app, ANNA, "Höft", [HIP])

    assert saved.review_on == next_review(app.now().date())
    (stored,) = list_code_sets(app, ANNA)
    assert stored.review_on == saved.review_on
    assert next_review(date(2026, 12, 31)) == date(2027, 1, 15)


def test_a_review_that_is_due_is_told_and_done(app: AppContext) -> None:
    today = app.now().date()
    saved = save_code_set(app, ANNA, "Höft", [HIP])
    due = set_review(app, ANNA, saved.id, today)
    with pytest.raises(AppError, match="passerat"):
        set_review(app, ANNA, saved.id, today - timedelta(days=1))

    (before,) = check_code_sets(app, [due])
    (after,) = check_code_sets(app, [mark_reviewed(app, ANNA, saved.id)])

    assert before.is_review_due and f"skulle ha granskats {today}" in before.sentences
    assert not after.is_review_due and after.sentences == ""


def test_an_unknown_code_is_told_and_left_out_with_a_sentence(app: AppContext) -> None:
    put(app, event())
    saved = save_code_set(app, ANNA, "Höft", [HIP, CodeSetItem(ICD, "Q99.99")])

    (checked,) = check_code_sets(app, [saved])
    after, told = apply_to_stored(app, "e1", saved, ANNA)

    assert checked.remarks[0].startswith("Q99.99 finns inte i ")
    assert told.unknown == ("Q99.99",) and told.out_of_use == ()
    assert "Utelämnade koder som inte finns i utgåvan: Q99.99 (" in told.sentences
    assert list(after.icd_codes()) == ["S72.00"]


class TwoYears:
    """A library with an edition of ICD-10-SE for each of two years."""

    def __init__(self, now: Codebooks, before: list[Concept], after: list[Concept]) -> None:
        self._usual = now
        self._before = MemoryCodebook(E2025, before)
        self._after = MemoryCodebook(E2026, after)

    def editions(self) -> list[Edition]:
        return [E2026, E2025]

    def for_day(self, day: date | None) -> Codebooks:
        is_later = day is not None and day >= date(2026, 1, 1)
        return replace(self._usual, icd10se=self._after if is_later else self._before)


def judged(
    app: AppContext, before: list[Concept], after: list[Concept], on: str, *codes: str
) -> tuple[str, ...]:
    """What is said on a day of a template that was saved in May 2025."""
    library = TwoYears(app.library.for_day(None), before, after)
    moment = datetime.fromisoformat(on)
    items = tuple(CodeSetItem(ICD, code) for code in codes)
    made = CodeSet("s", "Prov", "", items, datetime.fromisoformat("2025-05-05T10:00"))
    (checked,) = check_code_sets(replace(app, library=library, now=lambda: moment), [made])
    return checked.remarks


def test_a_code_that_the_next_edition_retires_is_told_beforehand_and_afterwards(
    app: AppContext,
) -> None:
    before = [icd("A01", None), icd("A02", None), icd("A03", None)]
    after = [icd("A01", None), icd("A02", None, valid_to=date(2025, 12, 31))]

    ahead = judged(app, before, after, "2025-11-20T10:00", "A01", "A02", "A03")
    late = judged(app, before, after, "2026-02-02T10:00", "A01", "A02", "A03")

    assert ahead == (
        "A02 utgår 2026-01-01, med ICD-10-SE 2026.",
        "A03 utgår 2026-01-01, med ICD-10-SE 2026.",
    )
    assert late == (
        "A02 gällde till och med 2025-12-31.",
        "A03 finns inte i ICD-10-SE 2026.",
    )


def test_a_code_that_was_taken_away_names_the_one_above_it(app: AppContext) -> None:
    above = icd("O14.1", "O14", "Svår preeklampsi")
    before = [above, icd("O14.1A", "O14.1"), icd("O15", "O15-O16"), icd("O15.1", "O15")]

    late = judged(
        app, before, [above, icd("O15", "O15-O16")], "2026-02-02T10:00", "O14.1A", "O15.1"
    )

    assert late == (
        "O14.1A finns inte i ICD-10-SE 2026 (närmast O14.1 Svår preeklampsi).",
        "O15.1 finns inte i ICD-10-SE 2026.",
    )


def test_a_code_that_got_another_title_is_told(app: AppContext) -> None:
    before, after = [icd("A01", None, "Kolera")], [icd("A01", None, "Kolera och tyfoid")]

    assert judged(app, before, after, "2025-11-20T10:00", "A01") == ()
    assert judged(app, before, after, "2026-02-02T10:00", "A01") == (
        "A01 heter nu ”Kolera och tyfoid” (förut ”Kolera”): gäller den ännu?",
    )


def test_blanks_in_a_title_are_no_change(app: AppContext) -> None:
    before, after = [icd("A01", None, "Akut  kolera")], [icd("A01", None, "Akut kolera ")]

    assert judged(app, before, after, "2026-02-02T10:00", "A01") == ()
