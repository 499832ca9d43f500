// SPDX-License-Identifier: GPL-2.0-or-later
#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
// clang-format off
#include <windows.h>
#include <bcrypt.h>
#include <realtimeapiset.h>
#include <shellapi.h>
// clang-format on

#include <system_error>

#include "server/platform/memory.h"
#include "server/platform/platform.h"
#include "server/platform/platform_common.h"
#include "server/platform/priority.h"

namespace leitai::platform {

namespace {

constexpr std::int64_t kUnixEpochInFileTime = 116'444'736'000'000'000;  ///< 100 ns since 1601
/// Where the locked byte lies: past the text, so that others can read who holds the lock.
constexpr DWORD kLockedByte = 0x4000'0000;

std::string reason(DWORD error) {
  return std::system_category().message(static_cast<int>(error));
}

std::string name_of(const std::filesystem::path& path) {
  const auto text = path.u8string();
  return {text.begin(), text.end()};
}

std::string read_holder(HANDLE file) {
  char text[32] = {};
  DWORD length = 0;
  OVERLAPPED at{};
  if (!::ReadFile(file, text, sizeof text - 1, &length, &at)) length = 0;
  const std::string holder(text, length);
  return holder.substr(0, holder.find('\n'));
}

void write_holder(HANDLE file) {
  const auto text = std::to_string(::GetCurrentProcessId()) + "\n";
  OVERLAPPED at{};
  DWORD written = 0;
  if (::WriteFile(file, text.data(), static_cast<DWORD>(text.size()), &written, &at)) {
    ::SetFilePointer(file, static_cast<LONG>(text.size()), nullptr, FILE_BEGIN);
    ::SetEndOfFile(file);
  }
}

HANDLE stop_event() {
  static const HANDLE event = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
  return event;
}

BOOL WINAPI on_console_event(DWORD) {
  ::SetEvent(stop_event());
  return TRUE;
}

}  // namespace

std::int64_t wall_clock_ms() {
  FILETIME now{};
  ::GetSystemTimePreciseAsFileTime(&now);
  const auto ticks = (static_cast<std::int64_t>(now.dwHighDateTime) << 32) | now.dwLowDateTime;
  return (ticks - kUnixEpochInFileTime) / 10'000;
}

std::int64_t boot_clock_ns() {
  ULONGLONG ticks = 0;
  ::QueryInterruptTimePrecise(&ticks);  // counts time asleep, unlike the unbiased one
  return static_cast<std::int64_t>(ticks) * 100;
}

bool fill_random(std::span<std::uint8_t> bytes) {
  return ::BCryptGenRandom(nullptr, bytes.data(), static_cast<ULONG>(bytes.size()), BCRYPT_USE_SYSTEM_PREFERRED_RNG) ==
         0;
}

tl::expected<std::unique_ptr<FileLock>, LockError> FileLock::acquire(const std::filesystem::path& path) {
  const HANDLE file = ::CreateFileW(path.c_str(), GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                    nullptr, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
  if (file == INVALID_HANDLE_VALUE) {
    return tl::unexpected(
        LockError{LockFault::file, name_of(path) + " cannot be opened: " + reason(::GetLastError()), {}});
  }
  OVERLAPPED at{};
  at.Offset = kLockedByte;
  if (!::LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at)) {
    const auto error = ::GetLastError();
    const auto holder = read_holder(file);
    ::CloseHandle(file);
    if (error == ERROR_LOCK_VIOLATION || error == ERROR_IO_PENDING) {
      return tl::unexpected(held_error(name_of(path), holder));
    }
    return tl::unexpected(LockError{LockFault::file, name_of(path) + " cannot be locked: " + reason(error), {}});
  }
  write_holder(file);
  return std::unique_ptr<FileLock>(new FileLock(reinterpret_cast<std::intptr_t>(file)));
}

FileLock::~FileLock() {
  ::CloseHandle(reinterpret_cast<HANDLE>(handle_));
}

tl::expected<void, std::string> write_durably(const std::filesystem::path& file, std::string_view bytes) {
  const auto beside = beside_of(file);
  const HANDLE out =
      ::CreateFileW(beside.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr);
  bool whole = out != INVALID_HANDLE_VALUE;
  while (whole && !bytes.empty()) {
    constexpr std::size_t kAtOnce = 1 << 20;
    DWORD written = 0;
    const auto length = static_cast<DWORD>(bytes.size() < kAtOnce ? bytes.size() : kAtOnce);
    whole = ::WriteFile(out, bytes.data(), length, &written, nullptr) && written > 0;
    bytes.remove_prefix(written);
  }
  whole = whole && ::FlushFileBuffers(out);
  DWORD error = whole ? 0 : ::GetLastError();
  if (out != INVALID_HANDLE_VALUE) ::CloseHandle(out);
  if (whole && ::MoveFileExW(beside.c_str(), file.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
    return {};
  if (whole) error = ::GetLastError();
  ::DeleteFileW(beside.c_str());
  return tl::unexpected(name_of(file) + " cannot be written: " + reason(error));
}

tl::expected<void, std::string> write_privately(const std::filesystem::path& file, std::string_view bytes) {
  return write_durably(file, bytes);
}

StopSignal::StopSignal() {
  stop_event();
  ::SetConsoleCtrlHandler(on_console_event, TRUE);
}

void StopSignal::wait() {
  ::WaitForSingleObject(stop_event(), INFINITE);
}

bool StopSignal::asked() const {
  return ::WaitForSingleObject(stop_event(), 0) == WAIT_OBJECT_0;
}

tl::expected<void, std::string> open_in_browser(const std::string& url) {
  if (!is_web_address(url)) return tl::unexpected(std::string("not a web address: ") + url);
  const auto address = std::filesystem::path(std::u8string(url.begin(), url.end())).wstring();
  const auto result = reinterpret_cast<std::intptr_t>(
      ::ShellExecuteW(nullptr, L"open", address.c_str(), nullptr, nullptr, SW_SHOWNORMAL));
  // ShellExecute's answer is an instance handle only by name: above 32 is success.
  if (result <= 32) return tl::unexpected("no browser can be started: " + reason(::GetLastError()));
  return {};
}

bool stderr_is_terminal() {
  DWORD mode = 0;
  return ::GetConsoleMode(::GetStdHandle(STD_ERROR_HANDLE), &mode) != 0;
}

void give_back_memory() {}

void give_way() {
  ::SetThreadPriority(::GetCurrentThread(), THREAD_PRIORITY_BELOW_NORMAL);
}

std::filesystem::path executable_path() {
  std::wstring text(32'768, L'\0');
  const auto length = ::GetModuleFileNameW(nullptr, text.data(), static_cast<DWORD>(text.size()));
  text.resize(length);
  return text;
}

}  // namespace leitai::platform
