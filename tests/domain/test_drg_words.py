"""A rule in words that a coder reads: no name of a column, and the names that tables have."""

from __future__ import annotations

import pytest

from app.domain.drg_explanation import Complication, Condition, Weight
from app.domain.drg_words import (
    Separation,
    asked_for,
    days_in_words,
    return_code_sentence,
    told_complication,
    told_condition,
    told_separations,
)
from app.grouper.requirements import ORDER

TEXTS = {
    "mdc": {"06": "Matsmältningsorganens sjukdomar"},
    "procpro": {"06S09": "Appendectomy  by  scope"},
    "dgprop": {"05X09": "Hjärtsvikt", "05X08": "Infarkt"},
    "compl": {"05I17": "Svikt", "06G17": "Peritonitis- major CC"},
}


def named(code: str) -> str:
    return f"{code} Titel"


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("icd", "+", "En huvuddiagnos som finns i tabellerna"),
        ("icd", "-", "Ingen huvuddiagnos som finns i tabellerna"),
        ("mdc", "06", "Huvuddiagnos i huvudgrupp 06 Matsmältningsorganens sjukdomar"),
        ("mdc", "-06", "Huvuddiagnos som inte är i huvudgrupp 06 Matsmältningsorganens sjukdomar"),
        ("dgcat", "06M01", "Huvuddiagnos i kategori 06M01"),
        ("pdgprop", "-00P01", "Huvuddiagnos utan egenskapen 00P01"),
        ("or_proc", "S", "En åtgärd i operationssal"),
        ("or_proc", "N", "Ingen åtgärd i operationssal"),
        ("procpro", "06S01", "Åtgärd med egenskapen 06S01"),
        ("procpro", "-06S01", "Ingen åtgärd med egenskapen 06S01"),
        ("procpro", "06S09", "Åtgärd med egenskapen ”Appendectomy by scope”"),
        ("dgprop2", "-05X09", "Ingen kod med egenskapen ”Hjärtsvikt”"),
        ("secpro", "-", "Ingen annan åtgärd i operationssal"),
        ("secpro", "06S02", "Ytterligare en åtgärd, med egenskapen 06S02"),
        ("dgprop1", "05X01", "En kod med egenskapen 05X01"),
        ("dgprop4", "-05X01", "Ingen kod med egenskapen 05X01"),
        ("agelim", ">6574", "Ålder över 6 574 dagar (18 år)"),
        ("agelim", "<28", "Ålder under 28 dagar"),
        ("compl", "2", "Ett mycket komplicerande tillstånd"),
        ("compl", "1", "Minst ett komplicerande tillstånd"),
        ("sex", "F", "Patienten är kvinna"),
        ("dur", "<1", "Öppenvård"),
        ("dur", ">0", "Slutenvård"),
        ("dur", ">1", "Vårdtid längre än 1 dag"),
        ("disch", "N", "Patienten lever vid utskrivningen"),
        ("disch", "E", "Patienten har avlidit"),
        ("disch", "-R", "Patienten har inte flyttats till ett annat sjukhus"),
        ("disch", "X", "Utskrivningssätt X"),
    ],
)
def test_each_column_is_said_in_words(column: str, cell: str, said: str) -> None:
    assert asked_for(column, cell, TEXTS) == said


def test_no_column_of_the_rules_is_without_words() -> None:
    for column in ORDER:
        cell = ">1" if column in {"agelim", "dur"} else "1"
        assert asked_for(column, cell, {})


def test_a_condition_names_the_codes_that_met_it() -> None:
    line = told_condition(Condition("compl", "1", "", ("J189", "I509")), named, {})

    assert line.spoken == "Minst ett komplicerande tillstånd: J189 Titel; I509 Titel."
    absent = told_condition(Condition("or_proc", "N", ""), named, {})
    assert absent.spoken == "Ingen åtgärd i operationssal."


@pytest.mark.parametrize(
    ("weight", "category", "part"),
    [
        (Weight.COUNTS, "06G18", "räknas som mycket komplicerande (kategori 06G18)."),
        (Weight.COUNTS, "06G17", "räknas som mycket komplicerande (kategori ”Peritonitis”)."),
        (Weight.COUNTS, "06J17", "väckt av en annan kod"),
        (Weight.EXCLUDED, "06G17", "räknas inte när K35.8 är huvuddiagnos"),
        (Weight.SLEEPS, "06J17", "är vilande"),
        (Weight.SAME, "06G17", "samma kod är huvuddiagnos"),
    ],
)
def test_each_fate_of_a_complication_is_one_sentence(
    weight: Weight, category: str, part: str
) -> None:
    told = Complication("K650", category, 2, weight, "")
    sentence = told_complication(told, "K35.8", named, TEXTS)

    assert part in sentence
    assert sentence.startswith("K650 Titel") and sentence.endswith(".")


def test_what_wakes_a_category_is_named_and_so_is_the_code_that_did() -> None:
    asleep = Complication("K650", "05I17", 1, Weight.SLEEPS, "", ("05X07", "05X08", "05X09"))
    awake = Complication("K650", "05I17", 1, Weight.COUNTS, "", woken_by=("I509", "I219"))

    assert told_complication(asleep, "K35.8", named, TEXTS).endswith(
        "väcks bara av en annan kod med egenskapen 05X07 eller ”Infarkt” eller ”Hjärtsvikt”, och "
        "ingen sådan finns på händelsen."
    )
    assert told_complication(awake, "K35.8", named, TEXTS).endswith(
        "(kategori ”Svikt”), väckt av I509 Titel och I219 Titel."
    )


def test_what_separates_is_no_advice() -> None:
    near = Separation("OPC", "Opererad,  komplicerad", "Minst ett komplicerande tillstånd")

    (sentence,) = told_separations([near])

    assert sentence == "OPC Opererad, komplicerad: där krävs minst ett komplicerande tillstånd."


def test_groups_of_one_family_that_ask_for_the_same_are_one_sentence() -> None:
    text, asked = "Hjärtsjukdom, med infarkt", "En kod med egenskapen 05X01"
    near = [
        Separation("E40A", f"{text}, mycket komplicerat", asked),
        Separation("E40C", f"{text}, komplicerat", asked),
        Separation("E40E", f"{text}, ej komplicerat", asked),
        Separation("E47C", "Svikt, komplicerat", "Minst ett komplicerande tillstånd"),
    ]

    assert told_separations(near) == [
        f"E40A, E40C och E40E {text}: där krävs en kod med egenskapen 05X01.",
        "E47C Svikt, komplicerat: där krävs minst ett komplicerande tillstånd.",
    ]


def test_return_codes_and_days_are_words() -> None:
    assert return_code_sentence("0") == return_code_sentence("") == ""
    assert return_code_sentence("8") == "Huvuddiagnosen är ogiltig."
    assert return_code_sentence("Q") == "Returkod Q."
    assert days_in_words(365) == "365 dagar (1 år)"
    assert days_in_words(100) == "100 dagar"
