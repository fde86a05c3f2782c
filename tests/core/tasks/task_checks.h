/// What every task must keep, whatever it asks.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/tasks/task.h"

namespace baryscope {

/// Shapes, ranges, the blank token, asked tokens, features, equal seeds and different ones, over
/// batches of every length; texts go through a written tokenizer.json and come back as their ids.
void check_task(const Task& task);

/// The tokens of one example of a batch, and the same of its labels.
std::span<const std::int64_t> example_ids(const TaskBatch& batch, int example);
std::span<const std::int64_t> example_labels(const TaskBatch& batch, int example);
/// "bakery@3"
std::string token_text(const Task& task, std::int64_t id);
/// Ids of a typed text, without tokenizer: the text's words looked up; the blank one in front.
std::vector<std::int64_t> typed_ids(const Task& task, const std::string& text);

/// The message of the UsageError of make_task(options), or "no error".
std::string usage_error(const TaskOptions& options);

/// Share of the asked tokens of each label.
std::vector<double> label_shares(const Task& task, int n_examples);

}  // namespace baryscope
