// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/text/math_engine.h"

#include <QFile>
#include <QJSEngine>
#include <QLoggingCategory>

#include <algorithm>

namespace maru {

namespace {

/// In the order in which they need one another.
constexpr const char *kBundles[] = { "loader.js", "core.js", "adaptors/liteDOM.js", "input/tex-full.js",
    "output/svg.js", "output/svg/fonts/tex.js" };

QString resource(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// How deep groups lie within one another, at most. Parsers and drawings go one call deeper for each.
int depthOf(const QString &tex)
{
    int depth = 0;
    int deepest = 0;
    for (qsizetype i = 0; i < tex.size(); ++i) {
        if (tex[i] == QLatin1Char('\\')) {
            const QStringView command = QStringView(tex).sliced(i + 1);
            if (command.startsWith(QLatin1String("begin")) || command.startsWith(QLatin1String("left")))
                ++depth;
            else if (command.startsWith(QLatin1String("end")) || command.startsWith(QLatin1String("right")))
                --depth;
            ++i;
        } else if (tex[i] == QLatin1Char('{')) {
            ++depth;
        } else if (tex[i] == QLatin1Char('}')) {
            --depth;
        }
        deepest = std::max(deepest, depth);
    }
    return deepest;
}

} // namespace

MathEngine::MathEngine() = default;

MathEngine::~MathEngine()
{
    unload();
}

MathEngine::Outcome MathEngine::typeset(const QString &tex, bool display)
{
    if (tex.size() > kLongestFormula)
        return { {}, QStringLiteral("the formula is too long") };
    if (depthOf(tex) > kDeepestGroup)
        return { {}, QStringLiteral("groups lie too deep within one another") };
    if (m_engine && m_engine->isInterrupted())
        unload(); // the interruption came too late for the formula before
    if (!m_engine && !load())
        return { {}, QStringLiteral("MathJax could not be loaded") };
    if (m_closed)
        return { {}, QStringLiteral("the program ends") };
    const QJSValue result = m_typeset.call({ tex, display });
    if (m_engine->isInterrupted()) {
        unload(); // what it was doing is half done
        return { {}, QStringLiteral("the formula took too long") };
    }
    if (result.isError())
        return { {}, result.toString() };
    return { result.property(QStringLiteral("svg")).toString(), result.property(QStringLiteral("problem")).toString() };
}

void MathEngine::interrupt()
{
    const std::scoped_lock lock(m_mutex);
    if (m_engine)
        m_engine->setInterrupted(true);
}

void MathEngine::close()
{
    m_closed = true;
    interrupt();
}

bool MathEngine::load()
{
    if (m_closed)
        return false;
    // The bundles use variables before their `let`, which the engine would remark on dozens of times.
    QLoggingCategory::setFilterRules(QStringLiteral("qt.qml.compiler.warning=false"));
    auto engine = std::make_unique<QJSEngine>();
    QJSEngine *js = engine.get();
    {
        const std::scoped_lock lock(m_mutex);
        m_engine = std::move(engine);
    }
    QJSValue result = js->evaluate(QStringLiteral("var globalThis = this; var MathJax = { loader: { load: [] }, "
                                                  "startup: { typeset: false, ready: function () {} } };"));
    for (const char *bundle : kBundles) {
        const QString path = QStringLiteral(":/mathjax/") + QLatin1String(bundle);
        if (!result.isError())
            result = js->evaluate(resource(path), path);
    }
    const QString glue = QStringLiteral(":/mathjax/glue.js");
    if (!result.isError())
        result = js->evaluate(resource(glue), glue);
    m_typeset = result.property(QStringLiteral("typeset"));
    if (!result.isError() && m_typeset.isCallable() && !js->isInterrupted())
        return true;
    unload();
    return false;
}

void MathEngine::unload()
{
    m_typeset = QJSValue();
    const std::scoped_lock lock(m_mutex);
    m_engine.reset();
}

} // namespace maru
