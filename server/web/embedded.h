// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <span>

namespace leitai::web {

/// A file of the pages as the build wrote it into the program.
struct EmbeddedFile {
  const char* path;
  const char* content_type;
  const unsigned char* bytes;
  std::size_t size;
};

/// Defined by the generated source, or by off/no_pages.cpp in builds without the pages.
std::span<const EmbeddedFile> embedded_files();

}  // namespace leitai::web
