// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/window_geometry.h"

#include <QSignalSpy>
#include <QTest>
#include <QWindow>

using namespace maru;

class TestWindowGeometry : public QObject
{
    Q_OBJECT

private slots:
    void it_fits_on_a_screen_data()
    {
        QTest::addColumn<QRect>("wanted");
        QTest::addColumn<QRect>("fitted");
        QTest::newRow("as it is") << QRect(100, 50, 800, 600) << QRect(100, 50, 800, 600);
        QTest::newRow("on the second screen") << QRect(2100, 50, 800, 600) << QRect(2100, 50, 800, 600);
        QTest::newRow("between both") << QRect(1800, 50, 800, 600) << QRect(1920, 50, 800, 600);
        QTest::newRow("on a screen that is gone") << QRect(-3000, -2000, 800, 600) << QRect(0, 0, 800, 600);
        QTest::newRow("below the edge") << QRect(100, 1000, 800, 600) << QRect(100, 480, 800, 600);
        QTest::newRow("too large") << QRect(0, 0, 9000, 9000) << QRect(0, 0, 1920, 1080);
    }

    void it_fits_on_a_screen()
    {
        QFETCH(const QRect, wanted);
        QFETCH(const QRect, fitted);
        QCOMPARE(WindowGeometry::fitted(wanted, { QRect(0, 0, 1920, 1080), QRect(1920, 0, 1280, 1024) }), fitted);
        QCOMPARE(WindowGeometry::fitted(wanted, {}), wanted);
    }

    void a_window_comes_back_where_it_was()
    {
        QByteArray saved;
        {
            QWindow window;
            WindowGeometry geometry(&window, {});
            connect(&geometry, &WindowGeometry::changed, [&saved](const QByteArray &text) { saved = text; });
            window.setGeometry(50, 60, 400, 300);
            window.show();
            QVERIFY(QTest::qWaitForWindowExposed(&window));
            geometry.finish();
        }
        QCOMPARE(saved, "50 60 400 300 0");
        QWindow window;
        WindowGeometry geometry(&window, saved);
        QCOMPARE(window.geometry(), QRect(50, 60, 400, 300));
    }

    void a_maximised_one_remembers_both()
    {
        QByteArray saved;
        QWindow window;
        WindowGeometry geometry(&window, {});
        connect(&geometry, &WindowGeometry::changed, [&saved](const QByteArray &text) { saved = text; });
        window.setGeometry(50, 60, 400, 300);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.showMaximized();
        QTRY_COMPARE(saved, "50 60 400 300 1");
    }

    void nonsense_is_nothing()
    {
        QWindow window;
        window.setGeometry(10, 20, 300, 200);
        WindowGeometry geometry(&window, "1 2 three 4 5");
        QCOMPARE(window.geometry(), QRect(10, 20, 300, 200));
    }
};

QTEST_MAIN(TestWindowGeometry)
#include "tst_window_geometry.moc"
