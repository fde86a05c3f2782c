"""Native Baryscope models (resources/docs/formats.md) in plain PyTorch: read, run, trained.

Every mechanism is written as its definition says, with dense scores and einsum: an independent
reference for the program, and a start for experiments outside of it.

    model = native_model.load("street")                    # a folder: config.json, model.safetensors
    answers = model(torch.tensor([[0, 17, 33]]))           # token ids [batch, n_tokens]
    model = native_model.NativeModel(json.load(open("street/config.json")))   # fresh weights
"""

import json
import math
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

TRIPLES = ("two-simplicial", "n-order")
DIFFERENTIAL = ("differential", "differential-v2", "rectified-differential",
                "heaviside-differential", "heaviside-gate")
SIGNED = ("dipole-v1", "dipole-v2")
EPSILON = 1e-5  # of the RMSNorm a head


def softmax(scores: Tensor, allowed: Tensor, n_dims: int = 1) -> Tensor:
    """Over the last n_dims together; 0 where not allowed and in rows that allow nothing."""
    masked = scores.masked_fill(~allowed, -torch.inf).flatten(-n_dims)
    weights = torch.nan_to_num(torch.softmax(masked, -1), 0.0)
    return weights.unflatten(-1, scores.shape[-n_dims:])


class RMSNorm(nn.Module):
    def __init__(self, width: int, epsilon: float):
        super().__init__()
        self.weight, self.epsilon = nn.Parameter(torch.ones(width)), epsilon

    def forward(self, x: Tensor) -> Tensor:
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.epsilon) * self.weight


def make_norm(config: dict, width: int) -> nn.Module:
    kind, epsilon = config.get("norm", "none"), config.get("norm_eps", 1e-5)
    return {"none": nn.Identity, "layer": lambda: nn.LayerNorm(width, epsilon),
            "rms": lambda: RMSNorm(width, epsilon)}[kind]()


def window_of(options: dict) -> tuple:
    text = str(options.get("window", "none"))
    if text == "none":
        return None, None
    first, _, second = text.partition("x")
    return int(first), int(second or first)


def window_mask(n: int, causal: bool, window, device) -> Tensor:
    """bool [n, n]: may query i see key j; a window implies j <= i."""
    i, j = torch.arange(n, device=device)[:, None], torch.arange(n, device=device)[None]
    allowed = torch.ones(n, n, dtype=torch.bool, device=device)
    if causal or window is not None:
        allowed &= j <= i
    if window is not None:
        allowed &= j > i - window
    return allowed


def rotate(x: Tensor, base: float) -> Tensor:
    """Rotary positions, pairs (l, l + d/2), x [batch, heads, n, d]."""
    half = x.shape[-1] // 2
    speed = base ** (-torch.arange(half, dtype=torch.float64) * 2 / x.shape[-1])
    angle = torch.outer(torch.arange(x.shape[-2], dtype=torch.float64), speed)
    cos, sin = angle.cos().to(x), angle.sin().to(x)
    first, second = x[..., :half], x[..., half:]
    return torch.cat([first * cos - second * sin, second * cos + first * sin], -1)


