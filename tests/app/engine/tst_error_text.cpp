// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/domain/message.h"
#include "app/engine/error_text.h"

#include <QSet>
#include <QTest>

using namespace maru;

namespace {

Error errorOf(int reason)
{
    Error error;
    error.reason = static_cast<Reason>(reason);
    error.message = "for the log only";
    for (const char *name : { "path", "detail", "version", "parts", "family", "type", "tensor", "key", "name", "line",
             "limit", "device", "index", "option", "host", "status" })
        error.args.push_back({ name, std::string("<") + name + ">" });
    error.args.push_back({ "needed", "6200000000" });
    error.args.push_back({ "free", "4000000000" });
    error.args.push_back({ "context", "4096" });
    return error;
}

} // namespace

class TestErrorText : public QObject
{
    Q_OBJECT

private slots:
    void every_reason_has_a_sentence_of_its_own()
    {
        QSet<QString> seen;
        for (int reason = 1; reason < kReasonCount; ++reason) {
            const ErrorText text = errorText(errorOf(reason));
            QVERIFY2(!text.text.contains(QStringLiteral("for the log only")), qPrintable(QString::number(reason)));
            QVERIFY2(!text.text.contains(u'%'), qPrintable(text.text));
            QVERIFY2(text.text.endsWith(u'.'), qPrintable(text.text));
            // What happened, and what to do.
            QVERIFY2(text.text.count(QStringLiteral(". ")) + text.text.count(QStringLiteral("; ")) >= 1,
                qPrintable(text.text));
            QCOMPARE(text.action == ErrorAction::None, text.actionText.isEmpty());
            seen.insert(text.text);
        }
        // The template's syntax and run-time errors share one.
        QCOMPARE(seen.size(), kReasonCount - 2);
    }

    void sizes_are_written_for_people()
    {
        const QString text = errorText(errorOf(static_cast<int>(Reason::HostMemory))).text;
        QVERIFY2(text.contains(QStringLiteral("6.2")) && text.contains(QStringLiteral("4.0"))
                && text.contains(QStringLiteral("GB")),
            qPrintable(text));
    }

    void a_model_that_is_too_large_says_what_would_fit()
    {
        Error error { ErrorCode::OutOfMemory, Reason::DeviceMemory,
            { { "needed", "6200000000" }, { "free", "4000000000" }, { "missing", "2200000000" }, { "device", "Card" },
                { "gpu_layers", "12" }, { "context", "2048" }, { "kv", "q8_0" }, { "quantization", "Q4_K_M" } },
            {} };
        const QString text = errorText(error).text;
        for (const char *part : { "Card", "2.2", "12 layers", "2048 tokens", "q8_0", "Q4_K_M" })
            QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
        error.args.resize(4);
        QVERIFY(errorText(error).text.contains(QStringLiteral("smaller model")));
    }

    void an_error_without_a_reason_shows_its_message()
    {
        QVERIFY(errorText(Error { ErrorCode::Io, Reason::Unspecified, {}, "the cause" })
                    .text.contains(QStringLiteral("the cause")));
        QVERIFY(!errorText(Error {}).text.isEmpty());
    }

    void a_lost_device_offers_the_processor()
    {
        const ErrorText text = errorText(errorOf(static_cast<int>(Reason::DeviceLost)));
        QCOMPARE(text.action, ErrorAction::UseProcessor);
        QCOMPARE(text.actionText, QStringLiteral("Use the processor"));
        QVERIFY(text.text.startsWith(QStringLiteral("<device>")));
    }

    void an_error_survives_the_store()
    {
        const Error error = errorOf(static_cast<int>(Reason::BadTensor));
        const Error back = errorFromJson(errorToJson(error));
        QCOMPARE(errorText(back).text, errorText(error).text);
        QCOMPARE(errorFromJson("nonsense").reason, Reason::Unspecified);
        QCOMPARE(errorFromJson("{\"reason\": 5000}").reason, Reason::Unspecified);
    }
};

QTEST_GUILESS_MAIN(TestErrorText)
#include "tst_error_text.moc"
