"""`/metrics`: the state of the bot in OpenMetrics, for a monitoring program that polls it.

The table below names every metric; `docs/reference/metrics.md` is made from it. Metrics of the
database are the same in each process; counters are of the process itself.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any, Final, Literal, TypeAlias

from bot import log
from bot.chat import AnswerCounts
from bot.service.monitor import Monitor
from briefs.digests.outbox import Status
from briefs.storage import Store

MEDIA_TYPE: Final = "application/openmetrics-text; version=1.0.0; charset=utf-8"

LATE: Final = timedelta(minutes=5)
"""A delivery is late if it should have been sent longer ago than this."""

_RECOUNT: Final = timedelta(minutes=1)
"""Deliveries of all statuses are counted at most this often, since it reads every row."""

_LEVELS: Final = {"debug": 0, "info": 0, "warning": 0, "error": 0}
"""All levels are exported from the start: PromQL's `increase` does not see the first sample of a
new series as a rise (https://prometheus.io/docs/practices/instrumentation/#avoid-missing-metrics).
"""


Kind: TypeAlias = Literal["counter", "gauge", "summary", "info"]
Labels: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric; `of` says whether its value is the library's or the process's."""

    name: str
    kind: Kind
    of: Literal["library", "process"]
    help: str
    labels: tuple[str, ...] = ()


METRICS: Final = (
    Metric("sourcebrief_build", "info", "process", "The version that runs.", ("version",)),
    Metric(
        "sourcebrief_service_up",
        "gauge",
        "process",
        "1 while a service runs, 0 once it has ended though nobody asked it to.",
        ("service",),
    ),
    Metric(
        "sourcebrief_answer_seconds",
        "summary",
        "process",
        "Answers to people, and how long they took in all.",
        ("command",),
    ),
    Metric(
        "sourcebrief_requests",
        "counter",
        "process",
        "Deliveries of platforms to WEB_LISTEN, by the status they were answered with.",
        ("door", "status"),
    ),
    Metric("sourcebrief_log_records", "counter", "process", "Lines that were logged.", ("level",)),
    Metric(
        "sourcebrief_database_failures",
        "counter",
        "process",
        "How often the database could not be used; the log and the operator are told why.",
    ),
    Metric(
        "sourcebrief_digests_due",
        "gauge",
        "library",
        "Digests whose time has come and that are not put out yet.",
    ),
    Metric(
        "sourcebrief_deliveries",
        "gauge",
        "library",
        "Messages in the outbox, by what became of them; counted once a minute.",
        ("status",),
    ),
    Metric("sourcebrief_deliveries_waiting", "gauge", "library", "Messages that should leave now."),
    Metric(
        "sourcebrief_deliveries_late",
        "gauge",
        "library",
        "Messages that should have left more than five minutes ago.",
    ),
    Metric(
        "sourcebrief_outbox_oldest_seconds",
        "gauge",
        "library",
        "For how long the oldest message that waits should have left; 0 if none waits.",
    ),
    Metric(
        "sourcebrief_publication_late_seconds",
        "gauge",
        "library",
        "For how long a scheduled piece should have been public; 0 if none is late.",
    ),
    Metric("sourcebrief_feeds", "gauge", "library", "Feeds that are followed."),
    Metric("sourcebrief_feeds_failing", "gauge", "library", "Feeds whose last visit failed."),
    Metric("sourcebrief_pieces", "gauge", "library", "Pieces that readers can find."),
    Metric("sourcebrief_bytes", "gauge", "library", "What the library takes on disk.", ("of",)),
)


@dataclass(slots=True, kw_only=True)
class MetricsPage:
    """The page of one process; `ask` runs blocking calls in a thread."""

    store: Store
    monitor: Monitor
    answers: AnswerCounts
    requests: Mapping[tuple[str, int], int]
    clock: Callable[[], datetime]
    ask: Callable[[Callable[[], "Facts"]], Awaitable["Facts"]]
    _counted: tuple[datetime, Mapping[Status, int]] | None = None

    async def __call__(self) -> str:
        """The page; StoreUnavailable if the database does not answer."""
        return written(self._samples(await self.ask(self._facts)))

    def _facts(self) -> "Facts":
        store, now = self.store, self.clock()
        if self._counted is None or not timedelta() <= now - self._counted[0] < _RECOUNT:
            self._counted = now, store.outbox.counts()
        waiting, oldest = store.outbox.overdue(before=now)
        feeds = store.feeds.followed()
        public_at = store.editorial.next_due()
        return Facts(
            due=sum(store.subscriptions.due_counts(now=now).values()),
            deliveries=self._counted[1],
            waiting=waiting,
            late=store.outbox.overdue(before=now - LATE)[0],
            oldest=max(timedelta(), now - oldest) if oldest else timedelta(),
            unpublished=max(timedelta(), now - public_at) if public_at else timedelta(),
            feeds=len(feeds),
            failing=sum(feed.failures > 0 for feed in feeds),
            pieces=store.catalogue.count(),
            sizes=store.sizes(),
        )

    def _samples(self, facts: "Facts") -> dict[str, list[tuple[str, Labels, float]]]:
        """The samples of each metric: the suffix of its name, its labels and its value."""
        monitor = self.monitor
        up = dict.fromkeys(monitor.up, 1) | dict.fromkeys(monitor.ended, 0)
        return {
            "sourcebrief_build": [("_info", (("version", version("sourcebrief")),), 1)],
            "sourcebrief_service_up": _by("service", up),
            "sourcebrief_answer_seconds": [
                (end, (("command", command),), value)
                for command, count, seconds in self.answers.by_command()
                for end, value in (("_count", count), ("_sum", seconds))
            ],
            "sourcebrief_requests": [
                ("_total", (("door", door), ("status", str(status))), count)
                for (door, status), count in sorted(self.requests.items())
            ],
            "sourcebrief_log_records": _by("level", _LEVELS | log.written(), "_total"),
            "sourcebrief_database_failures": [
                ("_total", (), sum(trouble.times for trouble in self.store.health.troubles))
            ],
            "sourcebrief_digests_due": [("", (), facts.due)],
            "sourcebrief_deliveries": _by("status", facts.deliveries),
            "sourcebrief_deliveries_waiting": [("", (), facts.waiting)],
            "sourcebrief_deliveries_late": [("", (), facts.late)],
            "sourcebrief_outbox_oldest_seconds": [("", (), facts.oldest.total_seconds())],
            "sourcebrief_publication_late_seconds": [("", (), facts.unpublished.total_seconds())],
            "sourcebrief_feeds": [("", (), facts.feeds)],
            "sourcebrief_feeds_failing": [("", (), facts.failing)],
            "sourcebrief_pieces": [("", (), facts.pieces)],
            "sourcebrief_bytes": _by("of", facts.sizes),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The values that the database gives."""

    due: int
    deliveries: Mapping[Status, int]
    waiting: int
    late: int
    oldest: timedelta
    unpublished: timedelta
    feeds: int
    failing: int
    pieces: int
    sizes: Mapping[str, int]


def _by(label: str, values: Mapping[Any, int], end: str = "") -> list[tuple[str, Labels, float]]:
    return [(end, ((label, name),), value) for name, value in sorted(values.items())]


def written(samples: Mapping[str, list[tuple[str, Labels, float]]]) -> str:
    """The page: each metric of the table with its samples, and the "# EOF" that OpenMetrics
    requires.
    """
    lines = []
    for metric in METRICS:
        lines += [f"# TYPE {metric.name} {metric.kind}", f"# HELP {metric.name} {metric.help}"]
        for end, labels, value in samples[metric.name]:
            told = ",".join(f'{name}="{_escaped(text)}"' for name, text in labels)
            lines.append(f"{metric.name}{end}{f'{{{told}}}' if told else ''} {value!r}")
    return "\n".join((*lines, "# EOF")) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
