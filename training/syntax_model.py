"""The dependency head in torch, number by number as onrecord/extraction/syntax.py runs it."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the field's name for it

from onrecord.extraction.syntax import HALF
from training.syntax_data import NONE, Example, Names

WIDTH, ARC, LABEL, EDGE, LOOKS = 192, 128, 48, 64, 6


def far(size: int) -> Tensor:
    """Signed distances of words, as rows of a table."""
    places = torch.arange(size)
    return (places[None] - places[:, None]).clamp(-HALF, HALF) + HALF


class Block(nn.Module):
    """Words of a sentence look at one another (Vaswani et al. 2017, distances as in Shaw et al. 2018)."""

    def __init__(self, drop: float) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 2 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        self.far = nn.Parameter(torch.zeros(LOOKS, 2 * HALF + 1))
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`mask` is added to what a word is worth to the others."""
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, LOOKS, WIDTH // LOOKS).permute(2, 0, 3, 1, 4)
        worth = self.far[:, far(n)][None] + mask[:, None, None]
        told = F.scaled_dot_product_attention(q, k, v, attn_mask=worth).transpose(1, 2).reshape(b, n, WIDTH)
        x = self.norm1(x + self.drop(self.out(told)))
        return self.norm2(x + self.drop(self.down(F.relu(self.up(x)))))


class Parser(nn.Module):
    """Arcs by a biaffine score (Dozat & Manning 2017), relations, tags, and mentions by their main word and edges."""

    def __init__(self, layers: int, names: Names, drop: float = 0.25, blocks: int = 1) -> None:
        super().__init__()
        self.mix, self.first = nn.Linear(layers, WIDTH), nn.LayerNorm(WIDTH)
        self.root = nn.Parameter(torch.randn(WIDTH) * 0.02)
        self.blocks = nn.ModuleList([Block(drop) for _ in range(blocks)])
        self.below, self.above = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.arc = nn.Parameter(torch.randn(ARC, ARC + 1) * 0.02)
        self.arc_far = nn.Parameter(torch.zeros(2 * HALF + 1))
        self.told, self.tells = nn.Linear(WIDTH, LABEL), nn.Linear(WIDTH, LABEL)
        self.relation = nn.Parameter(torch.randn(LABEL + 1, len(names.relations), LABEL + 1) * 0.02)
        self.tag, self.kind = nn.Linear(WIDTH, len(names.tags)), nn.Linear(WIDTH, len(names.kinds) + 1)
        self.edge_asks, self.edge_answers = nn.Linear(WIDTH, 2 * EDGE), nn.Linear(WIDTH, 2 * EDGE)
        self.edge_far = nn.Parameter(torch.zeros(2, 2 * HALF + 1))
        self.drop = nn.Dropout(drop)

    def context(self, layers: Tensor, mask: Tensor) -> Tensor:
        """States of a batch's words, each sentence led by the one for "hangs on nothing"."""
        x = F.relu(self.first(self.mix(self.drop(layers))))
        x = torch.cat([self.root.expand(len(x), 1, WIDTH), x], 1)
        for block in self.blocks:
            x = block(x, mask)
        return self.drop(x)

    def arcs(self, x: Tensor, mask: Tensor) -> Tensor:
        """Worth of each head for each word."""
        below, above = (self.drop(F.relu(part(x))) for part in (self.below, self.above))
        above = torch.cat([above, torch.ones_like(above[..., :1])], -1)
        return (below @ self.arc @ above.transpose(1, 2) + self.arc_far[far(x.shape[1])] + mask[:, None])[:, 1:]

    def relations(self, x: Tensor, heads: Tensor) -> Tensor:
        """Worth of each relation of each word to its head."""
        below, above = (self.drop(F.relu(part(x))) for part in (self.told, self.tells))
        below, above = (torch.cat([part, torch.ones_like(part[..., :1])], -1) for part in (below, above))
        above = above.gather(1, heads.clamp(min=0)[..., None].expand(-1, -1, above.shape[-1]))
        return torch.einsum("bni,irj,bnj->bnr", below[:, 1:], self.relation, above)

    def edges(self, x: Tensor, mask: Tensor) -> Tensor:
        """Worth of each word as the first, and as the last, of the mention whose main word asks."""
        b, n, _ = x.shape
        asks, answers = (
            part(x).view(b, n, 2, EDGE).permute(2, 0, 1, 3) for part in (self.edge_asks, self.edge_answers)
        )
        worth = asks @ answers.transpose(-1, -2) / EDGE**0.5 + self.edge_far[:, far(n)][:, None] + mask[:, None]
        return worth[:, :, 1:, 1:]

    def loss(self, batch: list[Tensor], mask: Tensor) -> Tensor:
        """How far from what the annotators said."""
        layers, head, relation, tag, kind, left, right = batch
        x = self.context(layers, mask)
        edges = self.edges(x, mask)

        def off(worth: Tensor, wanted: Tensor) -> Tensor:
            return F.cross_entropy(worth.reshape(-1, worth.shape[-1]), wanted.reshape(-1), ignore_index=NONE)

        parts = off(self.arcs(x, mask), head) + off(self.relations(x, head), relation)
        shown = x[:, 1:]
        parts = parts + off(self.kind(shown), kind) + 0.5 * off(self.tag(shown), tag)
        return parts + 0.5 * (off(edges[0], left) + off(edges[1], right))


def collate(sentences: list[Example]) -> tuple[list[Tensor], Tensor]:
    """Sentences side by side, and the mask that hides what is not theirs."""
    longest = max(len(one.head) for one in sentences)
    layers = np.zeros((len(sentences), longest, sentences[0].layers.shape[1]), dtype=np.float32)
    columns = np.full((6, len(sentences), longest), NONE)
    mask = np.zeros((len(sentences), longest + 1), dtype=np.float32)
    for at, one in enumerate(sentences):
        layers[at, : len(one.head)] = one.layers
        columns[:, at, : len(one.head)] = np.stack(one[1:])
        mask[at, len(one.head) + 1 :] = -1e4
    return [torch.from_numpy(layers), *map(torch.from_numpy, columns)], torch.from_numpy(mask)
