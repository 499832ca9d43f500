// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/audience_news.h"

#include <array>
#include <charconv>
#include <utility>

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
  if (newest_.text && snapshot.public_revision <= newest_.revision) {
    return false;
  }
  show::Edition next{snapshot.public_revision, snapshot.public_results,
                     json::parse(*snapshot.public_results).value_or(Json::object())};
  if (newest_.text) {
    const std::string text = event(next.revision, show::public_news(newest_, next));
    remember({newest_.revision, std::make_shared<const Piece>(text), text.size()});
  }
  newest_ = std::move(next);
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
  if (from.whole || from.since == 0 || from.since > newest_.revision) {
    return {newest(true)};
  }
  std::vector<PiecePtr> missed;
  std::size_t bytes = 0;
  for (auto change = changes_.rbegin(); change != changes_.rend() && change->previous >= from.since; ++change) {
    bytes += change->size;
    missed.insert(missed.begin(), change->piece);
    if (change->previous == from.since && bytes <= newest_.text->size()) {
      return missed;
    }
  }
  return from.since == newest_.revision ? std::vector<PiecePtr>() : std::vector<PiecePtr>{newest(true)};
}

PiecePtr AudienceNews::newest(bool whole) {
  if (!whole && !changes_.empty()) {
    return changes_.back().piece;
  }
  if (!whole_) {
    whole_ = std::make_shared<const Piece>(event(newest_.revision, *newest_.text));
  }
  return whole_;
}

PiecePtr AudienceNews::heartbeat(bool whole, std::int64_t now_ms) const {
  const std::string told =
      whole ? json::dump(Json{{"now", contest::format_time(now_ms)}}) : show::public_heartbeat(newest_, now_ms);
  return std::make_shared<const Piece>("event: heartbeat\ndata: " + told + "\n\n");
}

}  // namespace leitai::http
