#pragma once

#include "model/scene/medium.h"

#include <Eigen/Core>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Ways of looking at a recording. None of them takes part in a simulation, but for what a probe's contacts
/// drive into the tissue.
namespace phiscope {

/// A filter that every trace of a probe passes before it is shown.
struct SignalFilter {
    enum class Kind { none, lowPass, highPass, bandPass };
    Kind kind = Kind::none;
    double lowHz = 300.0;   ///< highPass, bandPass: what is below goes
    double highHz = 3000.0; ///< lowPass, bandPass: what is above goes
    int order = 2;          ///< of the Butterworth filter, one pass
    bool zeroPhase = true;  ///< forwards and backwards, so that no peak moves

    bool operator==(const SignalFilter&) const = default;
};

/// How the current source density is estimated from a probe's potentials, and what it is compared with.
struct CsdSettings {
    enum class Method { standard, delta, step, spline, kernel1D, kernel2D };
    Method method = Method::standard;
    bool vaknin = true;              ///< standard: as if the outermost potentials went on
    double sourceDiameterUm = 500.0; ///< delta, step, spline: of the discs or cylinders
    double sigmaTop = 0.3;           ///< S/m, above the uppermost contact (delta, step, spline)
    double smoothingUm = 0.0;        ///< delta, step, spline: of a Gaussian over depth; 0: none
    double kernelWidthUm = 80.0;     ///< kernel methods: R of a basis source
    double regularisation = 1e-3;    ///< kernel methods: λ, relative to the kernel's mean diagonal
    double truthRadiusUm = 250.0;    ///< of the cylinders in which the true density is averaged

    bool operator==(const CsdSettings&) const = default;
};

/// Currents that contacts drive into the tissue, and so the potential outside of the cell's membrane: a train
/// of pulses, or a given wave, each contact with a factor of its own (model/scene/stimulation.h).
struct Stimulation {
    enum class Wave { pulses, samples };
    bool enabled = false;
    std::vector<int> contacts;   ///< which drive, from 0
    std::vector<double> factors; ///< one a contact; the wave times this is its current
    Wave wave = Wave::pulses;
    double delayMs = 5.0;
    double amplitudeNa = -10000.0; ///< pulses; below 0 cathodic
    double widthMs = 0.25;
    bool biphasic = true;
    double interphaseMs = 0.0;          ///< between the two phases
    std::optional<double> amplitude2Na; ///< unset: what leaves no charge
    std::optional<double> width2Ms;     ///< unset: as the first phase
    int pulseCount = 1;                 ///< of a burst
    double intervalMs = 10.0;           ///< from the beginning of one pulse to that of the next
    int burstCount = 1;
    double burstIntervalMs = 100.0;    ///< from the beginning of one burst to that of the next
    std::vector<double> sampleTimesMs; ///< samples: after the delay, rising
    std::vector<double> samplesNa;     ///< samples: each holds from its time until the next one's
    bool halfSpace = false; ///< infinite tissue only: it fills one side of an insulating plate (LFPy: semi)

    bool operator==(const Stimulation&) const = default;
};

/// Contacts in tissue.
struct Probe {
    enum class Layout { laminar, custom };
    using Source = CurrentSource;
    enum class ContactShape { point, circle, square, rectangle };
    enum class Averaging { quadrature, random };
    std::string id; ///< unique in the scene, never shown
    std::string name = "Laminar probe";
    Layout layout = Layout::laminar;
    int contactCount = 16;                            ///< laminar
    double spacingUm = 50.0;                          ///< laminar, between neighbours
    std::array<double, 3> positionUm{50.0, 0.0, 0.0}; ///< laminar: the middle of the row of contacts
    std::array<double, 3> directionUm{0.0, 0.0, 1.0}; ///< laminar: along the shank, from tip to top
    std::vector<std::array<double, 3>> contactsUm;    ///< custom
    ContactShape contactShape = ContactShape::point;  ///< point: measures at the centre
    double contactRadiusUm = 7.5;     ///< circle: radius; square: half a side; rectangle: half the width
    double contactHalfHeightUm = 7.5; ///< rectangle
    std::array<double, 3> contactNormal{0.0, -1.0, 0.0}; ///< where contacts face, where none of their own
    std::vector<std::array<double, 3>> contactNormals;   ///< custom: one a contact; empty: contactNormal
    Averaging averaging = Averaging::quadrature;         ///< over a contact's surface
    int averagingPoints = 50;                            ///< random: points a contact (LFPy: n)
    std::uint64_t averagingSeed = 1;                     ///< random
    Source source = Source::line;
    Medium medium;
    Comparison comparison;
    SignalFilter filter;
    CsdSettings csd;
    Stimulation stimulation;
    bool visible = true;
    bool locked = false; ///< not moved by the mouse

