"""Sends an answer to its asker: as a post, an ephemeral message, or a replacement of a message.

Every asker gets the answer or the reason why not, by the best way that works: the response_url of a
command or a button, an ephemeral message in the channel, a direct message.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, TypeAlias

from bot.platforms.sending import Pause, retry
from bot.platforms.slack.client import WebApi, outcome_of
from bot.platforms.slack.errors import (
    INVITE,
    UNINVITED,
)
from bot.platforms.slack.events import Asked, Pressed
from bot.platforms.slack.render import (
    QUIET,
    SlackMessage,
    content,
    escape,
    place,
    render,
    without_file,
)
from briefs.digests.outbox import Outcome, Rejected, Retry, Sent, Unknown
from briefs.log import get_logger
from briefs.model import Address
from handlers.message import Attachment, Paragraph, Reply

_Call: TypeAlias = Callable[[SlackMessage], Awaitable[Outcome]]

_MAX_URL_USES: Final = 5
"""How often Slack accepts one response_url."""

_DIRECTLY: Final = "In a direct message I can."

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SlackSender:
    """Posts the bot's answers. No method raises for an error of Slack or the network."""

    api: WebApi

    async def post(self, to: Address, message: SlackMessage) -> Outcome:
        """Post in the channel, or in the thread if the address names one.

        For a message with a file Slack returns no id.
        """
        if message.file is not None:
            return await self._share(to, message, message.file)
        return await self._call("chat.postMessage", {**place(to), **content(message), **QUIET})

    async def whisper(self, to: Address, user: str, message: SlackMessage) -> Outcome:
        """Post an ephemeral message, which only `user` sees."""
        return await self._call(
            "chat.postEphemeral", {**place(to), "user": user, **content(message)}
        )

    async def update(self, to: Address, ts: str, message: SlackMessage) -> Outcome:
        """Replace the bot's own message `ts`."""
        return await self._call(
            "chat.update", {"channel": to.channel, "ts": ts, **content(message)}
        )

    async def respond(
        self,
        url: str,
        message: SlackMessage,
        *,
        private: bool,
        thread: str = "",
        replace: bool = False,
    ) -> Outcome:
        """Answer by a response_url."""
        body = {
            "text": message.text,
            "blocks": message.blocks,
            "response_type": "ephemeral" if private else "in_channel",
            "replace_original": replace,
            **QUIET,
            **({"thread_ts": thread} if thread else {}),
        }
        return outcome_of(await self.api.respond(url, body))

    async def _share(self, to: Address, message: SlackMessage, file: Attachment) -> Outcome:
        match await self.api.upload(file):
            case str(file_id):
                arguments = {
                    "files": [{"id": file_id, "title": file.name}],
                    "channel_id": to.channel,
                    **({"thread_ts": to.thread} if to.thread else {}),
                    **({"initial_comment": message.text} if message.text else {}),
                }
                return await self._call("files.completeUploadExternal", arguments)
            case failed:
                return failed

    async def _call(self, method: str, arguments: dict[str, Any]) -> Outcome:
        return outcome_of(await self.api.call(method, arguments))


