#include "render/offscreen.h"

#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGReader.h>

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace phiscope;

TEST_CASE("a PNG holds the pixels and the resolution") {
    RgbaImage image{3, 2, {}};
    for (int i = 0; i < 24; ++i) {
        image.pixels.push_back(static_cast<std::uint8_t>(10 * i));
    }
    const std::filesystem::path file = std::filesystem::temp_directory_path() / "phiscope-picture-ü.png";
    REQUIRE(writePng(image, file, 300.0));

    std::ifstream stream(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    const std::size_t at = bytes.find("pHYs");
    REQUIRE(at != std::string::npos);
    CHECK(at < bytes.find("IDAT"));
    const auto big = [&](std::size_t from) {
        unsigned value = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            value = value << 8U | static_cast<unsigned char>(bytes[from + k]);
        }
        return value;
    };
    CHECK(big(at + 4) == 11811); // 300 / 0.0254 pixels a metre
    CHECK(big(at + 8) == 11811);
    CHECK(bytes[at + 12] == 1);
    CHECK(bytes.find("\r\n\x1a\n") == 4);

    vtkNew<vtkPNGReader> reader;
    reader->SetFileName(file.c_str());
    reader->Update(); // complains about a chunk whose check sum is wrong
    CHECK(reader->GetErrorCode() == 0);
    vtkImageData* read = reader->GetOutput();
    REQUIRE(read->GetDimensions()[0] == 3);
    REQUIRE(read->GetDimensions()[1] == 2);
    for (int y = 0; y < 2; ++y) {
        for (int x = 0; x < 3; ++x) {
            for (int c = 0; c < 4; ++c) {
                CHECK(static_cast<int>(read->GetScalarComponentAsDouble(x, 1 - y, 0, c)) ==
                      image.at(x, y)[c]);
            }
        }
    }
    std::filesystem::remove(file);
}

TEST_CASE("a folder that is not there is an error in words, and nothing is left behind") {
    const RgbaImage image{1, 1, {1, 2, 3, 4}};
    const auto result = writePng(image, "/no/such/folder/picture.png");
    REQUIRE_FALSE(result);
    CHECK(result.error().message().find("/no/such/folder/picture.png") != std::string::npos);
    CHECK_FALSE(result.error().remedy.empty());
}

TEST_CASE("pictures over a transparent ground lose the weighting by alpha") {
    const std::vector<std::uint8_t> bottomUp{10, 20, 30, 0, 64, 32, 16, 128};
    const RgbaImage image = fromOpenGl(bottomUp, 1, 2, true);
    CHECK(image.at(0, 0)[0] == 128);
    CHECK(image.at(0, 0)[1] == 64);
    CHECK(image.at(0, 0)[3] == 128);
    CHECK(image.at(0, 1)[3] == 0);
    CHECK(fromOpenGl(bottomUp, 1, 2, false).at(0, 1)[3] == 255);
}
