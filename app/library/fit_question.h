// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/engine/model_tools.h"
#include "app/library/fit_service.h"

#include <QList>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// One model's "will it run here?", for a row of a list: made by the row, answered through FitService.
///
///     FitQuestion { service: root.fit; path: row.path }              a file of the shelf
///     FitQuestion { service: root.fit; byteCount: row.bytes; urls: row.urls; exact: row.opened }   one on a hub
///
/// Until the header of a remote file was read the answer is a rough one, and says "about". Threads: GUI thread.
class FitQuestion : public QObject
{
    Q_OBJECT
    QML_ELEMENT

    Q_PROPERTY(maru::FitService *service READ service WRITE setService NOTIFY asked)
    Q_PROPERTY(QString path READ path WRITE setPath NOTIFY asked)
    Q_PROPERTY(QList<QUrl> urls READ urls WRITE setUrls NOTIFY asked)
    Q_PROPERTY(bool exact READ isExact WRITE setExact NOTIFY asked)
    Q_PROPERTY(double byteCount READ byteCount WRITE setByteCount NOTIFY asked)
    Q_PROPERTY(int layers READ layers WRITE setLayers NOTIFY asked)
    Q_PROPERTY(double kvBytesPerToken READ kvBytesPerToken WRITE setKvBytesPerToken NOTIFY asked)
    Q_PROPERTY(int contextLength READ contextLength WRITE setContextLength NOTIFY asked)

    Q_PROPERTY(Verdict verdict READ verdict NOTIFY answered)
    Q_PROPERTY(QString text READ text NOTIFY answered)
    Q_PROPERTY(QString badge READ badge NOTIFY answered)
    Q_PROPERTY(bool reading READ isReading NOTIFY answered)

public:
    enum Verdict { Unknown, Fits, Partly, OnProcessor, TooLarge };
    Q_ENUM(Verdict)

    explicit FitQuestion(QObject *parent = nullptr);

    FitService *service() const { return m_service; }
    void setService(FitService *service);
    QString path() const { return m_path; }
    void setPath(const QString &path) { change(m_path, path); }
    QList<QUrl> urls() const { return m_urls; } ///< of all parts
    void setUrls(const QList<QUrl> &urls) { change(m_urls, urls); }
    bool isExact() const { return m_exact; } ///< the headers of the files at `urls` are to be read
    void setExact(bool exact) { change(m_exact, exact); }
    double byteCount() const { return static_cast<double>(m_rough.byteCount); }
    void setByteCount(double bytes) { change(m_rough.byteCount, static_cast<qint64>(bytes)); }
    int layers() const { return m_rough.layers; }
    void setLayers(int layers) { change(m_rough.layers, layers); }
    double kvBytesPerToken() const { return static_cast<double>(m_rough.kvBytesPerToken); }
    void setKvBytesPerToken(double bytes) { change(m_rough.kvBytesPerToken, static_cast<qint64>(bytes)); }
    int contextLength() const { return m_rough.contextLength; } ///< the model was trained for; 0: not known
    void setContextLength(int tokens) { change(m_rough.contextLength, tokens); }

    Verdict verdict() const { return m_verdict; }
    QString text() const { return m_text; } ///< "Runs on Radeon RX 6600 with 8k context, about 40 tokens a second"
    QString badge() const { return m_badge; } ///< "Fits", "Partly on the processor", "Too large"
    bool isReading() const { return m_reading; } ///< the answer is being found out

signals:
    void asked();
    void answered();

private:
    template <typename T> void change(T &field, const T &value)
    {
        if (field == value)
            return;
        field = value;
        emit asked();
    }
    void ask();
    void show(const FitAnswer &answer);

    QPointer<FitService> m_service;
    QString m_path;
    QList<QUrl> m_urls;
    RoughModel m_rough;
    bool m_exact = false;
    bool m_reading = false;
    Verdict m_verdict = Unknown;
    QString m_text;
    QString m_badge;
};

/// "Runs on Radeon RX 6600 with 8k context, about 40 tokens a second"; "" of an answer that says nothing.
QString fitText(const FitAnswer &answer, int context);

FitQuestion::Verdict fitVerdict(const FitAnswer &answer);

/// "about 40 tokens a second", "about 2.5 tokens a second"; "" where it is not known.
QString speedText(double tokensPerSecond);

} // namespace maru
