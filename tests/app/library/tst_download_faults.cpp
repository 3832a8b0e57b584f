// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "tests/support/download_test.h"
#include "tests/support/verify_ok.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace maru;
using namespace maru::test;

namespace {

using Request = LyingServer::Request;
using Reply = LyingServer::Reply;

constexpr qint64 kChunk = 64 * 1024;
constexpr qint64 kSize = 16 * kChunk - 777;
constexpr auto kName = "model-Q4_K_M.gguf";

/// One way in which a server can be wrong, and what must come of it.
struct Fault
{
    const char *name;
    LyingServer::Lie lie;
    Reason reason = Reason::Unspecified; ///< of the failure; Unspecified: the file must arrive
    int faults = 1; ///< how often it strikes, at most: so many chunks may come twice
    qint64 chunkBytes = 0; ///< 0: only the checksum of the whole is known
    bool mirror = false;
    bool unknown = false; ///< neither size nor checksum is known
    bool retagged = false; ///< the server gives the file another tag in mid-download
};

/// `lie` for the first `count` requests only.
LyingServer::Lie first(int count, const LyingServer::Lie &lie)
{
    return [count, lie](const Request &request, Reply &reply) {
        if (request.number <= count)
            lie(request, reply);
    };
}

LyingServer::Lie only(int number, const LyingServer::Lie &lie)
{
    return [number, lie](const Request &request, Reply &reply) {
        if (request.number == number)
            lie(request, reply);
    };
}

LyingServer::Lie status(int code, const QByteArray &retryAfter = {})
{
    return [code, retryAfter](const Request &, Reply &reply) {
        reply = {};
        reply.status = code;
        reply.setHeader("Content-Length", "5");
        reply.setHeader("Retry-After", retryAfter);
        reply.body = "wrong";
    };
}

LyingServer::Lie redirect(const QByteArray &target)
{
    return [target](const Request &, Reply &reply) {
        reply = {};
        reply.status = 302;
        reply.setHeader("Location", target);
        reply.setHeader("Content-Length", "0");
    };
}

LyingServer::Lie header(const QByteArray &name, const QByteArray &value)
{
    return [name, value](const Request &, Reply &reply) { reply.setHeader(name, value); };
}

LyingServer::Lie cut(qint64 after)
{
    return [after](const Request &, Reply &reply) { reply.cutAfter = after; };
}

void closeAtOnce(const Request &, Reply &reply)
{
    reply.closeAtOnce = true;
}

void ignoreRange(const Request &request, Reply &reply)
{
    Q_UNUSED(request)
    reply.status = 200;
    reply.setHeader("Content-Range", {});
    reply.body = randomFile(kSize);
    reply.setHeader("Content-Length", QByteArray::number(kSize));
}

/// A bit of the byte `at` of the file is wrong.
LyingServer::Lie flip(qint64 at)
{
    return [at](const Request &request, Reply &reply) {
        const qint64 index = at - std::max(request.first, qint64(0));
        if (index >= 0 && index < reply.body.size())
            reply.body[index] = static_cast<char>(reply.body.at(index) ^ 0x10);
    };
}

QByteArray httpDate(int secondsFromNow)
{
    return QLocale::c()
        .toString(
            QDateTime::currentDateTimeUtc().addSecs(secondsFromNow), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"))
        .toLatin1();
}

void gzip(const Request &, Reply &reply)
{
    reply.setHeader("Content-Encoding", "gzip");
}

void captivePortal(const Request &, Reply &reply)
{
    reply = {};
    reply.status = 200;
    reply.body = "<html>Please log in</html>";
    reply.setHeader("Content-Type", "text/html");
    reply.setHeader("Content-Length", QByteArray::number(reply.body.size()));
}

void garbage(const Request &, Reply &reply)
{
    reply.raw = "SSH-2.0-OpenSSH_9.2\r\n\r\n";
}

void chunked(const Request &request, Reply &reply)
{
    reply.raw = "HTTP/1.1 " + QByteArray::number(reply.status) + " OK\r\nTransfer-Encoding: chunked\r\n";
    for (const auto &[name, value] : reply.headers) {
        if (name != "Content-Length")
            reply.raw += name + ": " + value + "\r\n";
    }
    Q_UNUSED(request)
    reply.raw += "\r\n" + QByteArray::number(reply.body.size(), 16) + "\r\n" + reply.body + "\r\n0\r\n\r\n";
}

/// A link that leads to a path which works for three requests, then runs out; the first address gives a new one.
void expiring(const Request &request, Reply &reply)
{
    static int issue = 0;
    if (request.number == 1)
        issue = 0;
    if (request.path.startsWith("/model"))
        redirect("/signed?" + QByteArray::number(++issue))(request, reply);
    else if (request.ofPath > 3)
        status(403)(request, reply);
}

void expiredForGood(const Request &request, Reply &reply)
{
    if (request.path.startsWith("/model") && request.ofPath == 1)
        redirect("/signed")(request, reply);
    else if (request.path.startsWith("/model"))
        status(404)(request, reply);
    else if (request.ofPath > 3)
        status(403)(request, reply);
}

/// The file was replaced by another of the same size after the first two requests.
void replaced(const Request &request, Reply &reply)
{
    if (request.number <= 2) {
        for (qsizetype i = 0; i < reply.body.size(); ++i)
            reply.body[i] = static_cast<char>(reply.body.at(i) ^ 0x55);
        reply.setHeader("ETag", "\"older\"");
    }
}

QList<Fault> faults()
{
    const auto once = [](const LyingServer::Lie &lie) { return first(1, lie); };
    return {
        { "none", {}, {}, 0 },
        { "cut after 10,000 bytes", once(cut(10000)) },
        { "every answer is cut after 70,000 bytes", cut(70000), {}, 20 },
        { "cut after the head, twice", first(2, cut(0)), {}, 2 },
        { "reset after 5,000 bytes", once([](const Request &, Reply &reply) { reply.resetAfter = 5000; }) },
        { "reset before the head",
            once([](const Request &, Reply &reply) { reply.closeAtOnce = true, reply.resetAfter = 0; }) },
        { "closed before the head", once(closeAtOnce) },
        { "closed before the head, always", closeAtOnce, Reason::NetworkFailed },
        { "stall after 3,000 bytes", once([](const Request &, Reply &reply) { reply.stallAfter = 3000; }) },
        { "stall in mid-download", only(5, [](const Request &, Reply &reply) { reply.stallAfter = 40000; }) },
        { "stall before the head", once([](const Request &, Reply &reply) { reply.stallAtOnce = true; }) },
        { "stall, always", [](const Request &, Reply &reply) { reply.stallAtOnce = true; }, Reason::ServerStalled },
        { "401", status(401), Reason::NeedsToken },
        { "403 once", once(status(403)) },
        { "403, always", status(403), Reason::NeedsToken },
        { "404", status(404), Reason::LinkGone },
        { "404, then the mirror",
            [](const Request &request, Reply &reply) {
                if (request.path == "/model")
                    status(404)(request, reply);
            },
            {}, 1, 0, true },
        { "410", status(410), Reason::LinkGone },
        { "416 once", once(status(416)) },
        { "416, always", status(416), Reason::FileChanged },
        { "429 without a time", once(status(429)) },
        { "429 with a time", once(status(429, "1")) },
        { "429, always", status(429), Reason::ServerBusy },
        { "500 once", once(status(500)) },
        { "500, always", status(500), Reason::HttpStatus },
        { "502 in mid-download", only(4, status(502)) },
        { "503 with a date", once(status(503, httpDate(1))) },
        { "504, three times", first(3, status(504)), {}, 3 },
        { "408 once", once(status(408)) },
        { "redirect", once(redirect("/mirror")) },
        { "redirect to itself", redirect("/model"), Reason::BadRedirect },
        { "redirect between two",
            [](const Request &request, Reply &reply) {
                redirect(request.path == "/model" ? "/mirror" : "/model")(request, reply);
            },
            Reason::BadRedirect },
        { "redirect to plain http elsewhere", redirect("http://example.com/model"), Reason::BadRedirect },
        { "redirect to a file", redirect("file:///etc/passwd"), Reason::BadRedirect },
        { "redirect without a place", redirect(""), Reason::BadRedirect },
        { "ten redirects", first(10, redirect("/model")), {}, 1 },
        { "another tag, the same bytes", {}, {}, 4, 0, false, false, true },
        { "another file in mid-download, chunks known", replaced, {}, 6, kChunk },
        { "another file in mid-download, nothing known", replaced, {}, 6, 0, false, true },
        { "ranges ignored", ignoreRange },
        { "ranges ignored once, in mid-download", only(4, ignoreRange) },
        { "ranges ignored once after a cut",
            [](const Request &request, Reply &reply) {
                if (request.number == 1)
                    reply.cutAfter = 30000;
                else if (request.number == 2)
                    ignoreRange(request, reply);
            },
            {}, 2 },
        { "Content-Length too large", once(header("Content-Length", "999999999")) },
        { "Content-Length too small", once(header("Content-Length", "1000")) },
        { "Content-Range of another place", once(header("Content-Range", "bytes 4096-131071/1047799")) },
        { "Content-Range of another place, always", header("Content-Range", "bytes 4096-131071/1047799"),
            Reason::BadReply },
        { "Content-Range of nonsense", header("Content-Range", "bytes 9-2/x"), Reason::BadReply },
        { "another size", header("Content-Range", "bytes 0-131071/131072"), Reason::FileChanged },
        { "a flipped bit in a chunk", only(3, flip(0)), {}, 1, kChunk },
        { "a flipped bit, chunks known", once(flip(100)), {}, 1, kChunk },
        { "flipped bits in two chunks",
            first(8,
                [](const Request &request, Reply &reply) {
                    if (request.ofPath <= 8) {
                        flip(5 * kChunk + 9)(request, reply);
                        flip(11 * kChunk)(request, reply);
                    }
                }),
            {}, 4, kChunk },
        { "a flipped bit in one chunk, always", flip(3 * kChunk), Reason::HashMismatch, 4, kChunk },
        { "a flipped bit, nothing but the whole known", flip(100), Reason::HashMismatch },
        { "a flipped bit, then the mirror",
            [](const Request &request, Reply &reply) {
                if (request.path == "/model")
                    flip(7 * kChunk)(request, reply);
            },
            {}, 4, kChunk, true },
        { "compressed once", once(gzip) },
        { "compressed, always", gzip, Reason::BadReply },
        { "chunked, without a length", chunked },
        { "the link runs out in mid-download", expiring, {}, 8 },
        { "the link runs out, and the file is gone", expiredForGood, Reason::LinkGone },
        { "a page to log in instead", captivePortal, Reason::FileChanged },
        { "a page to log in instead, nothing known", captivePortal, Reason::BadReply, 1, 0, false, true },
        { "another protocol once", once(garbage) },
        { "another protocol, always", garbage, Reason::NetworkFailed },
        { "more than was asked for", once([](const Request &, Reply &reply) {
             reply.body += QByteArray(200000, 'x');
             reply.setHeader("Content-Length", QByteArray::number(reply.body.size()));
         }) },
        { "a weak tag", header("ETag", "W/\"one\"") },
        { "no tag", header("ETag", {}) },
        { "the hub's checksum is wrong",
            [](const Request &, Reply &reply) {
                reply.setHeader("X-Linked-ETag", '"' + QByteArray(64, 'a') + '"');
                reply.setHeader("X-Linked-Size", QByteArray::number(kSize));
            },
            Reason::HashMismatch, 1, 0, false, true },
        { "nothing known, all well", {}, {}, 0, 0, false, true },
        { "an empty file",
            [](const Request &, Reply &reply) {
                reply = {};
                reply.status = 200;
                reply.setHeader("Content-Length", "0");
            },
            Reason::BadReply, 1, 0, false, true },
    };
}

} // namespace

class TestDownloadFaults : public QObject
{
    Q_OBJECT

private slots:
    void the_file_ends_right_or_the_message_is_clear_data()
    {
        QTest::addColumn<int>("index");
        const QList<Fault> all = faults();
        QVERIFY2(all.size() >= 40, qPrintable(QString::number(all.size())));
        for (int i = 0; i < all.size(); ++i)
            QTest::newRow(all.at(i).name) << i;
    }

