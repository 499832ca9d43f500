// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/publish/news.h"

#include "server/contest/contest.h"
#include "server/show/public_change.h"

namespace leitai::publish {

using json::Json;

std::string change_text(const Edition& before, const Edition& after) {
  const Json told = {{"show", after.show()},
                     {"revision", after.revision},
                     {"previous", before.revision},
                     {"patch", show::public_change(before.document, after.document)}};
  std::string text = json::dump(told);
  return text.size() < after.text->size() ? text : *after.text;
}

std::string heartbeat_text(const Edition& newest, std::int64_t now_ms) {
  return json::dump(
      Json{{"now", contest::format_time(now_ms)}, {"show", newest.show()}, {"revision", newest.revision}});
}

}  // namespace leitai::publish
