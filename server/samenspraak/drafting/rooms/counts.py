"""What operators see of live drafts: how many, how fast, and how conversations end. Never whose."""

from prometheus_client import Counter, Gauge, Histogram

from samenspraak.logs import REGISTRY

ROOMS = Gauge("samenspraak_draft_rooms_open", "Drafts held in memory.", registry=REGISTRY)
PEERS = Gauge("samenspraak_draft_peers", "Connections to live drafts.", registry=REGISTRY)
UPDATES = Counter("samenspraak_draft_updates", "Updates of drafts stored.", registry=REGISTRY)
# From one flush of a fast disk to a row somebody else keeps locked.
COMMIT_SECONDS = Histogram(
    "samenspraak_draft_commit_seconds",
    "Time to store what waited in all drafts.",
    buckets=(0.002, 0.005, 0.01, 0.05, 0.2, 1.0, 5.0),
    registry=REGISTRY,
)
CLOSES = Counter(
    "samenspraak_draft_closes",
    "Connections to drafts that we ended, by code.",
    ("code",),
    registry=REGISTRY,
)
