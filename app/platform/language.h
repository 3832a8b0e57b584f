// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTranslator>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// In which language the window speaks: the user's choice, or else the desktop's, or else English. Dates and numbers
/// follow it.
///
/// The texts are compiled in (resources/translations). After `changed` everything that was translated must be asked for
/// again: see retranslate.h and QQmlEngine::retranslate().
/// Ownership: made by Window before anything that speaks. Threads: GUI thread.
class Language : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(QString current READ current NOTIFY changed)
    Q_PROPERTY(QStringList codes READ codes CONSTANT)
    Q_PROPERTY(QStringList names READ names CONSTANT)

public:
    explicit Language(QObject *parent = nullptr);
    ~Language() override;

    /// "en", "ko"
    QString current() const { return m_current; }

    /// What there is, and how each calls itself.
    static QStringList codes();
    static QStringList names();

    /// One of codes(); anything else: the desktop's, if it is there, else English.
    void setChoice(const QString &code);

signals:
    void changed();

private:
    QString m_current;
    QTranslator m_texts;
};

} // namespace maru
