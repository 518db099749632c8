"""Settings: one frozen dataclass per room, read from `qingyi.toml`, passed explicitly and never read globally.

Each field's docstring says what goes wrong if it is too high or too low, and where the value comes from. An unknown key or
a value of the wrong type stops the run and names the file, the key and the nearest valid key.
"""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
import types
import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestSettings:
    """Say which files are read."""

    max_bytes: int = 20_000_000
    """Larger files are set aside. Too low loses long pages; too high lets one file fill the memory (about 30 times its size)."""
    min_han_chars: int = 40
    """Fewer Han characters make a file non-Chinese. Too high loses short notes; too low admits menus and error pages."""
    min_han_ratio: float = 0.1
    """Least share of Han among letters. Too high loses articles full of code; too low admits English pages with a Chinese footer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """Say how `inv fetch` behaves towards other people's servers."""

    user_agent: str = "qingyi/0.1 (digest builder)"
    """Sent with each request; name a contact so that a server's owner can complain before blocking."""
    timeout_s: float = 20.0
    """Longest wait for one answer. Too low loses slow servers; too high lets one server hold the run."""
    max_bytes: int = 10_000_000
    """Larger answers are cut off and set aside."""
    delay_s: float = 1.0
    """Least time between two requests to one host. Too low gets the address blocked."""
    retries: int = 2
    """Further attempts after a network error, 429 or 5xx. Too high keeps knocking at a broken server."""
    allow_private: bool = False
    """Fetch from private and loopback addresses too; otherwise a hostile feed could read the local network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanSettings:
    """Hold the thresholds of the clean room."""

    removal_score: float = 0.5
    """Blocks scored at least this as pollution leave the page. Too low eats short real lines; too high leaves adverts."""
    embeddings: str = "unsure"
    """"never", "unsure" (only where cheap features leave doubt or have found dirt) or "always"; always costs about 50 ms a sentence."""
    furniture_documents: int = 3
    """A passage found in this many documents of different stories is furniture. Too low eats quoted press releases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSettings:
    """Hold the thresholds of the group room."""

    shingle_chars: int = 5
    """Characters per shingle. Shorter joins everything about one subject, longer misses spun copies."""
    candidate_containment: float = 0.05
    """Least containment for a candidate pair; measured: true pairs .35 and .43, others at most .011."""
    sentence_score: float = 60.0
    """Least rapidfuzz ratio, 0–100, for two sentences to match."""
    match_ratio: float = 0.2
    """Least share of the shorter text's sentences that must match. Too low joins articles that quote one press release."""
    despin_confidence: float = 0.7
    """Least confidence for restoring a spun word without a clean witness; lower restores more and errs more (.7 errs least in
    two-fold cross-validation)."""
    sketch_ratio: float = 0.25
    """Share of a document's shingles that its sketch keeps. Too low loses short copies; too high costs memory
    (1 kB per 1,000 characters)."""
    neighbours: int = 12
    """Documents of one posting list that each document is compared with. Too low may tear large clusters apart; too high costs time."""
    common_factor: float = 4.0
    """A shingle this many times as frequent as the document's median shingle is boilerplate. Too low drops the body of popular texts."""
    same_ratio: float = 0.6
    """Share of both texts that must match for two documents to be copies beyond doubt. Too low joins splices to both their stories."""
    quote_weight: float = 0.2
    """Weight of a matched sentence that is only a quotation; two reports quote the same speaker without being copies."""
    whole_ratio: float = 0.8
    """A witness that covers less of the story is partial."""
    excerpt_ratio: float = 0.15
    """A witness that covers less of the story is an excerpt."""
    spun_degree: float = 0.3
    """Documents spun to at least this degree count as spun. Too low lets the lexicon touch clean text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSettings:
    """Say how long the digest's parts may be."""

    gist_min_chars: int = 18
    """A shorter gist says too little to stand alone; much higher, and a terse deck that says it all is passed over."""
    gist_max_chars: int = 110
    """A longer gist is no longer read in one breath."""
    points_max: int = 6
    """Most key points; more are a second article."""
    point_max_chars: int = 120
    """A longer key point is a paragraph."""
    point_resemblance: float = 0.45
    """Points more alike than this repeat each other (measured on prototypes)."""
    reading_chars_per_minute: int = 400
    """Han characters a reader takes per minute; only the shown reading time depends on it."""
    names_least: float = 0.6
    """Least probability at which the recogniser of names lists what no rule proposes. Too low lists words that are no names,
    too high misses most names that no convention announces."""
    names_least_product: float = 0.7
    """The same for works and products, of which it has seen fewer."""
    names_doubted: float = 0.2
    """Probability under which what only a guessing rule proposes is no name. Too high drops what rules know better."""
    names_doubted_shape: float = 0.02
    """The same for what has the shape of a name: an ending like 公司 or 大学."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslateSettings:
    """Say which engines translate, and what passes."""

    engine: str = "auto"
    """"auto" walks `auto_order`; or the name of one engine."""
    auto_order: tuple[str, ...] = ("online", "firefox", "draft", "gloss")
    """Engines that `auto` tries, best first; leave "online" out and nothing leaves the machine."""
    online_service: str = "google"
    """deep-translator's service: google, deepl, microsoft, libre, mymemory, baidu; keys come from the environment."""
    online_url: str = ""
    """Scheme and host asked in place of the service's own, for a LibreTranslate of one's own or a proxy; "" asks the service."""
    online_timeout_s: float = 20.0
    """Longest wait for one answer. Too low loses slow networks; too high lets one dead connection hold a thread."""
    online_threads: int = 3
    """Requests under way at once. Too high gets the address blocked."""
    online_requests_per_s: float = 3.0
    """Most requests a second, all threads together; Google speaks of 5 and blocks sooner."""
    online_retries: int = 4
    """Further attempts after a refusal for now (429, 5xx, an error page)."""
    online_delay_s: float = 1.0
    """Bound of the first pause after a refusal; it doubles with each attempt. Too low annoys the service, too high stalls the run."""
    online_failures: int = 8
    """Failures in a row after which the service is left alone for this run. Too low gives up on a hiccup."""
    fuzzy_score: float = 85.0
    """Least edit ratio, 0–100, for a fuzzy match from the memory. Too low shows another sentence's translation."""
    model: str = ""
    """Path of a GGUF model for the draft engine; "" takes the model package."""
    adapter: str = "auto"
    """Path of a GGUF adapter, "auto" for the one shipped with the package, "none" for no adapter."""
    firefox_model: str = ""
    """Folder with Mozilla's zh-en model files; "" looks in the user's data folder."""
    local_url: str = ""
    """Base address of an OpenAI-compatible server for the engine "server"."""
    local_model: str = ""
    """Model name to ask that server for."""
    local_timeout_s: float = 120.0
    """Longest wait for that server's answer; a large model on a CPU takes a minute for a long sentence."""
    draft_processes: int = 0
    """Processes of the draft engine, one thread each; 0 stands for the number of cores. Each takes about 400 MB."""
    draft_slots: int = 8
    """Clauses that each process decodes side by side. With 1 a draft is the same to the byte in any run, order and company; more are
    faster, but sums of floats then depend on what is decoded beside them, and a near tie may fall otherwise."""
    draft_samples: int = 0
    """Most further answers that the draft engine samples for a clause that fails its checks, until one passes. Too high takes time;
    of 25 sentences 8 passed with 0 and 11 with 1, which took 29 % more CPU time."""
    check_left_out_score: float = 3.45
    """Most evidence, in nats (`inv bench translate` measures it), that a clause is missing. Too low flags free translations;
    too high lets omissions pass."""
    check_least_evidence: float = 0.25
    """Least mean evidence per content word that the target translates this source. Too high flags paraphrase."""
    check_evidence_words: int = 3
    """Fewer content words testify to nothing."""
    check_length_deviations: float = 5.0
    """Most standard deviations of log length from its expectation, either way. Too low flags terse English."""
    check_least_function_words_ratio: float = 0.12
    """Least share of English function words in sentences of ten words and more; below it a service answers word by word."""
    check_least_confidence: float = 0.4
    """Least confidence, 0 to 1, in a sentence of the draft engine (`translate.confidence`). Too low calls wrong sentences translations;
    too high flags nearly all."""
    title_case: bool = True
    """Print English titles and headings in title case; false keeps sentence case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """Say how the site presents itself."""

    name: str = "Qingyi digest"
    """Name of the site in English."""
    name_zh: str = "清译文摘"
    """Name of the site in Chinese."""
    url: str = ""
    """Address the site will have, with a trailing slash; "" leaves canonical links and absolute feed links out."""
    repository: str = ""
    """Address of the repository where readers report errors; "" hides the link."""
    language: str = "both"
    """What a story page shows first: "zh", "en" or "both"."""
    search: str = "auto"
    """"material", "pagefind", or "auto": Material's search while small, Pagefind above `pagefind_stories`."""
    pagefind_stories: int = 300
    """From this many stories on, "auto" takes Pagefind: Material's index would weigh several megabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """Say where things lie and how work is run."""

    articles: str = "articles"
    """Folder that is read."""
    editorial: str = "editorial"
    """Folder with what people decided."""
    store: str = ".qingyi/store.sqlite"
    """File that keeps every stage result; deleting it costs only time."""
    workers: int = 0
    """Processes for the per-document stages; 0 stands for the number of cores, 1 runs in process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Hold every setting of a run."""

    run: RunSettings = field(default_factory=RunSettings)
    site: SiteSettings = field(default_factory=SiteSettings)
    ingest: IngestSettings = field(default_factory=IngestSettings)
    fetch: FetchSettings = field(default_factory=FetchSettings)
    clean: CleanSettings = field(default_factory=CleanSettings)
    group: GroupSettings = field(default_factory=GroupSettings)
    digest: DigestSettings = field(default_factory=DigestSettings)
    translate: TranslateSettings = field(default_factory=TranslateSettings)


def load(path: Path) -> Settings:
    """Read settings from a TOML file; every key is optional.

    Raises SettingsError if the file is missing or not TOML, or a key or value is wrong.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    return parse(table, str(path))


