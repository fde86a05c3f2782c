#include "core/analysis/ollama_store.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/folder_entries.h"
#include "core/base/input_file.h"
#include "core/base/number_text.h"
#include "core/base/strict_json.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view name_prefix = "ollama/";
constexpr std::string_view media_prefix = "application/vnd.ollama.image.";
constexpr std::size_t max_manifest_bytes = std::size_t{1} << 20;
constexpr std::size_t most_manifests = 4096;

/// A name of one folder or file; no link of the path leads out by it.
bool is_plain_part(std::string_view part) {
  return !part.empty() && part.front() != '.' && part.find('\0') == std::string_view::npos &&
         part.find('/') == std::string_view::npos;
}

[[noreturn]] void refuse_manifest(const fs::path& manifest, const std::string& problem) {
  throw Error("cannot use " + manifest.string() + ": " + problem);
}

/// "sha256:…" → "sha256-…"; throws for what is no digest.
std::string blob_name(const std::string& digest, const fs::path& manifest) {
  constexpr std::string_view kind = "sha256:";
  constexpr std::size_t n_digits = 64;
  const bool good = digest.starts_with(kind) && digest.size() == kind.size() + n_digits &&
                    std::all_of(digest.begin() + kind.size(), digest.end(), [](char c) {
                      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                    });
  if (!good) {
    refuse_manifest(manifest, "the digest of its model is '" +
                                  digest.substr(0, n_digits + kind.size()) +
                                  "'; expected sha256: and 64 hexadecimal digits");
  }
  return "sha256-" + digest.substr(kind.size());
}

nlohmann::json layers_of(const fs::path& manifest) {
  nlohmann::json root;
  try {
    root = parse_strict_json(read_input_file(manifest, max_manifest_bytes));
  } catch (const JsonError& error) {
    refuse_manifest(manifest, error.what());
  } catch (const InputFileError& error) {
    throw Error(error.what());
  }
  if (!root.is_object() || !root.contains("layers") || !root["layers"].is_array()) {
    refuse_manifest(manifest, "expected a JSON object with a list \"layers\"");
  }
  return root["layers"];
}

std::string text_of_layer(const nlohmann::json& layer, const char* key) {
  return layer.is_object() && layer.contains(key) && layer[key].is_string()
             ? layer[key].get<std::string>()
             : std::string();
}

fs::path store_of(const fs::path& manifest) {
  fs::path above = manifest;
  for (int level = 0; level < 5; ++level) {
    above = above.parent_path();
  }
  return above;
}

std::string no_such_tag(const std::vector<fs::path>& stores, const OllamaName& name) {
  std::string message = "model '" + name.text() + "' was not found in Ollama's store.";
  std::string tags;
  std::string places;
  for (const fs::path& store : stores) {
    const fs::path folder = store / "manifests" / name.registry / name.owner / name.model;
    for (const fs::path& tag : folder_entries(folder, most_manifests).paths) {
      tags += "\n  " + ollama_name_of(tag).text();
    }
    places += "\n  " + store.string();
  }
  return message + (tags.empty()
                        ? " 'ollama pull " + name.model + "' fetches it. Looked in:" + places
                        : " There are:" + tags);
}

}  // namespace

OllamaName ollama_name_of(const fs::path& manifest) {
  const fs::path model = manifest.parent_path(), owner = model.parent_path();
  return {owner.parent_path().filename().string(), owner.filename().string(),
          model.filename().string(), manifest.filename().string()};
}

std::string OllamaName::text() const {
  const OllamaName usual;
  std::string text(name_prefix);
  if (registry != usual.registry) {
    text += registry + "/";
  }
  if (registry != usual.registry || owner != usual.owner) {
    text += owner + "/";
  }
  return text + model + ":" + tag;
}

std::optional<OllamaName> find_ollama_name(std::string_view name) {
  if (!name.starts_with(name_prefix)) {
    return std::nullopt;
  }
  name.remove_prefix(name_prefix.size());
  OllamaName parts;
  if (const std::size_t colon = name.rfind(':');
      colon != std::string_view::npos && name.find('/', colon) == std::string_view::npos) {
    parts.tag = std::string(name.substr(colon + 1));
    name = name.substr(0, colon);
  }
  std::vector<std::string> path;
  while (true) {
    const std::size_t end = std::min(name.find('/'), name.size());
    path.emplace_back(name.substr(0, end));
    if (end == name.size()) {
      break;
    }
    name.remove_prefix(end + 1);
  }
  if (path.size() > 3 || !is_plain_part(parts.tag) ||
      !std::all_of(path.begin(), path.end(), is_plain_part)) {
    return std::nullopt;
  }
  parts.model = path.back();
  if (path.size() > 1) {
    parts.owner = path[path.size() - 2];
  }
  if (path.size() > 2) {
    parts.registry = path.front();
  }
  return parts;
}

