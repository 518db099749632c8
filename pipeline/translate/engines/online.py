"""Online services through deep-translator, with what the library leaves to its caller.

Whatever a service does, each segment ends with a candidate or with a reason, and nothing that is no translation passes for
one: error pages, empty answers, the source handed back. Segments travel several to a request, one a line; if the lines come back
unequal in number they are asked for one by one. This is the only engine through which text leaves the machine.
"""

from __future__ import annotations

import os
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import Any

from pipeline.errors import EngineMissing, EngineUnavailable, SettingsError
from pipeline.settings import TranslateSettings
from pipeline.signature import signature
from pipeline.translate.engines.contract import Candidate, Context, Engine
from pipeline.translate.engines.patience import Backoff, Breaker, Pace, Sleep
from pipeline.translate.engines.transport import Refused, ServiceError, Throttled, TooLong, Transport, Unreachable


@dataclass(frozen=True, slots=True)
class Service:
    """Describe one of deep-translator's services."""

    module: str
    kind: str
    """Class name in that module."""
    source: str
    target: str
    most_chars: int
    """Longest text that the service really takes, whatever it promises."""
    keys: tuple[tuple[str, str], ...] = ()
    """(argument, environment variable) of each key it needs."""
    takes_lines: bool = False
    """Line breaks in a text come back in its translation."""


SERVICES = {
    "google": Service("google", "GoogleTranslator", "zh-CN", "en", 1_700, takes_lines=True),
    "mymemory": Service("mymemory", "MyMemoryTranslator", "zh-CN", "en-GB", 160),
    "deepl": Service("deepl", "DeeplTranslator", "zh", "en", 3_000, (("api_key", "DEEPL_API_KEY"),), True),
    "microsoft": Service(
        "microsoft", "MicrosoftTranslator", "zh-hans", "en", 3_000, (("api_key", "MICROSOFT_API_KEY"),), True
    ),
    "libre": Service("libre", "LibreTranslator", "zh", "en", 1_000, (("api_key", "LIBRE_API_KEY"),), True),
    "baidu": Service(
        "baidu", "BaiduTranslator", "zh", "en", 1_500, (("appid", "BAIDU_APPID"), ("appkey", "BAIDU_APPKEY"))
    ),
}
"""Service name to its description. MyMemory's limit is 500 bytes, a third of that in Chinese characters."""

