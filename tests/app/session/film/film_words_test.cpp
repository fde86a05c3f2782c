// What a frame says: numbers in captions, values behind titles.
#include "app/session/film/film_words.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "app/session/all_options.h"
#include "app/session/film/value_words.h"
#include "core/base/error.h"

namespace baryscope {
namespace {

Finished shown_with(const std::string& mechanism) {
  auto analysis = std::make_shared<Analysis>();
  analysis->mechanism.mechanism = mechanism;
  analysis->lambda = 0.8;
  analysis->queries.resize(1);
  analysis->queries[0].hull_distance = 0.123456;
  analysis->queries[0].weight_sum = -0.2;
  Finished shown{{},     OptionValues(all_options()), {}, {}, false, {}, nullptr, nullptr, nullptr,
                 nullptr};
  shown.analyses = {analysis};
  auto scene = std::make_shared<Scene>();
  scene->title = "a title";
  scene->finding = "two\nlines";
  shown.scene = scene;
  return shown;
}

TEST(FilmCaption, FillsInTheNumbersOfWhatIsShown) {
  Finished shown = shown_with("differential");
  EXPECT_EQ(filled_caption("plain", shown), "plain");
  EXPECT_EQ(filled_caption("λ = {lambda}, {inside_hull} by {hull_distance}", shown),
            "λ = 0.80, outside the hull by 0.12");
  EXPECT_EQ(filled_caption("{weight_sum} {entropy} {{x}}", shown), "−0.20 – {x}");
  EXPECT_EQ(filled_caption("{formula}", shown),
            "w_j = P_j − 0.80·P'_j,  P = softmax(q₁·k₁/√d), P' = softmax(q₂·k₂/√d)");
  EXPECT_EQ(filled_caption("{title}: {finding}", shown), "a title: two lines");
  EXPECT_EQ(filled_caption("{top} {layer}", shown), "16 auto");
  shown.options.set("lambda", "0.5");
  EXPECT_EQ(filled_caption("{lambda}", shown), "0.50");
  EXPECT_EQ(filled_caption("{formula}", shown_with("affine")),
            "w_j = 2.00·softmax_j(q·k_j/√d) − 1.00");
  EXPECT_EQ(filled_caption("{formula}", shown_with("differential-v2")), "w_j = P_j − 0.80·P'_j");
  EXPECT_EQ(filled_caption("{formula}", shown_with("heaviside-differential")),
            "w_j = P_j − 0.80·H(P_j − 0.80·P'_j),  H(x) = 1 if x > 0, else 0");
}

TEST(FilmCaption, KnowsItsPlaceholders) {
  EXPECT_NO_THROW(check_caption("{lambda} {gauge} {{not this}} {k-neighbors}", all_options()));
  for (const char* caption : {"{", "}", "{}", "{a{b}", "{hull_distanc}"}) {
    EXPECT_THROW(check_caption(caption, all_options()), UsageError) << caption;
  }
}

TEST(FilmWords, TheTitleNamesAStepItself) {
  OptionValues options(all_options());
  options.set("sweep", "step=0:6");
  const Sweep steps = find_sweep(options).value();
  EXPECT_EQ(value_words(all_options().spec("step"), steps, "2.5"), "");
  options.set("sweep", "lambda=0:1");
  const Sweep lambda = find_sweep(options).value();
  EXPECT_EQ(value_words(all_options().spec("lambda"), lambda, "0.25"), "λ = 0.25");
}

TEST(FilmWords, StandBehindTheTitleOrInPlaceOfTheFinding) {
  Scene scene;
  scene.title = "MiniLM layer 5 · cog attention";
  scene.finding = "inside";
  Scene words = scene;
  add_film_words("λ = 0.42", "", words);
  EXPECT_EQ(words.title, scene.title + " · λ = 0.42");
  EXPECT_EQ(words.finding, "inside");
  words = scene;
  add_film_words("mechanism cog", "my caption", words);
  EXPECT_EQ(words.title, scene.title) << "it says so already";
  EXPECT_EQ(words.finding, "my caption");
  words = scene;
  add_film_words("top 5", "", words);
  EXPECT_EQ(words.title, scene.title + " · top 5");
  words.title.clear();
  words.finding.clear();
  add_film_words("λ = 0.42", "", words);
  EXPECT_EQ(words.finding, "λ = 0.42") << "without a title the value is still on the picture";
}

}  // namespace
}  // namespace baryscope
