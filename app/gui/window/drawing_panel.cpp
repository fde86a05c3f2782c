#include "app/gui/window/drawing_panel.h"

#include <QVBoxLayout>

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/window/part_toggles.h"
#include "app/session/session.h"
#include "viz/views/view_list.h"

namespace baryscope {

DrawingPanel::DrawingPanel(const Dispatcher& dispatcher, QWidget* parent) : Panel(parent) {
  add_section(tr("Picture"));
  m_picture = add_form(dispatcher, {});
  show_view(dispatcher.session().options().text("view"));
  add_section(tr("Shown"));
  m_parts = new PartToggles(dispatcher);
  column()->addWidget(m_parts);
  add_section(tr("Style"));
  add_form(dispatcher, {"theme", "palette", "background", "font-size"});
  add_section(tr("Figure"));
  add_form(dispatcher, {"size", "scale"});
}

void DrawingPanel::show_view(const std::string& name) {
  std::vector<std::string> ids = {"view"};
  const std::vector<std::string>& own = view(name).options;
  ids.insert(ids.end(), own.begin(), own.end());
  m_picture->set_options(ids);
}

OptionForm* DrawingPanel::add_form(const Dispatcher& dispatcher,
                                   const std::vector<std::string>& ids) {
  auto* form = new OptionForm(dispatcher);
  form->set_options(ids);
  column()->addWidget(form);
  m_forms.push_back(form);
  return form;
}

void DrawingPanel::refresh() {
  for (OptionForm* form : m_forms) form->refresh();
  m_parts->refresh();
}

}  // namespace baryscope
