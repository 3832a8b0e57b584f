// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/quantizer/importance_matrix.h"
#include "tests/support/temp_dir.h"
#include "tests/support/tiny_gguf.h"
#include "tests/support/verify_ok.h"

#include <limits>

using namespace maru;
using namespace maru::quantizer;

class TestImportanceMatrix : public QObject
{
    Q_OBJECT

private slots:
    void what_is_written_is_read()
    {
        const test::TempDir folder;
        ImportanceMatrix matrix;
        matrix.chunks = 7;
        matrix.entries["blk.0.attn_q.weight"] = { 4, { 2, 4, 6, 8 }, { 2 } };
        matrix.entries["blk.0.ffn_up_exps.weight"] = { 2, { 1, 2, 0, 0, 9, 3 }, { 1, 0, 3 } };
        VERIFY_OK(matrix.write(folder.file("m.gguf"), "text.txt", 512));
        const auto read = ImportanceMatrix::read(folder.file("m.gguf"));
        VERIFY_OK(read);
        QCOMPARE(read->chunks, 7U);
        QCOMPARE(read->entries.size(), 2U);
        QCOMPARE(read->means("blk.0.attn_q.weight", 0), std::vector<float>({ 1, 2, 3, 4 }));
        QCOMPARE(read->means("blk.0.ffn_up_exps.weight", 0), std::vector<float>({ 1, 2 }));
        QVERIFY(read->means("blk.0.ffn_up_exps.weight", 1).empty()); // an expert that was never used
        QCOMPARE(read->means("blk.0.ffn_up_exps.weight", 2), std::vector<float>({ 3, 1 }));
        QVERIFY(read->means("blk.0.ffn_up_exps.weight", 3).empty());
        QVERIFY(read->means("blk.1.attn_q.weight", 0).empty());
    }

    void other_files_are_refused()
    {
        const test::TempDir folder;
        VERIFY_FAILS(ImportanceMatrix::read(folder.file("none.gguf")), Reason::FileMissing);
        VERIFY_FAILS(ImportanceMatrix::read(folder.write("text.gguf", "no matrix at all, really")), Reason::NotGguf);
        const std::vector<float> four { 1, 2, 3, 4 };
        const std::vector<float> bad { 1, std::numeric_limits<float>::quiet_NaN(), 3, 4 };
        const std::vector<float> negative { 1, -2, 3, 4 };
        const std::vector<float> one { 1 };
        const auto file = [&](std::span<const float> squares, std::string_view counts) {
            return test::TinyGguf()
                .set("general.type", "imatrix")
                .tensor("a.weight.in_sum2", quant::TensorType::F32, { 4, squares.size() / 4 }, squares)
                .tensor(counts, quant::TensorType::F32, { 1, 1 }, one)
                .write(folder.file("m.gguf"));
        };
        VERIFY_OK(ImportanceMatrix::read(file(four, "a.weight.counts")));
        VERIFY_FAILS(ImportanceMatrix::read(file(four, "b.weight.counts")), Reason::BadTensor);
        VERIFY_FAILS(ImportanceMatrix::read(file(bad, "a.weight.counts")), Reason::BadTensor);
        VERIFY_FAILS(ImportanceMatrix::read(file(negative, "a.weight.counts")), Reason::BadTensor);
        const std::vector<float> eight(8, 1.0f);
        VERIFY_FAILS(ImportanceMatrix::read(file(eight, "a.weight.counts")), Reason::BadTensor);
        VERIFY_FAILS(ImportanceMatrix::read(test::TinyGguf().write(folder.file("m.gguf"))), Reason::BadTensor);
    }
};

QTEST_GUILESS_MAIN(TestImportanceMatrix)
#include "tst_importance_matrix.moc"
