#include "model/formats/swc_samples.h"

#include "model/formats/text_scanner.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

namespace phiscope {

namespace {

constexpr std::array<const char*, 7> columnNames{"id", "type", "x", "y", "z", "radius", "parent"};
constexpr float farthestUm = 1e6F; ///< a metre from the origin: the file's unit cannot be the micrometre
constexpr double largestId = 2147483647.0;
constexpr double largestType = 1e6;

class SampleReader {
public:
    SampleReader(std::string_view fileName, Notices& notices)
        : fileName_(fileName)
        , notices_(notices) {}

    Result<std::vector<SwcSample>> read(std::string_view text) {
        LineScanner lines(text);
        std::string_view line;
        bool comments = false;
        while (lines.next(line)) {
            std::string_view rest = line;
            const std::string_view word = takeWord(rest);
            if (word.empty()) {
                continue;
            }
            if (word.front() == '#') {
                comments = true;
                continue;
            }
            if (auto sample = readLine(line, lines.line()); !sample) {
                return tl::unexpected(sample.error());
            } else {
                samples_.push_back(*sample);
            }
        }
        if (samples_.empty()) {
            return fail(comments ? "The file has comments but no samples." : "The file is empty.",
                        "An SWC file has one line of seven numbers for every sample.", fileName_);
        }
        noteExtraColumns();
        sortById();
        return linkParents();
    }

private:
    tl::unexpected<Error> failAt(int line, std::string what, std::string remedy) const {
        return fail(std::move(what), std::move(remedy), fileName_, line);
    }

    Result<SwcSample> readLine(std::string_view line, int number) {
        std::array<std::string_view, 7> words;
        std::string_view rest = line;
        for (std::size_t column = 0; column < words.size(); ++column) {
            words[column] = takeWord(rest);
            if (words[column].empty() || words[column].front() == '#') {
                return failAt(number,
                              "the line has " + std::to_string(column) + " of the seven columns of a sample.",
                              line.find(',') != std::string_view::npos
                                  ? "Separate the columns by blanks, without commas."
                                  : "Complete it as: id, type, x, y, z, radius, parent; the file may be cut "
                                    "off here.");
            }
        }
        const std::string_view extra = takeWord(rest);
        if (!extra.empty() && extra.front() != '#' && firstExtraLine_ == 0) {
            firstExtraLine_ = number;
        }
        SwcSample sample;
        sample.line = number;
        const std::array<std::pair<std::size_t, double>, 3> integers{
            {{0, largestId}, {1, largestType}, {6, largestId}}};
        std::array<long long, 3> values{};
        for (std::size_t i = 0; i < integers.size(); ++i) {
            const auto [column, limit] = integers[i];
            const auto value = parseNumber<double>(words[column]);
            if (!value) {
                return notANumber(words[column], column, number);
            }
            if (!(std::abs(*value) <= limit) || *value != std::floor(*value)) {
                return failAt(number,
                              std::string("the ") + columnNames[column] + " \"" + quoted(words[column]) +
                                  "\" is no whole number in range.",
                              "Ids, types and parents are whole numbers.");
            }
            values[i] = static_cast<long long>(*value);
        }
        sample.id = values[0];
        sample.type = static_cast<int>(values[1]);
        sample.parentId = values[2];
        const std::array<float*, 4> lengths{&sample.x, &sample.y, &sample.z, &sample.radius};
        for (std::size_t i = 0; i < lengths.size(); ++i) {
            const std::size_t column = i + 2;
            const auto value = parseNumber<float>(words[column]);
            if (!value) {
                return notANumber(words[column], column, number);
            }
            if (!std::isfinite(*value)) {
                return failAt(number, std::string("the ") + columnNames[column] + " is not finite.",
                              "Replace it by a length in µm.");
            }
            if (std::abs(*value) > farthestUm) {
                return failAt(number,
                              std::string("the ") + columnNames[column] + " of " + quoted(words[column]) +
                                  " µm is more than a metre.",
                              "SWC files are in micrometres; scale the file's numbers.");
            }
            *lengths[i] = *value;
        }
        if (sample.id < 0) {
            return failAt(number, "the id " + std::to_string(sample.id) + " is negative.",
                          "Number the samples from 1.");
        }
        if (!(sample.radius > 0.0F)) {
            return failAt(number,
                          "the radius of sample " + std::to_string(sample.id) + " is " +
                              (sample.radius < 0.0F ? "negative." : "zero."),
                          "Give it the radius measured, or that of its neighbours.");
        }
        return sample;
    }

