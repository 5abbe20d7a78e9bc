"""What the two platforms saw: each post with its time, the ground truth of the simulated week."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.emulators.slack import Posted
from tests.emulators.telegram.world import Message


@dataclass(slots=True)
class Seen:
    """Posts by channel, in seconds since the week began."""

    now: Callable[[], float]
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def take(self, channel: str) -> None:
        self.times[channel].append(self.now())

    @property
    def posts(self) -> Counter[str]:
        return Counter({channel: len(times) for channel, times in self.times.items()})

    def worst_second(self) -> int:
        """The most posts within any second, in all channels together."""
        return _worst(sorted(time for times in self.times.values() for time in times))

    def worst_place(self) -> int:
        """The most posts within any second in one channel."""
        return max((_worst(times) for times in self.times.values()), default=0)


class Kept(dict[tuple[int, int], Message]):
    """Replaces the Telegram emulator's list of messages, and records each new one."""

    def __init__(self, seen: Seen) -> None:
        super().__init__()
        self._seen = seen

    def __setitem__(self, key: tuple[int, int], message: Message) -> None:
        if key not in self:
            self._seen.take(str(key[0]))
        super().__setitem__(key, message)


def telling(seen: Seen, on_post: Callable[[Posted], None]) -> Callable[[Posted], None]:
    """What the Slack emulator calls for each post; it records the post, too."""

    def post(said: Posted) -> None:
        seen.take(said.channel)
        on_post(said)

    return post


def _worst(times: list[float]) -> int:
    return max(_running(times), default=0)


def _running(times: list[float]) -> Iterator[int]:
    first = 0
    for last, time in enumerate(times):
        while times[first] <= time - 1:
            first += 1
        yield last - first + 1
