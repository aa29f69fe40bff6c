"""A file of encounters is read a line at a time, and a broken line stops nothing."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from app.domain.errors import InputFileError
from app.exchange import encounter_jsonl
from app.exchange.encounter_json import ReadEncounter
from app.exchange.encounter_jsonl import check_encounter_file, read_encounter_lines

GOOD = json.dumps({"id": "A1", "diagnoses": [{"code": "J18.9", "role": "principal"}]}).encode()


def test_broken_lines_are_told_with_their_number_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "fil.jsonl"
    lines = [
        b"\xef\xbb\xbf" + GOOD,
        b"",
        b'{"id": "hemlig"',
        b"\xff\xfe\xff",
        b"[" * 200_000,
        b'{"id": "A2", "diagnoses": 3}',
        b"7",
        GOOD + b"\r",
    ]
    path.write_bytes(b"\n".join(lines))

    read = list(read_encounter_lines(path))

    assert [line.number for line in read] == [1, 3, 4, 5, 6, 7, 8]
    assert [isinstance(line.content, ReadEncounter) for line in read] == [True] + [False] * 5 + [
        True
    ]
    assert [line.encounter_id for line in read] == ["A1", "", "", "", "A2", "", "A1"]
    for line in read[1:-1]:
        assert str(line.content).startswith(f"Rad {line.number} hoppades över: ")
        assert "hemlig" not in str(line.content)
    assert read[-1].position == read[-1].size == path.stat().st_size


def test_a_line_without_end_is_refused_and_not_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encounter_jsonl, "LONGEST_LINE", 100)
    path = tmp_path / "fil.jsonl"
    path.write_bytes(b"x" * 350 + b"\n" + GOOD + b"\n" + b"y" * 200)

    first, second, third = read_encounter_lines(path)

    assert "för lång" in str(first.content)
    assert (second.number, second.encounter_id) == (2, "A1")
    assert "för lång" in str(third.content)
    assert third.position == third.size


def test_an_empty_file_has_no_lines(tmp_path: Path) -> None:
    path = tmp_path / "tom.jsonl"
    path.write_bytes(b"\n \n")

    assert list(read_encounter_lines(path)) == []


def test_a_file_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match=r"borta\.jsonl kan inte läsas"):
        list(read_encounter_lines(tmp_path / "borta.jsonl"))


def test_a_packed_file_is_read_where_it_lies(tmp_path: Path) -> None:
    plain, packed = tmp_path / "fil.jsonl", tmp_path / "fil.jsonl.gz"
    plain.write_bytes(b"\n".join([GOOD, b"trasig", b"", GOOD]))
    packed.write_bytes(gzip.compress(plain.read_bytes()))

    read, unpacked = list(read_encounter_lines(packed)), list(read_encounter_lines(plain))

    assert [(line.number, line.encounter_id, str(line.content)) for line in read] == [
        (line.number, line.encounter_id, str(line.content)) for line in unpacked
    ]
    assert read[-1].position == read[-1].size == packed.stat().st_size


def test_a_packed_file_that_was_cut_off_says_so_after_what_could_be_read(tmp_path: Path) -> None:
    path = tmp_path / "fil.jsonl.gz"
    numbered = (GOOD[:-1] + b', "no": %d}\n' % number for number in range(20_000))
    whole = gzip.compress(b"".join(numbered))
    path.write_bytes(whole[: len(whole) // 2])

    lines = read_encounter_lines(path)
    assert next(lines).encounter_id == "A1"

    with pytest.raises(InputFileError, match=r"packade filen fil\.jsonl\.gz är skadad"):
        list(lines)


def test_a_file_is_looked_into_without_being_read(tmp_path: Path) -> None:
    good, other = tmp_path / "fil.jsonl", tmp_path / "fil.csv"
    good.write_bytes(GOOD)
    other.write_bytes(b"kod;titel\n")

    assert check_encounter_file(good) == len(GOOD)
    with pytest.raises(InputFileError, match="JSONL"):
        check_encounter_file(other)


def test_an_event_with_codes_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "fil.jsonl"
    few = {"id": "A1", "diagnoses": [{"code": "J18.9"}] * 1_500, "procedures": ["AF063"] * 1_500}
    many = few | {"id": "A2", "diagnoses": [{"code": "J18.9", "external_causes": ["W01"] * 4_000}]}
    path.write_text(f"{json.dumps(few)}\n{json.dumps(many)}\n", encoding="utf-8")

    first, second = read_encounter_lines(path)

    assert isinstance(first.content, ReadEncounter)
    assert "fler koder än en vårdkontakt kan ha" in str(second.content)
    assert second.encounter_id == "A2"
