// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/code_file.h"

#include <QSaveFile>

namespace maru {

namespace {

struct Ending
{
    const char *language;
    const char *ending;
};

/// Languages whose files do not end in the language's own name.
constexpr Ending kEndings[] = {
    { "assembly", "asm" },
    { "bash", "sh" },
    { "c#", "cs" },
    { "c++", "cpp" },
    { "cplusplus", "cpp" },
    { "console", "sh" },
    { "csharp", "cs" },
    { "golang", "go" },
    { "haskell", "hs" },
    { "javascript", "js" },
    { "julia", "jl" },
    { "kotlin", "kt" },
    { "latex", "tex" },
    { "markdown", "md" },
    { "matlab", "m" },
    { "node", "js" },
    { "objc", "m" },
    { "objective-c", "m" },
    { "patch", "diff" },
    { "perl", "pl" },
    { "powershell", "ps1" },
    { "python", "py" },
    { "python3", "py" },
    { "ruby", "rb" },
    { "rust", "rs" },
    { "shell", "sh" },
    { "typescript", "ts" },
    { "yaml", "yml" },
    { "zsh", "sh" },
};

/// Endings that are what a language is called, too.
constexpr const char *kSelfNamed[] = { "asm", "bat", "c", "cc", "cfg", "cmake", "conf", "cpp", "cs", "css", "csv", "cu",
    "cxx", "dart", "diff", "go", "gradle", "graphql", "groovy", "h", "hpp", "hs", "html", "ini", "java", "jl", "js",
    "json", "jsx", "kt", "lua", "m", "md", "php", "pl", "proto", "ps1", "py", "qml", "r", "rb", "rs", "scala", "scss",
    "sh", "sql", "svelte", "svg", "swift", "tex", "toml", "ts", "tsv", "tsx", "vb", "vue", "xml", "yml" };

} // namespace

QString codeFileName(const QString &language)
{
    const QString name = language.trimmed().toLower();
    if (name == QLatin1String("dockerfile") || name == QLatin1String("docker"))
        return QStringLiteral("Dockerfile");
    if (name == QLatin1String("makefile") || name == QLatin1String("make"))
        return QStringLiteral("Makefile");
    for (const Ending &known : kEndings) {
        if (name == QLatin1String(known.language))
            return QStringLiteral("code.") + QLatin1String(known.ending);
    }
    for (const char *ending : kSelfNamed) {
        if (name == QLatin1String(ending))
            return QStringLiteral("code.") + name;
    }
    return QStringLiteral("code.txt");
}

QString saveCode(const QString &path, const QString &code)
{
    QSaveFile file(path);
    QByteArray bytes = code.toUtf8();
    if (!bytes.endsWith('\n'))
        bytes.append('\n');
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return file.errorString();
    return {};
}

} // namespace maru
