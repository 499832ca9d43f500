// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/samples.h"

#include <zlib.h>

#include <algorithm>

namespace leitai::cli {

namespace {

/// The text of a gzip stream that the build wrote; nothing where it is damaged.
std::optional<std::string> inflated(std::span<const unsigned char> gzip) {
  constexpr int kGzipWindow = 15 + 16;
  constexpr std::size_t kStep = 256 << 10;
  z_stream stream{};
  if (::inflateInit2(&stream, kGzipWindow) != Z_OK) return std::nullopt;
  stream.next_in = const_cast<Bytef*>(gzip.data());
  stream.avail_in = static_cast<uInt>(gzip.size());
  std::string text;
  int status = Z_OK;
  while (status == Z_OK) {
    const auto filled = text.size();
    text.resize(filled + kStep);
    stream.next_out = reinterpret_cast<Bytef*>(text.data() + filled);
    stream.avail_out = kStep;
    status = ::inflate(&stream, Z_NO_FLUSH);
    text.resize(filled + kStep - stream.avail_out);
  }
  ::inflateEnd(&stream);
  if (status != Z_STREAM_END) return std::nullopt;
  return text;
}

}  // namespace

std::vector<std::string> sample_names() {
  std::vector<std::string> names;
  for (const auto& sample : embedded_samples()) names.emplace_back(sample.name);
  return names;
}

std::optional<std::string> sample_file(std::string_view name) {
  const auto samples = embedded_samples();
  const auto found = std::find_if(samples.begin(), samples.end(), [&](const auto& each) { return each.name == name; });
  if (found == samples.end()) return std::nullopt;
  return inflated(found->gzip);
}

}  // namespace leitai::cli
