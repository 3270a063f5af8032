#include "render/offscreen.h"

#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGWriter.h>
#include <vtkUnsignedCharArray.h>

#include <array>
#include <cmath>
#include <cstring>
#include <fstream>
#include <system_error>

namespace phiscope {

namespace {

std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const std::uint8_t byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1U) ^ ((crc & 1U) != 0U ? 0xEDB88320U : 0U);
        }
    }
    return ~crc;
}

void putBig(std::uint8_t* out, std::uint32_t value) {
    for (unsigned k = 0; k < 4; ++k) {
        out[k] = static_cast<std::uint8_t>(value >> (24U - 8U * k));
    }
}

/// The pHYs chunk (PNG specification 11.3.5.3): pixels a metre in both directions.
std::array<std::uint8_t, 21> physicalSize(double dpi) {
    std::array<std::uint8_t, 21> chunk{0, 0, 0, 9, 'p', 'H', 'Y', 's'};
    const auto perMetre = static_cast<std::uint32_t>(std::lround(dpi / 0.0254));
    putBig(chunk.data() + 8, perMetre);
    putBig(chunk.data() + 12, perMetre);
    chunk[16] = 1; // metre
    putBig(chunk.data() + 17, crc32({chunk.data() + 4, 13}));
    return chunk;
}

} // namespace

Result<void> writePng(const RgbaImage& image, const std::filesystem::path& file, double dpi) {
    vtkNew<vtkImageData> data;
    data->SetDimensions(image.width, image.height, 1);
    data->AllocateScalars(VTK_UNSIGNED_CHAR, 4);
    const auto row = static_cast<std::size_t>(image.width) * 4;
    auto* out = static_cast<std::uint8_t*>(data->GetScalarPointer());
    for (int y = 0; y < image.height; ++y) { // VTK's images stand on their first row
        std::memcpy(out + static_cast<std::size_t>(image.height - 1 - y) * row, image.at(0, y), row);
    }
    vtkNew<vtkPNGWriter> writer;
    writer->SetInputData(data);
    writer->WriteToMemoryOn();
    writer->Write();
    vtkUnsignedCharArray* png = writer->GetResult();
    constexpr vtkIdType headerEnd = 33; // signature 8, IHDR 25
    if (png == nullptr || png->GetNumberOfValues() < headerEnd) {
        return fail("The picture could not be packed as PNG.", "Choose a smaller size.", file.string());
    }
    const std::array<std::uint8_t, 21> size = physicalSize(dpi);
    std::filesystem::path beside = file;
    beside += ".part";
    {
        std::ofstream stream(beside, std::ios::binary);
        const auto write = [&](const std::uint8_t* from, std::size_t count) {
            stream.write(reinterpret_cast<const char*>(from), static_cast<std::streamsize>(count));
        };
        write(png->GetPointer(0), headerEnd);
        write(size.data(), size.size());
        write(png->GetPointer(headerEnd), static_cast<std::size_t>(png->GetNumberOfValues() - headerEnd));
        stream.flush();
        if (!stream) {
            std::error_code ignored;
            std::filesystem::remove(beside, ignored);
            return fail("The picture could not be written.",
                        "Check that the folder exists, that you may write there, and that the disk has room.",
                        file.string());
        }
    }
    std::error_code problem;
    std::filesystem::rename(beside, file, problem);
    if (problem) {
        std::error_code ignored;
        std::filesystem::remove(beside, ignored);
        return fail("The picture could not be written: " + problem.message() + ".", "Choose another name.",
                    file.string());
    }
    return {};
}

} // namespace phiscope
