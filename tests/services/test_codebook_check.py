"""The check of the starter edition, on small files made here."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest

from app.cli.codebook import check
from app.domain.codes import CodeSystem
from app.domain.errors import AppError, Cancelled, CodebookFileError
from app.persistence.readers.file_readers import FileReaders
from app.services.codebook_check import CheckReport, Disagreement, SystemCheck, check_starter
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from tests.persistence.readers.made_files import atc_file, write_files
from tests.services.desk import REPOSITORY, desk

HEADER = "code\tverdict\treason\tsystem\ttitle\n"
ICD = """\
code\tlevel\tparent\ttitle\tmark\tnot_principal\tpartners\tnote\tsex\tages
01\tchapter\t\tInfektioner av alla slag
A00-A09\tblock\t01\tTarmens infektioner
A00\tcategory\tA00-A09\tKolera
A00.0\tsubcategory\tA00\tVanlig kolera\t†
"""
OFFICIAL_ATC = """\
key\tvalue
C\tHjärta och kretslopp
C07\tBetablockerare för hjärtat
C07A\tBetablockerare
C07AB\tBetablockerare, selektiva
C07AB02\tMetoprolol
"""
#: One more official row, where the starter edition is not to be the larger one.
ONE_MORE = "C07AB03\tAtenolol\n"
STARTER_ATC = """\
code\ttitle
C\tHjärta
C07\tBetablockerare
C07A\tBetablockerare, rena
C07AB\tBetablockerare som väljer
C07AB02\tMetoprolol
"""

Check = Callable[..., CheckReport]


@pytest.fixture
def app(tmp_path: Path) -> AppContext:
    return replace(desk(Mock(spec=[]), tmp_path), readers=FileReaders(REPOSITORY / "resources"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "codebooks"


@pytest.fixture
def compare(app: AppContext, folder: Path, tmp_path: Path) -> Check:
    """Check a starter edition of ATC alone, with the review and official rows given."""

    def run(
        starter: str = STARTER_ATC,
        official: str = OFFICIAL_ATC,
        review: str = "",
        control: JobControl = NO_CONTROL,
    ) -> CheckReport:
        write_starter(folder, starter, review)
        atc_file(tmp_path / "files" / "atc", text=official)
        return run_check(app, folder, tmp_path / "files", control)

    return run


def write_starter(folder: Path, atc: str, review: str = "") -> None:
    manifest = "".join(
        f'[{s}]\nname = "Övning"\nversion = "1"\nfile = "{s}.tsv"\nsha256 = "00"\n'
        for s in ("icd10se", "kva", "atc")
    )
    write_files(folder / "starter", {"manifest.toml": manifest, "atc.tsv": atc}, bom=False)
    write_files(folder, {"title-review.tsv": HEADER + review}, bom=False)


def run_check(
    app: AppContext, folder: Path, files: Path, control: JobControl = NO_CONTROL
) -> CheckReport:
    return check_starter(app, folder / "starter", [files], folder / "title-review.tsv", control)


def only(report: CheckReport) -> SystemCheck:
    (found,) = report.systems
    return found


def test_a_starter_edition_in_agreement_is_clean(compare: Check) -> None:
    report = compare()

    assert report.is_clean and report.remarks == ()
    found = only(report)
    assert (found.system, found.official) == (CodeSystem.ATC, "ATC 2020")
    assert (found.codes, found.existing, found.share_existing) == (5, 5, 1.0)


def test_a_code_that_is_not_official_is_told(compare: Check) -> None:
    found = only(
        compare(starter=STARTER_ATC + "C07AB99\tPåhittat\n", official=OFFICIAL_ATC + ONE_MORE)
    )

    assert found.missing == ("C07AB99",)
    assert found.existing == 5
    assert found.share_existing == pytest.approx(5 / 6)
    assert not found.is_clean


def test_a_title_with_no_word_in_common_has_to_be_judged(compare: Check) -> None:
    starter = STARTER_ATC.replace("C07AB02\tMetoprolol", "C07AB02\tHjärtpiller")

    found = only(compare(starter=starter))

    assert found.unjudged == (Disagreement("C07AB02", "Hjärtpiller", "Metoprolol"),)
    assert found.judged == 0


@pytest.mark.parametrize("verdict", ["same", "narrower", "broader"])
def test_a_judged_title_is_no_longer_told(compare: Check, verdict: str) -> None:
    starter = STARTER_ATC.replace("C07AB02\tMetoprolol", "C07AB02\tHjärtpiller")

    found = only(compare(starter=starter, review=f"C07AB02\t{verdict}\tskäl\tatc\tHjärtpiller\n"))

    assert found.is_clean
    assert found.judged == 1


def test_a_verdict_on_a_title_that_is_worded_anew_since_does_not_count(compare: Check) -> None:
    starter = STARTER_ATC.replace("C07AB02\tMetoprolol", "C07AB02\tHjärtpiller")

    found = only(compare(starter=starter, review="C07AB02\tsame\tskäl\tatc\tHjärtmedicin\n"))

    assert found.reworded == (Disagreement("C07AB02", "Hjärtpiller", "Hjärtmedicin"),)
    assert found.unjudged == ()
    assert found.judged == 0
    assert not found.is_clean


def test_a_verdict_counts_in_its_own_code_system(compare: Check) -> None:
    starter = STARTER_ATC.replace("C07AB02\tMetoprolol", "C07AB02\tHjärtpiller")

    found = only(compare(starter=starter, review="C07AB02\tsame\tskäl\tkva\tHjärtpiller\n"))

    assert [each.code for each in found.unjudged] == ["C07AB02"]


def test_a_judged_code_that_is_gone_is_told(compare: Check) -> None:
    found = only(
        compare(official=OFFICIAL_ATC + ONE_MORE, review="C07AB03\tsame\tskäl\tatc\tBorta\n")
    )

    assert found.gone == ("C07AB03",)
    assert not found.is_clean


def test_a_long_title_that_is_the_official_wording_is_told(compare: Check) -> None:
    title = "Medel mot allt som kan göra ont"
    starter = STARTER_ATC.replace("Metoprolol", title)

    found = only(compare(starter=starter, official=OFFICIAL_ATC.replace("Metoprolol", title)))

    assert found.copied == (Disagreement("C07AB02", title, title),)
    assert not found.is_clean


def icd_check(app: AppContext, folder: Path, tmp_path: Path, icd: str) -> SystemCheck:
    write_starter(folder, STARTER_ATC)
    write_files(folder / "starter", {"icd10se.tsv": icd}, bom=False)
    files = {
        "chapter.txt": "01\t\tInfektioner (A00-B99)",
        "block.txt": "A00-A09\t\tTarminfektioner (A00-A09)",
        "digit3.txt": "A00\t\tKolera\nA01\t\tTyfoid",
        "digit4.txt": "A000\t†\tKolera, klassisk",
        "digit5.txt": "A000A\t\tKolera, vanlig",
    }
    for year in ("2021", "2022"):
        changed = files | {"digit3.txt": "A00\t\tKolera"} if year == "2021" else files
        write_files(tmp_path / "files" / "icd" / year, changed)
    report = run_check(app, folder, tmp_path / "files")
    return next(found for found in report.systems if found.system is CodeSystem.ICD10SE)


def test_marks_and_places_agree_in_the_newest_of_two_editions(
    app: AppContext, folder: Path, tmp_path: Path
) -> None:
    found = icd_check(app, folder, tmp_path, ICD + "A01\tcategory\tA00-A09\tTyfoid\n")

    assert found.official == "ICD-10-SE 2022"
    assert found.is_clean, found


def test_a_wrong_mark_is_told(app: AppContext, folder: Path, tmp_path: Path) -> None:
    found = icd_check(app, folder, tmp_path, ICD.replace("†", "*"))

    assert found.wrong_marks == (Disagreement("A00.0", "*", "†"),)
    assert not found.is_clean


def test_a_code_at_another_level_or_parent_is_told(
    app: AppContext, folder: Path, tmp_path: Path
) -> None:
    icd = ICD.replace("A00.0\tsubcategory\tA00\t", "A00.0\tsubcategory\tA00-A09\t")

    found = icd_check(app, folder, tmp_path, icd)

    assert found.misplaced == (
        Disagreement("A00.0", "subcategory under A00-A09", "subcategory under A00"),
    )


def test_a_few_sample_rows_are_no_edition(compare: Check, tmp_path: Path) -> None:
    sample = "key\tvalue\nC\tHjärta\nC07\tBlock\n"
    atc_file(tmp_path / "files" / "prov", name="atc-sv-2026.tsv", text=sample)

    report = compare()

    assert only(report).official == "ATC 2020"
    assert report.remarks == ("ATC 2026 jämfördes inte: filerna har bara 2 koder.",)
    assert report.is_clean


def test_a_folder_without_official_codebooks_is_refused(
    app: AppContext, folder: Path, tmp_path: Path
) -> None:
    write_starter(folder, STARTER_ATC)
    (tmp_path / "tom").mkdir()

    with pytest.raises(AppError, match="inget officiellt kodverk"):
        run_check(app, folder, tmp_path / "tom")


def test_a_folder_that_does_not_exist_is_refused(
    app: AppContext, folder: Path, tmp_path: Path
) -> None:
    write_starter(folder, STARTER_ATC)

    with pytest.raises(CodebookFileError, match="saknas"):
        run_check(app, folder, tmp_path / "saknas")


def test_a_folder_without_a_starter_edition_is_refused(app: AppContext, tmp_path: Path) -> None:
    (tmp_path / "tom" / "starter").mkdir(parents=True)

    with pytest.raises(AppError, match="inget övningskodverk"):
        run_check(app, tmp_path / "tom", tmp_path)


def test_a_starter_file_with_another_header_is_refused_and_not_passed_over(
    app: AppContext, folder: Path, tmp_path: Path
) -> None:
    write_starter(folder, STARTER_ATC)
    (folder / "starter" / "kva.tsv").write_text("kod\ttitel\n", encoding="utf-8")

    with pytest.raises(CodebookFileError, match=r"kva\.tsv har inte övningskodverkets rubrikrad"):
        run_check(app, folder, tmp_path)


@pytest.mark.parametrize(
    ("review", "told"),
    [
        ("C07\tsame\tskäl\tatc\n", "rad 2, har 4 kolumner"),
        ("C07\tsame\t\tatc\tBeta\n", "rad 2, saknar skäl"),
        ("C07\tsame\tskäl\tatc\t\n", "rad 2, saknar titel"),
        ("C07\tkanske\tskäl\tatc\tBeta\n", "rad 2, har okänt omdöme"),
        ("C07\tsame\tskäl\tdrg\tBeta\n", "rad 2, har okänt omdöme eller kodverk"),
        ("C07\tsame\tskäl\tatc\tB\n" * 2, "rad 3, bedömer C07 en gång till"),
    ],
)
def test_a_broken_row_of_the_review_is_told_with_its_number(
    compare: Check, review: str, told: str
) -> None:
    with pytest.raises(CodebookFileError, match=told):
        compare(review=review)


@pytest.mark.parametrize("content", [b"", b"code\tverdict\n", b"code\xff\n"])
def test_a_review_that_is_no_review_is_refused(
    app: AppContext, folder: Path, tmp_path: Path, content: bytes
) -> None:
    write_starter(folder, STARTER_ATC)
    (folder / "title-review.tsv").write_bytes(content)

    with pytest.raises(CodebookFileError, match=r"title-review\.tsv"):
        run_check(app, folder, tmp_path)


def test_a_missing_review_is_refused(app: AppContext, folder: Path, tmp_path: Path) -> None:
    write_starter(folder, STARTER_ATC)
    (folder / "title-review.tsv").unlink()

    with pytest.raises(CodebookFileError, match="kan inte läsas"):
        run_check(app, folder, tmp_path)


def test_the_check_reports_progress_to_its_end(compare: Check) -> None:
    steps: list[tuple[int, int, str]] = []

    compare(control=JobControl(lambda *step: steps.append(step)))

    assert (0, 1, "Jämför ATC …") in steps
    assert steps[-1] == (1, 1, "Klart.")


@pytest.mark.parametrize("after", range(5))
def test_the_check_stops_at_any_step_when_asked(compare: Check, after: int) -> None:
    told: list[str] = []

    def report(_done: int, _total: int, text: str) -> None:
        told.append(text)
        if len(told) > after:
            control.cancel()

    control = JobControl(report)

    if after == 4:
        compare(control=control)
        assert told[-1] == "Klart."
        return
    with pytest.raises(Cancelled):
        compare(control=control)
    assert len(told) == after + 1


def typed(folder: Path, files: Path, *, as_json: bool) -> Mock:
    return Mock(folder=folder, against=[files], json=as_json)


def test_the_command_prints_what_it_found_and_tells_it_by_its_status(
    compare: Check,
    app: AppContext,
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    compare()
    assert check(app, typed(folder, tmp_path / "files", as_json=False)) == 0
    assert "5 koder, 5 finns (100,0 %)" in capsys.readouterr().out

    compare(starter=STARTER_ATC.replace("\tMetoprolol", "\tHjärtpiller"))
    assert check(app, typed(folder, tmp_path / "files", as_json=False)) == 1
    out = capsys.readouterr().out
    assert "Ej bedömd titel: C07AB02  Hjärtpiller | Metoprolol" in out

    write_files(folder, {"title-review.tsv": HEADER + "C07\tsame\tskäl\tatc\tFörr\n"}, bom=False)
    assert check(app, typed(folder, tmp_path / "files", as_json=False)) == 1
    assert "Bedömd titel har ändrats: C07  " in capsys.readouterr().out

    assert check(app, typed(folder, tmp_path / "files", as_json=True)) == 1
    (told,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (told["system"], told["clean"], told["existing"]) == ("atc", False, 5)
    assert told["unjudged"] == [
        {"code": "C07AB02", "starter": "Hjärtpiller", "official": "Metoprolol"}
    ]
