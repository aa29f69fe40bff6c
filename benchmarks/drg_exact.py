"""How exactly and how quickly contacts are grouped, against the answers of others.

    python benchmarks/drg_exact.py

Reads the definition tables and answered cases in the folder that KODKLAR_SHARED_DATA names, or
else in ../shared/data: Norway 2015, two national packages, our decisions. Prints how many groups,
rules and return codes agree, and the processor's time of reading tables, making them ready,
grouping, explaining and of trying each rule in turn.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.domain.drg import DrgCase, clean_drg_code, make_case
from app.exchange.drg_case_cells import parse_diagnoses
from app.exchange.drg_case_heads import CaseFormat
from app.exchange.drg_cases import read_cases
from app.exchange.drg_files import read_definition_tables
from app.grouper.engine import Grouper
from app.grouper.explanation import explain, vary
from app.grouper.features import derive
from app.grouper.requirements import is_met, requirements

ROOT = Path(__file__).resolve().parents[1]
Answer = tuple[str, str, str]
#: Trying every rule takes long: so many cases are enough for a ratio.
_SCANNED = 60
_ROUNDS = 5


def main() -> None:
    argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0]).parse_args()
    shared = os.environ.get("KODKLAR_SHARED_DATA") or ROOT.parent / "shared" / "data"
    folder = Path(shared) / "norddrg"
    norwegian = _norway(folder)
    _packages(folder)
    _decisions(folder)
    _speed(*norwegian)


def _norway(folder: Path) -> tuple[Grouper, list[DrgCase]]:
    grouper = _ready(folder / "nor/NOR_2015.json.gz")
    path = folder / "nor/cases_public.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        answers = [
            (row["DRGKode"], row["DRGGrupperingsregel"], row["Returkode"])
            for row in csv.DictReader(lines, delimiter=";")
        ]
    cases = [line.case for line in read_cases(path, CaseFormat.NOR) if line.case]
    _tell("Norway 2015", grouper, cases, answers)
    return grouper, cases


def _packages(folder: Path) -> None:
    for path in sorted((folder / "packages").glob("*.cases.tsv.gz")):
        grouper = _ready(path.with_name(path.name.replace(".cases.tsv.gz", ".zip")))
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            answers = [
                (row["drg"], row["rule"], "") for row in csv.DictReader(lines, delimiter="\t")
            ]
        cases = [line.case for line in read_cases(path, CaseFormat.CASES) if line.case]
        _tell(path.name.split(".")[0], grouper, cases, answers)


def _decisions(folder: Path) -> None:
    groupers = {
        "NOR_2015": _ready(folder / "nor/NOR_2015.json.gz"),
        "SWE_2014": _ready(folder / "swe-2014/original"),
    }
    with (folder / "decision-cases.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            got = groupers[row["tables"]].group(_decision(row))
            if (got.drg, got.rule, got.rtc) != (row["drg"], row["rule"], row["rtc"]):
                print(f"decision {row['id']}: {got.drg} {got.rule}, wanted {row['drg']}")
    print("decisions: all others as wanted")


def _decision(row: dict[str, str]) -> DrgCase:
    return make_case(
        sex=row["sex"],
        age_days=int(row["age_days"]),
        discharge=row["disch"],
        stay_days=int(row["dur"]),
        diagnoses=parse_diagnoses(row["diagnoses"]),
        procedures=tuple(map(clean_drg_code, row["procedures"].split())),
    )


def _ready(path: Path) -> Grouper:
    begun = time.process_time()
    tables = read_definition_tables(path)
    read = time.process_time()
    grouper = Grouper(tables)
    made = time.process_time()
    print(f"{path.name}: read {read - begun:.2f} s, made ready {made - read:.2f} s")
    return grouper


def _tell(name: str, grouper: Grouper, cases: Sequence[DrgCase], answers: Sequence[Answer]) -> None:
    got = [grouper.group(case) for case in cases]
    pairs = list(zip(got, answers, strict=True))
    drg = sum(one.drg == answer[0].strip() for one, answer in pairs)
    rule = sum(one.rule == answer[1].strip() for one, answer in pairs)
    told = f"{name}: DRG {drg}/{len(cases)}, rule {rule}/{len(cases)}"
    if any(answer[2] for answer in answers):
        told += f", return code {sum(one.rtc == a[2].strip() for one, a in pairs)}/{len(cases)}"
    print(told)


def _speed(grouper: Grouper, cases: Sequence[DrgCase]) -> None:
    each = _per_case(grouper.group, cases)
    told = _per_case(lambda case: (explain(grouper, case), list(vary(grouper, case))), cases[:100])
    scanned = _per_case(lambda case: _scan(grouper, case), cases[:_SCANNED])
    print(
        f"grouping: {1 / each:,.0f} cases a second; trying each rule in turn {scanned / each:.0f} x"
    )
    print(f"explanation with what-if: {1000 * told:.1f} ms")


def _scan(grouper: Grouper, case: DrgCase) -> str:
    found = derive(case, grouper.features)
    for row in grouper.rules:
        if all(is_met(each, row, case, found) for each in requirements(row)):
            return row.drg
    return ""


def _per_case(act: Callable[[DrgCase], object], cases: Sequence[DrgCase]) -> float:
    times = []
    for _ in range(_ROUNDS):
        begun = time.process_time()
        for case in cases:
            act(case)
        times.append((time.process_time() - begun) / len(cases))
    return median(times)


if __name__ == "__main__":
    main()
