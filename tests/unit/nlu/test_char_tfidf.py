"""Character n-grams that are saved without a pickle and multiplied without touching what a text does not have."""
from __future__ import annotations

import json

import numpy as np
import pytest

from bot.nlu.char_tfidf import CharTfidf

TEXTS = ["低保怎么申请", "危房改造找谁", "医保缴费有没有资助", "小额贷款我够不够条件"]
ASKED = ["低保找谁", "贷款怎么办", "qwerty", "低"]


@pytest.fixture
def ngrams() -> CharTfidf:
    fitted = CharTfidf(1, 2)
    fitted.fit(TEXTS)
    return fitted


def test_what_was_saved_as_json_gives_the_same_rows(ngrams):
    restored = CharTfidf.from_state(json.loads(json.dumps(ngrams.state())))

    assert np.allclose(restored.transform(ASKED).toarray(), ngrams.transform(ASKED).toarray())


@pytest.mark.parametrize("text", ASKED)
def test_products_are_those_of_the_whole_matrix(ngrams, text):
    rows, near = ngrams.transform(TEXTS), np.full(len(TEXTS), 0.25, dtype=np.float32)

    ngrams.add_products(near, rows.tocsc(), text, 0.5)

    assert np.allclose(near, 0.25 + 0.5 * (rows @ ngrams.transform([text]).T).toarray()[:, 0])
