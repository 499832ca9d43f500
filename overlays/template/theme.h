// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "overlays/json/json.h"

/// Themes and templates: JSON data, parsed and validated here, never code.
namespace leitai::overlays {

/// Something wrong in a theme's file, for people.
struct ThemeProblem {
  std::string file;  ///< as given, relative to the theme's folder
  json::Position position;
  std::string pointer;
  std::string message;

  /// FILE:LINE:COL: error: MESSAGE
  std::string to_string() const;
};

struct Node;  // template/node.h: the parsed tree, which only overlays/ looks into

struct Template {
  std::string id;
  std::filesystem::path path;  ///< where it was read from
  std::string file;            ///< the same as findings name it
  std::string name;
  int layer = 0;                   ///< default layer
  int steps = 1;                   ///< how many steps `next` walks before it is an out
  std::int64_t in_ms = 0;          ///< the whole in animation, delays and stagger included
  std::int64_t out_ms = 0;         ///< the whole out animation
  std::vector<std::string> binds;  ///< names of what can be bound to it: contestant, person, timer, round
  json::Json fields;               ///< JSON Schema of the data it takes
  json::Json sample;               ///< data to show it with
  std::shared_ptr<const Node> root;
  std::shared_ptr<const Node> portrait;  ///< for canvases that are higher than wide; null: `root` for all

  /// The tree that a canvas of so many pixels shows.
  const Node& tree_for(int width, int height) const;
};

struct Theme {
  std::string name;
  std::filesystem::path folder;
  std::string content_hash;  ///< SHA-256 over the theme's files and those of the theme it extends, hex
  json::Json words;          ///< {"words": {name: text}}: what templates say in the show's language
  /// Where pictures are looked for: the theme's folder, then that of the theme it extends.
  std::vector<std::filesystem::path> folders;
  std::map<std::string, std::shared_ptr<const Template>, std::less<>> templates;

  const Template* find(std::string_view template_id) const;
};

/// What the content_hash of a theme would be if it was loaded now. Empty where a folder of its cannot be read. Reads
/// its files and parses none.
std::string content_hash_now(const Theme& theme);

/// Reads `folder`/theme.json and `folder`/templates/*.json. A theme that extends another, which lies
/// beside it, has that one's words and templates too, but for those that it says itself. All findings
/// of all files, not only the first.
tl::expected<std::shared_ptr<const Theme>, std::vector<ThemeProblem>> load_theme(const std::filesystem::path& folder);

}  // namespace leitai::overlays
