#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/tasks/chase.h"
#include "core/tasks/match3.h"
#include "core/tasks/needle.h"
#include "core/tasks/signed_sum.h"
#include "core/tasks/street.h"
#include "core/tasks/task.h"

namespace baryscope {
namespace {

struct TaskRow {
  TaskInfo info;
  std::unique_ptr<const Task> (*make)(const TaskOptions& options);
};

const std::vector<TaskRow>& task_rows() {
  static const std::vector<TaskRow> rows = {
      {{"street",
        "street",
        "Places on numbered plots: whether a place is exactly midway between two others.",
        {"places", "plots", "blank"}},
       make_street},
      {{"match3",
        "match3",
        "Numbers modulo M: whether a number and two numbers of the text add up to 0.",
        {"modulus", "numbers", "blank"}},
       make_match3},
      {{"chase",
        "chase",
        "A random map of nodes: where a node leads after so many hops.",
        {"hops", "nodes", "blank"}},
       make_chase},
      {{"needle",
        "needle",
        "One marked key among more and more noisy ones: the word that it holds.",
        {"keys", "key-noise", "blank"}},
       make_needle},
      {{"signed-sum",
        "signed sum",
        "Charged words: their sum, like charges added and unlike ones subtracted.",
        {"keys", "blank"}},
       make_signed_sum},
  };
  return rows;
}

}  // namespace

const std::vector<TaskInfo>& tasks() {
  static const std::vector<TaskInfo> infos = [] {
    std::vector<TaskInfo> all;
    for (const TaskRow& row : task_rows()) all.push_back(row.info);
    return all;
  }();
  return infos;
}

std::unique_ptr<const Task> make_task(const TaskOptions& options) {
  std::vector<std::string> known;
  for (const TaskRow& row : task_rows()) {
    if (row.info.name == options.name) return row.make(options);
    known.push_back(row.info.name);
  }
  throw UsageError(unknown_name_message("task", options.name, known));
}

}  // namespace baryscope
