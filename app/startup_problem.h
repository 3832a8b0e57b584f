// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// Why the window cannot show conversations (a second Maru on the same data, a database that cannot be opened), for
/// ProblemWindow.qml, which stands in for Main.qml then.
class StartupProblem : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(QString title READ title CONSTANT)
    Q_PROPERTY(QString text READ text CONSTANT)

public:
    StartupProblem(QString title, QString text, QObject *parent = nullptr)
        : QObject(parent)
        , m_title(std::move(title))
        , m_text(std::move(text))
    {
    }

    QString title() const { return m_title; }
    QString text() const { return m_text; } ///< what happened and what to do, plain text

    /// Tries to start again; the window closes itself if that works.
    Q_INVOKABLE void retry() { emit retryRequested(); }

signals:
    void retryRequested();

private:
    QString m_title;
    QString m_text;
};

} // namespace maru
