"""The commands: `inv --list` shows them, `inv --help NAME` explains one. Each is a thin verb over `pipeline.commands`."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from invoke.collection import Collection
from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from pipeline import benches, commands, editing, publishing
from pipeline.errors import PipelineError
from pipeline.workspace import Options

ROOT = Path(__file__).resolve().parent
PYTHON = sys.executable


@contextmanager
def _ending() -> Iterator[None]:
    """Turn the pipeline's errors into messages and exit codes, and Ctrl-C into a clean stop."""
    try:
        yield
    except PipelineError as error:
        raise Exit(f"error: {error}", error.exit_code) from error
    except KeyboardInterrupt as stop:
        raise Exit("stopped; the next run goes on from here", 130) from stop


def _options(**given: Any) -> Options:
    """Make a run's options; clock and folder enter here."""
    return Options(root=ROOT, today=datetime.datetime.now(datetime.UTC).date().isoformat(), **given)


def _finish(code: int) -> None:
    """Leave with the exit code that a command decided on."""
    if code:
        raise Exit(code=code)


@task
def build(
    c: Context, articles: str = "", site: str = "site", editorial: str = "", settings: str = "", engine: str = "",
    workers: int = 0, cluster: str = "", strict: bool = False, quiet: bool = False, url: str = "",
) -> None:  # fmt: skip
    """Build the site from a folder of articles: read, clean, group, digest, translate, render."""
    with _ending():
        options = _options(articles=articles, editorial=editorial, settings=settings, engine=engine, workers=workers,
                           cluster=cluster, quiet=quiet, url=url)  # fmt: skip
        _finish(commands.build(options, ROOT / site, strict=strict))


@task
def serve(c: Context, articles: str = "", settings: str = "", engine: str = "", port: int = 8000) -> None:
    """Preview the site; rebuilds and reloads when articles, editorial, templates or docs change."""
    with _ending():
        publishing.serve(_options(articles=articles, settings=settings, engine=engine, quiet=True), port)


@task(iterable=["address"])
def fetch(c: Context, address: list[str], articles: str = "", settings: str = "") -> None:
    """Fetch --address (page, feed, or file with a list; repeatable), or what articles/sources.toml lists, politely."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    with _ending():
        _finish(editing.fetch(_options(articles=articles, settings=settings), tuple(address), now))


@task(iterable=["dump"])
def unpack(c: Context, dump: list[str], articles: str = "", settings: str = "") -> None:
    """Make an article file of every row of --dump (JSON, JSON lines, CSV, TSV, saved feed; repeatable)."""
    with _ending():
        _finish(editing.unpack(_options(articles=articles, settings=settings), tuple(dump)))


@task
def clean(
    c: Context, out: str, articles: str = "", raw: str = "", settings: str = "", workers: int = 0, cluster: str = "",
    quiet: bool = False,
) -> None:  # fmt: skip
    """Clean every file and write a JSON row for each: what was kept, removed and rewritten, and why."""
    with _ending():
        options = _options(articles=articles, settings=settings, workers=workers, cluster=cluster, quiet=quiet)
        _finish(commands.clean(options, Path(out), Path(raw) if raw else None))


@task
def stories(
    c: Context, out: str, articles: str = "", editorial: str = "", settings: str = "", workers: int = 0,
    cluster: str = "", quiet: bool = False,
) -> None:  # fmt: skip
    """Group copies, collate them, and write a JSON row for each story with its witnesses and readings."""
    with _ending():
        options = _options(articles=articles, editorial=editorial, settings=settings, workers=workers,
                           cluster=cluster, quiet=quiet)  # fmt: skip
        _finish(commands.stories(options, Path(out)))


@task
def summarise(c: Context, items: str, out: str, max_chars: int = 120, settings: str = "") -> None:
    """Summarise the rows {id, text, title} of a JSONL file in whole sentences up to a length."""
    with _ending():
        commands.summarise(_options(settings=settings), Path(items), Path(out), max_chars)


@task
def translate(
    c: Context, text: str, out: str, engine: str = "", report: str = "", settings: str = "", quiet: bool = False
) -> None:
    """Translate a text file line by line; the report holds engine, state and checks of each line."""
    with _ending():
        options = _options(engine=engine, settings=settings, quiet=quiet)
        commands.translate_file(options, Path(text), Path(out), Path(report) if report else None)


@task(positional=["file"])
def explain(c: Context, file: str, settings: str = "") -> None:
    """Print a file with what left and why, coloured."""
    with _ending():
        editing.explain(_options(settings=settings), Path(file))


@task
def review(c: Context, export: str = "", import_: str = "", articles: str = "", settings: str = "") -> None:
    """Export units for a translator's tool (--export FILE.xlf or .po); take their work into the memory (--import FILE)."""
    with _ending():
        editing.review(_options(articles=articles, settings=settings, quiet=True), export, import_)


