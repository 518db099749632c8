"""Every fault that online services were seen to have: no unit lost, no wrong text published, the run ends."""

from __future__ import annotations

import json
import time

import pytest
from local_service import Answer, Service, google_page

from pipeline.errors import EngineMissing, EngineUnavailable, SettingsError
from pipeline.settings import TranslateSettings
from pipeline.termbase import Termbase
from pipeline.translate import Chain, Memory, lines
from pipeline.translate.engines.contract import Candidate, Context
from pipeline.translate.engines.online import SERVICES, Online, make_online


def engine(service: Service, **settings: object) -> Online:
    """Open the online engine on the local service, without real pauses."""
    values = {"online_url": service.address, "online_delay_s": 0.01, "online_requests_per_s": 1000.0} | settings
    made = make_online(TranslateSettings(**values))  # type: ignore[arg-type]
    assert isinstance(made, Online)
    return made


def texts(online: Online, segments: list[str]) -> list[str]:
    """Translate and give each segment's text."""
    found = [candidates[0].text for candidates in online.translate(segments, context=Context())]
    online.close()
    return found


def test_lines_travel_together_and_keep_their_order(service: Service) -> None:
    """Several segments make one request; the pairing is by line."""
    service.answer = lambda text: google_page("\n".join(f"<{line}>" for line in text.split("\n")))
    assert texts(engine(service), ["一。", "二。", "三。"]) == ["<一。>", "<二。>", "<三。>"]
    assert len(service.asked) == 1


def test_lines_that_do_not_pair_are_asked_one_by_one(service: Service) -> None:
    """A service that joins lines must not shift translations to other segments."""
    service.answer = lambda text: google_page(f"<{text.replace(chr(10), ' ')}>")
    assert texts(engine(service), ["一。", "二。"]) == ["<一。>", "<二。>"]


def test_a_long_text_is_cut_at_sentences(service: Service) -> None:
    """Beyond some 1,800 Chinese characters Google answers 400, whatever it promises."""
    service.answer = lambda text: (400, {}, "") if len(text) >= 1800 else google_page(f"[{len(text)}]")
    found = texts(engine(service), ["这是一句话。" * 700])
    assert found[0].startswith("[")
    assert max(map(len, service.asked)) < 1800
    assert sum(int(part.strip("[]")) for part in found[0].split()) == 4200


def test_a_text_refused_as_too_long_is_halved(service: Service) -> None:
    """If the limit shrinks, the pieces shrink with it."""
    service.answer = lambda text: (413, {}, "") if len(text) > 100 else google_page("ok")
    assert set(texts(engine(service), ["这是一句话。" * 40])[0].split()) == {"ok"}


@pytest.mark.parametrize(
    "page",
    [
        "Error 500 (Server Error)!!1500.That’s an error.There was an error. Please try again later.That’s all we know.",
        "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY.",
        "Our systems have detected unusual traffic from your computer network.",
    ],
)
def test_an_error_page_is_no_translation(service: Service, page: str) -> None:
    """A page that speaks of an error comes with status 200 and in the place of the translation."""
    service.answer = lambda _text: google_page(page)
    assert texts(engine(service, online_retries=1), ["今天。"]) == [""]


def test_an_article_about_error_pages_is_translated(service: Service) -> None:
    """The words count only where the source does not have them."""
    service.answer = lambda _text: google_page("The page said Error 500 (Server Error).")
    assert texts(engine(service), ["页面显示 Error 500 (Server Error)。"])[0].startswith("The page")


def test_punctuation_alone_is_not_asked(service: Service) -> None:
    """The library gives None for it."""
    assert texts(engine(service), ["……"]) == ["……"]
    assert service.asked == []


@pytest.mark.parametrize("body", ['<div class="result-container"></div>', "<html><body>nothing</body></html>", ""])
def test_an_empty_answer_gives_a_reason(service: Service, body: str) -> None:
    """An empty element, no element, no body: no candidate, and the others go on."""
    service.answer = lambda text: (200, {}, body) if "坏" in text else google_page("good")
    online = engine(service, online_retries=0)
    found = online.translate(["坏的。", "好的。"], context=Context())
    assert not found[0][0].text
    assert found[0][0].note
    assert found[1][0].text == "good"
    online.close()


