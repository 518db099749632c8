"""A translation service on this machine that answers as the real ones were seen to answer, and a way to open engines on it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from local_service import Service


@pytest.fixture
def service() -> Iterator[Service]:
    """Run a service that translates by its `answer`; it notes every text it was asked for."""
    state = Service("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
            self._reply((query.get("q") or query.get("text") or [""])[0])

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8")
            query = parse_qs(urlsplit(self.path).query)
            text = query.get("q", [""])[0]
            if not text and body.startswith("{"):
                text = json.loads(body)["messages"][-1]["content"]
            elif not text and body.startswith("["):
                text = json.loads(body)[0]["text"]
            self._reply(text)

        def _reply(self, text: str) -> None:
            state.asked.append(text)
            state.paths.append(self.path)
            status, headers, body = state.answer(text)
            data = body.encode("utf-8")
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join()
