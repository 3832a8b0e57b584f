// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/retranslate.h"

#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>

using namespace maru;

class Page : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString text MEMBER m_text NOTIFY textChanged)
    Q_PROPERTY(QString title MEMBER m_text NOTIFY textChanged)
    Q_PROPERTY(QString name MEMBER m_text CONSTANT)
    Q_PROPERTY(int number MEMBER m_number NOTIFY numberChanged)
    Q_PROPERTY(QAbstractItemModel *rows READ rows CONSTANT)
    Q_PROPERTY(Page *self READ self CONSTANT)

public:
    QAbstractItemModel *rows() { return &m_rows; }
    Page *self() { return this; }
    QStandardItemModel m_rows;

signals:
    void textChanged();
    void numberChanged();

private:
    QString m_text;
    int m_number = 0;
};

class TestRetranslate : public QObject
{
    Q_OBJECT

private slots:
    void texts_are_told_once_and_numbers_not()
    {
        Page page;
        QSignalSpy text(&page, &Page::textChanged);
        QSignalSpy number(&page, &Page::numberChanged);
        retranslate({ &page, &page, nullptr });
        QCOMPARE(text.size(), 1);
        QCOMPARE(number.size(), 0);
    }

    void what_told_of_the_language_is_left_alone()
    {
        Page page;
        Page sender;
        connect(&sender, &Page::textChanged, this, [&] { retranslate({ &page, &sender }, { &sender }); });
        QSignalSpy text(&page, &Page::textChanged);
        QSignalSpy told(&sender, &Page::textChanged);
        emit sender.textChanged();
        QCOMPARE(text.size(), 1);
        QCOMPARE(told.size(), 1);
    }

    void all_rows_of_its_models_are_told()
    {
        Page page;
        page.m_rows.appendRow(new QStandardItem("a"));
        page.m_rows.appendRow(new QStandardItem("b"));
        QSignalSpy changed(&page.m_rows, &QAbstractItemModel::dataChanged);
        retranslate({ &page });
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.at(0).at(1).toModelIndex().row(), 1);
    }
};

QTEST_GUILESS_MAIN(TestRetranslate)
#include "tst_retranslate.moc"
