"""One process of the draft engine: a language model with one thread and a few slots, fed through pipes.

    python -m pipeline.translate.engines.llama_process MODEL ADAPTER

reads one JSON request a line on standard input and writes one JSON answer a line on standard output, in the order they
are done. It ends with its input, so that no process outlives a killed run. `Crew` is the other end: it keeps several such
processes busy and gives the answers back in order.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

from pipeline.errors import EngineUnavailable

SLOTS = 8
"""Answers decoded side by side in one process (CPU time per token, same 20 clauses: 40 ms with 4, 38 ms with 8)."""

CONTEXT_TOKENS = 8_192
"""Tokens that all slots share."""

_PACKAGE_ROOT = Path(__file__).resolve().parents[3]


class Crew:
    """Keep processes of one model and share prompts out among them."""

    def __init__(self, model: Path, adapter: Path | None, processes: int) -> None:
        """Keep what to start; nothing runs until there is something to complete."""
        self._command = [
            sys.executable,
            "-m",
            "pipeline.translate.engines.llama_process",
            str(model),
            str(adapter or ""),
        ]
        self._number = processes
        self._processes: list[subprocess.Popen[str]] = []

    def _start(self) -> None:
        environment = os.environ | {"PYTHONPATH": str(_PACKAGE_ROOT), "OMP_NUM_THREADS": "1"}
        self._processes = [
            subprocess.Popen(
                self._command,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
            for _ in range(self._number)
        ]

    def complete(self, requests: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Complete prompts; each answer is {"texts", "logprob"}, or {"error"}.

        texts: as many as the request's `n`. logprob: mean of the first one's tokens, in nats; 0 where it was not asked for.

        Raises EngineUnavailable if a process has died.
        """
        if not requests:
            return []
        if not self._processes:
            self._start()
        waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        for index in range(len(requests)):
            waiting.put(index)
        answers: list[dict[str, Any]] = [{} for _ in requests]
        feeders = [
            threading.Thread(target=_feed, args=(process, waiting, requests, answers), daemon=True)
            for process in self._processes
        ]
        for feeder in feeders:
            feeder.start()
        for feeder in feeders:
            feeder.join()
        if not all(answers):
            raise EngineUnavailable("draft: a model process ended early; is there memory for it (400 MB each)?")
        return answers

    def close(self) -> None:
        """End the processes."""
        for process in self._processes:
            if process.stdin:
                process.stdin.close()
        for process in self._processes:
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()


def _feed(
    process: subprocess.Popen[str],
    waiting: queue.SimpleQueue[int],
    requests: Sequence[Mapping[str, Any]],
    answers: list[dict[str, Any]],
) -> None:
    """Keep one process's slots filled until nothing waits; a dead process leaves its answers empty."""
    assert process.stdin is not None and process.stdout is not None
    under_way = 0
    try:
        while True:
            while under_way < SLOTS:
                try:
                    index = waiting.get_nowait()
                except queue.Empty:
                    break
                process.stdin.write(json.dumps({"id": index, **requests[index]}) + "\n")
                process.stdin.flush()
                under_way += 1
            if not under_way:
                return
            line = process.stdout.readline()
            if not line:
                return
            answer = json.loads(line)
            answers[answer.pop("id")] = answer
            under_way -= 1
    except (BrokenPipeError, json.JSONDecodeError):
        return


def _serve(model: str, adapter: str, requests: IO[str], answers: IO[str]) -> None:
    """Answer requests until the input ends; what is under way then is wanted by nobody."""
    server = _server(model, adapter)
    lock = threading.Lock()

    def answer(request: dict[str, Any]) -> None:
        index = request.pop("id")
        reply = _reply(server.handle_completions(request))
        with lock:
            answers.write(json.dumps({"id": index, **reply}) + "\n")
            answers.flush()

    slots = ThreadPoolExecutor(SLOTS)
    for line in requests:
        slots.submit(answer, json.loads(line))


def _reply(result: dict[str, Any]) -> dict[str, Any]:
    choices = result.get("choices")
    if not choices:
        return {"error": str(result)}
    tokens = (choices[0].get("logprobs") or {}).get("content") or []
    mean = sum(token["logprob"] for token in tokens) / len(tokens) if tokens else 0.0
    return {"texts": [choice["text"] for choice in choices], "logprob": mean}


def _server(model: str, adapter: str) -> Any:
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = model
    parameters.n_ctx = CONTEXT_TOKENS
    parameters.n_parallel = SLOTS
    parameters.kv_unified = True
    parameters.swa_full = True
    parameters.warmup = False
    # Fitting to the memory of a graphics card loads the model twice; finished slots kept in memory are never asked for again.
    parameters.fit_params = False
    parameters.cache_ram_mib = 0
    parameters.cpuparams.n_threads = 1
    parameters.cpuparams_batch.n_threads = 1
    if adapter:
        lora = xllamacpp.CommonAdapterLoraInfo()
        lora.path = adapter
        lora.scale = 1.0
        parameters.lora_adapters = [lora]
    return xllamacpp.Server(parameters)


def main(arguments: Sequence[str]) -> None:
    """Serve one model until standard input ends."""
    # The library prints to standard output; answers keep a descriptor of their own.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _serve(arguments[0], arguments[1], sys.stdin, answers)
    # The library's threads do not end by themselves.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
