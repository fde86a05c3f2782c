// The title and the finding of an analysis, and what the model says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/analysis/report.h"
#include "tests/core/analysis/reported_analyses.h"

namespace baryscope {
namespace {

using test::answering_analysis;
using test::pairwise_analysis;
using test::triple_analysis;

TEST(Title, SaysWhatWhereAndHow) {
  EXPECT_EQ(title(pairwise_analysis()),
            "“bakery” reads its sentence · MiniLM layer 5 head 3 · pairwise softmax");
  Analysis second_piece = pairwise_analysis();
  second_piece.queries[0].position = 2;
  EXPECT_THAT(title(second_piece), testing::StartsWith("“bakery” reads"));
  EXPECT_THAT(title(triple_analysis()), testing::EndsWith("2-simplicial attention as a lens"));
}

TEST(Title, NamesLayersAndSequencesOfCaptures) {
  Analysis analysis = pairwise_analysis();
  analysis.role.name = "7";
  analysis.role.head_number = 12;
  EXPECT_THAT(title(analysis), testing::HasSubstr("MiniLM layer 7 head 12 · "));
  analysis.role.name = "decoder 7 cross";
  const auto n_tokens = static_cast<int>(analysis.tokens.size());
  const int n_read = analysis.queries[0].position + 1;
  ASSERT_GT(n_tokens, n_read + 1);
  analysis.role.layout.sequences = {{"decoder", 0, n_read, {}},
                                    {"encoder", n_read, n_tokens - n_read, {}}};
  for (int token = 0; token < n_tokens; ++token) {
    analysis.role.has_key.push_back(token >= n_read);
    analysis.role.has_query.push_back(token < n_read);
  }
  EXPECT_EQ(title(analysis),
            "“bakery” reads the encoder’s sequence · MiniLM decoder 7 cross head 12 · pairwise "
            "softmax");
  EXPECT_THAT(to_report(analysis), testing::HasSubstr(R"("layer_name":"decoder 7 cross")"));
  EXPECT_THAT(to_report(analysis), testing::HasSubstr(R"("head_number":12)"));
}

TEST(Finding, NamesTheHullAndTheHeaviestWords) {
  EXPECT_EQ(finding(pairwise_analysis()),
            "inside the hull; 41 % from bakery, 33 % from [CLS], 17 % from [SEP]");
}

TEST(Finding, NamesTheDistanceOutsideAndLambda) {
  Analysis analysis = pairwise_analysis();
  analysis.mechanism.mechanism = "differential";
  analysis.lambda = 0.8;
  QueryResult& query = analysis.queries[0];
  query.inside_hull = false;
  query.hull_distance = 0.4231;
  query.key_weights = {0.5, 0, 0, -0.3, 0.2};
  EXPECT_EQ(finding(analysis),
            "leaves the hull by 0.42 (λ = 0.8); w = 0.50 [CLS], −0.30 library, 0.20 [SEP]");
  analysis.lambda = 0.000412;  // not 0: at 0 no output leaves the hull
  EXPECT_THAT(finding(analysis), testing::StartsWith("leaves the hull by 0.42 (λ = 0.0004);"));
  analysis.lambda = 0.8;
  query.hull_radius = 0.5;
  EXPECT_THAT(finding(analysis),
              testing::StartsWith("leaves the hull by 0.42 (0.8 of its radius, λ = 0.8);"));
  query.hull_radius = 14.2;
  EXPECT_THAT(finding(analysis),
              testing::StartsWith("leaves the hull by 0.42 (0.03 of its radius, λ = 0.8);"));
  query.hull_radius.reset();
  query.hull_distance = 0.00314;
  EXPECT_THAT(finding(analysis), testing::StartsWith("leaves the hull by 0.0031 "));
  analysis.mechanism.mechanism = "cog";
  EXPECT_THAT(finding(analysis), testing::StartsWith("leaves the hull by 0.0031;"));
}

TEST(Finding, NamesTheHeaviestPairOfATriple) {
  EXPECT_EQ(finding(triple_analysis()),
            "leaves the hull by 0.57; heaviest pair library × [SEP] with 48 %; its two keys are "
            "chosen together (mutual information 0.31 nats)");
  Analysis analysis = triple_analysis();
  analysis.queries[0].mutual_information = 1e-12;
  EXPECT_THAT(finding(analysis), testing::EndsWith("library × [SEP] with 48 %"));
  analysis.queries[0].entropy = 2.5;
  EXPECT_THAT(finding(analysis), testing::EndsWith("its two keys are chosen independently"));
}

TEST(Finding, EndsWithWhatTheModelSays) {
  Analysis analysis = answering_analysis();
  EXPECT_THAT(finding(analysis), testing::EndsWith("; the model says: between (99.8 %)"));
  EXPECT_EQ(prediction_words(analysis, 0), "elsewhere (75.0 %)");
  EXPECT_EQ(prediction_words(analysis, -1), "");
  EXPECT_EQ(prediction_words(analysis, 5), "");
  EXPECT_EQ(prediction_words(pairwise_analysis(), 1), "");
  analysis.queries[0].weight_abs_sum = 0;
  EXPECT_EQ(finding(analysis),
            "reads nothing: every weight is 0; the model says: between (99.8 %)");
}

TEST(Finding, NamesTheEntriesOfAVectorThatMatter) {
  Analysis analysis = answering_analysis();
  analysis.model.labels = {"apple", "pear", "plum", "fig"};
  analysis.predictions[1] = {"", 0, {0.17, -0.16, 0.01, std::numeric_limits<double>::quiet_NaN()}};
  EXPECT_EQ(prediction_words(analysis, 1), "apple 0.17, pear −0.16");
  analysis.model.labels.clear();
  EXPECT_EQ(prediction_words(analysis, 1), "y0 0.17, y1 −0.16");
  analysis.predictions[1].values = {0, 0};
  EXPECT_EQ(prediction_words(analysis, 1), "0");
  analysis.predictions[1].values.clear();
  EXPECT_EQ(prediction_words(analysis, 1), "0");
  analysis.predictions[1].values.assign(100, 0.5);
  EXPECT_THAT(prediction_words(analysis, 1), testing::EndsWith("y7 0.50, …"));
}

TEST(Finding, NamesWordsAsAPersonReadsThem) {
  Analysis analysis = pairwise_analysis();
  analysis.tokens[1] = test::token("Ġðĺ");
  analysis.tokens[1].reading = " 😀";
  analysis.tokens[2] = test::token("Ģ", false, true);
  analysis.tokens[2].reading = "😀";
  analysis.tokens[1].n_parts = analysis.tokens[2].n_parts = 2;
  analysis.tokens[1].part = 1;
  analysis.tokens[2].part = 2;
  EXPECT_EQ(finding(analysis), "inside the hull; 41 % from 😀, 33 % from [CLS], 17 % from [SEP]");
}

TEST(Finding, TellsEqualWordsApartAndSaysWhenNothingIsRead) {
  Analysis analysis = pairwise_analysis();
  analysis.tokens[3].text = "bakery";
  EXPECT_EQ(finding(analysis),
            "inside the hull; 41 % from bakery (1), 33 % from [CLS], 17 % from [SEP]");
  analysis.queries[0].weight_abs_sum = 0;
  EXPECT_EQ(finding(analysis), "reads nothing: every weight is 0");
  analysis.queries.clear();
  EXPECT_EQ(finding(analysis), "");
}

}  // namespace
}  // namespace baryscope
