// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/binding.h"

#include <algorithm>
#include <cctype>

namespace leitai::overlays {
namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = skip_spaces(text, 0);
  std::size_t end = text.size();
  while (end > begin && text[end - 1] == ' ') --end;
  return text.substr(begin, end - begin);
}

/// Far more than is ever drawn of a text (text_engine.h): one value may be named many times.
constexpr std::size_t kMaxRendered = 1 << 16;

/// Where `sought` stands outside quotes.
std::size_t find_unquoted(std::string_view text, char sought, std::size_t from) {
  char quote = 0;
  for (std::size_t i = from; i < text.size(); ++i) {
    if (quote != 0) {
      if (text[i] == quote) quote = 0;
    } else if (text[i] == '"' || text[i] == '\'') {
      quote = text[i];
    } else if (text[i] == sought) {
      return i;
    }
  }
  return std::string_view::npos;
}

std::string unquoted(std::string_view text) {
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front()) {
    return std::string(text.substr(1, text.size() - 2));
  }
  return std::string(text);
}

/// Adds one to the last digit of a run of digits, carrying.
void increment(std::string& digits) {
  for (std::size_t i = digits.size(); i > 0; --i) {
    if (digits[i - 1] != '9') {
      ++digits[i - 1];
      return;
    }
    digits[i - 1] = '0';
  }
  digits.insert(digits.begin(), '1');
}

bool is_whole(std::string_view text) {
  constexpr std::size_t kMaxDigits = 15;
  return !text.empty() && text.size() <= kMaxDigits && std::all_of(text.begin(), text.end(), is_digit);
}

/// With a `+`, or a true minus instead of the hyphen; zero without either.
std::string with_sign(std::string value) {
  if (!is_plain_decimal(value) || value.find_first_not_of("-0.") == std::string::npos) return value;
  return value.front() == '-' ? "−" + value.substr(1) : "+" + value;
}

/// 1st, 2nd, 3rd, 4th, 11th; what is no whole number comes back as it is.
std::string ordinal(std::string value) {
  if (!is_whole(value)) return value;
  const bool teen = value.size() > 1 && value[value.size() - 2] == '1';
  switch (teen ? '0' : value.back()) {
    case '1':
      return value + "st";
    case '2':
      return value + "nd";
    case '3':
      return value + "rd";
    default:
      return value + "th";
  }
}

/// Milliseconds as `4:05` or `1:02:03`; what is no whole number comes back as it is.
std::string duration(std::string value) {
  if (!is_whole(value)) return value;
  const long long seconds = std::stoll(value) / 1000;
  const auto two = [](long long part) { return (part < 10 ? ":0" : ":") + std::to_string(part); };
  const long long hours = seconds / 3600, minutes = seconds / 60 % 60;
  return (hours > 0 ? std::to_string(hours) + two(minutes) : std::to_string(minutes)) + two(seconds % 60);
}

}  // namespace

const json::Json* Scope::find(std::span<const std::string> path) const {
  if (path.empty()) return nullptr;
  const json::Json* value = nullptr;
  if (path.size() == 1) {
    for (const auto& [word, meaning] : words_) {
      if (word == path.front()) return &meaning;
    }
  }
  if (data_->is_object()) {
    if (const auto it = data_->find(path.front()); it != data_->end()) value = &*it;
  }
  if (value == nullptr) return outer_ != nullptr ? outer_->find(path) : nullptr;
  for (const std::string& key : path.subspan(1)) {
    if (!value->is_object()) return nullptr;
    const auto it = value->find(key);
    if (it == value->end()) return nullptr;
    value = &*it;
  }
  return value;
}

std::optional<Path> parse_path(std::string_view text) {
  Path path;
  std::size_t begin = 0;
  while (true) {
    std::size_t end = begin;
    while (end < text.size() && is_word(text[end])) ++end;
    if (end == begin) return std::nullopt;
    path.emplace_back(text.substr(begin, end - begin));
    if (end == text.size()) return path;
    if (text[end] != '.') return std::nullopt;
    begin = end + 1;
  }
}

std::string to_string(const Path& path) {
  std::string text;
  for (const std::string& key : path) {
    if (!text.empty()) text += '.';
    text += key;
  }
  return text;
}

std::string shown(const json::Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number() || value.is_boolean()) return json::dump(value);
  return {};
}

bool is_plain_decimal(std::string_view text) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (whole.empty() || !std::all_of(whole.begin(), whole.end(), is_digit)) return false;
  if (point == std::string_view::npos) return true;
  const std::string_view fraction = text.substr(point + 1);
  return !fraction.empty() && std::all_of(fraction.begin(), fraction.end(), is_digit);
}

std::string with_decimals(std::string_view decimal, int places) {
  if (!is_plain_decimal(decimal)) return std::string(decimal);
  const bool negative = decimal.front() == '-';
  if (negative) decimal.remove_prefix(1);
  const std::size_t point = decimal.find('.');
  const std::string_view whole = decimal.substr(0, point);
  std::string fraction(point == std::string_view::npos ? std::string_view{} : decimal.substr(point + 1));
  const auto wanted = static_cast<std::size_t>(places);
  const bool round_up = fraction.size() > wanted && fraction[wanted] >= '5';
  fraction.resize(wanted, '0');
  std::string digits = std::string(whole) + fraction;
  if (round_up) increment(digits);
  const bool zero = digits.find_first_not_of('0') == std::string::npos;
  if (wanted > 0) digits.insert(digits.size() - wanted, 1, '.');
  return negative && !zero ? "-" + digits : digits;
}

