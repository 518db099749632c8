"""Progress of long work: a bar with rate and time left on a terminal, a line now and then elsewhere, nothing when quiet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

T = TypeVar("T")
_PLAIN_LINES = 4


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "")


@dataclass(frozen=True, slots=True)
class Reporter:
    """Say how far the work is."""

    console: Console
    quiet: bool = False

    def track(self, name: str, items: Iterable[T], total: int) -> Iterator[T]:
        """Yield the items and show how many of `total` are done."""
        if self.quiet or not total:
            yield from items
        elif self.console.is_terminal:
            yield from self._bar(name, items, total)
        else:
            yield from self._lines(name, items, total)

    def note(self, text: str) -> None:
        """Print one line unless quiet."""
        if not self.quiet:
            self.console.print(text, highlight=False, markup=False)

    def _bar(self, name: str, items: Iterable[T], total: int) -> Iterator[T]:
        columns = (SpinnerColumn(), TextColumn("{task.description:20}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, _Rate(), TimeRemainingColumn(), console=self.console, transient=True) as progress:
            task = progress.add_task(name, total=total)
            for item in items:
                yield item
                progress.advance(task)

    def _lines(self, name: str, items: Iterable[T], total: int) -> Iterator[T]:
        step = max(1, -(-total // _PLAIN_LINES)) if total >= 2 * _PLAIN_LINES else total
        for done, item in enumerate(items, start=1):
            yield item
            if done % step == 0 or done == total:
                self.note(f"{name}: {done} of {total}")
