// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/text_style.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

#include <algorithm>

namespace maru {

void TextStyle::setDocument(QQuickTextDocument *document)
{
    if (m_document == document)
        return;
    if (m_document)
        disconnect(m_document->textDocument(), nullptr, this, nullptr);
    m_document = document;
    if (m_document)
        connect(m_document->textDocument(), &QTextDocument::contentsChange, this, &TextStyle::style);
    styleAll();
    emit documentChanged();
}

void TextStyle::setLineHeight(double factor)
{
    if (m_lineHeight == factor)
        return;
    m_lineHeight = factor;
    styleAll();
    emit lineHeightChanged();
}

void TextStyle::styleAll()
{
    if (m_document)
        style(0, 0, m_document->textDocument()->characterCount());
}

void TextStyle::style(int position, int, int added)
{
    if (m_styling || !m_document)
        return;
    m_styling = true; // formatting is a change of contents too
    QTextDocument *document = m_document->textDocument();
    const double percent = m_lineHeight * 100;
    for (QTextBlock block = document->findBlock(position); block.isValid() && block.position() <= position + added;
         block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        if (format.lineHeightType() == QTextBlockFormat::ProportionalHeight && format.lineHeight() == percent)
            continue;
        format.setLineHeight(percent, QTextBlockFormat::ProportionalHeight);
        QTextCursor(block).setBlockFormat(format);
    }
    m_styling = false;
}

} // namespace maru
