// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fuzz/libfuzzer/vocabulary.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

namespace fuzz {
namespace {

namespace fs = std::filesystem;
using leitai::json::Json;

constexpr std::size_t kMostOfAKey = 64;
constexpr std::size_t kLongest = 2048;  ///< bytes of a value

Json read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return leitai::json::parse(text).value();
}

void keep(std::vector<Json>& known, const Json& value) {
  if (known.size() < kMostOfAKey && std::find(known.begin(), known.end(), value) == known.end()) known.push_back(value);
}

/// Nodes of a type are alike wherever they stand.
std::string kind_of(const std::string& key, const Json& object) {
  const auto type = object.find("type");
  return type != object.end() && type->is_string() ? "type " + type->get<std::string>() : key;
}

}  // namespace

std::size_t below(std::size_t count, Random& random) {
  return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
}

Vocabulary::Vocabulary() {
  const fs::path root = LEITAI_SOURCE_DIR;
  const Json spelled_out = read(root / "tests/fuzz" / LEITAI_FUZZ_VOCABULARY);
  for (const auto& [key, values] : spelled_out.items()) {
    for (const Json& value : values) learn(key, value);
  }
  if (std::string_view(LEITAI_FUZZ_VOCABULARY) != "vocabulary.json") return;
  for (const auto& entry : fs::directory_iterator(root / "overlays/themes/arena/templates")) {
    learn("", read(entry.path()));
  }
  learn("", read(root / "overlays/themes/arena/theme.json"));
}

const Vocabulary& Vocabulary::get() {
  static const Vocabulary kVocabulary;
  return kVocabulary;
}

void Vocabulary::learn(const std::string& key, const Json& value) {
  const bool small = leitai::json::dump(value).size() <= kLongest;
  if (small) keep(values_[key], value);
  if (value.is_object()) {
    if (!value.empty()) keep(objects_[kind_of(key, value)], value);
    for (const auto& [name, part] : value.items()) learn(name, part);
  } else if (value.is_array()) {
    for (const Json& part : value) learn(key + "[]", part);
  }
}

const Json& Vocabulary::value_for(const std::string& key, Random& random) const {
  auto it = values_.find(key);
  if (it == values_.end()) it = std::next(values_.begin(), static_cast<std::ptrdiff_t>(below(values_.size(), random)));
  return it->second[below(it->second.size(), random)];
}

const Json* Vocabulary::relative_of(const std::string& key, const Json& object, Random& random) const {
  const auto it = objects_.find(kind_of(key, object));
  return it == objects_.end() ? nullptr : &it->second[below(it->second.size(), random)];
}

}  // namespace fuzz
