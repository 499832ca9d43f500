// SPDX-License-Identifier: GPL-2.0-or-later
#include "overlays/film/av.h"

#include <array>

namespace leitai::overlays::av {

void be_quiet() {
  av_log_set_level(AV_LOG_QUIET);
}

std::string reason(int error) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(error, text.data(), text.size());
  return text.data();
}

tl::unexpected<std::string> failure(const std::string& what, int error) {
  return tl::unexpected(what + ": " + reason(error));
}

}  // namespace leitai::overlays::av
