// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace leitai::http {

/// A page's file, ready to send.
struct ReadyPage {
  std::string content_type;
  std::string body;
  std::string compressed;  ///< gzip; empty where it is not worth it
  std::string etag;
};

ReadyPage ready_page(std::string content_type, std::string body, bool compressible);

}  // namespace leitai::http
