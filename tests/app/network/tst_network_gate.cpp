// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/network/http_exchange.h"
#include "app/network/network_gate.h"
#include "app/network/range_reader.h"
#include "app/network/refused_network.h"
#include "tests/support/lying_server.h"
#include "tests/support/verify_ok.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QSignalSpy>
#include <QTest>

#include <memory>
#include <optional>

using namespace maru;
using namespace maru::test;

class TestNetworkGate : public QObject
{
    Q_OBJECT

private:
    /// Null: the time was up.
    std::unique_ptr<Result<HttpAnswer>> fetch(NetworkGate &gate, const HttpRequest &request)
    {
        std::unique_ptr<Result<HttpAnswer>> answer;
        gate.fetch(this, request,
            [&](const Result<HttpAnswer> &result) { answer = std::make_unique<Result<HttpAnswer>>(result); });
        (void)QTest::qWaitFor([&] { return answer != nullptr; });
        return answer;
    }

    static HttpRequest ask(const QUrl &url)
    {
        HttpRequest request;
        request.url = url;
        request.reason = QStringLiteral("a test");
        return request;
    }

private slots:
    void every_request_is_told()
    {
        LyingServer server;
        server.serve("/list", "hello");
        NetworkGate gate;
        QList<RequestRecord> told;
        connect(&gate, &NetworkGate::requestMade, this, [&](const RequestRecord &record) { told.append(record); });
        const auto answer = fetch(gate, ask(server.url(QStringLiteral("/list"))));
        QVERIFY(answer);
        VERIFY_OK(*answer);
        QCOMPARE((*answer)->body, QByteArray("hello"));
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.at(0).host, QStringLiteral("127.0.0.1"));
        QCOMPARE(told.at(0).reason, QStringLiteral("a test"));
        QCOMPARE(told.at(0).bytes, 5);
        QCOMPARE(told.at(0).status, 200);
        QVERIFY(told.at(0).time > 0);
    }

    void offline_refuses_everything_and_says_so()
    {
        LyingServer server;
        server.serve("/list", "hello");
        NetworkGate gate;
        QList<RequestRecord> told;
        connect(&gate, &NetworkGate::requestMade, this, [&](const RequestRecord &record) { told.append(record); });
        gate.setOffline(true);
        const auto answer = fetch(gate, ask(server.url(QStringLiteral("/list"))));
        QVERIFY(answer && !*answer);
        QCOMPARE(static_cast<int>(answer->error().reason), static_cast<int>(Reason::Offline));
        QVERIFY(server.requests().isEmpty());
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.at(0).status, -1);
        gate.setOffline(false);
        VERIFY_OK(*fetch(gate, ask(server.url(QStringLiteral("/list")))));
    }

    void going_offline_ends_what_is_open()
    {
        LyingServer server;
        server.serve("/list", QByteArray(100000, 'x'));
        server.setLie([](const LyingServer::Request &, LyingServer::Reply &reply) { reply.stallAfter = 1000; });
        NetworkGate gate;
        std::optional<Result<HttpAnswer>> answer;
        gate.fetch(this, ask(server.url(QStringLiteral("/list"))), [&](const Result<HttpAnswer> &r) { answer = r; });
        QTRY_COMPARE(server.requests().size(), 1);
        gate.setOffline(true);
        QTRY_VERIFY(answer.has_value());
        QVERIFY(!*answer);
        QCOMPARE(static_cast<int>(answer->error().reason), static_cast<int>(Reason::Offline));
    }

    void a_token_goes_to_no_other_server()
    {
        LyingServer hub;
        LyingServer other;
        other.serve("/file", "content");
        hub.setLie([&](const LyingServer::Request &, LyingServer::Reply &reply) {
            reply = {};
            reply.status = 302;
            reply.setHeader("Location", other.url(QStringLiteral("/file")).toEncoded());
            reply.setHeader("Content-Length", "0");
        });
        NetworkGate gate;
        HttpRequest request = ask(hub.url(QStringLiteral("/file")));
        request.token = "secret";
        const auto answer = fetch(gate, request);
        QVERIFY(answer);
        VERIFY_OK(*answer);
        QCOMPARE(hub.requests().at(0).headers.value("authorization"), QByteArray("Bearer secret"));
        QVERIFY(!other.requests().at(0).headers.contains("authorization"));
        QVERIFY(!other.requests().at(0).headers.contains("referer"));
        QVERIFY(!other.requests().at(0).headers.contains("cookie"));
    }

    void cookies_are_not_kept()
    {
        LyingServer server;
        server.serve("/list", "hello");
        server.setLie([](const LyingServer::Request &, LyingServer::Reply &reply) {
            reply.setHeader("Set-Cookie", "id=1; Path=/");
        });
        NetworkGate gate;
        for (int i = 0; i < 2; ++i)
            VERIFY_OK(*fetch(gate, ask(server.url(QStringLiteral("/list")))));
        QVERIFY(!server.requests().at(1).headers.contains("cookie"));
    }

    void addresses_that_are_not_secure_are_refused_data()
    {
        QTest::addColumn<QUrl>("url");
        for (const char *url : { "http://example.com/x", "ftp://127.0.0.1/x", "file:///etc/passwd", "data:text/plain,x",
                 "https://user:word@example.com/x", "//example.com/x", "", "https:///x",
                 "http://127.0.0.1.example.com/x" })
            QTest::newRow(url) << QUrl(QString::fromLatin1(url));
    }

    void addresses_that_are_not_secure_are_refused()
    {
        QFETCH(QUrl, url);
        QVERIFY(!isAllowedUrl(url));
        NetworkGate gate;
        const auto answer = fetch(gate, ask(url));
        QVERIFY(answer && !*answer);
        QCOMPARE(static_cast<int>(answer->error().reason), static_cast<int>(Reason::BadRedirect));
    }

    void an_answer_that_is_too_long_is_refused()
    {
        LyingServer server;
        server.serve("/list", QByteArray(1000000, 'x'));
        NetworkGate gate;
        HttpRequest request = ask(server.url(QStringLiteral("/list")));
        request.mostBytes = 1000;
        const auto answer = fetch(gate, request);
        QVERIFY(answer && !*answer);
        QCOMPARE(static_cast<int>(answer->error().reason), static_cast<int>(Reason::BadReply));
    }

    void a_part_of_a_file_is_read()
    {
        LyingServer server;
        server.serve("/file", "0123456789");
        NetworkGate gate;
        std::optional<Result<RemoteRange>> range;
        const auto read = [&](qint64 offset, qint64 length) {
            range.reset();
            readRemoteRange(&gate, this, server.url(QStringLiteral("/file")), {}, offset, length,
                [&](const Result<RemoteRange> &result) { range = result; });
            return QTest::qWaitFor([&] { return range.has_value(); });
        };
        QVERIFY(read(2, 3));
        VERIFY_OK(*range);
        QCOMPARE((*range)->bytes, QByteArray("234"));
        QCOMPARE((*range)->fileBytes, 10);
        QVERIFY(read(8, 100)); // beyond the end
        QCOMPARE((*range)->bytes, QByteArray("89"));
        server.setLie([](const LyingServer::Request &, LyingServer::Reply &reply) {
            reply.status = 200;
            reply.setHeader("Content-Range", {});
            reply.body = "0123456789";
            reply.setHeader("Content-Length", "10");
        });
        QVERIFY(read(2, 3));
        QVERIFY(!*range);
    }

    void the_window_opens_no_connection()
    {
        LyingServer server;
        server.serve("/picture.png", "x");
        RefusedNetwork refused;
        QQmlEngine engine;
        engine.setNetworkAccessManagerFactory(&refused);
        const QUrl picture = server.url(QStringLiteral("/picture.png"));
        QNetworkReply *reply = engine.networkAccessManager()->get(QNetworkRequest(picture));
        QSignalSpy finished(reply, &QNetworkReply::finished);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(reply->error(), QNetworkReply::ContentAccessDenied);
        QCOMPARE(refused.refused(), QList<QUrl> { picture });
        // A component from elsewhere, too.
        QQmlComponent component(&engine, server.url(QStringLiteral("/evil.qml")));
        QTRY_COMPARE(component.status(), QQmlComponent::Error);
        QVERIFY(server.requests().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestNetworkGate)
#include "tst_network_gate.moc"
