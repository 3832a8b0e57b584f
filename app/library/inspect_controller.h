// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/engine/model_tools.h"
#include "app/platform/worker_thread.h"

#include <QObject>
#include <QString>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// The inspection page: what is inside a model file, and why it is refused where it is.
///
/// Files are read on a thread of its own; an answer for a file that is no longer the open one is dropped.
/// Ownership: made by AppContext. Threads: GUI thread.
class InspectController : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(QString path READ path NOTIFY changed)
    Q_PROPERTY(QString title READ title NOTIFY changed)
    Q_PROPERTY(bool reading READ isReading NOTIFY changed)
    Q_PROPERTY(QString verdictText READ verdictText NOTIFY changed)
    Q_PROPERTY(bool refused READ isRefused NOTIFY changed)
    Q_PROPERTY(QVariantList facts READ facts NOTIFY changed)
    Q_PROPERTY(QVariantList tensors READ tensors NOTIFY changed)
    Q_PROPERTY(QVariantList specialTokens READ specialTokens NOTIFY changed)
    Q_PROPERTY(QString templateSource READ templateSource NOTIFY changed)
    Q_PROPERTY(QString templateSample READ templateSample NOTIFY changed)
    Q_PROPERTY(QString templateProblem READ templateProblem NOTIFY changed)

public:
    explicit InspectController(ModelTools *tools, QObject *parent = nullptr);

    QString path() const { return m_path; }
    QString title() const { return m_report.name; }
    bool isReading() const { return m_reading; }
    QString verdictText() const; ///< "Maru can run this model", or why not
    bool isRefused() const { return m_report.problem.has_value(); }
    QVariantList facts() const { return lines(m_report.facts); } ///< of { name, value }
    QVariantList tensors() const { return lines(m_report.tensors); }
    QVariantList specialTokens() const { return lines(m_report.specialTokens); }
    QString templateSource() const { return m_report.templateSource; }
    QString templateSample() const { return m_report.templateSample; }
    QString templateProblem() const { return m_report.templateProblem; }

    Q_INVOKABLE void open(const QString &path);

    /// The whole report as plain text, to the clipboard.
    Q_INVOKABLE void copy() const;
    QString plainText() const;

signals:
    void changed();

private:
    static QVariantList lines(const QList<ReportLine> &list);

    ModelTools *m_tools;
    QString m_path;
    ModelReport m_report;
    bool m_reading = false;
    WorkerThread m_thread;
};

} // namespace maru
