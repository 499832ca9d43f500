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

/// All that one revision stands for. The rows of a running round are as they are now; all others are as they were
/// revealed, and a change of theirs shows in the document itself.
Json compared_of(const contest::Store& store) {
  Json running = Json::object();
  for (const auto& [id, round] : store.all("rounds")) {
    if (round->data.value("visibility", "sealed") != "running") continue;
    if (auto standings = contest::standings(store, id, "", contest::Audience::everyone)) {
      running[id] = std::move(*standings);
    }
  }
  return {{"results", contest::public_results(store)}, {"running", std::move(running)}};
}

PublicDocument numbered(Json compared, std::uint64_t revision) {
  PublicDocument result;
  result.revision = revision;
  result.compared = std::make_shared<const Json>(std::move(compared));
  auto document = std::make_shared<Json>(result.compared->at("results"));
  (*document)["revision"] = revision;
  result.document = std::move(document);
  return result;
}

}  // namespace

PublicDocument following(const PublicDocument& last, const contest::Store& store) {
  Json compared = compared_of(store);
  if (last.compared && *last.compared == compared) return last;
  return numbered(std::move(compared), last.revision + 1);
}

PublicNote read_note(const std::optional<std::string>& text) {
  const auto kept = text ? json::parse(*text) : Json::object();
  if (!kept || !kept->is_object()) return {};
  return {kept->value("revision", std::uint64_t{0}), kept->value("hash", ""), kept->value("token", std::uint64_t{0})};
}

PublicDocument restored(const PublicNote& note, const contest::Store& store) {
  Json compared = compared_of(store);
  const bool same = note.revision != 0 && note.hash == fingerprint(compared);
  return numbered(std::move(compared), same ? note.revision : note.revision + 1);
}

std::string note_of(const PublicDocument& document, std::uint64_t token) {
  return json::dump(Json{{"revision", document.revision}, {"hash", fingerprint(*document.compared)}, {"token", token}});
}

}  // namespace leitai::show
