// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Snapshots of caches: what fits comes back, what is damaged, foreign or too much does not.

#include "inference/base/log.h"
#include "inference/session/snapshot_store.h"
#include "inference/session/stop_strings.h"
#include "tests/support/temp_dir.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <numeric>
#include <string>
#include <vector>

using namespace maru;
using namespace maru::session;
using tokenizer::Token;

namespace {

/// Keys and values are bytes that follow from the position and a seed.
class FakeExecutor : public backend::Executor
{
public:
    explicit FakeExecutor(int seed = 1, std::uint32_t context = 1000, std::size_t width = 64)
        : m_seed(seed)
        , m_context(context)
        , m_width(width)
    {
    }

    Result<void> forward(std::span<const Token>, std::uint32_t, backend::Outputs, std::stop_token) override
    {
        return {};
    }
    std::span<const float> logits() const override { return {}; }
    std::uint32_t chunkLength() const override { return 8; }
    std::uint32_t contextLength() const override { return m_context; }
    std::uint32_t maxOutputs() const override { return 1; }
    backend::MemoryUse memory() const override { return {}; }
    std::uint64_t bytesPerToken(std::uint32_t) const override { return 0; }
    std::uint32_t oldestPosition() const override { return oldest; }
    std::string cacheFormat() const override { return "fake"; }
    std::uint64_t cacheBytes(std::uint32_t count) const override { return count * m_width; }

    Result<void> saveCache(std::uint32_t count, const backend::CacheSink &sink, std::stop_token stop) override
    {
        if (duringSave)
            duringSave();
        for (std::uint32_t i = 0; i < count; ++i) {
            if (stop.stop_requested())
                return cancelled();
            MARU_CHECK(sink(rowOf(i)));
        }
        return {};
    }

    Result<void> restoreCache(std::uint32_t count, const backend::CacheSource &source, std::stop_token) override
    {
        cache.assign(count * m_width, std::byte { 0 });
        return source(cache);
    }

    std::vector<std::byte> rowOf(std::uint32_t position) const
    {
        std::vector<std::byte> row(m_width);
        for (std::size_t i = 0; i < row.size(); ++i)
            row[i] = static_cast<std::byte>(position * 31 + i * 7 + static_cast<unsigned>(m_seed));
        return row;
    }

    bool holds(const FakeExecutor &other, std::uint32_t count) const
    {
        std::vector<std::byte> expected;
        for (std::uint32_t i = 0; i < count; ++i) {
            const auto row = other.rowOf(i);
            expected.insert(expected.end(), row.begin(), row.end());
        }
        return cache == expected;
    }

    std::vector<std::byte> cache;
    std::uint32_t oldest = 0;
    std::function<void()> duringSave;

private:
    int m_seed;
    std::uint32_t m_context;
    std::size_t m_width;
};

std::vector<Token> tokensFrom(Token first, std::size_t count)
{
    std::vector<Token> tokens(count);
    std::iota(tokens.begin(), tokens.end(), first);
    return tokens;
}

const SnapshotKey kKey { "0123456789abcdef", "fake" };

std::vector<std::filesystem::path> filesIn(const std::filesystem::path &folder)
{
    std::vector<std::filesystem::path> files;
    std::error_code failed;
    for (const auto &entry : std::filesystem::directory_iterator(folder, failed))
        files.push_back(entry.path());
    return files;
}

} // namespace

class TestSnapshotStore : public QObject
{
    Q_OBJECT

private slots:
    void whatWasSavedComesBack()
    {
        test::TempDir folder;
        for (const bool onDisk : { true, false }) {
            SnapshotStore store(onDisk ? folder.file("kv") : std::filesystem::path());
            FakeExecutor executor(5);
            const auto tokens = tokensFrom(100, 50);
            VERIFY_OK(store.save(kKey, "chat", SnapshotStore::Place::Disk, tokens, executor));
            auto longer = tokens;
            longer.push_back(7);
            const auto match = store.best(kKey, longer, 1000);
            QVERIFY(match.has_value());
            QCOMPARE(match->shared, 50u);
            FakeExecutor other(9);
            const auto restored = store.restore(*match, kKey, other);
            VERIFY_OK(restored);
            QCOMPARE(*restored, tokens);
            QVERIFY(other.holds(executor, 50));
        }
    }

