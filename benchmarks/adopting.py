"""How long it takes from nothing to an answered /brief on Telegram, and what is installed for it.

Each way is followed as the documents describe it: a clone's `make run`, and the wheel in a virtual
environment. `setup` then checks a token at the emulated Telegram, `run` serves, and a person asks.
Packages come from pip's index or its cache: the seconds are this machine's and this connection's.
The floor is making a virtual environment and installing one small package.
"""

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from briefs import examples
from tests.emulators.telegram.server import TelegramEmulator

TOP = Path(__file__).parents[1]
CHAT = 7


@dataclass(frozen=True, slots=True)
class Installed:
    """The result of one way: its program, and the seconds that installing took."""

    name: str
    program: Path
    seconds: float

    @property
    def site(self) -> Path:
        return self.program.parents[1]


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def run(*command: str | Path, at: Path, said: str = "", **env: str) -> str:
    outside = {n: v for n, v in os.environ.items() if n not in {"PYTHONPATH", "MAKEFLAGS"}}
    done = subprocess.run(  # noqa: S603  # our own programs, and those of the documents
        [str(part) for part in command],
        cwd=at,
        env=outside | env,
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{command}: {done.stdout}{done.stderr}")
    return done.stdout


def floor(folder: Path) -> float:
    def install() -> None:
        run(sys.executable, "-m", "venv", folder / "floor", at=folder)
        run(folder / "floor/bin/pip", "install", "--quiet", "python-dotenv", at=folder)

    return timed(install)


def by_wheel(folder: Path) -> Installed:
    release = folder / "release"
    run(sys.executable, TOP / "deploy" / "release.py", "make", release, at=TOP)
    (wheel,) = release.glob("*.whl")
    place = folder / "wheel"

    def install() -> None:
        run(sys.executable, "-m", "venv", place, at=folder)
        run(place / "bin/pip", "install", "--quiet", wheel, at=folder)

    return Installed("the wheel", place / "bin/sourcebrief", timed(install))


def by_clone(folder: Path) -> Installed:
    place = folder / "clone"

    def install() -> None:
        run("git", "clone", "--quiet", TOP, place, at=folder)
        said = run("make", "run", at=place, said="/brief\n")
        if "Proof: Exact extract" not in said:
            raise SystemExit(said)

    return Installed("a clone, make run", place / ".venv/bin/sourcebrief", timed(install))


async def answered(program: Path, folder: Path) -> float:
    """Seconds from `setup`, in an empty folder, to the answer of a person's first /brief."""
    pieces = [str(TOP / "briefs" / "examples" / name) for name, _ in examples.pieces()]
    async with TelegramEmulator() as telegram:
        telegram.people.open(CHAT)
        env = {
            **{n: v for n, v in os.environ.items() if n != "PYTHONPATH"},
            "SOURCEBRIEF_TELEGRAM_BASE_URL": telegram.base_url,
        }
        began = time.perf_counter()
        for args, said in (
            (("add", *pieces), ""),
            (("setup",), f"{telegram.token}\n\n\n"),
        ):
            step = await asyncio.create_subprocess_exec(
                program,
                *args,
                cwd=folder,
                env=env,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
            )
            await step.communicate(said.encode())
        serving = await asyncio.create_subprocess_exec(
            program, "run", cwd=folder, env=env, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            await telegram.people.say(CHAT, "/brief")
            await telegram.world.until(lambda: telegram.world.posted(CHAT), 120)
            return time.perf_counter() - began
        finally:
            serving.terminate()
            await serving.wait()


def main() -> None:
    with TemporaryDirectory(prefix="adopting-") as name:
        folder = Path(name)
        try:
            least = floor(folder)
        except SystemExit:
            print("no index of packages can be reached from here: skipped")
            return
        print(f"the floor: a virtual environment and one small package {least:19.0f} s")
        ways = [by_wheel(folder)]
        if shutil.which("make") and shutil.which("git"):
            ways.append(by_clone(folder))
        for number, way in enumerate(ways):
            desk = folder / f"desk{number}"
            desk.mkdir()
            first = asyncio.run(answered(way.program, desk))
            size = sum(f.stat().st_size for f in way.site.rglob("*") if f.is_file())
            listed = run(way.site / "bin/pip", "list", "--format=freeze", at=folder)
            print(
                f"{way.name:20} installed {way.seconds:4.0f} s "
                f"({way.seconds / least:.1f} times the floor), "
                f"answered on Telegram {first:3.0f} s after; "
                f"{size / 1e6:.0f} MB, {len(listed.splitlines())} packages"
            )


if __name__ == "__main__":
    main()
