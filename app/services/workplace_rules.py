"""Use cases for rules that the workplace itself switches off, without waiting for its region."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from app.domain.access import Person
from app.domain.concept import SourceFile
from app.domain.errors import AppError, NotAllowedError, NotFoundError
from app.domain.file_import import FileImport
from app.domain.permissions import Act, hindrance
from app.domain.ports import UnitOfWork
from app.domain.regional import RegionalTable, RuleSwitch, SwitchAct
from app.domain.regional_layer import WorkplaceSwitch
from app.services.context import AppContext
from app.services.permissions import refuse_in
from app.services.rule_sets import every_rule

#: What the import of the decisions is said to come from.
_ORIGIN = "regelbläddraren"
_LONGEST_REASON = 1_000


def workplace_switches(app: AppContext) -> tuple[WorkplaceSwitch, ...]:
    """Return every decision of the workplace, by rule id."""
    with app.unit_of_work() as uow:
        return tuple(uow.regional.workplace())


def may_switch(app: AppContext, rule_id: str, person: Person) -> str:
    """Tell why a person may not switch a rule off or on here; empty where nothing hinders.

    Only the coding lead may, and only a rule whose source nobody has read ("ej verifierad");
    where the region has decided about the rule, its word counts.
    """
    with app.unit_of_work() as uow:
        return _hindrance(app, uow, rule_id, person)


def switch_off(app: AppContext, rule_id: str, reason: str, person: Person) -> WorkplaceSwitch:
    """Switch a rule off at this workplace, on all its workstations, from the next review on.

    Raises:
        AppError: no reason was given.
        NotAllowedError: see may_switch.
        StorageError: the database cannot take it.

    """
    words = " ".join(reason.split())[:_LONGEST_REASON]
    if not words:
        raise AppError("Ange varför regeln stängs av, så att kollegorna kan läsa det.")
    decided = WorkplaceSwitch(
        RuleSwitch(rule_id, SwitchAct.OFF, words.rstrip(".")), person.name, app.now()
    )
    with app.unit_of_work() as uow:
        uow.people.hold(person.id)
        why_not = _hindrance(app, uow, rule_id, person)
        if why_not:
            raise NotAllowedError(why_not)
        others = [own for own in uow.regional.workplace() if own.switch.rule_id != rule_id]
        _store(app, uow, [*others, decided], person)
    return decided


def switch_on(app: AppContext, rule_id: str, person: Person) -> None:
    """Let a rule that the workplace switched off speak again.

    Raises:
        NotFoundError: the workplace has not switched it off.
        NotAllowedError: the person is not the coding lead.
        StorageError: the database cannot take it.

    """
    with app.unit_of_work() as uow:
        refuse_in(uow, person, Act.SWITCH_RULES)
        known = uow.regional.workplace()
        left = [own for own in known if own.switch.rule_id != rule_id]
        if len(left) == len(known):
            raise NotFoundError(f"Arbetsplatsen har inte stängt av {rule_id}. Läs om regelboken.")
        _store(app, uow, left, person)


def _hindrance(app: AppContext, uow: UnitOfWork, rule_id: str, person: Person) -> str:
    rule = next((rule for rule in every_rule(app) if rule.rule_id == rule_id), None)
    if rule is None:
        return f"Regeln {rule_id} finns inte i regelboken. Välj en av dem som visas där."
    reason = hindrance(Act.SWITCH_RULES, person, uow.people.all())
    if reason:
        return reason
    if rule.is_verified:
        text = "Regelns källa är läst: den kan bara regionen stänga av"
        return f"{text} (Kodverk → Regionens listor)."
    if any(switch.rule_id == rule_id for switch in uow.regional.rule_switches()):
        text = "Regionen har redan bestämt om regeln, och dess beslut gäller"
        return f"{text} (Kodverk → Regionens listor)."
    return ""


def _store(
    app: AppContext, uow: UnitOfWork, decided: Sequence[WorkplaceSwitch], person: Person
) -> None:
    """Keep the decisions, with a stamp that tells every workstation to read them again."""
    told = "\n".join(f"{d.switch.rule_id} {d.switch.reason} {d.decided_at}" for d in decided)
    now = app.now()
    sha = hashlib.sha256(f"{told}\n{now} {app.new_id()}".encode()).hexdigest()
    name = RegionalTable.WORKPLACE.value
    latest = FileImport(name, SourceFile(_ORIGIN, sha), len(decided), now, person.name)
    uow.regional.replace_workplace(latest, decided)
    uow.commit()
