"""The torch operators from Python: their numbers against plain NumPy, their meta functions.

Usage: operators_test.py LIBRARY. Exit code 77 (skipped) where torch cannot be imported.
"""
import itertools
import sys

import numpy as np
import torch
from torch._subclasses.fake_tensor import FakeTensorMode

torch.ops.load_library(sys.argv[1])
ops = torch.ops.baryscope
generator = torch.Generator().manual_seed(7)
ORDER_KEYS = ("output", "log_sum_exp", "marginal_key", "marginal_key_prime", "entropy",
              "mutual_information", "mutual_information_null", "top_weight", "top_index", "weights")


def random(*shape, dtype=torch.float64):
    return torch.randn(*shape, generator=generator, dtype=torch.float64).to(dtype)


def close(found, expected, tolerance, what):
    found = np.asarray(found.to(torch.float64), dtype=np.float64)
    expected = np.asarray(expected, dtype=np.float64)
    assert found.shape == expected.shape, f"{what}: {found.shape} is not {expected.shape}"
    same = (found == expected) | (np.isnan(found) & np.isnan(expected))
    difference = np.where(same, 0.0, np.abs(found - expected))
    assert np.all(difference <= tolerance), f"{what}: off by {np.nanmax(difference)}"


def softmax(scores, allowed):
    """Row by row over the allowed keys only."""
    weights = np.zeros_like(scores)
    sums = np.full(scores.shape[0], -np.inf)
    for row in range(scores.shape[0]):
        keys = np.flatnonzero(allowed[row])
        if keys.size:
            exponentials = np.exp(scores[row, keys])
            weights[row, keys] = exponentials / exponentials.sum()
            sums[row] = np.log(exponentials.sum())
    return weights, sums


def over_allowed(function, scores, allowed):
    weights = np.zeros_like(scores)
    for row in range(scores.shape[0]):
        keys = np.flatnonzero(allowed[row])
        if keys.size:
            weights[row, keys] = function(scores[row, keys])
    return weights


def relu_expm1(s):
    positive = np.maximum(0, np.exp(s) - 1)
    return positive / positive.sum() if positive.sum() > 0 else positive * 0


def plain_pairwise(name, q, k, v, q2, k2, v2, lam, allowed):
    """One head. Weights, log-sum-exp (NaN: none) and output."""
    root = np.sqrt(q.shape[1])
    s, s2 = q @ k.T / root, q2 @ k2.T / root
    p, lse = softmax(s, allowed)
    p2 = softmax(s2, allowed)[0]
    none = np.full(q.shape[0], np.nan)
    difference = p - lam * p2
    if name == "pairwise":
        return p, lse, p @ v
    if name == "linear":
        phi = lambda x: np.where(x > 0, x, np.exp(np.minimum(x, 0)) - 1) + 1
        w = over_allowed(lambda row: row / row.sum(), phi(q) @ phi(k).T, allowed)
        return w, none, w @ v
    if name == "relu-expm1":
        w = over_allowed(relu_expm1, s, allowed)
        return w, none, w @ v
    if name == "softpick":
        w = over_allowed(lambda row: np.maximum(0, np.exp(row) - 1) /
                         (np.abs(np.exp(row) - 1).sum() + 1e-8), s, allowed)
        return w, none, w @ v
    if name == "affine":
        w = np.where(allowed, 2 * p - 1, 0)
        return w, lse, w @ v
    if name in ("differential", "differential-v2"):
        return difference, lse, difference @ v
    if name == "rectified-differential":
        w = np.maximum(0, difference)
        return w, lse, w @ v
    if name == "heaviside-differential":
        w = p - lam * (difference > 0)
        return w, lse, w @ v
    if name == "heaviside-gate":
        w = p * (difference > 0)
        return w, lse, w @ v
    if name == "dipole-v2":
        minus = softmax(-s, allowed)[0]
        return p - minus, lse, p @ v + minus @ v2
    magnitude, lse = softmax(np.abs(s), allowed)
    w = magnitude * np.sign(s)
    if name == "cog":
        return w, lse, w @ v
    return w, lse, np.where(s > 0, magnitude, 0) @ v + np.where(s > 0, 0, magnitude) @ v2


MECHANISMS = ("pairwise", "linear", "relu-expm1", "softpick", "affine", "differential",
              "differential-v2", "rectified-differential", "heaviside-differential",
              "heaviside-gate", "cog", "dipole-v1", "dipole-v2")


