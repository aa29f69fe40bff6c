"""The starter edition compared with official editions, so that no code carries a wrong meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from app.domain.codes import SYSTEM_LABEL, CodeSystem, format_code
from app.domain.concept import Concept, RecognisedCodebook
from app.domain.errors import AppError, CodebookFileError
from app.domain.title_likeness import are_alike, is_copied
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl

#: Concepts between two reports of progress.
_STEP = 1_000
_COLUMNS = ["code", "verdict", "reason", "system", "title"]
#: The level that a code without a parent stands below.
_TOP = "överst"


class Verdict(StrEnum):
    """What a person found when reading two titles with no word in common."""

    SAME = "same"
    #: Our title says less than the official one.
    NARROWER = "narrower"
    #: Our title says more than the official one.
    BROADER = "broader"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with the starter title that it was given on; another title voids it."""

    verdict: Verdict
    title: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A code for which the starter edition says one thing and the official edition another."""

    code: str
    starter: str
    official: str


@dataclass(frozen=True, slots=True)
class SystemCheck:
    """What the comparison of one code system found, each list in the order of the starter file."""

    system: CodeSystem
    #: The official edition, as a person names it.
    official: str
    #: Codes, headings and chapters in the starter edition.
    codes: int
    #: Codes that the official edition does not have.
    missing: tuple[str, ...] = ()
    wrong_marks: tuple[Disagreement, ...] = ()
    #: Codes at another level, or below another code.
    misplaced: tuple[Disagreement, ...] = ()
    #: Titles with no word in common that nobody has judged.
    unjudged: tuple[Disagreement, ...] = ()
    #: Judged titles that have been worded anew since: the title now, and the one judged.
    reworded: tuple[Disagreement, ...] = ()
    #: Judged codes that the starter or the official edition no longer has.
    gone: tuple[str, ...] = ()
    #: Long titles that are the official wording.
    copied: tuple[Disagreement, ...] = ()
    #: Titles with no word in common that a person has judged.
    judged: int = 0

    @property
    def existing(self) -> int:
        """Number of starter codes that the official edition has."""
        return self.codes - len(self.missing)

    @property
    def share_existing(self) -> float:
        """Part of the starter codes that the official edition has, 0 to 1."""
        return self.existing / self.codes if self.codes else 1.0

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        faults = (self.missing, self.wrong_marks, self.misplaced, self.unjudged, self.reworded)
        return not any((*faults, self.gone, self.copied))


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found, one check for each system that has an official edition."""

    systems: tuple[SystemCheck, ...]
    #: Swedish sentences about what was not compared.
    remarks: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found in any system."""
        return all(check.is_clean for check in self.systems)


@dataclass(slots=True)
class _Official:
    """What official editions were found, and what could not be used."""

    books: list[RecognisedCodebook] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def check_starter(
    app: AppContext,
    starter_folder: Path,
    against: Sequence[Path],
    review_file: Path,
    control: JobControl = NO_CONTROL,
) -> CheckReport:
    """Compare the starter edition with the official codebooks in the folders `against`.

    Their subfolders are looked in as well, two deep (`icd10se/2022`). Of several editions of a
    system the newest is used that has at least as many codes as the starter edition: a file
    with a few sample rows is no edition. `review_file` holds the titles that are judged; a
    verdict on a title that has been worded anew since does not count.

    Raises:
        CodebookFileError: the starter edition or the review file cannot be used, or a path does
            not exist.
        AppError: there is no starter edition, or no official codebook.
        Cancelled: the user cancelled.

    """
    control.step(0, 0, "Letar efter kodverk …")
    starters = _starters(app, starter_folder)
    judgements = _read_judgements(review_file)
    found = _find_official(app, against)
    checks = []
    for done, (system, starter) in enumerate(starters.items()):
        control.step(done, len(starters), f"Jämför {SYSTEM_LABEL[system]} …")
        concepts = _read(app, starter, control)
        official = _read_newest(app, found, system, len(concepts), control)
        if official is not None:
            label, by_code = official
            judged = judgements.get(system, {})
            checks.append(_compare(system, label, concepts, by_code, judged))
    if not checks:
        raise _nothing_official(against)
    control.step(len(starters), len(starters), "Klart.")
    return CheckReport(tuple(checks), tuple(found.remarks))


def _starters(app: AppContext, folder: Path) -> dict[CodeSystem, RecognisedCodebook]:
    books = {book.system: book for book in app.readers.recognise([folder]) if book.is_starter}
    if not books:
        text = f"I mappen {folder.name} finns inget övningskodverk."
        raise AppError(f"{text} Ange mappen codebooks, där mappen starter ligger.")
    for system in CodeSystem:
        path = folder / f"{system.value}.tsv"
        if system not in books and path.exists():
            text = f"Filen {path.name} har inte övningskodverkets rubrikrad."
            raise CodebookFileError(f"{text} Rätta den, eller hämta mappen codebooks på nytt.")
    return {system: books[system] for system in CodeSystem if system in books}


def _nothing_official(against: Sequence[Path]) -> AppError:
    names = ", ".join(path.name or str(path) for path in against)
    text = f"I {names} finns inget officiellt kodverk att jämföra med."
    return AppError(f"{text} Ange mappen där filerna från Socialstyrelsen ligger.")


def _find_official(app: AppContext, against: Sequence[Path]) -> _Official:
    found = _Official()
    for root in against:
        found.books += _official_books(app, root)
        for folder in _folders(root, depth=2):
            try:
                found.books += _official_books(app, folder)
            except CodebookFileError as error:
                found.remarks.append(f"Mappen {folder.name} jämfördes inte. {error}")
    return found


def _official_books(app: AppContext, path: Path) -> list[RecognisedCodebook]:
    return [book for book in app.readers.recognise([path]) if not book.is_starter]


def _folders(root: Path, depth: int) -> Iterator[Path]:
    if depth == 0 or not root.is_dir():
        return
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        yield folder
        yield from _folders(folder, depth - 1)


def _read(app: AppContext, book: RecognisedCodebook, control: JobControl) -> list[Concept]:
    concepts = []
    for count, concept in enumerate(app.readers.read(book)):
        if count % _STEP == 0:
            control.step(0, 0, f"Läser {_label(book)} …")
        concepts.append(concept)
    return concepts


def _read_newest(
    app: AppContext, found: _Official, system: CodeSystem, at_least: int, control: JobControl
) -> tuple[str, dict[str, Concept]] | None:
    """Return the newest edition that is no sample; whatever is passed over is remarked on."""
    books = [book for book in found.books if book.system is system]
    for book in sorted(books, key=_age):
        try:
            by_code = {concept.code: concept for concept in _read(app, book, control)}
        except CodebookFileError as error:
            found.remarks.append(f"{_label(book)} jämfördes inte. {error}")
            continue
        if len(by_code) >= at_least:
            return _label(book), by_code
        text = f"{_label(book)} jämfördes inte: filerna har bara {len(by_code)} koder."
        found.remarks.append(text)
    text = f"{SYSTEM_LABEL[system]} jämfördes inte: ingen hel officiell utgåva finns i mappen."
    found.remarks.append(text)
    return None


def _age(book: RecognisedCodebook) -> tuple[int, str]:
    """Sort the newest first; one without a date comes last."""
    return -(book.valid_from or date.min).toordinal(), book.version or ""


def _label(book: RecognisedCodebook) -> str:
    return f"{book.name} {book.version or ''}".strip()


def _compare(
    system: CodeSystem,
    label: str,
    starter: Sequence[Concept],
    official: Mapping[str, Concept],
    judgements: Mapping[str, Judgement],
) -> SystemCheck:
    pairs = [(ours, official[ours.code]) for ours in starter if ours.code in official]
    known = {ours.code for ours, _ in pairs}
    unlike = [pair for pair in pairs if not are_alike(*_titles(pair))]
    reworded = tuple(
        Disagreement(ours.code, ours.title, judgements[ours.code].title)
        for ours, _ in pairs
        if ours.code in judgements and judgements[ours.code].title != ours.title
    )
    return SystemCheck(
        system,
        label,
        codes=len(starter),
        missing=tuple(ours.code for ours in starter if ours.code not in official),
        wrong_marks=tuple(
            Disagreement(ours.code, ours.mark or "–", theirs.mark or "–")
            for ours, theirs in pairs
            if ours.mark is not theirs.mark
        ),
        misplaced=tuple(
            Disagreement(ours.code, _place(ours), _place(theirs))
            for ours, theirs in pairs
            if _place(ours) != _place(theirs)
        ),
        unjudged=tuple(_of_titles(pair) for pair in unlike if pair[0].code not in judgements),
        reworded=reworded,
        gone=tuple(code for code in judgements if code not in known),
        copied=tuple(_of_titles(pair) for pair in pairs if is_copied(*_titles(pair))),
        judged=len(
            {ours.code for ours, _ in unlike if ours.code in judgements}
            - {each.code for each in reworded}
        ),
    )


def _titles(pair: tuple[Concept, Concept]) -> tuple[str, str]:
    return pair[0].title, pair[1].title


def _of_titles(pair: tuple[Concept, Concept]) -> Disagreement:
    return Disagreement(pair[0].code, *_titles(pair))


def _place(concept: Concept) -> str:
    return f"{concept.level.value} under {concept.parent or _TOP}"


def _read_judgements(path: Path) -> dict[CodeSystem, dict[str, Judgement]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        text = f"Filen {path.name} med bedömda titlar kan inte läsas."
        raise CodebookFileError(f"{text} Kontrollera att den finns och är skriven i UTF-8.") from (
            error
        )
    if not lines or lines[0].split("\t") != _COLUMNS:
        text = f"Filen {path.name} saknar rubrikraden {', '.join(_COLUMNS)}."
        raise CodebookFileError(f"{text} Skriv den överst, åtskild med tabb.")
    judgements: dict[CodeSystem, dict[str, Judgement]] = {}
    for number, line in enumerate(lines[1:], start=2):
        system, code, judgement = _read_judgement(path, number, line.split("\t"))
        if code in judgements.setdefault(system, {}):
            raise _row_error(path, number, f"bedömer {code} en gång till. Behåll en av raderna.")
        judgements[system][code] = judgement
    return judgements


def _read_judgement(path: Path, number: int, cells: list[str]) -> tuple[CodeSystem, str, Judgement]:
    if len(cells) != len(_COLUMNS):
        wanted = len(_COLUMNS)
        raise _row_error(path, number, f"har {len(cells)} kolumner. Skriv {wanted}, med tabb.")
    code, verdict, reason, system, title = (cell.strip() for cell in cells)
    if not reason:
        raise _row_error(path, number, "saknar skäl. Skriv varför titlarna betyder samma sak.")
    if not title:
        raise _row_error(path, number, "saknar titel. Skriv den som bedömdes, ur övningskodverket.")
    try:
        kind = CodeSystem(system)
        return kind, format_code(kind, code), Judgement(Verdict(verdict), title)
    except ValueError as error:
        known = ", ".join([*Verdict, *CodeSystem])
        text = f"har okänt omdöme eller kodverk. Skriv något av {known}."
        raise _row_error(path, number, text) from error


def _row_error(path: Path, number: int, text: str) -> CodebookFileError:
    return CodebookFileError(f"Filen {path.name}, rad {number}, {text}")
