// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/cli/program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <regex>

namespace leitai::test {

void write_file(const std::string& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

std::string read_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Program::Program(const std::vector<std::string>& arguments) {
  const std::string program = std::string(LEITAI_BINARY_DIR) + "/bin/leitai";
  std::vector<std::string> copy{program};
  copy.insert(copy.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (auto& each : copy) argv.push_back(each.data());
  argv.push_back(nullptr);
  const int out = ::open(out_file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int err = ::open(err_file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that is ended leaves nothing behind
    ::dup2(out, 1);
    ::dup2(err, 2);
    ::execv(program.c_str(), argv.data());
    ::_exit(127);
  }
  ::close(out);
  ::close(err);
}

Program::~Program() {
  if (ended()) return;
  signal(SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

bool Program::ended() {
  if (ended_) return true;
  int raw = 0;
  if (::waitpid(pid_, &raw, WNOHANG) != pid_) return false;
  ended_ = true;
  status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : -1;
  return true;
}

std::string Program::first_line() {
  eventually([this] { return out().find('\n') != std::string::npos || ended(); });
  const auto text = out();
  return text.substr(0, text.find('\n'));
}

void Program::signal(int number) const {
  ::kill(pid_, number);
}

int Program::status() {
  return eventually([this] { return ended(); }) ? status_ : -1;
}

Run run(const std::vector<std::string>& arguments) {
  Program program(arguments);
  const int status = program.status();
  return {status, program.out(), program.err()};
}

Ready parse_ready(const std::string& line) {
  static const std::regex kReady("leitai: ready http://127\\.0\\.0\\.1:([0-9]+) show=(\\S+)( token=(\\S+))?");
  std::smatch parts;
  if (!std::regex_match(line, parts, kReady)) return {};
  return {std::stoi(parts[1]), parts[2], parts[4]};
}

}  // namespace leitai::test
