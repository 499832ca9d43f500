// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/theme_reader.h"

#include "overlays/template/style_reader.h"

namespace leitai::overlays {
namespace {

constexpr std::size_t kMaxTokens = 1024;

/// Reads the object at `key` entry by entry.
template <typename Read>
void read_words(ObjectReader& reader, std::string_view key, const Read& read) {
  const json::Json* value = reader.take(key);
  if (value == nullptr) return;
  if (!value->is_object() || value->size() > kMaxTokens) {
    reader.report().add(reader.pointer_of(key), "\"" + std::string(key) + "\" must be an object of at most " +
                                                    std::to_string(kMaxTokens) + " words");
    return;
  }
  const Tokens none;
  ObjectReader words(*value, reader.pointer_of(key), none, reader.report());
  for (const auto& entry : value->items()) read(words, entry.key(), entry.value());
}

void read_tokens(ObjectReader& reader, Tokens& tokens) {
  read_words(reader, "colors", [&](ObjectReader& words, const std::string& word, const json::Json&) {
    if (const auto color = words.color(word)) tokens.colors[word] = *color;
  });
  read_words(reader, "fonts", [&](ObjectReader& words, const std::string& word, const json::Json&) {
    if (auto font = words.text(word)) tokens.fonts[word] = std::move(*font);
  });
  read_words(reader, "sizes", [&](ObjectReader& words, const std::string& word, const json::Json&) {
    if (const auto size = words.number(word, -8192, 8192)) tokens.sizes[word] = *size;
  });
  read_words(reader, "times", [&](ObjectReader& words, const std::string& word, const json::Json&) {
    if (const auto time = words.integer(word, 0, kMaxAnimationMs)) tokens.times[word] = *time;
  });
  read_words(reader, "words", [&](ObjectReader& words, const std::string& word, const json::Json&) {
    if (auto text = words.text(word)) tokens.words[word] = std::move(*text);
  });
}

}  // namespace

void read_theme_keys(ObjectReader& reader, std::string& name, Tokens& tokens) {
  reader.text("note");
  reader.text("$schema");  // for editors
  reader.text("extends");
  reader.require("name");
  ObjectReader::set(name, reader.text("name"));
  read_tokens(reader, tokens);
}

void read_text_styles(ObjectReader& reader, Tokens& tokens) {
  read_words(reader, "text_styles", [&](ObjectReader& words, const std::string& word, const json::Json& style) {
    words.take(word);
    ObjectReader style_reader(style, words.pointer_of(word), tokens, words.report());
    TextSpec spec;
    read_text_style(style_reader, spec);
    tokens.text_styles[word] = std::move(spec);
  });
}

}  // namespace leitai::overlays
