"""An edition in one file: the same when it comes out, refused when it is damaged."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level, Mark, Note, NoteKind, SourceFile
from app.domain.errors import CodebookFileError
from app.domain.period import Period
from app.persistence.readers import edition_file
from app.persistence.readers.file_readers import FileReaders

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
EDITION = Edition(
    "icd10se-2022",
    CodeSystem.ICD10SE,
    "ICD-10-SE",
    "2022 rättad",
    Period(date(2022, 3, 1), date(2022, 12, 31)),
    sources=(SourceFile("icd-10-se.tsv", "ab" * 32),),
)
CONCEPTS = (
    Concept(CodeSystem.ICD10SE, "01", "Infektioner", Level.CHAPTER, is_leaf=False),
    Concept(
        CodeSystem.ICD10SE,
        "A00",
        'Kolera med "citat"',
        Level.CATEGORY,
        "01",
        Mark.DAGGER,
        may_be_principal=False,
        description="Två\nrader\toch en \\n som står så",
        partners=("G01", "I30-I32"),
        valid_from=date(1997, 1, 1),
        valid_to=date(2022, 6, 30),
        notes=(
            Note(NoteKind.EXCLUDES, "tyfoid\n\nse A01.0", ("A01.0",)),
            Note(NoteKind.LATIN, "Cholera", ()),
        ),
    ),
)


@pytest.fixture
def readers() -> FileReaders:
    return FileReaders(RESOURCES)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "icd10se-2022.kodverk"
    path.write_bytes(edition_file.pack(EDITION, CONCEPTS))
    return path


def test_an_edition_comes_out_as_it_went_in(readers: FileReaders, file: Path) -> None:
    (found,) = readers.recognise([file])

    assert tuple(readers.read(found)) == CONCEPTS
    assert (found.system, found.name, found.version) == (EDITION.system, "ICD-10-SE", "2022 rättad")
    assert Period(found.valid_from, found.valid_to) == EDITION.valid
    assert (found.sources, found.files) == (EDITION.sources, (file,))
    assert found.flags_principal and not found.is_starter
    assert readers.remarks(found) == ()


def test_the_same_edition_gives_the_same_file(file: Path) -> None:
    assert edition_file.pack(EDITION, CONCEPTS) == file.read_bytes()


texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
notes = st.builds(
    Note, st.sampled_from(NoteKind), texts, st.lists(st.just("A00-A09"), max_size=2).map(tuple)
)
concepts = st.builds(
    Concept,
    system=st.just(CodeSystem.ATC),
    code=st.from_regex(r"[A-Z]\d\d[A-Z]{2}\d\d", fullmatch=True),
    title=texts.filter(str.strip),
    level=st.just(Level.ITEM),
    mark=st.sampled_from(Mark),
    may_be_principal=st.booleans(),
    description=texts,
    valid_from=st.none() | st.dates(),
    valid_to=st.none() | st.dates(),
    notes=st.lists(notes, max_size=3).map(tuple),
)


@settings(max_examples=60)
@given(st.lists(concepts, min_size=1, max_size=4, unique_by=lambda concept: concept.code))
def test_any_text_survives_the_way_there_and_back(found: list[Concept]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "atc.kodverk")
        path.write_bytes(edition_file.pack(replace(EDITION, system=CodeSystem.ATC), found))
        (codebook,) = edition_file.recognises([path])

        assert list(edition_file.read(codebook)) == found


def packed(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Pack the file anew with its members changed."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def in_manifest(**facts: Any) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"]) | facts
        members["manifest.json"] = json.dumps(manifest).encode()

    return change


def rewritten(name: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    """Change a member and its checksum with it: only its content tells."""

    def change(members: dict[str, bytes]) -> None:
        members[name] = members[name].replace(old.encode(), new.encode(), 1)
        checksum = hashlib.sha256(members[name]).hexdigest()
        sums = json.loads(members["manifest.json"])["sha256"] | {name: checksum}
        in_manifest(sha256=sums)(members)

    return change


def replaced(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda members: members.update({name: content})


def without(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda members: members.__delitem__(name)


@pytest.mark.parametrize(
    "change",
    [
        without("manifest.json"),
        without("concepts.tsv"),
        without("notes.tsv"),
        replaced("manifest.json", b""),
        replaced("manifest.json", b"[]"),
        replaced("manifest.json", b"\xff\xfe"),
        replaced("manifest.json", b"[" * 100_000),
        replaced("manifest.json", b" " * 2_000_000),
        replaced("concepts.tsv", b""),
        replaced("notes.tsv", b"code\tkind\ttext\tlinks\n"),
        in_manifest(format="annat"),
        in_manifest(system="icd11"),
        in_manifest(name=7),
        in_manifest(name=""),
        in_manifest(name="x" * 300),
        in_manifest(sources=[{"name": "a"}]),
        in_manifest(sha256={}),
        in_manifest(valid_from="i går"),
        rewritten("concepts.tsv", "code\t", "kod\t"),
        rewritten("concepts.tsv", "category", "kategori"),
        rewritten("concepts.tsv", "1997-01-01", "1997-13-01"),
        rewritten("concepts.tsv", "A00\t", "A00\t\t"),
        rewritten("concepts.tsv", "Två\\n", "Två\\q"),
        rewritten("notes.tsv", "Utesluter", "Avvisar"),
    ],
)
def test_a_damaged_file_is_refused_in_a_sentence(
    readers: FileReaders, file: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    packed(file, change)

    with pytest.raises(CodebookFileError) as refused:
        list(readers.read(readers.recognise([file])[0]))

    assert "icd10se-2022.kodverk är skadad" in str(refused.value)
    assert "Exportera utgåvan på nytt" in str(refused.value)


@pytest.mark.parametrize("size", [0, 3, 400])
def test_a_file_cut_short_is_to_be_exported_again(
    readers: FileReaders, file: Path, size: int
) -> None:
    file.write_bytes(file.read_bytes()[:size])

    with pytest.raises(CodebookFileError, match=r"är skadad, .* Exportera utgåvan på nytt"):
        readers.recognise([file])


def test_a_file_of_a_later_program_says_so(readers: FileReaders, file: Path) -> None:
    packed(file, in_manifest(format_version=2))

    with pytest.raises(CodebookFileError, match="nyare version av programmet"):
        readers.recognise([file])


@pytest.mark.parametrize("bytes_of_a_title", [b"Kolera \0", b"Kolera \xff"])
def test_what_no_database_keeps_is_refused_even_where_the_checksum_agrees(
    readers: FileReaders, file: Path, bytes_of_a_title: bytes
) -> None:
    with zipfile.ZipFile(file) as archive:
        manifest, concepts = json.loads(archive.read("manifest.json")), archive.read("concepts.tsv")
    content = concepts.replace(b"Kolera ", bytes_of_a_title)
    assert content != concepts
    manifest["sha256"]["concepts.tsv"] = hashlib.sha256(content).hexdigest()
    packed(file, replaced("concepts.tsv", content))
    packed(file, replaced("manifest.json", json.dumps(manifest).encode()))

    with pytest.raises(CodebookFileError, match="skadad"):
        list(readers.read(readers.recognise([file])[0]))


def test_concepts_that_are_no_tree_are_refused(readers: FileReaders, file: Path) -> None:
    packed(file, rewritten("concepts.tsv", "category\t01", "category\t02"))

    with pytest.raises(CodebookFileError, match="överordnad kod 02, som saknas"):
        list(readers.read(readers.recognise([file])[0]))


@given(st.data())
def test_no_broken_byte_brings_anything_but_a_sentence_or_the_edition(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "icd.kodverk")
        content = bytearray(edition_file.pack(EDITION, CONCEPTS))
        at = data.draw(st.integers(0, len(content) - 1))
        if data.draw(st.booleans()):
            content[at] ^= data.draw(st.integers(1, 255))
        else:
            del content[at:]
        path.write_bytes(content)

        with suppress(CodebookFileError):
            assert tuple(edition_file.read(edition_file.recognises([path])[0])) == CONCEPTS


def test_a_bomb_and_a_path_that_leads_out_are_refused(readers: FileReaders, file: Path) -> None:
    bomb, outside = file.with_name("bomb.kodverk"), file.with_name("ut.kodverk")
    for path in (bomb, outside):
        shutil.copy(file, path)
    packed(bomb, replaced("notes.tsv", b"\0" * 120_000_000))
    packed(outside, replaced("../../ut.txt", b"x"))

    with pytest.raises(CodebookFileError, match="större"):
        list(readers.read(readers.recognise([bomb])[0]))
    with pytest.raises(CodebookFileError, match="leder ut ur arkivet"):
        readers.recognise([outside])
