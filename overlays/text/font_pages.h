// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <memory>

struct _PangoFont;

namespace leitai::overlays {

/// The font files that Pango has mapped into memory to shape with. What a text reads of them stays with the process
/// as long as nobody gives it back: of a Chinese font that is four megabytes, for some names.
class FontPages {
 public:
  FontPages();
  ~FontPages();
  FontPages(const FontPages&) = delete;
  FontPages& operator=(const FontPages&) = delete;

  /// A font that was shaped with, under a number of the caller's; each number is looked at once.
  void add(std::size_t number, _PangoFont* font);

  /// Gives their pages back to the system; shaping reads again what it needs. Costs about 0.1 ms for each file.
  void give_back();

 private:
  struct File;
  std::map<std::size_t, std::unique_ptr<File>> files_;
};

/// Whether these bytes are a file that is mapped privately and only read. Always false where the system cannot tell.
bool is_mapped_file(const void* bytes, std::size_t size);

/// Unmaps what was read of such a file, until it is read again. Nothing else may be given: memory would be zeroed.
void give_back_pages(const void* bytes, std::size_t size);

}  // namespace leitai::overlays
