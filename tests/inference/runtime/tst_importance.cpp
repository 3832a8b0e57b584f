// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/model/model.h"
#include "inference/runtime/importance.h"
#include "tests/support/verify_ok.h"

#include <cmath>

using namespace maru;

namespace {

const std::filesystem::path kFamilies = std::filesystem::path(MARU_TEST_DATA) / "families";
const std::string kText
    = "abc abd acd bcd "
      "dcb dca dba cba abcdabcd aabbccdd abacad bcbdba cdcadb dadcab abc abd acd bcd dcb dca dba cba";

} // namespace

class TestImportance : public QObject
{
    Q_OBJECT

private slots:
    void every_matrix_but_the_head_is_seen_and_counted()
    {
        constexpr std::uint32_t kChunk = 16;
        const auto matrix = runtime::computeImportance(kFamilies / "llama.gguf", kText, kChunk, 2, 2);
        VERIFY_OK(matrix);
        QCOMPARE(matrix->chunks, 2U);
        for (const char *name :
            { "blk.0.attn_q.weight", "blk.0.attn_output.weight", "blk.1.ffn_gate.weight", "blk.1.ffn_down.weight" }) {
            const auto entry = matrix->entries.find(name);
            QVERIFY2(entry != matrix->entries.end(), name);
            QCOMPARE(entry->second.counts, std::vector<float>({ 2.0f * kChunk }));
            QCOMPARE(entry->second.squares.size(), std::size_t { entry->second.columns });
        }
        QVERIFY(!matrix->entries.contains("output.weight"));
        // q, k and v have one input.
        QCOMPARE(matrix->means("blk.0.attn_q.weight", 0), matrix->means("blk.0.attn_v.weight", 0));
        QVERIFY(matrix->means("blk.0.attn_q.weight", 0) != matrix->means("blk.1.attn_q.weight", 0));
    }

    /// The input of the first layer's products is a norm: its mean square over all columns is that of the norm's
    /// weights.
    void the_numbers_are_mean_squares_of_the_inputs()
    {
        const auto matrix = runtime::computeImportance(kFamilies / "llama.gguf", kText, 16, 1, 1);
        VERIFY_OK(matrix);
        const auto model = model::Model::open(kFamilies / "llama.gguf");
        VERIFY_OK(model);
        const gguf::TensorInfo *norm = (*model)->file().findTensor("blk.0.attn_norm.weight");
        QVERIFY(norm);
        std::vector<float> weights(norm->dimensions[0]);
        quant::decode(*norm->type, (*model)->file().data(*norm).data(), weights.data(), weights.size());
        double sum = 0;
        const std::vector<float> means = matrix->means("blk.0.attn_q.weight", 0);
        for (std::size_t i = 0; i < means.size(); ++i)
            sum += static_cast<double>(means[i]) / std::pow(static_cast<double>(weights[i]), 2);
        const double mean = sum / static_cast<double>(means.size());
        QVERIFY2(std::abs(mean - 1) < 0.01, qPrintable(QString::number(mean)));
    }

    void each_expert_counts_the_rows_that_chose_it()
    {
        const auto matrix = runtime::computeImportance(kFamilies / "qwen3moe.gguf", kText, 16, 1, 2);
        VERIFY_OK(matrix);
        const auto entry = matrix->entries.find("blk.0.ffn_down_exps.weight");
        QVERIFY(entry != matrix->entries.end());
        QVERIFY(entry->second.counts.size() > 1);
        float rows = 0;
        for (const float count : entry->second.counts)
            rows += count;
        QVERIFY(rows >= 16 && std::fmod(rows, 16.0f) == 0); // each token chose as many experts
        QCOMPARE(entry->second.counts, matrix->entries.find("blk.0.ffn_up_exps.weight")->second.counts);
    }

    void what_cannot_be_is_said()
    {
        VERIFY_FAILS(runtime::computeImportance(kFamilies / "llama.gguf", "ab", 512, 0, 1), Reason::BadValue);
        VERIFY_FAILS(runtime::computeImportance(kFamilies / "none.gguf", kText, 16, 0, 1), Reason::FileMissing);
        std::stop_source stop;
        const auto result = runtime::computeImportance(
            kFamilies / "llama.gguf", kText, 16, 0, 1, [&](std::uint32_t, std::uint32_t) { stop.request_stop(); },
            stop.get_token());
        VERIFY_FAILS(result, Reason::Stopped);
    }
};

QTEST_GUILESS_MAIN(TestImportance)
#include "tst_importance.moc"
