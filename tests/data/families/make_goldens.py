#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""Makes the tiny models of this folder and what transformers computes with them.

Each model is random, float32 and a few layers deep; NAME.gguf holds it as GGUF stores its family, NAME.golden the
tokens and the logits that the implementation in transformers gives at every position:

    int32 count | int32 vocabulary | int32 tokens[count] | float32 logits[count][vocabulary]

make_dense_goldens.py and make_expert_goldens.py do it for more families.
Needs: pip install torch==2.13.0 transformers==5.23.0 gguf==0.19.0 numpy. The tests need none of them.
"""

import math
import pathlib
import struct

import gguf
import numpy as np
import torch
from transformers import Gemma3ForCausalLM, Gemma3TextConfig, LlamaConfig, LlamaForCausalLM

FOLDER = pathlib.Path(__file__).parent
VOCABULARY = 96
POSITIONS = 80


def randomize(model, seed):
    """Weights that keep values about as large as they are, so that every layer matters."""
    random = torch.Generator().manual_seed(seed)
    gemma = type(model).__name__.startswith("Gemma") # the 1 of its norms is not in the file
    with torch.no_grad():
        for name, weight in model.named_parameters():
            noise = torch.randn(weight.shape, generator=random)
            if name.endswith("norm.weight"):
                weight.copy_(0.2 * noise + (0.0 if gemma else 1.0))
            elif name.endswith(".bias"):
                weight.copy_(0.3 * noise)
            elif "embed_tokens" in name:
                weight.copy_(noise)
            else:
                weight.copy_(noise * 1.5 / math.sqrt(weight.shape[1]))


def write_golden(name, model):
    tokens = [(7 * i * i + 3 * i + 1) % VOCABULARY for i in range(POSITIONS)]
    with torch.no_grad():
        logits = model(torch.tensor([tokens])).logits[0].float().numpy()
    assert logits.shape == (POSITIONS, VOCABULARY)
    with open(FOLDER / f"{name}.golden", "wb") as file:
        file.write(struct.pack("<2i", POSITIONS, VOCABULARY))
        file.write(struct.pack(f"<{POSITIONS}i", *tokens))
        file.write(logits.astype("<f4").tobytes())


def start(name, family, config):
    writer = gguf.GGUFWriter(FOLDER / f"{name}.gguf", family)
    writer.add_name(f"{name}, random")
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list([chr(ord("!") + i) if i < 89 else "ab" if i == 89 else f"<|{i}|>" for i in range(VOCABULARY)])
    writer.add_token_types([1 if i < 90 else 3 for i in range(VOCABULARY)])
    writer.add_token_merges(["a b"])
    writer.add_bos_token_id(90)
    writer.add_eos_token_id(91)
    return writer


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


LAYER_NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
}
LLAMA_NAMES = LAYER_NAMES | {"post_attention_layernorm": "ffn_norm"}
GEMMA3_NAMES = LAYER_NAMES | {
    "post_attention_layernorm": "post_attention_norm",
    "pre_feedforward_layernorm": "ffn_norm",
    "post_feedforward_layernorm": "post_ffw_norm",
}
TOP_NAMES = {"model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output"}


def tensor_name(name, layer_names):
    module, kind = name.rsplit(".", 1)
    if module in TOP_NAMES:
        return f"{TOP_NAMES[module]}.{kind}"
    _, _, layer, inner = module.split(".", 3)
    return f"blk.{layer}.{layer_names[inner]}.{kind}"


def interleave(weight, heads):
    """GGUF's llama turns adjacent values together, transformers halves of a head."""
    width = weight.shape[0] // heads
    return weight.reshape(heads, 2, width // 2, -1).swapaxes(1, 2).reshape(weight.shape)


def make_llama(name, seed, **options):
    config = LlamaConfig(
        vocab_size=VOCABULARY, hidden_size=32, intermediate_size=48, num_hidden_layers=3, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=128, rms_norm_eps=1e-5, attn_implementation="eager", **options)
    model = LlamaForCausalLM(config).float().eval()
    randomize(model, seed)
    write_golden(name, model)

    write_llama(name, model, config, False)
    if config.rope_parameters["rope_type"] == "linear":
        write_llama(f"{name}-old", model, config, True)


def write_llama(name, model, config, as_before_2024):
    writer = start(name, "llama", config)
    rope = config.rope_parameters
    writer.add_rope_freq_base(rope["rope_theta"])
    writer.add_rope_dimension_count(config.hidden_size // config.num_attention_heads)
    if as_before_2024:
        writer.add_float32("llama.rope.scale_linear", rope["factor"])
    elif rope["rope_type"] == "linear":
        writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(rope["factor"])
    elif rope["rope_type"] == "yarn":
        writer.add_rope_scaling_type(gguf.RopeScalingType.YARN)
        writer.add_rope_scaling_factor(rope["factor"])
        writer.add_rope_scaling_orig_ctx_len(rope["original_max_position_embeddings"])
    elif rope["rope_type"] == "llama3":
        writer.add_tensor("rope_freqs.weight", llama3_factors(rope, config.hidden_size // config.num_attention_heads))
    heads = {"q_proj": config.num_attention_heads, "k_proj": config.num_key_value_heads}
    for key, weight in model.named_parameters():
        values = weight.detach().numpy()
        for projection, count in heads.items():
            if projection in key:
                values = interleave(values, count)
        writer.add_tensor(tensor_name(key, LLAMA_NAMES), np.ascontiguousarray(values))
    finish(writer)


def llama3_factors(rope, width):
    """What each pair's angle is divided by: 1 where it turns fast, `factor` where it turns slowly."""
    context = rope["original_max_position_embeddings"]
    slow, fast = context / rope["low_freq_factor"], context / rope["high_freq_factor"]
    factors = []
    for pair in range(width // 2):
        wave = 2 * math.pi * rope["rope_theta"] ** (2 * pair / width)
        mix = (context / wave - rope["low_freq_factor"]) / (rope["high_freq_factor"] - rope["low_freq_factor"])
        factors.append(1 if wave < fast else rope["factor"] if wave > slow else 1 / ((1 - mix) / rope["factor"] + mix))
    return np.array(factors, dtype=np.float32)


def make_gemma3(name, seed):
    config = Gemma3TextConfig(
        vocab_size=VOCABULARY, hidden_size=32, intermediate_size=32, num_hidden_layers=7, num_attention_heads=2,
        num_key_value_heads=1, head_dim=32, query_pre_attn_scalar=32, max_position_embeddings=128, rms_norm_eps=1e-6,
        sliding_window=24, layer_types=["full_attention" if (i + 1) % 6 == 0 else "sliding_attention" for i in range(7)],
        rope_parameters={
            "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0},
            "full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1000000.0},
        },
        attn_implementation="eager")
    model = Gemma3ForCausalLM(config).float().eval()
    randomize(model, seed)
    write_golden(name, model)

    writer = start(name, "gemma3", config)
    writer.add_key_length(config.head_dim)
    writer.add_value_length(config.head_dim)
    writer.add_sliding_window(config.sliding_window)
    writer.add_rope_freq_base(1000000.0)
    writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
    writer.add_rope_scaling_factor(8.0)
    for key, weight in model.named_parameters():
        values = weight.detach().numpy() + (1.0 if key.endswith("norm.weight") else 0.0)
        writer.add_tensor(tensor_name(key, GEMMA3_NAMES), np.ascontiguousarray(values, dtype=np.float32))
    finish(writer)


def main():
    make_llama("llama", 1, rope_parameters={"rope_type": "default", "rope_theta": 10000.0})
    make_llama("llama-3", 2, rope_parameters={
        "rope_type": "llama3", "rope_theta": 500.0, "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
        "original_max_position_embeddings": 64})
    make_llama("llama-linear-bias-tied", 3, attention_bias=True, mlp_bias=True, tie_word_embeddings=True,
               rope_parameters={"rope_type": "linear", "rope_theta": 10000.0, "factor": 4.0})
    make_llama("llama-yarn", 4, rope_parameters={
        "rope_type": "yarn", "rope_theta": 10000.0, "factor": 4.0, "original_max_position_embeddings": 32})
    make_gemma3("gemma3", 5)


if __name__ == "__main__":
    main()
