// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/options.h"
#include "tests/app/app_test.h"

using namespace maru;

class TestOptions : public QObject
{
    Q_OBJECT

private slots:
    void all_options_of_the_contract_are_read()
    {
        const auto options
            = parseOptions({ QStringLiteral("--data-dir"), QStringLiteral("/d"), QStringLiteral("--model=/m=1.gguf"),
                QStringLiteral("--device"), QStringLiteral("vulkan:1"), QStringLiteral("--engine=fake"),
                QStringLiteral("--threads=3"), QStringLiteral("--prompt"), QStringLiteral("--hello"),
                QStringLiteral("--screenshot"), QStringLiteral("s.png"), QStringLiteral("--exit-after-reply") });
        VERIFY_OK(options);
        QCOMPARE(options->app.dataDir, QStringLiteral("/d"));
        QCOMPARE(options->app.modelPath, QStringLiteral("/m=1.gguf"));
        QCOMPARE(options->app.device, QStringLiteral("vulkan:1"));
        QCOMPARE(options->app.engine, EngineKind::Fake);
        QCOMPARE(options->app.threads, 3);
        QCOMPARE(options->prompt, QStringLiteral("--hello"));
        QCOMPARE(options->screenshot, QStringLiteral("s.png"));
        QVERIFY(options->exitAfterReply);
        VERIFY_OK(parseOptions({}));
    }

    void wrong_usage_is_named_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("reason");
        QTest::addRow("unknown") << QStringList { QStringLiteral("--frob") } << static_cast<int>(Reason::BadOption);
        QTest::addRow("stray") << QStringList { QStringLiteral("word") } << static_cast<int>(Reason::BadOption);
        QTest::addRow("no value") << QStringList { QStringLiteral("--model") } << static_cast<int>(Reason::BadOption);
        QTest::addRow("device") << QStringList { QStringLiteral("--device=gpu") }
                                << static_cast<int>(Reason::BadOption);
        QTest::addRow("engine") << QStringList { QStringLiteral("--engine=other") }
                                << static_cast<int>(Reason::BadOption);
        for (const char *number : { "0", "-1", "2000", "two", "" })
            QTest::addRow("threads '%s'", number)
                << QStringList { QStringLiteral("--threads=") + QLatin1String(number) }
                << static_cast<int>(Reason::BadOption);
        QTest::addRow("language") << QStringList { QStringLiteral("--language"), QStringLiteral("xx") }
                                  << static_cast<int>(Reason::BadOption);
    }

    void wrong_usage_is_named()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, reason);
        const auto options = parseOptions(arguments);
        QVERIFY(!options.has_value());
        QCOMPARE(static_cast<int>(options.error().reason), reason);
    }

    void every_option_is_in_the_help()
    {
        for (const char *name : { "--data-dir", "--model", "--device", "--threads", "--engine", "--language",
                 "--prompt", "--screenshot", "--exit-after-reply" })
            QVERIFY(helpText().contains(QLatin1String(name)));
    }
};

QTEST_GUILESS_MAIN(TestOptions)
#include "tst_options.moc"
