// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/fake_tools.h"
#include "app/engine/real_tools.h"
#include "app/library/fit_question.h"
#include "app/library/fit_service.h"
#include "app/library/quantize_controller.h"
#include "app/network/network_gate.h"
#include "inference/runtime/check_up.h"
#include "tests/support/lying_server.h"
#include "tests/support/verify_ok.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace maru;

namespace {

constexpr double kGigabyte = 1e9;

/// After its next look another device is the one that would be chosen.
struct TurningTools : FakeTools
{
    bool refresh() override
    {
        setDevice(QStringLiteral("cpu"));
        return false;
    }
};

} // namespace

class TestFitService : public QObject
{
    Q_OBJECT

private slots:
    void the_slider_changes_every_answer_at_once()
    {
        FakeTools tools;
        FitService service(&tools, nullptr);
        FitQuestion question;
        question.setService(&service);
        question.setByteCount(6.5 * kGigabyte);
        QTRY_COMPARE(question.verdict(), FitQuestion::Fits);
        QVERIFY(question.text().startsWith(QStringLiteral("Runs on Fake device with 8k context")));
        QVERIFY(question.text().contains(QStringLiteral("tokens a second")));
        QVERIFY(question.text().contains(QStringLiteral("estimate")));
        service.setContext(32768); // 3.3 GB of cache
        QCOMPARE(question.verdict(), FitQuestion::Partly);
        QVERIFY(question.text().contains(QStringLiteral("layers on Fake device")));
        service.setContext(131072);
        QCOMPARE(question.verdict(), FitQuestion::Partly);
        question.setContextLength(4096); // it was not trained for more
        QTRY_COMPARE(question.verdict(), FitQuestion::Fits);
        question.setByteCount(40 * kGigabyte);
        QTRY_COMPARE(question.verdict(), FitQuestion::TooLarge);
        QVERIFY(question.text().startsWith(QStringLiteral("Needs")));
    }

    void steps_of_the_slider_are_contexts_people_know()
    {
        FakeTools tools;
        FitService service(&tools, nullptr);
        QSignalSpy changed(&service, &FitService::contextChanged);
        for (int step = 0; step < service.contextSteps(); ++step) {
            service.setContextStep(step);
            QCOMPARE(service.contextStep(), step);
        }
        QCOMPARE(changed.count(), service.contextSteps());
        QCOMPARE(service.contextText(), QStringLiteral("128k"));
        service.setContextStep(-5);
        QCOMPARE(service.context(), 1024);
    }

    void another_device_gives_other_answers()
    {
        FakeTools tools;
        FitService service(&tools, nullptr);
        FitQuestion question;
        question.setService(&service);
        question.setByteCount(2 * kGigabyte);
        QTRY_COMPARE(question.verdict(), FitQuestion::Fits);
        service.setDevice(QStringLiteral("cpu"));
        QTRY_COMPARE(question.verdict(), FitQuestion::OnProcessor);
    }

    void what_the_loaded_model_would_give_back_counts_as_free()
    {
        RealTools tools({}, std::make_shared<runtime::CheckUpStore>(std::filesystem::path()));
        tools.setDevice(QStringLiteral("cpu"));
        RoughModel huge;
        huge.byteCount = qint64(1) << 50;
        const auto fit = tools.fitAbout(huge);
        VERIFY_OK(fit);
        const qint64 before = (*fit)(1024).missing;
        constexpr qint64 kHeld = qint64(1) << 40; // far more than what others take and give back meanwhile
        tools.setHeld({ {}, kHeld, 0 });
        QVERIFY(tools.refresh());
        const qint64 freed = before - (*fit)(1024).missing;
        QVERIFY2(std::abs(freed - kHeld) < kHeld / 10, qPrintable(QString::number(freed)));
        tools.setHeld({});
        tools.refresh();
        QVERIFY(std::abs(before - (*fit)(1024).missing) < kHeld / 10);
    }

    void a_check_up_that_changes_the_device_changes_every_answer()
    {
        TurningTools tools;
        FitService service(&tools, nullptr);
        FitQuestion question;
        question.setService(&service);
        question.setByteCount(2 * kGigabyte);
        QTRY_COMPARE(question.verdict(), FitQuestion::Fits);
        service.refresh(); // what DevicesController::checked() leads to
        QTRY_COMPARE(question.verdict(), FitQuestion::OnProcessor);
    }

