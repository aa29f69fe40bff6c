"""Makes the official sixteen-column file of ICD-10-SE: its size, shape and quirks, no word of it.

The frame (chapters and their ranges, shapes of codes, names of levels) is the classification's;
which codes there are and every title and note is invented from a seed.

    python -m tests.data_makers.icd10se_official FILE [--seed 2026]
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

#: The columns in the publisher's order, by the names that tests call them.
COLUMNS = {
    "code": "Kod",
    "valid_from": "Giltig från",
    "parent": "Överordnad kod",
    "title": "Titel",
    "latin": "Latin",
    "description": "Beskrivning",
    "example": "Exempel",
    "includes": "Innefattar",
    "excludes": "Utesluter",
    "remark": "Anmärkning",
    "coding": "Kodningsinformation",
    "contents": "Innehåll",
    "mark": "Manifestation(*)/Etiologi(†)",
    "partners": "Koppling Manifestation(*)/Etiologi(†)",
    "not_principal": "Ej huvuddiagnos",
    "level": "Kodnivå - kodspecifikation",
}
_AT = {name: at for at, name in enumerate(COLUMNS)}

CHAPTER = "Kapitelkod"
BLOCK = "Avsnittskod, kodintervall"
CATEGORY = "Kategorikod, treställig"
EXTERNAL_CATEGORY = "Kategorikod, yttre orsakskod, treställig"
SUBCATEGORY = "Subkategorikod, fyrställig (fem tecken med punkt)"
EXTERNAL_SUBCATEGORY = "Subkategorikod, yttre orsakskod, fyrställig (fem tecken med punkt)"
NATIONAL = "Nationell fördjupningskod, femställig (sex tecken med punkt)"
_FIVE = "Femställig kod för att ange {} (sex tecken med punkt)"
PLACE = _FIVE.format("plats och aktivitet")
FRACTURE = _FIVE.format("frakturtyp")
WOUND = _FIVE.format("sårtyp")
RESPIRATORY = _FIVE.format("typ av respiratorisk insufficiens")

NOT_PRINCIPAL = "Ska inte användas som huvuddiagnos"
CATEGORY_NOT_PRINCIPAL = "Denna kategori ska inte användas för att ange huvuddiagnos"
CODES_IN_CATEGORY_NOT_PRINCIPAL = "Koder i denna kategori ska inte användas som huvuddiagnos"
BLOCK_NOT_PRINCIPAL = "Koder i detta avsnitt ska inte användas som huvuddiagnos"
MANIFESTATION = "Manifestationskod (*)"
ETIOLOGY = "Etiologisk kod (†)"

_CHAPTERS = (
    "A00-B99", "C00-D48", "D50-D89", "E00-E90", "F00-F99", "G00-G99", "H00-H59", "H60-H95",
    "I00-I99", "J00-J99", "K00-K93", "L00-L99", "M00-M99", "N00-N99", "O00-O99", "P00-P96",
    "Q00-Q99", "R00-R99", "S00-T98", "V01-Y98", "Z00-Z99", "U00-U99",
)  # fmt: skip
_EXTERNAL = "20"
#: Where codes are reserved first: external causes, then factors and special codes.
_RESERVED_CHAPTERS = ("20", "22", "21")
_SIGNS = "0123456789ABCDEFGHJKLMNPQRSTUVWX"
_SYLLABLES = (
    "bra", "dol", "fen", "gri", "kas", "lum", "mor", "nex", "pil", "rus", "sva", "tri", "vek",
    "öda", "ång", "äpp", "hul", "jon", "zet",
)  # fmt: skip
_NOTE_COLUMNS = ("example", "includes", "excludes", "example", "remark", "coding")


@dataclass(frozen=True)
class Size:
    """How many there are of each; `forbidden` counts the rows that reserve codes."""

    blocks: int
    categories: int
    subcategories: int
    extensions: int
    rows: int
    forbidden_blocks: int
    forbidden_categories: int
    forbidden_in_categories: int
    forbidden_codes: int

    @property
    def codes(self) -> int:
        """Distinct codes, chapters and blocks among them."""
        structure = len(_CHAPTERS) + self.blocks
        return structure + self.categories + self.subcategories + self.extensions


#: The release valid from 2026-01-01: 38,928 codes (38,631 without chapters and blocks) on
#: 82,489 rows. How the codes part into levels is as in earlier years; it is not published.
FULL = Size(275, 2_056, 12_612, 23_963, 82_489, 41, 317, 89, 24_229)
SMALL = Size(40, 110, 420, 520, 2_300, 4, 15, 5, 300)


def row(code: str, **cells: str) -> list[str]:
    """Make one row from the cells that are not empty."""
    made = [""] * len(COLUMNS)
    made[0] = code
    for name, text in cells.items():
        made[_AT[name]] = text
    return made


def write_official_file(
    path: Path,
    rows: Iterable[Sequence[str]],
    *,
    bom: bool = True,
    line_end: str = "\n",
    is_quoted: bool = True,
) -> Path:
    """Write the header and the rows as the publisher does: quoted, nothing escaped."""
    mark, before, between = ("\ufeff" if bom else ""), *(('"', '"\t"') if is_quoted else ("", "\t"))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"{mark}{before}{between.join(COLUMNS.values())}{before}{line_end}")
        file.writelines(f"{before}{between.join(cells)}{before}{line_end}" for cells in rows)
    return path


def official_rows(size: Size = FULL, seed: int = 2026) -> Iterator[list[str]]:
    """Yield the rows of an invented classification, the same for the same seed."""
    maker = _Maker(size, random.Random(seed))
    firsts = list(maker.first_rows())
    more = _spread(size.rows - len(firsts), len(firsts))
    maker.rng.shuffle(more)
    number = 0
    for first, further in zip(firsts, more, strict=True):
        yield first
        latest = first
        for _ in range(further):
            number += 1
            if number % 29 or latest is first:
                column = _NOTE_COLUMNS[number % len(_NOTE_COLUMNS)]
                latest = row(first[0], **{column: maker.note(number)})
            yield latest


class _Maker:
    """Invents the codes and texts of one classification."""

    def __init__(self, size: Size, rng: random.Random) -> None:
        self.rng = rng
        self._size = size
        self._words = ["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))) for _ in range(900)]
        self._categories = _choose(size.categories)
        self._codes = [code for codes in self._categories.values() for code in codes]
        self._subcategories = self._share_subcategories()
        self._extensions = self._share_extensions()
        reserved = [c for chapter in _RESERVED_CHAPTERS for c in self._categories[chapter]]
        numbers = size.forbidden_categories, size.forbidden_in_categories
        self._reserved = reserved[: sum(numbers)]
        self._sentences = dict(
            zip(
                self._reserved,
                [CATEGORY_NOT_PRINCIPAL] * numbers[0]
                + [CODES_IN_CATEGORY_NOT_PRINCIPAL] * numbers[1],
                strict=True,
            )
        )
        self._left = {"codes": size.forbidden_codes, "blocks": size.forbidden_blocks}

    def first_rows(self) -> Iterator[list[str]]:
        """Yield the first row of every code, parents before children."""
        blocks = _block_numbers(self._size.blocks, [len(c) for c in self._categories.values()])
        for (chapter, categories), number in zip(self._categories.items(), blocks, strict=True):
            spans = list(_cut(categories, number))
            yield self._chapter(chapter, spans)
            for span in spans:
                yield self._block(chapter, span)
                for category in span:
                    yield self._category(chapter, span, category)
                    yield from self._below(chapter, category)

    def note(self, number: int) -> str:
        """Invent the text of one note, with the quirk that is due."""
        text = self.text(6, 12)
        code, last = sorted(self.rng.choices(self._codes, k=2))
        quirks = {
            0: f'<div class="lista">{text} ({code}.1)</div><div>{text[:30]} ({code}-{last})</div>',
            1: f'"{text[:20]}" {text[20:]} ({code}†)',
            2: f"<div>{text} vid <b>vitamin B12-brist<div>samt se {code}.-",
            3: f"{text} &lt; 5 &amp; {text[:10]}&nbsp;({code}*)",
            4: f'{text} "{text[:12]}"',
            5: f"{text}<br/>10<sup>9</sup>/l ({code}–{code}.8)",
            6: f"{text}\n{text[:40]}" if number % 5 == 0 else text,
        }
        return quirks.get(number % 19, f"{text} ({code})")

    def text(self, least: int, most: int) -> str:
        """Invent some words."""
        words = self.rng.choices(self._words, k=self.rng.randint(least, most))
        return " ".join(words).capitalize()

    def _share_subcategories(self) -> dict[str, int]:
        external = self._categories[_EXTERNAL]
        others = [code for code in self._codes if code not in set(external)]
        of_external = min(10 * len(external), self._size.subcategories)
        shares = dict(zip(external, _spread(of_external, len(external)), strict=True))
        rest = _spread(self._size.subcategories - of_external, len(others))
        return shares | dict(zip(others, rest, strict=True))

    def _share_extensions(self) -> dict[str, Iterator[int]]:
        external = [c for c in self._categories[_EXTERNAL] for _ in range(self._subcategories[c])]
        others = sum(self._subcategories.values()) - len(external)
        of_external = min(7 * len(external), self._size.extensions * 14 // 15)
        shares = {
            _EXTERNAL: _spread(of_external, len(external)),
            "": _spread(self._size.extensions - of_external, others),
        }
        return {name: iter(numbers) for name, numbers in shares.items()}

    def _chapter(self, chapter: str, spans: Sequence[Sequence[str]]) -> list[str]:
        lines = "".join(f"<div>{s[0]}-{s[-1]} {self.text(2, 6)}</div>" for s in spans)
        return row(
            chapter,
            valid_from="1997-01-01",
            title=f"{self.text(3, 7)} ({_CHAPTERS[int(chapter) - 1]})",
            latin=self.text(2, 4),
            contents=f"Kapitlet innehåller:{lines}",
            level=CHAPTER,
        )

    def _block(self, chapter: str, span: Sequence[str]) -> list[str]:
        made = self._node(f"{span[0]}-{span[-1]}", chapter, BLOCK)
        if chapter in _RESERVED_CHAPTERS[:2] and self._left["blocks"]:
            self._left["blocks"] -= 1
            made[_AT["not_principal"]] = BLOCK_NOT_PRINCIPAL
        return made

    def _category(self, chapter: str, span: Sequence[str], code: str) -> list[str]:
        level = EXTERNAL_CATEGORY if chapter == _EXTERNAL else CATEGORY
        made = self._node(code, f"{span[0]}-{span[-1]}", level)
        made[_AT["latin"]] = self.text(2, 3)
        made[_AT["not_principal"]] = self._sentences.get(code, "")
        return made

    def _below(self, chapter: str, category: str) -> Iterator[list[str]]:
        is_external = chapter == _EXTERNAL
        numbers = self._extensions[_EXTERNAL if is_external else ""]
        for digit in _SIGNS[: self._subcategories[category]]:
            code = f"{category}.{digit}"
            level = EXTERNAL_SUBCATEGORY if is_external else SUBCATEGORY
            yield self._reserve(category, self._marked(self._node(code, category, level)))
            for sign in _SIGNS[: next(numbers)]:
                made = self._node(f"{code}{sign}", code, _extension_level(chapter, category, sign))
                yield self._reserve(category, made)

    def _node(self, code: str, parent: str, level: str) -> list[str]:
        year = self.rng.choice((1997, 1997, 1997, 2011, 2026))
        return row(
            code, valid_from=f"{year}-01-01", parent=parent, title=self.text(4, 8), level=level
        )

    def _reserve(self, category: str, made: list[str]) -> list[str]:
        if self._left["codes"] and category in self._sentences:
            self._left["codes"] -= 1
            made[_AT["not_principal"]] = NOT_PRINCIPAL
        return made

    def _marked(self, made: list[str]) -> list[str]:
        chance = self.rng.random()
        if chance < 0.04:
            made[_AT["mark"]] = MANIFESTATION if chance < 0.03 else ETIOLOGY
            partner, other = sorted(self.rng.choices(self._codes, k=2))
            links = (f"{partner}.1†", f"{partner}-{other}†", f"{partner}.0†–{partner}.9†")
            made[_AT["partners"]] = links[int(chance * 1_000) % 3]
        return made


def _extension_level(chapter: str, category: str, sign: str) -> str:
    if chapter == _EXTERNAL:
        return PLACE
    if category.startswith("J9"):
        return RESPIRATORY
    if chapter == "19" and sign.isdigit():
        return FRACTURE if category.endswith("2") else WOUND
    return NATIONAL


def _choose(total: int) -> dict[str, list[str]]:
    """Choose categories evenly from the ranges of the chapters."""
    pool = [(f"{at:02d}", code) for at, r in enumerate(_CHAPTERS, start=1) for code in _every(r)]
    chosen: dict[str, list[str]] = {f"{at:02d}": [] for at in range(1, len(_CHAPTERS) + 1)}
    for at in range(total):
        chapter, code = pool[at * len(pool) // total]
        chosen[chapter].append(code)
    return chosen


def _every(span: str) -> list[str]:
    first, last = span.split("-")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    codes = [f"{letter}{number:02d}" for letter in letters for number in range(100)]
    return [code for code in codes if first <= code <= last]


def _spread(total: int, buckets: int) -> list[int]:
    """Share a number evenly."""
    return [total * (at + 1) // buckets - total * at // buckets for at in range(buckets)]


def _block_numbers(total: int, sizes: Sequence[int]) -> list[int]:
    """Give every chapter a block, then the fullest blocks another one."""
    numbers = [1] * len(sizes)
    for _ in range(total - len(sizes)):
        fullest = max(range(len(sizes)), key=lambda at: sizes[at] / numbers[at])
        numbers[fullest] += 1
    return numbers


def _cut(codes: Sequence[str], number: int) -> Iterator[Sequence[str]]:
    start = 0
    for length in _spread(len(codes), number):
        yield codes[start : start + length]
        start += length


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=2026)
    arguments = parser.parse_args()
    write_official_file(arguments.file, official_rows(seed=arguments.seed))


if __name__ == "__main__":
    main()
