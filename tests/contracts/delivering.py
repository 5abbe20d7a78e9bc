"""A newsroom at work on two stores at once: orders, ticks, workers that crash, a moody platform.

The store in plain dictionaries is the model: the SQL store must answer alike to everything. What
the platform saw is kept beside both, and the promises of delivery are held to it.
"""

from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import time, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from briefs.digests.digest import Pause, Subscription, due, news
from briefs.digests.outbox import OPEN, Delivery, Retry, Sent, Unknown, apply_outcome
from briefs.model import Address
from briefs.storage.sql.store import open_store
from briefs.storage.subscriptions import Step
from tests.briefs.builders import edited
from tests.contracts.posting import (
    ACCOUNTS,
    CHAT,
    DAY,
    LEASE,
    MINUTE,
    PLACE,
    POLICY,
    THREAD,
    edition,
)
from tests.contracts.together import MOVED, Together, base, can_look

HOUR = timedelta(hours=1)
GRACE = 18 * HOUR

places = st.sampled_from([PLACE, THREAD, CHAT])
workers = st.sampled_from(["w1", "w2"])
moods = st.sampled_from(["sent"] * 3 + ["lost", "lost, posted", "busy", "refused", "gone", "moved"])


class Delivering(Together):
    def teardown(self) -> None:
        with closing(self.sql):
            self._finish()
        self.kept.close()

    @initialize()
    def begin(self) -> None:
        for place in (PLACE, THREAD, CHAT):
            self.subscribe_or_change(place, 8, "Europe/Berlin", ())
        self.a_day_later((), 2, threaded=True)

    # People

    @rule(
        place=places,
        hour=st.integers(0, 23),
        zone=st.sampled_from(["Europe/Berlin", "Asia/Beirut", "America/New_York"]),
        wanted=st.sampled_from([(), ("rain",)]),
    )
    def subscribe_or_change(
        self, place: Address, hour: int, zone: str, wanted: tuple[str, ...]
    ) -> None:
        at = self.now_at(place)
        kept = self.both(lambda store: store.subscriptions.get(at))
        new = Subscription(to=at, at=time(hour), zone=zone, starts=self.now, wanted=wanted)
        if kept is None:
            new = replace(new, since=self.both(lambda store: store.catalogue.arrival()))
        else:
            new = replace(new, since=kept.since, last=kept.last, version=kept.version)
        assert self.both(lambda s: s.subscriptions.save(new, self.next_run(new), now=self.now))
        self.forget_taken_back(at)

    @rule(place=places, by_person=st.booleans())
    def pause(self, place: Address, by_person: bool) -> None:
        at = self.now_at(place)
        kept = self.both(lambda store: store.subscriptions.get(at))
        if not by_person:
            self.both(lambda store: store.subscriptions.pause(at, "Removed.", now=self.now))
        elif kept is not None:
            resting = replace(kept, pause=Pause("person", "holidays"))
            self.both(lambda store: store.subscriptions.save(resting, None, now=self.now))
            self.forget_taken_back(at)

    @rule(place=places)
    def wake(self, place: Address) -> None:
        at = self.now_at(place)
        resting = [one for one in self.orders() if one.pause and one.pause.by == "platform"]
        awake = [replace(one, starts=self.now) for one in resting]
        runs = [(one, self.next_run(replace(one, pause=None))) for one in awake]
        self.both(lambda store: store.subscriptions.resume(at, runs))

    @rule(place=places, for_good=st.booleans())
    def end(self, place: Address, *, for_good: bool) -> None:
        at = self.now_at(place)
        self.both(lambda store: store.subscriptions.delete(at))
        self.forget_taken_back(at)
        if not for_good:
            self.subscribe_or_change(place, 8, "Europe/Berlin", ())

    def forget_taken_back(self, at: Address) -> None:
        """What people's changes took back had not begun."""
        left = {(base(row.place), row.edition) for row in self.rows()}
        taken = {key for key in self.promised if key[0] == base(at) and key not in left}
        assert not any(
            (base(call.delivery.place), call.delivery.edition) in taken and call.posted
            for calls in self.calls.values()
            for call in calls
        )
        self.promised -= taken

    # The publisher

    @rule(parts=st.integers(1, 3), threaded=st.booleans())
    def tick(self, parts: int, *, threaded: bool) -> None:
        steps = [
            self._step(order, parts, threaded=threaded)
            for order in self.both(lambda store: store.subscriptions.due(now=self.now, limit=2))
        ]
        moved = self.both(lambda store: store.subscriptions.advance(steps, zones="z", now=self.now))
        assert moved == len(steps)
        self.promised |= {
            (base(step.edition.to), step.edition.name) for step in steps if step.edition
        }

    def _step(self, order: Subscription, parts: int, *, threaded: bool) -> Step:
        run = due(order, self.now, GRACE)
        if run is None:
            return Step(order, self.next_run(order), None)
        arrivals = self.both(lambda store: store.catalogue.arrivals(order.since, limit=9))
        upto = max((arrival.number for arrival in arrivals), default=order.since)
        after = replace(order, last=run.edition, since=upto)
        made = edition(
            order.to,
            run.edition,
            parts=parts,
            threaded=threaded,
            due=run.at,
            until=run.at + GRACE,
            since=order.since,
            upto=upto,
        )
        return Step(after, self.next_run(after), made if news(order, arrivals, self.now) else None)

    @rule(
        topics=st.sampled_from([(), ("Rain",), ("Sport",)]),
        parts=st.integers(1, 3),
        threaded=st.booleans(),
    )
    def a_day_later(self, topics: tuple[str, ...], parts: int, *, threaded: bool) -> None:
        piece = edited(f"Text {next(self.numbers)}.", topics=topics)
        self.both(lambda store: store.catalogue.add(piece, now=self.now))
        self.now += DAY
        self.tick(parts, threaded=threaded)

    @rule(place=places)
    def post_a_test(self, place: Address) -> None:
        one = edition(self.now_at(place), f"test {next(self.numbers)}", due=self.now)
        assert self.both(lambda store: store.outbox.enqueue([one, one], now=self.now)) == 1

    # Workers

    @rule(worker=workers, limit=st.integers(1, 3))
    def claim(self, worker: str, limit: int) -> None:
        claimed = self.claim_for(worker, limit)
        self.claimed[worker] = self.claimed.get(worker, ()) + claimed

    @rule(worker=workers, mood=moods)
    def send(self, worker: str, mood: str) -> None:
        """Calls are shorter than a lease: what is intended is posted at once, or never."""
        claimed = self.claimed.pop(worker, ()) or self.claim_for(worker, 2)
        for one in self.intend_for(worker, claimed):
            self.call(worker, one, mood)

    @rule(worker=workers, ahead=st.lists(moods, min_size=2, max_size=6))
    def work(self, worker: str, ahead: list[str]) -> None:
        for mood in ahead:
            self.send(worker, mood)
            self.tell(worker)

    @rule(worker=workers)
    def tell(self, worker: str) -> None:
        calls = self.untold.pop(worker, [])
        ends = [
            apply_outcome(
                one.delivery, one.outcome, self.now, POLICY, can_look=can_look(one.delivery)
            )
            for one in calls
        ]
        self.both(lambda store: store.outbox.settle(worker, ends, now=self.now))
        for one in calls:
            one.told = True
        self.moved = any(row.place == MOVED for row in self.rows())

    @rule(worker=workers)
    def crash(self, worker: str) -> None:
        self.claimed.pop(worker, None)
        self.untold.pop(worker, None)
        self.reap(LEASE)

    @rule(worker=workers, wait=st.sampled_from([timedelta(), MINUTE]))
    def release(self, worker: str, wait: timedelta) -> None:
        given = [replace(one, due=one.due + wait) for one in self.claimed.pop(worker, ())]
        self.both(lambda store: store.outbox.release(worker, given))

    @rule(passed=st.sampled_from([LEASE, MINUTE]))
    def reap(self, passed: timedelta) -> None:
        self.now += passed
        self.both(
            lambda s: s.outbox.expire_leases(now=self.now, look_after=MINUTE, lookable=["slack"])
        )

    @rule(sure=st.booleans())
    def look(self, sure: bool) -> None:
        """A history tells the truth about the last attempt, or nothing."""
        doubts = self.both(lambda store: store.outbox.uncertain(ACCOUNTS, now=self.now, limit=2))
        for one in doubts:
            assert self._clear(one, self._seen(one) if sure else None)

    def _seen(self, doubt: Delivery) -> Sent | Retry:
        posted = self.calls[doubt.id][-1].posted
        return Sent(posted) if posted else Retry("It is not there.", MINUTE)

    def _clear(self, doubt: Delivery, found: Sent | Retry | None) -> bool:
        return self.both(lambda store: store.outbox.resolve(doubt, found, now=self.now))

    # The operator

    @rule(data=st.data(), resend=st.booleans())
    def decide(self, data: st.DataObject, resend: bool) -> None:
        rows = self.rows()
        if not rows:
            return
        row = data.draw(st.sampled_from(rows))
        if resend:
            until = self.now + GRACE
            done = self.both(lambda s: s.outbox.resend(row.id, now=self.now, until=until))
            self.again[row.id] += done
        else:
            self.both(lambda store: store.outbox.drop(row.id, now=self.now))

    @rule()
    def report(self) -> None:
        told = [row.id for row in self.both(lambda store: store.outbox.unreported(limit=2))]
        rested = [
            one.to for one in self.both(lambda store: store.subscriptions.unreported(limit=1))
        ]
        self.both(lambda store: store.outbox.mark_reported(told, None, now=self.now))
        self.both(lambda store: store.subscriptions.mark_reported(rested, None, now=self.now))

    # Time and the machine

    @rule(step=st.sampled_from([MINUTE, LEASE, 7 * HOUR, DAY]))
    def wait(self, step: timedelta) -> None:
        self.now += step

    @rule()
    def restart(self) -> None:
        self.sql.close()
        self.sql = open_store(self.url)
        for worker in ("w1", "w2"):
            self.crash(worker)

    # The promises

    @invariant()
    def the_stores_agree(self) -> None:
        self.rows()
        self.orders()

    @rule()
    def ask(self) -> None:
        self.both(lambda store: store.outbox.counts())
        self.both(lambda store: store.outbox.unreported(limit=99))
        self.both(lambda store: store.subscriptions.unreported(limit=99))
        self.both(lambda store: store.subscriptions.due(now=self.now, limit=99))
        self.both(lambda store: store.subscriptions.due_counts(now=self.now))

    @invariant()
    def nothing_is_posted_twice_but_by_an_operators_word(self) -> None:
        posts: Counter[tuple[Address, str, int]] = Counter()
        allowed: Counter[tuple[Address, str, int]] = Counter()
        for number, calls in self.calls.items():
            first = calls[0].delivery
            key = (base(first.place), first.edition, first.part)
            posts[key] += sum(bool(call.posted) for call in calls)
            allowed[key] += self.again[number]
        assert all(times <= 1 + allowed[key] for key, times in posts.items())

    @invariant()
    def every_row_says_what_happened(self) -> None:
        for row in self.model.outbox.rows(limit=999):
            calls = self.calls.get(row.id, [])
            assert row.attempts == len(calls)
            match row.status:
                case "sent":
                    assert row.posted in {call.posted for call in calls if call.posted}
                case "failed":
                    assert self.again[row.id] or not any(call.posted for call in calls)
                case "uncertain":
                    assert not calls[-1].told or isinstance(calls[-1].outcome, Unknown)
                case _:
                    pass

    @invariant()
    def no_edition_is_lost(self) -> None:
        known = {(base(row.place), row.edition) for row in self.model.outbox.rows(limit=999)}
        assert self.promised <= known

    def _finish(self) -> None:
        """With a platform in a good mood everything comes to an end."""
        self.reap(LEASE)
        for _ in range(99):
            if not any(row.status in OPEN for row in self.rows()):
                break
            for one in self.intend_for("last", self.claim_for("last", 9)):
                self.call("last", one, "sent")
            self.tell("last")
            self.now += HOUR
            self.look(sure=True)
        assert not any(row.status in OPEN for row in self.rows())
        self.ask()
        self.nothing_is_posted_twice_but_by_an_operators_word()
        self.every_row_says_what_happened()
        self.no_edition_is_lost()
