"""Random faults of two platforms: failures before a post, after it, and requests to wait."""

from random import Random

from aiohttp import web

from tests.emulators.slack import web_api
from tests.emulators.telegram import faults
from tests.emulators.telegram.refusals import Refused


class TelegramFaults(faults.Faults):
    """Replaces the emulator's own faults: a `share` of all calls goes wrong, each in one way."""

    def __init__(self, random: Random, share: float) -> None:
        super().__init__()
        self._random = random
        self._share = share
        self.met = 0

    def meet(self, method: str) -> faults.Fault | None:
        if method != "sendmessage" or self._random.random() >= self._share:
            return None
        self.met += 1
        kinds: tuple[faults.Fault, ...] = (
            faults.Dropped(after_accepting=False),
            faults.Dropped(after_accepting=True),
            faults.Garbled(after_accepting=False),
            faults.Garbled(after_accepting=True),
            Refused(429, "Too Many Requests: retry after 5", {"retry_after": 5}),
        )
        return self._random.choice(kinds)


def slack_fault(random: Random) -> web_api.Fault:
    """One of the ways in which Slack fails a post."""
    kinds: tuple[web_api.Fault, ...] = (
        web_api.Dropped(accepted=False),
        web_api.Dropped(accepted=True),
        web_api.Broken(error="internal_error"),
        web_api.Broken(status=503),
        web_api.Broken(error="ratelimited", status=429, wait=10),
    )
    return random.choice(kinds)


class SlackFaults(web_api.WebApi):
    """Replaces the emulator's own faults: a `share` of all posts goes wrong."""

    def worsen(self, random: Random, share: float) -> None:
        self._random = random
        self._share = share
        self.met = 0

    async def serve(self, request: web.Request) -> web.StreamResponse:
        posts = request.match_info["method"] == "chat.postMessage"
        if posts and self._random.random() < self._share:
            self.met += 1
            self.fail("chat.postMessage", slack_fault(self._random))
        return await super().serve(request)
