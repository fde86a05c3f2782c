// Formulas as a person sees them: no markup is left in any list, panel or tooltip.
#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QTextDocumentFragment>
#include <string>

#include "app/gui/attention/inspector_text.h"
#include "app/gui/attention/subject_words.h"
#include "app/gui/widgets/formula.h"
#include "app/gui/widgets/inspector_panel.h"
#include "app/session/all_options.h"
#include "core/analysis/mechanism_list.h"
#include "core/sampling/samplers/sampler.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope::testing {
namespace {

QString shown(const QString& text) {
  return Qt::mightBeRichText(text) ? QTextDocumentFragment::fromHtml(text).toPlainText() : text;
}

void expect_no_markup(const QString& given, const std::string& where) {
  QString text = given;
  for (const char* name : {"{frame:04}", "{frame}"}) text.remove(QLatin1String(name));  // of files
  for (const char* mark : {"{", "}", "\\", "_{", "^"}) {
    EXPECT_FALSE(shown(text).contains(QLatin1String(mark)))
        << where << ": " << shown(text).toStdString();
  }
}

/// Also without an index that is still written with its underscore.
void expect_formula(const QString& text, const std::string& where) {
  expect_no_markup(text, where);
  EXPECT_FALSE(shown(text).contains(QLatin1Char('_')))
      << where << ": " << shown(text).toStdString();
}

TEST(Formula, IndicesStandBelow) {
  EXPECT_EQ(to_rich("w_j = P_j − λP'_j"),
            QString("w<sub>j</sub> = P<sub>j</sub> − λP'<sub>j</sub>"));
  EXPECT_EQ(to_rich("softmax_jk(s_jk < 1)"),
            QString("softmax<sub>jk</sub>(s<sub>jk</sub> &lt; 1)"));
  EXPECT_EQ(to_rich("Σ_v b_v·x_v"), QString("Σ<sub>v</sub> b<sub>v</sub>·x<sub>v</sub>"));
  EXPECT_EQ(to_rich("S_ij· = Σ_k S_ijk, S_i·k"),
            QString("S<sub>ij·</sub> = Σ<sub>k</sub> S<sub>ijk</sub>, S<sub>i·k</sub>"));
  EXPECT_EQ(to_rich("v⁽¹⁾_j₁ and v₂_j"), QString("v⁽¹⁾<sub>j₁</sub> and v₂<sub>j</sub>"));
  EXPECT_EQ(to_rich("the capture's own value_2, BARYSCOPE_CPU"),
            QString("the capture's own value_2, BARYSCOPE_CPU"));
  EXPECT_EQ(to_unicode("x = x_i + u (x_nn − x_i), S_ij·"), QString("x = xᵢ + u (xₙₙ − xᵢ), Sᵢⱼ·"));
}

TEST(Formula, EveryListIsReadable) {
  for (const MechanismInfo& info : mechanisms()) {
    for (const std::string& text : {info.formula, info.summary, info.attainable_set}) {
      expect_formula(to_rich(to_qt(text)), info.name);
      expect_formula(to_unicode(to_qt(text)), info.name);
      expect_no_markup(to_qt(text), info.name);
    }
  }
  for (const SamplerInfo& info : samplers()) {
    for (const std::string& text : {info.formula, info.summary}) {
      expect_formula(to_rich(to_qt(text)), info.name);
      expect_formula(to_unicode(to_qt(text)), info.name);
    }
  }
  for (const OptionSpec& spec : all_options().specs()) {
    expect_no_markup(to_rich(to_qt(spec.help)), spec.id);
  }
}

class FormulaTest : public WindowTest {
 protected:
  /// Every label, list item and tooltip of the window.
  void look(const std::string& where) {
    for (const QWidget* each : window->findChildren<QWidget*>()) {
      const std::string name = where + " " + each->objectName().toStdString();
      expect_no_markup(each->toolTip(), name);
      if (const auto* label = qobject_cast<const QLabel*>(each)) {
        const bool formula = label->property("role") == QLatin1String("formula");
        formula ? expect_formula(label->text(), name) : expect_no_markup(label->text(), name);
      }
      const auto* box = qobject_cast<const QComboBox*>(each);
      for (int i = 0; box != nullptr && i < box->count(); ++i) {
        expect_no_markup(box->itemText(i), name);
        expect_no_markup(box->itemData(i, Qt::ToolTipRole).toString(), name);
      }
    }
  }
};

TEST_F(FormulaTest, EveryMechanismShowsItWithoutMarkup) {
  for (const MechanismInfo& info : mechanisms()) {
    window->session().set_option("mechanism", info.name);
    ASSERT_TRUE(idle());
    look(info.name);
  }
  for (const char* order : {"1", "2", "3", "4"}) {
    window->session().set_options({{"mechanism", "n-order"}, {"order", order}});
    ASSERT_TRUE(idle());
    look(std::string("n-order ") + order);
    expect_formula(inspector().text(), std::string("inspector, n-order ") + order);
  }
}

TEST_F(FormulaTest, EverySamplerShowsItWithoutMarkup) {
  for (const SamplerInfo& info : samplers()) {
    window->session().set_options({{"view", "samples"}, {"sampler", info.name}});
    ASSERT_TRUE(idle());
    look(info.name);
    expect_formula(inspector().text(), info.name);
  }
}

TEST(Formula, AThirdKeyIsPartOfTheProduct) {
  Analysis analysis;
  analysis.tokens.resize(3);
  analysis.tokens[0].text = "a";
  analysis.tokens[1].text = "b";
  analysis.tokens[2].text = "c";
  analysis.queries.resize(1);
  analysis.queries[0].position = 2;
  analysis.edges_are_marginals = true;
  analysis.tuples = {{2, {0, 1, 2}, 0.75}, {2, {1, 1, 0}, 0.25}};
  const QString text = formula_with_values(analysis, {});
  EXPECT_TRUE(text.startsWith("o(c) = 0.75·v(a)∘v′(b)∘v″(c) + 0.25·v(b)∘v′(b)∘v″(a)") ||
              text.startsWith("o(c) = 0.75·v(a)∘v′(b)∘v′′(c) + 0.25·v(b)∘v′(b)∘v′′(a)"))
      << text.toStdString();
}

TEST(Formula, TokensOfOneTextHaveTheirPosition) {
  Analysis analysis;
  analysis.tokens.resize(3);
  analysis.tokens[0].text = analysis.tokens[1].text = "the";
  analysis.tokens[2].text = "c";
  analysis.queries.resize(1);
  analysis.queries[0].position = 2;
  analysis.edges = {{2, 0, 0.75}, {2, 1, 0.25}};
  const QString text = formula_with_values(analysis, {});
  EXPECT_TRUE(text.startsWith("o(c) = 0.75·v(the (0)) + 0.25·v(the (1))")) << text.toStdString();
  const QString hint = subject_words(analysis, edge_subject(2, 1));
  EXPECT_TRUE(hint.startsWith("c ← the (1)")) << hint.toStdString();
}

}  // namespace
}  // namespace baryscope::testing
