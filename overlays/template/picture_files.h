// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace leitai::overlays {

/// The file that a template or data means by `name`, in the first of `folders` that has it. A name is
/// relative, with `/` between its parts, and leads nowhere outside of a folder: not by `..`, not by a
/// symbolic link. Nothing where there is no such file.
std::optional<std::filesystem::path> find_picture(const std::vector<std::filesystem::path>& folders,
                                                  std::string_view name);

}  // namespace leitai::overlays
