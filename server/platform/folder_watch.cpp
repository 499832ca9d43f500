// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <system_error>
#include <vector>

#include "server/platform/platform.h"

namespace leitai::platform {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxFiles = 4096;

std::string line_of(const fs::directory_entry& entry, const fs::path& folder) {
  std::error_code ignored;
  const std::string name = entry.path().lexically_relative(folder).generic_string();
  // A folder's time changes with the hidden files in it.
  if (entry.is_directory(ignored)) return name;
  const auto time = entry.last_write_time(ignored).time_since_epoch().count();
  return name + ":" + std::to_string(entry.file_size(ignored)) + ":" + std::to_string(time);
}

std::string signature_of(const fs::path& folder) {
  std::vector<std::string> lines;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const bool hidden = it->path().filename().string().starts_with('.');
    if (hidden) it.disable_recursion_pending();
    if (!hidden) lines.push_back(line_of(*it, folder));
    if (lines.size() >= kMaxFiles) break;
  }
  std::sort(lines.begin(), lines.end());
  std::string signature = error ? "cannot be read\n" : "read\n";
  for (const auto& line : lines) signature += line + "\n";
  return signature;
}

}  // namespace

std::string signature_of(const std::vector<fs::path>& folders) {
  std::string signature;
  for (const fs::path& folder : folders) signature += signature_of(folder) + "\n";
  return signature;
}

FolderWatch::FolderWatch(Folders folders, std::function<void(const std::string&)> changed,
                         std::chrono::milliseconds interval)
    : folders_(std::move(folders)), changed_(std::move(changed)), interval_(interval), thread_([this] { run(); }) {}

FolderWatch::~FolderWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

bool FolderWatch::wait() {
  std::unique_lock lock(mutex_);
  return !stop_.wait_for(lock, interval_, [this] { return stopping_; });
}

void FolderWatch::run() {
  std::string told;
  std::string before = signature_of(folders_());
  while (wait()) {
    std::string now = signature_of(folders_());
    const bool still = now == before;
    before = std::move(now);
    if (!still || before == told) continue;
    told = before;
    changed_(told);
  }
}

}  // namespace leitai::platform
