"""Use cases for reviewing the coding of events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.codebook_ports import Codebooks
from app.domain.encounter import Encounter
from app.domain.errors import NotFoundError
from app.domain.finding import Finding, Severity
from app.domain.region import Region
from app.exchange.json_object import JsonObject
from app.rules.base import Rule
from app.rules.judgement import judge
from app.rules.rule_sets import set_version_for
from app.services.context import AppContext
from app.services.drg_problems import with_problem_group
from app.services.job_control import NO_CONTROL, JobControl
from app.services.team_visit import with_team_told


@dataclass(frozen=True, slots=True)
class ReviewedLine:
    """What came of one line of a file of encounters."""

    #: Counted from 1, blank lines included.
    number: int
    #: Empty where the line could not be read or names no id.
    encounter_id: str = ""
    findings: tuple[Finding, ...] = ()
    #: A Swedish sentence; then the line was skipped.
    error: str = ""
    #: What was kept but not understood, as Swedish sentences.
    remarks: tuple[str, ...] = ()
    #: The name of the file, where several are reviewed together.
    file: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether the line was read and nothing graver than a Råd was found."""
        return not self.error and all(f.severity is Severity.ADVICE for f in self.findings)


def review(
    app: AppContext, encounter: Encounter, region: Region | None = None, country: str = ""
) -> list[Finding]:
    """Check one event against every rule that applies on its day, as the region judges it.

    A rule that the region has turned off finds nothing; without `region`, what is decided now
    applies. The country of the event chooses the rule set, unless another is given.

    The findings come most severe first; within a severity they keep the order of the rule
    book, so that the list does not jump while a coder works. Findings that the coder has
    overridden are among them: see `open_findings`. Where definition tables fit the event, the
    problem group that it falls in is among what the rules know; at a team visit, what the
    colleagues signed.

    Raises:
        StorageError: the region's decisions cannot be read, and never were.

    """
    decided = decided_now(app) if region is None else region
    told = with_team_told(app, with_problem_group(app, encounter))
    return judged(app.rules, told, app.library.for_day(encounter.day), decided, country)


def decided_now(app: AppContext) -> Region:
    """Return what is decided now, with the day, which rules about reporting ask for."""
    region = app.region.current()
    return replace(region, tables=replace(region.tables, today=app.now().date()))


def judged(
    rules: Sequence[Rule],
    encounter: Encounter,
    books: Codebooks,
    region: Region,
    country: str = "",
) -> list[Finding]:
    """Return what the rules find by these codebooks, the most severe first.

    A country chooses the rule set instead of that of the event.
    """
    asked = replace(encounter, country=country) if country else encounter
    found = judge(rules, asked, books, region)
    return sorted(found, key=lambda finding: -finding.severity)


def rules_in_force(app: AppContext, region: Region, encounter: Encounter) -> str:
    """Name the rule set and the region's imports that an event is judged by."""
    version = set_version_for(app.rule_set, encounter)
    return f"{version}; {region.label}" if region.label else version


def open_findings(encounter: Encounter, findings: Sequence[Finding]) -> list[Finding]:
    """Keep what still asks for an answer; an error is open whatever has been overridden."""
    answered = {override.key for override in encounter.overrides}
    return [f for f in findings if f.severity is Severity.ERROR or f.key not in answered]


def review_stored(app: AppContext, encounter_id: str, country: str = "") -> list[Finding]:
    """Check one event as it is stored.

    Raises:
        NotFoundError: no event has that id.

    """
    with app.unit_of_work() as uow:
        encounter = uow.encounters.get(encounter_id)
        record = uow.encounters.record(encounter_id)
    if encounter is None:
        raise NotFoundError(
            f"Vårdhändelsen {encounter_id} finns inte i arbetslistan. Uppdatera listan."
        )
    return review(app, replace(encounter, record_text=record.text), country=country)


def review_all(
    app: AppContext, encounter_ids: Sequence[str], control: JobControl = NO_CONTROL
) -> dict[str, list[Finding]]:
    """Check many stored events, in the order given.

    Raises:
        NotFoundError: no event has one of the ids.
        Cancelled: the task was asked to stop.

    """
    result: dict[str, list[Finding]] = {}
    for done, encounter_id in enumerate(encounter_ids):
        control.step(done, len(encounter_ids), f"Granskar {encounter_id} …")
        result[encounter_id] = review_stored(app, encounter_id)
    return result


def format_finding(finding: Finding) -> JsonObject:
    """Write a finding the way `review --json` prints it.

    `remark` is there where the region has decided something about it, and `usual_severity`
    where the rule book judges it otherwise.
    """
    written: JsonObject = {
        "rule": finding.rule_id,
        "catalogue": list(finding.catalogue),
        "severity": finding.severity.key,
        "codes": list(finding.codes),
        "message": finding.message,
    }
    if finding.remark:
        written["remark"] = finding.remark
    if finding.usual is not None:
        written["usual_severity"] = finding.usual.key
    return written


def format_reviewed(line: ReviewedLine) -> JsonObject:
    """Write a reviewed line as one JSON object.

    A skipped line has `line` and `error`; where several files are reviewed each has its `file`.
    """
    written: dict[str, Any] = {
        "id": line.encounter_id or None,
        "findings": [format_finding(finding) for finding in line.findings],
    }
    if line.file:
        written = {"file": line.file} | written
    if line.error:
        written |= {"line": line.number, "error": line.error}
    if line.remarks:
        written["remarks"] = list(line.remarks)
    return written
