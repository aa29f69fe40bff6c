"""Use cases that change an event's state: override, park, sign, reopen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.domain.access import AccessKind, Person
from app.domain.clinician_query import ASKED_REASON
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.coding_acts import assigned_codes
from app.domain.encounter import Encounter, Override, Status
from app.domain.errors import (
    AppError,
    NotAllowedError,
    NotFoundError,
    SigningBlockedError,
    StaleSaveError,
)
from app.domain.finding import Finding, Severity
from app.domain.overrides import drop_unfound
from app.domain.region import Region
from app.domain.version import SignedVersion
from app.services.access import access_event
from app.services.coding import hold_event, refuse_signed
from app.services.context import AppContext
from app.services.drg_signed import signed_group
from app.services.review import open_findings, review, rules_in_force

PARK_REASONS = (
    "Väntar på PAD-svar",
    "Väntar på epikris",
    "Fråga till behandlare",
    "Oklar huvuddiagnos",
)


@dataclass(frozen=True, slots=True)
class SigningState:
    """What stands between the coding and the signature."""

    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]

    @property
    def is_free(self) -> bool:
        """Whether the event can be signed as it is."""
        return not self.errors and not self.warnings


def override_finding(
    app: AppContext,
    encounter: Encounter,
    finding: Finding,
    reason: str,
    person: Person,
    books: Codebooks | None = None,
) -> Encounter:
    """Set a warning or an advice aside with a reason; it lapses when its codes change.

    `books` are those that the finding was judged by; without them, those of the event's day.

    Raises:
        NotAllowedError: the finding is an error; an event with errors can only be parked.
        AppError: no reason was given.

    """
    if finding.severity is Severity.ERROR:
        raise NotAllowedError("Ett fel kan inte avfärdas. Rätta koden eller parkera händelsen.")
    if not reason.strip():
        raise AppError("Ange ett skäl till att varningen avfärdas.")
    kept = tuple(known for known in encounter.overrides if known.key != finding.key)
    added = Override(
        finding.rule_id,
        finding.codes,
        reason.strip(),
        person.id,
        app.now(),
        _editions(books or app.library.for_day(encounter.day)),
    )
    return replace(encounter, overrides=(*kept, added))


def withdraw_override(encounter: Encounter, finding: Finding) -> Encounter:
    """Take an override back, so that the warning stands again."""
    kept = tuple(known for known in encounter.overrides if known.key != finding.key)
    return replace(encounter, overrides=kept)


def signing_state(encounter: Encounter, findings: list[Finding]) -> SigningState:
    """Return what of the findings must be dealt with before signing; advice never blocks."""
    remaining = open_findings(encounter, findings)
    return SigningState(
        errors=tuple(f for f in remaining if f.severity is Severity.ERROR),
        warnings=tuple(f for f in remaining if f.severity is Severity.WARNING),
    )


def signing_doubt(encounter: Encounter) -> str:
    """Return the question that a slip of the key must not answer; empty where there is none."""
    if not any(True for _code in assigned_codes(encounter)):
        return "Händelsen har inga koder. Ska den signeras ändå?"
    if encounter.status is Status.PARKED and encounter.status_reason == ASKED_REASON:
        return "Behandlaren har inte svarat än. Ska händelsen signeras ändå?"
    return ""


def park_event(
    app: AppContext,
    encounter: Encounter,
    reason: str,
    person: Person,
    save_id: str,
    until: date | None = None,
) -> Encounter:
    """Put the event aside with a reason and let it go; on the day `until` it waits again.

    Raises:
        AppError: no reason was given, or the day is not after today.
        StaleSaveError, ClaimedByOtherError, NotAllowedError: as for a draft.

    """
    if not reason.strip():
        raise AppError("Ange varför händelsen parkeras.")
    if until is not None and until <= app.now().date():
        raise AppError("Dagen då händelsen ska tas upp måste vara efter i dag. Välj en senare dag.")
    parked = replace(
        encounter, status=Status.PARKED, status_reason=reason.strip(), park_until=until
    )
    return _store(app, parked, person, save_id)


def unpark_event(app: AppContext, encounter: Encounter, person: Person, save_id: str) -> Encounter:
    """Take a parked event up again."""
    if encounter.status is not Status.PARKED:
        return encounter
    return _store(app, _resumed(encounter), person, save_id, keep_claim=True)


def sign_event(
    app: AppContext, encounter: Encounter, person: Person, save_id: str
) -> SignedVersion:
    """Sign the coding: a new version that never changes.

    A retry with the same save id returns the version that was made the first time.

    Raises:
        SigningBlockedError: errors remain, or warnings without a reason.
        NotAllowedError: the event has not ended, or was signed with another coding or by
            somebody else.
        StaleSaveError, ClaimedByOtherError: as for a draft.

    """
    if not encounter.is_closed:
        raise NotAllowedError("Händelsen är inte avslutad och kan därför inte signeras än.")
    app.library.refresh()  # the version is to name editions that are in use now, and stay
    region = app.region.current()
    findings = review(app, encounter, region)
    _refuse_blocked(signing_state(encounter, findings))
    signed = replace(
        encounter,
        status=Status.SIGNED,
        status_reason="",
        park_until=None,
        record_changed=False,
        overrides=drop_unfound(encounter, findings).overrides,
    )
    group = signed_group(app, signed)  # before the transaction: no lock waits for it
    with app.unit_of_work() as uow:
        stored = uow.encounters.get(encounter.id)
        done = uow.versions.of_encounter(encounter.id)
        if stored is not None and stored.status is Status.SIGNED and done:
            return _the_same_signing(done[-1], signed, person)
        hold_event(uow, encounter.id, person)
        saved = uow.encounters.save(signed, save_id)
        if saved.status is not Status.SIGNED:
            raise StaleSaveError("Händelsen har öppnats åter sedan dess. Läs in den på nytt.")
        plain = _version(app, saved, findings, person, len(done) + 1, region)
        version = replace(plain, group=group)
        uow.versions.add(version)
        uow.access_log.add(access_event(app, person, AccessKind.SIGNED, saved))
        uow.claims.release(encounter.id, person.id)
        uow.commit()
    return version


def reopen_event(
    app: AppContext, encounter_id: str, reason: str, person: Person, save_id: str
) -> Encounter:
    """Open a signed event again, with a reason; its versions stay as they are.

    Raises:
        AppError: no reason was given.
        NotFoundError: no event has that id.

    """
    if not reason.strip():
        raise AppError("Ange varför händelsen öppnas åter.")
    with app.unit_of_work() as uow:
        encounter = uow.encounters.get(encounter_id)
        if encounter is None:
            raise NotFoundError(f"Vårdhändelsen {encounter_id} finns inte längre i arbetslistan.")
        if encounter.status is not Status.SIGNED:
            return encounter
        hold_event(uow, encounter_id, person)
        again = replace(
            encounter, status=Status.REOPENED, status_reason=reason.strip(), park_until=None
        )
        saved = uow.encounters.save(again, save_id)
        uow.commit()
    return saved


def list_versions(app: AppContext, encounter_id: str) -> list[SignedVersion]:
    """Return the signed states of an event, oldest first."""
    with app.unit_of_work() as uow:
        return uow.versions.of_encounter(encounter_id)


def _refuse_blocked(state: SigningState) -> None:
    if state.errors:
        raise SigningBlockedError(
            f"{len(state.errors)} fel hindrar signering. Rätta dem eller parkera händelsen."
        )
    if state.warnings:
        count = len(state.warnings)
        counted = "1 varning" if count == 1 else f"{count} varningar"
        raise SigningBlockedError(f"{counted} saknar åtgärd. Rätta koden eller ange skäl.")


def _the_same_signing(version: SignedVersion, signed: Encounter, person: Person) -> SignedVersion:
    if version.signer_id != person.id or _coding(version.encounter) != _coding(signed):
        raise NotAllowedError(
            f"Händelsen är redan signerad av {version.signer_name}. Öppna den åter för att ändra."
        )
    return version


def _coding(encounter: Encounter) -> tuple[object, ...]:
    keys = {override.key for override in encounter.overrides}
    return encounter.diagnoses, encounter.procedures, keys


def _version(
    app: AppContext,
    saved: Encounter,
    findings: list[Finding],
    person: Person,
    number: int,
    region: Region,
) -> SignedVersion:
    standing = open_findings(saved, findings)
    return SignedVersion(
        encounter_id=saved.id,
        number=number,
        encounter=replace(saved, record_text=""),  # the record is kept, and stored once
        findings=tuple(standing),
        editions=_editions(app.library.for_day(saved.day)),
        rule_set=rules_in_force(app, region, saved),
        signer_id=person.id,
        signer_name=person.name,
        signed_at=app.now(),
        overridden=tuple(finding for finding in findings if finding not in standing),
    )


def _editions(books: Codebooks) -> tuple[str, ...]:
    return tuple(books.of(system).edition.label for system in CodeSystem)


def _resumed(encounter: Encounter) -> Encounter:
    has_codes = bool(encounter.diagnoses or encounter.procedures)
    status = Status.DRAFT if has_codes else Status.READY
    return replace(encounter, status=status, status_reason="", park_until=None)


def _store(
    app: AppContext,
    encounter: Encounter,
    person: Person,
    save_id: str,
    *,
    keep_claim: bool = False,
) -> Encounter:
    with app.unit_of_work() as uow:
        refuse_signed(uow, encounter)
        hold_event(uow, encounter.id, person)
        stored = uow.encounters.save(encounter, save_id)
        if not keep_claim:
            uow.claims.release(encounter.id, person.id)
        uow.commit()
    return stored
