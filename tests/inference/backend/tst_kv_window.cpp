// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/kv_window.h"

#include <QtTest/QTest>

using namespace maru;
using namespace maru::backend;

/// What caches keep, and how far back a pass may begin.
class KvWindowTest : public QObject
{
    Q_OBJECT

private slots:
    void aWindowKeepsItselfAndAChunk();
    void whatIsOverwrittenCannotBeGoneOnFrom();
    void withoutWindowsNothingIsForgotten();
    void theNarrowestReachCounts();
    void bytesAndNamesOfCacheTypes();
    void headsOfOtherWidthsCannotBeQ8();
};

namespace {

graph::Graph graphOf(const std::vector<std::uint32_t> &windows, std::uint32_t width = 64)
{
    graph::Graph graph;
    for (const std::uint32_t window : windows)
        graph.kvLayers.push_back({ 1, width, width, window });
    return graph;
}

} // namespace

void KvWindowTest::aWindowKeepsItselfAndAChunk()
{
    ExecutorOptions options;
    options.contextLength = 1000;
    options.chunkLength = 50;
    QCOMPARE(kvPositions({ 1, 64, 64, 0 }, options), 1000U);
    QCOMPARE(kvPositions({ 1, 64, 64, 100 }, options), 149U);
    QCOMPARE(kvPositions({ 1, 64, 64, 960 }, options), 1000U); // no more than the context
    QCOMPARE(kvPositions({ 1, 64, 64, 1 }, options), 50U);
    options.chunkLength = 5000;
    QCOMPARE(kvPositions({ 1, 64, 64, 0xffffffff }, options), 1000U);
}

void KvWindowTest::whatIsOverwrittenCannotBeGoneOnFrom()
{
    KvReach reach(graphOf({ 0, 10 }), { 100, 14 });
    QCOMPARE(reach.oldestPosition(), 0U);
    reach.advance(0, 14);
    QCOMPARE(reach.oldestPosition(), 0U);
    QVERIFY(reach.check(3));
    reach.advance(14, 15); // position 0 is gone; 10 sees 1 to 10, 9 would see it
    QCOMPARE(reach.oldestPosition(), 10U);
    QVERIFY(reach.check(10));
    QVERIFY(!reach.check(9));
    QVERIFY(reach.check(9).error().code == ErrorCode::InvalidArgument);
    QVERIFY(reach.check(0));
    reach.advance(15, 40);
    QCOMPARE(reach.oldestPosition(), 35U);
    reach.advance(35, 36); // going back brings nothing back
    QCOMPARE(reach.oldestPosition(), 35U);
    reach.advance(0, 5);
    QCOMPARE(reach.oldestPosition(), 0U);
}

void KvWindowTest::withoutWindowsNothingIsForgotten()
{
    KvReach reach(graphOf({ 0, 0 }), { 100, 100 });
    reach.advance(0, 100);
    QCOMPARE(reach.oldestPosition(), 0U);
    QVERIFY(reach.check(1));
    QVERIFY(KvReach().check(7));
}

void KvWindowTest::theNarrowestReachCounts()
{
    KvReach reach(graphOf({ 10, 30, 10 }), { 20, 33, 20 });
    reach.advance(0, 50);
    QCOMPARE(reach.oldestPosition(), 17U + 29U);
}

void KvWindowTest::bytesAndNamesOfCacheTypes()
{
    QCOMPARE(kvBytes(KvType::F32, 64), std::uint64_t { 256 });
    QCOMPARE(kvBytes(KvType::F16, 64), std::uint64_t { 128 });
    QCOMPARE(kvBytes(KvType::Q8_0, 64), std::uint64_t { 68 });
    for (const KvType type : { KvType::F32, KvType::F16, KvType::Q8_0 })
        QVERIFY(parseKvType(toString(type)) == type);
    QVERIFY(!parseKvType("q4_0"));
}

void KvWindowTest::headsOfOtherWidthsCannotBeQ8()
{
    QVERIFY(checkKvType(graphOf({ 0 }, 96), KvType::Q8_0));
    QVERIFY(checkKvType(graphOf({ 0 }, 80), KvType::F16));
    const auto refused = checkKvType(graphOf({ 0 }, 80), KvType::Q8_0);
    QVERIFY(!refused);
    QVERIFY(refused.error().code == ErrorCode::Unsupported);
    QVERIFY(refused.error().arg("detail").find("80") != std::string_view::npos);
}

QTEST_GUILESS_MAIN(KvWindowTest)
#include "tst_kv_window.moc"
