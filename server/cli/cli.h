// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

namespace CLI {
class App;
}

/// The program `leitai`: it puts the house together.
namespace leitai::cli {

/// Runs the program and gives its exit status.
int run(int argc, char** argv);

/// What a command ends with. `check` has meanings of its own for the same numbers.
constexpr int kDone = 0;
constexpr int kFailed = 1;    ///< usage, findings, a refusal
constexpr int kUnusable = 2;  ///< it cannot start: a file, a port, a disk

// Each declares its options, and stores its status in `status` when it was chosen and has run.
void add_serve(CLI::App& app, int& status);
void add_check(CLI::App& app, int& status);
void add_play(CLI::App& app, int& status);
void add_sample(CLI::App& app, int& status);
void add_import(CLI::App& app, int& status);
void add_export(CLI::App& app, int& status);
void add_backup(CLI::App& app, int& status);
void add_new(CLI::App& app, int& status);
void add_token(CLI::App& app, int& status);
void add_render(CLI::App& app, int& status);
void add_rerender(CLI::App& app, int& status);
void add_gallery(CLI::App& app, int& status);
void add_clips(CLI::App& app, int& status);

}  // namespace leitai::cli
