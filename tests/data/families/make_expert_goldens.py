#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Maru authors
# SPDX-License-Identifier: MIT
"""The same as make_goldens.py for the families with experts: llama (Mixtral), qwen3moe, deepseek2, gpt-oss.

Needs what make_goldens.py needs. Every expert of every layer is used by the golden tokens, but for the model of 160: the
script checks it.
"""

import math

import gguf
import numpy as np
import torch
from transformers import (
    DeepseekV2Config, DeepseekV2ForCausalLM, DeepseekV3Config, DeepseekV3ForCausalLM, GptOssConfig, GptOssForCausalLM,
    MixtralConfig, MixtralForCausalLM, Qwen3MoeConfig, Qwen3MoeForCausalLM)

import make_goldens
from make_goldens import VOCABULARY, finish, start, write_golden


def randomize(model, seed):
    """Weights that keep values about as large as they are, and routers that send tokens to all experts."""
    random = torch.Generator().manual_seed(seed)
    tensors = list(model.named_parameters()) + [b for b in model.named_buffers() if b[0].endswith("correction_bias")]
    with torch.no_grad():
        for name, weight in tensors:
            noise = torch.randn(weight.shape, generator=random)
            if name.endswith("norm.weight"):
                weight.copy_(0.2 * noise + 1.0)
            elif name.endswith("correction_bias"):
                weight.copy_(0.1 * noise)
            elif "bias" in name:
                weight.copy_(0.3 * noise)
            elif name.endswith("sinks"):
                weight.copy_(noise)
            elif "embed_tokens" in name:
                weight.copy_(noise)
            else:
                # experts of gpt-oss lie [columns, rows], all others [rows, columns]
                columns = weight.shape[-2] if name.endswith("_proj") and "GptOss" in type(model).__name__ else weight.shape[-1]
                weight.copy_(noise * 1.5 / math.sqrt(columns))


class ExpertsSeen:
    """Collects which experts each router chooses."""

    def __init__(self, model):
        self.seen = {}
        self.counts = {}
        for name, module in model.named_modules():
            if type(module).__name__.endswith("Router"):
                self.counts[name] = module.num_experts
                module.register_forward_hook(
                    lambda _, __, output, name=name: self.seen.setdefault(name, set()).update(output[2].flatten().tolist()))

    def check(self):
        assert self.counts
        for name, count in self.counts.items():
            assert self.seen[name] == set(range(count)), f"{name} uses only {sorted(self.seen[name])}"


def make_golden(name, model, seed, rounds=lambda name, values: values, uses_all=True):
    """`rounds` says what becomes of a weight that the file does not hold as float32."""
    model = model.float().eval()
    randomize(model, seed)
    with torch.no_grad():
        for key, weight in model.named_parameters():
            weight.copy_(torch.from_numpy(rounds(key, weight.numpy())))
    experts = ExpertsSeen(model)
    write_golden(name, model)
    if uses_all:
        experts.check()
    return model


def values_of(model):
    tensors = dict(model.named_parameters()) | dict(model.named_buffers())
    return {name: tensor.detach().numpy() for name, tensor in tensors.items()}


def add(writer, name, values):
    writer.add_tensor(name, np.ascontiguousarray(values, dtype=np.float32))


def add_top(writer, values):
    add(writer, "token_embd.weight", values["model.embed_tokens.weight"])
    add(writer, "output_norm.weight", values["model.norm.weight"])
    add(writer, "output.weight", values["lm_head.weight"])


def add_experts(writer, values, layer):
    """A gate and an up matrix lie one above the other in each expert of transformers."""
    prefix = f"model.layers.{layer}.mlp."
    gate, up = np.split(values[prefix + "experts.gate_up_proj"], 2, axis=1)
    add(writer, f"blk.{layer}.ffn_gate_inp.weight", values[prefix + "gate.weight"])
    add(writer, f"blk.{layer}.ffn_gate_exps.weight", gate)
    add(writer, f"blk.{layer}.ffn_up_exps.weight", up)
    add(writer, f"blk.{layer}.ffn_down_exps.weight", values[prefix + "experts.down_proj"])


