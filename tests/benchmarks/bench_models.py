"""Large models, random weights: a forward pass of GPT-2 small's shape against transformers, and how a Llama of 7 B parameters opens.

    python bench_models.py BUILD_DIR
"""
import json
import os
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

build = Path(sys.argv[1])
PROGRAM = build / "bin/bench_models"
N_THREADS, N_ROUNDS, N_RUNS, N_TOKENS = 2, 5, 3, 1024
WIDTH, MLP, N_LAYERS, VOCABULARY = 4096, 11008, 32, 32000  # Llama 2 7B
N_SHOWN, CACHE, BLOCK = 64, 1 << 30, 1 << 24
LAYER = {"self_attn.q_proj": (WIDTH, WIDTH), "self_attn.k_proj": (WIDTH, WIDTH), "self_attn.v_proj": (WIDTH, WIDTH),
         "self_attn.o_proj": (WIDTH, WIDTH), "mlp.gate_proj": (MLP, WIDTH), "mlp.up_proj": (MLP, WIDTH), "mlp.down_proj": (WIDTH, MLP),
         "input_layernorm": (WIDTH,), "post_attention_layernorm": (WIDTH,)}


def write_tokenizer(folder, n_words):
    from tokenizers import Tokenizer, models, pre_tokenizers
    tokenizer = Tokenizer(models.WordLevel({f"w{i}": i for i in range(n_words)}, unk_token="w0"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.save(str(folder / "tokenizer.json"))


def run(*arguments):
    finished = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True)
    if finished.returncode != 0:
        sys.exit(f"bench_models: {finished.stderr[-500:]}")
    return json.loads(finished.stdout)


def bench_forward(folder):
    import torch
    from transformers import GPT2Config, GPT2Model
    torch.set_num_threads(N_THREADS)
    torch.manual_seed(1)
    model = GPT2Model(GPT2Config(), ).eval()
    model.config.architectures = ["GPT2Model"]
    model.save_pretrained(folder)
    write_tokenizer(folder, 100)
    ids = torch.arange(N_TOKENS).mul(7919).remainder(model.config.vocab_size)[None]

    def theirs():
        times = []
        with torch.inference_mode():
            for _ in range(N_RUNS):
                start = time.perf_counter()
                total = model(input_ids=ids, output_hidden_states=True, use_cache=True).last_hidden_state.abs().sum().item()
                times.append(time.perf_counter() - start)
        return statistics.median(times), total

    def ours():
        result = run("forward", folder, N_TOKENS, N_RUNS, N_THREADS)
        return result["seconds"], result["sum"]

    (_, total), (_, sum_of_ours) = theirs(), ours()
    assert abs(total - sum_of_ours) < 1e-4 * total, (total, sum_of_ours)
    rounds = [(theirs()[0], ours()[0]) for _ in range(N_ROUNDS)]
    print(json.dumps({
        "name": "GPT-2 small forward, 1,024 tokens: transformers' time / ours",
        "ratio": statistics.median(a / b for a, b in rounds), "goal": ">= 1",
        "details": f"{statistics.median(b for _, b in rounds) * 1e3:.0f} ms with everything captured / "
                   f"{statistics.median(a for a, _ in rounds) * 1e3:.0f} ms with hidden states, keys and values, {N_THREADS} threads"}), flush=True)


def tensors_of_llama():
    """Names and shapes a shard: the first has all that layer 0 needs."""
    first = {"model.embed_tokens.weight": (VOCABULARY, WIDTH)}
    first.update({f"model.layers.0.{name}.weight": shape for name, shape in LAYER.items()})
    yield first
    for begin in range(1, N_LAYERS, 8):
        yield {f"model.layers.{layer}.{name}.weight": shape for layer in range(begin, min(begin + 8, N_LAYERS)) for name, shape in LAYER.items()}
    yield {"model.norm.weight": (WIDTH,), "lm_head.weight": (VOCABULARY, WIDTH)}


def n_bytes(shape):
    count = 2
    for size in shape:
        count *= size
    return count


def write_llama(folder):
    """Shards in bf16, the first of random numbers (one block again and again), the others with holes: nothing of them is to be read.
    Where the first shard's tensors lie, name to (begin, end)."""
    import torch
    torch.manual_seed(1)
    block = (torch.randn(BLOCK // 2) * 0.02).to(torch.bfloat16).view(torch.int16).numpy().tobytes()
    (folder / "config.json").write_text(json.dumps({
        "model_type": "llama", "architectures": ["LlamaForCausalLM"], "hidden_size": WIDTH, "intermediate_size": MLP, "hidden_act": "silu",
        "num_hidden_layers": N_LAYERS, "num_attention_heads": 32, "num_key_value_heads": 32, "vocab_size": VOCABULARY,
        "max_position_embeddings": 4096, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "tie_word_embeddings": False, "torch_dtype": "bfloat16"}))
    write_tokenizer(folder, VOCABULARY)
    places, index = {}, {}
    shards = list(tensors_of_llama())
    for number, shard in enumerate(shards, start=1):
        file = f"model-{number:05}-of-{len(shards):05}.safetensors"
        header, end = {}, 0
        for name, shape in shard.items():
            header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [end, end + n_bytes(shape)]}
            end += n_bytes(shape)
            index[name] = file
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        with open(folder / file, "wb") as out:
            out.write(struct.pack("<Q", len(text)) + text)
            begin = out.tell()
            if number == 1:
                places = {name: [begin + at for at in row["data_offsets"]] for name, row in header.items()}
                for at in range(0, end, BLOCK):
                    out.write(block[:end - at])
            out.truncate(begin + end)
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": index}))
    os.sync()
    return folder / f"model-00001-of-{len(shards):05}.safetensors", places


def forget(path):
    """Out of the system's memory: what is read next comes from the disk."""
    with open(path, "rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def plain_read(path, places, memory):
    """Seconds to read layer 0 and the rows of the text, into memory that is at hand."""
    begin = places["model.embed_tokens.weight"][0]
    ranges = [(begin, begin + 2 * WIDTH * N_SHOWN)] + [place for name, place in places.items() if ".layers." in name]
    n_read = 0
    start = time.perf_counter()
    with open(path, "rb", buffering=0) as file:
        for first, last in ranges:
            while first < last:
                count = os.preadv(file.fileno(), [memory[n_read:n_read + last - first]], first)
                first, n_read = first + count, n_read + count
    return time.perf_counter() - start, n_read


def show_layer(folder, text):
    """Seconds to open and show, and of the whole process; the most memory beyond mapped files, in bytes."""
    start = time.perf_counter()
    process = subprocess.Popen([PROGRAM, "layer", folder, text, str(CACHE)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    most = 0
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
            most = max([most] + [int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("RssAnon")])
        except OSError:
            pass
        time.sleep(0.002)
    whole = time.perf_counter() - start
    output, errors = process.communicate()
    if process.returncode != 0:
        sys.exit(f"bench_models: {errors[-500:]}")
    result = json.loads(output)
    assert (result["n_tokens"], result["n_layers"]) == (N_SHOWN, N_LAYERS), result
    return result["seconds"], whole, most


def bench_llama(folder):
    needed = sum(n_bytes(shape) for shape in next(tensors_of_llama()).values())
    if shutil.disk_usage(folder).free < 2 * needed:
        print(f"bench_models: {folder} has no room for {needed / 1e9:.1f} GB: the Llama of 7 B is left out", file=sys.stderr)
        return
    path, places = write_llama(folder)
    text = " ".join(f"w{i}" for i in range(N_SHOWN))
    most, memory = 0, memoryview(bytearray(needed))
    for state in ("in memory", "on disk"):
        rounds = []
        for _ in range(N_ROUNDS + 1):
            if state == "on disk":
                forget(path)
            read, n_read = plain_read(path, places, memory)
            if state == "on disk":
                forget(path)
            seconds, whole, anonymous = show_layer(folder, text)
            most = max(most, anonymous)
            rounds.append((read, seconds, whole))
        rounds = rounds[1:]
        print(json.dumps({
            "name": f"Llama of 7 B, layer 0 of 64 tokens, its file {state}: opened and shown / a plain read of its bytes",
            "ratio": statistics.median(b / a for a, b, _ in rounds), "goal": "<= 3",
            "details": f"{statistics.median(b for _, b, _ in rounds) * 1e3:.0f} ms ({statistics.median(c for _, _, c in rounds) * 1e3:.0f} ms with "
                       f"the start of the process) / {statistics.median(a for a, _, _ in rounds) * 1e3:.0f} ms for {n_read / 1e6:.0f} MB"}), flush=True)
    print(json.dumps({
        "name": "Llama of 7 B, layer 0 of 64 tokens: memory beyond the mapped file / 2 GB", "ratio": most / 2e9, "goal": "<= 1",
        "details": f"{most / 1e6:.0f} MB at most, --cache {CACHE >> 30}G"}), flush=True)


with tempfile.TemporaryDirectory() as scratch:
    for number, bench in enumerate((bench_forward, bench_llama)):
        place = Path(scratch, str(number))
        place.mkdir()
        bench(place)
        shutil.rmtree(place)