def test_the_source_handed_back_is_no_translation(service: Service) -> None:
    """Echoed Chinese is refused, echoed Latin is right."""
    service.answer = google_page
    assert texts(engine(service), ["你好。"]) == [""]


def test_429_on_the_first_request_is_waited_for(service: Service) -> None:
    """The service asks to be left alone for a while, and then answers."""
    replies = iter([(429, {"Retry-After": "0"}, "slow down"), (503, {}, "")])
    service.answer = lambda _text: next(replies, None) or google_page("done")
    assert texts(engine(service), ["你好。"]) == ["done"]
    assert len(service.asked) == 3


@pytest.mark.parametrize("status", [302, 429])
def test_a_blocked_address_ends_in_reasons(service: Service, status: int) -> None:
    """Google sends a blocked address to a page with a puzzle; that page is never fetched, nor taken for a translation."""
    service.answer = lambda text: (
        (status, {"Location": f"{service.address}/sorry"}, "solve this") if text else google_page("puzzle")
    )
    online = engine(service, online_retries=1, online_failures=3)
    found = online.translate(["一。", "二。"], context=Context())
    online.close()
    assert [candidates[0].text for candidates in found] == ["", ""]
    assert all(candidates[0].note for candidates in found)
    assert not any("sorry" in path for path in service.paths)


def test_threads_do_not_share_a_library_object(service: Service) -> None:
    """The library keeps the text of a request in its object; with one for all threads, answers would change places."""

    def answer(text: str) -> Answer:
        time.sleep(0.02)
        return google_page(f"<{text}>")

    service.answer = answer
    segments = [f"第{number}句" + "很长" * 700 + "。" for number in range(9)]
    found = texts(engine(service, online_threads=3), segments)
    assert found == [f"<{segment}>" for segment in segments]


def test_language_codes_are_those_the_services_take(service: Service) -> None:
    """Google refuses `zh`; MyMemory wants a region for English, and no more than 500 bytes at a time."""
    service.answer = lambda text: SHAPES["google"]
    texts(engine(service), ["你好。"])
    assert "sl=zh-CN" in service.paths[-1]
    assert "tl=en" in service.paths[-1]
    service.answer = lambda text: SHAPES["mymemory"]
    texts(engine(service, online_service="mymemory"), ["这是一句很长很长的话，" * 40 + "完了。"])
    assert "en-GB" in service.paths[-1]
    assert max(len(text.encode()) for text in service.asked) < 500


def test_word_by_word_answers_are_published_as_glosses(service: Service) -> None:
    """The service sometimes falls back to a dictionary; its answer fails the checks and is not stored as a translation."""
    service.answer = lambda _text: google_page(
        "Company last year sales volume growth ten two percent profit also same period growth obvious."
    )
    chain = Chain(TranslateSettings(engine="online"), lambda _name, _settings: engine(service))
    with chain:
        source = "公司去年的销售额增长了百分之十二，利润同期也有明显的增长。"
        found = lines([source], chain, Memory(), Termbase(), TranslateSettings())[0]
    assert found.state == "failed"
    assert "fluency" in found.checks


def test_a_failing_service_is_left_alone(service: Service) -> None:
    """After failures in a row the engine stops asking, says so, and refuses the next batch."""
    service.answer = lambda _text: (500, {}, "")
    online = engine(service, online_failures=3, online_threads=1)
    found = online.translate([f"第{n}句。" for n in range(30)], context=Context())
    assert all(not candidates[0].text and candidates[0].note for candidates in found)
    assert len(service.asked) <= 4
    with pytest.raises(EngineUnavailable, match="500"):
        online.translate(["再来。"], context=Context())
    online.close()


