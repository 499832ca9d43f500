// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/search/search.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <tuple>
#include <unordered_map>

namespace leitai::search {

namespace {

using contest::Json;

/// More texts than a contest has names; past it the memory begins anew.
constexpr std::size_t kMaxKept = 20'000;

std::string utf8(const icu::UnicodeString& text) {
  std::string bytes;
  text.toUTF8String(bytes);
  return bytes;
}

/// Compatibility forms made one (full-width digits and letters), case folded.
icu::UnicodeString folded(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  auto source = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  const icu::Normalizer2* form = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) return source;
  icu::UnicodeString result = form->normalize(source, error);
  return U_FAILURE(error) ? source : result;
}

icu::UnicodeString without_blanks(const icu::UnicodeString& text) {
  icu::UnicodeString kept;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 sign = text.char32At(at);
    if (u_isalnum(sign)) kept.append(sign);
  }
  return kept;
}

/// The first letter of each word; a number is kept whole.
icu::UnicodeString initials_of(const icu::UnicodeString& latin) {
  icu::UnicodeString kept;
  UChar32 before = ' ';
  for (std::int32_t at = 0; at < latin.length(); at = latin.moveIndex32(at, 1)) {
    const UChar32 sign = latin.char32At(at);
    const bool begins = !u_isalnum(before) || u_isdigit(before);
    if (u_isdigit(sign) || (u_isalnum(sign) && begins)) kept.append(sign);
    before = sign;
  }
  return kept;
}

std::string text_of(const Json& data, const char* name) {
  const auto found = data.find(name);
  if (found == data.end()) return {};
  if (found->is_string()) return found->get<std::string>();
  return found->is_number_integer() ? std::to_string(found->get<std::int64_t>()) : std::string();
}

bool begins(const std::string& text, const std::string& with) {
  return text.size() >= with.size() && text.compare(0, with.size(), with) == 0;
}

bool holds(const std::string& text, const std::string& what) {
  return text.find(what) != std::string::npos;
}

/// How well somebody fits; none: not at all.
std::optional<int> grade_of(const std::string& query, const std::string& number, const Keys& name,
                            const Keys& organization) {
  const bool fits[] = {
      !number.empty() && number == query,
      name.initials == query || name.plain == query,
      !number.empty() && begins(number, query),
      begins(name.initials, query) || begins(name.plain, query),
      begins(name.latin, query),
      holds(name.plain, query) || holds(name.initials, query),
      begins(organization.plain, query) || begins(organization.initials, query),
      holds(organization.plain, query) || begins(organization.latin, query),
  };
  const auto first = std::find(std::begin(fits), std::end(fits), true);
  return first == std::end(fits) ? std::nullopt : std::optional(static_cast<int>(first - std::begin(fits)));
}

/// "9" before "10".
std::tuple<std::size_t, std::string> number_order(const std::string& number) {
  const std::size_t digits = number.find_first_not_of('0');
  const std::string bare = digits == std::string::npos ? number : number.substr(digits);
  return {bare.size(), bare};
}

}  // namespace

struct Search::Impl {
  std::mutex mutex;
  std::unordered_map<std::string, Keys> kept;  ///< under `mutex`

  const Keys& keys(const std::string& text) {
    if (kept.size() > kMaxKept) kept.clear();
    const auto [at, is_new] = kept.try_emplace(text);
    if (is_new) {
      const icu::UnicodeString plain = folded(text);
      icu::UnicodeString latin = plain;
      if (const icu::Transliterator* rules = to_latin()) rules->transliterate(latin);
      at->second = {utf8(without_blanks(plain)), utf8(without_blanks(latin)), utf8(initials_of(latin))};
    }
    return at->second;
  }

 private:
  /// Null: ICU has no such data. Made at the first search: its rules take seven megabytes, and most shows inside OBS
  /// are never searched.
  const icu::Transliterator* to_latin() {
    std::call_once(made_, [this] {
      UErrorCode error = U_ZERO_ERROR;
      rules_.reset(icu::Transliterator::createInstance("Han-Latin/Names; Latin-ASCII; Lower", UTRANS_FORWARD, error));
      if (U_FAILURE(error)) rules_.reset();
    });
    return rules_.get();
  }

  std::once_flag made_;
  std::unique_ptr<icu::Transliterator> rules_;
};

Search::Search() : impl_(std::make_unique<Impl>()) {}

Search::~Search() = default;

Keys Search::keys_of(const std::string& text) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->keys(text);
}

std::vector<Found> Search::find(const contest::Store& store, std::string_view query, std::size_t limit) {
  const std::string wanted = utf8(without_blanks(folded(query.substr(0, kMaxQueryBytes))));
  if (wanted.empty()) return {};
  struct Candidate {
    Found found;
    std::tuple<std::size_t, std::string> number;
    std::string name;
  };
  std::vector<Candidate> candidates;
  const std::lock_guard lock(impl_->mutex);
  for (const char* type : {"contestants", "people"}) {
    for (const auto& [id, resource] : store.all(type)) {
      const std::string name = text_of(resource->data, "name");
      const std::string number = utf8(without_blanks(folded(text_of(resource->data, "number"))));
      // A copy: the next one may move what is kept.
      const Keys of_name = impl_->keys(name);
      const Keys of_organization = impl_->keys(text_of(resource->data, "organization"));
      if (const auto grade = grade_of(wanted, number, of_name, of_organization)) {
        candidates.push_back({{type, id, *grade}, number_order(number), name});
      }
    }
  }
  const auto order = [](const Candidate& one) {
    return std::tie(one.found.grade, one.found.type, one.number, one.name, one.found.id);
  };
  std::sort(candidates.begin(), candidates.end(),
            [&](const Candidate& a, const Candidate& b) { return order(a) < order(b); });
  std::vector<Found> result;
  for (Candidate& one : candidates) {
    if (result.size() == limit) break;
    result.push_back(std::move(one.found));
  }
  return result;
}

}  // namespace leitai::search
