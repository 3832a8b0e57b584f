// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QList>
#include <QMetaType>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// A run of text in one style. A plain value; its text is never markup.
struct TextSpan
{
    enum class Kind {
        Text, ///< line breaks are '\n' (soft, as written) and U+2028 (hard)
        Math, ///< `text` is TeX without its delimiters
        Image, ///< `text` is the alternative text, `target` the address; never loaded
    };
    enum Style { Bold = 1, Italic = 2, Struck = 4, Code = 8 };

    Kind kind = Kind::Text;
    int style = 0; ///< of Style, or-ed
    bool display = false; ///< of Math: in display style
    QString text;
    QString target; ///< of a link or an image: as the model wrote it, which may be anything
    QString title; ///< of a link or an image

    bool operator==(const TextSpan &) const = default;

    /// How many places a selection knows in it: characters, or 1 for a formula.
    int length() const { return kind == Kind::Math ? 1 : static_cast<int>(text.size()); }
};

/// What a block lies in: a quote, or an item of a list. A plain value.
struct BlockContainer
{
    enum class Kind { Quote, Bullet, Number };
    enum class Task { None, Open, Done };

    Kind kind = Kind::Quote;
    int group = 0; ///< the same in all blocks of one quote or one list
    int item = 0; ///< of a list: counted from 0
    int number = 0; ///< of a numbered list: what stands before the item
    QChar mark; ///< as written: '-', '*', '+', '.' or ')'
    Task task = Task::None;
    bool tight = true; ///< of a list: without empty lines between its items
    bool first = true; ///< this is the first block of the quote or the item

    bool operator==(const BlockContainer &) const = default;
};

/// One block of a message as the window shows it: a leaf, with the quotes and lists it lies in. A plain value.
///
///     > - one          Paragraph "one"    in Quote, Bullet
///     >   ```c         Code "int x;"      in Quote, Bullet
///     >   int x;
///     text             Paragraph "text"   in nothing
///
/// A message is a flat list of them, so that each can be made, measured and left alone by itself.
struct MessageBlock
{
    Q_GADGET
    QML_VALUE_TYPE(messageBlock)
    Q_PROPERTY(int kind READ kindNumber)
    Q_PROPERTY(int level MEMBER level)
    Q_PROPERTY(QString text MEMBER text)
    Q_PROPERTY(QString language MEMBER language)
    Q_PROPERTY(bool closed MEMBER closed)
    Q_PROPERTY(QStringList frames READ frames)
    Q_PROPERTY(int gap READ gap)

public:
    enum Kind {
        Paragraph, ///< spans
        Heading, ///< spans, level
        Code, ///< text, language, closed
        Math, ///< text: TeX without its delimiters; closed
        Table, ///< cells
        Rule,
        Plain, ///< text, shown as it is: what the user typed
    };
    Q_ENUM(Kind)

    Kind kind = Paragraph;
    int level = 0; ///< of a heading: 1 to 6
    bool closed = true; ///< false: its end has not been written yet (code fence, formula)
    bool fenced = true; ///< of Code: false if it was indented
    QString text; ///< of Code, Math, Plain; code without its last line break
    QString language; ///< of Code: the first word behind the fence
    QList<TextSpan> spans; ///< of Paragraph, Heading
    QList<BlockContainer> containers; ///< outermost first

    // Of tables: rows * columns cells, the header first.
    int columns = 0;
    QList<Qt::Alignment> alignments; ///< one per column; none: as the text runs
    QList<QList<TextSpan>> cells;

    bool operator==(const MessageBlock &) const = default;

    /// What the window draws left of it, outermost first: "quote" (its first block), "quoted" (a further one),
    /// "bullet", "open" and "done" (tasks), "3." (a number), or "" (a further block of an item).
    QStringList frames() const;

    /// The room above: 0 (in a tight list), 1, or 2 (a heading).
    int gap() const;

    int kindNumber() const { return kind; }
    int rows() const { return columns == 0 ? 0 : static_cast<int>(cells.size()) / columns; }

    /// How many places a selection knows in it. Of a table: those of its cells in reading order, one more after each.
    int length() const;

    /// A character for each of them: formulas and rules are U+FFFC, after each cell comes a line break.
    QString places() const;
};

/// Places in `spans`, as TextSpan::length() counts them.
int lengthOf(const QList<TextSpan> &spans);

/// The kinds of blocks by name, for QML: MessageBlock.Code.
namespace MessageBlockNames {
Q_NAMESPACE
QML_FOREIGN_NAMESPACE(maru::MessageBlock)
QML_NAMED_ELEMENT(MessageBlock)
} // namespace MessageBlockNames

} // namespace maru
