// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "overlays/template/theme.h"

/// A theme's folder that is gone once the test is over.
class ThemeFolder {
 public:
  ThemeFolder() {
    std::random_device random;
    path_ = std::filesystem::temp_directory_path() /
            ("leitai-theme-" + std::to_string(random()) + std::to_string(random()));
    std::filesystem::create_directories(path_ / "templates");
    write("theme.json", R"({
  "name": "test",
  "colors": {"night": "#081230", "gold": "#f5c451"},
  "fonts": {"text": "Inter, Noto Sans CJK SC"},
  "sizes": {"edge": 96},
  "times": {"quick": 200},
  "text_styles": {"name": {"font": "text", "size": 64}}
})");
  }
  ~ThemeFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ThemeFolder(const ThemeFolder&) = delete;
  ThemeFolder& operator=(const ThemeFolder&) = delete;

  void write(const std::string& file, const std::string& text) const {
    std::filesystem::create_directories((path_ / file).parent_path());
    std::ofstream(path_ / file, std::ios::binary) << text;
  }

  const std::filesystem::path& path() const { return path_; }

  auto load() const { return leitai::overlays::load_theme(path_); }

 private:
  std::filesystem::path path_;
};
