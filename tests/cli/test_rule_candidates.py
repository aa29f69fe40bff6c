"""Sentences of KVÅ from the terminal: read, accepted with a reason, and then a rule."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Kodklar
from tests.persistence.readers.made_files import KVA_FILES, kva_folder

APART = "AA001\t\tTest\tUtesluter AA901\nAA901\t\tAnnat test\tTilläggskod till test\n"
EVENT = {
    "id": "e1",
    "class": "Öppenvård",
    "start": "2022-03-14",
    "end": "2022-03-14",
    "patient": {"birth_date": "1980-01-01", "sex": "K"},
    "diagnoses": [{"code": "I10.9", "role": "principal"}],
    "procedures": [{"code": code, "date": "2022-03-14"} for code in ("AA001", "AA901")],
}


def edition(folder: Path) -> Path:
    header = KVA_FILES["kma-level4.txt"].splitlines()[0]
    return kva_folder(folder / "kva", "2022", kma_level4=f"{header}\n{APART}")


def found_by(kodklar: Kodklar, folder: Path) -> list[str]:
    path = folder / "events.jsonl"
    path.write_text(json.dumps(EVENT), encoding="utf-8")
    answer = kodklar("review", "--file", path, "--json").objects[0]
    return [f["message"] for f in answer["findings"] if f["rule"] == "KV028"]


def test_a_sentence_is_a_rule_once_it_is_accepted_and_not_before(
    kodklar: Kodklar, tmp_path: Path
) -> None:
    kodklar("codebook", "import", edition(tmp_path))
    listed = kodklar("rules", "candidates", "--json").objects
    first = next(row for row in listed if row["code"] == "AA001")
    before = found_by(kodklar, tmp_path)

    done = kodklar("rules", "candidates", "--accept", first["id"], "--reason", "läst")

    assert (first["state"], first["others"]) == ("oläst", ["AA901"])
    assert before == []
    assert "är en regel från nu: ”Utesluter AA901”" in done.out
    assert found_by(kodklar, tmp_path) == [
        "AA001 står tillsammans med AA901. KVÅ säger om koden: ”Utesluter AA901”."
    ]
    again = kodklar("rules", "candidates", "--json").objects
    states = {row["code"]: row["state"] for row in again}
    assert (states["AA001"], states["AA901"]) == ("godtagen", "går inte att pröva")


def test_a_declined_sentence_is_no_rule_any_more(kodklar: Kodklar, tmp_path: Path) -> None:
    kodklar("codebook", "import", edition(tmp_path))
    first = kodklar("rules", "candidates", "--json").objects[0]
    kodklar("rules", "candidates", "--accept", first["id"], "--reason", "läst")

    kodklar("rules", "candidates", "--decline", first["id"])

    assert found_by(kodklar, tmp_path) == []


def test_what_cannot_be_decided_is_told_in_one_sentence(kodklar: Kodklar, tmp_path: Path) -> None:
    kodklar("codebook", "import", edition(tmp_path))
    first = kodklar("rules", "candidates", "--json").objects[0]

    assert kodklar("rules", "candidates", "--accept", first["id"]).is_one_sentence()
    assert kodklar("rules", "candidates", "--accept", "nej", "--reason", "x").is_one_sentence()
    assert kodklar("rules", "candidates", "--reason", "x").is_one_sentence()
