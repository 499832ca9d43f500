// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <tuple>

namespace leitai::overlays {

std::vector<ThemeProblem> in_reading_order(std::vector<ThemeProblem> problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const ThemeProblem& a, const ThemeProblem& b) {
    return std::tie(a.file, a.position.line, a.position.column) < std::tie(b.file, b.position.line, b.position.column);
  });
  return problems;
}
namespace {

/// "1.5" and "8", not "8.000000".
std::string plain(double value) {
  return json::dump(json::Json(value == std::floor(value) ? std::floor(value) : value));
}

std::string range_text(double least, double most) {
  const auto whole = [](double value) {
    return value == std::floor(value) ? std::to_string(static_cast<long long>(value)) : plain(value);
  };
  return whole(least) + " to " + whole(most);
}

template <typename Value>
std::string unknown_token(std::string_view kind, const std::string& word,
                          const std::map<std::string, Value, std::less<>>& known) {
  std::vector<std::string_view> names;
  names.reserve(known.size());
  for (const auto& entry : known) names.push_back(entry.first);
  const std::string meant = nearest(word, names);
  return "unknown " + std::string(kind) + " \"" + word + "\"" +
         (meant.empty() ? "" : "; did you mean \"" + meant + "\"?");
}

std::optional<unsigned> hex_pair(std::string_view text, std::size_t at) {
  unsigned value = 0;  // of a signed one from_chars would take a minus, too
  const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + 2, value, 16);
  if (error != std::errc() || end != text.data() + at + 2) return std::nullopt;
  return value;
}

std::optional<Rgba> parse_hex(std::string_view text) {
  if (text.size() != 7 && text.size() != 9) return std::nullopt;
  float parts[4] = {0, 0, 0, 1};
  for (std::size_t i = 0; 2 * i + 2 < text.size(); ++i) {
    const auto value = hex_pair(text, 2 * i + 1);
    if (!value) return std::nullopt;
    parts[i] = static_cast<float>(*value) / 255.0F;
  }
  return Rgba{parts[0], parts[1], parts[2], parts[3]};
}

/// Letters missed, added, mistaken or swapped with their neighbour (optimal string alignment).
std::size_t typing_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      cost[i][j] =
          std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string_view>& known) {
  constexpr std::size_t kLongest = 64, kTooFar = 3;
  std::string best;
  std::size_t best_distance = kTooFar;
  for (const std::string_view candidate : known) {
    if (candidate.size() > kLongest || word.size() > kLongest) continue;
    const std::size_t distance = typing_distance(word, candidate);
    if (distance >= best_distance || distance >= word.size()) continue;
    best_distance = distance;
    best = candidate;
  }
  return best;
}

std::optional<Rgba> parse_color(std::string_view text, const Tokens& tokens) {
  if (!text.empty() && text.front() == '#') return parse_hex(text);
  const std::size_t space = text.find(' ');
  const auto it = tokens.colors.find(text.substr(0, space));
  if (it == tokens.colors.end()) return std::nullopt;
  Rgba color = it->second;
  if (space == std::string_view::npos) return color;
  const std::string_view percent = text.substr(space + 1);
  unsigned value = 0;
  const auto [end, error] = std::from_chars(percent.data(), percent.data() + percent.size(), value);
  if (error != std::errc() || value > 100 || end + 1 != percent.data() + percent.size() || *end != '%') {
    return std::nullopt;
  }
  color.a *= static_cast<float>(value) / 100.0F;
  return color;
}

void Report::add_at(const std::string& pointer, std::size_t columns, std::string message) {
  std::string known = pointer;
  auto it = positions_.find(known);
  while (it == positions_.end() && !known.empty()) {
    known.resize(known.rfind('/'));
    it = positions_.find(known);
  }
  json::Position position = it == positions_.end() ? json::Position{} : it->second;
  if (known == pointer) position.column += columns;
  problems_.push_back({file_, position, pointer, std::move(message)});
}

ObjectReader::ObjectReader(const json::Json& value, std::string pointer, const Tokens& tokens, Report& report)
    : value_(value), pointer_(std::move(pointer)), tokens_(tokens), report_(report) {
  if (!value_.is_object()) report_.add(pointer_, "expected an object");
}

ObjectReader::~ObjectReader() {
  if (!value_.is_object()) return;
  report_.told_keys(pointer_, asked_);
  for (const auto& [key, value] : value_.items()) {
    if (std::find(asked_.begin(), asked_.end(), key) != asked_.end()) continue;
    const std::string meant = nearest(key, asked_);
    report_.add(pointer_of(key),
                "unknown key \"" + key + "\"" + (meant.empty() ? "" : "; did you mean \"" + meant + "\"?"));
  }
}

