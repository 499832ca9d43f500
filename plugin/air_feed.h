// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "overlays/air.h"
#include "server/show/show.h"

namespace leitai::plugin {

/// Where pictures learn what is on air, and which time it is there: the show of this OBS, or one that it follows.
class AirFeed {
 public:
  virtual ~AirFeed() = default;

  /// Null where nothing is known yet. Not for the graphics thread.
  virtual std::shared_ptr<const overlays::Air> air() const = 0;

  /// Calls `changed` after each change of air(), on any thread; it must return at once. unsubscribe() waits for a
  /// running call.
  virtual int subscribe(std::function<void()> changed) = 0;
  virtual void unsubscribe(int subscription) = 0;

  /// Show time, nanoseconds since the Unix epoch. From any thread; takes no lock.
  virtual std::int64_t now_ns() const = 0;

  /// Another number where now_ns() is told by another clock from now on, and may go back. As now_ns().
  virtual std::uint64_t clock_number() const { return 0; }

  /// Not on the graphics thread.
  virtual void report_first_frame(const show::FirstFrame& frame) = 0;
};

/// The own show's.
class ShowAir final : public AirFeed {
 public:
  /// `show` must live longer.
  explicit ShowAir(show::Show& show) : show_(show) {}
  std::shared_ptr<const overlays::Air> air() const override { return show_.snapshot()->air; }
  int subscribe(std::function<void()> changed) override {
    return show_.subscribe([changed = std::move(changed)](const show::SnapshotPtr&) { changed(); });
  }
  void unsubscribe(int subscription) override { show_.unsubscribe(subscription); }
  std::int64_t now_ns() const override { return show_.now_ns(); }
  void report_first_frame(const show::FirstFrame& frame) override { show_.report_first_frame(frame); }

 private:
  show::Show& show_;
};

}  // namespace leitai::plugin
