/// One token as a button: its text, how much the query reads from it, and whether it is the query.
#pragma once

#include <QAbstractButton>
#include <QString>
#include <optional>

namespace baryscope {

class TokenChip : public QAbstractButton {
 public:
  /// `name`: what it is called; `text` stands on it.
  TokenChip(int position, const QString& text, const QString& name, bool special, bool continuation,
            QWidget* parent);

  [[nodiscard]] int position() const { return m_position; }
  /// `share` = |weight| relative to the largest of the row, in [0, 1].
  void set_weight(std::optional<double> weight, double share);
  /// −ln p of the token where it stands, in nats; nothing where no model says.
  void set_surprise(std::optional<double> surprise);
  void set_query(bool is_query);
  void set_selected(bool selected);
  [[nodiscard]] bool is_query() const { return m_query; }
  [[nodiscard]] bool is_selected() const { return m_selected; }

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void describe();

  int m_position;
  QString m_name;
  bool m_special, m_continuation;
  bool m_query = false, m_selected = false;
  std::optional<double> m_weight, m_surprise;
  double m_share = 0;
};

}  // namespace baryscope
