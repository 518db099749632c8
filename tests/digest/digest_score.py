"""Score figures, names and quotes against the labelled texts; `python tests/digest/digest_score.py` prints what differs."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from pipeline.digest import digest
from pipeline.digest.quotes import quotes
from pipeline.settings import DigestSettings
from pipeline.story import Paragraph, Story
from pipeline.termbase import Termbase

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LABELLED = sorted((HERE / "labelled").glob("*.json"))


class Count(NamedTuple):
    """Hold how many were found, right and wanted."""

    found: int
    right: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0


def sample(slug: str) -> Story:
    """Read one clean text of the sample corpus as a story."""
    return read(ROOT / "tests" / "corpus" / "sample" / f"{slug}.zh.txt")


def read(path: Path) -> Story:
    """Read a text as a story: its title, then a paragraph a line; # opens a heading."""
    lines = path.read_text("utf-8").splitlines()
    paragraphs = []
    for line in filter(str.strip, lines[1:]):
        kind = "heading" if line.startswith("# ") else "code" if line.startswith("    ") else "paragraph"
        kind = "table" if line.startswith("|") else kind
        paragraphs.append(Paragraph(f"p{len(paragraphs) + 1}", kind, line.removeprefix("# ")))
    return Story(path.stem, lines[0].removeprefix("# "), "A", "", (), tuple(paragraphs))


def story_of(label: dict) -> Story:
    """Build the story that a label speaks of."""
    if "sample" in label:
        return sample(label["sample"])
    if "feature" in label:
        return read(HERE / "features" / f"{label['feature']}.zh.txt")
    paragraphs = tuple(Paragraph(f"p{n}", "paragraph", text) for n, text in enumerate(label["paragraphs"], 1))
    return Story("x", label["title"], "A", "", (), paragraphs)


def score(show: bool = False) -> dict[str, Count]:
    """Count over all labelled texts; own terms help only the sample corpus, whose terms they are."""
    terms = Termbase.load(ROOT / "editorial" / "terms.tsv")
    totals: dict[str, list[Count]] = {"figures": [], "names": [], "quotes": []}
    for path in LABELLED:
        label = json.loads(path.read_text("utf-8"))
        story = story_of(label)
        result = digest(story, terms if "sample" in label else Termbase(), DigestSettings())
        spoken = quotes(story, result.names)
        pairs = {
            "figures": Counter({f.text for f in result.figures}),
            "names": Counter((n.text, n.kind) for n in result.names),
            "quotes": Counter((q.speaker, q.text) for q in spoken),
        }
        for kind, found in pairs.items():
            if kind not in label:
                continue  # some texts have their names labelled and nothing else
            rows = label[kind]
            wanted = Counter(set(rows)) if kind == "figures" else Counter(map(tuple, rows))
            right = (found & wanted).total()
            totals[kind].append(Count(found.total(), right, wanted.total()))
            if show and found != wanted:
                print(path.stem, kind, "wrong", list(found - wanted), "missed", list(wanted - found))  # noqa: T201
    return {kind: Count(*map(sum, zip(*rows, strict=True))) for kind, rows in totals.items()}


if __name__ == "__main__":
    for kind, count in score(show=True).items():
        print(f"{kind}: P {count.precision:.2f} R {count.recall:.2f} {count}")  # noqa: T201
