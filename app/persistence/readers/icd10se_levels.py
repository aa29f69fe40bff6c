"""ICD-10-SE as text files, one a level, in a folder (2021 and 2022).

No file has a header. The columns are code without point, mark (†, * or empty) and title, except
in the list of chapters, which has had two forms: `01`, empty, title with the range in brackets
(2021) and the range glued to the title (2022).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from app.domain.codes import CodeRange, CodeSystem, format_icd
from app.domain.concept import Concept, Level, RecognisedCodebook
from app.persistence.readers.naming import by_folder, named_by_year
from app.persistence.readers.text_file import (
    Row,
    file_error,
    read_rows,
    row_error,
    separator_error,
)
from app.persistence.readers.tree import Draft, build_concepts, read_mark

_CHAPTER_FILES = ("diagnoskapitel.txt", "chapter.txt")
_BLOCK_FILE = "block.txt"
_CODE_FILES = ("digit3.txt", "digit4.txt", "digit5.txt")
#: `chapter.txt` and `block.txt` alone could be anything.
_TELLING = {"diagnoskapitel.txt", *_CODE_FILES}

#: The chapters by the first category of their range (WHO, ICD-10, volume 1); the number is the
#: chapter's code, since it is what every later edition of ICD-10-SE uses.
_CHAPTER_NUMBER = {
    "A00": "01", "C00": "02", "D50": "03", "E00": "04", "F00": "05", "G00": "06", "H00": "07",
    "H60": "08", "I00": "09", "J00": "10", "K00": "11", "L00": "12", "M00": "13", "N00": "14",
    "O00": "15", "P00": "16", "Q00": "17", "R00": "18", "S00": "19", "V01": "20", "Z00": "21",
    "U00": "22",
}  # fmt: skip

_RANGE = r"([A-Z]\d\d-[A-Z]\d\d)"
_GLUED = re.compile(_RANGE + r"(.+)")
_BRACKETED = re.compile(r"(.+?) ?\(" + _RANGE + r"\)")
_BLOCK = re.compile(_RANGE)
_CODE_SHAPE = {
    "digit3.txt": re.compile(r"[A-Z]\d\d"),
    "digit4.txt": re.compile(r"[A-Z]\d{3}"),
    "digit5.txt": re.compile(r"[A-Z]\d{3}[0-9A-Z]"),
}


@dataclass(frozen=True, slots=True)
class _Span:
    """A chapter or block with the categories that it spans."""

    range: CodeRange
    code: str

    def encloses(self, first: str, last: str) -> bool:
        return self.range.first <= first and last <= self.range.last


def recognises(files: Sequence[Path]) -> list[RecognisedCodebook]:
    """Find the folders that hold level files of ICD-10-SE."""
    names = (*_CHAPTER_FILES, _BLOCK_FILE, *_CODE_FILES)
    found = [files for files in by_folder(files, names) if _TELLING & files.keys()]
    return [_recognised([files[name] for name in names if name in files]) for files in found]


def read(codebook: RecognisedCodebook) -> Iterator[Concept]:
    """Yield chapters, blocks, categories, subcategories and extensions, in this order.

    Subcategories of external causes are not listed, only their five-character codes; they are
    derived from these, and come after the listed ones.

    Raises:
        CodebookFileError: a file is missing or cannot be used.

    """
    files = _complete({path.name.lower(): path for path in codebook.files}, codebook.files[0])
    chapter_file = next(files[name] for name in _CHAPTER_FILES if name in files)
    chapters = [_chapter(row) for row in read_rows(chapter_file, columns=1)]
    chapter_spans = [span for span, _ in chapters]
    blocks = list(_blocks(files[_BLOCK_FILE], chapter_spans))
    spans = [span for span, _ in blocks] + chapter_spans
    categories = list(_codes(files["digit3.txt"], Level.CATEGORY, spans))
    subcategories = list(_codes(files["digit4.txt"], Level.SUBCATEGORY, spans))
    extensions = list(_codes(files["digit5.txt"], Level.EXTENSION, spans))
    derived = _derive(subcategories, extensions)
    structure = [draft for _, draft in (*chapters, *blocks)]
    drafts = [*structure, *categories, *subcategories, *derived, *extensions]
    yield from build_concepts(CodeSystem.ICD10SE, drafts)


def derive_title(titles: Sequence[str]) -> str:
    """Find the title of an unlisted code in the titles of the codes below it.

    `Fall från träd-gata och väg-idrott` and its siblings say what they have in common before
    their last hyphen. Where a few siblings are worded otherwise (Y07.1), the commonest wording
    counts; where no title has a hyphen (U98.4), the letters that all begin with, up to the end
    of a word or number.
    """
    heads = Counter(title.rpartition("-")[0].strip() for title in titles)
    head, _ = heads.most_common(1)[0]
    if head:
        return head
    common = _common_beginning(titles)
    if not all(_is_boundary(title, len(common)) for title in titles):
        common = common.rpartition(" ")[0]
    return common.rstrip(" ,(-") or titles[0]


def _common_beginning(titles: Sequence[str]) -> str:
    first, last = min(titles), max(titles)
    agree = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(sign for sign, _ in agree)


def _is_boundary(title: str, position: int) -> bool:
    if position in (0, len(title)):
        return position > 0
    before, after = title[position - 1], title[position]
    return not (before.isalpha() and after.isalpha()) and not (before.isdigit() and after.isdigit())


def _recognised(files: Sequence[Path]) -> RecognisedCodebook:
    found = named_by_year(CodeSystem.ICD10SE, files, __name__)
    return replace(found, flags_principal=False)


def _complete(files: Mapping[str, Path], any_file: Path) -> Mapping[str, Path]:
    missing = [name for name in (_BLOCK_FILE, *_CODE_FILES) if name not in files]
    if not any(name in files for name in _CHAPTER_FILES):
        missing.insert(0, " eller ".join(_CHAPTER_FILES))
    if missing:
        names = ", ".join(missing)
        remedy = "Lägg alla nivåfiler för samma år i en mapp och välj mappen."
        raise file_error(
            any_file, f"hör till ICD-10-SE, men vid sidan av den saknas {names}. {remedy}"
        )
    return files


def _chapter(row: Row) -> tuple[_Span, Draft]:
    glued = _GLUED.fullmatch(row.cells[0])
    bracketed = _BRACKETED.fullmatch(row.cells[-1])
    if len(row.cells) == 1 and glued:
        span, title = glued.groups()
    elif len(row.cells) > 1 and bracketed:
        title, span = bracketed.groups()
    else:
        text = "Raden saknar kapitlets kodintervall, till exempel A00-B99."
        missing = row_error(row, f"{text} Hämta filen på nytt från utgivaren.")
        raise separator_error(row) or missing
    categories = CodeRange.parse(span)
    number = _CHAPTER_NUMBER.get(categories.first)
    if number is None:
        text = f"{span} är inget kapitel i ICD-10-SE."
        raise row_error(row, f"{text} Rätta raden, eller hämta filen på nytt från utgivaren.")
    draft = Draft(row, number, title, Level.CHAPTER, None, description=str(categories))
    return _Span(categories, number), draft


def _blocks(path: Path, chapters: Sequence[_Span]) -> Iterator[tuple[_Span, Draft]]:
    rows = list(read_rows(path, columns=3))
    spans = [_Span(_block_range(row), row.cells[0]) for row in rows]
    for span, row in zip(spans, rows, strict=True):
        around = [other for other in (*spans, *chapters) if other.range != span.range]
        parent = _narrowest(row, around, span.range.first, span.range.last)
        title = row.cells[2].removesuffix(f"({span.code})").rstrip()
        yield span, Draft(row, span.code, title, Level.BLOCK, parent)


def _block_range(row: Row) -> CodeRange:
    if not _BLOCK.fullmatch(row.cells[0]):
        text = f"”{row.cells[0]}” är inget kodintervall som A00-A09."
        raise row_error(row, f"{text} Kontrollera att filen är {_BLOCK_FILE} för ICD-10-SE.")
    return CodeRange.parse(row.cells[0])


def _narrowest(row: Row, spans: Sequence[_Span], first: str, last: str) -> str:
    around = [span for span in spans if span.encloses(first, last)]
    if not around:
        text = f"Koden {row.cells[0]} ligger inte i något kapitel."
        raise row_error(row, f"{text} Rätta raden, eller hämta filen på nytt från utgivaren.")
    innermost = max(around, key=lambda span: (span.range.first, _backwards(span.range.last)))
    return innermost.code


def _backwards(code: str) -> tuple[int, ...]:
    return tuple(-ord(sign) for sign in code)


def _codes(path: Path, level: Level, spans: Sequence[_Span]) -> Iterator[Draft]:
    shape = _CODE_SHAPE[path.name.lower()]
    for row in read_rows(path, columns=3):
        bare, mark, title = row.cells[:3]
        if not shape.fullmatch(bare):
            text = f"”{bare}” har inte den form som koderna i {path.name} ska ha."
            raise row_error(row, f"{text} Rätta raden, eller hämta filen på nytt från utgivaren.")
        if level is Level.CATEGORY:
            parent = _narrowest(row, spans, bare, bare)
        else:
            parent = format_icd(bare[:-1])
        yield Draft(row, format_icd(bare), title, level, parent, mark=read_mark(row, mark))


def _derive(subcategories: Sequence[Draft], extensions: Sequence[Draft]) -> list[Draft]:
    listed = {draft.code for draft in subcategories}
    unlisted: dict[str, list[Draft]] = {}
    for draft in extensions:
        if draft.parent is not None and draft.parent not in listed:
            unlisted.setdefault(draft.parent, []).append(draft)
    return [
        Draft(
            row=below[0].row,
            code=code,
            title=derive_title([draft.title for draft in below]),
            level=Level.SUBCATEGORY,
            parent=code[:3],
        )
        for code, below in unlisted.items()
    ]
