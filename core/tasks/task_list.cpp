#include "core/base/error.h"
#include "core/base/nearest_name.h"
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
        "Places on numbered plots: is a place exactly midway between two others?",
        {"places", "plots", "blank"}},
       make_street},
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
