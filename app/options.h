// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/app_context.h"
#include "app/domain/result.h"

#include <QString>
#include <QStringList>

namespace maru {

/// What the command line of `maru` says. A plain value.
struct Options
{
    AppOptions app;
    QString prompt; ///< typed and sent once there is a window
    QString screenshot; ///< file: the window, once the reply has ended
    bool exitAfterReply = false;
    bool help = false;
    bool version = false;
};

/// Reads the arguments after the program's name. Failure: BadOption (option, detail).
Result<Options> parseOptions(const QStringList &arguments);

/// What --help prints.
QString helpText();

} // namespace maru
