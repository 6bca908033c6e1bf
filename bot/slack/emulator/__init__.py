"""A Slack on 127.0.0.1, for tests and for the terminal: Web API, Socket Mode, signed HTTP, and a person who uses it.

With `SlackEmulator() as emu`: point a client at `emu.api`, then `emu.say("bonjour")`,
`emu.wait_call("chat.stopStream")`,
`emu.messages`. The bot itself never imports this package; it needs the extra `slack` (aiohttp).
"""

from bot.slack.emulator.server import SlackEmulator

__all__ = ["SlackEmulator"]
