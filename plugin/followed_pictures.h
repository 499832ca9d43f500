// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <tl/expected.hpp>

#include "overlays/air.h"
#include "overlays/json/json.h"
#include "plugin/remote_thread.h"

namespace leitai::plugin {

/// The uploaded pictures of a followed Leitai, fetched into a folder of this machine, each under the hash of its
/// content. What does not come is tried again, less and less often; what comes is kept only where its hash is the one
/// announced. Uploads are for everybody, so no token is sent.
class FollowedPictures {
 public:
  /// The pictures that are here. Called on a thread of its own whenever they are others.
  using Publish = std::function<void(std::shared_ptr<const overlays::AirPictures> pictures)>;

  struct Options {
    std::string url;
    std::filesystem::path folder;  ///< made where it is missing; nobody else writes there
  };
  FollowedPictures(Options options, Publish publish);
  ~FollowedPictures();
  FollowedPictures(const FollowedPictures&) = delete;
  FollowedPictures& operator=(const FollowedPictures&) = delete;

  /// `{NAME: HASH}`, a null for a name that means nothing any more. `whole`: names that it does not hold are gone.
  /// Never waits. The error is a sentence: no Leitai says that; nothing is then changed.
  tl::expected<void, std::string> announce(const json::Json& pictures, bool whole);

 private:
  using Names = std::map<std::string, std::filesystem::path, std::less<>>;  ///< to where the file lies, or is to

  struct Trouble {
    std::string why;
    bool nobody_answers = false;
  };

  void run();
  bool fetch_missing(const Names& wanted);
  tl::expected<void, Trouble> fetch(const std::string& name, const std::filesystem::path& file);
  void publish_what_is_here(const Names& wanted);
  void make_room(const Names& wanted);
  void tell(const std::string& trouble);
  Names wanted();
  Names newest();

  const Options options_;
  const Publish publish_;

  std::mutex mutex_;
  Names wanted_;            ///< under `mutex_`
  bool from_anew_ = false;  ///< under `mutex_`: the names came as a whole, and may be another show's

  // The thread's own.
  std::shared_ptr<const overlays::AirPictures> published_;
  std::shared_ptr<const overlays::AirPictures> last_;  ///< what names meant before, in the same show
  std::uintmax_t bytes_ = 0;                           ///< of all that lies in the folder
  std::string told_;                                   ///< the trouble that the log knows of
  Backoff backoff_;
  RemoteThread thread_;  ///< the last: it uses the others
};

}  // namespace leitai::plugin
