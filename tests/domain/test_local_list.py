from __future__ import annotations

import pytest

from app.domain.local_list import local_key


@pytest.mark.parametrize("written", ["A00.0", "a000", " A 00.0 "])
def test_a_code_is_found_however_it_is_written(written: str) -> None:
    assert local_key(written) == "A000"
