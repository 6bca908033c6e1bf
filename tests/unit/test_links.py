"""Links to the reader: signed with a key that stays, good for whole days, short enough for a button."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.hashing import Hasher
from bot.links import LONGEST_URL, Reader, Signer, open_reader, open_signer
from bot.settings import Settings

DAY = 86_400
spans = st.lists(st.tuples(st.integers(0, 9_999), st.integers(1, 9_999)), max_size=4)


def signer(days: int = 30, now: float = 0.0) -> Signer:
    return Signer(Hasher(b"k"), days, lambda: now)


def fields(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


def verified(link: str, by: Signer, document: str = "1f") -> int | None:
    held = fields(link)
    passages = [tuple(map(int, one.split("-"))) for one in held.get("passage", [])]
    return by.verify(document, passages, held["until"][0], held["sign"][0])  # type: ignore[arg-type]


@given(spans, spans)
def test_a_signature_is_for_these_spans_alone(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    made = signer()
    sign = parse_qs(made.query("1f", one, DAY))["sign"][0]
    assert (made.verify("1f", other, str(DAY), sign) == DAY) == (one == other)


def test_a_signature_is_for_one_document_one_day_and_one_key() -> None:
    sign = parse_qs(signer().query("1f", [(3, 9)], DAY))["sign"][0]
    assert signer().verify("1f", [(3, 9)], str(DAY), sign) == DAY
    assert signer().verify("2e", [(3, 9)], str(DAY), sign) is None
    assert signer().verify("1f", [(3, 9)], str(DAY + 1), sign) is None
    assert Signer(Hasher(b"l"), 30, lambda: 0.0).verify("1f", [(3, 9)], str(DAY), sign) is None


def test_a_link_is_good_for_its_days_and_no_longer() -> None:
    link = Reader("https://lire.example", signer(days=2, now=10.0)).url("1f", [(3, 9)])
    assert verified(link, signer(now=10.0 + 2 * DAY)) == 3 * DAY
    assert verified(link, signer(now=3 * DAY - 1)) == 3 * DAY
    assert verified(link, signer(now=3 * DAY)) is None


def test_links_of_a_day_are_equal() -> None:
    morning, evening = (Reader("https://lire.example", signer(now=now)).url("1f", [(3, 9)]) for now in (1.0, DAY - 1.0))
    assert morning == evening


def test_a_link_leads_to_its_passage() -> None:
    url = Reader("https://lire.example/alinea/", signer()).url("1f", [(3, 9), (12, 15)])
    assert url.startswith("https://lire.example/alinea/conventions/1f?passage=3-9&passage=12-15&until=")
    assert url.endswith("#passage-1")


def test_a_link_fits_a_button_and_its_signature_is_for_what_it_holds() -> None:
    many = [(100_000 + n, 100_000 + n + 50) for n in range(0, 30_000, 100)]
    url = Reader("https://lire.example", signer()).url("1f", many)
    held = fields(url)["passage"]
    assert LONGEST_URL - 30 < len(url) <= LONGEST_URL and 0 < len(held) < len(many)
    assert verified(url, signer()) is not None


def test_the_key_is_kept_in_the_data_folder(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, reader_url="https://lire.example", link_days=7)
    one, other = open_signer(settings), open_signer(settings)
    assert one.hasher == other.hasher and (tmp_path / "link.key").stat().st_mode & 0o077 == 0
    reader = open_reader(settings)
    assert reader is not None and reader.signer.days == 7
    assert open_reader(Settings(data=tmp_path)) is None
