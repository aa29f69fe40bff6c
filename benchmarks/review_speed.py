"""How long the review of one event takes with all rules, and how a file of events streams.

    python benchmarks/review_speed.py [--events N] [--lines N] [--json]

Runs on ICD-10-SE 2022, KVÅ 2021 and ATC in KODKLAR_SHARED_DATA or ../shared/data, else on the
starter edition. Events are generated with a fixed seed: 1–12 diagnoses, 0–4 procedures.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psutil

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from app.bootstrap import bootstrap  # noqa: E402
from app.domain.codebook import MemoryCodebook  # noqa: E402
from app.domain.codebook_ports import Codebooks  # noqa: E402
from app.domain.codes import CodeSystem  # noqa: E402
from app.domain.concept import Concept, Edition  # noqa: E402
from app.domain.finding import Severity  # noqa: E402
from app.domain.region import Region, Undecided, build_region  # noqa: E402
from app.domain.regional import Block, BlockKind, RuleSwitch, SwitchAct  # noqa: E402
from app.domain.regional_layer import RegionalLayer  # noqa: E402
from app.exchange.encounter_json import read_encounter  # noqa: E402
from app.persistence.readers import starter  # noqa: E402
from app.persistence.readers.file_readers import FileReaders  # noqa: E402
from app.rules.registry import ALL_RULES  # noqa: E402
from app.services.context import AppContext  # noqa: E402
from app.services.parallel_review import review_files  # noqa: E402
from app.services.review import review  # noqa: E402

SOURCES = ("icd10se/2022", "kva/2021", "atc/atc-sv-2020.tsv")
SEED = 20_220_318


class FixedLibrary:
    """The same codebooks for every day."""

    def __init__(self, books: Codebooks) -> None:
        self._books = books

    def for_day(self, _day: date | None) -> Codebooks:
        return self._books


def load_books() -> Codebooks:
    data = Path(os.environ.get("KODKLAR_SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
    readers = FileReaders(REPOSITORY / "resources")
    books: dict[CodeSystem, MemoryCodebook] = {}
    if data.is_dir():
        for found in readers.recognise([data / source for source in SOURCES]):
            edition = Edition(found.system, found.system, found.name, found.version)
            books[found.system] = MemoryCodebook(edition, readers.read(found))
    else:
        folder = REPOSITORY / "codebooks" / "starter"
        for edition in starter.starter_editions(folder):
            file = starter.starter_file(folder, edition)
            books[edition.system] = MemoryCodebook(edition, starter.read(file))
    return Codebooks(books[CodeSystem.ICD10SE], books[CodeSystem.KVA], books[CodeSystem.ATC])


class Decided:
    """A region that has decided once and for all."""

    def __init__(self, region: Region) -> None:
        self._region = region

    def current(self) -> Region:
        return self._region


class Generator:
    """Makes events in the JSON form, mostly of codes that exist."""

    def __init__(self, books: Codebooks) -> None:
        self._random = random.Random(SEED)
        self._icd = self._items(books.icd10se.concepts())
        self._kva = self._items(books.kva.concepts())
        self._atc = self._items(books.atc.concepts())
        self._causes = [code for code in self._icd if "V01" <= code < "Z"]
        self._diseases = [code for code in self._icd if not "V01" <= code < "Z"]

    def event(self, number: int) -> dict[str, Any]:
        pick = self._random
        rows = [self._diagnosis(i) for i in range(pick.randint(1, 12))]
        day = pick.randint(1, 28)
        return {
            "id": f"E{number}",
            "class": pick.choice(["Slutenvård", "Öppenvård", "Akutsjukvård"]),
            "start": f"2022-03-{day:02}T10:00",
            "end": f"2022-03-{min(28, day + pick.randint(0, 9)):02}T15:00",
            "patient": {"birth_date": f"{pick.randint(1930, 2021)}-05-06", "sex": "K"},
            "diagnoses": rows,
            "procedures": [self._procedure(day) for _ in range(pick.randint(0, 4))],
        }

    def icd(self) -> str:
        return self._random.choice(self._diseases)

    def _diagnosis(self, position: int) -> dict[str, Any]:
        pick = self._random
        code = pick.choice(self._diseases)
        is_injury = code[0] in "ST"
        return {
            "code": code,
            "role": "secondary" if position else "principal",
            "external_causes": [pick.choice(self._causes)] if is_injury else [],
            "drugs": [pick.choice(self._atc)] if pick.random() < 0.1 else [],
            "partner": pick.choice(self._diseases) if pick.random() < 0.1 else None,
        }

    def _procedure(self, day: int) -> dict[str, Any]:
        code = self._random.choice(self._kva)
        return {"code": code, "date": f"2022-03-{day:02}", "additional": ["ZXA00"]}

    @staticmethod
    def _items(concepts: Any) -> list[str]:
        return [c.code for c in concepts if isinstance(c, Concept) and c.is_leaf]


def context(books: Codebooks) -> AppContext:
    parts: dict[str, Any] = {field.name: None for field in fields(AppContext)}
    used = {"library": FixedLibrary(books), "rules": ALL_RULES, "region": Undecided()}
    used["now"] = datetime.now
    return AppContext(**parts | used)


def measure_events(app: AppContext, generator: Generator, count: int) -> dict[str, float]:
    events = [read_encounter(generator.event(number)).encounter for number in range(count)]
    for encounter in events[:200]:
        review(app, encounter)
    times = []
    for encounter in events:
        begun = time.perf_counter()
        review(app, encounter)
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    return {
        "rules": len(ALL_RULES),
        "events": count,
        "median_ms": round(statistics.median(times), 4),
        "p95_ms": round(times[int(count * 0.95)], 4),
        "max_ms": round(times[-1], 4),
    }


def measure_region(app: AppContext, generator: Generator, count: int) -> dict[str, float]:
    """Time the same events where the region blocks a thousand codes and regrades ten rules."""
    kinds = (BlockKind.NOT_PRINCIPAL, BlockKind.NOT_SECONDARY)
    blocks = [Block(generator.icd(), kinds[n % 2], "Prov") for n in range(700)]
    blocks += [Block(generator.icd(), BlockKind.NOT_WITH, "Prov", "ZXA00") for _ in range(300)]
    rules = [rule.rule_id for rule in app.rules[:10]]
    act, severity = SwitchAct.SEVERITY, Severity.ADVICE
    switches = [RuleSwitch(rule_id, act, "Prov", severity) for rule_id in rules]
    layer = RegionalLayer(switches=tuple(switches), blocks=tuple(blocks))
    decided = replace(app, region=Decided(build_region({}, layer)))
    return measure_events(decided, generator, count)


def measure_asking(count: int) -> dict[str, float]:
    """Ask the database, timed, whether the region has decided anything new."""
    with tempfile.TemporaryDirectory() as name:
        app = bootstrap(Path(name), f"sqlite:///{name}/kodklar.sqlite")
        times = []
        for _ in range(count):
            begun = time.perf_counter()
            app.region.current()
            times.append((time.perf_counter() - begun) * 1000)
        app.close()
    return {"asked": count, "median_ms": round(statistics.median(times), 4)}


def measure_file(app: AppContext, generator: Generator, count: int) -> dict[str, float]:
    process = psutil.Process()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for number in range(count):
                file.write(json.dumps(generator.event(number), ensure_ascii=False) + "\n")
        before = process.memory_info().rss
        begun = time.perf_counter()
        findings = sum(len(line.findings) for line in review_files(app, [path], jobs=1))
        seconds = time.perf_counter() - begun
    return {
        "lines": count,
        "findings": findings,
        "seconds": round(seconds, 2),
        "events_per_second": round(count / seconds),
        "grown_mb": round((process.memory_info().rss - before) / 1e6, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--lines", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()

    books = load_books()
    app, generator = context(books), Generator(books)
    result = {
        "editions": [books.of(system).edition.label for system in CodeSystem],
        "one event": measure_events(app, generator, args.events),
        "with a region": measure_region(app, generator, args.events),
        "asking for the region": measure_asking(500),
        "a file": measure_file(app, generator, args.lines),
    }
    if args.json:
        print(json.dumps(result, ensure_ascii=False))
        return
    for name, figures in result.items():
        print(f"{name}: {figures}")


if __name__ == "__main__":
    main()
