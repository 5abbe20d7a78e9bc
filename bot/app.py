"""The composition root: constructs the services of one process, by its role."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from socket import gethostname
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from bot import config, source_services
from bot.access import Budgets, Editors
from bot.chat import AnswerCounts, ChatService
from bot.config import PREFIX, Settings
from bot.delivery.console_delivery import ConsoleInbox
from bot.linked_pages import Limiter
from bot.open_library import clock, issuer_of
from bot.operations import alerts, maintenance
from bot.operations.alerts import DirectLine, Operator, OperatorAlerts, TroubleAlerts
from bot.operations.metrics import MEDIA_TYPE, MetricsPage
from bot.platforms import registry
from bot.platforms.base import AccountContext, Freezer
from bot.platforms.inbox import Deduplicator
from bot.platforms.webhooks import Door, StopsAfterServer
from bot.service.leader import LeaderElection
from bot.service.monitor import Monitor
from bot.service.process_identity import has_died, worker_name
from bot.service.runtime import Service, run_blocking
from briefs.errors import BadArgument
from briefs.model import Address
from briefs.storage import Store
from briefs.storage.sql.retention import RetentionPeriods
from briefs.storage.sql.store import SqlStore
from handlers.commands import load_all

if TYPE_CHECKING:
    from bot.platforms.webhooks import Server
    from briefs.receipts.signing import PublicKey

Role: TypeAlias = Literal["all", "web", "courier", "publisher", "feeds"]
"""What a process serves. Several processes may share one library, each with a role of its own:

"web"        answers readers
"publisher"  puts digests into the outbox, and tells the operator of errors
"courier"    posts what is in the outbox
"feeds"      follows the feeds, and the watched folder
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """One thread pool for each kind of work, so that no kind waits for another.

    `answers` is for readers, `delivery` schedules and posts digests, `sources` reads feeds and
    folders, and `heartbeats` renews the leases of this process.
    """

    answers: Executor
    delivery: Executor
    sources: Executor
    heartbeats: Executor


@dataclass(frozen=True, slots=True)
class Services:
    """What `run` serves: services, the delivery (`deliveries`) of each by its name, and helpers of
    both.
    """

    services: Mapping[str, Service]
    deliveries: Mapping[str, Service]
    others: Mapping[str, Service]


