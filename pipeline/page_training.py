"""Train the weights of `clean/page_model.py` on pages that a person judged, and prove them across sites.

    python -m pipeline.page_training FOLDER [--folds 6] [--write FILE]

FOLDER holds NAME.html beside NAME.txt (what a person kept) and provenance.tsv. Each fold is trained without the sites that it
is scored on. Needs scikit-learn, which the product itself does not.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from pipeline.clean.page_context import prose
from pipeline.clean.page_cues import path_cues
from pipeline.clean.page_decide import decide
from pipeline.clean.page_features import TEXT_NAMES, Matrix, path_of
from pipeline.clean.page_model import NAMES, WEIGHTS, Model, model_from, page_matrix, squashed
from pipeline.document import Block, Document
from pipeline.evaluate.html import Score, page_score, summary
from pipeline.evaluate.page_labels import block_labels
from pipeline.ingest import read
from pipeline.settings import CleanSettings, IngestSettings

_FOREST = {
    "max_iter": 70,
    "max_bins": 32,
    "learning_rate": 0.1,
    "max_leaf_nodes": 10,
    "min_samples_leaf": 30,
    "l2_regularization": 10.0,
    "early_stopping": False,
    "random_state": 0,
}
"""Small on purpose: a hundred pages of seventy sites teach no more."""
_LINEAR_C = 0.03
_SITE = re.compile(r"(?:https?://|_)([\w-]+(?:\.[\w-]+)+)")
_FAMILIES = (
    "sina",
    "ifeng",
    "xinhuanet",
    "news.cn",
    "people",
    "udn",
    "chinatimes",
    "chinanews",
    "qq.com",
    "hexun",
    "nownews",
    "163.com",
)
"""Sites whose subdomains share their templates."""


class Page(NamedTuple):
    """Hold one judged page."""

    name: str
    site: str
    doc: Document
    blocks: tuple[Block, ...]
    gold: str
    features: Matrix
    labels: NDArray[np.bool_]
    weights: NDArray[np.float64]
    """How much each block counts; a page counts 1."""


def load_pages(folder: Path) -> list[Page]:
    """Read and label the judged pages of a folder."""
    sites = _sites(folder / "provenance.tsv")
    return [_page(path, sites.get(path.stem, path.stem)) for path in sorted(folder.glob("*.html"))]


def train(pages: Sequence[Page]) -> dict[str, Any]:
    """Fit both models and return the table that `model_from` reads."""
    usable = [np.array(["is_form" not in path_cues(path_of(block)) for block in page.blocks]) for page in pages]
    features = np.vstack([page.features[mask] for page, mask in zip(pages, usable, strict=True)])
    labels = np.concatenate([page.labels[mask] for page, mask in zip(pages, usable, strict=True)])
    weights = np.concatenate([page.weights[mask] for page, mask in zip(pages, usable, strict=True)])
    weights = weights * len(weights) / weights.sum()
    scaler = StandardScaler().fit(squashed(features))
    linear = LogisticRegression(C=_LINEAR_C, max_iter=300).fit(
        scaler.transform(squashed(features)), labels, sample_weight=weights
    )
    forest = HistGradientBoostingClassifier(**_FOREST).fit(features, labels, sample_weight=weights)
    table = {
        "names": list(NAMES),
        "mean": _short(scaler.mean_),
        "scale": _short(scaler.scale_),
        "coefficients": _short(linear.coef_[0]),
        "intercept": round(float(linear.intercept_[0]), 5),
    }
    return table | _trees(forest)


def validate(pages: Sequence[Page], folds: int) -> list[tuple[str, Score]]:
    """Score every page with weights that were trained without its site."""
    fold_of = _folds([page.site for page in pages], folds)
    rows = []
    for fold in range(folds):
        model = model_from(train([page for page in pages if fold_of[page.site] != fold]))
        rows += [(page.name, judge(page, model)) for page in pages if fold_of[page.site] == fold]
    return rows


def judge(page: Page, model: Model) -> Score:
    """Score what a model keeps of a page."""
    title = page.doc.metadata.title.value if page.doc.metadata.title else ""
    weight = prose(page.features[:, : len(TEXT_NAMES)])
    limit = 1 - CleanSettings().removal_score
    decision = decide(page.blocks, model.score(page.features), weight, title, limit)
    kept = [block.text for block, keep in zip(page.blocks, decision.keep, strict=True) if keep]
    return page_score("\n".join(kept), page.gold)


def main(arguments: Sequence[str] | None = None) -> None:
    """Validate, then train on all pages and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=6, help="0 skips the validation")
    parser.add_argument("--write", type=Path, default=Path(__file__).resolve().parent / "clean" / "data" / WEIGHTS)
    given = parser.parse_args(arguments)
    pages = load_pages(given.folder)
    if given.folds:
        rows = validate(pages, given.folds)
        sys.stdout.write(f"across sites: {_line(rows)}\n")
        for name, score in sorted(rows, key=lambda row: row[1].f1)[:12]:
            sys.stdout.write(f"  {name:20} P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}\n")
    table = train(pages)
    given.write.parent.mkdir(parents=True, exist_ok=True)
    given.write.write_text(json.dumps(table, separators=(",", ":")) + "\n", "utf-8")
    sys.stdout.write(
        f"on the training pages: {_line([(page.name, judge(page, model_from(table))) for page in pages])}\n"
    )


