"""The rule book: all rules for a reader, as Markdown and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.domain.care_types import CareSetting
from app.domain.customs import format_order
from app.domain.finding import SEVERITY_LABEL
from app.domain.list_words import format_block
from app.domain.period import ALWAYS, Period
from app.rules.base import BASIS_LABEL, STANDING_LABEL, Assumes, Rule, Standing
from app.rules.coverage import coverage_lines
from app.rules.examples import BORN, FIRST_DAY, LAST_DAY, format_example

SETTING_LABEL = {
    frozenset({CareSetting.INPATIENT}): "slutenvård",
    frozenset({CareSetting.OUTPATIENT}): "öppenvård",
    frozenset(CareSetting): "slutenvård och öppenvård",
}
ASSUMES_TEXT = {
    Assumes.OFFICIAL: "",
    Assumes.STARTER: " (när bara övningskodverket är inläst)",
    Assumes.OUTSIDE: " (när ingen inläst utgåva täcker dagen)",
}
#: The coder's question behind the two letters of an id.
TOPICS = {
    "HD": "Huvuddiagnos",
    "BD": "Bidiagnos",
    "GK": "Giltig kod",
    "AD": "Asterisk och dagger",
    "YO": "Yttre orsak",
    "LM": "Läkemedel",
    "OB": "Obstetrik",
    "KO": "Kön och ålder",
    "TI": "Tider",
    "KV": "Åtgärder",
    "VH": "Vårdhändelsen",
    "JO": "Journalens ord",
    "DG": "DRG-grupperingen",
    "RE": "Regionens beslut",
}


def rules_markdown(rules: Sequence[Rule], version: str) -> str:
    """Write the rule book in Swedish: contents, then a section a rule; no newline at the end."""
    lines = [
        "# Regelboken",
        "",
        f"Regeluppsättning {version}: {len(rules)} regler. Filen skrivs av "
        "`kodklar rules --markdown` och ändras inte för hand.",
        "",
        "**Fel** kan inte vara rätt eller kommer att avvisas, och måste rättas före signering. "
        "**Varning** är troligen fel, och kan avfärdas med ett skäl. **Råd** är värt en blick. "
        "En regel som bara vilar på allmän kunskap är aldrig Fel och är märkt *ej verifierad*.",
        "",
        f"Exemplen är slutenvårdstillfällen {FIRST_DAY} till {LAST_DAY} för en kvinna född {BORN} "
        "om inget annat sägs. "
        "Bidiagnoser står i ordning; en yttre orsak på egen rad hör till diagnosen före.",
        "",
        "| Regel | Grad | Anmärkning | Katalognummer |",
        "|---|---|---|---|",
        *(_contents_row(rule) for rule in rules),
        "",
        *coverage_lines(rules),
    ]
    topic = ""
    for rule in rules:
        if rule.rule_id[:2] != topic:
            topic = rule.rule_id[:2]
            lines += [f"## {TOPICS[topic]}", ""]
        lines += _section(rule)
    return "\n".join(lines).rstrip("\n")


def rules_json(rules: Sequence[Rule]) -> list[dict[str, Any]]:
    """Write the rules as plain data, in rule-book order."""
    return [
        {
            "rule": rule.rule_id,
            "name": rule.name,
            "topic": TOPICS[rule.rule_id[:2]],
            "severity": rule.severity.key,
            "message": rule.message,
            "explanation": rule.explanation,
            "source": rule.source.label,
            "catalogue": list(rule.catalogue),
            "settings": sorted(rule.settings),
            "valid_from": rule.valid.start.isoformat() if rule.valid.start else None,
            "valid_to": rule.valid.end.isoformat() if rule.valid.end else None,
            "status": rule.standing.value,
            "basis": rule.basis.value,
            "verified": rule.is_verified,
            "companions": sorted(rule.companions),
            "block_list": [
                {"codes": b.codes, "block": format_block(b), "reason": b.reason}
                for b in rule.blocks
            ],
            "fires_on": [format_example(encounter) for encounter in rule.fires_on],
            "silent_on": [format_example(encounter) for encounter in rule.silent_on],
            "table": [
                {
                    "codes": row.told,
                    "catalogue": list(row.catalogue),
                    "reason": row.reason,
                    "source": row.source,
                }
                for row in rule.table
            ],
        }
        for rule in rules
    ]


def _contents_row(rule: Rule) -> str:
    label = SEVERITY_LABEL[rule.severity]
    message, numbers = readable_message(rule.message), _numbers(rule.catalogue)
    return f"| {rule.rule_id} | {label} | {message} | {numbers} |"


def _section(rule: Rule) -> list[str]:
    return [
        f"### {rule.rule_id} {readable_message(rule.message)}",
        "",
        f"*{SEVERITY_LABEL[rule.severity]}* · {SETTING_LABEL[rule.settings]} · "
        f"{_told_standing(rule)} · "
        f"{_told_period(rule.valid)} · katalognummer {_numbers(rule.catalogue)} · `{rule.name}`",
        "",
        rule.explanation,
        "",
        f"Källa: {rule.source.label}.",
        "",
        *_table(rule),
        *_assumed(rule),
        f"Anmärker{ASSUMES_TEXT[rule.assumes]}:",
        "",
        *(f"- {format_example(encounter)}" for encounter in rule.fires_on),
        "",
        "Tiger:",
        "",
        *(f"- {format_example(encounter)}" for encounter in rule.silent_on),
        "",
    ]


def _told_standing(rule: Rule) -> str:
    """Tell how much weight the source bears; our own service has no source to have been read."""
    label = STANDING_LABEL[rule.standing]
    return label if rule.standing is Standing.KODKLAR else f"{label}, {BASIS_LABEL[rule.basis]}"


def _table(rule: Rule) -> list[str]:
    if not rule.table:
        return []
    rows = [
        f"| {row.told} | {row.reason} | {row.source} | {_numbers(row.catalogue)} |"
        for row in rule.table
    ]
    return ["| Koder | Skäl | Källa | Katalognummer |", "|---|---|---|---|", *rows, ""]


def assumed_rows(rule: Rule) -> tuple[str, ...]:
    """Tell what the examples of a rule assume of a region, of imported tables and of the day."""
    customs, tables = rule.customs, rule.tables
    accepted = (sentence for sentences in tables.accepted.values() for sentence in sentences)
    return (
        *(f"spärrlistan: {b.codes} {format_block(b)}, ”{b.reason}”" for b in rule.blocks),
        *(f"ordning i par: {format_order(o)}, ”{o.reason}”" for o in customs.pair_orders),
        *(f"fördjupningskod krävs: {d.codes}, ”{d.reason}”" for d in customs.deepenings),
        *(
            f"Kodserver tillåter taxa {c.rate}, besökstyp {c.visit_type}, yrke {c.profession}"
            for c in tables.combinations
        ),
        *(f"godtagen mening i KVÅ: {s.code} ”{s.quote}”" for s in accepted),
        *((f"dagen är {tables.today}",) if tables.today else ()),
    )


def _assumed(rule: Rule) -> list[str]:
    rows = [f"- {row}" for row in assumed_rows(rule)]
    return ["I exemplen gäller:", "", *rows, ""] if rows else []


def readable_message(message: str) -> str:
    """Turn the placeholders of a message into words, so that it can be read by itself."""
    for key, text in _PLACEHOLDERS.items():
        message = message.replace("{" + key + "}", text)
    return " ".join(message.split()).replace(" ,", ",")


_PLACEHOLDERS = {
    "code": "‹kod›",
    "title": "",
    "reason": "‹Skäl.›",
    "other": "‹annan kod›",
    "drg": "‹DRG›",
    "meaning": "‹Vad det betyder.›",
    "tables": "‹Tabellerna, om de gäller en annan tid.›",
    "count": "‹antal›",
    "listed": "‹koder›",
    "day": "‹dag›",
    "edition": "‹utgåva›",
    "editions": "‹utgåvor›",
    "systems": "‹kodverk›",
    "hint": "",
    "fault": "‹vad som är fel›",
    "lacking": "‹det som saknas›",
    "moments": "‹start eller slut›",
    "start": "‹början›",
    "end": "‹slut›",
    "years": "‹antal›",
    "sex": "‹kön›",
    "age": "‹ålder›",
    "group": "‹åldersgrupp›",
    "form": "‹vårdform›",
    "type": "‹typ›",
    "profession": "‹yrkeskategori›",
    "told": "‹skäl›",
    "words": "‹ord›",
    "rate": "‹taxa›",
    "drug": "‹ATC-kod›",
    "visit": "‹besökstyp›",
    "overlap": "‹kod.8›",
    "sentence": "‹mening i kodverket›",
}


def _numbers(numbers: tuple[int, ...]) -> str:
    return ", ".join(str(number) for number in numbers) or "–"


def _told_period(period: Period) -> str:
    if period == ALWAYS:
        return "gäller alla dagar"
    return f"gäller {period.start or '…'} till {period.end or 'tills vidare'}"
