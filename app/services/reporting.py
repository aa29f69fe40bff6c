"""Use cases of paper: the coding summary as a preview, a file, or a batch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app.domain.access import AccessKind, Person
from app.domain.codebook_ports import Codebook
from app.domain.codes import CodeSystem
from app.domain.coding_acts import assigned_codes
from app.domain.concept import Concept
from app.domain.encounter import Encounter, Status
from app.domain.errors import AppError, NotFoundError
from app.domain.finding import Finding
from app.domain.summary import CodingSummary, PrintedOverride, Signature
from app.domain.training import WATERMARK
from app.domain.version import SignedVersion
from app.reports.coding_summary import build_batch, build_coding_summary
from app.rules.base import Rule
from app.services.access import access_event
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from app.services.review import open_findings, review, rules_in_force
from app.services.rule_sets import every_rule
from app.services.written_file import whole_file


def summary_of(app: AppContext, encounter_id: str) -> CodingSummary:
    """Gather what the coding summary of an event prints.

    A signed event is printed as it was signed, any other as it stands, marked as a draft.
    A person who is protected today is masked, whenever the event was signed.

    Raises:
        NotFoundError: no event has that id.

    """
    with app.unit_of_work() as uow:
        encounter = uow.encounters.get(encounter_id)
        if encounter is None:
            raise NotFoundError(f"Vårdhändelsen {encounter_id} finns inte längre i arbetslistan.")
        versions = uow.versions.of_encounter(encounter_id)
        names = {person.id: person.name for person in uow.people.all()}
        words = uow.encounters.record(encounter_id).text
    if encounter.status is Status.SIGNED and versions:
        return _signed_summary(app, encounter, versions[-1], names)
    return _draft_summary(app, replace(encounter, record_text=words), names)


def summary_pdf(app: AppContext, encounter_id: str, person: Person) -> bytes:
    """Build the summary for the preview, from which it may be printed; logged as a print.

    Raises:
        NotFoundError: no event has that id.

    """
    return summaries_pdf(app, [encounter_id], person)


def summaries_pdf(
    app: AppContext,
    encounter_ids: Sequence[str],
    person: Person,
    control: JobControl = NO_CONTROL,
) -> bytes:
    """Build the summaries of chosen events as one document for the preview; logged as prints.

    Raises:
        NotFoundError: an id is unknown.
        AppError: no event is chosen.

    """
    summaries = _gather(app, encounter_ids, control)
    content = build_batch(summaries, control)
    _log_prints(app, summaries, person)
    return content


def write_summary(app: AppContext, encounter_id: str, path: Path, person: Person) -> Path:
    """Write the summary of one event to a file, whole or not at all.

    Raises:
        NotFoundError: no event has that id.
        AppError: the file cannot be written; an earlier file of that name is then untouched.

    """
    summary = summary_of(app, encounter_id)
    return _deliver(app, build_coding_summary(summary), path, [summary], person)


def write_summaries(
    app: AppContext,
    encounter_ids: Sequence[str],
    target: Path,
    person: Person,
    control: JobControl = NO_CONTROL,
) -> list[Path]:
    """Write many summaries: into one file if the target is named .pdf, else a file each.

    A folder that does not exist is made. Files written before a cancellation remain, whole.

    Raises:
        NotFoundError: an id is unknown; nothing has then been written.
        AppError: no event is chosen, or the target cannot be written.

    """
    summaries = _gather(app, encounter_ids, control)
    if target.suffix.lower() == ".pdf" and not target.is_dir():
        return [_deliver(app, build_batch(summaries, control), target, summaries, person)]
    return _write_each(app, summaries, target, person, control)


def _gather(
    app: AppContext, encounter_ids: Sequence[str], control: JobControl
) -> list[CodingSummary]:
    if not encounter_ids:
        raise AppError("Välj minst en vårdhändelse att skriva ut.")
    summaries = []
    for done, encounter_id in enumerate(encounter_ids):
        control.step(done, len(encounter_ids), f"Läser händelse {done + 1} …")
        summaries.append(summary_of(app, encounter_id))
    return summaries


def _write_each(
    app: AppContext,
    summaries: Sequence[CodingSummary],
    folder: Path,
    person: Person,
    control: JobControl,
) -> list[Path]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = f"Mappen {folder} kan inte skapas. Välj en annan mapp."
        raise AppError(text) from error
    written: list[Path] = []
    for done, summary in enumerate(summaries):
        control.step(done, len(summaries), f"Skriver sammanfattning {done + 1} …")
        path = folder / summary_file_name(summary.encounter.id, {known.name for known in written})
        written.append(_deliver(app, build_coding_summary(summary), path, [summary], person))
    return written


def _draft_summary(
    app: AppContext, encounter: Encounter, names: Mapping[str, str]
) -> CodingSummary:
    region = app.region.current()
    findings = review(app, encounter, region)
    books = app.library.for_day(encounter.day)
    chosen = {system: books.of(system) for system in CodeSystem}
    summary = _summary(app, encounter, findings, chosen, names)
    return replace(
        summary,
        findings=tuple(open_findings(encounter, findings)),
        overrides=tuple(shown for shown in summary.overrides if shown.finding is not None),
        editions=tuple(book.edition.label for book in chosen.values()),
        outside=books.outside,
        rule_set=rules_in_force(app, region, encounter),
    )


def _signed_summary(
    app: AppContext, stored: Encounter, version: SignedVersion, names: Mapping[str, str]
) -> CodingSummary:
    encounter = replace(version.encounter, record_changed=stored.record_changed)
    if stored.patient.is_protected:
        patient = replace(encounter.patient, protection=stored.patient.protection)
        encounter = replace(encounter, patient=patient)
    region = app.region.current()
    same_rules = version.rule_set == rules_in_force(app, region, encounter)
    findings = review(app, encounter, region) if encounter.overrides and same_rules else []
    chosen = _codebooks_of(app, version)
    summary = _summary(app, encounter, [*version.findings, *findings], chosen, names)
    signed_at = _wall_clock(version.signed_at)
    return replace(
        summary,
        findings=version.findings,
        editions=version.editions,
        rule_set=version.rule_set,
        signature=Signature(version.number, version.signer_name, signed_at),
    )


def _summary(
    app: AppContext,
    encounter: Encounter,
    findings: Sequence[Finding],
    chosen: Mapping[CodeSystem, Codebook],
    names: Mapping[str, str],
) -> CodingSummary:
    known = {finding.key: finding for finding in findings}
    overrides = (
        PrintedOverride(
            replace(override, at=_wall_clock(override.at) if override.at else None),
            names.get(override.person_id, ""),
            known.get(override.key),
        )
        for override in encounter.overrides
    )
    return CodingSummary(
        encounter=encounter,
        concepts=_concepts(encounter, chosen),
        overrides=tuple(overrides),
        sources={rule.rule_id: _source_text(rule) for rule in every_rule(app)},
        uses_starter=any(book.edition.is_starter for book in chosen.values()),
        watermark=WATERMARK if app.is_training else "",
        printed_at=_wall_clock(app.now()),
    )


def _source_text(rule: Rule) -> str:
    return rule.source.label if rule.is_verified else f"{rule.source.label} (ej verifierad)"


def _concepts(
    encounter: Encounter, chosen: Mapping[CodeSystem, Codebook]
) -> dict[tuple[CodeSystem, str], Concept]:
    asked = ((assigned.system, assigned.code) for assigned in assigned_codes(encounter))
    found = ((key, chosen[key[0]].concept(key[1])) for key in asked)
    return {key: concept for key, concept in found if concept is not None}


def _codebooks_of(app: AppContext, version: SignedVersion) -> dict[CodeSystem, Codebook]:
    """Find the codebooks that a version was signed by; where one is gone, that of the day."""
    books = app.library.for_day(version.encounter.day)
    chosen = {system: books.of(system) for system in CodeSystem}
    for edition in app.library.editions():
        is_named = edition.label in version.editions
        if is_named and chosen[edition.system].edition.label not in version.editions:
            chosen[edition.system] = app.library.codebook(edition.id) or chosen[edition.system]
    return chosen


def _wall_clock(moment: datetime) -> datetime:
    """Turn a moment into what the clock on the wall shows, which is what paper carries."""
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment


def _deliver(
    app: AppContext,
    content: bytes,
    path: Path,
    summaries: Iterable[CodingSummary],
    person: Person,
) -> Path:
    """Write and log, then move into place: no file without its log line."""
    with whole_file(app, path, content):
        _log_prints(app, summaries, person)
    return path


def _log_prints(app: AppContext, summaries: Iterable[CodingSummary], person: Person) -> None:
    with app.unit_of_work() as uow:
        for summary in summaries:
            uow.access_log.add(access_event(app, person, AccessKind.PRINTED, summary.encounter))
        uow.commit()


def summary_file_name(encounter_id: str, taken: set[str]) -> str:
    """Return what the file of an event's summary is called, where others have their names."""
    stem = "kodningssammanfattning-" + re.sub(r"[^\w.-]", "_", encounter_id)
    names = [f"{stem}.pdf", *(f"{stem}-{number}.pdf" for number in range(2, len(taken) + 2))]
    lowered = {name.lower() for name in taken}
    return next(name for name in names if name.lower() not in lowered)
