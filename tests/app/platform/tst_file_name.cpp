// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/file_name.h"
#include "tests/support/verify_ok.h"

#include <QTest>

using namespace maru;

class TestFileName : public QObject
{
    Q_OBJECT

private slots:
    void good_names_stay_as_they_are_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : { "model.gguf", "DeepSeek-R1-Distill-Qwen-7B-Q4_K_M.gguf", "a-00001-of-00003.gguf",
                 "Model (copy) [2] v1.5+x.GGUF", "한국어 모델.gguf", "日本語モデル.gguf", "modèle-é.gguf",
                 "console.gguf", "com10.gguf", "nullable.gguf" })
            QTest::newRow(name) << QString::fromUtf8(name);
    }

    void good_names_stay_as_they_are()
    {
        QFETCH(QString, name);
        const Result<QString> safe = safeFileName(name);
        VERIFY_OK(safe);
        QCOMPARE(*safe, name);
    }

    void hostile_names_are_refused_data()
    {
        QTest::addColumn<QString>("name");
        const auto row = [](const char *what, const QString &name) { QTest::newRow(what) << name; };
        row("nothing", {});
        row("a dot", QStringLiteral("."));
        row("the folder above", QStringLiteral(".."));
        row("above", QStringLiteral("../model.gguf"));
        row("far above", QStringLiteral("../../../../home/user/.bashrc.gguf"));
        row("inside", QStringLiteral("a/../../model.gguf"));
        row("absolute", QStringLiteral("/etc/cron.d/model.gguf"));
        row("a folder", QStringLiteral("folder/model.gguf"));
        row("backslash", QStringLiteral("..\\model.gguf"));
        row("Windows path", QStringLiteral("C:\\Windows\\model.gguf"));
        row("drive", QStringLiteral("C:model.gguf"));
        row("stream", QStringLiteral("model.gguf:hidden.gguf"));
        row("UNC", QStringLiteral("\\\\server\\share\\model.gguf"));
        row("home", QStringLiteral("~root.gguf"));
        row("hidden", QStringLiteral(".model.gguf"));
        row("a NUL inside", QStringLiteral("model.gguf") + QChar(0) + QStringLiteral(".gguf"));
        row("a line break", QStringLiteral("model\n.gguf"));
        row("an escape", QStringLiteral("model\x1b[31m.gguf"));
        row("a tab", QStringLiteral("model\t.gguf"));
        row("space at the end", QStringLiteral("model.gguf "));
        row("dot at the end", QStringLiteral("model.gguf."));
        row("space in front", QStringLiteral(" model.gguf"));
        row("looks like an option", QStringLiteral("-rf.gguf"));
        row("CON", QStringLiteral("CON.gguf"));
        row("nul in small letters", QStringLiteral("nul.gguf"));
        row("COM1", QStringLiteral("com1.q4.gguf"));
        row("LPT9 and a space", QStringLiteral("LPT9 .gguf"));
        row("star", QStringLiteral("*.gguf"));
        row("question mark", QStringLiteral("model?.gguf"));
        row("quote", QStringLiteral("model\".gguf"));
        row("pipe", QStringLiteral("model|sh.gguf"));
        row("dollar", QStringLiteral("$(id).gguf"));
        row("percent", QStringLiteral("%2e%2e%2fmodel.gguf"));
        row("another ending", QStringLiteral("model.sh"));
        row("two endings", QStringLiteral("model.gguf.desktop"));
        row("right to left", QStringLiteral("model\u202egguf.sh.gguf"));
        row("no width", QStringLiteral("mod\u200bel.gguf"));
        row("byte order mark", QStringLiteral("\ufeffmodel.gguf"));
        row("wide slash", QStringLiteral("a\uff0fmodel.gguf"));
        row("division slash", QStringLiteral("a\u2215model.gguf"));
        row("fraction slash", QStringLiteral("a\u2044model.gguf"));
        row("one-dot leaders", QStringLiteral("\u2024\u2024model.gguf"));
        row("wide letters", QStringLiteral("\uff4dodel.gguf"));
        row("composed otherwise", QStringLiteral("mode\u0301le.gguf"));
        row("a filler nobody sees", QStringLiteral("model\u3164.gguf"));
        row("half a pair", QStringLiteral("model") + QChar(0xd800) + QStringLiteral(".gguf"));
        row("no character", QStringLiteral("model\uffff.gguf"));
        row("private use", QStringLiteral("model\ue000.gguf"));
        row("a picture", QString::fromUtf8("model\xf0\x9f\x98\x80.gguf"));
        row("too long", QString(196, u'a') + QStringLiteral(".gguf"));
        row("too long in bytes", QString(80, QChar(0xac00)) + QStringLiteral(".gguf"));
    }

    void hostile_names_are_refused()
    {
        QFETCH(QString, name);
        const Result<QString> safe = safeFileName(name);
        QVERIFY(!safe);
        QCOMPARE(static_cast<int>(safe.error().reason), static_cast<int>(Reason::BadName));
        const QString shown = QString::fromStdString(std::string(safe.error().arg("name")));
        for (const QChar character : shown)
            QVERIFY(character.isPrint());
    }
};

QTEST_GUILESS_MAIN(TestFileName)
#include "tst_file_name.moc"
