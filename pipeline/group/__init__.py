"""One story, once: find the copies of an article, print the best text of them, and keep what each of them reads.

`sketch` each document, `clusters` groups them, `collate` makes one story of a group, `relate` links stories. The room decides
by wording alone: a shared author, contact, disclaimer or quotation makes no copy.
"""

from __future__ import annotations

from pipeline.group.apparatus import rejoin
from pipeline.group.clusters import Cluster, Member, clusters
from pipeline.group.collate import collate
from pipeline.group.learning import learn
from pipeline.group.recall import Recall
from pipeline.group.related import Note, note, relate
from pipeline.group.sketch import Sketch, sketch

__all__ = [
    "Cluster",
    "Member",
    "Note",
    "Recall",
    "Sketch",
    "clusters",
    "collate",
    "learn",
    "note",
    "rejoin",
    "relate",
    "sketch",
]
