"""Trains the native models, three seeds each, and writes the table of what came out.

Every row is a task under a mechanism. A row whose training is complete is left alone and one that
was interrupted goes on from its checkpoint, so this may be stopped at any time and run again:

    python3 native_models.py --program baryscope                 # the missing rows, then the table
    python3 native_models.py --program baryscope --ship MODELS   # copies seed 0's shipped models

The page holds what was measured; a row that was not run says so. Only the standard library and the
program are used.
"""
import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "native-models.md"
SEEDS = (0, 1, 2)
LARGE = "--places 12 --plots 64"
MATCH3 = "--modulus 17 --numbers 6 --blank on"
NEEDLE = "--keys 32 --key-noise 1.5 --weight-decay 1"
SUM = "--keys 8"

# name, task, mechanism, options; a shipped model comes from seed 0.
ROWS = [
    ("street", "street", "two-simplicial", ""),
    ("street-pairwise", "street", "pairwise", ""),
    ("signed-sum", "signed-sum", "cog", SUM),
    ("signed-sum-pairwise", "signed-sum", "pairwise", SUM),
    ("signed-sum-dipole", "signed-sum", "dipole-v1", SUM),
    ("signed-sum-differential", "signed-sum", "differential", SUM),
    ("needle-pairwise", "needle", "pairwise", NEEDLE + " --head-dim 64"),
    ("needle-softpick", "needle", "softpick", NEEDLE),
    ("needle-rectified", "needle", "rectified-differential",
     NEEDLE + " --lambda 0.8"),
    ("needle-differential", "needle", "differential", NEEDLE + " --lambda 0.8"),
    ("chase", "chase", "two-simplicial", ""),
    ("chase-pairwise", "chase", "pairwise", "--n-layers 1 --residual off --head-dim 96"),
    ("chase-two-layers", "chase", "pairwise", ""),
    ("street-large", "street", "two-simplicial", LARGE),
    ("street-large-pairwise", "street", "pairwise", LARGE),
    ("match3-pairwise", "match3", "pairwise", MATCH3),
    ("match3-trained", "match3", "two-simplicial", MATCH3),
]
SHIPPED = ("street", "street-pairwise", "street-large", "street-large-pairwise", "chase",
           "chase-pairwise", "signed-sum", "signed-sum-pairwise", "needle-pairwise",
           "needle-softpick", "needle-rectified", "match3-pairwise")
PAGE_TEXT = """# Native models: what was trained and what came out

Made by `resources/python/native_models.py`, which trains the missing rows, resumes interrupted ones
and writes this page from the `training.json` of each model. Every row is one command
(`baryscope --train TASK --mechanism MECHANISM …`); what it leaves out is the task's recipe
(`core/training/recipes.cpp`). One CPU thread; seconds are wall clock on the machine of the day, a
busy one, and say the order of size only. Accuracy is over the asked tokens of 4000 fresh texts;
several numbers in a cell are the seeds 0 · 1 · 2.

@TABLE@

- **heaviest pair true**: of the tokens whose answer is a pair, the share whose heaviest pair of two
  other tokens is a true one; **mass on them**: the mean weight on all true pairs, both orders.
- **mass on noise**: Σ|w| off the needle over Σ|w|; **exact zeros on noise**: the share of the
  other keys whose weight is 0 to the last bit.
- **outside the hull**: outputs certified outside conv(V). For 2-simplicial attention that is no
  feat: its output is a mean of products v∘v′ and lies anywhere. For signed-sum it is the point.

## The needle's noise against the number of keys

The models above, trained on at most 32 keys, read texts of n keys (12 a cell, marks as in the
task): mean mass on noise, in brackets the mean share of exact zeros among the other keys.

@NEEDLE@

## What the numbers say, and what they do not

@WORDS@
"""
WORDS = """\
- **street, street-large.** One 2-simplicial head answers both without an error, with its
  heaviest pair on a true one at nearly every positive place (the table says how nearly). The
  pairwise twin, with more heads and parameters and the same steps, stays behind, most in the larger street. What made the larger
  street easy are the tokens' features: waves of the plot whose periods double turn "midway" into
  p_j + p_k − 2p_i = 0 on a clock, a product of three entries, which the trilinear score is. Both
  models read the same features. Without the waves, on one-hot plots alone, a 2-simplicial prototype
  reached 91.8 % in the small street at the rate of 6e-3. A deeper or wider pairwise model was not
  tried here; the claim is about one layer without MLP.
- **chase.** A token knows its own target, so one pairwise layer follows two pointers and no more:
  at three it is the stated share. One 2-simplicial layer follows three, and so do two pairwise
  layers with a residual stream (100 % in a PyTorch prototype; the row says whether ours was
  run). Depth doubles a pairwise model's reach (a layer reads tokens that already know more), by the
  same argument 2-simplicial layers triple it. The triple saves depth, at more work a layer.
- **signed-sum.** One softmax head cannot do it and does not: 0 % of whole answers right. Cog does
  it with outputs certified outside the hull of the values. A difference of two softmaxes leaves the
  hull as well.
- **needle.** Every mechanism finds the needle. Softmax's noise mass is small because the training
  may sharpen its scores at will; weight decay 1 keeps it from that, and without it the leak goes
  below 0.1 % and weights underflow to 0. Under the same decay softpick and the rectified difference
  (λ = 0.8, fixed) reach true zeros on a third and on nearly all of the noise; in mass softpick
  leaves more of it than softmax, the rectified difference a little less. With a learned λ the
  rectified difference came out equal to the plain one (as it does where λ < 0), so λ is fixed here. The plain
  difference carries λ times its second map as negative weight, which counts as noise mass. Against n the
  leak of softmax grows from 0.7 % of the weight at 8 keys to 31 % at 512. The mass of softpick and
  of the rectified difference grows alike: at 512 keys some marks stand next to the needle's, and
  those no threshold tells apart; what they gain is the far noise, of which the rectified difference
  leaves 85 to 98 % at exactly 0 where softmax leaves none.
- **match3.** The shipped `match3` is the closed form, exact and untrained (`--closed-form on`). Finding
  it by gradient is another matter: in as many steps as the street takes, the trained 2-simplicial
  row comes no further than the pairwise one.
- The accuracy of one seed on 4000 texts has an error of its own; three seeds are no confidence
  interval, and the seconds were measured on a machine that did other work."""
