"""`kodklar local-list`: look at a file, import it as a local list, list codes, remove it."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

from app.cli.output import print_json, print_table, progress
from app.domain.errors import AppError
from app.domain.list_words import format_count, format_day, format_guess
from app.domain.local_list import ColumnMapping, ListPreview, LocalList
from app.services.context import AppContext
from app.services.local_lists import (
    import_local_list,
    list_local_codes,
    list_local_lists,
    preview_local_list,
    remove_local_list,
)


def preview(app: AppContext, args: argparse.Namespace) -> int:
    """Print what a file looks like, and which column is guessed to be what."""
    found = preview_local_list(app, args.path)
    if args.json:
        print_json(_preview_json(found))
        return 0
    rows = format_count(found.row_count, "rad", "rader")
    print(f"{found.file_name}: {found.encoding}, {found.separator}, {rows}.")
    print(format_guess(found))
    headers = [f"{n} {name}" for n, name in enumerate(found.header, start=1)]
    print_table(headers, found.rows, "Inga rader.")
    return 0


def read(app: AppContext, args: argparse.Namespace) -> int:
    """Import a list; columns that are not given are guessed."""
    report = import_local_list(
        app,
        args.path,
        _mapping(preview_local_list(app, args.path), args),
        name=args.name,
        system_label=args.system,
        version=args.version,
        valid_from=args.valid_from,
        control=progress(),
    )
    if args.json:
        already = {"already_imported": report.already_imported}
        print_json(_list_json(report.local_list) | already | {"written_as": report.written_as})
        return 0
    if not report.already_imported:
        done = report.local_list
        codes = format_count(done.rows, "kod inläst", "koder inlästa")
        print(f"{done.label} ({done.id}): {codes} ({report.written_as}).")
    for warning in report.warnings:
        print(warning)
    return 0


def show(app: AppContext, args: argparse.Namespace) -> int:
    """Print the lists, or the codes of one."""
    if args.list_id is None:
        return _show_lists(app, as_json=args.json)
    codes = list_local_codes(app, args.list_id, args.text, limit=args.limit)
    if args.json:
        for code in codes:
            day = format_day(code.valid_from) or None
            print_json({"code": code.code, "text": code.text, "valid_from": day})
        return 0
    rows = [(code.code, code.text, format_day(code.valid_from)) for code in codes]
    print_table(("kod", "text", "gäller från"), rows, "Inga koder.")
    return 0


def remove(app: AppContext, args: argparse.Namespace) -> int:
    """Take a list away."""
    remove_local_list(app, args.list_id)
    print(f"Listan {args.list_id} är borttagen.")
    return 0


def _show_lists(app: AppContext, *, as_json: bool) -> int:
    lists = list_local_lists(app)
    if as_json:
        for each in lists:
            print_json(_list_json(each))
        return 0
    rows = [
        (each.id, each.system_label, each.label, each.valid_from.isoformat(), str(each.rows))
        for each in lists
    ]
    headers = ("id", "kodverk", "lista", "gäller från", "koder")
    print_table(headers, rows, "Inga lokala listor.")
    return 0


def _mapping(found: ListPreview, args: argparse.Namespace) -> ColumnMapping:
    guess = found.guess
    if guess is None and (args.code is None or args.text is None):
        text = "Det framgår inte vilka kolumner som är kod och text."
        raise AppError(f"{text} Ange dem med --code och --text, till exempel --code 1 --text 2.")
    mapping = guess or _by_hand(found)
    given = {"code": args.code, "text": args.text, "valid_from": args.day}
    chosen = {name: n - 1 for name, n in given.items() if n is not None}
    return replace(mapping, **chosen)


def _by_hand(found: ListPreview) -> ColumnMapping:
    return ColumnMapping(0, 1, None, found.has_header, found.separator_sign)


def _preview_json(found: ListPreview) -> dict[str, Any]:
    guess = found.guess
    return {
        "file": found.file_name,
        "encoding": found.encoding,
        "separator": found.separator,
        "has_header": found.has_header,
        "header": list(found.header),
        "rows": [list(row) for row in found.rows],
        "row_count": found.row_count,
        "code": guess.code + 1 if guess else None,
        "text": guess.text + 1 if guess else None,
        "day": guess.valid_from + 1 if guess and guess.valid_from is not None else None,
    }


def _list_json(local_list: LocalList) -> dict[str, Any]:
    return {
        "id": local_list.id,
        "name": local_list.name,
        "system": local_list.system_label,
        "version": local_list.version,
        "valid_from": local_list.valid_from.isoformat(),
        "rows": local_list.rows,
        "file": local_list.source.name,
        "sha256": local_list.source.sha256,
    }
