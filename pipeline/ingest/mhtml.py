"""MHTML: take the page out of a browser's archive; its pictures and styles stay behind."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from typing import NamedTuple, cast

from pipeline.errors import InputError
from pipeline.ingest.decode import decode


class Part(NamedTuple):
    """Hold the page of an archive."""

    data: bytes
    charset: str
    url: str
    """Where the browser saved the page from, "" where the archive does not say."""


def page_part(data: bytes, path: str) -> Part:
    """Return the first HTML part of an archive, its transfer encoding undone; raises InputError if there is none."""
    message = cast(EmailMessage, email.message_from_bytes(data.lstrip(), policy=email.policy.compat32))
    address = str(message.get("Snapshot-Content-Location", "") or "").strip()
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                place = str(part.get("Content-Location", "") or "").strip()
                url = next((item for item in (address, place) if item.startswith(("http://", "https://"))), "")
                return Part(payload, str(part.get_content_charset("") or ""), url)
    raise InputError(f"{path}: is a page archive (MHTML) without a page in it")


def part_text(part: Part, path: str) -> tuple[str, str, str]:
    """Decode a page of an archive: (text, encoding, evidence); the archive's own charset counts as declared."""
    try:
        return part.data.decode(part.charset or "unknown"), part.charset.lower(), "declared"
    except (UnicodeDecodeError, LookupError):
        return decode(part.data, path)
