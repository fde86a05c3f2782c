#include <gtest/gtest.h>

#include "core/base/error.h"
#include "viz/views/space/build_space.h"

namespace baryscope {
namespace {

TEST(ViewOptions, DefaultsMakeTheDefaultRequest) {
  const OptionTable table(view_options());
  const ViewRequest request = make_view_request(OptionValues(table), "dark");
  EXPECT_EQ(request.view, "space");
  EXPECT_FALSE(request.step);
  EXPECT_FALSE(request.sample);
  EXPECT_EQ(request.sinks, "dim");
  EXPECT_EQ(request.theme, "dark");
  EXPECT_EQ(request.palette, "cividis");
  EXPECT_EQ(request.background, "theme");
  EXPECT_EQ(request.width, 1600);
  EXPECT_EQ(request.height, 1000);
  EXPECT_EQ(request.scale, 1);
  EXPECT_EQ(request.font_size, 14);
  EXPECT_TRUE(request.show.empty());
  EXPECT_TRUE(request.hide.empty());
}

TEST(ViewOptions, EveryDefaultIsItsOwnCanonicalText) {
  for (const OptionSpec& spec : view_options()) {
    EXPECT_EQ(canonical_value(spec, spec.default_value), spec.default_value) << spec.id;
    EXPECT_FALSE(spec.help.empty()) << spec.id;
  }
}

TEST(ViewOptions, ValuesReachTheRequest) {
  const OptionTable table(view_options());
  OptionValues values(table);
  values.set("size", "0600x400");
  values.set("scale", "2");
  values.set("background", "#102030");
  values.set("threshold", "0.05");
  values.set("show", "axes,grid");
  values.set("title", "off");
  values.set("theme", "print");
  values.set("view", "samples");
  values.set("step", "2.5");
  values.set("sample", "17");
  EXPECT_EQ(values.text("size"), "600x400");
  const ViewRequest request = make_view_request(values, "dark");
  EXPECT_EQ(request.width, 600);
  EXPECT_EQ(request.height, 400);
  EXPECT_EQ(request.scale, 2);
  EXPECT_EQ(request.background, "#102030");
  EXPECT_EQ(request.threshold, 0.05);
  EXPECT_EQ(request.theme, "print");
  EXPECT_EQ(request.view, "samples");
  EXPECT_EQ(request.step, 2.5);
  EXPECT_EQ(request.sample, 17);
  EXPECT_EQ(request.show, (std::vector<std::string>{"axes", "grid"}));
  EXPECT_EQ(request.hide, (std::vector<std::string>{"title"}));
}

TEST(ViewOptions, BadValuesAreUsageErrors) {
  const OptionTable table(view_options());
  for (const auto& [id, value] : std::vector<std::pair<const char*, const char*>>{
           {"view", "river"},       {"step", "7"},     {"step", "first"},   {"sample", "-1"},
           {"sample", "0.5"},       {"sinks", "off"},  {"threshold", "-1"}, {"threshold", "nan"},
           {"show", "edge"},        {"theme", "blue"}, {"palette", "jet"},  {"font-size", "3"},
           {"background", "rouge"}, {"size", "1600"},  {"size", "8x8"},     {"size", "1600x1000x2"},
           {"size", "99999x10"},    {"size", "axb"},   {"scale", "0"},      {"title", "yes"}}) {
    OptionValues values(table);
    EXPECT_THROW(values.set(id, value), UsageError) << id << " " << value;
  }
  OptionValues values(table);
  values.set("show", "hull");
  values.set("hide", "hull,legend");
  EXPECT_THROW(make_view_request(values, "light"), UsageError);
  OptionValues large(table);
  large.set("size", "10000x10000");
  large.set("scale", "2");
  EXPECT_THROW(make_view_request(large, "light"), UsageError);
  large.set("size", "8192x16");
  EXPECT_EQ(make_view_request(large, "light").width, 8192) << "16384 pixels are allowed";
}

}  // namespace
}  // namespace baryscope
