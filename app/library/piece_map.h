// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QJsonArray>
#include <QList>

#include <vector>

namespace maru {

/// What of a file is there: the file in pieces of equal length (but the last), each filled from its beginning.
///
///     | piece 0: whole | piece 1: 40 of 100 | piece 2: nothing | piece 3 |
///
/// A plain value.
class PieceMap
{
public:
    PieceMap() = default;

    /// `fileBytes` and `pieceBytes` above 0.
    PieceMap(qint64 fileBytes, qint64 pieceBytes);

    bool isNull() const { return m_fileBytes == 0; }
    qint64 fileBytes() const { return m_fileBytes; }
    qint64 pieceBytes() const { return m_pieceBytes; }
    qsizetype count() const { return static_cast<qsizetype>(m_received.size()); }
    qsizetype pieceAt(qint64 position) const { return static_cast<qsizetype>(position / m_pieceBytes); }
    qint64 begin(qsizetype piece) const { return piece * m_pieceBytes; }
    qint64 length(qsizetype piece) const;
    qint64 received(qsizetype piece) const { return m_received[static_cast<std::size_t>(piece)]; }
    bool isWhole(qsizetype piece) const { return received(piece) == length(piece); }
    bool isAllWhole() const { return m_total == m_fileBytes; }
    qint64 total() const { return m_total; } ///< bytes that are there

    void add(qsizetype piece, qint64 bytes);
    void drop(qsizetype piece);
    void dropAll();

    /// As received counts; taken back by restored().
    QJsonArray toJson() const;

    /// The map that toJson() wrote; an empty one where `json` does not fit the sizes.
    static PieceMap restored(qint64 fileBytes, qint64 pieceBytes, const QJsonArray &json);

private:
    qint64 m_fileBytes = 0;
    qint64 m_pieceBytes = 0;
    qint64 m_total = 0;
    std::vector<qint64> m_received;
};

} // namespace maru
