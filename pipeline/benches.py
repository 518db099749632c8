"""`inv bench`: one room measured against its peers in one run, on data that the user names.

The figures of the documentation come from these commands. Peers are test-only packages; timings are CPU seconds of this run
and comparable within it only.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.table import Table

from pipeline import clean, digest, embed, group, ingest, lexicon, translate
from pipeline.document import Document
from pipeline.editorial import Overrides
from pipeline.errors import EngineMissing, SettingsError
from pipeline.group.despin import Spinner, active_families, as_changes, despin, restorations
from pipeline.group.repair import apply
from pipeline.group.substitutions import substitutions
from pipeline.ledger import Ledger, ledger
from pipeline.settings import Settings, TranslateSettings
from pipeline.story_steps import answers, memory_of, terms_of
from pipeline.translate.checks import findings
from pipeline.workspace import Options, settings_of, workspace

_SEED = 7
_MADE_DOCUMENTS = 200
_GROUPED_DOCUMENTS = 2000
_EMBEDDED_COSINE = 0.95
_EMBEDDED_DOCUMENTS = 300
"""The slowest peer sees a few stories only, with all of their copies."""


def bench(options: Options, room: str, data: str, scale: str = "") -> None:
    """Measure a room, or with `scale` the cost of grouping so many documents ("1000,10000").

    Raises SettingsError for an unknown room, data that is not there or a scale out of place, EngineMissing without the peers.
    """
    if room not in BENCHES:
        raise SettingsError(f"no bench {room!r}; benches: {', '.join(BENCHES)}")
    if scale and room != "group":
        raise SettingsError("--scale belongs to `inv bench group`")
    sizes = _sizes(scale)
    where = Path(data)
    if not data or not where.exists():
        raise SettingsError(f"`inv bench {room}` needs --data: {BENCHES[room][1]}")
    try:
        table = _growth(options, where, sizes) if sizes else BENCHES[room][0](options, where)
    except ImportError as error:
        raise EngineMissing(f"the bench needs the development packages ({error.name}); run `make test` once") from error
    Console().print(table)


def _cleaned(settings: Settings, embeddings: str) -> Callable[[str], Ledger]:
    chosen = replace(settings.clean, embeddings=embeddings)

    def run(text: str) -> Ledger:
        doc = ingest.read("made.txt", text.encode("utf-8"), None, settings.ingest)
        return ledger(clean.clean(doc, frozenset(), chosen))

    return run


def _bench_clean(options: Options, data: Path) -> RenderableType:
    from pipeline.evaluate import cleaning
    from pipeline.evaluate.articles import read_articles
    from pipeline.evaluate.cleaning_report import label_table, worst_table

    settings = settings_of(options)
    ours = {name: _cleaned(settings, name) for name in ("never", "unsure")}
    keeps = {name: _kept_by(run) for name, run in ours.items()}
    articles = read_articles([data], _SEED)
    documents = cleaning.made_documents(articles, _MADE_DOCUMENTS, _SEED, "unseen")

    def labels(text: str) -> list[tuple[int, int, str]]:
        return [(entry.start, entry.end, entry.removal.label) for entry in ours["unsure"](text).removed]

    return Group(
        cleaning.bench(articles, keeps, _MADE_DOCUMENTS, _SEED),
        label_table(documents, labels),
        worst_table(documents, keeps["unsure"]),
    )


def _kept_by(run: Callable[[str], Ledger]) -> Callable[[str], Sequence[tuple[int, int]]]:
    return lambda text: run(text).kept


def _bench_html(options: Options, data: Path) -> Table:
    from pipeline.evaluate import html as measured
    from pipeline.evaluate.cleaning import PEERS
    from pipeline.evaluate.html import page_score, summary

    settings = settings_of(options)

    def ours(page: bytes) -> str:
        return clean.clean(ingest.read("page.html", page, None, settings.ingest), frozenset(), settings.clean).text

    golds = {path: path.read_text("utf-8") for path in sorted(data.glob("*.txt")) if path.with_suffix(".html").exists()}
    table = Table("extractor", "P", "R", "F1", f"F1 >= {measured.GOOD_F1}", "pages/CPU s", title=f"{len(golds)} pages")
    extractors: Mapping[str, Callable[[bytes], str]] = {"qingyi": ours, **_page_peers(PEERS)}
    for name, extract in extractors.items():
        scores, start = [], time.process_time()
        texts = {path: extract(path.with_suffix(".html").read_bytes()) for path in golds}
        spent = time.process_time() - start
        scores = [page_score(texts[path], gold) for path, gold in golds.items()]
        total = summary(scores)
        figures = (total.precision, total.recall, total.f1, total.good)
        table.add_row(name, *(f"{figure:.4f}" for figure in figures), f"{len(golds) / max(spent, 1e-9):.1f}")
    return table


def _page_peers(known: Iterable[str]) -> dict[str, Callable[[bytes], str]]:
    import justext
    import lxml.html
    import readability
    import trafilatura

    def by_readability(page: bytes) -> str:
        shown = readability.Document(page.decode("utf-8", "replace")).summary()
        return "\n".join(map(str, lxml.html.fromstring(shown).itertext()))

    def by_justext(page: bytes) -> str:
        limits = {"length_low": 20, "length_high": 60, "stopwords_low": 0.0, "stopwords_high": 0.0}
        found = justext.justext(page.decode("utf-8", "replace"), frozenset(), **limits)
        return "\n".join(item.text for item in found if not item.is_boilerplate)

    def by_trafilatura(page: bytes) -> str:
        return trafilatura.extract(page, favor_precision=True, include_comments=False) or ""

    made = {"trafilatura": by_trafilatura, "readability": by_readability, "justext": by_justext}
    return {name: made[name] for name in known if name in made}


def _bench_group(options: Options, data: Path) -> Table:
    from pipeline.evaluate import grouping
    from pipeline.evaluate.articles import read_articles
    from pipeline.evaluate.copies import generate

    settings = settings_of(options).group

    def ours(documents: Mapping[str, Document]) -> Iterable[Collection[str]]:
        sketches = [group.sketch(doc, settings) for doc in documents.values()]
        return [found.paths for found in group.clusters(sketches, documents.__getitem__, settings, Overrides())]

    samples = generate(read_articles([data], _SEED), _GROUPED_DOCUMENTS, _SEED)
    finders = {"qingyi": ours, **grouping.PEERS}
    table = Table("finder", "documents", "recall", "precision", "CPU s", title="pairs of one story")
    scores = [(name, len(samples), grouping.score(name, samples, finder)) for name, finder in finders.items()]
    few = grouping.sample(samples, _EMBEDDED_DOCUMENTS)
    by_meaning = grouping.embedding(embed.vectors, _EMBEDDED_COSINE)
    scores.append(("embeddings", len(few), grouping.score("embeddings", few, by_meaning)))
    for name, documents, found in scores:
        table.add_row(name, str(documents), f"{found.recall:.4f}", f"{found.precision:.4f}", f"{found.seconds:.1f}")
    return table


def _sizes(scale: str) -> list[int]:
    found = [text.strip() for text in scale.split(",") if text.strip()]
    if not all(text.isdecimal() and int(text) for text in found):
        raise SettingsError(f"--scale wants numbers of documents such as 1000,10000, not {scale!r}")
    return sorted(map(int, found))


def _growth(options: Options, data: Path, sizes: Sequence[int]) -> Table:
    from pipeline.evaluate import growth
    from pipeline.evaluate.articles import read_articles

    settings = settings_of(options).group

    def ours(documents: Iterable[Document], load: Callable[[str], Document]) -> Iterable[Collection[str]]:
        sketches = [group.sketch(doc, settings) for doc in documents]
        return [found.paths for found in group.clusters(sketches, load, settings, Overrides())]

    crowd = growth.Crowd(read_articles([data], _SEED))
    table = Table("documents", "stories", "wrong", "read again", "CPU s", "peak MB", title="grouping as a folder grows")
    for size in sizes:
        row = growth.measure(crowd, size, ours)
        peak = f"{row.peak_bytes / 1e6:.0f}"
        table.add_row(*map(str, (size, row.stories, row.wrong, row.loads)), f"{row.seconds:.1f}", peak)
    return table


def _bench_despin(options: Options, data: Path) -> Table:
    from pipeline.evaluate import despinning

    settings = settings_of(options).group
    pairs = despinning.read_pairs(data)
    whole = "\n".join(spun for spun, _ in pairs)
    families = active_families(whole)
    # What was ever seen in aligned texts may come from this very article, so only general knowledge counts.
    told = [pair for pair in lexicon.pairs() if pair.family in families and not pair.uses]

    def teacher(known: Sequence[lexicon.Pair]) -> despinning.Teach:
        def teach(aligned: Sequence[despinning.Aligned]) -> Callable[[str], str]:
            spinner = Spinner([*lexicon.learned((), substitutions(aligned).elements()), *known], whole)
            return lambda text: apply(text, as_changes(restorations(text, spinner, settings)))

        return teach

    learned, both = (despinning.two_fold(pairs, teacher(known)) for known in ((), told))
    changes = as_changes(despin("\n".join(clean for _, clean in pairs), settings))
    table = Table("lexicon", "first half", "second half", "all", title=f"{len(changes)} changes in the clean text")
    rows = (("none", learned, False), ("the other half", learned, True), ("and general knowledge", both, True))
    for name, folds, is_restored in rows:
        rates = [despinning.error_rate(part, restored=is_restored) for part in ([folds[0]], [folds[1]], folds)]
        table.add_row(name, *(f"{rate:.4f}" for rate in rates))
    return table


def _bench_summaries(options: Options, data: Path) -> Table:
    from pipeline.evaluate import summaries

    settings = settings_of(options).digest
    start = time.process_time()
    report = summaries.bench(
        summaries.load(data), lambda text, title, most: digest.summarise(text, title, most, settings).text
    )
    spent = time.process_time() - start
    table = Table(
        "group", "items", "ours", "opening", title=f"{report.signature}; {spent:.1f} CPU s; faults {report.faults}"
    )
    for row in report.scores:
        table.add_row(row.group, str(row.items), f"{_mean(row.rouge):.2f}", f"{_mean(row.baseline):.2f}")
    return table


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _bench_translate(options: Options, data: Path) -> Table:
    from pipeline.evaluate import translation

    pairs = translation.read_pairs(data)
    with workspace(options) as space:
        terms, settings = terms_of(space), space.settings.translate

        def check(source: str, target: str) -> tuple[str, ...]:
            return tuple(fault.check for fault in findings(source, target, terms, settings))

        engines = {name: _translator(name, options) for name in ("firefox", "draft", "gloss")}
        engines["draft, no adapter"] = _translator("draft", options, adapter="none")
        usable = {name: engine for name, engine in engines.items() if engine is not None}
        table = Table("system", "chrF2++", "BLEU", "faults", title=f"{len(pairs.sources)} sentences")
        for row in translation.score_all(pairs, usable, check):
            table.add_row(row.system, f"{row.chrf:.1f}", f"{row.bleu:.1f}", str(dict(row.faults)))
        for rate in translation.check_rates(pairs, next(iter(pairs.systems), "ref"), check):
            table.add_row(f"checks: {rate.kind}", "", "", f"{rate.flagged} of {rate.texts} flagged ({rate.ratio:.1%})")
    return table


def _translator(name: str, options: Options, adapter: str = "") -> Callable[[Sequence[str]], Sequence[str]] | None:
    """Make a translator of one engine; None if it is not installed. adapter: the draft engine's, "" for the user's choice."""
    chosen = replace(options, engine=name)

    def adapted(settings: TranslateSettings) -> TranslateSettings:
        return replace(settings, adapter=adapter or settings.adapter)

    try:
        with translate.Chain(adapted(settings_of(chosen).translate)) as chain:
            next(iter(chain.engines()))
    except EngineMissing:
        return None

    def run(lines: Sequence[str]) -> Sequence[str]:
        with workspace(chosen) as space:
            settings = adapted(space.settings.translate)
            known, store_answer = answers(space)
            with translate.Chain(settings) as chain:
                done = translate.lines(
                    lines, chain, memory_of(space), terms_of(space), settings, store_answer=store_answer, known=known
                )
            return [unit.target for unit in done]

    return run


BENCHES: Mapping[str, tuple[Callable[[Options, Path], RenderableType], str]] = {
    "clean": (_bench_clean, "a folder of clean articles (.txt) or a .jsonl file, to be polluted by our generator"),
    "html": (_bench_html, "a folder of NAME.html beside NAME.txt, the text that a person kept"),
    "group": (_bench_group, "a folder of clean articles (.txt) or a .jsonl file, to be copied by our generator"),
    "despin": (_bench_despin, "a .jsonl file of {spun, original}: the aligned sentences of one article"),
    "summaries": (_bench_summaries, "a .jsonl file of {id, text, summary, source}"),
    "translate": (_bench_translate, "a table (.tsv) with the columns zh and ref and one per recorded system"),
}
"""Bench name to what runs it and what data it wants."""