def test_one_bad_segment_loses_no_other(service: Service) -> None:
    """The library's own batch dies at the first error."""

    def answer(text: str) -> Answer:
        return (500, {}, "") if "毒" in text else google_page("\n".join("fine" for _ in text.split("\n")))

    service.answer = answer
    assert texts(engine(service, online_retries=0, online_failures=50), ["一。", "毒。", "三。"]) == [
        "fine",
        "",
        "fine",
    ]


def test_nobody_at_the_address() -> None:
    """No network is no delay: the first refusal to connect ends it."""
    online = engine(Service("http://127.0.0.1:9"))
    start = time.monotonic()
    assert online.translate(["你好。"] * 20, context=Context())[0][0] == Candidate("", "ConnectionError")
    assert time.monotonic() - start < 10
    with pytest.raises(EngineUnavailable):
        online.translate(["你好。"], context=Context())
    online.close()


def test_a_service_that_hangs_is_given_up(service: Service) -> None:
    """The library sets no time limit; the transport does."""

    def answer(_text: str) -> Answer:
        time.sleep(1.0)
        return google_page("late")

    service.answer = answer
    online = engine(service, online_timeout_s=0.2, online_retries=0)
    assert not online.translate(["你好。"], context=Context())[0][0].text
    online.close()


def test_keys_stay_out_of_every_message(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library puts a refused key into its error; ours carries a status."""
    monkeypatch.setenv("DEEPL_API_KEY", "secret-key-1")
    service.answer = lambda _text: (403, {}, "")
    online = engine(service, online_service="deepl")
    found = online.translate(["你好。"], context=Context())
    assert "secret-key-1" in service.paths[0]
    assert "secret" not in repr(found) + online.signature
    with pytest.raises(EngineUnavailable) as caught:
        online.translate(["你好。"], context=Context())
    assert "secret" not in str(caught.value) + repr(caught.value.__cause__) + repr(caught.value.__context__)
    online.close()


SHAPES = {
    "google": google_page("Hello."),
    "mymemory": (200, {}, json.dumps({"responseData": {"translatedText": "Hello."}, "matches": []})),
    "deepl": (200, {}, json.dumps({"translations": [{"text": "Hello."}]})),
    "libre": (200, {}, json.dumps({"translatedText": "Hello."})),
    "baidu": (200, {}, json.dumps({"trans_result": [{"dst": "Hello."}]})),
    "microsoft": (200, {}, json.dumps([{"translations": [{"text": "Hello.", "to": "en"}]}])),
}
LANGUAGES = json.dumps({"translation": {"zh-Hans": {"name": "Chinese Simplified"}, "en": {"name": "English"}}})


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_each_service_answers_in_its_shape(name: str, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Language codes are those that each service takes (`zh-CN` for Google, `en-GB` for MyMemory), and its answer is read."""
    for _, variable in SERVICES[name].keys:
        monkeypatch.setenv(variable, "k")
    service.answer = lambda text: SHAPES[name] if text else (200, {}, LANGUAGES)
    assert texts(engine(service, online_service=name), ["你好。"]) == ["Hello."]


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"error": {"code": 1}}', '{"responseData": null}', "<html>"])
@pytest.mark.parametrize("name", ["mymemory", "deepl", "libre", "baidu", "microsoft"])
def test_an_answer_of_another_shape_is_no_crash(
    name: str, body: str, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever comes, each segment gets a candidate or a reason."""
    for _, variable in SERVICES[name].keys:
        monkeypatch.setenv(variable, "k")
    service.answer = lambda text: (200, {}, body) if text else (200, {}, LANGUAGES)
    assert texts(engine(service, online_service=name, online_retries=0), ["你好。"]) == [""]


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown service, an absent key, a dead interface."""
    monkeypatch.delenv("DEEPL_API_KEY", raising=False)
    with pytest.raises(SettingsError, match="google"):
        make_online(TranslateSettings(online_service="gogle"))
    with pytest.raises(EngineMissing, match="DEEPL_API_KEY"):
        make_online(TranslateSettings(online_service="deepl"))
    with pytest.raises(EngineMissing, match="server"):
        make_online(TranslateSettings(online_service="chatgpt"))
