"""A month of corrections on both platforms, with faults and kills: what became of each message.

300 pieces, 60 revisions, 10 retractions and 3 000 messages on a simulated clock
(`tests/bot/month.py`); 5 % of all posts and edits fail before or after they were carried out, or
are asked to wait; workers are killed with their calls under way. Prints, of the messages that were
sent: how many quote a sentence that changed materially or a piece that was retracted; of these how
many show the current text, got only a reply, or are listed as not reached; and how many were
missed, got a reply twice, or were changed without need: these must be 0.

    python benchmarks/month.py [--small] [--postgres URL] [--seed 7]
"""

import argparse
import asyncio
import logging
import sys
from tempfile import TemporaryDirectory
from time import process_time

import structlog

from briefs.storage.sql.store import open_store
from tests.bot.month import SMALL, WHOLE, lived
from tests.leaping import LeapingLoop


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--postgres", metavar="URL", help="an empty database; else a file's")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    began = process_time()
    with TemporaryDirectory() as folder:
        store = open_store(asked.postgres or f"sqlite:///{folder}/month.db")
        with asyncio.Runner(loop_factory=LeapingLoop) as runner:
            found = runner.run(lived(store, SMALL if asked.small else WHOLE, asked.seed))
        store.close()
    print(f"{found.sent} messages sent, {found.faults} faults, {found.kills} kills")
    print(f"{found.affected} quote what changed: {found.corrected} corrected in place, "
          f"{found.told} told in a reply alone, {found.listed} listed")  # fmt: skip
    print(f"{found.replies} have replies under them")
    bad = {"missed": found.missed, "twice": found.twice, "touched": found.touched}
    print(", ".join(f"{name} {len(those)}" for name, those in bad.items()))
    print(f"{process_time() - began:.0f} s of CPU")
    sys.exit(1 if any(bad.values()) else 0)


if __name__ == "__main__":
    main()
