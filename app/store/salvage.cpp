// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/salvage.h"

#include <QFile>
#include <QtEndian>

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

namespace maru {

namespace {

constexpr qsizetype kFileHeader = 100; ///< bytes of page 1 before its own header
constexpr quint8 kTableLeaf = 0x0d;
constexpr quint8 kKeyedLeaf = 0x0a;
constexpr qsizetype kMostColumns = 64;

quint8 byteAt(const QByteArray &data, qsizetype offset)
{
    return static_cast<quint8>(data.at(offset));
}

quint32 bigEndian(const QByteArray &data, qsizetype offset, int bytes)
{
    quint32 value = 0;
    for (int i = 0; i < bytes; ++i)
        value = value << 8 | byteAt(data, offset + i);
    return value;
}

/// Seven bits a byte, the highest first, the ninth byte whole.
std::optional<qint64> varint(const QByteArray &data, qsizetype &offset)
{
    quint64 value = 0;
    for (int i = 0; i < 9; ++i) {
        if (offset < 0 || offset >= data.size())
            return std::nullopt;
        const quint8 byte = byteAt(data, offset++);
        if (i == 8)
            return static_cast<qint64>(value << 8 | byte);
        value = value << 7 | (byte & 0x7f);
        if (byte < 0x80)
            break;
    }
    return static_cast<qint64>(value);
}

qint64 signedInteger(const QByteArray &data, qsizetype offset, int bytes)
{
    quint64 value = (byteAt(data, offset) & 0x80) != 0 ? ~quint64 { 0 } : 0;
    for (int i = 0; i < bytes; ++i)
        value = value << 8 | byteAt(data, offset + i);
    return static_cast<qint64>(value);
}

/// The bytes a value of a serial type takes; -1: there is no such type.
qsizetype sizeOfType(qint64 type)
{
    constexpr qsizetype kSizes[] { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0 };
    if (type < 0 || type == 10 || type == 11)
        return -1;
    return type < 10 ? kSizes[type] : static_cast<qsizetype>((type - 12) / 2);
}

/// The record format: size of the header, a type for each column, then the values.
bool readRecord(const QByteArray &payload, QList<QVariant> &values)
{
    qsizetype offset = 0;
    const std::optional<qint64> headerSize = varint(payload, offset);
    if (!headerSize || *headerSize < 1 || *headerSize > payload.size())
        return false;
    qsizetype at = static_cast<qsizetype>(*headerSize);
    while (offset < *headerSize) {
        const std::optional<qint64> type = varint(payload, offset);
        if (!type || offset > *headerSize || values.size() >= kMostColumns)
            return false;
        const qsizetype size = sizeOfType(*type);
        if (size < 0 || size > payload.size() - at)
            return false;
        if (*type == 0)
            values << QVariant();
        else if (*type == 7)
            values << std::bit_cast<double>(signedInteger(payload, at, 8));
        else if (*type < 7)
            values << signedInteger(payload, at, static_cast<int>(size));
        else if (*type < 10)
            values << static_cast<qint64>(*type - 8);
        else if (*type % 2 == 0)
            values << payload.mid(at, size);
        else
            values << QString::fromUtf8(payload.constData() + at, size);
        at += size;
    }
    return at == payload.size();
}

bool isPageSize(qsizetype size)
{
    return size >= 512 && size <= 65'536 && (size & (size - 1)) == 0;
}

QByteArray contentOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

Salvage::Salvage(const QString &file)
    : m_data(contentOf(file))
{
    if (m_data.size() >= kFileHeader) {
        const qsizetype size = bigEndian(m_data, 16, 2) == 1 ? 65'536 : bigEndian(m_data, 16, 2);
        if (isPageSize(size)) {
            m_pageSize = size;
            const quint8 reserved = byteAt(m_data, 20);
            m_usable = size - (reserved < 33 ? reserved : 0);
        }
    }
    readWal(contentOf(file + QStringLiteral("-wal")));
    m_pageCount = (m_data.size() + m_pageSize - 1) / m_pageSize;
    for (auto it = m_newer.cbegin(); it != m_newer.cend(); ++it)
        m_pageCount = std::max(m_pageCount, it.key());
}

/// Takes the frames of whole transactions: those of the salt that is in the header, up to the last that ends one.
void Salvage::readWal(const QByteArray &wal)
{
    constexpr qsizetype kHeader = 32;
    constexpr qsizetype kFrameHeader = 24;
    if (wal.size() < kHeader || (bigEndian(wal, 0, 4) & ~1U) != 0x377f0682)
        return;
    const qsizetype size = bigEndian(wal, 8, 4);
    if (!isPageSize(size))
        return;
    if (m_data.size() < kFileHeader)
        m_pageSize = m_usable = size;
    if (size != m_pageSize)
        return;
    QHash<qsizetype, QByteArray> open;
    for (qsizetype at = kHeader; at + kFrameHeader + size <= wal.size(); at += kFrameHeader + size) {
        if (std::memcmp(wal.constData() + at + 8, wal.constData() + 16, 8) != 0)
            break;
        open.insert(bigEndian(wal, at, 4), wal.mid(at + kFrameHeader, size));
        if (bigEndian(wal, at + 4, 4) == 0)
            continue;
        for (auto it = open.cbegin(); it != open.cend(); ++it)
            m_newer.insert(it.key(), it.value());
        open.clear();
    }
}

QByteArray Salvage::page(qsizetype number) const
{
    const auto newer = m_newer.constFind(number);
    return newer != m_newer.constEnd() ? *newer : m_data.mid((number - 1) * m_pageSize, m_pageSize);
}

void Salvage::read(const std::function<void(const SalvagedRow &)> &row) const
{
    for (qsizetype number = 1; number <= m_pageCount; ++number) {
        const QByteArray content = page(number);
        const qsizetype header = number == 1 ? kFileHeader : 0;
        if (content.size() < m_pageSize)
            continue;
        const quint8 kind = byteAt(content, header);
        if (kind == kTableLeaf || kind == kKeyedLeaf)
            readLeaf(content, header, kind == kKeyedLeaf, row);
    }
}

void Salvage::readLeaf(
    const QByteArray &page, qsizetype header, bool keyed, const std::function<void(const SalvagedRow &)> &row) const
{
    const qsizetype longest = keyed ? (m_usable - 12) * 64 / 255 - 23 : m_usable - 35;
    const auto count = static_cast<qsizetype>(bigEndian(page, header + 3, 2));
    for (qsizetype i = 0; i < count; ++i) {
        const qsizetype pointer = header + 8 + 2 * i;
        if (pointer + 2 > page.size())
            return;
        qsizetype offset = bigEndian(page, pointer, 2);
        const std::optional<qint64> size = varint(page, offset);
        if (!size || *size <= 0 || *size > (m_pageCount + 1) * m_pageSize)
            continue;
        SalvagedRow found;
        found.keyed = keyed;
        if (!keyed) {
            const std::optional<qint64> rowid = varint(page, offset);
            if (!rowid)
                continue;
            found.rowid = *rowid;
        }
        QByteArray payload;
        if (readPayload(page, offset, static_cast<qsizetype>(*size), longest, payload)
            && readRecord(payload, found.values))
            row(found);
    }
}

bool Salvage::readPayload(
    const QByteArray &page, qsizetype offset, qsizetype size, qsizetype longest, QByteArray &payload) const
{
    qsizetype local = size;
    if (size > longest) {
        const qsizetype least = (m_usable - 12) * 32 / 255 - 23;
        local = least + (size - least) % (m_usable - 4);
        if (local > longest)
            local = least;
    }
    if (local < 0 || offset + local > page.size())
        return false;
    payload = page.mid(offset, local);
    if (local == size)
        return true;
    if (offset + local + 4 > page.size())
        return false;
    qsizetype next = bigEndian(page, offset + local, 4);
    // Every page of the chain adds to the payload: it ends, whatever a damaged one points at.
    while (payload.size() < size) {
        if (next < 1 || next > m_pageCount)
            return false;
        const QByteArray overflow = this->page(next);
        if (overflow.size() < m_usable)
            return false;
        payload += overflow.mid(4, std::min(m_usable - 4, size - payload.size()));
        next = bigEndian(overflow, 0, 4);
    }
    return true;
}

} // namespace maru
