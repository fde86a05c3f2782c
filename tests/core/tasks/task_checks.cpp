#include "tests/core/tasks/task_checks.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "core/text/tokenizer.h"
#include "core/text/word_level.h"

namespace baryscope {
namespace {

void check_batch(const Task& task, const TaskBatch& batch, int n_examples, int n_tokens) {
  const TaskVocabulary& vocabulary = task.vocabulary();
  ASSERT_EQ(batch.n_examples, n_examples);
  ASSERT_EQ(batch.n_tokens, n_tokens);
  const auto n = static_cast<std::size_t>(n_examples * n_tokens);
  ASSERT_EQ(batch.ids.size(), n);
  ASSERT_EQ(batch.labels.size(), n);
  ASSERT_EQ(batch.asked.size(), n);
  ASSERT_EQ(batch.vectors.size(), n * static_cast<std::size_t>(task.vector_dim()));
  const auto n_labels = static_cast<std::int64_t>(task.labels().size());
  for (std::size_t i = 0; i < n; ++i) {
    ASSERT_GE(batch.ids[i], 0);
    ASSERT_LT(batch.ids[i], static_cast<std::int64_t>(vocabulary.tokens.size()));
    const bool is_blank = vocabulary.blank && i % static_cast<std::size_t>(n_tokens) == 0;
    ASSERT_EQ(is_blank, vocabulary.blank && batch.ids[i] == *vocabulary.blank);
    ASSERT_GE(batch.labels[i], -1);
    ASSERT_LT(batch.labels[i], std::max<std::int64_t>(n_labels, 0));
    if (n_labels > 0) {
      ASSERT_EQ(batch.asked[i] != 0, batch.labels[i] >= 0);
    }
    if (is_blank) {
      ASSERT_EQ(batch.asked[i], 0);
    }
  }
  for (int example = 0; example < n_examples; ++example) {
    const auto begin = batch.asked.begin() + example * n_tokens;
    ASSERT_GT(std::count(begin, begin + n_tokens, 1), 0);
  }
}

void check_vocabulary(const Task& task) {
  const TaskVocabulary& vocabulary = task.vocabulary();
  const std::set<std::string> distinct(vocabulary.tokens.begin(), vocabulary.tokens.end());
  EXPECT_EQ(distinct.size(), vocabulary.tokens.size());
  EXPECT_EQ(task.options().blank, vocabulary.blank.has_value());
  const Matrix& features = vocabulary.features;
  if (features.n_columns > 0) {
    ASSERT_EQ(features.n_rows, static_cast<int>(vocabulary.tokens.size()));
    std::set<std::vector<double>> rows;
    for (int row = 0; row < features.n_rows; ++row) {
      rows.emplace(features.row(row).begin(), features.row(row).end());
      for (const double feature : features.row(row)) EXPECT_LE(std::abs(feature), 1);
    }
    EXPECT_EQ(rows.size(), distinct.size()) << "two tokens have the same features";
  }
  EXPECT_TRUE(task.labels().empty() != task.vector_names().empty());
  EXPECT_EQ(task.vector_dim(), static_cast<int>(task.vector_names().size()));
}

std::unique_ptr<const Tokenizer> written_tokenizer(const TaskVocabulary& vocabulary) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("baryscope-task-" + std::to_string(getpid()) + ".json");
  std::filesystem::remove(path);
  std::ofstream(path, std::ios::binary) << to_word_level_json(vocabulary.tokens, vocabulary.blank);
  auto tokenizer = load_tokenizer(path);
  std::filesystem::remove(path);
  return tokenizer;
}

std::vector<std::int64_t> ids_of(const Tokens& tokens) {
  std::vector<std::int64_t> ids;
  for (const Token& token : tokens) ids.push_back(token.id.value());
  return ids;
}

}  // namespace

