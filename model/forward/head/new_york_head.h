#pragma once

#include "model/forward/head/lead_field.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace phiscope {

/// The New York head: a lead field computed by finite elements from an average of many people's heads, with
/// one file of about 700 MB (sa_nyhead.mat, from https://www.parralab.org/nyhead) that the person has.
///
/// Source: Huang, Parra & Haufe, NeuroImage 140:150 (2016); Næss et al., NeuroImage 225:117467 (2021);
/// LFPykit's NYHeadModel. The file's lead field is probably per mA·m, as LFPykit's text puts it; like LFPykit
/// we take it times 1e-9 for mV/(nA·µm). Positions are in mm, about as in the MNI brain: x right, y forwards,
/// z up.
///
/// Vertices, normals and electrodes (a few MB) are kept; the lead field of a vertex is read from the file
/// when it is asked for.
class NewYorkHead : public LeadField {
public:
    /// Fails for what is no such file: not HDF5, datasets missing or of other sizes, numbers not finite.
    static Result<NewYorkHead> open(const std::filesystem::path& file);

    const Eigen::Matrix3Xd& verticesMm() const { return vertices_; }     ///< of the cortex
    const Eigen::Matrix3Xd& normals() const { return normals_; }         ///< unit vectors, outwards
    const Eigen::Matrix3Xd& electrodesMm() const { return electrodes_; } ///< 231 in the real file

    /// A place on the cortex where a dipole can stand.
    struct Place {
        int vertex = 0;
        Eigen::Vector3d positionMm; ///< of the vertex
        Eigen::Vector3d normal;     ///< unit vector, outwards
        double distanceMm = 0.0;    ///< from the point that was asked for
        /// Where the vertex is more than 2 mm away (LFPykit raises RuntimeWarning there).
        std::optional<Notice> warning;
    };
    Place nearestPlace(const Eigen::Vector3d& pointMm) const; ///< the first vertex where several are as near

    struct NamedPlace {
        const char* name; ///< LFPykit's: "parietal_lobe"
        Eigen::Vector3d pointMm;
    };
    static const std::vector<NamedPlace>& namedPlaces();
    static constexpr const char* defaultPlace = "motorsensory_cortex";
    Result<Place> namedPlace(const std::string& name) const;

    /// electrodes × 3, mV/(nA·µm). Fails where the file has gone, changed or is damaged there.
    Result<Eigen::MatrixXd> matrixOfVertex(int vertex) const;

    /// That of the vertex nearest to `dipoleUm`, µm in the file's frame.
    Result<Eigen::MatrixXd> matrix(const Eigen::Vector3d& dipoleUm) const override;
    int channels() const override { return static_cast<int>(electrodes_.cols()); }
    std::string unit() const override { return "mV"; }

    struct NearestElectrode {
        int index = 0; ///< 0-based
        double distanceMm = 0.0;
    };
    NearestElectrode nearestElectrode(int vertex) const;

private:
    NewYorkHead() = default;

    std::filesystem::path file_;
    Eigen::Matrix3Xd vertices_;
    Eigen::Matrix3Xd normals_;
    Eigen::Matrix3Xd electrodes_;
};

/// What LFPykit's rotate_dipole_to_surface_normal multiplies a dipole by: Rodrigues' rotation from `axis` to
/// `normal` (neither zero). Where they are parallel within 1e-9 it is cos(angle) times the identity: for a
/// normal opposite to the axis an inversion, not a rotation as rotationBetween gives.
Eigen::Matrix3d rotationToSurfaceNormal(const Eigen::Vector3d& normal,
                                        const Eigen::Vector3d& axis = Eigen::Vector3d::UnitZ());

} // namespace phiscope
