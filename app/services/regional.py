"""Use cases for the region's own decisions: its block list and its rule switches."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from app.domain.access import Person
from app.domain.file_import import FileImport, FileImportReport
from app.domain.finding import Severity
from app.domain.permissions import Act
from app.domain.regional import (
    REGIONAL_LABEL,
    Block,
    RegionalTable,
    RuleSwitch,
    blocks_on,
    judged_severity,
)
from app.rules.base import Rule
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from app.services.list_imports import Target, import_file
from app.services.permissions import refuse_in, refuse_unless_may
from app.services.regional_layer import TOML, import_layer
from app.services.rule_sets import every_rule
from app.services.workplace_rules import workplace_switches

#: What a message names; the code and its title, mostly.
_PLACEHOLDERS = re.compile(r"\{\w+\}(?:\s*\{\w+\})*")


@dataclass(frozen=True, slots=True)
class SwitchedRule:
    """A decision about a rule, and what the rule book says of that rule."""

    switch: RuleSwitch
    #: The name of the rule, and how it judges; empty and None where the book has no such rule.
    name: str = ""
    severity: Severity | None = None
    #: What the rule objects to, an ellipsis where it names codes and titles.
    message: str = ""
    #: Whether the source of the rule was read; else it cannot be made a Fel.
    is_verified: bool = True


def import_regional(
    app: AppContext,
    path: Path,
    *,
    imported_by: str = "",
    by: Person | None = None,
    control: JobControl = NO_CONTROL,
) -> FileImportReport:
    """Let a CSV file be the whole block list or all rule switches, or a TOML file all decisions.

    The header of a CSV file tells which of the two it is.

    All or nothing; the same file again changes nothing and is told. A rule that the rule book
    does not have is kept, and told, and so is one that cannot be made a Fel. The review obeys
    what is imported from the next question on. `by` is None for whoever administers the machine.

    Raises:
        NotAllowedError: the act belongs to another role.
        CodebookFileError: the file cannot be used; with file, row and remedy.
        Cancelled: the user cancelled.
        StorageError: the database cannot take it.

    """
    refuse_unless_may(app, by, Act.REGION)
    refuse = partial(refuse_in, person=by, act=Act.REGION)
    if path.suffix.lower() == TOML:
        return import_layer(app, path, imported_by=imported_by, refuse=refuse, control=control)
    if app.readers.lists.recognise_regional(path) is RegionalTable.BLOCK_LIST:
        return import_file(
            app,
            path,
            _block_target(app),
            imported_by=imported_by,
            refuse=refuse,
            control=control,
        )
    return import_file(
        app,
        path,
        _switch_target(app),
        imported_by=imported_by,
        refuse=refuse,
        warn=lambda rows: (
            *map(_unknown_sentence, unknown_rule_ids(app, rows)),
            *map(_capped_sentence, _capped_rule_ids(app, rows)),
        ),
        control=control,
    )


def regional_imports(app: AppContext) -> Mapping[str, FileImport]:
    """Return the latest import of block list and rule switches, by `RegionalTable` value."""
    with app.unit_of_work() as uow:
        return uow.regional.imports()


def block_list(app: AppContext, day: date | None = None) -> tuple[Block, ...]:
    """Return the block list in the order of the file: all of it, or what applies on a day."""
    with app.unit_of_work() as uow:
        blocks = tuple(uow.regional.block_list())
    return blocks if day is None else blocks_on(blocks, day)


def rule_switches(app: AppContext) -> tuple[RuleSwitch, ...]:
    """Return every decision about a rule, in the order of the file, of unknown rules too."""
    with app.unit_of_work() as uow:
        return tuple(uow.regional.rule_switches())


def switched_rules(app: AppContext) -> tuple[SwitchedRule, ...]:
    """Return every decision with the rule that it is about, in the order of the file."""
    return _with_rules(app, rule_switches(app))


def workplace_rules(app: AppContext) -> tuple[SwitchedRule, ...]:
    """Return every decision of the workplace itself with its rule, told with who made it."""
    decided = workplace_switches(app)
    told = (f"{d.switch.reason} ({d.decided_by}, {d.decided_at:%Y-%m-%d})" for d in decided)
    return _with_rules(
        app, [replace(d.switch, reason=text) for d, text in zip(decided, told, strict=True)]
    )


def unknown_rule_ids(app: AppContext, switches: Sequence[RuleSwitch]) -> tuple[str, ...]:
    """Return the ids among the decisions that the rule book does not have, in order."""
    known = {rule.rule_id for rule in every_rule(app)}
    return tuple(switch.rule_id for switch in switches if switch.rule_id not in known)


def _capped_rule_ids(app: AppContext, switches: Sequence[RuleSwitch]) -> tuple[str, ...]:
    unread = {rule.rule_id for rule in every_rule(app) if not rule.is_verified}
    asked = (switch for switch in switches if switch.rule_id in unread)
    return tuple(s.rule_id for s in asked if judged_severity(s, is_verified=False) != s.severity)


def _with_rules(app: AppContext, switches: Sequence[RuleSwitch]) -> tuple[SwitchedRule, ...]:
    known = {rule.rule_id: rule for rule in every_rule(app)}
    return tuple(_switched(switch, known.get(switch.rule_id)) for switch in switches)


def _switched(switch: RuleSwitch, rule: Rule | None) -> SwitchedRule:
    if rule is None:
        return SwitchedRule(switch)
    message = _PLACEHOLDERS.sub("…", rule.message)
    return SwitchedRule(switch, rule.name, rule.severity, message, rule.is_verified)


def _block_target(app: AppContext) -> Target[Block]:
    return Target(
        name=RegionalTable.BLOCK_LIST.value,
        label=REGIONAL_LABEL[RegionalTable.BLOCK_LIST],
        read=app.readers.lists.block_list,
        imports=lambda uow: uow.regional.imports(),
        stored=lambda uow: uow.regional.block_list(),
        replace=lambda uow, latest, rows: uow.regional.replace_block_list(latest, rows),
    )


def _switch_target(app: AppContext) -> Target[RuleSwitch]:
    return Target(
        name=RegionalTable.RULE_SWITCHES.value,
        label=REGIONAL_LABEL[RegionalTable.RULE_SWITCHES],
        read=app.readers.lists.rule_switches,
        imports=lambda uow: uow.regional.imports(),
        stored=lambda uow: uow.regional.rule_switches(),
        replace=lambda uow, latest, rows: uow.regional.replace_rule_switches(latest, rows),
    )


def _unknown_sentence(rule_id: str) -> str:
    text = f"Regeln {rule_id} finns inte i regelboken; valet sparades men ändrar inget."
    return f"{text} Kontrollera id:t mot kodklar rules."


def _capped_sentence(rule_id: str) -> str:
    text = f"Regeln {rule_id} är ej verifierad och kan inte bli Fel; den bedöms som Varning."
    return f"{text} Skriv varning i stället, eller låt den vara."
