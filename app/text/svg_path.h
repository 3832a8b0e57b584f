// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QPainterPath>
#include <QString>
#include <QTransform>

#include <optional>
#include <vector>

namespace maru {

/// The numbers of a list like a viewBox or points: separated by spaces or commas. Reading ends at what is no number.
std::vector<double> numbersOf(const QString &text);

/// SVG path data in the absolute commands M L H V Q T C Z; nothing if there is any other.
std::optional<QPainterPath> pathOf(const QString &data);

/// A list of translate(), scale() and matrix(), the first applied last, as SVG means it. Others are left out.
QTransform transformOf(const QString &text);

} // namespace maru
