"""Documents: who they are by their content."""

from ingestion.documents import content_id


def test_the_same_content_is_the_same_document() -> None:
    assert content_id(b"lavoir") == content_id(bytes(bytearray(b"lavoir")))
    assert content_id(b"lavoir") != content_id(b"lavoir\n")
    assert len(content_id(b"")) == 16
