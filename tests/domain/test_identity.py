"""Identity numbers: what is recognised, what is refused, what is read off them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.identity import IdentityKind, describe_identity, read_identity

TODAY = date(2026, 11, 21)
#: Test numbers of the tax agency (Skatteverket), open to everybody.
VALID = "189001029819"


def with_check_digit(nine: str) -> str:
    total = 0
    for index, digit in enumerate(nine):
        value = int(digit) * (2 - index % 2)
        total += value // 10 + value % 10
    return nine + str(-total % 10)


@st.composite
def personnummer_texts(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1880, 1, 1), date(2025, 12, 31)))
    serial = draw(st.integers(1, 999))
    return f"{born:%Y}"[:2] + with_check_digit(f"{born:%y%m%d}{serial:03}")


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("900102-9818", "199001029818"),
        ("9001029818", "199001029818"),
        ("900102+9818", "189001029818"),
        ("18900102+9818", "189001029818"),
        ("  19900102-9818\n", "199001029818"),
    ],
)
def test_every_way_of_writing_gives_twelve_digits(text: str, canonical: str) -> None:
    assert read_identity(text, TODAY).text == canonical


@pytest.mark.parametrize(
    ("six", "separator", "year"),
    [
        ("261120", "-", 2026),
        ("261121", "-", 2026),
        ("261122", "-", 1926),
        ("261122", "+", 1926),
        ("261120", "+", 1926),
        ("270101", "+", 1827),
        ("250101", "+", 1925),
        ("270101", "", 1927),
        ("261181", "", 2026),
        ("261182", "", 1926),
    ],
)
def test_the_century_is_the_latest_that_is_not_in_the_future(
    six: str, separator: str, year: int
) -> None:
    ten = with_check_digit(f"{six}238")
    identity = read_identity(f"{six}{separator}{ten[6:]}", TODAY)

    assert identity.is_valid
    assert identity.birth_date is not None
    assert identity.birth_date.year == year


def test_a_birth_date_in_the_future_is_not_valid() -> None:
    number = "20" + with_check_digit("261122238")

    assert not read_identity(number, TODAY).is_valid
    assert read_identity(number, date(2026, 11, 22)).is_valid


@pytest.mark.parametrize(
    ("text", "kind", "sex"),
    [
        (VALID, IdentityKind.PERSONNUMMER, "male"),
        ("189001079806", IdentityKind.PERSONNUMMER, "female"),
        ("191502692385", IdentityKind.SAMORDNINGSNUMMER, "female"),
        ("191600862393", IdentityKind.SAMORDNINGSNUMMER, "male"),  # month unknown
        ("192601602390", IdentityKind.SAMORDNINGSNUMMER, "male"),  # day unknown
        ("22900102AB17", IdentityKind.NATIONAL_RESERVE, "male"),
        ("26050102AB27", IdentityKind.NATIONAL_RESERVE, "female"),
        ("22900102ABX7", IdentityKind.NATIONAL_RESERVE, None),
        ("00122540AB15", IdentityKind.NATIONAL_RESERVE, "male"),
        ("20240229K063", IdentityKind.LOCAL_RESERVE, "female"),
        ("20240229M893", IdentityKind.LOCAL_RESERVE, "male"),
        ("20240229X113", IdentityKind.LOCAL_RESERVE, None),
        ("20240229-12a4", IdentityKind.LOCAL_RESERVE, None),
        ("99" + with_check_digit("201700123"), IdentityKind.LOCAL_RESERVE, None),
    ],
)
def test_kind_and_sex_are_read_off_a_valid_number(
    text: str, kind: IdentityKind, sex: str | None
) -> None:
    identity = read_identity(text, TODAY)

    assert (identity.kind, identity.is_valid, identity.sex) == (kind, True, sex)


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("191502692385", date(1915, 2, 9)),
        ("191600862393", None),
        ("22900102AB17", date(1990, 1, 2)),
        ("23050102AB27", date(2005, 1, 2)),
        ("98050102AB27", date(2005, 1, 2)),
        ("00122540AB15", None),
        ("20240229K063", date(2024, 2, 29)),
        ("99" + with_check_digit("201700123"), None),
    ],
)
def test_the_birth_date_is_read_where_the_number_says_it(text: str, born: date | None) -> None:
    assert read_identity(text, TODAY).birth_date == born


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "189001029818",  # check digit
        "199002309810",  # 30 February
        "199001020000",  # serial number 000
        "000101019813",  # the year 1
        "191600862394",  # a samordningsnummer without month, check digit
        "20" + with_check_digit("270086239"),  # … in a year to come
        "20" + with_check_digit("050162000"),  # … with the serial number 000
        "19090527 1474",  # a blank separates nothing
        "1990-01-02-9818",
        "1990010298180",
        "٢٠٠٠٠٤٠٥٩٩٣٧",  # digits of another script
        "900102-T123",  # an interim number, ten characters
        "22900230AB17",  # a national reserve number of 30 February
        "00121940AB15",  # month below 20 in a serial number
        "22900102AI17",  # I is not in the alphabet
        "20230229K063",  # 29 February in a common year
        "992017001230",
        "LMA 12345678",
    ],
)
def test_what_is_wrong_is_kept_and_flagged(text: str) -> None:
    identity = read_identity(text, TODAY)

    assert not identity.is_valid
    assert identity.text == read_identity(identity.text, TODAY).text


@given(st.text())
def test_any_text_is_answered_and_reading_twice_changes_nothing(text: str) -> None:
    once = read_identity(text, TODAY)

    assert read_identity(once.text, TODAY) == once


@given(st.from_regex(r"[0-9]{6,8}[-+]?[0-9A-Z]{4}", fullmatch=True))
def test_reading_number_like_text_twice_changes_nothing(text: str) -> None:
    once = read_identity(text, TODAY)

    assert read_identity(once.text, TODAY) == once


@given(personnummer_texts())
def test_a_number_with_date_and_check_digit_is_valid(text: str) -> None:
    identity = read_identity(text, TODAY)

    assert identity.is_valid
    assert f"{identity.birth_date:%Y%m%d}" == text[:8]
    assert identity.sex == ("male" if int(text[10]) % 2 else "female")


@given(personnummer_texts(), st.integers(2, 11), st.integers(0, 9))
def test_one_changed_digit_is_found(text: str, position: int, digit: int) -> None:
    assume(text[position] != str(digit))

    changed = f"{text[:position]}{digit}{text[position + 1 :]}"

    assert not read_identity(changed, TODAY).is_valid


def test_nothing_of_the_number_is_in_the_repr() -> None:
    assert "1890" not in repr(read_identity(VALID))
    assert "1890-01-02" not in repr(read_identity(VALID))


def test_the_description_is_ready_for_json() -> None:
    assert describe_identity("18900102+9819") == {
        "number": VALID,
        "kind": "personnummer",
        "valid": True,
        "birth_date": "1890-01-02",
        "sex": "male",
    }
    assert describe_identity("hej") == {
        "number": "hej",
        "kind": "okand",
        "valid": False,
        "birth_date": None,
        "sex": None,
    }