def add_rope(writer, rope):
    writer.add_rope_freq_base(rope["rope_theta"])
    if rope["rope_type"] == "yarn":
        writer.add_rope_scaling_type(gguf.RopeScalingType.YARN)
        writer.add_rope_scaling_factor(rope["factor"])
        writer.add_rope_scaling_orig_ctx_len(rope["original_max_position_embeddings"])


def make_qwen3moe(name, seed):
    config = Qwen3MoeConfig(
        vocab_size=VOCABULARY, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, head_dim=32, max_position_embeddings=128, rms_norm_eps=1e-6, num_experts=8,
        num_experts_per_tok=3, moe_intermediate_size=20, norm_topk_prob=True, tie_word_embeddings=False,
        rope_parameters={"rope_type": "default", "rope_theta": 10000.0}, attn_implementation="eager")
    model = make_golden(name, Qwen3MoeForCausalLM(config), seed)
    values = values_of(model)
    writer = start(name, "qwen3moe", config)
    writer.add_key_length(config.head_dim)
    writer.add_value_length(config.head_dim)
    writer.add_expert_count(config.num_experts)
    writer.add_expert_used_count(config.num_experts_per_tok)
    writer.add_expert_feed_forward_length(config.moe_intermediate_size)
    add_rope(writer, config.rope_parameters)
    add_top(writer, values)
    for layer in range(config.num_hidden_layers):
        prefix = f"model.layers.{layer}."
        for module, tensor in make_goldens.LAYER_NAMES.items():
            if prefix + module + ".weight" in values:
                add(writer, f"blk.{layer}.{tensor}.weight", values[prefix + module + ".weight"])
        add(writer, f"blk.{layer}.ffn_norm.weight", values[prefix + "post_attention_layernorm.weight"])
        add_experts(writer, values, layer)
    finish(writer)


def make_mixtral(name, seed):
    config = MixtralConfig(
        vocab_size=VOCABULARY, hidden_size=32, intermediate_size=20, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=128, rms_norm_eps=1e-5, num_local_experts=6, num_experts_per_tok=2,
        sliding_window=None, tie_word_embeddings=False,
        rope_parameters={"rope_type": "default", "rope_theta": 10000.0}, attn_implementation="eager")
    model = make_golden(name, MixtralForCausalLM(config), seed)
    values = values_of(model)
    for suffix in ("", "-old", "-merged"):
        write_mixtral(name + suffix, config, values, suffix)


