/// GGUF files by their names and first bytes: which paths are models, which files belong together.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baryscope {

/// True for a model's folder, for what is named as a GGUF file (whoever opens it says what is wrong
/// with it), and for one by its first bytes: a file in Ollama's store has no ending. False for
/// captures.
bool is_model_path(const std::filesystem::path& path);

/// Whether a plain file begins with the four letters of the format.
bool begins_as_gguf(const std::filesystem::path& path);

/// What `NAME-00002-of-00003.gguf` says.
struct GgufPartName {
  std::string stem;  ///< "NAME"
  int number = 1;    ///< from 1
  int n_parts = 1;
};

/// Nothing for a file that is whole, and for numbers that make no sense.
std::optional<GgufPartName> find_gguf_part_name(std::string_view file_name);
/// The file's name of another part of the same model.
std::string gguf_file_of_part(const GgufPartName& part, int number);

/// A model in one GGUF file, or in several.
struct GgufSet {
  std::string name;                          ///< without ending and number: "NAME"
  std::vector<std::filesystem::path> files;  ///< those that are there, in order
  std::vector<std::string> missing;          ///< names of parts that are not
};

/// Those among `files` that end in .gguf (letters in either case), those of one model together, in
/// the order of their names.
std::vector<GgufSet> gguf_sets(std::vector<std::filesystem::path> files);

}  // namespace baryscope
