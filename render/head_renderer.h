#pragma once

#include "render/camera.h"
#include "render/drawable.h"
#include "render/theme.h"

#include <Eigen/Core>

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace phiscope {

/// What lies under the mouse in a head.
struct HeadPick {
    enum class Kind { none, dipole, electrode, sensor, cortex };
    Kind kind = Kind::none;
    int index = -1; ///< of the electrode, the sensor, the cortex' vertex

    bool operator==(const HeadPick&) const = default;
};

/// What the colours of a head mean: values from -range (or 0, where `positive`) to range.
struct HeadColouring {
    double range = 1.0;
    bool positive = false; ///< values have no sign
    std::string title;     ///< "EEG"
    std::string unit;      ///< "pV"

    bool operator==(const HeadColouring&) const = default;
};

/// A head as a picture: four spheres with face and ears, or a cortex; electrodes or magnetometers; the
/// cell's dipole. Lengths in mm, x to the right ear, y to the nose, z up. Knows nothing of windows.
class HeadRenderer : public Drawable {
public:
    enum class Measure { eeg, meg };

    HeadRenderer();
    ~HeadRenderer() override;
    HeadRenderer(const HeadRenderer&) = delete;
    HeadRenderer& operator=(const HeadRenderer&) = delete;

    vtkRenderer* renderer() const override;
    void setViewport(int widthPx, int heightPx, double pixelRatio) override;
    void setTransparentBackground(bool transparent) override;
    int width() const;
    int height() const;
    /// Called after anything that changes the picture.
    void setOnChanged(std::function<void()> callback);

    // --- what is shown
    /// Unit vectors of the places on the scalp that are coloured, about ten thousand; always the same.
    static const Eigen::Matrix3Xd& scalpDirections();
    /// Four spheres: outer radii of brain, fluid, skull and scalp.
    void setSpheres(const std::array<double, 4>& radiiMm);
    /// In place of the spheres: points of a cortex with their normals.
    void setCortex(const Eigen::Matrix3Xd& points, const Eigen::Matrix3Xd& normals);
    /// `centre`: of the head, for what faces the eye.
    void setElectrodes(const Eigen::Matrix3Xd& positions, std::vector<std::string> names,
                       const Eigen::Vector3d& centre);
    void setSensors(const Eigen::Matrix3Xd& positions);
    void setDipole(const Eigen::Vector3d& place);
    /// An arrow of `lengthMm` along `direction` (unit) at the dipole, and what is written beside it.
    void setMoment(const Eigen::Vector3d& direction, double lengthMm, const std::string& text);

    // --- values, in the unit of the colouring
    void setColouring(const HeadColouring& colouring);
    void setScalpValues(std::span<const float> values); ///< one a scalpDirections(); empty: none are known
    void setElectrodeValues(std::span<const float> values);
    void setSensorValues(std::span<const float> values);
    /// Of the arrows at the magnetometers; one as long as `largest` is drawn 24 mm long. Empty: none.
    void setSensorField(const Eigen::Matrix3Xd& field, double largest);

    // --- how it is shown
    void setMeasure(Measure measure);
    void setCutOpen(bool on);
    void setNamesShown(bool shown);
    /// Electrodes whose traces are drawn, each with its trace's colour; and the one nearest to the dipole.
    void setChosen(std::vector<std::pair<int, Colour>> electrodes);
    void setNearest(int electrode);
    void setHover(const HeadPick& pick);
    void setTheme(const Theme& theme);
    const Theme& theme() const;
    void setFontFile(const std::filesystem::path& file);

    // --- camera
    const Camera& camera() const;
    void setCamera(const Camera& camera); ///< from now on the picture is not fitted by itself
    void fit();                           ///< from the front and the right, as at first

    // --- picking, device pixels from the top left corner
    HeadPick pick(double x, double y) const;
    /// Where the line of sight meets the sphere about the centre, nearest to the eye; beside the sphere, the
    /// place of its outline that is nearest.
    Eigen::Vector3d onSphere(double x, double y, double radius) const;
    /// True where nothing of the head lies between the eye and the dipole.
    bool dipoleInSight() const;
    double lastArrowLengthMm() const; ///< for tests

private:
    struct Private;
    std::unique_ptr<Private> d_;
};

} // namespace phiscope
