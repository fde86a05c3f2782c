"""Gradients of the torch operators: finite differences, autograd through the plain definitions,
the conventions at kinks and masks, memory, training.

Usage: gradients_test.py LIBRARY [WORD]: the tests whose names contain WORD. Exit code 77 (skipped) where torch cannot be imported.
"""
import itertools
import math
import sys
from pathlib import Path

import torch
from torch.autograd import gradcheck

torch.ops.load_library(sys.argv[1])
ops = torch.ops.baryscope
generator = torch.Generator().manual_seed(11)
SCORES = ("trilinear", "determinant", "unsigned-triple", "strassen", "rank-one")
PLAIN = ("pairwise", "linear", "relu-expm1", "softpick", "affine")
DIFFERENCES = ("differential", "differential-v2", "rectified-differential",
               "heaviside-differential", "heaviside-gate")
SIGNED = ("cog", "dipole-v1", "dipole-v2")
# Every kind of mask: causal or not, a window, both anchors.
MASKS = ({}, {"causal": True}, {"window_1": 3, "window_2": 2},
         {"window_1": 3, "window_2": 2, "window_anchor": "key"},
         {"window_1": 2, "window_2": 4, "window_anchor": "key"})
OPTIONS = ({}, {"key_bias": True, "value_bias": True, "temperature": 1.3},
           {"output_scaling": True, "scale": 0.4, "value_bias": True})


def random(*shape, dtype=torch.float64, grad=True):
    numbers = torch.randn(*shape, generator=generator, dtype=torch.float64).to(dtype)
    return numbers.requires_grad_(grad)


def random_kept(*shape):
    """Some rows empty, others with a few keys."""
    kept = torch.rand(*shape, generator=generator) < 0.6
    kept[..., 1, :] = False
    return kept


def simplicial(order, options):
    def attend(query, *rest):
        output, lse = ops.simplicial_attention(query, list(rest[:order]), list(rest[order:]),
                                               **options)[:2]
        return output, lse.masked_fill(lse == -math.inf, 0)
    return attend


def tuple_inputs(order, batch, n, dim, value_dim, dtype=torch.float64):
    """Two query heads; the first key and the last value have one head that both read."""
    heads = [1] + [2] * (2 * order - 2) + [1]
    dims = [dim] * order + [value_dim] * order
    return [random(*batch, 2, n, dim, dtype=dtype)] + [
        random(*batch, head, n, own, dtype=dtype) for head, own in zip(heads, dims)]


def test_gradcheck_of_tuples():
    """Few tokens go through the fused kernels, 18 of one text through the general way."""
    cases = list(itertools.product([(2, score) for score in SCORES] + [
        (1, "trilinear"), (3, "trilinear"), (4, "trilinear")], MASKS, OPTIONS, (False, True)))
    for (order, score), mask, options, select in cases:
        if order == 1 and "window_1" in mask:
            mask = {"window_1": mask["window_1"], "window_anchor": mask.get("window_anchor", "query")}
        n = 4 if order < 4 else 3
        arguments = dict(mask, **options, score=score)
        if select:
            arguments["kept"] = random_kept(n, n)
        inputs = tuple_inputs(order, (1,), n, 4, 2)
        # The whole Jacobian once a score and mask, along random directions for the rest.
        whole = not select and not options
        assert gradcheck(simplicial(order, arguments), inputs, fast_mode=not whole), (
            order, arguments)
    for (order, score), mask, options, select in cases:
        if order == 4 or (order == 3 and options):
            continue
        n = 18
        arguments = dict(mask, **options, score=score)
        if "window_1" in arguments:
            arguments["window_1"] += 4
        if order == 1:
            arguments.pop("window_2", None)
        if select:
            arguments["kept"] = random_kept(n, n)
        inputs = tuple_inputs(order, (), n, 5, 2)
        assert gradcheck(simplicial(order, arguments), inputs, fast_mode=True), (order, arguments)


