// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/span_format.h"

#include <QFont>
#include <QFontMetricsF>
#include <QUrl>

#include <algorithm>

namespace maru {

namespace {

using namespace Qt::StringLiterals;

constexpr double kCodeScale = 0.92;

QTextCharFormat formatOf(const TextSpan &span, const SpanLook &look)
{
    QTextCharFormat format;
    if (span.style & TextSpan::Bold)
        format.setFontWeight(QFont::Bold);
    if (span.style & TextSpan::Italic)
        format.setFontItalic(true);
    if (span.style & TextSpan::Struck)
        format.setFontStrikeOut(true);
    if ((span.style & TextSpan::Code) || span.kind == TextSpan::Kind::Math) {
        format.setFontFamilies({ look.monospace });
        format.setProperty(QTextFormat::FontPixelSize, qRound(look.fontSize * kCodeScale));
    }
    if (span.style & TextSpan::Code)
        format.setBackground(look.codeBackground);
    return format;
}

TextPiece formulaPiece(const TextSpan &span, const SpanLook &look)
{
    TextPiece piece { u'$' + span.text + u'$', formatOf(span, look), span.length(), span.text, span.display };
    const std::optional<MathSize> size = look.math ? look.math->size(span.text, span.display) : std::nullopt;
    if (!size)
        return piece;
    QFont font;
    font.setPixelSize(qRound(look.fontSize));
    const double middle = QFontMetricsF(font).xHeight() / 2;
    const double ascent = size->ascent * look.fontSize;
    const double descent = size->descent * look.fontSize;
    const double height = std::max(2 * ascent - middle, 2 * descent + middle);
    QTextCharFormat format;
    format.setObjectType(FormulaRoom::kObjectType);
    format.setVerticalAlignment(QTextCharFormat::AlignMiddle);
    format.setProperty(FormulaRoom::kSize, QSizeF(size->width * look.fontSize, height));
    piece.text = QChar(QChar::ObjectReplacementCharacter);
    piece.format = format;
    return piece;
}

/// The address that a bare or an abbreviated one stands for.
QString fullAddress(const QString &target)
{
    return target.startsWith("www."_L1, Qt::CaseInsensitive) ? "http://"_L1 + target : target;
}

} // namespace

bool mayOpen(const QString &address)
{
    const QUrl url(address, QUrl::StrictMode);
    const QString scheme = url.scheme().toLower();
    if (!url.isValid())
        return false;
    return scheme == "mailto"_L1 || ((scheme == "http"_L1 || scheme == "https"_L1) && !url.host().isEmpty());
}

QList<TextPiece> piecesOf(const QList<TextSpan> &spans, const SpanLook &look)
{
    QList<TextPiece> pieces;
    QTextCharFormat quiet;
    quiet.setForeground(look.muted);
    for (const TextSpan &span : spans) {
        if (span.kind == TextSpan::Kind::Math) {
            pieces.append(formulaPiece(span, look));
            continue;
        }
        TextPiece piece { span.text, formatOf(span, look), span.length(), {}, false };
        // A document would make a paragraph of it.
        piece.text.replace(u'\n', QChar(QChar::LineSeparator)).replace(QChar(QChar::ParagraphSeparator), u' ');
        if (span.kind == TextSpan::Kind::Image) {
            piece.format.merge(quiet);
            piece.text += (span.text.isEmpty() ? "("_L1 : " ("_L1) + span.target + u')';
        } else if (!span.target.isEmpty()) {
            const QString address = fullAddress(span.target);
            if (mayOpen(address)) {
                piece.format.setAnchor(true);
                piece.format.setAnchorHref(QString::fromLatin1(QUrl(address, QUrl::StrictMode).toEncoded()));
                piece.format.setForeground(look.link);
                piece.format.setFontUnderline(true);
            } else {
                piece.text += " ("_L1 + span.target + u')';
            }
        }
        if (!piece.text.isEmpty())
            pieces.append(piece);
    }
    return pieces;
}

QSizeF FormulaRoom::intrinsicSize(QTextDocument *, int, const QTextFormat &format)
{
    return format.property(kSize).toSizeF();
}

} // namespace maru
