"""`/metrics` is OpenMetrics that a monitoring program reads, and says what the table says."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import StringIO

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import Metric as Family
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from bot import log
from bot.chat import AnswerCounts, ChatService
from bot.operations.metrics import MEDIA_TYPE, METRICS, Facts, MetricsPage, written
from bot.operations.status_pages import PrivatePages
from bot.service.monitor import Monitor
from briefs.digests.outbox import Unknown
from briefs.storage import Store
from briefs.storage.sql.store import open_store
from handlers.message import Request
from tests.briefs.builders import NOW
from tests.contracts.memory_store import MemoryStore
from tests.contracts.posting import CHAT, DAY, MINUTE, PLACE, edition, order, run, send
from tests.handlers.newsroom import piece

Samples = dict[str, float]


@dataclass
class Observed:
    """A process over a store that can be asked for its metrics."""

    store: Store = field(default_factory=MemoryStore)
    now: datetime = NOW
    answers: AnswerCounts = field(default_factory=AnswerCounts)
    requests: dict[tuple[str, int], int] = field(default_factory=dict)
    monitor: Monitor = field(
        default_factory=lambda: Monitor(lambda *_: None, ThreadPoolExecutor(1))
    )

    @property
    def page(self) -> MetricsPage:
        async def ask(facts: Callable[[], Facts]) -> Facts:
            return facts()

        return MetricsPage(
            store=self.store,
            monitor=self.monitor,
            answers=self.answers,
            requests=self.requests,
            clock=lambda: self.now,
            ask=ask,
        )

    def scraped(self) -> Samples:
        return read(asyncio.run(self.page()))


def read(text: str) -> Samples:
    """Each sample's value, under its name and labels."""
    return {
        f"{one.name}{{{_labels(one.labels)}}}": one.value
        for family in families(text)
        for one in family.samples
    }


def families(text: str) -> list[Family]:
    """The metrics of a page, by Prometheus' own reader."""
    return list(text_string_to_metric_families(text))  # type: ignore[no-untyped-call]


def _labels(labels: dict[str, str]) -> str:
    return ",".join(f'{name}="{value}"' for name, value in sorted(labels.items()))


@pytest.mark.parametrize("kind", ["memory", "sql"])
def test_what_waits_is_late_or_in_doubt_is_told_of_any_store(kind: str) -> None:
    at = Observed(MemoryStore() if kind == "memory" else open_store("sqlite://"))
    at.store.catalogue.add(piece(), now=NOW)
    at.store.subscriptions.save(order(), run(0), now=NOW)
    at.store.outbox.enqueue([edition(CHAT)], now=NOW)
    send(at.store, Unknown("The line broke."))
    at.store.outbox.enqueue([edition(PLACE, "x", due=NOW - 10 * MINUTE)], now=NOW)
    at.now = NOW + MINUTE
    told = at.scraped()
    assert told["sourcebrief_pieces{}"] == 1
    assert told["sourcebrief_digests_due{}"] == 1
    assert told["sourcebrief_deliveries_waiting{}"] == 1
    assert told["sourcebrief_deliveries_late{}"] == 1
    waited = at.now - (NOW - 10 * MINUTE)
    assert told["sourcebrief_outbox_oldest_seconds{}"] == waited.total_seconds()
    assert told['sourcebrief_deliveries{status="uncertain"}'] == 1
    assert told['sourcebrief_deliveries{status="sent"}'] == 0
    assert told["sourcebrief_feeds_failing{}"] == 0
    at.store.close()


def test_a_bot_at_rest_waits_for_nothing() -> None:
    told = Observed().scraped()
    assert told["sourcebrief_outbox_oldest_seconds{}"] == 0
    assert told["sourcebrief_deliveries_late{}"] == 0