def pairwise(name, arguments, has_value_2):
    def attend(query, key, value, *rest):
        named = dict(zip(("query_2", "key_2", "lambda_weight"), rest)) if name in DIFFERENCES else (
            {"value_2": rest[0]} if has_value_2 else {})
        output, lse, weights = ops.pairwise_attention(query, key, value, mechanism=name,
                                                      return_weights=True, **named, **arguments)
        if name in ("linear", "relu-expm1", "softpick"):
            return output, weights
        return output, lse.masked_fill(lse == -math.inf, 0), weights
    return attend


def pairwise_inputs(name, batch, n, has_value_2, lambda_shape, dtype=torch.float64):
    inputs = [random(*batch, heads, n, dim, dtype=dtype) for heads, dim in ((2, 3), (1, 3), (2, 2))]
    if name in DIFFERENCES:
        inputs += [random(*batch, 2, n, 3, dtype=dtype), random(*batch, 1, n, 3, dtype=dtype),
                   torch.rand(lambda_shape, generator=generator).to(dtype).requires_grad_()]
    if has_value_2:
        inputs.append(random(*batch, 1, n, 2, dtype=dtype))
    return inputs


def pairwise_cases():
    masks = ({}, {"causal": True}, {"window": 2})
    scales = ({}, {"temperature": 0.7}, {"scale": 0.8, "a_plus": 0.6, "a_minus": 0.3,
                                         "affine_a": 1.5, "affine_b": 0.2})
    for name, mask, scale, select in itertools.product(PLAIN + DIFFERENCES + SIGNED, masks, scales,
                                                       (False, True)):
        for has_value_2 in (False, True) if name.startswith("dipole") else (False,):
            yield name, dict(mask, **scale), select, has_value_2


def test_gradcheck_of_single_keys():
    for name, arguments, select, has_value_2 in pairwise_cases():
        for batch, n, lambda_shape in (((2,), 4, (2, 2, 4)), ((1,), 5, (2,)), ((), 17, (2, 17))):
            arguments.pop("kept", None)
            if select:
                arguments["kept"] = random_kept(*batch, n, n)
            inputs = pairwise_inputs(name, batch, n, has_value_2, lambda_shape)
            attend = pairwise(name, arguments, has_value_2)
            # The whole Jacobian once a mechanism and mask, along random directions for the rest.
            whole = n == 5 and not select and "temperature" not in arguments
            assert gradcheck(attend, inputs, fast_mode=not whole), (name, arguments, batch)


def test_gradcheck_of_indexer_and_norm():
    allowed = torch.ones(5, 5).tril().bool()
    for softmax in (False, True):
        inputs = (random(2, 5, 3), random(5, 3), random(5, 2))
        assert gradcheck(lambda q, k, w: ops.indexer_scores(q, k, w, allowed, softmax=softmax),
                         inputs)
    assert gradcheck(lambda x, gain: ops.differential_norm(x, 0.3, gain=gain),
                     (random(2, 4, 3), random(3)))
    assert gradcheck(lambda x: ops.differential_norm(x, 0.3), (random(2, 4, 3),))


# ---- the plain definitions ----------------------------------------------------------------------
def plain_scores(score, q, keys):
    """[…, n, d] each → […, n, n (, n, n)]."""
    letters = "jklm"[:len(keys)]
    if score == "trilinear":
        return torch.einsum(f"...id,{','.join(f'...{x}d' for x in letters)}->...i{letters}", q,
                            *keys) / math.sqrt(q.shape[-1])
    k, kp = keys
    qk = torch.einsum("...id,...jd->...ij", q, k)[..., :, :, None]
    qkp = torch.einsum("...id,...kd->...ik", q, kp)[..., :, None, :]
    kkp = torch.einsum("...jd,...kd->...jk", k, kp)[..., None, :, :]
    if score == "strassen":
        return (qk + qkp + kkp) / math.sqrt(q.shape[-1])
    if score == "rank-one":
        return (qk + qkp) / math.sqrt(q.shape[-1])
    if score == "determinant":
        whole = q.shape[-1] // 3 * 3
        chunks = [t[..., :whole].unflatten(-1, (-1, 3)) for t in (q, k, kp)]
        crossed = torch.linalg.cross(chunks[1][..., :, None, :, :], chunks[2][..., None, :, :, :])
        return torch.einsum("...icx,...jkcx->...ijk", chunks[0], crossed)
    squares = [(t * t).sum(-1) for t in (q, k, kp)]
    return (qk**2 * squares[2][..., None, None, :] + kkp**2 * squares[0][..., :, None, None] +
            qkp**2 * squares[1][..., None, :, None] - 2 * qk * kkp * qkp).clamp_min(0).sqrt()


