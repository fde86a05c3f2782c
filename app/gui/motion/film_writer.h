/// Films that are written while the window lives: one at a time, of what was shown when it began.
#pragma once

#include <QPointer>
#include <QString>
#include <QWidget>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/gui/widgets/dispatcher.h"
#include "app/session/film/film_run.h"

class QMainWindow;

namespace baryscope {

class MessageStack;
class SceneWidget;

/// "2.3 MB", "640 kB".
QString byte_words(std::uint64_t n_bytes);

class FilmWriter {
 public:
  struct Parts {
    QMainWindow& window;
    const Dispatcher& dispatcher;
    SceneWidget& scene;
    MessageStack& messages;
  };
  explicit FilmWriter(const Parts& parts);
  ~FilmWriter();
  FilmWriter(const FilmWriter&) = delete;
  FilmWriter& operator=(const FilmWriter&) = delete;

  /// The film that these options ask for, seen as the window sees it; without files.
  [[nodiscard]] FilmOrder order(const OptionValues& options) const;
  /// Begins to write it. Throws UsageError while another film is being written, and what can be
  /// known before: no film, no folder, no encoder.
  void start(FilmOrder order);
  /// The same, and handles events until it is written. Throws what writing threw.
  void write(FilmOrder order);
  [[nodiscard]] bool writing() const { return m_run != nullptr; }
  /// Nothing of it stays.
  void cancel();
  /// Asks while a film is being written, and closes the window later where that is wanted.
  bool may_close();

  std::function<void(double fraction, const QString& words)> on_progress;
  std::function<void()> on_end;  ///< nothing is being written any more
  std::function<void(const QString&)> on_notice;

 private:
  void ended(const std::vector<WrittenFilm>& films, const std::exception_ptr& failure);
  void tell_written(const WrittenFilm& film);
  void forget_told();

  Parts m_parts;
  QString m_name;  ///< of the file that is being written
  std::unique_ptr<FilmRun> m_run;
  QPointer<QWidget> m_told;  ///< of the last film
  bool m_waited_for = false, m_closes = false;
  std::exception_ptr m_failure;
};

}  // namespace baryscope
