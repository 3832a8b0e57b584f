// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/large_buffer.h"
#include "inference/base/memory_info.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <algorithm>
#include <limits>
#include <string>

using namespace maru;

class TestLargeBuffer : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { failLargeBuffersFrom(0); }

    void blocksAreZeroedAndAligned_data()
    {
        QTest::addColumn<quint64>("size");
        QTest::addColumn<quint64>("alignment");
        QTest::newRow("one byte") << quint64 { 1 } << quint64 { 64 };
        QTest::newRow("1 MB") << quint64 { 1000000 } << quint64 { 64 };
        QTest::newRow("2 MB") << quint64 { 2 << 20 } << quint64 { 2 << 20 };
        QTest::newRow("odd") << quint64 { (33 << 20) + 12345 } << quint64 { 2 << 20 };
    }
    void blocksAreZeroedAndAligned()
    {
        QFETCH(quint64, size);
        QFETCH(quint64, alignment);
        for (int round = 0; round < 5; ++round) {
            auto buffer = LargeBuffer::allocate(size, "test");
            VERIFY_OK(buffer);
            QCOMPARE(buffer->size(), size);
            QCOMPARE(reinterpret_cast<std::uintptr_t>(buffer->data()) % alignment, std::uintptr_t { 0 });
            QVERIFY(std::all_of(
                buffer->bytes().begin(), buffer->bytes().end(), [](std::byte b) { return b == std::byte { 0 }; }));
            std::fill(buffer->bytes().begin(), buffer->bytes().end(), std::byte { 0xAA });
        }
    }

    void movingPassesTheBlockOn()
    {
        auto first = LargeBuffer::allocate(4096);
        VERIFY_OK(first);
        first->as<float>()[1023] = 2.5F;
        const std::byte *address = first->data();
        LargeBuffer second = *std::move(first);
        QVERIFY(second.data() == address && first->size() == 0);
        LargeBuffer third;
        third = std::move(second);
        QCOMPARE(std::as_const(third).as<float>()[1023], 2.5F);
        QCOMPARE(third.as<std::uint32_t>().size(), std::size_t { 1024 });
    }

    void nothingIsAnEmptyBuffer()
    {
        const auto buffer = LargeBuffer::allocate(0);
        VERIFY_OK(buffer);
        QCOMPARE(buffer->size(), std::size_t { 0 });
    }

    void moreThanThereIsIsAnErrorWithTheNumbers()
    {
        for (const std::uint64_t size : { hostMemory().total * 2, std::uint64_t { 1 } << 60,
                 std::numeric_limits<std::uint64_t>::max(), std::numeric_limits<std::uint64_t>::max() - (1 << 20) }) {
            const auto buffer = LargeBuffer::allocate(size, "KV cache");
            VERIFY_FAILS(buffer, Reason::HostMemory);
            QVERIFY(buffer.error().code == ErrorCode::OutOfMemory);
            QVERIFY(buffer.error().arg("needed") == std::to_string(size));
            QVERIFY(std::stoull(std::string(buffer.error().arg("free"))) <= hostMemory().total);
            QVERIFY(buffer.error().message.find("KV cache") != std::string::npos);
        }
    }

    void aTestCanMakeTheThirdAllocationFail()
    {
        failLargeBuffersFrom(3);
        VERIFY_OK(LargeBuffer::allocate(100));
        VERIFY_OK(LargeBuffer::allocate(100));
        VERIFY_FAILS(LargeBuffer::allocate(100), Reason::HostMemory);
        VERIFY_FAILS(LargeBuffer::allocate(100), Reason::HostMemory);
        failLargeBuffersFrom(0);
        VERIFY_OK(LargeBuffer::allocate(100));
    }
};

QTEST_GUILESS_MAIN(TestLargeBuffer)
#include "tst_large_buffer.moc"
