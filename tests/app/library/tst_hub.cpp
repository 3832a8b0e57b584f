// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/hub_controller.h"
#include "app/platform/secret_store.h"
#include "tests/support/download_test.h"
#include "tests/support/verify_ok.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace maru;
using namespace maru::test;

namespace {

QByteArray repositories(int from, int count)
{
    QByteArray json = "[";
    for (int i = from; i < from + count; ++i)
        json += QByteArray(i == from ? "" : ",") + "{\"id\":\"owner/model-" + QByteArray::number(i)
            + "-GGUF\",\"downloads\":" + QByteArray::number(1000 - i)
            + ",\"likes\":3,\"gated\":\"auto\",\"lastModified\":\"2026-05-03T10:00:00.000Z\",\"tags\":[\"gguf\","
              "\"license:mit\"]}";
    return json + "]";
}

} // namespace

class TestHub : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<LyingServer> m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<NetworkGate> m_gate;
    std::unique_ptr<HubApi> m_api;
    std::unique_ptr<SecretStore> m_secrets;
    std::unique_ptr<DownloadController> m_downloads;
    std::unique_ptr<HubController> m_hub;

private slots:
    void init()
    {
        m_server = std::make_unique<LyingServer>();
        m_folder = std::make_unique<QTemporaryDir>();
        m_gate = std::make_unique<NetworkGate>();
        m_api = std::make_unique<HubApi>(m_gate.get(), m_server->url({}));
        m_secrets = std::make_unique<SecretStore>(m_folder->path(), SecretStore::Place::File);
        m_downloads = std::make_unique<DownloadController>(m_gate.get(), m_folder->path(), hastySettings());
        m_hub = std::make_unique<HubController>(m_api.get(), m_downloads.get(), m_secrets.get());
    }

    void cleanup()
    {
        m_hub.reset();
        m_downloads.reset();
        m_gate.reset();
    }

    void a_search_comes_page_after_page()
    {
        m_server->serve("/api/models", repositories(0, 30));
        m_server->setLie([this](const LyingServer::Request &request, LyingServer::Reply &reply) {
            if (request.path.contains("cursor=2"))
                reply.body = repositories(30, 5);
            else
                reply.setHeader("Link",
                    '<' + m_server->url(QStringLiteral("/api/models?cursor=2")).toEncoded() + ">; rel=\"next\"");
            reply.setHeader("Content-Length", QByteArray::number(reply.body.size()));
        });
        m_hub->search(QStringLiteral("  qwen 한국 & more "));
        QVERIFY(m_hub->isSearching());
        QTRY_COMPARE(m_hub->repositories()->count(), 30);
        QVERIFY(!m_hub->isSearching());
        const QByteArray asked = m_server->requests().first().path;
        QVERIFY2(
            asked.contains("filter=gguf") && asked.contains("search=qwen%20%ED%95%9C%EA%B5%AD%20%26%20more"), asked);
        const QModelIndex first = m_hub->repositories()->index(0);
        QCOMPARE(first.data(HubSearchModel::RepositoryRole).toString(), QStringLiteral("owner/model-0-GGUF"));
        QVERIFY(first.data(HubSearchModel::GatedRole).toBool());
        QCOMPARE(first.data(HubSearchModel::LicenceRole).toString(), QStringLiteral("mit"));
        QVERIFY(m_hub->repositories()->canFetchMore({}));
        m_hub->repositories()->fetchMore({});
        QTRY_COMPARE(m_hub->repositories()->count(), 35);
        QVERIFY(!m_hub->repositories()->canFetchMore({}));
    }

    void the_next_page_of_somebody_else_is_not_asked()
    {
        const QUrl asked(QStringLiteral("https://hub.example/api/models"));
        const auto next = [&](const char *link) { return HubApi::readPage("[]", link, asked)->next; };
        QCOMPARE(next("</api/models?c=2>; rel=\"next\""), QUrl(QStringLiteral("https://hub.example/api/models?c=2")));
        QVERIFY(next("<https://evil.example/api>; rel=\"next\"").isEmpty());
        QVERIFY(next("<http://hub.example/api>; rel=\"next\"").isEmpty());
        QVERIFY(next("<file:///etc/passwd>; rel=\"next\"").isEmpty());
        QVERIFY(next("<https://hub.example/api/models>; rel=\"next\"").isEmpty());
        QVERIFY(next("<https://hub.example/api?c=1>; rel=\"prev\"").isEmpty());
    }

    void files_are_grouped_and_foreign_names_left_out()
    {
        const QByteArray hash(64, 'a');
        QByteArray json = "{\"gated\":\"manual\",\"cardData\":{\"license\":\"apache-2.0\"},\"siblings\":[";
        const auto file = [&](const char *name, int size) {
            json += QByteArray(json.endsWith('[') ? "" : ",") + "{\"rfilename\":\"" + name + "\",\"lfs\":{\"sha256\":\""
                + hash + "\",\"size\":" + QByteArray::number(size) + "}}";
        };
        file("m-Q8_0.gguf", 800);
        file("m-Q4_K_M.gguf", 400);
        file("big/m-BF16-00001-of-00002.gguf", 1000);
        file("big/m-BF16-00002-of-00002.gguf", 600);
        file("m-F32-00001-of-00002.gguf", 3200); // its second part is missing
        file("mmproj-m-f16.gguf", 5);
        file("README.md", 5);
        file("../../etc/x.gguf", 5);
        file("/abs.gguf", 5);
        file("a\\\\b.gguf", 5);
        json += ",{\"rfilename\":\"m.UD-IQ2_XXS.gguf\",\"size\":100},{\"rfilename\":5},null]}";
        const Result<HubContents> contents
            = HubApi::readContents(json, QStringLiteral("o/m"), QUrl(QStringLiteral("https://hub.example")));
        VERIFY_OK(contents);
        QVERIFY(contents->gated);
        QCOMPARE(contents->licence, QStringLiteral("apache-2.0"));
        QStringList found;
        for (const HubFile &entry : contents->files)
            found << QStringLiteral("%1 %2 %3 %4")
                         .arg(entry.name, entry.quantization)
                         .arg(entry.byteCount())
                         .arg(entry.parts.size());
        QCOMPARE(found,
            QStringList({ QStringLiteral("m.UD-IQ2_XXS UD-IQ2_XXS 100 1"), QStringLiteral("m-Q4_K_M Q4_K_M 400 1"),
                QStringLiteral("m-Q8_0 Q8_0 800 1"), QStringLiteral("m-BF16 BF16 1600 2") }));
        QCOMPARE(contents->files.last().parts.first().urls.first(),
            QUrl(QStringLiteral("https://hub.example/o/m/resolve/main/big/m-BF16-00001-of-00002.gguf")));
        QCOMPARE(contents->files.at(1).parts.first().sha256, QByteArray::fromHex(hash));
        QVERIFY(contents->files.first().parts.first().sha256.isEmpty());
    }

    void answers_of_nonsense_are_errors()
    {
        const QUrl base(QStringLiteral("https://hub.example"));
        for (const char *json : { "", "<html>", "5", "{}", "[", "{\"siblings\":5}" }) {
            QVERIFY(!HubApi::readContents(json, QStringLiteral("o/m"), base));
            QVERIFY(!HubApi::readPage(json, {}, base));
        }
        const Result<HubPage> page
            = HubApi::readPage("[null, 5, {\"id\":\"../x\"}, {\"id\":\"a/b/c\"}, {\"id\":\"a/<b>\"}]", {}, base);
        VERIFY_OK(page);
        QVERIFY(page->repositories.isEmpty());
    }

    void a_gated_model_needs_a_token_that_is_kept()
    {
        const QByteArray content = randomFile(100000);
        m_server->serve("/api/models/o/m",
            "{\"gated\":\"manual\",\"siblings\":[{\"rfilename\":\"m-Q4_0.gguf\",\"lfs\":{\"size\":100000,\"sha256\":\""
                + sha256(content).toHex() + "\"}}]}");
        m_server->serve("/o/m/resolve/main/m-Q4_0.gguf", content);
        m_server->setLie([](const LyingServer::Request &request, LyingServer::Reply &reply) {
            if (!request.path.startsWith("/api") && request.headers.value("authorization") != "Bearer hf_good") {
                reply = {};
                reply.status = 401;
                reply.setHeader("Content-Length", "0");
            }
        });
        m_hub->open(QStringLiteral("o/m"));
        QTRY_COMPARE(m_hub->files()->count(), 1);
        QVERIFY(m_hub->needsToken());
        const QString id = m_hub->download(0);
        QTRY_COMPARE(m_downloads->downloads()->find(id)->status.state, DownloadState::Failed);
        const QString said = m_downloads->downloads()->index(0).data(DownloadModel::ErrorTextRole).toString();
        QVERIFY2(said.contains(QStringLiteral("token")), qPrintable(said));

        m_hub->setToken(QStringLiteral("two words\nand a line"));
        QVERIFY(!m_hub->hasToken());
        m_hub->setToken(QStringLiteral(" hf_good\n"));
        QVERIFY(m_hub->hasToken() && !m_hub->needsToken());
        m_downloads->resume(id);
        QTRY_COMPARE(m_downloads->downloads()->find(id)->status.state, DownloadState::Done);
        QVERIFY(m_downloads->downloads()->find(id)->status.verified);

        // The next start has it.
        HubApi api(m_gate.get(), m_server->url({}));
        HubController next(&api, m_downloads.get(), m_secrets.get());
        QTRY_VERIFY(next.hasToken());
        next.clearToken();
        QVERIFY(!next.hasToken());
    }

    void offline_says_so()
    {
        m_gate->setOffline(true);
        m_hub->search(QStringLiteral("x"));
        QTRY_VERIFY(m_hub->errorText().contains(QStringLiteral("ffline")));
        QVERIFY(!m_hub->isSearching());
        m_hub->dismissError();
        QVERIFY(m_hub->errorText().isEmpty());
        m_hub->open(QStringLiteral("not a repository"));
        QVERIFY(!m_hub->errorText().isEmpty());
        QVERIFY(m_server->requests().isEmpty());
    }

    void an_older_answer_does_not_replace_a_newer_one()
    {
        m_server->setLie([](const LyingServer::Request &request, LyingServer::Reply &reply) {
            reply = {};
            reply.status = 200;
            reply.body = repositories(request.path.contains("first") ? 0 : 50, 1);
            reply.setHeader("Content-Length", QByteArray::number(reply.body.size()));
        });
        m_hub->search(QStringLiteral("first"));
        m_hub->search(QStringLiteral("second"));
        QTRY_COMPARE(m_hub->repositories()->count(), 1);
        QTest::qWait(50);
        QCOMPARE(m_hub->repositories()->count(), 1);
        QCOMPARE(
            m_hub->repositories()->index(0).data(HubSearchModel::NameRole).toString(), QStringLiteral("model-50-GGUF"));
    }

    void formats_are_read_from_names_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("format");
        QTest::newRow("usual") << "Qwen3-8B-Q4_K_M.gguf"
                               << "Q4_K_M";
        QTest::newRow("small") << "qwen2.5-0.5b-instruct-q8_0.gguf"
                               << "Q8_0";
        QTest::newRow("dot") << "phi-4.IQ4_XS.gguf"
                             << "IQ4_XS";
        QTest::newRow("oss") << "gpt-oss-20b-mxfp4.gguf"
                             << "MXFP4";
        QTest::newRow("dynamic") << "m-UD-Q4_K_XL.gguf"
                                 << "UD-Q4_K_XL";
        QTest::newRow("full") << "m-f16.gguf"
                              << "F16";
        QTest::newRow("none") << "model.gguf"
                              << "";
    }

    void formats_are_read_from_names()
    {
        QFETCH(QString, name);
        QTEST(HubApi::quantizationOf(name), "format");
    }
};

QTEST_GUILESS_MAIN(TestHub)
#include "tst_hub.moc"
