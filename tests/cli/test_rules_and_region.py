"""The rule book, a region's file and the Norwegian rule set from a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Kodklar

LAYER = """region = "Region Skåne"
[[rule]]
id = "HD001"
off = true
reason = "Prövas"
[[pair_order]]
codes = "M07"
first = "asterisk"
reason = "SOF"
"""
EVENT = {"id": "e1", "type": "Slutenvård", "start": "2024-03-01T08:00", "end": "2024-03-04T12:00"}


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    path = tmp_path / "skane.toml"
    path.write_text(LAYER, encoding="utf-8")
    return path


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "kontakter.jsonl"
    lines = [EVENT, EVENT | {"id": "e2", "country": "NO"}]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_the_rule_book_is_written_as_pdf(kodklar: Kodklar, tmp_path: Path) -> None:
    path = tmp_path / "bok.pdf"

    answer = kodklar("rules", "--pdf", path)

    assert answer.status == 0
    assert str(path) in answer.out
    assert path.read_bytes().startswith(b"%PDF")


def test_a_month_without_statistics_is_refused(kodklar: Kodklar) -> None:
    assert kodklar("rules", "--month", "2026-01").is_one_sentence()


def test_a_regions_file_is_obeyed_listed_and_written_out_again(
    kodklar: Kodklar, layer: Path, events: Path, tmp_path: Path
) -> None:
    before = kodklar("review", "--file", events).objects[0]
    told = kodklar("region", "import", layer)
    after = kodklar("review", "--file", events).objects[0]

    assert told.status == 0 and told.out.startswith("Region Skåne: besluten är inlästa.")
    assert "HD001" in {finding["rule"] for finding in before["findings"]}
    assert "HD001" not in {finding["rule"] for finding in after["findings"]}
    listed = kodklar("region", "list")
    assert "Region Skåne" in listed.out and "* före †" in listed.out
    assert {"codes": "M07", "reason": "SOF", "first": "asterisk"}.items() <= kodklar(
        "region", "list", "--json"
    ).objects[-1].items()
    out = tmp_path / "ut.toml"
    assert kodklar("region", "export", out).status == 0
    assert kodklar("region", "import", out).status == 0
    assert kodklar("region", "list").out == listed.out


def test_a_broken_file_of_a_region_is_told_with_its_line(kodklar: Kodklar, tmp_path: Path) -> None:
    path = tmp_path / "fel.toml"
    path.write_text('\n[[rule]]\nid = "HD001"\noff = true\n', encoding="utf-8")

    answer = kodklar("region", "import", path)

    assert answer.is_one_sentence()
    assert "fel.toml rad 2" in answer.err


def test_the_country_of_an_event_chooses_the_rule_set_unless_it_is_chosen(
    kodklar: Kodklar, events: Path
) -> None:
    def rules_of(*words: str) -> list[set[str]]:
        answer = kodklar("review", "--file", events, *words)
        return [{finding["rule"] for finding in line["findings"]} for line in answer.objects]

    swedish, norwegian = rules_of()
    assert swedish == {"HD001"}
    assert {"NO001", "NO006"} <= norwegian
    assert rules_of("--rule-set", "norwegian") == [norwegian, norwegian]
    assert rules_of("--rule-set", "swedish") == [swedish, swedish]
