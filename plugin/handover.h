// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <memory>

namespace leitai::plugin {

/// Hands the newest of a kind of things from one thread to another, and takes back what was used,
/// without a lock: the taking thread never waits, and never frees. T has a member `T* next`, which
/// belongs to the handover.
template <class T>
class Handover {
 public:
  Handover() = default;
  ~Handover() {
    delete newest_.load();
    take_returned([](std::unique_ptr<T>) {});
  }
  Handover(const Handover&) = delete;
  Handover& operator=(const Handover&) = delete;

  /// Giving side. Returns what was put before and never taken.
  std::unique_ptr<T> put(std::unique_ptr<T> value) {
    return std::unique_ptr<T>(newest_.exchange(value.release(), std::memory_order_acq_rel));
  }

  /// Giving side: everything that was given back.
  template <class Use>
  void take_returned(Use use) {
    T* node = returned_.exchange(nullptr, std::memory_order_acquire);
    while (node != nullptr) {
      T* next = node->next;
      use(std::unique_ptr<T>(node));
      node = next;
    }
  }

  /// Taking side: the newest, once; null where nothing is new. Give it back when it was used.
  T* take() {
    // A load first: an exchange writes, and in a steady picture there is nothing to write.
    return newest_.load(std::memory_order_relaxed) == nullptr ? nullptr
                                                              : newest_.exchange(nullptr, std::memory_order_acq_rel);
  }

  /// Taking side.
  void give_back(T* value) {
    T* head = returned_.load(std::memory_order_relaxed);
    do {
      value->next = head;
    } while (!returned_.compare_exchange_weak(head, value, std::memory_order_release, std::memory_order_relaxed));
  }

 private:
  std::atomic<T*> newest_{nullptr};
  std::atomic<T*> returned_{nullptr};
};

/// Things from one thread to another in order, none left out, without a lock. T has a member
/// `std::atomic<T*> after`, which belongs to the line. What was taken stays the line's until the
/// giving thread calls drop_taken().
template <class T>
class Line {
 public:
  Line() : oldest_(new T), newest_(oldest_), taken_(oldest_) {}
  ~Line() {
    while (oldest_ != nullptr) {
      T* after = oldest_->after.load();
      delete oldest_;
      oldest_ = after;
    }
  }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  /// Giving side.
  void put(std::unique_ptr<T> value) {
    T* node = value.release();
    newest_->after.store(node, std::memory_order_release);
    newest_ = node;
  }

  /// Giving side: frees what the other side is done with.
  void drop_taken() {
    const T* last = taken_.load(std::memory_order_acquire);
    while (oldest_ != last) {
      T* after = oldest_->after.load(std::memory_order_relaxed);
      delete oldest_;
      oldest_ = after;
    }
  }

  /// Taking side: the next, or null; it is the same until next() is called again after done().
  T* next() { return taken_.load(std::memory_order_relaxed)->after.load(std::memory_order_acquire); }
  /// Taking side: what next() gave is used.
  void done() { taken_.store(next(), std::memory_order_release); }

 private:
  T* oldest_;  ///< giving side's; the first node holds nothing, or was taken
  T* newest_;  ///< giving side's
  std::atomic<T*> taken_;
};

}  // namespace leitai::plugin
