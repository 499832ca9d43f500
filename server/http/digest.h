// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "server/show/digest.h"

namespace leitai::http {

using show::same_secret;
using show::sha256_hex;

}  // namespace leitai::http
