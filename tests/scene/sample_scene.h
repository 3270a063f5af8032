#pragma once

#include "model/scene/scene.h"

namespace phiscope::test {

/// A scene with something of everything, no value at its default.
inline Scene sampleScene() {
    Scene scene;
    scene.title = "Déjà vu: “Φ” of a cell";
    scene.description = "Two lines,\nthe second with a \"quote\" and a tab\t.";
    scene.cell.name = "L5";
    scene.cell.morphology.shape = "ball_and_stick";
    scene.cell.morphology.seed = 42;
    scene.cell.morphology.shapeParameters = {{"dendrite_length_um", 333.25}, {"soma_diameter_um", 0.1 + 0.2}};
    scene.cell.discretisation = {Discretisation::Method::fixedLength, 50.0, 0.05, 12.5};
    scene.cell.Ra = 150.0;
    scene.cell.vInitMv = -65.0;
    scene.cell.gPas = 1.0 / 30000.0;
    scene.cell.ePasMv = -64.5;
    scene.cell.mechanisms = {{"hh", "soma", {{"gnabar_hh", 0.2}, {"el_hh", -60.0}}}, {"hh", "axon", {}}};
    scene.cell.pose = {
        {1.0, -2.0, 3.5}, {0.1, 0.2, -0.3}, "zxy", true, false, true, {0.2, Distortion::Axis::y, 0.5}};
    scene.cell.visible = false;

    Synapse exponential;
    exponential.id = "synapse-1";
    exponential.name = "AMPA";
    exponential.location = {"dend[0]", 0.8125};
    exponential.type = Synapse::Type::expSyn;
    exponential.weight = 1e-3;
    exponential.tauMs = 1.7;
    exponential.spikes.timesMs = {20.0, 40.0, 10.125};
    Synapse generated;
    generated.id = "synapse-2";
    generated.reversalMv = -80.0;
    generated.spikes.kind = SpikeTrain::Kind::netStim;
    generated.spikes.noise = 0.5;
    generated.spikes.seed = 7;
    generated.enabled = false;
    Synapse alpha;
    alpha.id = "synapse-3";
    alpha.type = Synapse::Type::alphaSynapse;
    alpha.onsetMs = 12.0;
    scene.synapses = {exponential, generated, alpha};

    Stimulus current;
    current.id = "stimulus-1";
    current.amplitudeNa = -0.25;
    Stimulus clamp;
    clamp.id = "stimulus-2";
    clamp.type = Stimulus::Type::vClamp;
    clamp.levelsMv = {-60.0, 0.0, -61.0};
    scene.stimuli = {current, clamp};

    Probe laminar;
    laminar.id = "probe-1";
    laminar.contactCount = 11;
    laminar.spacingUm = 20.0;
    laminar.positionUm = {10.0, 0.0, 100.0};
    Probe custom;
    custom.id = "probe-2";
    custom.layout = Probe::Layout::custom;
    custom.contactsUm = {{1.0, 2.0, 3.0}, {4.0, 5.0, 6.5}};
    custom.source = Probe::Source::rootAsPoint;
    custom.medium.sigma = 0.35;
    custom.contactShape = Probe::ContactShape::rectangle;
    custom.contactHalfHeightUm = 3.0;
    custom.contactNormals = {{0.0, 1.0, 0.0}, {1.0, 0.0, 0.5}};
    custom.averaging = Probe::Averaging::random;
    custom.averagingSeed = 12;
    custom.filter = {SignalFilter::Kind::bandPass, 250.0, 2000.0, 3, false};
    custom.csd.method = CsdSettings::Method::kernel1D;
    custom.csd.kernelWidthUm = 45.0;
    custom.stimulation.contacts = {1, 0}; // not enabled, and kept
    custom.stimulation.factors = {1.0, -0.5};
    custom.stimulation.amplitudeNa = 1234.5;
    custom.stimulation.amplitude2Na = -11.0;
    custom.stimulation.pulseCount = 3;
    custom.stimulation.wave = Stimulation::Wave::samples;
    custom.stimulation.sampleTimesMs = {0.0, 1.5};
    custom.stimulation.samplesNa = {100.0, 0.0};
    laminar.medium.kind = Medium::Kind::slice;
    laminar.medium.sliceThicknessUm = 250.0;
    laminar.comparison.enabled = true;
    laminar.comparison.source = CurrentSource::line;
    laminar.comparison.medium.kind = Medium::Kind::anisotropic;
    laminar.comparison.medium.sigmaXyz = {0.1, 0.2, 0.3};
    scene.probes = {laminar, custom};

    FieldSlice slice;
    slice.id = "slice-1";
    slice.name = "Plane";
    slice.orientation = FieldSlice::Orientation::free;
    slice.normal = {1.0, 1.0, 0.0};
    slice.range = 12.5;
    slice.contours = false;
    slice.shows = FieldSlice::Shows::difference;
    slice.comparison.enabled = true;
    slice.medium.kind = Medium::Kind::sphere;
    slice.medium.sphereRadiusUm = 2500.0;
    scene.slices = {slice};
    Head head;
    head.id = "head-1";
    head.name = "Small head";
    head.scalpRadiusMm = 88.0;
    head.dipoleMm = {10.0, -20.0, 60.0};
    head.reference = Head::Reference::average;
    head.megComponent = Head::MegComponent::magnitude;
    scene.heads = {head};

    scene.run = {0.03125, -50.0, 120.5, 34.0, 0.5};
    scene.view.timeMs = 21.5;
    scene.view.colourBy = View::ColourBy::current;
    scene.view.perspective = false;
    scene.view.depthMap = View::DepthMap::trueCsd;
    scene.view.cameraSet = true;
    scene.view.cameraPosition = {-1.0, -2.0, -3.0};
    scene.knobs = {{"knob-1", "synapse-1", "weight_uS", 1e-4, 1e-2, Knob::Scale::logarithmic},
                   {"knob-2", "probe-1", "position_um/2", -250.0, 412.5, Knob::Scale::linear},
                   {"knob-3", "cell", "hh/gnabar_hh", 0.0, 0.5, Knob::Scale::linear},
                   {"knob-4", "run", "of a version to come", 1.0, 2.0, Knob::Scale::linear}};
    return scene;
}

} // namespace phiscope::test
