// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "tests/support/download_test.h"
#include "tests/support/verify_ok.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <memory>

using namespace maru;
using namespace maru::test;

namespace {

constexpr qint64 kSize = 1000003;

LyingServer::Lie slowly(qint64 bytesPerStep)
{
    return [bytesPerStep](const LyingServer::Request &, LyingServer::Reply &reply) {
        reply.stepBytes = bytesPerStep;
        reply.stepMs = 10;
    };
}

} // namespace

/// Whether the disk refuses to keep what it was given.
static std::atomic<bool> isSyncBroken = false;

extern "C" int fdatasync(int descriptor)
{
    if (isSyncBroken) {
        errno = EIO;
        return -1;
    }
    return ::fsync(descriptor);
}

class TestDownloads : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<LyingServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<NetworkGate> m_gate;
    std::unique_ptr<DownloadController> m_downloads;
    qint64 m_fetched = 0;

    void open()
    {
        m_downloads.reset();
        m_gate = std::make_unique<NetworkGate>();
        connect(
            m_gate.get(), &NetworkGate::requestMade, this, [this](const RequestRecord &r) { m_fetched += r.bytes; });
        m_downloads = std::make_unique<DownloadController>(m_gate.get(), m_folder->path(), hastySettings());
    }

    QString start(const QString &name, const QByteArray &content)
    {
        const QString path = u'/' + name;
        m_server->serve(path.toUtf8(), content);
        return m_downloads->start(orderOf(name, { m_server->url(path) }, content));
    }

    DownloadStatus status(const QString &id) const
    {
        const DownloadModel::Item *item = m_downloads->downloads()->find(id);
        return item ? item->status : DownloadStatus();
    }
    DownloadState state(const QString &id) const { return status(id).state; }
    QString file(const QString &name) const { return m_folder->filePath(name); }

