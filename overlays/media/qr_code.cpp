// SPDX-License-Identifier: GPL-2.0-or-later
#include <qrcodegen/QrCode.hpp>

#include "overlays/media/picture.h"

namespace leitai::overlays {

tl::expected<QrCode, std::string> qr_code(std::string_view text) {
  if (text.empty()) return tl::unexpected(std::string("an empty text has no QR code"));
  try {
    const auto code = qrcodegen::QrCode::encodeText(std::string(text).c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    QrCode result{code.getSize(), {}};
    for (int y = 0; y < result.size; ++y) {
      for (int x = 0; x < result.size; ++x) result.dark.push_back(code.getModule(x, y) ? 1 : 0);
    }
    return result;
  } catch (const qrcodegen::data_too_long&) {
    return tl::unexpected("a text of " + std::to_string(text.size()) + " bytes is longer than a QR code holds");
  }
}

}  // namespace leitai::overlays
