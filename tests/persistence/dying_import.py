"""A process that dies while it stores an edition, for the test that looks at what is left."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

from app.bootstrap import bootstrap
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level, Note, NoteKind, SourceFile
from app.domain.period import Period
from app.services.codebooks import CodebookDraft, keep_codebook
from app.services.job_control import JobControl

#: More than two of the batches that rows are written in.
CODES = 4_500
#: What a process that was killed would never say.
DEAD = 77


def draft() -> CodebookDraft:
    note = Note(NoteKind.ENGLISH, "x" * 500)
    concepts = tuple(
        Concept(CodeSystem.ATC, f"A01AA{n:04}", f"Ämne {n}", Level.ITEM, notes=(note,))
        for n in range(CODES)
    )
    sources = (SourceFile("atc.tsv", "ab"),)
    edition = Edition(
        "atc-2024", CodeSystem.ATC, "ATC", "2024", Period(date(2024, 1, 1)), sources=sources
    )
    return CodebookDraft(edition, concepts)


def keep_and_die(data_dir: Path, url: str, is_time: Callable[[int, int], bool]) -> None:
    def report(done: int, total: int, _text: str) -> None:
        if is_time(done, total):
            os._exit(DEAD)

    keep_codebook(bootstrap(data_dir, url), draft(), control=JobControl(report))


def in_the_middle(done: int, _total: int) -> bool:
    return done >= 3_000


def just_before_the_end(done: int, total: int) -> bool:
    return done == total
