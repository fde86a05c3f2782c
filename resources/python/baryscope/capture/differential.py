"""Two calls of one attention that are one differential attention (DiffLlama), as the capture's mechanism "differential".

Heads i and i + H/2 are the two maps of one head of ours, their values are both halves beside each other, and the weight is
P1 - lambda * P2 on them. The model's own norm and factor come after the output that is kept.
"""

import torch

from .errors import CaptureError
from .recorder import Record

NAMES = ("lambda_q1", "lambda_k1", "lambda_q2", "lambda_k2", "lambda_init")


def is_differential(record: Record) -> bool:
    return all(hasattr(record.module, name) for name in NAMES)


def read_lambda(module) -> torch.Tensor:
    """exp(q1 . k1) - exp(q2 . k2) + lambda_init, in the numbers of the model."""
    first = torch.exp(torch.sum(module.lambda_q1 * module.lambda_k1, -1, dtype=torch.float32))
    second = torch.exp(torch.sum(module.lambda_q2 * module.lambda_k2, -1, dtype=torch.float32))
    return (first - second + module.lambda_init).detach().cpu()


def halves(values: torch.Tensor, what: str) -> tuple[torch.Tensor, torch.Tensor]:
    if values.shape[0] % 2:
        raise CaptureError(f"differential attention with {values.shape[0]} heads of {what}, expected an even number")
    return torch.chunk(values, 2, 0)


def join(first: Record, second: Record) -> Record:
    """One record of both calls, which share queries and keys and differ in their values."""
    if second.module is not first.module or not torch.equal(first.tensors["query"], second.tensors["query"]):
        raise CaptureError(f"{first.place.path}: differential attention whose two calls do not belong together")
    if first.heads is not None:
        raise CaptureError("--heads: heads of differential attention are pairs; they are not restricted")
    query, query_2 = halves(first.tensors["query"], "queries")
    key, key_2 = halves(first.tensors["key"], "keys")
    both = [halves(call.tensors["value"], "values") for call in (first, second)]
    if any(not torch.equal(one, other) for one, other in both):
        raise CaptureError(f"{first.place.path}: differential attention whose two maps read different values")
    outputs = torch.cat([call.tensors["output"] for call in (first, second)], -1)
    lambda_full = read_lambda(first.module)
    positive, negative = halves(outputs, "outputs")
    tensors = {
        "query": query, "key": key, "value": torch.cat([half[0] for half in both], -1), "query_2": query_2, "key_2": key_2,
        "output": positive - lambda_full.to(positive.dtype) * negative,
        "lambda": lambda_full.to(query.dtype).expand(query.shape[0]),
    }
    if "log_sum_exp" in first.tensors:
        tensors["log_sum_exp"], tensors["log_sum_exp_2"] = halves(first.tensors["log_sum_exp"], "sums")
    first.tensors = {name: values.contiguous() for name, values in tensors.items()}
    return first
