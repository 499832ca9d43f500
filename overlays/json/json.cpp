// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/json/json.h"

#include <iterator>
#include <utility>
#include <vector>

#include "overlays/json/number_text.h"

namespace leitai::json {
namespace {

/// Walks the text and tells how far the lexer has read: the only way to learn where a token stands.
class CountingIterator {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, const char** reached) : at_(at), reached_(reached) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    *reached_ = at_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator old = *this;
    ++*this;
    return old;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) { return a.at_ == b.at_; }

 private:
  const char* at_;
  const char** reached_;
};

Position position_of(std::string_view text, std::size_t offset) {
  Position position;
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++position.line;
      position.column = 1;
    } else {
      ++position.column;
    }
  }
  return position;
}

/// Builds the value and keeps the rules that the library does not have.
class Builder : public nlohmann::json_sax<Json> {
 public:
  Builder(std::string_view text, const Limits& limits, bool locate) : text_(text), limits_(limits), locate_(locate) {
    reached_ = text.data();
    token_end_ = text.data();
    scan_ = text.data();
  }

  const char** reached() { return &reached_; }
  Json take_value() { return std::move(root_); }
  std::map<std::string, Position> take_positions() { return std::move(positions_); }
  ParseError take_error() { return std::move(error_); }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return false; }

  bool number_float(number_float_t value, const string_t& spelling) override {
    if (spelling.find_first_of(".eE") == string_t::npos) {
      return refuse(Fault::number_range, "an integer past 64 bits");
    }
    if (!spells_same_decimal(spelling, Json(value).dump())) {
      return add(spelling);
    }
    return add(value);
  }

  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    mark_token();
    open_.back().key = name;
    if (open_.back().value->contains(name)) {
      return refuse(Fault::duplicate_key, "the key \"" + name + "\" stands twice in one object");
    }
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception& cause) override {
    constexpr int kNumberOutOfRange = 406;
    const bool range = cause.id == kNumberOutOfRange;
    error_.fault = range ? Fault::number_range : Fault::syntax;
    error_.detail = range ? "a number past the range of a double" : sentence(cause.what());
    error_.pointer = pointer();
    error_.position = position_of(text_, position == 0 ? 0 : position - 1);
    return false;
  }

 private:
  struct Open {
    Json* value;
    std::string key;
    std::size_t index = 0;
  };

  /// "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while …" → "syntax error while …"
  static std::string sentence(std::string_view what) {
    const std::size_t end_of_place = what.find(": ");
    return std::string(end_of_place == std::string_view::npos ? what : what.substr(end_of_place + 2));
  }

  std::string pointer() const {
    std::string text;
    for (const Open& level : open_) {
      text += '/';
      text += level.value->is_array() ? std::to_string(level.index) : escape_token(level.key);
    }
    return text;
  }

  /// The token that was just read starts behind the one before it; a number's reading goes one
  /// character past its end, which can only be white space or punctuation.
  void mark_token() {
    const char* start = token_end_;
    const char* end = text_.data() + text_.size();
    while (start < end && std::string_view(" \t\r\n,:").find(*start) != std::string_view::npos) {
      ++start;
    }
    token_start_ = start;
    token_end_ = reached_;
  }

  void locate_token() {
    if (!locate_) {
      return;
    }
    // Tokens come in order, so the lines are counted once over the whole text.
    for (; scan_ < token_start_; ++scan_) {
      if (*scan_ == '\n') {
        ++scan_position_.line;
        scan_position_.column = 1;
      } else {
        ++scan_position_.column;
      }
    }
    positions_.emplace(pointer(), scan_position_);
  }

  bool refuse(Fault fault, std::string detail) {
    error_ = {fault, pointer(), std::move(detail),
              position_of(text_, static_cast<std::size_t>(token_start_ - text_.data()))};
    return false;
  }

  template <typename Value>
  bool add(Value&& value) {
    mark_token();
    locate_token();
    place(Json(std::forward<Value>(value)));
    step();
    return true;
  }

  Json* place(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Open& level = open_.back();
    if (level.value->is_array()) {
      level.value->push_back(std::move(value));
      return &level.value->back();
    }
    Json& member = (*level.value)[level.key];
    member = std::move(value);
    return &member;
  }

  void step() {
    if (!open_.empty() && open_.back().value->is_array()) {
      ++open_.back().index;
    }
  }

  bool open(Json empty) {
    mark_token();
    locate_token();
    if (open_.size() >= limits_.max_depth) {
      return refuse(Fault::nesting, "nested deeper than " + std::to_string(limits_.max_depth) + " levels");
    }
    open_.push_back({place(std::move(empty)), {}, 0});
    return true;
  }

  bool close() {
    mark_token();
    open_.pop_back();
    step();
    return true;
  }

  std::string_view text_;
  Limits limits_;
  bool locate_;
  const char* reached_;
  const char* token_start_ = nullptr;
  const char* token_end_;
  const char* scan_;
  Position scan_position_;
  Json root_;
  std::vector<Open> open_;
  std::map<std::string, Position> positions_;
  ParseError error_;
};

tl::expected<Located, ParseError> read(std::string_view text, const Limits& limits, bool locate) {
  // The library takes a NUL for the end of the input and would ignore what stands behind it.
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return tl::unexpected(ParseError{Fault::syntax, "", "a NUL byte", position_of(text, nul)});
  }
  Builder builder(text, limits, locate);
  const bool whole = Json::sax_parse(CountingIterator(text.data(), builder.reached()),
                                     CountingIterator(text.data() + text.size(), builder.reached()), &builder);
  if (!whole) {
    return tl::unexpected(builder.take_error());
  }
  return Located{builder.take_value(), builder.take_positions()};
}

}  // namespace

tl::expected<Json, ParseError> parse(std::string_view text, const Limits& limits) {
  return read(text, limits, false).map([](Located&& located) { return std::move(located.value); });
}

tl::expected<Located, ParseError> parse_located(std::string_view text, const Limits& limits) {
  return read(text, limits, true);
}

std::string dump(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string escape_token(std::string_view token) {
  std::string escaped;
  escaped.reserve(token.size());
  for (const char c : token) {
    if (c == '~') {
      escaped += "~0";
    } else if (c == '/') {
      escaped += "~1";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace leitai::json
