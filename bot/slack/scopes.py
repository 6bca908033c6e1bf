"""Scopes: what each call and each event needs of Slack, hence what the app asks for, and no more.

`manifest.json` asks for exactly these, and `alinea slack --check` says which the token lacks.
"""

_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_CHAT = ("chat:write",)
_FILES = ("files:write",)
METHODS: dict[str, tuple[str, ...]] = {
    "agents.sessions.setStatus": _CHAT,
    "apps.connections.open": (),  # the app's own token: connections:write is given with it
    "assistant.threads.setStatus": _CHAT,
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "auth.test": (),
    "chat.appendStream": _CHAT,
    "chat.postEphemeral": _CHAT,
    "chat.postMessage": _CHAT,
    "chat.startStream": _CHAT,
    "chat.stopStream": _CHAT,
    "chat.update": _CHAT,
    "conversations.history": _HISTORY,
    "conversations.open": ("im:write",),
    "conversations.replies": _HISTORY,
    "files.completeUploadExternal": _FILES,
    "files.getUploadURLExternal": _FILES,
    "views.open": (),
    "views.publish": (),
    "views.push": (),
}
"""Bot scopes of every Web API method that the bot calls."""
EVENTS: dict[str, tuple[str, ...]] = {
    "agent_session_stopped": ("assistant:write",),
    "agent_session_title_changed": ("assistant:write",),
    "app_context_changed": ("assistant:write",),
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
}
"""Bot scopes of every event that the app subscribes to, by its name in the manifest."""
_FEATURES = ("commands",)
"""For the slash command and the shortcuts."""
SCOPES: frozenset[str] = frozenset().union(*METHODS.values(), *EVENTS.values(), _FEATURES)
"""All that the bot's token must be granted."""
