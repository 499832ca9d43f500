// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/methods/mark_grid.h"

#include <algorithm>
#include <unordered_map>

namespace leitai::contest {

namespace {

constexpr std::int64_t kPowers[] = {1,       10,        100,        1'000,       10'000,
                                    100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};
constexpr int kMostPlaces = static_cast<int>(std::size(kPowers)) - 1;

std::int64_t power_of_ten(int places) {
  return kPowers[places];
}

}  // namespace

std::int64_t most_marks(const RoundScores& scores, const Sheet& sheet) {
  std::size_t most = sheet.rules.criteria.size();
  for (const Panel& panel : sheet.rules.panels) most += panel.judges.size();
  if (sheet.rules.has_audience())
    for (const auto& [contestant, filed] : scores.by_contestant()) most += filed->list.size();
  return static_cast<std::int64_t>(most) * static_cast<std::int64_t>(sheet.rules.criteria.size());
}

std::optional<Scale> scale_of(const RoundScores& scores, const Sheet& sheet, std::int64_t terms) {
  int places = 0;
  std::int64_t whole = 0;
  for (const Row& row : sheet.rows) {
    const Scores& own = scores.of(row.contestant);
    places = std::max(places, own.places);
    whole = std::max(whole, own.whole);
  }
  if (places > kMostPlaces) return std::nullopt;
  const Scale scale{places, power_of_ten(places), 0};
  const std::int64_t room = kMostScaled / std::max<std::int64_t>(terms, 1) / scale.unit;
  if (whole >= room) return std::nullopt;
  return Scale{places, scale.unit, (whole + 1) * scale.unit};
}

std::int64_t ScaledNumbers::mark(const ParsedMark& mark) const {
  return mark.digits * power_of_ten(scale.places - mark.places);
}

Seats::Seats(const RoundScores& scores, const Rules& rules) {
  const NameTable& judges = scores.judges();
  seat_of_.assign(judges.size(), kNoSeat);
  std::unordered_map<std::string_view, std::uint32_t> seats;
  for (const Panel& panel : rules.panels) {
    auto& own = panels_.emplace_back();
    for (const std::string& judge : panel.judges) {
      const auto [seat, fresh] = seats.try_emplace(judge, static_cast<std::uint32_t>(seats.size()));
      own.push_back(seat->second);
      if (const std::uint32_t number = judges.find(judge); fresh && number != NameTable::kNone)
        seat_of_[number] = seat->second;
    }
    audience_.push_back(panel.audience);
    any_audience_ = any_audience_ || panel.audience;
  }
  named_ = seats.size();
}

void Seats::seat(const Scores& scores) {
  scores_.assign(named_, nullptr);
  audience_seats_.clear();
  for (const Score& score : scores.list) {
    const std::uint32_t seat = seat_of_[score.judge];
    if (seat != kNoSeat) {
      scores_[seat] = &score;
    } else if (any_audience_) {
      audience_seats_.push_back(static_cast<std::uint32_t>(scores_.size()));
      scores_.push_back(&score);
    }
  }
}

std::span<const std::uint32_t> Seats::of(std::size_t panel) const {
  return audience_[panel] ? audience_seats_ : panels_[panel];
}

}  // namespace leitai::contest
