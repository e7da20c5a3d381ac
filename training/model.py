"""The encoder and its heads in torch. Runtime never imports this."""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the field's name for it

from onrecord.extraction.pieces import FEATURES
from training.data import ANNOTATORS, TAGS

WIDTH, DEEP, HEADS, HIDDEN, VOCABULARY, LENGTH = 384, 6, 12, 1536, 30522, 512
LINK = 64  # width of each link state
DISTANCES = 32  # buckets of signed distance between two spans


class Drop(nn.Module):
    """Dropout with one mask for the whole batch: drawing one for each row took 6 % of a step."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        """Blanks the same cells of every row."""
        if not self.training or not self.share:
            return x
        keep = 1 - self.share
        return x * (torch.rand(1, *x.shape[1:]) < keep).to(x.dtype).div_(keep)


class Attention(torch.autograd.Function):
    """Attention row by row of the batch, so that the scores stay in the cache: faster than torch's own."""

    @staticmethod
    def forward(ctx, q, k, v, mask):  # type: ignore[no-untyped-def]
        """q, k, v are (batch, heads, pieces, width)."""
        q = q / math.sqrt(q.shape[-1])
        out = torch.empty(q.shape, dtype=q.dtype)
        share = torch.empty(*q.shape[:3], q.shape[2], dtype=q.dtype)
        for i in range(len(q)):
            worth = (q[i] @ k[i].transpose(-1, -2)).float()
            if mask is not None:
                worth += mask[i]
            share[i] = torch.softmax(worth, -1).to(q.dtype)
            out[i] = share[i] @ v[i]
        ctx.save_for_backward(q, k, v, share)
        return out

    @staticmethod
    def backward(ctx, grad):  # type: ignore[no-untyped-def]
        """As derived by hand from softmax(q k) v."""
        q, k, v, share = ctx.saved_tensors
        grad = grad.contiguous()
        dq, dk = torch.empty(q.shape, dtype=q.dtype), torch.empty(q.shape, dtype=q.dtype)
        for i in range(len(q)):
            up = (grad[i] @ v[i].transpose(-1, -2)).float()
            up = torch._softmax_backward_data(up, share[i].float(), -1, torch.float32).to(q.dtype)
            dq[i], dk[i] = up @ k[i], up.transpose(-1, -2) @ q[i]
        return dq / math.sqrt(q.shape[-1]), dk, share.transpose(-1, -2) @ grad, None


