// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/catalogue.h"
#include "app/library/catalogue_controller.h"
#include "inference/model/families.h"
#include "tests/support/download_test.h"
#include "tests/support/verify_ok.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <openssl/evp.h>

#include <algorithm>
#include <memory>

using namespace maru;
using namespace maru::test;

namespace {

/// A key pair for lists of this test.
struct Signer
{
    Signer()
    {
        EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nullptr);
        EVP_PKEY_keygen_init(context);
        EVP_PKEY_keygen(context, &key);
        EVP_PKEY_CTX_free(context);
    }
    ~Signer() { EVP_PKEY_free(key); }

    QByteArray publicKey() const
    {
        QByteArray bytes(32, '\0');
        std::size_t size = 32;
        EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char *>(bytes.data()), &size);
        return bytes;
    }

    QByteArray sign(const QByteArray &list) const
    {
        QByteArray signature(64, '\0');
        std::size_t size = 64;
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        EVP_DigestSignInit(context, nullptr, nullptr, nullptr, key);
        EVP_DigestSign(context, reinterpret_cast<unsigned char *>(signature.data()), &size,
            reinterpret_cast<const unsigned char *>(list.constData()), static_cast<std::size_t>(list.size()));
        EVP_MD_CTX_free(context);
        return "maru-catalogue-1 " + signature.toBase64() + '\n' + list;
    }

    EVP_PKEY *key = nullptr;
};

QJsonObject part()
{
    return { { QStringLiteral("name"), QStringLiteral("m.gguf") },
        { QStringLiteral("urls"), QJsonArray { QStringLiteral("https://example.com/m.gguf") } },
        { QStringLiteral("bytes"), 1000 }, { QStringLiteral("sha256"), QString(64, u'a') } };
}

QJsonObject modelEntry()
{
    return { { QStringLiteral("id"), QStringLiteral("m-1") }, { QStringLiteral("name"), QStringLiteral("M 1") },
        { QStringLiteral("maker"), QStringLiteral("Maker") }, { QStringLiteral("family"), QStringLiteral("llama") },
        { QStringLiteral("licence"), QStringLiteral("MIT") },
        { QStringLiteral("licenceUrl"), QStringLiteral("https://example.com/l") },
        { QStringLiteral("page"), QStringLiteral("https://example.com/p") },
        { QStringLiteral("repository"), QStringLiteral("owner/name-GGUF") },
        { QStringLiteral("languages"), QJsonArray { QStringLiteral("en") } },
        { QStringLiteral("sentence"),
            QJsonObject { { QStringLiteral("en"), QStringLiteral("Good.") },
                { QStringLiteral("ko"), QStringLiteral("좋다.") } } },
        { QStringLiteral("parameters"), 1e9 },
        { QStringLiteral("files"),
            QJsonArray { QJsonObject { { QStringLiteral("quantization"), QStringLiteral("Q4_K_M") },
                { QStringLiteral("parts"), QJsonArray { part() } } } } } };
}

QByteArray list(const QJsonObject &entry, int revision = 7)
{
    return QJsonDocument(QJsonObject { { QStringLiteral("format"), 1 }, { QStringLiteral("revision"), revision },
                             { QStringLiteral("models"), QJsonArray { entry } } })
        .toJson();
}

/// The model with one field changed.
QByteArray with(const char *key, const QJsonValue &value)
{
    QJsonObject entry = modelEntry();
    entry[QLatin1String(key)] = value;
    return list(entry);
}

QByteArray withPart(const char *key, const QJsonValue &value)
{
    QJsonObject changed = part();
    changed[QLatin1String(key)] = value;
    QJsonObject entry = modelEntry();
    entry[QStringLiteral("files")]
        = QJsonArray { QJsonObject { { QStringLiteral("quantization"), QStringLiteral("Q8_0") },
            { QStringLiteral("parts"), QJsonArray { changed } } } };
    return list(entry);
}

QJsonValue text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

} // namespace

class TestCatalogue : public QObject
{
    Q_OBJECT

private slots:
    void the_built_in_list_is_right()
    {
        const Result<Catalogue> catalogue = Catalogue::parse(Catalogue::builtInJson(), QStringLiteral("999"));
        VERIFY_OK(catalogue);
        QVERIFY(catalogue->models.size() >= 20);
        int korean = 0;
        for (const CatalogueModelEntry &entry : catalogue->models) {
            QVERIFY2(std::any_of(model::kFamilies.begin(), model::kFamilies.end(),
                         [&](const auto &family) { return family.name == entry.family.toStdString(); }),
                qPrintable(entry.family));
            QVERIFY2(entry.layers > 0 && entry.kvBytesPerToken > 0 && entry.contextLength > 0, qPrintable(entry.id));
            QVERIFY(!entry.languages.isEmpty());
            korean += entry.languages.contains(QStringLiteral("ko"));
            for (const CatalogueFile &file : entry.files)
                QVERIFY2(entry.sizeOf(file) > 0, qPrintable(entry.id + file.quantization));
        }
        QVERIFY(korean >= 5);
        for (int i = 0; i < 7; ++i)
            QVERIFY(catalogue->models.at(i).id.startsWith(QStringLiteral("deepseek-r1-")));
    }

