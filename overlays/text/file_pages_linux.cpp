// SPDX-License-Identifier: GPL-2.0-or-later
#include <sys/mman.h>
#include <unistd.h>

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>

#include "overlays/text/file_pages.h"

namespace leitai::overlays {

bool is_mapped_file(const void* bytes, std::size_t size) {
  const auto begin = reinterpret_cast<std::uintptr_t>(bytes);
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    std::uintptr_t from = 0, to = 0;
    unsigned long inode = 0;
    char access[5] = {};
    if (std::sscanf(line.c_str(), "%" SCNxPTR "-%" SCNxPTR " %4s %*s %*s %lu", &from, &to, access, &inode) == 4 &&
        begin == from && size <= to - from) {
      return std::string_view(access) == "r--p" && inode != 0;
    }
  }
  return false;
}

void give_back_pages(const void* bytes, std::size_t size) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  ::madvise(const_cast<void*>(bytes), (size + page - 1) / page * page, MADV_DONTNEED);
}

}  // namespace leitai::overlays
