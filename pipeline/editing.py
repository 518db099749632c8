"""The commands of people who correct a digest: explain, review, terms, lexicon, models, and bringing in what to read."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline import group, ingest, lexicon, stages
from pipeline.clean import clean
from pipeline.clean.explain import explain as explained
from pipeline.corpus import Corpus
from pipeline.document import Document
from pipeline.errors import InputError, SettingsError
from pipeline.ingest.fetch import fetch as fetch_all
from pipeline.ingest.fetch_client import Clock
from pipeline.ingest.fetch_sources import wishes
from pipeline.ingest.unpack import unpack as unpack_dump
from pipeline.steps import artefact
from pipeline.story import Bilingual, Story
from pipeline.story_steps import terms_of
from pipeline.termbase import Termbase
from pipeline.translate import review as reviewing
from pipeline.translate.engines import firefox
from pipeline.translate.suggest import suggest
from pipeline.workspace import Options, Workspace, settings_of, workspace

_REVIEWER = "reviewer"


def read_one(options: Options, file: Path) -> Document:
    """Read and clean one file wherever it lies; raises InputError if it is no article."""
    chosen = settings_of(options)
    sidecar = file.with_suffix(".toml")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: {error.strerror or error}") from error
    extra = sidecar.read_bytes() if sidecar.is_file() and sidecar != file else None
    doc = ingest.read(file.name, data, extra, chosen.ingest)
    return clean(doc, frozenset(), chosen.clean).verify()


def explain(options: Options, file: Path) -> None:
    """Print a file with what left and why; what only other files of the corpus reveal is not shown."""
    Console().print(explained(read_one(options, file)))


def fetch(options: Options, wanted: Sequence[str], now: str) -> int:
    """Fetch addresses, lists and feeds into the articles folder; returns 4 if one of them failed.

    Without any, the folder's own `sources.toml` says what to fetch. Raises SettingsError if there is none.
    """
    chosen = settings_of(options)
    folder = options.root / (options.articles or chosen.run.articles)
    own = folder / "sources.toml"
    if not wanted and not own.is_file():
        raise SettingsError(f"nothing to fetch: give addresses, or list them in {own}")
    clock = Clock(time.monotonic, time.sleep)
    done = fetch_all(wishes(wanted or [str(own)]), folder, chosen.fetch, now, clock)
    console = Console()
    for item in done:
        if item.outcome == "failed":
            console.print(f"failed: {item.url}: {item.reason}", markup=False, highlight=False)
    counts = Counter(item.outcome for item in done)
    console.print(", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "nothing new")
    return InputError.exit_code if counts["failed"] else 0


def unpack(options: Options, dumps: Sequence[str]) -> int:
    """Make article files of the rows of dumps; returns 4 if a row had no text or a dump could not be read."""
    if not dumps:
        raise SettingsError("name a dump: `inv unpack --dump FILE.jsonl` (or .json, .csv, .tsv, a saved feed)")
    folder = options.root / (options.articles or settings_of(options).run.articles)
    console, counts = Console(), Counter[str]()
    for dump in dumps:
        for item in unpack_dump(Path(dump), folder):
            counts[item.outcome] += 1
            if item.outcome == "failed":
                console.print(f"failed: {item.place}: {item.reason}", markup=False, highlight=False)
    console.print(", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "no rows")
    return InputError.exit_code if counts["failed"] else 0


def _bilinguals(corpus: Corpus, space: Workspace) -> Iterator[tuple[str, Bilingual]]:
    for record in corpus.stories:
        yield artefact(space, record.key, Story).title, artefact(space, record.bilingual_key, Bilingual)


def review(options: Options, export: str, taken: str) -> None:
    """Write what needs review to a file, or take a reviewed file into the memory.

    Raises SettingsError if neither file is named, or one cannot be read as what its name says.
    """
    if not export and not taken:
        raise SettingsError("name a file: `inv review --export FILE.xlf` or `inv review --import FILE.xlf` (or .po)")
    with workspace(options) as space:
        items = reviewing.queue(list(_bilinguals(stages.run(space), space)), with_reviewed=bool(taken))
        console = Console()
        if export:
            count = reviewing.export_review(items, Path(export))
            console.print(f"{count} units to review in {export}, the most needed first")
        if taken:
            stamp = space.today.replace("-", "") + "T000000Z"
            found = reviewing.import_review(Path(taken), items, _REVIEWER, stamp)
            size = reviewing.remember(space.editorial / "memory.tmx", found.entries)
            for problem in found.problems:
                console.print(problem, markup=False)
            console.print(f"{len(found.entries)} taken, {found.unchanged} unchanged; the memory holds {size}")


def terms(options: Options, most: int, taken: str) -> None:
    """Suggest terms, or add those of a TBX or TSV file that the termbase lacks."""
    with workspace(options) as space:
        console, own = Console(), terms_of(space)
        if taken:
            merged = own.merged(Termbase.load(Path(taken)).terms)
            added = merged.terms[len(own.terms) :]
            _append_terms(space.editorial / "terms.tsv", merged.terms[len(own.terms) :])
            console.print(f"{len(added)} terms added; {len(merged.terms)} in all")
            return
        texts = [artefact(space, record.key, Story).text for record in stages.run(space, "group.collate").stories]
        table = Table("term", "uses", "stories", "guess", "in context")
        for item in suggest(texts, own, most=most or 40):
            table.add_row(item.zh, str(item.uses), str(item.texts), item.guess, " … ".join(item.contexts))
        console.print(table)


def _append_terms(path: Path, added: Sequence[object]) -> None:
    rows = []
    for term in added:
        cells = [str(getattr(term, name)) for name in ("zh", "en", "pos", "note")]
        rows.append("\t".join(" ".join(cell.split()) for cell in cells) + "\t")
    if not path.exists():
        rows.insert(0, "zh\ten\tpos\tnote\tforbidden")
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{row}\n" for row in rows)


def learn_lexicon(options: Options, given: Sequence[str], out: str) -> None:
    """Learn substitutions from SPUN=CLEAN pairs of files and write the grown lexicon; raises SettingsError for a bad pair."""
    pairs = [pair.split("=", 1) for pair in given]
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise SettingsError("name pairs of files: `inv lexicon --learn SPUN.txt=CLEAN.txt`")
    documents = [[read_one(options, Path(name)) for name in pair] for pair in pairs]
    known = lexicon.pairs()
    marked = [[replace(spun, spun=1.0), replace(plain, spun=0.0)] for spun, plain in documents]
    grown = group.learn(marked, known, settings_of(options).group)
    target = Path(out) if out else lexicon.DATA
    head = "".join(line for line in lexicon.DATA.read_text("utf-8").splitlines(True) if line.startswith("#"))
    target.write_text(head + lexicon.dump(grown), "utf-8")
    Console().print(f"{len(grown) - len(known)} new substitutions, {len(grown)} in all, in {target}")


def install_model(options: Options, name: str, folder: str) -> None:
    """Install a translation model by name; raises SettingsError for a name that is not offered."""
    if name != "firefox":
        raise SettingsError("models that can be installed: firefox (`inv model --install firefox`)")
    chosen = settings_of(options).translate
    target = Path(chosen.firefox_model) if chosen.firefox_model else firefox.default_folder()
    files = firefox.install(target, Path(folder) if folder else None)
    Console().print(f"{len(files)} files in {target}; the engine `firefox` is ready")
