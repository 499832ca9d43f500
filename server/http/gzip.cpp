// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/gzip.h"

#include <zlib.h>

namespace leitai::http {

std::string gzip(std::string_view text) {
  constexpr int kGzipWindow = 15 + 16;
  constexpr int kMemoryLevel = 8;
  z_stream stream{};
  if (::deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    return {};
  }
  std::string compressed(::deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
  stream.avail_out = static_cast<uInt>(compressed.size());
  const bool whole = ::deflate(&stream, Z_FINISH) == Z_STREAM_END;
  compressed.resize(whole ? stream.total_out : 0);
  ::deflateEnd(&stream);
  return compressed;
}

bool accepts_gzip(const Head& head) {
  for (const std::string_view element : list_elements(head.find("Accept-Encoding").value_or(""))) {
    const std::size_t semicolon = element.find(';');
    if (!same_word(trimmed(element.substr(0, semicolon)), "gzip")) {
      continue;
    }
    const std::string_view weight = semicolon == std::string_view::npos ? "" : trimmed(element.substr(semicolon + 1));
    // "q=0", "q=0.0": not at all.
    return !weight.starts_with("q=0") || weight.find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

}  // namespace leitai::http
