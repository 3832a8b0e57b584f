// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/fake_tools.h"
#include "app/library/catalogue.h"
#include "app/library/catalogue_controller.h"
#include "app/library/fit_service.h"
#include "inference/model/families.h"
#include "tests/support/download_test.h"
#include "tests/support/verify_ok.h"

#include <QDir>
#include <QDirIterator>
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

QByteArray wrongCache()
{
    QJsonObject entry = modelEntry();
    entry[QStringLiteral("layers")] = 28;
    entry[QStringLiteral("kvHeads")] = 2;
    entry[QStringLiteral("headWidth")] = 128;
    entry[QStringLiteral("kvBytesPerToken")] = 28671;
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
        QHash<QString, QJsonObject> fields;
        const QJsonArray entries
            = QJsonDocument::fromJson(Catalogue::builtInJson()).object()[QStringLiteral("models")].toArray();
        for (const QJsonValue &entry : entries)
            fields.insert(entry[QStringLiteral("id")].toString(), entry.toObject());
        int korean = 0;
        for (const CatalogueModelEntry &entry : catalogue->models) {
            QVERIFY2(std::any_of(model::kFamilies.begin(), model::kFamilies.end(),
                         [&](const auto &family) { return family.name == entry.family.toStdString(); }),
                qPrintable(entry.family));
            QVERIFY2(entry.layers > 0 && entry.kvBytesPerToken > 0 && entry.contextLength > 0, qPrintable(entry.id));
            QVERIFY(!entry.languages.isEmpty());
            korean += entry.languages.contains(QStringLiteral("ko"));
            const QJsonObject json = fields.value(entry.id);
            const int width = json.contains(QStringLiteral("latentWidth"))
                ? json[QStringLiteral("latentWidth")].toInt()
                : 2 * json[QStringLiteral("kvHeads")].toInt() * json[QStringLiteral("headWidth")].toInt();
            QCOMPARE(entry.kvBytesPerToken, qint64 { 2 } * entry.layers * width);
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
        row("a cache that its heads do not make", wrongCache());
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

        // Signed rightly and fetched, it changes nothing and writes nothing, neither here nor around.
        const Signer signer;
        LyingServer server;
        server.serve("/list", signer.sign(json));
        QTemporaryDir around;
        QVERIFY(QDir(around.path()).mkpath(QStringLiteral("cache")) && QDir(around.path()).mkpath(QStringLiteral("m")));
        NetworkGate gate;
        HubApi hub(&gate, server.url({}));
        DownloadController downloads(&gate, around.filePath(QStringLiteral("m")));
        CatalogueController controller(
            &gate, &hub, &downloads, around.filePath(QStringLiteral("cache")), signer.publicKey());
        const int revision = controller.models()->catalogue().revision;
        controller.setAddress(server.url(QStringLiteral("/list")));
        controller.refresh();
        QTRY_VERIFY(!controller.errorText().isEmpty());
        QCOMPARE(controller.models()->catalogue().revision, revision);
        QStringList found;
        for (QDirIterator all(
                 around.path(), QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
             all.hasNext();)
            found << QDir(around.path()).relativeFilePath(all.next());
        found.sort();
        QCOMPARE(found, (QStringList { QStringLiteral("cache"), QStringLiteral("m") }));
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

    void the_page_of_a_model_says_what_is_known()
    {
        LyingServer server;
        QTemporaryDir folder;
        NetworkGate gate;
        gate.setOffline(true); // everything but the files is there without a network
        HubApi hub(&gate, QUrl(QStringLiteral("https://hub.example")));
        DownloadController downloads(&gate, folder.path());
        CatalogueController catalogue(&gate, &hub, &downloads, folder.path());
        catalogue.open(QStringLiteral("qwen3-4b"));
        const CatalogueDetails &details = *catalogue.details();
        QCOMPARE(details.modelId(), QStringLiteral("qwen3-4b"));
        QVERIFY(!details.sentence().isEmpty());
        QCOMPARE(details.licenceUrl().scheme(), QStringLiteral("https"));
        QCOMPARE(details.layers(), 36);
        QString all;
        for (const QVariant &line : details.facts())
            all += line.toMap().value(QStringLiteral("value")).toString() + u'\n';
        for (const char *word : { "Qwen", "English", "Apache-2.0", "4.0 B", "qwen3", "36", "40k tokens", "147 kB",
                 "unsloth/Qwen3-4B-GGUF at hub.example" })
            QVERIFY2(all.contains(QLatin1String(word)), word);
        QVERIFY(details.memoryText(8192).contains(QStringLiteral("1.2 GB")));
        QVERIFY(details.memoryText(131072).contains(QStringLiteral("40k"))); // it was trained for no more
        QCOMPARE(catalogue.files()->count(), 4);
        catalogue.close();
        QVERIFY(details.modelId().isEmpty() && details.facts().isEmpty());
        QCOMPARE(catalogue.files()->count(), 0);
    }

    void only_a_file_of_the_model_itself_is_on_the_shelf()
    {
        CatalogueModel models;
        models.setCatalogue(*Catalogue::parse(Catalogue::builtInJson(), QStringLiteral("999")));
        models.setInstalled({ QStringLiteral("Phi-4-mini-instruct-Q4_K_M"), QStringLiteral("qwen3-4b.Q8_0") });
        const auto has = [&](const char *id) { return models.isInstalled(*models.find(QLatin1String(id))); };
        QVERIFY(has("phi-4-mini") && has("qwen3-4b"));
        QVERIFY(!has("phi-4") && !has("qwen3-8b"));
    }

    void what_runs_well_is_what_the_badges_say()
    {
        FakeTools tools;
        FitService fit(&tools, nullptr);
        CatalogueModel models;
        models.setCatalogue(*Catalogue::parse(Catalogue::builtInJson(), QStringLiteral("999")));
        models.setFitService(&fit);
        models.setMemory({ 16000000000, 8000000000 });
        models.setOnlyFitting(true);
        const auto shows = [&](const char *id) {
            for (int row = 0; row < models.count(); ++row) {
                if (models.index(row).data(CatalogueModel::ModelIdRole) == QLatin1String(id))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(!shows("deepseek-r1-distill-llama-70b"));
        QVERIFY(shows("qwen3-4b"));
        const int shortContext = models.count();
        fit.setContext(131072); // 13 GB of cache: larger models do not run any more
        QTRY_VERIFY(models.count() < shortContext);
        models.clearFilters();
        QCOMPARE(models.count(), static_cast<int>(models.catalogue().models.size()));
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