def _line(rows: Sequence[tuple[str, Score]]) -> str:
    total = summary(score for _, score in rows)
    return f"pages {total.pages} P {total.precision:.4f} R {total.recall:.4f} F1 {total.f1:.4f} good {total.good:.3f}"


def _page(path: Path, site: str) -> Page:
    doc = read(path.name, path.read_bytes(), None, IngestSettings())
    gold = path.with_suffix(".txt").read_text("utf-8")
    blocks = tuple(block for block in doc.blocks if block.text)
    labels = np.array(block_labels([block.text for block in blocks], gold))
    chars = np.array([len(block.text) for block in blocks], float)
    weights = np.minimum(chars / max(200, len(gold)), 0.5) + 0.3 / len(blocks)
    return Page(path.stem, site, doc, blocks, gold, page_matrix(doc, blocks), labels, weights / weights.sum())


def _sites(path: Path) -> dict[str, str]:
    """Name each page's site, so that no fold knows a template that it is scored on."""
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    sites = {}
    for row in rows:
        match = _SITE.search(row["url"] or row["path"])
        domain = match.group(1) if match else row["name"]
        sites[row["name"]] = next((family for family in _FAMILIES if family in domain), domain)
    return sites


def _folds(sites: Sequence[str], folds: int) -> dict[str, int]:
    """Deal sites to folds, the largest first, each to the fold with the fewest pages."""
    load, fold_of = [0] * folds, {}
    for site, count in sorted(Counter(sites).items(), key=lambda item: (-item[1], item[0])):
        fold = load.index(min(load))
        fold_of[site] = fold
        load[fold] += count
    return fold_of


def _trees(forest: Any) -> dict[str, Any]:
    """Flatten a fitted forest into padded arrays; leaves point to themselves."""
    grown = [predictor.nodes for (predictor,) in forest._predictors]
    size = max(len(nodes) for nodes in grown)
    table: dict[str, list[list[float]]] = {name: [] for name in ("feature", "threshold", "left", "right", "value")}
    for nodes in grown:
        own = np.arange(len(nodes))
        leaf = nodes["is_leaf"].astype(bool)
        columns = {
            "feature": np.where(leaf, 0, nodes["feature_idx"]),
            "threshold": np.where(leaf, 0.0, nodes["num_threshold"]),
            "left": np.where(leaf, own, nodes["left"]),
            "right": np.where(leaf, own, nodes["right"]),
            "value": np.where(leaf, nodes["value"], 0.0),
        }
        for name, column in columns.items():
            table[name].append(_short(column) + [0] * (size - len(nodes)))
    depth = max(int(nodes["depth"].max()) for nodes in grown)
    return {**table, "baseline": round(float(forest._baseline_prediction.ravel()[0]), 5), "depth": depth}


def _short(values: Any) -> list[float]:
    return [int(value) if float(value).is_integer() else float(f"{value:.6g}") for value in np.asarray(values).tolist()]


if __name__ == "__main__":
    main()
