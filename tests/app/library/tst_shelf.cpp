// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/library_controller.h"
#include "app/library/model_move.h"
#include "app/store/store_worker.h"
#include "tests/app/app_test.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

/// Folders, notes, moves, the trash, checksums, files dropped on the window.
class TestShelf : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_elsewhere = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_folder->filePath(QStringLiteral("xdg")).toLocal8Bit()); // of the trash
        start();
    }
    void cleanup() { m_context.reset(); }

    void a_folder_that_was_added_is_on_the_shelf_after_a_restart_too()
    {
        write(m_elsewhere->filePath(QStringLiteral("far.gguf")), "1234");
        library().addFolder(QUrl::fromLocalFile(m_elsewhere->path()));
        QTRY_VERIFY(find("far.gguf"));
        QCOMPARE(library().folders()->count(), 2);
        start();
        QTRY_VERIFY(find("far.gguf"));
        library().removeFolder(m_elsewhere->path());
        QTRY_VERIFY(!find("far.gguf"));
        QVERIFY(QFile::exists(m_elsewhere->filePath(QStringLiteral("far.gguf"))));
        start();
        settle();
        QVERIFY(!find("far.gguf"));
    }

    void a_folder_that_is_away_is_said_and_keeps_its_models()
    {
        const QTemporaryDir disk;
        const QString folder = disk.filePath(QStringLiteral("stick"));
        const QString away = disk.filePath(QStringLiteral("pulled"));
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(QFile::copy(QStringLiteral(MARU_TEST_DATA "/families/llama.gguf"), folder + QStringLiteral("/m.gguf")));
        library().addFolder(QUrl::fromLocalFile(folder));
        settle();
        QTRY_COMPARE(library().folders()->count(), 2);
        const auto detail
            = [this] { return library().folders()->index(1).data(ModelFolderList::DetailRole).toString(); };
        const auto missing
            = [this] { return library().folders()->index(1).data(ModelFolderList::MissingRole).toBool(); };
        QTRY_VERIFY(detail().contains(QLatin1Char('1')));
        QVERIFY(!missing());
        QVERIFY(QDir().rename(folder, away));
        library().refresh();
        QTRY_VERIFY(missing());
        QCOMPARE(detail(), QStringLiteral("Not there now"));
        QVERIFY(QDir().rename(away, folder));
        library().refresh();
        QTRY_VERIFY(!missing() && detail().contains(QLatin1Char('1')));
    }

    void two_hundred_models_are_listed_from_what_is_known()
    {
        constexpr int kModels = 200;
        const QString folder = library().modelFolder();
        for (int i = 0; i < kModels; ++i)
            QVERIFY(QFile::copy(
                QStringLiteral(MARU_TEST_DATA "/families/llama.gguf"), folder + QStringLiteral("/m%1.gguf").arg(i)));
        const auto timeOfStart = [this] {
            m_context.reset();
            QElapsedTimer timer;
            timer.start();
            AppOptions options = fakeOptions(m_folder->filePath(QStringLiteral("data")));
            options.engine = EngineKind::Real; // the one that reads files
            auto created = AppContext::create(options);
            if (!created)
                return qint64(-1);
            m_context = *std::move(created);
            library().refresh();
            if (!QTest::qWaitFor(
                    [this] { return !library().isScanning() && library().models()->count() >= kModels; }, 60000))
                return qint64(-1);
            return timer.elapsed();
        };
        const qint64 first = timeOfStart();
        const qint64 next = timeOfStart();
        qInfo("200 models: %lld ms when new, %lld ms when known, start of the program's inside included", first, next);
        QVERIFY(first >= 0 && next >= 0);
        for (const InstalledModel &model : library().models()->all())
            QCOMPARE(model.family, QStringLiteral("llama"));
        QVERIFY2(next < 2000, qPrintable(QString::number(next)));
    }

    void a_file_that_appears_is_seen_by_itself()
    {
        settle();
        write(library().modelFolder() + QStringLiteral("/new.gguf"), "1234");
        QTRY_VERIFY(library().models()->find(library().modelFolder() + QStringLiteral("/new.gguf")));
        QFile::remove(library().modelFolder() + QStringLiteral("/new.gguf"));
        QTRY_VERIFY(!library().models()->find(library().modelFolder() + QStringLiteral("/new.gguf")));
    }

    void name_and_notes_stay_with_the_file()
    {
        const QString path = ours("a.gguf");
        library().rename(path, QStringLiteral("My model"));
        library().setNotes(path, QStringLiteral("good at poems"));
        QCOMPARE(library().models()->find(path)->shownName(), QStringLiteral("My model"));
        m_context->store()->drain();
        start();
        QTRY_VERIFY(library().models()->find(path));
        QCOMPARE(library().models()->find(path)->shownName(), QStringLiteral("My model"));
        QCOMPARE(library().models()->find(path)->notes.notes, QStringLiteral("good at poems"));
        // A disk that is gone for a while.
        QFile::rename(path, path + QStringLiteral(".away"));
        QTRY_VERIFY(!library().models()->find(path));
        QFile::rename(path + QStringLiteral(".away"), path);
        QTRY_VERIFY(library().models()->find(path));
        QTRY_COMPARE(library().models()->find(path)->notes.notes, QStringLiteral("good at poems"));
    }

    void a_move_takes_the_notes_along_and_adds_the_folder()
    {
        const QString path = ours("a.gguf");
        library().setNotes(path, QStringLiteral("note"));
        m_context->store()->drain();
        QSignalSpy moved(&library(), &LibraryController::moved);
        library().moveTo(path, QUrl::fromLocalFile(m_elsewhere->path()));
        QVERIFY(moved.wait());
        QTRY_VERIFY(find("a.gguf"));
        QTRY_COMPARE(find("a.gguf")->notes.notes, QStringLiteral("note"));
        QVERIFY(!QFile::exists(path));
        QVERIFY(QFile::exists(m_elsewhere->filePath(QStringLiteral("a.gguf"))));
    }

    void a_move_that_is_stopped_leaves_everything_where_it_was()
    {
        const QString from = m_folder->filePath(QStringLiteral("x-00001-of-00002.gguf"));
        write(from, QByteArray(100'000, 'x'));
        write(m_folder->filePath(QStringLiteral("x-00002-of-00002.gguf")), "2");
        write(m_elsewhere->filePath(QStringLiteral("x-00001-of-00002.gguf")), "taken"); // so that it has to copy
        std::stop_source stop;
        stop.request_stop();
        const auto result = moveModel(
            from, m_elsewhere->path(), [](qint64, qint64) {}, stop.get_token());
        QVERIFY(!result);
        QVERIFY(QFile::exists(from));
        QCOMPARE(QDir(m_elsewhere->path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void what_is_thrown_away_is_in_the_trash()
    {
        const QString path = ours("a.gguf");
        library().trash(path);
        QTRY_VERIFY(!library().models()->find(path));
        QVERIFY(!QFile::exists(path));
        QVERIFY2(library().errorText().isEmpty(), qPrintable(library().errorText()));
    }

    void a_checksum_is_kept_and_tells_identical_files()
    {
        const QString path = ours("a.gguf", "abc");
        library().verify(path);
        QTRY_VERIFY(!library().models()->find(path)->notes.sha256.isEmpty());
        QCOMPARE(library().models()->find(path)->notes.sha256,
            QStringLiteral("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QVERIFY(!role(path, InstalledModelList::VerifiedTextRole).isEmpty());
    }

    void the_same_model_twice_is_said()
    {
        InstalledModelList list;
        InstalledModel a;
        a.path = QStringLiteral("/one/a.gguf");
        a.name = QStringLiteral("a");
        a.modelId = QStringLiteral("0123");
        a.byteCount = 5;
        InstalledModel b = a;
        b.path = QStringLiteral("/two/b.gguf");
        b.name = QStringLiteral("b");
        list.reset({ a, b });
        const auto text
            = [&list] { return list.data(list.index(0), InstalledModelList::DuplicateTextRole).toString(); };
        QVERIFY(text().contains(QStringLiteral("Looks the same as b in /two")));
        a.notes.sha256 = b.notes.sha256 = QStringLiteral("ff");
        list.update(a);
        list.update(b);
        QVERIFY(text().contains(QStringLiteral("The same file as b")));
        b.notes.sha256 = QStringLiteral("ee");
        list.update(b);
        QVERIFY(text().isEmpty());
    }

    void files_of_another_application_are_used_and_never_changed()
    {
        const QString home = m_elsewhere->path();
        const QString path = home + QStringLiteral("/.cache/llama.cpp/m.gguf");
        write(path, "1234");
        ForeignPlaces places;
        places.home = home;
        places.dataHome = places.configHome = places.system = home + QStringLiteral("/none");
        places.cacheHome = home + QStringLiteral("/.cache");
        library().setForeignPlaces(places);
        library().findOtherFolders();
        QTRY_COMPARE(library().otherFolders()->count(), 1);
        QVERIFY(!library().models()->find(path)); // asked first
        library().useOtherFolder(0);
        QTRY_VERIFY(library().models()->find(path));
        QCOMPARE(role(path, InstalledModelList::SourceTextRole), QStringLiteral("llama.cpp"));
        library().trash(path);
        library().moveTo(path, QUrl::fromLocalFile(library().modelFolder()));
        settle();
        QVERIFY(QFile::exists(path));
    }

    void files_and_folders_can_be_dropped()
    {
        write(m_elsewhere->filePath(QStringLiteral("one/a.gguf")), "1234");
        write(m_elsewhere->filePath(QStringLiteral("two/b.gguf")), "1234");
        write(m_elsewhere->filePath(QStringLiteral("c.gguf")), "1234");
        library().importDropped({ QUrl::fromLocalFile(m_elsewhere->filePath(QStringLiteral("one"))),
            QUrl::fromLocalFile(m_elsewhere->filePath(QStringLiteral("two/b.gguf"))),
            QUrl::fromLocalFile(m_elsewhere->filePath(QStringLiteral("c.gguf"))),
            QUrl(QStringLiteral("https://example.org/x.gguf")) });
        QTRY_VERIFY(find("one/a.gguf") && find("two/b.gguf") && find("c.gguf"));
        QVERIFY(find("c.gguf")->referenced);
    }

private:
    void start()
    {
        m_context.reset();
        auto created = AppContext::create(fakeOptions(m_folder->filePath(QStringLiteral("data"))));
        VERIFY_OK(created);
        m_context = *std::move(created);
    }
    LibraryController &library() { return *m_context->library(); }
    void settle() { QTRY_VERIFY(!library().isScanning()); }
    const InstalledModel *find(const char *name)
    {
        return library().models()->find(m_elsewhere->filePath(QString::fromLatin1(name)));
    }
    QString role(const QString &path, int role)
    {
        InstalledModelList *list = library().models();
        for (int row = 0; row < list->count(); ++row) {
            if (list->data(list->index(row), InstalledModelList::PathRole) == path)
                return list->data(list->index(row), role).toString();
        }
        return {};
    }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    /// A file in Maru's own folder, listed.
    QString ours(const char *name, const QByteArray &bytes = "1234")
    {
        const QString path = library().modelFolder() + u'/' + QLatin1String(name);
        write(path, bytes);
        library().refresh();
        [&] { QTRY_VERIFY(library().models()->find(path) && !library().isScanning()); }();
        return path;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QTemporaryDir> m_elsewhere;
    std::unique_ptr<AppContext> m_context;
};

QTEST_MAIN(TestShelf)
#include "tst_shelf.moc"
