// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/overlay/process_tree.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace leitai::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// What /proc/…/stat says.
struct Stat {
  pid_t parent = 0;
  double cpu_s = 0;           ///< its own
  double children_cpu_s = 0;  ///< of those it waited for
};

std::optional<Stat> stat_of(const fs::path& file) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line)) {
    return std::nullopt;
  }
  // The name stands in parentheses and may hold anything.
  std::istringstream fields(line.substr(line.rfind(')') + 1));
  std::string state, skipped;
  Stat stat;
  double ticks[4] = {};
  fields >> state >> stat.parent;
  for (int i = 0; i < 9; ++i) {
    fields >> skipped;
  }
  for (double& value : ticks) {
    fields >> value;
  }
  const auto per_second = static_cast<double>(sysconf(_SC_CLK_TCK));
  stat.cpu_s = (ticks[0] + ticks[1]) / per_second;
  stat.children_cpu_s = (ticks[2] + ticks[3]) / per_second;
  return stat;
}

fs::path folder_of(pid_t pid) {
  return "/proc/" + std::to_string(pid);
}

std::vector<char*> arguments(const std::vector<std::string>& command) {
  std::vector<char*> result;
  for (const std::string& word : command) {
    result.push_back(const_cast<char*>(word.c_str()));
  }
  result.push_back(nullptr);
  return result;
}

/// Waits until it can be read from; false where the time is over first.
bool readable(int fd, Clock::time_point end) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
  pollfd waiting{fd, POLLIN, 0};
  return left > 0 && poll(&waiting, 1, static_cast<int>(left)) > 0;
}

/// Everything until the program closes its output or the time is over.
std::string read_until(int fd, Clock::time_point end) {
  std::string text;
  char bytes[4096];
  while (readable(fd, end)) {
    const ssize_t count = read(fd, bytes, sizeof(bytes));
    if (count <= 0) {
      break;
    }
    text.append(bytes, static_cast<std::size_t>(count));
  }
  return text;
}

void wait_or_kill(pid_t pid, Clock::time_point end) {
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (handle < 0 || !readable(handle, end)) {
    kill(pid, SIGKILL);
  }
  close(handle);
}

}  // namespace

std::vector<pid_t> process_tree(pid_t root) {
  std::multimap<pid_t, pid_t> children;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const pid_t pid = std::atoi(entry.path().filename().c_str());
    if (const auto stat = pid > 0 ? stat_of(entry.path() / "stat") : std::nullopt) {
      children.emplace(stat->parent, pid);
    }
  }
  std::vector<pid_t> tree{root};
  for (std::size_t i = 0; i < tree.size(); ++i) {
    const auto [begin, end] = children.equal_range(tree[i]);
    std::for_each(begin, end, [&](const auto& child) { tree.push_back(child.second); });
  }
  return tree;
}

double tree_cpu_s(pid_t root) {
  double sum = 0;
  for (const pid_t pid : process_tree(root)) {
    if (const auto stat = stat_of(folder_of(pid) / "stat")) {
      sum += stat->cpu_s + stat->children_cpu_s;
    }
  }
  return sum;
}

double tree_memory_mb(pid_t root) {
  double kilobytes = 0;
  for (const pid_t pid : process_tree(root)) {
    std::ifstream in(folder_of(pid) / "smaps_rollup");
    for (std::string word; in >> word;) {
      if (double value = 0; word == "Pss:" && in >> value) {
        kilobytes += value;
      }
    }
  }
  return kilobytes / 1024;
}

double threads_cpu_s(const std::string& name) {
  double sum = 0;
  std::error_code ended;
  for (const auto& entry : fs::directory_iterator("/proc/self/task", ended)) {
    std::string found;
    std::ifstream comm(entry.path() / "comm");
    if (std::getline(comm, found) && found == name) {
      // Nanoseconds on a core, waiting, and turns.
      double ns = 0;
      std::ifstream(entry.path() / "schedstat") >> ns;
      sum += ns / 1e9;
    }
  }
  return sum;
}

void adopt_orphans() {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
}

void end_children() {
  const pid_t self = getpid();
  for (auto tree = process_tree(self); tree.size() > 1; tree = process_tree(self)) {
    std::for_each(tree.begin() + 1, tree.end(), [](pid_t pid) { kill(pid, SIGKILL); });
    while (waitpid(-1, nullptr, 0) > 0) {
    }
  }
}

std::optional<std::string> output_of(const std::vector<std::string>& command, int limit_s) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return std::nullopt;
  }
  const pid_t pid = fork();
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(ends[1], STDOUT_FILENO);
    execv(command.front().c_str(), arguments(command).data());
    _exit(127);
  }
  close(ends[1]);
  const auto end = Clock::now() + std::chrono::seconds(limit_s);
  const std::string text = read_until(ends[0], end);
  close(ends[0]);
  wait_or_kill(pid, end);
  int status = 0;
  waitpid(pid, &status, 0);
  end_children();
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? std::optional(text) : std::nullopt;
}

pid_t start_quietly(const std::vector<std::string>& command) {
  const pid_t pid = fork();
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int null_fd = open("/dev/null", O_RDWR);
    dup2(null_fd, STDIN_FILENO);
    dup2(null_fd, STDOUT_FILENO);
    dup2(null_fd, STDERR_FILENO);
    execvp(command.front().c_str(), arguments(command).data());
    _exit(127);
  }
  return pid;
}

}  // namespace leitai::bench
