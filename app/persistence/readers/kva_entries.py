"""Rows of KKÅ and KMÅ gathered into codes with notes: what the TSV and the workbook share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from app.domain.codes import CodeSystem, has_kva_shape
from app.domain.concept import Concept, Level, Note, NoteKind
from app.persistence.readers.code_links import find_code_links
from app.persistence.readers.html_text import read_html, read_html_line
from app.persistence.readers.text_file import Row, row_error
from app.persistence.readers.tree import Draft, build_concepts

CODE, TITLE = "Kod", "Titel"
KKA, KMA = "KKÅ", "KMÅ"
PARTS = (KKA, KMA)

_NOTES = {
    kind.value: kind
    for kind in (
        NoteKind.ABBREVIATION, NoteKind.DESCRIPTION, NoteKind.EXAMPLE, NoteKind.INCLUDES,
        NoteKind.EXCLUDES, NoteKind.REMARK, NoteKind.CODING, NoteKind.RELATED_ICD,
        NoteKind.RELATED_ICF,
    )
}  # fmt: skip
#: A heading: letters, or two letters and a digit (`AA9`); blanks and signs are no code.
_HEADING = re.compile(r"[A-ZÅÄÖ][A-ZÅÄÖ0-9-]{0,11}")
_ITEM = r"[A-Z]{3}\d\d|[A-Z]{2}\d{3}"
_MENTION = re.compile(
    rf"(?<![\w.])(?:({_ITEM})(?: ?[-–] ?({_ITEM}))?|([A-Z]{{2,3}}|[A-Z]{{2}}\d))(?!\w|\.\d)"
)
#: A heading is named only where the reader is sent to it: `se ZFX, ZXC`; `EEG` is no heading.
_SENT_TO = re.compile(r"\bse (?:även |också |under )?(?:[A-Z0-9]+(?:, | och | eller |/))*$")
_LONGEST_LEAD = 120
_SHOWN = 80
_REMEDY = "Rätta raden, eller hämta filen på nytt från utgivaren."


@dataclass(slots=True)
class _Entry:
    """A code as its rows give it: title from the first, notes from all."""

    row: Row
    part: str
    bare: str
    title: str
    parent: str
    texts: dict[tuple[NoteKind, str], None] = field(default_factory=dict)

    @property
    def is_item(self) -> bool:
        return has_kva_shape(self.bare)


class KvaEntries:
    """Codes in file order; several rows may belong to one code."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}

    def add(self, row: Row, part: str, cells: Mapping[str, str], parent: str = "") -> None:
        """Take one row: its cells by column, and the code above as the file gives it.

        Raises:
            CodebookFileError: no code, or one of another form; no title on a code's first row, or
                another title on a later one.

        """
        bare = _bare(row, cells.get(CODE, ""))
        title = read_html_line(cells.get(TITLE, ""))
        code = bare if has_kva_shape(bare) else f"{part}:{bare}"
        entry = self._entries.get(code)
        if entry is None:
            if not title:
                raise row_error(row, f"{bare} saknar titel på sin första rad. {_REMEDY}")
            above = _bare(row, parent) if parent.strip() else ""
            entry = self._entries[code] = _Entry(row, part, bare, title, above)
        else:
            _check_again(entry, row, part, title)
        for column, cell in cells.items():
            if cell.strip() and column in _NOTES:
                _add_note(entry, row, _NOTES[column], cell)

    def missing_part(self) -> str | None:
        """Return the part that no row belongs to, or None."""
        found = {entry.part for entry in self._entries.values()}
        return next((part for part in PARTS if part not in found), None)

    def item_without_heading(self) -> tuple[Row, str] | None:
        """Return the first procedure that no heading fits though its part has headings."""
        with_headings = {entry.part for entry in self._entries.values() if not entry.is_item}
        for entry in self._entries.values():
            is_lost = entry.is_item and entry.part in with_headings and not self._parent(entry)
            if is_lost:
                return entry.row, entry.bare
        return None

    def concepts(self) -> Iterator[Concept]:
        """Yield the concepts with their notes, headings with the name of their part.

        Where the file gives no code above, it is the longest heading that the code begins with.

        Raises:
            CodebookFileError: a code above is missing, or the codes go round.

        """
        drafts = [self._draft(code, entry) for code, entry in self._entries.items()]
        concepts = build_concepts(CodeSystem.KVA, drafts)
        for concept, entry in zip(concepts, self._entries.values(), strict=True):
            yield replace(concept, notes=self._notes(entry))

    def _draft(self, code: str, entry: _Entry) -> Draft:
        level = Level.ITEM if entry.is_item else Level.HEADING
        description = " ".join(
            text.replace("\n", " ") for kind, text in entry.texts if kind is NoteKind.DESCRIPTION
        )
        parent = self._parent(entry)
        return Draft(entry.row, code, entry.title, level, parent, description=description)

    def _parent(self, entry: _Entry) -> str | None:
        if entry.parent:
            is_item = has_kva_shape(entry.parent)
            return entry.parent if is_item else f"{entry.part}:{entry.parent}"
        shorter = (entry.bare[:length] for length in range(len(entry.bare) - 1, 0, -1))
        return next((c for s in shorter if (c := f"{entry.part}:{s}") in self._entries), None)

    def _notes(self, entry: _Entry) -> tuple[Note, ...]:
        return tuple(Note(kind, text, self._links(entry, kind, text)) for kind, text in entry.texts)

    def _links(self, entry: _Entry, kind: NoteKind, text: str) -> tuple[str, ...]:
        if kind is NoteKind.RELATED_ICF:
            return ()
        links: dict[str, None] = {}
        for match in _MENTION.finditer(text):
            links.update(dict.fromkeys(self._mentioned(entry.part, text, match)))
        in_icd = find_code_links(text)
        if kind is not NoteKind.RELATED_ICD:
            # `C50` in a text of procedures may be anything; with its point it is a code.
            in_icd = tuple(link for link in in_icd if "." in link)
        links.update(dict.fromkeys(in_icd))
        return tuple(links)

    def _mentioned(self, part: str, text: str, match: re.Match[str]) -> tuple[str, ...]:
        first, last, heading = match.groups()
        if heading is not None:
            lead = text[max(0, match.start() - _LONGEST_LEAD) : match.start()]
            known = self._heading(part, heading) if _SENT_TO.search(lead) else None
            return (known,) if known else ()
        ends = [code for code in (first, last) if code in self._entries]
        return (f"{first}-{last}",) if len(ends) > 1 and first < last else tuple(ends)

    def _heading(self, part: str, bare: str) -> str | None:
        parts = (part, *(other for other in PARTS if other != part))
        return next((c for p in parts if (c := f"{p}:{bare}") in self._entries), None)


def _bare(row: Row, cell: str) -> str:
    code = "".join(read_html_line(cell).split()).upper()
    if not has_kva_shape(code) and not _HEADING.fullmatch(code):
        text = f"”{cell.strip()[:_SHOWN]}” är ingen kod som NFB49, AA001 eller NFB."
        raise row_error(row, f"{text} {_REMEDY}")
    return code


def _check_again(entry: _Entry, row: Row, part: str, title: str) -> None:
    if part != entry.part:
        text = f"Koden {entry.bare} står både i {entry.part} (rad {entry.row.line}) och i {part}."
        raise row_error(row, f"{text} {_REMEDY}")
    if title not in ("", entry.title):
        text = f"Koden {entry.bare} har titeln ”{title[:_SHOWN]}” här men"
        text = f"{text} ”{entry.title[:_SHOWN]}” på rad {entry.row.line}."
        raise row_error(row, f"{text} {_REMEDY}")


def _add_note(entry: _Entry, row: Row, kind: NoteKind, cell: str) -> None:
    text = read_html(cell)
    if "\ufffd" in text:
        raise row_error(row, f"Raden innehåller ett förlorat tecken (�). {_REMEDY}")
    if text:
        entry.texts.setdefault((kind, text))
