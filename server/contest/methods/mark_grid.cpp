// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/methods/mark_grid.h"

#include <limits>

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

Seats::Seats(const Rules& rules) {
  for (const Panel& panel : rules.panels)
    for (const std::string& judge : panel.judges) named_.push_back(judge);
  std::sort(named_.begin(), named_.end());
  named_.erase(std::unique(named_.begin(), named_.end()), named_.end());
  for (const Panel& panel : rules.panels) {
    auto& seats = panels_.emplace_back();
    for (const std::string& judge : panel.judges) {
      const auto found = std::lower_bound(named_.begin(), named_.end(), std::string_view(judge));
      seats.push_back(static_cast<std::uint32_t>(found - named_.begin()));
    }
    audience_.push_back(panel.audience);
  }
}

void Seats::seat(const Scores& scores) {
  scores_.assign(named_.size(), nullptr);
  audience_seats_.clear();
  const bool any_audience = std::find(audience_.begin(), audience_.end(), true) != audience_.end();
  std::size_t n = 0;
  for (const FiledScore& filed : scores.list) {
    const std::string_view judge = filed.score->judge;
    while (n < named_.size() && named_[n] < judge) ++n;
    if (n < named_.size() && named_[n] == judge) {
      scores_[n] = filed.score.get();
    } else if (any_audience) {
      audience_seats_.push_back(static_cast<std::uint32_t>(scores_.size()));
      scores_.push_back(filed.score.get());
    }
  }
}

std::span<const std::uint32_t> Seats::of(std::size_t panel) const {
  return audience_[panel] ? audience_seats_ : panels_[panel];
}

}  // namespace leitai::contest
