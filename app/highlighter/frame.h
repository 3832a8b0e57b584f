// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>

#include <cstdio>

namespace maru::highlighter {

/// One message of the protocol: four bytes of length, least significant first, then that many bytes of JSON.
///
/// False at the end of the stream, and for a length above what any request has.
bool readFrame(std::FILE *stream, QByteArray *body);
bool writeFrame(std::FILE *stream, const QByteArray &body);

} // namespace maru::highlighter
