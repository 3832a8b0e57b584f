// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// What tests/fuzz/fuzz_gguf.cpp does with random files, with a fixed series of them: every change of a small file is
// either refused with a reason or read from end to end.

#include "tests/support/random_tensor.h"
#include "tests/support/read_gguf.h"
#include "tests/support/tiny_gguf.h"

#include <QtTest/QTest>

#include <array>
#include <cstring>
#include <map>
#include <random>
#include <string>
#include <vector>

using namespace maru;
using quant::TensorType;
using test::TinyGguf;

namespace {

std::string seedFile()
{
    return TinyGguf()
        .setAlignment(32)
        .set("general.architecture", "llama")
        .set("u8", std::uint8_t { 3 })
        .set("f64", 2.5)
        .set("flag", true)
        .set("tokens", std::vector<std::string> { "<s>", "a", "bc" })
        .set("scores", std::vector<float> { 0.5F, 1.0F, 2.0F })
        .set("flags", std::vector<bool> { true, false })
        .setRaw("nested", gguf::ValueType::Array,
            TinyGguf::toBytes(9U) + TinyGguf::toBytes(std::uint64_t { 1 }) + TinyGguf::toBytes(0U)
                + TinyGguf::toBytes(std::uint64_t { 2 }) + "xy")
        .tensor("embd", TensorType::Q4_0, { 32, 2 }, test::randomTensor(64, 1))
        .tensor("norm", TensorType::F32, { 32 }, test::randomTensor(32, 2))
        .tensor("cube", TensorType::F16, { 2, 2, 2 }, test::randomTensor(8, 3))
        .bytes();
}

/// One of the changes that a damaged or hostile file shows, chosen by `random`.
void change(std::string &file, std::mt19937 &random)
{
    if (file.empty())
        return;
    constexpr std::array<std::uint64_t, 12> kOdd { 0, 1, 2, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF,
        0x7FFFFFFFFFFFFFFF, 0x8000000000000000, 0xFFFFFFFFFFFFFFF0, 0xFFFFFFFFFFFFFFFF };
    const std::size_t place = random() % file.size();
    switch (random() % 6) {
    case 0:
        file[place] = static_cast<char>(file[place] ^ (1 << (random() % 8)));
        break;
    case 1:
        file[place] = static_cast<char>(random());
        break;
    case 2: { // a number of 4 or 8 bytes
        const std::uint64_t odd = kOdd[random() % kOdd.size()];
        std::memcpy(file.data() + place, &odd, std::min<std::size_t>(random() % 2 == 0 ? 4 : 8, file.size() - place));
        break;
    }
    case 3:
        file.resize(place);
        break;
    case 4:
        file.erase(place, random() % 16);
        break;
    default:
        file.insert(place, file.substr(random() % file.size(), random() % 40));
    }
}

} // namespace

class TestGgufMutations : public QObject
{
    Q_OBJECT

private slots:
    void everyChangedFileIsReadOrRefused()
    {
        const std::string seed = seedFile();
        QVERIFY(test::readAllOfGguf(std::as_bytes(std::span(seed))).has_value());
        std::mt19937 random(1);
        std::map<Reason, int> refused;
        int read = 0;
        for (int round = 0; round < 20000; ++round) {
            std::string file = seed;
            for (auto changes = 1 + random() % 4; changes > 0; --changes)
                change(file, random);
            const auto result = test::readAllOfGguf(std::as_bytes(std::span(file)));
            if (result) {
                ++read;
                continue;
            }
            QVERIFY(!result.error().message.empty());
            QVERIFY(result.error().reason != Reason::Unspecified);
            ++refused[result.error().reason];
        }
        // The series reaches every kind of refusal, and leaves some files readable.
        QVERIFY(read > 1000);
        for (const Reason reason : { Reason::NotGguf, Reason::GgufVersion, Reason::GgufTruncated, Reason::GgufCorrupt,
                 Reason::BadTensor, Reason::BadValue })
            QVERIFY2(refused[reason] > 5, std::to_string(static_cast<int>(reason)).c_str());
    }
};

QTEST_GUILESS_MAIN(TestGgufMutations)
#include "tst_gguf_mutations.moc"
