"""A region's decisions as TOML: rules, blocked codes, orders of pairs, wanted depth.

Every row begins `[[rule]]`, `[[block]]`, `[[pair_order]]` or `[[deepening]]`, or the same in
Swedish, and has a reason. A row that is not complete is refused with file and line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from app.domain.codes import has_kva_shape
from app.domain.customs import Deepening, PairFirst, PairOrder
from app.domain.errors import CodebookFileError
from app.domain.finding import Severity
from app.domain.period import Period
from app.domain.regional import Block, BlockKind, RuleSwitch, SwitchAct, parse_codes
from app.domain.regional_layer import RegionalLayer
from app.persistence.readers.excel_csv import LONGEST_TEXT, fold_name, read_text_file
from app.persistence.readers.text_file import file_error

T = TypeVar("T")

_GUIDE = "Formen beskrivs i docs/kodserver.md."
_RULE_ID = re.compile(r"[A-Z]{2}\d{3}")
_HEAD = re.compile(r'^[ \t]*\[\[[ \t]*"?([\wåäöÅÄÖ-]+)"?[ \t]*\]\]', re.MULTILINE)
_NAME = re.compile(r"^region[ \t]*=", re.MULTILINE)
_RULE, _BLOCK, _PAIR, _DEEPENING = "rule", "block", "pair_order", "deepening"
_SECTIONS = {
    **dict.fromkeys(("rule", "rules", "regel", "regler"), _RULE),
    **dict.fromkeys(("block", "blocks", "sparr", "sparrar", "sparrlista"), _BLOCK),
    **dict.fromkeys(("pairorder", "par", "parordning"), _PAIR),
    **dict.fromkeys(("deepening", "fordjupning", "fordjupningskod"), _DEEPENING),
}
_KEYS = {
    **dict.fromkeys(("id", "ruleid", "regel", "rule"), "id"),
    **dict.fromkeys(("off", "av", "avstangd"), "off"),
    **dict.fromkeys(("severity", "grad", "nygrad"), "severity"),
    **dict.fromkeys(("reason", "skal"), "reason"),
    **dict.fromkeys(("codes", "code", "kod", "koder"), "codes"),
    **dict.fromkeys(("kind", "sparr"), "kind"),
    **dict.fromkeys(("other", "med"), "other"),
    **dict.fromkeys(("first", "forst"), "first"),
    **dict.fromkeys(("validfrom", "gallerfran", "giltigfran"), "valid_from"),
    **dict.fromkeys(("validto", "gallertill", "giltigtill"), "valid_to"),
}
_KNOWN = {
    _RULE: frozenset({"id", "off", "severity", "reason"}),
    _BLOCK: frozenset({"codes", "kind", "other", "reason", "valid_from", "valid_to"}),
    _PAIR: frozenset({"codes", "first", "reason", "valid_from", "valid_to"}),
    _DEEPENING: frozenset({"codes", "reason", "valid_from", "valid_to"}),
}
_SEVERITIES = {
    **dict.fromkeys(("error", "fel"), Severity.ERROR),
    **dict.fromkeys(("warning", "varning"), Severity.WARNING),
    **dict.fromkeys(("advice", "rad"), Severity.ADVICE),
}
_KINDS = {
    **dict.fromkeys(("notprincipal", "ejhuvuddiagnos"), BlockKind.NOT_PRINCIPAL),
    **dict.fromkeys(("notsecondary", "ejbidiagnos"), BlockKind.NOT_SECONDARY),
    **dict.fromkeys(("notwith", "ejmed"), BlockKind.NOT_WITH),
}
_FIRST = {"asterisk": PairFirst.ASTERISK, "dagger": PairFirst.DAGGER}


class _Row:
    """One row as it was written; every answer is checked, or refused with file and line."""

    def __init__(self, path: Path, section: str, line: int, written: Mapping[str, Any]) -> None:
        self._path = path
        self.section, self.line = section, line
        self._values = {self._key(name): value for name, value in written.items()}

    def refuse(self, fault: str) -> NoReturn:
        """Raise the error that names file and line."""
        raise file_error(self._path, f"rad {self.line}: {fault}")

    def has(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str, what: str) -> str:
        """Return a text that is not blank."""
        value = self._values.get(key)
        if not isinstance(value, str) or not value.strip():
            self.refuse(f"{what} saknas. Skriv {key} = ”…” på raden. {_GUIDE}")
        if len(value) > LONGEST_TEXT:
            self.refuse(f"{what} är längre än {LONGEST_TEXT} tecken. Korta texten.")
        return " ".join(value.split())

    def reason(self) -> str:
        return self.text("reason", "Skälet")

    def codes(self, key: str = "codes") -> str:
        """Return a code or range in canonical form."""
        text = self.text(key, "Koden eller intervallet")
        try:
            return parse_codes(text)
        except ValueError:
            self.refuse(
                f"”{text[:40]}” är varken en kod eller ett intervall. Skriv till exempel I10.9, "
                "R65.0-R65.9 eller AF021."
            )

    def icd_codes(self) -> str:
        """Return the same, where a procedure has no place."""
        codes = self.codes()
        if has_kva_shape(codes):
            self.refuse(f"{codes} är en åtgärdskod. Här står bara diagnoskoder.")
        return codes

    def choice(self, key: str, choices: Mapping[str, T], written: str) -> T:
        """Return what a word stands for."""
        word = self.text(key, f"Ordet för {key}")
        found = choices.get(fold_name(word))
        if found is None:
            self.refuse(f"”{word[:40]}” känns inte igen. Skriv {written}.")
        return found

    def flag(self, key: str) -> bool:
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            self.refuse(f"{key} ska vara true eller false, utan citattecken.")
        return value

    def period(self) -> Period:
        start, end = self._day("valid_from"), self._day("valid_to")
        if start and end and end < start:
            self.refuse(f"Raden slutar gälla {end}, innan den börjar {start}. Rätta dagarna.")
        return Period(start, end)

    def _day(self, key: str) -> date | None:
        value = self._values.get(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            self.refuse(f"{key} ska vara en dag utan citattecken, till exempel 2026-01-01.")
        return value

    def _key(self, name: str) -> str:
        key = _KEYS.get(fold_name(name), "")
        if key not in _KNOWN[self.section]:
            self.refuse(f"”{name[:40]}” har ingen plats på raden. {_GUIDE}")
        return key


def is_regional_layer(path: Path) -> bool:
    """Whether a TOML file has the name of a region, or a row of what one decides."""
    if path.suffix.lower() != ".toml":
        return False
    try:
        text = read_text_file(path).text
    except CodebookFileError:
        return False
    heads = (fold_name(head.group(1)) for head in _HEAD.finditer(text))
    return _NAME.search(text) is not None or any(head in _SECTIONS for head in heads)


def read_regional_layer(path: Path) -> RegionalLayer:
    """Read all that a region decides.

    Raises:
        CodebookFileError: the file is no TOML, or a row cannot be used; with file and line.

    """
    text = read_text_file(path).text
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise file_error(path, f"är inte giltig TOML: {error}. {_GUIDE}") from error
    rows = list(_rows(path, content, text))
    switches = [(row, _switch(row)) for row in rows if row.section == _RULE]
    lines: dict[str, int] = {}
    for row, switch in switches:
        if switch.rule_id in lines:
            first = lines[switch.rule_id]
            row.refuse(f"Regeln {switch.rule_id} står redan på rad {first}. Ta bort den ena.")
        lines[switch.rule_id] = row.line
    return RegionalLayer(
        _name(path, content),
        tuple(switch for _row, switch in switches),
        _built(rows, _BLOCK, _block),
        _built(rows, _PAIR, _pair_order),
        _built(rows, _DEEPENING, lambda r: Deepening(r.icd_codes(), r.reason(), r.period())),
        lines,
    )


def _rows(path: Path, content: Mapping[str, Any], text: str) -> Iterator[_Row]:
    """Yield the rows of every section beside the lines that they begin on."""
    places = [(m.group(1), text.count("\n", 0, m.start(1)) + 1) for m in _HEAD.finditer(text)]
    for name, written in content.items():
        if fold_name(name) == "region":
            continue
        section = _SECTIONS.get(fold_name(name))
        if section is None:
            told = f"”{name[:40]}” är inget som en region kan bestämma här."
            raise file_error(path, f"rad {_line_of(text, name)}: {told} {_GUIDE}")
        lines = [line for head, line in places if head == name]
        if not isinstance(written, list) or len(written) != len(lines):
            raise file_error(
                path, f"rad {_line_of(text, name)}: Börja varje rad av {name} med [[{name}]]."
            )
        for row, line in zip(written, lines, strict=True):
            yield _Row(path, section, line, row)


def _line_of(text: str, name: str) -> int:
    return text.count("\n", 0, max(text.find(name), 0)) + 1


def _name(path: Path, content: Mapping[str, Any]) -> str:
    name = content.get("region", "")
    if not isinstance(name, str):
        raise file_error(path, "ska ha regionens namn som text: region = ”Region Skåne”.")
    return " ".join(name.split())[:LONGEST_TEXT]


def _built(rows: list[_Row], section: str, build: Callable[[_Row], T]) -> tuple[T, ...]:
    seen: dict[T, int] = {}
    for row in rows:
        if row.section == section:
            item = build(row)
            if item in seen:
                row.refuse(f"Raden är densamma som rad {seen[item]}. Ta bort den ena.")
            seen[item] = row.line
    return tuple(seen)


def _switch(row: _Row) -> RuleSwitch:
    rule_id = row.text("id", "Regelns id").upper()
    if not _RULE_ID.fullmatch(rule_id):
        row.refuse(f"”{rule_id[:40]}” är inget regel-id. Skriv det som i regelboken, HD002.")
    is_off = row.flag("off")
    if is_off == row.has("severity"):
        row.refuse(
            f"Skriv antingen off = true eller severity med en grad för {rule_id}, inte båda."
        )
    if is_off:
        return RuleSwitch(rule_id, SwitchAct.OFF, row.reason())
    severity = row.choice("severity", _SEVERITIES, "fel, varning eller råd")
    return RuleSwitch(rule_id, SwitchAct.SEVERITY, row.reason(), severity)


def _block(row: _Row) -> Block:
    codes = row.codes()
    kind = row.choice("kind", _KINDS, "ej huvuddiagnos, ej bidiagnos eller ej med")
    if (kind is BlockKind.NOT_WITH) != row.has("other"):
        row.refuse("Spärren ”ej med” ska ha en kod i other = ”…”, och bara den.")
    if kind is not BlockKind.NOT_WITH and has_kva_shape(codes):
        row.refuse(f"{codes} är en åtgärdskod, så den kan bara ha spärren ”ej med” och en kod.")
    other = row.codes("other") if row.has("other") else ""
    return Block(codes, kind, row.reason(), other, row.period())


def _pair_order(row: _Row) -> PairOrder:
    first = row.choice("first", _FIRST, "asterisk eller dagger")
    return PairOrder(row.icd_codes(), first, row.reason(), row.period())
