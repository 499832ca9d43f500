// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/audience_news.h"

#include <array>
#include <charconv>
#include <utility>

#include "server/show/public_change.h"

namespace leitai::http {
namespace {

using json::Json;

/// What a viewer may have missed and is still told as changes.
constexpr std::size_t kMostChanges = 64;
constexpr std::size_t kMostBytes = 1024 * 1024;

std::string event(std::uint64_t revision, std::string_view data) {
  std::string text = "id: " + std::to_string(revision) + "\ndata: ";
  text.append(data).append("\n\n");
  return text;
}

}  // namespace

Piece::Piece(std::string_view text) : size_(text.size()) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), text.size(), 16).ptr;
  framed_.reserve(text.size() + 32);
  framed_.append(digits.data(), end).append("\r\n");
  begin_ = framed_.size();
  framed_.append(text).append("\r\n");
}

std::string_view Piece::bytes(bool chunked) const {
  return chunked ? std::string_view(framed_) : std::string_view(framed_).substr(begin_, size_);
}

bool AudienceNews::follow(const show::Snapshot& snapshot) {
  if (text_ && snapshot.public_revision <= revision_) {
    return false;
  }
  Json document = json::parse(*snapshot.public_results).value_or(Json::object());
  if (text_) {
    Json told = {{"show", show_}, {"revision", snapshot.public_revision}, {"previous", revision_}};
    Json patch = show::public_change(document_, document);
    std::string text = json::dump(patch);
    // A change that is larger than what it makes is no use to anybody.
    if (text.size() < snapshot.public_results->size()) {
      told["patch"] = std::move(patch);
      text = event(snapshot.public_revision, json::dump(told));
    } else {
      text = event(snapshot.public_revision, *snapshot.public_results);
    }
    remember({revision_, std::make_shared<const Piece>(text), text.size()});
  }
  revision_ = snapshot.public_revision;
  show_ = document.value("show", "");
  text_ = snapshot.public_results;
  document_ = std::move(document);
  whole_.reset();
  return true;
}

void AudienceNews::remember(Change change) {
  bytes_ += change.size;
  changes_.push_back(std::move(change));
  while (changes_.size() > kMostChanges || (bytes_ > kMostBytes && changes_.size() > 1)) {
    bytes_ -= changes_.front().size;
    changes_.pop_front();
  }
}

std::vector<PiecePtr> AudienceNews::first(const NewsFrom& from) {
  if (from.whole || from.since == 0 || from.since > revision_) {
    return {newest(true)};
  }
  std::vector<PiecePtr> missed;
  std::size_t bytes = 0;
  for (auto change = changes_.rbegin(); change != changes_.rend() && change->previous >= from.since; ++change) {
    bytes += change->size;
    missed.insert(missed.begin(), change->piece);
    if (change->previous == from.since && bytes <= text_->size()) {
      return missed;
    }
  }
  return from.since == revision_ ? std::vector<PiecePtr>() : std::vector<PiecePtr>{newest(true)};
}

PiecePtr AudienceNews::newest(bool whole) {
  if (!whole && !changes_.empty()) {
    return changes_.back().piece;
  }
  if (!whole_) {
    whole_ = std::make_shared<const Piece>(event(revision_, *text_));
  }
  return whole_;
}

PiecePtr AudienceNews::heartbeat(bool whole, std::int64_t now_ms) const {
  Json told = {{"now", contest::format_time(now_ms)}};
  if (!whole) {
    told["show"] = show_;
    told["revision"] = revision_;
  }
  return std::make_shared<const Piece>("event: heartbeat\ndata: " + json::dump(told) + "\n\n");
}

}  // namespace leitai::http
