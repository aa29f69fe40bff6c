"""Visit codes: derived from form and professions, spelled as the tables have them."""

from __future__ import annotations

import pytest

from app.domain.drg_visit import VisitForm, form_of, profession_code, respelled, visit_codes

OLD = {"XS900", "XS901", "XS902", "XS915", "XS919"}
NEW = {"XS900", "XS902", "XS903", "XS904", "XS915", "XS919", "XS926"}


@pytest.mark.parametrize(
    ("text", "professions", "form"),
    [
        ("Enskilt besök", ["Läkare"], VisitForm.SINGLE),
        ("", ["Läkare"], VisitForm.SINGLE),
        ("", ["Läkare", "Sjuksköterska"], VisitForm.TEAM),
        ("Enskilt besök", ["Läkare", "Sjuksköterska"], VisitForm.SINGLE),
        ("Gruppbesök", ["Kurator"], VisitForm.GROUP),
        ("Gruppbesök, team", ["Kurator"], VisitForm.GROUP_TEAM),
    ],
)
def test_the_form_is_told_by_its_words_or_by_who_took_part(
    text: str, professions: list[str], form: VisitForm
) -> None:
    assert form_of(text, professions) is form


def test_a_profession_has_a_code_and_an_unknown_one_is_other_staff() -> None:
    named = ["Läkare", "Underläkare", "Barnsjuksköterska", "Undersköterska", "Präst"]
    assert [profession_code(each) for each in named] == [
        "XS915",
        "XS915",
        "XS919",
        "XS921",
        "XS922",
    ]


def test_a_group_is_spelled_as_the_tables_spell_it() -> None:
    group = ("Gruppbesök", ["Läkare"])
    assert visit_codes(*group, OLD.__contains__).codes == ("XS901", "XS915")
    assert visit_codes(*group, NEW.__contains__).codes == ("XS903", "XS915")
    team = ("Grupp i team", ["Läkare"])
    assert visit_codes(*team, OLD.__contains__).codes == ("XS901", "XS902", "XS915")


def test_what_the_tables_lack_is_told() -> None:
    found = visit_codes("Enskilt besök", ["Optiker"], OLD.__contains__)
    assert found.codes == ("XS900",)
    assert found.remarks == ("Tabellerna saknar yrkeskoden XS926 för optiker.",)
    (unknown,) = visit_codes("Enskilt besök", [], OLD.__contains__).remarks
    assert unknown.startswith("Yrkeskategorin är okänd")


def test_tables_without_any_visit_code_are_asked_for_none() -> None:
    found = visit_codes("Enskilt besök", [], {"JEA00"}.__contains__)

    assert not found.codes and not found.remarks


def test_typed_codes_of_forms_are_spelled_anew_and_others_left_alone() -> None:
    assert list(respelled(["XS904", "JEA00"], OLD.__contains__)) == ["XS901", "XS902", "JEA00"]
    assert list(respelled(["XS904"], NEW.__contains__)) == ["XS904"]
    assert list(respelled(["XS903"], set().__contains__)) == ["XS903"]
