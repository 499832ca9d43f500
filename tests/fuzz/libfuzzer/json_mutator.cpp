// SPDX-License-Identifier: GPL-2.0-or-later
// Changes inputs as JSON, so that they get past the parser: libFuzzer's own changes of bytes rarely do.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/fuzz/libfuzzer/vocabulary.h"
#include "tests/fuzz/targets/targets.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace fuzz {
namespace {

using leitai::json::Json;

/// A value within a document, and its key (of a part of an array: the array's, and `[]`).
struct Place {
  Json* value;
  std::string key;
};

void collect(Json& value, const std::string& key, std::vector<Place>& places) {
  places.push_back({&value, key});
  if (value.is_object()) {
    for (auto& [name, part] : value.items()) collect(part, name, places);
  } else if (value.is_array()) {
    for (Json& part : value) collect(part, key + "[]", places);
  }
}

std::vector<Place> places_of(Json& document) {
  std::vector<Place> places;
  collect(document, "", places);
  return places;
}

Json any_value(Random& random) {
  static const Json kValues =
      Json::parse(R"([null, true, false, 0, 1, -1, 0.5, 64, 1000, 8192, -8192, 1e9, 1e300, -1e300, 1e-300, 2147483648,
        9223372036854775807, -9223372036854775808, 18446744073709551615, "", " ", "fill", "auto", "${step}", "#00000000",
        "999999999999999", "-98.9", "0.000000001", "1e400", "暂停", "👩‍👩‍👧‍👦", "مرحبا", "e\u0301\u0302\u0303", "\u202eabc\u2066",
        "\u0000", "\ufffd\uffff", "a b c d e f g h i j k l m n o p", "a\nb\n\nc", "1970-01-01T00:00:00Z",
        "2026-09-22T00:00:01.5+08:00", [], {}, [[]], [{}], [null], {"": null}])");
  return kValues[below(kValues.size(), random)];
}

void change_number(Json& value, Random& random) {
  const double number = value.get<double>();
  switch (below(6, random)) {
    case 0:
      value = number + 1;
      break;
    case 1:
      value = -number;
      break;
    case 2:
      value = number / 2;
      break;
    case 3:
      value = number * 10;
      break;
    case 4:
      value = static_cast<std::int64_t>(below(20'000, random)) - 4'000;
      break;
    default:
      value = static_cast<double>(below(1'000'000, random)) / 1000;
  }
}

void change_text(Json& value, Random& random) {
  std::string text = value.get<std::string>();
  switch (below(4, random)) {
    case 0:
      text.resize(below(text.size() + 1, random));
      break;
    case 1:
      for (std::size_t times = below(12, random); times > 0 && text.size() < 2048; --times) text += text;
      break;
    case 2: {
      const Json piece = any_value(random);
      text.insert(below(text.size() + 1, random), piece.is_string() ? piece.get<std::string>() : "7");
      break;
    }
    default: {
      const std::size_t size = text.size();
      text.resize(size + 16);
      text.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(text.data()), size, text.size()));
    }
  }
  value = std::move(text);
}

void change_array(Json& value, Random& random) {
  if (value.empty()) return;
  const std::size_t at = below(value.size(), random), other = below(value.size(), random);
  switch (below(4, random)) {
    case 0:
      value.erase(at);
      break;
    case 1:
      std::swap(value[at], value[other]);
      break;
    case 2:
      value.push_back(Json(value[at]));
      break;
    default: {
      const Json copy = value[at];
      for (std::size_t times = below(70, random); times > 0 && value.size() < 80; --times) value.push_back(copy);
    }
  }
}

void change_object(const std::string& key, Json& value, Random& random) {
  const Json* relative = Vocabulary::get().relative_of(key, value, random);
  if (!value.empty() && (relative == nullptr || below(4, random) == 0)) {
    value.erase(std::next(value.begin(), static_cast<std::ptrdiff_t>(below(value.size(), random))));
  } else if (relative != nullptr) {
    const auto member = std::next(relative->begin(), static_cast<std::ptrdiff_t>(below(relative->size(), random)));
    value[member.key()] = Json(member.value());
  }
}

