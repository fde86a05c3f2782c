/// Ollama's store: manifests/REGISTRY/NAMESPACE/NAME/TAG are small JSON texts whose layers are
/// blobs by their digests. The layer with the model is a GGUF file without an ending.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace baryscope {

/// Where a model's manifest lies below manifests/.
struct OllamaName {
  std::string registry = "registry.ollama.ai";
  std::string owner = "library";  ///< the namespace
  std::string model;
  std::string tag = "latest";

  /// "ollama/NAME:TAG"; the namespace and the registry before the name where they are others.
  [[nodiscard]] std::string text() const;
};

/// Of `ollama/[[REGISTRY/]NAMESPACE/]NAME[:TAG]`; nothing for other names.
std::optional<OllamaName> find_ollama_name(std::string_view name);

/// By the folders that a manifest lies in.
OllamaName ollama_name_of(const std::filesystem::path& manifest);

/// What a manifest says.
struct OllamaModel {
  OllamaName name;
  std::filesystem::path manifest;
  std::filesystem::path file;         ///< the model's blob, there or not
  std::vector<std::string> adapters;  ///< digests of what would change the model's weights
  bool has_projector = false;         ///< reads pictures, which is left out here
};

/// Throws Error naming the manifest and what is wrong with it: unreadable, no JSON, no model or
/// several, a digest that is none.
OllamaModel read_ollama_manifest(const std::filesystem::path& manifest);
/// The same of a path that lies as a manifest does; nothing for others.
std::optional<OllamaModel> find_ollama_manifest(const std::filesystem::path& path);

/// The blob that opens. Throws Error where it is missing, or an adapter changes it.
std::filesystem::path ollama_file(const OllamaModel& model);

/// The blob of a name in the first store that has its manifest; nothing for names of another kind.
/// Throws Error where no store has it (with the tags that there are), or where it does not open.
std::optional<std::filesystem::path> find_in_ollama(
    const std::vector<std::filesystem::path>& stores, std::string_view name);

/// The manifests of a store, and what could not be read.
struct OllamaManifests {
  std::vector<std::filesystem::path> paths;
  /// Folders, and why not all of them was looked at: "cannot be read: …".
  std::vector<std::pair<std::filesystem::path, std::string>> problems;
};
OllamaManifests ollama_manifests(const std::filesystem::path& store, const std::stop_token& stop);

}  // namespace baryscope
