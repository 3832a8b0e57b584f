// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_controller.h"
#include "app/library/library_controller.h"
#include "app/library/model_copy.h"
#include "tests/app/app_test.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

class TestLibraryController : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_elsewhere = std::make_unique<QTemporaryDir>();
        start();
    }
    void cleanup() { m_context.reset(); }

    void files_of_the_model_folder_are_listed_broken_ones_with_their_reason()
    {
        write(library().modelFolder() + QStringLiteral("/good.gguf"), 5000);
        write(library().modelFolder() + QStringLiteral("/sub/deep.gguf"), 5000);
        write(library().modelFolder() + QStringLiteral("/empty.gguf"), 0);
        write(library().modelFolder() + QStringLiteral("/notes.txt"), 10);
        scan();
        QCOMPARE(names(),
            QStringList({ QStringLiteral("deep"), QStringLiteral("empty"), QStringLiteral("Fake model"),
                QStringLiteral("good") }));
        QVERIFY(!role(1, InstalledModelList::UsableRole).toBool());
        QVERIFY(role(1, InstalledModelList::ProblemTextRole).toString().contains(QStringLiteral("is empty")));
        QVERIFY(role(3, InstalledModelList::UsableRole).toBool());
        QVERIFY(role(3, InstalledModelList::DetailRole).toString().contains(QStringLiteral("kB")));
    }

    void a_file_that_changed_is_read_again_and_one_that_is_gone_is_not_listed()
    {
        const QString path = library().modelFolder() + QStringLiteral("/a.gguf");
        write(path, 0);
        scan();
        QVERIFY(!library().models()->find(path)->problem->message.empty());
        write(path, 100);
        scan();
        QVERIFY(!library().models()->find(path)->problem);
        QFile::remove(path);
        scan();
        QVERIFY(!library().models()->find(path));
    }

    void a_reference_stays_where_it_is_and_is_remembered()
    {
        const QString path = m_elsewhere->filePath(QStringLiteral("far.gguf"));
        write(path, 100);
        QSignalSpy imported(&library(), &LibraryController::imported);
        library().importReference(QUrl::fromLocalFile(path));
        QVERIFY(imported.wait());
        QCOMPARE(imported.first().first().toString(), path);
        QTRY_VERIFY(library().models()->find(path));
        QVERIFY(library().models()->find(path)->referenced);
        start();
        QTRY_VERIFY(library().models()->find(path));
        library().forget(path);
        QTRY_VERIFY(!library().models()->find(path));
        QVERIFY(QFile::exists(path));
    }

    void a_reference_whose_file_is_gone_says_so()
    {
        const QString path = m_elsewhere->filePath(QStringLiteral("far.gguf"));
        write(path, 100);
        library().importReference(QUrl::fromLocalFile(path));
        QTRY_VERIFY(library().models()->find(path));
        QFile::remove(path);
        scan();
        QVERIFY(library().models()->find(path));
        QCOMPARE(library().models()->find(path)->problem->reason, Reason::FileMissing);
    }

    void a_copy_is_whole_and_named_apart()
    {
        const QString path = m_elsewhere->filePath(QStringLiteral("copy.gguf"));
        write(path, 9'000'000);
        for (const char *name : { "copy.gguf", "copy-2.gguf" }) {
            QSignalSpy imported(&library(), &LibraryController::imported);
            QSignalSpy progress(&library(), &LibraryController::importChanged);
            library().importCopy(QUrl::fromLocalFile(path));
            QVERIFY(library().isImporting());
            QVERIFY(imported.wait());
            QVERIFY(progress.count() >= 3);
            const QString target = library().modelFolder() + u'/' + QLatin1String(name);
            QCOMPARE(imported.first().first().toString(), target);
            QFile a(path);
            QFile b(target);
            QVERIFY(a.open(QIODevice::ReadOnly) && b.open(QIODevice::ReadOnly));
            QVERIFY(a.readAll() == b.readAll());
        }
        QCOMPARE(QDir(library().modelFolder()).entryList(QDir::Files | QDir::Hidden).size(), 2);
    }

    void a_split_model_is_one_entry_with_the_size_of_all_its_parts()
    {
        const QString folder = library().modelFolder();
        for (int part = 1; part <= 3; ++part)
            write(QStringLiteral("%1/big-0000%2-of-00003.gguf").arg(folder).arg(part), 1000 * part);
        write(folder + QStringLiteral("/lost-00002-of-00002.gguf"), 700); // its first part is not there
        scan();
        QCOMPARE(names(), QStringList({ QStringLiteral("big"), QStringLiteral("Fake model"), QStringLiteral("lost") }));
        const QString path = folder + QStringLiteral("/big-00001-of-00003.gguf");
        QVERIFY(library().models()->find(path));
        QCOMPARE(library().models()->find(path)->byteCount, qint64 { 6000 });
        const qint64 modified = library().models()->find(path)->modifiedAt;
        scan();
        QCOMPARE(library().models()->find(path)->modifiedAt, modified);
        QFile::remove(folder + QStringLiteral("/big-00003-of-00003.gguf"));
        scan();
        QCOMPARE(library().models()->find(path)->byteCount, qint64 { 3000 }); // looked at anew
    }

    void a_split_model_is_copied_and_referenced_whole_whichever_part_is_picked()
    {
        for (int part = 1; part <= 2; ++part)
            write(m_elsewhere->filePath(QStringLiteral("two-0000%1-of-00002.gguf").arg(part)), 5'000'000 + part);
        const QString second = m_elsewhere->filePath(QStringLiteral("two-00002-of-00002.gguf"));
        for (const char *name : { "two", "two-2" }) {
            QSignalSpy imported(&library(), &LibraryController::imported);
            library().importCopy(QUrl::fromLocalFile(second));
            QVERIFY(imported.wait());
            const QString prefix = library().modelFolder() + u'/' + QLatin1String(name);
            QCOMPARE(imported.first().first().toString(), prefix + QStringLiteral("-00001-of-00002.gguf"));
            QCOMPARE(QFileInfo(prefix + QStringLiteral("-00001-of-00002.gguf")).size(), qint64 { 5000001 });
            QCOMPARE(QFileInfo(prefix + QStringLiteral("-00002-of-00002.gguf")).size(), qint64 { 5000002 });
        }
        QCOMPARE(QDir(library().modelFolder()).entryList(QDir::Files | QDir::Hidden).size(), 4);
        QSignalSpy imported(&library(), &LibraryController::imported);
        library().importReference(QUrl::fromLocalFile(second));
        QVERIFY(imported.wait());
        QCOMPARE(imported.first().first().toString(), m_elsewhere->filePath(QStringLiteral("two-00001-of-00002.gguf")));
    }

    void what_is_no_model_is_refused()
    {
        const QString path = m_elsewhere->filePath(QStringLiteral("empty.gguf"));
        write(path, 0);
        library().importCopy(QUrl::fromLocalFile(path));
        QTRY_VERIFY(!library().errorText().isEmpty());
        QVERIFY(library().errorText().contains(QStringLiteral("is empty")));
        library().dismissError();
        QVERIFY(library().errorText().isEmpty());
        library().importReference(QUrl::fromLocalFile(QStringLiteral("/nowhere/at/all.gguf")));
        QTRY_VERIFY(library().errorText().contains(QStringLiteral("all.gguf")));
        QVERIFY(!library().isImporting());
    }

    void a_stopped_copy_leaves_nothing()
    {
        const QString path = m_elsewhere->filePath(QStringLiteral("copy.gguf"));
        write(path, 20'000'000);
        std::stop_source stop;
        const auto result = copyModel(
            path, library().modelFolder(), [&stop](qint64, qint64) { stop.request_stop(); }, stop.get_token());
        QVERIFY(!result.has_value());
        QVERIFY(result.error().code == ErrorCode::Cancelled);
        QVERIFY(QDir(library().modelFolder()).entryList(QDir::Files | QDir::Hidden).isEmpty());
        library().importCopy(QUrl::fromLocalFile(path));
        library().cancelImport();
        QTRY_VERIFY(!library().isImporting());
        QVERIFY(library().errorText().isEmpty());
    }

    void what_a_killed_copy_left_is_removed_at_the_next_start()
    {
        const QString left = library().modelFolder() + QStringLiteral("/.big.gguf.part");
        write(left, 100);
        start();
        QTRY_VERIFY(!QFile::exists(left));
    }

private:
    LibraryController &library() { return *m_context->library(); }
    QVariant role(int row, int role) { return library().models()->data(library().models()->index(row), role); }

    QStringList names()
    {
        QStringList result;
        for (int row = 0; row < library().models()->count(); ++row)
            result << role(row, InstalledModelList::NameRole).toString();
        return result;
    }

    void start()
    {
        m_context.reset();
        auto context = AppContext::create(fakeOptions(m_folder->path()));
        VERIFY_OK(context);
        m_context = *std::move(context);
        QTRY_VERIFY(!library().isScanning());
    }

    void scan()
    {
        QSignalSpy scanned(&library(), &LibraryController::scanned);
        library().refresh();
        QVERIFY(scanned.wait());
    }

    static void write(const QString &path, qsizetype size)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).absolutePath()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QByteArray bytes(size, 'x');
        for (qsizetype i = 0; i < size; i += 97)
            bytes[i] = static_cast<char>(i);
        QCOMPARE(file.write(bytes), size);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QTemporaryDir> m_elsewhere;
    std::unique_ptr<AppContext> m_context;
};

QTEST_MAIN(TestLibraryController)
#include "tst_library_controller.moc"
