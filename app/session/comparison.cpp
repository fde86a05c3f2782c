#include "app/session/comparison.h"

#include <algorithm>
#include <string>

#include "core/analysis/analysis_options.h"
#include "core/analysis/mechanism_list.h"
#include "core/base/error.h"
#include "core/options/option_row.h"

namespace baryscope {
namespace {

/// The token that `analysis` shows: by its text where that is unique, since another tokenizer may
/// put other tokens in front of it.
Selector shown_query(const Analysis& analysis) {
  Selector query;
  if (analysis.focus < 0 || static_cast<std::size_t>(analysis.focus) >= analysis.queries.size()) {
    return query;
  }
  const int position = analysis.queries[static_cast<std::size_t>(analysis.focus)].position;
  query.kind = Selector::Kind::index;
  query.index = position;
  if (position >= 0 && static_cast<std::size_t>(position) < analysis.tokens.size()) {
    const std::string& text = analysis.tokens[static_cast<std::size_t>(position)].text;
    if (!text.empty() &&
        std::count_if(analysis.tokens.begin(), analysis.tokens.end(),
                      [&](const Token& token) { return token.text == text; }) == 1) {
      query = {Selector::Kind::text, 0, text};
    }
  }
  return query;
}

std::string name_of(const AnalysisRequest& request) {
  return request.capture.empty() ? request.model : request.capture;
}

}  // namespace

std::vector<OptionSpec> comparison_options() {
  OptionSpec compare =
      option_row("compare", OptionType::text, "", "input",
                 "A second model that reads the same text, shown beside the first through one "
                 "camera; a second INPUT means the same.");
  compare.value_name = "MODEL";
  OptionSpec mechanism = option_row("compare-mechanism", OptionType::choice, "same", "input",
                                    "The mechanism of the compared model; without one, of the "
                                    "model itself, beside what it is now.");
  mechanism.choices = {"same"};
  for (const MechanismInfo& info : mechanisms()) {
    mechanism.choices.push_back(info.name);
  }
  return {compare, mechanism};
}

std::vector<AnalysisRequest> make_requests(const OptionValues& values) {
  std::vector<AnalysisRequest> requests{make_request(values)};
  const std::string &model = values.text("compare"), &mechanism = values.text("compare-mechanism");
  if (!model.empty() || mechanism != "same") {
    OptionValues other = values;
    if (!model.empty()) {
      other.set("model", model);
    }
    if (mechanism != "same") {
      other.set("mechanism", mechanism);
    }
    requests.push_back(make_request(other));
  }
  return requests;
}

std::vector<std::shared_ptr<const Analysis>> analyze_beside(Engine& engine, const Analysis& first,
                                                            const AnalysisRequest& request,
                                                            const Watch& watch) {
  AnalysisRequest wanted = request;
  if (wanted.query.kind == Selector::Kind::automatic) {
    wanted.query = shown_query(first);
  }
  try {
    return engine.analyze(wanted, watch);
  } catch (const UsageError& obstacle) {
    // What the person chose for the first model, this one may not have.
    AnalysisRequest open = request;
    for (Selector* selector : {&open.layer, &open.head, &open.query}) {
      if (selector->kind != Selector::Kind::all) {
        *selector = {};
      }
    }
    std::vector<std::shared_ptr<const Analysis>> analyses;
    try {
      if (open == wanted) {
        throw;
      }
      analyses = engine.analyze(open, watch);
    } catch (const UsageError&) {
      throw UsageError("compared model " + name_of(request) + ": " + obstacle.what());
    }
    if (open == request) {
      return analyses;
    }
    for (auto& analysis : analyses) {
      auto noted = std::make_shared<Analysis>(*analysis);
      noted->notes.push_back("its own layer, head and query: it has not those of the other model");
      analysis = std::move(noted);
    }
    return analyses;
  }
}

}  // namespace baryscope
