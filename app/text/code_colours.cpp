// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/code_colours.h"

#include <QColor>
#include <QFont>

namespace maru {

namespace {

enum Face { Upright = 0, Slanted = 1, Strong = 2 };

struct Look
{
    QRgb light = 0; ///< 0: the colour of the text
    QRgb dark = 0;
    int face = Upright;
};

constexpr Look kText {};
constexpr Look kKeyword { 0xFF8C3272, 0xFFDDA3D2 };
constexpr Look kFunction { 0xFF1C5890, 0xFF8FBBEC };
constexpr Look kType { 0xFF0B625F, 0xFF7FCBC4 };
constexpr Look kString { 0xFF3A6619, 0xFFABCD8B };
constexpr Look kNumber { 0xFF9A4A16, 0xFFF0A868 };
constexpr Look kComment { 0xFF66615A, 0xFFA8A29A, Slanted };
constexpr Look kDirective { 0xFF755400, 0xFFDCC07C };
constexpr Look kName { 0xFF5A479E, 0xFFBDB2F2 };
constexpr Look kWrong { 0xFFAF2418, 0xFFF4A097 };

/// In the order of KSyntaxHighlighting's Theme::TextStyle.
constexpr Look kLooks[kCodeStyles] = {
    kText, // Normal
    kKeyword, // Keyword
    kFunction, // Function
    kName, // Variable
    kKeyword, // ControlFlow
    kText, // Operator
    kType, // BuiltIn
    kType, // Extension
    kDirective, // Preprocessor
    kName, // Attribute
    kString, // Char
    kNumber, // SpecialChar
    kString, // String
    kString, // VerbatimString
    kString, // SpecialString
    kDirective, // Import
    kType, // DataType
    kNumber, // DecVal
    kNumber, // BaseN
    kNumber, // Float
    kNumber, // Constant
    kComment, // Comment
    kComment, // Documentation
    kDirective, // Annotation
    { kComment.light, kComment.dark, Slanted | Strong }, // CommentVar
    kComment, // RegionMarker
    { kComment.light, kComment.dark, Slanted | Strong }, // Information
    kWrong, // Warning
    { kWrong.light, kWrong.dark, Strong }, // Alert
    kText, // Error: unfinished code is no mistake of the reader's
    kDirective, // Others
};

} // namespace

QTextCharFormat codeFormat(int style, bool dark)
{
    QTextCharFormat format;
    if (style < 0 || style >= kCodeStyles)
        return format;
    const Look &look = kLooks[style];
    if (const QRgb colour = dark ? look.dark : look.light; colour != 0)
        format.setForeground(QColor::fromRgb(colour));
    if ((look.face & Slanted) != 0)
        format.setFontItalic(true);
    if ((look.face & Strong) != 0)
        format.setFontWeight(QFont::DemiBold);
    return format;
}

} // namespace maru
