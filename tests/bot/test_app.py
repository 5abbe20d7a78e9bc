"""What is served follows from the settings, and settings that do not fit together are named."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any, get_args

import pytest
from pydantic import SecretStr

from bot import app
from bot.accounts import DeliveryService
from bot.config import Settings
from bot.operations.alerts import OperatorAlerts
from bot.platforms.webhooks import StopsAfterServer
from bot.service.leader import LeaderOnly
from bot.service.monitor import Watched
from bot.service.runtime import Service
from briefs.errors import BadArgument
from briefs.model import Address
from briefs.storage.sql.store import open_store
from tests.contracts.memory_store import MemoryStore

TELEGRAM = SecretStr("4242:secret")


def newsroom(role: app.Role = "all", **given: Any) -> app.Services:
    settings = Settings().model_copy(update=given)
    with ThreadPoolExecutor(1) as one:
        workers = app.Workers(answers=one, delivery=one, sources=one, heartbeats=one)
        return app.services_of(settings, MemoryStore(), workers, role)


def operator(**given: Any) -> Address | None:
    watched = newsroom(**given).others["notices"]
    assert isinstance(watched, Watched)
    leased = watched.service
    assert isinstance(leased, LeaderOnly)
    notices = leased.make()
    assert isinstance(notices, OperatorAlerts)
    return notices.operator.at if notices.operator else None


def test_each_platform_that_is_set_up_has_its_post_office() -> None:
    found = newsroom(telegram_token=TELEGRAM)
    assert set(found.services) == set(found.deliveries) == {"telegram"}
    slack: dict[str, Any] = {
        "slack_bot_token": SecretStr("xoxb-1"),
        "slack_app_token": SecretStr("xapp-1"),
    }
    found = newsroom(telegram_token=TELEGRAM, **slack)
    assert set(found.services) == set(found.deliveries) == {"telegram", "slack"}


def test_half_a_slack_set_up_is_refused() -> None:
    with pytest.raises(BadArgument, match="APP_TOKEN is missing"):
        newsroom(slack_bot_token=SecretStr("xoxb-1"))


def test_an_operator_on_telegram_is_told_by_the_account_that_is_served() -> None:
    here = Address("telegram", "4242", "77")
    assert operator(telegram_token=TELEGRAM, operator="telegram:77") == here
    assert operator(telegram_token=TELEGRAM, operator="telegram:4242:77") == here
    assert operator(telegram_token=TELEGRAM) is None


@pytest.mark.parametrize("said", ["slack:T1:C1", "slack:T1", "console::local"])
def test_an_operator_where_nothing_is_served_is_refused(said: str) -> None:
    with pytest.raises(BadArgument, match="can't tell an operator"):
        newsroom(telegram_token=TELEGRAM, operator=said)


BOTH: dict[str, Any] = {
    "telegram_token": SecretStr("4242:secret, 4343:secret"),
    "slack_bot_token": SecretStr("xoxb-1"),
    "slack_app_token": SecretStr("xapp-1"),
}
ACCOUNTS = {"telegram:4242", "telegram:4343", "slack"}


def test_each_of_several_bots_has_its_own_front_and_its_own_post_office() -> None:
    found = newsroom(**BOTH)
    assert set(found.services) == set(found.deliveries) == ACCOUNTS


def test_one_bot_named_twice_is_refused() -> None:
    with pytest.raises(BadArgument, match="same bot"):
        newsroom(telegram_token=SecretStr("4242:secret,4242:other"))


def test_an_operator_is_told_by_the_first_of_several_bots() -> None:
    assert operator(**BOTH, operator="telegram:77") == Address("telegram", "4242", "77")


def test_a_role_serves_what_it_is_for_and_nothing_else() -> None:
    web = newsroom("web", **BOTH)
    assert (set(web.services), set(web.deliveries), set(web.others)) == (
        ACCOUNTS,
        set(),
        {"web", "public-web"},
    )
    courier = newsroom("courier", **BOTH)
    assert (set(courier.services), set(courier.others)) == (ACCOUNTS, set())
    publisher = newsroom("publisher", **BOTH)
    assert (set(publisher.services), set(publisher.others)) == (ACCOUNTS, {"notices", "troubles"})
    for found, does in ((courier, (False, True)), (publisher, (True, False))):
        for watched in found.services.values():
            assert isinstance(watched, Watched)
            delivery = watched.service
            assert isinstance(delivery, DeliveryService)
            assert (delivery.publishes, delivery.delivers) == does
    feeds = newsroom("feeds", library="/tmp")
    assert {"web", "feeds", "folder"} <= set(feeds.services)
    assert not feeds.others


def test_what_no_role_serves_is_served_by_all() -> None:
    roles: tuple[app.Role, ...] = ("web", "courier", "publisher", "feeds")
    parts = [newsroom(role, **BOTH, library="/tmp") for role in roles]
    served = {name for part in parts for name in (*part.services, *part.others)}
    whole = newsroom(**BOTH, library="/tmp")
    assert served == {*whole.services, *whole.others}


@pytest.mark.parametrize("role", ["web", "courier", "publisher"])
def test_a_role_without_any_platform_is_refused(role: app.Role) -> None:
    with pytest.raises(BadArgument, match="No platform's token is set"):
        newsroom(role)


def test_what_is_delivered_to_us_needs_a_place_to_listen() -> None:
    with pytest.raises(BadArgument, match="listen nowhere"):
        newsroom(telegram_token=TELEGRAM, web_url="https://bot.example.org")
    slack: dict[str, Any] = {
        "slack_bot_token": SecretStr("xoxb-1"),
        "slack_signing_secret": SecretStr("s"),
    }
    with pytest.raises(BadArgument, match="listen nowhere"):
        newsroom(**slack)
    found = newsroom(**slack, web_listen="127.0.0.1:0")
    assert "listening" in found.others
    assert set(found.services) == {"slack"}


def test_the_operators_pages_are_served_at_an_address_of_their_own_by_any_role() -> None:
    for role in get_args(app.Role):
        found = newsroom(role, **BOTH, status_listen="127.0.0.1:0")
        assert "private pages" in {**found.services, **found.others}
        assert "private pages" not in {**(n := newsroom(role, **BOTH)).services, **n.others}


def test_who_is_delivered_to_ends_behind_the_server_and_who_polls_does_not() -> None:
    web: dict[str, Any] = {"web_listen": "127.0.0.1:0", "telegram_token": TELEGRAM}
    polled = newsroom("web", **web)
    assert isinstance(_receiver(polled), LeaderOnly)
    hooked = newsroom("web", **web, web_url="https://bot.example.org")
    assert isinstance(_receiver(hooked), StopsAfterServer)


def _receiver(found: app.Services) -> Service:
    watched = found.services["telegram"]
    assert isinstance(watched, Watched)
    return watched.service


@pytest.mark.parametrize("role", get_args(app.Role))
def test_a_process_of_any_role_shows_that_the_library_is_served(role: app.Role) -> None:
    with closing(open_store("sqlite://")) as store, ThreadPoolExecutor(1) as one:
        kept = app.housekeeping(Settings(), store, one, role)
        assert "heartbeat" in kept
        assert ("housekeeping" in kept) == (role in {"all", "publisher"})


@pytest.mark.parametrize(
    "token", ["secret", "4242:", ":secret", "4242:a b", "4242:a 4343:b", "x:y"]
)
def test_what_is_no_token_is_refused_and_not_repeated(token: str) -> None:
    with pytest.raises(BadArgument, match="not whole") as refused:
        newsroom(telegram_token=SecretStr(token))
    assert token not in f"{refused.value} {refused.value.hint}"
