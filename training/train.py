"""Fine-tunes the encoder with all heads on one core."""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from onrecord.extraction.chains import Scores, grid, viterbi
from onrecord.extraction.decode import bucket, gaps
from onrecord.extraction.model import feed
from onrecord.extraction.pieces import ROOM, Pieces, Window, windows
from training.data import TAGS, TYPES, Example, base, load, unlabelled
from training.model import DISTANCES, LINK, LogPartition, Reader, pretrained
from training.score import Items, read_items


class Piece(NamedTuple):
    """A window of an example, with a teacher's opinion where there is one."""

    example: Example
    window: Window
    teacher: Any = None


class Batch(NamedTuple):
    """Windows of like length. `word` are the places of first pieces in the flattened grid."""

    ids: Tensor
    features: Tensor
    mask: Tensor | None
    annotator: Tensor
    word: Tensor
    chain: Tensor
    step: Tensor
    lengths: Tensor
    tags: Tensor
    pos: Tensor
    ner: Tensor
    links: dict[str, Tensor]
    soft: Any


def fill(read: Pieces, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ids and features of a window with its two markers, and where its words begin: what the shipped model is fed."""
    given = feed(read, window)
    return given["ids"], given["features"], given["words"]


def grids(
    filled: list[tuple[np.ndarray, np.ndarray, np.ndarray]],
) -> tuple[Tensor, Tensor, Tensor | None, Tensor]:
    """Padded ids, features, additive mask and flat places of words."""
    width = max(len(ids) for ids, _, _ in filled)
    ids = np.zeros((len(filled), width), dtype=np.int64)
    features = np.zeros((len(filled), width, filled[0][1].shape[1]), dtype=np.int64)
    mask = np.zeros((len(filled), 1, 1, width), dtype=np.float32)
    words = []
    for i, (row, feature, first) in enumerate(filled):
        ids[i, : len(row)], features[i, : len(row)] = row, feature
        mask[i, ..., len(row) :] = -1e4
        words.append(first + i * width)
    every = torch.from_numpy(mask) if mask.any() else None
    return torch.from_numpy(ids), torch.from_numpy(features), every, torch.from_numpy(np.concatenate(words))


class Links:
    """Spans of a batch by type, each once, and which belongs to which: rows of (window, first word, end)."""

    def __init__(self) -> None:
        self.spans: dict[str, list[tuple[int, int, int]]] = {kind: [] for kind in TYPES}
        self.known: dict[tuple[str, int, int, int], int] = {}
        self.source_of: dict[int, int] = {}
        self.cue_of: dict[int, int] = {}

    def place(self, kind: str, window: int, start: int, end: int) -> int:
        """The number of a span among those of its type."""
        key = (kind, window, start, end)
        if key not in self.known:
            self.known[key] = len(self.spans[kind])
            self.spans[kind].append((window, start, end))
        return self.known[key]

    def add(self, link: dict[str, list[tuple[int, int]]], window: int, shift: int) -> None:
        """A statement: its contents answer to its cue, its cue to its source."""
        at = {kind: [self.place(kind, window, a + shift, b + shift) for a, b in link[kind]] for kind in TYPES}
        self.cue_of.update({content: at["cue"][0] for content in at["content"] if at["cue"]})
        self.source_of.update({cue: at["source"][0] for cue in at["cue"] if at["source"]})

    def tensors(self) -> dict[str, Tensor]:
        """For the loss; -1 where nothing answers."""
        out = {kind: torch.tensor(rows, dtype=torch.long).reshape(-1, 3) for kind, rows in self.spans.items()}
        for name, told, kind in (("source_of", self.source_of, "cue"), ("cue_of", self.cue_of, "content")):
            out[name] = torch.tensor([told.get(i, -1) for i in range(len(self.spans[kind]))], dtype=torch.long)
        return out


def links(pieces_: list[Piece]) -> dict[str, Tensor]:
    """Which spans belong together; only of statements that lie wholly in their window."""
    found, offset = Links(), 0
    for at, piece in enumerate(pieces_):
        low, high = piece.window
        for link in piece.example.links:
            if all(low <= a < b <= high for kind in TYPES for a, b in link[kind]):
                found.add(link, at, offset - low)
        offset += high - low
    return found.tensors()


def collate(pieces_: list[Piece], known: float, rng: random.Random) -> Batch:
    """Windows as one batch; the annotator is told with probability `known`."""
    ids, features, mask, word = grids([fill(p.example.read, p.window) for p in pieces_])
    paragraph = np.concatenate(
        [p.example.read.paragraph[p.window.start : p.window.end] + 10000 * i for i, p in enumerate(pieces_)]
    )
    chain, step = grid(paragraph)

    def cut(name: str) -> Tensor:
        return torch.from_numpy(
            np.concatenate([getattr(p.example, name)[p.window.start : p.window.end] for p in pieces_])
        )

    soft = None
    if pieces_[0].teacher is not None:
        soft = torch.from_numpy(np.concatenate([p.teacher[p.window.start : p.window.end] for p in pieces_])).float()
    annotator = torch.tensor([p.example.annotator if rng.random() < known else 0 for p in pieces_])
    return Batch(
        ids, features, mask, annotator, word,
        torch.from_numpy(chain), torch.from_numpy(step), torch.from_numpy(np.bincount(chain)),
        cut("tags"), cut("pos"), cut("ner"), links(pieces_), soft,
    )  # fmt: skip


def taught(examples: list[Example], path: Path, mix: float) -> list[tuple[Example, Any]]:
    """Each example with what it should learn: a teacher's marginals, mixed with hand tags where there are any."""
    told = np.load(path)
    out = []
    for one in examples:
        soft = told[one.id].astype(np.float32)
        if one.annotator:
            hard = np.eye(len(TAGS), dtype=np.float32)[one.tags]
            soft = mix * soft + (1 - mix) * hard
        out.append((one, soft))
    return out


def batches(
    examples: list[tuple[Example, Any]], budget: int, room: tuple[int, int], rng: random.Random
) -> Iterator[list[Piece]]:
    """Windows cut at other places each time, of at most as many pieces as `room` allows, batched by length."""
    every = []
    for one, teacher in examples:
        cuts = list(windows(one.read, rng.randint(*room)))
        every += [Piece(one, window, teacher) for window in cuts]
    rng.shuffle(every)

    def size(piece: Piece) -> int:
        ends = np.append(piece.example.read.first, len(piece.example.read.ids))
        return int(ends[piece.window.end] - ends[piece.window.start]) + 2

    sizes = {id(piece): size(piece) for piece in every}
    out: list[list[Piece]] = []
    for start in range(0, len(every), 256):
        part = sorted(every[start : start + 256], key=lambda piece: sizes[id(piece)])
        batch: list[Piece] = []
        for piece in part:
            if batch and (len(batch) + 1) * sizes[id(piece)] > budget:
                out.append(batch)
                batch = []
            batch.append(piece)
        if batch:
            out.append(batch)
    rng.shuffle(out)
    yield from out


def path_score(reader: Reader, full: Tensor, batch: Batch) -> Tensor:
    """Sum of the scores of the hand tags' paths."""
    heads = reader.heads
    n, steps, _ = full.shape
    tags = torch.zeros(n, steps, dtype=torch.long)
    tags[batch.chain, batch.step] = batch.tags
    inside = torch.arange(steps)[None] < batch.lengths[:, None]
    unary = (full.gather(-1, tags[..., None])[..., 0] * inside).sum()
    pair = (heads.transitions[tags[:, :-1], tags[:, 1:]] * inside[:, 1:]).sum()
    last = tags.gather(1, batch.lengths[:, None] - 1)[:, 0]
    return unary + pair + heads.begin[tags[:, 0]].sum() + heads.end[last].sum()


def pool(states: Tensor, spans: Tensor) -> Tensor:
    """Mean state of each span's words."""
    total = torch.cat([torch.zeros(1, states.shape[1]), states.cumsum(0)])
    return (total[spans[:, 2]] - total[spans[:, 1]]) / (spans[:, 2] - spans[:, 1])[:, None]


def link_loss(reader: Reader, states: Tensor, links: dict[str, Tensor]) -> Tensor:
    """Cross-entropy of each cue's source and each content's cue, summed."""
    loss = torch.zeros(())
    for i, (asks, answers, truth) in enumerate((("cue", "source", "source_of"), ("content", "cue", "cue_of"))):
        left, right = links[asks], links[answers]
        if not len(left):
            continue
        query = pool(states[:, 2 * i * LINK : (2 * i + 1) * LINK], left)
        score = reader.heads.none[i].expand(len(left), 1)
        if len(right):
            key = pool(states[:, (2 * i + 1) * LINK : (2 * i + 2) * LINK], right)
            apart = left[:, None, 0] != right[None, :, 0]
            far = torch.from_numpy(bucket(gaps(left[:, 1:].numpy(), right[:, 1:].numpy()), DISTANCES))
            pairs = query @ key.T / math.sqrt(LINK) + reader.heads.distance[i][far]
            score = torch.cat([score, pairs.masked_fill(apart, -1e4)], 1)
        loss = loss + F.cross_entropy(score, links[truth] + 1, reduction="sum")
    return loss


def losses(reader: Reader, batch: Batch, weights: dict[str, float]) -> tuple[Tensor, dict[str, float]]:
    """The training loss a word, and its parts."""
    with torch.autocast("cpu", torch.bfloat16):
        states = reader.encoder(batch.ids, batch.features, batch.mask, batch.annotator)
    words = states.float().reshape(-1, states.shape[-1])[batch.word]
    heads = reader.heads
    emissions = heads.tags(F.dropout(words, 0.1, reader.training))
    full = torch.zeros(len(batch.lengths), int(batch.lengths.max()), len(TAGS))
    full = full.index_put((batch.chain, batch.step), emissions)
    z = LogPartition.apply(full, heads.transitions, heads.begin, heads.end, batch.lengths)
    count = len(words)
    if batch.soft is None:
        parts = {"tags": (z.sum() - path_score(reader, full, batch)) / count}
    else:  # cross-entropy under a teacher's marginals, up to a constant: the moves are held fixed then
        parts = {"tags": (z.sum() - (emissions * batch.soft).sum()) / count}
    parts["link"] = link_loss(reader, heads.link(words), batch.links) / count
    for name, head, truth in (("pos", heads.pos, batch.pos), ("ner", heads.ner, batch.ner)):
        if (truth >= 0).any():
            parts[name] = F.cross_entropy(head(words), truth, ignore_index=-1)
    total = sum(weights.get(name, 1.0) * part for name, part in parts.items())
    return total, {name: float(part.detach()) for name, part in parts.items()}  # type: ignore[return-value]


def groups(reader: Reader, lr: float, decay: float) -> list[dict[str, Any]]:
    """Each layer learns more slowly than the one above it; what is new learns fastest."""
    out: dict[float, list[Tensor]] = {}
    for name, value in reader.named_parameters():
        if not value.requires_grad:
            continue
        if name.startswith("encoder.layers."):
            rate = lr * decay ** (5 - int(name.split(".")[2]))
        elif name.startswith(("encoder.features", "encoder.annotator")):
            rate = lr
        elif name.startswith("encoder."):
            rate = lr * decay**6
        elif name in ("heads.transitions", "heads.begin", "heads.end", "heads.distance", "heads.none"):
            rate = 5e-3
        else:
            rate = 3 * lr
        out.setdefault(rate, []).append(value)
    return [{"params": values, "lr": rate, "rate": rate} for rate, values in out.items()]


class Average:
    """A running average of all weights."""

    def __init__(self, reader: Reader, decay: float) -> None:
        self.decay, self.steps = decay, 0
        self.values = [value.detach().clone() for value in reader.parameters()]

    def add(self, reader: Reader) -> None:
        """Takes in the weights as they are."""
        self.steps += 1
        keep = min(self.decay, self.steps / (self.steps + 9))
        torch._foreach_lerp_(self.values, [value.detach() for value in reader.parameters()], 1 - keep)

    def swap(self, reader: Reader) -> None:
        """Exchanges average and weights."""
        for mine, theirs in zip(self.values, reader.parameters(), strict=True):
            held = theirs.data.clone()
            theirs.data.copy_(mine)
            mine.copy_(held)


@torch.no_grad()
def emissions(reader: Reader, reads: Sequence[Pieces], room: int = ROOM) -> list[tuple[np.ndarray, np.ndarray]]:
    """Emissions and link states of every word of some texts; windows of like length are read together."""
    cuts = [(i, window) for i, read in enumerate(reads) for window in windows(read, room)]
    filled = [fill(reads[i], window) for i, window in cuts]
    order = sorted(range(len(cuts)), key=lambda at: len(filled[at][0]))
    parts: dict[int, tuple[np.ndarray, np.ndarray]] = {}
    for start in range(0, len(order), 12):
        chosen = order[start : start + 12]
        ids, features, mask, word = grids([filled[at] for at in chosen])
        with torch.autocast("cpu", torch.bfloat16):
            states = reader.encoder(ids, features, mask, torch.zeros(len(ids), dtype=torch.long))
        words = states.float().reshape(-1, states.shape[-1])[word]
        ends = np.cumsum([len(filled[at][2]) for at in chosen])[:-1]
        tags, link = (np.split(head(words).numpy(), ends) for head in (reader.heads.tags, reader.heads.link))
        parts.update(zip(chosen, zip(tags, link, strict=True), strict=True))
    whole: list[list[int]] = [[] for _ in reads]
    for at, (i, _) in enumerate(cuts):
        whole[i].append(at)
    return [tuple(np.concatenate([parts[at][half] for at in mine]) for half in (0, 1)) for mine in whole]  # type: ignore[misc]


def scores(reader: Reader) -> Scores:
    """The chain's numbers for numpy."""
    heads = reader.heads
    return Scores(*(part.detach().numpy() for part in (heads.transitions, heads.begin, heads.end)))


def tag_spans(tags: np.ndarray) -> list[tuple[str, int, int]]:
    """Spans of BIOES tags: (type, first word, last word + 1)."""
    out, start = [], -1
    for i, value in enumerate(tags.tolist()):
        if value == 0:
            start = -1
            continue
        mark, kind = TAGS[value][0], TAGS[value][2:]
        if mark in "BS":
            start = i
        if mark in "ES" and start >= 0:
            out.append((kind, start, i + 1))
            start = -1
    return out


def chars(one: Example, tags: np.ndarray) -> list[tuple[str, int, int]]:
    """Spans of tags in code points."""
    words = one.read.words
    return [(kind, int(words[a, 0]), int(words[b - 1, 1])) for kind, a, b in tag_spans(tags)]


def evaluate(
    reader: Reader, dev: list[Example], items: Items, room: int = ROOM
) -> dict[str, tuple[float, float, float]]:
    """Dev scores."""
    reader.eval()
    once = list({one.text: one for one in dev}.values())
    said = emissions(reader, [one.read for one in once], room)
    chain = scores(reader)
    known = {
        one.text: chars(one, viterbi(tags, one.read.paragraph, chain))
        for one, (tags, _) in zip(once, said, strict=True)
    }
    found = {one.id: known[one.text] for one in dev}
    reader.train()
    return items.score(found)


def brief(result: dict[str, tuple[float, float, float]]) -> str:
    """One line."""
    return " ".join(f"{kind} {p:.1f}/{r:.1f}/{f:.2f}" for kind, (p, r, f) in result.items())


def soup(paths: list[Path]) -> dict[str, Tensor]:
    """The mean of several runs' weights."""
    every = [torch.load(path) for path in paths]
    return {name: sum(one[name] for one in every) / len(every) for name in every[0]}


def main() -> None:
    """Trains one model."""
    parse = argparse.ArgumentParser()
    parse.add_argument("--data", type=Path, required=True)
    parse.add_argument("--out", type=Path, required=True)
    parse.add_argument("--seed", type=int, default=1)
    parse.add_argument("--epochs", type=float, default=6)
    parse.add_argument("--lr", type=float, default=4e-4)
    parse.add_argument("--decay", type=float, default=0.85)
    parse.add_argument("--budget", type=int, default=2600)
    parse.add_argument("--known", type=float, default=0.5)
    parse.add_argument("--silver", type=float, default=0.03)
    parse.add_argument("--link", type=float, default=0.5)
    parse.add_argument("--ema", type=float, default=0.995)
    parse.add_argument("--stop", type=int, default=0, help="end after this many epochs of the schedule")
    parse.add_argument("--start", type=Path, nargs="*", default=[])
    parse.add_argument("--teach", type=Path)
    parse.add_argument("--mix", type=float, default=0.5)
    parse.add_argument("--warm", type=float, default=0.06)
    parse.add_argument(
        "--room", type=int, nargs=2, default=(150, ROOM), help="pieces of the shortest and longest window"
    )
    options = parse.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)  # the heads begin alike whatever the seed, so that runs can be averaged
    options.out.mkdir(parents=True, exist_ok=True)
    pos: list[str] = []
    ner: list[str] = []
    train, dev = (
        load(options.data / "train.jsonl.gz", pos, ner),
        load(options.data / "dev.jsonl.gz", pos, ner),
    )
    items = read_items(options.data)
    reader = Reader(len(pos), len(ner))
    pretrained(reader, base())
    if options.start:
        reader.load_state_dict(soup(options.start))
    lessons: list[tuple[Example, Any]] = [(one, None) for one in train]
    if options.teach:
        lessons = taught(train + unlabelled(options.data.parent), options.out.parent / options.teach, options.mix)
        for value in (reader.heads.transitions, reader.heads.begin, reader.heads.end):
            value.requires_grad_(False)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    optimizer = torch.optim.AdamW(
        groups(reader, options.lr, options.decay), betas=(0.9, 0.98), weight_decay=0.01, fused=True
    )
    average = Average(reader, options.ema)
    weights = {"tags": 1.0, "link": options.link, "pos": options.silver, "ner": options.silver}
    log = (options.out / "log.txt").open("a")

    def say(line: str) -> None:
        print(line, flush=True)
        log.write(line + "\n")
        log.flush()

    say(json.dumps(vars(options), default=str))
    reader.train()
    started, step, total = time.time(), 0, 0
    for epoch in range(options.stop or math.ceil(options.epochs)):
        every = list(batches(lessons, options.budget, options.room, rng))
        total = total or int(len(every) * options.epochs)
        seen: dict[str, float] = {}
        begun, spent = time.time(), step
        every = every[: total - step]
        for pieces_ in every:
            share = min(step / total, 1.0)
            factor = min((step + 1) / (options.warm * total), 1.0) * max(1 - share, 0.0)
            for group in optimizer.param_groups:
                group["lr"] = group["rate"] * factor
            loss, parts = losses(reader, collate(pieces_, options.known, rng), weights)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            step += 1
            if step % 5 == 0:
                average.add(reader)
            for name, value in parts.items():
                seen[name] = seen.get(name, 0.0) + value
            if step % 50 == 0:
                done = step - spent
                say(
                    f"  {step}/{total} {(time.time() - begun) / done:.2f} s/step "
                    + " ".join(f"{k} {v / done:.4f}" for k, v in seen.items())
                )
        took = time.time() - begun
        average.swap(reader)
        result = evaluate(reader, dev, items, options.room[1])
        torch.save(reader.state_dict(), options.out / "average.pt")
        say(
            f"epoch {epoch + 1} {took / 60:.1f} min, "
            f"{(time.time() - started) / 60:.1f} in all, average: {brief(result)}"
        )
        average.swap(reader)
    result = evaluate(reader, dev, items, options.room[1])
    say(f"last: {brief(result)}")
    torch.save(reader.state_dict(), options.out / "last.pt")


if __name__ == "__main__":
    main()
