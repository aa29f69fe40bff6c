from __future__ import annotations

import gzip
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import CodebookFileError
from app.persistence.readers.compressed import (
    LARGEST,
    addresses,
    container,
    read_beginning,
    read_bytes,
)
from app.persistence.readers.file_readers import FileReaders

from .made_files import ICD_FILES, atc_file, icd_folder, kva_folder

RESOURCES = Path(__file__).resolve().parents[3] / "resources"


@pytest.fixture
def readers() -> FileReaders:
    return FileReaders(RESOURCES)


def pack(path: Path, members: dict[str, bytes], *, how: int = zipfile.ZIP_DEFLATED) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def pack_folder(folder: Path, path: Path, inside: str = "") -> Path:
    return pack(path, {f"{inside}{file.name}": file.read_bytes() for file in folder.iterdir()})


def read_all(path: Path) -> list[bytes]:
    return [read_bytes(address) for address in addresses(path)]


def error_of(path: Path) -> str:
    with pytest.raises(CodebookFileError) as caught:
        read_all(path)
    return str(caught.value)


@pytest.mark.parametrize("inside", ["", "kodfiler/2022/", "kodfiler\\"])
def test_an_archive_is_read_in_place_with_the_year_of_its_name(
    readers: FileReaders, tmp_path: Path, inside: str
) -> None:
    folder = icd_folder(tmp_path, "2022")
    path = pack_folder(folder, tmp_path / "icd10se-2022.zip", inside)

    (packed,) = readers.recognise([path])
    (plain,) = readers.recognise([folder])

    assert packed.files == (path,)
    assert packed.version == "2022"
    assert list(readers.read(packed)) == list(readers.read(plain))


def test_packed_files_beside_each_other_are_read_like_plain_ones(
    readers: FileReaders, tmp_path: Path
) -> None:
    folder = icd_folder(tmp_path, "2022")
    plain = list(readers.read(readers.recognise([folder])[0]))
    for file in list(folder.iterdir()):
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes()))
        file.unlink()

    (packed,) = readers.recognise([folder])

    assert {file.name for file in packed.files} == {f"{name}.gz" for name in ICD_FILES}
    assert list(readers.read(packed)) == plain


def test_a_plain_file_goes_before_the_packed_one_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(b"plain")
    (tmp_path / "a.tsv.gz").write_bytes(gzip.compress(b"packed"))

    assert addresses(tmp_path) == [tmp_path / "a.tsv"]
    assert read_bytes(tmp_path / "a.tsv") == b"plain"
    assert container(tmp_path / "a.tsv") == tmp_path / "a.tsv"


def test_an_archive_in_a_folder_is_looked_into(readers: FileReaders, tmp_path: Path) -> None:
    atc = atc_file(tmp_path / "x")
    path = pack(tmp_path / "y" / "atc.zip", {atc.name: atc.read_bytes()})

    (found,) = readers.recognise([path.parent])

    assert (found.name, found.version, found.files) == ("ATC", "2020", (path,))


def test_two_codebooks_in_one_archive_are_refused(readers: FileReaders, tmp_path: Path) -> None:
    members = {
        f"{folder.name}/{file.name}": file.read_bytes()
        for folder in (icd_folder(tmp_path, "2022"), kva_folder(tmp_path, "2021"))
        for file in folder.iterdir()
    }
    path = pack(tmp_path / "alla.zip", members)

    with pytest.raises(CodebookFileError, match=r"alla\.zip innehåller 2 kodverk\. Packa upp"):
        readers.recognise([path])


def test_an_archive_in_an_archive_is_not_opened(readers: FileReaders, tmp_path: Path) -> None:
    inner = pack_folder(icd_folder(tmp_path, "2022"), tmp_path / "inre.zip")
    outer = pack(tmp_path / "yttre.zip", {"inre.zip": inner.read_bytes()})

    with pytest.raises(CodebookFileError, match=r"yttre\.zip innehåller arkivet inre\.zip, som in"):
        readers.recognise([outer])


@pytest.mark.parametrize(
    "name", ["../digit3.txt", "a/../../b.txt", "/etc/b.txt", "..\\b.txt", "C:\\b.txt", "\\b.txt"]
)
def test_a_path_that_climbs_out_is_refused(readers: FileReaders, tmp_path: Path, name: str) -> None:
    path = pack(tmp_path / "a.zip", {"digit3.txt": b"A00\t\tx", name: b"x"})

    with pytest.raises(CodebookFileError, match=r"leder ut ur arkivet\. Inget lästes"):
        readers.recognise([path])
    assert [file.name for file in tmp_path.iterdir()] == ["a.zip"]


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    bomb = bytes(11_000_000)
    (tmp_path / "b.tsv.gz").write_bytes(gzip.compress(bomb))
    path = pack(tmp_path / "b.zip", {"b.tsv": bomb})

    for file in (path, tmp_path / "b.tsv.gz"):
        message = error_of(file)
        assert "gånger större när den packas upp; en kodfil blir högst 100 gånger" in message


def test_what_is_too_large_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.persistence.readers.compressed.LARGEST", 2_000_000)
    content = bytes(range(256)) * 10_000
    (tmp_path / "a.tsv").write_bytes(content)
    (tmp_path / "b.tsv.gz").write_bytes(gzip.compress(content))
    pack(tmp_path / "c.zip", {"c.tsv": content})

    for name in ("a.tsv", "b.tsv.gz", "c.zip"):
        assert "är större än 2 MB och kan inte vara en kodfil" in error_of(tmp_path / name)
    assert LARGEST == 100_000_000


