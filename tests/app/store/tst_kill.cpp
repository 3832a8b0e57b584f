// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_controller.h"
#include "app/chat/reply_writer.h"
#include "app/engine/engine.h"
#include "app/history/history_controller.h"
#include "app/library/library_controller.h"
#include "app/store/store_worker.h"
#include "tests/app/app_test.h"

#include <QFile>
#include <QGuiApplication>
#include <QHash>
#include <QProcess>
#include <QRandomGenerator>
#include <QSet>
#include <QTemporaryDir>
#include <QTimer>
#include <QUrl>

#include <signal.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <utility>

using namespace maru;
using namespace maru::test;

namespace {

qint64 monotonicMs()
{
    timespec now {};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

/// What the killed process is: a Maru that writes an endless reply and says how much of it there is, and when.
int writeUntilKilled(const QString &dataDir, int argc, char *argv[])
{
    QGuiApplication application(argc, argv);
    AppOptions options = fakeOptions(dataDir);
    options.fakeScript.tokensPerSecond = 150;
    options.fakeScript.reply = QString(QStringLiteral("word ")).repeated(20'000).trimmed();
    auto context = AppContext::create(options);
    if (!context)
        return 1;
    QObject::connect(
        (*context)->engine(), &Engine::written, &application, [length = qsizetype(0)](const ReplyBatch &batch) mutable {
            length += batch.text.size();
            std::fprintf(stdout, "%lld %lld\n", static_cast<long long>(monotonicMs()), static_cast<long long>(length));
            std::fflush(stdout);
        });
    (*context)->chat()->send(QStringLiteral("Tell me a long story"));
    return application.exec();
}

/// Does what people do with conversations, in random order and all the time. Says `try` before something that takes the
/// place of what was there, and `done` once something is saved: each with its kind, the conversation and the value.
class Person : public QObject
{
public:
    Person(AppContext *context, const QString &folder, quint32 seed)
        : m_context(context)
        , m_folder(folder)
        , m_random(seed)
        , m_serial(QString::number(seed, 16))
    {
        connect(&m_steps, &QTimer::timeout, this, &Person::step);
        connect(&chat(), &ChatController::replyEnded, this, [this](const QString &text) {
            if (!text.isEmpty() && m_asked != 0)
                saved("reply", m_asked, text);
        });
        m_steps.start(35);
    }

private:
    ChatController &chat() { return *m_context->chat(); }

    static void tell(const char *word, const char *kind, qint64 id, const QString &value)
    {
        std::fprintf(stdout, "%s %s %lld %s\n", word, kind, static_cast<long long>(id), qPrintable(value));
        std::fflush(stdout);
    }

    void saved(const char *kind, qint64 id, const QString &value)
    {
        m_context->store()->drain();
        tell("done", kind, id, value);
    }

    void ask(bool isNew, bool withFile)
    {
        if (!chat().canSend())
            return chat().stop();
        if (isNew)
            chat().newConversation();
        if (const qint64 id = chat().conversationId(); id != 0)
            tell("try", "draft", id, {});
        if (!chat().send(m_value))
            return;
        m_asked = chat().conversationId();
        saved(withFile ? "file" : "said", m_asked, m_value);
    }

    void attach()
    {
        const QString name = m_folder + u'/' + m_value + QStringLiteral(".txt");
        QFile file(name);
        if (!chat().canSend() || !file.open(QIODevice::WriteOnly))
            return;
        file.write("in " + m_value.toUtf8());
        file.close();
        AttachmentList &list = *chat().attachments();
        list.addFiles({ QUrl::fromLocalFile(name) });
        m_steps.stop();
        const auto readNow = [this, &list] {
            m_steps.start();
            // Where another conversation was opened meanwhile, its own draft stands there.
            if (!list.isReading() && list.count() == 1 && list.name(0) == m_value + QStringLiteral(".txt"))
                ask(false, true);
        };
        if (list.isReading())
            connect(&list, &AttachmentList::readingChanged, this, readNow, Qt::SingleShotConnection);
        else
            readNow();
    }

    void writeDraft(qint64 id)
    {
        tell("try", "draft", id, m_value);
        chat().setFieldText(m_value);
        QTimer::singleShot(DraftKeeper::kSaveAfterMs + 50, this, [this, id, value = m_value] {
            if (chat().conversationId() == id && chat().fieldText() == value)
                saved("draft", id, value);
        });
    }

    void remove(qint64 id)
    {
        tell("try", "gone", id, {});
        if (m_asked == id)
            m_asked = 0;
        chat().remove(id);
        saved("gone", id, {});
        m_context->history()->emptyTrash();
    }

    void step()
    {
        m_value = QStringLiteral("%1-%2").arg(m_serial).arg(++m_number);
        const qint64 id = chat().conversationId();
        const quint32 what = m_random.bounded(12U);
        if (id == 0 || what == 0)
            return ask(true, false);
        const QList<Conversation> &all = chat().conversations()->all();
        if (what == 1)
            return chat().open(all.at(static_cast<qsizetype>(m_random.bounded(static_cast<quint32>(all.size())))).id);
        if (what <= 4)
            return ask(false, false);
        if (what == 5)
            return attach();
        if (what <= 7)
            return writeDraft(id);
        if (what == 8 && all.size() > 4)
            return remove(id);
        if (what <= 10) {
            tell("try", "title", id, m_value);
            chat().rename(id, m_value);
            return saved("title", id, m_value);
        }
        const QString folder = QStringLiteral("folder-%1").arg(m_random.bounded(5));
        tell("try", "folder", id, folder);
        m_context->history()->moveToNewFolder(id, folder);
        saved("folder", id, folder);
    }

    AppContext *m_context;
    QString m_folder;
    QRandomGenerator m_random;
    QString m_serial;
    QString m_value;
    QTimer m_steps;
    qint64 m_asked = 0; ///< the conversation that is being answered, if it is still there
    int m_number = 0;
};

int actUntilKilled(const QString &dataDir, quint32 seed, int argc, char *argv[])
{
    QGuiApplication application(argc, argv);
    auto context = AppContext::create(fakeOptions(dataDir));
    if (!context)
        return 1;
    const Person person(context->get(), dataDir, seed);
    return application.exec();
}

/// What has to be there after a kill, as the killed process told it.
class Expected
{
public:
    void hear(const QString &line)
    {
        const QString word = line.section(u' ', 0, 0);
        const QString kind = line.section(u' ', 1, 1);
        const qint64 id = line.section(u' ', 2, 2).toLongLong();
        const QString value = line.section(u' ', 3);
        if (kind == QLatin1String("gone")) {
            m_messages.remove(id);
            m_values.removeIf([id](const auto &entry) { return entry.key().first == id; });
            m_known.removeIf([id](const auto &key) { return key.first == id; });
            if (word == QLatin1String("done"))
                m_gone.insert(id);
        } else if (kind == QLatin1String("said") || kind == QLatin1String("file") || kind == QLatin1String("reply")) {
            m_gone.remove(id); // ids of what is gone come again
            m_messages[id].append({ kind, value });
        } else if (word == QLatin1String("try")) {
            m_values[{ id, kind }] << value;
        } else {
            m_values[{ id, kind }] = { value };
            m_known.insert({ id, kind });
        }
    }

    /// Empty if all is there, else what is not.
    QString missing(const QString &file) const
    {
        auto opened = Database::open(file);
        if (!opened)
            return QStringLiteral("it does not open");
        Database &database = **opened;
        if (const auto whole = database.value(QStringLiteral("PRAGMA integrity_check"));
            !whole || whole->toString() != QLatin1String("ok"))
            return QStringLiteral("it is not whole");
        if (const auto orphan = database.value(QStringLiteral("PRAGMA foreign_key_check"));
            !orphan || orphan->isValid())
            return QStringLiteral("a row refers to nothing");
        if (!JournalStore(database).recover())
            return QStringLiteral("the journal");
        ConversationStore store(database);
        const auto conversations = store.conversations();
        const auto folders = FolderStore(database).folders();
        if (!conversations || !folders)
            return QStringLiteral("the list");
        QHash<qint64, Conversation> byId;
        for (const Conversation &conversation : *conversations) {
            byId.insert(conversation.id, conversation);
            if (m_gone.contains(conversation.id))
                return QStringLiteral("%1 has come back").arg(conversation.id);
        }
        for (auto entry = m_messages.cbegin(); entry != m_messages.cend(); ++entry) {
            const auto messages = store.messages(entry.key());
            for (const auto &[kind, value] : entry.value()) {
                if (!byId.contains(entry.key()) || !messages || !holds(*messages, kind, value))
                    return QStringLiteral("%1 '%2' of %3").arg(kind, value).arg(entry.key());
            }
        }
        for (auto entry = m_values.cbegin(); entry != m_values.cend(); ++entry) {
            const auto &[id, kind] = entry.key();
            QString now = byId.value(id).title;
            if (kind == QLatin1String("draft")) {
                now = DraftStore(database).draft(id).value_or(Draft()).text;
            } else if (kind == QLatin1String("folder")) {
                now.clear();
                for (const Folder &folder : *folders) {
                    if (folder.id == byId.value(id).folderId)
                        now = folder.name;
                }
            }
            // The last that was saved, or one that was tried after it.
            if (m_known.contains(entry.key()) && !entry->contains(now))
                return QStringLiteral("%1 of %2 is '%3', not '%4'").arg(kind).arg(id).arg(now, entry->join(u'|'));
        }
        return {};
    }

private:
    static bool holds(const QList<Message> &messages, const QString &kind, const QString &value)
    {
        return std::any_of(messages.cbegin(), messages.cend(), [&](const Message &message) {
            const bool hasFile = message.attachments.size() == 1
                && message.attachments.constFirst().text == QStringLiteral("in ") + value;
            const bool isReply = message.role == MessageRole::Assistant;
            return message.text == value && isReply == (kind == QLatin1String("reply"))
                && (kind != QLatin1String("file") || hasFile);
        });
    }

    QHash<qint64, QList<std::pair<QString, QString>>> m_messages;
    QHash<std::pair<qint64, QString>, QStringList> m_values;
    QSet<std::pair<qint64, QString>> m_known; ///< of those, the ones that were saved once
    QSet<qint64> m_gone;
};

} // namespace

class TestKill : public QObject
{
    Q_OBJECT

private slots:
    void a_killed_reply_is_there_up_to_250_ms_before_data() { addKills(42, false); }

    void a_killed_reply_is_there_up_to_250_ms_before()
    {
        QFETCH(int, afterMs);
        QTemporaryDir folder;
        QProcess maru;
        maru.start(QCoreApplication::applicationFilePath(), { QStringLiteral("--write-until-killed"), folder.path() });
        QVERIFY(maru.waitForReadyRead(20'000));
        QTest::qWait(afterMs);
        const qint64 killedAt = monotonicMs();
        ::kill(static_cast<pid_t>(maru.processId()), SIGKILL);
        QVERIFY(maru.waitForFinished());
        qsizetype expected = 0;
        const QList<QByteArray> lines = maru.readAllStandardOutput().split('\n');
        for (const QByteArray &line : lines) {
            const QList<QByteArray> fields = line.split(' ');
            if (fields.size() == 2 && fields.at(0).toLongLong() <= killedAt - 250)
                expected = fields.at(1).toLongLong();
        }

        auto context = AppContext::create(fakeOptions(folder.path()));
        VERIFY_OK(context);
        MessageModel &messages = *(*context)->chat()->messages();
        QCOMPARE((*context)->chat()->conversations()->count(), 1);
        QTRY_COMPARE(messages.count(), 2);
        QCOMPARE(messages.message(0)->text, QStringLiteral("Tell me a long story"));
        if (expected == 0)
            return; // killed before there was anything to keep
        const Message *reply = messages.message(1);
        QVERIFY(reply);
        QCOMPARE(reply->status, MessageStatus::Interrupted);
        QVERIFY2(reply->text.size() >= expected,
            qPrintable(QStringLiteral("%1 < %2").arg(reply->text.size()).arg(expected)));
        QVERIFY(reply->text.startsWith(QStringLiteral("word word")));
        QCOMPARE(reply->tokens.size(), reply->text.split(u' ').size());
        QVERIFY(messages.data(messages.index(1), MessageModel::StatusTextRole)
                    .toString()
                    .contains(QStringLiteral("Interrupted")));
    }

    void nothing_that_was_saved_is_lost_by_a_kill_data() { addKills(7, true); }

    /// One data folder through all the kills.
    void nothing_that_was_saved_is_lost_by_a_kill()
    {
        QFETCH(int, afterMs);
        QFETCH(int, number);
        QProcess maru;
        maru.start(QCoreApplication::applicationFilePath(),
            { QStringLiteral("--act-until-killed"), m_home.path(), QString::number(number + 1) });
        QVERIFY(maru.waitForReadyRead(20'000));
        QTest::qWait(afterMs);
        ::kill(static_cast<pid_t>(maru.processId()), SIGKILL);
        QVERIFY(maru.waitForFinished());
        QList<QByteArray> lines = maru.readAllStandardOutput().split('\n');
        lines.removeLast(); // not whole, or empty
        QVERIFY(!lines.isEmpty());
        for (const QByteArray &line : lines)
            m_expected.hear(QString::fromUtf8(line));
        const QString missing = m_expected.missing(m_home.filePath(QStringLiteral("maru.sqlite")));
        QVERIFY2(missing.isEmpty(), qPrintable(missing));
    }

    void the_journal_is_written_eight_times_a_second_at_least() { QVERIFY(ReplyWriter::kJournalMs <= 1000 / 8); }

private:
    /// MARU_KILLS says how many there are in all.
    static void addKills(quint32 seed, bool second)
    {
        QTest::addColumn<int>("afterMs");
        QTest::addColumn<int>("number");
        bool given = false;
        const int asked = qEnvironmentVariableIntValue("MARU_KILLS", &given);
        const int half = given ? asked / 2 : 5;
        QRandomGenerator random(seed);
        for (int i = 0; i < (second || !given ? half : asked - half); ++i)
            QTest::addRow("%d", i) << 100 + static_cast<int>(random.bounded(1300)) << i;
    }

    QTemporaryDir m_home;
    Expected m_expected;
};

int main(int argc, char *argv[])
{
    if (argc == 4 && QByteArray(argv[1]) == "--act-until-killed")
        return actUntilKilled(QString::fromLocal8Bit(argv[2]), QByteArray(argv[3]).toUInt(), argc, argv);
    if (argc == 3 && QByteArray(argv[1]) == "--write-until-killed")
        return writeUntilKilled(QString::fromLocal8Bit(argv[2]), argc, argv);
    QGuiApplication application(argc, argv);
    TestKill test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_kill.moc"
