// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QTemporaryDir>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <span>
#include <string_view>

namespace maru::test {

/// A folder for one test, empty at first and gone at its end.
class TempDir
{
public:
    std::filesystem::path path() const { return m_folder.path().toStdString(); }
    std::filesystem::path file(std::string_view name) const { return path() / name; }

    /// Writes `bytes` to the file `name`, and tells its path.
    std::filesystem::path write(std::string_view name, std::span<const std::byte> bytes) const
    {
        std::ofstream stream(file(name), std::ios::binary);
        stream.write(reinterpret_cast<const char *>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        return file(name);
    }
    std::filesystem::path write(std::string_view name, std::string_view text) const
    {
        return write(name, std::as_bytes(std::span(text)));
    }

private:
    QTemporaryDir m_folder;
};

} // namespace maru::test
