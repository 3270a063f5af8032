#pragma once

#include "model/scene/scene.h"
#include "model/simulation/cell_source.h"
#include "model/simulation/recording.h"
#include "model/support/result.h"

#include <Eigen/Core>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

/// Results as HDF5, "*.phiscope.h5": all that it takes to look at a run again without its scene file, its
/// morphology file or NEURON. Every dataset has the attributes `unit` and `axes`.
///
///     /                      format, format_version, program
///     /scene                 the scene file's text (JSON)
///     /recording/            t [time], i_membrane [time, segment], v [time, segment],
///                            point_currents [time, synapse then stimulus], point_segments [the same],
///                            variables/NAME [time, segment]; attribute dt_ms
///     /cell/segments/        x, y, z [segment, (start, end)], d, area, length [segment] as LFPy has them;
///                            section [segment], position [segment]
///     /cell/morphology/      sections, their points and how they hang together, as read (not placed)
///     /signals/000/          values [channel, time], contacts [channel, (x, y, z)]; attributes id, name,
///     model /dipole_moment         [(x, y, z), time]
namespace phiscope {

/// What one probe measured.
struct ProbeSignals {
    std::string id;   ///< the probe's
    std::string name; ///< the probe's
    std::string unit;
    Eigen::Matrix3Xd contactsUm; ///< 3 × channels
    Eigen::MatrixXd values;      ///< channels × frames; NaN where the tissue has no such sources
    std::string problem;         ///< why the values are NaN, a whole sentence; not read back from files
};

struct ResultsFile {
    Scene scene;
    BuiltCell cell; ///< placed by the scene's pose
    std::shared_ptr<const Recording> recording;
    std::vector<ProbeSignals> probes; ///< in scene order
    Eigen::MatrixXd dipoleMoment;     ///< 3 × frames, nA·µm
    std::string program;              ///< that wrote the file, with its version
    Notices notices;
};

/// Signals of every probe of the scene, over all frames that are there now.
std::vector<ProbeSignals> measure(const Scene& scene, const BuiltCell& cell, const Recording& recording);

/// The cell's dipole moment over all frames that are there now: 3 × frames, nA·µm.
Eigen::MatrixXd dipoleMoment(const BuiltCell& cell, const Recording& recording);

/// Writes beside and renames. A recording that was cancelled is written as far as it goes.
Result<void> saveResults(const Scene& scene, const BuiltCell& cell, const Recording& recording,
                         const std::filesystem::path& file);

/// Fails with a sentence on a file that is no results file, damaged, cut off or made by a newer format.
Result<ResultsFile> readResults(const std::filesystem::path& file);

} // namespace phiscope
