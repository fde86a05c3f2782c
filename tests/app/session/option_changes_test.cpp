#include "app/session/option_changes.h"

#include <gtest/gtest.h>

#include "app/session/all_options.h"
#include "app/session/comparison.h"
#include "app/session/history.h"
#include "app/session/session.h"
#include "app/session/training_run.h"
#include "core/training/training_options.h"
#include "tests/app/session/fake_engine.h"

namespace baryscope {
namespace {

TEST(OptionChanges, EverySentenceLetsGoOfATokenThatWasNamed) {
  OptionValues values(all_options());
  for (const char* id : {"text", "text-b", "model"}) {
    values.set("query", "bakery");
    EXPECT_EQ(changed_values(values, {{id, "other"}}).text("query"), "auto") << id;
    EXPECT_EQ(changed_values(values, {{id, "other"}, {"query", "other"}}).text("query"), "other");
    EXPECT_EQ(changed_values(values, {{id, values.text(id)}}).text("query"), "bakery") << id;
    values.set("query", "all");
    EXPECT_EQ(changed_values(values, {{id, "other"}}).text("query"), "all") << id;
  }
}

TEST(History, ANewChangeForgetsWhatWasUndone) {
  OptionValues values(all_options());
  History history;
  history.record({values});
  values.set("theme", "dark");
  ASSERT_TRUE(history.undo({values}));
  history.record({values});
  EXPECT_FALSE(history.redo({values}));
}

TEST(History, ADragThatComesBackLeavesNoStep) {
  const OptionValues before(all_options());
  OptionValues after = before;
  after.set("text", "typed");
  History history;
  history.record_drag({before}, {after}, "text");
  EXPECT_TRUE(history.can_undo());
  history.record_drag({after}, {before}, "text");
  EXPECT_FALSE(history.can_undo());
  // What follows is a drag of its own.
  history.record_drag({before}, {after}, "text");
  ASSERT_TRUE(history.can_undo());
  EXPECT_EQ(history.undo({after})->options, before);
}

TEST(History, KeepsTheLastThousand) {
  OptionValues values(all_options());
  History history;
  for (int i = 0; i < 1001; ++i) {
    values.set("seed", std::to_string(i));
    history.record({values});
  }
  int n = 0;
  std::string oldest;
  while (const auto before = history.undo({values})) {
    oldest = before->options.text("seed");
    ++n;
  }
  EXPECT_EQ(n, 1000);
  EXPECT_EQ(oldest, "1");
}

TEST(Comparison, ATokenThatOccursTwiceIsFoundByItsPlace) {
  FakeEngineState state;
  FakeEngine engine(state);
  Analysis first;
  first.queries.resize(1);
  for (const char* text : {"the", "school", "the"}) {
    first.tokens.emplace_back();
    first.tokens.back().text = text;
  }
  const auto asked = [&](int position) {
    first.queries[0].position = position;
    return analyze_beside(engine, first, AnalysisRequest{}, Watch{}).front()->request.query;
  };
  EXPECT_EQ(asked(1), (Selector{Selector::Kind::text, 0, "school"}));
  EXPECT_EQ(asked(2), (Selector{Selector::Kind::index, 2, ""}));
  EXPECT_EQ(asked(0), (Selector{Selector::Kind::index, 0, ""}));
}

/// Evaluates every hundredth step.
class EvaluatingEngine : public FakeEngine {
 public:
  using FakeEngine::FakeEngine;
  TrainingResult train(const TrainingRequest& request, const TrainingListener& listener,
                       const Watch& /*watch*/) override {
    TrainingResult result;
    while (result.steps_done < request.optimizer.steps) {
      TrainingPoint point;
      point.step = ++result.steps_done;
      if (point.step % 100 == 0) {
        point.evaluation = TaskMetrics{};
      }
      listener.on_point(point);
    }
    return result;
  }
};

TEST(TrainingCurve, KeepsEveryEvaluationHoweverLongItGets) {
  FakeEngineState state;
  PostQueue queue;
  Session session(
      all_options(), [&] { return std::make_unique<EvaluatingEngine>(state); },
      [&](std::function<void()> function) { queue.post(std::move(function)); });
  OptionValues values(all_options());
  values.set("train", "street");
  values.set("mechanism", "two-simplicial");
  values.set("steps", "9000");
  TrainingRun& run = session.start_training(make_training_request(values, "street"));
  ASSERT_TRUE(queue.run_until([&] { return !run.active(); }));
  int n_evaluated = 0, before = 0;
  for (const TrainingPoint& point : run.state().curve) {
    EXPECT_GT(point.step, before);
    before = point.step;
    n_evaluated += point.evaluation ? 1 : 0;
  }
  EXPECT_EQ(n_evaluated, 90);
  EXPECT_LE(run.state().curve.size(), 4000U);
}

}  // namespace
}  // namespace baryscope