class Layer(nn.Module):
    """A BERT layer with query, key and value in one product."""

    def __init__(self, drop: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, HIDDEN)
        self.down = nn.Linear(HIDDEN, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = Drop(drop)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """`mask` is added to the attention scores."""
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        a = Attention.apply(q, k, v, mask) if self.training else F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.drop(self.out(a.transpose(1, 2).reshape(b, t, WIDTH))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """MiniLM with tables for what lower-casing throws away; the tables begin at nought."""

    def __init__(self, drop: float = 0.1) -> None:
        super().__init__()
        self.word = nn.Embedding(VOCABULARY, WIDTH)
        self.position = nn.Embedding(LENGTH, WIDTH)
        self.features = nn.ModuleDict({name: nn.Embedding(size, WIDTH) for name, size in FEATURES.items()})
        self.annotator = nn.Embedding(len(ANNOTATORS), WIDTH)
        for table in [*self.features.values(), self.annotator]:
            nn.init.zeros_(table.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = Drop(drop)
        self.layers = nn.ModuleList([Layer(drop) for _ in range(DEEP)])

    def embed(self, ids: Tensor, features: Tensor, annotator: Tensor | None) -> Tensor:
        """Sum of all tables, normed."""
        x = self.word(ids) + self.position.weight[: ids.shape[1]]
        for i, table in enumerate(self.features.values()):
            x = x + table(features[..., i])
        if annotator is not None:
            x = x + self.annotator(annotator)[:, None]
        return self.drop(self.norm(x))

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor | None, annotator: Tensor | None = None) -> Tensor:
        """States of all pieces."""
        x = self.embed(ids, features, annotator)
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Heads(nn.Module):
    """Tags, links and the silver layers, over states of words."""

    def __init__(self, pos: int, ner: int) -> None:
        super().__init__()
        self.tags = nn.Linear(WIDTH, len(TAGS))
        self.link = nn.Linear(WIDTH, 4 * LINK)  # cue asks source, source, content asks cue, cue
        self.pos = nn.Linear(WIDTH, pos)
        self.ner = nn.Linear(WIDTH, ner)
        self.transitions = nn.Parameter(allowed())
        self.begin = nn.Parameter(torch.zeros(len(TAGS)))
        self.end = nn.Parameter(torch.zeros(len(TAGS)))
        self.distance = nn.Parameter(torch.zeros(2, DISTANCES))  # source of cue, cue of content
        self.none = nn.Parameter(torch.zeros(2))
        with torch.no_grad():
            self.begin[[i for i, tag in enumerate(TAGS) if tag[0] in "IE"]] = -10.0
            self.end[[i for i, tag in enumerate(TAGS) if tag[0] in "BI"]] = -10.0


def allowed() -> Tensor:
    """Transitions to begin with: what BIOES forbids costs 10."""
    scores = torch.zeros(len(TAGS), len(TAGS))
    for i, left in enumerate(TAGS):
        for j, right in enumerate(TAGS):
            inside = left[0] in "BI"
            goes_on = right[0] in "IE"
            if inside != goes_on or (inside and left[2:] != right[2:]):
                scores[i, j] = -10.0
    return scores


class Reader(nn.Module):
    """Encoder and heads."""

    def __init__(self, pos: int, ner: int, drop: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(drop)
        self.heads = Heads(pos, ner)


def pretrained(reader: Reader, folder: Path) -> None:
    """Puts MiniLM's weights in place."""
    raw = load_file(str(folder / "model.safetensors"))
    raw = {name.removeprefix("bert."): value.float() for name, value in raw.items()}
    own = reader.encoder.state_dict()
    own["word.weight"] = raw["embeddings.word_embeddings.weight"]
    own["position.weight"] = (
        raw["embeddings.position_embeddings.weight"] + raw["embeddings.token_type_embeddings.weight"][0]
    )
    own["norm.weight"], own["norm.bias"] = (raw[f"embeddings.LayerNorm.{part}"] for part in ("weight", "bias"))
    for i in range(DEEP):
        theirs = f"encoder.layer.{i}."
        for part in ("weight", "bias"):
            own[f"layers.{i}.qkv.{part}"] = torch.cat(
                [raw[f"{theirs}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
            )
            for ours, name in (
                ("out", "attention.output.dense"),
                ("norm1", "attention.output.LayerNorm"),
                ("up", "intermediate.dense"),
                ("down", "output.dense"),
                ("norm2", "output.LayerNorm"),
            ):
                own[f"layers.{i}.{ours}.{part}"] = raw[f"{theirs}{name}.{part}"]
    reader.encoder.load_state_dict(own)


class LogPartition(torch.autograd.Function):
    """log Z of a batch of chains. Its gradient is the marginals, so no graph is kept over the steps."""

    @staticmethod
    def forward(ctx, emissions, transitions, begin, end, lengths):  # type: ignore[no-untyped-def]
        """Emissions are (chains, steps, tags)."""
        z, unary, pair, first, last = chains(emissions, transitions, begin, end, lengths)
        ctx.save_for_backward(unary, pair, first, last)
        return z

    @staticmethod
    def backward(ctx, grad):  # type: ignore[no-untyped-def]
        """`grad` is one number a chain."""
        unary, pair, first, last = ctx.saved_tensors
        return (
            unary * grad[:, None, None],
            torch.einsum("n,nij->ij", grad, pair),
            grad @ first,
            grad @ last,
            None,
        )


def chains(emissions: Tensor, transitions: Tensor, begin: Tensor, end: Tensor, lengths: Tensor):
    """log Z, marginals of tags, summed marginals of pairs, of first and of last tags, a chain.

    In the exponent domain with a scale a step; a padded step keeps the state as it is."""
    n, steps, tags = emissions.shape
    high = emissions.max(-1, keepdim=True).values
    e = (emissions - high).exp()
    m = transitions.exp()
    inside = torch.arange(steps)[None] < lengths[:, None]
    alpha, scale = torch.empty(n, steps, tags), torch.ones(n, steps)
    a = e[:, 0] * begin.exp()
    scale[:, 0] = a.sum(-1)
    alpha[:, 0] = a / scale[:, :1]
    for t in range(1, steps):
        a = (alpha[:, t - 1] @ m) * e[:, t]
        s = a.sum(-1)
        live = inside[:, t]
        scale[:, t] = torch.where(live, s, 1.0)
        alpha[:, t] = torch.where(live[:, None], a / s[:, None], alpha[:, t - 1])
    final = end.exp()
    mass = (alpha[:, -1] * final).sum(-1)
    z = mass.log() + scale.log().sum(-1) + (high[..., 0] * inside).sum(-1)
    beta = torch.empty(n, steps, tags)
    b = (final / mass[:, None]).expand(n, tags)
    beta[:, -1] = b
    for t in range(steps - 1, 0, -1):
        back = ((e[:, t] * beta[:, t]) / scale[:, t, None]) @ m.T
        beta[:, t - 1] = torch.where(inside[:, t, None], back, beta[:, t])
    unary = alpha * beta * inside[..., None]
    right = e[:, 1:] * beta[:, 1:] / scale[:, 1:, None] * inside[:, 1:, None]
    pair = torch.einsum("nti,ntj->nij", alpha[:, :-1], right) * m
    last = alpha[:, -1] * final / mass[:, None]
    return z, unary, pair, unary[:, 0], last
