// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string_view>

/// What fuzzers feed: each takes any bytes, and throws where a promise is broken. Memory errors and undefined behaviour
/// are the sanitizers' to find.
namespace fuzz {

/// A template file, or a theme.json and a template file with a line `---` between them. What is accepted is taken,
/// changed, taken out and drawn, with its sample.
void run_template(std::string_view input);

/// Whether a theme with that template has no findings.
bool template_accepted(std::string_view input);

/// What is said on air with a shipped template, and when: see targets/data.cpp.
void run_data(std::string_view input);

/// Whether it says anything.
bool data_accepted(std::string_view input);

/// Any text, as JSON.
void run_json(std::string_view input);

/// A text with data in it and, after its first line feed, the data. The text is read as a condition too.
void run_binding(std::string_view input);

/// Events and commands, on a small show: see targets/events.cpp.
void run_events(std::string_view input);

/// Whether it is a list of anything.
bool events_accepted(std::string_view input);

/// A table, as a file that is imported into a small show: see targets/csv.cpp.
void run_csv(std::string_view input);

/// Any bytes, as a picture that is uploaded.
void run_picture(std::string_view input);

/// Any bytes, as a file of pictures that move.
void run_moving(std::string_view input);

}  // namespace fuzz
