from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.data_makers.icd10se_official import (
    COLUMNS,
    FULL,
    SMALL,
    Size,
    official_rows,
    write_official_file,
)


@pytest.mark.parametrize(("size", "codes", "rows"), [(SMALL, 1_112, 2_300), (FULL, 38_928, 82_489)])
def test_there_are_as_many_rows_and_codes_as_promised(size: Size, codes: int, rows: int) -> None:
    made = list(official_rows(size))

    assert (len({cells[0] for cells in made}), len(made)) == (codes, rows)
    assert {len(cells) for cells in made} == {len(COLUMNS)}
    reserved = Counter(cells[14] for cells in made)
    del reserved[""]
    assert sorted(reserved.values(), reverse=True) == [
        size.forbidden_codes,
        size.forbidden_categories,
        size.forbidden_in_categories,
        size.forbidden_blocks,
    ]
    levels = {cells[15] for cells in made} - {""}
    assert len(levels) == 11 or size is SMALL


def test_the_same_seed_makes_the_same_file_and_another_seed_another() -> None:
    one, again, other = (list(official_rows(SMALL, seed)) for seed in (1, 1, 2))

    assert one == again
    assert one != other


def test_the_file_is_as_the_publisher_writes_it(tmp_path: Path) -> None:
    path = write_official_file(tmp_path / "icd-10-se.tsv", official_rows(SMALL))
    text = path.read_bytes().decode("utf-8")

    assert text.startswith('\ufeff"Kod"\t"Giltig från"\t"Överordnad kod"\t"Titel"')
    assert text.endswith('"\n')
    for quirk in (
        r'<div class="',
        r'\t""\w',
        r' "[^"\t]+""\t',
        "&lt;",
        "<br/>",
        "†",
        r"[A-Z]\d\d\*",
        "B12",
    ):
        assert re.search(quirk, text), quirk
