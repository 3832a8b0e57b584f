// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/preset_store.h"

#include "app/store/database.h"

namespace maru {

Result<QList<Preset>> PresetStore::presets() const
{
    QList<Preset> result;
    MARU_CHECK(m_database.forEach(
        QStringLiteral("SELECT id, name, value FROM presets ORDER BY name"), {}, [&result](const QSqlQuery &row) {
            result.append({ row.value(0).toLongLong(), row.value(1).toString(), row.value(2).toByteArray() });
        }));
    return result;
}

Result<void> PresetStore::put(const Preset &preset)
{
    return m_database.transaction([&]() -> Result<void> {
        MARU_CHECK(m_database.run(
            QStringLiteral("DELETE FROM presets WHERE name = ? AND id <> ?"), { preset.name, preset.id }));
        return m_database.run(
            QStringLiteral("INSERT INTO presets (id, name, value) VALUES (?, ?, ?) "
                           "ON CONFLICT (id) DO UPDATE SET name = excluded.name, value = excluded.value"),
            { preset.id, preset.name, QString::fromUtf8(preset.value) });
    });
}

Result<void> PresetStore::remove(qint64 id)
{
    return m_database.run(QStringLiteral("DELETE FROM presets WHERE id = ?"), { id });
}

} // namespace maru
