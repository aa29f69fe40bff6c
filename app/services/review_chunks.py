"""Files of encounters cut into pieces that can be reviewed anywhere, and more than once."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.encounter import Encounter
from app.domain.errors import AppError, InputFileError
from app.domain.finding import Finding
from app.exchange.encounter_jsonl import (
    RawLine,
    check_encounter_file,
    read_line,
    read_raw_lines,
)
from app.services.review import ReviewedLine
from app.services.review_kit import ReviewKit

#: A piece takes about a tenth of a second.
_LINES = 200
_BYTES = 1_000_000
_WILD = re.compile(r"[*?\[]")
_DIGITS = re.compile(r"(\d+)")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EncounterFiles:
    """Files to review, in order, seen to be readable before anything is reviewed."""

    paths: tuple[Path, ...]
    #: Bytes of each on the disk.
    sizes: tuple[int, ...]

    @property
    def size(self) -> int:
        """Bytes of all of them."""
        return sum(self.sizes)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some lines of one file; reviewed again they give the same answer."""

    #: The name of the file, told with every line; empty where there is but one.
    file: str
    #: Which file it is, counted from 0.
    place: int
    lines: tuple[RawLine, ...]
    #: Bytes of this file and those before it that lie behind the last line.
    done: int

    @property
    def key(self) -> str:
        """What tells the chunk from every other of the run: file and first line."""
        return f"{self.place}-{self.lines[0].number}"

    @property
    def label(self) -> str:
        """Which lines they are, in Swedish."""
        first, last = self.lines[0].number, self.lines[-1].number
        where = f" i {self.file}" if self.file else ""
        return f"rad {first}{where}" if first == last else f"raderna {first}–{last}{where}"


def find_files(patterns: Sequence[Path]) -> EncounterFiles:
    """Find the files that paths and patterns such as `part-*.jsonl` name, each file once.

    They come in the order of the patterns, and within one by name, numbers by size.

    Raises:
        InputFileError: a pattern matches nothing, or a file cannot be opened or is of another
            kind; nothing has then been reviewed.

    """
    found: dict[Path, Path] = {}
    for pattern in patterns:
        for path in _matching(pattern):
            found.setdefault(path.resolve(), path)
    paths = tuple(found.values())
    return EncounterFiles(paths, tuple(check_encounter_file(path) for path in paths))


def cut(files: EncounterFiles) -> Iterator[Chunk]:
    """Cut files into chunks, in order, reading no further than is asked for.

    Raises:
        InputFileError: a file cannot be read to its end.

    """
    before = 0
    for place, (path, size) in enumerate(zip(files.paths, files.sizes, strict=True)):
        name = path.name if len(files.paths) > 1 else ""
        held: list[RawLine] = []
        weight = 0
        for line in read_raw_lines(path):
            held.append(line)
            weight += len(line.content or b"")
            if len(held) >= _LINES or weight >= _BYTES:
                yield Chunk(name, place, tuple(held), before + line.position)
                held, weight = [], 0
        before += size
        if held:
            yield Chunk(name, place, tuple(held), before)


def review_chunk(kit: ReviewKit, chunk: Chunk) -> tuple[ReviewedLine, ...]:
    """Review the lines of a chunk, wherever this process runs.

    Raises:
        AppError: the program of this process is another version.

    """
    return tuple(review_line(kit.review, chunk.file, line) for line in chunk.lines)


def review_line(
    review: Callable[[Encounter], Sequence[Finding]], file: str, raw: RawLine
) -> ReviewedLine:
    """Review one line; one that cannot be read, or that a rule fails on, says so.

    Raises:
        AppError: what is wrong is not the line: no other can be reviewed either.

    """
    line = read_line(raw)
    if isinstance(line.content, InputFileError):
        return ReviewedLine(line.number, line.encounter_id, error=str(line.content), file=file)
    read = line.content
    try:
        findings = tuple(review(read.encounter))
    except AppError:
        raise
    except Exception as error:
        log.exception("a rule failed on a line")
        return ReviewedLine(
            line.number, line.encounter_id, error=_failure(line.number, error), file=file
        )
    return ReviewedLine(line.number, read.encounter.id, findings, remarks=read.remarks, file=file)


def _failure(number: int, error: Exception) -> str:
    """Say where the program failed, without the words of the error, which may be the line's."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__} i {Path(frame.filename).name} rad {frame.lineno}"
    return (
        f"Rad {number} kunde inte granskas: programmet gjorde fel ({place}). Anmäl felet med den "
        "texten; de andra raderna är granskade."
    )


def _matching(pattern: Path) -> list[Path]:
    if pattern.exists() or not _WILD.search(str(pattern)):
        return [pattern]
    base = Path(pattern.anchor)
    paths = sorted(base.glob(str(pattern.relative_to(base))), key=_by_number)
    if not paths:
        raise InputFileError(
            f"Ingen fil stämmer med {pattern.name}. Kontrollera mappen och mönstret."
        )
    return paths


def _by_number(path: Path) -> list[tuple[int, str]]:
    """Sort key under which part-2 comes before part-10."""
    parts = _DIGITS.split(str(path))
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]