const json::Json* ObjectReader::take(std::string_view key) {
  asked_.push_back(key);
  if (!value_.is_object()) return nullptr;
  const auto it = value_.find(key);
  return it == value_.end() ? nullptr : &*it;
}

const json::Json* ObjectReader::require(std::string_view key) {
  const json::Json* value = take(key);
  if (value == nullptr && value_.is_object()) report_.add(pointer_, "\"" + std::string(key) + "\" is missing");
  return value;
}

void ObjectReader::wrong_type(std::string_view key, std::string_view expected) {
  report_.add(pointer_of(key), "\"" + std::string(key) + "\" must be " + std::string(expected));
}

std::optional<std::string> ObjectReader::text(std::string_view key) {
  const json::Json* value = take(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return value->get<std::string>();
  wrong_type(key, "a text");
  return std::nullopt;
}

std::optional<bool> ObjectReader::boolean(std::string_view key) {
  const json::Json* value = take(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_boolean()) return value->get<bool>();
  wrong_type(key, "true or false");
  return std::nullopt;
}

std::optional<float> ObjectReader::number(std::string_view key, double least, double most) {
  const json::Json* value = take(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_number()) {
    const auto number = value->get<double>();
    if (number >= least && number <= most) return static_cast<float>(number);
  }
  wrong_type(key, "a number, " + range_text(least, most));
  return std::nullopt;
}

std::optional<int> ObjectReader::integer(std::string_view key, int least, int most) {
  const json::Json* value = take(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_number_integer()) {
    const auto number = value->get<double>();
    if (number >= least && number <= most) return static_cast<int>(number);
  }
  wrong_type(key, "a whole number, " + range_text(least, most));
  return std::nullopt;
}

std::optional<Rgba> ObjectReader::color(std::string_view key) {
  const auto word = text(key);
  if (!word) return std::nullopt;
  if (const auto color = parse_color(*word, tokens_)) return color;
  if (!word->empty() && word->front() == '#') {
    report_.add(pointer_of(key), "\"" + *word + "\" is no colour: expected #rrggbb or #rrggbbaa");
  } else if (tokens_.colors.count(word->substr(0, word->find(' '))) != 0) {
    report_.add(pointer_of(key),
                "\"" + *word + "\" is no colour: expected a word and an opacity, such as \"night 80%\"");
  } else {
    report_.add(pointer_of(key), unknown_token("colour", *word, tokens_.colors));
  }
  return std::nullopt;
}

std::optional<float> ObjectReader::size(std::string_view key, double least, double most) {
  const json::Json* value = take(key);
  if (value == nullptr || !value->is_string()) return number(key, least, most);
  const auto& word = value->get_ref<const std::string&>();
  const auto it = tokens_.sizes.find(word);
  if (it == tokens_.sizes.end()) {
    report_.add(pointer_of(key), unknown_token("size", word, tokens_.sizes));
    return std::nullopt;
  }
  if (it->second >= least && it->second <= most) return it->second;
  wrong_type(key, "a number, " + range_text(least, most));
  return std::nullopt;
}

std::optional<int> ObjectReader::time_ms(std::string_view key) {
  const json::Json* value = take(key);
  if (value == nullptr || !value->is_string()) return integer(key, 0, kMaxAnimationMs);
  const auto& word = value->get_ref<const std::string&>();
  const auto it = tokens_.times.find(word);
  if (it != tokens_.times.end()) return it->second;
  report_.add(pointer_of(key), unknown_token("time", word, tokens_.times));
  return std::nullopt;
}

std::optional<std::string> ObjectReader::font(std::string_view key) {
  const auto word = text(key);
  if (!word) return std::nullopt;
  const auto it = tokens_.fonts.find(*word);
  if (it != tokens_.fonts.end()) return it->second;
  report_.add(pointer_of(key), unknown_token("font", *word, tokens_.fonts));
  return std::nullopt;
}

std::optional<Easing> ObjectReader::easing(std::string_view key) {
  const auto word = text(key);
  if (!word) return std::nullopt;
  if (const auto easing = easing_from_name(*word)) return easing;
  report_.add(pointer_of(key), "unknown easing \"" + *word + "\": expected one of " + easing_names());
  return std::nullopt;
}

std::optional<Path> ObjectReader::path(std::string_view key) {
  const auto word = text(key);
  if (!word) return std::nullopt;
  if (auto path = parse_path(*word)) return path;
  wrong_type(key, "the name of a field");
  return std::nullopt;
}

}  // namespace leitai::overlays
