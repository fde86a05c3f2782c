"""What our program saw of a model (family_dump.cpp) against what transformers computes."""

import torch


def error_of(ours, theirs) -> float:
    assert ours.shape == theirs.shape, (tuple(ours.shape), tuple(theirs.shape))
    assert torch.isfinite(ours).all() and torch.isfinite(theirs).all()
    return (ours - theirs).abs().max().item() / max(1.0, theirs.abs().max().item())


def reference(model, ids):
    with torch.no_grad():
        out = model(input_ids=ids[None], output_hidden_states=True, output_attentions=True)
    return out


def maps_of(model, seen, layer, attentions, is_pair):
    """Our weights of a layer, and theirs: of differential heads the difference of the two maps."""
    ours, theirs = seen[f"layers.{layer}.weights"], attentions[layer][0]
    if is_pair:
        half = theirs.shape[0] // 2
        attention = model.base_model.layers[layer].self_attn
        told = seen[f"layers.{layer}.head_norm"].tolist()
        assert abs(told[0] - (1 - attention.lambda_init)) < 1e-6 and abs(told[1] - attention.groupnorm.eps) < 1e-9, told
        theirs = theirs[:half] - seen[f"layers.{layer}.lambda"][:, None, None] * theirs[half:]
    return ours, theirs


def compare(case, model, ids, seen, rows, vocabulary) -> float:
    """The largest error of all that both have."""
    theirs = reference(model, ids)
    attentions, hidden = theirs.attentions, theirs.hidden_states
    n_layers = sum(name.endswith(".residual") for name in seen)
    assert len(attentions) == n_layers, (len(attentions), n_layers)
    worst = 0.0
    for layer in range(n_layers):
        worst = max(worst, error_of(*maps_of(model, seen, layer, attentions, case.family == "diffllama")))
        worst = max(worst, error_of(seen[f"layers.{layer}.engine_output"], seen[f"layers.{layer}.output"]))
        if len(hidden) == n_layers + 1:
            worst = max(worst, error_of(seen[f"layers.{layer}.residual"], hidden[layer][0]))
    kept = case.config.get("text_config", case.config)
    if kept.get("num_key_value_heads") and case.family != "diffllama":
        assert seen["layers.0.key"].shape[0] == kept["num_key_value_heads"], "keys are kept as they are"
    worst = max(worst, error_of(seen["stream"], hidden[-1][0]))
    is_vocabulary = hasattr(theirs, "logits") and theirs.logits.shape[-1] == vocabulary
    is_tied = case.auto == "AutoModel" and model.config.tie_word_embeddings and case.family == "gpt2"
    assert (is_vocabulary or is_tied) == ("logits" in seen), "logits where there is a vocabulary head"
    if is_vocabulary:
        worst = max(worst, error_of(seen["logits"], theirs.logits[0, rows]))
    return worst
