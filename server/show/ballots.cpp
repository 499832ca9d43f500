// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/ballots.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>

#include "server/platform/platform.h"
#include "server/show/digest.h"
#include "server/show/tokens.h"

namespace leitai::show {

namespace fs = std::filesystem;

namespace {

constexpr std::ptrdiff_t kKeyBytes = 32;
constexpr std::size_t kIdBytes = 6;
constexpr std::size_t kLinkBytes = 16;
constexpr std::size_t kSaltBytes = 16;

std::string hmac_hex(const std::string& key, std::string_view purpose, std::string_view text) {
  const std::string message = std::string(purpose) + ":" + std::string(text);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  ::HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(message.data()),
         message.size(), digest.data(), &size);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex += kDigits[digest[i] >> 4];
    hex += kDigits[digest[i] & 15];
  }
  return hex;
}

bool is_key(const std::string& text) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return std::count_if(text.begin(), text.end(), is_hex) == 2 * kKeyBytes &&
         std::all_of(text.begin(), text.end(), is_hex);
}

/// The first line of the file; empty where there is none.
std::string kept_key(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string key;
  std::getline(stream, key);
  return key;
}

/// Each number equally likely.
std::string random_digits(std::size_t count) {
  std::uint64_t range = 1;
  for (std::size_t i = 0; i < count; ++i) range *= 10;
  const std::uint64_t end = UINT64_MAX - UINT64_MAX % range;
  std::uint64_t number = end;
  while (number >= end) {
    const std::string hex = platform::random_hex(sizeof number);
    std::from_chars(hex.data(), hex.data() + hex.size(), number, 16);
  }
  std::string digits = std::to_string(number % range);
  return std::string(count - digits.size(), '0') + digits;
}

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string salted(const Json& code, std::string_view secret) {
  return sha256_hex(code.value("salt", "") + ":" + std::string(secret));
}

}  // namespace

fs::path ballot_key_file(const fs::path& show_file) {
  fs::path file = show_file;
  return file.replace_extension(".ballot-key");
}

tl::expected<std::string, std::string> ballot_key(const fs::path& show_file) {
  const fs::path file = ballot_key_file(show_file);
  std::string key = kept_key(file);
  if (!is_key(key)) {
    key = platform::random_hex(kKeyBytes);
    if (auto written = platform::write_privately(file, key + "\n"); !written) {
      return tl::unexpected(std::move(written.error()));
    }
  }
  return key;
}

NewBallotCode make_ballot_code(const std::string& key, const Json& whose, std::int64_t now_ms, std::int64_t expires_ms,
                               std::vector<std::string>& taken) {
  NewBallotCode made;
  made.id = platform::random_hex(kIdBytes);
  std::string kept;
  do {
    made.code = random_digits(whose.contains("person") ? kJudgesDigits : kAudienceDigits);
    kept = kept_code(key, made.code);
  } while (std::find(taken.begin(), taken.end(), kept) != taken.end());
  taken.push_back(kept);
  made.link = made.id + '.' + platform::random_hex(kLinkBytes);
  made.data = whose;
  made.data["created"] = contest::format_time(now_ms);
  made.data["expires"] = contest::format_time(expires_ms);
  made.data["salt"] = platform::random_hex(kSaltBytes);
  made.data["code"] = std::move(kept);
  made.data["link"] = salted(made.data, made.link);
  return made;
}

std::string kept_code(const std::string& key, std::string_view digits) {
  return hmac_hex(key, "code", digits);
}

std::string kept_device(const std::string& key, std::string_view device) {
  return hmac_hex(key, "device", device);
}

std::optional<std::string> ballot_code_of(const contest::Store& store, const std::string& key, std::string_view text) {
  if (const std::string_view id = id_of_bearer(text); !id.empty()) {
    const contest::Resource* found = store.find(kBallotCodesType, id);
    const bool opens = found != nullptr && same_secret(salted(found->data, text), found->data.value("link", ""));
    return opens ? std::optional(std::string(id)) : std::nullopt;
  }
  if (!is_digits(text)) return std::nullopt;
  // Compared as texts are: whoever does not have the key cannot aim at what is kept.
  const Json kept = kept_code(key, text);
  for (const auto& [id, code] : store.all(kBallotCodesType)) {
    const auto found = code->data.find("code");
    if (found != code->data.end() && *found == kept) return id;
  }
  return std::nullopt;
}

std::string ballot_bearer(const std::string& key, std::string_view id, std::string_view device) {
  return std::string(id) + '.' + hmac_hex(key, "bearer", std::string(id) + ":" + std::string(device));
}

std::string kept_bearer(const Json& code, std::string_view bearer) {
  return salted(code, bearer);
}

contest::Voter voter_of(std::string_view id, const Json& code) {
  const std::string round = code.value("round", "");
  return {round.empty() ? code.value("person", "") : std::string(id), round};
}

std::string voter_name(const contest::Voter& voter) {
  return (voter.of_audience() ? "audience/" : "judge/") + voter.judge;
}

Json code_without_secrets(const Json& code) {
  if (!code.is_object()) return nullptr;
  Json told = Json::object();
  for (const char* name : {"person", "round", "created", "expires", "entered"}) {
    if (code.contains(name)) told[name] = code[name];
  }
  return told;
}

std::string ballot_receipt(const std::string& show_id, std::uint64_t position, const Json& score) {
  const std::string hash = sha256_hex(show_id + ":" + std::to_string(position) + ":" + json::dump(score));
  // 40 bits in eight of Crockford's letters and digits, none of which is taken for another.
  constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::uint64_t bits = 0;
  std::from_chars(hash.data(), hash.data() + 10, bits, 16);
  std::string code;
  for (int shift = 35; shift >= 0; shift -= 5) {
    code += kLetters[(bits >> shift) & 31];
    if (shift == 20) code += '-';
  }
  return code;
}

}  // namespace leitai::show
