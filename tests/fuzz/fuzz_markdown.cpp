// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Markdown out of any bytes: in pieces it gives the blocks that it gives at once, and every block can be written again.

#include "app/text/block_writer.h"
#include "app/text/markdown_stream.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace maru;
    if (size < 2)
        return 0;
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data) + 1, static_cast<qsizetype>(size - 1));
    const qsizetype step = 1 + data[0] % 32;
    MarkdownStream stream;
    for (qsizetype done = 0; done < text.size(); done += step) {
        stream.append(text.mid(done, step));
        stream.update();
    }
    stream.finish();
    MarkdownStream once;
    once.append(text);
    once.finish();
    const QList<MessageBlock> whole = once.blocks();
    if (stream.blocks() != whole)
        __builtin_trap();
    markdownOf(whole);
    plainTextOf(whole);
    for (const MessageBlock &block : whole)
        sliceOf(block, block.length() / 3, block.length() / 2);
    return 0;
}
