"""`kodklar drg`, as somebody types it."""

from __future__ import annotations

import gzip
import json
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.bootstrap import bootstrap
from app.cli import drg
from app.domain.encounter import Diagnosis, DiagnosisRole, Procedure
from app.domain.identity import read_identity
from app.domain.patient import Patient, Sex
from app.services.drg_blocks import ToldBlock
from tests.cli.conftest import Kodklar
from tests.grouper.small_tables import as_json
from tests.services.workday import put, stay


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    path = tmp_path / "NOR_2015.json.gz"
    path.write_bytes(gzip.compress(json.dumps(as_json()).encode()))
    return path


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.tsv"
    path.write_text(
        "id\tsex\tage_days\tdisch\tdur\tdiagnoses(dagger/asterisk)\tprocedures\tdrg\trule\n"
        "1\tM\t20000\t\t3\tK358 J189\tJEA00\tfel\tfel\n"
        "2\tF\t20000\t\t3\tE102/N083\t\t\t\n"
        "3\tM\t\t\t3\tK358\t\t\t\n"
        "4\tM\t50000\t\t3\tK35.8\t\t\t\n",
        encoding="utf-8",
    )
    return path


def test_tables_are_imported_once_listed_and_removed(kodklar: Kodklar, tables: Path) -> None:
    assert kodklar("drg", "tables").out.startswith("Inga definitionstabeller är inlästa.")
    (first,) = kodklar("drg", "import", tables, "--json").objects
    (again,) = kodklar("drg", "import", tables, "--json").objects
    assert (first["new"], again["new"], again["id"]) == (True, False, first["id"])
    (listed,) = kodklar("drg", "tables", "--json").objects
    assert (listed["country"], listed["valid_from"], listed["rules"]) == ("NO", "2015-01-01", 10)
    assert kodklar("drg", "remove", first["id"]).status == 0
    assert kodklar("drg", "tables", "--json").objects == []


def test_each_contact_gets_an_object_and_a_broken_line_a_sentence_with_its_number(
    kodklar: Kodklar, tables: Path, cases: Path
) -> None:
    kodklar("drg", "import", tables)
    answer = kodklar("drg", "group", "--file", cases, "--json")
    assert answer.status == 1
    first, second, third, fourth = answer.objects
    assert first == {"id": "1", "drg": "OPC", "rule": "200", "rtc": "0", "mdc": "06"}
    assert (second["drg"], second["rule"]) == ("PAIR", "420")
    assert (third["line"], third["drg"], third["rtc"]) == (4, None, None)
    assert third["error"].startswith("cases.tsv, rad 4: Åldern saknas")
    assert list(fourth) == ["id", "drg", "rule", "rtc", "mdc"]
    assert "rad 5: Åldern" in answer.err and "över 125 år" in answer.err


def test_a_group_is_explained_where_it_is_asked_for(
    kodklar: Kodklar, tables: Path, cases: Path
) -> None:
    kodklar("drg", "import", tables)
    told = kodklar("drg", "group", "--file", cases, "--explain").out
    assert "1: OPC regel 200 returkod 0" in told
    assert "- minst ett komplicerande tillstånd: J189" in told


def test_without_tables_it_is_said_how_to_import_them(kodklar: Kodklar, cases: Path) -> None:
    answer = kodklar("drg", "group", "--file", cases)
    assert answer.is_one_sentence() or "kodklar drg import" in answer.err


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.json", b"{", "ingen läsbar JSON: fel på rad 1"),
        ("x.json", b"[]", "inga definitionstabeller"),
        ("x.json.gz", b"\x1f\x8bxx", "trasig gzip-fil"),
        ("x.json", b"\xff\xfe", "varken JSON i UTF-8, dBase, arbetsbok eller zip (rad 1)"),
        ("x.json", b'{"drglogic": []}', "saknar tabellen dg"),
    ],
)
def test_what_is_no_table_set_is_refused_with_its_name(
    kodklar: Kodklar, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    answer = kodklar("drg", "import", path)
    assert answer.status == 2
    assert told in answer.err
    assert name.removesuffix(".gz") in answer.err
    assert kodklar("drg", "tables", "--json").objects == []


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows asks in another way")
@pytest.mark.parametrize("asked", ["SIGTERM", "SIGHUP"])
def test_a_request_to_end_cleans_up_as_an_interrupt_does(
    kodklar: Kodklar, tables: Path, cases: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    cleaned = []

    def ended_half_way(*_args: object, **_options: object) -> Iterator[ToldBlock]:
        try:
            yield ToldBlock("1: OPC\n", 1, 0)
            assert signal.getsignal(getattr(signal, asked)) is not before
            signal.raise_signal(getattr(signal, asked))
        finally:
            cleaned.append(asked)

    kodklar("drg", "import", tables)
    before = signal.getsignal(getattr(signal, asked))
    monkeypatch.setattr(drg, "group_file", ended_half_way)
    answer = kodklar("drg", "group", "--file", cases)
    assert (answer.status, answer.err) == (2, "Avbrutet. Inget halvfärdigt lämnades kvar.\n")
    assert cleaned == [asked]
    assert signal.getsignal(getattr(signal, asked)) is before


def test_an_event_is_explained_in_words_and_as_an_object(
    kodklar: Kodklar, tables: Path, tmp_path: Path
) -> None:
    kodklar("drg", "import", tables)
    app = bootstrap(tmp_path)
    patient = Patient(read_identity("191212121212"), sex=Sex.MALE, birth_date=date(1970, 1, 1))
    rows = (Diagnosis("K35.8", DiagnosisRole.PRINCIPAL), Diagnosis("J18.9"))
    put(app, stay(patient=patient, diagnoses=rows, procedures=(Procedure("JEA00"),)))
    app.close()
    told = kodklar("drg", "explain", "e1").out
    assert "utan bidiagnosen J18.9: OP" in told
    (written,) = kodklar("drg", "explain", "e1", "--json").objects
    assert (written["id"], written["drg"], written["rule"]) == ("e1", "OPC", "200")
    assert written["explanation"]["complications"][0]["code"] == "J189"
