"""Terms that were filed are found as those that are read from their files."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import CodeSystem
from app.search.filed_terms import FiledTerms
from app.search.lexicon import Lexicon
from app.search.terms import Term, TermKind

ICD, KVA = CodeSystem.ICD10SE, CodeSystem.KVA
WORDS = ("grå", "starr", "av-block", "stroke", "propp", "hepatit", "a", "kol", "ögon")

terms = st.builds(
    Term,
    text=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    targets=st.lists(st.sampled_from(("I64", "H25.9", "astma", "kardi*")), min_size=1).map(tuple),
    system=st.sampled_from((None, ICD, KVA)),
    kind=st.sampled_from(TermKind),
    source=st.sampled_from(("", "test")),
    status=st.sampled_from(("", "granskad")),
)


@given(listed=st.lists(terms, max_size=8))
def test_terms_come_back_as_they_were_filed(listed: list[Term]) -> None:
    filed = FiledTerms.of(listed)

    assert filed.terms() == tuple(listed)
    assert filed.are_whole()


@given(listed=st.lists(terms, max_size=8), asked=st.lists(st.sampled_from(WORDS), min_size=1))
def test_what_was_filed_for_a_system_answers_as_the_whole_lexicon_does(
    listed: list[Term], asked: list[str]
) -> None:
    whole = Lexicon(listed)
    filed = Lexicon.of(whole.of_system(ICD).filed)
    begun = " ".join(asked)[:-1] or "s"

    assert filed.exact(asked, ICD) == whole.exact(asked, ICD)
    assert filed.beginning(begun, ICD, 12) == whole.beginning(begun, ICD, 12)
    assert filed.words(ICD) == whole.words(ICD)


def test_a_group_of_another_system_does_not_hide_that_of_an_inflected_word() -> None:
    other = Term("lungan", ("pulmo",), KVA, TermKind.SYNSET)
    own = Term("lung", ("pulm*",), ICD, TermKind.SYNSET)

    found = Lexicon([other, own]).of_system(ICD).synsets("lungan", ICD)

    assert [term.targets for term in found] == [("pulm*",)]


def test_numbers_that_point_at_no_term_are_noticed() -> None:
    filed = FiledTerms.of([Term("stroke", ("I64",), ICD, TermKind.LAY)])

    assert not FiledTerms(filed.texts, keys=("stroke",), key_terms=(1,)).are_whole()