def test_pairwise():
    n_heads, n_kv, n, d, dv = 4, 2, 7, 5, 3
    for name, causal, window, dtype in itertools.product(
            MECHANISMS, (False, True), (None, 3), (torch.float64, torch.float32)):
        q, q2 = random(2, n_heads, n, d, dtype=dtype), random(2, n_heads, n, d, dtype=dtype)
        k, k2 = random(2, n_kv, n, d, dtype=dtype), random(2, n_kv, n, d, dtype=dtype)
        v, v2 = random(2, n_kv, n, dv, dtype=dtype), random(2, n_kv, n, dv, dtype=dtype)
        lam = random(n_heads, dtype=dtype)
        found = ops.pairwise_attention(q, k, v, mechanism=name, query_2=q2, key_2=k2, value_2=v2,
                                       lambda_weight=lam, causal=causal, window=window,
                                       return_weights=True)
        i, j = np.arange(n)[:, None], np.arange(n)[None]
        allowed = np.ones((n, n), bool)
        if causal or window:
            allowed &= j <= i
        if window:
            allowed &= j > i - window
        tolerance = 1e-12 if dtype == torch.float64 else 3e-5
        for batch, head in itertools.product(range(2), range(n_heads)):
            kv = head * n_kv // n_heads
            arrays = [t.double().numpy() for t in (q[batch, head], k[batch, kv], v[batch, kv],
                                                   q2[batch, head], k2[batch, kv], v2[batch, kv])]
            weights, lse, output = plain_pairwise(name, *arrays, float(lam[head]), allowed)
            close(found[2][batch, head], weights, tolerance, f"{name} weights")
            close(found[1][batch, head], lse, tolerance, f"{name} log-sum-exp")
            close(found[0][batch, head], output, tolerance, f"{name} output")
        assert found[0].dtype == dtype
        without = ops.pairwise_attention(q, k, v, mechanism=name, query_2=q2, key_2=k2, value_2=v2,
                                         lambda_weight=lam, causal=causal, window=window)
        assert without[2].shape == (0,) and torch.equal(without[0], found[0])


