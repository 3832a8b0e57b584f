// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/code_file.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace maru;

class TstCodeFile : public QObject
{
    Q_OBJECT

private slots:
    void namesFollowTheLanguage()
    {
        QCOMPARE(codeFileName(QStringLiteral("Python")), QStringLiteral("code.py"));
        QCOMPARE(codeFileName(QStringLiteral("c++")), QStringLiteral("code.cpp"));
        QCOMPARE(codeFileName(QStringLiteral("json")), QStringLiteral("code.json"));
        QCOMPARE(codeFileName(QStringLiteral("dockerfile")), QStringLiteral("Dockerfile"));
        QCOMPARE(codeFileName(QStringLiteral("make")), QStringLiteral("Makefile"));
        QCOMPARE(codeFileName(QString()), QStringLiteral("code.txt"));
    }

    void aLanguageCannotNameAPath()
    {
        for (const char *language : { "../../.bashrc", "/etc/passwd", "a/b", "exe", "desktop", "x\ny" })
            QCOMPARE(codeFileName(QString::fromLatin1(language)), QStringLiteral("code.txt"));
    }

    void codeIsSavedWithALineBreakAtItsEnd()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.py"));
        QCOMPARE(saveCode(path, QStringLiteral("x = 1\n\ny = '\uac00'")), QString());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()), QStringLiteral("x = 1\n\ny = '\uac00'\n"));
    }

    void whatGoesWrongIsSaid()
    {
        QVERIFY(!saveCode(QStringLiteral("/nonexistent/a.py"), QStringLiteral("x")).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TstCodeFile)
#include "tst_code_file.moc"
