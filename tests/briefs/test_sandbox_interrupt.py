"""A program that is stopped does not wait for a file, and does not blame the file."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from briefs.sandbox.pool import Interrupted, Sandbox

COSTLY = "\n".join(f"{n}. Vale, op. cit., p. {n}." for n in range(60_000)).encode()


def test_what_is_being_read_is_ended_at_once_and_nothing_is_begun_any_more() -> None:
    sandbox = Sandbox(most=1)
    assert sandbox.read(b"It rained.", name="a.txt").body  # its process is there
    with ThreadPoolExecutor(2) as threads:
        reading = threads.submit(sandbox.read, COSTLY, name="b.txt")
        waiting = threads.submit(sandbox.read, COSTLY, name="c.txt")
        while not sandbox._at_work:
            sleep(0.01)
        sandbox.interrupt()
        for one in (reading, waiting):
            with pytest.raises(Interrupted, match="being stopped"):
                one.result(10)
    with pytest.raises(Interrupted):
        sandbox.read(b"It rained.", name="a.txt")
    sandbox.close()
