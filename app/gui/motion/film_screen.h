/// A picture of a film, as large as there is room, or words in its place.
#pragma once

#include <QImage>
#include <QString>
#include <QWidget>

namespace baryscope {

class FilmScreen : public QWidget {
 public:
  explicit FilmScreen(QWidget* parent = nullptr);

  void set_image(const QImage& image);
  [[nodiscard]] const QImage& image() const { return m_image; }
  /// Shown over the picture, dimmed then; empty: the picture alone.
  void set_words(const QString& words);
  [[nodiscard]] const QString& words() const { return m_words; }
  /// Width to height of the pictures to come.
  void set_shape(QSize shape);
  /// Where the picture lies.
  [[nodiscard]] QRect picture() const;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QImage m_image;
  QString m_words;
  QSize m_shape{16, 10};
};

}  // namespace baryscope