@task(iterable=["learn"])
def lexicon(c: Context, learn: list[str], out: str = "", settings: str = "") -> None:
    """Learn spinner substitutions from pairs of files: --learn SPUN=CLEAN, as often as you have pairs."""
    with _ending():
        editing.learn_lexicon(_options(settings=settings), tuple(learn), out)


@task
def terms(
    c: Context, suggest: bool = False, most: int = 40, import_: str = "", articles: str = "", settings: str = ""
) -> None:
    """Suggest terms that the corpus uses often and the termbase lacks (--suggest), or import a TBX file (--import)."""
    with _ending():
        options = _options(articles=articles, settings=settings, quiet=True)
        editing.terms(options, most if suggest else 0, import_)


@task
def model(c: Context, install: str = "", folder: str = "", settings: str = "") -> None:
    """Install a translation model: --install firefox, from the network or from a local --folder."""
    with _ending():
        editing.install_model(_options(settings=settings), install, folder)


@task
def doctor(c: Context, settings: str = "") -> None:
    """Say what is installed, reachable and configured, and what to do about the rest."""
    _finish(commands.doctor(ROOT, settings or "qingyi.toml"))


@task(positional=["room"])
def bench(c: Context, room: str, data: str = "", settings: str = "", scale: str = "") -> None:
    """Measure a room on --data you name: clean, html, group (--scale 1000,10000: its cost), despin, summaries or translate."""
    with _ending():
        benches.bench(_options(settings=settings), room, data, scale)


@task
def deploy(c: Context, site: str = "site", branch: str = "gh-pages", remote: str = "origin", push: bool = True) -> None:
    """Put a built site on a branch for GitHub Pages (the workflow in .github needs no such branch)."""
    with _ending():
        publishing.deploy(ROOT, ROOT / site, branch, remote, push=push)


@task
def screenshots(c: Context, site: str = "site", out: str = "docs/assets/screenshots") -> None:
    """Take the pictures of the README from the built site."""
    c.run(f"{PYTHON} -m tests.browser.screenshots {site} {out}", env={"PYTHONPATH": str(ROOT)})


@task
def reference(c: Context) -> None:
    """Write docs/settings.md from the settings' own docstrings."""
    commands.write_reference(ROOT)


@task
def lock(c: Context) -> None:
    """Renew the lock files with hashes (needs the package uv)."""
    flags = "--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header"
    c.run(f"{PYTHON} -m uv pip compile {flags} pyproject.toml -o requirements.lock")
    c.run(
        f"{PYTHON} -m uv pip compile {flags} -c requirements.lock pyproject.toml --group dev -o requirements-dev.lock"
    )


@task
def test(c: Context, options: str = "") -> None:
    """Run every test; browser tests use the system's Chromium, which is installed where we may."""
    commands.ensure_browser(required=bool(os.environ.get("CI")))
    c.run(f"{PYTHON} -m pytest {options}", pty=sys.stdout.isatty())


@task
def check(c: Context) -> None:
    """Check format, lint, types, the settings reference, and the documentation site, strictly."""
    c.run(f"{PYTHON} -m ruff format --check --quiet .")
    c.run(f"{PYTHON} -m ruff check --quiet .")
    c.run(f"{PYTHON} -m mypy")
    with _ending():
        commands.write_reference(ROOT, check=True)
        publishing.build_manual(ROOT)


@task(name="clean-cache")
def clean_cache(c: Context) -> None:
    """Delete every stored result and generated page; the next build computes all anew."""
    commands.clean_cache(ROOT)


ns = Collection.from_module(sys.modules[__name__])
