"""Whatever stands on a line of a file, it is answered: reviewed, or told why it could not be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level, Mark
from app.domain.encounter import Encounter
from app.domain.finding import Finding
from app.domain.region import NO_REGION
from app.exchange.encounter_jsonl import RawLine
from app.rules.registry import ALL_RULES
from app.services.review import ReviewedLine, judged
from app.services.review_chunks import review_line

CODES = ("J18.9", "S72.00", "W01.09", "T50.9", "Y57.9", "O80.9", "Z37.0", "H36.0", "E11.3", "C50.9")
WILD = (
    "\x00", "I10.9\x00", "\U0001fa7a", "\ud800", "A" * 10_000, "9" * 10_000, "\u202eI10", "I10,9",
    "", "=1+1", "A00-B99", "XX", "\u00e5\u00e4\u00f6", "I\u00df0", "\u0661\u0661", "{code}", "%s",
)  # fmt: skip
codes = st.one_of(st.sampled_from(CODES), st.sampled_from(WILD), st.text(max_size=12))
days = st.one_of(
    st.none(),
    st.dates().map(str),
    st.datetimes().map(str),
    st.sampled_from(
        ["0001-01-01", "9999-12-31", "9999-12-31T23:59", "0001-01-01T00:00+23:59", "2022-02-29",
         "20220318", "2022-03-18T24:00", "i går", "9999-12-31T23:59-23:59"]
    ),
)  # fmt: skip
anything: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), codes),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(codes, inner, max_size=3)),
    max_leaves=6,
)


def part(**known: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Make an object of which every part may be missing, and at times of another kind."""
    whole = st.fixed_dictionaries({}, optional=known)
    return st.one_of(whole, whole, whole, whole, anything)


diagnoses = part(
    code=codes,
    role=st.sampled_from(["principal", "secondary", "", None]),
    partner=st.one_of(st.none(), codes),
    external_causes=st.lists(codes, max_size=3),
    drugs=st.lists(codes, max_size=2),
    text=codes,
)
procedures = part(
    code=st.one_of(codes, st.sampled_from(["JEA01", "ZXA00", "AF063", "XU000", "DU045", "MCA10"])),
    date=days,
    additional=st.lists(codes, max_size=2),
    drugs=st.lists(codes, max_size=1),
    start=days,
    end=days,
)
events = part(
    **{"id": codes, "class": st.sampled_from(["Slutenvård", "Öppenvård", "?", 3, None])},
    type=st.sampled_from(["Nyfödd", "Primärvård", "Annullerad", "", None]),
    start=days,
    end=days,
    patient=part(birth_date=days, sex=st.sampled_from(["K", "M", "", "x"]), protection=codes),
    diagnoses=st.one_of(st.lists(diagnoses, max_size=5), anything),
    procedures=st.one_of(st.lists(procedures, max_size=3), anything),
    legal_form=codes,
    discharge=codes,
    record_text=codes,
    contact_form=codes,
    professions=st.lists(codes, max_size=2),
    **dict.fromkeys(("unit", "referral", "contact_reasons", "outcome", "visit_type"), anything),
    **dict.fromkeys(("team", "rate", "checked_out"), anything),
)


@pytest.fixture(scope="module")
def books() -> Codebooks:
    def book(system: CodeSystem, codes: tuple[str, ...]) -> MemoryCodebook:
        concepts = [
            Concept(system, code, "{titel} %s", Level.SUBCATEGORY,
                    mark=Mark.ASTERISK if code == "H36.0" else Mark.NONE)
            for code in codes
        ]  # fmt: skip
        return MemoryCodebook(Edition(system, system, "Prov", "2022"), concepts)

    return Codebooks(
        book(CodeSystem.ICD10SE, CODES),
        book(CodeSystem.KVA, ("JEA01", "ZXA00")),
        book(CodeSystem.ATC, ("N02BE01",)),
    )


def answered(content: bytes, books: Codebooks) -> ReviewedLine:
    def review(encounter: Encounter) -> list[Finding]:
        return judged(ALL_RULES, encounter, books, NO_REGION)

    return review_line(review, "", RawLine(1, content, 1, 1))


@given(event=events)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_event_is_reviewed_or_told_what_is_wrong_with_it(event: Any, books: Codebooks) -> None:
    line = answered(json.dumps(event).encode(), books)

    assert "programmet gjorde fel" not in line.error
    assert not (line.error and line.findings)
    assert all(finding.message and "\n" not in finding.message for finding in line.findings)


@given(content=st.binary(max_size=200))
def test_any_bytes_are_answered(content: bytes, books: Codebooks) -> None:
    assert "programmet gjorde fel" not in answered(content, books).error


@pytest.mark.parametrize(
    "content",
    [
        b"\x00", b"nul", b"NaN", b"1e999", b"[" * 100_000, b'{"a":' * 50_000, b"\xff\xfe{}",
        b'{"id": ' + b"9" * 10_000 + b"}", b'{"id": "\\ud800"}', b'{"start": 1e400}',
    ],
)  # fmt: skip
def test_what_no_parser_likes_is_told(content: bytes, books: Codebooks) -> None:
    line = answered(content, books)

    assert "programmet gjorde fel" not in line.error
    line.error.encode()
    line.encounter_id.encode()


def test_codes_of_any_length_and_kind_are_answered_as_they_are(books: Codebooks) -> None:
    for wild in WILD:
        event = {
            "class": "Slutenvård", "start": "2022-03-14", "end": "2022-03-18",
            "diagnoses": [{"code": "J18.9", "role": "principal"}, {"code": wild, "drugs": [wild]}],
            "procedures": [{"code": wild, "additional": [wild]}],
        }  # fmt: skip

        line = answered(json.dumps(event).encode(), books)

        assert not line.error
        told = {code for finding in line.findings for code in finding.codes}
        written = "".join(wild.encode("utf-8", "replace").decode().split()).upper()
        assert not written or any(written.rstrip("*†+") in code or code in written for code in told)
