// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/architecture/architecture.h"
#include "inference/gguf/gguf_file.h"
#include "inference/model/model.h"
#include "tests/inference/architecture/family_goldens.h"
#include "tests/support/tiny_gguf.h"

#include <QtCore/QTemporaryDir>

#include <functional>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maru::test {

/// One of the tiny models with other metadata or tensors: what a bad file may hold.
///
///     ChangedFamily("phi3-long").set("phi3.context_length", 0U).without("rope_factors_long.weight").build()
class ChangedFamily
{
public:
    explicit ChangedFamily(const QString &name)
        : m_name(name)
    {
    }

    /// In place of what the file has under `key`, or added.
    template <typename T> ChangedFamily &set(std::string key, T value)
    {
        m_changes[key] = [key, value](TinyGguf &file) { file.set(key, value); };
        return *this;
    }

    /// A vector of float32 in place of the file's, or added.
    ChangedFamily &setTensor(std::string name, std::vector<float> values)
    {
        m_tensors[name]
            = [name, values](TinyGguf &file) { file.tensor(name, quant::TensorType::F32, { values.size() }, values); };
        return *this;
    }

    /// Leaves out a key or a tensor.
    ChangedFamily &without(std::string name)
    {
        m_changes[name] = m_tensors[name] = [](TinyGguf &) {};
        return *this;
    }

    Result<graph::Graph> build(std::uint32_t contextLength = kFamilyContext) const
    {
        MARU_TRY(const auto model, open());
        return architecture::buildGraph(*model, contextLength);
    }

    Result<std::unique_ptr<model::Model>> open() const
    {
        MARU_TRY(const auto original, gguf::GgufFile::open(familyFile(m_name + ".gguf").toStdString()));
        TinyGguf changed;
        for (const gguf::Metadata &value : original.metadata()) {
            if (!m_changes.contains(std::string(value.key)))
                copy(value, changed);
        }
        for (const auto &[key, add] : m_changes)
            add(changed);
        for (const gguf::TensorInfo &tensor : original.tensors()) {
            const std::span<const std::uint64_t> shape(tensor.dimensions.data(), tensor.dimensionCount);
            if (!m_tensors.contains(std::string(tensor.name)))
                changed.rawTensor(tensor.name, tensor.rawType, { shape.begin(), shape.end() }, original.data(tensor));
        }
        for (const auto &[name, add] : m_tensors)
            add(changed);
        const QTemporaryDir folder;
        return model::Model::open(changed.write(folder.filePath("changed.gguf").toStdString()));
    }

private:
    static void copy(const gguf::Metadata &value, TinyGguf &file)
    {
        std::string bytes(reinterpret_cast<const char *>(value.bytes.data()), value.bytes.size());
        if (value.type == gguf::ValueType::Array)
            bytes = TinyGguf::toBytes(static_cast<std::uint32_t>(value.elementType))
                + TinyGguf::toBytes(static_cast<std::uint64_t>(value.count)) + bytes;
        file.setRaw(value.key, value.type, bytes);
    }

    QString m_name;
    std::map<std::string, std::function<void(TinyGguf &)>> m_changes;
    std::map<std::string, std::function<void(TinyGguf &)>> m_tensors;
};

} // namespace maru::test