def services_of(settings: Settings, store: Store, workers: Workers, role: Role = "all") -> Services:
    """The services of a process with that role, for the platforms whose tokens are set.

    Raises BadArgument for settings that contradict each other.
    """
    from bot.accounts import DeliveryService, accounts, unserved  # noqa: PLC0415  # loads slowly

    freezers = _freezers(settings)
    turns = LeaderElection(
        leases=store.leases,
        workers=workers.heartbeats,
        holder=worker_name("turns"),
        has_died=has_died,
    )
    services: dict[str, Service] = {}
    others: dict[str, Service] = {}
    can = {name: platform.capabilities for name, platform in registry.platforms().items()}
    editors = Editors.read(settings.editors or "", can)
    chat = ChatService(
        store,
        clock,
        freezers,
        editors,
        method=settings.method,
        budgets=Budgets.sized(settings.answers_a_minute) if settings.answers_a_minute else None,
        issuer=issuer_of(settings, store),
    )
    if role in {"all", "web", "feeds"}:
        incoming = source_services.source_services(settings, store, workers.sources, clock)
        others |= _in_turn(settings, turns, incoming.services, role)
        # One thread stays free for requests without a link.
        room = Limiter(max(1, settings.workers - 1))
        chat = replace(
            chat,
            get=room.within(incoming.for_editors.wait_for),
            external_pages=source_services.external_pages(
                settings, store, incoming.for_readers.wait_for, room, chat.budgets
            ),
        )
    context = AccountContext(
        settings=settings,
        responder=chat,
        editors=editors,
        workers=workers.answers,
        leaders=turns,
        once=Deduplicator(taken=store.deduplication, workers=workers.answers, clock=clock),
        inbox=store.inbox,
        clock=clock,
    )
    served = accounts(context) if role != "feeds" else ()
    if not served and role != "feeds":
        raise registry.nothing_set_up(f"the role “{role}” is for a platform")
    operator = _operator(settings, freezers) if served else None
    line = DirectLine(operator.at.account if operator else "")

    def look_for_unserved(account: str) -> None:
        alerts.tell_of_unserved(store, operator, unserved(store, settings, (account,)), clock())

    deliveries = {
        account.name: DeliveryService(
            store=store,
            workers=workers.delivery,
            freezer=freezers[account.platform],
            platform=registry.platforms()[account.platform],
            admitted=account.admitted,
            worker=worker_name(account.name),
            clock=clock,
            zones=config.release(),
            grace=timedelta(hours=settings.digest_grace),
            turns=turns,
            line=line,
            publishes=role != "courier",
            delivers=role != "publisher",
            on_admitted=look_for_unserved,
        )
        for account in served
        if role in {"all", "courier", "publisher"}
    }

    def tell_of_end(name: str, reason: str) -> None:
        alerts.tell_of_end(store, operator, name, reason, clock())

    monitor = Monitor(tell_of_end, workers.delivery)
    doors = [account.door for account in served if account.door and role in {"all", "web"}]
    server = _server(settings, store, workers.delivery, doors, monitor)
    others |= _listening(
        settings, store, workers.delivery, server=server, monitor=monitor, answers=chat.counts
    )
    if role in {"all", "web"}:
        from briefs.summarise import query_focused  # noqa: F401, PLC0415  # so that no reader waits

        load_all()
        store.load()
        for account in served:
            front = account.receiver
            if server is not None and account.door is not None:
                front = StopsAfterServer(front, server.closed)
            services[account.name] = monitor.watch(account.name, front, essential=True)
    if role in {"all", "publisher"}:
        notices = OperatorAlerts(
            store=store, workers=workers.delivery, operator=operator, clock=clock
        )
        others["notices"] = turns.take("notices", lambda: notices)
        others["troubles"] = TroubleAlerts(
            health=store.health,
            outbox=store.outbox,
            workers=workers.delivery,
            operator=operator,
            line=line,
            clock=clock,
        )
    match role:
        case "all" | "web":
            posting = {name: monitor.watch(f"{name} post", one) for name, one in deliveries.items()}
            return Services(services, posting, _watched(monitor, others))
        case "courier" | "publisher":
            watched = {
                name: monitor.watch(name, delivery, essential=True)
                for name, delivery in deliveries.items()
            }
            return Services(watched, {}, _watched(monitor, others))
        case "feeds":
            return Services(_watched(monitor, others), {}, {})
        case _:
            assert_never(role)


def _watched(monitor: Monitor, services: Mapping[str, Service]) -> dict[str, Service]:
    return {name: monitor.watch(name, service) for name, service in services.items()}


def _in_turn(
    settings: Settings, turns: LeaderElection, incoming: Mapping[str, Service], role: Role
) -> dict[str, Service]:
    """The services that bring pieces in: fetchers in every process, the others only in a leader."""
    names = {"feeds": "feeds", "folder": f"folder {gethostname()} {settings.library}"}
    found: dict[str, Service] = {}
    for name, service in incoming.items():
        if name in names and role != "web":
            found[name] = turns.take(names[name], partial(_same, service))
        elif name in {"web", "public-web"} or role != "web":
            found[name] = service
    return found


def _same(service: Service) -> Service:
    return service


def _server(
    settings: Settings, store: Store, workers: Executor, doors: Sequence[Door], monitor: Monitor
) -> "Server | None":
    at = settings.listens
    if at is None and doors:
        raise BadArgument(
            "The platforms are to deliver to us, but we listen nowhere.",
            hint=f"Set {PREFIX}WEB_LISTEN, for instance to 127.0.0.1:8080.",
        )
    if at is None:
        return None
    from bot.platforms import receipt_pages  # noqa: PLC0415  # needed to listen
    from bot.platforms.webhooks import Server  # noqa: PLC0415  # as above

    async def alive() -> None:
        await asyncio.get_running_loop().run_in_executor(workers, store.catalogue.arrival)

    async def public_keys() -> "tuple[PublicKey, ...]":
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(workers, store.receipts.public_keys)

    pages = receipt_pages.pages(public_keys)
    return Server(*at, doors, alive, monitor=monitor, pages=pages)