    tl::unexpected<Error> notANumber(std::string_view word, std::size_t column, int line) const {
        const bool comma = word.find(',') != std::string_view::npos;
        return failAt(
            line, std::string("the ") + columnNames[column] + " \"" + quoted(word) + "\" is not a number.",
            comma ? "Write decimals with a point and separate columns by blanks, without commas."
                  : "A sample has seven numbers; put # in front of a comment.");
    }

    /// A word of the file fit for a message: short, and without bytes that are no text.
    static std::string quoted(std::string_view word) {
        std::string text;
        for (const char c : word.substr(0, 20)) {
            text += c >= ' ' && c <= '~' ? c : '?';
        }
        return word.size() > 20 ? text + "..." : text;
    }

    void noteExtraColumns() {
        if (firstExtraLine_ > 0) {
            notices_.push_back(
                {Notice::Level::information, "Columns after the seventh are not used.", firstExtraLine_});
        }
    }

    void sortById() {
        const auto less = [](const SwcSample& a, const SwcSample& b) {
            return a.id < b.id;
        };
        if (!std::is_sorted(samples_.begin(), samples_.end(), less)) {
            std::stable_sort(samples_.begin(), samples_.end(), less);
            notices_.push_back({Notice::Level::information,
                                "The samples do not stand in the order of their ids; they were sorted.", 0});
        }
    }

    Result<std::vector<SwcSample>> linkParents() {
        std::unordered_map<long long, int> indexOf;
        indexOf.reserve(samples_.size());
        for (std::size_t i = 0; i < samples_.size(); ++i) {
            const auto [found, isNew] = indexOf.emplace(samples_[i].id, static_cast<int>(i));
            if (!isNew) {
                return failAt(samples_[i].line,
                              "the id " + std::to_string(samples_[i].id) + " is already that of line " +
                                  std::to_string(samples_[static_cast<std::size_t>(found->second)].line) +
                                  ".",
                              "Give every sample an id of its own.");
            }
        }
        int rootLine = 0;
        for (SwcSample& sample : samples_) {
            if (sample.parentId < 0) {
                if (rootLine > 0) {
                    return failAt(sample.line,
                                  "a second tree begins here; the first began in line " +
                                      std::to_string(rootLine) + ".",
                                  "Give sample " + std::to_string(sample.id) +
                                      " a parent, or put the trees into files of their own.");
                }
                rootLine = sample.line;
                continue;
            }
            const auto found = indexOf.find(sample.parentId);
            if (found == indexOf.end()) {
                return failAt(sample.line,
                              "the parent " + std::to_string(sample.parentId) + " does not exist.",
                              "Name an id of this file, or -1 if this is the root.");
            }
            sample.parent = found->second;
        }
        for (const SwcSample& sample : samples_) {
            if (sample.parentId >= sample.id) {
                return explainLaterParent(sample);
            }
        }
        return std::move(samples_);
    }

    /// A parent whose id is not smaller than the sample's own: itself, round a loop, or merely later.
    Result<std::vector<SwcSample>> explainLaterParent(const SwcSample& sample) const {
        const std::string id = std::to_string(sample.id);
        if (sample.parentId == sample.id) {
            return failAt(sample.line, "sample " + id + " is its own parent.",
                          "Name the sample that it grows from, or -1 if it is the root.");
        }
        int ancestor = sample.parent;
        for (std::size_t steps = 0; ancestor >= 0 && steps < samples_.size(); ++steps) {
            if (samples_[static_cast<std::size_t>(ancestor)].id == sample.id) {
                return failAt(sample.line,
                              "sample " + id + " is its own ancestor: the parents run in a circle.",
                              "Correct the parent of one of the samples in the circle.");
            }
            ancestor = samples_[static_cast<std::size_t>(ancestor)].parent;
        }
        return failAt(sample.line,
                      "the parent " + std::to_string(sample.parentId) + " of sample " + id +
                          " is not defined yet.",
                      "Number the samples so that every parent has a smaller id than its children.");
    }

    std::string fileName_;
    Notices& notices_;
    std::vector<SwcSample> samples_;
    int firstExtraLine_ = 0;
};

} // namespace

Result<std::vector<SwcSample>> readSwcSamples(std::string_view text, std::string_view fileName,
                                              Notices& notices) {
    return SampleReader(fileName, notices).read(text);
}

} // namespace phiscope
