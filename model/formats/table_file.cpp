#include "model/formats/table_file.h"

#include "model/formats/csv_writer.h"
#include "model/formats/hdf5_file.h"
#include "model/support/atomic_file.h"

#include <array>
#include <charconv>

namespace phiscope {

namespace {

void append(std::string& text, double number) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    text.append(digits.data(), end);
}

Result<void> writeHdf5(const std::filesystem::path& path, const std::vector<TableColumn>& columns) {
    Result<AtomicFile> output = AtomicFile::create(path);
    if (!output) {
        return tl::unexpected(output.error());
    }
    try {
        hdf5::File file = hdf5::File::create(output->temporary());
        for (const TableColumn& column : columns) {
            const std::string dataset = "/" + column.name;
            if (column.texts.empty()) {
                file.write(dataset, {column.numbers.size()}, column.numbers.data());
            } else {
                file.writeTexts(dataset, column.texts);
            }
            file.attribute(dataset, "unit", column.unit.empty() ? std::string("1") : column.unit);
            file.attribute(dataset, "about", column.about);
        }
        file.close();
    } catch (const hdf5::Failure& failure) {
        return fail("the table cannot be written: " + failure.what + ".",
                    "Choose another folder, or free some space.", path.string());
    }
    return output->commit();
}

} // namespace

std::string tableText(const std::vector<TableColumn>& columns, char separator) {
    std::string text;
    const auto between = [&](std::size_t k) {
        text += k + 1 < columns.size() ? separator : '\n';
    };
    const auto field = [&](const std::string& words) {
        return separator == ',' ? csvField(words) : words;
    };
    for (std::size_t k = 0; k < columns.size(); ++k) {
        text += field(columns[k].title);
        between(k);
    }
    const std::size_t rows = columns.empty() ? 0 : columns.front().rows();
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t k = 0; k < columns.size(); ++k) {
            if (columns[k].texts.empty()) {
                append(text, columns[k].numbers[row]);
            } else {
                text += field(columns[k].texts[row]);
            }
            between(k);
        }
    }
    return text;
}

Result<void> writeTable(const std::filesystem::path& file, const std::vector<TableColumn>& columns) {
    const std::string ending = file.extension().string();
    if (ending == ".h5" || ending == ".hdf5") {
        return writeHdf5(file, columns);
    }
    return writeFileAtomically(file, tableText(columns, ','));
}

} // namespace phiscope
