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

std::string qr_svg(std::string_view text) {
  const auto code = qr_code(text);
  if (!code) return {};
  const std::string side = std::to_string(code->size + 2 * kQuietZone);
  std::string modules;
  for (int y = 0; y < code->size; ++y) {
    for (int x = 0; x < code->size; ++x) {
      if (code->dark[static_cast<std::size_t>(y) * code->size + x] == 0) continue;
      modules += 'M' + std::to_string(x + kQuietZone) + ' ' + std::to_string(y + kQuietZone) + "h1v1h-1z";
    }
  }
  return R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 )" + side + ' ' + side +
         R"(" shape-rendering="crispEdges"><rect width=")" + side + R"(" height=")" + side +
         R"(" fill="#fff"/><path d=")" + modules + R"("/></svg>)";
}

}  // namespace leitai::overlays
