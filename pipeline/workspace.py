"""What one run works with: settings, store, executor, reporter and what people decided, passed to every stage.

Clock, environment and terminal enter here and nowhere else. `results` is the one place where work is looked up, run and kept.
"""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from pipeline import editorial, settings
from pipeline.editorial import Overrides
from pipeline.executors import InProcess, LocalProcesses, executor, run_ordered
from pipeline.progress import Reporter
from pipeline.settings import Settings
from pipeline.store import Store, opened

_ONLINE_HOST = ("translate.google.com", 443)
_PROBE_TIMEOUT_S = 2.0
_WORTH_PROCESSES_JOBS = 24
"""Fewer jobs are done sooner in process than new processes need to start (about 2 s each with their dictionaries)."""


class Job(NamedTuple):
    """Describe one piece of work whose result is stored under `key`."""

    key: str
    payload: Callable[[], bytes]
    """Makes the input when the job's turn comes, so that waiting jobs cost no memory."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Count what was done in this run and what was found done."""

    ran: Counter[str] = field(default_factory=Counter)
    reused: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    """Figures for the closing table."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Hold everything that one run works with."""

    root: Path
    """Project folder; relative paths of the settings start here."""
    articles: Path
    editorial: Path
    settings: Settings
    store: Store
    pool: Executor
    reporter: Reporter
    overrides: Overrides
    today: str
    """ISO 8601 date of the run, the only clock."""
    reachable: bool = False
    """The online engine is wanted and its host answers; part of the keys of translations, so that a run made without the
    network does not keep its gloss for good."""
    tally: Tally = field(default_factory=Tally)

    def results(self, stage: str, jobs: Sequence[Job], function: Callable[[bytes], bytes]) -> None:
        """Make sure that the store holds every job's result; only what is missing is run."""
        missing = list({job.key: job for job in jobs if not self.store.has(job.key)}.values())
        self.tally.ran[stage] += len(missing)
        self.tally.reused[stage] += len(jobs) - len(missing)
        values = run_ordered(self._pool_for(len(missing)), function, (job.payload() for job in missing))
        for job, value in zip(missing, self.reporter.track(stage, values, len(missing)), strict=True):
            self.store.put(job.key, value)

    def _pool_for(self, jobs: int) -> Executor:
        small = isinstance(self.pool, LocalProcesses) and jobs < _WORTH_PROCESSES_JOBS
        return InProcess() if small else self.pool


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Hold what a command line may set for one run; "" and 0 keep the settings' values."""

    root: Path
    today: str
    articles: str = ""
    editorial: str = ""
    settings: str = ""
    engine: str = ""
    workers: int = 0
    cluster: str = ""
    quiet: bool = False
    store: str = ""
    url: str = ""
    """Address that the site will have; the settings' own wins."""
    network: bool | None = None
    """Whether the host of the online engine answered lately; None to ask it, which takes seconds where nothing answers."""


def settings_of(options: Options) -> Settings:
    """Read the settings file and lay the command line over it; raises SettingsError as `settings.load` does."""
    loaded = settings.load(options.root / (options.settings or "qingyi.toml"))
    if options.engine:
        loaded = replace(loaded, translate=replace(loaded.translate, engine=options.engine))
    if options.url and not loaded.site.url:
        loaded = replace(loaded, site=replace(loaded.site, url=options.url))
    return loaded


@contextmanager
def workspace(options: Options) -> Iterator[Workspace]:
    """Open a workspace and close its store and executor at the end.

    The folder's own overrides apply to the articles folder of the settings; another folder given with `articles` has none
    unless `editorial` names them too, since overrides speak of files by name.
    """
    chosen = settings_of(options)
    folder = options.root / (options.editorial or chosen.run.editorial)
    own = bool(options.editorial) or not options.articles
    overrides = editorial.load(folder / "overrides.toml") if own else Overrides()
    console = Console(stderr=True)
    with (
        opened(options.root / (options.store or chosen.run.store)) as store,
        executor(options.workers or chosen.run.workers, options.cluster) as pool,
    ):
        yield Workspace(
            root=options.root,
            articles=options.root / (options.articles or chosen.run.articles),
            editorial=folder,
            settings=chosen,
            store=store,
            pool=pool,
            reporter=Reporter(console, options.quiet),
            overrides=overrides,
            today=options.today,
            reachable=_wants_online(chosen) and (answers_online() if options.network is None else options.network),
        )


def _wants_online(chosen: Settings) -> bool:
    wanted = chosen.translate
    return wanted.engine == "auto" and "online" in wanted.auto_order and wanted.online_service == "google"


def answers_online() -> bool:
    """Tell whether the host of the online engine takes a connection; nothing is sent."""
    try:
        socket.create_connection(_ONLINE_HOST, timeout=_PROBE_TIMEOUT_S).close()
    except OSError:
        return False
    return True
