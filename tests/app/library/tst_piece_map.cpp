// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/piece_map.h"

#include <QTest>

using namespace maru;

class TestPieceMap : public QObject
{
    Q_OBJECT

private slots:
    void the_last_piece_is_shorter()
    {
        PieceMap map(250, 100);
        QCOMPARE(map.count(), 3);
        QCOMPARE(map.length(1), 100);
        QCOMPARE(map.length(2), 50);
        map.add(2, 50);
        QVERIFY(map.isWhole(2));
        QVERIFY(!map.isAllWhole());
        map.add(0, 100);
        map.add(1, 100);
        QVERIFY(map.isAllWhole());
        map.drop(1);
        QCOMPARE(map.total(), 150);
    }

    void it_comes_back_from_json()
    {
        PieceMap map(250, 100);
        map.add(0, 100);
        map.add(1, 33);
        const PieceMap same = PieceMap::restored(250, 100, map.toJson());
        QCOMPARE(same.total(), 133);
        QCOMPARE(same.received(1), 33);
    }

    void json_that_does_not_fit_is_nothing()
    {
        QVERIFY(PieceMap::restored(250, 100, { 1, 2 }).isNull());
        QVERIFY(PieceMap::restored(0, 100, {}).isNull());
        QVERIFY(PieceMap::restored(250, 0, { 1, 2, 3 }).isNull());
        QVERIFY(PieceMap::restored(-5, -1, { 1 }).isNull());
        const PieceMap map = PieceMap::restored(250, 100, { -7, 1e9, QStringLiteral("x") });
        QCOMPARE(map.received(0), 0);
        QCOMPARE(map.received(1), 100);
        QCOMPARE(map.received(2), 0);
    }
};

QTEST_GUILESS_MAIN(TestPieceMap)
#include "tst_piece_map.moc"
