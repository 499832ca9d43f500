// SPDX-License-Identifier: GPL-2.0-or-later
#include <charconv>
#include <limits>
#include <set>

#include "server/contest/contest.h"
#include "server/contest/schema.h"
#include "server/contest/shape.h"
#include "server/contest/values.h"

namespace leitai::contest {

namespace {

/// Walks a resource along its fields, puts values into their one form, and notes what is wrong.
class Normaliser {
 public:
  void object(Json& value, std::span<const Field> fields, bool closed, const std::string& pointer);
  std::vector<FieldError> errors;

 private:
  void refuse(const std::string& pointer, std::string detail) { errors.push_back({pointer, std::move(detail)}); }
  void field(Json& value, const Field& field, bool closed, const std::string& pointer);
  void text(const Json& value, const std::string& pointer);
  void unknown(const Json& value, const std::string& pointer);
  void decimal(Json& value, bool fraction, const std::string& pointer);
  void integer(const Json& value, std::int64_t min, std::int64_t max, const std::string& pointer);
  void choice(const Json& value, std::string_view of, const std::string& pointer);
  bool id(const Json& value, const std::string& pointer);
  void ids(const Json& value, const std::string& pointer);
  void objects(Json& value, const Field& field, bool closed, const std::string& pointer);
  void by_id(Json& value, const Field& field, const std::string& pointer);
  void decimal_list(Json& value, const std::string& pointer);
};

/// A number as the decimal that its shortest text spells.
std::string number_text(const Json& value) {
  if (!value.is_number_float()) return value.dump();
  std::array<char, 512> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value.get<double>(), std::chars_format::fixed);
  return {text.data(), end.ptr};
}

std::string list_choices(std::string_view of) {
  std::string text = "must be one of ";
  for (const char c : of) text += c == '|' ? std::string(", ") : std::string(1, c);
  return text;
}

void Normaliser::text(const Json& value, const std::string& pointer) {
  if (!value.is_string()) return refuse(pointer, "must be a text");
  if (value.get_ref<const std::string&>().size() > kMaxTextBytes) refuse(pointer, kTextTooLong);
}

void Normaliser::unknown(const Json& value, const std::string& pointer) {
  if (value.is_string()) return text(value, pointer);
  if (value.is_object()) {
    for (const auto& [name, part] : value.items()) unknown(part, pointer + "/" + json::escape_token(name));
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) unknown(value[i], pointer + "/" + std::to_string(i));
  }
}

void Normaliser::decimal(Json& value, bool fraction, const std::string& pointer) {
  if (value.is_number()) value = number_text(value);
  const bool good = value.is_string() && (fraction ? parse_weight(value.get_ref<const std::string&>())
                                                   : parse_decimal(value.get_ref<const std::string&>()));
  if (good) return;
  refuse(pointer, fraction ? "must be a decimal such as \"0.4\" or a fraction such as \"1/3\""
                           : "must be a decimal such as \"9.25\": at most 12 digits before the point and 9 after it");
}

void Normaliser::integer(const Json& value, std::int64_t min, std::int64_t max, const std::string& pointer) {
  const bool whole = value.is_number_integer();
  const bool past = value.is_number_unsigned() &&
                    value.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()};
  if (whole && !past && value.get<std::int64_t>() >= min && value.get<std::int64_t>() <= max) return;
  refuse(pointer, "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
}

void Normaliser::choice(const Json& value, std::string_view of, const std::string& pointer) {
  if (value.is_string()) {
    const std::string& word = value.get_ref<const std::string&>();
    for (std::string_view rest = of; !rest.empty();) {
      const auto end = std::min(rest.find('|'), rest.size());
      if (rest.substr(0, end) == word) return;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  refuse(pointer, list_choices(of));
}

bool Normaliser::id(const Json& value, const std::string& pointer) {
  if (value.is_string() && is_id(value.get_ref<const std::string&>())) return true;
  refuse(pointer, "must be an id: a letter or digit, then at most 63 letters, digits, '_', '.' or '-'");
  return false;
}

void Normaliser::ids(const Json& value, const std::string& pointer) {
  if (!value.is_array()) return refuse(pointer, "must be a list of ids");
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string at = pointer + "/" + std::to_string(i);
    if (id(value[i], at) && !seen.insert(value[i].get_ref<const std::string&>()).second)
      refuse(at, "is in the list twice");
  }
}

void Normaliser::objects(Json& value, const Field& of, bool closed, const std::string& pointer) {
  if (!value.is_array()) return refuse(pointer, "must be a list");
  std::set<std::string> seen;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string at = pointer + "/" + std::to_string(i);
    object(value[i], of.fields, closed, at);
    const std::string_view name = text_or(value[i], "id", "");
    const bool named = of.fields.front().name == "id" && !name.empty();
    if (named && !seen.emplace(name).second) refuse(at + "/id", "is used twice");
  }
}

void Normaliser::by_id(Json& value, const Field& of, const std::string& pointer) {
  if (!value.is_object()) return refuse(pointer, "must be an object");
  for (auto part = value.begin(); part != value.end();) {
    const std::string at = pointer + "/" + json::escape_token(part.key());
    if (part->is_null()) {
      part = value.erase(part);
      continue;
    }
    if (!is_id(part.key())) refuse(at, "the name must be an id");
    if (of.kind == Kind::counts || of.kind == Kind::limit)
      integer(*part, of.min, of.max, at);
    else if (of.kind == Kind::decimals || part->is_number())
      decimal(*part, false, at);
    else
      text(*part, at);
    ++part;
  }
}

