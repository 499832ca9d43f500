// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "server/platform/platform.h"

/// Runs the built program, as a user would.
namespace leitai::test {

/// A folder of a test's own, gone afterwards.
class TempFolder {
 public:
  TempFolder() : path_(std::filesystem::temp_directory_path() / ("leitai-test-" + platform::random_hex(8))) {
    std::filesystem::create_directory(path_);
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string operator/(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

void write_file(const std::string& file, const std::string& text);
std::string read_file(const std::string& file);

/// `leitai` with arguments, running. It is killed where it still runs at the object's end.
class Program {
 public:
  explicit Program(const std::vector<std::string>& arguments);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// The first line of stdout; what there is of it where none comes within two minutes.
  std::string first_line();
  void signal(int number) const;
  pid_t pid() const { return pid_; }
  /// Waits for the end; -1 where it was ended by a signal, or has not ended within two minutes.
  int status();
  /// What it has written, once it has ended.
  std::string out() const { return read_file(out_file_); }
  std::string err() const { return read_file(err_file_); }

 private:
  bool ended();

  TempFolder folder_;
  std::string out_file_ = folder_ / "out";
  std::string err_file_ = folder_ / "err";
  pid_t pid_ = -1;
  bool ended_ = false;
  int status_ = -1;
};

/// A whole run.
struct Run {
  int status = -1;
  std::string out;
  std::string err;
};
Run run(const std::vector<std::string>& arguments);

/// A ready line's parts; port 0 where it is not one.
struct Ready {
  int port = 0;
  std::string show;
  std::string token;
};
Ready parse_ready(const std::string& line);

/// Waits, at most two minutes, until the predicate holds.
template <typename Predicate>
bool eventually(Predicate predicate) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(2);
  while (!predicate()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace leitai::test
