// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/message_block.h"
#include "app/domain/text_marks.h"
#include "app/text/code_highlighter.h"
#include "app/text/inline_math.h"
#include "app/text/markdown_stream.h"

#include <QAbstractListModel>
#include <QElapsedTimer>
#include <QHash>
#include <QPointer>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// The blocks of one message, one row each, and what of them is selected.
///
/// While a reply grows, rows that are finished never change; the last few are parsed again at most 30 times a second,
/// and less often where that takes long, so that it never takes more than a tenth of the time. Ownership: of the
/// MessageModel, which may forget one that is not on screen. Threads: GUI thread.
class BlockModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT

    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(maru::InlineMath *math READ math NOTIFY mathChanged)
    Q_PROPERTY(maru::CodeHighlighter *highlighter READ highlighter NOTIFY highlighterChanged)
    Q_PROPERTY(bool hasSelection READ hasSelection NOTIFY selectionChanged)

public:
    enum Roles {
        BlockRole = Qt::UserRole + 1, ///< a MessageBlock
    };
    enum Form {
        Markdown, ///< a model wrote it
        Typed, ///< somebody typed it: it is shown as it stands
    };
    Q_ENUM(Form)

    /// A place between two characters of a block, or before or behind a formula.
    struct Place
    {
        int row = 0;
        int position = 0; ///< as MessageBlock::length() counts

        auto operator<=>(const Place &) const = default;
    };
    enum class Step { Character, Word, Block, Message };
    struct Range
    {
        int from = 0;
        int to = 0; ///< not above `from`: nothing

        bool operator==(const Range &) const = default;
    };

    explicit BlockModel(QObject *parent = nullptr);

    int count() const { return static_cast<int>(m_blocks.size()); }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    const MessageBlock &block(int row) const { return m_blocks.at(row); }
    const QList<MessageBlock> &all() const { return m_blocks; }

    /// Whoever draws formulas; may be null: they are then shown as their source.
    InlineMath *math() const { return m_math; }
    void setMath(InlineMath *math);

    /// Whoever colours code; may be null: it is then plain.
    CodeHighlighter *highlighter() const { return m_highlighter; }
    void setHighlighter(CodeHighlighter *highlighter);

    /// A finished text.
    Q_INVOKABLE void setText(const QString &text, maru::BlockModel::Form form);

    /// More of a growing one, shown soon.
    Q_INVOKABLE void append(const QString &text);

    /// Nothing more comes; `text` is all of it.
    Q_INVOKABLE void finish(const QString &text);

    bool hasSelection() const { return m_anchor != m_cursor; }
    Place anchor() const { return m_anchor; }
    void select(Place anchor, Place cursor);
    Q_INVOKABLE void selectAll();
    Q_INVOKABLE void clearSelection();

    /// The selected part of the block in `row`.
    Range selectionIn(int row) const;

    /// Marks places in blocks, by row, in place of those that were marked.
    void setMarks(const QHash<int, TextMarks> &marks);
    TextMarks marksIn(int row) const { return m_marks.value(row); }

    /// Moves the end of the selection by a step of the cursor; nothing if it is at the end of the message.
    void extendSelection(Step step, bool forward);
    Place cursor() const { return m_cursor; }

    /// What is selected, or all if nothing is.
    Q_INVOKABLE QString selectedMarkdown() const;
    Q_INVOKABLE QString selectedPlainText() const;
    Q_INVOKABLE QString plainText() const;

    /// Puts what is selected onto the clipboard: plain text, and Markdown for those who ask for it.
    Q_INVOKABLE void copySelection() const;
    Q_INVOKABLE void copyTableAsMarkdown(int row) const;
    Q_INVOKABLE void copyTableAsTsv(int row) const;
    Q_INVOKABLE void copyText(const QString &text) const;

signals:
    void countChanged();
    void mathChanged();
    void highlighterChanged();
    void selectionChanged();
    void marksChanged();

private:
    void update();
    void show(qsizetype firstRow, const QList<MessageBlock> &blocks);
    void showStream();
    QList<MessageBlock> selectedBlocks() const;
    Place clamped(Place place) const;
    Place stepFrom(Place place, Step step, bool forward) const;

    QList<MessageBlock> m_blocks;
    MarkdownStream m_stream; ///< empty once the text is finished
    qsizetype m_finished = 0; ///< rows that will not change
    QTimer m_timer;
    QElapsedTimer m_sinceUpdate;
    qint64 m_pauseMs = 0;
    QPointer<InlineMath> m_math;
    QPointer<CodeHighlighter> m_highlighter;
    Place m_anchor;
    Place m_cursor;
    QHash<int, TextMarks> m_marks;
};

} // namespace maru
