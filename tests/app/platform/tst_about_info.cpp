// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/about_info.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTest>

using namespace maru;

class TestAboutInfo : public QObject
{
    Q_OBJECT

private slots:
    void everything_has_a_licence()
    {
        const AboutInfo info;
        QVERIFY(!info.parts().isEmpty());
        for (const QVariant &part : info.parts()) {
            for (const char *field : { "name", "licence", "use" })
                QVERIFY(!part.toMap().value(field).toString().isEmpty());
        }
    }

    void a_report_gets_version_and_system()
    {
        QCoreApplication::setApplicationVersion("9.8.7");
        const AboutInfo info;
        info.copy();
        const QString text = QGuiApplication::clipboard()->text();
        QVERIFY(text.startsWith("Maru 9.8.7"));
        QVERIFY(text.contains(QString::fromLatin1(qVersion())));
    }
};

QTEST_MAIN(TestAboutInfo)
#include "tst_about_info.moc"
