// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/plugin/harness/display_server.h"

#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include <X11/Xlib.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace leitai::test {
namespace {

[[noreturn]] void become_xvfb(int report_fd) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int null_fd = open("/dev/null", O_RDWR);
  dup2(null_fd, STDOUT_FILENO);
  dup2(null_fd, STDERR_FILENO);
  const std::string fd = std::to_string(report_fd);
  execlp("Xvfb", "Xvfb", "-displayfd", fd.c_str(), "-screen", "0", "640x480x24", "-nolisten", "tcp", nullptr);
  _exit(127);
}

}  // namespace

DisplayServer& DisplayServer::instance() {
  static DisplayServer server;
  return server;
}

DisplayServer::DisplayServer() {
  int report[2];
  if (pipe(report) != 0) {
    throw std::runtime_error("no pipe for Xvfb");
  }
  pid_ = fork();
  if (pid_ == 0) {
    close(report[0]);
    become_xvfb(report[1]);
  }
  close(report[1]);
  std::string number;
  for (char c = 0; read(report[0], &c, 1) == 1 && c != '\n';) {
    number += c;
  }
  close(report[0]);
  if (number.empty()) {
    throw std::runtime_error("Xvfb did not start");
  }
  // libobs's hotkeys open the display that the environment names, whatever they are given.
  setenv("DISPLAY", (":" + number).c_str(), 1);
  display_ = XOpenDisplay(nullptr);
  if (display_ == nullptr) {
    throw std::runtime_error("Xvfb does not answer");
  }
}

DisplayServer::~DisplayServer() {
  // The display stays open: the GL driver's own exit handlers may still use it.
  if (pid_ > 0) {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }
}

}  // namespace leitai::test
