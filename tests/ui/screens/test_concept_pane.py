"""What is written about a code, as HTML and in the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QUrl

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level, Mark, Note, NoteKind
from app.domain.guidance import Guidance
from app.domain.procedure_hints import HintKind, ProcedureHint
from app.domain.product import Product
from app.services.concept_details import ConceptDetails, Partner
from tests.ui.keyboard import Keyboard
from ui.main_window import MainWindow
from ui.screens.concept_pane import ConceptPane
from ui.screens.concept_text import concept_html, crumbs_html, page_html, path_line

ICD = CodeSystem.ICD10SE
EVENT = "demo-hip-fracture"


def concept(code: str, title: str = "Titel", system: CodeSystem = ICD) -> Concept:
    return Concept(system, code, title, Level.CATEGORY)


PLAIN = ConceptDetails(concept("D63.0", "Anemi"))
NOTES = (
    Note(NoteKind.EXCLUDES, "Annan (D64.-)\nse D64.1", ("D64", "D64.1")),
    Note(NoteKind.LATIN, "Anaemia"),
    Note(NoteKind.EXCLUDES, "D64.10"),
)
LINKS = {"D64.-": concept("D64"), "D64.1": concept("D64.1")}


def test_code_and_title_stand_first_with_the_mark() -> None:
    details = replace(PLAIN, concept=replace(PLAIN.concept, mark=Mark.ASTERISK))

    assert concept_html(details).count("<b>D63.0* Anemi</b>") == 1


def test_the_text_of_a_file_can_write_no_html() -> None:
    evil = "<img src=x> & <a href='icd10se:A00'>D64.1</a>"
    details = ConceptDetails(
        concept("<b>1", evil),
        notes=(Note(NoteKind.EXAMPLE, evil, ("D64.1",)),),
        partners=(Partner(evil, concept("A00", evil)),),
        reserved_by=concept("<u>", evil),
        links=LINKS,
    )

    html = concept_html(details)

    assert "<img" not in html and "<u>" not in html and "icd10se:A00'" not in html
    assert html.count("&lt;img src=x&gt; &amp; ") == 5


def test_notes_stand_under_one_heading_a_kind_in_the_official_order() -> None:
    html = concept_html(replace(PLAIN, notes=NOTES))

    assert html.index("<b>Latin</b><br>Anaemia") < html.index("<b>Utesluter</b>")
    assert html.count("<b>Utesluter</b>") == 1
    assert "Annan (D64.-)<br>se D64.1<br>D64.10" in html


def test_codes_that_lead_somewhere_are_links_and_no_part_of_a_longer_code() -> None:
    html = concept_html(replace(PLAIN, notes=NOTES, links=LINKS))

    assert 'Annan (<a href="icd10se:D64">D64.-</a>)' in html
    assert 'se <a href="icd10se:D64.1">D64.1</a>' in html
    assert "<br>D64.10</p>" in html


def test_partners_are_listed_with_their_titles_where_known() -> None:
    dagger = replace(PLAIN.concept, mark=Mark.DAGGER)
    partners = (Partner("D64.1", concept("D64.1", "Värd")), Partner("C00–D48"))

    html = concept_html(ConceptDetails(dagger, partners=partners, links=LINKS))

    assert '<b>Manifestation (*)</b><br><a href="icd10se:D64.1">D64.1</a> Värd<br>C00–D48' in html


def test_the_code_that_reserves_for_additional_use_is_a_link_unless_it_is_the_code_itself() -> None:
    above = concept("D60-D64", "Anemier")

    assert "huvuddiagnos" not in concept_html(PLAIN)
    own = concept_html(replace(PLAIN, reserved_by=PLAIN.concept))
    assert "<b>Får inte vara huvuddiagnos</b></p>" in own
    inherited = concept_html(replace(PLAIN, reserved_by=above))
    assert '<a href="icd10se:D60-D64">D60-D64</a> Anemier' in inherited


def test_the_reason_of_a_reserved_code_follows_its_heading() -> None:
    notes = (*NOTES, Note(NoteKind.NOT_PRINCIPAL, "Endast som tillägg."))
    html = concept_html(replace(PLAIN, notes=notes, reserved_by=PLAIN.concept))

    assert html.index("Får inte vara") < html.index("Endast som tillägg.") < html.index("Latin")
    assert "Ej huvuddiagnos" not in html


def test_the_path_is_one_line_with_the_nearest_title() -> None:
    above = (concept("03", "Blod"), concept("D60-D64", "Anemier"), concept("D63", "Anemi vid"))

    assert path_line(above) == "03 › D60-D64 › D63 Anemi vid"
    assert path_line(()) == ""


@pytest.fixture
def pane(on_desk: Callable[[str], MainWindow]) -> ConceptPane:
    return on_desk(EVENT).coding.search.about


def tell(window: MainWindow, code: str, *notes: Note, links: dict[str, Concept]) -> None:
    """Let the presenter say something about a code of the starter edition."""
    details = ConceptDetails(concept(code), notes=notes, links=links)
    window.coding.concept_presenter.described.emit(details)


def shown(window: MainWindow) -> str:
    return window.coding.search.tree.currentIndex().data()


def test_the_remark_of_a_code_comes_up_and_goes_again(
    window: MainWindow, pane: ConceptPane, qtbot
) -> None:
    search = window.coding.search
    assert pane.isHidden()

    search.show_concept(ICD, "19")

    qtbot.waitUntil(pane.isVisible)
    assert "Följs av en kod för yttre orsak" in pane.text.toPlainText()
    search.show_concept(ICD, "01")
    qtbot.waitUntil(pane.isHidden)
    search.show_concept(ICD, "19")
    qtbot.waitUntil(pane.isVisible)
    search.show_concept(ICD, "Z99.99")
    qtbot.waitUntil(pane.isHidden)


def test_a_clicked_code_moves_the_hierarchy_also_into_another_system(
    window: MainWindow, pane: ConceptPane, qtbot
) -> None:
    pane.text.anchorClicked.emit(QUrl("kva:NFB19"))

    assert shown(window).startswith("NFB19")

    pane.text.anchorClicked.emit(QUrl("icd10se:S72.00"))
    assert shown(window).startswith("S72.00")


def test_a_code_is_followed_with_the_keys_alone(
    window: MainWindow, pane: ConceptPane, keyboard: Keyboard, qtbot
) -> None:
    note = Note(NoteKind.EXCLUDES, "Annat (S72.00)", ("S72.00",))
    tell(window, "19", note, links={"S72.00": concept("S72.00")})
    qtbot.waitUntil(pane.isVisible)
    pane.text.setFocus()

    keyboard.press("Tab", "Return")

    qtbot.waitUntil(lambda: shown(window).startswith("S72.00"))


def test_a_long_text_leaves_the_hierarchy_its_room(
    window: MainWindow, pane: ConceptPane, qtbot
) -> None:
    tree = window.coding.search.tree
    tell(window, "19", Note(NoteKind.DESCRIPTION, "Mycket långt. " * 400), links={})

    qtbot.waitUntil(pane.isVisible)
    qtbot.wait(20)

    assert tree.height() >= 4 * tree.fontMetrics().lineSpacing()
    assert pane.text.verticalScrollBar().maximum() > 0


def test_what_changed_and_when_a_code_was_retired_stand_at_the_top() -> None:
    retired = replace(PLAIN.concept, valid_to=date(2021, 12, 31))
    html = concept_html(
        replace(PLAIN, concept=retired, notes=NOTES, changes=("Ändrad titel 2022: förr <b>",))
    )

    assert "Ändrad titel 2022: förr &lt;b&gt;" in html
    assert "Gällde till och med 2021-12-31" in html
    assert html.index("Ändrad titel") < html.index("Latin")


def test_hints_stand_under_their_heading_with_who_says_it_and_are_not_said_twice() -> None:
    procedure = concept("DT016", "Läkemedel i ven", CodeSystem.KVA)
    add_on = concept("ZV400", "Palliativ", CodeSystem.KVA)
    text = "Tilläggskod ZV400 kan anges."
    details = ConceptDetails(
        procedure,
        notes=(Note(NoteKind.DESCRIPTION, text), Note(NoteKind.EXAMPLE, "Ett exempel")),
        hints=(
            ProcedureHint(HintKind.ADD_ON, text, procedure),
            ProcedureHint(HintKind.ADD_ON, "Tilläggskod till DT016", add_on),
        ),
        links={"ZV400": add_on},
    )

    html = concept_html(details)

    assert 'Tilläggskod <a href="kva:ZV400">ZV400</a> kan anges.' in html
    assert '<a href="kva:ZV400">ZV400</a>: Tilläggskod till DT016' in html
    assert html.count("kan anges") == 1
    assert "<b>Beskrivning</b>" not in html
    assert "<b>Exempel</b><br>Ett exempel" in html


def test_our_own_help_stands_under_its_heading_with_its_source() -> None:
    told = Guidance(66, "Titeln har bytts <flera> gånger.", "ICD-10-SE 2023")

    html = concept_html(replace(PLAIN, guidance=(told,)))

    assert "<b>Bra att veta</b><br>Titeln har bytts &lt;flera&gt; gånger. (ICD-10-SE 2023)" in html


def test_product_names_are_told_once_each() -> None:
    products = tuple(Product(name, "N02BE01") for name in ("Alvedon", "Alvedon", "Panodil <x>"))

    html = concept_html(replace(PLAIN, products=products))

    assert "<b>Läkemedel</b><br>Alvedon, Panodil &lt;x&gt;" in html


def test_the_page_of_the_browser_lists_what_stands_below_and_leaves_the_heading_out() -> None:
    html = page_html(replace(PLAIN, children=(concept("D63.8", "Annan"),)))

    assert '<b>Underordnade koder</b><br><a href="icd10se:D63.8">D63.8</a> Annan' in html
    assert "D63.0" not in html
    assert crumbs_html((concept("03", "Blod"),)) == '<a href="icd10se:03">03</a> Blod'
