// SPDX-License-Identifier: GPL-2.0-or-later
#include <cctype>
#include <cstdlib>

#include "overlays/template/binding.h"

namespace leitai::overlays {
namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
}

bool is_present(const json::Json& value) {
  if (value.is_null()) return false;
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_string() || value.is_array() || value.is_object()) {
    return !(value.is_string() ? value.get_ref<const std::string&>().empty() : value.empty());
  }
  return true;
}

/// Numbers and decimals in texts. A double is enough to compare what a picture depends on.
std::optional<double> as_number(const json::Json& value) {
  if (value.is_number()) return value.get<double>();
  if (value.is_string() && is_plain_decimal(value.get_ref<const std::string&>())) {
    return std::strtod(value.get_ref<const std::string&>().c_str(), nullptr);
  }
  return std::nullopt;
}

bool equal(const json::Json& a, const json::Json& b) {
  const auto x = as_number(a), y = as_number(b);
  return x && y ? *x == *y : a == b;
}

}  // namespace

class Condition::Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  tl::expected<Condition, BindingError> parse() {
    Condition condition;
    condition.any_of_.emplace_back();
    while (true) {
      if (auto error = parse_comparison(condition.any_of_.back())) return tl::unexpected(*error);
      skip();
      if (at_ == text_.size()) return condition;
      if (take_word("or")) {
        condition.any_of_.emplace_back();
      } else if (!take_word("and")) {
        return tl::unexpected(BindingError{at_, "expected \"and\", \"or\" or a comparison"});
      }
    }
  }

 private:
  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  bool take(std::string_view token) {
    skip();
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }

  bool take_word(std::string_view word) {
    const std::size_t end = at_ + word.size();
    if (end < text_.size() && is_word(text_[end])) return false;
    return take(word);
  }

  std::optional<BindingError> parse_comparison(std::vector<Comparison>& into) {
    Comparison comparison;
    const bool negated = take("!");
    if (auto error = parse_operand(comparison.left)) return error;
    if (negated) {
      comparison.test = Test::absent;
    } else if (const auto test = take_test()) {
      comparison.test = *test;
      if (auto error = parse_operand(comparison.right)) return error;
    }
    into.push_back(std::move(comparison));
    return std::nullopt;
  }

  std::optional<Test> take_test() {
    if (take("==")) return Test::equal;
    if (take("!=")) return Test::not_equal;
    if (take("<=")) return Test::at_most;
    if (take(">=")) return Test::at_least;
    if (take("<")) return Test::less;
    if (take(">")) return Test::more;
    return std::nullopt;
  }

  std::optional<BindingError> parse_operand(Operand& operand) {
    skip();
    operand.offset = at_;
    if (at_ == text_.size()) return BindingError{at_, "expected a field or a value"};
    if (text_[at_] == '"' || text_[at_] == '\'') return parse_quoted(operand);
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (is_plain_decimal(word)) {
      operand.literal = std::string(word);
      return std::nullopt;
    }
    if (word == "true" || word == "false") {
      operand.literal = word == "true";
      return std::nullopt;
    }
    if (word == "null") return std::nullopt;
    const auto path = parse_path(word);
    if (!path || word == "and" || word == "or") return BindingError{begin, "expected a field or a value"};
    operand.path = *path;
    return parse_count(operand);
  }

  /// `rows | count`, the one filter that conditions know.
  std::optional<BindingError> parse_count(Operand& operand) {
    if (!take("|")) return std::nullopt;
    skip();
    if (!take_word("count")) return BindingError{at_, "expected \"count\" after \"|\""};
    operand.counted = true;
    return std::nullopt;
  }

  std::optional<BindingError> parse_quoted(Operand& operand) {
    const std::size_t close = text_.find(text_[at_], at_ + 1);
    if (close == std::string_view::npos) return BindingError{at_, "the quote is not closed"};
    operand.literal = std::string(text_.substr(at_ + 1, close - at_ - 1));
    at_ = close + 1;
    return std::nullopt;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

tl::expected<Condition, BindingError> Condition::parse(std::string_view text) {
  return Parser(text).parse();
}

const json::Json& Condition::value_of(const Operand& operand, const Scope& scope, json::Json& made) {
  static const json::Json nothing;
  if (operand.path.empty()) return operand.literal;
  const json::Json* found = scope.find(operand.path);
  if (!operand.counted) return found != nullptr ? *found : nothing;
  return made = found != nullptr && found->is_array() ? found->size() : std::size_t{0};
}

bool Condition::holds(const Comparison& comparison, const Scope& scope) {
  json::Json made_left, made_right;
  const json::Json& left = value_of(comparison.left, scope, made_left);
  const json::Json& right = value_of(comparison.right, scope, made_right);
  const auto x = as_number(left), y = as_number(right);
  switch (comparison.test) {
    case Test::present:
      return is_present(left);
    case Test::absent:
      return !is_present(left);
    case Test::equal:
      return equal(left, right);
    case Test::not_equal:
      return !equal(left, right);
    case Test::less:
      return x && y && *x < *y;
    case Test::at_most:
      return x && y && *x <= *y;
    case Test::more:
      return x && y && *x > *y;
    case Test::at_least:
      return x && y && *x >= *y;
  }
  return false;
}

bool Condition::holds(const Scope& scope) const {
  for (const auto& all_of : any_of_) {
    bool all = true;
    for (const Comparison& comparison : all_of) all = all && holds(comparison, scope);
    if (all) return true;
  }
  return false;
}

std::vector<std::pair<Path, std::size_t>> Condition::paths() const {
  std::vector<std::pair<Path, std::size_t>> paths;
  for (const auto& all_of : any_of_) {
    for (const Comparison& comparison : all_of) {
      for (const Operand* operand : {&comparison.left, &comparison.right}) {
        if (!operand->path.empty()) paths.emplace_back(operand->path, operand->offset);
      }
    }
  }
  return paths;
}

}  // namespace leitai::overlays
