// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Models split over several files, as gguf-split writes them: the first part has the metadata, each its own tensors.

#include "inference/gguf/gguf_file.h"
#include "inference/gguf/gguf_split.h"
#include "tests/support/temp_dir.h"
#include "tests/support/tiny_gguf.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

using namespace maru;
using namespace maru::gguf;
using quant::TensorType;
using test::TinyGguf;

namespace {

constexpr std::uint16_t kParts = 3;
constexpr std::int32_t kTensors = 5; // 2 in the first part, 2 in the second, 1 in the third

std::vector<float> valuesOf(int tensor)
{
    std::vector<float> values(64);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(100 * tensor) + static_cast<float>(i);
    return values;
}

struct Claim
{
    int number;
    int count = kParts;
    std::int32_t tensors = kTensors;
};

/// Part `number`, from 0, that claims what `claim` says.
TinyGguf part(int number, Claim claim)
{
    TinyGguf file;
    if (number == 0)
        file.set("general.architecture", "llama").set("general.name", "three parts");
    file.set("split.no", static_cast<std::uint16_t>(claim.number))
        .set("split.count", static_cast<std::uint16_t>(claim.count))
        .set("split.tensors.count", claim.tensors);
    for (int tensor = 2 * number; tensor < std::min(2 * number + 2, int { kTensors }); ++tensor)
        file.tensor("tensor." + std::to_string(tensor), TensorType::F32, { 32, 2 }, valuesOf(tensor));
    return file;
}

std::string nameOf(int number, int count = kParts)
{
    return SplitName { "model", 0, static_cast<std::uint32_t>(count) }.path(static_cast<std::uint32_t>(number));
}

} // namespace

class TestGgufSplit : public QObject
{
    Q_OBJECT

private:
    /// A folder of its own with all three parts; returns the path of part `number`.
    std::filesystem::path writeAll(int number)
    {
        m_current = m_folder.file("case" + std::to_string(++m_case));
        std::filesystem::create_directories(m_current);
        for (int i = 0; i < kParts; ++i)
            write(i, { i });
        return m_current / nameOf(number);
    }
    void write(int number, Claim claim) { part(number, claim).write(m_current / nameOf(number)); }

    test::TempDir m_folder;
    std::filesystem::path m_current;
    int m_case = 0;

private slots:
    void namesOfParts()
    {
        const auto name = SplitName::of("/folder/my-model-Q4_K-00002-of-00013.gguf");
        QVERIFY(name.has_value());
        QCOMPARE(name->prefix, std::string("/folder/my-model-Q4_K"));
        QCOMPARE(name->number, 1U);
        QCOMPARE(name->count, 13U);
        QCOMPARE(name->path(12), std::string("/folder/my-model-Q4_K-00013-of-00013.gguf"));
        for (const char *other : { "model.gguf", "m-00000-of-00003.gguf", "m-00004-of-00003.gguf",
                 "m-0001-of-0003.gguf", "m-00001-of-00003", "m-00001-00003.gguf", "m-0000a-of-00003.gguf",
                 "00001-of-00003.gguf", "m-+0001-of-00003.gguf", ".gguf", "" })
            QVERIFY2(!SplitName::of(other).has_value(), other);
    }

    void anyPartOpensAll()
    {
        for (int opened = 0; opened < kParts; ++opened) {
            const auto file = GgufFile::open(writeAll(opened));
            VERIFY_OK(file);
            QCOMPARE(file->partCount(), std::size_t { kParts });
            QCOMPARE(file->path().filename().string(), nameOf(0));
            QVERIFY(file->string("general.name") == "three parts");
            QCOMPARE(file->tensors().size(), std::size_t { kTensors });
            std::uint64_t size = 0;
            for (int i = 0; i < kParts; ++i)
                size += std::filesystem::file_size(m_current / nameOf(i));
            QCOMPARE(file->fileSize(), size);
            for (int tensor = 0; tensor < kTensors; ++tensor) {
                const TensorInfo *info = file->findTensor("tensor." + std::to_string(tensor));
                QVERIFY(info != nullptr);
                QVERIFY(&file->tensors()[static_cast<std::size_t>(tensor)] == info); // in the order of the parts
                const std::vector<float> expected = valuesOf(tensor);
                const auto bytes = std::as_bytes(std::span(expected));
                QVERIFY(std::ranges::equal(file->data(*info), bytes));
                std::vector<std::byte> read(bytes.size());
                VERIFY_OK(file->mapping(*info).read(file->data(*info), read));
                QVERIFY(std::ranges::equal(read, bytes));
            }
            file->forgetPages();
        }
    }