    void theLongestSharedBeginningIsFound()
    {
        test::TempDir folder;
        SnapshotStore store(folder.file("kv"));
        FakeExecutor executor;
        auto longest = tokensFrom(0, 60);
        VERIFY_OK(store.save(kKey, "short", SnapshotStore::Place::Disk, tokensFrom(0, 20), executor));
        VERIFY_OK(store.save(kKey, "other", SnapshotStore::Place::Disk, tokensFrom(500, 60), executor));
        VERIFY_OK(store.save(kKey, "memory", SnapshotStore::Place::Memory, longest, executor));
        QCOMPARE(store.best(kKey, tokensFrom(0, 40), 1000)->shared, 40u);
        QCOMPARE(store.best(kKey, tokensFrom(0, 40), 50)->shared, 20u); // the longer one does not fit into the context
        QVERIFY(!store.best(kKey, tokensFrom(900, 5), 1000));
        QVERIFY(!store.best({ "another model", "fake" }, longest, 1000));
        QVERIFY(!store.best({ kKey.modelId, "another format" }, longest, 1000));
        executor.oldest = 30; // nothing before position 30 can be gone on from
        VERIFY_OK(store.save(kKey, "ring", SnapshotStore::Place::Disk, tokensFrom(700, 40), executor));
        QVERIFY(!store.best(kKey, tokensFrom(700, 29), 1000));
        QCOMPARE(store.best(kKey, tokensFrom(700, 31), 1000)->shared, 31u);
    }

    void aRemovedConversationLeavesNothingAndIsNotKeptAgain()
    {
        test::TempDir folder;
        SnapshotStore store(folder.file("kv"));
        FakeExecutor executor;
        const auto tokens = tokensFrom(0, 20);
        VERIFY_OK(store.save(kKey, "secret", SnapshotStore::Place::Disk, tokens, executor));
        QCOMPARE(filesIn(folder.file("kv")).size(), std::size_t { 1 });
        QVERIFY(filesIn(folder.file("kv"))[0].string().find("secret") == std::string::npos);
        store.remove("secret");
        QVERIFY(filesIn(folder.file("kv")).empty());
        VERIFY_OK(store.save(kKey, "secret", SnapshotStore::Place::Disk, tokens, executor));
        QVERIFY(filesIn(folder.file("kv")).empty());

        executor.duringSave = [&store] { store.remove("late"); }; // deleted while it is being written
        VERIFY_OK(store.save(kKey, "late", SnapshotStore::Place::Disk, tokens, executor));
        QVERIFY(filesIn(folder.file("kv")).empty());
        executor.duringSave = [&store] { store.remove("later"); };
        VERIFY_OK(store.save(kKey, "later", SnapshotStore::Place::Memory, tokens, executor));
        QVERIFY(!store.best(kKey, tokens, 1000));

        SnapshotStore(folder.file("kv")).remove("never there");
    }

    void whatIsNeverSavedWritesNoFile()
    {
        test::TempDir folder;
        SnapshotStore store(folder.file("kv"));
        FakeExecutor executor;
        VERIFY_OK(store.save(kKey, "private", SnapshotStore::Place::Memory, tokensFrom(0, 20), executor));
        QVERIFY(filesIn(folder.path()).empty());
        VERIFY_OK(store.save(kKey, "private", SnapshotStore::Place::Disk, tokensFrom(0, 20), executor));
        VERIFY_OK(store.save(kKey, "private", SnapshotStore::Place::Memory, tokensFrom(0, 20), executor));
        QVERIFY(filesIn(folder.file("kv")).empty()); // and takes away the one there was
    }

    void theOldestGoFirst()
    {
        test::TempDir folder;
        FakeExecutor executor(1, 1000, 1000);
        for (const auto place : { SnapshotStore::Place::Disk, SnapshotStore::Place::Memory }) {
            SnapshotStore store(folder.file("kv"), { 75000, 75000 }); // three of 20 positions
            for (int i = 0; i < 5; ++i) {
                VERIFY_OK(store.save(kKey, "chat " + std::to_string(i), place, tokensFrom(i * 100, 20), executor));
                QTest::qSleep(20); // the time of a file
            }
            for (int i = 0; i < 5; ++i)
                QCOMPARE(store.best(kKey, tokensFrom(i * 100, 20), 1000).has_value(), i >= 2);
            VERIFY_OK(store.save(kKey, "huge", place, tokensFrom(0, 100), executor)); // is not kept, and takes no place
            QVERIFY(store.best(kKey, tokensFrom(400, 20), 1000).has_value());
            for (const auto &file : filesIn(folder.file("kv")))
                std::filesystem::remove(file);
        }
    }

