#include "model/formats/hdf5_file.h"
#include "model/formats/results_file.h"
#include "model/forward/dipole.h"
#include "model/forward/make_forward_model.h"
#include "model/forward/projector.h"
#include "model/scene/scene_file.h"
#include "model/support/atomic_file.h"

#include <limits>

namespace phiscope {

namespace {

using hdf5::File;
using hdf5::Shape;
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

std::uint64_t size(std::size_t n) {
    return n;
}

template <typename T>
void writeDescribed(File& file, const std::string& path, const Shape& shape, const T* values,
                    const std::string& unit, const std::string& axes) {
    file.write(path, shape, values);
    file.attribute(path, "unit", unit);
    file.attribute(path, "axes", axes);
}

/// A matrix as rows of columns, whatever Eigen's order in memory.
void writeMatrix(File& file, const std::string& path, const RowMajor& matrix, const std::string& unit,
                 const std::string& axes) {
    writeDescribed(file, path,
                   {static_cast<std::uint64_t>(matrix.rows()), static_cast<std::uint64_t>(matrix.cols())},
                   matrix.data(), unit, axes);
}

void writeRecording(File& file, const Recording& recording) {
    const RecordingLayout& layout = recording.layout();
    const auto frames = static_cast<std::uint64_t>(recording.frameCount());
    const auto segments = static_cast<std::uint64_t>(layout.segments);
    const auto points = static_cast<std::uint64_t>(layout.pointProcesses);
    file.makeGroup("/recording");
    file.attribute("/recording", "dt_ms", layout.dtMs);
    std::vector<double> time(frames);
    for (std::size_t k = 0; k < time.size(); ++k) {
        time[k] = recording.timeOf(static_cast<std::int64_t>(k));
    }
    const std::string perSegment = "time, segment";
    const std::string perPoint = "time, synapse then stimulus";
    writeDescribed(file, "/recording/t", {frames}, time.data(), "ms", "time");
    writeDescribed(file, "/recording/i_membrane", {frames, segments}, recording.currents(), "nA", perSegment);
    writeDescribed(file, "/recording/v", {frames, segments}, recording.potentials(), "mV", perSegment);
    writeDescribed(file, "/recording/point_currents", {frames, points}, recording.pointCurrents(), "nA",
                   perPoint);
    if (!layout.pointSegments.empty()) {
        // The potential where each sits is that segment's: v[:, point_segments].
        file.write("/recording/point_segments", {points}, layout.pointSegments.data());
        file.attribute("/recording/point_segments", "axes", "synapse then stimulus");
    }
    file.writeTexts("/recording/variable_names", layout.variables);
    for (std::size_t k = 0; k < layout.variables.size(); ++k) {
        writeDescribed(file, "/recording/variables/" + std::to_string(k), {frames, segments},
                       recording.variable(static_cast<int>(k)), "as in NEURON", perSegment);
    }
}

void writeSegments(File& file, const Segments& segments) {
    const auto n = static_cast<std::uint64_t>(segments.size());
    static constexpr std::array<const char*, 3> axisNames{"x", "y", "z"};
    for (int axis = 0; axis < 3; ++axis) {
        RowMajor ends(segments.size(), 2);
        ends.col(0) = segments.start.row(axis).transpose();
        ends.col(1) = segments.end.row(axis).transpose();
        writeMatrix(file, std::string("/cell/segments/") + axisNames.at(static_cast<std::size_t>(axis)), ends,
                    "µm", "segment, (start, end)");
    }
    writeDescribed(file, "/cell/segments/d", {n}, segments.diameter.data(), "µm", "segment");
    writeDescribed(file, "/cell/segments/area", {n}, segments.area.data(), "µm²", "segment");
    writeDescribed(file, "/cell/segments/length", {n}, segments.length.data(), "µm", "segment");
    writeDescribed(file, "/cell/segments/section", {n}, segments.section.data(), "index", "segment");
    writeDescribed(file, "/cell/segments/position", {n}, segments.x.data(), "1", "segment");
}

void writeMorphology(File& file, const Morphology& morphology, const std::vector<int>& nseg) {
    std::vector<std::string> names;
    std::vector<int> types;
    std::vector<int> parents;
    std::vector<int> fileNseg;
    std::vector<int> firstPoint{0};
    std::vector<double> parentX;
    std::vector<double> childX;
    std::vector<double> Ra;
    std::vector<double> cm;
    std::vector<float> points;
    constexpr double unset = std::numeric_limits<double>::quiet_NaN();
    for (const Section& section : morphology.sections) {
        names.push_back(section.name);
        types.push_back(static_cast<int>(section.type));
        parents.push_back(section.parent);
        fileNseg.push_back(section.fileSegmentCount);
        parentX.push_back(section.parentX);
        childX.push_back(section.childX);
        Ra.push_back(section.fileRa.value_or(unset));
        cm.push_back(section.fileCm.value_or(unset));
        for (const PathPoint& p : section.points) {
            points.insert(points.end(), {p.x, p.y, p.z, p.diameter});
        }
        firstPoint.push_back(static_cast<int>(points.size() / 4));
    }
    const std::string room = "/cell/morphology/";
    const std::uint64_t n = size(names.size());
    file.writeTexts(room + "name", {morphology.name});
    file.writeTexts(room + "section_names", names);
    writeDescribed(file, room + "section_types", {n}, types.data(),
                   "0 soma, 1 axon, 2 dendrite, 3 apical, 4 other", "section");
    writeDescribed(file, room + "parents", {n}, parents.data(), "index, -1 for the root", "section");
    writeDescribed(file, room + "parent_x", {n}, parentX.data(), "1", "section");
    writeDescribed(file, room + "child_x", {n}, childX.data(), "1", "section");
    writeDescribed(file, room + "nseg", {n}, nseg.data(), "1", "section");
    writeDescribed(file, room + "file_nseg", {n}, fileNseg.data(), "1", "section");
    writeDescribed(file, room + "file_Ra", {n}, Ra.data(), "Ω·cm, NaN where the file sets none", "section");
    writeDescribed(file, room + "file_cm", {n}, cm.data(), "µF/cm², NaN where the file sets none", "section");
    writeDescribed(file, room + "first_point", {n + 1}, firstPoint.data(), "index",
                   "section, one more at the end");
    writeDescribed(file, room + "points", {size(points.size() / 4), 4}, points.data(), "µm",
                   "point, (x, y, z, diameter)");
}

void writeSignals(File& file, const Scene& scene, const BuiltCell& cell, const Recording& recording) {
    file.makeGroup("/signals");
    const std::vector<ProbeSignals> measured = measure(scene, cell, recording);
    for (std::size_t k = 0; k < measured.size(); ++k) {
        const ProbeSignals& probe = measured[k];
        std::string index = std::to_string(k);
        index.insert(0, 3 - std::min<std::size_t>(index.size(), 3), '0');
        const std::string group = "/signals/" + index;
        writeMatrix(file, group + "/values", probe.values, probe.unit, "channel, time");
        writeMatrix(file, group + "/contacts", probe.contactsUm.transpose(), "µm", "channel, (x, y, z)");
        file.attribute(group, "id", probe.id);
        file.attribute(group, "name", probe.name);
    }
    writeMatrix(file, "/dipole_moment", dipoleMoment(cell, recording), "nA·µm", "(x, y, z), time");
}

} // namespace

std::vector<ProbeSignals> measure(const Scene& scene, const BuiltCell& cell, const Recording& recording) {
    std::vector<ProbeSignals> signals;
    signals.reserve(scene.probes.size());
    for (const Probe& probe : scene.probes) {
        ProbeSignals measured{probe.id, probe.name, "mV", contactPositions(probe), {}, {}};
        if (const auto matrix = probeMatrix(probe, cell.placed)) {
            measured.values = project(*matrix, recording, 0, recording.frameCount());
        } else { // the rest of a long run must not be lost with it
            measured.problem = matrix.error().message();
            measured.values.setConstant(measured.contactsUm.cols(), recording.frameCount(),
                                        std::numeric_limits<double>::quiet_NaN());
        }
        signals.push_back(std::move(measured));
    }
    return signals;
}

Eigen::MatrixXd dipoleMoment(const BuiltCell& cell, const Recording& recording) {
    return project(DipoleMoment().matrix(cell.placed.segments), recording, 0, recording.frameCount());
}

Result<void> saveResults(const Scene& scene, const BuiltCell& cell, const Recording& recording,
                         const std::filesystem::path& path) {
    Result<AtomicFile> output = AtomicFile::create(path);
    if (!output) {
        return tl::unexpected(output.error());
    }
    try {
        File file = File::create(output->temporary());
        file.attribute("/", "format", std::string("phiscope results"));
        file.attribute("/", "format_version", 1.0);
        file.attribute("/", "program", std::string("Phiscope ") + PHISCOPE_VERSION);
        file.writeText("/scene", writeScene(scene));
        writeRecording(file, recording);
        writeSegments(file, cell.placed.segments);
        writeMorphology(file, cell.morphology, cell.nseg);
        writeSignals(file, scene, cell, recording);
        file.close();
    } catch (const hdf5::Failure& failure) {
        return fail("the results cannot be saved: " + failure.what + ".",
                    "Choose another folder, or free some space.", path.string());
    }
    return output->commit();
}

} // namespace phiscope
