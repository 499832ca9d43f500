// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/theme.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <tuple>

#include "overlays/template/node_reader.h"
#include "overlays/template/sha256.h"
#include "overlays/template/style_reader.h"

namespace leitai::overlays {
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t kMaxJsonBytes = 1 << 20;
constexpr std::size_t kMaxThemeFiles = 4096;
constexpr std::size_t kMaxTokens = 1024;

using Problems = std::vector<ThemeProblem>;

/// Every file below the folder, relative and sorted, so that the hash does not depend on the disk.
std::vector<fs::path> files_of(const fs::path& folder, Problems& problems) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (it->is_regular_file(ignored)) files.push_back(it->path().lexically_relative(folder));
    if (files.size() > kMaxThemeFiles) {
      problems.push_back(
          {"theme.json", {}, "", "the theme has more than " + std::to_string(kMaxThemeFiles) + " files"});
      return {};
    }
  }
  if (error) problems.push_back({"theme.json", {}, "", "cannot read " + folder.string() + ": " + error.message()});
  std::sort(files.begin(), files.end());
  return files;
}

std::string hash_of(const fs::path& folder, const std::vector<fs::path>& files) {
  Sha256 hash;
  std::vector<char> block(1 << 16);
  for (const fs::path& file : files) {
    std::error_code ignored;
    hash.add(file.generic_string());
    hash.add(":" + std::to_string(fs::file_size(folder / file, ignored)) + "\n");
    std::ifstream in(folder / file, std::ios::binary);
    while (in) {
      in.read(block.data(), static_cast<std::streamsize>(block.size()));
      hash.add({block.data(), static_cast<std::size_t>(in.gcount())});
    }
  }
  return hash.finish();
}

std::optional<json::Located> read_json(const fs::path& folder, const std::string& file, Problems& problems) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(folder / file, error);
  if (error) {
    problems.push_back({file, {}, "", "cannot be read: " + error.message()});
    return std::nullopt;
  }
  if (size > kMaxJsonBytes) {
    problems.push_back({file, {}, "", "larger than 1 MiB"});
    return std::nullopt;
  }
  std::ifstream in(folder / file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  auto located = json::parse_located(text);
  if (located) return std::move(*located);
  problems.push_back({file, located.error().position, located.error().pointer, located.error().detail});
  return std::nullopt;
}

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

std::string read_theme_file(const json::Json& value, Tokens& tokens, Report& report) {
  ObjectReader reader(value, "", tokens, report);
  reader.text("note");
  reader.require("name");
  std::string name = reader.text("name").value_or("");
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
  read_words(reader, "text_styles", [&](ObjectReader& words, const std::string& word, const json::Json& style) {
    words.take(word);
    ObjectReader style_reader(style, words.pointer_of(word), tokens, report);
    TextSpec spec;
    read_text_style(style_reader, spec);
    tokens.text_styles[word] = std::move(spec);
  });
  return name;
}

Problems in_reading_order(Problems problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const ThemeProblem& a, const ThemeProblem& b) {
    return std::tie(a.file, a.position.line, a.position.column) < std::tie(b.file, b.position.line, b.position.column);
  });
  return problems;
}

bool is_template(const fs::path& file) {
  return file.extension() == ".json" && file.parent_path().generic_string() == "templates";
}

}  // namespace

std::string ThemeProblem::to_string() const {
  return file + ":" + std::to_string(position.line) + ":" + std::to_string(position.column) + ": error: " + message;
}

const Template* Theme::find(std::string_view template_id) const {
  const auto it = templates.find(template_id);
  return it == templates.end() ? nullptr : it->second.get();
}

tl::expected<std::shared_ptr<const Theme>, std::vector<ThemeProblem>> load_theme(const fs::path& folder) {
  Problems problems;
  auto theme = std::make_shared<Theme>();
  theme->folder = folder;
  const std::vector<fs::path> files = files_of(folder, problems);
  if (!problems.empty()) return tl::unexpected(std::move(problems));

  Tokens tokens;
  if (const auto located = read_json(folder, "theme.json", problems)) {
    Report report("theme.json", located->positions, problems);
    theme->name = read_theme_file(located->value, tokens, report);
  }
  for (const fs::path& file : files) {
    if (!is_template(file)) continue;
    const std::string name = file.generic_string();
    const auto located = read_json(folder, name, problems);
    if (!located) continue;
    Report report(name, located->positions, problems);
    const std::string id = file.stem().string();
    theme->templates[id] = read_template(located->value, id, tokens, report);
  }
  if (!problems.empty()) return tl::unexpected(in_reading_order(std::move(problems)));
  theme->content_hash = hash_of(folder, files);
  return theme;
}

}  // namespace leitai::overlays
