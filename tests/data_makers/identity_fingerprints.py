"""Makes resources/training/test-numbers.bin: `python -m tests.data_makers.identity_fingerprints`.

Fingerprints of the tax agency's test numbers, not the numbers: enough to know one again.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.domain.training_identity import fingerprint
from app.paths import program_root

FILES = ("test-personnummer.txt", "test-samordningsnummer.txt")
TARGET = Path("resources", "training", "test-numbers.bin")


def make(folder: Path) -> bytes:
    numbers = {number for name in FILES for number in (folder / name).read_text("utf-8").split()}
    return b"".join(sorted(fingerprint(number) for number in numbers))


if __name__ == "__main__":
    (program_root() / TARGET).write_bytes(make(Path(sys.argv[1])))