def plain_score(name, a, b, c):
    d = len(a)
    if name == "trilinear":
        return (a * b * c).sum() / np.sqrt(d)
    if name == "determinant":
        return sum(np.linalg.det(np.stack([x[3 * m:3 * m + 3] for x in (a, b, c)]))
                   for m in range(d // 3))
    if name == "unsigned-triple":
        ab, bc, ac = a @ b, b @ c, a @ c
        square = ab**2 * (c @ c) + bc**2 * (a @ a) + ac**2 * (b @ b) - 2 * ab * ac * bc
        return np.sqrt(max(0.0, square))
    if name == "strassen":
        return (a @ b + a @ c + b @ c) / np.sqrt(d)
    return (a @ b + a @ c) / np.sqrt(d)


def test_two_simplicial():
    n, d, dv, heads = 6, 7, 4, 2
    i, j, k = np.ogrid[:n, :n, :n]
    for name, anchor, windows in itertools.product(
            ("trilinear", "determinant", "unsigned-triple", "strassen", "rank-one"),
            ("query", "key"), ((None, None), (4, 2))):
        q, k1, k2 = (random(heads, n, d) for _ in range(3))
        v1, v2 = random(heads, n, dv), random(heads, n, dv)
        found = dict(zip(ORDER_KEYS, ops.simplicial_attention(
            q, [k1, k2], [v1, v2], score=name, causal=True, window_1=windows[0],
            window_2=windows[1], window_anchor=anchor, statistics=True, top=3, dense=True)))
        allowed = (j <= i) & (k <= i)
        if windows[0]:
            allowed &= j > i - windows[0]
            allowed &= (k > i - windows[1]) if anchor == "query" else (
                (k <= j) & (k > j - windows[1]))
        for head in range(heads):
            scores = np.array([[[plain_score(name, q[head, a].numpy(), k1[head, b].numpy(),
                                             k2[head, c].numpy()) for c in range(n)]
                                for b in range(n)] for a in range(n)])
            exponentials = np.where(allowed, np.exp(scores), 0)
            sums = exponentials.sum((1, 2))
            weights = exponentials / sums[:, None, None]
            output = np.einsum("ijk,jd,kd->id", weights, v1[head].numpy(), v2[head].numpy())
            close(found["weights"][head], weights, 1e-9, f"{name} weights")
            close(found["output"][head], output, 1e-9, f"{name} output")
            close(found["log_sum_exp"][head], np.log(sums), 1e-9, f"{name} log-sum-exp")
            close(found["marginal_key"][head], weights.sum(2), 1e-9, "marginal over k")
            close(found["marginal_key_prime"][head], weights.sum(1), 1e-9, "marginal over j")
            product = weights.sum(2)[:, :, None] * weights.sum(1)[:, None, :]
            with np.errstate(divide="ignore", invalid="ignore"):
                information = np.where(weights > 0, weights * np.log(weights / product), 0)
                entropy = np.where(weights > 0, -weights * np.log(weights), 0)
            close(found["mutual_information"][head], information.sum((1, 2)), 1e-9, "information")
            close(found["entropy"][head], entropy.sum((1, 2)), 1e-9, "entropy")
            for row in range(n):
                heaviest = np.sort(weights[row].ravel())[::-1][:3]
                close(found["top_weight"][head, row], heaviest, 1e-9, "heaviest pairs")
                for weight, pair in zip(found["top_weight"][head, row],
                                        found["top_index"][head, row]):
                    if pair[0] >= 0:
                        close(weight, weights[row, pair[0], pair[1]], 1e-9, "a heaviest pair")
        key_anchored = anchor == "key" and windows[0] is not None
        assert found["mutual_information_null"].shape == ((heads, n) if key_anchored else (0,))


def test_orders_and_streaming():
    n, d = 5, 3
    for order in (1, 2, 3, 4):
        q = random(1, n, d)
        keys, values = [random(1, n, d) for _ in range(order)], [random(1, n, d)
                                                                 for _ in range(order)]
        letters = "abce"[:order]
        inner = ",".join(f"{x}d" for x in letters)
        scores = np.einsum(f"id,{inner}->i{letters}", q[0].numpy(), *(k[0].numpy() for k in keys))
        exponentials = np.exp(scores / np.sqrt(d))
        weights = exponentials / exponentials.sum(tuple(range(1, order + 1)), keepdims=True)
        output = np.einsum(f"i{letters},{inner}->id", weights, *(v[0].numpy() for v in values))
        found = ops.simplicial_attention(q, keys, values)
        close(found[0][0], output, 1e-12, f"order {order}")
        # The last two queries alone, as a stream sees them, and the same by positions.
        whole = ops.simplicial_attention(q, keys, values, causal=True, window_1=3)
        last = ops.simplicial_attention(q[:, -2:], keys, values, causal=True, window_1=3)
        close(last[0], whole[0][:, -2:], 1e-14, "streaming")
        chosen = torch.tensor([3, 1])
        some = ops.simplicial_attention(q[:, chosen], keys, values, causal=True, window_1=3,
                                        positions=chosen)
        close(some[0], whole[0][:, chosen], 1e-14, "positions")


def test_selection():
    n = 9
    scores = random(n, n)
    allowed = ops.allowed_keys(torch.arange(n), n, causal=True, window=6)
    expected = [[i - 6 < j <= i for j in range(n)] for i in range(n)]
    assert allowed.tolist() == expected
    kept = ops.select_keys(scores, allowed, 3, always_keep_query=True)
    for row in range(n):
        keys = [j for j in range(n) if expected[row][j] and j != row]
        keys.sort(key=lambda j: -float(scores[row, j]))
        assert set(np.flatnonzero(kept[row])) == set(keys[:2] + [row]), row
    query, key, weight = random(2, n, 4), random(n, 4), random(n, 2)
    products = np.einsum("hid,jd->hij", query.numpy(), key.numpy())
    plain = np.einsum("ih,hij->ij", weight.numpy(), np.maximum(0, products))
    close(ops.indexer_scores(query, key, weight, allowed), np.where(allowed, plain, 0), 1e-12,
          "indexer")
    output = random(2, n, 4)
    gain = random(4)
    plain = output / torch.sqrt((output**2).mean(-1, keepdim=True) + 1e-5) * gain * 0.8
    close(ops.differential_norm(output, 0.2, gain=gain), plain, 1e-12, "norm")


def calls():
    """One call of every operator and kind of result, tensors first."""
    for dtype in (torch.float64, torch.float32, torch.bfloat16):
        q, k, v = (random(2, 4, 5, 3, dtype=dtype) for _ in range(3))
        yield ops.pairwise_attention.default, (q, k, v), {"return_weights": True}
        yield ops.pairwise_attention.default, (q, k, v), {"causal": True}
        for options in ({}, {"statistics": True, "top": 4, "dense": True},
                        {"statistics": True, "window_1": 3, "window_anchor": "key", "top": 999}):
            yield ops.simplicial_attention.default, (q[0], [k[0], k[0]], [v[0], v[0]]), options
            yield ops.simplicial_attention.default, (q, [k] * 3, [v] * 3), options
            yield ops.simplicial_attention.default, (q[:, :, -2:], [k], [v]), options
        allowed = torch.ones(5, 5, dtype=torch.bool)
        yield ops.indexer_scores.default, (q[0], k[0, 0], random(5, 4, dtype=dtype), allowed), {}
        yield ops.differential_norm.default, (q, 0.2), {}
    yield ops.select_keys.default, (random(5, 5), torch.ones(5, 5, dtype=torch.bool), 2), {}
    yield ops.allowed_keys.default, (torch.arange(5), 5), {"window": 2}


def moved(value, place):
    if isinstance(value, torch.Tensor):
        return place(value)
    return [moved(entry, place) for entry in value] if isinstance(value, list) else value


def outputs(result):
    return result if isinstance(result, tuple) else (result,)


def test_meta():
    for operator, arguments, options in calls():
        real = outputs(operator(*arguments, **options))
        meta = outputs(operator(*(moved(a, lambda t: t.to("meta")) for a in arguments), **options))
        with FakeTensorMode() as mode:
            fake = outputs(operator(*(moved(a, mode.from_tensor) for a in arguments), **options))
        for a, b, c in zip(real, meta, fake, strict=True):
            assert a.shape == b.shape == c.shape, (operator, options, a.shape, b.shape, c.shape)
            assert a.dtype == b.dtype == c.dtype, (operator, options, a.dtype, b.dtype)
            assert b.device.type == "meta" and c.device.type == "cpu"
        torch.library.opcheck(operator, arguments, options,
                              test_utils=("test_schema", "test_faketensor"))


def test_errors():
    q = random(1, 4, 3)
    wrong = {
        "pairwise, linear": lambda: ops.pairwise_attention(q, q, q, mechanism="pair"),
        "simplicial_attention": lambda: ops.pairwise_attention(q, q, q, mechanism="n-order"),
        "lambda": lambda: ops.pairwise_attention(q, q, q, mechanism="differential", query_2=q,
                                                 key_2=q),
        "1 to 4": lambda: ops.simplicial_attention(q, [], []),
        "at least 1 key": lambda: ops.simplicial_attention(q, [q, q], [q, q], window_1=0),
        "head_dim": lambda: ops.simplicial_attention(q, [q, random(1, 4, 2)], [q, q]),
        "exactly two": lambda: ops.simplicial_attention(q, [q], [q], score="strassen"),
    }
    for word, call in wrong.items():
        try:
            call()
        except (ValueError, RuntimeError) as error:
            assert word in str(error), f"{word!r} is not in {error}"
        else:
            raise AssertionError(f"no error where one with {word!r} was expected")


def refused(call, word):
    try:
        call()
    except (RuntimeError, ValueError) as error:
        assert word in str(error), error
    else:
        raise AssertionError(f"no error where one with {word!r} was expected")


def test_missing_derivatives_are_refused():
    q = random(1, 4, 3).requires_grad_()
    for output in (ops.pairwise_attention(q, q, q)[0],
                   ops.simplicial_attention(q, [q, q], [q, q])[0]):
        first, = torch.autograd.grad(output.square().sum(), q, create_graph=True)
        refused(lambda: first.sum().backward(), "first derivative only")
    results = ops.simplicial_attention(q, [q, q], [q, q], statistics=True, top=2, dense=True)
    for name in ("marginal_key", "entropy", "mutual_information", "top_weight", "weights"):
        refused(lambda: results[ORDER_KEYS.index(name)].sum().backward(retain_graph=True), name)
    assert not ops.pairwise_attention(q, q, q, mechanism="linear")[1].requires_grad
    refused(lambda: ops.pairwise_attention_backward(None, torch.zeros(1, 4), None, q, q, q,
                                                    mechanism="linear"), "no log-sum-exp")
    refused(lambda: ops.pairwise_attention_backward(torch.zeros(1, 3, 3), None, None, q, q, q),
            "grad_output has shape")


for test in (test_pairwise, test_two_simplicial, test_orders_and_streaming, test_selection,
             test_meta, test_errors, test_missing_derivatives_are_refused):
    test()
    print(f"{test.__name__}: passed")
