// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "overlays/template/node.h"
#include "overlays/template/theme.h"

/// Reading a theme's JSON with a sentence and a place for everything that is wrong in it.
namespace leitai::overlays {

/// By file, then by line and column.
std::vector<ThemeProblem> in_reading_order(std::vector<ThemeProblem> problems);

/// The findings of one file.
class Report {
 public:
  /// Told of each object that was read, by its pointer, and of all keys that were asked for in it.
  using KeyWatch = std::function<void(const std::string& pointer, const std::vector<std::string_view>& keys)>;

  Report(std::string file, std::map<std::string, json::Position> positions, std::vector<ThemeProblem>& problems)
      : file_(std::move(file)), positions_(std::move(positions)), problems_(problems) {}

  void add(const std::string& pointer, std::string message) { add_at(pointer, 0, std::move(message)); }

  /// For a place inside a string: so many bytes after its opening quote.
  void add_in_text(const std::string& pointer, std::size_t offset, std::string message) {
    add_at(pointer, offset + 1, std::move(message));
  }

  /// For what compares the readers with the published schemas.
  void watch_keys(KeyWatch watch) { key_watch_ = std::move(watch); }
  void told_keys(const std::string& pointer, const std::vector<std::string_view>& keys) const {
    if (key_watch_) key_watch_(pointer, keys);
  }

 private:
  void add_at(const std::string& pointer, std::size_t columns, std::string message);

  std::string file_;
  std::map<std::string, json::Position> positions_;
  std::vector<ThemeProblem>& problems_;
  KeyWatch key_watch_;
};

/// The words a theme gives to its values.
struct Tokens {
  std::map<std::string, Rgba, std::less<>> colors;
  std::map<std::string, std::string, std::less<>> fonts;
  std::map<std::string, float, std::less<>> sizes;
  std::map<std::string, int, std::less<>> times;
  std::map<std::string, TextSpec, std::less<>> text_styles;
  std::map<std::string, std::string, std::less<>> words;
  std::vector<std::filesystem::path> folders;  ///< where pictures are looked for
};

/// A JSON object whose keys are asked for one by one; those never asked for are unknown. Every
/// getter answers nothing where the key is absent, and where its value is wrong, after reporting it.
class ObjectReader {
 public:
  ObjectReader(const json::Json& value, std::string pointer, const Tokens& tokens, Report& report);
  ~ObjectReader();
  ObjectReader(const ObjectReader&) = delete;
  ObjectReader& operator=(const ObjectReader&) = delete;

  bool is_object() const { return value_.is_object(); }
  const std::string& pointer() const { return pointer_; }
  std::string pointer_of(std::string_view key) const { return pointer_ + "/" + json::escape_token(key); }
  const Tokens& tokens() const { return tokens_; }
  Report& report() const { return report_; }

  /// The raw value; null where there is none.
  const json::Json* take(std::string_view key);
  /// As take(), and absence is a finding.
  const json::Json* require(std::string_view key);

  std::optional<std::string> text(std::string_view key);
  std::optional<bool> boolean(std::string_view key);
  std::optional<float> number(std::string_view key, double least, double most);
  std::optional<int> integer(std::string_view key, int least, int most);
  std::optional<Rgba> color(std::string_view key);
  std::optional<float> size(std::string_view key, double least, double most);  ///< a number or a word of `sizes`
  std::optional<int> time_ms(std::string_view key);                            ///< a number or a word of `times`
  std::optional<std::string> font(std::string_view key);                       ///< a word of `fonts`
  std::optional<Easing> easing(std::string_view key);
  std::optional<Path> path(std::string_view key);

  /// One of a few words.
  template <typename Value>
  std::optional<Value> choice(std::string_view key, std::initializer_list<std::pair<std::string_view, Value>> words) {
    const auto word = text(key);
    if (!word) return std::nullopt;
    std::string known;
    for (const auto& [name, value] : words) {
      if (name == *word) return value;
      known += (known.empty() ? "" : ", ") + std::string(name);
    }
    report_.add(pointer_of(key), "unknown " + std::string(key) + " \"" + *word + "\": expected one of " + known);
    return std::nullopt;
  }

  /// `into` keeps its value where the getter answers nothing.
  template <typename Value>
  static void set(Value& into, std::optional<Value> value) {
    if (value) into = std::move(*value);
  }

 private:
  void wrong_type(std::string_view key, std::string_view expected);

  const json::Json& value_;
  std::string pointer_;
  const Tokens& tokens_;
  Report& report_;
  std::vector<std::string_view> asked_;
};

/// `#rrggbb`, `#rrggbbaa`, a word of `colors`, or such a word and an opacity: `night 80%`.
std::optional<Rgba> parse_color(std::string_view text, const Tokens& tokens);

/// The word of `known` that `word` may have been meant as: at most two letters apart.
std::string nearest(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace leitai::overlays