def test_files_that_are_too_much_together_are_refused(
    readers: FileReaders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pack_folder(icd_folder(tmp_path, "2022"), tmp_path / "icd10se-2022.zip")
    (found,) = readers.recognise([path])
    monkeypatch.setattr("app.persistence.readers.compressed.LARGEST", 700)
    monkeypatch.setattr("app.persistence.readers.compressed.MEGABYTE", 1)

    with pytest.raises(CodebookFileError, match=r"blir \d+ MB när de packas upp, mer än de 700 MB"):
        list(readers.read(found))


def test_an_archive_that_changes_before_it_is_read_is_told(
    readers: FileReaders, tmp_path: Path
) -> None:
    path = pack_folder(icd_folder(tmp_path, "2022"), tmp_path / "icd10se-2022.zip")
    (found,) = readers.recognise([path])
    pack(path, {"annat.txt": b"x"})

    with pytest.raises(CodebookFileError, match="har ändrats medan filerna lästes"):
        list(readers.read(found))


def test_an_archive_that_has_nothing_to_do_with_it_stops_nothing(
    readers: FileReaders, tmp_path: Path
) -> None:
    folder = icd_folder(tmp_path, "2022")
    (folder / "annat.zip").write_bytes(b"inget arkiv")

    assert [found.version for found in readers.recognise([folder])] == ["2022"]
    (tmp_path / "bara").mkdir()
    (folder / "annat.zip").rename(tmp_path / "bara" / "annat.zip")
    with pytest.raises(CodebookFileError, match=r"annat\.zip är skadad och kan inte packas upp"):
        readers.recognise([tmp_path / "bara"])


def test_a_size_that_lies_is_no_way_past_the_limit(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"a.tsv": bytes(11_000_000)})
    content = path.read_bytes()
    lie = (1000).to_bytes(4, "little")
    path.write_bytes(content.replace((11_000_000).to_bytes(4, "little"), lie))

    assert "a.zip är skadad och kan inte packas upp" in error_of(path)


def test_a_locked_archive_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"digit3.txt": b"A00\t\tx"}, how=zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(content)

    assert "är låst med lösenord" in error_of(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/digit3.txt", "A00\t\tx")
        archive.writestr("a\\digit3.txt", "A00\t\ty")

    assert "två filer som heter a/digit3.txt" in error_of(path)


def test_what_macos_adds_is_left_out(tmp_path: Path) -> None:
    path = pack(
        tmp_path / "a.zip",
        {"__MACOSX/._a.txt": b"x", "b/._a.txt": b"x", "b/a.txt": b"A", "c/": b""},
    )

    assert addresses(path) == [path / "b" / "a.txt"]


def test_a_very_long_member_name_is_read(tmp_path: Path) -> None:
    name = f"{'x' * 300}.zip/{'y' * 300}.tsv"
    path = pack(tmp_path / "a.zip", {name: b"text"})

    assert read_all(path) == [b"text"]


def test_the_beginning_is_read_without_the_rest(tmp_path: Path) -> None:
    content = b"abcdef" * 1000
    (tmp_path / "b.tsv.gz").write_bytes(gzip.compress(content))
    pack(tmp_path / "a.zip", {"c.tsv": content})
    (tmp_path / "a.tsv").write_bytes(content)

    for address in (tmp_path / "a.tsv", tmp_path / "b.tsv", tmp_path / "a.zip" / "c.tsv"):
        assert read_beginning(address, 4) == b"abcd"


@pytest.mark.parametrize("name", ["borta.tsv", "a.zip/borta.tsv", "finns.tsv/x"])
def test_an_address_without_a_file_is_told(tmp_path: Path, name: str) -> None:
    pack(tmp_path / "a.zip", {"c.tsv": b"x"})
    (tmp_path / "finns.tsv").write_bytes(b"x")

    with pytest.raises(CodebookFileError, match="kan inte öppnas"):
        read_bytes(tmp_path / name)


def test_encodings_other_than_utf8_are_named(readers: FileReaders, tmp_path: Path) -> None:
    folder = icd_folder(tmp_path, "2022")
    for name, encoding in (("digit3.txt", "utf-16"), ("block.txt", "cp1252")):
        text = (folder / name).read_text("utf-8-sig")
        (folder / name).write_bytes(text.encode(encoding))
    path = pack_folder(folder, tmp_path / "icd10se-2022.zip")

    for given_path in (folder, path):
        (found,) = readers.recognise([given_path])
        assert readers.remarks(found) == (
            "Filen block.txt är skriven i Windows-1252 och har lästs så.",
            "Filen digit3.txt är skriven i UTF-16 och har lästs så.",
        )
        assert len(list(readers.read(found))) > 20


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 200), st.sampled_from(["a.zip", "a.tsv.gz"]))
def test_any_bytes_give_text_or_a_foreseen_error(
    tmp_path_factory, noise: bytes, cut: int, name: str
) -> None:
    folder = tmp_path_factory.mktemp("packed")
    whole = pack(folder / "whole.zip", {"a.tsv": b"A\tx\n" * 9}).read_bytes()
    if name.endswith(".gz"):
        whole = gzip.compress(b"A\tx\n" * 9)
    (folder / name).write_bytes(whole[:cut] + noise + whole[cut + len(noise) :])

    with suppress(CodebookFileError):
        assert all(isinstance(content, bytes) for content in read_all(folder / name))
