// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_controller.h"
#include "app/history/history_controller.h"
#include "app/settings/settings.h"
#include "app/store/store_worker.h"
#include "tests/app/app_test.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

class TestHistoryController : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        start();
    }

    void cleanup() { m_context.reset(); }

    void days_and_months_are_the_headings()
    {
        Conversation old = conversation(1, QStringLiteral("old"));
        const QDateTime noon = QDate::currentDate().startOfDay().addSecs(12 * 3600);
        const auto at = [&noon](int days) { return noon.addDays(-days).toMSecsSinceEpoch(); };
        QList<Conversation> all;
        const int days[] = { 0, 1, 3, 400 };
        for (int i = 0; i < 4; ++i) {
            old.id = 10 + i;
            old.updatedAt = at(days[i]);
            all << old;
        }
        all[1].pinned = true;
        chat().conversations()->reset(all);
        SidebarModel &list = *history().list();
        QCOMPARE(list.count(), 4);
        const auto section
            = [&list](int row) { return list.data(list.index(row), SidebarModel::SectionRole).toString(); };
        QCOMPARE(section(0), QStringLiteral("Pinned"));
        QCOMPARE(section(1), QStringLiteral("Today"));
        QCOMPARE(section(2), QStringLiteral("Last seven days"));
        QVERIFY(section(3).contains(QString::number(QDate::currentDate().addDays(-400).year())));
    }

    void what_is_kept_is_there_after_a_restart()
    {
        const qint64 id = talk(QStringLiteral("hello"));
        history().setPinned(id, true);
        history().moveToNewFolder(id, QStringLiteral(" Work "));
        restart();
        QCOMPARE(history().folders().size(), 1);
        QCOMPARE(history().folders().first().toMap().value(QStringLiteral("name")).toString(), QStringLiteral("Work"));
        QVERIFY(chat().conversations()->find(id)->pinned);
        QVERIFY(chat().conversations()->find(id)->folderId != 0);
        history().setArchived(id, true);
        QVERIFY(!chat().conversations()->find(id)->pinned);
        QTRY_COMPARE(history().list()->count(), 1); // the folder alone
        history().setView(SidebarModel::View::Archive);
        QCOMPARE(history().list()->count(), 1);
    }

    void a_pinned_conversation_stays_pinned_while_it_goes_on()
    {
        const qint64 id = talk(QStringLiteral("hello"));
        history().setPinned(id, true);
        QVERIFY(chat().send(QStringLiteral("more")));
        QTRY_VERIFY(!chat().isBusy());
        QVERIFY(chat().conversations()->find(id)->pinned);
    }

    void the_trash_is_emptied_after_the_days_that_are_set()
    {
        const qint64 id = talk(QStringLiteral("hello"));
        chat().remove(id);
        restart();
        history().setView(SidebarModel::View::Trash);
        QTRY_COMPARE(history().list()->count(), 1);
        m_context->settings()->setTrashDays(0);
        QTRY_COMPARE(history().list()->count(), 0);
        history().setView(SidebarModel::View::All);
        QCOMPARE(history().list()->count(), 0);
    }

    void with_no_days_a_deletion_is_for_good_once_it_can_no_longer_be_undone()
    {
        m_context->settings()->setTrashDays(0);
        const qint64 id = talk(QStringLiteral("hello"));
        chat().remove(id);
        chat().undoRemove();
        QTRY_COMPARE(chat().conversationId(), id); // taken back: not erased
        chat().remove(id);
        history().setView(SidebarModel::View::Trash);
        QTRY_COMPARE(history().list()->count(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(history().list()->count(), 0, 20'000);
    }

    void everything_is_deleted_for_good_once_that_was_asked()
    {
        const qint64 archived = talk(QStringLiteral("first"));
        history().setArchived(archived, true);
        chat().newConversation();
        const qint64 inTrash = talk(QStringLiteral("second"));
        chat().remove(inTrash);
        const qint64 open = talk(QStringLiteral("third"));
        QVERIFY(open != inTrash);
        QSignalSpy asked(&history(), &HistoryController::eraseEverythingAsked);
        history().askEraseEverything();
        QTRY_COMPARE(asked.count(), 1);
        QCOMPARE(asked.first().first().toInt(), 3);
        QVERIFY(chat().send(QStringLiteral("still being answered")));
        QSignalSpy erased(m_context->store(), &StoreWorker::erased);
        history().eraseEverything();
        QTRY_COMPARE(chat().conversations()->count(), 0);
        QCOMPARE(chat().conversationId(), 0);
        QVERIFY(chat().undoText().isEmpty());
        QTRY_COMPARE(history().noticeText(), QStringLiteral("All conversations are deleted."));
        history().setView(SidebarModel::View::Trash);
        QTRY_COMPARE_WITH_TIMEOUT(erased.count(), 1, 20'000);
        QCOMPARE(history().list()->count(), 0);
        QVERIFY2(chat().storageText().isEmpty(), qPrintable(chat().storageText()));
        talk(QStringLiteral("a new beginning"));
        restart();
        QCOMPARE(chat().conversations()->count(), 1);
        QCOMPARE(chat().conversations()->all().first().title, QStringLiteral("a new beginning"));
    }

    void the_trash_is_emptied_wherever_that_is_asked()
    {
        chat().remove(talk(QStringLiteral("gone")));
        QCOMPARE(history().view(), SidebarModel::View::All); // nobody looked into it
        QSignalSpy erased(m_context->store(), &StoreWorker::erased);
        QVERIFY(!chat().undoText().isEmpty());
        history().emptyTrash();
        QVERIFY(chat().undoText().isEmpty()); // there is nothing to come back
        chat().undoRemove();
        QCOMPARE(chat().conversations()->count(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(erased.count(), 1, 20'000);
        history().setView(SidebarModel::View::Trash);
        QTest::qWait(100);
        QCOMPARE(history().list()->count(), 0);
    }

    void everything_exported_comes_back_once()
    {
        talk(QStringLiteral("first words"));
        chat().regenerate(1);
        QTRY_VERIFY(!chat().isBusy());
        chat().newConversation();
        talk(QStringLiteral("second words"));
        const QString file = m_folder->filePath(QStringLiteral("all.json"));
        QVERIFY(transfer([&] { history().exportTo(QUrl::fromLocalFile(file), 0, HistoryController::Format::Json); }));
        QVERIFY(QFile::exists(file));
        QVERIFY(transfer([&] { history().importFrom(QUrl::fromLocalFile(file)); }));
        QVERIFY2(
            history().noticeText().contains(QStringLiteral("2 were here already")), qPrintable(history().noticeText()));
        QCOMPARE(chat().conversations()->count(), 2);
        m_context.reset();
        QFile::remove(m_folder->filePath(QStringLiteral("data/maru.sqlite")));
        m_folder = [this, file] {
            auto other = std::make_unique<QTemporaryDir>();
            QFile::copy(file, other->filePath(QStringLiteral("all.json")));
            return other;
        }();
        start();
        QVERIFY(transfer(
            [&] { history().importFrom(QUrl::fromLocalFile(m_folder->filePath(QStringLiteral("all.json")))); }));
        QTRY_COMPARE(chat().conversations()->count(), 2);
        QTRY_COMPARE(history().list()->count(), 2);
        const Conversation &first = chat().conversations()->all().at(1);
        QCOMPARE(first.title, QStringLiteral("first words"));
        chat().open(first.id);
        QTRY_COMPARE(chat().messages()->count(), 2);
        QCOMPARE(chat().messages()->all().size(), 3); // with both versions
    }

    void all_as_documents_are_a_file_each()
    {
        talk(QStringLiteral("same name"));
        chat().newConversation();
        talk(QStringLiteral("same name"));
        for (const auto format : { HistoryController::Format::Markdown, HistoryController::Format::Html }) {
            QTemporaryDir target;
            QVERIFY(transfer([&] { history().exportTo(QUrl::fromLocalFile(target.path()), 0, format); }));
            QCOMPARE(QDir(target.path()).entryList(QDir::Files).size(), 2);
        }
    }

    void a_file_that_is_no_export_is_said_to_be_none()
    {
        QFile file(m_folder->filePath(QStringLiteral("no.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("no");
        file.close();
        QVERIFY(transfer([&] { history().importFrom(QUrl::fromLocalFile(file.fileName())); }));
        QVERIFY(history().noticeText().contains(QStringLiteral("no.json")));
        history().dismissNotice();
        QVERIFY(history().noticeText().isEmpty());
    }

    void what_was_said_is_found_and_shown_in_its_branch()
    {
        const qint64 id = talk(QStringLiteral("about pears"));
        QVERIFY(chat().send(QStringLiteral("and apples")));
        QTRY_VERIFY(!chat().isBusy());
        const qint64 apples = chat().messages()->message(2)->id;
        chat().regenerate(1); // a branch without the apples
        QTRY_VERIFY(!chat().isBusy());
        QCOMPARE(chat().messages()->rowOfMessage(apples), -1);
        chat().newConversation();
        SearchModel &search = *history().search();
        search.setQuery(QStringLiteral("apples"));
        QTRY_COMPARE(search.count(), 1);
        const QModelIndex hit = search.index(0);
        QCOMPARE(search.data(hit, SearchModel::MessageIdRole).toLongLong(), apples);
        QVERIFY(search.data(hit, SearchModel::SnippetRole).toString().contains(QStringLiteral("<b>apples</b>")));
        QSignalSpy shown(&chat(), &ChatController::messageRequested);
        history().openHit(id, apples);
        QTRY_COMPARE(shown.count(), 1);
        QCOMPARE(chat().messages()->rowOfMessage(apples), 2);
        QCOMPARE(shown.first().first().toInt(), 2);
    }

private:
    ChatController &chat() { return *m_context->chat(); }
    HistoryController &history() { return *m_context->history(); }

    void start()
    {
        auto context = AppContext::create(fakeOptions(m_folder->filePath(QStringLiteral("data"))));
        VERIFY_OK(context);
        m_context = *std::move(context);
    }

    void restart()
    {
        m_context.reset();
        start();
    }

    qint64 talk(const QString &words)
    {
        chat().send(words);
        [this] { QTRY_VERIFY(!chat().isBusy()); }();
        return chat().conversationId();
    }

    template <typename Work> bool transfer(Work work)
    {
        work();
        if (!history().isTransferring())
            return false;
        return QTest::qWaitFor([this] { return !history().isTransferring(); }, 10'000);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppContext> m_context;
};

QTEST_MAIN(TestHistoryController)
#include "tst_history_controller.moc"
