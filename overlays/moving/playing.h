// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>

#include "overlays/moving/moving.h"

namespace leitai::overlays {

/// What MovingPicture::open() makes of a file once it is open. An error is a sentence.
tl::expected<std::shared_ptr<MovingPicture>, std::string> play(std::unique_ptr<MovingFile> file, std::int64_t in_ns,
                                                               bool loop, Reading reading);

}  // namespace leitai::overlays
