// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/highlighter/frame.h"

#include <QtEndian>

namespace maru::highlighter {

namespace {

constexpr quint32 kLongestFrame = 32 * 1024 * 1024;

} // namespace

bool readFrame(std::FILE *stream, QByteArray *body)
{
    uchar header[4];
    if (std::fread(header, 1, sizeof header, stream) != sizeof header)
        return false;
    const quint32 length = qFromLittleEndian<quint32>(header);
    if (length > kLongestFrame)
        return false;
    body->resize(static_cast<int>(length));
    return std::fread(body->data(), 1, length, stream) == length;
}

bool writeFrame(std::FILE *stream, const QByteArray &body)
{
    uchar header[4];
    qToLittleEndian(static_cast<quint32>(body.size()), header);
    const auto length = static_cast<std::size_t>(body.size());
    return std::fwrite(header, 1, sizeof header, stream) == sizeof header
        && std::fwrite(body.constData(), 1, length, stream) == length && std::fflush(stream) == 0;
}

} // namespace maru::highlighter