    void a_file_that_changed_is_looked_at_again()
    {
        FakeTools tools;
        FitService service(&tools, nullptr);
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("a.gguf")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(1000));
        file.close();
        QTRY_VERIFY(service.ofFile(file.fileName()));
        const auto bytes = [&] { return (**service.ofFile(file.fileName()))(1024).byteCount; };
        const qint64 before = bytes();
        QVERIFY(file.resize(5000));
        service.refresh();
        QTRY_VERIFY(service.ofFile(file.fileName()) && bytes() == before + 4000);
    }

    void all_parts_of_a_split_model_count()
    {
        test::LyingServer server;
        server.serve("/m-00001-of-00002.gguf", QByteArray(3'000'000, 'a'));
        server.serve("/m-00002-of-00002.gguf", QByteArray(5'000'000, 'b'));
        NetworkGate gate;
        FakeTools tools;
        FitService service(&tools, &gate);
        const QList<QUrl> urls { server.url(QStringLiteral("/m-00001-of-00002.gguf")),
            server.url(QStringLiteral("/m-00002-of-00002.gguf")) };
        FitQuestion question;
        question.setService(&service);
        question.setUrls(urls);
        QVERIFY(!question.isReading() && server.requests().isEmpty()); // not before it is asked for
        question.setExact(true);
        QTRY_COMPARE(question.verdict(), FitQuestion::Fits);
        QCOMPARE((**service.ofUrls(urls, false))(1024).byteCount, 8'000'000 + 1024 * FakeTools::kBytesPerToken);
        QVERIFY(!question.text().contains(QStringLiteral("estimate")));
        for (const test::LyingServer::Request &request : server.requests())
            QVERIFY(request.last - request.first < 3'000'000); // headers, never the whole
    }

    void a_part_that_is_not_there_says_so()
    {
        test::LyingServer server;
        server.serve("/m-00001-of-00002.gguf", QByteArray(3'000'000, 'a'));
        NetworkGate gate;
        FakeTools tools;
        FitService service(&tools, &gate);
        FitQuestion question;
        question.setService(&service);
        question.setUrls({ server.url(QStringLiteral("/m-00001-of-00002.gguf")),
            server.url(QStringLiteral("/m-00002-of-00002.gguf")) });
        question.setExact(true);
        QTRY_VERIFY(!question.isReading() && !question.text().isEmpty());
        QCOMPARE(question.verdict(), FitQuestion::Unknown);
    }

    void the_token_of_a_gated_header_goes_to_the_hub_alone()
    {
        test::LyingServer hub;
        test::LyingServer store;
        test::LyingServer other;
        store.serve("/file", QByteArray(300'000, 'a'));
        other.serve("/elsewhere.gguf", QByteArray(300'000, 'a'));
        hub.setLie([&](const test::LyingServer::Request &request, test::LyingServer::Reply &reply) {
            reply = {};
            const bool isKnown = request.headers.value("authorization") == "Bearer secret";
            reply.status = isKnown ? 302 : 401;
            if (isKnown)
                reply.setHeader("Location", store.url(QStringLiteral("/file")).toEncoded());
            reply.setHeader("Content-Length", "0");
        });
        NetworkGate gate;
        FakeTools tools;
        FitService service(&tools, &gate);
        FitQuestion gated;
        gated.setService(&service);
        gated.setUrls({ hub.url(QStringLiteral("/gated.gguf")) });
        gated.setExact(true);
        QTRY_VERIFY(!gated.isReading() && !gated.text().isEmpty());
        QCOMPARE(gated.verdict(), FitQuestion::Unknown);
        service.setToken(hub.url({}), "secret"); // it is asked again by itself
        QTRY_COMPARE(gated.verdict(), FitQuestion::Fits);

        FitQuestion elsewhere;
        elsewhere.setService(&service);
        elsewhere.setUrls({ other.url(QStringLiteral("/elsewhere.gguf")) });
        elsewhere.setExact(true);
        QTRY_COMPARE(elsewhere.verdict(), FitQuestion::Fits);
        for (const auto &requests : { store.requests(), other.requests() }) {
            QVERIFY(!requests.isEmpty());
            for (const test::LyingServer::Request &request : requests)
                QVERIFY(!request.headers.contains("authorization"));
        }
    }

    void a_file_that_cannot_be_read_says_why()
    {
        RealTools tools({}, std::make_shared<runtime::CheckUpStore>(std::filesystem::path()));
        tools.setDevice(QStringLiteral("cpu"));
        FitService service(&tools, nullptr);
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("bad.gguf")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no model") > 0);
        file.close();
        FitQuestion question;
        question.setService(&service);
        question.setPath(file.fileName());
        QTRY_VERIFY(!question.isReading() && question.text().contains(QStringLiteral("not a model")));
        QCOMPARE(question.verdict(), FitQuestion::Unknown);
    }

    void the_real_tools_know_a_file_and_its_head_alike()
    {
        RealTools tools({}, std::make_shared<runtime::CheckUpStore>(std::filesystem::path()));
        tools.setDevice(QStringLiteral("cpu"));
        const QString path = QStringLiteral(MARU_TEST_DATA "/families/qwen3.gguf");
        const auto whole = tools.fit(path);
        VERIFY_OK(whole);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        ModelHead head { QStringLiteral("qwen3.gguf"), file.read(1000), file.size() };
        const auto tooShort = tools.fitOfHeads({ head });
        QVERIFY(!tooShort);
        QCOMPARE(tooShort.error().reason, Reason::GgufTruncated);
        head.bytes += file.readAll();
        const auto fit = tools.fitOfHeads({ head });
        VERIFY_OK(fit);
        QCOMPARE((*fit)(1024).byteCount, (*whole)(1024).byteCount);
        QVERIFY((*fit)(1024).where == FitAnswer::Where::Processor);
    }

    void what_most_people_take_is_chosen_where_there_is_no_graphics_device()
    {
        FakeTools tools;
        tools.setDevice(QStringLiteral("cpu"));
        FitService service(&tools, nullptr);
        QuantizeController quantizer(&tools, &service, {});
        quantizer.open(QStringLiteral("fake:model"), QStringLiteral("Model"), true);
        QTRY_VERIFY(quantizer.chosen() >= 0);
        QCOMPARE(quantizer.fittingRow(), -1);
        QCOMPARE(quantizer.index(quantizer.chosen()).data(QuantizeController::NameRole).toString(),
            QStringLiteral("Q4_K_M"));
    }

    void a_report_has_everything_and_says_what_is_refused()
    {
        RealTools tools({}, std::make_shared<runtime::CheckUpStore>(std::filesystem::path()));
        const ModelReport report = tools.report(QStringLiteral(MARU_TEST_DATA "/families/llama.gguf"));
        QVERIFY(!report.problem);
        QVERIFY(report.facts.size() > 8);
        QVERIFY(!report.tensors.isEmpty());
        const ModelReport missing = tools.report(QStringLiteral("/nowhere.gguf"));
        QVERIFY(missing.problem.has_value());
        QVERIFY(missing.facts.isEmpty());
    }

    void a_model_of_floats_can_be_made_smaller()
    {
        RealTools tools({}, std::make_shared<runtime::CheckUpStore>(std::filesystem::path()));
        tools.setDevice(QStringLiteral("cpu"));
        const QString path = QStringLiteral(MARU_TEST_DATA "/families/llama.gguf");
        const auto targets = tools.targets(path);
        VERIFY_OK(targets);
        QVERIFY(!targets->isEmpty());
        for (qsizetype i = 1; i < targets->size(); ++i)
            QVERIFY(targets->at(i).byteCount <= targets->at(i - 1).byteCount);
        const QTemporaryDir folder;
        const QString out = folder.filePath(QStringLiteral("small.gguf"));
        VERIFY_OK(tools.quantize(path, out, targets->constFirst().name, [](qint64, qint64) {}, {}));
        QVERIFY(std::abs(QFile(out).size() - targets->constFirst().byteCount) < 1024); // metadata is written anew
        // What has lost its digits is not cut again, and the page says so instead of listing formats.
        const QString small4 = folder.filePath(QStringLiteral("small4.gguf"));
        VERIFY_OK(tools.quantize(path, small4, QStringLiteral("Q4_0"), [](qint64, qint64) {}, {}));
        const auto again = tools.targets(small4);
        QVERIFY(!again);
        QCOMPARE(again.error().reason, Reason::AlreadyQuantized);
        std::stop_source stop;
        stop.request_stop();
        const auto stopped = tools.quantize(
            path, folder.filePath(QStringLiteral("b.gguf")), QStringLiteral("Q8_0"), [](qint64, qint64) {},
            stop.get_token());
        QVERIFY(!stopped);
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("b.gguf"))));
    }
};

QTEST_GUILESS_MAIN(TestFitService)
#include "tst_fit_service.moc"
