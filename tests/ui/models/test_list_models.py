"""The list and table models keep Qt's contract, and headings are never chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level, Mark
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Override, Procedure
from app.domain.finding import Finding, Severity
from app.domain.own_codes import OwnCode, OwnCodes, OwnReason, UsedCode, group_own
from app.domain.search import MatchKind, SearchHit
from app.services.context import AppContext
from ui.delegates.code_row import ROW_ROLE, CodeRow
from ui.models.assigned import assigned_entries, place_row
from ui.models.code_list_model import CodeListModel, Entry, in_columns
from ui.models.findings import finding_rows
from ui.models.hits import hit_entries, own_entries, refusal
from ui.models.list_table_model import ITEM_ROLE, SORT_ROLE, Column, ListTableModel

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
HEADING: Entry[str] = Entry(CodeRow(title="Rubrik"))


def entry(code: str) -> Entry[str]:
    return Entry(CodeRow(code=code, title="titel", note="not"), code)


def hit(code: str, kind: MatchKind) -> SearchHit:
    return SearchHit(CodeSystem.ICD10SE, code, "Titel", kind, "titel", mark=Mark.NONE)


def test_a_list_of_codes_keeps_the_contract_through_every_change(qapp) -> None:
    model = CodeListModel()
    tester = QAbstractItemModelTester(model, FATAL)

    for entries in ([], [HEADING, entry("I10.9")], [HEADING, entry("J18.9")], [entry("A00")], []):
        model.set_entries(entries)
        assert model.rowCount() == len(entries)
    del tester


def test_a_heading_can_neither_be_chosen_nor_acted_on(qapp) -> None:
    model = CodeListModel()
    model.set_entries([HEADING, entry("I10.9")])

    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.item(0) is None
    assert model.data(model.index(1), ITEM_ROLE) == "I10.9"
    assert model.data(model.index(1)) == "I10.9, titel, not"
    assert isinstance(model.data(model.index(1), ROW_ROLE), CodeRow)


def test_steps_pass_over_headings_and_stop_at_the_ends(qapp) -> None:
    model = CodeListModel()
    model.set_entries([HEADING, entry("A00"), HEADING, entry("B00")])

    assert model.step(-1, 1) == 1
    assert model.step(1, 1) == 3
    assert model.step(3, 1) == 3
    assert model.step(3, -1) == 1
    assert model.step(1, -1) == 1
    assert model.step(99, -1) == 3
    assert CodeListModel().step(-1, 1) == -1


def test_a_table_keeps_the_contract_and_hands_out_its_objects(qapp) -> None:
    columns: list[Column[int]] = [
        Column("Tal", str),
        Column("Dubbelt", lambda n: str(2 * n), lambda n: -n),
    ]
    model = ListTableModel(columns)
    tester = QAbstractItemModelTester(model, FATAL)

    model.set_items([1, 2, 3])

    assert model.data(model.index(1, 1)) == "4"
    assert model.data(model.index(1, 1), SORT_ROLE) == -2
    assert model.data(model.index(1, 0), ITEM_ROLE) == 2
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Tal"
    assert model.item(9) is None
    model.set_items([])
    assert model.rowCount(QModelIndex()) == 0
    del tester


def test_hits_stand_under_headings_with_a_line_above_corrected_spelling() -> None:
    kinds = (MatchKind.EXACT_CODE, MatchKind.WORDS, MatchKind.WORDS, MatchKind.FUZZY)
    entries = hit_entries([hit(f"A0{i}", kind) for i, kind in enumerate(kinds)])

    headings = [e.row for e in entries if e.item is None]
    assert [row.title for row in headings] == ["Exakt kod", "Träffar", "Menade du …?"]
    assert [row.has_line for row in headings] == [False, False, True]


def test_favourites_are_marked_among_hits_and_said_as_a_word() -> None:
    kinds = (MatchKind.WORDS, MatchKind.WORDS)
    hits = [hit(f"A0{i}", kind) for i, kind in enumerate(kinds)]

    rows = [e.row for e in hit_entries(hits, {(hits[1].system, "A01")}) if e.item is not None]

    assert [row.is_favourite for row in rows] == [False, True]
    assert "favorit" in rows[1].spoken
    assert "favorit" not in rows[0].spoken


def test_own_codes_stand_under_their_headings_and_a_favourite_says_when_it_is_out_of_use() -> None:
    icd, kva = CodeSystem.ICD10SE, CodeSystem.KVA
    known = {(icd, "B95.6"), (icd, "S72.00")}
    codes = (
        OwnCode(OwnReason.PATIENT, UsedCode(icd, "S72.00", day=date(2023, 4, 2), unit="Ortopeden")),
        OwnCode(OwnReason.FAVOURITE, UsedCode(icd, "B95.6")),
        OwnCode(OwnReason.FAVOURITE, UsedCode(kva, "ZZ999")),
    )

    def find(system: CodeSystem, code: str) -> Concept | None:
        found = (system, code) in known
        return Concept(system, code, "Titel", Level.SUBCATEGORY) if found else None

    entries = own_entries(group_own(OwnCodes(codes), find))

    shown = [e.row.code or e.row.title for e in entries]
    assert shown == ["Patientens tidigare koder", "S72.00", "Favoriter", "B95.6", "ZZ999"]
    assert entries[1].row.note == "2023-04-02, Ortopeden"
    assert entries[4].row.title == "Gäller inte"
    assert [e.row.icon for e in entries] == ["", "", "", "", "warning"]
    assert [refusal(e.item)[:17] for e in entries if e.item] == ["", "", "Koden gäller inte"]
    assert own_entries(()) == []


def test_a_retired_hit_is_greyed_and_names_its_last_day_and_what_came_after() -> None:
    retired = replace(
        hit("I48", MatchKind.EXACT_CODE), valid_to=date(2013, 12, 31), successors=("I48.0", "I48.9")
    )

    (row,) = [e.row for e in hit_entries([retired]) if e.item is not None]

    assert row.title_colour == "muted"
    assert row.note.startswith("gällde till och med 2013-12-31 · ersatt av I48.0 och I48.9")
    assert refusal(retired) == (
        "I48 gällde till och med 2013-12-31 och kan inte läggas till. "
        "Den ersattes av I48.0 och I48.9: Retur igen söker I48.0."
    )
    assert refusal(hit("I48", MatchKind.WORDS)) == ""


def test_a_retired_hit_without_successor_asks_for_the_code_in_use() -> None:
    retired = replace(hit("I48", MatchKind.EXACT_CODE), valid_to=date(2013, 12, 31))

    assert refusal(retired).endswith("Sök den kod som gäller i stället.")


def test_chosen_codes_are_rows_with_dependants_below_their_lead(app: AppContext) -> None:
    with app.unit_of_work() as uow:
        stored = uow.encounters.get("demo-hip-fracture")
    assert stored is not None
    encounter = Encounter(
        stored.id,
        stored.patient,
        end=stored.end,
        diagnoses=(
            Diagnosis("S72.00", DiagnosisRole.PRINCIPAL, external_causes=("W01.09",), text="egen"),
            Diagnosis("ZZ9.9"),
        ),
        procedures=(Procedure("NFB19", additional=("ZXA05",)),),
    )

    entries = assigned_entries(encounter, app.library.for_day(encounter.day))

    rows = [entry.row for entry in entries]
    assert [row.code for row in rows] == ["", "S72.00", "W01.09", "ZZ9.9", "", "NFB19", "ZXA05"]
    assert [row.indent for row in rows] == [0, 0, 1, 0, 0, 0, 1]
    assert rows[1].is_strong
    assert "egen" in rows[1].note
    assert "finns inte" in rows[3].title
    last = entries[-1].item
    assert last is not None
    assert place_row(tuple(entries), last.place) == len(entries) - 1


def test_open_findings_stand_before_overridden_ones(app: AppContext) -> None:
    first = Finding("AA001", Severity.WARNING, ("A00",), "Första.")
    second = Finding("AA002", Severity.WARNING, ("A01",), "Andra.")
    with app.unit_of_work() as uow:
        stored = uow.encounters.get("demo-sepsis")
    assert stored is not None
    answered = Encounter(
        stored.id, stored.patient, overrides=(Override("AA001", ("A00",), "därför"),)
    )

    rows = finding_rows(answered, [first, second])

    assert [row.label for row in rows] == ["Varning", "Varning, avfärdad"]
    assert rows[1].spoken == "Varning, avfärdad: Första."


def test_codes_stand_in_a_column_where_one_row_has_an_icon() -> None:
    principal = Entry(CodeRow(code="S72.00", icon="principal"), "S72.00")

    rows = [each.row for each in in_columns([HEADING, principal, entry("D62.9")])]

    assert [row.has_icon_room for row in rows] == [False, True, True]
    assert in_columns([HEADING, entry("D62.9")]) == [HEADING, entry("D62.9")]
