// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/atomic_file.h"
#include "tests/support/temp_dir.h"
#include "tests/support/verify_ok.h"

using namespace maru;

namespace {

std::span<const std::byte> bytesOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

std::size_t filesIn(const std::filesystem::path &folder)
{
    std::size_t count = 0;
    for (const auto &entry : std::filesystem::directory_iterator(folder))
        count += entry.exists() ? 1 : 0;
    return count;
}

} // namespace

class TestAtomicFile : public QObject
{
    Q_OBJECT

private slots:
    void it_appears_whole()
    {
        const test::TempDir folder;
        auto file = AtomicFile::create(folder.file("a"));
        VERIFY_OK(file);
        VERIFY_OK(file->write(bytesOf("one ")));
        VERIFY_OK(file->write(bytesOf("two")));
        QCOMPARE(file->size(), 7U);
        QVERIFY(!std::filesystem::exists(folder.file("a")));
        VERIFY_OK(file->commit());
        QCOMPARE(std::filesystem::file_size(folder.file("a")), 7U);
        QCOMPARE(filesIn(folder.path()), 1U);
    }

    void without_commit_nothing_is_left_and_nothing_is_lost()
    {
        const test::TempDir folder;
        folder.write("a", "before");
        {
            auto file = AtomicFile::create(folder.file("a"));
            VERIFY_OK(file);
            VERIFY_OK(file->write(bytesOf("after that")));
            AtomicFile moved = *std::move(file);
        }
        QCOMPARE(std::filesystem::file_size(folder.file("a")), 6U);
        QCOMPARE(filesIn(folder.path()), 1U);
    }

    void no_device_and_no_folder_is_replaced()
    {
        const test::TempDir folder;
        QVERIFY(!AtomicFile::create(folder.path()).has_value());
        QVERIFY(!AtomicFile::create("/dev/null").has_value());
        QVERIFY(std::filesystem::is_character_file("/dev/null"));
        VERIFY_FAILS(AtomicFile::create(folder.path() / "no" / "where"), Reason::ReadOnly);
    }
};

QTEST_GUILESS_MAIN(TestAtomicFile)
#include "tst_atomic_file.moc"
