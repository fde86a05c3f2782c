/// The files that a picture depends on: found from the options, hashed, never written over.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/options/option_table.h"

namespace baryscope {

struct SessionInput {
  std::string name;    ///< as the option says it: "minilm", "credit.csv"
  std::string file;    ///< in the model's folder ("config.json"), or beside the data file (the
                       ///< labels); empty where the input is one file
  std::string sha256;  ///< 64 hexadecimal digits
  std::string option = "model";  ///< whose value `name` is: model (also for `compare`) or dataset

  friend bool operator==(const SessionInput&, const SessionInput&) = default;
};

/// Every file that the options name: those of the model, of the compared one, of the data set.
std::vector<std::filesystem::path> input_files(const OptionValues& options);

/// Throws UsageError where an output would replace one of these files, by whatever link or name.
void refuse_input_as_output(std::string_view target,
                            const std::vector<std::filesystem::path>& files);

/// Hashes what the model option names, then what `compare` does; in the samples view the data file,
/// and beside an .npy its labels. Throws Error where it cannot be found or read.
std::vector<SessionInput> hash_inputs(const OptionValues& options);

/// Throws Error for an input that a session cannot have: one that none of its options names, or a
/// file of a kind that this version does not read. Opens nothing.
void check_input(const SessionInput& input, const OptionValues& options);

/// A sentence for each input that is not what it was.
std::vector<std::string> changed_inputs(const std::vector<SessionInput>& inputs);

/// A session was made with other files than those that are there now; a person may choose to open
/// it all the same.
class ChangedInputs : public Error {
 public:
  explicit ChangedInputs(std::string sentences);
  /// What has changed, without the advice.
  [[nodiscard]] const std::string& sentences() const { return m_sentences; }

 private:
  std::string m_sentences;
};

/// Throws ChangedInputs where `--changed-inputs` of `options` is refuse and an input has changed;
/// else warns. Inputs that the options no longer name are not looked at.
void check_unchanged(const std::vector<SessionInput>& inputs, const OptionValues& options);

/// What a session that lies in `folder` calls the path: relative where it was given so or lies in
/// or below the folder, else as it was given; without a folder absolute. Names that are no paths
/// stay as they are.
std::string name_from(const std::filesystem::path& folder, const std::string& name);
/// Back again: the path beside a session in `folder`, where there is one.
std::string name_beside(const std::filesystem::path& folder, const std::string& name);

}  // namespace baryscope
