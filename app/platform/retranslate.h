// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QList>

class QObject;

namespace maru {

/// Has every text of these objects asked for again after the language changed: tells of each text property that it
/// changed, and of each model, itself or in a property, that all its rows did.
///
/// Texts are made when they are asked for, so no object needs to know of languages. `except`: objects without
/// translated text whose signals do something, above all the one that told of the new language. Threads: GUI thread.
void retranslate(const QList<QObject *> &objects, const QList<QObject *> &except = {});

} // namespace maru
