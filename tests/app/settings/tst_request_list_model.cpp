// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/network/network_gate.h"
#include "app/network_context.h"
#include "app/settings/request_list_model.h"
#include "app/settings/settings.h"
#include "tests/app/app_test.h"

#include <QTemporaryDir>
#include <QTest>

using namespace maru;

class TestRequestListModel : public QObject
{
    Q_OBJECT

private slots:
    void every_request_is_kept_and_can_be_forgotten()
    {
        QTemporaryDir folder;
        AppOptions options = test::fakeOptions(folder.path());
        options.offline = true;
        for (int start = 0; start < 2; ++start) {
            auto context = AppContext::create(options);
            VERIFY_OK(context);
            NetworkContext *network = (*context)->network();
            QVERIFY(network->gate()->isOffline());
            RequestListModel *requests = network->requests();
            HttpRequest request;
            request.url = QUrl(QStringLiteral("https://hub.example/x"));
            request.reason = QStringLiteral("hub search");
            bool refused = false;
            network->gate()->fetch(this, request, [&](const Result<HttpAnswer> &answer) { refused = !answer; });
            QTRY_VERIFY(refused);
            QTest::qWait(50);
            requests->refresh();
            QTRY_COMPARE(requests->count(), start + 1); // the one of the first start is still there
            const QModelIndex first = requests->index(0);
            QCOMPARE(first.data(RequestListModel::HostRole).toString(), QStringLiteral("hub.example"));
            QCOMPARE(first.data(RequestListModel::StatusRole).toInt(), -1);
            QVERIFY(!first.data(RequestListModel::ReasonTextRole).toString().isEmpty());
            QVERIFY(!first.data(RequestListModel::StatusTextRole).toString().isEmpty());
            QVERIFY(!first.data(RequestListModel::TimeTextRole).toString().isEmpty());
            if (start == 1) {
                requests->clear();
                QTRY_COMPARE(requests->count(), 0);
            }
        }
    }

    void the_switch_of_the_settings_is_followed()
    {
        QTemporaryDir folder;
        auto context = AppContext::create(test::fakeOptions(folder.path()));
        VERIFY_OK(context);
        QVERIFY(!(*context)->network()->gate()->isOffline());
        (*context)->settings()->setOffline(true);
        QVERIFY((*context)->network()->gate()->isOffline());
        (*context)->settings()->setOffline(false);
        QVERIFY(!(*context)->network()->gate()->isOffline());
    }
};

QTEST_GUILESS_MAIN(TestRequestListModel)
#include "tst_request_list_model.moc"
