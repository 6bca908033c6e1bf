"""E-mails: their attachments, and their text when it says something."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from ingestion.containers import CONTAINERS, Parts
from ingestion.errors import UnreadableFile
from ingestion.reading_rules import ReadingRules

LONG = "Le premier versement, de 80 000 €, est reporté au 31 mars 2025 à la demande du comité de suivi. " * 3
SHORT = "Bonjour,\n\nVeuillez trouver ci-joint la convention signée.\n\nCordialement,\nAda Lorent\n"


def message(text: str = SHORT, subject: str = "Convention « Quai Ouvert »") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"] = "ada@exemple.fr", subject
    if text:
        made.set_content(text)
    return made


def attach(made: EmailMessage, name: str | None, content: bytes = b"Lavoir", sort: str = "text/plain") -> EmailMessage:
    main, _, sub = sort.partition("/")
    made.add_attachment(content, main, sub, filename=name)
    return made


def opened(made: EmailMessage | bytes, rules: ReadingRules | None = None) -> Parts:
    content = made if isinstance(made, bytes) else made.as_bytes()
    return CONTAINERS["eml"](Path("a.eml"), content, rules or ReadingRules())


def names(parts: Parts) -> list[str]:
    return [part.name for part in parts.parts]


def told(parts: Parts) -> dict[str, str]:
    return {remark.key: remark.detail["names"] for remark in parts.remarks}


def test_a_text_that_only_goes_with_its_attachment_is_no_part() -> None:
    found = opened(attach(message(), "Convention signée – n° 1.txt"))
    assert [(part.name, part.content) for part in found.parts] == [("Convention signée – n° 1.txt", b"Lavoir")]
    assert found.remarks == ()


def test_a_text_that_says_something_is_a_part_under_its_subject() -> None:
    found = opened(attach(message(LONG), "a.txt"))
    assert names(found) == ["a.txt", "message.txt"]
    assert found.parts[1].content.decode() == f"Convention « Quai Ouvert »\n\n{LONG.strip()}\n"


@pytest.mark.parametrize(
    "before", ["-- \n", "Le 3 mai 2025 à 10:00, Ada Lorent a écrit :\n", "De : Ada Lorent\n", "> "]
)
def test_signatures_and_what_is_answered_are_not_its_own(before: str) -> None:
    quoted = before + LONG.replace(". ", ".\n" + (before if before == "> " else ""))
    assert names(opened(attach(message(f"Merci.\nBien reçu.\n{quoted}"), "a.txt"))) == ["a.txt"]


def test_a_short_text_alone_is_a_part() -> None:
    assert names(opened(message("Le versement est reporté."))) == ["message.txt"]


def test_pictures_that_the_text_shows_are_left_out_and_others_are_parts() -> None:
    made = message()
    made.add_alternative("<p>Bonjour <img src='cid:logo'></p>", subtype="html")
    page = made.get_payload()[1]
    page.add_related(b"\x89PNG", "image", "png", cid="<logo>", filename="logo.png")
    found = opened(attach(made, "photo.gif", b"GIF89a", "image/gif"))
    assert (names(found), told(found)) == (["message.txt"], {"part_format": "photo.gif"})


def test_two_attachments_of_one_name_are_both_kept() -> None:
    made = attach(attach(attach(message(), "scan.txt", b"1"), "scan.txt", b"2"), "message.txt", b"3")
    assert [(part.name, part.content) for part in opened(made).parts] == [
        ("message (2).txt", b"3"), ("scan (2).txt", b"2"), ("scan.txt", b"1")
    ]  # fmt: skip


def test_what_is_not_read_is_told_by_reason() -> None:
    made = message()
    for name in ("a.exe", "b.zip", "../c.txt"):
        attach(made, name)
    inner = message(LONG, "Tr")
    made.add_attachment(inner)
    assert told(opened(made)) == {
        "part_format": "a.exe",
        "part_nested": "b.zip, piece-5.eml",
        "part_unsafe": "../c.txt",
    }


def test_limits_hold() -> None:
    made = attach(attach(attach(message(), "a.txt"), "b.txt"), "c.txt", b"x" * 60)
    assert told(opened(made, ReadingRules(parts=1))) == {"part_many": "b.txt, c.txt"}
    assert told(opened(made, ReadingRules(bytes=50))) == {"part_large": "c.txt"}
    assert told(opened(made, ReadingRules(unpacked=15))) == {"part_large": "c.txt"}


def test_a_page_without_plain_text_is_read_as_one() -> None:
    made = EmailMessage()
    made["From"], made["Subject"] = "ada@exemple.fr", "Report"
    made.set_content(f"<html><style>p{{}}</style><p>{LONG}</p></html>", subtype="html")
    assert opened(made).parts[0].content.decode() == f"Report\n\n{LONG.strip()}\n"


def test_encoded_names_and_texts_in_old_encodings() -> None:
    raw = (
        b"From: a@exemple.fr\r\nSubject: =?iso-8859-1?Q?Avenant_sign=E9?=\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain; charset=unknown-8bit\r\n'
        b"Content-Transfer-Encoding: 8bit\r\n\r\nD\xe9cal\xe9 d'un mois.\r\n--x\r\nContent-Type: text/plain\r\n"
        b"Content-Disposition: attachment; filename*=UTF-8''avenant%20n%C2%B0%201.txt\r\n\r\nLavoir\r\n--x--\r\n"
    )
    assert names(opened(raw)) == ["avenant n° 1.txt"]
    alone = raw.replace(b".txt", b".exe")
    assert [part.content.decode() for part in opened(alone).parts] == ["Avenant signé\n\nDécalé d'un mois.\n"]


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "damaged"), (b"Lavoir", "damaged"), (b"From: a@b\r\n\r\n", "empty")]
)
def test_what_is_no_mail_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        opened(content)
    assert caught.value.reason == reason
