import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.errors import Unreadable
from briefs.model import Draft
from briefs.reading import reader
from briefs.sandbox import pool
from briefs.sandbox.pool import Limits, Sandbox
from tests.briefs import hostile
from tests.briefs.paper import Words, lines, pdf
from tests.conftest import scaled

SOUND = pdf(
    [[Words(text="After the Dredger", y=740, size=20), *lines(["The quay reopened in April."])]]
)
WORD = hostile.word()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(Limits(seconds=10, answer=5_000_000), most=1)
    yield made
    made.close()


def process(sandbox: Sandbox) -> psutil.Process:
    """The one process of a sandbox that has one."""
    (worker,) = sandbox._free.queue
    assert worker is not None
    return psutil.Process(worker._process.pid)


def attempt(sandbox: Sandbox, data: bytes) -> Draft | Unreadable:
    """What reading gives; anything but a draft or a reason fails the test."""
    try:
        return sandbox.read(data, name="piece", origin="desk/piece")
    except Unreadable as error:
        refused = error
    assert str(refused).startswith("desk/piece: ")
    assert refused.hint
    return refused


@pytest.mark.parametrize("data", [SOUND, WORD], ids=["PDF", "Word"])
def test_a_file_is_read_inside_as_it_is_outside(sandbox: Sandbox, data: bytes) -> None:
    draft = sandbox.read(data, name="piece", origin="desk/piece")
    assert draft == reader.read(data, name="piece", origin="desk/piece")


def test_a_process_is_used_again(sandbox: Sandbox) -> None:
    sandbox.read(SOUND)
    first = process(sandbox).pid
    sandbox.read(WORD)
    assert process(sandbox).pid == first


def test_a_process_that_was_used_enough_is_replaced() -> None:
    sandbox = Sandbox(Limits(files=1), most=1)
    assert sandbox.read(SOUND) == sandbox.read(SOUND)
    assert list(sandbox._free.queue) == [None]


def test_a_process_has_its_limits_and_nothing_of_the_environment(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBRIEF_TOKEN", "a secret")
    sandbox.close()
    sandbox.read(SOUND)
    inside = process(sandbox)
    assert inside.rlimit(psutil.RLIMIT_AS) == (500_000_000, 500_000_000)
    assert inside.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
    assert set(inside.environ()) <= {"PYTHONPATH", "LC_CTYPE"}


def test_a_process_that_was_killed_while_it_waited_is_not_blamed_on_the_next_file(
    sandbox: Sandbox,
) -> None:
    sandbox.read(SOUND)
    idle = process(sandbox)
    idle.send_signal(signal.SIGKILL)
    idle.wait()
    assert sandbox.read(SOUND).title == "After the Dredger"


def test_a_file_that_takes_too_long_is_refused_and_the_next_one_read() -> None:
    with closing(Sandbox(Limits(waiting=0), most=1)) as sandbox:
        with pytest.raises(Unreadable, match="took more than 0 seconds"):
            sandbox.read(SOUND)
        assert list(sandbox._free.queue) == [None]


def test_an_answer_that_is_too_long_is_refused() -> None:
    with (
        closing(Sandbox(Limits(answer=100), most=1)) as sandbox,
        pytest.raises(Unreadable, match="reads as more than"),
    ):
        sandbox.read(SOUND)


@pytest.mark.parametrize("megabytes", [60, 75, 90])
def test_memory_that_is_not_enough_is_told(megabytes: int) -> None:
    """Wherever it ends: in Python, in PDFium, or while a library is loaded."""
    with (
        closing(Sandbox(Limits(memory=megabytes * 1_000_000), most=1)) as sandbox,
        pytest.raises(Unreadable, match=f"more than {megabytes} MB of memory"),
    ):
        sandbox.read(hostile.pdfs()["half a million words on a page"])


def test_a_file_that_is_too_large_is_not_even_tried(sandbox: Sandbox) -> None:
    with pytest.raises(Unreadable, match="too large: 50 MB"):
        sandbox.read(b"%PDF-" + bytes(pool.MAX_FILE_BYTES))


def test_many_threads_may_ask_at_once() -> None:
    with closing(Sandbox(most=2)) as sandbox, ThreadPoolExecutor(6) as threads:
        titles = set(threads.map(lambda _: sandbox.read(SOUND).title, range(24)))
    assert titles == {"After the Dredger"}


def test_what_is_refused_inside_is_refused_outside_with_its_path(sandbox: Sandbox) -> None:
    error = attempt(sandbox, b"%PDF-1.7 and so on")
    assert isinstance(error, Unreadable)
    assert error.reason == "it is damaged, or no PDF at all"


def test_plain_text_is_read_inside_too(sandbox: Sandbox) -> None:
    data = b"A Title\n\nThe quay reopened in April."
    assert sandbox.read(data, origin="a.txt") == reader.read(data, origin="a.txt")


def test_no_hostile_pdf_gets_out(sandbox: Sandbox) -> None:
    for name, data in hostile.pdfs().items():
        assert isinstance(attempt(sandbox, data), Unreadable), name
        assert sandbox.read(SOUND).title == "After the Dredger", name


def test_no_hostile_word_file_gets_out(sandbox: Sandbox) -> None:
    for name, data in hostile.words().items():
        read = attempt(sandbox, data)
        assert isinstance(read, Unreadable) or read.body.startswith(("The quay", "Text number")), (
            name
        )
        assert sandbox.read(WORD).body == "The quay reopened in April.", name


@given(st.data())
@settings(max_examples=scaled(60), deadline=None)
def test_a_damaged_file_is_always_read_or_refused(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([SOUND, WORD]))
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(start + 40, len(whole))))
    broken = whole[:start] + data.draw(st.binary(max_size=40)) + whole[end:]
    attempt(pool.shared(), broken)
