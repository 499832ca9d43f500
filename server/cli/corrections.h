// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/json/json.h"
#include "server/journal/journal.h"

namespace leitai::cli {

/// What a past show should have said, as NDJSON. Each line is one of
///
///     {"type": "contestants", "id": "c012", "data": {"name": "…"}}      merged into the resource, from its beginning
///     {"at_ms": 61200, "template": "lower-third", "data": {…}}          merged into the data of that take
///     {"at_ms": 61200, "template": "lower-third", "remove": true}       the take that should not have been: what it
///                                                                       covered stays until it was taken off
///
/// where data are merge patches (RFC 7396), and `at_ms` is the take's time as `leitai export` writes it.
class Corrections {
 public:
  /// The error names file and line.
  static tl::expected<Corrections, std::string> read(const std::filesystem::path& file);

  /// Fails where the show has nothing that a line is about, or where a line makes of a resource what it cannot be.
  tl::expected<void, std::string> check(const journal::Journal& journal, std::int64_t first_ms) const;

 private:
  friend class Correcting;
  struct Resource {
    std::string type, id;
    json::Json patch;
    std::size_t line = 0;
  };
  struct Take {
    std::int64_t at_ms = 0;
    std::string template_id;
    bool removed = false;
    json::Json patch;
    std::size_t line = 0;
  };
  tl::expected<void, std::string> add(const json::Json& entry, std::size_t line);

  std::string file_;
  std::vector<Resource> resources_;
  std::vector<Take> takes_;
};

/// Corrects a journal's records, which it is given in their order. As show::Playback::Correct.
class Correcting {
 public:
  Correcting(Corrections corrections, std::int64_t first_ms)
      : corrections_(std::move(corrections)), first_ms_(first_ms) {}

  tl::expected<std::optional<json::Json>, std::string> operator()(const journal::Record& record, json::Json data);
  /// The first line that no record was about, as a sentence; empty: there is none.
  std::string unused() const;

 private:
  using Json = json::Json;
  void correct_air(const journal::Record& record, Json& layer);
  void find_take(const journal::Record& record, const Json& item, const Json& before);
  Json instead_of(const Json& item) const;

  Corrections corrections_;
  std::int64_t first_ms_;
  std::map<std::size_t, bool> used_;            ///< lines
  std::map<std::uint64_t, std::size_t> takes_;  ///< which line's a take is, by its place among the takes
  std::map<std::uint64_t, Json> covered_;       ///< by a removed take
  std::map<std::string, Json> layers_;          ///< as they were corrected
};

}  // namespace leitai::cli
