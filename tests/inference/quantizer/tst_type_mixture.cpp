// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/quantizer/type_mixture.h"

#include <QtTest/QTest>

using namespace maru;
using namespace maru::quantizer;
using quant::TensorType;

namespace {

gguf::TensorInfo tensor(std::string_view name, std::uint64_t columns = 4096, std::uint32_t dimensions = 2)
{
    return { name, 0, TensorType::F32, dimensions, { columns, 64, 1, 1 }, 0, columns * 64 * 4 };
}

MixtureModel model()
{
    MixtureModel result;
    result.layerCount = 32;
    result.queriesPerKey = 4;
    result.hasOutput = true;
    return result;
}

} // namespace

class TestTypeMixture : public QObject
{
    Q_OBJECT

private slots:
    void names_go_there_and_back()
    {
        for (int i = 0; i < kTargetCount; ++i) {
            const auto target = static_cast<Target>(i);
            QVERIFY(findTarget(toString(target)) == target);
        }
        QVERIFY(!findTarget("Q4_K"));
        QVERIFY(!findTarget(""));
    }

    void what_is_small_or_delicate_stays()
    {
        QVERIFY(!typeFor(tensor("blk.0.attn_norm.weight", 4096, 1), Target::Q2_K, model()));
        QVERIFY(!typeFor(tensor("blk.0.attn_q_norm.weight"), Target::Q2_K, model()));
        QVERIFY(!typeFor(tensor("blk.0.ffn_gate_inp.weight"), Target::Q2_K, model()));
        QVERIFY(!typeFor(tensor("blk.0.attn_q.bias", 4096, 1), Target::Q2_K, model()));
        QVERIFY(!typeFor(tensor("rope_freqs.weight", 64, 1), Target::Q2_K, model()));
    }

    void the_head_keeps_six_bits()
    {
        QVERIFY(typeFor(tensor("output.weight"), Target::Q2_K, model()) == TensorType::Q6_K);
        QVERIFY(typeFor(tensor("output.weight"), Target::Q8_0, model()) == TensorType::Q8_0);
        QVERIFY(typeFor(tensor("token_embd.weight"), Target::Q4_K_M, model()) == TensorType::Q4_K);
        MixtureModel tied = model();
        tied.hasOutput = false;
        QVERIFY(typeFor(tensor("token_embd.weight"), Target::Q4_K_M, tied) == TensorType::Q6_K);
    }

    void mixtures_give_sensitive_tensors_more()
    {
        QVERIFY(typeFor(tensor("blk.0.ffn_down.weight"), Target::Q4_K_M, model()) == TensorType::Q6_K);
        QVERIFY(typeFor(tensor("blk.4.ffn_down.weight"), Target::Q4_K_M, model()) == TensorType::Q4_K);
        QVERIFY(typeFor(tensor("blk.6.ffn_down.weight"), Target::Q4_K_M, model()) == TensorType::Q6_K);
        QVERIFY(typeFor(tensor("blk.31.attn_v.weight"), Target::Q5_K_M, model()) == TensorType::Q6_K);
        QVERIFY(typeFor(tensor("blk.4.attn_v.weight"), Target::Q2_K, model()) == TensorType::Q4_K);
        QVERIFY(typeFor(tensor("blk.1.attn_v.weight"), Target::Q3_K_M, model()) == TensorType::Q5_K);
        QVERIFY(typeFor(tensor("blk.4.attn_output.weight"), Target::Q3_K_M, model()) == TensorType::Q4_K);
        QVERIFY(typeFor(tensor("blk.4.attn_qkv.weight"), Target::Q4_K_M, model()) == TensorType::Q5_K);
        QVERIFY(typeFor(tensor("blk.4.ffn_up.weight"), Target::Q4_K_M, model()) == TensorType::Q4_K);
        QVERIFY(typeFor(tensor("blk.4.ffn_down_exps.weight", 4096, 3), Target::Q2_K, model()) == TensorType::Q3_K);
    }

    void rows_that_are_no_whole_blocks_fall_back()
    {
        const Target target = Target::Q4_K_M;
        QVERIFY(typeFor(tensor("blk.4.ffn_up.weight", 576), target, model()) == TensorType::Q5_0);
        QVERIFY(typeFor(tensor("blk.0.ffn_down.weight", 576), target, model()) == TensorType::Q8_0);
        QVERIFY(typeFor(tensor("blk.4.ffn_up.weight", 576), Target::Q5_K_M, model()) == TensorType::Q5_1);
        QVERIFY(typeFor(tensor("blk.4.ffn_up.weight", 576), Target::Q2_K, model()) == TensorType::Q4_0);
        QVERIFY(typeFor(tensor("blk.4.ffn_up.weight", 100), Target::Q8_0, model()) == TensorType::F16);
    }
};

QTEST_GUILESS_MAIN(TestTypeMixture)
#include "tst_type_mixture.moc"