def parse(table: dict[str, Any], where: str) -> Settings:
    """Build settings from nested tables; `where` names their place in error messages.

    >>> parse({"group": {"shingle_chars": 4}}, "here").group.shingle_chars
    4
    """
    return typing.cast(Settings, _build(Settings, table, where))


def _build(kind: type[Any], table: dict[str, Any], where: str) -> Any:
    hints = typing.get_type_hints(kind)
    names = [item.name for item in dataclasses.fields(kind)]
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in names:
            near = difflib.get_close_matches(key, names, n=1)
            meant = f"did you mean {near[0]!r}?" if near else f"valid keys: {', '.join(names)}"
            raise SettingsError(f"{where}: unknown key {key!r}; {meant}")
        values[key] = _value(hints[key], value, f"{where}: {key}")
    return kind(**values)


def _value(hint: Any, value: Any, where: str) -> Any:
    if dataclasses.is_dataclass(hint):
        if not isinstance(value, dict):
            raise SettingsError(f"{where} must be a table, not {value!r}")
        return _build(typing.cast(type[Any], hint), value, where)
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise SettingsError(f"{where} must be a list of strings, not {value!r}")
        return tuple(value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if (
        isinstance(hint, types.UnionType)
        or not isinstance(value, hint)
        or (isinstance(value, bool) and hint is not bool)
    ):
        raise SettingsError(f"{where} must be of type {getattr(hint, '__name__', hint)}, not {value!r}")
    return value
