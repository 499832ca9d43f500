// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/media_check.h"

#include <map>

#include "overlays/media/picture.h"
#include "overlays/moving/moving_file.h"
#include "overlays/template/picture_files.h"
#include "server/cli/files.h"

namespace leitai::cli {
namespace {

namespace fs = std::filesystem;
using json::Json;

constexpr std::uintmax_t kMaxTemplateBytes = 1 << 20;

/// Empty where it can be shown.
std::string film_fault(const fs::path& file) {
  auto film = overlays::MovingFile::open(file, {overlays::PictureFit::contain, 64, 64, {}});
  if (!film) return film.error();
  std::vector<std::uint8_t> rgba(std::size_t((*film)->width()) * std::size_t((*film)->height()) * 4);
  const auto first = (*film)->read(0, rgba);
  return first ? std::string() : first.error();
}

std::string picture_fault(const fs::path& file) {
  if (overlays::is_moving(file)) return film_fault(file);
  const auto picture = overlays::read_picture(file);
  return picture ? std::string() : picture.error();
}

std::string text_of(const Json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Looks through one template, each of its files once.
class Look {
 public:
  explicit Look(const overlays::Theme& theme) : theme_(theme) {}

  void through(const overlays::Template& graphic, const json::Located& located,
               std::vector<overlays::ThemeProblem>& problems) {
    for (const char* tree : {"root", "portrait"}) {
      const auto root = located.value.find(tree);
      if (root == located.value.end()) continue;
      node(*root, std::string("/") + tree, [&](const std::string& pointer, const std::string& message) {
        const auto place = located.positions.find(pointer);
        const json::Position position = place == located.positions.end() ? json::Position{} : place->second;
        problems.push_back({graphic.file, position, pointer, message});
      });
    }
  }

 private:
  /// As deep as a template that was read may be.
  template <typename Tell>
  void node(const Json& value, const std::string& pointer, const Tell& tell) {
    if (!value.is_object()) return;
    const std::string type = text_of(value, "type");
    if (type == "image" || type == "video") {
      const std::string name = text_of(value, "src");
      const std::string fault = fault_of(name, type == "video");
      if (!fault.empty()) tell(pointer + "/src", "\"" + name + "\" " + fault);
    }
    if (const auto row = value.find("row"); row != value.end()) node(*row, pointer + "/row", tell);
    const auto children = value.find("children");
    if (children == value.end() || !children->is_array()) return;
    for (std::size_t i = 0; i < children->size(); ++i) {
      node((*children)[i], pointer + "/children/" + std::to_string(i), tell);
    }
  }

  const std::string& fault_of(const std::string& name, bool is_video) {
    const auto [known, fresh] = faults_.try_emplace({name, is_video});
    if (!fresh) return known->second;
    // A name with data in it is known on air only, and one that is missing is found when the theme is read.
    const auto file = overlays::find_picture(theme_.folders, name);
    if (file && name.find("${") == std::string::npos) {
      known->second = is_video ? film_fault(*file) : picture_fault(*file);
    }
    return known->second;
  }

  const overlays::Theme& theme_;
  std::map<std::pair<std::string, bool>, std::string> faults_;
};

}  // namespace

std::vector<overlays::ThemeProblem> broken_media(const overlays::Theme& theme) {
  std::vector<overlays::ThemeProblem> problems;
  Look look(theme);
  for (const auto& [id, graphic] : theme.templates) {
    const auto text = read_whole(graphic->path, kMaxTemplateBytes);
    if (!text) continue;  // changed since it was loaded, as where it is no JSON any more
    if (const auto located = json::parse_located(*text)) look.through(*graphic, *located, problems);
  }
  return problems;
}

}  // namespace leitai::cli
