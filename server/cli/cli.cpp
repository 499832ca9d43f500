// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/cli/cli.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>

#include "server/cli/version.h"

namespace leitai::cli {

namespace {

/// stdout belongs to what a command prints; everything said in passing goes to stderr.
void log_to_stderr() {
  auto logger = spdlog::stderr_logger_mt("leitai");
  logger->set_pattern("%Y-%m-%d %H:%M:%S.%e %l %v");
  spdlog::set_default_logger(std::move(logger));
}

int parse_and_run(int argc, char** argv) {
  int status = kDone;
  CLI::App app("Contest graphics for OBS Studio, driven over HTTP", "leitai");
  app.set_version_flag("--version", std::string("leitai ") + kVersion);
  app.require_subcommand(1);
  add_serve(app, status);
  add_check(app, status);
  add_play(app, status);
  add_sample(app, status);
  add_import(app, status);
  add_export(app, status);
  add_backup(app, status);
  add_new(app, status);
  add_token(app, status);
  add_render(app, status);
  add_rerender(app, status);
  add_gallery(app, status);
  add_clips(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // Help is no error; everything else is one of usage, whatever number the library has for it.
    return app.exit(error) == 0 ? kDone : kFailed;
  }
  return status;
}

}  // namespace

int run(int argc, char** argv) {
  try {
    log_to_stderr();
    return parse_and_run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "leitai: %s\n", error.what());
    return kUnusable;
  }
}

}  // namespace leitai::cli
