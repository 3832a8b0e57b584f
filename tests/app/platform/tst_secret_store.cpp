// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/secret_store.h"
#include "tests/support/verify_ok.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace maru;

class TestSecretStore : public QObject
{
    Q_OBJECT

private:
    static QByteArray read(SecretStore &store, const QString &name)
    {
        QObject receiver;
        std::optional<QByteArray> read;
        store.read(&receiver, name, [&](const Result<QByteArray> &secret) { read = secret.value_or("failed"); });
        if (!QTest::qWaitFor([&] { return read.has_value(); }))
            return "nothing came";
        return *read;
    }

private slots:
    void initTestCase()
    {
        for (const char *name : { "DBUS_SESSION_BUS_ADDRESS", "KDE_FULL_SESSION", "GNOME_KEYRING_CONTROL" })
            qunsetenv(name);
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    }

    void without_a_keyring_nothing_is_written_until_the_user_wants_that()
    {
        QTemporaryDir folder;
        const QString name = QStringLiteral("hub-token@hub.example");
        SecretStore store(folder.path(), SecretStore::Place::Keyring);
        bool written = false;
        // No bus, no keyring: QtKeychain says so.
        store.write(this, name, "hf_secret", [&](const Result<void> &result) { written = result.has_value(); });
        QTRY_VERIFY(written);
        QCOMPARE(store.place(), SecretStore::Place::Memory);
        QVERIFY(store.placeText().contains(QStringLiteral("forgotten")));
        QCOMPARE(read(store, name), QByteArray("hf_secret"));
        QVERIFY(QDir(folder.path()).isEmpty());
        SecretStore next(folder.path(), SecretStore::Place::Keyring);
        QCOMPARE(read(next, name), QByteArray()); // of the next run

        bool kept = false;
        store.keepInFile(this, [&](const Result<void> &result) { kept = result.has_value(); });
        QTRY_VERIFY(kept);
        QCOMPARE(store.place(), SecretStore::Place::File);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
        SecretStore last(folder.path(), SecretStore::Place::Keyring);
        QCOMPARE(read(last, name), QByteArray("hf_secret"));
        QCOMPARE(last.place(), SecretStore::Place::File);
    }

    void a_file_keeps_secrets_where_the_user_wants_it()
    {
        QTemporaryDir folder;
        SecretStore store(folder.path(), SecretStore::Place::File);
        const QString name = QStringLiteral("hub-token@../../etc");
        QCOMPARE(read(store, name), QByteArray());
        bool written = false;
        store.write(this, name, "hf_secret", [&](const Result<void> &result) { written = result.has_value(); });
        QTRY_VERIFY(written);
        QCOMPARE(read(store, name), QByteArray("hf_secret"));
        QCOMPARE(read(store, QStringLiteral("hub-token@other")), QByteArray());

        const QFileInfoList files = QDir(folder.path()).entryInfoList(QDir::Files);
        QCOMPARE(files.size(), 1);
        const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(files.constFirst().permissions() & others));
        QVERIFY(store.placeText().contains(folder.path()));

        bool removed = false;
        store.remove(this, name, [&](const Result<void> &result) { removed = result.has_value(); });
        QTRY_VERIFY(removed);
        QCOMPARE(read(store, name), QByteArray());
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void a_folder_that_cannot_be_written_is_said()
    {
        SecretStore store(QStringLiteral("/proc/nowhere"), SecretStore::Place::File);
        std::optional<Reason> reason;
        store.write(this, QStringLiteral("x"), "y",
            [&](const Result<void> &result) { reason = result ? Reason::Unspecified : result.error().reason; });
        QTRY_VERIFY(reason);
        QCOMPARE(static_cast<int>(*reason), static_cast<int>(Reason::SecretsFailed));
    }
};

QTEST_GUILESS_MAIN(TestSecretStore)
#include "tst_secret_store.moc"