    void the_file_ends_right_or_the_message_is_clear()
    {
        QFETCH(int, index);
        const Fault fault = faults().at(index);
        const QByteArray content = randomFile(kSize);
        LyingServer server;
        for (const char *path : { "/model", "/mirror", "/signed" })
            server.serve(path, content);
        server.setLie(!fault.retagged ? fault.lie : [&](const Request &request, Reply &) {
            if (request.number == 4)
                server.serve("/model", content, "\"two\"");
        });
        QTemporaryDir folder;
        NetworkGate gate;
        qint64 fetched = 0;
        connect(&gate, &NetworkGate::requestMade, this, [&](const RequestRecord &record) { fetched += record.bytes; });
        DownloadController downloads(&gate, folder.path(), hastySettings());
        QList<QUrl> urls { server.url(QStringLiteral("/model")) };
        if (fault.mirror)
            urls << server.url(QStringLiteral("/mirror"));
        DownloadOrder order = orderOf(QString::fromLatin1(kName), urls, content, fault.chunkBytes);
        if (fault.unknown) {
            order.files[0].byteCount = -1;
            order.files[0].sha256.clear();
        }
        QString failure;
        connect(&downloads, &DownloadController::failed, this,
            [&](const QString &, const QString &text) { failure = text; });
        const QString id = downloads.start(order);
        const auto state = [&] { return downloads.downloads()->find(id)->status.state; };
        QTRY_VERIFY_WITH_TIMEOUT(state() == DownloadState::Done || state() == DownloadState::Failed, 20000);

        const DownloadStatus status = downloads.downloads()->find(id)->status;
        const QString path = folder.filePath(QString::fromLatin1(kName));
        if (fault.reason != Reason::Unspecified) {
            QVERIFY(status.error);
            QCOMPARE(static_cast<int>(status.error->reason), static_cast<int>(fault.reason));
            QVERIFY2(
                failure.contains(QStringLiteral(". ")) || failure.contains(QStringLiteral("; ")), qPrintable(failure));
            QVERIFY(!QFile::exists(path));
        } else {
            QVERIFY2(status.state == DownloadState::Done, qPrintable(failure));
            QCOMPARE(status.path, path);
            QVERIFY(contentOf(path) == content);
            QCOMPARE(status.verified, !fault.unknown);
            QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList { QString::fromLatin1(kName) });
            QVERIFY(QDir(folder.filePath(QStringLiteral(".downloads"))).isEmpty());
            QTRY_VERIFY2(fetched <= kSize + fault.faults * kChunk, qPrintable(QString::number(fetched - kSize)));
        }
        // Nowhere is a wrong file under the name.
        if (QFile::exists(path))
            QVERIFY(contentOf(path) == content);
    }

