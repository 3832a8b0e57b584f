// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/piece_map.h"

#include <algorithm>

namespace maru {

PieceMap::PieceMap(qint64 fileBytes, qint64 pieceBytes)
    : m_fileBytes(fileBytes)
    , m_pieceBytes(pieceBytes)
    , m_received(static_cast<std::size_t>((fileBytes + pieceBytes - 1) / pieceBytes), 0)
{
}

qint64 PieceMap::length(qsizetype piece) const
{
    return std::min(m_pieceBytes, m_fileBytes - begin(piece));
}

void PieceMap::add(qsizetype piece, qint64 bytes)
{
    m_received[static_cast<std::size_t>(piece)] += bytes;
    m_total += bytes;
}

void PieceMap::drop(qsizetype piece)
{
    m_total -= received(piece);
    m_received[static_cast<std::size_t>(piece)] = 0;
}

void PieceMap::dropAll()
{
    std::fill(m_received.begin(), m_received.end(), 0);
    m_total = 0;
}

QJsonArray PieceMap::toJson() const
{
    QJsonArray json;
    for (const qint64 received : m_received)
        json.append(received);
    return json;
}

PieceMap PieceMap::restored(qint64 fileBytes, qint64 pieceBytes, const QJsonArray &json)
{
    if (fileBytes <= 0 || pieceBytes <= 0 || (fileBytes - 1) / pieceBytes + 1 != json.size())
        return {};
    PieceMap map(fileBytes, pieceBytes);
    for (qsizetype piece = 0; piece < map.count(); ++piece)
        map.add(piece, std::clamp(json.at(piece).toInteger(), qint64(0), map.length(piece)));
    return map;
}

} // namespace maru
