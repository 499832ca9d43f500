// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

/// Processes and what they use, from /proc.
namespace leitai::bench {

/// A process and everything that it started and that still runs.
std::vector<pid_t> process_tree(pid_t root);

/// Seconds of CPU that a tree used, those included that ended and were waited for.
double tree_cpu_s(pid_t root);
/// MB of memory that a tree holds, memory shared with others by its share (PSS).
double tree_memory_mb(pid_t root);
/// Seconds of CPU of this process's threads of that name.
double threads_cpu_s(const std::string& name);

/// What ends without having waited for its children leaves them to this process.
void adopt_orphans();
/// Ends everything that this process started, at once, and waits for it.
void end_children();

/// What a program of one's own printed; nothing where it failed or took longer than that. Ends what
/// the program left behind.
std::optional<std::string> output_of(const std::vector<std::string>& command, int limit_s);

/// Starts a program that ends with this one; its output goes nowhere.
pid_t start_quietly(const std::vector<std::string>& command);

}  // namespace leitai::bench