void check_task(const Task& task) {
  check_vocabulary(task);
  ASSERT_LE(task.min_tokens(), task.max_tokens());
  for (const int n_tokens : {task.min_tokens(), task.max_tokens()}) {
    Random random(1);
    check_batch(task, task.make_of_length(random, 16, n_tokens), 16, n_tokens);
    check_batch(task, task.make_of_length(random, 0, n_tokens), 0, n_tokens);
  }
  std::set<int> lengths;
  Random first(7);
  Random second(7);
  Random third(8);
  bool seeds_differ = false;
  const auto tokenizer = written_tokenizer(task.vocabulary());
  EXPECT_EQ(tokenizer->vocabulary_size(), static_cast<int>(task.vocabulary().tokens.size()));
  for (int i = 0; i < 40; ++i) {
    const TaskBatch batch = task.make(first, 3);
    const TaskBatch same = task.make(second, 3);
    const TaskBatch other = task.make(third, 3);
    check_batch(task, batch, 3, batch.n_tokens);
    lengths.insert(batch.n_tokens);
    EXPECT_EQ(batch.ids, same.ids);
    EXPECT_EQ(batch.labels, same.labels);
    EXPECT_EQ(batch.vectors, same.vectors);
    seeds_differ = seeds_differ || batch.ids != other.ids;
    for (int example = 0; example < 3; ++example) {
      const auto ids = example_ids(batch, example);
      const std::string text = typed_text(task.vocabulary(), ids);
      EXPECT_EQ(ids_of(tokenizer->encode(text)), std::vector(ids.begin(), ids.end())) << text;
    }
  }
  EXPECT_TRUE(seeds_differ);
  EXPECT_GE(*lengths.begin(), task.min_tokens());
  EXPECT_LE(*lengths.rbegin(), task.max_tokens());
  EXPECT_EQ(lengths.size() == 1, task.min_tokens() == task.max_tokens());
  const std::vector<std::int64_t> shown = ids_of(tokenizer->encode(task.example_text()));
  EXPECT_LE(static_cast<int>(shown.size()), task.max_tokens());
  EXPECT_EQ(typed_text(task.vocabulary(), shown), task.example_text());
  std::string query = task.example_query();
  if (query.starts_with("=")) query.erase(0, 1);
  const auto is_query = [&](std::int64_t id) { return token_text(task, id) == query; };
  EXPECT_TRUE(std::any_of(shown.begin(), shown.end(), is_query)) << task.example_query();
}

std::span<const std::int64_t> example_ids(const TaskBatch& batch, int example) {
  const auto n = static_cast<std::size_t>(batch.n_tokens);
  return std::span(batch.ids).subspan(static_cast<std::size_t>(example) * n, n);
}

std::span<const std::int64_t> example_labels(const TaskBatch& batch, int example) {
  const auto n = static_cast<std::size_t>(batch.n_tokens);
  return std::span(batch.labels).subspan(static_cast<std::size_t>(example) * n, n);
}

std::string token_text(const Task& task, std::int64_t id) {
  return task.vocabulary().tokens.at(static_cast<std::size_t>(id));
}

std::vector<std::int64_t> typed_ids(const Task& task, const std::string& text) {
  std::vector<std::int64_t> ids;
  const TaskVocabulary& vocabulary = task.vocabulary();
  if (vocabulary.blank) ids.push_back(*vocabulary.blank);
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const auto found = std::find(vocabulary.tokens.begin(), vocabulary.tokens.end(), word);
    EXPECT_NE(found, vocabulary.tokens.end()) << word;
    ids.push_back(found - vocabulary.tokens.begin());
  }
  return ids;
}

std::string usage_error(const TaskOptions& options) {
  try {
    static_cast<void>(make_task(options));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

std::vector<double> label_shares(const Task& task, int n_examples) {
  Random random(3);
  const TaskBatch batch = task.make(random, n_examples);
  std::vector<double> shares(task.labels().size());
  double n_asked = 0;
  for (const std::int64_t label : batch.labels) {
    if (label < 0) continue;
    shares[static_cast<std::size_t>(label)] += 1;
    n_asked += 1;
  }
  for (double& share : shares) share /= n_asked;
  return shares;
}

}  // namespace baryscope