// --- texts ---

tl::expected<TextBinding, BindingError> TextBinding::parse(std::string_view text) {
  TextBinding binding;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find("${", at);
    if (open != at) binding.parts_.push_back({std::string(text.substr(at, open - at)), {}, at, {}});
    if (open == std::string_view::npos) break;
    const std::size_t close = find_unquoted(text, '}', open + 2);
    if (close == std::string_view::npos) return tl::unexpected(BindingError{open, "\"${\" is not closed by \"}\""});
    auto part = parse_expression(text.substr(open + 2, close - open - 2), open + 2);
    if (!part) return tl::unexpected(part.error());
    binding.parts_.push_back(std::move(*part));
    at = close + 1;
  }
  return binding;
}

tl::expected<TextBinding::Part, BindingError> TextBinding::parse_expression(std::string_view expression,
                                                                            std::size_t offset) {
  Part part;
  std::size_t end = find_unquoted(expression, '|', 0);
  part.offset = offset + skip_spaces(expression, 0);
  const auto path = parse_path(trimmed(expression.substr(0, end)));
  if (!path) return tl::unexpected(BindingError{part.offset, "expected the name of a field after \"${\""});
  part.path = *path;
  while (end != std::string_view::npos) {
    const std::size_t begin = end + 1;
    end = find_unquoted(expression, '|', begin);
    auto filter =
        parse_filter(expression.substr(begin, end == std::string_view::npos ? end : end - begin), offset + begin);
    if (!filter) return tl::unexpected(filter.error());
    part.filters.push_back(std::move(*filter));
  }
  return part;
}

tl::expected<TextBinding::Filter, BindingError> TextBinding::parse_filter(std::string_view filter, std::size_t offset) {
  offset += skip_spaces(filter, 0);
  const std::size_t colon = find_unquoted(filter, ':', 0);
  const std::string_view name = trimmed(filter.substr(0, colon));
  const std::string argument =
      colon == std::string_view::npos ? std::string() : unquoted(trimmed(filter.substr(colon + 1)));
  if (name == "default") {
    if (colon == std::string_view::npos) return tl::unexpected(BindingError{offset, "default needs a text"});
    return Filter{FilterKind::fallback, argument, 0};
  }
  if (name == "decimals") {
    if (argument.size() != 1 || !is_digit(argument.front())) {
      return tl::unexpected(BindingError{offset, "decimals needs a number of places, 0 to 9"});
    }
    return Filter{FilterKind::decimals, {}, argument.front() - '0'};
  }
  static constexpr std::pair<std::string_view, FilterKind> kPlain[] = {{"abs", FilterKind::absolute},
                                                                       {"count", FilterKind::count},
                                                                       {"duration", FilterKind::duration},
                                                                       {"ordinal", FilterKind::ordinal},
                                                                       {"signed", FilterKind::is_signed}};
  for (const auto& [word, kind] : kPlain) {
    if (name != word) continue;
    if (colon == std::string_view::npos) return Filter{kind, {}, 0};
    return tl::unexpected(BindingError{offset, std::string(name) + " takes nothing after it"});
  }
  return tl::unexpected(
      BindingError{offset, "unknown filter \"" + std::string(name) +
                               "\": expected abs, count, decimals, default, duration, ordinal or signed"});
}

std::string TextBinding::apply(const Filter& filter, std::string value) {
  switch (filter.kind) {
    case FilterKind::fallback:
      return value.empty() ? filter.text : value;
    case FilterKind::decimals:
      return with_decimals(value, filter.places);
    case FilterKind::absolute:
      if (is_plain_decimal(value) && value.front() == '-') value.erase(0, 1);
      return value;
    case FilterKind::is_signed:
      return with_sign(std::move(value));
    case FilterKind::ordinal:
      return ordinal(value);
    case FilterKind::duration:
      return duration(value);
    case FilterKind::count:
      return value;
  }
  return value;
}

std::string TextBinding::render(const Scope& scope) const {
  std::string text;
  for (const Part& part : parts_) {
    if (text.size() > kMaxRendered) break;
    if (part.path.empty()) {
      text += part.literal;
      continue;
    }
    text += filtered(part, scope.find(part.path));
  }
  return text;
}

std::string TextBinding::filtered(const Part& part, const json::Json* found) {
  std::string value = found != nullptr ? shown(*found) : std::string();
  for (const Filter& filter : part.filters) {
    if (filter.kind == FilterKind::count) {
      value = found != nullptr && found->is_array() ? std::to_string(found->size()) : "0";
    } else {
      value = apply(filter, std::move(value));
    }
  }
  return value;
}

TextBinding TextBinding::literal(std::string text) {
  TextBinding binding;
  binding.parts_.push_back({std::move(text), {}, 0, {}});
  return binding;
}

std::optional<std::string> TextBinding::fixed_text() const {
  std::string text;
  for (const Part& part : parts_) {
    if (!part.path.empty()) return std::nullopt;
    text += part.literal;
  }
  return text;
}

std::vector<std::pair<Path, std::size_t>> TextBinding::paths() const {
  std::vector<std::pair<Path, std::size_t>> paths;
  for (const Part& part : parts_) {
    if (!part.path.empty()) paths.emplace_back(part.path, part.offset);
  }
  return paths;
}

}  // namespace leitai::overlays
