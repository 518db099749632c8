"""The engines by name. Adding one is a file and a line here; the contract test runs over every entry."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.errors import SettingsError
from pipeline.settings import TranslateSettings
from pipeline.translate.engines.contract import Engine, Factory
from pipeline.translate.engines.draft import make_draft
from pipeline.translate.engines.firefox import make_firefox
from pipeline.translate.engines.online import make_online
from pipeline.translate.engines.pseudo import make_pseudo
from pipeline.translate.engines.server import make_server
from pipeline.translate.engines.word_by_word import make_gloss

ENGINES: Mapping[str, Factory] = {
    "online": make_online,
    "firefox": make_firefox,
    "server": make_server,
    "draft": make_draft,
    "gloss": make_gloss,
    "pseudo": make_pseudo,
}
"""Engine name to factory."""


def make_engine(name: str, settings: TranslateSettings) -> Engine:
    """Open an engine by name.

    Raises SettingsError for an unknown name, EngineMissing if the engine is not installed or configured.
    """
    if name not in ENGINES:
        raise SettingsError(f"no engine {name!r}; engines: auto, {', '.join(ENGINES)}")
    return ENGINES[name](settings)
