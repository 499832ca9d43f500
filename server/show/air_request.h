// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/show/plan.h"

/// The bodies of the air commands, checked field by field.
namespace leitai::show {

/// Reads the fields of a body and collects what is wrong with them. A field that is null counts as
/// not given.
class BodyReader {
 public:
  explicit BodyReader(const Json& body);

  bool has(const char* name) const;
  std::optional<std::string> text(const char* name);
  std::optional<std::int64_t> integer(const char* name, std::int64_t least, std::int64_t most);
  std::optional<Json> object(const char* name, std::size_t max_bytes);
  void fail(std::string pointer, std::string detail);

  /// None: all was well.
  std::optional<Refusal> refusal() const;

 private:
  const Json* field(const char* name) const;
  const Json& body_;
  std::vector<contest::FieldError> errors_;
};

constexpr int kMaxLayer = 999;
constexpr std::int64_t kMinDurationMs = 100;
constexpr std::int64_t kMaxDurationMs = 86'400'000;
constexpr std::size_t kMaxDataBytes = 64 * 1024;

struct TakeRequest {
  std::string template_id;
  std::string channel;
  int layer = 0;
  Json data = Json::object();
  Json bind;  ///< as given, or null
  std::optional<std::int64_t> duration_ms;
  std::string cue;
  std::optional<std::uint64_t> expected_token;
};

/// `data` against the fields of its template, and texts against the limit.
void check_data(const Templates& templates, const std::string& template_id, BodyReader& reader, const Json& data);

/// The body of `{cue}`, without a template: the cue's own fields, with what else the body says on top. Any other body
/// as it is. invalid: there is no such cue.
tl::expected<Json, Refusal> filled_from_cue(const contest::Store& store, const Json& body);

/// A body that names a cue and no template is filled from the cue.
tl::expected<TakeRequest, Refusal> read_take(const State& state, const Templates& templates, const Json& body);

/// Where a command that needs no template looks.
struct Place {
  std::string channel;
  std::optional<int> layer;  ///< none: the whole channel
};

/// `channel` (default program; must exist) and `layer`; the reader's errors are part of the answer.
tl::expected<Place, Refusal> read_place(const contest::Store& store, BodyReader& reader, bool needs_layer);

}  // namespace leitai::show
