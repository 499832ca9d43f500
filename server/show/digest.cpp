// SPDX-License-Identifier: GPL-2.0-or-later
#include "server/show/digest.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <array>

namespace leitai::show {
namespace {

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

Digest sha256(std::string_view text) {
  Digest digest{};
  ::SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return digest;
}

}  // namespace

std::string sha256_hex(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : sha256(text)) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

bool same_secret(std::string_view a, std::string_view b) {
  // Digests are equally long, whatever the secrets are.
  const Digest x = sha256(a);
  const Digest y = sha256(b);
  return CRYPTO_memcmp(x.data(), y.data(), x.size()) == 0;
}

}  // namespace leitai::show
