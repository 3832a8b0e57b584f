// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QQuickWindow>

namespace maru {

class ChatController;

/// With MARU_TIMING=1 in the environment: writes one line to stderr once the first frame of `window` is on screen, with
/// the time since the process began and the number of conversations in it:
///
///     first_frame_ms 412 conversations 200
void reportFirstFrame(QQuickWindow *window, ChatController *chat);

/// Milliseconds since the system made this process; -1 where that cannot be told.
qint64 processAgeMs();

} // namespace maru