private slots:
    void init()
    {
        m_server = std::make_unique<LyingServer>();
        m_folder = std::make_unique<QTemporaryDir>();
        m_fetched = 0;
        open();
    }

    void cleanup()
    {
        m_downloads.reset();
        m_gate.reset();
    }

    void paused_and_resumed()
    {
        const QByteArray content = randomFile(kSize);
        m_server->setLie(slowly(8192));
        const QString id = start(QStringLiteral("a.gguf"), content);
        QTRY_VERIFY(status(id).done > 100000);
        m_downloads->pause(id);
        QTRY_COMPARE(state(id), DownloadState::Paused);
        const qint64 done = status(id).done;
        QTest::qWait(200);
        QCOMPARE(status(id).done, done);
        QVERIFY(!QFile::exists(file(QStringLiteral("a.gguf"))));
        m_server->setLie({});
        m_downloads->resume(id);
        QTRY_COMPARE(state(id), DownloadState::Done);
        QVERIFY(contentOf(file(QStringLiteral("a.gguf"))) == content);
        QTRY_VERIFY2(m_fetched <= kSize + 4 * 32 * 1024, qPrintable(QString::number(m_fetched - kSize)));
    }

    void it_goes_on_after_a_restart()
    {
        const QByteArray content = randomFile(kSize);
        m_server->setLie(slowly(8192));
        const QString id = start(QStringLiteral("a.gguf"), content);
        QTRY_VERIFY(status(id).done > 200000);
        open();
        m_server->setLie({});
        m_downloads->adopt(m_folder->path());
        QTRY_COMPARE(state(id), DownloadState::Done);
        QVERIFY(contentOf(file(QStringLiteral("a.gguf"))) == content);
        QTRY_VERIFY(m_fetched <= kSize + 4 * 64 * 1024);
    }

    void a_paused_one_stays_so_after_a_restart()
    {
        m_server->setLie(slowly(8192));
        const QString id = start(QStringLiteral("a.gguf"), randomFile(kSize));
        QTRY_VERIFY(status(id).done > 0);
        m_downloads->pause(id);
        QTRY_COMPARE(state(id), DownloadState::Paused);
        open();
        m_downloads->adopt(m_folder->path());
        QTRY_COMPARE(state(id), DownloadState::Paused);
        QVERIFY(status(id).done > 0);
        QVERIFY(m_downloads->downloads()->index(0).data(DownloadModel::CanResumeRole).toBool());
    }

    void cancelled_leaves_nothing()
    {
        m_server->setLie(slowly(8192));
        const QString id = start(QStringLiteral("a.gguf"), randomFile(kSize));
        QTRY_VERIFY(status(id).done > 0);
        m_downloads->cancel(id);
        QCOMPARE(m_downloads->downloads()->count(), 0);
        QTRY_VERIFY(QDir(file(QStringLiteral(".downloads"))).isEmpty());
        QVERIFY(QDir(m_folder->path()).entryList(QDir::Files).isEmpty());
    }

    void a_split_model_is_one_download()
    {
        DownloadOrder order;
        order.title = QStringLiteral("split");
        QList<QByteArray> contents;
        for (int i = 1; i <= 3; ++i) {
            const QString name = QStringLiteral("big-0000%1-of-00003.gguf").arg(i);
            contents << randomFile(300000 + i, static_cast<quint32>(i));
            m_server->serve('/' + name.toUtf8(), contents.last());
            order.files << orderOf(name, { m_server->url(u'/' + name) }, contents.last()).files.first();
        }
        const QString id = m_downloads->start(order);
        QTRY_COMPARE(state(id), DownloadState::Done);
        QCOMPARE(status(id).path, file(QStringLiteral("big-00001-of-00003.gguf")));
        for (int i = 1; i <= 3; ++i)
            QVERIFY(contentOf(file(QStringLiteral("big-0000%1-of-00003.gguf").arg(i))) == contents.at(i - 1));
        QCOMPARE(m_downloads->downloads()->count(), 1);
    }

    void a_name_that_is_taken_gets_a_number()
    {
        QFile mine(file(QStringLiteral("a.gguf")));
        QVERIFY(mine.open(QIODevice::WriteOnly));
        mine.write("mine");
        mine.close();
        const QString id = start(QStringLiteral("a.gguf"), randomFile(5000));
        QTRY_COMPARE(state(id), DownloadState::Done);
        QCOMPARE(status(id).path, file(QStringLiteral("a-2.gguf")));
        QCOMPARE(contentOf(file(QStringLiteral("a.gguf"))), QByteArray("mine"));
    }

    void hostile_names_write_nothing()
    {
        const QString models = file(QStringLiteral("outside/models"));
        QVERIFY(QDir().mkpath(models));
        m_downloads = std::make_unique<DownloadController>(m_gate.get(), models, hastySettings());
        const QByteArray content = randomFile(5000);
        m_server->serve("/x", content);
        const QStringList names { QStringLiteral("../a.gguf"), QStringLiteral("../../a.gguf"),
            QStringLiteral("../models/../a.gguf"), QStringLiteral("./a.gguf"), QStringLiteral("/tmp/maru-evil.gguf"),
            QStringLiteral("//tmp/maru-evil.gguf"), QStringLiteral("a/b.gguf"), QStringLiteral("a/../../b.gguf"),
            QStringLiteral("..\\a.gguf"), QStringLiteral("a\\b.gguf"), QStringLiteral("C:a.gguf"),
            QStringLiteral("C:\\a.gguf"), QStringLiteral("\\\\host\\share\\a.gguf"), QStringLiteral("a.gguf:stream"),
            QStringLiteral(".."), QStringLiteral("."), QString(), QStringLiteral(" "), QStringLiteral(".a.gguf"),
            QStringLiteral(".downloads"), QStringLiteral("a.gguf\n"), QStringLiteral("a\nb.gguf"),
            QStringLiteral("a\tb.gguf"), QStringLiteral("a\x1b[2J.gguf"),
            QStringLiteral("a") + QChar(0) + QStringLiteral(".gguf"), QStringLiteral("con.gguf"),
            QStringLiteral("NUL.gguf"), QStringLiteral("com1.gguf"), QStringLiteral("LPT9.gguf"),
            QStringLiteral("aux.txt.gguf"), QStringLiteral("a.sh"), QStringLiteral("a.desktop"),
            QStringLiteral("a.gguf.exe"), QStringLiteral("gguf"), QStringLiteral("a.gguf "), QStringLiteral("a.gguf."),
            QString(300, u'a') + QStringLiteral(".gguf"), QString(120, QChar(0xac00)) + QStringLiteral(".gguf"),
            QStringLiteral("a\u202efugg.gguf"), QStringLiteral("a\u2215b.gguf"), QStringLiteral("a\uff0fb.gguf"),
            QStringLiteral("\u2024\u2024/a.gguf"), QStringLiteral("a\u200bb.gguf"), QStringLiteral("~/a.gguf"),
            QStringLiteral("file:///tmp/maru-evil.gguf"), QStringLiteral("a*.gguf"), QStringLiteral("a?.gguf"),
            QStringLiteral("a|b.gguf"), QStringLiteral("<a>.gguf") };
        QVERIFY(names.size() >= 30);
        for (qsizetype i = 0; i < names.size(); ++i) {
            const QString id
                = m_downloads->start(orderOf(names.at(i), { m_server->url(QStringLiteral("/x?%1").arg(i)) }, content));
            QTRY_VERIFY2(state(id) == DownloadState::Failed, qPrintable(names.at(i)));
            QCOMPARE(static_cast<int>(status(id).error->reason), static_cast<int>(Reason::BadName));
        }
        QVERIFY(m_server->requests().isEmpty()); // nothing was asked for
        QStringList found;
        for (QDirIterator all(m_folder->path(), QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                 QDirIterator::Subdirectories);
             all.hasNext();)
            found << QDir(m_folder->path()).relativeFilePath(all.next());
        found.removeAll(QStringLiteral(".downloads")); // of the downloads that init() made
        QCOMPARE(found, (QStringList { QStringLiteral("outside"), QStringLiteral("outside/models") }));
        QVERIFY(!QFile::exists(QStringLiteral("/tmp/maru-evil.gguf")));
    }

    void a_disk_that_does_not_keep_what_it_was_given_is_an_error_and_goes_on_later()
    {
        const QByteArray content = randomFile(kSize);
        isSyncBroken = true;
        const QString id = start(QStringLiteral("a.gguf"), content);
        QTRY_COMPARE(state(id), DownloadState::Failed);
        isSyncBroken = false;
        QVERIFY(status(id).error.has_value());
        QVERIFY(!QFile::exists(file(QStringLiteral("a.gguf"))));
        // None of it was on the disk for certain: all of it is fetched again, over what is there.
        const qsizetype asked = m_server->requests().size();
        m_downloads->resume(id);
        QTRY_COMPARE(state(id), DownloadState::Done);
        QVERIFY(m_server->requests().size() > asked);
        QVERIFY(contentOf(file(QStringLiteral("a.gguf"))) == content);
    }

    void a_record_that_somebody_made_up_writes_nothing_elsewhere()
    {
        QDir(m_folder->path()).mkpath(QStringLiteral(".downloads"));
        QFile record(file(QStringLiteral(".downloads/x.json")));
        QVERIFY(record.open(QIODevice::WriteOnly));
        record.write("{\"version\":1,\"id\":\"x\",\"files\":[{\"name\":\"../../evil.gguf\",\"urls\":[\"http://"
                     "127.0.0.1:1/\"]}]}");
        record.close();
        m_downloads->adopt(m_folder->path());
        QTest::qWait(100);
        QCOMPARE(m_downloads->downloads()->count(), 0);
    }

    void a_made_up_record_of_a_whole_file_names_nothing_elsewhere()
    {
        QDir(m_folder->path()).mkpath(QStringLiteral("models/.downloads"));
        const QString models = file(QStringLiteral("models"));
        QFile record(models + QStringLiteral("/.downloads/x.json"));
        QVERIFY(record.open(QIODevice::WriteOnly));
        record.write("{\"version\":1,\"id\":\"x\",\"whole\":[true],\"targets\":[\"../evil.gguf\"],\"files\":[{\"name\":"
                     "\"good.gguf\",\"urls\":[\"http://127.0.0.1:1/\"]}]}");
        record.close();
        for (const char *part : { "/.downloads/x.part", "/.downloads/x.0.part", "/.downloads/x-0.part" }) {
            QFile bytes(models + QLatin1String(part));
            QVERIFY(bytes.open(QIODevice::WriteOnly));
            bytes.write("GGUF");
        }
        m_downloads->adopt(models);
        QTRY_VERIFY(QFile::exists(models + QStringLiteral("/good.gguf"))); // under the name of the order
        QVERIFY(!QFile::exists(file(QStringLiteral("evil.gguf"))));
    }

    void the_speed_is_kept_below_its_limit()
    {
        m_downloads->setSpeedLimit(500000);
        QElapsedTimer timer;
        timer.start();
        const QString id = start(QStringLiteral("a.gguf"), randomFile(kSize));
        QTRY_COMPARE_WITH_TIMEOUT(state(id), DownloadState::Done, 15000);
        QVERIFY2(timer.elapsed() >= 1200, qPrintable(QString::number(timer.elapsed())));
    }

    void a_higher_priority_runs_first()
    {
        m_server->setLie(slowly(4096));
        QStringList ids;
        for (int i = 0; i < 3; ++i)
            ids << start(QStringLiteral("m%1.gguf").arg(i), randomFile(kSize, static_cast<quint32>(i)));
        QTRY_VERIFY(status(ids[0]).done > 0 && status(ids[1]).done > 0);
        QCOMPARE(state(ids[2]), DownloadState::Waiting);
        m_downloads->setPriority(ids[2], 1);
        QCOMPARE(m_downloads->downloads()->items().first().id, ids[2]);
        QTRY_VERIFY(status(ids[2]).done > 0);
        QTRY_COMPARE(state(ids[1]), DownloadState::Waiting);
        QCOMPARE(m_downloads->activeCount(), 2);
        QVERIFY(!m_downloads->summaryText().isEmpty());
        QTRY_VERIFY(m_downloads->briefText().contains(QLatin1Char('%')) && m_downloads->briefText().size() < 30);
    }

    void a_file_too_large_for_the_disk_says_so()
    {
        DownloadOrder order
            = orderOf(QStringLiteral("a.gguf"), { m_server->url(QStringLiteral("/a")) }, randomFile(1000));
        order.files[0].byteCount = qint64(1) << 60;
        const QString id = m_downloads->start(order);
        QTRY_COMPARE(state(id), DownloadState::Failed);
        QCOMPARE(static_cast<int>(status(id).error->reason), static_cast<int>(Reason::DiskFull));
        QVERIFY(m_server->requests().isEmpty()); // nothing was asked for
    }

    void a_disk_that_fills_up_keeps_what_is_there()
    {
        ::signal(SIGXFSZ, SIG_IGN);
        const QByteArray content = randomFile(kSize);
        m_server->serve("/a", content);
        DownloadOrder order = orderOf(QStringLiteral("a.gguf"), { m_server->url(QStringLiteral("/a")) }, content);
        order.files[0].byteCount = -1; // so that nothing is reserved before
        rlimit before {};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small { 500000, before.rlim_max };
        ::setrlimit(RLIMIT_FSIZE, &small);
        const QString id = m_downloads->start(order);
        const bool failed = QTest::qWaitFor([&] { return state(id) == DownloadState::Failed; });
        ::setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(failed);
        QCOMPARE(static_cast<int>(status(id).error->reason), static_cast<int>(Reason::DiskFull));
        m_downloads->resume(id);
        QTRY_COMPARE(state(id), DownloadState::Done);
        QVERIFY(contentOf(status(id).path) == content);
    }

    void offline_it_waits_and_then_goes_on()
    {
        m_gate->setOffline(true);
        const QByteArray content = randomFile(kSize);
        const QString id = start(QStringLiteral("a.gguf"), content);
        QTRY_COMPARE(state(id), DownloadState::Failed);
        QCOMPARE(static_cast<int>(status(id).error->reason), static_cast<int>(Reason::Offline));
        QVERIFY(m_server->requests().isEmpty());
        m_gate->setOffline(false);
        QTRY_COMPARE(state(id), DownloadState::Done);
    }

    void the_same_order_twice_is_one_download()
    {
        m_server->setLie(slowly(8192));
        const QByteArray content = randomFile(kSize);
        const QString id = start(QStringLiteral("a.gguf"), content);
        QCOMPARE(start(QStringLiteral("a.gguf"), content), id);
        QCOMPARE(m_downloads->downloads()->count(), 1);
    }

    void a_token_stays_with_the_hub()
    {
        const QByteArray content = randomFile(5000);
        LyingServer store;
        store.serve("/file", content);
        m_server->setLie([&](const LyingServer::Request &, LyingServer::Reply &reply) {
            reply = {};
            reply.status = 302;
            reply.setHeader("Location", store.url(QStringLiteral("/file")).toEncoded());
            reply.setHeader("Content-Length", "0");
        });
        m_downloads->setToken(m_server->url(QStringLiteral("/")), "secret");
        DownloadOrder order = orderOf(QStringLiteral("a.gguf"), { m_server->url(QStringLiteral("/hub")) }, content);
        order.usesToken = true;
        const QString id = m_downloads->start(order);
        QTRY_COMPARE(state(id), DownloadState::Done);
        QCOMPARE(m_server->requests().first().headers.value("authorization"), QByteArray("Bearer secret"));
        for (const LyingServer::Request &request : store.requests())
            QVERIFY(!request.headers.contains("authorization"));
    }

    void progress_comes_at_most_ten_times_a_second()
    {
        m_server->setLie(slowly(8192));
        const QString id = start(QStringLiteral("a.gguf"), randomFile(kSize));
        QTRY_VERIFY(status(id).done > 0);
        int changes = 0;
        connect(m_downloads->downloads(), &DownloadModel::dataChanged, this, [&changes] { ++changes; });
        QElapsedTimer timer;
        timer.start();
        QTest::qWait(500);
        QVERIFY2(changes <= timer.elapsed() / 100 + 3, qPrintable(QString::number(changes)));
    }
};

QTEST_GUILESS_MAIN(TestDownloads)
#include "tst_downloads.moc"
