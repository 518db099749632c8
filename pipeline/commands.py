"""What each command does, for `tasks.py` and for anyone who calls the pipeline from a program.

Every function takes a run's `Options` and returns an exit code or nothing; errors travel as `PipelineError`.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rich.console import Console
from rich.table import Table

from pipeline import chromium, digest, reference, stages, translate
from pipeline import doctor as examination
from pipeline.corpus import Corpus
from pipeline.errors import InputError, RenderError, SettingsError
from pipeline.results import document_row, set_aside_row, story_row, write_raw, write_rows
from pipeline.site import PAGES, build_site, render_pages
from pipeline.steps import artefact, document
from pipeline.story import Story
from pipeline.story_steps import answers, memory_of, terms_of
from pipeline.workspace import Options, Workspace, settings_of, workspace


def build(options: Options, site_dir: Path, *, strict: bool = False) -> int:
    """Run the whole road and build the site; returns the exit code."""
    with workspace(options) as space:
        corpus = stages.run(space)
        target = options.root / PAGES / site_dir.name
        rendered = render_pages(corpus, space, target)
        warnings = build_site(space, target, site_dir, strict=strict)
        space.tally.counts["pages written"] = rendered.written
        for note in (*rendered.notes, *warnings):
            space.reporter.note(note)
        return _closing(corpus, space, site_dir)


def _closing(corpus: Corpus, space: Workspace, site_dir: Path | None = None) -> int:
    """Print the closing table and choose the exit code: 4 if a file was set aside that nobody acknowledged."""
    acknowledged = {item.path for item in space.overrides.set_aside}
    unread = [item for item in corpus.set_aside if item.path not in acknowledged]
    if not space.reporter.quiet:
        table = Table(title="Qingyi", show_header=False)
        names = ("files", "documents", "set aside", "stories", "merged", "sentences", "reviewed", "machine", "fuzzy")
        for name in (*names, "needs-review", "failed", "flagged", "pages written"):
            if name in space.tally.counts:
                table.add_row(name, str(space.tally.counts[name]))
        ran = ", ".join(f"{name} {count}" for name, count in sorted(space.tally.ran.items()) if count)
        table.add_row("computed anew", ran or "nothing")
        if site_dir is not None:
            table.add_row("site", str(site_dir))
        space.reporter.console.print(table)
    for item in unread:
        space.reporter.note(f"set aside: {item.path}: {item.reason.removeprefix(item.path + ': ')}")
    return InputError.exit_code if unread else 0


def clean(options: Options, out: Path, raw: Path | None) -> int:
    """Clean every file and write a row for each, in path order; `raw` is a folder for the raw texts."""

    def rows(corpus: Corpus, space: Workspace) -> Iterator[tuple[str, dict[str, Any]]]:
        for item in corpus.set_aside:
            yield item.path, set_aside_row(item)
        for record in corpus.documents:
            doc = document(space, record)
            if raw is not None:
                write_raw(raw, record.path, doc)
            yield record.path, document_row(record.path, doc)

    with workspace(options) as space:
        corpus = stages.run(space, upto="clean.labels")
        order = sorted([item.path for item in corpus.set_aside] + [record.path for record in corpus.documents])
        write_rows(out, _in_order(rows(corpus, space), order))
        return _closing(corpus, space)


def _in_order(rows: Iterator[tuple[str, dict[str, Any]]], order: list[str]) -> Iterator[dict[str, Any]]:
    """Merge two path-ordered runs of rows; only rows that came early are held."""
    early: dict[str, dict[str, Any]] = {}
    for path in order:
        while path not in early:
            found, row = next(rows)
            early[found] = row
        yield early.pop(path)


def stories(options: Options, out: Path) -> int:
    """Group and collate, and write a row for each story."""
    with workspace(options) as space:
        corpus = stages.run(space, upto="group.collate")
        write_rows(out, (story_row(artefact(space, record.key, Story)) for record in corpus.stories))
        return _closing(corpus, space)


def summarise(options: Options, items: Path, out: Path, max_chars: int) -> None:
    """Summarise each row of a JSONL file; raises SettingsError naming the line that is no item."""
    settings = settings_of(options).digest

    def rows() -> Iterator[dict[str, Any]]:
        for number, line in enumerate(_lines(items), start=1):
            item = _item(line, f"{items}:{number}")
            start = time.perf_counter()
            summary = digest.summarise(item["text"], item.get("title") or "", max_chars, settings)
            seconds = time.perf_counter() - start
            spans = [list(span) for span in summary.spans]
            yield {"id": item["id"], "summary": summary.text, "sentences": spans, "seconds": round(seconds, 6)}

    write_rows(out, rows())


def _lines(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text("utf-8").split("\n") if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error


def _item(line: str, where: str) -> dict[str, Any]:
    try:
        item = json.loads(line)
    except json.JSONDecodeError as error:
        raise SettingsError(f"{where}: not JSON: {error}") from error
    if not isinstance(item, dict) or "id" not in item or not isinstance(item.get("text"), str):
        raise SettingsError(f"{where}: an item needs id and text")
    return item


def translate_file(options: Options, text: Path, out: Path, report: Path | None) -> None:
    """Translate a file line by line, same number of lines; the report names engine, state and checks of each."""
    try:
        lines = text.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{text}: {error}") from error
    if lines and not lines[-1]:
        lines.pop()
    with workspace(options) as space, translate.Chain(space.settings.translate) as chain:
        known, store_answer = answers(space)
        memory, terms, settings = memory_of(space), terms_of(space), space.settings.translate
        units = translate.lines(lines, chain, memory, terms, settings, store_answer=store_answer, known=known)
        out.write_text("".join(f"{' '.join(unit.target.split())}\n" for unit in units), "utf-8")
        for name, problem in chain.problems.items():
            space.reporter.note(f"engine {name} did not serve: {problem}")
    if report is not None:
        rows = [
            {"source": unit.source, "target": unit.target, "state": unit.state, "engine": unit.engine,
             "checks": list(unit.checks), "note": unit.note}
            for unit in units
        ]  # fmt: skip
        report.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")


def doctor(root: Path, settings_file: str) -> int:
    """Print what is installed, reachable and configured; returns 1 if something will fail."""
    findings = examination.examine(root, settings_file)
    console = Console()
    table = Table("", "state", "", "what to do")
    colours = {"ok": "green", "absent": "yellow", "wrong": "red"}
    for finding in findings:
        state = f"[{colours[finding.state]}]{finding.state}[/]"
        table.add_row(finding.subject, state, finding.detail, finding.remedy)
    console.print(table)
    return int(any(finding.state == "wrong" for finding in findings))


def write_reference(root: Path, *, check: bool = False) -> None:
    """Write docs/settings.md, or with `check` raise RenderError if it is out of date."""
    env = Environment(
        loader=FileSystemLoader(root / "templates"), undefined=StrictUndefined, keep_trailing_newline=True
    )
    text = env.get_template("settings.md.j2").render(tables=reference.tables())
    page = root / "docs" / "settings.md"
    if not check:
        page.write_text(text, "utf-8")
    elif not page.exists() or page.read_text("utf-8") != text:
        raise RenderError("docs/settings.md is out of date; run `inv reference`")


def ensure_browser(*, required: bool) -> None:
    """Find or install a Chromium; raises SettingsError where one is required and cannot be had."""
    path = chromium.ensure()
    console = Console(stderr=True)
    if not path and required:
        raise SettingsError("no Chromium, and it could not be installed; the browser tests must run here")
    if not path:
        console.print("[bold red]No Chromium found and none could be installed: the browser tests will be SKIPPED.[/]")


def clean_cache(root: Path) -> None:
    """Delete the store and the rendered pages."""
    shutil.rmtree(root / ".qingyi", ignore_errors=True)
