// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QVariant>

#include <functional>

namespace maru {

/// A row as it lies in a page: what kind of value each column has is in the value.
struct SalvagedRow
{
    qint64 rowid = 0;
    bool keyed = false; ///< of a table without rowids
    QList<QVariant> values; ///< null, qint64, double, QString or QByteArray
};

/// Reads rows out of an SQLite file page by page, without its tables of contents: those of a damaged file lead nowhere.
///
///     file:  page 1 | page 2 | ... | page n      -wal:  newer states of some of them
///                        `- leaf: pointers -> cells: size, rowid, record (-> overflow pages)
///
/// Every page is judged by itself; a leaf that makes no sense, and a record that does not, is passed over, and hides
/// nothing else. Failure: none; what cannot be read is not given out.
class Salvage
{
public:
    explicit Salvage(const QString &file);

    /// Calls `row` for every row of every leaf.
    void read(const std::function<void(const SalvagedRow &)> &row) const;

private:
    void readWal(const QByteArray &wal);
    QByteArray page(qsizetype number) const;
    void readLeaf(const QByteArray &page, qsizetype header, bool keyed,
        const std::function<void(const SalvagedRow &)> &row) const;
    bool readPayload(
        const QByteArray &page, qsizetype offset, qsizetype size, qsizetype longest, QByteArray &payload) const;

    QByteArray m_data;
    QHash<qsizetype, QByteArray> m_newer; ///< pages of the WAL, by number
    qsizetype m_pageSize = 4096;
    qsizetype m_pageCount = 0;
    qsizetype m_usable = 4096; ///< of a page
};

} // namespace maru
