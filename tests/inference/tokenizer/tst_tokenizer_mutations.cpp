// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// What tests/fuzz/fuzz_tokenizer.cpp does with random vocabularies, with a fixed series of them: each is either refused
// with a reason, or turns any text into ids of its own.

#include "tests/support/use_tokenizer.h"

#include <QtTest/QTest>

#include <random>

using namespace maru;

namespace {

/// Tokens over a small alphabet, mostly with types and merges that belong together.
std::string randomInput(std::mt19937 &random)
{
    static const std::vector<std::string> kParts { "a", "b", "ab", "\xc4\xa0", "\xe2\x96\x81", "<", ">", "<|x|>",
        "\xc3\xa9", "1", "12", "\xff", "'s", " ", "\xed\x95\x9c", "<0x41>", "." };
    const auto part = [&] { return kParts[random() % kParts.size()]; };
    std::string input { static_cast<char>(random()), static_cast<char>(random()),
        static_cast<char>(random() % 8 == 0 ? random() : (random() % 16) << 4) };
    for (auto count = random() % 12; count > 0; --count) {
        input += "11113346"[random() % 8];
        for (auto parts = 1 + random() % 3; parts > 0; --parts)
            input += part();
        input += '\n';
    }
    input += '\n';
    for (auto count = random() % 8; count > 0; --count)
        input += part() + " " + part() + "\n";
    input += '\n';
    for (auto count = random() % 40; count > 0; --count)
        input += part();
    return input;
}

} // namespace

class TokenizerMutationsTest : public QObject
{
    Q_OBJECT

private slots:
    void random_vocabularies_are_refused_or_work()
    {
        std::mt19937 random(11);
        int worked = 0;
        int refused = 0;
        for (int round = 0; round < 20000; ++round) {
            const auto result = test::useTokenizer(randomInput(random));
            (result ? worked : refused) += 1;
            if (!result)
                QVERIFY(!result.error().message.empty() && result.error().reason != Reason::Unspecified);
        }
        QVERIFY2(worked > 2000 && refused > 2000, qPrintable(QString::number(worked)));
    }

    void damaged_inputs()
    {
        std::mt19937 random(12);
        for (int round = 0; round < 5000; ++round) {
            std::string input = randomInput(random);
            for (int changes = 0; changes < 3; ++changes)
                input[random() % input.size()] = static_cast<char>(random());
            static_cast<void>(test::useTokenizer(input));
        }
    }
};

QTEST_GUILESS_MAIN(TokenizerMutationsTest)
#include "tst_tokenizer_mutations.moc"
