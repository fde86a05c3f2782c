/// Which column of a CSV file holds the classes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/sampling/data/csv_layout.h"

namespace baryscope {

/// ASCII letters only, so that no locale matters.
std::string small_letters(std::string_view text);
/// label, class or target, in small letters.
bool is_label_name(std::string_view name);

/// Sets the label of a layout whose names and bookkeeping are known. `asked` as label_column in
/// DataRequest. Throws DataError for two columns of the label's name, LabelColumnError for one that
/// is not there.
void choose_label(const std::string& path, CsvLayout& layout, std::string_view asked);

/// Columns as `label-column` takes them: by name, with an equals sign where the name alone would
/// mean something else, or by number from 1.
std::vector<std::string> label_choices(const std::vector<std::string>& names, bool by_name);

}  // namespace baryscope
