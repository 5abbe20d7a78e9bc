"""Workers on one outbox; when one dies, a successor takes its place."""

from dataclasses import dataclass, field, replace
from multiprocessing.context import ForkServerProcess
from random import Random

from tests.delivery.rig import Rig, ended
from tests.delivery.worker import Job

_TO_THE_END = 600  # seconds


@dataclass(slots=True)
class Crew:
    """So many at once, all with that job, and each with a name that nobody had before."""

    rigged: Rig
    job: Job
    size: int
    _hired: int = 0
    _at_work: list[ForkServerProcess] = field(default_factory=list)

    def muster(self) -> None:
        """Start a successor for each that is gone: one that finds no library ends by itself."""
        self._at_work = [process for process in self._at_work if process.is_alive()]
        while len(self._at_work) < self.size:
            self._at_work.append(self.rigged.start(self._next(goes_on=True)))

    def kill_one(self, chance: Random) -> None:
        victim = self._at_work.pop(chance.randrange(len(self._at_work)))
        victim.kill()
        victim.join()

    def finish(self) -> int | None:
        """Kill all that are left; the exit code of one that then does the rest."""
        for process in self._at_work:
            process.kill()
        for process in self._at_work:
            process.join()
        return ended(self.rigged.start(self._next(goes_on=False)), within=_TO_THE_END)

    def _next(self, *, goes_on: bool) -> Job:
        self._hired += 1
        return replace(self.job, name=f"w{self._hired}", goes_on=goes_on)
