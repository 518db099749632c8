"""Every error the pipeline raises on purpose, as one tree.

    PipelineError                  never raised itself
    ├── SettingsError       3      a file, key or value a person wrote is wrong; the run stops
    ├── InputError          4      one document cannot be read; it is set aside and the run goes on
    │   └── DecodingError          none of the encodings fits
    ├── EngineError         5      an engine failed; the run stops unless another engine may answer
    │   ├── EngineMissing          something must be installed or configured first
    │   ├── EngineUnavailable      the engine is there but does not answer now
    │   └── EngineContractError    an engine broke its promise; the adapter is wrong
    ├── RenderError         6      a template or the site builder failed; the run stops
    └── ConservationError   7      a stage lost or silently changed text; always our own bug

The number is the exit code that the command line uses.
"""

from __future__ import annotations


class PipelineError(Exception):
    """Carry the exit code of every error the pipeline raises on purpose."""

    exit_code = 1


class SettingsError(PipelineError):
    """Report a setting, override or other hand-written file that is wrong; the message names file, key and remedy."""

    exit_code = 3


class InputError(PipelineError):
    """Report a document that cannot be read; it is set aside with `reason`, the others go on."""

    exit_code = 4

    def __init__(self, reason: str) -> None:
        """Keep the reason as a person will read it in the report."""
        super().__init__(reason)
        self.reason = reason


class DecodingError(InputError):
    """Report bytes that no supported encoding explains."""

    def __init__(self, path: str, offset: int, tried: tuple[str, ...]) -> None:
        """Name the file, the first undecodable byte and the encodings that were tried."""
        super().__init__(f"{path}: undecodable from byte {offset}; tried {', '.join(tried)}")
        self.path = path
        self.offset = offset
        self.tried = tried


class EngineError(PipelineError):
    """Report a translation engine that cannot serve."""

    exit_code = 5


class EngineMissing(EngineError):
    """Report an engine whose package, model or key is absent; the message says what to install or set."""


class EngineUnavailable(EngineError):
    """Report an engine that is installed but does not answer now (network, quota, server)."""


class EngineContractError(EngineError):
    """Report an engine that returned another number of results than it was given segments."""


class ModelError(PipelineError):
    """Report a model file that is missing or not what it should be."""


class RenderError(PipelineError):
    """Report a template or site builder that failed; the message names template, line and missing name."""

    exit_code = 6


class ConservationError(PipelineError):
    """Report a stage that lost or silently changed a character of the raw text."""

    exit_code = 7
