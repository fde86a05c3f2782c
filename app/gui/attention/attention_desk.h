/// Attention in the window: the sentence, model and head, the mechanism, the table of what is
/// drawn.
#pragma once

#include "app/gui/window/desk.h"
#include "app/gui/window/desk_parts.h"

class QDockWidget;

namespace baryscope {

class AttentionTables;
class DockSizes;
class HeadPanel;
class MechanismPanel;
class SentenceBar;

class AttentionDesk : public Desk {
 public:
  explicit AttentionDesk(const DeskParts& parts);

  [[nodiscard]] SentenceBar& sentence() const { return *m_sentence; }
  [[nodiscard]] HeadPanel& head_panel() const { return *m_head; }
  [[nodiscard]] MechanismPanel& mechanism_panel() const { return *m_mechanism; }

  [[nodiscard]] QWidget* bar_above() override;
  void add_docks(DockArea& docks) override;
  [[nodiscard]] bool shows(const Finished& result) const override;
  void enter() override;
  void leave() override;
  void arrange() override;
  [[nodiscard]] QString layout_prefix() const override { return {}; }
  void show(const std::shared_ptr<const Finished>& result, bool adopt_camera) override;
  [[nodiscard]] DeskWords words() const override;
  void selection_changed() override;
  [[nodiscard]] QString describe(const Subject& subject, bool in_compared) const override;
  [[nodiscard]] std::string end_comparison() const override { return "compare-none"; }
  void options_changed() override;
  void enable_commands(const Menus& menus, bool in_front) const override;

 private:
  [[nodiscard]] const Analysis* analysis(bool in_compared) const;

  DeskParts m_parts;
  SentenceBar* m_sentence;
  HeadPanel* m_head;
  MechanismPanel* m_mechanism;
  AttentionTables* m_table;
  DockSizes* m_sizes = nullptr;
  QDockWidget* m_head_dock = nullptr;
  QDockWidget* m_mechanism_dock = nullptr;
  std::shared_ptr<const Finished> m_shown;  ///< null while another desk is in front
};

}  // namespace baryscope
