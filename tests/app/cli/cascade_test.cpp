#include "app/cli/cascade.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "app/cli/plan.h"
#include "app/session/all_options.h"
#include "app/session/session_file.h"
#include "core/base/error.h"

namespace baryscope {
namespace {

using testing::ElementsAre;
using Variables = std::map<std::string, std::string>;

Environment environment_of(Variables variables) {
  return [variables = std::move(variables)](const std::string& name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
}

TEST(Cascade, FilesComeInTheOrderOfTheirFolders) {
  EXPECT_THAT(configuration_files(environment_of(
                  {{"XDG_CONFIG_DIRS", "/first::/second"}, {"XDG_CONFIG_HOME", "/own"}})),
              ElementsAre("/second/baryscope/config.json", "/first/baryscope/config.json",
                          "/own/baryscope/config.json"));
  EXPECT_THAT(
      configuration_files(environment_of({{"HOME", "/home/a"}})),
      ElementsAre("/etc/xdg/baryscope/config.json", "/home/a/.config/baryscope/config.json"));
  EXPECT_THAT(configuration_files(environment_of({{"XDG_CONFIG_HOME", ""}, {"HOME", ""}})),
              ElementsAre("/etc/xdg/baryscope/config.json"));
}

TEST(Cascade, WhatOneRunDoesIsNotConfigured) {
  const OptionTable table = all_options();
  const auto value = [&](const char* id, const Variables& variables) {
    return configured_values(table, environment_of(variables), true, {}).text(id);
  };
  EXPECT_EQ(value("verbose", {{"BARYSCOPE_VERBOSE", "debug"}}), "debug");
  EXPECT_EQ(value("reduced-motion", {{"BARYSCOPE_REDUCED_MOTION", "on"}}), "on");
  EXPECT_EQ(value("reduced-motion", {}), "auto");
  EXPECT_THROW(value("reduced-motion", {{"BARYSCOPE_REDUCED_MOTION", "yes"}}), UsageError);
  EXPECT_EQ(value("window-anchor", {{"BARYSCOPE_WINDOW_ANCHOR", "key"}}), "key");
  EXPECT_EQ(value("script", {{"BARYSCOPE_SCRIPT", "a.txt"}}), "");
  EXPECT_THROW(value("keep", {{"BARYSCOPE_KEEP", "many"}}), UsageError);
}

TEST(Cascade, ASessionsOwnOptionGoesOverTheConfiguredOne) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "cascade-session";
  std::filesystem::create_directories(folder);
  const std::string file = (folder / "a.bary.json").string();
  const auto threads = [&](const char* saved) {
    OptionValues values(all_options());
    values.set("threads", saved);
    std::ofstream(file) << to_session_text({values, {}, {}});
    return make_plan(all_options(), parse_arguments(all_options(), {file}),
                     environment_of({{"BARYSCOPE_THREADS", "3"}}))
        .values.text("threads");
  };
  EXPECT_EQ(threads("2"), "2");
  EXPECT_EQ(threads("auto"), "3") << "what is as ever is not saved";
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace baryscope
