"""Prometheus metrics: a leaf, counted where things happen, served on the metrics port."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

PUSHES = Counter("bot_pushes", "Pushes of the channel by outcome", ["outcome"])
ANSWERS_CARRIED = Counter("bot_answers_carried", "Answers carried by an open push (passive replies)")
OUTBOUND = Counter("bot_outbound", "Outbox rows worked on by the sender")
TURNS = Counter("bot_turns", "Turns answered", ["outcome"])
TURN_SECONDS = Histogram(
    "bot_turn_seconds", "From claiming a turn to its answer", buckets=(0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
)
LOOP_FAILURES = Counter("bot_loop_failures", "Errors caught at the top of a worker loop", ["loop"])
