/// What a model's files say of it before it is opened, from their heads alone. Free of ATen.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/analysis/gguf_files.h"
#include "core/model/listing/found_model.h"

namespace baryscope {

// Both fill in what they find out, also where `problem` says that it cannot be opened. Nothing is
// thrown for what is wrong with the files.

/// Of a folder with config.json, safetensors weights and tokenizer.json.
void add_folder_facts(FoundModel& model);
/// Of a GGUF file in one part or several.
void add_gguf_facts(FoundModel& model, const GgufSet& set);

/// One line without the path that it is about: "cannot use PATH: it is empty" → "it is empty".
std::string short_reason(std::string_view message, const std::filesystem::path& path);
/// "is a link to PLACE, which is not there" or "is missing", of a file that is not there; empty
/// where it is.
std::string absence(const std::filesystem::path& file);

}  // namespace baryscope
