"""A call that is too late is held back, and none of its bytes is sent."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.platforms.sending import check_before_send
from briefs.digests.outbox import Sent, Unknown
from tests.delivery.platform import Temper
from tests.delivery.rig import ended, place, rig, until
from tests.delivery.worker import QUICK


@pytest.mark.parametrize("in_time", [True, False])
async def test_nothing_leaves_too_late(in_time: bool, tmp_path: Path) -> None:
    with rig(tmp_path, Temper()) as rigged:
        poster = rigged.job().poster()
        await poster.open()
        with check_before_send(lambda: in_time):
            outcome = await poster.post(place(1), "{}", "key")
        await poster.close()
        assert isinstance(outcome, Sent if in_time else Unknown)
        assert len(rigged.entries()) == in_time


def test_what_was_kept_back_is_sent_after_all(tmp_path: Path) -> None:
    policy, sign = replace(QUICK, lease=timedelta(minutes=4)), tmp_path / "sign"
    with rig(tmp_path, Temper()) as rigged:
        rigged.fill(1)
        job = rigged.job(stalls_at="request leaving", sign=sign, policy=policy, leaps=policy.lease)
        worker = rigged.start(job)
        until(lambda: rigged.statuses() == ["sending"])
        sign.touch()  # its lease is over as it goes on
        assert ended(worker) == 0
        (row,) = rigged.account().rows
        assert (row.status, row.attempts) == ("sent", 2)
        assert len(rigged.entries()) == 1


async def test_it_is_asked_when_the_connection_stands(tmp_path: Path) -> None:
    with rig(tmp_path, Temper()) as rigged:
        poster = rigged.job().poster()
        await poster.open()
        assert poster._session is not None
        connected: list[bool] = []

        def ask() -> bool:
            assert isinstance(poster._session, aiohttp.ClientSession)
            connected.append(
                bool(poster._session.connector and poster._session.connector._acquired)
            )
            return True

        with check_before_send(ask):
            await poster.post(place(1), "{}", "key")
        await poster.close()
        assert connected == [True]