    void an_entry_for_a_newer_program_is_left_out()
    {
        QJsonObject entry = modelEntry();
        entry[QStringLiteral("needs")] = QStringLiteral("2.0");
        entry[QStringLiteral("sentence")] = 5; // whatever else it may say
        const QByteArray json
            = QJsonDocument(QJsonObject { { QStringLiteral("format"), 1 }, { QStringLiteral("revision"), 1 },
                                { QStringLiteral("models"), QJsonArray { entry, modelEntry() } } })
                  .toJson();
        const Result<Catalogue> old = Catalogue::parse(json, QStringLiteral("0.1.0"));
        VERIFY_OK(old);
        QCOMPARE(old->models.size(), 1);
        QVERIFY(!Catalogue::parse(json, QStringLiteral("2.0.1")));
    }

    void hostile_lists_are_refused_data()
    {
        QTest::addColumn<QByteArray>("json");
        const auto row = [](const char *name, const QByteArray &json) { QTest::newRow(name) << json; };
        row("nothing", "");
        row("no JSON", "{ \"format\": 1, ");
        row("a list", "[]");
        row("deep", QByteArray(100000, '['));
        row("large", list(modelEntry()) + QByteArray(5000000, ' '));
        row("another format", "{\"format\": 2, \"revision\": 1, \"models\": [{}]}");
        row("no revision", "{\"format\": 1, \"models\": [{}]}");
        row("no models", "{\"format\": 1, \"revision\": 1, \"models\": []}");
        row("models of nothing", "{\"format\": 1, \"revision\": 1, \"models\": [null]}");
        row("a path as id", with("id", text("../../x")));
        row("a control character", with("name", text("a\x1b[2J")));
        row("right to left", with("maker", text("a\u202eb")));
        row("a long text", with("name", QString(501, u'x')));
        row("a name that is a number", with("name", 5));
        row("a page without TLS", with("page", text("http://example.com")));
        row("a page of the file system", with("page", text("file:///etc/passwd")));
        row("a script", with("licenceUrl", text("javascript:alert(1)")));
        row("a password", with("page", text("https://a:b@example.com/")));
        row("a repository above", with("repository", text("../..")));
        row("a repository of three", with("repository", text("a/b/c")));
        row("a language", with("languages", QJsonArray { text("<b>") }));
        row("no sentence", with("sentence", QJsonObject()));
        row("parameters below nothing", with("parameters", -1));
        row("infinite parameters", with("parameters", 1e300));
        row("layers", with("layers", -3));
        row("no files", with("files", QJsonArray()));
        row("a file name above", withPart("name", text("../m.gguf")));
        row("an absolute file name", withPart("name", text("/etc/m.gguf")));
        row("a Windows file name", withPart("name", text("c:\\m.gguf")));
        row("a program", withPart("name", text("m.desktop")));
        row("an address without TLS", withPart("urls", QJsonArray { text("http://example.com/m.gguf") }));
        row("no address", withPart("urls", QJsonArray()));
        row("a size below nothing", withPart("bytes", -5));
        row("a size beyond all disks", withPart("bytes", 9e18));
        row("a short hash", withPart("sha256", text("abcd")));
        row("no hash", withPart("sha256", QJsonValue()));
        row("chunks without a size", withPart("chunks", QJsonArray { QString(64, u'b') }));
        row("chunks that do not fit", withPart("chunkBytes", 100));
    }

    void hostile_lists_are_refused()
    {
        QFETCH(QByteArray, json);
        VERIFY_OK(Catalogue::parse(list(modelEntry()), QStringLiteral("1.0"))); // what was changed is what is wrong
        const Result<Catalogue> catalogue = Catalogue::parse(json, QStringLiteral("1.0"));
        QVERIFY(!catalogue);
        QCOMPARE(static_cast<int>(catalogue.error().reason), static_cast<int>(Reason::BadCatalogue));
    }

    void only_the_right_signature_counts()
    {
        const Signer signer;
        const Signer other;
        const QByteArray json = list(modelEntry());
        const QByteArray good = signer.sign(json);
        QCOMPARE(*checkedCatalogue(good, signer.publicKey()), json);
        QVERIFY(!checkedCatalogue(good, other.publicKey()));
        QVERIFY(!checkedCatalogue(json, signer.publicKey()));
        QVERIFY(!checkedCatalogue("maru-catalogue-1 \n" + json, signer.publicKey()));
        QVERIFY(!checkedCatalogue("maru-catalogue-1 %%%\n" + json, signer.publicKey()));
        QVERIFY(!checkedCatalogue(good + ' ', signer.publicKey()));
        for (qsizetype at : { qsizetype(20), good.size() / 2, good.size() - 3 }) {
            QByteArray changed = good;
            changed[at] = static_cast<char>(changed.at(at) ^ 1);
            QVERIFY(!checkedCatalogue(changed, signer.publicKey()));
        }
        QCOMPARE(catalogueKey().size(), 32);
    }

