// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/catalogue_details.h"

#include "app/library/download_text.h"
#include "app/library/model_text.h"

#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace maru {

namespace {

QVariantMap line(const QString &name, const QString &value)
{
    return { { QStringLiteral("name"), name }, { QStringLiteral("value"), value } };
}

} // namespace

void CatalogueDetails::show(const CatalogueModel &models, const QString &id, const QUrl &hub)
{
    const CatalogueModelEntry *model = models.find(id);
    m_model = model ? *model : CatalogueModelEntry();
    m_hub = hub;
    emit changed();
}

QString CatalogueDetails::sentence() const
{
    return m_model.sentence(QLocale().name().left(2));
}

/// The servers that have the files: named by the list, or the hub.
QString CatalogueDetails::placesText() const
{
    QStringList hosts;
    for (const CatalogueFile &file : m_model.files) {
        for (const DownloadFile &part : file.parts) {
            for (const QUrl &url : part.urls) {
                if (!hosts.contains(url.host()))
                    hosts << url.host();
            }
        }
    }
    if (hosts.isEmpty())
        hosts << m_hub.host();
    const QString first = tr("%1 at %2").arg(m_model.repository, hosts.takeFirst());
    return hosts.isEmpty() ? first : tr("%1; the same at %2").arg(first, hosts.join(QStringLiteral(", ")));
}

QVariantList CatalogueDetails::facts() const
{
    if (m_model.id.isEmpty())
        return {};
    const QLocale locale;
    QVariantList lines {
        line(tr("Made by"), m_model.maker),
        line(tr("Languages"), languagesText(m_model.languages)),
        line(tr("Licence"), m_model.licence),
        line(tr("Parameters"), parametersText(m_model.parameters)),
        line(tr("Family"), m_model.family),
    };
    if (m_model.thinks)
        lines << line(tr("Thinking"), tr("Can think before it answers"));
    if (m_model.layers > 0)
        lines << line(tr("Layers"), locale.toString(m_model.layers));
    if (m_model.contextLength > 0)
        lines << line(tr("Longest context"), tr("%1 tokens").arg(contextText(m_model.contextLength)));
    if (m_model.kvBytesPerToken > 0)
        lines << line(tr("Memory of a token"), sizeText(m_model.kvBytesPerToken));
    lines << line(tr("Files from"), placesText());
    return lines;
}

QString CatalogueDetails::memoryText(int context) const
{
    if (m_model.kvBytesPerToken <= 0)
        return {};
    const int tokens = m_model.contextLength > 0 ? std::min(context, m_model.contextLength) : context;
    return tr("A conversation of %1 tokens takes up to %2 of memory beside the model.")
        .arg(contextText(tokens), sizeText(m_model.kvBytesPerToken * tokens));
}

} // namespace maru
