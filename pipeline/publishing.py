"""The commands that show and publish a site: preview, the manual, and a branch for GitHub Pages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ghp_import import GhpError, ghp_import
from rich.console import Console

from pipeline import stages
from pipeline.errors import RenderError, SettingsError
from pipeline.render.preview import serve as preview
from pipeline.site import PAGES, PreviewSite
from pipeline.workspace import Options, answers_online, settings_of, workspace

_MANUAL_TIMEOUT_S = 300


def serve(options: Options, port: int) -> None:
    """Build the site, serve it on 127.0.0.1 and build anew when its sources change."""
    chosen = settings_of(options)
    root, console = options.root, Console()
    quick = replace(options, quiet=True, network=answers_online())

    site = PreviewSite(root / PAGES / "preview")

    def builder(site_dir: Path, before: Path | None) -> None:
        with workspace(quick) as space:
            site.build(stages.run(space), space, site_dir, before)

    articles = root / (options.articles or chosen.run.articles)
    editorial = root / (options.editorial or chosen.run.editorial)
    watched = [articles, editorial, root / "templates", root / "docs", root / "mkdocs.yml", root / "qingyi.toml"]
    preview(builder, watched, root / ".qingyi" / "preview", port, lambda text: console.print(text, highlight=False))


def build_manual(root: Path) -> None:
    """Build the hand-written pages strictly, as a check; raises RenderError with the builder's warnings."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", "build/manual"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=_MANUAL_TIMEOUT_S)
    if done.returncode:
        raise RenderError("the documentation does not build strictly:\n" + done.stderr.strip())


@contextmanager
def _explained(branch: str) -> Iterator[None]:
    try:
        yield
    except GhpError as error:
        raise SettingsError(f"branch {branch}: {error}") from error


def deploy(root: Path, site_dir: Path, branch: str, remote: str, *, push: bool) -> None:
    """Commit a built site to a branch, alone and without history of its own, and push it.

    Raises SettingsError if there is no built site, or git refuses.
    """
    if not (site_dir / "index.html").is_file():
        raise SettingsError(f"{site_dir}: no built site; run `inv build` first")
    with _explained(branch):
        ghp_import(
            str(site_dir),
            mesg="Publish the digest",
            remote=remote,
            branch=branch,
            push=push,
            force=True,
            use_shell=False,
            no_history=True,
            nojekyll=True,
        )
    Console().print(f"{site_dir} is on branch {branch}" + (f", pushed to {remote}" if push else ", not pushed"))