STATISTICS = (("heaviest_pair_true", "heaviest pair true"), ("mass_on_true_pairs", "mass on them"),
              ("noise_mass", "mass on noise"), ("exact_zeros", "exact zeros on noise"),
              ("outside_hull", "outside the hull"))
NEEDLE_KEYS = (8, 32, 128, 512)
NEEDLE_TEXTS = 12


def complete(folder):
    """The record of a finished training, or nothing."""
    try:
        record = json.loads((folder / "training.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    done = not record["stopped"] and record["steps_done"] >= record["request"]["steps"]
    return record if done else None


def train(program, row, seed, cache):
    name, task, mechanism, options = row
    folder = cache / f"seed-{seed}" / name
    if complete(folder):
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    command = [program, "--no-config", "--train", task, "--mechanism", mechanism,
               *options.split(), "--seed", str(seed), "--output", f"{folder}/"]
    if (folder / "checkpoint.safetensors").exists():
        command += ["--resume", "on"]
    print(" ".join(command[2:]), file=sys.stderr, flush=True)
    subprocess.run(command, check=True)


def needle_text(generator, n_keys, tokens):
    """The task's rule: the needle's mark lies about 7, the noise's about 2 and below it."""
    words = sorted({token.split(":")[0] for token in tokens if ":" in token})
    mark = lambda mean: min(9, max(0, int(generator.gauss(mean, 1.5) + 0.5)))
    best = max(1, mark(7))
    marks = [drawn if (drawn := mark(2)) < best else generator.randrange(best)
             for _ in range(n_keys)]
    needle = generator.randrange(n_keys)
    marks[needle] = best
    keys = [f"{generator.choice(words)}:{each}" for each in marks]
    return " ".join(keys) + " ?", needle


def measure_needle(program, folder):
    """[(n, mean mass on noise, mean share of exact zeros)]; kept in the model's folder."""
    kept = folder / "needle.json"
    if kept.exists():
        return json.loads(kept.read_text(encoding="utf-8"))
    vocabulary = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    tokens = vocabulary["model"]["vocab"]
    results = []
    for n_keys in NEEDLE_KEYS:
        masses, zeros = [], []
        generator = random.Random(n_keys)
        for _ in range(NEEDLE_TEXTS):
            text, needle = needle_text(generator, n_keys, tokens)
            report = subprocess.run(
                [program, str(folder), "--no-config", "--text", text, "--query", "=?", "--top",
                 str(n_keys + 1), "--output", "-"], check=True, capture_output=True).stdout
            weights = {edge["key"]: abs(edge["weight"]) for edge in json.loads(report)["edges"]}
            total = sum(weights.values())
            if total:
                masses.append(1 - weights.get(needle, 0) / total)
            n_heavy = sum(1 for key, weight in weights.items() if key != needle and weight > 0)
            zeros.append(1 - n_heavy / n_keys)
        results.append((n_keys, sum(masses) / max(1, len(masses)), sum(zeros) / len(zeros)))
    kept.write_text(json.dumps(results), encoding="utf-8")
    return results


def percent(share):
    return f"{100 * share:.2f}"


def seeds_text(records, value):
    return " · ".join("not run" if record is None else value(record) for record in records)


def statistics_text(records):
    done = [record["metrics"] for record in records if record]
    parts = []
    for key, name in STATISTICS:
        values = [metrics[key] for metrics in done if metrics.get(key) is not None]
        if values:
            parts.append(f"{name} {' · '.join(percent(value) for value in values)}")
    return "; ".join(parts) or "–"


def table(cache):
    lines = ["| task | model | mechanism | parameters | accuracy on fresh data, % |"
             " statistics, % | seconds |", "|---|---|---|---|---|---|---|"]
    for name, task, mechanism, options in ROWS:
        records = [complete(cache / f"seed-{seed}" / name) for seed in SEEDS]
        done = [record for record in records if record]
        size = f"{done[0]['n_parameters']:.0f}" if done else "–"
        label = f"{task} {options}".replace("--", "").strip()
        lines.append(
            f"| {label} | {name} | {mechanism} | {size} | "
            f"{seeds_text(records, lambda record: percent(record['metrics']['accuracy']))} | "
            f"{statistics_text(records)} | "
            f"{seeds_text(records, lambda record: str(round(record['seconds'])))} |")
    return "\n".join(lines)


def needle_table(program, cache):
    lines = ["| mechanism | seed | " + " | ".join(f"n = {n}" for n in NEEDLE_KEYS) + " |",
             "|---|---|" + "---|" * len(NEEDLE_KEYS)]
    for name, task, mechanism, _ in ROWS:
        if task != "needle":
            continue
        for seed in SEEDS:
            folder = cache / f"seed-{seed}" / name
            cells = ["not run"] * len(NEEDLE_KEYS)
            if complete(folder):
                cells = [f"{mass:.2g} ({100 * zeros:.0f} %)"
                         for _, mass, zeros in measure_needle(program, folder)]
            lines.append(f"| {mechanism} | {seed} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def write_page(program, cache):
    text = PAGE_TEXT.replace("@TABLE@", table(cache))
    text = text.replace("@NEEDLE@", needle_table(program, cache)).replace("@WORDS@", WORDS)
    fresh = PAGE.with_suffix(".tmp")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, PAGE)


def ship(cache, target):
    """Copies what a user opens: no checkpoint, and of the curve what was evaluated."""
    for name in SHIPPED:
        source = cache / "seed-0" / name
        record = complete(source)
        if record is None:
            print(f"{name}: not trained yet", file=sys.stderr)
            continue
        folder = target / name
        folder.mkdir(parents=True, exist_ok=True)
        for file in ("config.json", "model.safetensors", "tokenizer.json"):
            shutil.copyfile(source / file, folder / file)
        card = (source / "README.md").read_text(encoding="utf-8")
        (folder / "README.md").write_text(card.replace("path/to/this/folder", name),
                                          encoding="utf-8")
        record["curve"] = [point for point in record["curve"] if "evaluation" in point]
        (folder / "training.json").write_text(json.dumps(record, indent=1) + "\n",
                                              encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default="baryscope")
    parser.add_argument("--cache", type=Path,
                        default=Path.home() / ".cache" / "baryscope" / "native-models")
    parser.add_argument("--only", help="names of rows, separated by commas")
    parser.add_argument("--seeds", default="0,1,2")
    parser.add_argument("--ship", type=Path, metavar="MODELS", help="copy the shipped models there")
    parser.add_argument("--table", action="store_true", help="write the page, train nothing")
    arguments = parser.parse_args()
    if arguments.ship:
        ship(arguments.cache, arguments.ship)
        return
    only = arguments.only.split(",") if arguments.only else [row[0] for row in ROWS]
    if not arguments.table:
        for seed in arguments.seeds.split(","):
            for row in ROWS:
                if row[0] in only:
                    train(arguments.program, row, int(seed), arguments.cache)
    write_page(arguments.program, arguments.cache)


if __name__ == "__main__":
    main()
