// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "tests/inference/tokenizer/vectors.h"
#include "tests/inference/tokenizer/vocabulary_file.h"

#include <QtTest/QTest>

#include <algorithm>

using namespace maru;
using tokenizer::SpecialText;
using tokenizer::Token;

namespace {

/// The special tokens that families put around turns.
const std::vector<std::string> kSpecial { "<\xef\xbd\x9c"
                                          "begin\xe2\x96\x81of\xe2\x96\x81sentence\xef\xbd\x9c>",
    "<\xef\xbd\x9cUser\xef\xbd\x9c>",
    "<\xef\xbd\x9c"
    "Assistant\xef\xbd\x9c>",
    "<\xef\xbd\x9c"
    "end\xe2\x96\x81of\xe2\x96\x81sentence\xef\xbd\x9c>",
    "<|im_start|>", "<|im_end|>", "<|endoftext|>", "<think>", "</think>", "[THINK]", "[/THINK]", "<|begin_of_text|>",
    "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|python_tag|>", "[INST]", "[/INST]", "[SYSTEM_PROMPT]",
    "<s>", "</s>", "<|start|>", "<|channel|>", "<|message|>", "<|end|>", "<|return|>", "<|call|>", "[|system|]",
    "[|user|]", "[|assistant|]", "[|endofturn|]", "[gMASK]", "<sop>", "<|user|>", "<|assistant|>", "<|system|>",
    "<|observation|>", "<|start_of_role|>", "<|end_of_role|>", "<|end_of_text|>", "<start_of_turn>", "<end_of_turn>",
    "<bos>", "<eos>", "<|im_sep|>", "<|vision_start|>", "<tool_call>", "<|fim_prefix|>" };

std::vector<std::string> lines(const QString &name)
{
    QFile file(QStringLiteral(MARU_TEST_DATA "/tokenizer/") + name);
    std::vector<std::string> read;
    if (!file.open(QIODevice::ReadOnly))
        return read;
    const QByteArray text = file.readAll();
    for (const QByteArray &line : text.split('\n'))
        read.push_back(line.toStdString());
    read.pop_back();
    return read;
}

/// The pieces of families.pieces as make_families.py numbers and scores them.
test::VocabularyFile pieceVocabulary(bool hasPrefix)
{
    std::vector<std::string> tokens { "<unk>", "<s>", "</s>" };
    std::vector<std::int32_t> kinds { 2, 3, 3 };
    for (int byte = 0; byte < 256; ++byte) {
        tokens.push_back(QString::asprintf("<0x%02X>", byte).toStdString());
        kinds.push_back(6);
    }
    std::vector<float> scores(tokens.size(), 0.0f);
    for (std::string &piece : lines("families.pieces")) {
        tokens.push_back(std::move(piece));
        kinds.push_back(1);
        scores.push_back(-static_cast<float>(tokens.size() - 259));
    }
    test::VocabularyFile file;
    file.text("tokenizer.ggml.model", "llama").texts("tokenizer.ggml.tokens", tokens);
    file.integers("tokenizer.ggml.token_type", kinds).floats("tokenizer.ggml.scores", scores);
    file.flag("tokenizer.ggml.add_space_prefix", hasPrefix);
    return file;
}

QByteArray checksum(const std::vector<Token> &tokens)
{
    std::uint32_t value = 0x811c9dc5U;
    for (const Token token : tokens) {
        for (int shift = 0; shift < 32; shift += 8)
            value = (value ^ (static_cast<std::uint32_t>(token) >> shift & 255U)) * 0x01000193U;
    }
    return QByteArray::number(value, 16).rightJustified(8, '0');
}

} // namespace

/// Every pre-tokenizer and both kinds of vocabulary against Hugging Face's tokenizers, on 2,100 texts; and what a user
/// writes never becomes one of the special tokens of any family.
class FamiliesTest : public QObject
{
    Q_OBJECT

private slots:
    void ids_are_those_of_the_reference_data()
    {
        QTest::addColumn<int>("column");
        const auto rows = test::readVectors("families.vectors");
        QVERIFY(rows.size() > 2000);
        for (int column = 1; column < rows.front().size(); ++column)
            QTest::newRow(rows.front()[column].constData()) << column;
    }

    void ids_are_those_of_the_reference()
    {
        QFETCH(int, column);
        const auto rows = test::readVectors("families.vectors");
        const QByteArray name = rows.front()[column];
        const auto made = name.startsWith("llama with") || name == "llama"
            ? pieceVocabulary(name != "llama").create()
            : test::bytePairs(lines("families.merges"), {}, {}, name.toStdString()).create();
        QVERIFY2(made, made ? "" : made.error().message.c_str());
        for (std::size_t row = 1; row < rows.size(); ++row) {
            const std::string text = QByteArray::fromHex(rows[row].front()).toStdString();
            const std::vector<Token> ids = (*made)->encode(text, SpecialText::Plain, false);
            if (checksum(ids) != rows[row][column])
                QFAIL(("text " + rows[row].front()).constData());
            if (text.find("\xe2\x96\x81") == std::string::npos) // pieces cannot tell it from a space
                QCOMPARE((*made)->decode(ids, false), text);
        }
    }

    void users_cannot_write_special_tokens_data()
    {
        QTest::addColumn<QByteArray>("pre");
        for (const char *pre : { "llama-bpe", "qwen2", "deepseek-v3", "deepseek-r1-qwen", "gpt-4o", "smollm", "exaone4",
                 "glm4", "refact", "dbrx", "tekken", "" })
            QTest::newRow(*pre ? pre : "pieces") << QByteArray(pre);
    }

    void users_cannot_write_special_tokens()
    {
        QFETCH(QByteArray, pre);
        std::vector<std::int32_t> kinds(kSpecial.size(), 3);
        // the merges would spell some of them out, which must not help either
        std::vector<std::string> merges = lines("families.merges");
        for (const std::string &special : kSpecial) {
            std::erase_if(merges, [&](const std::string &merge) {
                const std::size_t space = merge.find(' ', 1);
                return merge.substr(0, space) + merge.substr(space + 1) == special;
            });
        }
        const auto made = pre.isEmpty() ? pieceVocabulary(true).create()
                                        : test::bytePairs(merges, kSpecial, kinds, pre.toStdString()).create();
        QVERIFY2(made, made ? "" : made.error().message.c_str());
        const tokenizer::Tokenizer &tokenizer = **made;
        for (const std::string &special : kSpecial) {
            const Token token = tokenizer.find(special);
            if (pre.isEmpty() && token == tokenizer::kNoToken)
                continue; // only two of them are in that vocabulary
            QVERIFY2(token != tokenizer::kNoToken && tokenizer.isSpecial(token), special.c_str());
            for (const std::string &text : { special, "a" + special + "b", " " + special + "\n" + special }) {
                const auto plain = tokenizer.encode(text, SpecialText::Plain, false);
                QVERIFY2(std::none_of(plain.begin(), plain.end(), [&](Token t) { return tokenizer.isSpecial(t); }),
                    special.c_str());
                QCOMPARE(tokenizer.decode(plain, true), text);
                const auto parsed = tokenizer.encode(text, SpecialText::Parse, false);
                QVERIFY(std::count(parsed.begin(), parsed.end(), token) >= 1);
            }
        }
    }
};

QTEST_GUILESS_MAIN(FamiliesTest)
#include "tst_families.moc"
