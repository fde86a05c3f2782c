"""Forward and backward of triple-wise attention against autograd through the einsum of its definition.

Usage: bench_gradients.py BUILD. One JSON object a line: {"name", "ratio", "goal", "details"}.
"""
import json
import math
import subprocess
import sys
import time
from pathlib import Path

import torch

LIBRARY = Path(sys.argv[1], "lib/libbaryscope_ops.so")
torch.ops.load_library(str(LIBRARY))
ops = torch.ops.baryscope

# The windowed layer: 12 heads of 64, 512 tokens, window 512x32.
N_HEADS, N_TOKENS, HEAD_DIM, WINDOW_1, WINDOW_2 = 12, 512, 64, 512, 32


def leaves(*shape):
    generator = torch.Generator().manual_seed(1)
    return [torch.randn(*shape, generator=generator).requires_grad_() for _ in range(5)]


def windowed(q, k, kp, v, vp):
    return ops.simplicial_attention(q, [k, kp], [v, vp], causal=True, window_1=WINDOW_1,
                                    window_2=WINDOW_2)[0]


def window_mask():
    back = torch.arange(N_TOKENS)[:, None] - torch.arange(N_TOKENS)
    first = (back >= 0) & (back < WINDOW_1)
    second = (back >= 0) & (back < WINDOW_2)
    return first[:, :, None] & second[:, None, :]


def einsum(q, k, kp, v, vp, mask=None):
    """The definition: all pairs of keys, masked."""
    scores = torch.einsum("...id,...jd,...kd->...ijk", q, k, kp) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.flatten(-2).softmax(-1).view_as(scores)
    return torch.einsum("...ijk,...jd,...kd->...id", weights, v, vp)


def pairwise(q, k, kp, v, vp):
    return ops.pairwise_attention(q, k, v)[0]


def plain_pairwise(q, k, kp, v, vp):
    return (q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])).softmax(-1) @ v


def dense(q, k, kp, v, vp):
    return ops.simplicial_attention(q, [k, kp], [v, vp])[0]


def seconds(attend, tensors, gradient):
    """One forward and backward pass, and the gradients."""
    start = time.perf_counter()
    used = [tensor for tensor in tensors]
    found = torch.autograd.grad(attend(*used), used, gradient, allow_unused=True)
    return time.perf_counter() - start, found


def sgemm_rate():
    left, right = torch.randn(1024, 1024), torch.randn(1024, 1024)
    best = math.inf
    for _ in range(5):
        start = time.perf_counter()
        torch.mm(left, right)
        best = min(best, time.perf_counter() - start)
    return 2 * 1024**3 / best


def report(name, ratio, goal, details):
    print(json.dumps({"name": name, "ratio": ratio, "goal": goal, "details": details}), flush=True)


def peak_megabytes(which):
    """What one pass adds to the peak of a process of its own."""
    found = subprocess.run([sys.executable, __file__, sys.argv[1], which], capture_output=True,
                           text=True, check=True)
    return float(found.stdout)


def status(field):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"bench: /proc/self/status has no {field}")


def print_peak(which):
    n_heads = N_HEADS if which == "ours" else 1
    tensors = leaves(n_heads, N_TOKENS, HEAD_DIM)
    gradient = torch.randn(n_heads, N_TOKENS, HEAD_DIM)
    mask = window_mask() if which == "einsum" else None
    small = [tensor[:, :32].detach().requires_grad_() for tensor in tensors]
    seconds(windowed if which == "ours" else einsum, small, gradient[:, :32])
    before = status("VmRSS")
    seconds(windowed if which == "ours" else lambda *t: einsum(*t, mask), tensors, gradient)
    print(status("VmHWM") - before)


def bench_windowed():
    tensors = leaves(N_HEADS, N_TOKENS, HEAD_DIM)
    gradient = torch.randn(N_HEADS, N_TOKENS, HEAD_DIM)
    head = [tensor.detach()[:1].clone().requires_grad_() for tensor in tensors]
    mask = window_mask()
    ours, theirs, rate = math.inf, math.inf, 0
    for _ in range(5):
        rate = max(rate, sgemm_rate())
        time_ours, found = seconds(windowed, tensors, gradient)
        ours = min(ours, time_ours)
    for _ in range(2):
        time_theirs, expected = seconds(lambda *t: einsum(*t, mask), head, gradient[:1])
        theirs = min(theirs, time_theirs)
    error = max(float((a[:1] - b).abs().max() / b.abs().max()) for a, b in zip(found, expected))
    report("forward and backward: autograd through the einsum / ours, time",
           N_HEADS * theirs / ours, ">= 5",
           f"n 512, 12 heads of 64, window 512x32: {N_HEADS * theirs:.2f} s / {ours:.3f} s; einsum "
           f"timed on one head, times 12; largest relative difference {error:.1e}")
    pairs = sum(min(i + 1, WINDOW_1) * min(i + 1, WINDOW_2) for i in range(N_TOKENS))
    # Two products forward; backward the scores again, dP, dv, P·v, dk and dA·k.
    flops = 2 * 8 * N_HEADS * pairs * HEAD_DIM
    report("forward and backward / sgemm rate", flops / ours / rate, "-",
           f"8 products over the allowed pairs: {flops / ours * 1e-9:.0f} / {rate * 1e-9:.0f} "
           f"GFLOP/s, {torch.get_num_threads()} threads")
    ours, theirs = peak_megabytes("ours"), peak_megabytes("einsum")
    report("the same, peak memory", N_HEADS * theirs / ours, ">= 20",
           f"{N_HEADS * theirs:.0f} MB / {ours:.0f} MB above the inputs; einsum measured on one "
           f"head, times 12")


def bench_small():
    for name, ours, theirs in (("two-simplicial", dense, einsum),
                               ("pairwise", pairwise, plain_pairwise)):
        for n_tokens in (8, 15, 33):
            tensors = leaves(256, 1, n_tokens, 24)
            gradient = torch.randn(256, 1, n_tokens, 24)
            runs = [(seconds(theirs, tensors, gradient)[0], seconds(ours, tensors, gradient)[0])
                    for _ in range(12)][2:]
            best = [min(run[which] for run in runs) for which in (0, 1)]
            report(f"small batch, {name}, forward and backward: PyTorch / ours", best[0] / best[1],
                   "> 1", f"256 texts of {n_tokens} tokens, head_dim 24: {best[0] * 1e3:.2f} / "
                   f"{best[1] * 1e3:.2f} ms")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print_peak(sys.argv[2])
    else:
        bench_small()
        bench_windowed()
