"""The coding summary as its reader meets it: text, pages, metadata."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from app.domain.codes import CodeSystem
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure, Status, Unit
from app.domain.errors import AppError, Cancelled
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient, Protection
from app.domain.summary import CodingSummary
from app.reports.coding_summary import build_batch, build_coding_summary
from app.reports.event_head import format_age
from tests.reports.summaries import (
    NAME,
    NUMBER,
    draft_summary,
    hip_fracture,
    page_texts,
    patient,
    signed_summary,
    whole_text,
)

protections = pytest.mark.parametrize(
    "protection", [Protection.CONFIDENTIAL, Protection.PROTECTED_REGISTRATION]
)


class Steps:
    """Counts the steps of a batch, and cancels at one of them if told to."""

    def __init__(self, cancel_at: int | None = None) -> None:
        self.taken: list[tuple[int, int]] = []
        self._cancel_at = cancel_at

    def step(self, done: int, total: int, text: str) -> None:
        assert text.endswith("…")
        if done == self._cancel_at:
            raise Cancelled
        self.taken.append((done, total))


def test_the_paper_carries_event_patient_and_signer() -> None:
    text = whole_text(build_coding_summary(signed_summary()))

    for expected in (
        "Ortopedkliniken", "Slutenvård", "2022-03-01 14:05", "2022-03-09 11:30", "höft-1",
        NAME, "19121212-1212", "Man", "109 år",
        "Signerad 2022-03-10 09:02 av Anna Lind (version 2)",
        "ICD-10-SE 2022, KVÅ 2021, ATC 2020", "utskriven 2022-03-10 09:03", "Namnteckning",
    ):  # fmt: skip
        assert expected in text


def test_dependants_stand_right_below_their_lead_with_their_marks() -> None:
    text = whole_text(build_coding_summary(signed_summary()))

    principal, secondary = text.split("Bidiagnoser (2)")
    assert re.search(r"Huvuddiagnos .*S72\.00 Kollumfraktur, sluten .* W19\.99 ", principal)
    assert re.search(r"E11\.4† .* G63\.2\* Diabetespolyneuropati Manifestation", secondary)


def test_free_wording_stands_beside_the_title_of_the_code() -> None:
    text = whole_text(build_coding_summary(signed_summary()))

    assert "Kollumfraktur, sluten ”Höftfraktur efter fall”" in text


def test_a_procedure_shows_side_in_words_day_additions_and_drug_names() -> None:
    text = whole_text(build_coding_summary(signed_summary()))

    assert re.search(r"NFB09 Primär delprotes .* höger 2022-03-02 ZXA00 Höger sida", text)
    assert "J01DC02 cefuroxim Läkemedel (ATC)" in text
    assert "J01DC02 cefuroxim NFB09" in text


def test_a_procedure_with_clock_times_shows_both() -> None:
    times = (datetime.fromisoformat("2022-03-02T22:15"), datetime.fromisoformat("2022-03-03T00:40"))
    operated = Procedure("NFB09", date(2022, 3, 2), start=times[0], end=times[1])
    encounter = replace(hip_fracture(), procedures=(operated,))

    text = whole_text(build_coding_summary(signed_summary(encounter)))

    assert "2022-03-02 22:15 –" in text and "2022-03-03 00:40" in text


def test_a_code_outside_the_edition_is_printed_with_a_remark() -> None:
    text = whole_text(build_coding_summary(signed_summary()))

    assert "Q99.9X Koden finns inte i utgåvan" in text


def test_findings_are_told_in_words_with_rule_and_source() -> None:
    text = whole_text(build_coding_summary(draft_summary()))

    found = [text.index(f"{word} ") for word in ("✖ Fel", "⚠ Varning", "ⓘ Råd")]
    assert found == sorted(found)
    assert "Regel BD014 · Socialstyrelsen, Anvisningar, avsnitt 3.2" in text


def test_an_override_is_printed_with_reason_and_person() -> None:
    text = whole_text(build_coding_summary(signed_summary()))

    assert "Plats och aktivitet saknas." in text
    assert "Skäl: Fallet var obevittnat" in text
    assert "Avfärdad av Anna Lind · Regel YO003" in text


def test_an_override_by_another_edition_than_the_papers_names_it() -> None:
    summary = signed_summary()
    (printed,) = summary.overrides
    older = replace(printed.override, editions=("ICD-10-SE 2021", "KVÅ 2021"))

    text = whole_text(
        build_coding_summary(replace(summary, overrides=(replace(printed, override=older),)))
    )

    assert "Avfärdad av Anna Lind efter ICD-10-SE 2021 · Regel YO003" in text


def test_an_override_whose_finding_is_unknown_still_names_its_rule() -> None:
    summary = signed_summary()
    bare = tuple(replace(shown, finding=None) for shown in summary.overrides)

    text = whole_text(build_coding_summary(replace(summary, overrides=bare)))

    assert "Anmärkning enligt regel YO003" in text


def test_what_is_empty_is_said_in_words() -> None:
    encounter = replace(hip_fracture(), diagnoses=(), procedures=(), overrides=(), end=None)
    summary = replace(signed_summary(encounter), findings=(), editions=(), rule_set="")

    text = whole_text(build_coding_summary(summary))

    for sentence in (
        "Huvuddiagnos saknas", "Inga bidiagnoser registrerade", "Inga åtgärder registrerade",
        "Inga läkemedelskoder registrerade", "Inga öppna anmärkningar",
        "Inga avfärdade anmärkningar", "Inte avslutad", "Inget kodverk angivet",
    ):  # fmt: skip
        assert sentence in text


def test_a_draft_says_so_on_every_page() -> None:
    encounter = replace(draft_summary().encounter, diagnoses=hip_fracture().diagnoses * 20)

    pages = page_texts(build_coding_summary(replace(draft_summary(), encounter=encounter)))

    assert len(pages) > 2
    assert all("UTKAST – EJ SIGNERAD" in page for page in pages)
    assert "Ej signerad – utkast (påbörjad)" in pages[0]


def test_a_signed_summary_of_official_editions_carries_no_mark() -> None:
    text = whole_text(build_coding_summary(signed_summary()))

    assert "UTKAST" not in text and "ÖVNINGSKODVERK" not in text


def test_the_starter_edition_is_marked_on_every_page() -> None:
    pages = page_texts(build_coding_summary(replace(draft_summary(), uses_starter=True)))

    assert all("ÖVNINGSKODVERK" in page for page in pages)
    assert "ersätter inte de officiella kodverken" in pages[-1]


def test_an_edition_that_does_not_cover_the_day_is_admitted() -> None:
    summary = replace(signed_summary(), outside=(CodeSystem.KVA,))

    text = whole_text(build_coding_summary(summary))

    assert "Ingen utgåva av KVÅ täcker händelsens dag" in text


@protections
def test_a_protected_patient_is_nowhere_in_the_file(protection: Protection) -> None:
    encounter = replace(hip_fracture(), patient=patient(protection))
    encounter = replace(encounter, diagnoses=encounter.diagnoses * 12)

    content = build_coding_summary(signed_summary(encounter))

    text = whole_text(content)
    digits = re.sub(r"[^\d]", "", text)
    assert "1912••••-••••" in text
    assert "Tolvan" not in text and "Tolvansson" not in text
    assert NUMBER not in digits and NUMBER[2:] not in digits
    assert "Tolvan" not in str(PdfReader(BytesIO(content)).metadata)


def test_metadata_name_the_event_and_not_the_patient() -> None:
    metadata = PdfReader(BytesIO(build_coding_summary(signed_summary()))).metadata

    assert metadata is not None
    assert metadata.title == "Kodningssammanfattning höft-1"
    assert not any(word in str(metadata) for word in ("Tolvan", "1912", "Anna", "Ortoped"))


def test_every_font_is_embedded() -> None:
    reader = PdfReader(BytesIO(build_coding_summary(signed_summary())))

    fonts = [f.get_object() for page in reader.pages for f in page["/Resources"]["/Font"].values()]
    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)


def test_the_same_summary_gives_the_same_file() -> None:
    assert build_coding_summary(signed_summary()) == build_coding_summary(signed_summary())


def test_sixty_diagnoses_flow_over_pages_under_repeated_heads() -> None:
    rows = tuple(Diagnosis("E11.4", partner="G63.2", text=f"diagnos {n} slut") for n in range(60))
    principal = Diagnosis("S72.00", DiagnosisRole.PRINCIPAL)
    encounter = replace(hip_fracture(), diagnoses=(principal, *rows))

    pages = page_texts(build_coding_summary(signed_summary(encounter)))

    assert all(f"diagnos {n} slut" in " ".join(pages) for n in range(60))
    middle = [page for page in pages if "diagnos 20 slut" in page or "diagnos 40 slut" in page]
    assert all("Bidiagnoser (60), forts. Kod Benämning Uppgift" in page for page in middle)
    assert all(page.count("E11.4†") == page.count("G63.2*") for page in pages)
    assert [f"Sida {n} av {len(pages)}" in page for n, page in enumerate(pages, 1)] == [True] * len(
        pages
    )


def test_later_pages_name_event_and_patient() -> None:
    encounter = replace(hip_fracture(), diagnoses=hip_fracture().diagnoses * 20)

    later = page_texts(build_coding_summary(signed_summary(encounter)))[1:]

    assert later
    assert all("höft-1" in page and "19121212-1212" in page for page in later)


@pytest.mark.parametrize(
    "diagnosis",
    [
        Diagnosis("E11.4", text="ord " * 3000 + "sist"),
        Diagnosis("E11.4", text="X" * 6000 + " sist"),
        Diagnosis("E11.4", text="sist", external_causes=("W19.99",) * 200),
    ],
    ids=["long text", "word without end", "many dependants"],
)
def test_what_is_taller_than_a_page_goes_on_upon_the_next(diagnosis: Diagnosis) -> None:
    encounter = replace(hip_fracture(), diagnoses=(diagnosis,))

    pages = page_texts(build_coding_summary(signed_summary(encounter)))

    text = " ".join(pages)
    assert len(pages) > 2
    assert "sist" in text
    assert text.count("W19.99 ") >= len(diagnosis.external_causes)
    assert text.count("ord ") >= diagnosis.text.count("ord ")


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=120), code=st.text(max_size=40))
def test_any_text_can_be_printed(text: str, code: str) -> None:
    encounter = replace(
        hip_fracture(event_id=code),
        diagnoses=(Diagnosis(code, text=text),),
        procedures=(Procedure(code, drugs=(code,)),),
        unit=Unit(code, text),
        status=Status.PARKED,
        status_reason=text,
        patient=Patient(IdentityNumber(text), text),
    )
    summary = replace(signed_summary(encounter), signature=None)

    assert page_texts(build_coding_summary(summary))


@settings(max_examples=40, deadline=None)
@given(text=st.text("<>&;/b\"'#x åäö†0", min_size=1, max_size=40))
def test_markup_in_a_text_is_printed_as_it_was_typed(text: str) -> None:
    encounter = replace(hip_fracture(), diagnoses=(Diagnosis("E11.4", text=f"[{text}]"),))

    printed = whole_text(build_coding_summary(signed_summary(encounter)))

    assert f"[{text}]".replace(" ", "") in printed.replace(" ", "")


def test_a_batch_numbers_each_event_on_its_own_and_on_new_pages() -> None:
    first, second = signed_summary(hip_fracture("a-1")), signed_summary(hip_fracture("b-2"))
    alone = len(page_texts(build_coding_summary(first)))
    steps = Steps()

    content = build_batch([first, second, first], steps)

    pages = page_texts(content)
    assert len(pages) == 3 * alone
    assert [re.findall(r"Sida (\d av \d)", page)[-1] for page in pages] == [
        f"{number + 1} av {alone}" for number in range(alone)
    ] * 3
    assert "a-1" in pages[0] and "b-2" in pages[alone]
    assert steps.taken == [(done, 6) for done in range(6)]
    assert [item.title for item in PdfReader(BytesIO(content)).outline] == ["a-1", "b-2", "a-1"]


@pytest.mark.parametrize("step", [1, 4], ids=["while composing", "while laying out"])
def test_a_batch_can_be_cancelled(step: int) -> None:
    summaries: list[CodingSummary] = [signed_summary()] * 3

    with pytest.raises(Cancelled):
        build_batch(summaries, Steps(cancel_at=step))


def test_an_empty_batch_says_what_to_do() -> None:
    with pytest.raises(AppError, match="Välj minst en"):
        build_batch([], Steps())


@pytest.mark.parametrize(
    ("born", "protection", "age"),
    [
        (date(2022, 2, 27), Protection.NONE, "2 dagar"),
        (date(2022, 2, 28), Protection.NONE, "1 dag"),
        (date(2021, 3, 1), Protection.NONE, "11 månader"),
        (date(2021, 2, 1), Protection.NONE, "12 månader"),
        (date(2020, 3, 1), Protection.NONE, "2 år"),
        (date(2022, 2, 27), Protection.CONFIDENTIAL, "Under 2 år"),
        (date(2030, 1, 1), Protection.NONE, "Uppgift saknas"),
        (None, Protection.NONE, "Uppgift saknas"),
    ],
)
def test_age_is_told_so_that_it_tells_something(
    born: date | None, protection: Protection, age: str
) -> None:
    child = replace(patient(protection), birth_date=born)
    encounter: Encounter = replace(hip_fracture(), patient=child)

    assert format_age(encounter) == age


def test_an_invalid_number_is_printed_and_flagged() -> None:
    wrong = replace(patient(), identity=IdentityNumber("191212121213"))

    text = whole_text(build_coding_summary(signed_summary(replace(hip_fracture(), patient=wrong))))

    assert "19121212-1213" in text and "Numret är inte giltigt" in text