def _listening(
    settings: Settings,
    store: Store,
    workers: Executor,
    *,
    server: "Server | None",
    monitor: Monitor,
    answers: AnswerCounts,
) -> dict[str, Service]:
    """The HTTP servers: for the platforms, and on another port the operator's private pages."""
    found: dict[str, Service] = {} if server is None else {"listening": server}
    at = settings.tells_status
    if at is None:
        return found
    from bot.operations.status_pages import PrivatePages, StatusPage  # noqa: PLC0415  # only what listens

    answered = server.answered if server is not None else Counter()
    status = StatusPage(
        answered=answered,
        monitor=monitor,
        sizes=lambda: run_blocking(workers, store.sizes),
    )
    metrics = MetricsPage(
        store=store,
        monitor=monitor,
        answers=answers,
        requests=answered,
        clock=clock,
        ask=partial(run_blocking, workers),
    )
    found["private pages"] = PrivatePages(
        host=at[0],
        port=at[1],
        pages={"/status": status, "/metrics": metrics},
        media_types={"/metrics": MEDIA_TYPE},
    )
    return found


def housekeeping(
    settings: Settings, store: SqlStore, posts: Executor, role: Role = "all"
) -> dict[str, Service]:
    """The periodic services that maintain the library."""
    always: dict[str, Service] = {
        "heartbeat": maintenance.heartbeat(store.posting_hold, posts, clock),
        "sandbox": maintenance.SandboxStop(),
    }
    if role not in {"all", "publisher"}:
        return always
    prune = partial(store.retention.prune, retention_periods(settings))
    return {
        **always,
        "publications": maintenance.publication(store, posts, clock),
        "wiping": maintenance.wiping(store, posts),
        "housekeeping": maintenance.retention(prune, posts, clock),
    }


def retention_periods(settings: Settings) -> RetentionPeriods:
    return RetentionPeriods(
        deliveries=timedelta(days=settings.keep_deliveries),
        buttons=timedelta(days=settings.keep_buttons),
    )


def console_inbox(settings: Settings, store: Store) -> ConsoleInbox:
    """The delivery for the terminal chat, which exists only while a chat is open."""
    return ConsoleInbox(
        store,
        clock=clock,
        zones=config.release(),
        grace=timedelta(hours=settings.digest_grace),
        worker=worker_name("console"),
    )


def _freezers(settings: Settings) -> dict[str, Freezer]:
    """The freezers of the platforms that are set up, by name."""
    found = registry.platforms().items()
    return {name: platform.freeze for name, platform in found if platform.is_set_up(settings)}


def _operator(settings: Settings, freezers: Mapping[str, Freezer]) -> Operator | None:
    if settings.operator is None:
        return None
    at = Address.parse(settings.operator)
    if at.platform in freezers:
        at = registry.platforms()[at.platform].operators_chat(at, settings)
    if at.platform not in freezers or not at.channel:
        raise BadArgument(
            f"I can't tell an operator at {settings.operator}.",
            hint=f"{PREFIX}OPERATOR must name a chat of a platform whose tokens are set: "
            "telegram:12345 or slack:T1:C1.",
        )
    return Operator(at, freezers[at.platform])


def stock_examples(store: Store) -> None:
    """Put the example pieces into an empty library, for a first try."""
    if store.catalogue.count():
        return
    from briefs import examples  # noqa: PLC0415  # needed by a first run
    from briefs.pieces import ingest  # noqa: PLC0415  # needed by a first run
    from briefs.reading import reader  # noqa: PLC0415  # as above

    for name, data in examples.pieces():
        draft = reader.read(data, name=name, origin=f"example:{name}")
        store.catalogue.add(ingest.edit(draft), now=clock())
