"""Runs the program and notes, while told to, which functions of ours are entered, in order.

`python -m traced.probe NOTES ARGUMENTS...`: SIGUSR1 begins a trip, SIGUSR2 ends it and writes
NOTES, a JSON list of [file, function] in the order of first entries. With `--at-once` the trip
lasts from the start to the end; `--at-once --reader FILE` reads a file as the sandbox's process
does. What modules run while they are imported is no part of a trip.
"""

import json
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

ROOT = f"{Path(__file__).parents[2]}/"
OURS = tuple(f"{ROOT}{name}/" for name in ("bot", "briefs", "handlers"))


class Trip:
    """The functions entered since it was begun, each once."""

    def __init__(self, notes: Path) -> None:
        self._notes = notes
        self._entered: dict[tuple[str, str], None] = {}
        self._begun = False
        self._imports = threading.local()

    def note(self, frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        told = self._begun and event in {"call", "return"}
        if not told or not code.co_filename.startswith(OURS):
            return
        depth = getattr(self._imports, "depth", 0)
        if code.co_name == "<module>":
            self._imports.depth = depth + (1 if event == "call" else -1)
        elif event == "call" and not depth:
            self._entered.setdefault((code.co_filename.removeprefix(ROOT), code.co_qualname))

    def begin(self, *_: object) -> None:
        self._entered.clear()
        self._begun = True

    def end(self, *_: object) -> None:
        """Write what was entered, whole or not at all, without comprehensions and modules."""
        self._begun = False
        named = [one for one in self._entered if not one[1].endswith(">")]
        part = self._notes.with_suffix(".part")
        part.write_text(json.dumps(named), "utf-8")
        part.rename(self._notes)


def main() -> None:
    trip, arguments = Trip(Path(sys.argv[1])), sys.argv[2:]
    signal.signal(signal.SIGUSR1, trip.begin)
    signal.signal(signal.SIGUSR2, trip.end)
    threading.setprofile(trip.note)
    sys.setprofile(trip.note)
    at_once = arguments[:1] == ["--at-once"]
    if at_once:
        arguments.pop(0)
        trip.begin()
    try:
        if arguments[0] == "--reader":
            from briefs.reading import reader  # noqa: PLC0415  # as it is traced

            reader.read(Path(arguments[1]).read_bytes(), name=arguments[1])
        else:
            from bot.cli.main import main as program  # noqa: PLC0415  # as it is traced

            sys.argv = ["sourcebrief", *arguments]
            program()
    finally:
        if at_once:
            trip.end()


if __name__ == "__main__":
    main()
