#include "model/formats/morphology_reader.h"

#include "model/formats/morphml_reader.h"
#include "model/formats/neurolucida_asc_reader.h"
#include "model/formats/swc_reader.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstddef>
#include <fstream>
#include <system_error>
#include <utility>

namespace phiscope {

namespace {

std::string lowerCaseEnding(std::string_view fileName) {
    const std::size_t dot = fileName.find_last_of("./\\");
    if (dot == std::string_view::npos || fileName[dot] != '.') {
        return {};
    }
    std::string ending(fileName.substr(dot));
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending;
}

std::string stem(std::string_view fileName) {
    const std::size_t slash = fileName.find_last_of("/\\");
    const std::string_view base = slash == std::string_view::npos ? fileName : fileName.substr(slash + 1);
    return std::string(base.substr(0, base.find_last_of('.')));
}

Result<void> checkEnding(const std::string& ending, std::string_view fileName) {
    if (ending == ".hoc") {
        return fail("A .hoc file is a program, which only NEURON can run.",
                    "Open it with Import, which asks first and runs it in a process of its own.",
                    std::string(fileName));
    }
    if (ending != ".swc" && ending != ".asc" && ending != ".xml") {
        return fail("This is not a kind of morphology file that can be read.",
                    "Use .swc, Neurolucida .asc, MorphML .xml or NEURON .hoc.", std::string(fileName));
    }
    return {};
}

/// Refuses what is no text at all, before a reader complains about its first word.
Result<void> checkText(std::string_view text, std::string_view fileName) {
    if (text.size() > maxMorphologyBytes) {
        return fail("The file is larger than 512 MiB.", "Real morphologies are far smaller; check the file.",
                    std::string(fileName));
    }
    const std::string_view mark = text.substr(0, 2);
    if (mark == "\xFF\xFE" || mark == "\xFE\xFF") {
        return fail("The file is UTF-16 text.", "Save it as UTF-8 or plain ASCII.", std::string(fileName));
    }
    const std::size_t zero = text.find('\0');
    if (zero != std::string_view::npos) {
        const auto line =
            1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(zero), '\n');
        return fail("The file holds binary data, not text.",
                    "It may be packed or damaged; unpack it or fetch it again.", std::string(fileName),
                    static_cast<int>(line));
    }
    return {};
}

Result<std::string> readBytes(const std::filesystem::path& file, const std::string& name) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status)) {
        return fail("The file does not exist.", "Check its name and folder.", name);
    }
    if (!std::filesystem::is_regular_file(status)) {
        return fail("This is not a file.", "Choose a file, not a folder or a device.", name);
    }
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (!error && size > maxMorphologyBytes) {
        return fail("The file has " + std::to_string(size / (std::uintmax_t{1024} * 1024)) +
                        " MiB, more than the 512 MiB that are read.",
                    "Real morphologies are far smaller; check the file.", name);
    }
    std::ifstream stream(file, std::ios::binary);
    std::string text;
    if (!error && stream) {
        text.resize(static_cast<std::size_t>(size));
        stream.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
    }
    if (error || stream.bad() || !stream.is_open() || text.size() != size) {
        return fail("The file cannot be read.", "Check that you may read it.", name);
    }
    return text;
}

} // namespace

Result<MorphologyImport> parseMorphology(std::string_view text, std::string_view fileName) {
    const std::string ending = lowerCaseEnding(fileName);
    if (auto known = checkEnding(ending, fileName); !known) {
        return tl::unexpected(known.error());
    }
    if (auto plain = checkText(text, fileName); !plain) {
        return tl::unexpected(plain.error());
    }
    Result<MorphologyImport> import = ending == ".asc"   ? parseNeurolucidaAsc(text, fileName)
                                      : ending == ".xml" ? parseMorphMl(text, fileName)
                                                         : parseSwc(text, fileName);
    if (import) {
        import->morphology.name = stem(fileName);
    }
    return import;
}

Result<MorphologyImport> readMorphology(const std::filesystem::path& file) {
    const std::string name = file.string();
    if (auto known = checkEnding(lowerCaseEnding(name), name); !known) {
        return tl::unexpected(known.error());
    }
    const Result<std::string> text = readBytes(file, name);
    if (!text) {
        return tl::unexpected(text.error());
    }
    return parseMorphology(*text, name);
}

} // namespace phiscope