def write_mixtral(name, config, values, suffix):
    """Files from before April 2024 hold one tensor an expert; some new ones hold gate and up as one."""
    writer = start(name, "llama", config)
    writer.add_rope_dimension_count(config.hidden_size // config.num_attention_heads)
    writer.add_expert_count(config.num_local_experts)
    writer.add_expert_used_count(config.num_experts_per_tok)
    add_rope(writer, config.rope_parameters)
    add_top(writer, values)
    heads = {"self_attn.q_proj": config.num_attention_heads, "self_attn.k_proj": config.num_key_value_heads}
    for layer in range(config.num_hidden_layers):
        prefix = f"model.layers.{layer}."
        for module, tensor in make_goldens.LLAMA_NAMES.items():
            if prefix + module + ".weight" in values:
                weight = values[prefix + module + ".weight"]
                if module in heads:
                    weight = make_goldens.interleave(weight, heads[module])
                add(writer, f"blk.{layer}.{tensor}.weight", weight)
        if suffix == "":
            add_experts(writer, values, layer)
            continue
        add(writer, f"blk.{layer}.ffn_gate_inp.weight", values[prefix + "mlp.gate.weight"])
        both, down = values[prefix + "mlp.experts.gate_up_proj"], values[prefix + "mlp.experts.down_proj"]
        if suffix == "-merged":
            add(writer, f"blk.{layer}.ffn_gate_up_exps.weight", both)
            add(writer, f"blk.{layer}.ffn_down_exps.weight", down)
            continue
        gate, up = np.split(both, 2, axis=1)
        for tensor, experts in (("ffn_gate", gate), ("ffn_up", up), ("ffn_down", down)):
            for expert in range(config.num_local_experts):
                add(writer, f"blk.{layer}.{tensor}.{expert}.weight", experts[expert])
    finish(writer)


DEEPSEEK = {
    "vocab_size": VOCABULARY, "hidden_size": 32, "intermediate_size": 40, "num_attention_heads": 4,
    "num_key_value_heads": 4, "max_position_embeddings": 128, "rms_norm_eps": 1e-6, "kv_lora_rank": 32,
    "qk_nope_head_dim": 16, "qk_rope_head_dim": 32, "v_head_dim": 12, "moe_intermediate_size": 16,
    "first_k_dense_replace": 1, "tie_word_embeddings": False, "attn_implementation": "eager",
}


def half_in_layer_1(name, values):
    return values.astype(np.float16).astype(np.float32) if "layers.1.self_attn.kv_b_proj" in name else values


def blocks_of_8_bits(name, values):
    if "kv_b_proj" not in name:
        return values
    kind = gguf.GGMLQuantizationType.Q8_0
    return gguf.quants.dequantize(gguf.quants.quantize(values, kind), kind)


def write_deepseek2(name, model, is_old, kv_types=()):
    """Old files hold one attn_kv_b, layer by layer of the types in `kv_types`, or F32."""
    config = model.config
    values = values_of(model)
    heads, nope, rope, value = (
        config.num_attention_heads, config.qk_nope_head_dim, config.qk_rope_head_dim, config.v_head_dim)
    config.num_key_value_heads = heads if is_old else 1
    writer = start(name, "deepseek2", config)
    writer.add_kv_lora_rank(config.kv_lora_rank)
    if config.q_lora_rank is not None:
        writer.add_q_lora_rank(config.q_lora_rank)
    if is_old:
        writer.add_key_length(nope + rope)
        writer.add_value_length(value)
    else:
        writer.add_key_length(config.kv_lora_rank + rope)
        writer.add_value_length(config.kv_lora_rank)
        writer.add_key_length_mla(nope + rope)
        writer.add_value_length_mla(value)
    writer.add_rope_dimension_count(rope)
    add_rope(writer, config.rope_parameters)
    if "mscale_all_dim" in config.rope_parameters:
        writer.add_rope_scaling_yarn_log_mul(0.1 * config.rope_parameters["mscale_all_dim"])
    is_v3 = isinstance(config, DeepseekV3Config)
    writer.add_leading_dense_block_count(config.first_k_dense_replace)
    writer.add_expert_count(config.n_routed_experts)
    writer.add_expert_used_count(config.num_experts_per_tok)
    writer.add_expert_shared_count(config.n_shared_experts)
    writer.add_expert_feed_forward_length(config.moe_intermediate_size)
    writer.add_expert_weights_scale(config.routed_scaling_factor)
    if is_v3:
        writer.add_expert_weights_norm(config.norm_topk_prob)
    if not is_old:
        writer.add_expert_gating_func(gguf.ExpertGatingFuncType.SIGMOID if is_v3 else gguf.ExpertGatingFuncType.SOFTMAX)
    if config.n_group is not None and config.n_routed_experts != 160:  # as files of 2024 leave it out
        writer.add_expert_group_count(config.n_group)
        writer.add_expert_group_used_count(config.topk_group)
    add_top(writer, values)
    names = {
        "input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.q_a_proj": "attn_q_a",
        "self_attn.q_a_layernorm": "attn_q_a_norm", "self_attn.q_b_proj": "attn_q_b",
        "self_attn.kv_a_proj_with_mqa": "attn_kv_a_mqa", "self_attn.kv_a_layernorm": "attn_kv_a_norm",
        "self_attn.o_proj": "attn_output", "post_attention_layernorm": "ffn_norm",
        "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
        "mlp.shared_experts.gate_proj": "ffn_gate_shexp", "mlp.shared_experts.up_proj": "ffn_up_shexp",
        "mlp.shared_experts.down_proj": "ffn_down_shexp",
    }
    for layer in range(config.num_hidden_layers):
        prefix = f"model.layers.{layer}."
        for module, tensor in names.items():
            if prefix + module + ".weight" in values:
                add(writer, f"blk.{layer}.{tensor}.weight", values[prefix + module + ".weight"])
        both = values[prefix + "self_attn.kv_b_proj.weight"]
        if is_old:
            kind = kv_types[layer] if layer < len(kv_types) else gguf.GGMLQuantizationType.F32
            writer.add_tensor(f"blk.{layer}.attn_kv_b.weight", gguf.quants.quantize(both, kind), raw_dtype=kind)
        else:
            both = both.reshape(heads, nope + value, config.kv_lora_rank)
            add(writer, f"blk.{layer}.attn_k_b.weight", both[:, :nope].swapaxes(1, 2))
            add(writer, f"blk.{layer}.attn_v_b.weight", both[:, nope:])
        if layer >= config.first_k_dense_replace:
            add_experts(writer, values, layer)
            if is_v3:
                add(writer, f"blk.{layer}.exp_probs_b.bias", values[prefix + "mlp.gate.e_score_correction_bias"])
    finish(writer)


def make_deepseek2(seed):
    rope = {"rope_type": "yarn", "rope_theta": 10000.0, "factor": 4.0, "original_max_position_embeddings": 32}
    lite = DeepseekV2Config(
        **DEEPSEEK, num_hidden_layers=3, q_lora_rank=None, n_routed_experts=6, num_experts_per_tok=2, n_shared_experts=2,
        rope_parameters=rope | {"mscale": 0.707, "mscale_all_dim": 0.707})
    kinds = gguf.GGMLQuantizationType
    model = make_golden("deepseek2-lite", DeepseekV2ForCausalLM(lite), seed, half_in_layer_1)
    write_deepseek2("deepseek2-lite", model, False)
    write_deepseek2("deepseek2-lite-old", model, True, (kinds.F32, kinds.F16))

    small = DeepseekV2Config(
        **DEEPSEEK, num_hidden_layers=2, q_lora_rank=None, n_routed_experts=2, num_experts_per_tok=1, n_shared_experts=1,
        rope_parameters={"rope_type": "default", "rope_theta": 10000.0})
    model = make_golden("deepseek2-old-q8_0", DeepseekV2ForCausalLM(small), seed + 3, blocks_of_8_bits)
    write_deepseek2("deepseek2-old-q8_0", model, True, (kinds.Q8_0, kinds.Q8_0))

    groups = DeepseekV2Config(
        **DEEPSEEK, num_hidden_layers=2, q_lora_rank=24, n_routed_experts=12, num_experts_per_tok=3, n_shared_experts=1,
        topk_method="group_limited_greedy", n_group=4, topk_group=2, routed_scaling_factor=4.0,
        rope_parameters={"rope_type": "default", "rope_theta": 10000.0})
    model = make_golden("deepseek2-groups", DeepseekV2ForCausalLM(groups), seed + 1)
    write_deepseek2("deepseek2-groups", model, False)

    large = DeepseekV2Config(
        **(DEEPSEEK | {"hidden_size": 16, "intermediate_size": 16, "num_attention_heads": 2, "num_key_value_heads": 2,
                       "qk_rope_head_dim": 32, "moe_intermediate_size": 4, "first_k_dense_replace": 0}),
        num_hidden_layers=1, q_lora_rank=None, n_routed_experts=160, num_experts_per_tok=6, n_shared_experts=1,
        topk_method="group_limited_greedy", n_group=8, topk_group=3, routed_scaling_factor=16.0,
        rope_parameters={"rope_type": "default", "rope_theta": 10000.0})
    model = make_golden("deepseek2-160", DeepseekV2ForCausalLM(large), seed + 4, uses_all=False)
    write_deepseek2("deepseek2-160", model, False)

    v3 = DeepseekV3Config(
        **DEEPSEEK, num_hidden_layers=3, q_lora_rank=24, n_routed_experts=12, num_experts_per_tok=4, n_shared_experts=1,
        n_group=4, topk_group=2, norm_topk_prob=True, routed_scaling_factor=2.5,
        rope_parameters=rope | {"mscale": 1.0, "mscale_all_dim": 1.0})
    model = make_golden("deepseek2-v3", DeepseekV3ForCausalLM(v3), seed + 2)
    write_deepseek2("deepseek2-v3", model, False)


def make_gpt_oss(name, seed):
    config = GptOssConfig(
        vocab_size=VOCABULARY, hidden_size=32, intermediate_size=16, num_hidden_layers=4, num_attention_heads=4,
        num_key_value_heads=2, head_dim=32, max_position_embeddings=128, rms_norm_eps=1e-5, sliding_window=24,
        num_local_experts=6, num_experts_per_tok=2, tie_word_embeddings=False,
        rope_parameters={"rope_type": "yarn", "rope_theta": 150000.0, "factor": 4.0, "beta_fast": 32.0, "beta_slow": 1.0,
                         "truncate": False, "original_max_position_embeddings": 32},
        attn_implementation="eager")
    model = make_golden(name, GptOssForCausalLM(config), seed)
    values = values_of(model)
    write_gpt_oss(name, config, values, False)
    write_gpt_oss(f"{name}-merged", config, values, True)


def write_gpt_oss(name, config, values, is_merged):
    writer = start(name, "gpt-oss", config)
    writer.add_key_length(config.head_dim)
    writer.add_value_length(config.head_dim)
    writer.add_sliding_window(config.sliding_window)
    writer.add_expert_count(config.num_local_experts)
    writer.add_expert_used_count(config.num_experts_per_tok)
    writer.add_expert_feed_forward_length(config.intermediate_size)
    add_rope(writer, config.rope_parameters)
    add_top(writer, values)
    names = {
        "input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
        "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "post_attention_layernorm": "post_attention_norm",
        "mlp.router": "ffn_gate_inp",
    }
    for layer in range(config.num_hidden_layers):
        prefix = f"model.layers.{layer}."
        for module, tensor in names.items():
            for kind in ("weight", "bias"):
                if f"{prefix}{module}.{kind}" in values:
                    add(writer, f"blk.{layer}.{tensor}.{kind}", values[f"{prefix}{module}.{kind}"])
        add(writer, f"blk.{layer}.attn_sinks.weight", values[prefix + "self_attn.sinks"])
        both = values[prefix + "mlp.experts.gate_up_proj"].swapaxes(1, 2)  # rows of gate and up alternate
        bias = values[prefix + "mlp.experts.gate_up_proj_bias"]
        halves = {"ffn_gate_exps": slice(0, None, 2), "ffn_up_exps": slice(1, None, 2)}
        if is_merged:
            inner = config.intermediate_size
            halves = {"ffn_gate_up_exps": [*range(0, 2 * inner, 2), *range(1, 2 * inner, 2)]}
        for tensor, rows in halves.items():
            add(writer, f"blk.{layer}.{tensor}.weight", both[:, rows])
            add(writer, f"blk.{layer}.{tensor}.bias", bias[:, rows])
        add(writer, f"blk.{layer}.ffn_down_exps.weight", values[prefix + "mlp.experts.down_proj"].swapaxes(1, 2))
        add(writer, f"blk.{layer}.ffn_down_exps.bias", values[prefix + "mlp.experts.down_proj_bias"])
    finish(writer)


def main():
    make_qwen3moe("qwen3moe", 21)
    make_deepseek2(31)
    make_gpt_oss("gpt-oss", 41)
    make_mixtral("mixtral", 51)


if __name__ == "__main__":
    main()
