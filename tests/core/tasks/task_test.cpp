/// The list of tasks.
#include "core/tasks/task.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
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
    EXPECT_TRUE(info.summary.ends_with("."));
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

/// The same bytes everywhere: what seed 1 makes of the sizes that nobody chose.
TEST(TaskListTest, GoldenTexts) {
  const std::map<std::string, std::string> golden = {

      {"street", "bakery@14 park@8 library@0 harbour@4 school@1 museum@13 station@2 theatre@12"},
      {"match3", "29 14 7 11 7 4 36"},
      {"chase", "a>c e>a j>b f>b g>l h>j d>l b>k i>a l>i c>a k>d"},
      {"needle", "kiwi:7 mango:3 ?"},
      {"signed-sum", "+chestnut +guava -orange"},
  };
  for (const TaskInfo& info : tasks()) {
    TaskOptions options;
    options.name = info.name;
    const auto task = make_task(options);
    Random random(1);
    const TaskBatch batch = task->make_of_length(random, 2, task->min_tokens());
    EXPECT_EQ(typed_text(task->vocabulary(), example_ids(batch, 1)), golden.at(info.name));
  }
}

}  // namespace
}  // namespace baryscope