    void a_server_that_asks_for_time_gets_it()
    {
        const QByteArray content = randomFile(kSize);
        LyingServer server;
        server.serve("/model", content);
        server.setLie(first(1, status(429, "1")));
        QTemporaryDir folder;
        NetworkGate gate;
        DownloadController downloads(&gate, folder.path(), hastySettings());
        QElapsedTimer timer;
        timer.start();
        const QString id
            = downloads.start(orderOf(QString::fromLatin1(kName), { server.url(QStringLiteral("/model")) }, content));
        QTRY_COMPARE(downloads.downloads()->find(id)->status.state, DownloadState::Done);
        QVERIFY(timer.elapsed() >= 1000);
    }

    void nobody_listens()
    {
        QUrl url;
        {
            LyingServer server;
            url = server.url(QStringLiteral("/model"));
        }
        QTemporaryDir folder;
        NetworkGate gate;
        DownloadController downloads(&gate, folder.path(), hastySettings());
        const QString id = downloads.start(orderOf(QString::fromLatin1(kName), { url }, randomFile(kSize)));
        QTRY_COMPARE(downloads.downloads()->find(id)->status.state, DownloadState::Failed);
        QCOMPARE(static_cast<int>(downloads.downloads()->find(id)->status.error->reason),
            static_cast<int>(Reason::NetworkFailed));
    }
};

QTEST_GUILESS_MAIN(TestDownloadFaults)
#include "tst_download_faults.moc"
