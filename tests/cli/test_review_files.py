"""`kodklar review --file` with many files, packed ones, processes and clusters."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Kodklar

EVENT = {
    "class": "Slutenvård",
    "start": "2025-01-01T10:00",
    "end": "2025-01-05T10:00",
    "patient": {"birth_date": "1950-01-01", "sex": "female"},
    "diagnoses": [{"code": "I109", "role": "principal"}],
}


def write(path: Path, *ids: str) -> Path:
    text = "".join(json.dumps(EVENT | {"id": name}) + "\n" for name in ids).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


def test_files_of_a_pattern_are_reviewed_in_order_and_named(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    write(tmp_path / "del-10.jsonl", "c")
    write(tmp_path / "del-2.jsonl.gz", "b")
    write(tmp_path / "del-1.jsonl", "a")

    answer = kodklar("review", "--file", tmp_path / "del-*", "--jobs", "2")

    assert answer.status == 0
    assert [(line["file"], line["id"]) for line in answer.objects] == [
        ("del-1.jsonl", "a"),
        ("del-2.jsonl.gz", "b"),
        ("del-10.jsonl", "c"),
    ]


def test_one_file_is_answered_as_before_without_its_name(kodklar: Kodklar, tmp_path: Path) -> None:
    answer = kodklar("review", "--file", write(tmp_path / "fil.jsonl", "a"))

    assert answer.objects == [{"id": "a", "findings": []}]


def test_files_that_are_not_there_are_told(kodklar: Kodklar, tmp_path: Path) -> None:
    good = write(tmp_path / "fil.jsonl", "a")

    assert kodklar("review", "--file", tmp_path / "nej-*.jsonl").is_one_sentence()
    assert kodklar("review", "--file", good, tmp_path / "borta.jsonl").is_one_sentence()


@pytest.mark.parametrize("option", [("--jobs", "2"), ("--scheduler", "tcp://127.0.0.1:1")])
def test_processes_and_clusters_are_for_files(kodklar: Kodklar, option: tuple[str, str]) -> None:
    answer = kodklar("review", "--all", *option)

    assert answer.is_one_sentence()
    assert "--file" in answer.err


def test_a_cluster_without_the_extra_says_what_to_install(
    kodklar: Kodklar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    path = write(tmp_path / "fil.jsonl", "a")

    answer = kodklar("review", "--file", path, "--scheduler", "tcp://127.0.0.1:8786")

    assert answer.is_one_sentence()
    assert "requirements-distributed.txt" in answer.err
