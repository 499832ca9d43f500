// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/config.h"

#include <array>
#include <fstream>
#include <iterator>
#include <system_error>

#include "overlays/json/json.h"
#include "server/platform/platform.h"

namespace leitai::plugin {
namespace {

namespace fs = std::filesystem;
using json::Json;

constexpr std::uintmax_t kMaxFileBytes = 64 * 1024;
constexpr std::size_t kTokenBytes = 24;

/// Takes a value into the config, or says what it must be.
using Setter = const char* (*)(const Json& value, const fs::path& folder, Config& config);

const char* set_port(const Json& value, const fs::path& /*folder*/, Config& config) {
  if (!value.is_number_integer() || value < 0 || value > 65535) {
    return "must be a whole number from 0 to 65535";
  }
  config.port = value.get<int>();
  return nullptr;
}

const char* set_bind(const Json& value, const fs::path& /*folder*/, Config& config) {
  if (!value.is_string() || value.get_ref<const std::string&>().empty()) {
    return "must be an address";
  }
  config.bind = value.get<std::string>();
  return nullptr;
}

template <std::vector<std::string> Config::*member>
const char* set_names(const Json& value, const fs::path& /*folder*/, Config& config) {
  constexpr const char* kWanted = "must be an array of names or addresses";
  if (!value.is_array()) {
    return kWanted;
  }
  for (const Json& name : value) {
    if (!name.is_string() || name.get_ref<const std::string&>().empty()) {
      return kWanted;
    }
    (config.*member).push_back(name.get<std::string>());
  }
  return nullptr;
}

const char* set_show(const Json& value, const fs::path& folder, Config& config) {
  if (!value.is_string()) {
    return "must be a file's path";
  }
  if (const auto& path = value.get_ref<const std::string&>(); !path.empty()) {
    config.show = folder / fs::path(path);
  }
  return nullptr;
}

template <std::string Config::*member>
const char* set_text(const Json& value, const fs::path& /*folder*/, Config& config) {
  if (!value.is_string()) {
    return "must be a string";
  }
  config.*member = value.get<std::string>();
  return nullptr;
}

const char* set_follow_url(const Json& value, const fs::path& /*folder*/, Config& config) {
  constexpr const char* kWanted = "must be empty, or an address such as http://10.0.0.5:5757";
  if (!value.is_string()) {
    return kWanted;
  }
  std::string url = value.get<std::string>();
  if (url.ends_with('/')) {
    url.pop_back();
  }
  const auto host = url.starts_with("http://") ? 7U : url.starts_with("https://") ? 8U : url.size();
  if (!url.empty() && (host >= url.size() || url.find_first_of("/?#@ ", host) != std::string::npos)) {
    return kWanted;
  }
  config.follow_url = std::move(url);
  return nullptr;
}

const char* set_publish_ca(const Json& value, const fs::path& folder, Config& config) {
  if (!value.is_string()) {
    return "must be a file's path";
  }
  if (const auto& path = value.get_ref<const std::string&>(); !path.empty()) {
    config.publish_ca = folder / fs::path(path);
  }
  return nullptr;
}

template <bool Config::*member>
const char* set_flag(const Json& value, const fs::path& /*folder*/, Config& config) {
  if (!value.is_boolean()) {
    return "must be true or false";
  }
  config.*member = value.get<bool>();
  return nullptr;
}

struct Setting {
  const char* name;
  Setter set;
};
constexpr std::array<Setting, 15> kSettings = {{{"port", set_port},
                                                {"bind", set_bind},
                                                {"hosts", set_names<&Config::hosts>},
                                                {"proxies", set_names<&Config::proxies>},
                                                {"ballots_at", set_text<&Config::ballots_at>},
                                                {"show", set_show},
                                                {"theme", set_text<&Config::theme>},
                                                {"token", set_text<&Config::token>},
                                                {"follow_url", set_follow_url},
                                                {"publish", set_text<&Config::publish>},
                                                {"publish_secret", set_text<&Config::publish_secret>},
                                                {"publish_ca", set_publish_ca},
                                                {"clean_scene", set_text<&Config::clean_scene>},
                                                {"rehearsal", set_flag<&Config::rehearsal>},
                                                {"global_overlay", set_flag<&Config::global_overlay>}}};

const Setting* find_setting(std::string_view name) {
  for (const Setting& setting : kSettings) {
    if (name == setting.name) {
      return &setting;
    }
  }
  return nullptr;
}

std::string place(const json::Position& position) {
  return std::to_string(position.line) + ":" + std::to_string(position.column) + ": ";
}

tl::expected<std::string, std::string> read_file(const fs::path& file) {
  std::error_code error;
  if (fs::file_size(file, error) > kMaxFileBytes && !error) {
    return tl::unexpected(std::string("it is larger than 64 KiB"));
  }
  std::ifstream stream(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) {
    return tl::unexpected(std::string("it cannot be read"));
  }
  return text;
}

/// In a new file that takes the old one's place: never half a file, never readable by others.
tl::expected<void, std::string> write_private(const fs::path& file, const std::string& text) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  fs::path fresh = file;
  fresh += ".new";
  std::ofstream(fresh, std::ios::binary | std::ios::trunc).close();
  fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write, error);
  std::ofstream stream(fresh, std::ios::binary | std::ios::trunc);
  stream << text;
  stream.close();
  if (!stream || error) {
    return tl::unexpected(std::string("it cannot be written"));
  }
  fs::rename(fresh, file, error);
  if (error) {
    return tl::unexpected("it cannot be written: " + error.message());
  }
  return {};
}

