from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from app.search.letters import LetterTable

few = st.text(alphabet="abåö\n?Ωж", max_size=40)


def read(text: str, letters: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(letters, at)]


@given(text=few, letters=st.text(alphabet="abåö?Ωж", min_size=1, max_size=12))
@example(text="\ntestest\n", letters="test")
@example(text="aaaaaaaaaaaaaa", letters="aaaaaaaaa")
@example(text="bbbbΩaaa", letters="bbbb?")
@example(text="ab", letters="b")
@example(text="ab", letters="b\0")
def test_letters_are_found_wherever_they_stand(text: str, letters: str) -> None:
    assert LetterTable(text).find(letters, 100).tolist() == read(text, letters)


@given(text=st.text(alphabet="ab", max_size=40), data=st.data())
def test_every_piece_of_a_text_is_found(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, len(text)))
    assert begin == end or begin in LetterTable(text).find(text[begin:end], 100)


def test_no_more_than_the_limit_are_given_the_first_ones() -> None:
    assert LetterTable("abcd" * 9).find("abcd", 3).tolist() == [0, 4, 8]
    assert LetterTable("abcd" * 9).find("cd", 2).tolist() == [2, 6]
