#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""The same as make_goldens.py for the other dense families.

Needs what make_goldens.py needs. NAME-old.gguf is NAME.gguf as older converters wrote it, or in the other of two usual
spellings; it has no golden of its own.
"""

import gguf
import numpy as np
from transformers import (
    Exaone4Config, Exaone4ForCausalLM, Gemma2Config, Gemma2ForCausalLM, Gemma3ForCausalLM, Gemma3TextConfig, Glm4Config,
    Glm4ForCausalLM, GraniteConfig, GraniteForCausalLM, MistralConfig, MistralForCausalLM, Phi3Config, Phi3ForCausalLM,
    Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM, SmolLM3Config, SmolLM3ForCausalLM)

from make_goldens import (
    GEMMA3_NAMES, LAYER_NAMES, LLAMA_NAMES, VOCABULARY, finish, interleave, llama3_factors, randomize, start,
    tensor_name, write_golden)

FUSED_NAMES = {"self_attn.qkv_proj": "attn_qkv", "mlp.gate_up_proj": "ffn_up"}
PHI3_NAMES = LLAMA_NAMES | FUSED_NAMES
GLM4_NAMES = LAYER_NAMES | FUSED_NAMES | {
    "post_self_attn_layernorm": "post_attention_norm",
    "post_attention_layernorm": "ffn_norm",
    "post_mlp_layernorm": "post_ffw_norm",
}
EXAONE4_NAMES = LAYER_NAMES | {
    "post_attention_layernorm": "post_attention_norm",
    "post_feedforward_layernorm": "post_ffw_norm",
}
WINDOW = 24


def make(name, family, model_class, config, names, seed, keys=None, permutes=False, tensors=None, old=None):
    """Writes NAME.gguf and NAME.golden. `keys` adds metadata, `tensors` adds tensors, `old` turns the list of tensors
    into that of NAME-old.gguf."""
    config._attn_implementation = "eager"
    model = model_class(config).float().eval()
    randomize(model, seed)
    write_golden(name, model)
    heads = {"q_proj": config.num_attention_heads, "k_proj": config.num_key_value_heads}
    written = []
    for key, weight in model.named_parameters():
        values = weight.detach().numpy()
        if family.startswith("gemma") and key.endswith("norm.weight"):
            values = values + 1.0
        for projection, count in heads.items():
            if permutes and projection in key:
                values = interleave(values, count)
        written.append((tensor_name(key, names), values))
    written += tensors or []
    write(name, family, config, written, keys)
    if old:
        write(f"{name}-old", family, config, old(written), keys)


def write(name, family, config, tensors, keys):
    writer = start(name, family, config)
    head = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    if head * config.num_attention_heads != config.hidden_size:
        writer.add_key_length(head)
        writer.add_value_length(head)
    rope = config.rope_parameters
    rope = rope.get("full_attention", rope)
    writer.add_rope_freq_base(rope["rope_theta"])
    if "partial_rotary_factor" in rope and rope["partial_rotary_factor"] != 1.0:
        writer.add_rope_dimension_count(int(head * rope["partial_rotary_factor"]))
    if rope["rope_type"] == "linear":
        writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(rope["factor"])
    elif rope["rope_type"] == "yarn":
        writer.add_rope_scaling_type(gguf.RopeScalingType.YARN)
        writer.add_rope_scaling_factor(rope["factor"])
        writer.add_rope_scaling_orig_ctx_len(rope["original_max_position_embeddings"])
    if keys:
        keys(writer)
    for key, values in tensors:
        writer.add_tensor(key, np.ascontiguousarray(values, dtype=np.float32))
    finish(writer)


SMALL = {
    "vocab_size": VOCABULARY, "hidden_size": 32, "intermediate_size": 40, "num_hidden_layers": 3,
    "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 32, "max_position_embeddings": 128,
}
PLAIN_ROPE = {"rope_type": "default", "rope_theta": 10000.0}


def split_fused(tensors, parts):
    """Replaces each fused tensor by its rows under names of their own."""
    result = []
    for name, values in tensors:
        for fused, rows in parts.items():
            if f".{fused}." in name:
                first = 0
                for part, count in rows:
                    result.append((name.replace(fused, part), values[first:first + count]))
                    first += count
                break
        else:
            result.append((name, values))
    return result


def fuse(tensors, fused, parts):
    """Replaces tensors of a layer by one that holds their rows."""
    found = dict(tensors)
    result = []
    for name, values in tensors:
        part = name.split(".")[2] if name.startswith("blk.") else ""
        if part not in parts:
            result.append((name, values))
        elif part == parts[0]:
            rows = [found[name.replace(part, other)] for other in parts]
            result.append((name.replace(part, fused), np.concatenate(rows)))
    return result


def make_llama_window():
    config = MistralConfig(**SMALL, rms_norm_eps=1e-5, sliding_window=WINDOW, rope_parameters=PLAIN_ROPE)
    make("llama-window", "llama", MistralForCausalLM, config, LLAMA_NAMES, 10, permutes=True,
         keys=lambda writer: writer.add_sliding_window(WINDOW))


def make_qwen2():
    config = Qwen2Config(**SMALL, rms_norm_eps=1e-6, tie_word_embeddings=False,
                         rope_parameters={"rope_type": "default", "rope_theta": 1000000.0})
    make("qwen2", "qwen2", Qwen2ForCausalLM, config, LLAMA_NAMES, 11)


def make_qwen3():
    config = Qwen3Config(**SMALL, rms_norm_eps=1e-6, tie_word_embeddings=True,
                         rope_parameters={"rope_type": "default", "rope_theta": 1000000.0})
    make("qwen3", "qwen3", Qwen3ForCausalLM, config, LLAMA_NAMES, 12)
    config = Qwen3Config(**SMALL, rms_norm_eps=1e-6, tie_word_embeddings=False, rope_parameters={
        "rope_type": "yarn", "rope_theta": 1000000.0, "factor": 4.0, "original_max_position_embeddings": 32})
    make("qwen3-yarn", "qwen3", Qwen3ForCausalLM, config, LLAMA_NAMES, 13)


def make_gemma2():
    def keys(config):
        def add(writer):
            writer.add_sliding_window(WINDOW)
            writer.add_attn_logit_softcapping(config.attn_logit_softcapping)
            writer.add_final_logit_softcapping(config.final_logit_softcapping)
        return add

    sizes = SMALL | {"num_hidden_layers": 4, "num_attention_heads": 2, "num_key_value_heads": 1}
    config = Gemma2Config(**sizes, rms_norm_eps=1e-6, query_pre_attn_scalar=32, sliding_window=WINDOW,
                          attn_logit_softcapping=2.0, final_logit_softcapping=3.0, rope_parameters=PLAIN_ROPE)
    make("gemma2", "gemma2", Gemma2ForCausalLM, config, GEMMA3_NAMES, 14, keys=keys(config))
    # as many layers as the largest, which by that has another scale of scores
    sizes |= {"hidden_size": 8, "intermediate_size": 8, "num_hidden_layers": 46, "head_dim": 16}
    config = Gemma2Config(**sizes, rms_norm_eps=1e-6, query_pre_attn_scalar=4, sliding_window=WINDOW,
                          attn_logit_softcapping=5.0, final_logit_softcapping=6.0, rope_parameters=PLAIN_ROPE)
    make("gemma2-27b", "gemma2", Gemma2ForCausalLM, config, GEMMA3_NAMES, 15, keys=keys(config))


def make_gemma3():
    layers = 62
    config = Gemma3TextConfig(
        vocab_size=VOCABULARY, hidden_size=8, intermediate_size=8, num_hidden_layers=layers, num_attention_heads=2,
        num_key_value_heads=1, head_dim=8, query_pre_attn_scalar=4, max_position_embeddings=128, rms_norm_eps=1e-6,
        sliding_window=WINDOW,
        layer_types=["full_attention" if (i + 1) % 6 == 0 else "sliding_attention" for i in range(layers)],
        rope_parameters={
            "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0},
            "full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1000000.0},
        })
    make("gemma3-27b", "gemma3", Gemma3ForCausalLM, config, GEMMA3_NAMES, 16,
         keys=lambda writer: writer.add_sliding_window(WINDOW))


def make_phi3():
    sizes = SMALL | {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 1}
    del sizes["head_dim"]
    split = {"attn_qkv": [("attn_q", 64), ("attn_k", 32), ("attn_v", 32)], "ffn_up": [("ffn_gate", 40), ("ffn_up", 40)]}
    tokens = {"pad_token_id": 0, "bos_token_id": 90, "eos_token_id": 91}
    config = Phi3Config(**sizes, **tokens, sliding_window=WINDOW, rope_parameters=PLAIN_ROPE)
    make("phi3", "phi3", Phi3ForCausalLM, config, PHI3_NAMES, 17, old=lambda tensors: split_fused(tensors, split),
         keys=lambda writer: writer.add_sliding_window(WINDOW))

    def make_longrope(name, seed, original, trained, partial, names_magnitude):
        pairs = int(32 * partial) // 2
        short = [1.0 + 0.05 * i for i in range(pairs)]
        long = [1.5 + 0.4 * i for i in range(pairs)]
        config = Phi3Config(**sizes | {"max_position_embeddings": trained}, **tokens, sliding_window=None,
                            original_max_position_embeddings=original, rope_parameters={
                                "rope_type": "longrope", "rope_theta": 10000.0, "short_factor": short,
                                "long_factor": long, "original_max_position_embeddings": original,
                                "partial_rotary_factor": partial})

        def keys(writer):
            writer.add_rope_scaling_orig_ctx_len(original)
            writer.add_sliding_window(0)
            if names_magnitude:
                writer.add_rope_scaling_attn_factors(float(np.sqrt(1 + np.log(trained / original) / np.log(original))))

        make(name, "phi3", Phi3ForCausalLM, config, PHI3_NAMES, seed, keys=keys,
             tensors=[("rope_factors_long.weight", np.array(long)), ("rope_factors_short.weight", np.array(short))])

    make_longrope("phi3-long", 18, 32, 128, 0.75, True)
    make_longrope("phi3-short", 19, 128, 512, 1.0, False)


def make_exaone4():
    config = Exaone4Config(**SMALL, rms_norm_eps=1e-5, sliding_window=None, tie_word_embeddings=True, rope_parameters={
        "rope_type": "llama3", "rope_theta": 500.0, "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
        "original_max_position_embeddings": 64}, layer_types=["full_attention"] * 3)
    make("exaone4", "exaone4", Exaone4ForCausalLM, config, EXAONE4_NAMES, 20,
         tensors=[("rope_freqs.weight", llama3_factors(config.rope_parameters, 32))])
    sizes = SMALL | {"num_hidden_layers": 5, "num_attention_heads": 2, "num_key_value_heads": 1}
    kinds = ["sliding_attention", "sliding_attention", "sliding_attention", "full_attention", "sliding_attention"]
    config = Exaone4Config(**sizes, rms_norm_eps=1e-5, sliding_window=WINDOW, sliding_window_pattern="LLLG",
                           tie_word_embeddings=False, rope_parameters=PLAIN_ROPE, layer_types=kinds)

    def keys(writer):
        writer.add_sliding_window(WINDOW)
        writer.add_sliding_window_pattern([kind == "sliding_attention" for kind in kinds])

    make("exaone4-hybrid", "exaone4", Exaone4ForCausalLM, config, EXAONE4_NAMES, 21, keys=keys)


def make_smollm3():
    sizes = SMALL | {"num_hidden_layers": 5, "num_attention_heads": 2, "num_key_value_heads": 1}
    config = SmolLM3Config(**sizes, rms_norm_eps=1e-6, use_sliding_window=False, pad_token_id=0,
                           tie_word_embeddings=True, rope_parameters={"rope_type": "default", "rope_theta": 5000.0})
    make("smollm3", "smollm3", SmolLM3ForCausalLM, config, LLAMA_NAMES, 22, permutes=True)


def make_granite():
    config = GraniteConfig(**SMALL, rms_norm_eps=1e-5, embedding_multiplier=12.0, residual_multiplier=0.22,
                           attention_multiplier=0.3, logits_scaling=8.0, tie_word_embeddings=True,
                           rope_parameters=PLAIN_ROPE)

    def keys(writer):
        writer.add_attention_scale(config.attention_multiplier)
        writer.add_embedding_scale(config.embedding_multiplier)
        writer.add_residual_scale(config.residual_multiplier)
        writer.add_logit_scale(config.logits_scaling)

    make("granite", "granite", GraniteForCausalLM, config, LLAMA_NAMES, 23, permutes=True, keys=keys)


def make_glm4():
    config = Glm4Config(**SMALL, rms_norm_eps=1e-5, attention_bias=True, tie_word_embeddings=False, pad_token_id=0,
                        rope_parameters=PLAIN_ROPE | {"partial_rotary_factor": 0.5})

    def old(tensors):
        tensors = split_fused(tensors, {"ffn_up": [("ffn_gate", 40), ("ffn_up", 40)]})
        return fuse(tensors, "attn_qkv", ["attn_q", "attn_k", "attn_v"])

    make("glm4", "glm4", Glm4ForCausalLM, config, GLM4_NAMES, 24, old=old)


def main():
    make_llama_window()
    make_qwen2()
    make_qwen3()
    make_gemma2()
    make_gemma3()
    make_phi3()
    make_exaone4()
    make_smollm3()
    make_granite()
    make_glm4()


if __name__ == "__main__":
    main()
