// SPDX-License-Identifier: GPL-2.0-or-later
#include "plugin/followed_pictures.h"

#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <system_error>
#include <utility>

#include "plugin/guarded.h"
#include "plugin/log.h"
#include "server/show/digest.h"
#include "server/show/media.h"

namespace leitai::plugin {
namespace {

namespace fs = std::filesystem;
using json::Json;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kSilence{5'000};
/// Of one picture.
constexpr milliseconds kLongestFetch{60'000};
constexpr milliseconds kFirstWait{500};
constexpr milliseconds kLongestWait{30'000};
/// Where nothing is missing, until somebody says that something is.
constexpr milliseconds kIdle{60'000};
/// While many come, those that are here are shown so often.
constexpr milliseconds kPublishEvery{500};
/// What is no longer named stays as long as there is room, for another evening.
constexpr auto kMostBytes = static_cast<std::uintmax_t>(show::kMostMediaBytesInAll);

bool is_here(const fs::path& file) {
  std::error_code error;
  return fs::is_regular_file(file, error);
}

}  // namespace

FollowedPictures::FollowedPictures(Options options, Publish publish)
    : options_(std::move(options)),
      publish_(std::move(publish)),
      backoff_(kFirstWait, kLongestWait),
      thread_({"leitai pictures", options_.url, kSilence}) {
  thread_.start([this] { run(); });
}

FollowedPictures::~FollowedPictures() {
  thread_.stop();
}

tl::expected<void, std::string> FollowedPictures::announce(const Json& pictures, bool whole) {
  if (!pictures.is_object()) {
    return tl::unexpected(std::string("it does not speak as a Leitai does"));
  }
  Names next = whole ? Names() : wanted();
  for (const auto& [name, hash] : pictures.items()) {
    if (hash.is_null()) {
      next.erase(name);
      continue;
    }
    fs::path file = show::media_file(options_.folder, {{"hash", hash}});
    if (file.empty() || !show::is_media_name(name)) {
      return tl::unexpected(std::string("it names a picture as no Leitai does"));
    }
    next.insert_or_assign(name, std::move(file));
  }
  if (next.size() > show::kMostMediaNames) {
    return tl::unexpected(std::string("it has more pictures than can be followed"));
  }
  {
    const std::lock_guard lock(mutex_);
    wanted_ = std::move(next);
    from_anew_ = from_anew_ || whole;
  }
  thread_.wake();
  return {};
}

FollowedPictures::Names FollowedPictures::wanted() {
  const std::lock_guard lock(mutex_);
  return wanted_;
}

/// The same for the thread, which forgets what names meant before where they begin anew.
FollowedPictures::Names FollowedPictures::newest() {
  const std::lock_guard lock(mutex_);
  if (std::exchange(from_anew_, false)) {
    last_ = nullptr;
  }
  return wanted_;
}

void FollowedPictures::run() {
  while (!thread_.stopping()) {
    bool complete = false;
    guarded("fetch pictures", [&] {
      const Names names = newest();
      make_room(names);
      publish_what_is_here(names);
      complete = fetch_missing(names);
      publish_what_is_here(names);
    });
    if (complete) {
      backoff_.reset();
    }
    thread_.wait(complete ? kIdle : backoff_.next());
  }
}

/// True: nothing is missing any more.
bool FollowedPictures::fetch_missing(const Names& wanted) {
  std::set<fs::path> tried;
  std::string trouble;
  auto next_publish = Clock::now() + kPublishEvery;
  for (const auto& [name, file] : wanted) {
    if (thread_.stopping()) {
      return false;
    }
    if (is_here(file) || !tried.insert(file).second) {
      continue;
    }
    if (auto fetched = fetch(name, file); !fetched) {
      trouble = std::move(fetched.error().why);
      if (fetched.error().nobody_answers) {
        break;
      }
    }
    if (Clock::now() >= next_publish) {
      publish_what_is_here(wanted);
      next_publish = Clock::now() + kPublishEvery;
    }
  }
  tell(trouble);
  return trouble.empty();
}

tl::expected<void, FollowedPictures::Trouble> FollowedPictures::fetch(const std::string& name, const fs::path& file) {
  const auto end = Clock::now() + kLongestFetch;
  std::string bytes;
  int status = 0;
  const auto result = thread_.client().Get(
      "/api/v1/media/" + name,
      [&](const httplib::Response& response) {
        status = response.status;
        return status == 200;
      },
      [&](const char* piece, std::size_t size) {
        bytes.append(piece, size);
        return bytes.size() <= show::kMostMediaBytes && Clock::now() < end && !thread_.stopping();
      });
  if (status != 200 || !result) {
    const std::string why = status == 0 || status == 200 ? httplib::to_string(result.error()) : std::to_string(status);
    return tl::unexpected(Trouble{name + " (" + why + ")", status == 0});
  }
  if (show::sha256_hex(bytes) != file.filename().string()) {
    return tl::unexpected(Trouble{name + " (its content is not the one that was announced)"});
  }
  if (bytes_ + bytes.size() > kMostBytes) {
    return tl::unexpected(Trouble{name + " (there is no room for more pictures)"});
  }
  auto kept = show::keep_media(options_.folder, bytes);
  if (!kept) {
    return tl::unexpected(Trouble{std::move(kept.error())});
  }
  bytes_ += bytes.size();
  return {};
}

/// A name whose new picture is not here yet keeps the one that it had, unless that may be another show's.
void FollowedPictures::publish_what_is_here(const Names& wanted) {
  auto next = std::make_shared<overlays::AirPictures>();
  for (const auto& [name, file] : wanted) {
    if (is_here(file)) {
      next->files.emplace(name, file);
    } else if (const fs::path* before = last_ != nullptr ? last_->find(name) : nullptr; before != nullptr) {
      next->files.emplace(name, *before);
    }
  }
  last_ = next;
  if (published_ != nullptr ? next->files == published_->files : next->files.empty()) {
    return;
  }
  published_ = std::move(next);
  publish_(published_);
}

/// Pictures of other shows go where they fill more than half of the room.
void FollowedPictures::make_room(const Names& wanted) {
  std::set<fs::path> named;
  for (const auto& [name, file] : wanted) {
    named.insert(file);
  }
  std::error_code error;
  const auto all_bytes = [&] {
    std::uintmax_t bytes = 0;
    for (const auto& entry : fs::directory_iterator(options_.folder, error)) {
      std::error_code unreadable;
      const auto size = entry.file_size(unreadable);
      bytes += unreadable ? 0 : size;
    }
    return bytes;
  };
  bytes_ = all_bytes();
  if (bytes_ <= kMostBytes / 2 || wanted.empty()) {
    return;
  }
  for (const auto& entry : fs::directory_iterator(options_.folder, error)) {
    std::error_code gone;
    const bool on_air =
        published_ != nullptr && std::any_of(published_->files.begin(), published_->files.end(),
                                             [&](const auto& one) { return one.second == entry.path(); });
    if (!named.contains(entry.path()) && !on_air) {
      fs::remove(entry.path(), gone);
    }
  }
  bytes_ = all_bytes();
}

/// Once, until it is another or all is well.
void FollowedPictures::tell(const std::string& trouble) {
  if (trouble != told_ && !trouble.empty()) {
    log_warning("a picture of " + options_.url + " cannot be fetched: " + trouble + "; it is tried again");
  }
  told_ = trouble;
}

}  // namespace leitai::plugin
