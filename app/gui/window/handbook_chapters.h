/// The chapters of the handbook as text; lists in them are made from the program's own.
#pragma once

#include <QString>
#include <vector>

namespace baryscope {

struct HandbookChapter {
  QString name;   ///< "samples": the anchor that the contents lead to
  QString title;  ///< "Samples"
  QString html;   ///< without the title
};

/// All, in the order of the contents.
std::vector<HandbookChapter> handbook_chapters();

HandbookChapter picture_chapter();
HandbookChapter asking_chapter();
HandbookChapter mechanisms_chapter();
HandbookChapter samples_chapter();
HandbookChapter motion_chapter();
HandbookChapter training_chapter();
HandbookChapter files_chapter();
HandbookChapter command_line_chapter();
HandbookChapter views_chapter();
HandbookChapter keys_chapter();
HandbookChapter options_chapter();

/// What the mouse does in the picture, as a table.
QString mouse_table();

}  // namespace baryscope
