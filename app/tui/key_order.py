"""Keys in the order in which they were typed: each is done, with all it set going, before the next is looked at.

Textual gives a key to what has the focus when it arrives. Of keys typed in one burst, the later ones would act on the
card while the first still opens the box they are meant for.
"""

from __future__ import annotations

import asyncio
from collections import deque

from textual import events
from textual.app import App, ScreenStackError
from textual.dom import DOMNode

_LOOK_AGAIN = 0.02
"""Seconds until it is asked again whether keys are still held."""
_PATIENCE = 1.0
"""Seconds after which what follows a key is sent anew: what it passed through may be gone."""
_MOST_ROUNDS = 40
"""Rounds after which the next key is taken, whatever is still going on."""


class OrderedKeys(App[None]):
    """An app that hands on one key or paste at a time.

    After each, a mark follows it from what has the focus up to the app, through the same queues. Once a whole round
    of it met no other message and the focus stayed where it was, nothing is left of the key.
    """

    _typed: deque[events.Key | events.Paste]
    _under_way = False
    _mark = 0
    _rounds = 0
    _timer: asyncio.TimerHandle | None = None

    def held(self) -> bool:
        """Whether the next key has to wait, because the screen that it is meant for is not there yet."""
        return False

    async def on_event(self, event: events.Event) -> None:
        """Keep what is typed until it is its turn; everything else goes its usual way."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        if not hasattr(self, "_typed"):
            self._typed = deque()
        self._typed.append(event)
        if not self._under_way:
            await self._next()

    async def _next(self) -> None:
        self._under_way = bool(self._typed)
        if self._typed:
            self._rounds = 0
            await super().on_event(self._typed.popleft())
            self._follow()

    def _follow(self) -> None:
        """Send the mark on a round."""
        self._mark, self._rounds = self._mark + 1, self._rounds + 1
        path = self._path()
        self._wake(_PATIENCE)
        self._hop(self._mark, path, path, quiet=_quiet(path))

    def _hop(self, mark: int, path: list[DOMNode], rest: list[DOMNode], *, quiet: bool) -> None:
        """Pass the mark on to the next that still takes messages; at last to the app itself."""
        for index, node in enumerate(rest):
            if node.call_later(self._hop, mark, path, rest[index + 1 :], quiet=quiet):
                return
        self.call_later(self._arrived, mark, path, quiet=quiet)

    async def _arrived(self, mark: int, path: list[DOMNode], *, quiet: bool) -> None:
        here = self._path()
        if mark != self._mark or not here:
            return
        if self.held():
            self._rounds = 0
            self._wake(_LOOK_AGAIN)
        elif self._rounds < _MOST_ROUNDS and not (quiet and here == path and _quiet(here)):
            self._follow()
        else:
            self._wake(None)
            await self._next()

    def _wake(self, seconds: float | None) -> None:
        """Send the mark anew after so many seconds, unless this is called again before."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = (
            None if seconds is None else asyncio.get_running_loop().call_later(seconds, self._follow)
        )

    def _path(self) -> list[DOMNode]:
        """What a key passes on its way up to the app."""
        try:
            start = self.focused or self.screen
        except ScreenStackError:
            return []
        return [node for node in start.ancestors_with_self if node is not self]


def _quiet(path: list[DOMNode]) -> bool:
    return not any(node.message_queue_size for node in path)
