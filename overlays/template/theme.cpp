// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/template/theme.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>

#include "overlays/template/node_reader.h"
#include "overlays/template/sha256.h"
#include "overlays/template/theme_reader.h"

namespace leitai::overlays {
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t kMaxJsonBytes = 1 << 20;
constexpr std::size_t kMaxThemeFiles = 4096;

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

void add_to_hash(Sha256& hash, const fs::path& folder, const fs::path& file) {
  std::vector<char> block(1 << 16);
  std::error_code ignored;
  hash.add(file.generic_string());
  hash.add(":" + std::to_string(fs::file_size(folder / file, ignored)) + "\n");
  std::ifstream in(folder / file, std::ios::binary);
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    hash.add({block.data(), static_cast<std::size_t>(in.gcount())});
  }
}

std::optional<json::Located> read_json(const fs::path& folder, const std::string& name, const std::string& prefix,
                                       Problems& problems) {
  const std::string file = prefix + name;
  std::error_code error;
  const std::uintmax_t size = fs::file_size(folder / name, error);
  if (error) {
    problems.push_back({file, {}, "", "cannot be read: " + error.message()});
    return std::nullopt;
  }
  if (size > kMaxJsonBytes) {
    problems.push_back({file, {}, "", "larger than 1 MiB"});
    return std::nullopt;
  }
  std::ifstream in(folder / name, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  auto located = json::parse_located(text);
  if (located) return std::move(*located);
  problems.push_back({file, located.error().position, located.error().pointer, located.error().detail});
  return std::nullopt;
}

bool is_template(const fs::path& file) {
  return file.extension() == ".json" && file.parent_path().generic_string() == "templates";
}

struct ThemeFolder {
  fs::path path;
  std::string prefix;  ///< of its files' names in findings: "" or "../arena/"
  std::vector<fs::path> files;
  std::optional<json::Located> theme;
};

std::string hash_of(const std::vector<ThemeFolder>& folders) {
  Sha256 hash;
  for (const ThemeFolder& folder : folders) {
    for (const fs::path& file : folder.files) add_to_hash(hash, folder.path, file);
  }
  return hash.finish();
}

ThemeFolder open_folder(const fs::path& path, const std::string& prefix, Problems& problems) {
  ThemeFolder folder{path, prefix, files_of(path, problems), std::nullopt};
  if (problems.empty()) folder.theme = read_json(path, "theme.json", prefix, problems);
  return folder;
}

/// The folder that the theme's `extends` names: one that lies beside it, and extends nothing itself.
std::optional<ThemeFolder> open_extended(const ThemeFolder& folder, Problems& problems) {
  const json::Json& theme = folder.theme->value;
  const auto extends = theme.is_object() ? theme.find("extends") : theme.end();
  if (!theme.is_object() || extends == theme.end()) return std::nullopt;
  Report report("theme.json", folder.theme->positions, problems);
  const std::string name = extends->is_string() ? extends->get<std::string>() : std::string();
  static const std::regex kName("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  std::error_code ignored;
  const fs::path beside = fs::absolute(folder.path, ignored).lexically_normal() / ".." / name;
  if (!std::regex_match(name, kName) || !fs::is_directory(beside, ignored)) {
    report.add("/extends", "no theme \"" + name + "\" lies beside this one");
    return std::nullopt;
  }
  ThemeFolder extended = open_folder(beside.lexically_normal(), "../" + name + "/", problems);
  if (extended.theme && extended.theme->value.is_object() && extended.theme->value.contains("extends")) {
    report.add("/extends", "\"" + name + "\" extends a theme itself");
  }
  return extended;
}

void read_templates(const ThemeFolder& folder, const Tokens& tokens, Theme& theme, Problems& problems) {
  for (const fs::path& file : folder.files) {
    const std::string id = file.stem().string();
    if (!is_template(file) || theme.templates.count(id) != 0) continue;
    const std::string name = file.generic_string();
    const auto located = read_json(folder.path, name, folder.prefix, problems);
    if (!located) continue;
    Report report(folder.prefix + name, located->positions, problems);
    auto graphic = read_template(located->value, id, tokens, report);
    graphic->path = folder.path / file;
    graphic->file = folder.prefix + name;
    theme.templates[id] = std::move(graphic);
  }
}

}  // namespace

std::string ThemeProblem::to_string() const {
  return file + ":" + std::to_string(position.line) + ":" + std::to_string(position.column) + ": error: " + message;
}

const Node& Template::tree_for(int width, int height) const {
  return portrait != nullptr && height > width ? *portrait : *root;
}

const Template* Theme::find(std::string_view template_id) const {
  const auto it = templates.find(template_id);
  return it == templates.end() ? nullptr : it->second.get();
}

std::string content_hash_now(const Theme& theme) {
  Problems problems;
  Sha256 hash;
  // What others extend comes first, as when it is loaded.
  for (auto folder = theme.folders.rbegin(); folder != theme.folders.rend(); ++folder) {
    for (const fs::path& file : files_of(*folder, problems)) add_to_hash(hash, *folder, file);
  }
  return problems.empty() ? hash.finish() : std::string();
}

tl::expected<std::shared_ptr<const Theme>, std::vector<ThemeProblem>> load_theme(const fs::path& path) {
  Problems problems;
  auto theme = std::make_shared<Theme>();
  theme->folder = path;
  std::vector<ThemeFolder> folders;  // what others extend first
  folders.push_back(open_folder(path, "", problems));
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  if (auto extended = open_extended(folders.front(), problems)) folders.insert(folders.begin(), std::move(*extended));
  if (!problems.empty()) return tl::unexpected(std::move(problems));

  Tokens tokens;
  for (auto it = folders.rbegin(); it != folders.rend(); ++it) tokens.folders.push_back(it->path);
  std::vector<std::unique_ptr<Report>> reports;
  std::vector<std::unique_ptr<ObjectReader>> readers;
  for (const ThemeFolder& folder : folders) {
    reports.push_back(std::make_unique<Report>(folder.prefix + "theme.json", folder.theme->positions, problems));
    readers.push_back(std::make_unique<ObjectReader>(folder.theme->value, "", tokens, *reports.back()));
    read_theme_keys(*readers.back(), theme->name, tokens);
  }
  for (const auto& reader : readers) read_text_styles(*reader, tokens);
  readers.clear();
  for (auto it = folders.rbegin(); it != folders.rend(); ++it) read_templates(*it, tokens, *theme, problems);
  if (!problems.empty()) return tl::unexpected(in_reading_order(std::move(problems)));
  theme->words = json::Json{{"words", tokens.words}};
  theme->folders = tokens.folders;
  theme->content_hash = hash_of(folders);
  return theme;
}

}  // namespace leitai::overlays
