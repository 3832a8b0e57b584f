// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/inspect_controller.h"

#include "app/engine/error_text.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QVariantMap>

#include <array>
#include <utility>

namespace maru {

InspectController::InspectController(ModelTools *tools, QObject *parent)
    : QObject(parent)
    , m_tools(tools)
    , m_thread(QStringLiteral("inspect"))
{
}

QVariantList InspectController::lines(const QList<ReportLine> &list)
{
    QVariantList result;
    for (const ReportLine &line : list)
        result.append(QVariantMap { { QStringLiteral("name"), line.name }, { QStringLiteral("value"), line.value } });
    return result;
}

QString InspectController::verdictText() const
{
    if (m_path.isEmpty() || m_reading)
        return {};
    return m_report.problem ? errorText(*m_report.problem).text
                            : tr("The file is whole in its structure, and Maru can run this model.");
}

void InspectController::open(const QString &path)
{
    m_path = path;
    m_report = {};
    m_report.name = QFileInfo(path).completeBaseName();
    m_reading = true;
    emit changed();
    m_thread.post(
        this,
        [tools = m_tools, path] {
            return std::pair { path, tools->report(path) };
        },
        [this](const std::pair<QString, ModelReport> &answer) {
            if (answer.first != m_path)
                return;
            m_report = answer.second;
            m_reading = false;
            emit changed();
        });
}

QString InspectController::plainText() const
{
    QStringList text { m_report.name, verdictText(), {} };
    for (const QList<ReportLine> &list : { m_report.facts, m_report.tensors, m_report.specialTokens }) {
        for (const ReportLine &line : list)
            text << line.name + QStringLiteral(": ") + line.value;
        text << QString();
    }
    const std::array<std::pair<QString, QString>, 3> parts { {
        { tr("Template"), m_report.templateSource },
        { tr("What it makes"), m_report.templateSample },
        { tr("What is wrong with it"), m_report.templateProblem },
    } };
    for (const auto &[name, value] : parts) {
        if (!value.isEmpty())
            text << name << value << QString();
    }
    return text.join(u'\n').trimmed();
}

void InspectController::copy() const
{
    QGuiApplication::clipboard()->setText(plainText());
}

} // namespace maru
