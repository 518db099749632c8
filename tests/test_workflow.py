"""The Pages workflow, which only GitHub can run: what can be known of it from here."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import tasks


@pytest.fixture(scope="module")
def workflow(root: Path) -> dict[str, Any]:
    """Read the workflow; YAML takes its key `on` for the truth."""
    return yaml.safe_load((root / ".github/workflows/pages.yml").read_text("utf-8"))


def steps(workflow: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """List the steps with the names of their jobs."""
    return [(name, step) for name, job in workflow["jobs"].items() for step in job["steps"]]


def test_only_the_deploying_job_may_write(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {"contents": "read"}
    assert "permissions" not in workflow["jobs"]["build"]
    deploy = workflow["jobs"]["deploy"]
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"} and deploy["needs"] == "build"
    assert [step["uses"].partition("@")[0] for step in deploy["steps"]] == ["actions/deploy-pages"]
    assert workflow["concurrency"] == {"group": "pages", "cancel-in-progress": False}


def test_every_step_uses_or_runs(workflow: dict[str, Any]) -> None:
    for _, step in steps(workflow):
        assert ("uses" in step) != ("run" in step)
        assert "uses" not in step or re.fullmatch(r"actions/[a-z-]+(/[a-z-]+)?@v\d+", step["uses"])
    checkout = next(step for _, step in steps(workflow) if step.get("uses", "").startswith("actions/checkout"))
    assert checkout["with"]["persist-credentials"] is False


def test_no_expression_stands_in_a_script(workflow: dict[str, Any]) -> None:
    """What a person types into the form must never become part of a command; secrets travel in variables only."""
    for _, step in steps(workflow):
        assert "${{" not in step.get("run", "")
        assert "secrets." not in str({key: value for key, value in step.items() if key != "env"})


def test_names_that_steps_ask_for_exist(workflow: dict[str, Any], root: Path) -> None:
    for name, job in workflow["jobs"].items():
        ids = {step["id"] for step in job["steps"] if "id" in step}
        assert set(re.findall(r"steps\.([\w-]+)\.outputs", str(job))) <= ids, name
    assert set(re.findall(r"inputs\.([\w-]+)", str(workflow))) <= set(workflow[True]["workflow_dispatch"]["inputs"])
    makefile = (root / "Makefile").read_text("utf-8")
    scripts = " ".join(step.get("run", "") for _, step in steps(workflow))
    targets = re.findall(r"make (\S+)", scripts)
    assert targets and all(f"$(VENV)/{target.removeprefix('.venv/')}:" in makefile for target in targets)
    options = set(
        re.findall(r"--([a-z]+)", next(line for line in scripts.split(".venv/bin/") if line.startswith("inv build")))
    )
    assert options == {"url", "engine"} <= set(inspect.signature(tasks.build.body).parameters)


def test_the_store_and_the_site_are_where_the_build_leaves_them(workflow: dict[str, Any]) -> None:
    caches = [step for _, step in steps(workflow) if step.get("uses", "").startswith("actions/cache")]
    restored, saved = caches
    assert restored["with"]["key"] == saved["with"]["key"] and "github.run_id" in saved["with"]["key"]
    assert saved["with"]["key"].startswith(restored["with"]["restore-keys"]) and saved["if"] == "always()"
    assert restored["with"]["path"] == saved["with"]["path"] == ".qingyi"
    upload = next(step for _, step in steps(workflow) if step.get("uses", "").startswith("actions/upload-pages"))
    assert upload["with"]["path"] == inspect.signature(tasks.build.body).parameters["site"].default
