// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/media.h"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include "server/platform/platform.h"
#include "server/show/digest.h"
#include "server/show/plan.h"

namespace leitai::show {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kEndings = {{{".png", "image/png"},
                                                                                    {".jpg", "image/jpeg"},
                                                                                    {".jpeg", "image/jpeg"},
                                                                                    {".webp", "image/webp"},
                                                                                    {".avif", "image/avif"},
                                                                                    {".gif", "image/gif"}}};

bool is_hash(std::string_view text) {
  constexpr std::size_t kDigits = 64;
  return text.size() == kDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

fs::path media_folder(const fs::path& show_file) {
  fs::path folder = show_file;
  return folder.replace_extension(".media");
}

bool is_media_name(std::string_view name) {
  return contest::is_id(name) && !type_of_media_name(name).empty();
}

std::string_view type_of_media_name(std::string_view name) {
  const auto found = std::find_if(kEndings.begin(), kEndings.end(), [name](const auto& entry) {
    return name.size() > entry.first.size() && name.ends_with(entry.first);
  });
  return found == kEndings.end() ? std::string_view() : found->second;
}

fs::path media_file(const fs::path& folder, const Json& data) {
  const auto hash = data.is_object() ? data.find("hash") : data.end();
  if (!data.is_object() || hash == data.end() || !hash->is_string()) return {};
  const auto& text = hash->get_ref<const std::string&>();
  return is_hash(text) ? folder / text : fs::path();
}

tl::expected<std::string, std::string> keep_media(const fs::path& folder, std::string_view bytes) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return tl::unexpected(folder.string() + " cannot be made: " + error.message());
  std::string hash = sha256_hex(bytes);
  const fs::path file = folder / hash;
  const auto there = fs::file_size(file, error);
  if (!error && there == bytes.size()) return hash;
  if (auto written = platform::write_durably(file, bytes); !written) return tl::unexpected(std::move(written.error()));
  return hash;
}

std::shared_ptr<const overlays::AirPictures> ShownPictures::of(const contest::Store& store) {
  const auto found = store.types().find(kMediaType);
  const auto collection = found == store.types().end() ? nullptr : found->second;
  if (collection == collection_) return pictures_;
  collection_ = collection;
  auto pictures = std::make_shared<overlays::AirPictures>();
  for (const auto& [name, media] : store.all(kMediaType)) {
    if (fs::path file = media_file(folder_, media->data); !file.empty()) pictures->files.emplace(name, std::move(file));
  }
  pictures_ = pictures->files.empty() ? nullptr : std::move(pictures);
  return pictures_;
}

PlanResult plan_set_media(const State& state, const SetMedia& command) {
  const auto& all = state.store.all(kMediaType);
  if (command.data.is_null()) {
    if (all.get(command.name) == nullptr) {
      return tl::unexpected(Refusal{RefusalKind::not_found, "there is no such picture", {}, Json::object()});
    }
    return Plan{{{kMediaType, command.name, nullptr}}, std::nullopt};
  }
  if (all.size() >= kMostMediaNames && all.get(command.name) == nullptr) {
    return tl::unexpected(refuse(RefusalKind::conflict, "", "there are 4,096 pictures already: delete one first"));
  }
  std::int64_t bytes = command.data.value("bytes", std::int64_t{0});
  for (const auto& [name, media] : all) {
    if (name != command.name) bytes += media->data.value("bytes", std::int64_t{0});
  }
  if (bytes > kMostMediaBytesInAll) {
    return tl::unexpected(refuse(RefusalKind::conflict, "", "the pictures would be larger than 4 GiB together"));
  }
  return Plan{{{kMediaType, command.name, command.data}}, std::nullopt};
}

}  // namespace leitai::show