OllamaModel read_ollama_manifest(const fs::path& manifest) {
  OllamaModel model{ollama_name_of(manifest), manifest, {}, {}, false};
  std::vector<std::string> digests;
  for (const nlohmann::json& layer : layers_of(manifest)) {
    const std::string media = text_of_layer(layer, "mediaType");
    if (!media.starts_with(media_prefix)) {
      continue;
    }
    const std::string_view kind = std::string_view(media).substr(media_prefix.size());
    if (kind == "model") {
      digests.push_back(text_of_layer(layer, "digest"));
    } else if (kind == "adapter") {
      model.adapters.push_back(text_of_layer(layer, "digest"));
    } else if (kind == "projector") {
      model.has_projector = true;
    }
  }
  if (digests.size() != 1) {
    refuse_manifest(manifest, digests.empty() ? "none of its layers is a model in a GGUF file"
                                              : to_text(static_cast<std::int64_t>(digests.size())) +
                                                    " of its layers are models; expected one");
  }
  const fs::path blobs = store_of(manifest) / "blobs";
  model.file = blobs / blob_name(digests.front(), manifest);
  // Blobs of before 2024 have the digest itself as their name.
  if (const fs::path old = blobs / digests.front(); !is_present(model.file) && is_present(old)) {
    model.file = old;
  }
  return model;
}

std::optional<OllamaModel> find_ollama_manifest(const fs::path& path) {
  std::error_code failed;
  const fs::path whole = fs::absolute(path, failed).lexically_normal();
  if (failed || !fs::is_regular_file(whole, failed) ||
      (store_of(whole) / "manifests") !=
          whole.parent_path().parent_path().parent_path().parent_path()) {
    return std::nullopt;
  }
  return read_ollama_manifest(whole);
}

fs::path ollama_file(const OllamaModel& model) {
  if (!is_present(model.file)) {
    refuse_manifest(model.manifest, "its model is not there; 'ollama pull " +
                                        model.name.text().substr(name_prefix.size()) +
                                        "' fetches it again (" + model.file.string() + ")");
  }
  if (!model.adapters.empty()) {
    refuse_manifest(
        model.manifest,
        "it puts an adapter (LoRA) over its model, which this version does not apply; the model "
        "without it opens as " +
            model.file.string());
  }
  return model.file;
}

std::optional<fs::path> find_in_ollama(const std::vector<fs::path>& stores, std::string_view name) {
  const auto wanted = find_ollama_name(name);
  if (!wanted) {
    return std::nullopt;
  }
  for (const fs::path& store : stores) {
    const fs::path manifest =
        store / "manifests" / wanted->registry / wanted->owner / wanted->model / wanted->tag;
    if (is_present(manifest)) {
      return ollama_file(read_ollama_manifest(manifest));
    }
  }
  throw Error(no_such_tag(stores, *wanted));
}

OllamaManifests ollama_manifests(const fs::path& store, const std::stop_token& stop) {
  OllamaManifests found;
  std::vector<fs::path> level{store / "manifests"};
  constexpr int n_levels = 4;  // registry, namespace, name, tag
  for (int depth = 1; depth <= n_levels; ++depth) {
    std::vector<fs::path> next;
    for (const fs::path& folder : level) {
      if (stop.stop_requested()) {
        return found;
      }
      FolderEntries entries = folder_entries(folder, most_manifests);
      if (!entries.problem.empty()) {
        found.problems.emplace_back(folder, entries.problem);
      }
      for (fs::path& path : entries.paths) {
        const bool wanted =
            path.filename().string().front() != '.' && is_plain_folder(path) == (depth < n_levels);
        if (wanted && next.size() < most_manifests) {
          next.push_back(std::move(path));
        }
      }
    }
    level = std::move(next);
  }
  found.paths = std::move(level);
  return found;
}

}  // namespace baryscope
