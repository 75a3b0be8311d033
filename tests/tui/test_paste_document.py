from __future__ import annotations

from textual import events

from app.tui.screens.help import HelpScreen
from app.tui.screens.paste_document import PasteDocument
from app.tui.widgets.key_line import KeyLine
from tests.hostile import HOSTILE
from tests.tui.stage import SIZES, drawn, on_stage, only_text, press, until


async def test_takes_what_is_pasted_as_it_is() -> None:
    screen = PasteDocument()
    async with on_stage(screen) as pilot:
        assert "paste it here" in drawn(pilot)
        pilot.app.post_message(events.Paste("Dear vendor,\r\nwe store  nothing.\n"))
        await until(pilot, lambda: "Dear vendor," in drawn(pilot))
        assert f"{len('Dear vendor,|we store  nothing.|')} characters in 2 lines" in drawn(pilot)
        pilot.app.post_message(events.Paste("Yours"))
        await until(pilot, lambda: "Yours" in drawn(pilot))
        await press(pilot, "tab", "ctrl+u")
        await press(pilot, *"mail.txt")
        await press(pilot, "ctrl+s")
        (read,) = pilot.app.results
        assert read.name == "mail.txt"
        assert read.content.decode() == "Dear vendor,\nwe store  nothing.\n\nYours"


async def test_a_text_pasted_into_the_name_is_the_document() -> None:
    screen = PasteDocument()
    async with on_stage(screen) as pilot:
        await press(pilot, "tab")
        pilot.app.post_message(events.Paste("one\ntwo\n"))
        await until(pilot, lambda: screen.text == "one\ntwo\n")
        pilot.app.post_message(events.Paste(" b"))
        await until(pilot, lambda: "pasted text.txt" in drawn(pilot))
        assert screen.text == "one\ntwo\n"


async def test_nothing_is_dropped_by_one_key() -> None:
    screen = PasteDocument()
    async with on_stage(screen) as pilot:
        await press(pilot, "ctrl+s")
        assert "There is no text to add" in screen.query_one(KeyLine).notice
        screen.take("text\n" * 500)
        await press(pilot, "escape")
        assert "Escape again drops the text" in screen.query_one(KeyLine).notice
        await press(pilot, "pagedown", "pageup", "escape")
        assert not pilot.app.results
        await press(pilot, "ctrl+l")
        assert screen.text == ""
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape", "escape")
        assert pilot.app.results == [None]


async def test_is_alive_at_every_size_with_hostile_text() -> None:
    screen = PasteDocument()
    async with on_stage(screen, (1, 1)) as pilot:
        for text in (*HOSTILE.values(), "x" * 1_000_000):
            screen.take(text)
        for size in (*reversed(SIZES), (7, 3)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert only_text(drawn(pilot))
        await pilot.resize_terminal(80, 24)
        assert "Paste a document" in drawn(pilot)