class Attention(nn.Module):
    def __init__(self, config: dict, options: dict, index: int):
        super().__init__()
        self.config, self.options, self.index = config, options, index
        self.mechanism = options.get("mechanism", "pairwise")
        self.n_heads = config["num_attention_heads"]
        self.n_kv_heads = config.get("num_key_value_heads", self.n_heads)
        self.head_dim = config.get("head_dim", config["hidden_size"] // self.n_heads)
        self.order = {"two-simplicial": 2, "n-order": options.get("order", 2)}.get(self.mechanism, 1)
        width, dim = config["hidden_size"], self.head_dim
        self.query = self.linear(width, self.n_heads * dim)
        for name in self.key_like():
            setattr(self, name, self.linear(width, self.n_kv_heads * dim))
        self.learned = self.mechanism in DIFFERENTIAL and options.get("lambda", "learned") == "learned"
        if self.mechanism in DIFFERENTIAL and options.get("second-query-key", "own") == "own":
            self.query_2 = self.linear(width, self.n_heads * dim)
            self.key_2 = self.linear(width, self.n_kv_heads * dim)
        if self.learned and self.mechanism == "differential-v2":
            self.add_module("lambda", self.linear(width, self.n_heads))
        elif self.learned:
            for name in ("lambda_query_1", "lambda_key_1", "lambda_query_2", "lambda_key_2"):
                setattr(self, name, nn.Parameter(torch.randn(dim) * 0.1))
        self.head_norm = RMSNorm(dim, EPSILON) if options.get("head-norm") else None
        if options.get("select", "none").startswith("indexer"):
            self.index_heads = options.get("index-heads", 2)
            self.index_dim = options.get("index-dim", dim)
            self.index_query = self.linear(width, self.index_heads * self.index_dim)
            self.index_key = self.linear(width, self.index_dim)
            self.index_weight = self.linear(width, self.index_heads)
        if config.get("output_projection", True):
            self.output = self.linear(self.n_heads * dim, width)

    def linear(self, n_in: int, n_out: int) -> nn.Linear:
        return nn.Linear(n_in, n_out, bias=self.config.get("bias", True))

    def key_like(self) -> list:
        names = ["key", "value"]
        for slot in range(2, self.order + 1):
            suffix = "_prime" if slot == 2 else f"_{slot}"
            if self.options.get("key-prime", "own") == "own":
                names.append("key" + suffix)
            if self.options.get("value-prime", "own") == "own":
                names.append("value" + suffix)
        if self.mechanism in SIGNED and self.options.get("negative-value") == "own":
            names.append("value_2")
        return names

    def heads(self, name: str, x: Tensor) -> Tensor:
        """[batch, n_heads, n, head_dim]; key heads repeated for the query heads that share them."""
        vectors = getattr(self, name)(x).unflatten(-1, (-1, self.head_dim)).transpose(1, 2)
        rotates = self.config.get("positions") == "rotary" and self.mechanism not in TRIPLES
        if rotates and name in ("query", "key", "query_2", "key_2"):
            vectors = rotate(vectors, self.config.get("rope_theta", 10000.0))
        return vectors.repeat_interleave(self.n_heads // vectors.shape[1], 1)

    def slots(self, key: Tensor, value: Tensor, x: Tensor) -> tuple:
        """Keys and values of every slot of a tuple, biases added."""
        keys, values = [key], [value]
        for slot in range(2, self.order + 1):
            suffix = "_prime" if slot == 2 else f"_{slot}"
            rule, value_rule = (self.options.get(f"{kind}-prime", "own") for kind in ("key", "value"))
            shifted = torch.cat([key[:, :, :1], key[:, :, :-1]], 2)
            more = (self.heads("key" + suffix, x) if rule == "own"
                    else {"key": key, "shifted-key": shifted}[rule])
            more_value = (self.heads("value" + suffix, x) if value_rule == "own"
                          else {"value": value, "ones": torch.ones_like(value)}[value_rule])
            if slot == 2 and self.options.get("key-bias"):
                more = more + 1 / self.head_dim
            if slot == 2 and self.options.get("value-bias"):
                more_value = more_value + 1
            keys.append(more)
            values.append(more_value)
        return keys, values

    def tuple_scores(self, q: Tensor, keys: list) -> Tensor:
        """[batch, heads, n, n, …], one dimension a slot."""
        scale = 1 if self.options.get("output-scaling") else 1 / math.sqrt(self.head_dim)
        score = self.options.get("score", "trilinear") if self.mechanism == "two-simplicial" else "trilinear"
        if score == "trilinear":
            equation = "bhxl," + ",".join(f"bh{place}l" for place in "jkmn"[:self.order])
            return torch.einsum(f"{equation}->bhx{'jkmn'[:self.order]}", q, *keys) * scale
        k, k_prime = keys
        pair = {name: torch.einsum("bhil,bhjl->bhij", a, b)
                for name, (a, b) in {"qk": (q, k), "qp": (q, k_prime), "kp": (k, k_prime)}.items()}
        linear = pair["qk"][..., None] + pair["qp"][..., None, :]
        if score == "rank-one":
            return linear * scale
        if score == "strassen":
            return (linear + pair["kp"][:, :, None]) * scale
        if score == "determinant":
            a, b, c = (t[..., :self.head_dim // 3 * 3].unflatten(-1, (-1, 3)) for t in (q, k, k_prime))
            cross = torch.linalg.cross(b[:, :, :, None], c[:, :, None])  # [b, h, j, k, chunk, 3]
            return torch.einsum("bhicx,bhjkcx->bhijk", a, cross)
        aa, bb, cc = (t.square().sum(-1) for t in (q, k, k_prime))
        aa, bb, cc = aa[..., None, None], bb[:, :, None, :, None], cc[:, :, None, None]
        ab, ac, bc = pair["qk"][..., None], pair["qp"][..., None, :], pair["kp"][:, :, None]
        return (ab**2 * cc + bc**2 * aa + ac**2 * bb - 2 * ab * ac * bc).clamp_min(0).sqrt()

    def tuples(self, x: Tensor, q: Tensor, key: Tensor, value: Tensor, kept: Tensor) -> Tensor:
        """sum over tuples of softmax(score) times the product of the slots' values."""
        keys, values = self.slots(key, value, x)
        n = x.shape[1]
        first_window, further_window = window_of(self.options)
        first = window_mask(n, self.causal(), first_window, x.device) & kept
        further = window_mask(n, self.causal(), further_window, x.device) & kept
        anchored = self.options.get("window-anchor") == "key" and further_window is not None
        if anchored:  # j - w2 < k <= j
            further = kept.expand_as(first)
        allowed = first.reshape(*first.shape, *[1] * (self.order - 1))
        for slot in range(1, self.order):
            shape = [1] * self.order
            shape[slot] = n
            allowed = allowed & further.reshape(-1, n, *shape)
            if anchored:
                pairs = window_mask(n, True, further_window, x.device)
                shape[0] = n
                allowed = allowed & pairs.reshape(1, 1, *shape)
        scores = self.tuple_scores(q, keys) / self.options.get("temperature", 1)
        weights = softmax(scores, allowed[:, None].expand_as(scores), self.order)
        places = "jkmn"[:self.order]
        self.marginal = weights.flatten(4).sum(-1) if self.order > 1 else weights
        if self.mechanism == "two-simplicial":
            self.marginal = self.marginal + weights.sum(3)
        equation = f"bhx{places}," + ",".join(f"bh{place}l" for place in places) + "->bhxl"
        output = torch.einsum(equation, weights, *values)
        scaled = self.options.get("score", "trilinear") in ("trilinear", "strassen", "rank-one")
        return output / math.sqrt(self.head_dim) if self.options.get("output-scaling") and scaled else output

    def pairs(self, x: Tensor, q: Tensor, key: Tensor, value: Tensor, allowed: Tensor) -> Tensor:
        name, options = self.mechanism, self.options
        scale = 1 / (math.sqrt(self.head_dim) * options.get("temperature", 1))
        scores = torch.einsum("bhil,bhjl->bhij", q, key)
        second = None
        if name == "linear":
            features = [functional.elu(t) + 1 for t in (q, key)]
            weights = torch.einsum("bhil,bhjl->bhij", *features).masked_fill(~allowed, 0)
            weights = weights / weights.sum(-1, keepdim=True)
        elif name in ("relu-expm1", "softpick"):
            excess = torch.expm1(scores * scale).masked_fill(~allowed, 0)
            total = excess.clamp_min(0) if name == "relu-expm1" else excess.abs() + 0
            total = total.sum(-1, keepdim=True) + (1e-8 if name == "softpick" else 0)
            weights = torch.where(total == 0, 0, excess.clamp_min(0) / total.masked_fill(total == 0, 1))
        elif name == "cog":
            weights = torch.sign(scores) * softmax(scores.abs() * scale, allowed)
        elif name == "dipole-v1":
            weights = softmax(scores.abs() * scale, allowed)
            second = weights * (scores <= 0)
            weights = weights * (scores > 0)
        elif name == "dipole-v2":
            second = softmax(-scores * scale, allowed) * options.get("a-minus", 1)
            weights = softmax(scores * scale, allowed) * options.get("a-plus", 1)
        else:
            weights = softmax(scores * scale, allowed)
        if name == "affine":
            weights = options.get("affine-a", 2) * weights + options.get("affine-b", -1) * allowed
        if name in DIFFERENTIAL:
            weights = self.difference(x, q, key, weights, allowed, scale)
        self.marginal = weights.abs() if second is None else (weights - second).abs()
        output = weights @ value
        if second is not None:
            own = options.get("negative-value") == "own"
            output = output + second @ (self.heads("value_2", x) if own else -value)
        return output

    def difference(self, x: Tensor, q: Tensor, key: Tensor, first: Tensor, allowed: Tensor,
                   scale: float) -> Tensor:
        own = self.options.get("second-query-key", "own") == "own"
        q_2, key_2 = (self.heads("query_2", x), self.heads("key_2", x)) if own else (-q, key)
        lam = self.lambda_of(x)
        rest = first - lam * softmax(q_2 @ key_2.transpose(-1, -2) * scale, allowed)
        step = (rest > 0).to(rest)
        return {"rectified-differential": rest.clamp_min(0), "heaviside-gate": first * step,
                "heaviside-differential": first - lam * step}.get(self.mechanism, rest)

    def lambda_init(self) -> float:
        return 0.8 - 0.6 * math.exp(-0.3 * self.index)

    def lambda_of(self, x: Tensor):
        if not self.learned:
            return float(self.options["lambda"])
        if self.mechanism == "differential-v2":
            return torch.sigmoid(getattr(self, "lambda")(x)).transpose(1, 2)[..., None]
        return (torch.exp(self.lambda_query_1 @ self.lambda_key_1)
                - torch.exp(self.lambda_query_2 @ self.lambda_key_2) + self.lambda_init())

    def causal(self) -> bool:
        return self.config.get("causal", False)

    def kept_keys(self, x: Tensor, allowed: Tensor, previous: tuple) -> Tensor:
        """bool [batch, n, n], and for indexers the scores that their loss trains."""
        select, n = self.options.get("select", "none"), x.shape[1]
        self.index_scores = None
        if select == "none":
            return torch.ones(1, n, n, dtype=torch.bool, device=x.device)
        if select == "previous-layer":
            q, key = (t.detach() for t in previous)
            scores = q @ key.transpose(-1, -2) / math.sqrt(self.head_dim)
            scores = softmax(scores, window_mask(n, self.causal(), None, x.device)).mean(1)
            ranked = scores.masked_fill(torch.eye(n, dtype=torch.bool, device=x.device), torch.inf)
        else:
            source = x.detach()
            product = torch.einsum("bihl,bjl->bhij", self.index_query(source).unflatten(
                -1, (self.index_heads, self.index_dim)), self.index_key(source))
            active = softmax(product, allowed) if select == "indexer-softmax" else product.relu()
            ranked = torch.einsum("bhij,bih->bij", active, self.index_weight(source))
            self.index_scores = ranked
        ranked = ranked.detach().masked_fill(~allowed, -torch.inf)
        best = ranked.sort(dim=-1, descending=True, stable=True)[1][..., :self.options.get("keep", 32)]
        return torch.zeros_like(ranked, dtype=torch.bool).scatter(-1, best, True) & allowed

    def forward(self, x: Tensor, previous: tuple) -> tuple:
        """The block's result, and the queries and keys that the next layer's selection reads."""
        q, key, value = (self.heads(name, x) for name in ("query", "key", "value"))
        allowed = window_mask(x.shape[1], self.causal(), window_of(self.options)[0], x.device)
        kept = self.kept_keys(x, allowed, previous)
        if self.mechanism in TRIPLES:
            output = self.tuples(x, q, key, value, kept)
        else:
            output = self.pairs(x, q, key, value, (allowed & kept)[:, None])
        self.head_output = output
        if self.head_norm is not None:
            output = (1 - self.lambda_init()) * self.head_norm(output)
        joined = output.transpose(1, 2).flatten(2)
        joined = self.output(joined) if self.config.get("output_projection", True) else joined
        return joined, (q, key)


class Perceptron(nn.Module):
    def __init__(self, config: dict):
        super().__init__()
        width, inner, bias = config["hidden_size"], config["intermediate_size"], config.get("bias", True)
        self.up, self.down = nn.Linear(width, inner, bias=bias), nn.Linear(inner, width, bias=bias)
        name = config.get("hidden_act", "gelu")
        self.activation = {"gelu": nn.GELU(), "relu": nn.ReLU(), "silu": nn.SiLU()}.get(
            name, nn.GELU(approximate="tanh"))

    def forward(self, x: Tensor) -> Tensor:
        return self.down(self.activation(self.up(x)))


class Layer(nn.Module):
    def __init__(self, config: dict, options: dict, index: int):
        super().__init__()
        attention = Attention(config, options, index)
        attended = (config["hidden_size"] if config.get("output_projection", True)
                    else attention.n_heads * attention.head_dim)
        self.before = config.get("norm_place", "before") == "before"
        self.residual = config.get("residual", True)
        self.attention = attention
        self.attention_norm = make_norm(config, config["hidden_size"] if self.before else attended)
        if config.get("intermediate_size", 0):
            self.mlp, self.mlp_norm = Perceptron(config), make_norm(config, config["hidden_size"])

    def step(self, x: Tensor, block, norm) -> Tensor:
        result = block(norm(x)) if self.before else block(x)
        result = result + x if self.residual else result
        return result if self.before else norm(result)

    def forward(self, x: Tensor, previous: tuple) -> tuple:
        seen = previous

        def attend(values: Tensor) -> Tensor:
            nonlocal seen
            result, seen = self.attention(values, previous)
            return result

        x = self.step(x, attend, self.attention_norm)
        return (self.step(x, self.mlp, self.mlp_norm) if hasattr(self, "mlp") else x), seen


class Embeddings(nn.Module):
    def __init__(self, config: dict, features: Tensor | None):
        super().__init__()
        width, n_features = config["hidden_size"], config.get("token_features", 0)
        if n_features:
            shape = (config["vocab_size"], n_features)
            self.register_buffer("features", torch.zeros(shape) if features is None else features)
            self.projection = nn.Linear(n_features, width, bias=config.get("bias", True))
        else:
            self.token = nn.Embedding(config["vocab_size"], width)
        if config.get("positions") == "learned":
            self.position = nn.Embedding(config["max_position_embeddings"], width)
        if config.get("type_vocab_size", 0):
            self.segment = nn.Embedding(config["type_vocab_size"], width)
        before = config.get("norm_place", "before") == "before"
        self.norm = nn.Identity() if before else make_norm(config, width)

    def forward(self, ids: Tensor) -> Tensor:
        x = self.projection(self.features[ids]) if hasattr(self, "features") else self.token(ids)
        x = x + self.segment.weight[0] if hasattr(self, "segment") else x
        x = x + self.position.weight[:ids.shape[1]] if hasattr(self, "position") else x
        return self.norm(x)


class NativeModel(nn.Module):
    """ids [batch, n_tokens] → answers [batch, n_tokens, n_classes or size], before any softmax
    (without a readout: the stream). After a call, `layers[l].attention.head_output` is
    [batch, n_heads, n_tokens, head_dim] and `auxiliary_loss` what trains indexers."""

    def __init__(self, config: dict, features: Tensor | None = None):
        super().__init__()
        self.config = config
        pattern = config["layers"]
        self.embeddings = Embeddings(config, features)
        self.layers = nn.ModuleList(Layer(config, pattern[index % len(pattern)], index)
                                    for index in range(config["num_hidden_layers"]))
        last = self.layers[-1].attention
        width = (config["hidden_size"] if config.get("output_projection", True)
                 else last.n_heads * last.head_dim)
        before = config.get("norm_place", "before") == "before"
        self.norm = make_norm(config, width) if before else nn.Identity()
        readout = config.get("readout")
        if readout:
            size = len(readout["labels"]) if readout["kind"] == "classes" else readout["size"]
            self.readout = nn.Linear(width, size, bias=config.get("bias", True))

    def forward(self, ids: Tensor) -> Tensor:
        x, previous = self.embeddings(ids), (None, None)
        for layer in self.layers:
            x, previous = layer(x, previous)
        x = self.norm(x)
        return self.readout(x) if hasattr(self, "readout") else x


def load(folder) -> NativeModel:
    """Config and weights of a folder; a tensor too many, missing or of another shape is an error."""
    from safetensors.torch import load_file
    model = NativeModel(json.loads(Path(folder, "config.json").read_text()))
    model.load_state_dict(load_file(Path(folder, "model.safetensors")), strict=True)
    return model.eval()