/// A change that this kind of value alone can take.
void change_own(const std::string& key, Json& value, Random& random) {
  if (value.is_number()) {
    change_number(value, random);
  } else if (value.is_string()) {
    change_text(value, random);
  } else if (value.is_array()) {
    change_array(value, random);
  } else if (value.is_object()) {
    change_object(key, value, random);
  } else {
    value = any_value(random);
  }
}

/// A value of another document, or of this one, that stands at the same key.
void graft(Json& document, Json& donor, Random& random) {
  const std::vector<Place> from = places_of(donor);
  const Place& source = from[below(from.size(), random)];
  const Json copy = *source.value;
  std::vector<Place> to = places_of(document);
  std::erase_if(to, [&](const Place& place) { return place.key != source.key; });
  if (!to.empty()) *to[below(to.size(), random)].value = copy;
}

void change(Json& document, Random& random) {
  std::vector<Place> places = places_of(document);
  const Place& place = places[below(places.size(), random)];
  switch (below(10, random)) {
    case 0:
      *place.value = any_value(random);
      break;
    case 1:
    case 2:
      *place.value = Json(Vocabulary::get().value_for(place.key, random));
      break;
    case 3: {
      Json copy = document;
      graft(document, copy, random);
      break;
    }
    default:
      change_own(place.key, *place.value, random);
  }
}

/// A theme and a template, or one document alone.
constexpr std::string_view kBetween = "\n---\n";

struct Input {
  std::string before;  ///< what is left as it is, with kBetween
  Json document;
  std::string after;
};

/// The part that is to be changed, where that is JSON.
std::optional<Input> part_of(std::string_view text, Random& random) {
  Input input;
  if (const std::size_t between = text.find(kBetween); between != std::string_view::npos) {
    const std::string_view first = text.substr(0, between), second = text.substr(between + kBetween.size());
    if (below(3, random) == 0) {
      input.after = std::string(kBetween) + std::string(second);
      text = first;
    } else {
      input.before = std::string(first) + std::string(kBetween);
      text = second;
    }
  }
  auto document = leitai::json::parse(text);
  if (!document) return std::nullopt;
  input.document = std::move(*document);
  return input;
}

std::string text_of(const Input& input) {
  return input.before + leitai::json::dump(input.document) + input.after;
}

/// The size of the text, written where it has room; 0 otherwise.
std::size_t write(const std::string& text, std::uint8_t* out, std::size_t room) {
  if (text.size() > room) return 0;
  std::memcpy(out, text.data(), text.size());
  return text.size();
}

/// Most changes make a template that is refused: so many are tried for one that is not.
constexpr int kTries = 8;

std::string changed(const Input& input, Random& random) {
  std::string text;
  for (int tries = below(8, random) == 0 ? 1 : kTries; tries > 0; --tries) {
    Input copy = input;
    for (std::size_t changes = 1 + below(4, random); changes > 0; --changes) change(copy.document, random);
    text = text_of(copy);
    if (LEITAI_FUZZ_ACCEPTED(text)) break;
  }
  return text;
}

std::string_view view(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace
}  // namespace fuzz

extern "C" __attribute__((visibility("default"))) std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data,
                                                                                      std::size_t size,
                                                                                      std::size_t max_size,
                                                                                      unsigned seed) {
  fuzz::Random random(seed);
  auto input = fuzz::below(32, random) == 0 ? std::nullopt : fuzz::part_of(fuzz::view(data, size), random);
  if (!input) return LLVMFuzzerMutate(data, size, max_size);
  const std::size_t written = fuzz::write(fuzz::changed(*input, random), data, max_size);
  return written > 0 ? written : size;
}

extern "C" __attribute__((visibility("default"))) std::size_t LLVMFuzzerCustomCrossOver(
    const std::uint8_t* data1, std::size_t size1, const std::uint8_t* data2, std::size_t size2, std::uint8_t* out,
    std::size_t max_out_size, unsigned seed) {
  fuzz::Random random(seed);
  auto input = fuzz::part_of(fuzz::view(data1, size1), random);
  auto donor = fuzz::part_of(fuzz::view(data2, size2), random);
  if (!input || !donor) return 0;
  fuzz::graft(input->document, donor->document, random);
  return fuzz::write(fuzz::text_of(*input), out, max_out_size);
}
