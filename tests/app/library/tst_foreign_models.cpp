// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/foreign_models.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace maru;

namespace {

void write(const QString &path, const QByteArray &bytes)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

ForeignPlaces placesIn(const QString &home)
{
    ForeignPlaces places;
    places.home = home;
    places.dataHome = home + "/.local/share";
    places.configHome = home + "/.config";
    places.cacheHome = home + "/.cache";
    places.system = home + "/usr";
    return places;
}

QByteArray manifest(const QByteArray &digest)
{
    return R"({"schemaVersion":2,"layers":[{"mediaType":"application/vnd.ollama.image.license","digest":"sha256:)"
        + QByteArray(64, '1') + R"("},{"mediaType":"application/vnd.ollama.image.model","digest":")" + digest
        + R"("}]})";
}

QStringList namesOf(const QList<FoundModel> &models)
{
    QStringList names;
    for (const FoundModel &model : models)
        names << model.name;
    return names;
}

} // namespace

class TstForeignModels : public QObject
{
    Q_OBJECT

private slots:
    void nothing_is_found_in_an_empty_home();
    void each_application_is_found_by_its_folder();
    void ollama_blobs_have_the_names_of_their_manifests();
    void a_manifest_cannot_name_a_file_elsewhere();
    void links_of_hugging_face_count_once();
    void parts_of_a_split_model_are_one();
    void a_loop_of_links_ends();
    void a_stopped_search_ends();
};

void TstForeignModels::nothing_is_found_in_an_empty_home()
{
    const QTemporaryDir home;
    QVERIFY(findForeignModels(placesIn(home.path())).isEmpty());
}

void TstForeignModels::each_application_is_found_by_its_folder()
{
    const QTemporaryDir home;
    const QString at = home.path();
    write(at + "/.lmstudio/models/maker/model/a.gguf", "1234");
    write(at + "/.local/share/Jan/data/llamacpp/models/b/model.gguf", "12");
    write(at + "/.local/share/nomic.ai/GPT4All/c.gguf", "1");
    write(at + "/.cache/llama.cpp/d.gguf", "1");
    write(at + "/.cache/llama.cpp/d.gguf.json", "{}");
    QStringList found;
    for (const ForeignFolder &folder : findForeignModels(placesIn(at)))
        found << folder.application + ":" + namesOf(folder.models).join(',') + QString(" %1").arg(folder.byteCount());
    QCOMPARE(found, QStringList({ "LM Studio:a 4", "Jan:model 2", "GPT4All:c 1", "llama.cpp:d 1" }));
}

void TstForeignModels::ollama_blobs_have_the_names_of_their_manifests()
{
    const QTemporaryDir home;
    const QString at = home.path() + "/.ollama/models";
    const QByteArray first = QByteArray(64, 'a');
    const QByteArray second = QByteArray(64, 'b');
    write(at + "/manifests/registry.example/library/llama3/8b", manifest("sha256:" + first));
    write(at + "/manifests/registry.example/library/llama3/latest", manifest("sha256:" + first));
    write(at + "/manifests/registry.example/someone/tiny/q4", manifest("sha256:" + second));
    write(at + "/manifests/registry.example/library/gone/1b", manifest("sha256:" + QByteArray(64, 'c')));
    write(at + "/blobs/sha256-" + first, "12345");
    write(at + "/blobs/sha256-" + second, "123");
    const QList<ForeignFolder> found = findForeignModels(placesIn(home.path()));
    QCOMPARE(found.size(), 1);
    QCOMPARE(namesOf(found[0].models), QStringList({ "llama3:8b", "someone/tiny:q4" }));
    QCOMPARE(found[0].models[0].path, at + "/blobs/sha256-" + first);
    QCOMPARE(found[0].byteCount(), 8);
}

void TstForeignModels::a_manifest_cannot_name_a_file_elsewhere()
{
    const QTemporaryDir home;
    const QString at = home.path() + "/.ollama/models";
    write(home.path() + "/secret", "1");
    write(at + "/blobs/x", "1");
    const QByteArrayList digests { "sha256:../../../secret", "../x", "sha256:" + QByteArray(63, 'a') + "/", "x", "" };
    for (qsizetype i = 0; i < digests.size(); ++i)
        write(at + QString("/manifests/h/library/m/%1").arg(i), manifest(digests.at(i)));
    write(at + "/manifests/h/library/m/broken", "{\"layers\":[{]");
    QVERIFY(modelsIn(at).isEmpty());
}

void TstForeignModels::links_of_hugging_face_count_once()
{
    const QTemporaryDir home;
    const QString at = home.path() + "/.cache/huggingface/hub/models--maker--name";
    write(at + "/blobs/0123", "12345");
    for (const QString &revision : { QStringLiteral("aa"), QStringLiteral("bb") }) {
        QVERIFY(QDir().mkpath(at + "/snapshots/" + revision));
        QVERIFY(QFile::link(at + "/blobs/0123", at + "/snapshots/" + revision + "/model.gguf"));
    }
    QVERIFY(QFile::link(at + "/blobs/missing", at + "/snapshots/aa/gone.gguf"));
    const QList<ForeignFolder> found = findForeignModels(placesIn(home.path()));
    QCOMPARE(found.size(), 1);
    QCOMPARE(found[0].application, QString("Hugging Face"));
    QCOMPARE(namesOf(found[0].models), QStringList({ "model" }));
    QCOMPARE(found[0].byteCount(), 5);
}

void TstForeignModels::parts_of_a_split_model_are_one()
{
    const QTemporaryDir folder;
    write(folder.path() + "/m-00001-of-00002.gguf", "12");
    write(folder.path() + "/m-00002-of-00002.gguf", "345");
    const QList<FoundModel> found = modelsIn(folder.path());
    QCOMPARE(namesOf(found), QStringList({ "m" }));
    QCOMPARE(found[0].byteCount, 5);
}

void TstForeignModels::a_loop_of_links_ends()
{
    const QTemporaryDir folder;
    write(folder.path() + "/a/m.gguf", "12");
    QVERIFY(QFile::link(folder.path(), folder.path() + "/a/again"));
    QCOMPARE(modelsIn(folder.path()).size(), 1);
}

void TstForeignModels::a_stopped_search_ends()
{
    const QTemporaryDir folder;
    write(folder.path() + "/m.gguf", "12");
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(modelsIn(folder.path(), stop.get_token()).isEmpty());
}

QTEST_GUILESS_MAIN(TstForeignModels)
#include "tst_foreign_models.moc"
