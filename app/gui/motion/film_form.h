/// What a film shows and how it is written, as fields: values of its own until they are taken over.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "app/gui/motion/film_presets.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/panel.h"

class QComboBox;
class QLabel;

namespace baryscope {

class Fold;
class SweepField;

class FilmForm : public Panel {
 public:
  /// Begins with the session's film options; a session without a film with what can move there.
  explicit FilmForm(const Dispatcher& dispatcher, QWidget* parent = nullptr);

  /// All options, those of the film as they are here.
  [[nodiscard]] const OptionValues& values() const { return m_values; }
  /// ".mp4": of the row of exporters() that is chosen.
  [[nodiscard]] std::string ending() const;
  /// What the preset allows; 0: any.
  [[nodiscard]] std::uint64_t most_bytes() const;
  /// What keeps a film from being made; empty: nothing that is seen here.
  [[nodiscard]] QString problem() const;
  /// A film of key frames that ends with the last one.
  [[nodiscard]] bool has_keys_length() const;
  /// The option that the preset's limit asks for, set from outside: the preset stays chosen.
  void fit(const std::string& id, const std::string& value);

  /// Size and format are a person's from now on.
  void remember() const;

  std::function<void()> on_change;  ///< also where a value was refused: see problem()

 private:
  void recall();
  void add_motion(const Dispatcher& dispatcher);
  void add_time();
  void add_picture();
  [[nodiscard]] OptionSource source();
  void show_size();
  [[nodiscard]] QString kind_words() const;
  bool set(const std::string& id, const QString& value);
  /// Another film may fit as it is wanted.
  void unfit();
  void choose_kind(int row);
  void choose_preset(int row);
  void follow();

  OptionValues m_values;
  double m_key_seconds = 0;                  ///< of the last key frame
  std::map<std::string, QString> m_refused;  ///< what fields hold that is no value, in words
  QComboBox *m_kind, *m_preset, *m_format;
  QLabel *m_kind_words, *m_preset_words, *m_size_words;
  SweepField* m_sweep;
  OptionForm *m_trail, *m_time, *m_picture;
  QString m_ending;                      ///< as it was last
  const FilmPreset* m_fitted = nullptr;  ///< whose film was made smaller to fit
};

}  // namespace baryscope
