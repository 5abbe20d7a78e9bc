"""The parts of an answer, each called directly, over and over."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count, cycle
from time import process_time

from bot.chat import ChatService
from bot.platforms.slack import render as slack_render
from bot.platforms.telegram import render as telegram_render
from briefs.model import Address, Shown
from briefs.storage.sql.store import SqlStore
from handlers import brief
from handlers.message import Context, Request, presses
from handlers.outgoing import verified
from served.library import NOW

_TIMES = 1_000


def parts(store: SqlStore, refs: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Each part by name, and the seconds of CPU that it takes once."""
    numbers, counting = cycle(map(int, refs)), count()
    asked = cycle([_request(ref) for ref in refs])
    at = next(asked).origin
    desk = ChatService(store, lambda: NOW)
    answers = [desk.answer(_request(ref)) for ref in refs]
    said = cycle(answers)
    reply = cycle([answer.reply for answer in answers])
    wanted = cycle([presses(answer.reply) for answer in answers])

    def elsewhere() -> Address:
        return Address("telegram", "1", str(next(counting)))

    def rendered(answer_of: Callable[..., object]) -> Callable[[], object]:
        def once() -> object:
            answer = next(said)
            return answer_of(answer.reply, answer.tokens)

        return once

    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("the desk's answer, in all", lambda: desk.answer(next(asked))),
        ("  read: which piece", lambda: store.catalogue.find(f"#{next(numbers)}")),
        ("  read: revision and summary", lambda: store.catalogue.brief(next(numbers), "normal")),
        ("  handler, with both reads", lambda: brief.answer(next(asked), Context(store))),
        ("  proof, with the body read anew", lambda: verified(next(reply), store)),
        ("  tokens, as issued before", lambda: store.chat_state.issue(next(wanted), at, now=NOW)),
        (
            "tokens, new to a channel",
            lambda: store.chat_state.issue(next(wanted), elsewhere(), now=NOW),
        ),
        ("rendering for Telegram", rendered(telegram_render.render)),
        ("rendering for Slack", rendered(slack_render.render)),
        (
            "note of what was shown",
            lambda: store.chat_state.note_shown(at, str(next(counting)), Shown(1, 1), now=NOW),
        ),
    )
    for name, step in steps:
        yield name, _cpu(step)
    yield "hop to a worker and back", asyncio.run(_hop())


def _request(ref: str) -> Request:
    return Request(
        command="brief", args=(ref,), sender="77", origin=Address("telegram", "1", "77"), at=NOW
    )


def _cpu(step: Callable[[], object]) -> float:
    for _ in range(_TIMES // 10):
        step()
    before = process_time()
    for _ in range(_TIMES):
        step()
    return (process_time() - before) / _TIMES


async def _hop() -> float:
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1) as workers:
        await loop.run_in_executor(workers, int)
        before = process_time()
        for _ in range(_TIMES):
            await loop.run_in_executor(workers, int)
        return (process_time() - before) / _TIMES
