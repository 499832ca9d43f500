// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/contest/sink.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "server/contest/contest.h"

namespace leitai::contest {

namespace {

/// Every text in a resource is UTF-8 already.
bool is_plain(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; });
}

}  // namespace

std::string with_member(std::string object, std::string_view name, std::uint64_t value) {
  object.pop_back();
  const bool first = object.size() == 1;
  object.append(first ? "\"" : ",\"").append(name).append("\":").append(std::to_string(value)).append(1, '}');
  return object;
}

void TextSink::separate() {
  if (!fresh_) text_ += ',';
  fresh_ = false;
}

void TextSink::quoted(std::string_view value) {
  if (is_plain(value))
    text_.append(1, '"').append(value).append(1, '"');
  else
    text_ += json::dump(value);
}

void TextSink::open(char bracket) {
  separate();
  text_ += bracket;
  fresh_ = true;
}

void TextSink::close(char bracket) {
  text_ += bracket;
  fresh_ = false;
}

void TextSink::name(std::string_view name) {
  separate();
  text_.append(1, '"').append(name).append("\":");
  fresh_ = true;
}

void TextSink::text(std::string_view value) {
  separate();
  quoted(value);
}

void TextSink::integer(std::int64_t value) {
  separate();
  char digits[24];
  text_.append(digits, std::to_chars(std::begin(digits), std::end(digits), value).ptr);
}

void TextSink::boolean(bool value) {
  separate();
  text_ += value ? "true" : "false";
}

void TextSink::null() {
  separate();
  text_ += "null";
}

void TextSink::tree(const Json& value) {
  if (value.is_object()) {
    open_object();
    for (auto entry = value.begin(); entry != value.end(); ++entry) {
      separate();
      quoted(entry.key());
      text_ += ':';
      fresh_ = true;
      tree(entry.value());
    }
    close_object();
  } else if (value.is_array()) {
    open_list();
    for (const Json& entry : value) tree(entry);
    close_list();
  } else if (value.is_string()) {
    text(value.get_ref<const std::string&>());
  } else {
    separate();
    text_ += json::dump(value);
  }
}

void TextSink::members(std::string_view text) {
  separate();
  text_ += text;
}

Json& TreeSink::put(Json value) {
  if (open_.empty()) return root_ = std::move(value);
  Json& inner = *open_.back();
  if (inner.is_array()) return inner.emplace_back(std::move(value));
  return inner[std::string(name_)] = std::move(value);
}

bool PickingSink::opens() {
  if (depth_ == 0 && !unwanted_) return true;
  unwanted_ = false;
  ++depth_;
  return false;
}

bool PickingSink::closes() {
  if (depth_ == 0) return true;
  --depth_;
  return false;
}

bool PickingSink::passes() {
  return depth_ == 0 && !std::exchange(unwanted_, false);
}

void PickingSink::open_object() {
  if (opens()) to_.open_object();
}

void PickingSink::close_object() {
  if (closes()) to_.close_object();
}

void PickingSink::open_list() {
  if (opens()) to_.open_list();
}

void PickingSink::close_list() {
  if (closes()) to_.close_list();
}

void PickingSink::name(std::string_view name) {
  if (depth_ > 0) return;
  unwanted_ = std::find(names_.begin(), names_.end(), name) == names_.end();
  if (!unwanted_) to_.name(name);
}

void PickingSink::text(std::string_view value) {
  if (passes()) to_.text(value);
}

void PickingSink::integer(std::int64_t value) {
  if (passes()) to_.integer(value);
}

void PickingSink::boolean(bool value) {
  if (passes()) to_.boolean(value);
}

void PickingSink::null() {
  if (passes()) to_.null();
}

void PickingSink::tree(const Json& value) {
  if (depth_ > 0 || unwanted_) {
    (void)passes();
  } else if (value.is_object()) {
    to_.open_object();
    for (auto entry = value.begin(); entry != value.end(); ++entry) {
      name(entry.key());
      tree(entry.value());
    }
    to_.close_object();
  } else if (value.is_array()) {
    to_.open_list();
    for (const Json& entry : value) tree(entry);
    to_.close_list();
  } else {
    to_.tree(value);
  }
}

}  // namespace leitai::contest
