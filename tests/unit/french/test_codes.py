"""Codes, whole and verbatim; the samples are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.french.codes import canonical_code, find_codes


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("UO 0987-ABCD-EFGH", "centre_financier", "0987-ABCD-EFGH"),
        ("UO : 0987–ABCD–EFGH.", "centre_financier", "0987–ABCD–EFGH"),
        ("uo 0987-abcd-efgh", "centre_financier", "0987-abcd-efgh"),
        ("| 0987-C001-DR75 |", "centre_financier", "0987-C001-DR75"),
        ("BOP 0987-ABCD", "bop", "0987-ABCD"),
        ("domaine 0987-02", "domaine_fonctionnel", "0987-02"),
        ("domaine 0987-02-03", "domaine_fonctionnel", "0987-02-03"),
        ("activité 098700020304", "activite", "098700020304"),
        ("centre de coût XYZABC0042", "centre_de_cout", "XYZABC0042"),
        ("programme 987", "programme", "987"),
        ("Programme n° 0987", "programme", "0987"),
        ("SIRET : 123 456 789 00099", "siret", "123 456 789 00099"),
        ("immatriculée 73282932000074 au", "siret", "73282932000074"),
        ("732 829 320 00074", "siret", "732 829 320 00074"),
        ("SIREN n° 732 829 320", "siren", "732 829 320"),
        ("décret n° 2001-123 du 3 mai", "legal_text", "2001-123"),
        ("décret 2001-123", "legal_text", "2001-123"),
        ("la loi n°78-17", "legal_text", "78-17"),
        ("règlement (UE) 2016/679", "legal_text", "2016/679"),
        ("loi organique n° 2001-692", "legal_text", "2001-692"),
        ("décret du 3 mai 2001 n° 2001-1234", "legal_text", "2001-1234"),
        ("circulaire n° 4321/AB du", "circular", "4321/AB"),
        ("NOR : ABCD1234567E", "nor", "ABCD1234567E"),
        ("EJ n° 2100012345", "commitment", "2100012345"),
        ("engagement juridique 2100012345", "commitment", "2100012345"),
        ("voir https://pain.exemple.fr/stats?a=1.", "url", "https://pain.exemple.fr/stats?a=1"),
        ("(https://exemple.fr/a_(b))", "url", "https://exemple.fr/a_(b)"),
        ("[lien](https://exemple.fr/a)", "url", "https://exemple.fr/a"),
        ("[https://exemple.fr/a] et", "url", "https://exemple.fr/a"),
        ("www.exemple.org, et", "url", "www.exemple.org"),
        ("sur pain.exemple.gouv.fr.", "url", "pain.exemple.gouv.fr"),
        ("écrire à pain.sec@exemple.gouv.fr.", "email", "pain.sec@exemple.gouv.fr"),
    ],
)
def test_forms(text: str, kind: str, value: str) -> None:
    (code,) = find_codes(text)
    assert (code.kind, code.value) == (kind, value)
    assert text[code.start : code.end] == value


@pytest.mark.parametrize(
    "text",
    [
        "2023-2024",
        "01-42-75-80-00",
        "01 42 75 80 00",
        "141 000 000 €",
        "article 12-3",
        "12345678901234",
        "CONVENTION",
        "convention1",
        "30 km/h",
        "25-03-2020",
        "2020-03-25",
        "et/ou",
        "2100012345",
        "732 829 320",
        "fin.Le début",
        "A4",
        "budget2024",
    ],
)
def test_refusals(text: str) -> None:
    assert find_codes(text) == ()


def test_a_code_is_claimed_once_and_whole() -> None:
    codes = find_codes("0987-ABCD-EFGH / 0987-02 / 098700020304 / pain@exemple.fr / https://exemple.fr/0987-02")
    assert [code.kind for code in codes] == ["centre_financier", "domaine_fonctionnel", "activite", "email", "url"]


@pytest.mark.parametrize("typed", ["xyzabc 0042", "XYZ ABC 0042", "xyz-abc-0042", "xyz\u00a0abc–0042"])
def test_a_code_is_looked_up_whatever_was_typed(typed: str) -> None:
    assert canonical_code(typed) == "XYZABC0042" == find_codes("XYZABC0042")[0].canonical


@given(
    st.from_regex(r"0[0-9]{3}-[A-Z]{4}-[A-Z]{4}", fullmatch=True),
    st.sampled_from([str, str.lower]),
    st.sampled_from(["-", "–", "‑", " - "]),
)
def test_a_centre_is_found_whatever_its_case_and_dashes(code: str, case: type[str], dash: str) -> None:
    text = case(code).replace("-", dash)
    (found,) = find_codes(f"l'UO {text} porte")
    assert (found.value, found.canonical) == (text, canonical_code(code))


@given(st.text(alphabet="0123456789-/. :@abhtpwfrgouvABC°n"))
def test_spans_are_exact_and_apart(text: str) -> None:
    at = 0
    for code in find_codes(text):
        assert at <= code.start < code.end
        assert code.value == text[code.start : code.end]
        at = code.end


@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert isinstance(find_codes(f"{text} https://{text} 0987-{text} @{text}"), tuple)
    assert canonical_code(canonical_code(text)) == canonical_code(text)
