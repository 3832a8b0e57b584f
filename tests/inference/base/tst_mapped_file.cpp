// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/mapped_file.h"
#include "tests/support/temp_dir.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

using namespace maru;

namespace {

sigjmp_buf theReturn;
volatile std::sig_atomic_t theFaults = 0;

void countFault(int)
{
    theFaults = theFaults + 1;
    siglongjmp(theReturn, 1);
}

} // namespace

class TestMappedFile : public QObject
{
    Q_OBJECT

private:
    test::TempDir m_folder;

private slots:
    void initTestCase()
    {
        struct sigaction action = {}; // as if the program had a handler of its own before it opens a file
        action.sa_handler = countFault;
        QCOMPARE(::sigaction(SIGBUS, &action, nullptr), 0);
    }

    void mapsTheWholeFile()
    {
        const std::string text(10001, 'x');
        const auto file = MappedFile::open(m_folder.write("file", text));
        VERIFY_OK(file);
        QCOMPARE(file->bytes().size(), text.size());
        QVERIFY(std::memcmp(file->bytes().data(), text.data(), text.size()) == 0);
        file->willRead(file->bytes().subspan(5000, 100));
        file->willNotRead(file->bytes());
        file->willNotRead(std::as_bytes(std::span(text))); // not of this file: nothing happens
        QVERIFY(std::memcmp(file->bytes().data(), text.data(), text.size()) == 0);
    }

    void theFileMayBeRemovedWhileItIsMapped()
    {
        auto file = MappedFile::open(m_folder.write("gone", "still here"));
        VERIFY_OK(file);
        std::filesystem::remove(m_folder.file("gone"));
        const MappedFile moved = *std::move(file);
        QCOMPARE(moved.bytes().size(), std::size_t { 10 });
        QVERIFY(file->bytes().empty());
        QVERIFY(std::memcmp(moved.bytes().data(), "still here", 10) == 0);
    }

    void readingTouchesNoPageAndNoticesAShorterFile()
    {
        const std::string text = std::string(100000, 'x') + "end";
        const std::filesystem::path path = m_folder.write("shrinking", text);
        const auto file = MappedFile::open(path);
        VERIFY_OK(file);
        std::vector<std::byte> copy(3);
        VERIFY_OK(file->read(file->bytes().last(3), copy));
        QVERIFY(std::memcmp(copy.data(), "end", 3) == 0);
        std::filesystem::resize_file(path, 50000);
        VERIFY_FAILS(file->read(file->bytes().last(3), copy), Reason::FileUnreadable);
        VERIFY_OK(file->read(file->bytes().first(3), copy));
        VERIFY_FAILS(file->read(std::as_bytes(std::span(text)).first(3), copy), Reason::FileUnreadable);
        VERIFY_FAILS(file->read(file->bytes().first(4), copy), Reason::FileUnreadable);
    }

    void whatIsNoFileIsAnErrorWithItsPath()
    {
        const auto missing = MappedFile::open(m_folder.file("missing"));
        VERIFY_FAILS(missing, Reason::FileMissing);
        QVERIFY(missing.error().code == ErrorCode::NotFound);
        QVERIFY(missing.error().arg("path") == m_folder.file("missing").string());
        VERIFY_FAILS(MappedFile::open(m_folder.write("empty", "")), Reason::FileEmpty);
        const auto folder = MappedFile::open(m_folder.path());
        VERIFY_FAILS(folder, Reason::FileUnreadable);
        QVERIFY(folder.error().code == ErrorCode::Io);
        QVERIFY(!folder.error().arg("detail").empty());
        VERIFY_FAILS(MappedFile::open(m_folder.file("empty") / "inside"), Reason::FileMissing);
        VERIFY_FAILS(MappedFile::open("/dev/null"), Reason::FileUnreadable);
        VERIFY_FAILS(MappedFile::open(""), Reason::FileMissing);
        VERIFY_FAILS(MappedFile::open(std::string(5000, 'x')), Reason::FileUnreadable);
    }

    void whatAnotherProgramCutsOffReadsAsZeros()
    {
        const std::filesystem::path path = m_folder.write("cut", std::string(1 << 20, 'x'));
        auto file = MappedFile::open(path);
        VERIFY_OK(file);
        std::filesystem::resize_file(path, 5000);
        QVERIFY(file->bytes()[4999] == std::byte('x'));
        VERIFY_OK(file->checkWhole()); // nothing that is gone was looked at
        MappedFile moved = *std::move(file);
        for (const std::size_t at : { std::size_t { 100'000 }, std::size_t { 600'000 }, std::size_t { (1 << 20) - 1 } })
            QVERIFY(moved.bytes()[at] == std::byte(0));
        VERIFY_FAILS(moved.checkWhole(), Reason::FileUnreadable);
        const auto again = MappedFile::open(path);
        VERIFY_OK(again);
        VERIFY_OK(again->checkWhole());
    }

    void allOtherFaultsGoWhereTheyWent()
    {
        const std::filesystem::path path = m_folder.write("foreign", std::string(1 << 16, 'x'));
        const int descriptor = ::open(path.c_str(), O_RDONLY);
        void *mapping = ::mmap(nullptr, 1 << 16, PROT_READ, MAP_PRIVATE, descriptor, 0);
        QVERIFY(mapping != MAP_FAILED);
        std::filesystem::resize_file(path, 1);
        theFaults = 0;
        if (sigsetjmp(theReturn, 1) == 0)
            QVERIFY2(static_cast<const volatile char *>(mapping)[50'000] != 0, "no fault"); // never reached
        QCOMPARE(int(theFaults), 1);
        ::munmap(mapping, 1 << 16);
        ::close(descriptor);
    }

    void aPipeIsRefusedAtOnce()
    {
        const std::string path = m_folder.file("pipe").string();
        QCOMPARE(::mkfifo(path.c_str(), 0600), 0);
        VERIFY_FAILS(MappedFile::open(path), Reason::FileUnreadable); // and does not wait for a writer
    }
};

QTEST_GUILESS_MAIN(TestMappedFile)
#include "tst_mapped_file.moc"
