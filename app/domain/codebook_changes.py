"""What a publisher says that it has changed in a codebook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.codes import CodeSystem


class ChangeKind(StrEnum):
    """What has happened to a code; the value is what the user reads."""

    NEW = "Ny"
    WITHDRAWN = "Utgått"
    RETITLED = "Ändrad titel"
    REDESCRIBED = "Ändrad beskrivning"
    #: Said of a code in words alone, such as that it stood in the wrong file.
    REMARK = "Påpekande"


@dataclass(frozen=True, slots=True)
class CodeChange:
    """One change of one code; a code that changed twice, or in two ways, has two."""

    system: CodeSystem
    kind: ChangeKind
    #: Canonical; a range or the code of a heading is kept as it is written.
    code: str
    #: Title or description before, empty where there was none.
    before: str
    #: Title or description after, empty where the code is withdrawn.
    after: str
    day: date
    #: The publisher's own words.
    comment: str = ""