void Normaliser::decimal_list(Json& value, const std::string& pointer) {
  if (!value.is_array()) return refuse(pointer, "must be a list of decimals");
  for (std::size_t i = 0; i < value.size(); ++i) decimal(value[i], false, pointer + "/" + std::to_string(i));
}

void Normaliser::field(Json& value, const Field& of, bool closed, const std::string& pointer) {
  const auto is_word = [&](auto... words) { return value.is_string() && ((value == words) || ...); };
  switch (of.kind) {
    case Kind::any:
      return unknown(value, pointer);
    case Kind::text:
      return text(value, pointer);
    case Kind::label:
      if (value.is_number_integer()) return;
      return text(value, pointer);
    case Kind::boolean:
      if (!value.is_boolean()) refuse(pointer, "must be true or false");
      return;
    case Kind::integer:
      return integer(value, of.min, of.max, pointer);
    case Kind::decimal:
      return decimal(value, false, pointer);
    case Kind::weight:
      return decimal(value, true, pointer);
    case Kind::time:
      if (!value.is_string() || !parse_time(value.get_ref<const std::string&>()))
        refuse(pointer, "must be a time such as \"2022-07-31T01:02:03.004Z\"");
      return;
    case Kind::choice:
      return choice(value, of.of, pointer);
    case Kind::id:
      id(value, pointer);
      return;
    case Kind::bound_id:
      if (!is_word("@stage")) id(value, pointer);
      return;
    case Kind::speaker:
      if (!is_word("contestant", "supporter")) id(value, pointer);
      return;
    case Kind::ids:
      return ids(value, pointer);
    case Kind::judges:
      if (!is_word("@audience")) ids(value, pointer);
      return;
    case Kind::object:
      return object(value, of.fields, closed, pointer);
    case Kind::objects:
      return objects(value, of, closed, pointer);
    case Kind::decimal_list:
      return decimal_list(value, pointer);
    case Kind::limit:
      if (value.is_number_integer()) return integer(value, 1, of.max, pointer);
      if (!value.is_object()) return refuse(pointer, "must be a whole number, or an object of them by group");
      return by_id(value, of, pointer);
    case Kind::decimals:
    case Kind::counts:
    case Kind::cells:
      return by_id(value, of, pointer);
  }
}

void Normaliser::object(Json& value, std::span<const Field> fields, bool closed, const std::string& pointer) {
  if (!value.is_object()) return refuse(pointer, "must be an object");
  for (const Field& of : fields) {
    const auto found = value.find(of.name);
    const std::string at = pointer + "/" + std::string(of.name);
    if (found != value.end() && found->is_null() && !(of.flags & kNullable)) value.erase(found);
    const auto kept = value.find(of.name);
    if (kept == value.end()) {
      if (of.required()) refuse(at, "is required");
    } else if (!kept->is_null()) {
      field(*kept, of, closed || (of.flags & kClosed) != 0, at);
    }
  }
  for (const auto& [name, part] : value.items()) {
    const auto known = [&name = name](const Field& of) { return of.name == name; };
    if (std::any_of(fields.begin(), fields.end(), known)) continue;
    const std::string at = pointer + "/" + json::escape_token(name);
    if (closed)
      refuse(at, "is not known here");
    else
      unknown(part, at);
  }
}

/// A timer's state is written by commands: what a client says of it is not looked at.
void keep_timer_state(Json& timer, const Json* before) {
  const Json none = Json::object();
  const Json& old = before && before->is_object() ? *before : none;
  timer["state"] = old.value("state", Json("idle"));
  timer["elapsed_ms"] = old.value("elapsed_ms", Json(0));
  timer["anchor"] = old.value("anchor", Json(nullptr));
  if (!timer.contains("mode")) timer["mode"] = "down";
}

}  // namespace

bool is_type(std::string_view type) {
  return find_type(type) != nullptr;
}

bool is_writable_type(std::string_view type) {
  const ResourceType* found = find_type(type);
  return found && found->writable;
}

bool is_id(std::string_view id) {
  const auto plain = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  if (id.empty() || id.size() > 64 || !plain(id.front())) return false;
  return std::all_of(id.begin(), id.end(), [&](char c) { return plain(c) || c == '_' || c == '.' || c == '-'; });
}

tl::expected<Json, std::vector<FieldError>> normalise(std::string_view type, std::string_view id, const Json& data,
                                                      const Json* before) {
  const ResourceType* known = find_type(type);
  if (!known) return tl::unexpected(std::vector<FieldError>{{"", "there is no such type"}});
  if (!is_id(id)) return tl::unexpected(std::vector<FieldError>{{"", "the id is not one"}});
  if (!known->only_id.empty() && id != known->only_id)
    return tl::unexpected(std::vector<FieldError>{{"", "the id must be " + std::string(known->only_id)}});
  if (!data.is_object()) return tl::unexpected(std::vector<FieldError>{{"", "must be an object"}});
  Json result = data;
  Normaliser normaliser;
  result.erase("id");  // it is in the address
  if (type == "timers")
    for (const char* name : {"state", "elapsed_ms", "anchor"}) result.erase(name);
  normaliser.object(result, known->fields, false, "");
  if (normaliser.errors.empty()) check_shape(type, result, normaliser.errors);
  if (!normaliser.errors.empty()) return tl::unexpected(std::move(normaliser.errors));
  if (type == "timers") keep_timer_state(result, before);
  return result;
}

}  // namespace leitai::contest
