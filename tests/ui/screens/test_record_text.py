"""The text of the record: phrases where they stand, jumps, search; nothing told by colour alone."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.codes import CodeSystem
from app.domain.coverage import Coverage, Phrase, PhraseState
from app.domain.record import CareRecord, Measurement, RecordDocument
from app.domain.record_flow import flow_of, notes_of
from ui.screens.record_document import EMPTY, lay_out, value_line, width
from ui.screens.record_find import MOST_HITS, find_places
from ui.screens.record_marks import (
    LINE_DASHES,
    LINE_WIDTH,
    STATE_TOKEN,
    Placed,
    phrase_selections,
    tooltip_of,
)
from ui.screens.record_meter import coverage_words
from ui.screens.record_text import RecordText
from ui.theme import TEXT_PAIRS

ICD = CodeSystem.ICD10SE
TIME = datetime.fromisoformat("2026-03-01T09:00")
WORDS = "Aktuellt: 😀 Hosta och feber.\n\nBedömning: Pneumoni. Ingen hjärtsvikt."


def phrase(word: str, state: PhraseState = PhraseState.UNCODED, text: str = WORDS) -> Phrase:
    start = text.index(word)
    return Phrase("d1", start, start + len(word), ICD, "J18.9", "Pneumoni", state, word)


def record(text: str = WORDS) -> CareRecord:
    return CareRecord((RecordDocument("d1", "Inskrivning", TIME, "Läkare", text),))


@pytest.fixture
def text(qtbot: QtBot) -> RecordText:
    widget = RecordText()
    qtbot.addWidget(widget)
    widget.resize(500, 400)
    widget.show_record(notes_of(record()))
    widget.show()
    return widget


def selected(text: RecordText) -> str:
    return text.textCursor().selectedText()


def test_the_next_phrase_without_a_code_is_selected_and_the_last_leads_to_the_first(
    text: RecordText,
) -> None:
    text.show_coverage(
        Coverage((phrase("Hosta"), phrase("Pneumoni"), phrase("hjärtsvikt", PhraseState.NEGATED)))
    )

    seen = [text.next_uncoded() and selected(text) for _ in range(3)]

    assert seen == ["Hosta", "Pneumoni", "Hosta"]


def test_where_everything_is_coded_there_is_no_next_phrase(text: RecordText) -> None:
    text.show_coverage(Coverage((phrase("Hosta", PhraseState.CODED),)))

    assert text.next_uncoded() is False


def test_enter_on_a_phrase_asks_for_its_code_and_elsewhere_for_nothing(
    text: RecordText, qtbot: QtBot
) -> None:
    asked: list[Phrase] = []
    text.phrase_chosen.connect(asked.append)
    text.show_coverage(Coverage((phrase("Pneumoni"),)))

    QTest.keyClick(text, Qt.Key.Key_Return)
    assert asked == []
    text.next_uncoded()
    QTest.keyClick(text, Qt.Key.Key_Return)

    assert [each.text for each in asked] == ["Pneumoni"]


def test_a_click_on_a_phrase_asks_for_its_code(text: RecordText) -> None:
    asked: list[Phrase] = []
    text.phrase_chosen.connect(asked.append)
    text.show_coverage(Coverage((phrase("Pneumoni"),)))
    text.next_uncoded()
    place = text.cursorRect().center() - QPoint(15, 0)
    text.moveCursor(text.textCursor().MoveOperation.Start)

    QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(400, 350))

    assert [each.text for each in asked] == ["Pneumoni"]


def test_ctrl_and_arrows_walk_the_headings(text: RecordText) -> None:
    seen = []
    for _ in range(3):
        QTest.keyClick(text, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        seen.append(text.textCursor().block().text()[:9])
    QTest.keyClick(text, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)

    assert seen == ["Aktuellt:", "Bedömning", "Bedömning"]
    assert text.textCursor().block().text().startswith("Aktuellt")


def test_a_drug_that_a_note_names_is_not_underlined(text: RecordText) -> None:
    drug = Phrase("d1", 0, 5, CodeSystem.ATC, "N02BE01", "Paracetamol", PhraseState.UNCODED, "x")

    text.show_coverage(Coverage((drug,)))

    assert text.extraSelections() == []


def test_every_state_is_told_without_colour(qtbot: QtBot) -> None:
    document = QTextDocument("ett två tre fyra")
    text = "ett två tre fyra"
    words = dict(zip(PhraseState, text.split(), strict=True))
    looks = set()
    for state, word in words.items():
        each = phrase(word, state, text)
        quiet = phrase_selections(document, [Placed(each, each.start, each.end)])
        is_struck = any(selection.format.fontStrikeOut() for selection in quiet)
        assert is_struck is (state is PhraseState.NEGATED)
        looks.add((tuple(LINE_DASHES[state]), LINE_WIDTH[state]))
        assert tooltip_of(each).startswith(
            {"coded": "Kodad", "uncoded": "Ej kodad", "negated": "Negerad"}.get(state, "Historisk")
        )
        assert "J18.9 Pneumoni" in tooltip_of(each)

    assert len(looks) == len(PhraseState)


def test_lines_and_words_of_every_state_are_among_the_pairs_that_reach_aa() -> None:
    assert {(token, "surface") for token in STATE_TOKEN.values()} <= set(TEXT_PAIRS)


def test_the_meter_counts_what_is_coded_negated_and_past() -> None:
    coverage = Coverage(
        (
            phrase("Pneumoni", PhraseState.CODED),
            phrase("hjärtsvikt", PhraseState.NEGATED),
            phrase("hjärtsvikt", PhraseState.NEGATED),
            phrase("Hosta", PhraseState.HISTORICAL),
        )
    )

    assert coverage_words(coverage) == "1 av 1 fras kodad · 1 negerad · 1 tidigare"
    assert coverage_words(Coverage()) == ""


def test_an_empty_record_says_what_to_do(qtbot: QtBot) -> None:
    document = QTextDocument()

    laid = lay_out(document, ())

    assert document.toPlainText() == EMPTY
    assert laid.marks == []


def test_values_stand_in_the_flow_with_a_sign_and_a_word() -> None:
    value = Measurement("m", "P-CRP", "63", "mg/L", TIME, "<8,0", is_outside=True, group="Kemlab")
    document = QTextDocument()

    lay_out(document, flow_of(CareRecord(measurements=(value,))))

    assert value_line(value) == "P-CRP: 63 mg/L ↑ högt  (referens <8,0)"
    assert document.toPlainText() == f"Kemlab\n2026-03-01 09:00\n{value_line(value)}"


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_offsets_of_any_note_are_places_in_the_text(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    document = QTextDocument()

    laid = lay_out(document, notes_of(record(text)))

    first, last = laid.place("d1", start), laid.place("d1", end)
    assert first is not None and last is not None
    shown = document.toPlainText()
    assert last - first == width(text[start:end])
    cut = shown.encode("utf-16-le", "surrogatepass")[2 * first : 2 * last]
    plain = text[start:end].replace("\r\n", " \n")
    for found, wanted in zip(cut.decode("utf-16-le", "surrogatepass"), plain, strict=False):
        assert found == wanted or not wanted.isprintable()


@given(
    st.text(alphabet="abåÅ😀 \n", max_size=60), st.text(alphabet="abÅ😀", min_size=1, max_size=3)
)
def test_what_is_found_is_what_was_asked_for(text: str, words: str) -> None:
    for start, end in find_places(text, words):
        cut = text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")
        assert cut.lower() == words.lower()
    assert len(find_places(text, words)) == text.lower().count(words.lower())


def test_search_finds_over_line_ends_and_stops_in_time() -> None:
    assert find_places("akut\n  svikt", "AKUT svikt") == [(0, 12)]
    assert find_places("text", "  ") == []
    assert len(find_places("a" * 5000, "a")) == MOST_HITS


def test_what_is_broken_off_an_indented_line_goes_on_below_its_first_word(
    qtbot: QtBot,
) -> None:
    document = QTextDocument()
    lay_out(document, notes_of(record("Status\n  Buk: " + "mjuk " * 40 + "\nPlan")))
    document.setTextWidth(200)
    assert document.size().height() > 0, "laid out"

    block = document.findBlockByNumber(3)
    layout = block.layout()
    assert block.text().startswith("  Buk") and layout.lineCount() > 1
    first, _cursor = layout.lineAt(0).cursorToX(2)
    assert abs(first - layout.lineAt(1).x()) < 1
