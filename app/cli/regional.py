"""`kodklar region`: import, list and write out what a region has decided."""

from __future__ import annotations

import argparse

from app.cli.list_report import period_json, print_report
from app.cli.output import print_json, print_table, progress
from app.domain.customs import PAIR_FIRST_LABEL, Deepening, PairOrder
from app.domain.list_words import format_block, format_period, format_switch
from app.domain.regional import Block, RuleSwitch
from app.services.context import AppContext
from app.services.regional import block_list, import_regional, unknown_rule_ids
from app.services.regional_layer import current_layer, export_layer


def read(app: AppContext, args: argparse.Namespace) -> int:
    """Import all decisions as TOML, or a block list or rule switches as CSV."""
    report = import_regional(app, args.path, control=progress())
    print_report(report, as_json=args.json)
    return 0


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print everything that is decided: block list, rules, orders of pairs, wanted depth."""
    layer = current_layer(app)
    blocks, switches = block_list(app, args.date), layer.switches
    decided: tuple[PairOrder | Deepening, ...] = (*layer.pair_orders, *layer.deepenings)
    customs = [row for row in decided if args.date is None or row.valid.covers(args.date)]
    unknown = set(unknown_rule_ids(app, switches))
    if args.json:
        for block in blocks:
            print_json(_block_json(block))
        for switch in switches:
            print_json(_switch_json(switch, is_known=switch.rule_id not in unknown))
        for row in customs:
            print_json(_custom_json(row))
        return 0
    if layer.name:
        print(layer.name)
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
    print("Ordning i par och krav på fördjupningskod")
    told = [(r.codes, _custom(r), r.reason, *format_period(r.valid)) for r in customs]
    print_table(("kod", "beslut", "skäl", "gäller från", "gäller till"), told, "Inget beslut.")
    return 0


def export(app: AppContext, args: argparse.Namespace) -> int:
    """Write everything that is decided as TOML."""
    print(f"Regionens beslut skrevs till {export_layer(app, args.path)}.")
    return 0


def _custom(row: PairOrder | Deepening) -> str:
    if isinstance(row, Deepening):
        return "fördjupningskod krävs"
    return PAIR_FIRST_LABEL[row.first]


def _custom_json(row: PairOrder | Deepening) -> dict[str, str | None]:
    first = {"first": row.first.value} if isinstance(row, PairOrder) else {"deepening": "required"}
    return {"codes": row.codes, "reason": row.reason} | first | period_json(row.valid)


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
