"""`kodklar region`: import and list the region's block list and rule switches."""

from __future__ import annotations

import argparse

from app.cli.list_report import period_json, print_report
from app.cli.output import print_json, print_table, progress
from app.domain.list_words import format_block, format_period, format_switch
from app.domain.regional import Block, RuleSwitch
from app.services.context import AppContext
from app.services.regional import block_list, import_regional, rule_switches, unknown_rule_ids


def read(app: AppContext, args: argparse.Namespace) -> int:
    """Import a block list or rule switches, whichever the header says."""
    report = import_regional(app, args.path, control=progress())
    print_report(report, as_json=args.json)
    return 0


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print the block list and the rule switches."""
    blocks, switches = block_list(app, args.date), rule_switches(app)
    unknown = set(unknown_rule_ids(app, switches))
    if args.json:
        for block in blocks:
            print_json(_block_json(block))
        for switch in switches:
            print_json(_switch_json(switch, is_known=switch.rule_id not in unknown))
        return 0
    print("Spärrlista")
    rows = [(b.codes, format_block(b), b.reason, *format_period(b.valid)) for b in blocks]
    headers = ("kod", "spärr", "skäl", "gäller från", "gäller till")
    print_table(headers, rows, "Ingen spärr.")
    print("Regelval")
    chosen = [
        (s.rule_id + (" (finns inte)" if s.rule_id in unknown else ""), format_switch(s), s.reason)
        for s in switches
    ]
    print_table(("regel", "val", "skäl"), chosen, "Inget regelval.")
    return 0


def _block_json(block: Block) -> dict[str, str | None]:
    return {
        "codes": block.codes,
        "kind": block.kind.value,
        "other": block.other,
        "reason": block.reason,
    } | period_json(block.valid)


def _switch_json(switch: RuleSwitch, *, is_known: bool) -> dict[str, str | bool | None]:
    return {
        "rule_id": switch.rule_id,
        "act": switch.act.value,
        "severity": switch.severity.key if switch.severity else None,
        "reason": switch.reason,
        "is_known": is_known,
    }
