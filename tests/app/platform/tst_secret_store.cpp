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
    void a_file_keeps_secrets_where_there_is_no_keyring()
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
