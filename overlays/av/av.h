// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavfilter/avfilter.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

#include <memory>
#include <string>

#include <tl/expected.hpp>

/// FFmpeg's objects with owners. For rooms whose own headers name none of them.
namespace leitai::overlays::av {

struct Release {
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
  void operator()(AVCodecContext* codec) const { avcodec_free_context(&codec); }
  void operator()(AVFilterGraph* graph) const { avfilter_graph_free(&graph); }
  void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};

using Frame = std::unique_ptr<AVFrame, Release>;
using Packet = std::unique_ptr<AVPacket, Release>;
using Codec = std::unique_ptr<AVCodecContext, Release>;
using Filters = std::unique_ptr<AVFilterGraph, Release>;
using Scaler = std::unique_ptr<SwsContext, Release>;

struct CloseInput {
  void operator()(AVFormatContext* input) const { avformat_close_input(&input); }
};
using Input = std::unique_ptr<AVFormatContext, CloseInput>;

/// Closes the file too; whoever wants it whole writes the trailer first.
struct CloseOutput {
  void operator()(AVFormatContext* output) const {
    if (output != nullptr && output->pb != nullptr) avio_closep(&output->pb);
    avformat_free_context(output);
  }
};
using Output = std::unique_ptr<AVFormatContext, CloseOutput>;

/// From now on FFmpeg itself says nothing on stderr: what is wrong comes back as a value.
void be_quiet();

/// The matrix of a picture's colours. Where it is not tagged: BT.709 from 720 lines up, BT.601 below, which is what
/// players assume, since standard definition was BT.601 and what came after it BT.709.
AVColorSpace matrix_of(const AVFrame& picture);
/// Whether black is 0 and white all ones; else they are 16 and 235 of 255.
bool is_full_range(const AVFrame& picture);
/// Light beyond SDR's range (PQ, HLG).
bool is_hdr(AVColorTransferCharacteristic transfer);

/// FFmpeg's sentence for one of its error numbers.
std::string reason(int error);

/// The same, after what could not be done: "FILE cannot be read: …".
tl::unexpected<std::string> failure(const std::string& what, int error);

}  // namespace leitai::overlays::av
