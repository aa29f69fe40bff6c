from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import CodeRange
from app.persistence.readers.code_links import find_code_links

CATEGORIES = st.from_regex(r"[A-Z]\d\d", fullmatch=True)
CODES = st.from_regex(r"[A-Z][0-9]{2}\.[0-9][0-9A-Z]?", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Obstetrisk tetanus (A34)", "A34"),
        ("Meningit vid annan sjukdom (G07*)", "G07"),
        ("Tumörer (C00-D48†)", "C00-D48"),
        ("Förgiftningar T36–T50", "T36-T50"),
        ("Använd tilläggskod ”B95–B98”", "B95-B98"),
        ("se R65.-", "R65"),
        ("M01.3* och F00.-*", "M01.3 F00"),
        ("Fördjupning U82.2A, S72.00 och A18.4C.", "U82.2A S72.00 A18.4C"),
        ("N18.3–N18.9†", "N18.3-N18.9"),
        ("N18.3†–N18.9†", "N18.3-N18.9"),
        ("V01.-–V09.- och V10.--V19.-", "V01-V09 V10-V19"),
        ("A00 - B99", "A00-B99"),
        ("D48-C00", "D48 C00"),
        ("A34-A34", "A34"),
        ("A34/B20,C00;D10:E11", "A34 B20 C00 D10 E11"),
        ("A34, B20, A34 och (A34)", "A34 B20"),
        ("Koder ur T36-gruppen, T37-koder och I21.4-diagnos", "T36 T37 I21.4"),
        ("O00-O08 Abort\nO10-O16 Ödem", "O00-O08 O10-O16"),
        ("Se A34.", "A34"),
        ("W01.0-", "W01.0"),
    ],
)
def test_codes_and_ranges_are_found_in_text_order(text: str, links: str) -> None:
    assert find_code_links(text) == tuple(links.split())


@pytest.mark.parametrize(
    "text",
    [
        "vitamin B12", "B12-bristanemi", "vitamin B6 och B12", "vitamin D23", "T4", "H5N1",
        "HLA-B27", "HLA B27", "B27-associerad spondylit", "koenzym Q10", "enterovirus A71",
        "Coxsackievirus A16", "serotyp O15", "ATC-kod N02", "ATC-grupp C02", "N02BE01", "DU011",
        "E. coli O157", "a34", "A022", "A3", "CA125", "A34B", "1A34", "G20210A", "A00.123",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_code_is_no_link(text: str) -> None:
    assert find_code_links(text) == ()


def test_the_code_in_brackets_is_a_link_even_after_the_name_of_a_virus() -> None:
    assert find_code_links("Infektion med enterovirus A71 (B97.1), parvovirus (B34)") == (
        "B97.1",
        "B34",
    )


@given(st.lists(CATEGORIES | CODES, max_size=6, unique=True))
def test_every_code_in_brackets_is_found_once_and_in_order(codes: list[str]) -> None:
    text = " ".join(f"åkomma ({code}†), åkomma ({code})" for code in codes)

    expected = tuple(code for code in codes if code != "B12")
    assert tuple(link for link in find_code_links(text) if link != "B12") == expected


@given(CATEGORIES, CATEGORIES, st.sampled_from(["-", "–", " – ", "\u2011"]))
def test_a_range_is_written_like_a_block(one: str, other: str, dash: str) -> None:
    first, last = sorted((one, other))

    (link,) = find_code_links(f"({first}{dash}{last})")
    assert link == (first if first == last else f"{first}-{last}") or "B12" in (first, last)


@given(st.text(st.sampled_from("AB12.-–†* (),virus"), max_size=60))
def test_every_link_is_a_range_that_the_domain_can_read(text: str) -> None:
    for link in find_code_links(text):
        assert CodeRange.parse(link)
