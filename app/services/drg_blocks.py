"""Lines of a file of contacts, grouped and written, here or in a process that does nothing else.

Such a process begins by importing this module, so it leaves out storage and all that stands on it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar, NamedTuple

from app.exchange.drg_answers import GroupedLine
from app.exchange.drg_cases import CaseLine, CaseReader
from app.exchange.line_blocks import LineBlock
from app.grouper.engine import Grouper
from app.grouper.explanation import explain
from app.grouper.packed import pack, unpack

#: Writes what came of a line, with its end; a function of a module.
Tell = Callable[[GroupedLine], str]
_FOR_WORKERS = "workers"


class ToldBlock(NamedTuple):
    """What came of some lines."""

    #: As it is to be printed.
    text: str
    #: How many contacts were grouped, and how many lines could not be.
    grouped: int
    failed: int
    #: What is odd about contacts that were grouped all the same, with file and row.
    remarks: tuple[str, ...] = ()


class Task(NamedTuple):
    """What is done with every block of a file."""

    reader: CaseReader
    tell: Tell
    with_explanation: bool


#: A block of lines goes between processes in a plain tuple: of the file, number and text.
PlainBlock = tuple[Task, int, str]


def group_block(grouper: Grouper, task: Task, block: LineBlock) -> ToldBlock:
    """Group and write the contacts of some lines."""
    group = _explained if task.with_explanation else _grouped
    told, failed, remarks = [], 0, []
    for line in task.reader.read_block(block):
        answer = group(grouper, line)
        failed += answer.outcome is None
        if answer.remark:
            remarks.append(answer.remark)
        told.append(task.tell(answer))
    return ToldBlock("".join(told), len(told) - failed, failed, tuple(remarks))


def keep_for_processes(grouper: Grouper, path: Path) -> None:
    """Write what every grouping process begins by reading."""
    path.write_bytes(pack(grouper.tables, _FOR_WORKERS))


class _Process:
    """What a grouping process holds."""

    grouper: ClassVar[Grouper]


def begin_process(needed: Path) -> None:
    """Make a process ready to group."""
    _Process.grouper = Grouper(unpack(needed.read_bytes(), _FOR_WORKERS))
    # The tables live as long as the process: the collector need not visit them.
    gc.collect()
    gc.freeze()


def group_in_process(plain: PlainBlock) -> tuple[str, int, int, tuple[str, ...]]:
    """Group a block in a process that was made ready; the members of its `ToldBlock`."""
    task, number, text = plain
    told = group_block(_Process.grouper, task, LineBlock(number, text))
    return told.text, told.grouped, told.failed, told.remarks


def plain_blocks(task: Task, blocks: Iterator[LineBlock]) -> Iterator[PlainBlock]:
    """Make blocks ready to be sent to a process."""
    return ((task, number, text) for number, text in blocks)


def _grouped(grouper: Grouper, line: CaseLine) -> GroupedLine:
    number, case_id, case, error, remark = line
    if case is None:
        return GroupedLine(number, case_id, error=error)
    return GroupedLine(number, case_id, grouper.group(case), None, "", remark)


def _explained(grouper: Grouper, line: CaseLine) -> GroupedLine:
    if line.case is None:
        return _grouped(grouper, line)
    told = explain(grouper, line.case)
    return GroupedLine(line.number, line.id, told.outcome, told, remark=line.remark)
