// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/svg_path.h"

#include <QLocale>
#include <QRegularExpression>

#include <cmath>
#include <optional>
#include <utility>

namespace maru {

namespace {

bool isOneOf(QChar c, const char *characters)
{
    return QLatin1String(characters).contains(c);
}

/// Reads numbers and letters from the front of a text.
class Scanner
{
public:
    explicit Scanner(QStringView text)
        : m_rest(text)
    {
    }

    std::optional<double> number()
    {
        skipSeparators();
        qsizetype length = 0;
        bool point = false;
        bool exponent = false;
        for (; length < m_rest.size(); ++length) {
            const QChar c = m_rest[length];
            const bool sign = isOneOf(c, "+-");
            if (sign && length > 0 && !isOneOf(m_rest[length - 1], "eE"))
                break;
            if (c == QLatin1Char('.') && std::exchange(point, true))
                break;
            if (isOneOf(c, "eE") && std::exchange(exponent, true))
                break;
            if (!sign && !c.isDigit() && !isOneOf(c, ".eE"))
                break;
        }
        bool ok = false;
        const double value = QLocale::c().toDouble(m_rest.first(length), &ok);
        if (!ok || !std::isfinite(value))
            return std::nullopt;
        m_rest = m_rest.sliced(length);
        return value;
    }

    std::optional<QChar> letter()
    {
        skipSeparators();
        if (m_rest.isEmpty() || !m_rest.front().isLetter())
            return std::nullopt;
        const QChar c = m_rest.front();
        m_rest = m_rest.sliced(1);
        return c;
    }

    bool atEnd()
    {
        skipSeparators();
        return m_rest.isEmpty();
    }

private:
    void skipSeparators()
    {
        while (!m_rest.isEmpty() && (m_rest.front().isSpace() || m_rest.front() == QLatin1Char(',')))
            m_rest = m_rest.sliced(1);
    }

    QStringView m_rest;
};

/// How many numbers a command of path data takes; -1: a command that is not read here.
int countOf(QChar command)
{
    switch (command.unicode()) {
    case 'Z':
        return 0;
    case 'H':
    case 'V':
        return 1;
    case 'M':
    case 'L':
    case 'T':
        return 2;
    case 'Q':
        return 4;
    case 'C':
        return 6;
    default:
        return -1;
    }
}

/// Where the last quadratic curve bent, which a T goes on from.
using Bend = std::optional<QPointF>;

void addCommand(QPainterPath *path, QChar command, const double *n, Bend *bend)
{
    const QPointF at = path->currentPosition();
    const QPointF mirrored = *bend ? 2 * at - **bend : at;
    bend->reset();
    switch (command.unicode()) {
    case 'M':
        path->moveTo(n[0], n[1]);
        break;
    case 'L':
        path->lineTo(n[0], n[1]);
        break;
    case 'H':
        path->lineTo(n[0], at.y());
        break;
    case 'V':
        path->lineTo(at.x(), n[0]);
        break;
    case 'Q':
        *bend = QPointF(n[0], n[1]);
        path->quadTo(**bend, QPointF(n[2], n[3]));
        break;
    case 'T':
        *bend = mirrored;
        path->quadTo(mirrored, QPointF(n[0], n[1]));
        break;
    case 'C':
        path->cubicTo(n[0], n[1], n[2], n[3], n[4], n[5]);
        break;
    default:
        path->closeSubpath();
    }
}

} // namespace

std::vector<double> numbersOf(const QString &text)
{
    std::vector<double> numbers;
    Scanner scanner(text);
    while (const std::optional<double> number = scanner.number())
        numbers.push_back(*number);
    return numbers;
}

std::optional<QPainterPath> pathOf(const QString &data)
{
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    Scanner scanner(data);
    Bend bend;
    std::optional<QChar> command = scanner.letter();
    while (command) {
        const int count = countOf(*command);
        if (count < 0)
            return std::nullopt;
        double numbers[6] = {};
        for (int i = 0; i < count; ++i) {
            const std::optional<double> number = scanner.number();
            if (!number)
                return std::nullopt;
            numbers[i] = *number;
        }
        addCommand(&path, *command, numbers, &bend);
        // Numbers without a letter before them repeat the command; after a move they are lines.
        if (const std::optional<QChar> next = scanner.letter())
            command = next;
        else if (scanner.atEnd())
            return path;
        else if (count == 0)
            return std::nullopt;
        else if (*command == QLatin1Char('M'))
            command = QLatin1Char('L');
    }
    return path;
}

QTransform transformOf(const QString &text)
{
    static const QRegularExpression kCall(QStringLiteral("(\\w+)\\s*\\(([^)]*)\\)"));
    QTransform transform;
    for (auto calls = kCall.globalMatch(text); calls.hasNext();) {
        const QRegularExpressionMatch call = calls.next();
        const QString name = call.captured(1);
        std::vector<double> n = numbersOf(call.captured(2));
        QTransform step;
        if (name == QLatin1String("translate") && !n.empty())
            step = QTransform::fromTranslate(n[0], n.size() > 1 ? n[1] : 0);
        else if (name == QLatin1String("scale") && !n.empty())
            step = QTransform::fromScale(n[0], n.size() > 1 ? n[1] : n[0]);
        else if (name == QLatin1String("matrix") && n.size() == 6)
            step = QTransform(n[0], n[1], n[2], n[3], n[4], n[5]);
        transform = step * transform;
    }
    return transform;
}

} // namespace maru
