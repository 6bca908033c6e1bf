"""People: parties, roles, representatives, addresses, signatories."""

from bot.answer import Language
from bot.answers.claim import Claim, Value, day
from bot.answers.dates import dated_by
from bot.answers.matching import spoken_of, text_of
from bot.answers.roles_asked import ROLE_STEMS
from bot.plan import Ask
from bot.vocabulary import Subject
from ingestion.corpus import Entry
from ingestion.facts.dates import DateFact
from ingestion.facts.evidence import State
from ingestion.facts.parties import Party
from ingestion.facts.signatures import Signature
from ingestion.french.folding import fold
from ingestion.lines import display
from ingestion.naming import name_key
from prompts import message


def parties_of(entry: Entry) -> tuple[Party, ...]:
    """The parties, in the order of the text."""
    return tuple(fact for fact in entry.facts if isinstance(fact, Party))


def parties(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """Every party with its role."""
    return tuple(_party_claim(party, language) for party in parties_of(entry))


def _party_claim(party: Party, language: Language) -> Claim:
    role = f" — {party.role}" if party.role else ""
    label = f" ({party.label})" if party.label != party.name and party.label not in party.name else ""
    return Claim(f"**{party.name}**{label}{role}", party.evidence[:1], cell=party.label, key=party.label)


def roles(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """Who holds the role asked about; or which role the party asked about holds."""
    asked = [ROLE_STEMS[stem_] for stem_, _ in ask.content if stem_ in ROLE_STEMS]
    found = [p for p in parties_of(entry) for role in asked if p.role and role in [*p.role.split("-"), p.role]]
    if found and ask.bearer and ask.lists_all:
        found = [p for p in found if _is(p, ask.bearer)]
    elif not found and ask.bearer:
        found = [p for p in parties_of(entry) if _is(p, ask.bearer)]
    return tuple(_role_claim(party, language) for party in dict.fromkeys(found or ()))


def _role_claim(party: Party, language: Language) -> Claim:
    label = f" ({party.label})" if party.label != party.name and party.label not in party.name else ""
    text = message("fact.role", language, name=f"**{party.name}**{label}", role=party.role or "?")
    evidence = _holding(party, party.role or "") or party.evidence[:1]
    return Claim(text, evidence, cell=party.label, key=party.label)


def _holding(party: Party, words: str):  # type: ignore[no-untyped-def]
    """The clause, and the evidence that holds some words when the clause does not."""
    more = tuple(one for one in party.evidence[1:] if words and fold(words[:6]) in fold(one.quote))
    return tuple(dict.fromkeys((*party.evidence[:1], *more[:1])))


def _is(party: Party, words: str) -> bool:
    key = name_key(words)
    return any(
        key in name_key(name) or name_key(name) in key
        for name in (party.label, party.name, *party.short_names)
        if name_key(name)
    )


def meant(entry: Entry, ask: Ask) -> list[Party]:
    """The parties that the question speaks of, by role or by name; all of them when it speaks of none."""
    asked = [ROLE_STEMS[stem_] for stem_, _ in ask.content if stem_ in ROLE_STEMS]
    found = [p for p in parties_of(entry) if p.role and any(r in [*p.role.split("-"), p.role] for r in asked)]
    if not found and ask.bearer:
        found = [p for p in parties_of(entry) if _is(p, ask.bearer)]
    if not found:
        words = ask.words_beside("representative", "address", "signatory", "parties", "signature_date")
        found = (
            spoken_of(
                parties_of(entry), words, lambda p: f"{p.name} {p.label} {' '.join(p.short_names)}", ask.essential
            )
            if words
            else []
        )
    return found


def representatives(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """Who represents whom."""
    claims = []
    for party in meant(entry, ask) or parties_of(entry):
        evidence = _holding(party, party.representative or party.representative_title or "")
        if party.representative or party.representative_title:
            who = ", ".join(
                part
                for part in (party.representative and f"**{party.representative}**", party.representative_title)
                if part
            )
            text = message("fact.represents", language, who=who, party=party.label)
            claims.append(
                Claim(
                    text,
                    evidence,
                    cell=party.representative or party.representative_title or "",
                    key=party.representative or "",
                )
            )
        elif "representative" in party.blanks:
            text = message("fact.represents_blank", language, party=party.label)
            claims.append(Claim(text, evidence, cell=message("fact.blank", language), state="blank"))
    return tuple(claims)


def addresses(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """Postal addresses of the parties; a party asked about that has none is told."""
    asked = meant(entry, ask)
    return tuple(claim for party in asked or parties_of(entry) for claim in _address(party, bool(asked), language))


def _address(party: Party, asked: bool, language: Language) -> tuple[Claim, ...]:
    if party.address:
        evidence = _holding(party, party.address)
        return (Claim(f"**{party.address}** — {shown(party.label)}", evidence, cell=party.address, key=party.address),)
    if "address" in party.blanks:
        return (Claim(f"{shown(party.label)} : {message('fact.blank', language)}", party.evidence[:1], state="blank"),)
    text = message("fact.no_address", language, party=shown(party.label))
    return (Claim(text, party.evidence[:1], state="absent"),) if asked else ()


def signatories(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """Who signed, for whom; blanks are told."""
    found = [fact for fact in entry.facts if isinstance(fact, Signature)]
    who = {party.label for party in meant(entry, ask)}
    chosen = [s for s in found if not who or (s.party and s.party.party in who)]
    claims = [_signature_claim(entry, signature, language) for signature in chosen or found]
    return tuple(claims)


def _signature_claim(entry: Entry, signature: Signature, language: Language) -> Claim:
    party = signature.party.party or signature.party.words if signature.party else ""
    behalf = f" ({display(signature.on_behalf_of)})" if signature.on_behalf_of else ""
    if signature.state is State.BLANK or not signature.signatory:
        text = message("fact.signature_blank", language, party=party or "?")
        return Claim(text, signature.evidence[:1], cell=message("fact.blank", language), state="blank")
    values: tuple[Value, ...] = ()
    when = ""
    if signature.date is not None:
        value = day(message("fact.date_signature", language), signature.date, language)
        values, when = (value,), message("fact.on", language, date=value.shown)
    title = f", {display(signature.title)}" if signature.title else ""
    text = (
        f"**{signature.signatory}**{title}{behalf}"
        + (message("fact.for_party", language, party=shown(party)) if party else "")
        + when
    )
    dated = [
        dated_by(f)[0]
        for f in entry.facts
        if values and isinstance(f, DateFact) and f.nature == "signature" and f.value == signature.date
    ]
    named = sorted(signature.evidence, key=lambda one: str(signature.signatory) not in one.quote)
    return Claim(text, (*named[:1], *dated[:1]), values, signature.signatory, signature.signatory)


def shown(label: str) -> str:
    """A party's label, cut when it is a whole sentence."""
    return label if len(label) <= 70 else label[:70].rsplit(" ", 1)[0] + " …"


def party_text(party: Party) -> str:
    """Words a party is known by."""
    return f"{party.name} {party.label} {' '.join(party.short_names)} {text_of(party.evidence[:1])}"
