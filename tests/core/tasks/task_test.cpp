/// The list of tasks.
#include "core/tasks/task.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/core/tasks/task_checks.h"

namespace baryscope {
namespace {

using testing::HasSubstr;

TEST(TaskListTest, EveryTaskIsMadeByItsNameAndKeepsTheRules) {
  const std::set<std::string> option_ids = {"places", "plots", "modulus",   "numbers", "hops",
                                            "nodes",  "keys",  "key-noise", "blank"};
  std::set<std::string> names;
  for (const TaskInfo& info : tasks()) {
    SCOPED_TRACE(info.name);
    EXPECT_TRUE(names.insert(info.name).second);
    EXPECT_FALSE(info.title.empty());
    EXPECT_TRUE(info.summary.ends_with(".") || info.summary.ends_with("?"));
    for (const std::string& option : info.options) EXPECT_TRUE(option_ids.contains(option));
    for (const bool blank : {false, true}) {
      TaskOptions options;
      options.name = info.name;
      options.blank = blank;
      const auto task = make_task(options);
      EXPECT_EQ(task->options(), options);
      check_task(*task);
    }
  }
}

TEST(TaskListTest, AnUnknownTaskNamesTheNearest) {
  TaskOptions options;
  options.name = "streat";
  EXPECT_THAT(usage_error(options), HasSubstr("did you mean 'street'"));
}

}  // namespace
}  // namespace baryscope