    void aWholeModelHasOnePart()
    {
        const auto file = GgufFile::open(
            TinyGguf().set("split.count", std::uint16_t { 1 }).write(m_folder.file("m-00001-of-00001.gguf")));
        VERIFY_OK(file);
        QCOMPARE(file->partCount(), std::size_t { 1 });
    }

    void aMissingPartIsNamed()
    {
        for (const auto &[opened, missing] : { std::pair { 0, 1 }, { 0, 2 }, { 2, 0 }, { 1, 0 } }) {
            const std::filesystem::path path = writeAll(opened);
            std::filesystem::remove(m_current / nameOf(missing));
            const auto file = GgufFile::open(path);
            VERIFY_FAILS(file, Reason::SplitFile);
            QVERIFY(file.error().code == ErrorCode::NotFound);
            QCOMPARE(std::string(file.error().arg("parts")), std::string("3"));
            QVERIFY(file.error().arg("detail") == nameOf(missing) + " is missing");
        }
    }

    void aPartUnderAnotherNameCannotFindTheOthers()
    {
        const std::filesystem::path path = writeAll(1);
        for (const char *name : { "renamed.gguf", "model-00001-of-00002.gguf", "model-00003-of-00003.gguf" }) {
            std::filesystem::remove(m_current / name);
            std::filesystem::copy(path, m_current / name);
            const auto file = GgufFile::open(m_current / name);
            VERIFY_FAILS(file, Reason::SplitFile);
            QVERIFY(file.error().arg("detail").find("is part 2") != std::string_view::npos);
        }
    }

    void mixedUpPartsAreNamed_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("tensors");
        QTest::addColumn<QByteArray>("detail");
        QTest::newRow("twice the same part") << 0 << 3 << 5 << QByteArray("is part 1 by its content");
        QTest::newRow("the last part") << 2 << 3 << 5 << QByteArray("is part 3 by its content");
        QTest::newRow("of four") << 1 << 4 << 5 << QByteArray("is of a model of 4 parts");
        QTest::newRow("of another model") << 1 << 3 << 6 << QByteArray("is of another model");
        QTest::newRow("a whole one") << 0 << 1 << 5 << QByteArray("is a whole model of its own");
    }

    void mixedUpPartsAreNamed()
    {
        QFETCH(int, number);
        QFETCH(int, count);
        QFETCH(int, tensors);
        QFETCH(QByteArray, detail);
        const std::filesystem::path path = writeAll(0);
        part(1, { number, count, tensors }).write(m_current / nameOf(1));
        const auto file = GgufFile::open(path);
        VERIFY_FAILS(file, Reason::SplitFile);
        QVERIFY(file.error().code == ErrorCode::Corrupt);
        QVERIFY2(file.error().arg("detail").find(detail.toStdString()) != std::string_view::npos,
            std::string(file.error().arg("detail")).c_str());
        QVERIFY(file.error().arg("path") == (m_current / nameOf(1)).string());
    }

    void tensorsAreCountedAndNeverTwice()
    {
        // The third part holds the second's tensors: one too many, and where nobody counts, one twice.
        const std::filesystem::path path = writeAll(0);
        part(1, { 2 }).write(m_current / nameOf(2));
        VERIFY_FAILS(GgufFile::open(path), Reason::SplitFile);
        for (int i = 0; i < kParts; ++i)
            part(std::min(i, 1), { i, kParts, 6 }).write(m_current / nameOf(i));
        const auto file = GgufFile::open(path);
        VERIFY_FAILS(file, Reason::SplitFile);
        QVERIFY(file.error().arg("detail").find("tensor.2") != std::string_view::npos);
    }

    void aDamagedPartIsNamed()
    {
        const std::filesystem::path path = writeAll(2);
        std::filesystem::resize_file(m_current / nameOf(1), 100);
        const auto file = GgufFile::open(path);
        VERIFY_FAILS(file, Reason::GgufTruncated);
        QVERIFY(file.error().arg("path") == (m_current / nameOf(1)).string());
    }
};

QTEST_GUILESS_MAIN(TestGgufSplit)
#include "tst_gguf_split.moc"
