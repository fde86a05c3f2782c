/// What is sampled and how: the data, the sampler with its formula, and just the options it reads.
#pragma once

#include <functional>

#include "app/gui/samples/samples_words.h"
#include "app/gui/widgets/panel.h"

class QComboBox;
class QToolButton;

namespace baryscope {

/// All samplers under the names of their families; the name is each item's Qt::UserRole.
void fill_samplers(QComboBox& picker);
/// The options that the panel shows for a sampler, in its order; a second one's join them. The
/// data's own (seed, standardize) and the strength of a bias that is none are left out.
std::vector<std::string> sampler_option_ids(const OptionValues& options);

class SamplesPanel : public Panel {
 public:
  explicit SamplesPanel(const Dispatcher& dispatcher, QWidget* parent = nullptr);

  void refresh();
  void show_studies(const Studies& studies);
  [[nodiscard]] OptionForm* data_form() const { return m_data_form; }
  [[nodiscard]] OptionForm* sampler_form() const { return m_sampler_form; }
  void focus_sampler();

  std::function<void()> on_open_data;
  std::function<void()> on_new_seed;

 private:
  void build_data();
  void build_sampler();
  void refresh_data();
  void refresh_sampler();

  const Dispatcher& m_dispatcher;
  QComboBox *m_data, *m_picker, *m_compared;
  QToolButton *m_open, *m_new_seed;
  QLabel *m_data_summary, *m_about, *m_formula, *m_summary;
  OptionForm *m_data_form, *m_seed_form, *m_sampler_form, *m_classifier_form;
};

}  // namespace baryscope