@dataclass(frozen=True, slots=True)
class Replies:
    sender: SlackSender
    pause: Pause

    async def give(
        self, asked: Asked, messages: Sequence[SlackMessage], *, private: bool
    ) -> tuple[Outcome, ...]:
        """Send the messages in order, up to the first that is refused; then tell the asker why."""
        if private and not asked.direct:
            outcomes = await self._aside(asked, messages)
        else:
            outcomes = await self._in_order(partial(self._post, asked), messages)
        refused = outcomes[-1]
        if isinstance(refused, Unknown) and not any(isinstance(one, Sent) for one in outcomes):
            await self._say_why(asked, refused)
        if not isinstance(refused, Rejected | Retry):
            return outcomes
        first = len(outcomes) == 1
        if first and asked.response_url and not private and _is_of_the_place(refused):
            # A response_url works where posting is refused. The answer is for all only if the bot
            # was just not invited; any other refusal makes it private.
            seen = isinstance(refused, Rejected) and refused.said in UNINVITED
            return await self._by_url(asked, messages, private=not seen, why=refused.reason)
        await self._say_why(asked, refused)
        return outcomes

    async def replace(self, pressed: Pressed, message: SlackMessage) -> tuple[Outcome, ...]:
        """Replace the message with the pressed button, or post below if it can't be changed."""
        asked = pressed.asked
        if message.file is not None:
            return await self.give(asked, (message,), private=False)

        async def by_url(message: SlackMessage) -> Outcome:
            return await self.sender.respond(
                asked.response_url, message, private=pressed.ephemeral, replace=True
            )

        if pressed.ephemeral:
            return await self._in_order(by_url, (message,))
        outcomes = await self._in_order(
            lambda message: self.sender.update(asked.request.origin, pressed.message, message),
            (message,),
        )
        match outcomes[0]:
            case Rejected(said=said) if said in UNINVITED and asked.response_url:
                return await self._in_order(by_url, (message,))
            case Rejected():
                return await self.give(asked, (message,), private=False)
            case _:
                return outcomes

    async def _say_why(self, asked: Asked, refused: Rejected | Retry | Unknown) -> None:
        """Tell the asker alone why the answer, or the rest of it, can't be given here."""
        at = asked.request.origin
        why = f"I can't send it here. {refused.reason}"
        if isinstance(refused, Unknown):
            why = f"{refused.reason} If the answer is not here, ask once more."
        (said,) = render(Reply((Paragraph((why,)),)), {})
        channel = at if asked.threaded else replace(at, thread="")
        person = Address(at.platform, at.workspace, asked.request.sender)
        ways: list[Callable[[], Awaitable[Outcome]]] = []
        if asked.response_url:
            ways.append(partial(self.sender.respond, asked.response_url, said, private=True))
        if not asked.direct:
            ways.append(partial(self.sender.whisper, channel, asked.request.sender, said))
        ways.append(partial(self.sender.post, person, said))
        for way in ways:
            if isinstance(await way(), Sent):
                return
        _log.error("slack.not_told", channel=at.channel, outcome=refused)

    async def _post(self, asked: Asked, message: SlackMessage) -> Outcome:
        """Post a message; if Slack refuses its file, post its text with the reason."""
        outcome = await self.sender.post(asked.request.origin, message)
        if message.file is None or not isinstance(outcome, Rejected):
            return outcome
        if outcome.said in UNINVITED:
            return outcome  # the text would be refused, too
        _log.warning("slack.file_refused", outcome=outcome)
        return await self.sender.post(asked.request.origin, _in_words(message, outcome.reason))

    async def _aside(self, asked: Asked, messages: Sequence[SlackMessage]) -> tuple[Outcome, ...]:
        if asked.response_url:
            return await self._by_url(asked, messages, private=True, why=_DIRECTLY)
        # An ephemeral message in a thread that does not exist yet is never shown.
        origin = (
            asked.request.origin if asked.threaded else replace(asked.request.origin, thread="")
        )
        return await self._in_order(
            lambda message: self.sender.whisper(
                origin, asked.request.sender, _in_words(message, _DIRECTLY)
            ),
            messages,
        )

    async def _by_url(
        self, asked: Asked, messages: Sequence[SlackMessage], *, private: bool, why: str
    ) -> tuple[Outcome, ...]:
        # A private answer is not posted in the channel, even if the bot is a member.
        if not private:
            why = f"{INVITE} {_DIRECTLY}"
        if len(messages) > _MAX_URL_USES:
            said = f"I can't send the rest here. {why}"
            messages = (*messages[: _MAX_URL_USES - 1], *render(Reply((Paragraph((said,)),)), {}))
        thread = asked.request.origin.thread if asked.threaded or not private else ""
        return await self._in_order(
            lambda message: self.sender.respond(
                asked.response_url, _in_words(message, why), private=private, thread=thread
            ),
            messages,
        )

    async def _in_order(self, call: _Call, messages: Sequence[SlackMessage]) -> tuple[Outcome, ...]:
        outcomes: list[Outcome] = []
        for message in messages:
            outcome = await retry(partial(call, message), self.pause)
            outcomes.append(outcome)
            if not isinstance(outcome, Sent):
                _log.warning("slack.not_sent", part=len(outcomes), outcome=outcome)
            if isinstance(outcome, Rejected | Retry):
                break
        return tuple(outcomes)


def _is_of_the_place(refused: Rejected | Retry) -> bool:
    """Whether another way may work: the place was refused, not the message."""
    return isinstance(refused, Retry) or refused.blame != "message"


def _in_words(message: SlackMessage, why: str) -> SlackMessage:
    """The message without its file, with the reason in the file's place."""
    if message.file is None:
        return message
    return without_file(message, f"I can't put {escape(message.file.name)} here. {escape(why)}")