_ERROR_PAGE = re.compile(
    r"^\s*(?:<!doctype|<html)|\bError \d{3}\b|\bServer Error\b|That.s (?:an error|all we know)|unusual traffic|Too Many Requests|"
    r"MYMEMORY WARNING|QUERY LENGTH LIMIT|INVALID LANGUAGE PAIR|PLEASE SELECT TWO DISTINCT|NO QUERY SPECIFIED",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w")
_SENTENCE_END = re.compile(r"(?<=[。！？；!?;])|(?<=[，、,])")


class Online:
    """Ask one service; several requests at a time, each thread with a library object of its own."""

    is_checked = True
    is_gloss = False
    reads_gloss = False

    def __init__(
        self,
        service: Service,
        make: Callable[[], Any],
        settings: TranslateSettings,
        *,
        sleep: Sleep,
        chance: Callable[[], float],
    ) -> None:
        """Keep the service; nothing is asked yet.

        make: opens a translator object of the library, once per thread. chance: gives random numbers in [0, 1).
        """
        self.signature = signature("online", version("deep-translator"), service=settings.online_service)
        self.batch_segments = 4 * settings.online_threads
        self._service, self._make, self._settings = service, make, settings
        self._sleep, self._chance = sleep, chance
        self._breaker = Breaker(settings.online_failures)
        self._pace = Pace(settings.online_requests_per_s)
        self._local = threading.local()
        self._pool = ThreadPoolExecutor(settings.online_threads, thread_name_prefix="online")

    def translate(self, segments: Sequence[str], *, context: Context) -> list[list[Candidate]]:
        """Give one candidate per segment; a segment the service cannot serve gets its reason.

        Raises EngineUnavailable if the service was given up before the first segment of this call.
        """
        if self._breaker.is_open:
            raise EngineUnavailable(f"online ({self._settings.online_service}): {self._breaker.reason}")
        packs = list(self._packs(segments))
        answers = self._pool.map(lambda pack: self._pack([segments[i] for i in pack]), packs)
        found = dict(zip((i for pack in packs for i in pack), (a for group in answers for a in group), strict=True))
        return [[found[i]] for i in range(len(segments))]

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _packs(self, segments: Sequence[str]) -> Iterator[list[int]]:
        """Group segments so that each group fits into one request."""
        pack: list[int] = []
        for index, segment in enumerate(segments):
            chars = sum(len(segments[i]) + 1 for i in pack) + len(segment)
            if pack and (not self._service.takes_lines or chars > self._service.most_chars):
                yield pack
                pack = []
            pack.append(index)
        if pack:
            yield pack

    def _pack(self, segments: list[str]) -> list[Candidate]:
        """Translate the segments of one request; on any doubt one by one."""
        lines = [" ".join(segment.split()) for segment in segments]
        if len(lines) > 1:
            try:
                answers = [line.strip() for line in self._ask("\n".join(lines)).split("\n")]
            except ServiceError:
                answers = []
            if len(answers) == len(lines) and all(map(_is_answer, lines, answers)):
                return [Candidate(answer) for answer in answers]
        return [self._one(line) for line in lines]

    def _one(self, segment: str) -> Candidate:
        if not _WORD.search(segment):
            return Candidate(segment, "" if segment else "nothing to translate")
        try:
            answers = [self._ask(chunk) for chunk in _chunks(segment, self._service.most_chars)]
        except TooLong as error:
            return self._halves(segment, str(error))
        except ServiceError as error:
            return Candidate("", str(error))
        text = " ".join(answer.strip() for answer in answers)
        return Candidate(text) if _is_answer(segment, text) else Candidate("", "the service sent no translation")

    def _halves(self, segment: str, reason: str) -> Candidate:
        """Try a refused segment in two pieces, down to a length that any service takes."""
        pieces = _chunks(segment, max(len(segment) // 2, 1))
        if len(segment) < 40 or len(pieces) < 2:
            return Candidate("", reason)
        found = [self._one(piece) for piece in pieces]
        if all(candidate.text for candidate in found):
            return Candidate(" ".join(candidate.text for candidate in found))
        return Candidate("", reason)

    def _ask(self, text: str) -> str:
        """Make one request with retries; raises a ServiceError if it comes to nothing."""
        backoff = Backoff(self._settings.online_delay_s)
        failure = ServiceError("not asked")
        for attempt in range(self._settings.online_retries + 1):
            if self._breaker.is_open:
                raise ServiceError(self._breaker.reason or str(failure))
            self._sleep(self._pace.wait_s(time.monotonic()))
            try:
                answer = self._once(text)
            except (Refused, Unreachable) as error:
                self._breaker.trip(str(error))
                raise
            except Throttled as error:
                failure = error
                self._breaker.record(str(error))
                self._sleep(backoff.wait_s(attempt, self._chance(), error.asked_s))
                continue
            self._breaker.record()
            return answer
        raise failure

    def _once(self, text: str) -> str:
        """Ask the library once; its many ways of failing become a ServiceError."""
        if not hasattr(self._local, "translator"):
            self._local.translator = self._guarded(self._make)
        answer = self._guarded(lambda: self._local.translator.translate(text))
        if isinstance(answer, str) and _ERROR_PAGE.search(answer) and not _ERROR_PAGE.search(text):
            raise Throttled("an error page instead of a translation")
        return answer if isinstance(answer, str) else ""

    def _guarded(self, call: Callable[[], Any]) -> Any:
        from deep_translator import exceptions as library

        try:
            return call()
        except ServiceError:
            raise
        except (library.AuthorizationException, library.ApiKeyException) as error:
            raise Refused(type(error).__name__) from None
        except (library.NotValidLength, library.NotValidPayload) as error:
            raise TooLong(type(error).__name__) from None
        except library.TranslationNotFound:
            return ""
        except _LIBRARY_FAULTS as error:
            raise Throttled(type(error).__name__) from None
        except (library.BaseError, library.RequestError, library.TooManyRequests) as error:
            raise Throttled(type(error).__name__) from None
        except (library.ServerException, library.MicrosoftAPIerror, library.BaiduAPIerror) as error:
            raise Throttled(type(error).__name__) from None


_LIBRARY_FAULTS = (KeyError, IndexError, AttributeError, TypeError, ValueError, StopIteration)
"""What the library raises when an answer has another shape than it expects."""


def make_online(settings: TranslateSettings) -> Engine:
    """Open the service named in the settings; keys come from the environment.

    Raises SettingsError for an unknown service, EngineMissing if a key or the library is not there.
    """
    service = SERVICES.get(settings.online_service)
    if settings.online_service == "chatgpt":
        raise EngineMissing(
            "online: deep-translator asks chatgpt through an interface that the openai package dropped; use the engine "
            "'server' with local_url set to the service's address and its key in QINGYI_SERVER_KEY"
        )
    if service is None:
        raise SettingsError(f"online_service: no service {settings.online_service!r}; services: {', '.join(SERVICES)}")
    keys = {argument: os.environ.get(variable, "") for argument, variable in service.keys}
    absent = [variable for argument, variable in service.keys if not keys[argument]]
    if absent:
        raise EngineMissing(f"online: {settings.online_service} needs a key; set {' and '.join(absent)}")
    try:
        library: Any = import_module(f"deep_translator.{service.module}")
    except ImportError as error:
        raise EngineMissing("online: deep-translator is not installed; pip install deep-translator") from error
    # The library has no other place for a time limit; it reads its module's `requests` at each call.
    library.requests = Transport(settings.online_timeout_s, settings.online_url)

    def make() -> Any:
        return getattr(library, service.kind)(source=service.source, target=service.target, **keys)

    return Online(service, make, settings, sleep=time.sleep, chance=random.random)


def _is_answer(source: str, answer: str) -> bool:
    return bool(answer.strip()) and (answer.strip() != source.strip() or not re.search(r"[\u3400-\u9fff]", source))


def _chunks(text: str, most_chars: int) -> list[str]:
    """Cut a text at sentence ends, else commas, else anywhere, into pieces of at most `most_chars` characters.

    >>> _chunks("一二三。四五，六七八", 5)
    ['一二三。', '四五，', '六七八']
    """
    pieces: list[str] = []
    for part in _SENTENCE_END.split(text):
        while len(part) > most_chars:
            pieces, part = [*pieces, part[:most_chars]], part[most_chars:]
        if pieces and len(pieces[-1]) + len(part) <= most_chars:
            pieces[-1] += part
        elif part:
            pieces.append(part)
    return pieces