tl::expected<std::string, std::string> make_default(const fs::path& file) {
  const Json settings = {{"port", 5757},     {"bind", "127.0.0.1"}, {"hosts", Json::array()},
                         {"show", ""},       {"theme", ""},         {"token", platform::random_hex(kTokenBytes)},
                         {"follow_url", ""}, {"rehearsal", false},  {"global_overlay", false}};
  const std::string text = settings.dump(2) + "\n";
  if (const auto written = write_private(file, text); !written) {
    return tl::unexpected(written.error());
  }
  return text;
}

tl::expected<void, std::string> add_token(const fs::path& file, const std::string& text, Config& config) {
  config.token = platform::random_hex(kTokenBytes);
  Json settings = json::parse(text).value_or(Json::object());
  settings["token"] = config.token;
  return write_private(file, settings.dump(2) + "\n");
}

}  // namespace

tl::expected<Config, std::string> parse_config(std::string_view text, const fs::path& folder) {
  const auto located = json::parse_located(text);
  if (!located) {
    return tl::unexpected(place(located.error().position) + located.error().detail);
  }
  if (!located->value.is_object()) {
    return tl::unexpected(std::string("1:1: must be an object"));
  }
  Config config;
  config.show = folder / "show.leitai";
  for (const auto& [name, value] : located->value.items()) {
    const Setting* setting = find_setting(name);
    const char* problem = setting == nullptr ? "is not a setting" : setting->set(value, folder, config);
    if (problem != nullptr) {
      const std::string pointer = "/" + json::escape_token(name);
      const auto position = located->positions.find(pointer);
      const std::string where = position == located->positions.end() ? std::string() : place(position->second);
      return tl::unexpected(where + pointer + " " + problem);
    }
  }
  return config;
}

tl::expected<Config, std::string> load_config(const fs::path& file) {
  const auto told = [&](const std::string& problem) { return tl::unexpected(file.string() + ": " + problem); };
  std::error_code error;
  const bool exists = fs::exists(file, error);
  const auto text = exists ? read_file(file) : make_default(file);
  if (!text) {
    return told(text.error());
  }
  auto config = parse_config(*text, file.parent_path());
  if (!config) {
    return tl::unexpected(file.string() + ":" + config.error());
  }
  if (config->token.empty()) {
    if (const auto added = add_token(file, *text, *config); !added) {
      return told(added.error());
    }
  }
  return config;
}

}  // namespace leitai::plugin
