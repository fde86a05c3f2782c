#include "viz/export/exporter_list.h"

#include <gtest/gtest.h>

#include <set>

namespace baryscope {
namespace {

TEST(ExporterList, EachEndingFindsItsRow) {
  std::set<std::string> endings;
  for (const Exporter& row : exporters()) {
    EXPECT_TRUE(endings.insert(row.ending).second) << row.ending;
    EXPECT_EQ(find_exporter("name" + row.ending), &row);
    EXPECT_EQ(find_exporter(row.ending), row.ending.starts_with('.') ? nullptr : &row)
        << "an ending alone is no name, a placeholder is one";
    EXPECT_EQ(row.encode != nullptr, row.kind == ExportKind::figure) << row.ending;
    EXPECT_FALSE(row.draws_pixels && row.encode == nullptr) << row.ending;
    EXPECT_EQ(row.film != nullptr, row.kind == ExportKind::film) << row.ending;
    EXPECT_FALSE(row.noun.empty() || row.holds.empty() || row.plural.empty()) << row.ending;
  }
  EXPECT_EQ(find_exporter("name.tiff"), nullptr);
  EXPECT_EQ(find_exporter(""), nullptr);
}

TEST(ExporterList, VectorsNeedNoPixels) {
  const auto scene = std::make_shared<const Scene>();
  for (const char* name : {"a.svg", "a.pdf"}) {
    const Exporter* row = find_exporter(name);
    EXPECT_FALSE(row->draws_pixels);
    const std::string bytes = row->encode({make_figure(scene, nullptr, 30, 20, 1), {}, {}, {}});
    EXPECT_GT(bytes.size(), 100U) << "and none were asked for";
  }
  EXPECT_TRUE(find_exporter("a.png")->draws_pixels);
}

TEST(ExporterList, TheLongerEndingWins) {
  EXPECT_EQ(find_exporter("a.bary.json")->kind, ExportKind::session);
  EXPECT_EQ(find_exporter("a.json")->kind, ExportKind::report);
  EXPECT_EQ(find_exporter("a.apng")->kind, ExportKind::film);
  EXPECT_EQ(find_exporter("a{frame:04}-b.png")->kind, ExportKind::film);
  EXPECT_EQ(find_exporter("a{b}.png")->kind, ExportKind::figure);
}

TEST(ExporterList, AListInWordsNamesThemAll) {
  const std::string words = list_exporters([](const Exporter& row) { return row.ending; });
  EXPECT_EQ(words,
            ".png, .svg, .pdf, .mp4, .webm, .gif, .apng, {frame}.png, .json, .csv, .safetensors or "
            ".bary.json");
}

TEST(ExporterList, APngIsTheFiguresPixels) {
  const auto scene = std::make_shared<const Scene>();
  const std::string bytes = find_exporter("a.png")->encode(
      {make_figure(scene, nullptr, 3, 2, 1),
       {},
       [] { return Image{3, 2, std::vector<std::uint8_t>(24, 200)}; },
       {{"Title", "a figure"}}});
  EXPECT_TRUE(bytes.starts_with("\x89PNG"));
  EXPECT_NE(bytes.find("a figure"), std::string::npos);
}

}  // namespace
}  // namespace baryscope