    void a_newer_list_is_used_and_kept()
    {
        const Signer signer;
        LyingServer server;
        QTemporaryDir folder;
        NetworkGate gate;
        HubApi hub(&gate, server.url({}));
        DownloadController downloads(&gate, folder.path());
        CatalogueController catalogue(&gate, &hub, &downloads, folder.path(), signer.publicKey());
        const int own = catalogue.models()->catalogue().revision;
        QVERIFY(!catalogue.canRefresh());
        catalogue.setAddress(server.url(QStringLiteral("/list")));

        server.serve("/list", list(modelEntry(), own + 5)); // not signed
        catalogue.refresh();
        QTRY_VERIFY(!catalogue.errorText().isEmpty());
        QCOMPARE(catalogue.models()->catalogue().revision, own);

        server.serve("/list", signer.sign(list(modelEntry(), own + 5)));
        catalogue.refresh();
        QTRY_COMPARE(catalogue.models()->catalogue().revision, own + 5);
        QVERIFY(catalogue.errorText().isEmpty());
        QCOMPARE(catalogue.models()->count(), 1);

        server.serve("/list", signer.sign(list(modelEntry(), own + 4))); // older
        catalogue.refresh();
        QTRY_VERIFY(!catalogue.errorText().isEmpty());
        QCOMPARE(catalogue.models()->catalogue().revision, own + 5);

        // The next start has it without asking; one that somebody changed is not used.
        CatalogueController next(&gate, &hub, &downloads, folder.path(), signer.publicKey());
        QCOMPARE(next.models()->catalogue().revision, own + 5);
        QFile kept(folder.filePath(QStringLiteral("catalogue.signed")));
        QVERIFY(kept.open(QIODevice::ReadWrite));
        kept.seek(kept.size() - 10);
        kept.write("x");
        kept.close();
        CatalogueController last(&gate, &hub, &downloads, folder.path(), signer.publicKey());
        QCOMPARE(last.models()->catalogue().revision, own);
    }

    void the_hub_is_asked_which_file_it_is()
    {
        const QByteArray content = randomFile(70000);
        LyingServer server;
        QTemporaryDir folder;
        NetworkGate gate;
        HubApi hub(&gate, server.url({}));
        DownloadController downloads(&gate, folder.path());
        CatalogueController catalogue(&gate, &hub, &downloads, folder.path());
        const CatalogueModelEntry entry = catalogue.models()->catalogue().models.first();
        const QByteArray answer
            = "{\"id\":\"x\",\"gated\":false,\"siblings\":[{\"rfilename\":\"README.md\",\"size\":5},"
              "{\"rfilename\":\"deep-Q4_K_M.gguf\",\"size\":70000,\"lfs\":{\"sha256\":\""
            + sha256(content).toHex() + "\",\"size\":70000}}]}";
        server.serve("/api/models/" + entry.repository.toUtf8(), answer);
        server.serve('/' + entry.repository.toUtf8() + "/resolve/main/deep-Q4_K_M.gguf", content);
        catalogue.download(entry.id, 0);
        QTRY_COMPARE(downloads.downloads()->count(), 1);
        QTRY_VERIFY(QFile::exists(folder.filePath(QStringLiteral("deep-Q4_K_M.gguf"))));
        QVERIFY(catalogue.errorText().isEmpty());
    }

    void filters_leave_what_fits()
    {
        CatalogueModel models;
        models.setCatalogue(*Catalogue::parse(Catalogue::builtInJson(), QStringLiteral("999")));
        const int all = models.count();
        models.setLanguage(QStringLiteral("ko"));
        const int korean = models.count();
        QVERIFY(korean > 0 && korean < all);
        models.setSearchText(QStringLiteral("exaone"));
        QCOMPARE(models.count(), 2);
        models.setSearchText({});
        models.setLanguage({});
        models.setMemory({ 16000000000, 8000000000 });
        models.setOnlyFitting(true);
        QVERIFY(models.count() > 5 && models.count() < all);
        const CatalogueModelEntry *large = models.find(QStringLiteral("deepseek-r1-distill-llama-70b"));
        QCOMPARE(models.fitOf(*large, large->files.first()), CatalogueFit::TooLarge);
        const CatalogueModelEntry *small = models.find(QStringLiteral("qwen3-4b"));
        QCOMPARE(models.fitOf(*small, small->files.at(models.bestFile(*small))), CatalogueFit::Gpu);
        QCOMPARE(small->files.at(models.bestFile(*small)).quantization, QStringLiteral("Q8_0"));
        models.setOnlyFitting(false);
        models.setLargestBytes(2e9);
        QVERIFY(models.count() < all);
    }
};

QTEST_GUILESS_MAIN(TestCatalogue)
#include "tst_catalogue.moc"
