// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/domain/message_block.h"

namespace maru {

int lengthOf(const QList<TextSpan> &spans)
{
    int length = 0;
    for (const TextSpan &span : spans)
        length += span.length();
    return length;
}

QStringList MessageBlock::frames() const
{
    QStringList frames;
    for (const BlockContainer &container : containers) {
        if (container.kind == BlockContainer::Kind::Quote)
            frames << (container.first ? QStringLiteral("quote") : QStringLiteral("quoted"));
        else if (!container.first)
            frames << QString();
        else if (container.task != BlockContainer::Task::None)
            frames << (container.task == BlockContainer::Task::Done ? QStringLiteral("done") : QStringLiteral("open"));
        else if (container.kind == BlockContainer::Kind::Number)
            frames << QString::number(container.number) + container.mark;
        else
            frames << QStringLiteral("bullet");
    }
    return frames;
}

int MessageBlock::gap() const
{
    if (kind == Heading)
        return 2;
    // What goes on from the block before: the deepest quote or list that does not begin here.
    bool tight = false;
    for (const BlockContainer &container : containers) {
        const bool list = container.kind != BlockContainer::Kind::Quote;
        if (container.first && !(list && container.item > 0))
            break;
        tight = list && container.tight;
        if (container.first)
            break;
    }
    return tight ? 0 : 1;
}

QString MessageBlock::places() const
{
    QString result;
    const auto add = [&result](const QList<TextSpan> &run) {
        for (const TextSpan &span : run)
            result += span.kind == TextSpan::Kind::Math ? QString(QChar(QChar::ObjectReplacementCharacter)) : span.text;
    };
    switch (kind) {
    case Paragraph:
    case Heading:
        add(spans);
        break;
    case Code:
    case Plain:
        return text;
    case Table:
        for (const QList<TextSpan> &cell : cells) {
            add(cell);
            result += u'\n';
        }
        break;
    case Math:
    case Rule:
        return QChar(QChar::ObjectReplacementCharacter);
    }
    return result;
}

int MessageBlock::length() const
{
    switch (kind) {
    case Paragraph:
    case Heading:
        return lengthOf(spans);
    case Code:
    case Plain:
        return static_cast<int>(text.size());
    case Table: {
        int length = 0;
        for (const QList<TextSpan> &cell : cells)
            length += lengthOf(cell) + 1;
        return length;
    }
    case Math:
    case Rule:
        return 1;
    }
    return 0;
}

} // namespace maru
