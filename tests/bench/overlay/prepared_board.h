// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <string>

#include "overlays/paint/cpu_painter.h"
#include "overlays/scene/scene.h"

namespace leitai::bench {

/// A template at rest, laid out without OBS: what it takes to paint it.
struct PreparedBoard {
  std::unique_ptr<overlays::ScenePreparer> preparer;
  overlays::DisplayList list;

  overlays::AtlasPixels atlas() const { return preparer->text().atlas_pixels(); }
};

/// The first second of the board, drawn by a template of the bench's theme or the shipped one's
/// "ranking". Ends the program where it cannot be.
PreparedBoard prepare_board(const std::string& template_id);

/// A box as a row of the board has it, at the canvas's corner.
overlays::Quad row_box();

/// A PNG file of a list, of the canvas's size. False where it cannot be written.
bool write_picture(const std::string& file, const overlays::DisplayList& list, const overlays::AtlasPixels& atlas);

}  // namespace leitai::bench
