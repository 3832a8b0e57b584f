// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// How fast a file comes over loopback, with its SHA-256, while the real window shows its progress:
//     bench_download [GIGABYTES] [FOLDER]
// FOLDER: where the data folder is made; on a real disk, since one in memory tells nothing. The window's page of models
// is open; it is drawn anew every 16 ms, as while somebody scrolls. Frames are counted from their beginning to their
// end, and the time between two of them apart: a GUI thread that is held up shows there.

#include "app/actions/action_registry.h"
#include "app/app_context.h"
#include "app/library/download_controller.h"
#include "app/network_context.h"
#include "tests/bench/block_server.h"

#include <QElapsedTimer>
#include <QFile>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QTemporaryDir>
#include <QTimer>

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

using namespace maru;

namespace {

constexpr int kFrameMs = 16;
constexpr int kSettleMs = 3000; ///< the page stands and its pictures are drawn

double residentMb()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toDouble() * 4096 / 1e6 : 0;
}

double processorSeconds()
{
    rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double percentile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

/// How long frames took, and how long it was from the end of one to the end of the next.
class FrameClock
{
public:
    explicit FrameClock(QQuickWindow *window)
    {
        QObject::connect(window, &QQuickWindow::afterAnimating, window, [this] { m_frame.start(); });
        QObject::connect(window, &QQuickWindow::frameSwapped, window, [this] {
            if (m_frame.isValid())
                m_frames.push_back(static_cast<double>(m_frame.nsecsElapsed()) * 1e-6);
            if (m_between.isValid())
                m_gaps.push_back(static_cast<double>(m_between.nsecsElapsed()) * 1e-6);
            m_frame.invalidate();
            m_between.start();
        });
        m_tick.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_tick, &QTimer::timeout, window, &QQuickWindow::update);
        m_tick.start(kFrameMs);
    }

    void begin()
    {
        m_frames.clear();
        m_gaps.clear();
    }

    void print(const char *when) const
    {
        const auto late = std::count_if(m_frames.begin(), m_frames.end(), [](double ms) { return ms > 33; });
        std::printf(
            "%s: %zu frames, median %.1f ms, 99 %% %.1f ms, worst %.1f ms, above 33 ms %td; between frames median "
            "%.1f ms, 99 %% %.1f ms, worst %.1f ms\n",
            when, m_frames.size(), percentile(m_frames, 0.5), percentile(m_frames, 0.99), percentile(m_frames, 1), late,
            percentile(m_gaps, 0.5), percentile(m_gaps, 0.99), percentile(m_gaps, 1));
    }

private:
    QTimer m_tick;
    QElapsedTimer m_frame;
    QElapsedTimer m_between;
    std::vector<double> m_frames;
    std::vector<double> m_gaps;
};

/// What the download was like, from start() on.
struct Run
{
    QElapsedTimer timer;
    double processor = 0;
    double before = 0; ///< MB of memory
    double running = 0; ///< once its buffers are there and its row is shown: from then on it must not grow
    double most = 0;

    void start()
    {
        before = residentMb();
        processor = processorSeconds();
        timer.start();
    }

    void look()
    {
        constexpr qint64 kBeginMs = 1500;
        const double now = residentMb();
        if (timer.elapsed() < kBeginMs)
            running = std::max(running, now);
        most = std::max(most, now);
    }

    void print(const BlockServer &server, bool verified) const
    {
        const double seconds = static_cast<double>(timer.elapsed()) / 1000;
        const double bytes = static_cast<double>(server.total());
        std::printf(
            "%.1f GB in %.2f s: %.0f MB/s, checksum %s; processor %.1f s; memory %.0f MB before, %.0f MB after the "
            "beginning, at most %.0f MB (%+.1f %% from the beginning on)\n",
            bytes / 1e9, seconds, bytes / 1e6 / seconds, verified ? "right" : "unknown", processorSeconds() - processor,
            before, running, most, 100 * (most / running - 1));
    }
};

} // namespace

int main(int argc, char **argv)
{
    const double gigabytes = argc > 1 ? std::atof(argv[1]) : 4;
    BlockServer server(static_cast<qint64>(gigabytes * 1e9) / BlockServer::kBlock * BlockServer::kBlock);
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    const QTemporaryDir folder(
        argc > 2 ? QString::fromLocal8Bit(argv[2]) + QStringLiteral("/bench-XXXXXX") : QString());
    DownloadFile file;
    file.name = QStringLiteral("bench.gguf");
    file.urls = { server.url() };
    file.byteCount = server.total();
    file.sha256 = server.sha256();

    AppOptions options;
    options.dataDir = folder.path();
    options.engine = EngineKind::Fake;
    auto context = AppContext::create(options);
    if (!context) {
        std::fprintf(stderr, "%s\n", context.error().message.c_str());
        return 1;
    }
    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine.setInitialProperties((*context)->initialProperties());
    engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Maru/Ui/Main.qml")));
    auto *window
        = engine.rootObjects().isEmpty() ? nullptr : qobject_cast<QQuickWindow *>(engine.rootObjects().first());
    if (!window)
        return 1;
    window->show();
    (*context)->actions()->trigger(QStringLiteral("page.library"));

    FrameClock frames(window);
    DownloadController *downloads = (*context)->network()->downloads();
    Run run;
    QTimer watch;
    QObject::connect(&watch, &QTimer::timeout, window, [&run] { run.look(); });
    QObject::connect(
        downloads, &DownloadController::finished, window, [&](const QString &, const DownloadOrder &, bool verified) {
            run.print(server, verified);
            frames.print("while it ran");
            application.exit(0);
        });
    QObject::connect(downloads, &DownloadController::failed, window, [&](const QString &, const QString &text) {
        std::fprintf(stderr, "%s\n", qPrintable(text));
        application.exit(1);
    });
    QTimer::singleShot(kSettleMs, window, [&] { frames.begin(); });
    QTimer::singleShot(2 * kSettleMs, window, [&] {
        frames.print("before");
        frames.begin();
        run.start();
        watch.start(50);
        downloads->start({ file.name, {}, {}, false, { file } });
    });
    const int status = QGuiApplication::exec();
    engine.clearComponentCache();
    return status;
}
