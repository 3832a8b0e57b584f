// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QElapsedTimer>

#include <algorithm>
#include <limits>

namespace maru {

/// How many bytes may be read now so that no more than a number of them is read in a second. A plain value.
class SpeedLimit
{
public:
    /// 0: no limit.
    void set(qint64 bytesPerSecond)
    {
        m_perSecond = std::max(bytesPerSecond, qint64(0));
        m_credit = 0;
        m_since.start();
    }

    bool isSet() const { return m_perSecond > 0; }

    qint64 allowance()
    {
        if (!isSet())
            return std::numeric_limits<qint64>::max();
        const qint64 most = std::max(m_perSecond / 4, qint64(1)); // of what was not used before
        m_credit = std::min(m_credit + m_perSecond * m_since.restart() / 1000, most);
        return std::max(m_credit, qint64(0));
    }

    void take(qint64 bytes)
    {
        if (isSet())
            m_credit -= bytes;
    }

private:
    qint64 m_perSecond = 0;
    qint64 m_credit = 0; ///< negative: more was read than allowed
    QElapsedTimer m_since;
};

} // namespace maru
