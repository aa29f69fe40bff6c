"""What may be typed, and what is said when it cannot be understood."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.cli import main
from app.cli.arguments import build_parser
from app.cli.options import Command
from app.cli.swedish import swedish_refusal
from tests.cli.conftest import Kodklar

COMMANDS = (
    ("demo",),
    ("selftest",),
    ("codebook",),
    ("codebook", "import"),
    ("codebook", "list"),
    ("codebook", "diff"),
    ("codebook", "show"),
    ("codebook", "activate"),
    ("codebook", "retire"),
    ("codebook", "remove"),
    ("codebook", "export"),
    ("kodserver",),
    ("kodserver", "import"),
    ("kodserver", "list"),
    ("kodserver", "combination"),
    ("kodserver", "combination", "import"),
    ("kodserver", "combination", "list"),
    ("kodserver", "combination", "check"),
    ("local-list",),
    ("local-list", "preview"),
    ("local-list", "import"),
    ("local-list", "list"),
    ("local-list", "remove"),
    ("region",),
    ("region", "import"),
    ("region", "list"),
    ("region", "export"),
    ("intake",),
    ("worklist",),
    ("search",),
    ("review",),
    ("summary",),
    ("favourite",),
    ("favourite", "list"),
    ("favourite", "add"),
    ("favourite", "remove"),
    ("template",),
    ("template", "list"),
    ("template", "save"),
    ("template", "apply"),
    ("template", "rename"),
    ("template", "remove"),
    ("rules",),
    ("identity",),
)
ENGLISH = re.compile(
    r"\b(usage|options?:|positional|optional|arguments:|show this|message|exit|invalid|choose|"
    r"required|expected|unrecognized|the following|error)\b"
)
RUNNABLE = (
    ("demo",),
    ("selftest",),
    ("codebook", "import", "x"),
    ("codebook", "list"),
    ("codebook", "diff", "a", "b"),
    ("codebook", "show", "x"),
    ("codebook", "activate", "x"),
    ("codebook", "retire", "x"),
    ("codebook", "remove", "x"),
    ("codebook", "export", "x", "--out", "y"),
    ("kodserver", "import", "btyp", "x"),
    ("kodserver", "list"),
    ("kodserver", "combination", "import", "x"),
    ("kodserver", "combination", "list"),
    ("kodserver", "combination", "check", "a", "b", "c"),
    ("local-list", "preview", "x"),
    (
        "local-list",
        "import",
        "x",
        "--name",
        "n",
        "--system",
        "s",
        "--version",
        "1",
        "--valid-from",
        "2024-01-01",
    ),
    ("local-list", "list", "x", "y"),
    ("local-list", "remove", "x"),
    ("region", "import", "x"),
    ("region", "list"),
    ("region", "export", "x"),
    ("intake", "x"),
    ("worklist",),
    ("search", "x"),
    ("review", "x"),
    ("summary", "x", "--out", "y"),
    ("favourite", "list", "--person", "n"),
    ("favourite", "add", "kva", "x", "--person", "n"),
    ("favourite", "remove", "kva", "x", "--person", "n"),
    ("template", "list"),
    ("template", "save", "x", "n"),
    ("template", "apply", "x", "n"),
    ("template", "rename", "n", "m"),
    ("template", "remove", "n"),
    ("rules",),
    ("rules", "--statistics"),
    ("rules", "--pdf", "x"),
    ("identity", "x"),
    (),
)


@pytest.mark.parametrize("command", [(), *COMMANDS])
def test_help_is_swedish(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*command, "--help"])

    text = capsys.readouterr().out
    assert left.value.code == 0
    assert text.startswith(f"användning: {' '.join(('kodklar', *command))}")
    assert text.count("användning") == 1
    assert "visa den här hjälpen" in text
    assert not ENGLISH.search(text), ENGLISH.search(text)


@pytest.mark.parametrize("words", RUNNABLE, ids=" ".join)
def test_every_command_has_a_function_behind_it(words: tuple[str, ...]) -> None:
    command: Command = build_parser().parse_args(list(words)).command

    assert callable(command.load())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nonsens"], "nonsens är inget giltigt val för KOMMANDO"),
        (["codebook"], "import|list|diff saknas"),
        (["summary"], "saknas"),
        (["summary", "e1"], "--out saknas"),
        (["intake"], "FIL saknas"),
        (["search", "--limit"], "--limit behöver ett värde"),
        (["search", "--limit", "0", "x"], "ett heltal som är minst 1"),
        (["search", "--limit", "²", "x"], "ett heltal som är minst 1"),
        (["search", "--date", "igår", "x"], "igår är inte ett datum, skriv ÅÅÅÅ-MM-DD"),
        (["search", "--system", "snomed", "x"], "välj bland icd10se, kva, atc"),
        (["search", "--bogus", "x"], "--bogus är okänt"),
        (["search", "--lim", "3", "x"], "är okänt"),
        (["rules", "--json", "--markdown"], "--markdown går inte ihop med --json"),
        (["rules", "--json=ja"], "--json tar inget värde"),
        (["rules", "--statistics", "--pdf", "x"], "--pdf går inte ihop med --statistics"),
        (["codebook", "list", "x"], "x är okänt"),
    ],
)
def test_a_usage_error_is_one_swedish_sentence(
    kodklar: Kodklar, words: list[str], told: str
) -> None:
    answer = kodklar(*words)

    assert answer.is_one_sentence()
    assert told in answer.err
    assert not ENGLISH.search(answer.err)
    assert "--help" in answer.err


def test_what_argparse_may_say_tomorrow_is_still_told_in_swedish() -> None:
    assert swedish_refusal("something entirely new") == "argumenten stämmer inte"


@pytest.mark.parametrize(
    "words",
    [
        ["--data-dir", "A", "codebook", "list"],
        ["codebook", "--data-dir", "A", "list"],
        ["codebook", "list", "--data-dir", "A"],
        ["codebook", "list", "--data-dir=A"],
        ["--data-dir", "B", "codebook", "--data-dir", "C", "list", "--data-dir", "A"],
    ],
)
def test_the_data_folder_may_be_named_anywhere_and_the_last_one_counts(words: list[str]) -> None:
    assert build_parser().parse_args(words).data_dir == Path("A")


def test_options_may_stand_between_the_words() -> None:
    args = build_parser().parse_args(
        ["search", "--data-dir", "A", "akut", "--limit", "3", "hjärtinfarkt", "--json"]
    )

    assert (args.text, args.limit, args.json) == (["akut", "hjärtinfarkt"], 3, True)


def test_a_word_that_begins_with_a_dash_comes_after_two() -> None:
    assert build_parser().parse_args(["search", "--limit", "3", "--", "-x"]).text == ["-x"]


def test_the_system_may_be_written_in_capitals() -> None:
    assert build_parser().parse_args(["search", "x", "--system", "ICD10SE"]).system == "icd10se"
