"""The rule tables against the official files: their codes exist and say what the files say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeRange, has_icd_shape
from app.domain.encounter import Encounter
from app.domain.finding import Severity
from app.domain.patient import Sex
from app.exchange.encounter_json import read_encounter
from app.rules.conditional_rows import AgeRow, LinkRow, SexRow
from app.rules.examples import example, row, stay_under
from app.rules.registry import ALL_RULES

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).resolve().parents[2]
CLEAN = [
    json.loads(line)
    for line in (ROOT / "tests" / "rules" / "clean_events.jsonl").read_text("utf-8").splitlines()
]
ROWS = [line for rule in ALL_RULES for line in rule.table]
#: A category that came after the files of 2022.
_LATER = {"U97", "U97.1", "U97.3"}
#: Offers a finer code wherever the edition has one, on right events too.
OFFER = "GK009"


def test_both_ends_of_every_range_are_in_the_official_files(books: Codebooks) -> None:
    icd = {concept.code for concept in books.icd10se.concepts()}
    kva = {concept.code for concept in books.kva.concepts()}
    spans: set[CodeRange] = set()
    for line in ROWS:
        spans.update(line.codes.ranges)
        if isinstance(line, LinkRow):
            spans.update(line.others.ranges)

    missing = {
        end
        for span in spans
        for end in (span.first, span.last)
        if not _exists(end, icd if has_icd_shape(end) else kva)
    }

    assert len(spans) > 300
    assert missing - _LATER == set()


def _exists(end: str, codes: set[str]) -> bool:
    """Whether the code, or some code that begins so; `DAZ` only closes the letters of a chapter."""
    if len(end) == 3 and end.isalpha():
        end = end[:2]
    return end in codes or any(code.startswith(end) for code in codes)


def _officially(shared_data: Path, name: str, column: str) -> dict[str, str]:
    path = shared_data / "icd10se" / f"norddrg2014-{name}.tsv"
    head, *lines = (text.split("\t") for text in path.read_text("utf-8").splitlines())
    at = head.index(column)
    return {cells[0]: cells[at] for cells in lines}


def test_every_sex_bound_code_of_the_table_is_sex_bound_in_the_definition_tables(
    books: Codebooks, shared_data: Path
) -> None:
    official = _officially(shared_data, "sex-by-mdc", "rule")
    sexes = {c: Sex.FEMALE if "female" in text else Sex.MALE for c, text in official.items()}
    rows = [line for line in ROWS if isinstance(line, SexRow) and 96 not in line.catalogue]

    checked = 0
    for line in rows:
        for code in _reportable(books, line):
            bare = code.replace(".", "")
            assert sexes.get(bare, sexes.get(bare[:4])) is line.sex, code
            checked += 1
    assert checked > 500


@pytest.mark.parametrize(
    ("number", "name"),
    [(98, "newborn-mdc15"), (99, "adult-only-00P01"), (100, "child-only-00P02")],
)
def test_every_code_of_an_age_has_that_age_in_the_definition_tables(
    number: int, name: str, books: Codebooks, shared_data: Path
) -> None:
    official = _officially(shared_data, name, "rule")
    ages = [r for r in ROWS if isinstance(r, AgeRow) and r.catalogue == (number,)]
    (line,) = [r for r in ages if r.source.startswith("NordDRG")]

    strange = []
    for code in _reportable(books, line):
        bare = code.replace(".", "")
        if bare not in official and bare[:4] not in official:
            strange.append(code)
    assert strange == []


def _reportable(books: Codebooks, line: SexRow | AgeRow) -> list[str]:
    codes = [c.code for c in books.icd10se.concepts() if has_icd_shape(c.code)]
    return [code for code in codes if "." in code and code in line.codes]


@pytest.mark.parametrize("line", CLEAN, ids=lambda line: line["what"])
def test_a_right_event_meets_no_objection_on_the_official_files(
    line: dict[str, Any], books: Codebooks
) -> None:
    encounter = read_encounter(line["encounter"]).encounter

    rules = [rule for rule in ALL_RULES if rule.rule_id != OFFER]
    findings = [finding for rule in rules for finding in rule.findings(encounter, books)]

    objections = [finding for finding in findings if finding.severity > Severity.ADVICE]
    assert [finding.message for finding in objections] == []


CHILD, OLD = "2019-05-06", "1950-01-01"
WRONG: list[tuple[Encounter, set[int]]] = [
    (example("C61.9", sex=Sex.UNKNOWN), {17}),
    (example("U12.9", "T88.1"), {33}),
    (example("U99.9"), {34}),
    (example(row("T39.1", "Y45.3")), {52, 55}),
    (example("J18.9", procedures=("XS012",)), {142}),
    (example("I10.9", "D63.0"), {36, 37, 89}),
    (example(row("T39.1", "X44.09"), born="2022-03-10"), {57}),
    (
        example(row("T81.4", "Y83.9"), "O82.0", "Z37.0", procedures=("MCA10",)),
        {60, 61, 92, 124, 125},
    ),
    (example("A41.9", "R65.1", "R57.2"), {64, 124}),
    (example("I50.9", "R65.1"), {63, 65}),
    (example("J14.9", "B96.3"), {68}),
    (example("I50.9", "U82.1"), {70}),
    (example("U07.1", "U07.2"), {72, 73, 124}),
    (example("U07.1", "U08.9"), {73, 74}),
    (example("U10.9", "M30.3"), {75, 124}),
    (example("J18.9", "U11.9"), {76}),
    (example("Z09.9", "U12.9"), {77}),
    (example("A15.0", "B90.9"), {79}),
    (example("B20.6", "Z21.9"), {80, 124}),
    (example("C78.7"), {82}),
    (example("C97.9", "C50.9"), {86}),
    (example("C50.9", "Z85.3"), {88}),
    (example("C34.9", "R64.9"), {90, 124}),
    (example("O84.0", "Z37.2"), {94}),
    (example("O20.0", sex=Sex.MALE), {96, 101}),
    (example("O20.0", born=OLD), {97}),
    (example("P59.9"), {98}),
    (example("F03.9", born=CHILD), {99}),
    (example("R95.9"), {100}),
    (example("N40.9"), {101}),
    (example("O01.9", "O73.0"), {102}),
    (example("O20.0", "Z34.0"), {106, 124}),
    (example("O80.0", "Z37.0", row("S31.4", "W01.09")), {110, 124}),
    (example("J18.9", "U98.1"), {111}),
    (example("G81.9", "I63.9"), {116}),
    (example("I63.9", "I69.3"), {117}),
    (example("F10.2", "F10.1"), {118}),
    (example("Z03.4", "I21.4"), {5, 120}),
    (example("I21.4", "U98.1", "R07.4"), {123}),
    (example("M16.1", procedures=("NFB49",)), {134}),
    (example("M16.1", procedures=("NFB49", "ZXA00", "ZXA05")), {135}),
    (example("M16.1", procedures=("NFB49", "ZXA00", "ZXD00", "ZXD10")), {139}),
    (example("C50.9", procedures=("ZSZ00",)), {133, 148}),
    (stay_under("LPT", "XU017", "DU045"), {151}),
    (stay_under("HSL", "XU000", "DU045"), {152}),
    (example("F20.0", procedures=("DT016", "ZV229")), {144, 153, 158}),
    (stay_under("LPT", "XU021"), {154}),
    (example("C34.9", procedures=("DV097", "ZV400")), {155}),
    (example("C34.9", procedures=("DT016", "ZV300")), {144, 156, 158}),
    (example("O80.0", "Z37.0", procedures=("DT036", "DT037")), {157}),
    (stay_under("LPT", "XU000", "ZX602", "DU045"), {159}),
    (example("F20.0", procedures=("XV014", "GA002")), {160}),
]


@pytest.mark.parametrize(
    ("encounter", "expected"),
    WRONG,
    ids=lambda part: str(sorted(part)) if type(part) is set else "",
)
def test_exactly_the_numbers_of_the_fault_fire(
    encounter: Encounter, expected: set[int], books: Codebooks
) -> None:
    rules = [rule for rule in ALL_RULES if rule.rule_id != OFFER]
    findings = [finding for rule in rules for finding in rule.findings(encounter, books)]

    assert {n for f in findings for n in f.catalogue} == expected, [f.message for f in findings]
