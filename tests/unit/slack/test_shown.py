"""What a person sees of messages and views, as lines with numbered elements."""

from typing import Any

from bot.slack.emulator.forms import state_of
from bot.slack.emulator.shown import Option, readable, shown

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str = "") -> Json:
    return {"text": plain(text), "value": value or text}


def lines(*blocks: Json) -> list[str]:
    return list(shown({"type": "message", "text": "repli", "blocks": list(blocks)}).lines)


def test_texts_are_as_they_are_read() -> None:
    section = {
        "type": "section",
        "text": mrkdwn("*Oui* : 3 &lt; 4, <https://a.fr|page> _et_ `code`"),
        "fields": [plain("x")],
    }
    assert lines(section) == ["Oui : 3 < 4, page (https://a.fr) et code", "x"]
    assert lines({"type": "header", "text": plain("Titre")}) == ["Titre", "─────"]
    assert lines({"type": "context", "elements": [mrkdwn("a"), {"type": "image", "alt_text": "logo"}]}) == ["a  [logo]"]
    assert lines({"type": "markdown", "text": "## Sous-titre\n**gras** x < 3 et y > 2"}) == [
        "Sous-titre",
        "gras x < 3 et y > 2",
    ]


def test_a_table_is_aligned() -> None:
    rows = [["Mois", "Montant"], ["mai", "1 200"]]
    cells = [[{"type": "raw_text", "text": cell} for cell in row] for row in rows]
    block = {"type": "table", "rows": cells, "column_settings": [None, {"align": "right"}]}
    assert lines(block) == ["Mois │ Montant", "─────┼────────", "mai  │   1 200"]


def test_rich_text_has_its_lists_and_mentions() -> None:
    item = {
        "type": "rich_text_section",
        "elements": [{"type": "text", "text": "un"}, {"type": "user", "user_id": "U1"}],
    }
    parts = [
        {"type": "rich_text_list", "style": "ordered", "elements": [item, item]},
        {**item, "type": "rich_text_quote"},
    ]
    assert lines({"type": "rich_text", "elements": parts}) == ["1. un@U1", "2. un@U1", "│ un@U1"]


def test_elements_are_numbered_in_reading_order() -> None:
    menu = {"type": "static_select", "action_id": "m", "placeholder": plain("Choisir"), "options": [option("A", "a")]}
    thumbs = {"positive_button": option("👍", "up"), "negative_button": option("👎", "down")}
    seen = shown(
        {
            "type": "message",
            "blocks": [
                {"type": "section", "block_id": "s", "text": mrkdwn("x"), "accessory": menu},
                {
                    "type": "actions",
                    "elements": [{"type": "button", "action_id": "b", "text": plain("Oui"), "value": "v"}],
                },
                {"type": "context_actions", "elements": [{"type": "feedback_buttons", "action_id": "f", **thumbs}]},
            ],
        }
    )
    assert seen.lines == ("x", "[1] Choisir ▾ (A)", "[2] Oui", "[3] 👍   [4] 👎")
    assert [(one.action_id, one.value) for one in seen.elements] == [("m", ""), ("b", "v"), ("f", "up"), ("f", "down")]
    assert (seen.elements[0].block_id, seen.elements[0].options) == ("s", (Option("A", "a"),))


def test_a_form_shows_its_fields_and_what_they_hold() -> None:
    text = {"type": "plain_text_input", "action_id": "t", "initial_value": "déjà"}
    boxes = {
        "type": "checkboxes",
        "action_id": "c",
        "options": [option("A"), option("B")],
        "initial_options": [option("B")],
    }
    view = {
        "type": "modal",
        "title": plain("Formulaire"),
        "submit": plain("Envoyer"),
        "close": plain("Annuler"),
        "blocks": [
            {"type": "input", "block_id": "1", "label": plain("Motif"), "hint": plain("court"), "element": text},
            {"type": "input", "block_id": "2", "label": plain("Choix"), "element": boxes},
        ],
    }
    assert shown(view).lines == (
        "Formulaire", "══════════",
        "[1] Motif : déjà", "    court",
        "[2] Choix", "    ☐ A", "    ☑ B",
        "[3] Envoyer   Annuler",
    )  # fmt: skip
    assert shown(view).elements[-1].type == "submit"
    assert state_of(view["blocks"], {"c": ["A"]}) == {
        "1": {"t": {"type": "plain_text_input", "value": "déjà"}},
        "2": {"c": {"type": "checkboxes", "selected_options": [option("A")]}},
    }


def test_a_streamed_message_shows_its_tasks_and_its_text() -> None:
    message = {
        "text": "**Oui**",
        "tasks": {"1": {"title": "Lire", "status": "complete"}},
        "blocks": [{"type": "divider"}],
    }
    assert shown(message).lines == ("✓ Lire", "Oui", "─" * 24)


def test_readable_has_the_fallback_and_no_number() -> None:
    button = {"type": "actions", "elements": [{"type": "button", "text": plain("Oui")}]}
    assert readable({"type": "message", "text": "Repli &amp; co", "blocks": [button]}) == "Repli & co\nOui"
    assert readable({"type": "message", "text": "seul"}) == "seul"


def test_what_is_unknown_is_shown_by_its_texts() -> None:
    assert lines({"type": "card", "title": plain("T"), "body": mrkdwn("*B*")}) == ["T", "B"]
    assert lines({"type": "hologram"}) == []
