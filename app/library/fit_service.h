// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"
#include "app/engine/model_tools.h"
#include "app/platform/worker_thread.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QObject>
#include <QPair>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <memory>
#include <optional>

namespace maru {

class NetworkGate;
struct RemoteRange;

/// Says of any model whether it runs on this computer with the context that is chosen here: of files, of files that are
/// still on a hub (their first megabytes are read), and roughly of those of which only the size is known.
///
/// What it takes to answer is found out once a model, on a thread of its own; after that every context is answered at
/// once. Ownership: made by AppContext. Threads: GUI thread.
class FitService : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(int context READ context WRITE setContext NOTIFY contextChanged)
    Q_PROPERTY(int contextStep READ contextStep WRITE setContextStep NOTIFY contextChanged)
    Q_PROPERTY(int contextSteps READ contextSteps CONSTANT)
    Q_PROPERTY(QString contextText READ contextText NOTIFY contextChanged)

public:
    /// Null: not known yet. Else what was found out, or why it cannot be.
    using Known = std::optional<Result<FitFunction>>;

    /// `gate` may be null: nothing is read from the network then.
    FitService(ModelTools *tools, NetworkGate *gate, QObject *parent = nullptr);
    ~FitService() override;

    int context() const { return m_context; }
    void setContext(int tokens);
    int contextStep() const; ///< of the slider, from 0
    void setContextStep(int step);
    int contextSteps() const;
    QString contextText() const; ///< "8k"

    /// Models are judged for another device from now on.
    void setDevice(const QString &selector);

    /// What the loaded model would give back counts as free: another one takes its place.
    void setHeld(const HeldMemory &held);

    /// Files of `hub` are asked for with this token, those of no other server.
    void setToken(const QUrl &hub, const QByteArray &token);

    /// Looks again at what is free and which device would be chosen, and forgets files that have changed.
    Q_INVOKABLE void refresh();

    Known ofFile(const QString &path);
    Known ofRough(const RoughModel &rough);

    /// Of a model whose files, all parts of a split one, lie at `urls`. `read`: their headers are to be read now; else
    /// only what is known already is told.
    Known ofUrls(const QList<QUrl> &urls, bool read);

signals:
    void contextChanged();

    /// Something is known that was not; or all of it has changed.
    void changed();

private:
    /// The headers of a model's files, as far as they were read: those of later parts are begun when the one before is
    /// whole.
    struct Reading
    {
        QString key;
        QList<QUrl> urls;
        QList<ModelHead> heads;
        int generation = 0;
    };
    using Stamps = QHash<QString, QPair<qint64, qint64>>; ///< size and time of files, by path

    void ask(const QString &key, std::function<Result<FitFunction>()> work);
    void readOn(const Reading &reading);
    void take(Reading reading, const Result<RemoteRange> &range);
    void answer(const Reading &reading, const Result<FitFunction> &answer);
    void forgetAll();
    QByteArray tokenFor(const QUrl &url) const;

    ModelTools *m_tools;
    NetworkGate *m_gate;
    QHash<QString, Known> m_known; ///< asked for, and perhaps answered
    std::shared_ptr<Stamps> m_stamps = std::make_shared<Stamps>(); ///< the thread's
    QUrl m_hub;
    QByteArray m_token;
    int m_context = 8192;
    int m_generation = 0; ///< answers to older questions are dropped
    WorkerThread m_thread; ///< last: its destructor waits for what uses the members above
};

} // namespace maru