    void damageIsNeverTrusted()
    {
        test::TempDir folder;
        const auto path = folder.file("kv");
        FakeExecutor executor(3);
        const auto tokens = tokensFrom(0, 20);
        SnapshotStore store(path);
        VERIFY_OK(store.save(kKey, "chat", SnapshotStore::Place::Disk, tokens, executor));
        const auto file = filesIn(path).at(0);
        std::string good;
        {
            std::ifstream stream(file, std::ios::binary);
            good.assign(std::istreambuf_iterator<char>(stream), {});
        }
        const auto write = [&file](const std::string &bytes) {
            std::ofstream stream(file, std::ios::binary | std::ios::trunc);
            stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        };
        std::string logged;
        setLogSink([&logged](LogLevel, std::string_view, std::string_view line) { logged += line; });
        const auto comesBack = [&] {
            const auto match = store.best(kKey, tokens, 1000);
            if (!match)
                return false;
            FakeExecutor other(8);
            return store.restore(*match, kKey, other).has_value();
        };
        QVERIFY(comesBack());
        for (std::size_t i = 0; i < good.size(); i += i < 160 ? 1 : 37) { // every byte counts
            std::string bad = good;
            bad[i] = static_cast<char>(bad[i] ^ 0x10);
            write(bad);
            logged.clear();
            QVERIFY2(!comesBack(), qPrintable(QString::number(i)));
            QVERIFY2(!logged.empty(), qPrintable(QString::number(i)));
        }
        for (std::size_t length = 0; length < good.size(); length += 41) {
            write(good.substr(0, length));
            QVERIFY2(!comesBack(), qPrintable(QString::number(length)));
        }
        write(good + "x");
        QVERIFY(!comesBack());
        write("MARUKV01\xff\xff\xff\xff and so on");
        QVERIFY(!comesBack());
        write(good);
        QVERIFY(comesBack());
        FakeExecutor narrow(3, 1000, 32); // another shape under the same name
        QVERIFY(!store.restore(*store.best(kKey, tokens, 1000), kKey, narrow).has_value());
        FakeExecutor small(3, 10);
        QVERIFY(!store.restore(*store.best(kKey, tokens, 1000), kKey, small).has_value());
        QVERIFY(!store.restore(*store.best(kKey, tokens, 1000), { "b", "fake" }, executor).has_value());
        setLogSink({});
    }

    void aWriteThatFailsLeavesTheOldOne()
    {
        test::TempDir folder;
        SnapshotStore store(folder.file("kv"));
        FakeExecutor executor;
        VERIFY_OK(store.save(kKey, "chat", SnapshotStore::Place::Disk, tokensFrom(0, 20), executor));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!store.save(kKey, "chat", SnapshotStore::Place::Disk, tokensFrom(0, 30), executor, stop.get_token())
                     .has_value());
        QCOMPARE(filesIn(folder.file("kv")).size(), std::size_t { 1 });
        QCOMPARE(store.best(kKey, tokensFrom(0, 30), 1000)->shared, 20u);
        SnapshotStore nowhere("/proc/nowhere");
        const auto refused = nowhere.save(kKey, "chat", SnapshotStore::Place::Disk, tokensFrom(0, 20), executor);
        VERIFY_FAILS(refused, Reason::ReadOnly);
        const auto full = writeSnapshot("/dev/full", { kKey, tokensFrom(0, 20), 0, executor.cacheBytes(20) }, executor);
        VERIFY_FAILS(full, Reason::DiskFull);
    }

    void stopStringsHoldBackWhatMayBecomeOne()
    {
        StopStrings stops({ "abcd", "bx", "" });
        stops.push("12a");
        QCOMPARE(stops.certain(), std::size_t { 2 });
        stops.push("b");
        QCOMPARE(stops.certain(), std::size_t { 2 });
        stops.push("c.");
        QCOMPARE(stops.certain(), std::size_t { 6 });
        stops.push("ab");
        stops.push("x and more");
        QVERIFY(stops.isFound());
        QCOMPARE(stops.certain(), std::size_t { 7 });
        stops.push("later");
        QCOMPARE(stops.certain(), std::size_t { 7 });
        StopStrings overlapping({ "aab" });
        overlapping.push("aaa");
        QCOMPARE(overlapping.certain(), std::size_t { 1 });
        overlapping.push("b");
        QVERIFY(overlapping.isFound());
        QCOMPARE(overlapping.certain(), std::size_t { 1 });
    }
};

QTEST_GUILESS_MAIN(TestSnapshotStore)
#include "tst_snapshot_store.moc"