def test_all_rows_of_the_outbox_are_counted_once_a_minute_at_most() -> None:
    at = Observed()
    page = at.page
    before = read(asyncio.run(page()))
    at.store.outbox.enqueue([edition(due=NOW + DAY)], now=NOW)
    assert read(asyncio.run(page())) == before
    at.now += MINUTE
    assert read(asyncio.run(page()))['sourcebrief_deliveries{status="pending"}'] == 1


def test_an_answer_is_counted_under_its_command_and_others_under_one_name() -> None:
    chat = ChatService(MemoryStore(), lambda: NOW)
    for command in ("latest", "LATEST", "nonsense", "x" * 500):
        chat.answer(Request(command=command, origin=PLACE, at=NOW))
    told = Observed(answers=chat.counts).scraped()
    assert told['sourcebrief_answer_seconds_count{command="latest"}'] == 2
    assert told['sourcebrief_answer_seconds_count{command="other"}'] == 2
    assert told['sourcebrief_answer_seconds_sum{command="latest"}'] > 0


def test_lines_of_the_log_are_counted_by_their_level() -> None:
    log.configure("INFO", json=False, secrets=(), stream=StringIO())
    for level in (logging.ERROR, logging.ERROR, logging.WARNING, logging.DEBUG):
        logging.getLogger("x").log(level, "broken")
    assert log.written() == {"error": 2, "warning": 1}
    assert Observed().scraped()['sourcebrief_log_records_total{level="error"}'] == 2


@given(st.text(max_size=30), st.text(max_size=30), st.integers(0, 10**15))
def test_whatever_a_label_holds_the_page_is_read_back(door: str, service: str, count: int) -> None:
    at = Observed(requests={(door, 200): count})
    at.monitor.ended[service] = "It ended."
    found = {f.name: f for f in families(asyncio.run(at.page()))}
    (asked,) = found["sourcebrief_requests"].samples
    assert (asked.labels["door"], asked.value) == (door, count)
    (up,) = found["sourcebrief_service_up"].samples
    assert (up.labels["service"], up.value) == (service, 0)


def test_every_sample_is_of_a_metric_of_the_table_with_its_labels() -> None:
    at = Observed(requests={("/telegram", 200): 1})
    at.monitor.up.add("telegram")
    at.answers.note("brief", 0.1)
    at.store.health.failed("is locked", "Wait.")
    found = {f.name: f for f in families(asyncio.run(at.page()))}
    assert list(found) == [metric.name for metric in METRICS]
    for metric in METRICS:
        family = found[metric.name]
        assert (family.type, family.documentation) == (metric.kind, metric.help)
        for sample in family.samples:
            assert tuple(sample.labels) == metric.labels


def test_no_metric_is_left_out_where_it_has_no_sample() -> None:
    page = written({metric.name: [] for metric in METRICS})
    assert page.endswith("# EOF\n")
    assert len(list(families(page))) == len(METRICS)


async def test_it_is_served_at_the_operators_address_as_openmetrics() -> None:
    page, stop = Observed().page, asyncio.Event()
    pages = PrivatePages(
        host="127.0.0.1",
        port=0,
        pages={"/metrics": page},
        media_types={"/metrics": MEDIA_TYPE},
    )
    serving = asyncio.create_task(pages.run(stop))
    await pages.listening.wait()
    origin = f"http://127.0.0.1:{pages.port}"
    async with aiohttp.ClientSession(origin) as session, session.get("/metrics") as response:
        assert response.headers["Content-Type"] == MEDIA_TYPE
        assert read(await response.text())["sourcebrief_pieces{}"] == 0
    stop.set()
    await serving


def test_late_is_later_than_the_spread_of_a_crowd_within_its_minute() -> None:
    at = Observed()
    at.store.outbox.enqueue([edition(due=NOW)], now=NOW)
    at.now = NOW + timedelta(minutes=4)
    assert at.scraped()["sourcebrief_deliveries_late{}"] == 0
    at.now = NOW + timedelta(minutes=6)
    assert at.scraped()["sourcebrief_deliveries_late{}"] == 1
