// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/http/ready_page.h"

#include <utility>

#include "server/http/digest.h"
#include "server/http/gzip.h"

namespace leitai::http {

ReadyPage ready_page(std::string content_type, std::string body, bool compressible) {
  ReadyPage page{std::move(content_type), std::move(body), {}, {}};
  page.etag = '"' + sha256_hex(page.body).substr(0, 32) + '"';
  if (compressible && page.body.size() >= kWorthCompressing) {
    page.compressed = gzip(page.body);
  }
  return page;
}

}  // namespace leitai::http
