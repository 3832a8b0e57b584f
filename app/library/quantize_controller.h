// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/engine/model_tools.h"
#include "app/platform/worker_thread.h"

#include <QAbstractListModel>
#include <QList>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

namespace maru {

class FitService;

/// The shrinking page: the formats that a model can be cut to, and the work of doing it, on a thread of its own.
///
/// The result lies beside the model, or in Maru's folder where that is another application's. Afterwards both can be
/// measured on a text: how much worse the smaller one predicts it. Ownership: made by AppContext. Threads: GUI thread.
/// Failure: `errorText`. A file appears whole or not at all.
class QuantizeController : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(QString path READ path NOTIFY opened)
    Q_PROPERTY(QString title READ title NOTIFY opened)
    Q_PROPERTY(bool reading READ isReading NOTIFY opened)
    Q_PROPERTY(int count READ count NOTIFY opened)
    Q_PROPERTY(int chosen READ chosen WRITE setChosen NOTIFY chosenChanged)
    Q_PROPERTY(int fittingRow READ fittingRow NOTIFY opened)
    Q_PROPERTY(QString ideaText READ ideaText NOTIFY chosenChanged)
    Q_PROPERTY(State state READ state NOTIFY workChanged)
    Q_PROPERTY(double progress READ progress NOTIFY workChanged)
    Q_PROPERTY(QString stateText READ stateText NOTIFY workChanged)
    Q_PROPERTY(bool paused READ isPaused NOTIFY workChanged)
    Q_PROPERTY(QString resultPath READ resultPath NOTIFY workChanged)
    Q_PROPERTY(QString lossText READ lossText NOTIFY workChanged)
    Q_PROPERTY(QString errorText READ errorText NOTIFY workChanged)

public:
    enum State { Ready, Shrinking, Measuring, Done };
    Q_ENUM(State)

    enum Roles {
        NameRole = Qt::UserRole + 1, ///< "Q4_K_M"
        SizeTextRole,
        IdeaRole, ///< "123456789 -> 12345": the digits that stay
        FitTextRole, ///< "Runs on Radeon with 8k context, about 40 tokens a second"
        VerdictRole, ///< a FitQuestion.Verdict
    };

    /// `folder`: for results that cannot lie beside their model.
    QuantizeController(ModelTools *tools, FitService *fit, QString folder, QObject *parent = nullptr);
    ~QuantizeController() override;

    QString path() const { return m_path; }
    QString title() const { return m_title; }
    bool isReading() const { return m_reading; }
    int count() const { return static_cast<int>(m_targets.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int chosen() const { return m_chosen; }
    void setChosen(int row);
    int fittingRow() const; ///< the largest that lies on the graphics device with the chosen context; -1: none
    QString ideaText() const;
    State state() const { return m_state; }
    double progress() const { return m_progress; }
    QString stateText() const;
    bool isPaused() const { return m_paused; }
    QString resultPath() const { return m_resultPath; }
    QString lossText() const { return m_lossText; } ///< "Perplexity 12.1 became 12.4: 2.5 % worse"
    QString errorText() const { return m_errorText; }

    /// Shows what the model can be cut to. Not while there is work.
    Q_INVOKABLE void open(const QString &path, const QString &title, bool readOnly);
    Q_INVOKABLE void start();
    Q_INVOKABLE void setPaused(bool paused);
    Q_INVOKABLE void cancel();

    /// Reads `text` with both models.
    Q_INVOKABLE void measure(const QString &text);

    /// The same with what the user's own conversations say: see setChats().
    Q_INVOKABLE void measureChats();

    /// Where the text of conversations comes from; it answers later, with some tens of thousands of letters.
    void setChats(std::function<void(const std::function<void(const QString &)> &)> read)
    {
        m_readChats = std::move(read);
    }

signals:
    void opened();
    void chosenChanged();
    void workChanged();

    /// A smaller model lies at `path`.
    void made(const QString &path);

private:
    int usualRow() const;
    /// Lets the work wait: it asks with every step.
    struct Gate
    {
        std::mutex mutex;
        std::condition_variable_any opened;
        bool isPaused = false;
    };

    ModelTools::Progress progressTo(std::stop_token stop, double from, double share);
    void begin(State state);
    void fail(const Error &error);
    FitAnswer answer(int row) const;

    ModelTools *m_tools;
    FitService *m_fit;
    QString m_folder;
    QString m_path;
    QString m_title;
    bool m_readOnly = false;
    bool m_reading = false;
    QList<QuantizeTarget> m_targets;
    int m_chosen = -1;
    State m_state = Ready;
    bool m_paused = false;
    double m_progress = 0;
    QString m_resultPath;
    QString m_lossText;
    QString m_errorText;
    std::function<void(const std::function<void(const QString &)> &)> m_readChats;
    std::shared_ptr<Gate> m_gate = std::make_shared<Gate>(); ///< shared with the work
    std::stop_source m_stop;
    WorkerThread m_thread;
};

} // namespace maru
