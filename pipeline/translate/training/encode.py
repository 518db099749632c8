"""Token ids of examples, by the model's own tokenizer, and batches of about equal length."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pipeline.translate.training.examples import Example

Tokenize = Callable[[str, bool], list[int]]
"""Text, and whether to begin with the model's start token, to ids."""

BUCKET_EXAMPLES = 1200
"""Examples sorted by length together: fewer waste padding less but shuffle less."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Hold an example's ids and where its answer starts; only the answer is learnt."""

    ids: tuple[int, ...]
    answer_start: int


@contextmanager
def model_tokenizer(model: Path) -> Iterator[Tokenize]:
    """Serve the tokenizer of a GGUF model, by the same library that runs it, on a port of this machine while the block lasts."""
    import httpx
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.n_ctx = 256
    params.warmup = False
    server = xllamacpp.Server(params)
    with httpx.Client(base_url=server.listening_address, timeout=60, trust_env=False) as client:

        def tokenize(text: str, has_start: bool) -> list[int]:
            answer = client.post("/tokenize", json={"content": text, "add_special": has_start, "parse_special": False})
            return [int(token) for token in answer.raise_for_status().json()["tokens"]]

        yield tokenize
    del server


def encode(examples: Iterable[Example], tokenize: Tokenize, max_tokens: int) -> list[Encoded]:
    """Encode examples; prompt and answer separately, as the engine will see them; longer ones are left out."""
    encoded = []
    for item in examples:
        prompt = tokenize(item.prompt, True)
        ids = prompt + tokenize(item.answer, False)
        if len(ids) <= max_tokens:
            encoded.append(Encoded(tuple(ids), len(prompt)))
    return encoded


def batches(encoded: Sequence[Encoded], batch_tokens: int, rng: Random | None) -> list[list[Encoded]]:
    """Group examples of like length into batches of at most so many padded tokens; shuffled if rng is given."""
    order = list(encoded)
    if rng:
        rng.shuffle(order)
    found: list[list[Encoded]] = []
    for start in range(0, len(order), BUCKET_EXAMPLES):
        bucket = _filled(sorted(order[start : start + BUCKET_EXAMPLES], key=lambda item: len(item.ids)), batch_tokens)
        if rng:
            rng.shuffle(bucket)
        found += bucket
    return found


def _filled(ordered: Iterable[Encoded], batch_tokens: int) -> list[list[Encoded]]:
    found: list[list[Encoded]] = []
    for item in ordered:
        if found and (len(found[-1]) + 1) * len(item.ids) <= batch_tokens:
            found[-1].append(item)
        else:
            found.append([item])
    return found
