// Pages as SVG files: words, paths, gradients and ids.
#include "viz/export/svg.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "viz/export/svg_session.h"
#include "viz/export/svg_words.h"

namespace baryscope {
namespace {

using ::testing::HasSubstr;

Page page_of(PageGroup group) {
  Page page;
  page.width = 320;
  page.height = 200;
  page.scale = 2;
  PagePanel& panel = page.panels.emplace_back();
  panel.width = 320;
  panel.height = 200;
  panel.groups.push_back(std::move(group));
  return page;
}

std::string svg_of(PageGroup group) {
  return to_svg(page_of(std::move(group)), {"a <title>", "a & b"});
}

PageText words(std::vector<LabelSpan> spans) {
  PageText text;
  text.spans = std::move(spans);
  text.pen = {10, 20.126};
  text.size = 14;
  text.ink = {0, 0, 0, 1};
  text.grey = {0.5, 0.5, 0.5, 1};
  return text;
}

int count(const std::string& text, const std::string& part) {
  int n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++n;
  }
  return n;
}

TEST(SvgWords, NumbersAreShortAndFinite) {
  EXPECT_EQ(svg_number(12.5), "12.5");
  EXPECT_EQ(svg_number(-0.001), "0");
  EXPECT_EQ(svg_number(100), "100");
  EXPECT_EQ(svg_number(1.0 / 3), "0.33");
  EXPECT_EQ(svg_number(std::nan("")), "0");
  EXPECT_EQ(svg_number(1e300), "1000000");
}

TEST(SvgWords, ColoursAreHexadecimal) {
  EXPECT_EQ(svg_color({0, 0x72 / 255.0, 0xB2 / 255.0, 0.5}), "#0072b2");
  EXPECT_EQ(svg_color({-1, 2, 1, 1}), "#00ffff");
}

TEST(SvgWords, WhatXmlCannotHoldIsReplaced) {
  EXPECT_EQ(xml_escaped("a < b & \"c\" > d"), "a &lt; b &amp; &quot;c&quot; &gt; d");
  EXPECT_EQ(xml_escaped(std::string("a\x01\0b", 4)),
            "a\xEF\xBF\xBD\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(xml_escaped("\xFFx\xC3"), "\xEF\xBF\xBDx\xEF\xBF\xBD");
  EXPECT_EQ(xml_escaped("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD") << "a surrogate";
  EXPECT_EQ(xml_escaped("שלום 図書館 λ 🍞"), "שלום 図書館 λ 🍞");
}

TEST(Svg, SaysItsSizeAndWhatItIs) {
  const std::string svg = svg_of({});
  EXPECT_THAT(svg, HasSubstr("width=\"640\" height=\"400\" viewBox=\"0 0 320 200\""));
  EXPECT_THAT(svg, HasSubstr("role=\"img\""));
  EXPECT_THAT(svg, HasSubstr("<title id=\"figure-title\">a &lt;title&gt;</title>"));
  EXPECT_THAT(svg, HasSubstr("<desc id=\"figure-description\">a &amp; b</desc>"));
  EXPECT_EQ(svg, svg_of({}));
}

TEST(Svg, TextStaysText) {
  PageText text = words({{"bak"}, {"##ery", false, true}, {"<b>", true}});
  text.halo_width = 2.2;
  text.halo = {1, 1, 1, 1};
  const std::string svg = svg_of({.part = "label", .items = {text}});
  EXPECT_THAT(svg, HasSubstr("<text id=\"label\" xml:space=\"preserve\" x=\"10\" y=\"20.13\" "
                             "font-size=\"14\""));
  EXPECT_THAT(svg, HasSubstr("<tspan>bak</tspan><tspan fill=\"#808080\">##ery</tspan><tspan "
                             "font-weight=\"bold\">&lt;b&gt;</tspan></text>"));
  EXPECT_THAT(svg, HasSubstr("stroke=\"#ffffff\" stroke-width=\"4.4\""));
  EXPECT_THAT(svg, HasSubstr("paint-order=\"stroke\""));
}

TEST(Svg, APathKeepsItsColourWidthDashesAndOpacity) {
  PagePath path;
  path.outlines = {{{{{0, 0}}, {{10, 5}}}, false}};
  path.stroke = Color{1, 0, 0, 0.5};
  path.width = 3;
  path.dashes = {4, 6.5};
  path.dash_offset = -2;
  const std::string svg = svg_of({.subject = edge_subject(3, 7), .opacity = 0.25, .items = {path}});
  EXPECT_THAT(svg, HasSubstr("<path id=\"edge-3-7\" opacity=\"0.250\" d=\"M0 0L10 5\" "
                             "fill=\"none\" stroke=\"#ff0000\" stroke-opacity=\"0.5\" "
                             "stroke-width=\"3\" stroke-linejoin=\"round\" "
                             "stroke-linecap=\"round\" stroke-dasharray=\"4 6.5\" "
                             "stroke-dashoffset=\"-2\"/>"));
}

TEST(Svg, OneGradientIsWrittenOnce) {
  PagePath path;
  path.center = {5, 5};
  path.radius = 4;
  path.fill = Gradient{true, {3, 3}, {3, 9}, {{0, {1, 1, 1, 1}}, {1, {0, 0, 0, 0.5}}}};
  const std::string svg = svg_of({.subject = token_subject(1), .items = {path, path}});
  EXPECT_EQ(count(svg, "<radialGradient"), 1);
  EXPECT_EQ(count(svg, "fill=\"url(#g1)\""), 2);
  EXPECT_THAT(svg, HasSubstr("<g id=\"token-1\">"));
  EXPECT_THAT(svg, HasSubstr("cx=\"3\" cy=\"3\" r=\"6\""));
}

TEST(Svg, PiecesOfOneThingHaveIdsOfTheirOwn) {
  PagePath path;
  path.radius = 1;
  Page page = page_of({.subject = edge_subject(3, 7), .items = {path}});
  page.panels[0].groups.push_back({.subject = edge_subject(3, 7), .items = {path}});
  page.panels[0].groups.push_back({.items = {path}});
  const std::string svg = to_svg(page, {});
  EXPECT_EQ(count(svg, "id=\"edge-3-7\""), 1);
  EXPECT_EQ(count(svg, "id=\"edge-3-7-part-2\""), 1);
  EXPECT_EQ(count(svg, " id="), 4) << "furniture without a name has none";
}

TEST(Svg, EveryThingSaysWhatItIs) {
  PagePath path;
  path.radius = 1;
  Page page = page_of({.subject = edge_subject(3, 7), .items = {path}});
  page.panels[0].groups.push_back({.subject = token_subject(7), .items = {path, path}});
  page.panels[0].groups.push_back({.part = "paper", .items = {path}});
  page.panels.push_back(page.panels[0]);
  page.panels.push_back(page.panels[0]);
  FigureWords words;
  words.describe = [](std::size_t panel, const Subject& subject) {
    return (panel == 2 ? "<other> " : "") + to_text(subject);
  };
  const std::string svg = to_svg(page, words);
  EXPECT_THAT(svg, HasSubstr("xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\""));
  EXPECT_THAT(svg, HasSubstr("<circle id=\"edge-3-7\" inkscape:label=\"edge 3 7\""));
  EXPECT_THAT(svg, HasSubstr("fill=\"none\"><title>edge 3 7</title></circle>"));
  EXPECT_THAT(svg,
              HasSubstr("<g id=\"token-7\" inkscape:label=\"token 7\"><title>token 7</title>"));
  EXPECT_THAT(svg, HasSubstr("id=\"second-edge-3-7\" inkscape:label=\"&lt;other&gt; edge 3 7\""));
  EXPECT_EQ(count(svg, "id=\"paper"), 2) << "of the first panels, -part-2";
}

TEST(SvgSession, ATextIsFoundAgain) {
  const std::string session = "{\"text\": \"a < b & \\\"c\\\" שלום]]>\",\n\t\"λ\": 0.8}";
  FigureWords words;
  words.texts = {{"baryscope.session", session}, {"Software", "Baryscope"}};
  const std::string svg = to_svg(page_of({}), words);
  EXPECT_THAT(svg, HasSubstr("<metadata>"));
  EXPECT_EQ(find_svg_text(svg, "baryscope.session"), session);
  EXPECT_EQ(find_svg_text(svg, "Software"), "Baryscope");
  EXPECT_EQ(find_svg_text(svg, "Title"), std::nullopt);
  EXPECT_EQ(find_svg_text(to_svg(page_of({}), {}), "baryscope.session"), std::nullopt);
}

TEST(SvgSession, WhatAnotherProgramMadeOfItIsRead) {
  const std::string begin =
      "<baryscope:text\n   xmlns:baryscope=\"urn:baryscope\"\n   keyword=\"k\">";
  const std::string end = "</baryscope:text>";
  EXPECT_EQ(find_svg_text(begin + "&#34;&#x5e9;&apos;&gt;&amp;lt;&#10;" + end, "k"), "\"ש'>&lt;\n");
  EXPECT_EQ(find_svg_text(begin + "&odd; & &#xZZ; &#9999999999;" + end, "k"),
            "&odd; & &#xZZ; &#9999999999;");
  for (const std::string& broken :
       {begin, begin + "x", std::string("<baryscope:text"), end + begin}) {
    EXPECT_EQ(find_svg_text(broken, "k"), std::nullopt) << broken;
  }
}

}  // namespace
}  // namespace baryscope
