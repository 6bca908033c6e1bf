"""Messages of an answer: accepted by Slack in each form, ringing nobody, with nothing of the answer lost."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Answer, Choice, Citation
from bot.conversations.hashing import Hasher
from bot.links import Reader, Signer
from bot.slack.limits import faults, live_mentions
from bot.slack.messages import Frame, Message, answer_messages, sentence

FRAGMENTS = (
    "<!channel>", "<!here|ici>", "<@U1>", "<#C1|x>", "<https://x|y>", "[x](http://y)", "&lt;!channel&gt;", "&amp;",
    "**", "*", "`", "```", "|", "\n| a | b |\n|---|---|\n| c | d |\n", "\n- 2024 : 3 € [1]\n- 2025 : <!here> [2]\n",
    "\n- point", "\0", "\x1f", "\u00a0", "\u202f", "🚲", "https://a.fr/b?c=1&d=2", "préavis ", "\n", "\n\n",
    "<" * 700, "mot " * 300, "é" * 3_000,
)  # fmt: skip
nasty = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=12), max_size=12).map("".join)
said = nasty.map(lambda text: f"a{text}")
names = nasty.map(lambda text: f"a{text}"[:80])
marks = re.compile(r"<(?!@U9>)([^<>]*)>")
READER = Reader("https://lire.example", Signer(Hasher(b"k"), 30, lambda: 0.0))
DOCUMENTS = {"a.txt": "1f", "b.txt": "2e"}


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    held: dict[str, Any] = {
        "article": draw(st.none() | names),
        "heading": draw(st.none() | names),
        "quote": draw(nasty),
    }
    start = draw(st.integers(0, 10**6))
    return Citation(source=draw(st.sampled_from(("a.txt", "b.txt", "c.txt"))), convention=draw(names), start=start,
                    end=start + 9, **held)  # fmt: skip


answers = st.builds(
    Answer,
    id=st.just("q"),
    status=st.sampled_from(("answered", "not_found", "clarify")),
    language=st.sampled_from(("fr", "en")),
    text=said,
    citations=st.lists(citations(), max_size=6).map(tuple),
    warnings=st.lists(nasty, max_size=3).map(tuple),
    choices=st.lists(st.builds(Choice, document=st.just("0" * 16), name=names), max_size=3).map(tuple),
)
frames = st.builds(
    Frame,
    turn=st.just("0" * 16),
    documents=st.just(DOCUMENTS),
    reader=st.none() | st.just(READER),
    share=st.none() | st.just("") | st.just("1.1"),
    shared_by=st.none() | st.just("U9"),
    asked=st.none() | nasty,
    about=st.lists(names, max_size=3).map(tuple),
)


def answer(text: str, **more: Any) -> Answer:
    return Answer(id="q", status=more.pop("status", "answered"), language=more.pop("language", "fr"), text=text, **more)


def cited(quote: str = "texte", article: str | None = "4", **more: Any) -> Citation:
    held = {"source": "a.txt", "convention": "Bac-Net", "heading": None, "start": 3, "end": 9} | more
    return Citation(article=article, quote=quote, **held)


def messages(held: Answer, **frame: Any) -> tuple[Message, ...]:
    return answer_messages(held, Frame("t", DOCUMENTS, **frame))


def refused(found: tuple[Message, ...]) -> list[object]:
    return [
        fault
        for one in found
        for form in one.forms()
        for fault in faults("chat.postMessage", {"channel": "C1", **form})
    ]


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")))


def body(found: tuple[Message, ...]) -> str:
    """What sections and tables show, in reading order."""
    shown = []
    for block in (block for one in found for block in one.blocks):
        if block["type"] == "section":
            shown.append(block["text"]["text"])  # type: ignore[index]
        elif block["type"] == "table":
            shown += [cell["text"] for row in block["rows"] for cell in row]  # type: ignore[attr-defined]
    return "\n".join(shown)


def elements(found: tuple[Message, ...], kind: str = "actions") -> list[dict[str, Any]]:
    return [element for block in found[-1].blocks if block["type"] == kind for element in block["elements"]]  # type: ignore[attr-defined]


def tables(found: tuple[Message, ...]) -> list[list[list[str]]]:
    blocks = [block for one in found for block in one.blocks if block["type"] == "table"]
    return [[[cell["text"] for cell in row] for row in block["rows"]] for block in blocks]  # type: ignore[attr-defined]


@settings(deadline=None)
@given(answers, frames)
def test_slack_accepts_every_form_of_an_answer(held: Answer, frame: Frame) -> None:
    assert refused(answer_messages(held, frame)) == []


@settings(deadline=None)
@given(answers, frames)
def test_an_answer_rings_nobody_but_who_shared_it(held: Answer, frame: Frame) -> None:
    for one in answer_messages(held, frame):
        for form in one.forms():
            assert set(live_mentions(form)) <= ({"<@U9>"} if frame.shared_by else set())


@settings(deadline=None)
@given(said.filter(lambda text: "- 2024" not in text))
def test_no_letter_of_an_answer_is_lost(text: str) -> None:
    assert letters(body(messages(answer(text)))) == "".join(filter(str.isalnum, text))


@settings(deadline=None)
@given(answers)
def test_only_addresses_of_the_citations_are_links(held: Answer) -> None:
    found = [block for one in answer_messages(held, Frame("t", DOCUMENTS)) for block in one.blocks]
    shown = "\n".join(block["text"]["text"] for block in found if block["type"] == "section")  # type: ignore[index]
    quoted = "".join(citation.quote for citation in held.citations)
    for link in marks.findall(shown):
        assert link.replace("&amp;", "&") in quoted


@pytest.mark.parametrize(
    "text",
    ["mot " * 5_000, "x" * 20_000, "<" * 9_000 + "y" * 9_000, "&amp;" * 4_000, "ligne\n" * 4_000, "🚲" * 20_000],
    ids=lambda text: text[:5],
)
def test_a_long_answer_is_accepted_in_every_form_and_nothing_of_it_is_lost(text: str) -> None:
    found = messages(answer(text))
    assert len(found) > 1 and refused(found) == []
    assert all(one.text and one.markdown for one in found)
    assert letters(body(found)) == "".join(filter(str.isalnum, text)) and body(found).count("🚲") == text.count("🚲")


def test_many_small_tables_make_several_messages() -> None:
    text = "\n".join(f"**Convention {n}**\n- 2024 : {n} €\n- 2025 : {n} €" for n in range(30))
    assert refused(messages(answer(text))) == []


def test_a_channel_tied_to_many_conventions() -> None:
    about = tuple(f"Convention de délégation de gestion numéro {n}" for n in range(80))
    assert refused(messages(answer("3 €"), about=about)) == []


def test_a_blank_answer_is_no_fault() -> None:
    assert refused(messages(answer("\n" * 4_000))) == []


def test_every_table_has_a_message_of_its_own() -> None:
    found = messages(answer("\n\n".join(f"Titre {n}\n| a | b |\n|---|---|\n| {n} | d |" for n in range(3))))
    assert refused(found) == []
    assert [tables((one,)) for one in found] == [[[["a", "b"], [str(n), "d"]]] for n in range(3)]
    assert [one.text.count(" · ") for one in found] == [2, 2, 2], "each is spoken in its own message"
    assert re.findall(r"Titre \d", body(found)) == ["Titre 0", "Titre 1", "Titre 2"]


def test_a_table_too_large_for_slack_is_written_in_lines() -> None:
    rows = "\n".join(f"| {n} | {'x' * 150} |" for n in range(90))
    found = messages(answer(f"| a | b |\n|---|---|\n{rows}"))
    assert tables(found) == [] and letters(body(found)).count("x" * 150) == 90


def test_places_are_buttons_and_the_rest_one_more() -> None:
    found = messages(answer("3 € [1]", citations=tuple(cited(article=str(n)) for n in range(100))))
    assert [one["action_id"] for one in elements(found)] == [*(f"cite_{n}" for n in range(12)), "cite_all"]
    assert elements(found)[-1]["text"]["text"] == "Toutes les sources (100)" and elements(found)[-1]["value"] == "t"
    assert refused(found) == []


def test_a_button_leads_to_the_reader_where_there_is_one() -> None:
    held = answer("3 € [1]", citations=(cited(),))
    (link,) = elements(messages(held, reader=READER))
    assert (link["url"], link["value"]) == (READER.url("1f", [(3, 9)]), "1f:3-9")
    assert "url" not in elements(messages(held))[0]


def test_forty_candidates_to_choose_from() -> None:
    choices = tuple(Choice(document=f"{n:016x}", name=f"Convention {n}") for n in range(40))
    found = messages(answer("De laquelle parlez-vous ?", status="clarify", choices=choices))
    assert refused(found) == []
    first = elements(found)[0]
    assert (first["action_id"], first["value"]) == ("choose_0", f"t|{0:016x}")
    assert len(elements(found)) == 24 and not any(one["action_id"] == "share" for one in elements(found))


def test_feedback_comes_last_and_once() -> None:
    found = messages(answer("mot " * 5_000))
    kinds = [block["type"] for one in found for block in one.blocks]
    assert kinds.count("context_actions") == 1 and kinds[-1] == "context_actions"
    (buttons,) = elements(found, "context_actions")
    assert [buttons[f"{side}_button"]["value"] for side in ("positive", "negative")] == ["t|good", "t|bad"]


def test_a_schedule_is_a_table_and_is_spoken_without_bars() -> None:
    text = "- 2024 — AE : **285 000 €** · CP : **210 000 €** [1]\n- 2025 — AE : — · CP : **120 000 €** [2]"
    (one,) = messages(answer(text, citations=(cited(), cited(article="5"))))
    assert tables((one,)) == [[["Année", "AE", "CP", "Source"], ["2024", "285 000 €", "210 000 €", "[1]"],
                               ["2025", "—", "120 000 €", "[2]"]]]  # fmt: skip
    assert one.text.startswith("• 2024 — AE : *285 000 €*") and one.markdown == text


def test_a_comparison_is_spoken_row_by_row() -> None:
    (one,) = messages(answer("| Convention | Montant |\n|---|---|\n| Bac-Net | 3 € [1] |", citations=(cited(),)))
    assert one.text == "Convention · Montant\nBac-Net · 3 € [1]"


def test_a_private_answer_can_be_shared_once_it_is_one() -> None:
    (share,) = elements(messages(answer("3 €"), share="1.1"))
    assert (share["action_id"], share["value"]) == ("share", "t|1.1")
    assert elements(messages(answer("Rien.", status="not_found"), share="1.1")) == []
    assert elements(messages(answer("3 €"))) == []


def test_who_shares_and_what_was_asked_and_assumed_stand_above() -> None:
    (one,) = messages(answer("3 €"), shared_by="U9", asked="Quel *montant*\n<!channel> ?", about=("R&D", "Bac-Net"))
    assert body((one,)).startswith("Partagé par <@U9>\n> Quel montant ?\n_Pour\u00a0: R&amp;D, Bac-Net_\n3 €")
    assert one.text.startswith("Partagé par <@U9>")


def test_warnings_are_told_under_the_answer() -> None:
    (one,) = messages(answer("3 €", warnings=("en chiffres <18 000 €>", "en **lettres**")))
    (told,) = elements((one,), "context")
    assert told["text"] == "*À noter\u00a0:* en chiffres &lt;18 000 €&gt; · en *lettres*"
    long = messages(answer("3 €", warnings=("<" * 20_000,)))
    assert refused(long) == []


def test_an_answer_without_source_has_only_feedback() -> None:
    (one,) = messages(answer("Aucune convention ne s'appelle « Zorglub ».", status="not_found"))
    assert [block["type"] for block in one.blocks] == ["section", "context_actions"]


def test_forms_go_from_the_richest_to_the_plainest() -> None:
    (one,) = messages(answer("**3 €** <!here> [x](http://y)"))
    assert [sorted(form) for form in one.forms()] == [["blocks", "text"], ["markdown_text"], ["text"]]
    assert one.markdown == "**3 €** &lt;!here&gt; [x] (http://y)" and one.text == "*3 €* &lt;!here&gt; [x](http://y)"


@given(said)
def test_a_sentence_of_ours(text: str) -> None:
    short = text[:500]
    assert refused((sentence(short),)) == [] and live_mentions({"text": sentence(short).text}) == ()
