/// What a model shows best: the options of its config's `example`; and what a native one can read.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "core/options/option_table.h"
#include "core/text/tokens.h"

namespace baryscope {

/// True for a folder of Baryscope's own format (resources/docs/formats.md); false for what is not
/// found or damaged, which opening it says.
bool is_native_model(std::string_view model);

/// Option ids and values of a model's example; empty where there is none. That of a model
/// with native triangles places tokens by their keys unless it says otherwise.
std::map<std::string, std::string> find_example(std::string_view model);

/// A text as a native model reads it.
struct Reading {
  Tokens tokens;         ///< empty for other models, which read any text
  std::string obstacle;  ///< what it does not know and what it does; empty: it reads the text
};
Reading read_by(std::string_view model, std::string_view text);
/// Of the model, and of the one compared with it: the first that cannot read the text says why.
Reading read_by_models(const OptionValues& values, std::string_view text);

/// First opening: what the example of the model (or, where it has none, of the compared one) sets
/// and nobody gave. A text of one's own keeps out the example's text and query.
void apply_example(OptionValues& values);

/// Another model in place of `before`'s: what the old example set goes back to its default, then
/// the new example is applied to what is at its default. A text of one's own stays where the new
/// models read it. `given`: ids that the same change sets.
void follow_example(OptionValues& values, const OptionValues& before,
                    const std::function<bool(std::string_view id)>& given);

}  // namespace baryscope
