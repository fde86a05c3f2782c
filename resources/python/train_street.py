"""Trains the street model and writes a capture of it: an honest 2-simplicial triangle.

A street has 15 numbered plots; 8 of them hold a place ("bakery@3 school@1 library@5 park@9 ...").
The label of a place is 1 if it lies exactly midway between two others (3 = (1 + 5) / 2), which is a
statement about triples: pairwise attention sees it only indirectly. One layer, one head of
2-simplicial attention (Roy et al. 2025, arXiv 2507.02754) and no MLP, so that the attention itself
has to find the two neighbours:

    S_ijk = softmax over (j, k) of (1/sqrt(d)) sum_l q_il k_jl k'_kl,   o_i = sum_jk S_ijk (v_j * v'_k)

    python train_street.py --output street-capture.safetensors
"""
import argparse
import json
import math

import torch
from safetensors.torch import save_file
from torch import nn

N_PLOTS, N_PLACES = 15, 8
NAMES = ["bakery", "school", "library", "park", "museum", "station", "theatre", "harbour"]
SENTENCE = [("bakery", 3), ("school", 1), ("library", 5), ("park", 9),
            ("museum", 14), ("station", 10), ("theatre", 12), ("harbour", 6)]
VECTORS = ["query", "key", "key_prime", "value", "value_prime"]


class Street(nn.Module):
    def __init__(self, model_dim: int, head_dim: int):
        super().__init__()
        self.head_dim = head_dim
        self.plot = nn.Embedding(N_PLOTS, model_dim)
        self.name = nn.Embedding(len(NAMES), model_dim)
        self.project = nn.ModuleDict({v: nn.Linear(model_dim, head_dim) for v in VECTORS})
        self.read = nn.Linear(head_dim, 1)

    def forward(self, plots, names):
        """plots, names: int64 [batch, n] -> logits [batch, n], weights [batch, n, n, n], vectors."""
        x = self.plot(plots) + self.name(names)
        vectors = {v: layer(x) for v, layer in self.project.items()}
        q, k, k2, v, v2 = (vectors[name] for name in VECTORS)
        composite = q.unsqueeze(2) * k2.unsqueeze(1)  # [batch, i, k', d]
        scores = torch.einsum("bikd,bjd->bijk", composite, k) / math.sqrt(self.head_dim)
        weights = scores.flatten(2).softmax(-1).view_as(scores)
        vectors["output"] = torch.einsum("bijk,bjd,bkd->bid", weights, v, v2)
        return self.read(vectors["output"]).squeeze(-1), weights, vectors


def streets(n_streets: int, generator):
    plots = torch.rand(n_streets, N_PLOTS, generator=generator).argsort(1)[:, :N_PLACES]
    names = torch.rand(n_streets, len(NAMES), generator=generator).argsort(1)[:, :N_PLACES]
    return plots, names


def true_pairs(plots):
    """bool [batch, i, j, k]: is i exactly midway between two other places j and k?"""
    i, j, k = plots[:, :, None, None], plots[:, None, :, None], plots[:, None, None, :]
    return (j + k == 2 * i) & (j != k)


def evaluate(model, generator, n_streets=4000):
    plots, names = streets(n_streets, generator)
    truth = true_pairs(plots)
    with torch.no_grad():
        logits, weights, _ = model(plots, names)
    label = truth.flatten(2).any(-1)
    accuracy = ((logits > 0) == label).double().mean().item()
    own = torch.eye(N_PLACES, dtype=torch.bool)
    others = weights.masked_fill(own[None, :, :, None] | own[None, :, None, :] | own[None, None], -1)
    heaviest = others.flatten(2).argmax(-1)
    hit = truth.flatten(2).gather(2, heaviest.unsqueeze(-1)).squeeze(-1)
    return accuracy, hit[label].double().mean().item()


def train(steps: int, seed: int, model_dim: int, head_dim: int):
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    model = Street(model_dim, head_dim)
    optimizer = torch.optim.AdamW(model.parameters(), lr=6e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=6e-3, total_steps=steps)
    for step in range(steps):
        plots, names = streets(256, generator)
        logits, _, _ = model(plots, names)
        label = true_pairs(plots).flatten(2).any(-1).float()
        loss = nn.functional.binary_cross_entropy_with_logits(logits, label)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 500 == 0 or step == steps - 1:
            print(f"step {step}: loss {loss.item():.4f}", flush=True)
    return model


def write_capture(model, target: str):
    plots = torch.tensor([[plot for _, plot in SENTENCE]])
    names = torch.tensor([[NAMES.index(name) for name, _ in SENTENCE]])
    with torch.no_grad():
        _, _, vectors = model(plots, names)
    tensors = {f"layers.0.{v}": t[0].unsqueeze(0).contiguous() for v, t in vectors.items()}
    metadata = {"baryscope.capture": "1", "causal": "false", "model": "street",
                "mechanism": "two-simplicial",
                "tokens": json.dumps([f"{name}@{plot}" for name, plot in SENTENCE])}
    save_file(tensors, target, metadata)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", default="street-capture.safetensors")
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--model-dim", type=int, default=64)
    parser.add_argument("--head-dim", type=int, default=24)
    arguments = parser.parse_args()
    model = train(arguments.steps, arguments.seed, arguments.model_dim, arguments.head_dim)
    accuracy, true_heaviest = evaluate(model, torch.Generator().manual_seed(10_000))
    print(f"accuracy on fresh streets {accuracy:.4f}; heaviest pair of two other places true for "
          f"{true_heaviest:.3f} of the positive places")
    write_capture(model, arguments.output)


if __name__ == "__main__":
    main()
