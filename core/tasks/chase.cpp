#include "core/tasks/chase.h"

#include <algorithm>
#include <numeric>

#include "core/tasks/seeded_task.h"

namespace baryscope {
namespace {

constexpr int k_letters = 26;

/// One-hot codes of a token's node and of its target.
Matrix chase_features(int n_nodes) {
  Matrix features(n_nodes * n_nodes, 2 * n_nodes);
  for (int token = 0; token < features.n_rows; ++token) {
    const auto row = features.row(token);
    add_one_hot(row, add_one_hot(row, 0, token / n_nodes, n_nodes), token % n_nodes, n_nodes);
  }
  return features;
}

std::string node_name(std::int64_t node) { return {static_cast<char>('a' + node)}; }

class Chase : public SeededTask {
 public:
  explicit Chase(const TaskOptions& options) : SeededTask(options) {
    check_task_option("chase", "nodes", options.nodes, 2, k_letters,
                      "a node is a letter, and one alone leads nowhere else");
    check_task_option("chase", "hops", options.hops, 1, 64, "each hop follows one pointer");
    const std::int64_t n = options.nodes;
    std::vector<std::string> tokens;
    std::vector<std::string> names;
    for (std::int64_t node = 0; node < n; ++node) {
      names.push_back(node_name(node));
      for (std::int64_t target = 0; target < n; ++target) tokens.push_back(token(node, target));
    }
    set_vocabulary(std::move(tokens), chase_features(options.nodes), options.nodes, options.nodes);
    set_labels(std::move(names));
  }

  [[nodiscard]] std::vector<std::pair<int, int>> true_pairs(std::span<const std::int64_t> ids,
                                                            int query) const override {
    if (options().hops != 3 || is_blank(ids[static_cast<std::size_t>(query)])) return {};
    const int second = position_after(ids, query);
    const int third = second < 0 ? -1 : position_after(ids, second);
    if (third < 0 || second == query || third == query || second == third) return {};
    return {std::minmax(second, third)};
  }

  /// One long way through all nodes, in an order that a reader has to look for.
  [[nodiscard]] std::string example_text() const override {
    const int n = options().nodes;
    std::string text;
    for (int i = 0; i < n; ++i) {
      const int node = i % 2 == 0 ? i / 2 : n - 1 - i / 2;
      text += (i == 0 ? "" : " ") + token(node, (node + stride()) % n);
    }
    return text;
  }
  [[nodiscard]] std::string example_query() const override { return token(0, stride()); }

 protected:
  void make_example(Random& random, TaskExample example) const override {
    const std::size_t n = example.ids.size();
    std::vector<std::size_t> target(n);
    for (std::size_t& each : target) each = random.below(n);
    std::vector<std::size_t> nodes(n);
    std::iota(nodes.begin(), nodes.end(), std::size_t{0});
    shuffle<std::size_t>(random, nodes);
    for (std::size_t i = 0; i < n; ++i) {
      std::size_t node = nodes[i];
      example.ids[i] = static_cast<std::int64_t>(node * n + target[node]);
      for (int hop = 0; hop < options().hops; ++hop) node = target[node];
      example.labels[i] = static_cast<std::int64_t>(node);
    }
  }

 private:
  static std::string token(std::int64_t node, std::int64_t target) {
    return node_name(node) + ">" + node_name(target);
  }
  /// The smallest step above half of the nodes, or 1, that leads through all of them.
  [[nodiscard]] int stride() const {
    const int n = options().nodes;
    for (int step = n / 2 + 1; step < n; ++step) {
      if (std::gcd(step, n) == 1) return step;
    }
    return 1;
  }
  /// The first position of the token that belongs to the target of the one at `position`, or −1.
  [[nodiscard]] int position_after(std::span<const std::int64_t> ids, int position) const {
    const std::int64_t n = options().nodes;
    const std::int64_t target = ids[static_cast<std::size_t>(position)] % n;
    const auto found = std::ranges::find_if(
        ids, [&](std::int64_t id) { return !is_blank(id) && id / n == target; });
    return found == ids.end() ? -1 : static_cast<int>(found - ids.begin());
  }
};

}  // namespace

std::unique_ptr<const Task> make_chase(const TaskOptions& options) {
  return std::make_unique<const Chase>(options);
}

}  // namespace baryscope
