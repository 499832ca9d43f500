// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/platform/platform.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <set>
#include <thread>

#include <catch2/catch.hpp>

using namespace leitai::platform;
namespace fs = std::filesystem;

namespace {

/// A folder of a test's own, gone afterwards.
class TempFolder {
 public:
  TempFolder() : path_(fs::temp_directory_path() / ("leitai-platform-" + random_hex(8))) {
    fs::create_directory(path_);
  }
  ~TempFolder() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string first_line(const fs::path& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

/// Runs `body` in a child process and gives its exit status.
template <typename Body>
int in_child(Body body) {
  const auto child = ::fork();
  if (child == 0) ::_exit(body());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("a lock whose folder is missing says that it is the file") {
  const auto lock = FileLock::acquire("/nonexistent-folder/show.lock");
  REQUIRE_FALSE(lock);
  CHECK(lock.error().fault == LockFault::file);
  CHECK(lock.error().message.find("/nonexistent-folder/show.lock") != std::string::npos);
}

TEST_CASE("a held lock is refused to the same process, and the holder is named") {
  TempFolder folder;
  const auto first = FileLock::acquire(folder.path() / "show.lock");
  REQUIRE(first);
  const auto second = FileLock::acquire(folder.path() / "show.lock");
  REQUIRE_FALSE(second);
  CHECK(second.error().fault == LockFault::held);
  CHECK(second.error().holder == std::to_string(::getpid()));
  CHECK(second.error().message.find("(process " + std::to_string(::getpid()) + ")") != std::string::npos);
}

TEST_CASE("a held lock is refused to another process") {
  TempFolder folder;
  const auto path = folder.path() / "show.lock";
  const auto held = FileLock::acquire(path);
  REQUIRE(held);
  CHECK(in_child([&] {
          const auto other = FileLock::acquire(path);
          return !other && other.error().fault == LockFault::held ? 7 : 1;
        }) == 7);
}

TEST_CASE("a lock is free again after its object, and after its process was killed") {
  TempFolder folder;
  const auto path = folder.path() / "show.lock";
  { REQUIRE(FileLock::acquire(path)); }
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const auto child = ::fork();
  if (child == 0) {
    const auto held = FileLock::acquire(path);
    const char answer = held ? 'y' : 'n';
    if (::write(ready[1], &answer, 1) != 1) ::_exit(1);
    for (;;) ::pause();
  }
  char answer = 0;
  REQUIRE(::read(ready[0], &answer, 1) == 1);
  REQUIRE(answer == 'y');
  CHECK_FALSE(FileLock::acquire(path));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  CHECK(FileLock::acquire(path));
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_CASE("show time starts at the wall clock") {
  const auto before = wall_clock_ms();
  const ShowClock clock;
  const auto now = clock.now_ms();
  const auto after = wall_clock_ms();
  CHECK(now >= before);
  CHECK(now <= after + 1);
}

TEST_CASE("show time never starts before the journal's last record, and runs on from there") {
  const auto ahead = wall_clock_ms() + 3'600'000;
  const ShowClock clock(ahead);
  const auto first = clock.now_ns();
  CHECK(first >= ahead * 1'000'000);
  auto second = clock.now_ns();
  while (second == first) second = clock.now_ns();
  CHECK(second > first);
}

TEST_CASE("show time never goes back, whichever thread asks") {
  const ShowClock clock;
  std::vector<std::thread> threads;
  std::vector<int> backwards(4, 0);
  for (std::size_t i = 0; i < backwards.size(); ++i) {
    threads.emplace_back([&, i] {
      auto last = clock.now_ns();
      for (int turn = 0; turn < 100'000; ++turn) {
        const auto now = clock.now_ns();
        if (now < last) ++backwards[i];
        last = now;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(backwards == std::vector<int>(4, 0));
}

TEST_CASE("the wall clock counts from the Unix epoch") {
  const auto seconds = static_cast<std::int64_t>(std::time(nullptr));
  const auto ms = wall_clock_ms();
  CHECK(ms / 1000 >= seconds);
  // time() tells the kernel's last tick, which may be of the second before.
  CHECK(ms / 1000 <= static_cast<std::int64_t>(std::time(nullptr)) + 1);
}

TEST_CASE("random hex has the asked size, only hex digits, and does not repeat") {
  CHECK(random_hex(0).empty());
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto text = random_hex(16);
    REQUIRE(text.size() == 32);
    REQUIRE(text.find_first_not_of("0123456789abcdef") == std::string::npos);
    seen.insert(text);
  }
  CHECK(seen.size() == 1000);
}

TEST_CASE("only plain web addresses are handed to a browser") {
  for (const char* url : {"", "file:///etc/passwd", "javascript:alert(1)", "http://a b", "--help", "http://a\"b",
                          "http://a\nb", "ftp://host/"}) {
    INFO(url);
    CHECK_FALSE(open_in_browser(url));
  }
}

TEST_CASE("a missing browser opener is an error, not silence") {
  TempFolder empty;
  CHECK(in_child([&] {
          ::setenv("PATH", empty.path().c_str(), 1);
          const auto opened = open_in_browser("http://127.0.0.1:5757/control");
          return !opened && opened.error().find("xdg-open") != std::string::npos ? 7 : 1;
        }) == 7);
}

TEST_CASE("the browser opener gets the address as one argument and no open file of ours") {
  TempFolder folder;
  const auto script = folder.path() / "xdg-open";
  const auto seen = folder.path() / "seen";
  {
    std::ofstream out(script);
    out << "#!/bin/sh\nif [ -e /proc/self/fd/77 ]; then open=yes; else open=no; fi\n"
        << "echo \"$# $1 $open\" > " << seen.string() << ".part\n"
        << "/bin/mv " << seen.string() << ".part " << seen.string() << "\n";
  }
  fs::permissions(script, fs::perms::owner_all);
  CHECK(in_child([&] {
          ::setenv("PATH", folder.path().c_str(), 1);
          if (::dup2(2, 77) != 77) return 1;
          return open_in_browser("http://127.0.0.1:5757/control#token=a;b&c") ? 7 : 1;
        }) == 7);
  for (int turn = 0; turn < 1000 && !fs::exists(seen); ++turn)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  CHECK(first_line(seen) == "1 http://127.0.0.1:5757/control#token=a;b&c no");
}

TEST_CASE("a stop signal ends the wait, also where another thread could have taken it") {
  for (const int signal : {SIGINT, SIGTERM}) {
    const auto child = ::fork();
    if (child == 0) {
      StopSignal stop;
      std::thread other([] {
        for (;;) ::pause();
      });
      ::kill(::getpid(), signal);
      stop.wait();
      ::_exit(7);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 7));
  }
}

TEST_CASE("the running program knows its own file") {
  CHECK(fs::equivalent(executable_path(), "/proc/self/exe"));
}

TEST_CASE("a file is written whole or not at all, and nothing lies beside it") {
  const TempFolder folder;
  const auto names = [&] {
    std::set<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder.path())) found.insert(entry.path().filename().string());
    return found;
  };
  const auto text_of = [](const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  CHECK_FALSE(write_durably(folder.path() / "nowhere" / "a", "text"));
  fs::create_directory(folder.path() / "taken");
  const auto refused = write_durably(folder.path() / "taken", "text");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().find("taken cannot be written: ") != std::string::npos);
  CHECK(names() == std::set<std::string>{"taken"});
  for (const std::string& text :
       {std::string("first"), std::string("a\0b\n", 4), std::string(), std::string(3'000'000, 'x')}) {
    REQUIRE(write_durably(folder.path() / "a", text));
    CHECK((text_of(folder.path() / "a") == text));
    CHECK(names() == std::set<std::string>{"a", "taken"});
  }
}
