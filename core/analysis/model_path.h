/// What a path opens where it is no model itself but leads to one: a repository of the Hugging Face
/// cache, a snapshot or folder with GGUF files, a manifest of Ollama's.
#pragma once

#include <filesystem>
#include <string>

namespace baryscope {

/// The model folder, GGUF file or capture that `path` stands for; `path` itself where it stands for
/// nothing else. A folder with safetensors weights, or without any GGUF file, is a model folder;
/// one with GGUF files stands for its one model, projectors (mmproj) not counted. Throws Error
/// where it holds several, listing them.
std::filesystem::path model_behind(const std::filesystem::path& path);

/// Whether a file is named as what turns pictures into tokens beside a model.
bool is_projector_name(const std::filesystem::path& file);

}  // namespace baryscope
