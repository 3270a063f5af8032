#include "model/formats/hdf5_file.h"
#include "model/formats/results_file.h"
#include "model/scene/scene_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <system_error>

namespace phiscope {

namespace {

using hdf5::Failure;
using hdf5::File;
using hdf5::Shape;
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

void require(bool holds, const std::string& what) {
    if (!holds) {
        throw Failure{what};
    }
}

/// The length of a list, or the two sizes of a table; refuses what cannot be real.
Shape shapeOf(const File& file, const std::string& path, std::size_t rank) {
    constexpr std::uint64_t most = std::uint64_t{1} << 40U;
    const Shape shape = file.shape(path);
    require(shape.size() == rank, path + " has not the number of dimensions that it should have");
    std::uint64_t count = 1;
    for (const std::uint64_t size : shape) {
        require(size <= most && count * std::max<std::uint64_t>(size, 1) <= most,
                path + " has an impossible size");
        count *= std::max<std::uint64_t>(size, 1);
    }
    return shape;
}

template <typename T>
std::vector<T> readList(const File& file, const std::string& path, std::size_t count) {
    std::vector<T> values(count);
    file.read(path, {count}, values.data());
    return values;
}

RowMajor readMatrix(const File& file, const std::string& path) {
    const Shape shape = shapeOf(file, path, 2);
    RowMajor matrix(static_cast<Eigen::Index>(shape[0]), static_cast<Eigen::Index>(shape[1]));
    file.read(path, shape, matrix.data());
    return matrix;
}

/// Every section hangs, over its parents, on one root.
void requireTree(const std::vector<int>& parents) {
    const int n = static_cast<int>(parents.size());
    require(std::count(parents.begin(), parents.end(), -1) == 1, "the cell has not exactly one root");
    std::vector<char> reached(parents.size(), 0);
    for (int k = 0; k < n; ++k) {
        std::vector<int> way;
        int at = k;
        while (at != -1 && reached[static_cast<std::size_t>(at)] == 0) {
            reached[static_cast<std::size_t>(at)] = 2;
            way.push_back(at);
            at = parents[static_cast<std::size_t>(at)];
            require(at >= -1 && at < n, "a section's parent is not there");
        }
        require(at == -1 || reached[static_cast<std::size_t>(at)] == 1, "the cell's sections form a ring");
        for (const int section : way) {
            reached[static_cast<std::size_t>(section)] = 1;
        }
    }
}

void readMorphology(const File& file, Morphology& morphology, std::vector<int>& nseg) {
    const std::string room = "/cell/morphology/";
    const std::vector<std::string> names = file.readTexts(room + "section_names");
    const std::size_t n = names.size();
    require(n > 0, "the cell has no sections");
    const auto types = readList<int>(file, room + "section_types", n);
    const auto parents = readList<int>(file, room + "parents", n);
    const auto parentX = readList<double>(file, room + "parent_x", n);
    const auto childX = readList<double>(file, room + "child_x", n);
    const auto fileNseg = readList<int>(file, room + "file_nseg", n);
    const auto Ra = readList<double>(file, room + "file_Ra", n);
    const auto cm = readList<double>(file, room + "file_cm", n);
    const auto first = readList<int>(file, room + "first_point", n + 1);
    nseg = readList<int>(file, room + "nseg", n);
    const Shape shape = shapeOf(file, room + "points", 2);
    require(shape[1] == 4, room + "points has not four columns");
    std::vector<float> points(shape[0] * 4);
    file.read(room + "points", shape, points.data());
    require(std::all_of(points.begin(), points.end(), [](float v) { return std::isfinite(v); }),
            "a point of the cell is not finite");
    requireTree(parents);
    require(first.front() == 0 && static_cast<std::uint64_t>(first.back()) == shape[0],
            room + "first_point does not fit the points");
    const std::vector<std::string> name = file.readTexts(room + "name");
    morphology.name = name.empty() ? "" : name.front();
    for (std::size_t k = 0; k < n; ++k) {
        require(first[k + 1] >= first[k] + 2, names[k] + " has fewer than two points");
        require(nseg[k] >= 1 && nseg[k] <= maxSegmentsPerSection,
                names[k] + " has an impossible number of segments");
        require(types[k] >= 0 && types[k] <= static_cast<int>(SectionType::other),
                names[k] + " is of no known type");
        require(parentX[k] >= 0.0 && parentX[k] <= 1.0 && (childX[k] == 0.0 || childX[k] == 1.0),
                names[k] + " is attached at an impossible place");
        Section& section = morphology.sections.emplace_back();
        section.name = names[k];
        section.type = static_cast<SectionType>(types[k]);
        section.parent = parents[k];
        section.parentX = parentX[k];
        section.childX = childX[k];
        section.fileSegmentCount = fileNseg[k];
        section.fileRa = std::isnan(Ra[k]) ? std::nullopt : std::optional(Ra[k]);
        section.fileCm = std::isnan(cm[k]) ? std::nullopt : std::optional(cm[k]);
        for (auto p = static_cast<std::size_t>(first[k]); p < static_cast<std::size_t>(first[k + 1]); ++p) {
            section.points.push_back(
                {points[4 * p], points[4 * p + 1], points[4 * p + 2], points[4 * p + 3]});
        }
    }
}

Result<std::shared_ptr<const Recording>> readRecording(const File& file, const Scene& scene, int segments) {
    RecordingLayout layout;
    const Shape size = shapeOf(file, "/recording/i_membrane", 2);
    const Shape points = shapeOf(file, "/recording/point_currents", 2);
    require(size[1] == static_cast<std::uint64_t>(segments), "the recording is not of this cell's segments");
    layout.segments = segments;
    layout.frames = static_cast<std::int64_t>(size[0]);
    layout.pointProcesses = static_cast<int>(std::min<std::uint64_t>(points[1], 100'000'000));
    if (file.has("/recording/point_segments")) {
        layout.pointSegments.resize(static_cast<std::size_t>(layout.pointProcesses));
        file.read("/recording/point_segments", {points[1]}, layout.pointSegments.data());
        require(std::all_of(layout.pointSegments.begin(), layout.pointSegments.end(),
                            [&](int at) { return at >= -1 && at < segments; }),
                "a synapse or stimulus sits on a segment that the cell has not got");
    }
    layout.dtMs = file.attributeNumber("/recording", "dt_ms");
    layout.variables = file.readTexts("/recording/variable_names");
    require(layout.frames > 0, "the recording is empty");
    require(std::isfinite(layout.dtMs) && layout.dtMs > 0.0, "the recording has an impossible time step");
    const auto limit = static_cast<std::size_t>(scene.run.memoryLimitGib * 1024.0 * 1024.0 * 1024.0);
    Result<std::shared_ptr<Recording>> created = Recording::create(layout, limit);
    if (!created) {
        return tl::unexpected(created.error());
    }
    Recording& recording = **created;
    file.read("/recording/i_membrane", size, recording.writeCurrents(0));
    file.read("/recording/v", size, recording.writePotentials(0));
    if (layout.pointProcesses > 0) {
        file.read("/recording/point_currents", {size[0], points[1]}, recording.writePointCurrents(0));
    }
    for (std::size_t k = 0; k < layout.variables.size(); ++k) {
        file.read("/recording/variables/" + std::to_string(k), size,
                  recording.writeVariable(static_cast<int>(k), 0));
    }
    recording.publish(layout.frames);
    recording.finish();
    return std::shared_ptr<const Recording>(std::move(*created));
}

std::vector<ProbeSignals> readSignals(const File& file, Eigen::Index frames) {
    std::vector<ProbeSignals> signals;
    for (const std::string& member : file.members("/signals")) {
        const std::string group = "/signals/" + member;
        ProbeSignals probe;
        probe.id = file.attributeText(group, "id");
        probe.name = file.attributeText(group, "name");
        probe.unit = file.attributeText(group + "/values", "unit");
        probe.values = readMatrix(file, group + "/values");
        const RowMajor contacts = readMatrix(file, group + "/contacts");
        require(contacts.cols() == 3 && contacts.rows() == probe.values.rows() &&
                    probe.values.cols() == frames,
                group + " does not fit the recording");
        probe.contactsUm = contacts.transpose();
        signals.push_back(std::move(probe));
    }
    return signals;
}

Result<ResultsFile> readFrom(const File& file, const std::string& name) {
    require(file.attributeText("/", "format") == "phiscope results",
            "it is an HDF5 file, but not of Phiscope");
    if (file.attributeNumber("/", "format_version") != 1.0) {
        return fail("these results were saved by a newer version of Phiscope.",
                    "Open them with that version.", name);
    }
    ResultsFile results;
    results.program = file.attributeText("/", "program");
    Result<SceneFile> scene = parseScene(file.readText("/scene"), name);
    if (!scene) {
        Error error = scene.error();
        error.line = 0;
        error.what = "the scene in it cannot be read: " + error.what;
        error.remedy = "Open an older copy of the file.";
        return tl::unexpected(std::move(error));
    }
    results.scene = std::move(scene->scene);
    results.notices = std::move(scene->notices);
    readMorphology(file, results.cell.morphology, results.cell.nseg);
    results.cell.placed = placeCell(results.cell.morphology, results.cell.nseg, results.scene.cell.pose);
    results.cell.pose = results.scene.cell.pose;
    Result<std::shared_ptr<const Recording>> recording =
        readRecording(file, results.scene, results.cell.placed.segments.size());
    if (!recording) {
        return tl::unexpected(recording.error());
    }
    results.recording = std::move(*recording);
    const auto frames = static_cast<Eigen::Index>(results.recording->frameCount());
    results.probes = readSignals(file, frames);
    results.dipoleMoment = readMatrix(file, "/dipole_moment");
    require(results.dipoleMoment.rows() == 3 && results.dipoleMoment.cols() == frames,
            "/dipole_moment does not fit the recording");
    return results;
}

} // namespace

Result<ResultsFile> readResults(const std::filesystem::path& path) {
    std::error_code code;
    const std::filesystem::file_status status = std::filesystem::status(path, code);
    if (status.type() == std::filesystem::file_type::not_found) {
        return fail("there is no such file.", "Check the name and the folder.", path.string());
    }
    if (status.type() != std::filesystem::file_type::regular) {
        return fail("this is not a regular file.", "Choose a results file.", path.string());
    }
    try {
        const File file = File::open(path);
        return readFrom(file, path.string());
    } catch (const Failure& failure) {
        return fail("the results cannot be read: " + failure.what + ".",
                    "Choose another file, or run the scene again.", path.string());
    } catch (const std::bad_alloc&) {
        return fail("there is not enough memory for these results.", "Close other programs.", path.string());
    }
}

} // namespace phiscope
