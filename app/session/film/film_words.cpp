#include "app/session/film/film_words.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include "app/session/selection.h"
#include "core/analysis/mechanism_list.h"
#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/base/number_text.h"
#include "viz/views/view_words.h"

namespace baryscope {
namespace {

constexpr const char* k_nothing = "–";

/// Two decimals, so that words keep their place while numbers run; small numbers by their digits.
std::string running_number(double value) {
  if (!std::isfinite(value)) {
    return k_nothing;
  }
  std::string text = value != 0 && std::abs(value) < 0.01 ? short_number(value) : to_text(value, 2);
  if (text.starts_with('-')) {
    text.replace(0, 1, "−");
  }
  return text;
}

std::string running_number(const std::optional<double>& value) {
  return value ? running_number(*value) : k_nothing;
}

/// Calls `plain` with what stands outside of braces and `named` with what is in them.
void walk_caption(std::string_view caption, const std::function<void(std::string_view)>& plain,
                  const std::function<void(std::string_view)>& named) {
  while (!caption.empty()) {
    const std::size_t brace = std::min(caption.find_first_of("{}"), caption.size());
    plain(caption.substr(0, brace));
    caption.remove_prefix(brace);
    if (caption.empty()) {
      return;
    }
    if (caption.size() > 1 && caption[1] == caption[0]) {
      plain(caption.substr(0, 1));
      caption.remove_prefix(2);
      continue;
    }
    const std::size_t end = caption.find('}');
    if (caption.front() == '}' || end == std::string_view::npos) {
      throw UsageError(
          "caption: a brace that does not open or close a {placeholder}; {{ and }} "
          "are braces");
    }
    named(caption.substr(1, end - 1));
    caption.remove_prefix(end + 1);
  }
}

void replace_all(std::string& text, std::string_view what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

/// The mechanism's formula with its numbers in the place of its letters.
std::string formula_of(const Analysis& analysis) {
  const MechanismOptions& options = analysis.mechanism;
  const MechanismInfo& info = mechanism(options.mechanism);
  const auto has = [&info](std::string_view id) {
    return std::find(info.options.begin(), info.options.end(), id) != info.options.end();
  };
  std::string formula = info.formula;
  if (info.lambda != LambdaRule::none) {
    formula.resize(std::min(formula.find(",  λ"), formula.size()));  // where it comes from
    replace_all(formula, "λ·", "λ");
    replace_all(formula, "λ", running_number(analysis.lambda) + "·");
  }
  if (has("a-plus")) {
    replace_all(formula, "a₊", running_number(options.a_plus));
    replace_all(formula, "a₋", running_number(options.a_minus));
  }
  if (has("affine-a")) {
    replace_all(formula, "a·", running_number(options.affine_a) + "·");
    replace_all(
        formula, " + b",
        (options.affine_b < 0 ? " − " : " + ") + running_number(std::abs(options.affine_b)));
  }
  return formula;
}

struct Measure {
  std::string name;
  std::string (*text)(const Analysis& analysis, const QueryResult& focus);
};

const std::vector<Measure>& measures() {
  static const std::vector<Measure> list{
      {"inside_hull",
       [](const Analysis&, const QueryResult& focus) {
         return std::string(focus.inside_hull ? "inside the hull" : "outside the hull");
       }},
      {"hull_distance",
       [](const Analysis&, const QueryResult& focus) {
         return running_number(focus.hull_distance);
       }},
      {"weight_sum",
       [](const Analysis&, const QueryResult& focus) { return running_number(focus.weight_sum); }},
      {"weight_abs_sum",
       [](const Analysis&, const QueryResult& focus) {
         return running_number(focus.weight_abs_sum);
       }},
      {"negative_mass",
       [](const Analysis&, const QueryResult& focus) {
         return running_number(focus.negative_mass);
       }},
      {"entropy",
       [](const Analysis&, const QueryResult& focus) { return running_number(focus.entropy); }},
      {"gauge",
       [](const Analysis&, const QueryResult& focus) { return running_number(focus.gauge); }},
      {"log_sum_exp",
       [](const Analysis&, const QueryResult& focus) { return running_number(focus.log_sum_exp); }},
      {"formula",
       [](const Analysis& analysis, const QueryResult&) { return formula_of(analysis); }},
  };
  return list;
}

/// Of the option as it was run, where a word of it stands for a number.
std::string option_text(const std::string& id, const Finished& shown) {
  const auto number = shown.options.find_number(id);
  if (number) {
    return shown.options.find_integer(id) ? shown.options.text(id) : running_number(*number);
  }
  if (id == "lambda" && !shown.analyses.empty()) {
    return running_number(shown.analyses.front()->lambda);
  }
  return shown.options.text(id);
}

std::string value_of(std::string_view name, const Finished& shown) {
  if (name == "finding" || name == "title") {
    std::string text = name == "title" ? shown.scene->title : shown.scene->finding;
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text.empty() ? k_nothing : text;
  }
  for (const Measure& measure : measures()) {
    if (measure.name == name) {
      const QueryResult* focus =
          shown.analyses.empty() ? nullptr : find_focus(*shown.analyses.front());
      return focus == nullptr ? k_nothing : measure.text(*shown.analyses.front(), *focus);
    }
  }
  return option_text(std::string(name), shown);
}

/// "layer 5", "mechanism cog": where the title says it in its own words, once is enough.
bool tells(const std::string& title, const std::string& value) {
  const std::string word = value.substr(value.rfind(' ') + 1);
  const bool named = value.find('=') == std::string::npos && !find_number(word);
  return title.find(value) != std::string::npos || (named && title.find(word) != std::string::npos);
}

}  // namespace

const std::vector<std::string>& measure_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all{"finding", "title"};
    for (const Measure& measure : measures()) {
      all.push_back(measure.name);
    }
    return all;
  }();
  return names;
}

void check_caption(std::string_view caption, const OptionTable& table) {
  walk_caption(
      caption, [](std::string_view) {},
      [&table](std::string_view name) {
        const auto& names = measure_names();
        if (table.find_spec(name) != nullptr ||
            std::find(names.begin(), names.end(), name) != names.end()) {
          return;
        }
        std::vector<std::string> known = names;
        for (const OptionSpec& spec : table.specs()) {
          known.push_back(spec.id);
        }
        const auto nearest = find_nearest_name(name, known);
        throw UsageError("caption: {" + std::string(name) + "} is neither an option nor a measure" +
                         (nearest ? "; did you mean {" + *nearest + "}?" : std::string()));
      });
}

std::string filled_caption(std::string_view caption, const Finished& shown) {
  std::string text;
  walk_caption(
      caption, [&text](std::string_view words) { text += words; },
      [&](std::string_view name) { text += value_of(name, shown); });
  return text;
}

void add_film_words(const std::string& value, const std::string& caption, Scene& scene) {
  if (!caption.empty()) {
    scene.finding = caption;
  }
  if (value.empty()) {
    return;
  }
  if (!scene.title.empty()) {
    if (!tells(scene.title, value)) {
      scene.title += " · " + value;
    }
  } else {
    scene.finding = caption.empty() ? value : value + " · " + caption;
  }
}

}  // namespace baryscope
