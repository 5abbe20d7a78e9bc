"""The alert rules fire on what they are for, and on nothing while all is well.

They are evaluated over what `/metrics` tells of a real state: here by the few forms that they are
written in, and by promtool itself where it is installed.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from operator import eq, gt
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefs.digests.outbox import Rejected, Unknown
from tests.bot.test_metrics import Observed, Samples
from tests.briefs.builders import NOW, edited
from tests.contracts.posting import CHAT, DAY, MINUTE, PLACE, edition, order, run, send

TOP = Path(__file__).parents[2]
RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((TOP / "deploy" / "alerts.yaml").read_text("utf-8"))["groups"]
    for rule in group["rules"]
]
NAMES = [rule["alert"] for rule in RULES]

_NOW = re.compile(r"(\w+)(\{.*\})? (>|==) ([0-9.]+)")
_CHANGE = re.compile(r"(increase|delta)\((\w+)(\{.*\})?\[\w+\]\) > 0")
_ABSENT = re.compile(r"absent\((\w+)\)")


def fires(rule: dict[str, Any], before: Samples, now: Samples) -> bool:
    """Whether the rule holds for a series of its own, between two scrapes."""
    expression = rule["expr"]
    if found := _ABSENT.fullmatch(expression):
        return not _series(found[1], "", now)
    if found := _CHANGE.fullmatch(expression):
        series = _series(found[2], found[3] or "", now)
        return any(name in before and value > before[name] for name, value in series.items())
    found = _NOW.fullmatch(expression)
    assert found, f"a form that this test does not know: {expression}"
    compare = {">": gt, "==": eq}[found[3]]
    return any(
        compare(value, float(found[4])) for value in _series(found[1], found[2] or "", now).values()
    )


def _series(name: str, labels: str, samples: Samples) -> Samples:
    return {
        key: value
        for key, value in samples.items()
        if key.partition("{")[0] == name and labels.strip("{}") in key
    }


def service_ended(at: Observed) -> None:
    at.monitor.up.discard("telegram")
    at.monitor.ended["telegram"] = "Telegram refused the bot's token."


def not_put_out(at: Observed) -> None:
    at.store.subscriptions.save(order(), run(0), now=NOW)


def late(at: Observed) -> None:
    at.store.outbox.enqueue([edition(PLACE, due=at.now - 10 * MINUTE)], now=NOW)


def stuck(at: Observed) -> None:
    at.store.outbox.enqueue([edition(PLACE, due=at.now - DAY / 2)], now=NOW)


def uncertain(at: Observed) -> None:
    at.store.outbox.enqueue([edition(CHAT)], now=NOW)
    send(at.store, Unknown("The line broke."))


def failed(at: Observed) -> None:
    at.store.outbox.enqueue([edition(CHAT)], now=NOW)
    send(at.store, Rejected("It is too long.", "message"))


def feed_failing(at: Observed) -> None:
    feed = at.store.feeds.follow(
        "https://example.org/feed", title="", topics=(), hold=False, now=NOW
    )
    at.store.feeds.record_visit(replace(feed, failures=3, trouble="It is gone."))


def publication_late(at: Observed) -> None:
    at.store.editorial.propose(edited("A piece."), by="ines", at=None, now=NOW)
    at.store.editorial.schedule(1, 1, at.now - 2 * MINUTE, now=NOW)


def database(at: Observed) -> None:
    at.store.health.failed("is locked", "See what else uses it.")


STATES: dict[str, tuple[Callable[[Observed], None], set[str]]] = {
    "SourcebriefServiceEnded": (service_ended, set()),
    "SourcebriefDigestsNotPutOut": (not_put_out, set()),
    "SourcebriefDigestsLate": (late, set()),
    "SourcebriefOutboxStuck": (stuck, {"SourcebriefDigestsLate"}),
    "SourcebriefPublicationLate": (publication_late, set()),
    "SourcebriefUncertain": (uncertain, set()),
    "SourcebriefFailed": (failed, set()),
    "SourcebriefFeedFailing": (feed_failing, set()),
    "SourcebriefDatabase": (database, set()),
}
"""What makes each rule fire, and which others fire with it."""


def well() -> Observed:
    at = Observed()
    at.monitor.up.add("telegram")
    return at


def scrapes(name: str) -> tuple[Samples, Samples]:
    """What is told while all is well, and once that has happened."""
    at = well()
    before = at.scraped()
    if name == "SourcebriefDown":
        return before, {}
    if name == "SourcebriefErrors":
        line = 'sourcebrief_log_records_total{level="error"}'
        return before | {line: 0.0}, before | {line: 1.0}
    STATES[name][0](at)
    return before, at.scraped()


@pytest.mark.parametrize("name", NAMES)
def test_each_rule_fires_on_what_it_is_for_and_on_nothing_else(name: str) -> None:
    before, now = scrapes(name)
    fired = {rule["alert"] for rule in RULES if fires(rule, before, now)}
    assert fired == {name} | STATES.get(name, (None, set()))[1]


def test_while_all_is_well_no_rule_fires() -> None:
    told = well().scraped()
    assert [rule["alert"] for rule in RULES if fires(rule, told, told)] == []


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_each_rule_says_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["annotations"]["summary"]
    assert rule["annotations"]["description"].endswith(".")


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")
@pytest.mark.parametrize("name", [name for name in NAMES if name != "SourcebriefDown"])
def test_promtool_lets_it_fire_too(name: str, tmp_path: Path) -> None:
    before, now = scrapes(name)
    series = [
        {"series": _spelled(key), "values": f"{before.get(key, value)}x30 {value}+0x500"}
        for key, value in now.items()
    ]
    test = {
        "rule_files": [str(TOP / "deploy" / "alerts.yaml")],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": series,
                "promql_expr_test": [
                    {
                        "expr": f'count(ALERTS{{alertname="{name}",alertstate="firing"}}) > 0',
                        "eval_time": "36m" if "[" in _expr(name) else "8h",
                        "exp_samples": [{"labels": "{}", "value": 1}],
                    }
                ],
            }
        ],
    }
    path = tmp_path / "test.yaml"
    path.write_text(json.dumps(test))
    ran = subprocess.run(
        (str(shutil.which("promtool")), "test", "rules", str(path)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def _expr(name: str) -> str:
    (rule,) = [rule for rule in RULES if rule["alert"] == name]
    return str(rule["expr"])


def _spelled(key: str) -> str:
    return key.removesuffix("{}")


def test_every_panel_of_the_dashboard_asks_for_metrics_that_are_told() -> None:
    from bot.operations.metrics import METRICS  # noqa: PLC0415  # the table

    board = json.loads((TOP / "deploy" / "grafana.json").read_text("utf-8"))
    asked = re.findall(r"sourcebrief_\w+", json.dumps([p["targets"] for p in board["panels"]]))
    ends = {"counter": ("_total",), "summary": ("_count", "_sum"), "info": ("_info",)}
    told = {m.name + end for m in METRICS for end in ends.get(m.kind, ("",))}
    assert set(asked) <= told
    assert {re.sub("_(count|sum)$", "", name) for name in told} == {
        re.sub("_(count|sum)$", "", name) for name in asked
    }
    for rule in RULES:
        assert set(re.findall(r"sourcebrief_\w+", rule["expr"])) <= told
    labels = {m.name: {*m.labels} for m in METRICS}
    for panel in board["panels"]:
        of = set.union(*(labels[name] for name in labels if name in json.dumps(panel["targets"])))
        for target in panel["targets"]:
            by = re.findall(r"by \(([^)]*)\)", target["expr"])
            asked_for = {one.strip() for names in by for one in names.split(",")}
            shown = re.findall(r"\{\{(\w+)\}\}", target.get("legendFormat", ""))
            assert {*asked_for, *shown} <= of, panel["title"]
