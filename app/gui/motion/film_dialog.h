/// Make a Film: what moves, how it is written, and how it will look, before anything is written.
#pragma once

#include <QDialog>
#include <QTimer>
#include <memory>
#include <optional>

#include "app/gui/motion/film_form.h"
#include "app/session/film/film_preview.h"

class QLabel;
class QPushButton;

namespace baryscope {

class FilmPlayer;
class FilmScreen;
class FilmWriter;

class FilmDialog : public QDialog {
 public:
  struct Parts {
    QWidget& window;
    const Dispatcher& dispatcher;
    FilmWriter& films;
    bool reduced_motion = false;  ///< the preview does not play by itself
  };
  explicit FilmDialog(const Parts& parts);
  ~FilmDialog() override;

  [[nodiscard]] FilmForm& form() { return *m_form; }
  [[nodiscard]] FilmPlayer& player() { return *m_player; }
  /// Takes the options over into the session, begins to write the film and closes.
  void write_to(const QString& path);

 private:
  void build();
  void connect_parts();
  /// The film changed: what can be known at once, the rest soon.
  void follow();
  void preview();
  void ready(const PreviewedFilm& film);
  void show_frame(int index, const Image& frame);
  void show_estimate(const FilmEstimate& estimate);
  void show_facts();
  void ask_for_file();

  Parts m_parts;
  FilmForm* m_form;
  FilmPlayer* m_player;
  FilmScreen* m_last;
  QLabel *m_facts, *m_notes, *m_problem;
  QPushButton* m_write;
  QTimer m_soon;
  std::optional<PreviewedFilm> m_film;
  std::optional<FilmEstimate> m_estimate;
  int m_n_fits = 0;                        ///< how often the film was made smaller so that it fits
  std::unique_ptr<FilmPreview> m_preview;  // last: it ends before what it tells
};

}  // namespace baryscope
