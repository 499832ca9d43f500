// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/journal/saved_parts.h"

#include <zlib.h>

namespace leitai::journal {

namespace {

/// More would make the file hardly smaller, and take several times as long.
constexpr int kLevel = 1;

std::uint32_t checksum_of(std::uint32_t before, std::string_view text) {
  const std::string size = std::to_string(text.size()) + ":";
  const auto add = [](std::uint32_t sum, std::string_view bytes) {
    return static_cast<std::uint32_t>(
        ::crc32(sum, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
  };
  return add(add(before, size), text);
}

/// None where it is damaged, or larger than a part may be.
std::optional<std::string> decompressed(const void* data, std::size_t size, std::int64_t bytes) {
  if (bytes < 0 || bytes > static_cast<std::int64_t>(kMostPartBytes)) return std::nullopt;
  std::string part(static_cast<std::size_t>(bytes), '\0');
  auto written = static_cast<uLongf>(part.size());
  const int done = ::uncompress(reinterpret_cast<Bytef*>(part.data()), &written, static_cast<const Bytef*>(data),
                                static_cast<uLong>(size));
  if (done != Z_OK || written != part.size()) return std::nullopt;
  return part;
}

}  // namespace

std::string compressed(const std::string& part) {
  auto size = ::compressBound(static_cast<uLong>(part.size()));
  std::string data(size, '\0');
  ::compress2(reinterpret_cast<Bytef*>(data.data()), &size, reinterpret_cast<const Bytef*>(part.data()),
              static_cast<uLong>(part.size()), kLevel);
  data.resize(size);
  return data;
}

std::uint32_t checksum_of(const SavedState& state) {
  std::uint32_t sum = checksum_of(0, std::to_string(state.token));
  sum = checksum_of(sum, std::to_string(state.time_ms));
  sum = checksum_of(sum, state.maker);
  for (const std::string& part : state.parts) sum = checksum_of(sum, part);
  return sum;
}

Error damaged_state(const std::filesystem::path& file, Token token) {
  return {Fault::unreadable, utf8(file) + ": the state saved at " + std::to_string(token) + " is missing or damaged"};
}

tl::expected<SavedState, Error> read_state(SQLite::Database& database, const std::filesystem::path& file, Token token) {
  SQLite::Statement head(database, "SELECT time_ms, maker, parts, checksum FROM saved_states WHERE token = ?");
  head.bind(1, static_cast<std::int64_t>(token));
  if (!head.executeStep()) return tl::unexpected(damaged_state(file, token));
  SavedState state{token, head.getColumn(0).getInt64(), head.getColumn(1).getString(), {}};
  const std::int64_t count = head.getColumn(2).getInt64();
  const std::int64_t checksum = head.getColumn(3).getInt64();
  SQLite::Statement rows(database, "SELECT part, bytes, data FROM saved_parts WHERE token = ? ORDER BY part LIMIT ?");
  rows.bind(1, static_cast<std::int64_t>(token));
  rows.bind(2, static_cast<std::int64_t>(kMostParts));
  while (rows.executeStep()) {
    const SQLite::Column data = rows.getColumn(2);
    auto part = decompressed(data.getBlob(), static_cast<std::size_t>(data.getBytes()), rows.getColumn(1).getInt64());
    if (!part) return tl::unexpected(damaged_state(file, token));
    state.parts.push_back(std::move(*part));
  }
  const bool whole = static_cast<std::int64_t>(state.parts.size()) == count && checksum_of(state) == checksum;
  if (!whole) return tl::unexpected(damaged_state(file, token));
  return state;
}

}  // namespace leitai::journal
