// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/public_document.h"

#include <string_view>
#include <utility>

namespace leitai::show {

namespace {

/// FNV-1a, 64 bits, and the length: it only has to tell one honest document from the next.
std::string fingerprint(const Json& document) {
  const std::string text = json::dump(document);
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return std::to_string(hash) + "-" + std::to_string(text.size());
}

PublicDocument numbered(Json bare, std::uint64_t revision) {
  PublicDocument result;
  result.revision = revision;
  result.bare = std::make_shared<const Json>(std::move(bare));
  auto document = std::make_shared<Json>(*result.bare);
  (*document)["revision"] = revision;
  result.document = std::move(document);
  return result;
}

}  // namespace

PublicDocument following(const PublicDocument& last, const contest::Store& store) {
  Json bare = contest::public_results(store);
  if (last.bare && *last.bare == bare) return last;
  return numbered(std::move(bare), last.revision + 1);
}

PublicDocument restored(const std::optional<std::string>& note, const contest::Store& store) {
  Json bare = contest::public_results(store);
  const auto kept = note ? json::parse(*note) : Json::object();
  std::uint64_t revision = 0;
  std::string hash;
  if (kept && kept->is_object()) {
    revision = kept->value("revision", std::uint64_t{0});
    hash = kept->value("hash", "");
  }
  const bool same = revision != 0 && hash == fingerprint(bare);
  return numbered(std::move(bare), same ? revision : revision + 1);
}

std::string note_of(const PublicDocument& document) {
  return json::dump(Json{{"revision", document.revision}, {"hash", fingerprint(*document.bare)}});
}

}  // namespace leitai::show