    bool operator==(const Probe&) const = default;
};

/// Positions of a probe's contacts in µm, one column each; laminar ones from tip to top (model/forward).
Eigen::Matrix3Xd contactPositions(const Probe& probe);

/// A plane through the tissue on which the field is drawn.
struct FieldSlice {
    enum class Orientation { xz, yz, xy, free };
    enum class Quantity {
        potential,
        csd,
        stimulus, ///< the potential that the scene's stimulating contacts make at the time cursor
    };
    enum class Scale { linear, signedLog };
    enum class Shows { model, other, difference };
    std::string id;
    std::string name = "Field slice";
    std::array<double, 3> positionUm{0.0, 0.0, 0.0}; ///< the middle
    Orientation orientation = Orientation::xz;
    std::array<double, 3> normal{0.0, -1.0, 0.0}; ///< free
    std::array<double, 3> up{0.0, 0.0, 1.0};      ///< free: which way the height goes
    double widthUm = 800.0;
    double heightUm = 800.0;
    int resolution = 160; ///< points along the longer side
    Quantity quantity = Quantity::potential;
    double csdThicknessUm = 50.0; ///< csd: of the volumes whose current is counted
    Scale scale = Scale::signedLog;
    std::optional<double> range; ///< largest magnitude shown, µV, µA/mm³ or mV; unset: automatic
    bool contours = true;
    double opacity = 0.9;
    Shows shows = Shows::model;
    CurrentSource source = CurrentSource::line;
    Medium medium;
    Comparison comparison;
    bool visible = true;
    bool locked = false; ///< not moved by the mouse

    bool operator==(const FieldSlice&) const = default;
};

/// A head around the cell: what electrodes on the scalp and magnetometers outside see of its current dipole.
/// The head has coordinates of its own: x to the right ear, y to the nose, z up, 0 in the spheres' centre.
struct Head {
    enum class Model { fourSphere, nyHead };
    enum class Alignment {
        outward, ///< the cell's z axis points out of the head, along the cortex' normal
        asCell,  ///< the cell's axes are the head's
    };
    enum class Reference { farAway, average };
    enum class MegModel { sphere, infinite };
    enum class MegComponent { radial, tangential, magnitude };
    std::string id;
    std::string name = "Head";
    Model model = Model::fourSphere;
    double brainRadiusMm = 79.0;
    double csfRadiusMm = 80.0;
    double skullRadiusMm = 85.0;
    double scalpRadiusMm = 90.0;
    double sigmaBrain = 0.3;   ///< S/m
    double sigmaCsf = 1.5;     ///< S/m
    double sigmaSkull = 0.015; ///< S/m
    double sigmaScalp = 0.3;   ///< S/m
    std::array<double, 3> dipoleMm{0.0, 0.0,
                                   77.5}; ///< where the cell sits; nyHead: the nearest vertex counts
    Alignment alignment = Alignment::outward;
    std::string nyHeadPath; ///< nyHead: the file with its lead field, chosen by the person
    Reference reference = Reference::farAway;
    bool meg = true;
    MegModel megModel = MegModel::sphere;
    MegComponent megComponent = MegComponent::radial;
    double helmetRadiusMm = 110.0; ///< of the sphere on which the magnetometers lie
    bool visible = true;
    bool locked = false; ///< not moved by the mouse

    bool operator==(const Head&) const = default;
};

} // namespace phiscope
