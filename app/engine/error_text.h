// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QString>

namespace maru {

/// What the button of an error block does.
enum class ErrorAction { None, Retry, UseProcessor, ChooseModel, NewConversation };

/// An error as a person reads it.
struct ErrorText
{
    QString text; ///< what happened, then what to do; translated, plain text
    ErrorAction action = ErrorAction::None;
    QString actionText; ///< the button's label; empty for None
};

/// The sentence for `error`, made of its reason and arguments; covers every Reason.
ErrorText errorText(const Error &error);

/// The same with another button than the reason's own.
ErrorText errorText(const Error &error, ErrorAction action);

/// The label of `action`; empty for None.
QString actionLabel(ErrorAction action);

} // namespace maru
