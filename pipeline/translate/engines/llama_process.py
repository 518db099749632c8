"""One process of the draft engine: a language model with one thread and a few slots, fed through pipes.

    python -m pipeline.translate.engines.llama_process MODEL ADAPTER SLOTS

reads one JSON request a line on standard input and writes one JSON answer a line on standard output, in the order they
are done. It ends with its input, so that no process outlives a killed run. `Crew` is the other end: it keeps several such
processes busy and gives the answers back in order. Which slot decodes what is decided there, so that a second question about the
same prompt finds it read.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, NamedTuple

from pipeline.errors import EngineUnavailable

CONTEXT_TOKENS = 8_192
"""Tokens that all slots share."""

FollowUp = Callable[[int, Mapping[str, Any]], Mapping[str, Any] | None]
"""Told the number of a request and its answer; returns what to ask next in the same slot, None if the answer will do."""

_PACKAGE_ROOT = Path(__file__).resolve().parents[3]


def _content(_index: int, _answer: Mapping[str, Any]) -> None:
    """Ask nothing further."""


class _Work(NamedTuple):
    """Hold what the processes share."""

    requests: Sequence[Mapping[str, Any]]
    answers: list[dict[str, Any]]
    waiting: queue.SimpleQueue[int]
    follow_up: FollowUp


class Crew:
    """Keep processes of one model and share prompts out among them."""

    def __init__(self, model: Path, adapter: Path | None, processes: int, slots: int) -> None:
        """Keep what to start; nothing runs until there is something to complete.

        slots: answers decoded side by side in one process.
        """
        self._command = [
            sys.executable,
            "-m",
            "pipeline.translate.engines.llama_process",
            str(model),
            str(adapter or ""),
            str(slots),
        ]
        self._number, self._slots = processes, slots
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

    def complete(self, requests: Sequence[Mapping[str, Any]], follow_up: FollowUp = _content) -> list[dict[str, Any]]:
        """Complete prompts; each answer is {"text", "logprob"}, or {"error"}, the last one where `follow_up` asked again.

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
        work = _Work(requests, answers, waiting, follow_up)
        feeders = [
            threading.Thread(target=_feed, args=(process, self._slots, work), daemon=True)
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


def _feed(process: subprocess.Popen[str], slots: int, work: _Work) -> None:
    """Keep one process's slots filled until nothing waits; a dead process leaves its answers empty."""
    assert process.stdin is not None and process.stdout is not None
    free, slot_of = list(range(slots)), dict[int, int]()

    def send(index: int, request: Mapping[str, Any]) -> None:
        assert process.stdin is not None
        process.stdin.write(json.dumps({"id": index, "id_slot": slot_of[index], **request}) + "\n")
        process.stdin.flush()

    try:
        while True:
            while free:
                try:
                    index = work.waiting.get_nowait()
                except queue.Empty:
                    break
                slot_of[index] = free.pop()
                send(index, work.requests[index])
            if not slot_of:
                return
            line = process.stdout.readline()
            if not line:
                return
            answer = json.loads(line)
            index = answer.pop("id")
            further = work.follow_up(index, answer)
            if further is not None:
                send(index, further)
                continue
            work.answers[index] = answer
            free.append(slot_of.pop(index))
    except (BrokenPipeError, json.JSONDecodeError):
        return


def _serve(model: str, adapter: str, slots: int, requests: IO[str], answers: IO[str]) -> None:
    """Answer requests until the input ends; what is under way then is wanted by nobody."""
    server = _server(model, adapter, slots)
    lock = threading.Lock()

    def answer(request: dict[str, Any]) -> None:
        index = request.pop("id")
        reply = _reply(server.handle_completions(request))
        with lock:
            answers.write(json.dumps({"id": index, **reply}) + "\n")
            answers.flush()

    pool = ThreadPoolExecutor(slots)
    for line in requests:
        pool.submit(answer, json.loads(line))


def _reply(result: dict[str, Any]) -> dict[str, Any]:
    choices = result.get("choices")
    if not choices:
        return {"error": str(result)}
    tokens = (choices[0].get("logprobs") or {}).get("content", ())
    return {"text": choices[0]["text"], "logprob": sum(float(token["logprob"]) for token in tokens)}


def _server(model: str, adapter: str, slots: int) -> Any:
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = model
    parameters.n_ctx = CONTEXT_TOKENS
    # Room for the scores of a whole step: 512 tokens would take half a gigabyte, and prompts have some 60.
    parameters.n_ubatch = 128
    parameters.n_parallel = slots
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
    _serve(arguments[0], arguments[1], int(arguments[2]), sys.stdin, answers)
    # The library's threads do not end by themselves.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
