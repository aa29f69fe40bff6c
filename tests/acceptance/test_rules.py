"""The rules on the real files: realistic events, what must fire and what must stay silent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.domain.care_types import EncounterType
from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem, format_icd
from app.domain.concept import Level
from app.domain.encounter import Encounter
from app.exchange.encounter_json import read_encounter
from app.persistence.readers.file_readers import FileReaders
from app.persistence.readers.starter import starter_editions, starter_file
from app.rules.examples import example, procedure, row, with_drugs
from app.rules.registry import ALL_RULES

pytestmark = pytest.mark.acceptance

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
#: The numbers that the first rules were asked for; the events below were written for them. What
#: the rule tables add is tried in test_rule_tables.py.
#: Offers a finer code wherever the edition has one, on right events too.
OFFER = "GK009"
ALL_NUMBERS = {1, 2, 5, 6, 8, 9, 11, 12, 18, 19, *range(20, 33), 36, 39, 42, 44, 50, 53}
ALL_NUMBERS |= {92, 93, 130, 132, 133}


@pytest.fixture(scope="module")
def starter() -> Codebooks:
    """The starter edition by itself, as on a fresh machine."""
    readers, folder = FileReaders(RESOURCES), RESOURCES.parent / "codebooks" / "starter"
    loaded = {
        edition.system: MemoryCodebook(edition, readers.read(starter_file(folder, edition)))
        for edition in starter_editions(folder)
    }
    return Codebooks(loaded[CodeSystem.ICD10SE], loaded[CodeSystem.KVA], loaded[CodeSystem.ATC])


@dataclass(frozen=True)
class Event:
    """A realistic event and every catalogue number that a coder expects; no other may fire."""

    what: str
    encounter: Encounter
    expected: frozenset[int] = frozenset()


def event(what: str, *diagnoses: Any, expected: tuple[int, ...] = (), **frame: Any) -> Event:
    return Event(what, example(*diagnoses, **frame), frozenset(expected))


OUTPATIENT = EncounterType.SPECIALIST_OUTPATIENT
FALL = "W01.09"

RIGHT = [
    event(
        "hip fracture with operation",
        row("S72.00", FALL),
        "I10.9",
        "F00.9",
        "G30.9",
        procedures=(procedure("NFB09", "2022-03-15", ("ZXA00",)),),
        born="1938-02-01",
    ),
    event("pneumonia with heart failure", "J15.9", "I50.9", "J96.0", "B96.3"),
    event("sepsis from the urinary tract", "A41.5", "N10.9", "R65.1"),
    event("septic shock as an addition", "A40.3", "J13.9", "R57.2"),
    event("infarction with type", "I21.4", "U98.1", "I25.1", procedures=("FNG05", "AF037")),
    event("spontaneous delivery", "O80.0", "O70.1", "Z37.0", procedures=("MBC33",)),
    event("twins", "O84.0", "O80.0", "Z37.2"),
    event("healthy newborn", "Z38.0", kind=EncounterType.NEWBORN, born="2022-03-14"),
    event("newborn with jaundice", "P59.9", kind=EncounterType.NEWBORN, born="2022-03-14"),
    event(
        "paracetamol poisoning",
        row("T50.9", "X64.09", drugs=("N02BE01",)),
        "F32.1",
        procedures=(with_drugs(procedure("DT016"), "R05CB01"),),
    ),
    event("rash from a drug", row("L27.0", "Y57.9", drugs=("J01CA04",)), "L30.9"),
    event("drug rash as loose rows", "L27.0", row("Y57.9", drugs=("J01CA04",)), "I10.9"),
    event("bleeding from anti-inflammatory drug", row("K29.0", "Y57.9", drugs=("M01AE01",))),
    event("diabetes with retinopathy", row("E11.3", partner="H36.0"), "I10.9"),
    event(
        "type 1 diabetes with several manifestations",
        row("E10.7", partner="N08.3"),
        row("H36.0", partner="E10.7"),
    ),
    event("psoriatic arthritis", row("L40.5", partner="M07.3")),
    event("tumour anaemia", "C18.7", row("D63.0", partner="C18.7")),
    event("anaemia in kidney failure", "N18.5", "D63.8", "Z99.2"),
    event("Alzheimer dementia", row("G30.1", partner="F00.1")),
    event("herpetic eye disease", row("B00.5", partner="H19.1")),
    event("chemotherapy session", "C50.9", "Z51.1", kind=OUTPATIENT),
    event("check after treatment", "Z09.9", kind=OUTPATIENT),
    event("chest pain ruled out", "R07.4", "Z03.4", kind=EncounterType.EMERGENCY),
    event("telephone advice without codes", kind=EncounterType.CONTACT_WITHOUT_VISIT),
    event("wound infection after surgery", row("T81.4", "Y83.9"), "B95.6"),
    event(
        "traffic accident with two injuries",
        row("S06.00", "V43.59"),
        row("S22.30", "V43.59"),
    ),
    event("late effect of head injury", "G40.9", row("T90.5", "Y86.9")),
    event("appendicitis", "K35.8", procedures=("JEA01",)),
    event("involuntary psychiatric stay", "F20.0", "F10.2"),
    event("resistant infection", "N39.0", "B96.2", "U82.2A"),
    event("covid pneumonia", "U07.1", "J12.8", "J96.0"),
    event("after covid", "R53.9", "U09.9", kind=OUTPATIENT),
    event("legal intervention", row("S01.0", "Y35.3")),
    event("burn at work", row("T23.2", "X12.72")),
]

WRONG = [
    event("no principal", None, "J18.9", expected=(1,)),
    event("two principals", "J18.9", also_principal=("I50.9",), expected=(2,)),
    event("check-up first despite disease", "Z09.9", "I50.9", expected=(5,)),
    event("chemotherapy before the tumour", "Z51.1", "C50.9", kind=OUTPATIENT, expected=(5,)),
    event("symptom first despite infarction", "R07.4", "I21.9", expected=(6,)),
    event("hypertension twice", "J18.9", "I10.9", "I10.9", expected=(8,)),
    event("category", "A09", expected=(9,)),
    event("category of an external cause", row("S72.00", "W01"), expected=(9, 44)),
    event("code that never was", "J18.9", "I10.3", expected=(11,)),
    event("procedure that is gone", "J18.9", procedures=("XV012",), expected=(11, 143)),
    event("block as code", "J09-J18", expected=(12,)),
    event("born in the wrong century", "J18.9", born="1893-01-01", expected=(18,)),
    event("end before start", "J18.9", end="2022-03-01", expected=(19,)),
    event("external cause first", "W01.09", row("S72.00", FALL), expected=(20, 21)),
    event("organism first", "B95.6", "L03.1", expected=(20, 22)),
    event("late effect of infection first", "B90.9", expected=(20, 23)),
    event("sepsis code first", "R65.1", "A41.5", expected=(6, 20, 24, 63)),
    event("septic shock first", "R57.2", "A41.5", expected=(6, 25)),
    event("late effect of injury first", row("T91.1", "Y86.9"), expected=(20, 26)),
    event("resistance first", "U82.1", "N39.0", expected=(20, 27)),
    event("resistance extension first", "U82.2A", "N39.0", expected=(20, 27)),
    event("type of infarction first", "U98.1", "I21.4", expected=(20, 28)),
    event("after covid first", "U09.9", "R53.9", expected=(20, 29)),
    event("outcome of delivery first", "Z37.0", "O80.0", expected=(5, 20, 30, 92)),
    event("vaccination not done first", "Z28.1", expected=(20, 31)),
    event("adverse effect cause first", "Y57.9", "L27.0", expected=(20, 21, 32)),
    event("surgical cause first", "Y83.1", "T84.5", expected=(20, 21, 32)),
    event("retinopathy alone", "I10.9", "H36.0", expected=(36, 37)),
    event("national retinopathy alone", "I10.9", "H36.0A", expected=(36, 37)),
    event("dementia of Alzheimer alone", "N39.0", "F00.1", expected=(36, 37, 67)),
    event("asterisk first", row("H36.0", partner="E11.3"), expected=(39,)),
    event("injury without cause", "S72.00", "I10.9", expected=(42,)),
    event("complication without cause", "T81.4", "B95.6", expected=(42, 58)),
    event("cause without activity", row("S72.00", "W01.0"), expected=(44,)),
    event("traffic cause without activity", row("S06.00", "V43.5"), expected=(44,)),
    event("activity that does not exist", row("S72.00", "W01.05"), expected=(11, 44)),
    event(
        "poisoning with specific code and ATC",
        row("T39.1", "X64.09", drugs=("N02BE01",)), expected=(50,),
    ),
    event("adverse effect without Y57.9", row("L27.0", drugs=("J01CA04",)), expected=(53, 54)),
    event("specific adverse cause", row("K29.0", "Y45.3", drugs=("M01AE01",)), expected=(53,)),
    event("delivery second", "O72.1", "O80.0", "Z37.0", expected=(92,)),
    event("delivery without outcome", "O80.0", expected=(93,)),
    event("outcome without delivery", "O72.1", "Z37.0", expected=(93,)),
    event("heading as procedure", "K35.8", procedures=("JEA",), expected=(130,)),
    event(
        "procedure before the stay",
        "K35.8", procedures=(procedure("JEA01", "2022-03-12"),), expected=(132,),
    ),
    event("side alone", "K35.8", procedures=("ZXA00",), expected=(133,)),
    event(
        "several faults at once",
        "Z37.0", "S72.00", "J09-J18", expected=(5, 12, 20, 30, 42, 93),
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", [*RIGHT, *WRONG], ids=lambda case: case.what)
def test_exactly_the_numbers_that_a_coder_expects_fire(case: Event, books: Codebooks) -> None:
    rules = [rule for rule in ALL_RULES if rule.rule_id != OFFER]
    findings = [finding for rule in rules for finding in rule.findings(case.encounter, books)]

    fired = {number for finding in findings for number in finding.catalogue}
    assert fired == case.expected, [finding.message for finding in findings]


WRITTEN = [
    json.loads(line)
    for line in Path(__file__).with_name("rule_encounters.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("line", WRITTEN, ids=lambda line: line["what"])
def test_encounters_written_from_the_catalogue_alone_are_judged_as_it_says(
    line: dict[str, Any], books: Codebooks, starter: Codebooks
) -> None:
    """Written before the rules were read: `fires` exactly, and of `may` whatever it likes."""
    encounter = read_encounter(line["encounter"]).encounter

    #: That a code is absent from a selection proves nothing.
    for edition, unproved in ((books, set[int]()), (starter, {11})):
        findings = [finding for rule in ALL_RULES for finding in rule.findings(encounter, edition)]
        fired = {number for finding in findings for number in finding.catalogue}
        assert set(line["fires"]) - unproved <= fired, [f.message for f in findings]
        assert fired & ALL_NUMBERS <= {*line["fires"], *line["may"]}, [f.message for f in findings]


def test_no_known_pair_of_dagger_and_asterisk_lacks_its_etiology(
    books: Codebooks, starter: Codebooks, shared_data: Path
) -> None:
    (rule,) = [rule for rule in ALL_RULES if rule.rule_id == "AD001"]
    lines = (shared_data / "icd10se" / "code-pairs-2012.tsv").read_text("utf-8").splitlines()[1:]
    pairs = {frozenset(map(format_icd, line.split("\t")[:2])) for line in lines}
    for edition, least in ((books, 1_000), (starter, 100)):
        known = [pair for pair in pairs if all(edition.icd10se.concept(c) for c in pair)]
        refused = [p for p in known if list(rule.findings(example("Z99.9", *sorted(p)), edition))]

        assert len(known) > least
        assert refused == []


@pytest.mark.parametrize("code", ["G63.2", "J17.0", "D63.8", "M01.3", "H36.0A", "F02.8"])
def test_hypertension_is_the_etiology_of_no_manifestation(
    code: str, books: Codebooks, starter: Codebooks
) -> None:
    for edition in (books, starter):
        rules = [rule for rule in ALL_RULES if 36 in rule.catalogue]
        assert [f for rule in rules for f in rule.findings(example("I10.9", code), edition)]


def test_every_number_of_this_issue_is_seen_to_fire_on_the_real_files() -> None:
    assert {number for case in WRONG for number in case.expected} >= ALL_NUMBERS


def test_no_whole_code_of_the_edition_is_called_invalid(books: Codebooks) -> None:
    """Every code that can be reported passes the rules of validity, place and activity."""
    validity = [rule for rule in ALL_RULES if rule.rule_id in {"GK001", "GK002", "GK003", "GK004"}]
    codes = [
        concept.code
        for concept in books.icd10se.concepts()
        if not concept.is_structural and concept.level is not Level.CATEGORY
    ]
    encounter = example("J18.9", *codes)

    objections = [f for rule in validity for f in rule.findings(encounter, books)]

    assert len(codes) > 30_000
    assert objections == []


def test_every_five_character_cause_is_whole_and_every_derived_one_is_not(
    books: Codebooks,
) -> None:
    (shape,) = [rule for rule in ALL_RULES if rule.rule_id == "YO002"]
    causes = [c for c in books.icd10se.concepts() if "V01" <= c.code <= "Y98.9"]
    whole = [c.code for c in causes if c.level is Level.EXTENSION]
    short = [c.code for c in causes if c.level is Level.SUBCATEGORY and c.code < "Y35"]

    said = {f.code for f in shape.findings(example("S72.00", row("S52.51", *whole, *short)), books)}

    assert len(whole) > 15_000
    assert said == set(short)