def tuple_mask(n, order, causal=False, window_1=None, window_2=None, window_anchor="query",
               kept=None):
    i = torch.arange(n).view(n, *[1] * order)
    slots = [torch.arange(n).view(1, *[n if s == slot else 1 for s in range(order)])
             for slot in range(order)]
    allowed = torch.ones(n, *[n] * order, dtype=torch.bool)
    for slot, key in enumerate(slots):
        window = window_1 if slot == 0 else window_2 or window_1
        if causal or window_1:
            allowed = allowed & (key <= i)
        if window_1 and slot and window_anchor == "key":
            allowed = allowed & (key <= slots[0]) & (key > slots[0] - window)
        elif window_1:
            allowed = allowed & (key > i - window)
        if kept is not None:
            allowed = allowed & kept.view(n, *key.shape[1:-1], -1) if order == 1 else (
                allowed & kept.view(n, *[n if s == slot else 1 for s in range(order)]))
    return allowed


def plain_tuples(order, score, allowed):
    def attend(q, *rest):
        head = torch.arange(q.shape[-3])
        spread = [t[..., head * t.shape[-3] // len(head), :, :] for t in rest]
        scores = plain_scores(score, q, spread[:order])
        scores = scores.masked_fill(~allowed, -math.inf).flatten(-order)
        empty = ~allowed.flatten(-order).any(-1, keepdim=True)
        weights = scores.masked_fill(empty, 0).softmax(-1).masked_fill(empty, 0)
        letters = "jklm"[:order]
        lse = scores.masked_fill(empty, 0).logsumexp(-1).masked_fill(empty.squeeze(-1), 0)
        shape = weights.shape[:-1] + (q.shape[-2],) * order
        return torch.einsum(f"...i{letters},{','.join(f'...{x}d' for x in letters)}->...id",
                            weights.view(shape), *spread[order:]), lse
    return attend


def compare(ours, plain, inputs, tolerance, what):
    """Values and gradients of a random functional of both outputs, relative to the largest."""
    results = ours(*inputs), plain(*inputs)
    weights = [torch.randn(result.shape, generator=generator).to(result.dtype)
               for result in results[0]]
    gradients = []
    for result in results:
        total = sum((r * w).sum() for r, w in zip(result, weights))
        gradients.append(torch.autograd.grad(total, inputs))
    for found, expected in zip(list(results[0]) + list(gradients[0]),
                               list(results[1]) + list(gradients[1]), strict=True):
        found, expected = found.detach(), expected.detach()
        scale = max(1.0, float(expected.abs().max()))
        difference = float((found - expected).abs().max()) / scale
        assert difference <= tolerance, f"{what}: off by {difference}"


def test_blocks_against_plain_definitions():
    for (order, score), (batch, n) in itertools.product(
            [(2, score) for score in SCORES] + [(1, "trilinear"), (3, "trilinear")],
            (((3,), 9), ((2,), 33), ((), 37))):
        n = min(n, 19) if order == 3 else n
        for mask, select, dtype in itertools.product(
                ({}, {"causal": True}, {"window_1": 11, "window_2": 5},
                 {"window_1": 7, "window_2": 9, "window_anchor": "key"}), (False, True),
                (torch.float64, torch.float32)):
            if order == 1 and "window_2" in mask:
                mask = {"window_1": 6}
            arguments = dict(mask)
            if select:
                arguments["kept"] = random_kept(n, n)
            inputs = tuple_inputs(order, batch, n, 7, 4, dtype)
            compare(simplicial(order, dict(arguments, score=score)),
                    plain_tuples(order, score, tuple_mask(n, order, **arguments)), inputs,
                    1e-10 if dtype == torch.float64 else 3e-4,
                    f"order {order}, {score}, {batch}, {n}, {mask}, {select}, {dtype}")


def test_batches_are_their_items():
    for name, arguments, select, has_value_2 in pairwise_cases():
        n = 6
        kept = random_kept(3, n, n) if select else None
        inputs = pairwise_inputs(name, (3,), n, has_value_2, (3, 2, n))
        attend = lambda batch_kept: pairwise(name, dict(arguments, kept=batch_kept), has_value_2)
        check_items(attend, inputs, kept)
    for score, mask in itertools.product(SCORES, MASKS):
        n = 7
        kept = random_kept(3, n, n)
        inputs = tuple_inputs(2, (3,), n, 6, 4)
        check_items(lambda own: simplicial(2, dict(mask, score=score, kept=own)), inputs, kept)


def check_items(attend, inputs, kept):
    whole = attend(kept)(*inputs)
    items = [attend(None if kept is None else kept[b])(*(t[b] for t in inputs)) for b in range(3)]
    weights = [torch.randn(w.shape, generator=generator).to(w.dtype) for w in whole]
    total = sum((w * r).sum() for w, r in zip(weights, whole))
    parts = sum((w[b] * r).sum() for b in range(3) for w, r in zip(weights, items[b]))
    for found, expected in zip(torch.autograd.grad(total, inputs),
                               torch.autograd.grad(parts, inputs)):
        assert torch.allclose(found, expected, rtol=0, atol=1e-12)


# ---- conventions --------------------------------------------------------------------------------
def test_empty_rows_and_masked_keys():
    for n, batch in ((6, (2,)), (18, ())):
        kept = torch.ones(n, n, dtype=torch.bool)
        kept[2] = False
        kept[:, 4] = False
        for score in SCORES:
            q, k, kp, v, vp = tuple_inputs(2, batch, n, 6, 3)
            results = ops.simplicial_attention(q, [k, kp], [v, vp], score=score, kept=kept)
            lse = results[1].masked_fill(results[1] == -math.inf, 0)
            gradients = torch.autograd.grad(results[0].square().sum() + lse.sum(),
                                            (q, k, kp, v, vp))
            assert all(bool(g.isfinite().all()) for g in gradients), score
            assert not gradients[0][..., 2, :].any(), score
            assert not any(g[..., 4, :].any() for g in gradients[1:]), score
            assert all(g[..., 5, :].any() for g in gradients[1:]), score
            # The infinite log-sum-exp of an empty row may be differentiated: it gives 0, not NaN.
            raw = ops.simplicial_attention(q, [k, kp], [v, vp], score=score, kept=kept)[1]
            assert not torch.autograd.grad(raw.sum(), q)[0][..., 2, :].any(), score
        for name in PLAIN + DIFFERENCES + SIGNED:
            inputs = pairwise_inputs(name, batch, n, False, (2,))
            results = pairwise(name, {"kept": kept}, False)(*inputs)
            gradients = torch.autograd.grad(sum(r.square().sum() for r in results), inputs,
                                            allow_unused=True)
            assert all(bool(g.isfinite().all()) for g in gradients), name
            assert not gradients[0][..., 2, :].any(), name
            assert not any(g[..., 4, :].any() for g in gradients[1:3]), name


def test_kinks_give_zero_and_never_nan():
    for n, batch in ((5, (2,)), (18, ())):
        for name in SIGNED + ("relu-expm1", "softpick"):
            q, k, v = random(*batch, 1, n, 4), random(*batch, 1, n, 4), random(*batch, 1, n, 3)
            with torch.no_grad():
                q[..., 0, :] = 0  # every score of this query is 0
            output = ops.pairwise_attention(q, k, v, mechanism=name)[0]
            of_query, of_key = torch.autograd.grad(output.sum(), (q, k))
            assert bool(of_query.isfinite().all()) and bool(of_key.isfinite().all()), name
            if name != "dipole-v2":  # the only one that is smooth there
                assert not of_query[..., 0, :].any(), name
        q, k, kp, v, vp = tuple_inputs(2, batch, n, 6, 3)
        with torch.no_grad():
            q[..., 0, :] = 0
            k[..., 1, :] = 0
            kp[..., 2, :] = 0
        output, lse = ops.simplicial_attention(q, [k, kp], [v, vp], score="unsigned-triple")[:2]
        gradients = torch.autograd.grad(output.sum() + lse.sum(), (q, k, kp))
        assert all(bool(g.isfinite().all()) for g in gradients)
        assert not gradients[0][..., 0, :].any()
        assert not gradients[1][..., 1, :].any() and not gradients[2][..., 2, :].any()


def test_half_precision():
    for dtype in (torch.bfloat16, torch.float16):
        for batch, n in (((2,), 9), ((), 20)):
            inputs = tuple_inputs(2, batch, n, 6, 4, dtype)
            exact = [t.detach().double().requires_grad_() for t in inputs]
            options = {"causal": True}
            found = torch.autograd.grad(simplicial(2, options)(*inputs)[0].float().sum(), inputs)
            expected = torch.autograd.grad(simplicial(2, options)(*exact)[0].sum(), exact)
            for a, b in zip(found, expected):
                assert a.dtype == dtype
                assert float((a - b).abs().max()) <= 0.02 * max(1.0, float(b.abs().max()))


# ---- programs -----------------------------------------------------------------------------------
def test_compilers_see_the_gradients():
    tests = ("test_schema", "test_autograd_registration", "test_faketensor",
             "test_aot_dispatch_static")
    inputs = tuple_inputs(2, (2,), 5, 6, 4, torch.float32)
    torch.library.opcheck(ops.simplicial_attention.default,
                          (inputs[0], inputs[1:3], inputs[3:]), {"causal": True}, test_utils=tests)
    q, k, v = inputs[0], inputs[1], inputs[3]
    torch.library.opcheck(ops.pairwise_attention.default, (q, k, v), {"mechanism": "cog"},
                          test_utils=tests)


def test_training_lowers_the_loss():
    x = random(16, 6, 8, grad=False)
    target = (x.roll(1, 1) * x.roll(2, 1))[..., :4]
    layers = [(random(8, 4) * 0.3).detach().requires_grad_() for _ in range(5)]
    optimizer = torch.optim.SGD(layers, lr=0.05)
    losses = []
    for _ in range(3):
        q, k, kp, v, vp = ((x @ layer).unsqueeze(1) for layer in layers)
        output = ops.simplicial_attention(q, [k, kp], [v, vp])[0].squeeze(1)
        loss = (output - target).square().mean()
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert losses[0] > losses[1] > losses[2], losses


def megabytes(field):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) / 1024
    return None


def test_backward_stays_small_in_memory():
    """Must run first: the peak of a process never sinks."""
    if not Path("/proc/self/status").exists():
        print("memory: skipped, no /proc/self/status")
        return
    for anchor in ("query", "key"):
        inputs = [torch.randn(12, 512, 64).requires_grad_() for _ in range(5)]
        before = megabytes("VmRSS")
        output = ops.simplicial_attention(inputs[0], inputs[1:3], inputs[3:], window_1=512,
                                          window_2=32, window_anchor=anchor)[0]
        output.square().sum().backward()
        added = megabytes("VmHWM") - before
        assert added < 300, f"{anchor}: {added} MB"
        print(f"backward of the windowed layer, {anchor}-anchored: {added:.0f} MB")


torch.set_num_threads(2)
for test in (test_backward_stays_small_in_memory, test_gradcheck_of_indexer_and_norm,
             test_gradcheck_of_single_keys, test_gradcheck_of_tuples,
             test_blocks_against_plain_definitions, test_batches_are_their_items,
             test_empty_rows_and_masked_keys, test_kinks_give_zero_and_never_nan,
             test_half_precision, test_compilers_see_the_gradients,
             test_training_lowers_the_loss):
    if sys.argv[2:] and sys.argv[2] not in test.__name__:
        continue
    test()
    torch.set_num_threads(1)  # What follows is many small calls.
    print(f"{test.__name__}: passed", flush=True)
