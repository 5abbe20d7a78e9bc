"""Telegram's flood limits: one message a second a chat, 20 a minute a group, 30 a second in all."""

import math
from collections import defaultdict, deque
from collections.abc import Callable

from tests.emulators.telegram.refusals import Refused


class Limits:
    """Counts what was accepted in sliding windows; `now` gives seconds that never go back."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._accepted: dict[str, deque[float]] = defaultdict(deque)

    def take(self, chat: int, *, group: bool, paid: bool = False) -> None:
        """Count one message, or refuse it and say how long to wait; 1 000 a second can be paid."""
        now = self._now()
        overall = ("paid", 1_000, 1.0) if paid else ("all", 30, 1.0)
        windows = [overall, (f"chat {chat}", 1, 1.0)]
        if group:
            windows.append((f"group {chat}", 20, 60.0))
        waits = [self._wait(name, most, span, now) for name, most, span in windows]
        if max(waits) > 0:
            after = math.ceil(max(waits))
            raise Refused(429, f"Too Many Requests: retry after {after}", {"retry_after": after})
        for name, _, _ in windows:
            self._accepted[name].append(now)

    def _wait(self, name: str, most: int, span: float, now: float) -> float:
        accepted = self._accepted[name]
        while accepted and accepted[0] <= now - span:
            accepted.popleft()
        return accepted[0] + span - now if len(accepted) >= most else 0.0
