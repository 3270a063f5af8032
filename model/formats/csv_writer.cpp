#include "model/formats/csv_writer.h"

#include "model/scene/fields.h"
#include "model/support/atomic_file.h"

namespace phiscope {

std::string csvField(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string result = "\"";
    for (const char c : text) {
        result += c == '"' ? std::string("\"\"") : std::string(1, c);
    }
    return result + "\"";
}

Result<void> writeCsv(const std::filesystem::path& file, const std::vector<CsvColumn>& columns,
                      std::int64_t rows, const CsvValue& value) {
    Result<AtomicFile> output = AtomicFile::create(file);
    if (!output) {
        return tl::unexpected(output.error());
    }
    constexpr std::size_t blockBytes = std::size_t{1} << 20U;
    std::string block;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        block += c > 0 ? "," : "";
        block += csvField(columns[c].title + (columns[c].unit.empty() ? "" : " (" + columns[c].unit + ")"));
    }
    block += '\n';
    for (std::int64_t r = 0; r < rows; ++r) {
        for (int c = 0; c < static_cast<int>(columns.size()); ++c) {
            block += c > 0 ? "," : "";
            block += numberText(value(r, c));
        }
        block += '\n';
        if (block.size() >= blockBytes) {
            if (Result<void> written = output->write(block); !written) {
                return written;
            }
            block.clear();
        }
    }
    if (Result<void> written = output->write(block); !written) {
        return written;
    }
    return output->commit();
}

} // namespace phiscope
