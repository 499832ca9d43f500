// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/public_document.h"

#include <string_view>
#include <utility>

namespace leitai::show {

namespace {

/// FNV-1a, 64 bits, and the length: it only has to tell one honest document from the next.
std::string fingerprint(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return std::to_string(hash) + "-" + std::to_string(text.size());
}

std::shared_ptr<const std::string> shared(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

/// The rows of a running round are as they are now, down to their marks; all others are as they were revealed, and a
/// change of theirs shows in the results themselves.
std::string running_rounds(const contest::Store& store) {
  std::string text;
  for (const auto& [id, round] : store.all("rounds")) {
    if (round->data.value("visibility", "sealed") != "running") continue;
    if (const auto standings = contest::standings_text(store, id, "", contest::Audience::everyone)) text += *standings;
  }
  return text;
}

/// The results. They name the show first, and say so where they are a rehearsal's.
std::string results_of(const contest::Store& store, const std::string& show, bool rehearsal) {
  std::string results = contest::public_results_text(store);
  std::string first = R"("show":)" + json::dump(show);
  if (rehearsal) first += R"(,"rehearsal":true)";
  results.insert(1, results == "{}" ? first : first + ',');
  return results;
}

}  // namespace

PublicDocument following(const PublicDocument& last, const contest::Store& store) {
  std::string results = results_of(store, last.show, last.rehearsal);
  std::string compared = results + running_rounds(store);
  if (last.compared && *last.compared == compared) return last;
  const std::uint64_t revision = last.revision + 1;
  return {shared(contest::with_member(std::move(results), "revision", revision)), shared(std::move(compared)), revision,
          last.rehearsal, last.show};
}

PublicNote read_note(const std::optional<std::string>& text) {
  const auto kept = text ? json::parse(*text) : Json::object();
  if (!kept || !kept->is_object()) return {};
  return {kept->value("revision", std::uint64_t{0}), kept->value("hash", ""), kept->value("token", std::uint64_t{0})};
}

PublicDocument restored(const PublicNote& note, const contest::Store& store, bool rehearsal, std::string show) {
  std::string results = results_of(store, show, rehearsal);
  std::string compared = results + running_rounds(store);
  const bool same = note.revision != 0 && note.hash == fingerprint(compared);
  const std::uint64_t revision = same ? note.revision : note.revision + 1;
  return {shared(contest::with_member(std::move(results), "revision", revision)), shared(std::move(compared)), revision,
          rehearsal, std::move(show)};
}

std::string note_of(const PublicDocument& document, std::uint64_t token) {
  return json::dump(Json{{"revision", document.revision}, {"hash", fingerprint(*document.compared)}, {"token", token}});
}

}  // namespace leitai::show
