// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

/// Films, as FFmpeg's programs see them.
namespace leitai::test {

/// What a shell command prints; it must succeed.
std::string output_of(const std::string& command);

/// A checksum of each picture, a line each.
std::string pictures_of(const std::string& film);

/// The pixels of the picture at `seconds`, three bytes each.
std::string pixels_at(const std::string& film, double seconds);

/// Pictures of grey, and nothing else.
void make_grey_film(const std::string& film, int seconds, const std::string& size, int rate);

/// A show file: a contest of one name that is on air from 1 to 3 seconds, and a title at 4.
void write_show(const std::string& file);

}  // namespace leitai::test
